"""What figures of neurotags have in common: which are shown, in which colour, over which stretch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import isotonic_regression

from neurotag.report.theme import COOL, GOLD, GREEN, INDIGO, PINK, SMALL_PT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from neurotag.neurotags.neurotag import Neurotag, Neurotags

MOST_SHOWN = 12
"""Neurotags that a figure shows at most."""

COLOURS = (COOL, GOLD, PINK, GREEN, INDIGO)
"""One for each neurotag in turn; neighbours differ, and each is named beside its mark. No orange: that
stands for what hurts."""

PICTURE_COLOURS = ("#2b87c8", "#bd8a10", "#c5699d", "#12a07a", "#7a6dd6")
"""The same between the shades for light and for dark paper: a picture cannot follow the paper."""

STRETCH_BINS, LEAST_STRETCH_S, MOST_STRETCH_S = 600, 10.0, 300.0
"""Length of the stretch that is looked at closely: so many bins, but within these bounds."""

LABEL_IN = 0.135
"""Least distance between two labels, in inches."""


def shown_of(neurotags: Neurotags) -> tuple[Neurotag, ...]:
    """Return the neurotags that figures show: the clearest."""
    return neurotags.found[:MOST_SHOWN]


def say_shown(neurotags: Neurotags) -> str:
    """Return a sentence where not all are shown, or nothing."""
    n = len(neurotags.found)
    return f" The {MOST_SHOWN} clearest of {n} neurotags are shown." if n > MOST_SHOWN else ""


def colour_of(at: int) -> str:
    """Return the colour of the neurotag at a place in the list."""
    return COLOURS[at % len(COLOURS)]


def name_of(neurotag: Neurotag) -> str:
    """Return what a figure calls a neurotag."""
    return f"neurotag {neurotag.id}"


def show_bin(bin_s: float) -> str:
    """Return the width of a bin in words.

    Examples
    --------
    >>> show_bin(0.025), show_bin(0.5)
    ('25 ms', '500 ms')
    """
    return f"{1000 * bin_s:g} ms" if bin_s < 1 else f"{bin_s:g} s"


def ignitions_of(active: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return the bins in which it becomes active, (n_ignitions,)."""
    return np.flatnonzero(active & ~np.concatenate([[False], active[:-1]]))


def choose_stretch(neurotags: Neurotags) -> tuple[float, float]:
    """Return the stretch that tells most, from when to when in seconds.

    Every neurotag adds the square root of its ignitions there: many of one count less than a few of each.
    """
    trains, bin_s = neurotags.trains, neurotags.bin_s
    length_s = float(np.clip(STRETCH_BINS * bin_s, LEAST_STRETCH_S, MOST_STRETCH_S))
    n_bins = len(neurotags.bin_start_s)
    length = max(1, round(length_s / bin_s))
    if length >= n_bins:
        return trains.start_s, trains.end_s
    worth = np.zeros(n_bins - length + 1)
    for neurotag in shown_of(neurotags):
        begins = np.zeros(n_bins + 1)
        begins[1 + ignitions_of(neurotag.active[:n_bins])] = 1.0
        counts = begins.cumsum()
        worth += np.sqrt(counts[length:] - counts[:-length])
    begin_s = trains.start_s + int(worth.argmax()) * bin_s
    return begin_s, begin_s + length * bin_s


def units_in_none(neurotags: Neurotags, most: int) -> tuple[NDArray[np.int64], int]:
    """Return units that are members of no neurotag shown, evenly sampled, and how many there are in all."""
    is_member = np.zeros(neurotags.trains.n_units, bool)
    for neurotag in shown_of(neurotags):
        is_member[neurotag.members] = True
    rest = np.flatnonzero(~is_member)
    return sample_evenly(rest, most), len(rest)


def sample_evenly(values: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    """Return at most so many of the values, from all along."""
    if len(values) <= most:
        return values
    return values[np.linspace(0, len(values) - 1, most).round().astype(np.int64)]


def sorted_members(neurotag: Neurotag) -> NDArray[np.int64]:
    """Return the members, the one that goes best with the others first."""
    return neurotag.members[np.argsort(-neurotag.weights, kind="stable")]


def apart(places: Sequence[float], least: float, low: float, high: float) -> list[float]:
    """Return rising places moved as little as needed to stand apart, between two ends where they fit.

    Examples
    --------
    >>> apart([1.0, 1.5, 5.0], 1.0, 0.0, 6.0)
    [0.75, 1.75, 5.0]
    """
    steps = least * np.arange(len(places))
    moved = isotonic_regression(np.asarray(places) - steps).x
    kept: list[float] = (np.clip(moved, low, max(low, high - least * (len(places) - 1))) + steps).tolist()
    return kept


def label_groups(axes: Axes, sizes: Sequence[int], names: Sequence[str], height_in: float) -> None:
    """Name groups of rows at the left, each with a bar in its colour; rows count from the top."""
    edges = np.concatenate([[0], np.cumsum(sizes)]).astype(float)
    n = float(edges[-1])
    middles = ((edges[:-1] + edges[1:]) / 2).tolist()
    half = LABEL_IN / 2 / height_in * n
    places = apart(middles, 2 * half, half, n - half)
    beside = axes.get_yaxis_transform()
    for at, (name, place) in enumerate(zip(names, places, strict=True)):
        colour = colour_of(at)
        axes.plot(
            [-0.012, -0.012], [edges[at], edges[at + 1]], color=colour, linewidth=3, transform=beside,
            clip_on=False, solid_capstyle="butt",
        )  # fmt: skip
        axes.text(
            -0.03, place, name, transform=beside, color=colour, fontsize=SMALL_PT, ha="right", va="center"
        )
