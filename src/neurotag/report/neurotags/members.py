"""Member weights: how strongly each member goes with the others, and where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from neurotag.report.neurotags.choice import COLOURS, colour_of, name_of, say_shown, shown_of
from neurotag.report.theme import (
    GREY,
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

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from neurotag.neurotags.neurotag import Neurotag, Neurotags

N_COLUMNS = 2
PANEL_IN, TITLE_IN, BOTTOM_IN = 0.85, 0.34, 0.32
LEFT_IN, RIGHT_IN, BETWEEN_IN = 0.5, 0.12, 0.5
LEGEND_IN = 0.18
LETTER_IN = 0.067
"""Width of a letter of the legend, about."""


def draw_members(neurotags: Neurotags) -> Drawing:
    """Return the weights of each neurotag's members, falling, coloured by region where regions are known."""
    shown = shown_of(neurotags)
    if not shown:
        return Drawing("No members", "There is no neurotag that could have any.")
    colours = colours_of_regions(neurotags)
    legend = _lines_of_legend(colours)
    n_rows = -(-len(shown) // N_COLUMNS)
    top_in = LEGEND_IN * len(legend) + (0.1 if legend else 0.0)
    figure = new_figure(top_in + n_rows * (TITLE_IN + PANEL_IN) + BOTTOM_IN)
    high = max(float(neurotag.weights.max()) for neurotag in shown) * 1.1
    low = min(0.0, min(float(neurotag.weights.min()) for neurotag in shown) * 1.1)
    for at, neurotag in enumerate(shown):
        row, column = divmod(at, N_COLUMNS)
        axes = _panel(figure, row, column, top_in)
        _draw_panel(axes, neurotags, neurotag, colours, INK if colours else colour_of(at))
        axes.set_ylim(low, high)
        if column == 0:
            axes.set_ylabel("weight", fontsize=SMALL_PT, color=GREY)
        else:
            axes.tick_params(axis="y", labelleft=False)
        if at + N_COLUMNS >= len(shown):
            label_x(axes, "members, strongest first")
    _write_legend(figure, legend, colours)
    title = _title(neurotags, shown)
    others = " Grey: the other regions." if colours and GREY in colours.values() else ""
    return Drawing(
        title,
        "Each dot is a member. Its weight is the correlation of its activity with that of the other members "
        f"together.{f' The colours are regions.{others}' if colours else ''}{say_shown(neurotags)}",
        f"Weights of the members of {len(shown)} neurotags. {title}. {_list(neurotags, shown)}.",
        to_svg(figure),
        figure,
    )


def colours_of_regions(neurotags: Neurotags) -> dict[str, str]:
    """Return a colour for each region of the members: those with most have one of their own."""
    counts: dict[str, int] = {}
    for neurotag in shown_of(neurotags):
        for region, n in region_counts(neurotags, neurotag).items():
            counts[region] = counts.get(region, 0) + n
    order = sorted(counts, key=lambda region: (-counts[region], region))
    return {region: COLOURS[at] if at < len(COLOURS) else GREY for at, region in enumerate(order)}


def region_counts(neurotags: Neurotags, neurotag: Neurotag) -> dict[str, int]:
    """Return how many members stand in each region, the most first; nothing where regions are not known."""
    regions = neurotags.trains.regions
    if regions is None:
        return {}
    names, counts = np.unique([regions[at] for at in neurotag.members], return_counts=True)
    order = np.argsort(-counts, kind="stable")
    return {str(names[at]): int(counts[at]) for at in order}


def _panel(figure: Figure, row: int, column: int, top_in: float) -> Axes:
    width_in = (WIDTH_IN - LEFT_IN - RIGHT_IN - BETWEEN_IN * (N_COLUMNS - 1)) / N_COLUMNS
    left_in = LEFT_IN + column * (width_in + BETWEEN_IN)
    above_in = top_in + row * (TITLE_IN + PANEL_IN) + TITLE_IN
    below_in = float(figure.get_size_inches()[1]) - above_in - PANEL_IN + 0.12
    return new_axes(figure, left=left_in, right=WIDTH_IN - left_in - width_in, bottom=below_in, top=above_in)


def _draw_panel(
    axes: Axes, neurotags: Neurotags, neurotag: Neurotag, colours: Mapping[str, str], own: str
) -> None:
    order = np.argsort(-neurotag.weights, kind="stable")
    regions = neurotags.trains.regions
    shades = [own if regions is None else colours[regions[neurotag.members[at]]] for at in order]
    rank = np.arange(1, len(order) + 1)
    axes.axhline(0, color=LINE, linewidth=0.6, zorder=0)
    if len(order) <= 60:
        axes.vlines(rank, 0, neurotag.weights[order], color=LINE, linewidth=0.8, zorder=0)
    axes.scatter(rank, neurotag.weights[order], s=14 if len(order) <= 60 else 7, c=shades, linewidths=0)
    axes.set_xlim(0, len(order) + 1)
    axes.locator_params(axis="both", nbins=3, integer=False)
    axes.set_xticks(sorted({1, len(order)}))
    axes.tick_params(labelsize=SMALL_PT)
    axes.text(
        0.0, 1.04, f"{name_of(neurotag)}, {neurotag.n_members} members", transform=axes.transAxes,
        fontsize=TEXT_PT, color=own, va="bottom",
    )  # fmt: skip


def _lines_of_legend(colours: Mapping[str, str]) -> list[list[str]]:
    """Return the regions that have a colour of their own, as many on a line as fit."""
    lines: list[list[str]] = []
    room_in = 0.0
    for region, colour in colours.items():
        width_in = 0.3 + LETTER_IN * len(region)
        if colour == GREY:
            break
        if room_in < width_in:
            lines.append([])
            room_in = WIDTH_IN - LEFT_IN - RIGHT_IN
        lines[-1].append(region)
        room_in -= width_in
    return lines


def _write_legend(figure: Figure, lines: Sequence[Sequence[str]], colours: Mapping[str, str]) -> None:
    width_in, height_in = figure.get_size_inches()
    for row, line in enumerate(lines):
        left_in = LEFT_IN
        for region in line:
            y = 1.0 - (0.1 + LEGEND_IN * row) / height_in
            figure.text(left_in / width_in, y, "●", color=colours[region], fontsize=SMALL_PT, va="center")
            figure.text(
                (left_in + 0.12) / width_in, y, region, color=colours[region], fontsize=SMALL_PT, va="center"
            )
            left_in += 0.3 + LETTER_IN * len(region)


def _title(neurotags: Neurotags, shown: Sequence[Neurotag]) -> str:
    sizes = [neurotag.n_members for neurotag in shown]
    n = f"{min(sizes)} to {max(sizes)}" if min(sizes) < max(sizes) else str(sizes[0])
    reach = [len(region_counts(neurotags, neurotag)) for neurotag in shown]
    where = ""
    if max(reach):
        spread = f"{min(reach)} to {max(reach)}" if min(reach) < max(reach) else str(reach[0])
        where = f" in {spread} region{'' if spread == '1' else 's'}"
    return f"{'Each' if len(shown) > 1 else 'It'} has {n} members{where}"


def _list(neurotags: Neurotags, shown: Sequence[Neurotag]) -> str:
    said = []
    for neurotag in shown:
        counts = region_counts(neurotags, neurotag)
        regions = f" ({', '.join(f'{region} {n}' for region, n in counts.items())})" if counts else ""
        said.append(f"{name_of(neurotag)}: {neurotag.n_members} members{regions}")
    return "; ".join(said)
