"""Neurotags over time: how often each ignites, and how much of it goes together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import norm

from neurotag.errors import InputError
from neurotag.neurotags.search.bins import normalise
from neurotag.report.neurotags.choice import colour_of, ignitions_of, name_of, say_shown, shown_of
from neurotag.report.theme import (
    INK,
    LINE,
    SMALL_PT,
    TEXT_PT,
    WIDTH_IN,
    Drawing,
    label_x,
    new_axes,
    new_figure,
    to_svg,
)
from neurotag.report.timeline import shade_hurts

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from neurotag.neurotags.neurotag import Neurotag, Neurotags
    from neurotag.recording import Recording

ROW_IN, TOP_IN, BOTTOM_IN = 0.42, 0.3, 0.35
LEFT_IN, RIGHT_IN, BETWEEN_IN = 1.0, 0.12, 0.45
SLIDING_SHARE, LEAST_SLIDING_BINS = 1 / 12, 40
"""Length of the window in which ignitions are counted: this share of the recording, at least so many bins."""

N_POINTS = 240
MOST_WINDOWS, WINDOW_BINS = 30, 200
"""Windows in which the mass is taken: at most so many, of at least so many bins each."""


def draw_courses(neurotags: Neurotags, *, recording: Recording | None = None) -> Drawing:
    """Return how often each neurotag ignites, in a sliding window, and its mass in windows.

    Parameters
    ----------
    neurotags : Neurotags
        What was found.
    recording : Recording, optional
        The simulated life it was found in: what hurt is tinted.
    """
    shown = shown_of(neurotags)
    if not shown:
        return Drawing("No courses", "There is no neurotag to follow.")
    t_s, rates, window_s = sliding_rates(neurotags)
    edges_s, masses = mass_in_windows(neurotags)
    figure = new_figure(TOP_IN + ROW_IN * len(shown) + BOTTOM_IN)
    high_rate = max(1e-9, float(rates.max())) * 1.1
    for at, neurotag in enumerate(shown):
        is_last = at == len(shown) - 1
        left, right = (_lane(figure, at, column, is_last=is_last) for column in (0, 1))
        left.fill_between(t_s, rates[at], color=colour_of(at), alpha=0.3, linewidth=0)
        left.plot(t_s, rates[at], color=colour_of(at), linewidth=1.1)
        _finish(left, 0.0, high_rate)
        middles_s = (edges_s[1:] + edges_s[:-1]) / 2
        right.plot(middles_s, masses[at], "-o", markersize=2.8, color=colour_of(at), linewidth=1.1)
        right.axhline(0, color=LINE, linewidth=0.6, zorder=0)
        _finish(right, *_limits(masses[at]))
        left.text(
            -0.18, 0.4, name_of(neurotag), transform=left.transAxes, color=colour_of(at), fontsize=SMALL_PT,
            ha="right", va="center",
        )  # fmt: skip
        for axes in (left, right):
            axes.set_xlim(neurotags.trains.start_s, neurotags.trains.end_s)
            if recording is not None:
                shade_hurts(axes, recording.marks)
        if at == 0:
            for axes, words in ((left, "ignitions per minute"), (right, "mass")):
                axes.set_title(words, fontsize=TEXT_PT, color=INK, loc="left", pad=5)
        if is_last:
            for axes in (left, right):
                label_x(axes, "seconds" if recording is None else "waking seconds")
    title = _title(neurotags, shown)
    hurts = " Tinted: heat and injury." if recording is not None else ""
    return Drawing(
        title,
        f"Left: how often it ignites in a minute, averaged over about {window_s:.3g} s around each moment. "
        "Right: its mass, the sum of its members' weights, taken from windows of "
        f"{edges_s[1] - edges_s[0]:.3g} s alone, each on its own scale.{hurts}{say_shown(neurotags)}",
        f"Ignitions per minute and mass of {len(shown)} neurotags over {neurotags.trains.duration_s:.0f} s. "
        f"{title}.",
        to_svg(figure),
        figure,
    )


def sliding_rates(neurotags: Neurotags) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    """Return ignitions per minute around moments of the recording.

    Returns
    -------
    t_s : (n_points,) float64
        The moments.
    rates : (n_shown, n_points) float64
        Ignitions per minute around each, those nearest counting most (a Gaussian); at the ends, of the part
        that was recorded.
    window_s : float
        Length of the window whose spread it has.
    """
    start_s = neurotags.bin_start_s
    begin_s, end_s = float(start_s[0]), float(start_s[-1]) + neurotags.bin_s
    window_s = max(SLIDING_SHARE * (end_s - begin_s), LEAST_SLIDING_BINS * neurotags.bin_s)
    window_s = min(window_s, end_s - begin_s)
    # As wide as a box of that length, without its edges.
    spread_s = window_s / np.sqrt(12.0)
    t_s = np.linspace(begin_s, end_s, N_POINTS)
    recorded = norm.cdf((end_s - t_s) / spread_s) - norm.cdf((begin_s - t_s) / spread_s)
    rates = []
    for neurotag in shown_of(neurotags):
        at_s = start_s[ignitions_of(neurotag.active)] + neurotags.bin_s / 2
        near = np.zeros(N_POINTS)
        for part in np.array_split(at_s, len(at_s) // 1000 + 1):
            near += norm.pdf((t_s[:, np.newaxis] - part) / spread_s).sum(axis=1)
        rates.append(60.0 * near / spread_s / recorded)
    return t_s, np.array(rates), window_s


def mass_in_windows(neurotags: Neurotags) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the mass of each neurotag shown in windows that follow each other.

    The mass is the sum of the members' weights: of each, the correlation of its normalised activity with
    that of the other members together. Empty (NaN) where fewer than two members fired in a window.

    Returns
    -------
    edges_s : (n_windows + 1,) float64
        Where windows begin and end.
    mass : (n_shown, n_windows) float64
        Of each neurotag in each window.
    """
    shown, n_bins = shown_of(neurotags), len(neurotags.bin_start_s)
    n_windows = int(np.clip(n_bins // WINDOW_BINS, 1, MOST_WINDOWS))
    edges = np.linspace(0, n_bins, n_windows + 1).round().astype(np.int64)
    mass: NDArray[np.float64] = np.full((len(shown), n_windows), np.nan)
    edges_s = neurotags.trains.start_s + edges.astype(np.float64) * np.float64(neurotags.bin_s)
    wanted = np.unique(np.concatenate([neurotag.members for neurotag in shown]))
    try:
        binned = normalise(neurotags.trains.of_units(wanted), neurotags.bin_s, calms=neurotags.is_calmed)
    except InputError:
        return edges_s, mass
    units = wanted[binned.kept]
    for at, neurotag in enumerate(shown):
        activity = binned.activity[np.isin(units, neurotag.members)].astype(np.float64)
        for window in range(n_windows):
            mass[at, window] = _sum_of_weights(activity[:, edges[window] : edges[window + 1]])
    return edges_s, mass


def _sum_of_weights(activity: NDArray[np.float64]) -> float:
    activity = activity[activity.std(axis=1) > 1e-9]
    if len(activity) < 2:
        return float("nan")
    activity = activity - activity.mean(axis=1, keepdims=True)
    others = activity.sum(axis=0) - activity
    spread = activity.std(axis=1) * others.std(axis=1)
    both = (activity * others).mean(axis=1)
    return float(np.divide(both, spread, out=np.zeros(len(both)), where=spread > 1e-12).sum())


def _lane(figure: Figure, row: int, column: int, *, is_last: bool) -> Axes:
    width_in = (WIDTH_IN - LEFT_IN - RIGHT_IN - BETWEEN_IN) / 2
    left_in = LEFT_IN + column * (width_in + BETWEEN_IN)
    top_in = TOP_IN + row * ROW_IN
    bottom_in = float(figure.get_size_inches()[1]) - top_in - ROW_IN + 0.1
    axes = new_axes(figure, left=left_in, right=WIDTH_IN - left_in - width_in, bottom=bottom_in, top=top_in)
    axes.tick_params(axis="x", labelbottom=is_last, bottom=is_last)
    axes.tick_params(labelsize=SMALL_PT)
    axes.locator_params(axis="x", nbins=4)
    return axes


def _limits(mass: NDArray[np.float64]) -> tuple[float, float]:
    return min(0.0, float(np.nanmin(mass, initial=0.0))) * 1.1, max(
        1e-9, float(np.nanmax(mass, initial=0.0))
    ) * 1.15


def _finish(axes: Axes, low: float, high: float) -> None:
    axes.set_ylim(low, high)
    axes.set_yticks([0.0, _rounded(high)])
    axes.yaxis.set_major_formatter(lambda value, _at: f"{value:g}".replace("-", "−"))


def _rounded(high: float) -> float:
    """Return a round number below the top of an axis."""
    unit = 10.0 ** np.floor(np.log10(high))
    return float(max(step for step in (1, 2, 5) if step * unit <= high) * unit)


def _title(neurotags: Neurotags, shown: tuple[Neurotag, ...]) -> str:
    minutes = neurotags.trains.duration_s / 60.0
    counts = [len(ignitions_of(neurotag.active)) / minutes for neurotag in shown]
    low, high = f"{min(counts):.2g}", f"{max(counts):.2g}"
    often = low if low == high else f"{low} to {high}"
    return f"{'They ignite' if len(shown) > 1 else 'It ignites'} {often} times a minute"
