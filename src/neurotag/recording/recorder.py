"""Where spikes go while a run lasts: into memory, or anywhere that keeps the same promises."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

BYTES_PER_SPIKE = 8
LIFE = "life"
"""Name of the stretch that is the life itself."""


def probe_stretch(name: str) -> str:
    """Return the name of a probe's stretch."""
    return f"probe/{name}"


class AbstractRecorder(ABC):
    """Takes the spikes of each stretch (the life, or one probe) chunk by chunk, and gives them back.

    Stretches are named ``LIFE`` and ``probe_stretch(name)``.
    """

    @abstractmethod
    def keep(self, stretch: str, step: NDArray[np.int32], neuron: NDArray[np.uint32]) -> None:
        """Append the spikes of one chunk, (n,) each, in order of step and neuron."""

    @abstractmethod
    def spikes(self, stretch: str) -> tuple[NDArray[np.int32], NDArray[np.uint32]]:
        """Return all spikes of a stretch, in order; empty arrays where there were none."""


class MemoryRecorder(AbstractRecorder):
    """Keeps spikes in memory."""

    def __init__(self) -> None:
        self._chunks: dict[str, list[tuple[NDArray[np.int32], NDArray[np.uint32]]]] = {}

    def keep(self, stretch: str, step: NDArray[np.int32], neuron: NDArray[np.uint32]) -> None:
        """Append the spikes of one chunk."""
        self._chunks.setdefault(stretch, []).append((step, neuron))

    def spikes(self, stretch: str) -> tuple[NDArray[np.int32], NDArray[np.uint32]]:
        """Return all spikes of a stretch."""
        chunks = self._chunks.get(stretch)
        if not chunks:
            return np.empty(0, np.int32), np.empty(0, np.uint32)
        return np.concatenate([step for step, _ in chunks]), np.concatenate([ids for _, ids in chunks])
