"""What ``--from`` and ``--checkpoint`` ask for: where a life begins, and what is kept of it to go on from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from neurotag.engine import check_past, start_of
from neurotag.errors import InputError
from neurotag.store import find_checkpoint, load_checkpoint

if TYPE_CHECKING:
    from pathlib import Path

    from neurotag.brain import Brain
    from neurotag.life import Life
    from neurotag.recording import Checkpoint
    from neurotag.store import Place


@dataclass(frozen=True)
class Branch:
    """Where a run begins, and the checkpoints it leaves.

    Attributes
    ----------
    past : Checkpoint or None
        What it goes on from; none: it begins at birth.
    source : str or None
        What ``--from`` named.
    file : Path or None
        Where that was read.
    resumes : bool
        It goes on with the past's own life.
    with_end : bool
        Leave a checkpoint of the end.
    at_s : tuple of float
        Leave checkpoints at these times, in seconds of waking time.
    """

    past: Checkpoint | None = None
    source: str | None = None
    file: Path | None = None
    resumes: bool = False
    with_end: bool = False
    at_s: tuple[float, ...] = ()

    def check(self, brain: Brain, life: Life) -> None:
        """Refuse a brain and a life that cannot go on from the past, and times at which it is not awake."""
        try:
            start = start_of(None if self.resumes else life, self.past)
        except InputError as error:
            raise InputError(f"--from {self.source}", error.what, error.advice) from None
        check_past(brain, start)
        start.refuse_checkpoints_outside(self.at_s, "--checkpoint-at")

    def check_life(self, life: Life) -> None:
        """Refuse changes of a life of which a part has been lived."""
        if self.resumes and self.past is not None and life != self.past.life:
            what = f"cannot change {life.name!r}, of which a part has been lived"
            raise InputError("--set", what, "Name another life to go on with")

    def check_place(self, place: Place) -> None:
        """Refuse to replace the run that the past is read from."""
        lost = [place.folder / name for name in place.replaces]
        if self.file is not None and any(path in self.file.parents or path == self.file for path in lost):
            raise InputError(
                f"--from {self.source}", f"would be replaced by this run in {place.folder.name!r}",
                "Choose another place with --out",
            )  # fmt: skip

    def name_run(self, life: str) -> str:
        """Return the name of a run of a life: that of its past comes first."""
        if self.past is None:
            return life
        moment = f"{self.past.awake_s:g}s"
        return f"{life}-from-{moment}" if self.resumes else f"{self.past.life.name}-{moment}-then-{life}"

    def name_checkpoint(self, checkpoint: Checkpoint) -> str:
        """Return the name of a checkpoint of this run: its waking time from the beginning of the run."""
        began_s = self.past.awake_s if self.past is not None else 0.0
        return f"at-{checkpoint.awake_s - began_s:g}s"


def read_branch(source: str | None, *, names_life: bool, with_end: bool, at_s: tuple[float, ...]) -> Branch:
    """Read the checkpoint that a run goes on from, where there is one.

    Parameters
    ----------
    source : str or None
        A checkpoint, or a run folder that keeps its end.
    names_life : bool
        Whether there is a life to go on with.
    with_end, at_s
        As ``Branch`` keeps them.

    Raises
    ------
    InputError
        If it cannot be read, or there is neither a life nor a past.
    """
    branch = Branch(with_end=with_end, at_s=tuple(sorted(set(at_s))))
    if source is None:
        if not names_life:
            raise InputError("LIFE", "is missing", "Name a life, or a checkpoint with --from")
        return branch
    file = find_checkpoint(source).resolve()
    return replace(branch, past=load_checkpoint(source), source=source, file=file, resumes=not names_life)
