"""How regions become blocks: each is one, unless there would be too few to share out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neurotag.recording import Layout

FEWEST_BLOCKS = 2
SMALLEST_SPLIT = 2048
"""Neurons below which a region stays whole: shorter rows would cost more than a second thread gains."""
LARGEST_BLOCK = 65_536
"""A synapse names its target in 16 bits."""
GRAIN = 64
"""Cuts fall on multiples of this, which random numbers are drawn by."""


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


def cut(layout: Layout) -> Blocks:
    """Return the blocks of a brain. They depend on its size alone, never on the number of threads."""
    n = layout.n_excitatory + layout.n_inhibitory
    pieces = [max(1, -(-int(size) // LARGEST_BLOCK)) for size in n]
    if len(n) < FEWEST_BLOCKS:
        pieces = [max(piece, FEWEST_BLOCKS if size >= SMALLEST_SPLIT else 1) for piece, size in zip(pieces, n, strict=True)]
    rows: list[tuple[int, int, int, int, int]] = []
    for region, n_pieces in enumerate(pieces):
        first = int(layout.start[region])
        middle = first + int(layout.n_excitatory[region])
        exc = _cuts(int(layout.n_excitatory[region]), n_pieces)
        inh = _cuts(int(layout.n_inhibitory[region]), n_pieces)
        for piece in range(n_pieces):
            rows.append(
                (region, exc[piece + 1] - exc[piece], inh[piece + 1] - inh[piece],
                 first + exc[piece], middle + inh[piece])
            )  # fmt: skip
    region_of, n_exc, n_inh, exc_id, inh_id = np.array(rows, np.int64).T
    ids = [
        np.concatenate([np.arange(e, e + ne), np.arange(i, i + ni)])
        for e, ne, i, ni in zip(exc_id, n_exc, inh_id, n_inh, strict=True)
    ]
    start = np.concatenate([[0], np.cumsum(n_exc + n_inh)[:-1]]).astype(np.int64)
    return Blocks(region_of, start, n_exc, n_inh, exc_id, inh_id, np.concatenate(ids).astype(np.int64))


def _cuts(n: int, pieces: int) -> list[int]:
    inner = [round(n * k / pieces / GRAIN) * GRAIN for k in range(1, pieces)]
    return [0, *inner, n]
