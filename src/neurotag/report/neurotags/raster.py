"""The raster sorted by neurotag: members group by group, the other units below, activations on top."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.colors import to_rgb

from neurotag.report.neurotags.choice import (
    LABEL_IN,
    PICTURE_COLOURS,
    choose_stretch,
    colour_of,
    ignitions_of,
    label_groups,
    name_of,
    say_shown,
    shown_of,
    sorted_members,
    units_in_none,
)
from neurotag.report.theme import (
    GREY,
    LINE,
    SMALL_PT,
    SOFT,
    Drawing,
    label_x,
    new_axes,
    new_figure,
    to_svg,
)
from neurotag.report.timeline import LANE_IN, draw_strip, lanes_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from neurotag.neurotags.neurotag import Neurotag, Neurotags
    from neurotag.recording import Mark, Recording, SpikeTrains

MOST_OTHERS = 1000
"""Units in no neurotag that are shown at most."""

PICTURE_PX = (700, 1100)
"""Most lines, and columns, of a picture of spikes: with it, the size of the file is bounded."""

MEMBERS_IN, OTHERS_IN, GAP_IN = 2.7, 1.2, 0.1
"""Most height of the members and of the others, and what is left between."""

ROW_IN = 0.1
"""Most height of one row."""

ACTIVATION_IN = 0.17
MARGINS = {"left": 1.0, "right": 0.1}
STRIP_COLUMNS = 400


def draw_neurotag_raster(neurotags: Neurotags, *, recording: Recording | None = None) -> Drawing:
    """Return the spikes of the stretch in which most neurotags ignite, sorted by neurotag.

    Parameters
    ----------
    neurotags : Neurotags
        What was found.
    recording : Recording, optional
        The simulated life it was found in: what happened is shown on top.
    """
    shown = shown_of(neurotags)
    if not shown:
        return Drawing("No raster", "There is no neurotag to sort the units by.")
    begin_s, end_s = choose_stretch(neurotags)
    marks = () if recording is None else recording.marks
    marks = tuple(mark for mark in marks if mark.start_s < end_s and mark.end_s > begin_s)
    others, n_others = units_in_none(neurotags, MOST_OTHERS)
    groups = [sorted_members(neurotag) for neurotag in shown]
    figure, lanes = _lay_out(list(map(len, groups)), len(others), n_events=len(lanes_of(marks)))
    axes = _axes_of(figure, lanes["members"])
    n_spikes = _draw_rows(axes, neurotags.trains, groups, (begin_s, end_s))
    label_groups(axes, [len(group) for group in groups], list(map(name_of, shown)), lanes["members"][1])
    lowest = axes
    if "others" in lanes:
        axes.tick_params(axis="x", labelbottom=False, bottom=False)
        axes.spines["bottom"].set_visible(False)
        lowest = _axes_of(figure, lanes["others"])
        _draw_rows(lowest, neurotags.trains, [others], (begin_s, end_s), colours=(GREY,))
        words = (
            f"{n_others:,} others" if len(others) == n_others else f"{len(others):,} of\n{n_others:,} others"
        )
        lowest.set_yticks([len(others) / 2], [words], fontsize=SMALL_PT, color=SOFT)
    label_x(lowest, "seconds" if recording is None else "waking seconds")
    _draw_activations(_axes_of(figure, lanes["activations"]), neurotags, shown, begin_s, end_s)
    if "events" in lanes:
        _draw_events(_axes_of(figure, lanes["events"]), marks, begin_s, end_s)
    title = _title(neurotags, shown, begin_s, end_s)
    return Drawing(
        title,
        _note(neurotags, len(others), n_others, begin_s, end_s, has_events=bool(marks)),
        f"Raster of {n_spikes:,} spikes of the members of {len(shown)} neurotags, from {begin_s:.1f} to "
        f"{end_s:.1f} s. {title}.",
        to_svg(figure),
        figure,
    )


def paint_rows(
    trains: SpikeTrains,
    groups: Sequence[NDArray[np.int64]],
    begin_s: float,
    end_s: float,
    colours: Sequence[str] = PICTURE_COLOURS,
) -> tuple[NDArray[np.float32], int]:
    """Return a picture of the spikes of groups of units, one group below the other, and how many there are.

    A unit in several groups is painted in each. Where many spikes fall on one pixel, it is only as dark as
    they are many.

    Parameters
    ----------
    trains : SpikeTrains
        The spikes.
    groups : sequence of (n,) int64
        Places of units, in the order of the rows.
    begin_s, end_s : float
        From when to when.
    colours : sequence of str
        One for each group, in turn.

    Returns
    -------
    picture : (n_lines, 1100, 4) float32
        Red, green, blue and opacity; one row is one line or, of few rows, several.
    n_spikes : int
        Spikes painted, those of a unit in several groups as often.
    """
    n_rows = sum(len(group) for group in groups)
    most_lines, width = PICTURE_PX
    first, last = np.searchsorted(trains.t_s, [begin_s, end_s])
    unit = trains.unit[first:last]
    share = (trains.t_s[first:last] - begin_s) / (end_s - begin_s)
    column = np.minimum((share * width).astype(np.int64), width - 1)
    n_lines = min(n_rows, most_lines)
    counts = np.zeros((n_lines, width), np.int64)
    group_of = np.zeros(n_lines, np.int64)
    n_spikes, before = 0, 0
    for at, group in enumerate(groups):
        row_of = np.full(trains.n_units, -1, np.int64)
        row_of[group] = before + np.arange(len(group))
        row = row_of[unit]
        line = row[row >= 0] * n_lines // n_rows
        counts += np.bincount(line * width + column[row >= 0], minlength=n_lines * width).reshape(
            counts.shape
        )
        group_of[before * n_lines // n_rows :] = at
        before += len(group)
        n_spikes += len(line)
    # Two pixels wide.
    counts[:, 1:] = np.maximum(counts[:, 1:], counts[:, :-1])
    rgb = np.array([to_rgb(colours[at % len(colours)]) for at in range(len(groups))], np.float32)
    crowd = float(np.percentile(counts[counts > 0], 99)) if counts.any() else 1.0
    opacity = 1.0 - (1.0 - min(0.85, 1.0 - 0.05 ** (1.0 / crowd))) ** counts
    picture = np.empty((n_lines, width, 4), np.float32)
    picture[..., :3] = rgb[group_of][:, np.newaxis]
    picture[..., 3] = opacity
    return _thicken(picture, most_lines), n_spikes


def _thicken(picture: NDArray[np.float32], most_lines: int) -> NDArray[np.float32]:
    """Return few rows as several lines each, the last of them empty so that the rows stand apart."""
    each = most_lines // max(1, len(picture))
    if each < 2:
        return picture
    thick = np.repeat(picture, each, axis=0)
    gap = max(1, each // 5)
    for line in range(gap):
        thick[each - 1 - line :: each, :, 3] = 0.0
    return thick


def _lay_out(
    sizes: Sequence[int], n_others: int, *, n_events: int
) -> tuple[Figure, dict[str, tuple[float, float]]]:
    """Return an empty figure, and how far from the bottom and how high each of its parts is (in)."""
    heights = {
        "others": min(OTHERS_IN, ROW_IN * (n_others + 1)) if n_others else 0.0,
        "members": max(min(MEMBERS_IN, ROW_IN * sum(sizes)), LABEL_IN * len(sizes)),
        "activations": ACTIVATION_IN * len(sizes),
        "events": LANE_IN * n_events,
    }
    lanes, at_in = {}, 0.45
    for name, height_in in heights.items():
        if height_in:
            lanes[name] = (at_in, height_in)
            at_in += height_in + GAP_IN
    return new_figure(at_in), lanes


def _axes_of(figure: Figure, lane: tuple[float, float]) -> Axes:
    bottom_in, height_in = lane
    return new_axes(
        figure, bottom=bottom_in, top=figure.get_size_inches()[1] - bottom_in - height_in, **MARGINS
    )


def _draw_rows(
    axes: Axes,
    trains: SpikeTrains,
    groups: Sequence[NDArray[np.int64]],
    stretch_s: tuple[float, float],
    colours: Sequence[str] = PICTURE_COLOURS,
) -> int:
    begin_s, end_s = stretch_s
    picture, n_spikes = paint_rows(trains, groups, begin_s, end_s, colours)
    n_rows = sum(len(group) for group in groups)
    axes.imshow(picture, extent=(begin_s, end_s, n_rows, 0), aspect="auto", interpolation="none")
    axes.set_yticks([])
    for edge in np.cumsum([len(group) for group in groups])[:-1]:
        axes.axhline(float(edge), color=LINE, linewidth=0.5)
    return n_spikes


def _draw_activations(
    axes: Axes, neurotags: Neurotags, shown: Sequence[Neurotag], begin_s: float, end_s: float
) -> None:
    first, last = (round((t_s - neurotags.trains.start_s) / neurotags.bin_s) for t_s in (begin_s, end_s))
    for at, neurotag in enumerate(shown):
        course = np.clip(neurotag.activation[first:last].astype(np.float64), 0.0, None)
        active = neurotag.active[first:last]
        highest = max(float(neurotag.activation.max()), 1e-9)
        heights, ignited = _pool(course / highest), _pool(active.astype(float)) > 0
        edges = np.linspace(begin_s, end_s, len(heights) + 1)
        floor, colour = float(len(shown) - 1 - at), colour_of(at)
        axes.stairs(
            floor + 0.85 * heights, edges, baseline=floor, fill=True, color=colour, alpha=0.3, linewidth=0
        )
        shape = np.where(ignited, 0.85 * np.maximum(heights, 0.3), 0.0)
        axes.stairs(floor + shape, edges, baseline=floor, fill=True, color=colour, linewidth=0)
        axes.axhline(floor, color=LINE, linewidth=0.5)
        axes.text(
            -0.03, floor + 0.4, name_of(neurotag), transform=axes.get_yaxis_transform(), color=colour,
            fontsize=SMALL_PT, ha="right", va="center",
        )  # fmt: skip
    axes.set_xlim(begin_s, end_s)
    axes.set_ylim(0, len(shown))
    axes.set_yticks([])
    axes.tick_params(axis="x", bottom=False, labelbottom=False)
    axes.spines["bottom"].set_visible(False)


def _pool(course: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the highest values along a course, in at most 400 columns."""
    if len(course) <= STRIP_COLUMNS:
        return course
    starts = np.linspace(0, len(course), STRIP_COLUMNS, endpoint=False).astype(np.int64)
    pooled: NDArray[np.float64] = np.maximum.reduceat(course, starts)
    return pooled


def _draw_events(axes: Axes, marks: Sequence[Mark], begin_s: float, end_s: float) -> None:
    draw_strip(axes, marks)
    axes.set_xlim(begin_s, end_s)


def _title(neurotags: Neurotags, shown: Sequence[Neurotag], begin_s: float, end_s: float) -> str:
    start = neurotags.bin_start_s
    inside = (start >= begin_s) & (start < end_s)
    n = sum(int(inside[ignitions_of(neurotag.active)].sum()) for neurotag in shown)
    of = f"{len(shown)} neurotags ignite" if len(shown) > 1 else "The neurotag ignites"
    times = "once" if n == 1 else f"{n} times"
    return f"{of} {times} in these {end_s - begin_s:.0f} seconds"


def _note(
    neurotags: Neurotags, n_shown: int, n_others: int, begin_s: float, end_s: float, *, has_events: bool
) -> str:
    is_part = end_s - begin_s < 0.999 * neurotags.trains.duration_s
    stretch = (
        f" Of {neurotags.trains.duration_s:.0f} s, these are shown because most ignitions of most neurotags "
        "fall into them."
        if is_part
        else ""
    )
    below = ""
    if n_others:
        sampled = f", {n_shown:,} of {n_others:,}, evenly chosen" if n_shown < n_others else ""
        below = f" Grey, below: units that are members of none{sampled}."
    return (
        f"{'Bars on top: what happened. ' if has_events else ''}Pale hills: how strongly each neurotag is "
        "active; solid: it has ignited. Below, each dot is a spike and each row a unit, group by group, the "
        "one that goes best with the others first; a unit in several neurotags stands in each."
        f"{below}{stretch}{say_shown(neurotags)}"
    )
