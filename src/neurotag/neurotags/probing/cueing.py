"""A set of neurons, cued on frozen twins: when it ignites, how soon, for how long, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np

from neurotag.brain import Cell
from neurotag.engine.draw import generator
from neurotag.engine.twin import Cue, Twins
from neurotag.errors import InputError
from neurotag.measure.alarm import alarm_trace
from neurotag.measure.rows import n_rows, rows_between, sum_sliding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from neurotag.recording import Activity, Recording

    Ids = NDArray[np.int64]
    Numbers = NDArray[np.float64]

CUE_CONDUCTANCE = 1.0
"""Drive of a cued neuron, in leak conductances: what a smell, a sound, a sight or a thought gives the neurons
of its pattern at intensity 1 in the built-in brains."""

CUE_S = 0.3
"""How long a cue lasts. As long as ignition is looked for: when a drive ends, its neurons fall silent, the
inhibition that they held up fades first, and for some 60 ms any set rebounds, learned or not (in the everyday
brain at birth from 2 to 10 Hz)."""

SETTLE_S = 1.5
"""A twin rests for so long before the cue."""

UNSETTLED_S = 0.5
"""The beginning of the rest that is no baseline yet."""

AFTER_S = 0.6
"""How long a twin is watched after the cue."""

WINDOW_MS = 100.0
"""Time over which the rate is taken: the members of a neurotag answer with a few Hz more for as long as the
cue lasts, not with one volley, and 20 ms hold too few spikes of them to see that."""

BOUND_SD = 3.0
"""Standard deviations above the rest that this rate must exceed. Regions ignite at 5, over 20 ms; over 100 ms
a set that nobody cues passes 3 in about 1 of 20 searches."""

RESIDUAL_S = (0.2, 0.5)
"""When after the end of the cue there should be nothing left of it."""

LEAST_MEMBERS = 5


@dataclass(frozen=True, eq=False)
class CuedTrials:
    """What a set did when the same share of it was cued, trial by trial. Arrays are (n_trials,).

    Attributes
    ----------
    share : float
        Share of the members that was cued; another random part in each trial.
    latency_ms : float64
        Time from the onset of the cue to the end of the first 100 ms in which the uncued members fired above
        their bound; infinite where they did not during the cue.
    persistence_ms : float64
        How long they went on so after the cue: start of the first 100 ms below the bound.
    gain_hz : float64
        Rate of all members during the cue, above rest.
    others_hz : float64
        The same of all other excitatory neurons of their regions.
    residual_hz : float64
        Rate of the uncued members 200 to 500 ms after the cue, above rest.
    inhibition : float64
        What the inhibitory neurons of their regions do to the members for each spike of a member.
    outputs : dict of str to float64
        The alarm (0 to 100), and the rates of the movement and awareness regions in Hz, where the brain has
        them; mean from the onset of the cue to 200 ms after its end.
    """

    share: float
    latency_ms: Numbers
    persistence_ms: Numbers
    gain_hz: Numbers
    others_hz: Numbers
    residual_hz: Numbers
    inhibition: Numbers
    outputs: dict[str, Numbers]

    @property
    def ignited(self) -> NDArray[np.bool_]:
        """In which trials the set ignited."""
        return np.isfinite(self.latency_ms)

    @property
    def spill_over(self) -> Numbers:
        """Rise of the other neurons for each Hz by which the members rise."""
        spill: Numbers = np.full(len(self.gain_hz), np.nan)
        return np.divide(self.others_hz, self.gain_hz, out=spill, where=self.gain_hz > 0)


class Resting:
    """The twins of one state that nobody cues: what rest is, for any set of neurons.

    Parameters
    ----------
    twins : Twins
        Of the state.
    n_trials : int
        How many backgrounds.
    """

    def __init__(self, twins: Twins, n_trials: int) -> None:
        self.twins, self.n_trials = twins, n_trials
        nobody = np.empty(0, np.int64)
        cues = [Cue(nobody, 0.0, SETTLE_S, CUE_S, trial) for trial in range(n_trials)]
        self.activities = twins.drive_all(cues, total_s=SETTLE_S + CUE_S + AFTER_S)

    def counts(self, neurons: Ids) -> list[NDArray[np.int64]]:
        """Return the spikes of each neuron in each update interval of the rest, a matrix for each trial."""
        return [
            count_spikes(activity, neurons)[:, rows_between(activity, UNSETTLED_S, activity.duration_s)]
            for activity in self.activities
        ]


class Cueing:
    """A set of neurons and the trials in which parts of it are cued.

    Which members are cued and what the background does hang on the seed, the trial and the set alone: states
    of one brain, and cues of different size, are compared on the same trials. A larger cue holds the smaller.

    Parameters
    ----------
    resting : Resting
        The state, its twins, and their number.
    members : (n_members,) int
        Neuron ids; excitatory ones.
    seed : int
        Draws the parts.

    Raises
    ------
    InputError
        If a member is not an excitatory neuron of the brain, or there are fewer than 5.
    """

    def __init__(self, resting: Resting, members: Ids, *, seed: int) -> None:
        self.resting, self.twins, self.seed = resting, resting.twins, seed
        self.members = check_members(self.twins, members)
        self.region = regions_of(self.twins, self.members)
        self.others = others_of(self.twins, self.members)
        self._rest = resting.counts(self.members)
        quiet = [
            rows_between(one, UNSETTLED_S, one.duration_s) for one in resting.activities if len(one.salience)
        ]
        self._others_rest_hz = float(
            np.mean(
                [
                    self._others_hz(activity, members_counts, rows, first=rows.start)
                    for activity, members_counts, rows in zip(
                        resting.activities, self._rest, quiet, strict=True
                    )
                ]
            )
        )

    @property
    def _update_ms(self) -> float:
        return self.resting.activities[0].update_ms

    def part(self, share: float, trial: int) -> Ids:
        """Return the members that are cued in a trial: at least one, and never all."""
        n = len(self.members)
        order = generator(self.seed, f"cue/{trial}").permutation(n)
        return np.sort(self.members[order[: min(max(1, round(share * n)), n - 1)]])

    def trials(self, share: float, *, whole: bool = True) -> CuedTrials:
        """Cue a share of the members in every trial.

        Parameters
        ----------
        share : float
            Share of the members.
        whole : bool
            Watch what comes after the cue, too; without, latencies alone are of use.
        """
        parts = [self.part(share, trial) for trial in range(self.resting.n_trials)]
        return self._gather(share, [self._answer(*one, whole) for one in self._drive(parts, whole=whole)])

    def strangers(self, share: float) -> CuedTrials:
        """Cue others in their place, as many from each region, and look at the same members."""
        lots = []
        for trial in range(self.resting.n_trials):
            part = self.part(share, trial)
            lots.append(draw_like(self.twins, part, without=self.members, seed=self.seed, label=f"{trial}"))
        return self._gather(share, [self._answer(*one, True) for one in self._drive(lots, whole=True)])

    def _drive(self, parts: Sequence[Ids], *, whole: bool) -> list[tuple[Activity, Ids]]:
        cues = [Cue(part, CUE_CONDUCTANCE, SETTLE_S, CUE_S, trial) for trial, part in enumerate(parts)]
        total_s = SETTLE_S + CUE_S + (AFTER_S if whole else 0.0)
        return list(zip(self.twins.drive_all(cues, total_s=total_s), parts, strict=True))

    def _gather(self, share: float, answers: list[dict[str, float]]) -> CuedTrials:
        names = ("latency_ms", "persistence_ms", "gain_hz", "others_hz", "residual_hz", "inhibition")
        columns = {name: np.array([answer[name] for answer in answers], np.float64) for name in answers[0]}
        outputs = {name: column for name, column in columns.items() if name not in names}
        return CuedTrials(share, **{name: columns[name] for name in names}, outputs=outputs)

    def _answer(self, activity: Activity, part: Ids, whole: bool) -> dict[str, float]:
        uncued = ~np.isin(self.members, part)
        counts = count_spikes(activity, self.members)
        rows = rows_between(activity, SETTLE_S, SETTLE_S + CUE_S)
        after = rows_between(activity, SETTLE_S + CUE_S, SETTLE_S + CUE_S + AFTER_S)
        rest_hz = np.mean([rest.mean(axis=1) for rest in self._rest], axis=0) * 1000.0 / self._update_ms
        answer = self._times(activity, counts, uncued, rows, after)
        answer |= {
            "gain_hz": _rate_hz(activity, counts, rows) - float(rest_hz.mean()),
            "others_hz": self._others_hz(activity, counts, rows) - self._others_rest_hz,
            "inhibition": self._inhibition(activity, counts, rows),
            "residual_hz": np.nan,
        }
        if whole:
            late = rows_between(activity, *(SETTLE_S + CUE_S + at_s for at_s in RESIDUAL_S))
            residual_hz = _rate_hz(activity, counts[uncued], late) - float(rest_hz[uncued].mean())
            answer |= {"residual_hz": residual_hz, **self._outputs(activity)}
        return answer

    def _times(
        self, activity: Activity, counts: NDArray[np.int64], uncued: NDArray[np.bool_], rows: slice,
        after: slice,
    ) -> dict[str, float]:  # fmt: skip
        length = n_rows(activity, WINDOW_MS)
        quiet = np.concatenate(
            [sum_sliding(rest[uncued].sum(axis=0), length)[length - 1 :] for rest in self._rest]
        )
        mean = float(quiet.mean())
        bound = mean + BOUND_SD * max(float(quiet.std()), float(np.sqrt(max(mean, 1.0))))
        above = sum_sliding(counts[uncued].sum(axis=0), length) > bound
        found = np.flatnonzero(above[rows])
        # Windows that begin after the cue: each is named by its first row.
        later = above[after.start + length - 1 : after.stop]
        below = np.flatnonzero(~later)
        stays = int(below[0]) if len(below) else len(later)
        ignites = len(found) > 0 or self._is_cut_short(activity, rows)
        latency = (found[0] if len(found) else len(above[rows]) - 1) + 1
        return {
            "latency_ms": float(latency * activity.update_ms) if ignites else np.inf,
            "persistence_ms": stays * activity.update_ms,
        }

    def _is_cut_short(self, activity: Activity, rows: slice) -> bool:
        """Whether a seizure ended the twin during the cue: everything is alight."""
        return bool(rows.stop - rows.start < round(CUE_S * 1000.0 / activity.update_ms))

    def _others_hz(
        self, activity: Activity, counts: NDArray[np.int64], rows: slice, *, first: int = 0
    ) -> float:
        """Return the rate of the others: all of their regions' excitatory spikes but the members'.

        ``first`` is the update interval with which the members' counts begin.
        """
        n_rows = rows.stop - rows.start
        if not len(self.others) or n_rows == 0:
            return np.nan
        total = int(activity.counts[rows, :, :2][:, np.unique(self.region)].sum())
        own = int(counts[:, rows.start - first : rows.stop - first].sum())
        return float((total - own) / (len(self.others) * n_rows * activity.update_ms / 1000.0))

    def _inhibition(self, activity: Activity, counts: NDArray[np.int64], rows: slice) -> float:
        layout = self.twins.layout
        own = float(counts[:, rows].sum()) / len(self.members)
        held = 0.0
        for at, n in zip(*np.unique(self.region, return_counts=True), strict=True):
            if layout.n_inhibitory[at]:
                spikes = float(activity.counts[rows, at, 2].sum()) / float(layout.n_inhibitory[at])
                held += spikes * float(n) / len(self.members)
        return held * hold_of(self.twins, self.members) / own if own > 0 else np.nan

    def _outputs(self, activity: Activity) -> dict[str, float]:
        brain, layout = self.twins.brain, self.twins.layout
        rows = rows_between(activity, SETTLE_S, SETTLE_S + CUE_S + 0.2)
        found: dict[str, float] = {}
        # Of a recording the alarm reads brain and layout; twins have both.
        alarm = alarm_trace(activity, cast("Recording", self.twins))[rows]
        if len(alarm) and np.isfinite(alarm).all():
            found["alarm"] = float(alarm.mean())
        for name, region in (("movement", brain.movement_region), ("awareness", brain.awareness_region)):
            if region is not None:
                at = layout.index(region)
                spikes = float(activity.counts[rows, at, :2].sum()) / float(layout.n_excitatory[at])
                n_seconds = max(1, rows.stop - rows.start) * activity.update_ms / 1000.0
                found[name] = spikes / n_seconds
        return found


def count_spikes(activity: Activity, neurons: Ids) -> NDArray[np.int64]:
    """Return the spikes of some neurons (ascending ids) in each update interval, (n_neurons, n_updates)."""
    n_updates = len(activity.salience)
    place = np.searchsorted(neurons, activity.neuron)
    own = place < len(neurons)
    own[own] = neurons[place[own]] == activity.neuron[own]
    row = activity.step[own] // round(activity.update_ms / activity.dt_ms)
    flat = np.bincount(place[own] * n_updates + row, minlength=len(neurons) * n_updates)
    return flat.reshape(len(neurons), n_updates)


def check_members(twins: Twins, members: Ids) -> Ids:
    """Return the members, ascending and each once.

    Raises
    ------
    InputError
        If one is not an excitatory neuron of the brain, or there are fewer than 5.
    """
    layout, found = twins.layout, np.unique(np.asarray(members))
    if len(found) < LEAST_MEMBERS:
        raise InputError(
            "members", f"must be at least {LEAST_MEMBERS} (got {len(found)})", "Take a larger set"
        )
    if not np.issubdtype(found.dtype, np.integer) or found[0] < 0 or found[-1] >= layout.n_neurons:
        raise InputError(
            "members", f"must be neuron ids from 0 to {layout.n_neurons - 1} (got {found[0]} to {found[-1]})",
            "Name neurons of this brain",
        )  # fmt: skip
    region = regions_of(twins, found)
    inhibits = found - layout.start[region] >= layout.n_excitatory[region]
    if inhibits.any():
        raise InputError(
            "members", f"must be excitatory (neuron {found[inhibits][0]} is inhibitory)", "Leave it out"
        )
    return found.astype(np.int64)


def regions_of(twins: Twins, neurons: Ids) -> Ids:
    """Return the position of each neuron's region, (n,)."""
    return np.searchsorted(twins.layout.start, neurons, side="right").astype(np.int64) - 1


def others_of(twins: Twins, members: Ids) -> Ids:
    """Return the other excitatory neurons of the members' regions, ascending."""
    layout = twins.layout
    cells = [
        np.arange(layout.start[at], layout.start[at] + layout.n_excitatory[at])
        for at in np.unique(regions_of(twins, members))
    ]
    return np.setdiff1d(np.concatenate(cells), members).astype(np.int64)


def draw_like(twins: Twins, neurons: Ids, *, without: Ids, seed: int, label: str) -> Ids:
    """Return other excitatory neurons like these, ascending.

    As many from each region, and as many nociceptive ones (the alarm is read from those); as many as there
    are where there are fewer.
    """
    others = others_of(twins, without)
    kind, wanted = _kinds(twins, others), _kinds(twins, neurons)
    drawn = [
        generator(seed, f"like/{label}/{one}").permutation(others[kind == one])[: int((wanted == one).sum())]
        for one in np.unique(wanted)
    ]
    return np.sort(np.concatenate(drawn)).astype(np.int64)


def _kinds(twins: Twins, neurons: Ids) -> Ids:
    """Return a number for each neuron that tells its region and whether it is nociceptive."""
    region = regions_of(twins, neurons)
    is_nociceptive = neurons - twins.layout.start[region] < twins.layout.n_nociceptive[region]
    return 2 * region + is_nociceptive


def hold_of(twins: Twins, members: Ids) -> float:
    """Return how much of its force inhibition has in the members, on average: 1 at birth.

    The force is that on a neuron about to fire, threshold less reversal potential; where efficacy h is lost
    the reversal rises by ``reversal_shift_mV (1 - h)`` (`Disinhibition`).
    """
    efficacy = twins.efficacy[members]
    region = regions_of(twins, members)
    force = np.ones(len(members))
    for at in np.unique(region):
        own = twins.brain.regions[at]
        cell = twins.brain.cell(own, excites=True)
        if isinstance(cell, Cell):
            shift_mV = twins.brain.disinhibition_of(own).reversal_shift_mV * (1.0 - efficacy[region == at])
            force[region == at] = 1.0 - shift_mV / (cell.threshold_mV - cell.inhibition_reversal_mV)
    return float(force.mean())


def _rate_hz(activity: Activity, counts: NDArray[np.int64], rows: slice) -> float:
    part = counts[:, rows]
    return float(part.mean()) * 1000.0 / activity.update_ms if part.size else np.nan
