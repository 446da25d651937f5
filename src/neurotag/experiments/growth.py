"""As a group of associated neurons grows, so does its ability to spread messages through the brain.

The group: neurons of danger, suffering and fear that the stove made fire for three seconds. A night later so
many of them, drawn at random, are driven for half a second in frozen twins, as a sense drives its pattern.
Reach is the number of other regions that are recruited: whose excitatory neurons rise above their rest by the
4 standard deviations that the burn itself is judged by, here over 100 ms. A region that is not counts half a
second. The same is done with strangers (other neurons of the same regions), with inhibitory
neurons of them, and in the brain at birth.

Mass and precision are varied apart: mass is how many neurons are driven, precision how many of them belong to
the group; the rest are strangers. Fidelity is what comes of it elsewhere: by how much the neurons that the
stove made fire rise more than others of the same regions.

Two designs were given up in pilots. One drew the group from all regions and counted ignitions of whole
regions by neurons that were not driven (seed 100): there were none at any size, as a driven group holds its
own regions down. So the group now stands in three regions, and what it does to the others is read. The other
counted regions that fell as well as those that rose (seeds 100 and 101): inhibitory neurons then "reached" as
many, by silencing what feeds them. Those that fall are told apart now. The bounds of
wired, mass and precision were written after the first of these designs had been run, that of reach before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from neurotag.claims import Chart, Claim, Lived, Part, Reading
from neurotag.engine import Cue, Twins
from neurotag.engine.draw import generator
from neurotag.experiments.shared.burn import EVERYDAY, REACH_SD, hurt_of
from neurotag.experiments.shared.readings import members_of, rank_correlation
from neurotag.measure.rows import rows_between, sum_sliding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from neurotag.recording import Activity, Layout

    Ids = NDArray[np.int64]

EVENT_S = 3.0
HUBS = ("danger", "suffering", "fear")
WINDOW_MS = 100.0
"""Time over which a region's rate is held against its rest."""

CONDUCTANCE = 1.0
"""Drive of a neuron, in leak conductances: what a smell, a sight or a thought gives its pattern."""

SETTLE_S, UNSETTLED_S, CUE_S = 1.5, 0.5, 0.5
N_TRIALS = 3

SIZES = (5, 10, 20, 40, 80, 160)
"""Neurons that are driven."""

MASSES = (10, 20, 40, 80, 160)
PRECISIONS = (0.25, 0.5, 0.75, 1.0)
"""Share of the driven neurons that belong to the group."""


class Answer(NamedTuple):
    """What a brain did when neurons were driven, mean over trials: regions, ms, and Hz above rest."""

    reach: float
    fell: float
    time_ms: float
    far_hz: float
    others_hz: float

    @property
    def fidelity_hz(self) -> float:
        """How much more those rise that fired with the group."""
        return self.far_hz - self.others_hz


@dataclass(frozen=True)
class Group:
    """A group of neurons in some regions, those that stand beside it, and what may be reached elsewhere.

    Attributes
    ----------
    members : (n_members,) int64
        The group, ascending.
    strangers, inhibitory : (n,) int64
        The other excitatory neurons of its regions, and their inhibitory ones.
    far, far_others : (n,) int64
        Neurons of other regions: those that fired with the group, and the other excitatory ones.
    """

    members: Ids
    strangers: Ids
    inhibitory: Ids
    far: Ids
    far_others: Ids

    @classmethod
    def of(cls, layout: Layout, fired: Ids, *, regions: Sequence[str]) -> Group:
        """Return the group of the neurons of some regions that fired."""
        near = np.concatenate([_ids(layout.excitatory(name)) for name in regions])
        elsewhere = np.concatenate(
            [_ids(layout.excitatory(name)) for name in layout.regions if name not in regions]
        )
        inhibitory = np.concatenate([_ids(layout.inhibitory(name)) for name in regions])
        return cls(
            np.intersect1d(fired, near), np.setdiff1d(near, fired), inhibitory,
            np.intersect1d(fired, elsewhere), np.setdiff1d(elsewhere, fired),
        )  # fmt: skip

    def draw(self, kind: str, n: int, *, seed: int, trial: int, layout: Layout) -> Ids:
        """Return so many of its members, of strangers or of inhibitory neurons; more hold fewer.

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


def departures_ms(
    spikes: NDArray[np.int64], first: int, onset: int, update_ms: float, *, sign: int = 1
) -> NDArray[np.float64]:
    """Return when each column leaves its rest after an onset; not a number where it does not.

    Parameters
    ----------
    spikes : (n_updates, n_regions) int64
        Spikes in each update interval.
    first, onset : int
        The rows at which rest and cue begin.
    update_ms : float
        Length of a row.
    sign : int
        1: upwards; -1: downwards.
    """
    length = max(1, round(WINDOW_MS / update_ms))
    windows = sum_sliding(spikes, length)
    quiet = windows[first + length - 1 : onset]
    mean = quiet.mean(axis=0)
    spread = np.maximum(quiet.std(axis=0), np.sqrt(np.maximum(mean, 1.0)))
    away = sign * (windows[onset + length - 1 :] - mean) > REACH_SD * spread
    found = np.where(away.any(axis=0), away.argmax(axis=0), np.nan)
    latency: NDArray[np.float64] = (found + length) * update_ms
    return latency


class Bench:
    """A state of a brain, a group in it, and what its twins do where neurons are driven."""

    def __init__(self, twins: Twins, group: Group) -> None:
        self.twins, self.group, self.layout = twins, group, twins.layout
        self.others = [at for at, name in enumerate(twins.layout.regions) if name not in HUBS]

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
        each = [self._read(activity) for activity in activities]
        return Answer(*(float(value) for value in np.mean(each, axis=0)))

    def _read(self, activity: Activity) -> tuple[float, float, float, float, float]:
        layout, update_ms = self.layout, activity.update_ms
        spikes = activity.counts[:, self.others, :2].sum(axis=-1, dtype=np.int64)
        rest, cue = (
            rows_between(activity, start_s, end_s)
            for start_s, end_s in ((UNSETTLED_S, SETTLE_S), (SETTLE_S, SETTLE_S + CUE_S))
        )
        latency_ms, fell_ms = (
            departures_ms(spikes, rest.start, cue.start, update_ms, sign=sign) for sign in (1, -1)
        )
        at_s = activity.step * (activity.dt_ms / 1000.0)
        rate = [
            np.bincount(activity.neuron[(at_s >= start_s) & (at_s < end_s)], minlength=layout.n_neurons)
            / (end_s - start_s)
            for start_s, end_s in ((UNSETTLED_S, SETTLE_S), (SETTLE_S, SETTLE_S + CUE_S))
        ]
        far, others = (
            float((rate[1] - rate[0])[neurons].mean()) for neurons in (self.group.far, self.group.far_others)
        )
        reach = float(np.isfinite(latency_ms).sum())
        fell = float(np.isfinite(fell_ms).sum())
        return reach, fell, float(np.nan_to_num(latency_ms, nan=1000.0 * CUE_S).mean()), far, others


def size_at(sizes: Sequence[float], reach: Sequence[float], share: float) -> float:
    """Return the size at which a share of the whole rise in reach is made, straight over its logarithm.

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
    """Return what mass and what precision change, from least to most, in the mean over the other.

    Parameters
    ----------
    table : (n_masses, n_precisions) float64
        What was measured.
    """
    return float((table[-1] - table[0]).mean()), float((table[:, -1] - table[:, 0]).mean())


def in_per_cent(table: NDArray[np.float64]) -> float:
    """Return what precision changes, in per cent of what the least precise groups reach; 0 for nothing."""
    least = float(table[:, 0].mean())
    return 100.0 * effects(table)[1] / least if least > 0 else 0.0


def measure(lived: Lived) -> Reading:
    """Return reach and speed against the size of the driven group, and against mass and precision."""
    recording = lived["everyday"]
    start_s = hurt_of(recording).start_s
    group = Group.of(recording.layout, members_of(recording, start_s, start_s + EVENT_S), regions=HUBS)
    after = Bench(Twins.of(recording.branch(), threads=1), group)
    birth = Bench(after.twins.born(), group)
    benches = {"members": after, "strangers": after, "inhibitory": after}
    curves = {name: [bench.drawn(name, n) for n in SIZES] for name, bench in benches.items()}
    curves |= {f"{name}_birth": [birth.drawn(name, n) for n in SIZES] for name in ("members", "strangers")}
    reach = {name: [each.reach for each in curve] for name, curve in curves.items()}
    time_ms = {name: [each.time_ms for each in curve] for name, curve in curves.items()}
    needed = {name: size_to_reach(SIZES, line, max(reach["members"]) / 2.0) for name, line in reach.items()}
    grid = [[after.mixed(n, share) for share in PRECISIONS] for n in MASSES]
    spread = np.array([[each.reach for each in row] for row in grid])
    fidelity = np.array([[each.fidelity_hz for each in row] for row in grid])
    ends = (PRECISIONS[0], PRECISIONS[-1])
    newborn = np.array([[birth.mixed(n, share).fidelity_hz for share in ends] for n in MASSES])
    values = {
        "reach": reach["members"][-1] - reach["members"][0],
        "reach_control": reach["inhibitory"][-1] - reach["inhibitory"][0],
        "speed": rank_correlation(SIZES, time_ms["members"]),
        "speed_control": rank_correlation(SIZES, time_ms["inhibitory"]),
        "sigmoid": steepness(SIZES, reach["members"]),
        "sigmoid_control": steepness(SIZES, reach["inhibitory"]),
        "wired": needed["members_birth"] / needed["members"],
        "wired_control": needed["strangers_birth"] / needed["strangers"],
        "mass": effects(spread)[0],
        "mass_control": effects(spread)[1],
        "precision": in_per_cent(fidelity),
        "precision_control": in_per_cent(newborn),
        "fidelity_by_mass": effects(fidelity)[0],
        "fidelity_by_precision": effects(fidelity)[1],
        "threshold": needed["members"],
        "threshold_strangers": needed["strangers"],
        "slowest": time_ms["members"][0],
        "fastest": time_ms["members"][-1],
        "fell": curves["members"][-1].fell,
        "fell_control": curves["inhibitory"][-1].fell,
        "n_members": float(len(group.members)),
    }
    return Reading(values, reach)


INHIBITORY = "as many inhibitory neurons of the same regions"

CLAIM = Claim(
    name="growth",
    row="A2",
    statement="As a group of associated neurons grows, so does its ability to spread messages.",
    parts=(
        Part(
            "reach", "160 neurons of the group recruit 4 other regions more than 5 do.", "regions", low=4.0,
            control=INHIBITORY,
            published="a percept goes from never to nearly always with the number of driven cells: Dalgleish "
            "et al. 2020",
        ),
        Part(
            "speed", "The larger the group, the sooner regions are reached (rank correlation with the mean "
            "time).", "rho", high=-0.7, control=INHIBITORY,
            published="no number is known",
        ),
        Part(
            "sigmoid", "Reach has a threshold: nine tenths of its rise lie within half to double the factor "
            "of the data from its first tenth.", "times the size", low=1.3, high=5.2, control=INHIBITORY,
            published="threshold at 14 cells, saturation at 37, a factor of 2.6: Dalgleish et al. 2020",
        ),
        Part(
            "wired", "After the stove half of the reach takes fewer neurons: 1.5 times as many at birth.",
            "times the size", low=1.5, control="strangers of the same regions",
            published="2 cells of a wired group, about 20 of a random one: Carrillo-Reid et al. 2019, "
            "Marshel et al. 2019",
        ),
        Part(
            "mass", "At any precision, 16 times the mass reaches 2 regions more.", "regions", low=2.0,
            control="four times the precision, at any mass",
            published="influence depends on mass and on precision: Wallwork et al. 2016; no number is known",
        ),
        Part(
            "precision", "At any mass, four times the precision lets the stove's neurons elsewhere stand "
            "out more by a fifth and more.", "%", low=20.0, control="the same neurons in the brain at birth",
            published="larger groups tell situations apart better, not worse: Leake et al. 2021",
        ),
    ),
    arms=(EVERYDAY,),
    measure=measure,
    disagrees=(
        "What the group tells the brain was there before it learned: the stove does not lower the size "
        "that is needed (1.0 times), strangers of the same regions recruit as many, and precision counts "
        "nearly as much at birth as after it (35 against 40 %). In people and animals a wired group needs "
        "a tenth of a random one. The model's connections out of danger, suffering and fear are innate and "
        "do not learn. A group that is spread over all regions recruits none: its neighbours are held "
        "down, as Dalgleish et al. 2020 saw in cortex."
    ),
    published="A percept needs about 14 driven cells and is certain from 37: Dalgleish et al. 2020.",
    told=(
        ("threshold", "group that reaches half (neurons)"),
        ("threshold_strangers", "strangers that reach as much (neurons)"),
        ("slowest", "mean time of all regions, 5 neurons (ms)"),
        ("fastest", "mean time of all regions, 160 neurons (ms)"),
        ("fidelity_by_mass", "fidelity gained by mass (Hz)"),
        ("fidelity_by_precision", "fidelity gained by precision (Hz)"),
        ("fell", "other regions that fall, 160 neurons of the group"),
        ("fell_control", "the same, 160 inhibitory neurons"),
        ("n_members", "neurons of the group"),
    ),
    chart=Chart(
        "driven neurons", "other regions recruited (of 9)", tuple(map(float, SIZES)),
        (("members", "the group"), ("members_birth", "the group at birth"), ("strangers", "strangers"),
         ("inhibitory", "inhibitory neurons")),
        is_log=True,
    ),
)  # fmt: skip
