"""What a live brain lived, description by description: words and times, which `simulate` lives again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from neurotag.engine.simulate import simulate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from neurotag.brain import Brain
    from neurotag.life import Life
    from neurotag.recording import Activity, Checkpoint, Recording


@dataclass(frozen=True)
class Stay:
    """What one live brain lived with one description: the events said to it, and for how long it was awake.

    Attributes
    ----------
    brain : Brain
        Who lived.
    life : Life
        The events, each at its time; a rest fills the time to the end.
    awake_s : float
        How long of it was lived awake, in seconds: events may be longer.
    """

    brain: Brain
    life: Life
    awake_s: float


class Digest:
    """A SHA-256 of spikes and counts that does not depend on how they were cut into pieces."""

    def __init__(self) -> None:
        self._parts = [hashlib.sha256() for _ in range(3)]

    def add(self, activity: Activity) -> None:
        """Take in what came next."""
        for part, array in zip(self._parts, (activity.step, activity.neuron, activity.counts), strict=True):
            part.update(np.ascontiguousarray(array).tobytes())

    def hexdigest(self) -> str:
        """Return the digest of all that was taken in."""
        return hashlib.sha256(b"".join(part.digest() for part in self._parts)).hexdigest()


def live_again(stays: Sequence[Stay], *, seed: int) -> list[Recording]:
    """Live what a live brain lived, with `simulate`, from birth; return a recording of each stay.

    A recording ends where the events end that were begun: that may be after the stay.
    """
    return live_all(stays, seed=seed)[0]


def live_all(
    stays: Sequence[Stay], *, seed: int, told: Callable[[float], None] | None = None
) -> tuple[list[Recording], Checkpoint | None]:
    """Return the recordings of all stays, and the state in which the last one was left."""
    past: Checkpoint | None = None
    recordings = []
    for number, stay in enumerate(stays):
        taken: list[Checkpoint] = []

        def tell(_phase: str, share: float, number: int = number) -> None:
            if told is not None:
                told((number + share) / len(stays))

        recordings.append(
            simulate(
                stay.brain, stay.life, seed=seed if past is None else None, past=past, progress=tell,
                checkpoint_at_s=[stay.awake_s], on_checkpoint=taken.append,
            )
        )  # fmt: skip
        past = taken[-1]
    return recordings, past


def digest_of_stays(recordings: Sequence[Recording], stays: Sequence[Stay]) -> str:
    """Return what `LiveBrain.digest` gave, from recordings of the same stays."""
    digest = Digest()
    for recording, stay in zip(recordings, stays, strict=True):
        digest.add(recording.activity.until(stay.awake_s))
    return digest.hexdigest()
