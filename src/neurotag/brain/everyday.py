"""The built-in brains: ``everyday``, a healthy one, and ``vulnerable``, the same but for a few numbers."""

from collections.abc import Iterator

from neurotag.brain.body import Body, Site
from neurotag.brain.brain import Alarm, Brain
from neurotag.brain.cell import Cell
from neurotag.brain.modulators import Driver, Modulators
from neurotag.brain.projection import Convergence, Everywhere, Neighbours, Projection, SameSite
from neurotag.brain.region import Region
from neurotag.brain.senses import PatternDrive, Senses, SiteDrive
from neurotag.plasticity import Disinhibition, ThreeFactor

AAL = "centre of the AAL label (Tzourio-Mazoyer et al. 2002), to 2 mm, as in aal_cog.txt of the LEiDA code"
BY_HAND = "placed by hand, from memory, to 10 mm"

SENSES = ("touch", "smell", "sound", "sight")
CORE = ("danger", "suffering", "fear")
ASSOCIATION = ("memory", "thought", "awareness")
CORTEX = (*SENSES, *CORE, *ASSOCIATION, "movement")

BODY = Body(
    sites=(
        Site(name="foot", path_m=1.0),
        Site(name="hip", path_m=0.6),
        Site(name="back", path_m=0.35),
        Site(name="shoulder", path_m=0.35),
        Site(name="arm", path_m=0.5),
        Site(name="hand", path_m=0.8),
        Site(name="face", path_m=0.15),
    )
)

# Ceilings of learning by the region the axons come from: what cues an episode may learn to ignite it,
# what is part of it may not learn to hold itself alight. Memory writes more strongly back to the senses
# than it (or a thought) drives the core: what is recalled is seen and heard, and hurts little (decision 15).
CUE_CEILING = {
    "touch": 0.19, "smell": 0.22, "sound": 0.18, "sight": 0.18,
    "memory": 0.10, "thought": 0.10, "awareness": 0.04,
    "danger": 0.04, "suffering": 0.04, "fear": 0.04, "movement": 0.04,
}  # fmt: skip
RECALL_CEILING = 0.16
THREAT_CEILING = 0.05
LOCAL_CEILING = 0.04
HUSH_MV = 8.0
FAINT = 0.012
LONG_DELAY_MS = 10.0
NEURON = Cell(
    tau_ms=20.0, refractory_ms=3.0, bias_mV=7.3, noise_mV=4.0, fast_adaptation_mV=2.5, slow_adaptation_mV=0.5,
    tiring=0.06, arousal_mV=3.0,
)  # fmt: skip
# The dorsal horn (decision 14): its neurons wind up instead of slowing, up to what a cation conductance of a
# third of the leak drives from rest, and lose inhibition by firing alone, for hours.
HORN_NEURON = NEURON.replace(
    slow_adaptation_mV=0.0, wind_up_mV=1.3, wind_up_most_mV=22.0, wind_up_tau_ms=3000.0
)
HORN_DISINHIBITION = Disinhibition(per_spike=5e-3, needs_salience=False, recovery_tau_h=7.0)


def _regions() -> tuple[Region, ...]:
    return (
        Region(name="relay", title="Danger relay", anatomy="spinal dorsal horn and its thalamic relay",
               mni_mm=(-12, -18, 8), mni_source=AAL + " (thalamus)", n_excitatory=280, n_inhibitory=70,
               layout="body_map", is_relay=True, bias_shift_mV=-6.0, excitatory=HORN_NEURON,
               disinhibition=HORN_DISINHIBITION),
        Region(name="touch", title="Touch", anatomy="primary somatosensory cortex (S1)",
               mni_mm=(-43, -23, 49), mni_source=AAL + " (postcentral gyrus)",
               n_excitatory=560, n_inhibitory=140, layout="body_map"),
        Region(name="danger", title="Danger", anatomy="posterior insula", mni_mm=(-38, -16, 12),
               mni_source=BY_HAND + " (dorsal posterior insula, named by Segerdahl et al. 2015)",
               n_excitatory=400, n_inhibitory=100, nociceptive_share=0.45),
        Region(name="suffering", title="Suffering", anatomy="anterior mid-cingulate cortex",
               mni_mm=(-5, 10, 38), mni_source=BY_HAND + " (y 0 to 30: Lieberman & Eisenberger 2015)",
               n_excitatory=400, n_inhibitory=100, nociceptive_share=0.45),
        Region(name="fear", title="Fear", anatomy="amygdala", mni_mm=(-24, -1, -17), mni_source=AAL,
               n_excitatory=320, n_inhibitory=80, nociceptive_share=0.45),
        Region(name="memory", title="Memory", anatomy="hippocampus", mni_mm=(-26, -21, -10),
               mni_source=AAL, n_excitatory=480, n_inhibitory=120, bias_shift_mV=-2.0),
        Region(name="awareness", title="Awareness", anatomy="anterior insula and prefrontal cortex",
               mni_mm=(-36, 20, 2), mni_source=BY_HAND + " (anterior insula, named by Craig 2009)",
               n_excitatory=400, n_inhibitory=100, bias_shift_mV=-3.0),
        Region(name="thought", title="Thought", anatomy="dorsolateral prefrontal cortex",
               mni_mm=(-34, 33, 35), mni_source=AAL + " (middle frontal gyrus)",
               n_excitatory=480, n_inhibitory=120, nociceptive_share=0.2, hush_mV=HUSH_MV),
        Region(name="movement", title="Movement", anatomy="motor cortex and the motor pools it shares",
               mni_mm=(-40, -6, 51), mni_source=AAL + " (precentral gyrus)",
               n_excitatory=280, n_inhibitory=70, layout="body_map"),
        Region(name="smell", title="Smell", anatomy="piriform and olfactory cortex", mni_mm=(-9, 15, -11),
               mni_source=AAL + " (olfactory cortex)", n_excitatory=240, n_inhibitory=60, hush_mV=HUSH_MV),
        Region(name="sound", title="Sound", anatomy="auditory cortex", mni_mm=(-43, -19, 10),
               mni_source=AAL + " (Heschl gyrus)", n_excitatory=320, n_inhibitory=80, hush_mV=HUSH_MV),
        Region(name="sight", title="Sight", anatomy="visual cortex", mni_mm=(-8, -79, 6),
               mni_source=AAL + " (calcarine)", n_excitatory=320, n_inhibitory=80, hush_mV=HUSH_MV),
    )  # fmt: skip


def _within() -> Iterator[Projection]:
    for region in CORTEX:
        pattern = (
            Neighbours(probabilities=(0.25, 0.15, 0.06, 0.03))
            if region == "touch"
            else Everywhere(probability=0.15)
        )
        yield Projection(
            source=region, target=region, pattern=pattern, weight=FAINT if region == "touch" else 0.014,
            weight_max=LOCAL_CEILING, delay_ms=2, rule="hebb",
        )  # fmt: skip
    for region in ("relay", *CORTEX):
        mapped = region == "relay"
        yield Projection(
            source=region, target=region, target_cells="inhibitory", weight=0.08, weight_spread=0,
            delay_ms=2, pattern=SameSite(probability=0.6) if mapped else Everywhere(probability=0.30),
        )  # fmt: skip
        yield Projection(
            source=region, source_cells="inhibitory", target=region, weight=0.06 if mapped else 0.08,
            weight_spread=0.2, delay_ms=1,
            pattern=SameSite(probability=0.8) if mapped else Everywhere(probability=0.40),
        )  # fmt: skip
        yield Projection(
            source=region, source_cells="inhibitory", target=region, target_cells="inhibitory",
            weight=0.03, weight_spread=0, delay_ms=1,
            pattern=SameSite(probability=0.6) if mapped else Everywhere(probability=0.30),
        )  # fmt: skip


def _pathway(source: str, target: str) -> tuple[float, float, float, bool] | None:
    """Return probability, weight, spread and whether it learns, or none where nothing connects."""
    between_senses = source in SENSES and target in SENSES
    no_echo = source == "movement" and target not in ("touch", "suffering", "thought")
    if source == target or between_senses or no_echo:
        return None
    if source in CORE:
        # Innate broadcast: what hurts or frightens is passed on, most of all to awareness and memory.
        reach = {"awareness": (0.25, 0.10), "memory": (0.25, 0.06)}
        return *reach.get(target, (0.15, 0.04)), 0.8, False
    if source in SENSES and target in ("memory", "thought"):
        return 0.20, 0.06, 0.8, True
    return _chance(source, target), FAINT, 0.5, True


def _chance(source: str, target: str) -> float:
    """Return the probability of a faint connection that experience can strengthen."""
    if source in SENSES:
        return 0.10 if target == "movement" else 0.20
    if source in ("memory", "thought"):
        return 0.20 if target in (*CORE, *ASSOCIATION) else 0.25
    return 0.15 if source == "awareness" else 0.10


def _ceiling(source: str, target: str) -> float:
    """Return the most that a synapse between two regions may learn to weigh."""
    if source == "memory" and target in SENSES:
        return RECALL_CEILING
    if source in ("memory", "thought") and target in CORE:
        return THREAT_CEILING
    return CUE_CEILING[source]


def _delay_ms(source: str, target: str) -> float:
    if source in CORE and target == "awareness":
        return 60.0
    if source in CORE and target == "memory":
        return 90.0
    return LONG_DELAY_MS


def _between() -> Iterator[Projection]:
    for source in CORTEX:
        for target in CORTEX:
            path = _pathway(source, target)
            if path is None:
                continue
            probability, weight, spread, learns = path
            delay_ms = _delay_ms(source, target)
            yield Projection(
                source=source, target=target, pattern=Everywhere(probability=probability), weight=weight,
                weight_spread=spread, delay_ms=delay_ms,
                weight_max=_ceiling(source, target) if learns else None, rule="hebb" if learns else None,
            )  # fmt: skip
            # Feed-forward inhibition keeps a new input from setting a region alight by its mere size;
            # danger and suffering reach further, into the senses and thought (hyperfocus); fear by itself
            # does not silence the senses, it sharpens them (Vuilleumier 2005).
            salient = source in ("danger", "suffering") and target in ("sight", "sound", "smell", "thought")
            yield Projection(
                source=source, target=target, target_cells="inhibitory", delay_ms=delay_ms, weight_spread=0,
                pattern=Everywhere(probability=0.30 if salient else 0.10), weight=0.02,
            )  # fmt: skip


def _danger_pathway() -> Iterator[Projection]:
    innate = {
        "danger": (0.55, 0.086, 90.0),
        "suffering": (0.50, 0.086, 100.0),
        "fear": (0.50, 0.095, 95.0),
        "thought": (0.60, 0.11, 110.0),
    }
    for target, (share, weight, delay_ms) in innate.items():
        yield Projection(
            source="relay", target=target, weight=weight, weight_spread=0.3, delay_ms=delay_ms,
            pattern=Convergence(probability=0.4, share=share),
        )  # fmt: skip
    yield Projection(
        source="relay", target="touch", weight=0.06, weight_spread=0.3, delay_ms=80.0,
        pattern=SameSite(probability=0.15),
    )  # fmt: skip
    yield Projection(
        source="relay", target="movement", weight=0.2, weight_spread=0.3, delay_ms=25.0,
        pattern=SameSite(probability=0.4),
    )  # fmt: skip


def _modulators() -> Modulators:
    return Modulators(
        danger=Driver(region="relay", threshold_hz=1.2, range_hz=5.7),
        fear=Driver(region="fear", threshold_hz=2.2, range_hz=6.0, gain=0.35),
        salience_learning=0.27,
    )


def everyday() -> Brain:
    """Return the healthy brain: touch stays touch after one bad day, and learning needs real salience."""
    return Brain(
        name="everyday",
        title="a healthy brain",
        regions=_regions(),
        projections=(*_within(), *_between(), *_danger_pathway()),
        excitatory=NEURON,
        inhibitory=Cell(
            tau_ms=10.0, refractory_ms=1.0, bias_mV=2.2, noise_mV=3.2, nmda_share=0.0, arousal_mV=0.5,
        ),
        rules={"hebb": ThreeFactor(lone_below=1.0, growth_max=0.6)},
        modulators=_modulators(),
        body=BODY,
        senses=Senses(
            touch=(
                SiteDrive(region="touch"),
                SiteDrive(region="relay", cells="inhibitory", strength=0.1),
            ),
            heat=(SiteDrive(region="relay", strength=0.7),),
            smell=(PatternDrive(region="smell", n_cells=40),),
            sound=(PatternDrive(region="sound", n_cells=45),),
            sight=(PatternDrive(region="sight", n_cells=40),),
            task=(
                PatternDrive(region="sound", n_cells=50, strength=0.45),
                PatternDrive(region="thought", n_cells=40, strength=0.4),
            ),
            emotion=(PatternDrive(region="fear", n_cells=45),),
            episode=(
                PatternDrive(region="memory", n_cells=40, strength=0.6),
                PatternDrive(region="thought", n_cells=40, strength=0.6),
            ),
            thought=(
                PatternDrive(region="memory", n_cells=40, strength=0.4),
                PatternDrive(region="thought", n_cells=40, strength=0.4),
            ),
            relevance=(PatternDrive(region="fear", n_cells=45, strength=0.6),),
        ),
        alarm=Alarm(regions=CORE, rest_hz=1.2, full_hz=7.5),
        awareness_region="awareness",
        movement_region="movement",
    )  # fmt: skip


def vulnerable() -> Brain:
    """Return the vulnerable brain: the everyday one but for five numbers.

    Less inhibition (excitatory neurons are held 5 % less), lower precision (a touch spills further over
    the body map), and higher threat reactivity (salience drives learning 2.8 times as strongly, and fear
    drives salience 29 % more).
    """
    healthy = everyday()
    modulators = _modulators().replace(salience_learning=0.76, fear=_modulators().fear.replace(gain=0.45))
    body = healthy.body.replace(fibres=healthy.body.fibres.replace(overlap=(0.5, 0.2)))
    projections = tuple(
        projection.replace(weight=0.95 * projection.weight)
        if (projection.source_cells, projection.target_cells) == ("inhibitory", "excitatory")
        else projection
        for projection in healthy.projections
    )
    return healthy.replace(
        name="vulnerable",
        title="the same brain, easier to alarm",
        modulators=modulators,
        body=body,
        projections=projections,
    )
