"""Weight blocks: how strongly units go together, sorted by neurotag, and what their synapses learned."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.colors import Normalize
from matplotlib.ticker import MaxNLocator

from neurotag.errors import InputError
from neurotag.neurotags.search.bins import normalise
from neurotag.report.neurotags.choice import (
    PICTURE_COLOURS,
    colour_of,
    label_groups,
    name_of,
    sample_evenly,
    say_shown,
    show_bin,
    shown_of,
    sorted_members,
    units_in_none,
)
from neurotag.report.theme import (
    GREY,
    INK,
    LINE,
    SMALL_PT,
    SOFT,
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
    from matplotlib.figure import Figure
    from matplotlib.image import AxesImage
    from numpy.typing import NDArray

    from neurotag.neurotags.neurotag import Bond, Neurotag, Neurotags

SIDE_PX = 400
"""Most units along a side of the matrix, each one pixel."""

OTHERS_SHARE = 0.25
"""Share of the side that units in no neurotag take at most."""

LEFT_IN, SIDE_IN, BOTTOM_IN, TOP_IN = 1.0, 3.1, 0.15, 0.1
LEAST_COLOUR = 0.05
"""Correlation at which the colours end, at least."""

ROW_IN = 0.26


def draw_blocks(neurotags: Neurotags) -> Drawing:
    """Return the correlations of the units' normalised activity, sorted by neurotag, as blocks."""
    shown = shown_of(neurotags)
    if not shown:
        return Drawing("No blocks", "There is no neurotag to sort the units by.")
    groups, others, is_sampled = choose_units(neurotags)
    try:
        matrix = correlate(neurotags, np.concatenate([*groups, others]))
    except InputError as error:
        return Drawing("No blocks", f"The activity could not be compared: {error.what}.")
    figure = new_figure(BOTTOM_IN + SIDE_IN + TOP_IN)
    axes = _square(figure)
    inside, outside = mean_within(matrix, list(map(len, groups)))
    most = max(LEAST_COLOUR, float(np.nanpercentile(np.abs(matrix), 99)))
    image = axes.imshow(
        matrix,
        cmap="PuOr_r",
        norm=Normalize(-most, most),
        interpolation="none",
        extent=(0, len(matrix), len(matrix), 0),
    )
    _outline(axes, groups)
    _label(axes, shown, groups, others)
    _draw_scale(figure, image)
    title = (
        f"Within neurotags activity goes together: {_signed(inside)} on average, "
        f"{_signed(outside)} between all others"
    )
    sampled = " Of large groups some units stand for all." if is_sampled else ""
    below = " Last: units that are members of none." if len(others) else ""
    return Drawing(
        title,
        "Each row and each column is a unit, in the same order; the colour is the correlation of their "
        f"activity in bins of {show_bin(neurotags.bin_s)}. Plain grey: of a unit with itself, or one that "
        "hardly fired. Squares: the neurotags. A unit in several stands in each."
        f"{below}{sampled}{say_shown(neurotags)}",
        f"Matrix of correlations between {len(matrix)} units, sorted by neurotag. {title}.",
        to_svg(figure),
        figure,
    )


def choose_units(neurotags: Neurotags) -> tuple[list[NDArray[np.int64]], NDArray[np.int64], bool]:
    """Return the units of each neurotag shown, those in none, and whether some stand for more: 400 in all."""
    shown = shown_of(neurotags)
    members = [sorted_members(neurotag) for neurotag in shown]
    n_members = sum(map(len, members))
    others, n_others = units_in_none(neurotags, int(OTHERS_SHARE * SIDE_PX))
    share = min(1.0, (SIDE_PX - len(others)) / n_members)
    groups = [sample_evenly(group, max(2, int(share * len(group)))) for group in members]
    return groups, others, share < 1.0 or len(others) < n_others


def correlate(neurotags: Neurotags, units: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the correlations between units, (n, n); empty (NaN) with oneself and where one hardly fired.

    Raises
    ------
    InputError
        If fewer than two of them fired enough.
    """
    wanted, place = np.unique(units, return_inverse=True)
    binned = normalise(neurotags.trains.of_units(wanted), neurotags.bin_s, calms=neurotags.is_calmed)
    full = np.full((len(wanted), len(wanted)), np.nan)
    activity = binned.activity.astype(np.float64)
    activity -= activity.mean(axis=1, keepdims=True)
    spread = activity.std(axis=1, keepdims=True)
    activity = np.divide(activity, spread, out=np.full_like(activity, np.nan), where=spread > 1e-9)
    full[np.ix_(binned.kept, binned.kept)] = activity @ activity.T / binned.n_bins
    matrix: NDArray[np.float64] = full[np.ix_(place, place)]
    matrix[place[:, np.newaxis] == place] = np.nan
    return matrix


def mean_within(matrix: NDArray[np.float64], sizes: Sequence[int]) -> tuple[float, float]:
    """Return the mean correlation within the groups that come first, and between all other pairs."""
    within = np.zeros(matrix.shape, bool)
    first = 0
    for size in sizes:
        within[first : first + size, first : first + size] = True
        first += size
    known = np.isfinite(matrix)
    means = [
        float(matrix[known & part].mean()) if (known & part).any() else 0.0 for part in (within, ~within)
    ]
    return means[0], means[1]


def draw_bonds(neurotags: Neurotags) -> Drawing:
    """Return how much the synapses between members gained, beside those between as many other neurons."""
    bonds = [(neurotag, neurotag.bond) for neurotag in shown_of(neurotags) if neurotag.bond is not None]
    if not bonds:
        return Drawing("No synapses to compare", "Synapses are known of simulated brains only.")
    figure = new_figure(ROW_IN * len(bonds) + 0.6)
    axes = new_axes(figure, left=LEFT_IN, right=1.15, bottom=0.45, top=0.15)
    shown = shown_of(neurotags)
    for row, (neurotag, bond) in enumerate(bonds):
        _draw_bond(axes, row, bond, colour_of(shown.index(neurotag)))
    axes.axvline(0, color=LINE, linewidth=0.8, zorder=0)
    axes.set_yticks(range(len(bonds)), [name_of(neurotag) for neurotag, _ in bonds], fontsize=SMALL_PT)
    axes.set_ylim(len(bonds) - 0.5, -0.5)
    axes.margins(x=0.08)
    label_x(axes, "gain since birth, in %")
    n_above = sum(bond.p < neurotags.null.level for _, bond in bonds)
    title = f"The synapses between members learned {'more' if n_above else 'no more'} than others"
    if len(bonds) > 1:
        title = f"In {n_above} of {len(bonds)} the synapses between members learned more than others"
    gains = "; ".join(
        f"{name_of(neurotag)} {_percent(bond.gain)}, others {_percent(bond.elsewhere)}"
        for neurotag, bond in bonds
    )
    return Drawing(
        title,
        "Filled dots: mean weight of the learning synapses from member to member, against their weight at "
        "birth. Open circles: the same between sets of other neurons, as many from each region and equally "
        "often active. p: chance that such a set gained as much.",
        f"Gain of the synapses between members. {title}. {gains}.",
        to_svg(figure),
        figure,
    )


def _draw_bond(axes: Axes, row: int, bond: Bond, colour: str) -> None:
    gain, elsewhere = 100.0 * bond.gain, 100.0 * bond.elsewhere
    axes.plot([elsewhere, gain], [row, row], color=LINE, linewidth=1.2, zorder=0)
    axes.plot(elsewhere, row, "o", markersize=5.5, markerfacecolor="none", markeredgecolor=GREY)
    axes.plot(gain, row, "o", markersize=6.5, color=colour, markeredgewidth=0)
    axes.text(
        1.03, row, f"p = {bond.p:.2g}", transform=axes.get_yaxis_transform(), fontsize=SMALL_PT, color=SOFT,
        va="center",
    )  # fmt: skip


def _outline(axes: Axes, groups: Sequence[NDArray[np.int64]]) -> None:
    first = 0.0
    for at, group in enumerate(groups):
        last = first + len(group)
        corners = [first, last, last, first, first]
        colour = PICTURE_COLOURS[at % len(PICTURE_COLOURS)]
        axes.plot(corners, [first, first, last, last, first], color=colour, linewidth=1.2)
        first = last


def _label(
    axes: Axes, shown: Sequence[Neurotag], groups: Sequence[NDArray[np.int64]], others: NDArray[np.int64]
) -> None:
    label_groups(
        axes, [len(group) for group in groups], list(map(name_of, shown)),
        SIDE_IN * sum(map(len, groups)) / (sum(map(len, groups)) + len(others)),
    )  # fmt: skip
    axes.set_yticks([])
    axes.set_xticks([])
    if len(others):
        axes.text(
            -0.03, 0.5 * len(others) / (sum(map(len, groups)) + len(others)), "in none",
            transform=axes.transAxes, fontsize=SMALL_PT, color=SOFT, ha="right", va="center",
        )  # fmt: skip


def _square(figure: Figure) -> Axes:
    axes = new_axes(figure, left=LEFT_IN, right=WIDTH_IN - LEFT_IN - SIDE_IN, bottom=BOTTOM_IN, top=TOP_IN)
    axes.spines["bottom"].set_visible(False)
    axes.patch.set_visible(True)
    axes.patch.set_color(LINE)
    return axes


def _draw_scale(figure: Figure, image: AxesImage) -> None:
    width, height = figure.get_size_inches()
    box = (
        (LEFT_IN + SIDE_IN + 0.12) / width,
        (BOTTOM_IN + 0.6) / height,
        0.08 / width,
        (SIDE_IN - 1.2) / height,
    )
    scale = figure.colorbar(image, cax=figure.add_axes(box))
    scale.outline.set_visible(False)
    scale.ax.tick_params(labelsize=SMALL_PT, colors=LINE, labelcolor=INK, length=2)
    scale.locator = MaxNLocator(5)
    scale.update_ticks()
    scale.set_label("correlation", fontsize=SMALL_PT, color=SOFT)


def _signed(value: float) -> str:
    return f"{value:.3f}".replace("-", "−")


def _percent(share: float) -> str:
    return f"{100 * share:+.0f} %".replace("-", "−")
