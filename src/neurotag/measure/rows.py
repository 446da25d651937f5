"""Instants in seconds and rows of the traces: which rows lie between two instants, and sums over them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neurotag.recording import Activity

# An instant may miss its row by rounding, not by more than this share of a row.
SLACK = 1e-6


def rows_between(activity: Activity, start_s: float, end_s: float) -> slice:
    """Return the rows that lie wholly between two instants, as far as they were recorded.

    Row r covers the time from ``r * update_ms`` to ``(r + 1) * update_ms``.
    """
    update_s = activity.update_ms / 1000.0
    first = max(0, math.ceil(start_s / update_s - SLACK))
    last = min(len(activity.counts), math.floor(end_s / update_s + SLACK))
    return slice(first, max(first, last))


def n_rows(activity: Activity, duration_ms: float) -> int:
    """Return the number of rows that a duration takes, at least one."""
    return max(1, round(duration_ms / activity.update_ms))


def sum_sliding(values: NDArray[np.floating] | NDArray[np.integer], length: int) -> NDArray[np.float64]:
    """Return, for each row, the sum of it and the rows before it, ``length`` in all (fewer at the start).

    Parameters
    ----------
    values : (n_rows, ...) float or int
        What to sum.
    length : int
        Rows in one window.

    Returns
    -------
    (n_rows, ...) float64
        The sums.
    """
    total = np.cumsum(values, axis=0, dtype=np.float64)
    sums = total.copy()
    sums[length:] -= total[:-length]
    return sums


def mean_of(values: NDArray[np.floating] | NDArray[np.integer]) -> float | None:
    """Return the mean as a Python number, or none where there is nothing to average."""
    if values.size == 0:
        return None
    mean = float(np.mean(values))
    return mean if math.isfinite(mean) else None


def excitatory_rate_hz(
    activity: Activity, region_index: int, n_excitatory: int, *, start_s: float, end_s: float
) -> float | None:
    """Return the mean rate of one region's excitatory neurons between two instants, in Hz."""
    spikes = mean_of(activity.counts[rows_between(activity, start_s, end_s), region_index, :2].sum(axis=-1))
    return None if spikes is None else spikes / (n_excitatory * activity.update_ms / 1000.0)
