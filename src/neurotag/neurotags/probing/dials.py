"""The four changes of pain that stays, as dials: how a neurotag differs between two states of one brain."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from neurotag.engine.draw import generator, key_of
from neurotag.errors import InputError
from neurotag.measure import Meaning
from neurotag.neurotags.probing.bootstrap import draw_trials, interval_of
from neurotag.neurotags.probing.cueing import CUE_S, Cueing, Resting, check_members, draw_like
from neurotag.neurotags.probing.ignite import FIXED_SHARE, spill_over, threshold_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from neurotag.engine.twin import Twins
    from neurotag.neurotags.probing.bootstrap import Numbers, Picks, Statistic

N_TRIALS = 8
"""Backgrounds, and parts of the set, that every cue is tried with in each state."""

N_SETS = 20
"""Random sets of the null. The smallest p they can give is 1 / 21 = 0.048."""

NOT_REACHED = 1.0
"""What a threshold counts as that no cue reached: all of the members."""

_CUED = (
    "on frozen twins of both states, with the same parts of the set cued on the same backgrounds for 300 ms"
)
_NULL = (
    "Null: the same for random sets of other excitatory neurons, as many from each region and as many "
    "nociceptive ones; p = (1 + sets as far from the sets' median) / (1 + sets)"
)
DIALS: dict[str, Meaning] = {
    "imprecision": Meaning(
        "Imprecision", "share",
        "Spill-over now less spill-over before. Spill-over: rise of the other excitatory neurons of the same "
        "regions for each Hz by which the members rise, while half of the members are cued, "
        f"{_CUED}. Above 0: less precise. {_NULL}.",
    ),
    "disinhibition": Meaning(
        "Disinhibition", "log2 ratio",
        "Logarithm (base 2) of inhibition for each spike of a member, before over now, while half of the "
        f"members are cued, {_CUED}. Inhibition: spikes of an inhibitory neuron of the members' regions, "
        "times the force that one has on a member about to fire, which is less where efficacy is lost. Above "
        f"0: held less; 1 is half as much. {_NULL}.",
    ),
    "facilitation": Meaning(
        "Facilitation", "ms",
        "Time from the onset of a cue of half of the members to ignition, now less before; a trial without "
        f"ignition counts the 300 ms of the cue (a restricted mean); {_CUED}. Below 0: faster. {_NULL}.",
    ),
    "residual": Meaning(
        "No full reset", "Hz",
        "Rate of the members that were not cued, above their rest, 200 to 500 ms after the cue of half of "
        f"the members has ended, now less before; {_CUED}. Above 0: what a next cue would meet. {_NULL}.",
    ),
    "sensitisation": Meaning(
        "Sensitisation", "share of members",
        "Ignition threshold now less before: the smallest cue that ignites the rest in half of the trials; "
        f"one that is not reached counts as all of the members; {_CUED}. Below 0: more sensitive. {_NULL}.",
    ),
}  # fmt: skip
"""What each dial means. Facilitation has two: a faster answer, and a residual that meets the next cue."""


@dataclass(frozen=True, eq=False)
class Dial:
    """One of the changes of a neurotag between two states of one brain.

    Attributes
    ----------
    name : str
        Which; see `describe_dial`.
    value : float, optional
        How much. None where it cannot be told.
    low, high : float, optional
        A 95 % interval over trials (bootstrap).
    p : float, optional
        Chance that a random set changes as far, to either side of what random sets do. With n sets it is at
        least 1 / (n + 1): 0.048 with 20, too few to call anything rarer.
    null : (n_sets,) float64
        The same dial of the random sets.
    """

    name: str
    value: float | None
    low: float | None
    high: float | None
    p: float | None
    null: NDArray[np.float64] = field(repr=False)

    @property
    def unit(self) -> str:
        """What it is measured in."""
        return describe_dial(self.name).unit

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON knows it."""
        known = self.null[np.isfinite(self.null)]
        return {
            "value": self.value, "low": self.low, "high": self.high, "p": self.p, "unit": self.unit,
            "null_median": float(np.median(known)) if len(known) else None, "n_sets": len(self.null),
        }  # fmt: skip


def describe_dial(name: str) -> Meaning:
    """Return what a dial means.

    Raises
    ------
    InputError
        If there is none of this name.

    Examples
    --------
    >>> describe_dial("sensitisation").unit
    'share of members'
    """
    if name not in DIALS:
        raise InputError("dial", f"there is none named {name!r}", f"Take one of {', '.join(DIALS)}")
    return DIALS[name]


def measure_dials(
    before: Twins, now: Twins, members: NDArray[np.int64], *, seed: int = 0, n_trials: int = N_TRIALS,
    n_sets: int = N_SETS, progress: Callable[[str, float], None] | None = None,
) -> dict[str, Dial]:  # fmt: skip
    """Return how a set of neurons has changed between two states of one brain.

    Both states meet the same cues on the same backgrounds, and random sets meet as many: what time, noise
    and the mere size of the set do is in the null.

    Parameters
    ----------
    before, now : Twins
        Of the two states: birth (``now.born()``) or a checkpoint, and a checkpoint, of one brain and seed.
    members : (n_members,) int
        Neuron ids, all excitatory.
    seed : int
        Draws the parts that are cued, the random sets and the bootstrap samples.
    n_trials : int
        Trials of each cue in each state.
    n_sets : int
        Random sets; 0 leaves p out.
    progress : callable, optional
        Is told what goes on and which share of it is done.

    Returns
    -------
    dict of str to Dial
        By the names of `DIALS`.

    Raises
    ------
    InputError
        If the twins are not of one brain, or the members cannot be cued.
    """
    if before.seed != now.seed or before.layout.n_neurons != now.layout.n_neurons:
        raise InputError(
            "dials", f"both states must be of one brain and seed (got seeds {before.seed} and {now.seed})",
            "Take two checkpoints of one life, or birth and one",
        )  # fmt: skip
    tell = progress or (lambda _phase, _share: None)
    members = check_members(now, members)
    states = [Resting(twins, n_trials) for twins in (before, now)]
    tell("cueing the set", 0.0)
    statistics = _statistics([Cueing(state, members, seed=seed) for state in states])
    nulls: dict[str, list[float]] = {name: [] for name in DIALS}
    for at in range(n_sets):
        tell("cueing random sets", (at + 1) / (n_sets + 1))
        drawn = draw_like(now, members, without=members, seed=seed, label=f"set {at}")
        cueing = [Cueing(state, drawn, seed=key_of(seed, f"set {at}")) for state in states]
        for name, statistic in _statistics(cueing).items():
            nulls[name].append(_whole(statistic, n_trials))
    picks = draw_trials(n_trials, generator(seed, "bootstrap"))
    return {
        name: _dial(name, statistic, picks, np.array(nulls[name], np.float64))
        for name, statistic in statistics.items()
    }


def _statistics(states: list[Cueing]) -> dict[str, Statistic]:
    """Return each dial of one set as a statistic over trials; the states are before and now."""
    before, now = (state.trials(FIXED_SHARE) for state in states)
    thresholds = [threshold_of(state) for state in states]
    cue_ms = CUE_S * 1000.0
    sooner = np.minimum(now.latency_ms, cue_ms) - np.minimum(before.latency_ms, cue_ms)
    residual = now.residual_hz - before.residual_hz

    def held_less(some: Picks) -> Numbers:
        then, later = (state.inhibition[some].mean(axis=1) for state in (before, now))
        ratio: Numbers = np.full(len(some), np.nan)
        np.divide(then, later, out=ratio, where=(then > 0) & (later > 0))
        return np.log2(ratio)

    def more_sensitive(some: Picks) -> Numbers:
        then, later = (np.minimum(threshold(some), NOT_REACHED) for threshold in thresholds)
        return later - then

    return {
        "imprecision": lambda some: spill_over(now, some) - spill_over(before, some),
        "disinhibition": held_less,
        "facilitation": lambda some: sooner[some].mean(axis=1),
        "residual": lambda some: residual[some].mean(axis=1),
        "sensitisation": more_sensitive,
    }


def _whole(statistic: Statistic, n_trials: int) -> float:
    """Return a statistic of all trials."""
    return float(statistic(np.arange(n_trials)[np.newaxis])[0])


def _dial(name: str, statistic: Statistic, picks: Picks, null: Numbers) -> Dial:
    value = _whole(statistic, picks.shape[1])
    if np.isnan(value):
        return Dial(name, None, None, None, None, null)
    known = null[~np.isnan(null)]
    p = None
    if len(known):
        middle = float(np.median(known))
        # A rounding error is no difference: dials of many sets are the same number.
        n_extreme = int((np.abs(known - middle) >= abs(value - middle) - 1e-9).sum())
        p = (1 + n_extreme) / (1 + len(known))
    return Dial(name, value, *interval_of(statistic, picks), p, null)
