"""The null: what chance alone scores, and how far above it the neurotags stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from neurotag.report.neurotags.choice import LABEL_IN, colour_of, name_of, say_shown, shown_of
from neurotag.report.theme import (
    GREY,
    INK,
    LINE,
    SMALL_PT,
    WIDTH_IN,
    Drawing,
    label_x,
    new_axes,
    new_figure,
    to_svg,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from neurotag.neurotags.neurotag import Neurotag, Neurotags

CHANCE_IN = 0.8
LEFT_IN, RIGHT_IN = 1.0, 0.25
DOT_IN = 0.085
"""Distance between dots that stand above each other."""

FAR = 20.0
"""A score so many times above the threshold leaves no room for the surrogates on an even axis."""


def draw_null(neurotags: Neurotags) -> Drawing:
    """Return the scores of the surrogates' strongest candidates, of the neurotags, and the threshold."""
    null, shown = neurotags.null, shown_of(neurotags)
    rows_in = max(1, len(shown)) * LABEL_IN + 0.1
    figure = new_figure(CHANCE_IN + rows_in + 0.75)
    axes = new_axes(figure, left=LEFT_IN, right=RIGHT_IN, bottom=0.45, top=0.3)
    highest_in = CHANCE_IN + rows_in
    axes.set_ylim(0, highest_in)
    _set_scale(axes, null.scores, shown, null.threshold)
    _draw_surrogates(axes, null.scores)
    _draw_found(axes, shown, highest_in)
    axes.axhline(CHANCE_IN, color=LINE, linewidth=0.6)
    axes.axvline(null.threshold, color=INK, linewidth=0.9, linestyle=(0, (4, 2)))
    axes.annotate(
        f"threshold, {_short(null.threshold)}", (null.threshold, 1.0), xycoords=("data", "axes fraction"),
        xytext=(0, 3), textcoords="offset points", fontsize=SMALL_PT, color=INK, va="bottom", ha="center",
    )  # fmt: skip
    label_x(axes, "score")
    title = _title(neurotags)
    scores = [float(neurotag.score) for neurotag in neurotags.found]
    found = f"The neurotags score {_range(scores)}." if scores else "No candidate passed."
    return Drawing(
        title,
        "The score says how surprising it is that units fire together as they do, the larger the more. "
        f"Grey: the best score of each of {null.n_surrogates} recordings in which every unit fires as it "
        "did, but at shifted times, so that what goes together does so by chance. Dashed: above it, one "
        f"candidate alone would pass. Of {null.n_candidates} "
        f"candidate{'' if null.n_candidates == 1 else 's'} {len(scores) or 'none'} "
        f"passed.{say_shown(neurotags)}",
        f"Scores of {null.n_surrogates} surrogates: {_range([float(score) for score in null.scores])}. "
        f"Threshold {_short(null.threshold)}. {found}",
        to_svg(figure),
        figure,
    )


def stack(values: NDArray[np.float64], width: float) -> list[tuple[float, int]]:
    """Return values moved to the nearest of columns of some width, and how many stand below each there.

    Examples
    --------
    >>> import numpy as np
    >>> stack(np.array([1.0, 1.1, 3.0]), 0.5)
    [(1.0, 0), (1.0, 1), (3.0, 0)]
    """
    columns = np.round(np.sort(values) / width).astype(np.int64).tolist()
    return [(column * width, columns[:at].count(column)) for at, column in enumerate(columns)]


def _set_scale(
    axes: Axes, surrogates: NDArray[np.float64], shown: Sequence[Neurotag], threshold: float
) -> None:
    scores = [float(neurotag.score) for neurotag in shown]
    low = min([0.0, *surrogates.tolist(), *scores])
    high = max([threshold, *surrogates.tolist(), *scores], default=1.0)
    if high > FAR * max(threshold, 1e-9) > 0.0:
        axes.set_xscale("symlog", linthresh=threshold)
        axes.set_xlim(min(low, -0.05 * threshold), high * 2.0)
    else:
        room = 0.05 * (high - low or 1.0)
        axes.set_xlim(low - room, high + room)


def _draw_surrogates(axes: Axes, scores: NDArray[np.float64]) -> None:
    # In shares of the axis, so that dots stand apart on any scale.
    ends = np.array([axes.get_xlim()[0], axes.get_xlim()[1], *scores])
    places = axes.transScale.transform(np.column_stack([ends, np.zeros(len(ends))]))[:, 0]
    shares = (places[2:] - places[0]) / (places[1] - places[0])
    placed = stack(shares, DOT_IN / (WIDTH_IN - LEFT_IN - RIGHT_IN))
    step_in = min(DOT_IN, (CHANCE_IN - 0.1) / (1 + max((level for _, level in placed), default=0)))
    height_in = axes.get_ylim()[1]
    for share, level in placed:
        axes.plot(
            share, (0.03 + (level + 0.5) * step_in) / height_in, "o", transform=axes.transAxes, color=GREY,
            markersize=min(4.8, 62 * step_in), markeredgewidth=0,
        )  # fmt: skip
    axes.set_yticks([CHANCE_IN / 2], ["by chance"], fontsize=SMALL_PT)


def _draw_found(axes: Axes, shown: Sequence[Neurotag], highest_in: float) -> None:
    if not shown:
        middle_in = (CHANCE_IN + highest_in) / 2
        axes.set_yticks([CHANCE_IN / 2, middle_in], ["by chance", "found: none"], fontsize=SMALL_PT)
        return
    begin_in = CHANCE_IN + 0.05
    heights = [highest_in - LABEL_IN * (at + 0.5) for at in range(len(shown))]
    for at, neurotag in enumerate(shown):
        height_in = max(begin_in, heights[at])
        axes.axhline(height_in, color=LINE, linewidth=0.4, zorder=0)
        axes.plot(neurotag.score, height_in, "D", markersize=5, color=colour_of(at), markeredgewidth=0)
        axes.text(
            -0.03, height_in, name_of(neurotag), transform=axes.get_yaxis_transform(), color=colour_of(at),
            fontsize=SMALL_PT, ha="right", va="center",
        )  # fmt: skip


def _title(neurotags: Neurotags) -> str:
    null, found = neurotags.null, neurotags.found
    best = float(null.scores.max()) if len(null.scores) else 0.0
    if not found:
        return "Nothing stands out of chance"
    least = min(float(neurotag.score) for neurotag in found)
    what = "The neurotag scores" if len(found) == 1 else "Even the weakest neurotag scores"
    if best > 0 and least >= 1.5 * best:
        return f"{what} {least / best:.1f} times what chance ever did"
    return f"{what} {_short(least)}; chance came to {_short(best)} at most"


def _range(scores: list[float]) -> str:
    if not scores:
        return "none"
    low, high = min(scores), max(scores)
    return _short(low) if low == high else f"{_short(low)} to {_short(high)}"


def _short(value: float) -> str:
    return f"{value:.3g}".replace("-", "−")
