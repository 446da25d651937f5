"""The instants that measures count from: the first hurt of a life, and the events of each probe."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from neurotag.recording import Activity, Mark, Recording

HURTS = ("heat", "injury")
"""Kinds of events that reach the danger relay."""

BACKGROUND = ("talk", "task", "rest")
"""Kinds of events that set a scene: what is measured begins with the others."""

BASELINE_S = 2.0
"""Most time before an onset that serves as its baseline."""

SETTLING_S = 0.5
"""Time after a start from rest (of a life, after a night, of a probe) that is no baseline yet: so long the
regions take to reach their resting rates. A probe that settles for 0.6 s has no baseline, then."""

RESERVED_KEYS = ("peak",)


@dataclass(frozen=True)
class Onset:
    """One event that is measured: what it is called, when it was, and the quiet time before it.

    All instants are seconds on the clock of ``activity``.
    """

    key: str
    activity: Activity
    start_s: float
    end_s: float
    quiet_from_s: float


def lived_marks(recording: Recording) -> tuple[Mark, ...]:
    """Return the events whose beginning was lived (an interrupted run has fewer than its life)."""
    lived_s = recording.activity.duration_s
    return tuple(mark for mark in recording.marks if mark.start_s < lived_s)


def first_hurt(recording: Recording) -> Mark | None:
    """Return the first heat or injury of the life, or none where nothing hurt."""
    hurts = [mark for mark in lived_marks(recording) if mark.kind in HURTS]
    return min(hurts, key=lambda mark: mark.start_s) if hurts else None


def onset_of_mark(recording: Recording, mark: Mark) -> Onset:
    """Return the onset of a lived event; its baseline never reaches back beyond a night."""
    wakings = [pause.at_s for pause in recording.pauses if pause.at_s <= mark.start_s]
    return Onset(
        key=key_of_mark(recording, mark),
        activity=recording.activity,
        start_s=mark.start_s,
        end_s=mark.end_s,
        quiet_from_s=_quiet_from_s(mark.start_s, max(wakings, default=0.0)),
    )


def onset_of_hurt(recording: Recording) -> Onset | None:
    """Return the onset of the first heat or injury of the life, or none where nothing hurt."""
    mark = first_hurt(recording)
    return None if mark is None else onset_of_mark(recording, mark)


def onset_of_probe(recording: Recording, name: str) -> Onset:
    """Return the onset of a probe: the start of its last-starting event that is not mere background."""
    test = recording.probes[name]
    marks = [mark for mark in test.marks if mark.kind not in BACKGROUND] or list(test.marks)
    start_s = max((mark.start_s for mark in marks), default=test.settle_s)
    return Onset(
        key=f"{name}_probe" if name in RESERVED_KEYS else name,
        activity=test.activity,
        start_s=start_s,
        end_s=max((mark.end_s for mark in test.marks), default=test.activity.duration_s),
        quiet_from_s=_quiet_from_s(start_s, 0.0),
    )


def key_of_mark(recording: Recording, mark: Mark) -> str:
    """Return what measures call a lived event: its name or its kind, kept apart from the probes' names."""
    key = mark.name or mark.kind
    return f"{key}_lived" if key in recording.probes or key in RESERVED_KEYS else key


def _quiet_from_s(start_s: float, rested_s: float) -> float:
    return max(start_s - BASELINE_S, rested_s + SETTLING_S)
