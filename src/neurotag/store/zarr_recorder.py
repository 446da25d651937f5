"""Spikes that go to disk while a run lasts, so that memory stays small."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import zarr

from neurotag.recording import AbstractRecorder

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

SPIKES = "spikes"
SPIKES_PER_CHUNK = 262_144


class ZarrRecorder(AbstractRecorder):
    """Keeps spikes in a zarr group on disk; no more than one chunk of each stretch waits in memory.

    Parameters
    ----------
    folder : Path
        Where the group is made, a ``recording.zarr`` to be; the spikes go under ``spikes`` in it. A group
        that is there already is replaced.
    spikes_per_chunk : int
        How many spikes are gathered before they are written.
    """

    def __init__(self, folder: Path, *, spikes_per_chunk: int = SPIKES_PER_CHUNK) -> None:
        self.group = zarr.open_group(store=folder, mode="w", zarr_format=3)
        self._spikes = self.group.create_group(SPIKES)
        self._spikes_per_chunk = spikes_per_chunk
        self._stretches: dict[str, _Stretch] = {}

    def keep(self, stretch: str, step: NDArray[np.int32], neuron: NDArray[np.uint32]) -> None:
        """Append the spikes of one chunk."""
        kept = self._stretches.get(stretch)
        if kept is None:
            kept = self._stretches[stretch] = self._begin(stretch)
        # The engine may use its arrays again.
        kept.waiting.append((np.array(step, np.int32), np.array(neuron, np.uint32)))
        if kept.n_waiting >= self._spikes_per_chunk:
            kept.write()

    def n_spikes(self, stretch: str) -> int:
        """Return how many spikes of a stretch were kept."""
        kept = self._stretches.get(stretch)
        return 0 if kept is None else kept.n_written + kept.n_waiting

    def flush(self) -> None:
        """Write what waits in memory."""
        for kept in self._stretches.values():
            kept.write()

    def spikes(self, stretch: str) -> tuple[NDArray[np.int32], NDArray[np.uint32]]:
        """Return all spikes of a stretch."""
        kept = self._stretches.get(stretch)
        if kept is None:
            return np.empty(0, np.int32), np.empty(0, np.uint32)
        kept.write()
        return np.asarray(kept.step[:], np.int32), np.asarray(kept.neuron[:], np.uint32)

    def _begin(self, stretch: str) -> _Stretch:
        # Numbered, because a stretch may be named as it likes and a folder may not.
        group = self._spikes.create_group(str(len(self._stretches)), attributes={"stretch": stretch})
        shape, chunks = (0,), (self._spikes_per_chunk,)
        return _Stretch(
            group.create_array("step", shape=shape, chunks=chunks, dtype="int32"),
            group.create_array("neuron", shape=shape, chunks=chunks, dtype="uint32"),
        )


def read_spikes(group: zarr.Group) -> dict[str, tuple[NDArray[np.int32], NDArray[np.uint32]]]:
    """Return the spikes of every stretch in a recording's group, by the stretch's name."""
    stretches: Any = [group[f"{SPIKES}/{name}"] for name in group[SPIKES].group_keys()]  # type: ignore[union-attr]
    return {
        str(stretch.attrs["stretch"]): (stretch["step"][...], stretch["neuron"][...]) for stretch in stretches
    }


@dataclass
class _Stretch:
    step: Any
    neuron: Any
    n_written: int = 0
    waiting: list[tuple[NDArray[np.int32], NDArray[np.uint32]]] = field(default_factory=list)

    @property
    def n_waiting(self) -> int:
        return sum(len(step) for step, _ in self.waiting)

    def write(self) -> None:
        """Write what waits. An interrupted write is repeated by the next one, at the same place."""
        if not self.waiting:
            return
        end = self.n_written + self.n_waiting
        for array, column in ((self.step, 0), (self.neuron, 1)):
            array.resize((end,))
            array[self.n_written : end] = np.concatenate([chunk[column] for chunk in self.waiting])
        self.n_written, self.waiting = end, []
