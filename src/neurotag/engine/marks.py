"""Moments of a life -> marks on the clock of a recording."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neurotag.recording import Mark

if TYPE_CHECKING:
    from collections.abc import Iterable

    from neurotag.life import Moment

ROUNDING_S = 1e-9


def mark(moments: Iterable[Moment], offset_s: float) -> list[Mark]:
    """Return the marks of moments whose clock began ``offset_s`` seconds after the recording's.

    What had ended when the recording began is left out; what had begun is marked from there.
    """
    return [
        Mark(
            kind=moment.event.kind, name=moment.event.name, text=_text(moment.event),
            start_s=max(0.0, offset_s + moment.start_s), end_s=offset_s + moment.end_s,
            episodes=moment.episodes,
        )
        for moment in moments
        if offset_s + moment.end_s > ROUNDING_S
    ]  # fmt: skip


def _text(event: object) -> str:
    for field in ("site", "of"):
        if hasattr(event, field):
            return str(getattr(event, field))
    return ""
