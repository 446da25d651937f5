"""The four changes of pain that stays, as dials: how a neurotag differs between two states of one brain."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from neurotag.engine.draw import generator, key_of
from neurotag.errors import InputError
from neurotag.measure import Meaning
from neurotag.neurotags.probing.bootstrap import draw_trials, interval_of
from neurotag.neurotags.probing.cueing import CUE_S, Cueing, Resting, check_members, draw_like
from neurotag.neurotags.probing.ignite import FIXED_SHARE, sizes_of, spill_over, threshold_of

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

READING_UNITS = {
    "imprecision": "share", "disinhibition": "spikes per spike", "facilitation": "ms", "residual": "Hz",
    "sensitisation": "share of members",
}  # fmt: skip
"""What a reading of each dial in one state is measured in: spill-over, inhibition, latency, residual and
threshold. The change of inhibition is a ratio, the others are differences."""


@dataclass(frozen=True)
class Reading:
    """Where a dial stands in one state of a brain.

    Attributes
    ----------
    value : float, optional
        In the unit of `READING_UNITS`. None where it cannot be told, or was not reached.
    is_reached : bool
        False where no cue ignites the set, so that there is no latency or threshold at all.
    n_censored : int
        Of a latency: trials without ignition, which count as the 300 ms of the cue.
    is_most : bool
        Of a threshold: the smallest cue that was tried ignites the set, so that it is at most the value.
    """

    value: float | None
    is_reached: bool = True
    n_censored: int = 0
    is_most: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON knows it."""
        return {
            "value": self.value, "is_reached": self.is_reached, "n_censored": self.n_censored,
            "is_most": self.is_most,
        }  # fmt: skip


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
    before, now : Reading, optional
        Where it stood in each of the two states.
    n_trials : int
        Trials of each cue in each state.
    """

    name: str
    value: float | None
    low: float | None
    high: float | None
    p: float | None
    null: NDArray[np.float64] = field(repr=False)
    before: Reading | None = None
    now: Reading | None = None
    n_trials: int = N_TRIALS

    @property
    def is_counted(self) -> bool:
        """Whether the value is only counted, not measured.

        In one of the states no cue ignites the set, or in both the smallest that was tried does.
        """
        readings = [reading for reading in (self.before, self.now) if reading is not None]
        return any(not reading.is_reached for reading in readings) or self.is_saturated

    @property
    def is_saturated(self) -> bool:
        """Whether the smallest cue that was tried ignites the set in both states."""
        return all(reading is not None and reading.is_most for reading in (self.before, self.now))

    @property
    def null_range(self) -> tuple[float, float] | None:
        """Least and greatest of what is known of the random sets."""
        known = self.null[np.isfinite(self.null)]
        return (float(known.min()), float(known.max())) if len(known) else None

    @property
    def unit(self) -> str:
        """What it is measured in."""
        return describe_dial(self.name).unit

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON knows it."""
        known = self.null[np.isfinite(self.null)]
        low, high = self.null_range or (None, None)
        return {
            "value": self.value, "low": self.low, "high": self.high, "p": self.p, "unit": self.unit,
            "is_counted": self.is_counted,
            "before": None if self.before is None else self.before.as_json(),
            "now": None if self.now is None else self.now.as_json(),
            "null_median": float(np.median(known)) if len(known) else None,
            "null_low": low, "null_high": high, "n_sets": len(self.null),
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


def say_counted(dial: Dial) -> str:
    """Return in words what became of a dial that is only counted (`Dial.is_counted`); nothing for others."""
    if dial.is_saturated:
        return "the smallest cue tried ignites it both before and now"
    ignited, ignites = (reading is None or reading.is_reached for reading in (dial.before, dial.now))
    cue = "a cue of half of its members" if dial.name == "facilitation" else "a cue"
    if ignited and ignites:
        return ""
    if ignites:
        return f"{cue} ignites it now, and did not before"
    if ignited:
        return f"{cue} ignited it before, and does not now"
    return f"{cue} ignites it neither before nor now"


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
    levels = [_levels(Cueing(state, members, seed=seed)) for state in states]
    statistics = _changes(*levels)
    nulls: dict[str, list[float]] = {name: [] for name in DIALS}
    for at in range(n_sets):
        tell("cueing random sets", (at + 1) / (n_sets + 1))
        drawn = draw_like(now, members, without=members, seed=seed, label=f"set {at}")
        cueing = [Cueing(state, drawn, seed=key_of(seed, f"set {at}")) for state in states]
        for name, statistic in _changes(*map(_levels, cueing)).items():
            nulls[name].append(_whole(statistic, n_trials))
    picks = draw_trials(n_trials, generator(seed, "bootstrap"))
    return {
        name: replace(
            _dial(name, statistic, picks, np.array(nulls[name], np.float64)),
            before=_reading(name, levels[0], n_trials), now=_reading(name, levels[1], n_trials),
            n_trials=n_trials,
        )
        for name, statistic in statistics.items()
    }  # fmt: skip


@dataclass(frozen=True)
class _Levels:
    """Where the dials of one set stand in one state, each as a statistic over trials."""

    of: dict[str, Statistic]
    ignited: NDArray[np.bool_]
    smallest: float


def _levels(state: Cueing) -> _Levels:
    """Return where the dials of one set stand in one state; a threshold that is not reached is infinite."""
    half, threshold = state.trials(FIXED_SHARE), threshold_of(state)
    latency_ms = np.minimum(half.latency_ms, CUE_S * 1000.0)
    of: dict[str, Statistic] = {
        "imprecision": lambda some: spill_over(half, some),
        "disinhibition": lambda some: half.inhibition[some].mean(axis=1),
        "facilitation": lambda some: latency_ms[some].mean(axis=1),
        "residual": lambda some: half.residual_hz[some].mean(axis=1),
        "sensitisation": threshold,
    }
    return _Levels(of, half.ignited, float(sizes_of(len(state.members))[0]))


def _changes(before: _Levels, now: _Levels) -> dict[str, Statistic]:
    """Return each dial of one set as a statistic over trials."""

    def held_less(some: Picks) -> Numbers:
        then, later = (state.of["disinhibition"](some) for state in (before, now))
        ratio: Numbers = np.full(len(some), np.nan)
        np.divide(then, later, out=ratio, where=(then > 0) & (later > 0))
        return np.log2(ratio)

    def more_sensitive(some: Picks) -> Numbers:
        then, later = (np.minimum(state.of["sensitisation"](some), NOT_REACHED) for state in (before, now))
        return later - then

    def difference(name: str) -> Statistic:
        return lambda some: now.of[name](some) - before.of[name](some)

    return {
        "imprecision": difference("imprecision"),
        "disinhibition": held_less,
        "facilitation": difference("facilitation"),
        "residual": difference("residual"),
        "sensitisation": more_sensitive,
    }


def _reading(name: str, levels: _Levels, n_trials: int) -> Reading:
    value = _whole(levels.of[name], n_trials)
    if name == "facilitation":
        n_censored = int((~levels.ignited).sum())
        is_reached = n_censored < n_trials
        return Reading(value if is_reached else None, is_reached, n_censored)
    if name == "sensitisation" and np.isinf(value):
        return Reading(None, is_reached=False)
    if name == "sensitisation":
        return Reading(value, is_most=bool(value <= levels.smallest * (1 + 1e-9)))
    return Reading(value if np.isfinite(value) else None)


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
