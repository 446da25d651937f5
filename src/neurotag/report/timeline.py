"""Time in figures: when events were, and when nights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neurotag.measure import first_hurt
from neurotag.report.theme import COOL, GREY, LINE, SMALL_PT, SOFT, WARM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from neurotag.recording import Mark, Pause, Recording

HURTS = ("heat", "injury")

BEFORE_S, AFTER_S = 1.0, 5.0
"""The stretch around the first hurt that is looked at closely."""

LANE_IN = 0.17
"""Height of one kind of event in the strip."""


def close_up(recording: Recording) -> tuple[float, float, float]:
    """Return the stretch to look at closely (around the first hurt, or all) and its zero, in seconds."""
    lived_s = recording.activity.duration_s
    hurt = first_hurt(recording)
    if hurt is None:
        return 0.0, lived_s, 0.0
    return max(0.0, hurt.start_s - BEFORE_S), min(lived_s, hurt.start_s + AFTER_S), hurt.start_s


def lanes_of(marks: Sequence[Mark]) -> list[str]:
    """Return the kinds of events that get a line in the strip, in order of appearance."""
    return list(dict.fromkeys(mark.kind for mark in marks if mark.kind != "rest"))


def draw_strip(axes: Axes, marks: Sequence[Mark], *, zero_s: float = 0.0) -> None:
    """Draw when each kind of event was: one line for each kind, from the top."""
    lanes = lanes_of(marks)
    for lane, kind in enumerate(lanes):
        spans = [(mark.start_s - zero_s, mark.end_s - mark.start_s) for mark in marks if mark.kind == kind]
        axes.broken_barh(spans, (lane - 0.28, 0.56), facecolor=_colour(kind), linewidth=0)
    # A life of rest alone has no lane; an axis needs some height all the same.
    axes.set_ylim(max(len(lanes), 1) - 0.5, -0.5)
    axes.set_yticks(range(len(lanes)), lanes, fontsize=SMALL_PT)
    axes.tick_params(axis="x", bottom=False, labelbottom=False)
    axes.spines["bottom"].set_visible(False)


def shade_hurts(axes: Axes, marks: Sequence[Mark]) -> None:
    """Tint the time of each heat and injury."""
    for mark in marks:
        if mark.kind in HURTS:
            axes.axvspan(mark.start_s, mark.end_s, color=WARM, alpha=0.12, linewidth=0)


def draw_pauses(axes: Axes, pauses: Sequence[Pause], *, labelled: bool) -> None:
    """Draw a line where hours passed offline, and say how many."""
    for pause in pauses:
        axes.axvline(pause.at_s, color=SOFT, linewidth=0.9, linestyle=(0, (3, 2)))
        if labelled:
            axes.annotate(
                say_pause(pause), (pause.at_s, 1.0), xycoords=("data", "axes fraction"), xytext=(-2, 2),
                textcoords="offset points", fontsize=SMALL_PT, color=SOFT, ha="right", va="bottom",
            )  # fmt: skip


def say_pause(pause: Pause) -> str:
    """Return the length of a pause in words."""
    length = f"{pause.hours:g} h" if pause.hours < 48 else f"{pause.hours / 24:g} days"
    return f"{'sleep' if pause.is_sleep else 'pause'}, {length}"


def draw_grid(axes: Axes, values: Sequence[float]) -> None:
    """Draw faint lines across at some values."""
    for value in values:
        axes.axhline(value, color=LINE, linewidth=0.6, zorder=0)


def _colour(kind: str) -> str:
    if kind in HURTS:
        return WARM
    return COOL if kind == "touch" else GREY
