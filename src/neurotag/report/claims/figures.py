"""What a claim draws: the effect of each part beside its bounds and its control, and its curves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from neurotag.claims import estimate
from neurotag.report.theme import (
    COOL,
    GREEN,
    GREY,
    INK,
    LINE,
    SMALL_PT,
    SOFT,
    TEXT_PT,
    WARM,
    Drawing,
    label_x,
    new_axes,
    new_figure,
    to_svg,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from neurotag.claims import Answer, Effect, Finding

ROW_IN, HEAD_IN, FOOT_IN = 1.0, 0.1, 0.1
CHART_IN = 2.9
SIDE_IN = 0.3
COLOURS = (COOL, WARM, GREEN, "#4b3aa0", "#a07000", "#b3568a")
MARKS = "osD^vP"


def draw_effects(finding: Finding) -> Drawing:
    """Return the effect of each part with its interval, its bounds and its control.

    Parameters
    ----------
    finding : Finding
        What came of a claim.
    """
    if not finding.seeds:
        return Drawing("No numbers", "No seed came to an end.")
    figure = new_figure(HEAD_IN + FOOT_IN + ROW_IN * len(finding.answers))
    for at, answer in enumerate(finding.answers):
        _draw_row(figure, answer, HEAD_IN + at * ROW_IN)
    alt = "; ".join(_say(answer) for answer in finding.answers)
    note = (
        "Filled: the effect, with its 95 % interval over seeds; each seed is a small dot. Open: the control. "
        "Shaded: where the effect has to lie."
    )
    return Drawing("What was measured", note, alt, to_svg(figure), figure)


def draw_chart(finding: Finding) -> Drawing | None:
    """Return the lines of a claim over its axis, or none where it has none.

    Parameters
    ----------
    finding : Finding
        What came of a claim.
    """
    chart = finding.claim.chart
    if chart is None or not finding.readings:
        return None
    figure = new_figure(CHART_IN)
    n_names = len(chart.lines) + len(chart.points)
    axes = new_axes(figure, left=0.65, bottom=0.45, right=0.15, top=0.15 + 0.16 * n_names)
    axes.spines["left"].set_visible(True)
    axes.spines["left"].set_color(LINE)
    for at, line in enumerate(chart.lines):
        _draw_line(axes, finding, chart.x, line, at)
    for at, (label, values) in enumerate(chart.points):
        axes.plot(
            chart.x, values, linestyle="none", marker="x", markersize=6, color=INK if at == 0 else GREY,
            label=label, zorder=5,
        )  # fmt: skip
    if chart.is_log:
        axes.set_xscale("log")
        axes.set_xticks(chart.x, [f"{x:g}" for x in chart.x])
        axes.minorticks_off()
    label_x(axes, chart.x_label)
    axes.set_ylabel(chart.y_label, fontsize=TEXT_PT, color=SOFT)
    axes.legend(
        loc="lower left", bbox_to_anchor=(-0.02, 1.0), frameon=False, fontsize=SMALL_PT, labelcolor=INK,
        borderaxespad=0.0,
    )  # fmt: skip
    alt = "; ".join(_say_line(finding, name, label) for name, label in chart.lines)
    note = "Means over seeds; the bands are their 95 % intervals."
    if chart.points:
        note += " Crosses: what was published."
    return Drawing(f"{_capital(chart.y_label)}, by {chart.x_label}", note, alt, to_svg(figure), figure)


def _draw_row(figure: Figure, answer: Answer, top_in: float) -> None:
    height = figure.get_size_inches()[1]
    axes = new_axes(
        figure, left=SIDE_IN, right=SIDE_IN, top=top_in + 0.32, bottom=height - top_in - ROW_IN + 0.34
    )
    axes.set_yticks([])
    axes.set_ylim(-0.5, 1.5)
    part = answer.part
    both = [answer.effect, *([answer.control] if answer.control is not None else [])]
    ends = [value for effect in both for value in (effect.low, effect.high, *effect.each)]
    ends += [bound for bound in (part.low, part.high) if bound is not None]
    low, high = min(ends), max(ends)
    margin = 0.08 * (high - low) or max(abs(high), 1.0) * 0.1
    axes.set_xlim(low - margin, high + margin)
    axes.axvspan(
        axes.get_xlim()[0] if part.low is None else part.low,
        axes.get_xlim()[1] if part.high is None else part.high,
        color=GREEN, alpha=0.12, linewidth=0,
    )  # fmt: skip
    _draw_effect(axes, answer.effect, 1.0, INK, is_open=False)
    if answer.control is not None:
        _draw_effect(axes, answer.control, 0.0, GREY, is_open=True)
    unit = f" ({part.unit})" if part.unit else ""
    axes.set_title(f"{part.name.replace('_', ' ')}{unit}", fontsize=TEXT_PT, color=INK, loc="left", pad=4)


def _draw_effect(axes: Axes, effect: Effect, y: float, colour: str, *, is_open: bool) -> None:
    axes.plot(effect.each, np.full(len(effect.each), y), ".", markersize=3, color=colour, alpha=0.5)
    axes.plot([effect.low, effect.high], [y, y], color=colour, linewidth=1.6)
    axes.plot(
        [effect.mean], [y], "o", markersize=6, color=colour, markerfacecolor="none" if is_open else colour
    )


def _draw_line(axes: Axes, finding: Finding, x: Sequence[float], line: tuple[str, str], at: int) -> None:
    name, label = line
    values = [estimate(each) for each in np.transpose(_lines(finding, name))]
    colour = COLOURS[at % len(COLOURS)]
    axes.fill_between(
        x,
        [each.low for each in values],
        [each.high for each in values],
        color=colour,
        alpha=0.18,
        linewidth=0,
    )
    axes.plot(
        x, [each.mean for each in values], marker=MARKS[at % len(MARKS)], markersize=4, color=colour,
        linewidth=1.5, label=label,
    )  # fmt: skip


def _lines(finding: Finding, name: str) -> list[list[float]]:
    return [reading.lines[name] for reading in finding.readings]


def _say_line(finding: Finding, name: str, label: str) -> str:
    means = np.mean(_lines(finding, name), axis=0)
    return f"{label}: {', '.join(f'{mean:.3g}' for mean in means)}"


def _say(answer: Answer) -> str:
    effect = answer.effect
    text = (
        f"{answer.part.name.replace('_', ' ')}: {effect.mean:.3g} {answer.part.unit}, "
        f"{effect.low:.3g} to {effect.high:.3g}, bound {answer.part.bounds}"
    )
    return text if answer.control is None else f"{text}; control {answer.control.mean:.3g}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
