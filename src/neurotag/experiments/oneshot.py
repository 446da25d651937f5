"""A single bad event can be the start of a pervasive neurotag.

The start is a shifted threshold: heat near it rings a little more. Pervasive: what was learned lies in most
of the regions. A neuron has learned where the input that can learn has gained a tenth since birth; a region
takes part where one in twenty of its excitatory neurons has.
"""

from neurotag.claims import Claim, Lived, Part, Reading
from neurotag.engine.learned import learned_synapses, potentiated_neurons
from neurotag.experiments.shared.burn import EVERYDAY, NO_PLASTICITY, VULNERABLE
from neurotag.experiments.shared.readings import alarm, by_region
from neurotag.recording import Recording

LEAST_SHARE = 0.05


def regions_with(shares: dict[str, float]) -> float:
    """Return how many regions take part, from the share of each one's excitatory neurons that has learned."""
    return float(sum(share >= LEAST_SHARE for share in shares.values()))


def _shares(recording: Recording) -> dict[str, float]:
    learned = potentiated_neurons(learned_synapses(recording.branch()))
    layout = recording.layout
    number = dict(zip(layout.regions, layout.n_excitatory, strict=True))
    found = by_region(recording, learned)
    return {name: len(ids) / float(number[name]) for name, ids in found.items()}


def _shift(recording: Recording) -> float:
    return alarm(recording, "warmth_after") - alarm(recording, "warmth_before")


def measure(lived: Lived) -> Reading:
    """Return how much more a warmth near the threshold rings, and where one stove was learned."""
    everyday, control = lived["everyday"], lived["no_plasticity"]
    return Reading(
        {
            "shift": _shift(everyday),
            "shift_control": _shift(control),
            "regions": regions_with(_shares(everyday)),
            "regions_control": regions_with(_shares(control)),
            "shift_vulnerable": _shift(lived["vulnerable"]),
        }
    )


CLAIM = Claim(
    name="oneshot",
    row="A14",
    statement="A single bad event can be the start of a pervasive neurotag.",
    parts=(
        Part(
            "shift", "Heat near the threshold (intensity 0.45) rings more after one stove and a night.",
            "of 100", low=4.0, high=11.0, control="the same life without plasticity",
            published="+7.4 of 100 (4.0 to 10.8), eight studies: Madden et al. 2016",
        ),
        Part(
            "regions", "What was learned lies in at least half of the twelve regions.", "regions", low=6.0,
            control="the same life without plasticity",
            published="one pairing gives strong fear in expectancy, skin and startle: Haesen et al. 2017",
        ),
    ),
    arms=(EVERYDAY, NO_PLASTICITY, VULNERABLE),
    measure=measure,
    published="Conditioning makes heat near the threshold hurt 7.4 of 100 more (4.0 to 10.8): Madden et al. "
    "2016.",
    disagrees="In healthy people one event shifts a threshold; it does not make touch hurt (see touch).",
    told=(("shift_vulnerable", "shift in the vulnerable brain (of 100)"),),
)  # fmt: skip
