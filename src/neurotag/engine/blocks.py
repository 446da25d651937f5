"""How regions become blocks: each is one, unless there would be too few to share out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neurotag.brain import Brain
    from neurotag.recording import Layout

SMALLEST_SPLIT = 1000
"""Neurons below which a region stays whole: shorter rows would cost more than a second thread gains."""
UNEVEN = 1.1
"""How much more than half of the neurons one of two threads may have before a region is split."""
GRAIN = 64
"""Cuts fall on multiples of this, which random numbers are drawn by."""
LARGEST_BLOCK = 65_536 - 2 * GRAIN
"""A synapse names its target in 16 bits, and cuts are rounded to grains."""


@dataclass(frozen=True)
class Blocks:
    """Where each block's neurons stand, and which ids they have. All arrays are (n_blocks,).

    ``start`` and ``n_excitatory``, ``n_inhibitory`` lay out the arrays of neurons; ``exc_id`` and ``inh_id``
    are the ids of a block's first neurons. ``id_of`` (n_neurons,) gives the id of each place.
    """

    region: NDArray[np.int64]
    start: NDArray[np.int64]
    n_excitatory: NDArray[np.int64]
    n_inhibitory: NDArray[np.int64]
    exc_id: NDArray[np.int64]
    inh_id: NDArray[np.int64]
    id_of: NDArray[np.int64]

    @property
    def n_blocks(self) -> int:
        """Number of blocks."""
        return len(self.region)

    def of_region(self, region: int) -> NDArray[np.int64]:
        """Return the blocks of a region, in order."""
        return np.flatnonzero(self.region == region)

    def place_of(self) -> NDArray[np.int64]:
        """Return the place of each id, (n_neurons,)."""
        place = np.empty_like(self.id_of)
        place[self.id_of] = np.arange(len(self.id_of))
        return place


def cut(brain: Brain, layout: Layout) -> Blocks:
    """Return the blocks of a brain. They depend on the brain alone, never on the number of threads."""
    n = (layout.n_excitatory + layout.n_inhibitory).tolist()
    pieces = [max(1, -(-size // LARGEST_BLOCK)) for size in n]
    if _unevenness(n, pieces) > UNEVEN:
        whole = [at for at, size in enumerate(n) if pieces[at] == 1 and size >= SMALLEST_SPLIT]
        # Within a block spikes need not wait for another thread: a split must not bring threads together
        # more often than the delays between regions do.
        apart = min((p.delay_ms for p in brain.projections if p.source != p.target), default=0.0)
        for at in sorted(whole, key=lambda at: -n[at]):
            within = [p.delay_ms for p in brain.projections if p.source == p.target == layout.regions[at]]
            if len(n) == 1 or min(within, default=apart) >= apart:
                pieces[at] = 2
                break
    rows: list[tuple[int, int, int, int, int]] = []
    for region, n_pieces in enumerate(pieces):
        first = int(layout.start[region])
        middle = first + int(layout.n_excitatory[region])
        exc = _cuts(int(layout.n_excitatory[region]), n_pieces)
        inh = _cuts(int(layout.n_inhibitory[region]), n_pieces)
        rows += [
            (region, exc[k + 1] - exc[k], inh[k + 1] - inh[k], first + exc[k], middle + inh[k])
            for k in range(n_pieces)
        ]
    region_of, n_exc, n_inh, exc_id, inh_id = np.array(rows, np.int64).T
    ids = [
        np.concatenate([np.arange(e, e + ne), np.arange(i, i + ni)])
        for e, ne, i, ni in zip(exc_id, n_exc, inh_id, n_inh, strict=True)
    ]
    start = np.concatenate([[0], np.cumsum(n_exc + n_inh)[:-1]]).astype(np.int64)
    return Blocks(region_of, start, n_exc, n_inh, exc_id, inh_id, np.concatenate(ids).astype(np.int64))


def _unevenness(n: list[int], pieces: list[int]) -> float:
    """Return the load of the busier of two threads, relative to half of all."""
    loads = [0.0, 0.0]
    for size in sorted((size / k for size, k in zip(n, pieces, strict=True) for _ in range(k)), reverse=True):
        loads[loads.index(min(loads))] += size
    return 2 * max(loads) / sum(n)


def _cuts(n: int, pieces: int) -> list[int]:
    inner = [round(n * k / pieces / GRAIN) * GRAIN for k in range(1, pieces)]
    return [0, *inner, n]
