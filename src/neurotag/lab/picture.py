"""Where regions stand in the picture, and which of their cells are drawn.

The picture is a side view, front to the left, drawn by hand and not to scale: regions that lie behind one
another stand side by side in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neurotag.brain import Brain
    from neurotag.recording import Layout

WIDTH, HEIGHT = 1000, 720
MOST_CELLS = 1_200
"""Cells that are drawn: 30 times a second, a phone can do it."""
PLACES = {
    "thought": (215, 215), "awareness": (265, 385), "suffering": (400, 190), "movement": (545, 130),
    "touch": (680, 150), "danger": (470, 330), "fear": (405, 520), "memory": (560, 500),
    "smell": (225, 520), "sound": (620, 360), "sight": (835, 330), "relay": (690, 620),
}  # fmt: skip
"""Centres of the built-in regions."""


@dataclass(frozen=True)
class Picture:
    """What of a brain is drawn.

    Attributes
    ----------
    regions : tuple of dict
        Each region's name, title, anatomy, centre (x, y) and how many of its cells are drawn, in their order.
    cell_of : (n_neurons,) int32
        The drawn cell that a neuron is; -1 for those that are not drawn.
    neuron_of : (n_cells,) int64
        The neuron that a drawn cell is.
    """

    regions: tuple[dict[str, object], ...]
    cell_of: NDArray[np.int32]
    neuron_of: NDArray[np.int64]


def picture_of(brain: Brain, layout: Layout) -> Picture:
    """Return the picture of a brain: an even sample of each region's excitatory neurons."""
    total = int(layout.n_excitatory.sum())
    every = max(1, -(-total // MOST_CELLS))
    chosen, regions = [], []
    for at, region in enumerate(brain.regions):
        cells = layout.excitatory(region.name)
        # From the middle of each stretch: nociceptive neurons come first and are drawn in their share.
        ids = np.arange(cells.start + every // 2, cells.stop, every)
        if not len(ids):
            ids = np.arange(cells.start, cells.start + 1)
        chosen.append(ids)
        x, y = PLACES.get(region.name, _on_a_ring(at, len(brain.regions)))
        regions.append(
            {
                "name": region.name, "title": region.title or region.name, "anatomy": region.anatomy,
                "x": x, "y": y, "n": len(ids), "of": int(layout.n_excitatory[at]),
            }
        )  # fmt: skip
    neuron_of = np.concatenate(chosen)
    cell_of = np.full(layout.n_neurons, -1, np.int32)
    cell_of[neuron_of] = np.arange(len(neuron_of), dtype=np.int32)
    return Picture(tuple(regions), cell_of, neuron_of)


def _on_a_ring(at: int, n: int) -> tuple[int, int]:
    angle = 2 * np.pi * at / max(n, 1)
    return round(WIDTH / 2 + 330 * np.cos(angle)), round(HEIGHT / 2 + 240 * np.sin(angle))
