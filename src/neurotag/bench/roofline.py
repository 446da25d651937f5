"""What this machine can do at best, measured in the same sitting."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from neurotag.kernels.stream import scatter, triad

if TYPE_CHECKING:
    from collections.abc import Callable

N_STREAM = 50_000_000
"""Three arrays of 0.2 GB each for each thread: no cache holds them."""
N_TRIADS = 2
N_NEURONS, ROW_LENGTH, N_ROWS = 12_500, 625, 20_000
N_TRIES = 5


@dataclass(frozen=True)
class Roofline:
    """Bytes per second of a stream, and seconds per synapse of the scatter, alone and on two threads.

    ``triad_gb_per_s`` and ``scatter_ns`` hold one number for one thread and one for two; the scatter's is the
    time of one thread's synapses divided by all synapses that were added meanwhile.
    """

    triad_gb_per_s: tuple[float, float]
    scatter_ns: tuple[float, float]

    @property
    def scatter_gain(self) -> float:
        """How much faster two independent copies of the scatter are than one."""
        return self.scatter_ns[0] / self.scatter_ns[1]


def measure_roofline() -> Roofline:
    """Measure this machine for some seconds, in 1.3 GB of memory."""
    streams = [
        (np.zeros(N_STREAM, np.float32), np.ones(N_STREAM, np.float32), np.ones(N_STREAM, np.float32))
        for _ in range(2)
    ]
    gb = 12e-9 * N_STREAM * N_TRIADS
    rng = np.random.default_rng(1)
    nets = [_rows(rng) for _ in range(2)]
    n_synapses = N_ROWS * ROW_LENGTH
    alone_s, both_s = _least([partial(triad, *arrays, 2.0, N_TRIADS) for arrays in streams])
    one_s, two_s = _least([partial(scatter, *arrays) for arrays in nets])
    return Roofline(
        triad_gb_per_s=(gb / alone_s, 2 * gb / both_s),
        scatter_ns=(one_s / n_synapses * 1e9, two_s / (2 * n_synapses) * 1e9),
    )


def _rows(rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    """Return as many rows as a Brunel network has, and an order in which they fire."""
    n = N_NEURONS * ROW_LENGTH
    target = np.sort(rng.integers(0, N_NEURONS // 2, (N_NEURONS, ROW_LENGTH), dtype=np.uint16), axis=1)
    return (
        rng.integers(0, N_NEURONS, N_ROWS).astype(np.uint32),
        (np.arange(N_NEURONS + 1) * ROW_LENGTH).astype(np.uint32),
        target.ravel(),
        np.ones(n, np.float32),
        np.zeros(N_NEURONS, np.float32),
    )


def _least(work: list[Callable[[], object]]) -> tuple[float, float]:
    """Return the least time of one piece of work alone, and of both at once."""
    work[0]()
    alone, both = [], []
    with ThreadPoolExecutor(2) as pool:
        for _ in range(N_TRIES):
            begun = time.perf_counter()
            work[0]()
            alone.append(time.perf_counter() - begun)
            begun = time.perf_counter()
            for each in [pool.submit(piece) for piece in work]:
                each.result()
            both.append(time.perf_counter() - begun)
    return min(alone), min(both)
