"""Cells that fire together wire together.

In the whole brain a bell rings and grief is felt, three times: together, or four seconds apart. For their
order both come as five volleys of 30 ms, 120 ms apart, grief directly after the bell or the bell directly
after grief. (In a pilot, seed 100, the two had followed each other as single stretches of 200 ms. Nearly
all spikes then lie further apart than any window, so that it hardly asked for the order: 8 % against 2 %.)
What wires is read from the synapses of the bell's neurons onto those of grief: their summed weight, against
birth.

The window is measured on a brain of one target neuron and fourteen sources, one for each lag, with the
rule, the modulators, the birth weight and the ceiling of the whole brain's connection from sound to fear.
Inputs of a millisecond make every neuron fire one spike each time, which is checked; something matters
throughout (relevance 1), so that there is a third factor. Two protocols: 60 pairs at 1 Hz (Bi & Poo 1998),
and five bursts of five pairs at 10 Hz (as in Sjostrom et al. 2001), since the rule asks for bursts of the
target. A lag counts from the arrival of the source's spike at the synapse, as in recordings from slices.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from neurotag.brain import (
    Body,
    Brain,
    Cell,
    Everywhere,
    Fibres,
    PatternDrive,
    Projection,
    Region,
    Senses,
    Site,
    SiteDrive,
)
from neurotag.claims import Arm, Chart, Claim, Lived, Part, Reading
from neurotag.engine import learned_synapses, simulate
from neurotag.errors import SimulationError
from neurotag.experiments.shared.lives import event, life, repeat, rest, together
from neurotag.experiments.shared.readings import cells

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from numpy.typing import NDArray

    from neurotag.experiments.shared.lives import Words
    from neurotag.life import Life
    from neurotag.recording import Recording

TIMES, EVERY_S, APART_S, TOGETHER_S = 3, 8.0, 4.0, 1.0
VOLLEYS, VOLLEY_S, VOLLEY_EVERY_S = 5, 0.03, 0.12

LAGS_MS = (-40, -30, -20, -15, -10, -5, -2, 2, 5, 10, 15, 20, 30, 40)
"""Times from the arrival of the source's spike to the target's; above 0 the source comes first."""

NAMED_MS = 10
"""The lag, either way, that the predictions name."""

WIDEST_MS = 1_000.0
"""Time constant where nothing is left of a window to fit one to."""

LEAST_CHANGE = 0.1
"""Per cent of the birth weight under which there is no window."""

PATHWAY = "sound->fear"
DELAY_MS = 5.0
FIRST_S = 0.1
"""When the target first fires, from the beginning of a burst."""

PUPPET = Cell(tau_ms=1.0, refractory_ms=5.0, noise_mV=0.0, ampa_tau_ms=1.0, nmda_share=0.0)
"""A neuron that is silent by itself and fires one spike when it is driven for a millisecond."""
PUPPET_DRIVE = 5.0
EVERY_STEP_HZ = 1_000.0


class Pairs(NamedTuple):
    """A pairing protocol: so many pairs in a burst, so far apart, and so many bursts."""

    n_pairs: int
    pair_s: float
    n_bursts: int
    burst_s: float


SINGLE = Pairs(1, 1.0, 60, 1.0)
BURSTS = Pairs(5, 0.1, 5, 4.0)


def bell_and_grief(bell_at_s: float, grief_at_s: float, duration_s: float) -> Words:
    """Return a bell and grief, each at its own time."""
    bell = event("sound", of="bell", at_s=bell_at_s, duration_s=duration_s)
    grief = event("emotion", of="grief", at_s=grief_at_s, duration_s=duration_s, relevance=0.5)
    return together(bell, grief)


def volleys(bell_at_s: float, grief_at_s: float) -> Words:
    """Return volleys of both, each at its own time of a turn."""
    return repeat(VOLLEYS, bell_and_grief(bell_at_s, grief_at_s, VOLLEY_S), every_s=VOLLEY_EVERY_S)


def three_times(name: str, meeting: Words) -> Life:
    """Return the life of three such meetings."""
    return life(name, rest(0.5), repeat(TIMES, meeting, every_s=EVERY_S), rest(3.0))


TOGETHER = three_times("wiring_together", bell_and_grief(0.0, 0.0, TOGETHER_S))
ARMS = (
    Arm("together", TOGETHER),
    Arm("unpaired", three_times("wiring_unpaired", bell_and_grief(0.0, APART_S, TOGETHER_S))),
    Arm(
        "no_third_factor", TOGETHER, changes=("modulators.learning_bias=0", "modulators.salience_learning=0")
    ),
    Arm("forward", three_times("wiring_forward", volleys(0.0, VOLLEY_S))),
    Arm("reversed", three_times("wiring_reversed", volleys(VOLLEY_S, 0.0))),
)


def growth(born: NDArray[np.floating[Any]], weight: NDArray[np.floating[Any]]) -> float:
    """Return how much some synapses have grown in sum, in per cent of what they had at birth."""
    before = float(np.sum(born, dtype=np.float64))
    return 100.0 * (float(np.sum(weight, dtype=np.float64)) / before - 1.0) if before > 0 else 0.0


def pair_growth(recording: Recording) -> dict[str, float]:
    """Return the growth from the bell's neurons onto those of grief, onto other fear neurons, and else."""
    learned = learned_synapses(recording.branch())
    fear = recording.layout.excitatory("fear")
    from_bell = np.isin(learned.source, cells(recording, "sound", "bell")["sound"])
    to_grief = np.isin(learned.target, cells(recording, "emotion", "grief")["fear"])
    to_fear = (learned.target >= fear.start) & (learned.target < fear.stop)
    chosen = {
        "pair": from_bell & to_grief,
        "beside": from_bell & to_fear & ~to_grief,
        "strangers": ~from_bell & to_fear & ~to_grief,
    }
    return {name: growth(learned.born[which], learned.weight[which]) for name, which in chosen.items()}


def tiny_brain(brain: Brain) -> Brain:
    """Return one target neuron and a source for each lag, which learn as sound does to reach fear."""
    path = next(each for each in brain.projections if each.label == PATHWAY)
    modulators = brain.modulators
    if path.rule is None or modulators is None:
        raise SimulationError(f"projection {PATHWAY!r}", "does not learn", "Mend the claim")
    danger, fear = (
        each.replace(region="target", threshold_hz=1e6) for each in (modulators.danger, modulators.fear)
    )
    return Brain(
        name="two_neurons", title="a target and its sources", dt_ms=1.0, plasticity=brain.plasticity,
        regions=(
            Region(name="source", n_excitatory=len(LAGS_MS), n_inhibitory=0, layout="body_map"),
            Region(name="target", n_excitatory=1, n_inhibitory=0),
        ),
        projections=(
            Projection(
                source="source", target="target", pattern=Everywhere(probability=1.0), weight=path.weight,
                weight_spread=0.0, weight_max=path.weight_max, rule="rule", delay_ms=DELAY_MS,
            ),
        ),
        excitatory=PUPPET, inhibitory=PUPPET, rules={"rule": brain.rules[path.rule]},
        consolidation=None, precision="double", runaway_hz=1e9,
        modulators=modulators.replace(danger=danger, fear=fear),
        body=Body(
            sites=tuple(Site(name=_site(lag_ms), path_m=1e-6) for lag_ms in LAGS_MS),
            fibres=Fibres(overlap=()),
        ),
        senses=Senses(
            touch=(SiteDrive(region="source", strength=PUPPET_DRIVE),),
            sight=(PatternDrive(region="target", n_cells=1, strength=PUPPET_DRIVE),),
            kick_rate_hz=EVERY_STEP_HZ,
        ),
    )  # fmt: skip


def _site(lag_ms: int) -> str:
    return f"lag_{lag_ms}".replace("-", "minus_")


def pairing_life(pairs: Pairs) -> Life:
    """Return the life in which the target fires, and each source at its lag."""
    inputs: list[Words] = []
    for at in range(pairs.n_pairs):
        target_s = FIRST_S + at * pairs.pair_s
        inputs.append(event("sight", of="target", at_s=round(target_s, 3), duration_s=0.001))
        for lag_ms in LAGS_MS:
            at_s = round(target_s - (lag_ms + DELAY_MS) / 1000.0, 3)
            inputs.append(event("touch", site=_site(lag_ms), at_s=at_s, duration_s=0.001))
    matters = event("rest", duration_s=pairs.n_bursts * pairs.burst_s + 2.0, relevance=1.0)
    bursts = repeat(pairs.n_bursts, together(*inputs), every_s=pairs.burst_s)
    return life("pairing", together(matters, bursts))


def measure_window(brain: Brain, pairs: Pairs, *, seed: int) -> list[float]:
    """Return the change of weight at each lag, in per cent of the birth weight, from synapses that lived it.

    Raises
    ------
    SimulationError
        If a neuron did not fire once for each pair, at its lag.
    """
    recording = simulate(tiny_brain(brain), pairing_life(pairs), seed=seed, threads=1)
    _check_lags(recording, pairs)
    learned = learned_synapses(recording.branch())
    order = np.argsort(learned.source)
    changes: NDArray[np.float64] = 100.0 * (learned.weight / learned.born - 1.0)[order]
    return [float(each) for each in changes]


def _check_lags(recording: Recording, pairs: Pairs) -> None:
    activity, n_each = recording.activity, pairs.n_pairs * pairs.n_bursts
    target = activity.step[activity.neuron == len(LAGS_MS)]
    for at, lag_ms in enumerate(LAGS_MS):
        source = activity.step[activity.neuron == at]
        if len(source) != n_each or len(target) != n_each or (target - source != lag_ms + DELAY_MS).any():
            raise SimulationError(f"lag {lag_ms} ms", "was not kept by the spikes", "Mend the claim")


def time_constant_ms(lags_ms: Sequence[float], change: Sequence[float]) -> float:
    """Return how fast a change fades with the lag: an exponential through those that are above nothing.

    Where fewer than two are, or it does not fade, 1000 ms.

    Examples
    --------
    >>> round(time_constant_ms((5.0, 10.0, 20.0), (60.65, 36.79, 13.53)), 1)
    10.0
    """
    known = [(lag, each) for lag, each in zip(lags_ms, change, strict=True) if each > LEAST_CHANGE]
    if len(known) < 2:
        return WIDEST_MS
    lag, height = np.array(known, np.float64).T
    slope = float(np.polyfit(lag, np.log(height), 1)[0])
    return min(-1.0 / slope, WIDEST_MS) if slope < 0 else WIDEST_MS


def published_change(lag_ms: float) -> float:
    """Return what Bi & Poo's fit gives after 60 pairs, in per cent: the points of the chart."""
    return 78.0 * float(np.exp(-lag_ms / 17.0)) if lag_ms > 0 else -27.0 * float(np.exp(lag_ms / 34.0))


def measure(lived: Lived) -> Reading:
    """Return what grew in the whole brain, and the window of the rule."""
    grown = {name: pair_growth(recording) for name, recording in lived.items()}
    whole, naive = lived["together"], lived["no_third_factor"]
    single, bursts = (measure_window(whole.brain, pairs, seed=whole.seed) for pairs in (SINGLE, BURSTS))
    idle, idle_bursts = (measure_window(naive.brain, pairs, seed=naive.seed) for pairs in (SINGLE, BURSTS))
    after, before = LAGS_MS.index(NAMED_MS), LAGS_MS.index(-NAMED_MS)
    first = next(at for at, lag_ms in enumerate(LAGS_MS) if lag_ms > 0)
    lags_ms = [float(lag_ms) for lag_ms in LAGS_MS[first:]]
    values = {
        "grow": grown["together"]["pair"],
        "grow_control": grown["unpaired"]["pair"],
        "third": grown["together"]["pair"],
        "third_control": grown["no_third_factor"]["pair"],
        "order": grown["forward"]["pair"],
        "order_control": grown["reversed"]["pair"],
        "ltp": single[after],
        "ltp_control": idle[after],
        "ltd": single[before],
        "ltd_control": idle[before],
        "width": time_constant_ms(lags_ms, bursts[first:]),
        "width_control": time_constant_ms(lags_ms, idle_bursts[first:]),
        "burst_ltp": bursts[after],
        "burst_ltd": bursts[before],
        "beside": grown["together"]["beside"],
        "strangers": grown["together"]["strangers"],
    }
    return Reading(values, {"single": single, "bursts": bursts})


NO_THIRD = "the same without a third factor"

CLAIM = Claim(
    name="wiring",
    row="A3",
    statement="Cells that fire together wire together.",
    parts=(
        Part(
            "grow", "After three times together, the synapses within the pair have grown by half or more.",
            "%", low=50.0, control="bell and grief four seconds apart",
            published="synapses grow by 50 to 100 % at the best lag: Bi & Poo 2001",
        ),
        Part(
            "order", "In volleys, the bell directly before grief wires them by a tenth or more.", "%",
            low=10.0, control="grief directly before the bell",
            published="strengthened within 20 ms after, weakened within 20 ms before: Bi & Poo 1998",
        ),
        Part(
            "third", "It takes a third factor.", "%", low=50.0, control=NO_THIRD,
            published="weights change only if a modulator comes within about 1 s: Gerstner et al. 2018",
        ),
        Part(
            "ltp", "60 single pairs at 1 Hz, the target 10 ms after the source, strengthen the synapse by "
            "half to double what the fit to the data gives.", "%", low=20.0, high=85.0, control=NO_THIRD,
            published="+43 % by the fit 78 % exp(-lag / 17 ms): Bi & Poo 2001",
        ),
        Part(
            "ltd", "The target 10 ms before the source weakens it, likewise.", "%", low=-40.0, high=-10.0,
            control=NO_THIRD,
            published="-20 % by the fit -27 % exp(lag / 34 ms): Bi & Poo 2001",
        ),
        Part(
            "width", "In bursts, strengthening fades with the lag over half to double the time in the data "
            "(1000 ms where there is none).", "ms", low=8.5, high=34.0, control=NO_THIRD,
            published="17 ms: Bi & Poo 2001",
        ),
    ),
    arms=ARMS,
    measure=measure,
    published="Strengthened where the target fires within 20 ms after the source, weakened within 20 ms "
    "before: Bi & Poo 1998. Coincidence needs a third factor within about a second: Gerstner et al. 2018.",
    disagrees=(
        "Synapses in slices change with 60 single pairs at 1 Hz, and in bursts at 10 Hz. The model's "
        "change with neither: its rule asks for a burst on both sides (decision 15), and spikes a tenth of "
        "a second apart are none. So it has no window of single spikes to hold against the data, and no "
        "depression by order: what comes in the wrong order grows twenty times less instead. In the whole "
        "brain the pair grows some twelvefold, far more than in slices: its ceiling stands fifteen times "
        "above its birth weight."
    ),
    told=(
        ("burst_ltp", "change at +10 ms, in bursts (%)"),
        ("burst_ltd", "change at -10 ms, in bursts (%)"),
        ("beside", "growth from the bell onto fear's other neurons (%)"),
        ("strangers", "growth between neurons outside the pair, onto fear (%)"),
    ),
    chart=Chart(
        "target's spike after the source's (ms)", "change of weight (%)", tuple(map(float, LAGS_MS)),
        (("single", "60 single pairs, 1 Hz"), ("bursts", "5 bursts of 5 pairs, 10 Hz")),
        points=(("Bi & Poo 2001, fit", tuple(round(published_change(lag), 1) for lag in LAGS_MS)),),
    ),
)  # fmt: skip
