"""Alarm, salience and stress over the waking life, with nights and probes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from neurotag.measure import ALARM_RINGS, alarm_trace, onset_of_probe
from neurotag.report.theme import (
    COOL,
    GREEN,
    INK,
    PINK,
    SMALL_PT,
    SOFT,
    WARM,
    Drawing,
    label_x,
    new_axes,
    new_figure,
    to_svg,
)
from neurotag.report.timeline import LANE_IN, draw_grid, draw_pauses, draw_strip, lanes_of, shade_hurts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from neurotag.recording import Recording

MOST_POINTS = 900
MARGINS = {"left": 0.95, "right": 0.15}
BELOW_IN = 1.3
"""Height of salience and stress, below the alarm."""


def draw_alarm(recording: Recording, measures: Mapping[str, float | int | None]) -> Drawing:
    """Return the alarm (with the probes' as dots), and salience and stress below it where there are any."""
    if recording.brain.alarm is None:
        return Drawing("No alarm", "This brain has no alarm to read.")
    alarm = alarm_trace(recording.activity, recording)
    if len(alarm) == 0 or not np.isfinite(alarm).all():
        return Drawing("No alarm", "Nothing was lived that an alarm could be read from.")
    strip_in = LANE_IN * len(lanes_of(recording.marks))
    below_in = BELOW_IN if recording.brain.modulators else 0.0
    figure = new_figure(2.3 + below_in + strip_in)
    upper = new_axes(figure, bottom=0.45 + below_in, top=strip_in + 0.35, **MARGINS)
    upper.plot(*thin(recording.activity.t_s, alarm), color=WARM, linewidth=1.1)
    _draw_probes(upper, recording, measures)
    _finish_alarm(upper, recording)
    below = alt = ""
    if below_in:
        lower = new_axes(figure, bottom=0.45, top=strip_in + 2.3, **MARGINS)
        _draw_modulators(lower, recording)
        upper.tick_params(axis="x", labelbottom=False)
        below = " Below: salience, which opens learning, and stress, which lingers."
        salience, stress = float(recording.activity.salience.max()), float(recording.activity.stress.max())
        alt = f"; salience peaks at {salience:.2f}, stress at {stress:.2f}"
    else:
        label_x(upper, "waking seconds")
    if strip_in:
        strip = new_axes(figure, bottom=2.12 + below_in, top=0.02, **MARGINS)
        draw_strip(strip, recording.marks)
        strip.set_xlim(upper.get_xlim())
    title = _title(recording, alarm)
    return Drawing(
        title,
        "Above: the alarm in the life (line) and in the probes (dots: each a test on a frozen twin; those of "
        f"one moment stand side by side). From {ALARM_RINGS:.0f} of 100 on it rings.{below} Dashed upright "
        "lines: hours offline.",
        f"Alarm{', salience and stress' if below_in else ''} over {recording.activity.duration_s:.0f} waking "
        f"seconds. {title}{alt}.",
        to_svg(figure),
    )


def thin(
    t_s: NDArray[np.float64], trace: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return a trace with at most 900 points, each the highest value of its stretch: peaks stay."""
    stretch = -(-len(trace) // MOST_POINTS)
    starts = np.arange(0, len(trace), stretch)
    ends = np.minimum(starts + stretch, len(trace)) - 1
    return t_s[ends], np.maximum.reduceat(trace, starts)


def _draw_probes(axes: Axes, recording: Recording, measures: Mapping[str, float | int | None]) -> None:
    beside_s = 0.014 * recording.activity.duration_s
    seen: dict[float, int] = {}
    for name, test in recording.probes.items():
        value = measures.get(f"alarm_{onset_of_probe(recording, name).key}")
        place = seen.setdefault(test.at_s, 0)
        seen[test.at_s] += 1
        if value is not None:
            # Tests at the very end stand to the left of it, the others to the right of their moment.
            inwards = -1 if test.at_s > 0.9 * recording.activity.duration_s else 1
            at_s = test.at_s + inwards * (place + 0.8) * beside_s
            axes.plot(at_s, value, "o", markersize=4.2, color=COOL, markeredgewidth=0, clip_on=False)


def _finish_alarm(axes: Axes, recording: Recording) -> None:
    _finish_time(axes, recording, labelled=True)
    draw_grid(axes, (0, 50, 100))
    axes.axhline(ALARM_RINGS, color=SOFT, linewidth=0.8, linestyle=(0, (1, 2)))
    axes.set_ylim(-3, 103)
    axes.set_yticks([0, ALARM_RINGS, 50, 100], ["0", "rings", "50", "alarm 100"])
    axes.tick_params(labelcolor=INK)


def _draw_modulators(axes: Axes, recording: Recording) -> None:
    activity = recording.activity
    axes.plot(*thin(activity.t_s, activity.salience), color=GREEN, linewidth=1.3)
    axes.plot(*thin(activity.t_s, activity.stress), color=PINK, linewidth=1.3, linestyle="--")
    _finish_time(axes, recording, labelled=False)
    top = max(1.0, float(activity.salience.max()), float(activity.stress.max()))
    axes.set_ylim(-0.03, 1.05 * top)
    axes.set_yticks([0, 1], ["0", "1"])
    draw_grid(axes, (0, 1))
    for at, (name, colour, dash) in enumerate((("salience", GREEN, "–"), ("stress", PINK, "- -"))):
        axes.annotate(
            f"{dash} {name}", (0.22 * at, 1.06), xycoords="axes fraction", fontsize=SMALL_PT,
            color=colour, va="bottom",
        )  # fmt: skip
    label_x(axes, "waking seconds")


def _finish_time(axes: Axes, recording: Recording, *, labelled: bool) -> None:
    axes.set_xlim(0, recording.activity.duration_s)
    shade_hurts(axes, recording.marks)
    draw_pauses(axes, recording.pauses, labelled=labelled)


def _title(recording: Recording, alarm: NDArray[np.float64]) -> str:
    peak = float(alarm.max())
    if peak < ALARM_RINGS:
        return f"The alarm stays quiet, at most {peak:.0f} of 100"
    rung_s = float(np.count_nonzero(alarm >= ALARM_RINGS)) * recording.activity.update_ms / 1000.0
    return f"The alarm rises to {peak:.0f} of 100 and rings for {rung_s:.1f} s in all"
