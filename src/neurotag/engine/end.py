"""The state at the end of a recording, kept or lived again."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

import numpy as np

from neurotag.engine.simulate import simulate
from neurotag.errors import InputError, SimulationError

if TYPE_CHECKING:
    from collections.abc import Callable

    from neurotag.recording import Checkpoint, Recording

KEEP_IT = "Run it again with keeps_end=True or --checkpoint"


def end_of(
    recording: Recording,
    *,
    progress: Callable[[str, float], None] | None = None,
    threads: int | None = None,
) -> Checkpoint:
    """Return the state at the end of a recording: the one that was kept, or else by living the life again.

    The same brain, life, seed and version give the same recording, bit for bit. So the state need not have
    been kept; what is lived again is held against the recording, and must be the same.

    Parameters
    ----------
    recording : Recording
        Whose end.
    progress : callable, optional
        Is told what goes on and which share of the simulated time is done.
    threads : int, optional
        As `simulate` takes it.

    Raises
    ------
    InputError
        If it cannot be lived again: another version made it, it went on from a past, or it ended early.
    SimulationError
        If it was interrupted this time, or came out otherwise.
    """
    if recording.end is not None:
        return recording.branch()
    where = f"recording of {recording.life.name!r}"
    _refuse_what_cannot_be_lived_again(recording, where)
    again = simulate(
        recording.brain, recording.life, seed=recording.seed, threads=threads, progress=progress,
        # The chunks stay the same: a runaway ends with one.
        watch=recording.watch.replace(spikes=False, regions=()),
    )  # fmt: skip
    if again.outcome.kind != recording.outcome.kind:
        raise SimulationError(where, f"lived again, it ended otherwise: {again.outcome.sentence}", KEEP_IT)
    _refuse_another_course(recording, again, where)
    return again.branch()


def _refuse_what_cannot_be_lived_again(recording: Recording, where: str) -> None:
    lost = "the state at its end was not kept, and it cannot be lived again:"
    here = version("neurotag")
    if recording.version != here:
        raise InputError(where, f"{lost} neurotag {recording.version} made it, and this is {here}", KEEP_IT)
    if recording.past is not None:
        raise InputError(where, f"{lost} it went on from a checkpoint that it does not hold", KEEP_IT)
    if recording.outcome.kind in ("interrupted", "non_finite"):
        raise InputError(where, f"{lost} it ended early ({recording.outcome.kind})", KEEP_IT)


def _refuse_another_course(recording: Recording, again: Recording, where: str) -> None:
    then, now = recording.activity, again.activity
    same = then.counts.shape == now.counts.shape
    rows = np.flatnonzero((then.counts != now.counts).any(axis=(1, 2))) if same else np.zeros(1, np.int64)
    if len(rows):
        at_s = rows[0] * then.update_ms / 1000.0
        raise SimulationError(where, f"lived again, it came out otherwise from {at_s:g} s on", KEEP_IT)
    if not np.array_equal(recording.weights.mean, again.weights.mean):
        raise SimulationError(where, "lived again, it learned otherwise", KEEP_IT)
