"""Vital signs that only twins can tell: threshold, latency, persistence, spill-over and influence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from neurotag.engine.draw import generator
from neurotag.measure import Meaning
from neurotag.neurotags.neurotag import Vital
from neurotag.neurotags.probing.bootstrap import draw_trials, fit_threshold, interval_of
from neurotag.neurotags.probing.cueing import Cueing, Resting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from neurotag.engine.twin import Twins
    from neurotag.neurotags.probing.bootstrap import Numbers, Picks, Statistic
    from neurotag.neurotags.probing.cueing import CuedTrials

SHARES = (0.025, 0.05, 0.1, 0.2, 0.35, 0.55, 0.8)
"""Sizes of the cues that the threshold is fitted over, as shares of the members: as near as whole neurons
come to them, and each size once."""

FIXED_SHARE = 0.5
"""Size of the cue that all the other vital signs are taken at."""

N_TRIALS = 10
"""Backgrounds, and parts of the set, that every cue is tried with."""

FEWEST_ON_TWINS = 5
"""Members that a neurotag must have to be probed on twins."""

_CUE = (
    "a random part of the members is driven for 300 ms in a frozen twin (1 leak conductance, as a sense "
    "drives its pattern), in 10 trials"
)
_IGNITES = (
    "the set ignites when the members that are not cued, over 100 ms and while the cue lasts, fire above the "
    "mean + 3 SD of their rest"
)
TWIN_VITALS: dict[str, Meaning] = {
    "ignition_threshold": Meaning(
        "Ignition threshold", "share of members",
        f"Smallest cue that ignites the rest in half of the trials: {_CUE} at each of seven sizes from 0.025 "
        f"to 0.8; {_IGNITES}; a logistic function of the logarithm of the size is "
        "fitted, up to the size that ignites most often.",
    ),
    "latency_ms": Meaning(
        "Latency", "ms",
        f"Median time from the onset of a cue of half of the members to ignition: {_CUE}; {_IGNITES}.",
    ),
    "persistence_ms": Meaning(
        "Persistence", "ms",
        "Mean time for which the members that were not cued stay above that bound after a cue of half of the "
        "members has ended; 0 in trials without ignition.",
    ),
    "spill_over": Meaning(
        "Spill-over", "share",
        "Rise in rate of the other excitatory neurons of the members' regions for each Hz by which the "
        "members (cued or not) rise, while half of them are cued; below 0 where the others are held down.",
    ),
    "influence_alarm": Meaning(
        "Influence on the alarm", "of 100",
        "Mean alarm from the onset of a cue of half of the members to 200 ms after its end, less that when "
        "as many other neurons of the same regions are cued on the same trials.",
    ),
    "influence_movement": Meaning(
        "Influence on movement", "Hz", "The same for the rate of the movement region."
    ),
    "influence_awareness": Meaning(
        "Influence on awareness", "Hz", "The same for the rate of the awareness region."
    ),
}  # fmt: skip
"""What each of them means."""


def measure_on_twins(
    twins: Twins, members: NDArray[np.int64], *, seed: int = 0, n_trials: int = N_TRIALS
) -> dict[str, Vital]:
    """Return the vital signs of a set of neurons that need frozen twins.

    Parameters
    ----------
    twins : Twins
        Of the brain in the state that is asked about.
    members : (n_members,) int
        Neuron ids of the set, all excitatory.
    seed : int
        Draws which members are cued, and the bootstrap samples.
    n_trials : int
        Trials of each cue; every cue has the same ones.

    Returns
    -------
    dict of str to Vital
        By the names of `TWIN_VITALS`. A threshold that no cue reached, and a latency where
        most trials did not ignite, have no value; an interval may be open towards infinity (its end is none).
        Outputs that the brain does not have are left out.

    Raises
    ------
    InputError
        If a member is not an excitatory neuron of the brain that can be driven, or there are fewer than 5.
    """
    cueing = Cueing(Resting(twins, n_trials), members, seed=seed)
    picks = draw_trials(n_trials, generator(seed, "bootstrap"))
    half, strangers = cueing.trials(FIXED_SHARE), cueing.strangers(FIXED_SHARE)
    vitals = {
        "ignition_threshold": _vital(threshold_of(cueing), picks),
        "latency_ms": _vital(lambda some: np.median(half.latency_ms[some], axis=1), picks),
        "persistence_ms": _vital(
            lambda some: np.where(half.ignited, half.persistence_ms, 0.0)[some].mean(axis=1), picks
        ),
        "spill_over": _vital(lambda some: spill_over(half, some), picks),
    }
    for name, values in half.outputs.items():
        more = values - strangers.outputs[name]
        vitals[f"influence_{name}"] = _vital(lambda some, more=more: more[some].mean(axis=1), picks)  # type: ignore[misc]
    return vitals


def sizes_of(n_members: int) -> Numbers:
    """Return the sizes of the cues for a set, ascending, as shares of its members."""
    numbers = np.clip(np.round(np.array(SHARES) * n_members), 1, n_members - 1)
    sizes: Numbers = np.unique(numbers) / n_members
    return sizes


def threshold_of(cueing: Cueing) -> Statistic:
    """Return the ignition threshold as a statistic over trials; infinite where it is not reached."""
    sizes = sizes_of(len(cueing.members))
    ignited = np.stack([cueing.trials(size, whole=False).ignited for size in sizes], axis=1)
    return lambda some: fit_threshold(sizes, ignited[some].sum(axis=1), some.shape[1])


def spill_over(cued: CuedTrials, some: Picks) -> Numbers:
    """Return the spill-over over samples of trials, a ratio of means."""
    gain, others = cued.gain_hz[some].mean(axis=1), cued.others_hz[some].mean(axis=1)
    spill: Numbers = np.full(len(some), np.nan)
    np.divide(others, gain, out=spill, where=gain > 0)
    return spill


def _vital(statistic: Statistic, picks: Picks) -> Vital:
    value = float(statistic(np.arange(picks.shape[1])[np.newaxis])[0])
    low, high = interval_of(statistic, picks)
    return Vital(*(None if each is None or not np.isfinite(each) else each for each in (value, low, high)))


def excitatory_of(members: NDArray[np.int64], units: Sequence[int | str], twins: Twins) -> NDArray[np.int64]:
    """Return the ids of the members that are excitatory neurons.

    Parameters
    ----------
    members : (n,) int64
        Places among the units.
    units : sequence of int
        Ids of the neurons that were recorded.
    twins : Twins
        Of the brain.
    """
    ids = np.array(units, np.int64)[members]
    layout = twins.layout
    region = np.searchsorted(layout.start, ids, side="right") - 1
    found: NDArray[np.int64] = ids[ids - layout.start[region] < layout.n_excitatory[region]]
    return found
