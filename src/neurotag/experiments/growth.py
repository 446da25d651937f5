"""As a group of associated neurons grows, so does its ability to spread messages through the brain.

The group is what the stove left: the neurons that were active within three seconds of the burn, without the
danger relay. A night later so many of them, drawn at random, are driven for half a second in frozen twins, as
a sense drives its pattern. Reach is the number of regions that ignite, judged as anywhere in the program, by
neurons that are not driven. A region's time counts half a second where it does not ignite. The same is done
with strangers (as many others of the same regions), with inhibitory neurons, and in the brain at birth.

Mass and precision are varied apart: mass is how many neurons are driven, precision how many of them belong to
the group. The rest are strangers. Fidelity is how much more the members fire that are not driven, for each Hz by
which all other excitatory neurons of the same regions do, as a difference (Hz).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from neurotag.claims import Arm, Chart, Claim, Lived, Part, Reading
from neurotag.engine import Cue, Twins
from neurotag.engine.draw import generator
from neurotag.experiments.shared.burn import EVERYDAY, hurt_of
from neurotag.experiments.shared.readings import members_of, rank_correlation
from neurotag.measure.ignition import IGNITION_MARGIN, IGNITION_SD, IGNITION_WINDOW_MS
from neurotag.measure.rows import n_rows, rows_between, sum_sliding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from neurotag.recording import Activity, Layout

    Ids = NDArray[np.int64]

EVENT_S = 3.0
CONDUCTANCE = 1.0
"""Drive of a neuron, in leak conductances: what a smell, a sight or a thought gives its pattern."""

SETTLE_S, UNSETTLED_S, CUE_S = 1.5, 0.5, 0.5
N_TRIALS = 3

SIZES = (10, 20, 40, 80, 160, 320)
"""Neurons that are driven."""

MASSES = (20, 40, 80, 160)
PRECISIONS = (0.25, 0.5, 0.75, 1.0)
"""Share of the driven neurons that belong to the group."""


class Answer(NamedTuple):
    """What a brain did when neurons were driven, mean over trials: regions, ms, and Hz above rest."""

    reach: float
    time_ms: float
    members_hz: float
    others_hz: float

    @property
    def fidelity_hz(self) -> float:
        """How much more the members rise than others."""
        return self.members_hz - self.others_hz


@dataclass(frozen=True)
class Group:
    """A group of neurons and those that stand beside it.

    Attributes
    ----------
    members : (n_members,) int64
        The group, ascending.
    strangers, inhibitory : (n,) int64
        The other excitatory neurons of its regions, and their inhibitory ones.
    """

    members: Ids
    strangers: Ids
    inhibitory: Ids

    @classmethod
    def of(cls, layout: Layout, members: Ids, *, without: str) -> Group:
        """Return the group of some neurons, but for those of one region."""
        regions = [name for name in layout.regions if name != without]
        every = np.concatenate([_ids(layout.excitatory(name)) for name in regions])
        own = np.intersect1d(members, every)
        at = np.searchsorted(layout.start, own, side="right") - 1
        held = [layout.regions[index] for index in np.unique(at)]
        excitatory = np.concatenate([_ids(layout.excitatory(name)) for name in held])
        inhibitory = np.concatenate([_ids(layout.inhibitory(name)) for name in held])
        return cls(own, np.setdiff1d(excitatory, own), inhibitory)

    def draw(self, kind: str, n: int, *, seed: int, trial: int, layout: Layout) -> Ids:
        """Return so many of its members, of strangers or of inhibitory neurons; a larger draw holds a smaller.

        Strangers and inhibitory neurons come from the regions of the members that they stand for.
        """
        order = generator(seed, f"growth/{trial}").permutation(self.members)[:n]
        if kind == "members":
            return np.sort(order)
        pool = self.strangers if kind == "strangers" else self.inhibitory
        pool = generator(seed, f"growth/{kind}/{trial}").permutation(pool)
        wanted = np.bincount(_regions_of(layout, order), minlength=len(layout.regions))
        at = _regions_of(layout, pool)
        chosen = [pool[at == index][:number] for index, number in enumerate(wanted)]
        return np.sort(np.concatenate(chosen))

    def mix(self, n: int, precision: float, *, seed: int, trial: int, layout: Layout) -> Ids:
        """Return so many neurons, of which a share belongs to the group."""
        n_own = round(n * precision)
        own = self.draw("members", n_own, seed=seed, trial=trial, layout=layout)
        others = self.draw("strangers", n, seed=seed, trial=trial, layout=layout)
        others = generator(seed, f"growth/mix/{trial}").permutation(others)[: n - n_own]
        return np.sort(np.concatenate([own, others]))


def _ids(neurons: slice) -> Ids:
    return np.arange(neurons.start, neurons.stop, dtype=np.int64)


def _regions_of(layout: Layout, neurons: Ids) -> Ids:
    return np.searchsorted(layout.start, neurons, side="right").astype(np.int64) - 1


def ignitions_ms(spikes: NDArray[np.int64], first: int, onset: int, update_ms: float) -> NDArray[np.float64]:
    """Return when each column ignites after an onset; not a number where it does not.

    Parameters
    ----------
    spikes : (n_updates, n_regions) int64
        Spikes in each update interval.
    first, onset : int
        The rows at which rest and cue begin.
    update_ms : float
        Length of a row.
    """
    length = max(1, round(IGNITION_WINDOW_MS / update_ms))
    windows = sum_sliding(spikes, length)
    quiet = windows[first + length - 1 : onset]
    mean = quiet.mean(axis=0)
    # A region that is silent at rest needs more than a spike or two.
    spread = np.maximum(quiet.std(axis=0), np.sqrt(np.maximum(mean, 1.0)))
    bound = np.maximum(mean + IGNITION_SD * spread, IGNITION_MARGIN * quiet.max(axis=0))
    above = windows[onset + length - 1 :] > bound
    found = np.where(above.any(axis=0), above.argmax(axis=0), np.nan)
    latency: NDArray[np.float64] = (found + length) * update_ms
    return latency


class Bench:
    """A state of a brain, a group in it, and what its twins do where neurons are driven."""

    def __init__(self, twins: Twins, group: Group) -> None:
        self.twins, self.group, self.layout = twins, group, twins.layout
        excitatory = np.concatenate([_ids(self.layout.excitatory(name)) for name in self.layout.regions])
        self.excites = np.zeros(self.layout.n_neurons, bool)
        self.excites[excitatory] = True

    def drawn(self, kind: str, n: int) -> Answer:
        """Return what so many neurons of a kind do when they are driven."""
        draw = self.group.draw
        return self._answer(
            [draw(kind, n, seed=self.twins.seed, trial=k, layout=self.layout) for k in range(N_TRIALS)]
        )

    def mixed(self, n: int, precision: float) -> Answer:
        """Return what so many neurons do of which a share belongs to the group."""
        mix = self.group.mix
        return self._answer(
            [mix(n, precision, seed=self.twins.seed, trial=k, layout=self.layout) for k in range(N_TRIALS)]
        )

    def _answer(self, lots: Sequence[Ids]) -> Answer:
        cues = [Cue(lot, CONDUCTANCE, SETTLE_S, CUE_S, trial) for trial, lot in enumerate(lots)]
        activities = self.twins.drive_all(cues, total_s=SETTLE_S + CUE_S)
        each = [self._read(activity, lot) for activity, lot in zip(activities, lots, strict=True)]
        return Answer(*(float(value) for value in np.mean(each, axis=0)))

    def _read(self, activity: Activity, driven: Ids) -> tuple[float, float, float, float]:
        layout, update_ms = self.layout, activity.update_ms
        watched = self.excites.copy()
        watched[driven] = False
        kept = watched[activity.neuron]
        neuron = activity.neuron[kept].astype(np.int64)
        row = activity.step[kept] // n_rows_per(activity)
        n_updates = len(activity.counts)
        spikes = np.zeros((n_updates, len(layout.regions)), np.int64)
        np.add.at(spikes, (row, _regions_of(layout, neuron)), 1)
        rest, cue = (
            rows_between(activity, start_s, end_s)
            for start_s, end_s in ((UNSETTLED_S, SETTLE_S), (SETTLE_S, SETTLE_S + CUE_S))
        )
        latency_ms = ignitions_ms(spikes, rest.start, cue.start, update_ms)
        rises = []
        for neurons in (self.group.members, self.group.strangers):
            chosen = np.zeros(layout.n_neurons, bool)
            chosen[neurons] = watched[neurons]
            counts = np.bincount(row[chosen[neuron]], minlength=n_updates)
            rates = [
                counts[rows].sum() / ((rows.stop - rows.start) * update_ms / 1000.0) for rows in (rest, cue)
            ]
            rises.append((rates[1] - rates[0]) / max(int(chosen.sum()), 1))
        reach = float(np.isfinite(latency_ms).sum())
        time_ms = float(np.nan_to_num(latency_ms, nan=1000.0 * CUE_S).mean())
        return reach, time_ms, float(rises[0]), float(rises[1])


def n_rows_per(activity: Activity) -> int:
    """Return the number of steps in an update interval."""
    return round(activity.update_ms / activity.dt_ms)


def size_at(sizes: Sequence[float], reach: Sequence[float], share: float) -> float:
    """Return the size at which a share of the whole rise in reach is made, on straight lines in its logarithm.

    What falls on the way is taken as it was before. Where nothing rises, the largest size.

    Examples
    --------
    >>> size_at((10.0, 20.0, 40.0), (0.0, 4.0, 8.0), 0.5)
    20.0
    """
    height = np.maximum.accumulate(np.asarray(reach, np.float64))
    rise = height[-1] - height[0]
    if rise <= 0:
        return float(sizes[-1])
    wanted = height[0] + share * rise
    after = int(np.argmax(height >= wanted))
    if after == 0:
        return float(sizes[0])
    part = (wanted - height[after - 1]) / (height[after] - height[after - 1])
    low, high = np.log(sizes[after - 1]), np.log(sizes[after])
    return round(float(np.exp(low + part * (high - low))), 6)


def steepness(sizes: Sequence[float], reach: Sequence[float]) -> float:
    """Return by how much a group must grow for reach to go from a tenth to nine tenths of its whole rise.

    The whole range of sizes where it does not rise by a region.
    """
    height = np.maximum.accumulate(np.asarray(reach, np.float64))
    if height[-1] - height[0] < 1.0:
        return sizes[-1] / sizes[0]
    return size_at(sizes, reach, 0.9) / size_at(sizes, reach, 0.1)


def size_to_reach(sizes: Sequence[float], reach: Sequence[float], regions: float) -> float:
    """Return the smallest size that reaches so many regions, on straight lines; the largest where none does.

    Examples
    --------
    >>> size_to_reach((10.0, 20.0, 40.0), (0.0, 4.0, 8.0), 8.0)
    40.0
    """
    height = np.maximum.accumulate(np.asarray(reach, np.float64))
    if height[-1] < regions or height[-1] == height[0]:
        return float(sizes[-1])
    return size_at(sizes, reach, max(0.0, (regions - height[0]) / (height[-1] - height[0])))


def effects(table: NDArray[np.float64]) -> tuple[float, float]:
    """Return what mass and what precision change, the one for each of the other, in the mean.

    Parameters
    ----------
    table : (n_masses, n_precisions) float64
        What was measured.
    """
    return float((table[-1] - table[0]).mean()), float((table[:, -1] - table[:, 0]).mean())


def measure(lived: Lived) -> Reading:
    """Return reach and speed against the size of the driven group, and against mass and precision."""
    recording = lived["everyday"]
    start_s = hurt_of(recording).start_s
    members = members_of(recording, start_s, start_s + EVENT_S)
    group = Group.of(recording.layout, members, without="relay")
    after = Bench(Twins.of(recording.branch(), threads=1), group)
    birth = Bench(after.twins.born(), group)
    curves = {
        "members": [after.drawn("members", n) for n in SIZES],
        "strangers": [after.drawn("strangers", n) for n in SIZES],
        "inhibitory": [after.drawn("inhibitory", n) for n in SIZES],
        "birth": [birth.drawn("members", n) for n in SIZES],
    }
    reach = {name: [each.reach for each in curve] for name, curve in curves.items()}
    time_ms = {name: [each.time_ms for each in curve] for name, curve in curves.items()}
    grid = [[after.mixed(n, share) for share in PRECISIONS] for n in MASSES]
    newborn = np.array([[birth.mixed(n, share).fidelity_hz for share in (0.25, 1.0)] for n in MASSES])
    spread = np.array([[each.reach for each in row] for row in grid])
    fidelity = np.array([[each.fidelity_hz for each in row] for row in grid])
    half = (reach["members"][-1] + reach["members"][0]) / 2.0
    needed = {name: size_to_reach(SIZES, reach[name], half) for name in reach}
    values = {
        "reach": reach["members"][-1] - reach["members"][0],
        "reach_control": reach["inhibitory"][-1] - reach["inhibitory"][0],
        "speed": rank_correlation(SIZES, time_ms["members"]),
        "speed_control": rank_correlation(SIZES, time_ms["inhibitory"]),
        "sigmoid": steepness(SIZES, reach["members"]),
        "sigmoid_control": steepness(SIZES, reach["inhibitory"]),
        "wired": needed["birth"] / needed["members"],
        "wired_control": 1.0,
        "mass": effects(spread)[0],
        "precision": effects(fidelity)[1],
        "precision_control": effects(newborn)[1],
        "reach_by_precision": effects(spread)[1],
        "fidelity_by_mass": effects(fidelity)[0],
        "threshold": needed["members"],
        "threshold_strangers": needed["strangers"],
        "threshold_birth": needed["birth"],
        "n_members": float(len(group.members)),
        "fastest": time_ms["members"][-1],
    }
    return Reading(
        values, {**reach, **{f"precision_{p:g}": spread[:, k].tolist() for k, p in enumerate(PRECISIONS)}}
    )
