"""Ignition: when a region begins to fire far above what it did just before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from neurotag.measure.onsets import onset_of_hurt, onset_of_probe
from neurotag.measure.rows import n_rows, rows_between, sum_sliding

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neurotag.measure.onsets import Onset
    from neurotag.recording import Recording

IGNITION_WINDOW_MS = 20.0
"""Time over which a region's rate is taken."""

IGNITION_SD = 5.0
"""Standard deviations above the baseline's mean that a rate must exceed to be an ignition."""

IGNITION_MARGIN = 1.1
"""Share of the baseline's maximum that it must exceed as well."""

RESPONSE_SD = 3.0
"""Standard deviations above the baseline's mean that two update intervals in a row must exceed to be a
response: one alone does so by chance in every second search."""

SEARCH_MS = 1000.0
"""Time after an onset within which ignitions are looked for."""

LEAST_BASELINE_MS = 300.0
"""Shortest time before an onset that makes a baseline."""


@dataclass(frozen=True)
class Ignition:
    """When each region answered one event.

    Attributes
    ----------
    key : str
        What measures call the event.
    latency_ms : dict of str to float or None
        Time from the onset to the end of the first 20 ms in which the region's rate passed its bound, by
        region; none where it did not within 1000 ms.
    first_response_ms : dict of str to float or None
        Time to the end of the first of two update intervals above the baseline's mean + 3 SD, by region.
    """

    key: str
    latency_ms: dict[str, float | None]
    first_response_ms: dict[str, float | None]

    @property
    def n_ignited(self) -> int:
        """Number of regions that ignited."""
        return sum(latency is not None for latency in self.latency_ms.values())

    @property
    def spread_ms(self) -> float:
        """Mean latency over all regions, where one that did not ignite counts 1000 ms (a restricted mean)."""
        return float(np.mean([SEARCH_MS if ms is None else ms for ms in self.latency_ms.values()]))


def find_ignition(recording: Recording, onset: Onset) -> Ignition | None:
    """Return when each region ignited after an onset, or none where there is no baseline or nothing after.

    A region ignites when its excitatory rate, over 20 ms that lie wholly after the onset, exceeds::

        max(baseline mean + 5 SD, 1.1 * baseline maximum)

    The baseline is the same rate over the up to 2 s before the onset. It leaves out the first 500 ms
    after the start of a life or a probe, or after a night.
    """
    spikes = onset.activity.counts[:, :, :2].sum(axis=-1)
    before = rows_between(onset.activity, onset.quiet_from_s, onset.start_s)
    after = rows_between(onset.activity, onset.start_s, onset.start_s + SEARCH_MS / 1000.0)
    length = n_rows(onset.activity, IGNITION_WINDOW_MS)
    least = n_rows(onset.activity, LEAST_BASELINE_MS)
    if before.stop - before.start < least or after.stop == after.start:
        return None
    windows = sum_sliding(spikes, length)
    quiet = windows[before.start + length - 1 : before.stop]
    bound = np.maximum(_bound(quiet, IGNITION_SD), IGNITION_MARGIN * quiet.max(axis=0))
    ignited = _first_above(windows, bound, range(after.start + length - 1, after.stop))
    both = np.minimum(spikes[:-1], spikes[1:])
    responded = _first_above(both, _bound(spikes[before], RESPONSE_SD), range(after.start, after.stop - 1))
    regions = recording.layout.regions
    return Ignition(
        onset.key,
        latency_ms=dict(zip(regions, _latencies_ms(onset, ignited), strict=True)),
        first_response_ms=dict(zip(regions, _latencies_ms(onset, responded), strict=True)),
    )


def ignition_of_hurt(recording: Recording) -> Ignition | None:
    """Return when each region ignited after the first heat or injury of the life."""
    onset = onset_of_hurt(recording)
    return None if onset is None else find_ignition(recording, onset)


def ignition_of_probe(recording: Recording, name: str) -> Ignition | None:
    """Return when each region ignited in a probe."""
    return find_ignition(recording, onset_of_probe(recording, name))


def measure_ignition(recording: Recording) -> dict[str, float | int | None]:
    """Return how many regions ignited and how soon, after the first hurt and in each probe.

    Withdrawal and awareness are left out where no region stands for them.
    """
    hurt = onset_of_hurt(recording)
    found = None if hurt is None else find_ignition(recording, hurt)
    latency_ms = {} if found is None else found.latency_ms
    landmarks = {
        "withdrawal_ms": recording.brain.movement_region,
        "awareness_ms": recording.brain.awareness_region,
    }
    numbers: dict[str, float | int | None] = {
        name: latency_ms.get(region) for name, region in landmarks.items() if region is not None
    }
    if hurt is not None:
        numbers |= _summary(hurt.key, found)
        numbers |= {
            f"ignition_ms_{hurt.key}_{name}": latency_ms.get(name) for name in recording.layout.regions
        }
    for name in recording.probes:
        onset = onset_of_probe(recording, name)
        numbers |= _summary(onset.key, find_ignition(recording, onset))
    return numbers


def _summary(key: str, found: Ignition | None) -> dict[str, float | int | None]:
    return {
        f"regions_ignited_{key}": None if found is None else found.n_ignited,
        f"spread_ms_{key}": None if found is None else found.spread_ms,
    }


def _bound(quiet: NDArray[np.floating] | NDArray[np.integer], n_sd: float) -> NDArray[np.float64]:
    mean = quiet.mean(axis=0)
    # A short baseline can be quieter than chance allows: the spread is at least that of a Poisson count.
    bound: NDArray[np.float64] = mean + n_sd * np.maximum(quiet.std(axis=0), np.sqrt(np.maximum(mean, 1.0)))
    return bound


def _first_above(
    values: NDArray[np.floating] | NDArray[np.integer], bound: NDArray[np.float64], rows: range
) -> list[int | None]:
    """Return the first of the rows in which each column passes its bound."""
    above = values[rows.start : rows.stop] > bound
    return [rows.start + int(column.argmax()) if column.any() else None for column in above.T]


def _latencies_ms(onset: Onset, rows: list[int | None]) -> list[float | None]:
    start_ms = onset.start_s * 1000.0
    update_ms = onset.activity.update_ms
    return [None if row is None else round((row + 1) * update_ms - start_ms, 3) for row in rows]
