"""Windows with planted neurotags: spikes made by known members, and what a perfect search finds in them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from neurotag.neurotags.neurotag import Neurotag, Neurotags, Null
from neurotag.neurotags.search.bins import normalise
from neurotag.recording import SpikeTrains, spike_trains

N_UNITS, LENGTH_S, BIN_S = 60, 60.0, 0.025
NULL = Null("made by hand", 0, 0.01, 0.0, np.zeros(0), 0, 0)

Sets = list[list[int]]


def plant(
    sets: Sets,
    seed: int = 0,
    *,
    participation: float = 0.7,
    every_s: float = 1.5,
    start_s: float = 0.0,
    source: str = "planted",
) -> SpikeTrains:
    """Return a minute of 60 units at about 2 Hz; each set fires together every 1.5 s, within 20 ms."""
    random = np.random.default_rng([seed, 99])
    unit = [random.integers(0, N_UNITS, int(2 * N_UNITS * LENGTH_S))]
    t_s = [random.uniform(0, LENGTH_S, len(unit[0]))]
    for members in sets:
        for at in random.uniform(0.05, LENGTH_S - 0.05, int(LENGTH_S / every_s)):
            fired = np.asarray(members)[random.random(len(members)) < participation]
            unit.append(fired)
            t_s.append(at + random.uniform(0, 0.02, len(fired)))
    times, units = np.concatenate(t_s), np.concatenate(unit)
    order = np.argsort(times)
    return spike_trains(
        units[order], times[order] + start_s, units=range(N_UNITS), start_s=start_s,
        end_s=start_s + LENGTH_S, source=source,
    )  # fmt: skip


def found_in(trains: SpikeTrains, sets: Sets) -> Neurotags:
    """Return the planted sets as a search that knows them finds them."""
    binned = normalise(trains, BIN_S, calms=True)
    found = []
    for at, members in enumerate(sets):
        rows = np.searchsorted(binned.kept, np.sort(members))
        course = _standard(binned.activity[rows].sum(axis=0))
        pattern = np.zeros(trains.n_units)
        pattern[binned.kept] = [
            float(np.mean(own * (_standard(course * 1.0 - own / len(rows) * (row in rows)))))
            for row, own in enumerate(binned.activity)
        ]
        where = np.sort(np.asarray(members, np.int64))
        found.append(Neurotag(at + 1, where, pattern[where], pattern, course, course > 3.0, 10.0, 1e-6, 1e-6))
    return Neurotags(trains, BIN_S, tuple(found), NULL, 0)


def windows(history: Sequence[Sets], seed: int = 0, **how: float) -> list[Neurotags]:
    """Return what is found in one window after another, the planted sets of each being given."""
    return [
        found_in(plant(sets, 1000 * seed + at, start_s=at * LENGTH_S, **how), sets)  # type: ignore[arg-type]
        for at, sets in enumerate(history)
    ]


def _standard(course: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray((course - course.mean()) / course.std(), np.float32)
