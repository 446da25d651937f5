"""A checkpoint: all that a future needs of its past, as words, numbers and arrays."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from neurotag.description import digest_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from neurotag.brain import Brain
    from neurotag.life import Life, Moment

    Number = bool | int | float


@dataclass(frozen=True)
class Bookmark:
    """Where in a life a brain stands.

    Attributes
    ----------
    scene : int
        Which scene of the life it is in.
    scene_step : int
        Step at which that scene began.
    at_s : float
        Time since then, in seconds.
    n_probes : int
        Probes of that scene that have been made.
    life_from_s : float
        When in its first scene the life began, in seconds: more than 0 where it went on from another life.
    life_step : int
        Step at which the life began.
    earlier : tuple of Moment
        What an earlier life brought in that first scene and may still be felt.
    """

    scene: int
    scene_step: int
    at_s: float
    n_probes: int = 0
    life_from_s: float = 0.0
    life_step: int = 0
    earlier: tuple[Moment, ...] = ()

    def felt_before(self) -> tuple[Moment, ...]:
        """Return what of an earlier life may still be felt here."""
        return self.earlier if self.scene == 0 else ()

    def next_scene(self, step: int) -> Bookmark:
        """Return the bookmark of the life's next scene, which begins at a step."""
        return replace(self, scene=self.scene + 1, scene_step=step, at_s=0.0, n_probes=0)


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """The complete state of a brain at one moment of its life. It can start any number of futures.

    Attributes
    ----------
    brain, life : Brain, Life
        Who lives, and what was being lived.
    seed : int
        Drew the connections and the patterns of things.
    noise_seed : int
        Draws the background: another than ``seed`` where another future was chosen.
    version : str
        Version of the package that lived it.
    bookmark : Bookmark
        Where in the life this is.
    hours_offline : float
        Hours that have passed in sleeps and skips since birth.
    episodes : tuple of str
        Names under which something was lived, for thoughts to recall.
    wiring : int
        Check sum of the connections that the state belongs to.
    numbers : dict of str to number
        Plain numbers of the state by their place: ``step``.
    arrays : dict of str to array
        Arrays of the state by their place: ``neurons.v``, ``learning.eligibility``, ``weight``. Read only.
    patterns : dict of str to (n,) int64
        Neuron ids of the patterns of everything met so far, by name.
    """

    brain: Brain
    life: Life
    seed: int
    noise_seed: int
    version: str
    bookmark: Bookmark
    hours_offline: float
    episodes: tuple[str, ...]
    wiring: int
    numbers: Mapping[str, Number]
    arrays: Mapping[str, NDArray[Any]] = field(repr=False)
    patterns: Mapping[str, NDArray[np.int64]] = field(repr=False)

    @property
    def step(self) -> int:
        """Steps lived since birth."""
        return int(self.numbers["step"])

    @property
    def awake_s(self) -> float:
        """Waking time since birth, in seconds."""
        return self.step * self.brain.dt_ms / 1000.0

    @cached_property
    def checksums(self) -> dict[str, str]:
        """SHA-256 of every array, by its place; patterns under ``pattern/`` and their name."""
        named = {**self.arrays, **{f"pattern/{name}": ids for name, ids in self.patterns.items()}}
        return {name: _checksum(array) for name, array in named.items()}

    def words(self) -> dict[str, Any]:
        """Return everything but the arrays, JSON by construction."""
        return {
            "brain": self.brain.model_dump(mode="json"),
            "life": self.life.model_dump(mode="json"),
            "seed": self.seed,
            "noise_seed": self.noise_seed,
            "version": self.version,
            "bookmark": {
                **{name: value for name, value in vars(self.bookmark).items() if name != "earlier"},
                "earlier": [
                    {**vars(moment), "event": moment.event.model_dump(mode="json")}
                    for moment in self.bookmark.earlier
                ],
            },
            "hours_offline": self.hours_offline,
            "episodes": list(self.episodes),
            "wiring": self.wiring,
            "numbers": dict(self.numbers),
        }

    def digest(self) -> str:
        """Return a SHA-256 of the words and the arrays."""
        return digest_of({**self.words(), "checksums": self.checksums})


@dataclass(frozen=True)
class Past:
    """What a recording went on from.

    Attributes
    ----------
    checkpoint : str
        Digest of the checkpoint.
    life : str
        Name of the life in which it was taken.
    seed : int
        Drew the connections.
    awake_s : float
        Waking time from birth to the checkpoint, in seconds.
    hours_offline : float
        Hours of sleeps and skips in that time.
    lived_s : float
        Waking time of the recording's own life that had been lived: more than 0 where it was resumed.
    """

    checkpoint: str
    life: str
    seed: int
    awake_s: float
    hours_offline: float
    lived_s: float = 0.0

    def words(self) -> dict[str, Any]:
        """Return it as JSON knows it."""
        return asdict(self)


def _checksum(array: NDArray[Any]) -> str:
    digest = hashlib.sha256(f"{array.dtype.str}{array.shape}".encode())
    digest.update(np.ascontiguousarray(array).data if array.size else b"")
    return digest.hexdigest()
