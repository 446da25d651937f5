"""Spikes of any side -> the figures and samples that are compared, by one and the same arithmetic.

Only numpy and the standard library are used, so that the scripts a peer's own python runs can read the same
file.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

MOST_NEURONS = 1_000
"""Neurons of one population whose rates are kept, and excitatory neurons whose intervals are read."""

LEAST_INTERVALS = 5
"""Intervals that a neuron needs for its coefficient of variation to mean anything."""

LEAST_NEURONS = 10
"""Neurons that the mean coefficient of variation needs."""

N_CORRELATED = 200
BIN_ms = 2.0


def describe(
    senders: npt.NDArray[Any],
    times_ms: npt.NDArray[Any],
    populations: Sequence[tuple[str, int, bool]],
    *,
    start_ms: float,
    stop_ms: float,
    seed: int,
) -> tuple[dict[str, Any], dict[str, npt.NDArray[Any]]]:
    """Read rates, irregularity and correlations from recorded spikes.

    Parameters
    ----------
    senders : (n_spikes,) int
        The neuron of each spike, from 0, in the order of the populations.
    times_ms : (n_spikes,) float
        When it fired. Spikes outside of ``start_ms < t <= stop_ms`` are left out.
    populations : sequence of (name, size, is_excitatory)
        All populations, in the order of their neurons.
    start_ms, stop_ms : float
        The recorded stretch.
    seed : int
        Chooses the neurons that are sampled.

    Returns
    -------
    figures : dict
        ``rate_hz`` (mean over all neurons), ``rates_by_population`` and ``cv`` (None with too few intervals).
    samples : dict of array
        ``rates`` of at most 1,000 neurons of each population, ``rates_population`` (the place of each one's
        population in ``populations``), ``isi_cv`` of at most 1,000 excitatory neurons, and ``corr``: the
        correlations of all pairs of 200 excitatory neurons that fired, in bins of 2 ms.
    """
    rng = np.random.default_rng(seed)
    kept = (times_ms > start_ms) & (times_ms <= stop_ms)
    senders, times_ms = np.asarray(senders)[kept].astype(np.int64), np.asarray(times_ms, float)[kept]
    sizes = [size for _, size, _ in populations]
    offsets = np.concatenate([[0], np.cumsum(sizes)])
    rates = np.bincount(senders, minlength=offsets[-1]) * (1e3 / (stop_ms - start_ms))
    parts = [rates[a:b] for a, b in pairwise(offsets)]
    sampled = [_choose(rng, part, MOST_NEURONS) for part in parts]

    excites = np.repeat([is_excitatory for _, _, is_excitatory in populations], sizes)
    isi_cv = read_isi_cv(senders, times_ms, _choose(rng, np.flatnonzero(excites), MOST_NEURONS))
    firing = _choose(rng, np.flatnonzero(excites & (rates > 0)), N_CORRELATED)
    figures = {
        "rate_hz": float(rates.mean()),
        "rates_by_population": {
            name: float(part.mean()) for (name, _, _), part in zip(populations, parts, strict=True)
        },
        "cv": float(isi_cv.mean()) if isi_cv.size >= LEAST_NEURONS else None,
    }
    samples = {
        "populations": np.array([name for name, _, _ in populations]),
        "rates": np.concatenate(sampled),
        "rates_population": np.repeat(np.arange(len(sampled)), [part.size for part in sampled]),
        "isi_cv": isi_cv,
        "corr": correlate(senders, times_ms, firing, start_ms=start_ms, stop_ms=stop_ms),
    }
    return figures, samples


def save(path: str, samples: dict[str, npt.NDArray[Any]]) -> None:
    """Write samples where a request wants them, as an npz file."""
    # Through an open file: given a name, numpy would add a suffix of its own.
    with Path(path).open("wb") as file:
        np.savez_compressed(file, **samples)  # type: ignore[arg-type]


def read_isi_cv(
    senders: npt.NDArray[Any], times_ms: npt.NDArray[Any], neurons: npt.NDArray[Any]
) -> npt.NDArray[np.float64]:
    """Return the coefficient of variation of each neuron's intervals, where it has enough of them."""
    order = np.lexsort((times_ms, senders))
    senders, times_ms = senders[order], times_ms[order]
    begins = np.searchsorted(senders, neurons, side="left")
    ends = np.searchsorted(senders, neurons, side="right")
    values = []
    for begin, end in zip(begins, ends, strict=True):
        intervals = np.diff(times_ms[begin:end])
        if intervals.size >= LEAST_INTERVALS:
            values.append(intervals.std() / intervals.mean())
    return np.array(values, dtype=np.float64)


def correlate(
    senders: npt.NDArray[Any],
    times_ms: npt.NDArray[Any],
    neurons: npt.NDArray[Any],
    *,
    start_ms: float,
    stop_ms: float,
) -> npt.NDArray[np.float64]:
    """Return the correlations of all pairs of these neurons' spike counts, in bins of `BIN_ms`."""
    n_bins = int((stop_ms - start_ms) // BIN_ms)
    if neurons.size < 2 or n_bins < 2:
        return np.empty(0)
    rows = np.sort(neurons)
    at = np.minimum(np.searchsorted(rows, senders), rows.size - 1)
    # A stretch that is no whole number of bins ends in a part of one, which is left out.
    columns = np.floor((times_ms - start_ms) / BIN_ms).astype(np.int64)
    kept = (rows[at] == senders) & (columns < n_bins)
    counts = np.zeros((rows.size, n_bins))
    np.add.at(counts, (at[kept], columns[kept]), 1.0)
    counts = counts[counts.std(axis=1) > 0]
    if len(counts) < 2:
        return np.empty(0)
    upper = np.triu_indices(len(counts), k=1)
    return np.asarray(np.corrcoef(counts)[upper], dtype=np.float64)


def describe_weights(weights: npt.NDArray[Any] | None) -> dict[str, float | None]:
    """Return mean and spread of the weights, or two blanks where there are none."""
    if weights is None or not len(weights):
        return {"weight_mean": None, "weight_sd": None}
    return {"weight_mean": float(np.mean(weights)), "weight_sd": float(np.std(weights))}


def _choose(rng: np.random.Generator, values: npt.NDArray[Any], most: int) -> npt.NDArray[Any]:
    if values.size <= most:
        return values
    return rng.choice(values, size=most, replace=False)
