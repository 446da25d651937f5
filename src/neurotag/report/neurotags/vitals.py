"""Vitals: the table of all, and a panel of those that vary, each with its interval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from neurotag.neurotags import describe_vital
from neurotag.report.neurotags.choice import colour_of, say_shown, shown_of
from neurotag.report.tables import ABSENT
from neurotag.report.theme import INK, LINE, SMALL_PT, SOFT, WIDTH_IN, Drawing, new_axes, new_figure, to_svg

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from neurotag.neurotags.neurotag import Neurotag, Neurotags, Vital

N_COLUMNS = 3
ROW_IN, TITLE_IN, TICKS_IN = 0.16, 0.42, 0.32
LEFT_IN, RIGHT_IN, BETWEEN_IN = 0.32, 0.15, 0.2

FROM_FILE = (
    "Cannot be told from this recording: it needs a simulated brain, with its synapses and its frozen twins."
)
FROM_RUN = "Cannot be told from this run: it was not measured, or there was too little to measure."


@dataclass(frozen=True)
class VitalRow:
    """One vital in a table: what it is, and each neurotag's value and interval in words."""

    name: str
    title: str
    unit: str
    definition: str
    cells: tuple[tuple[str, str], ...]
    reason: str = ""


def vital_rows(neurotags: Neurotags, *, is_run: bool) -> list[VitalRow]:
    """Return a row for each vital of the neurotags shown; one that no neurotag has says why.

    Parameters
    ----------
    neurotags : Neurotags
        What was found.
    is_run : bool
        Whether it was found in a simulated life.
    """
    shown = shown_of(neurotags)
    rows = []
    for name in names_of(shown):
        meaning = describe_vital(name)
        vitals = [neurotag.vitals.get(name) for neurotag in shown]
        reason = "" if any(_is_known(vital) for vital in vitals) else (FROM_RUN if is_run else FROM_FILE)
        cells = tuple(_cell(vital) for vital in vitals)
        rows.append(VitalRow(name, meaning.title, meaning.unit, meaning.definition, cells, reason))
    return rows


def names_of(shown: Sequence[Neurotag]) -> list[str]:
    """Return the names of all vitals that any of these has, in order."""
    return list(dict.fromkeys(name for neurotag in shown for name in neurotag.vitals))


def draw_vitals(neurotags: Neurotags) -> Drawing:
    """Return a panel for each vital with a dot for each neurotag, and whiskers for its interval."""
    shown = shown_of(neurotags)
    names = [
        name for name in names_of(shown) if any(_is_known(neurotag.vitals.get(name)) for neurotag in shown)
    ]
    if not names:
        reason = "No vital could be told." if shown else "There is no neurotag that could have any."
        return Drawing("No vitals", reason)
    n_rows = -(-len(names) // N_COLUMNS)
    panel_in = ROW_IN * (len(shown) + 0.5)
    figure = new_figure(n_rows * (TITLE_IN + panel_in + TICKS_IN))
    for at, name in enumerate(names):
        axes = _panel(figure, at, panel_in)
        for place, neurotag in enumerate(shown):
            _draw_vital(axes, place, neurotag.vitals.get(name))
        _dress(axes, name, shown, is_first=at % N_COLUMNS == 0)
    title = f"The vitals of {f'{len(shown)} neurotags' if len(shown) > 1 else 'the neurotag'} side by side"
    return Drawing(
        title,
        "Dots: the values. Lines: 95 % intervals, where there are any. "
        f"{ABSENT} stands for what could not be told. What each vital is: see the "
        f"table.{say_shown(neurotags)}",
        f"{title}: {', '.join(describe_vital(name).title for name in names)}; the table has the values.",
        to_svg(figure),
        figure,
    )


def show_value(value: float) -> str:
    """Return a number with three digits that count, and a proper minus sign.

    Examples
    --------
    >>> show_value(1234.4), show_value(-0.01234), show_value(3.0)
    ('1,234', '−0.0123', '3')
    """
    text = f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    return text.replace("-", "−")


def _is_known(vital: Vital | None) -> bool:
    return vital is not None and vital.value is not None


def _cell(vital: Vital | None) -> tuple[str, str]:
    if vital is None or vital.value is None:
        return ABSENT, ""
    if vital.low is None or vital.high is None:
        return show_value(vital.value), ""
    return show_value(vital.value), f"{show_value(vital.low)} to {show_value(vital.high)}"


def _panel(figure: Figure, at: int, panel_in: float) -> Axes:
    row, column = divmod(at, N_COLUMNS)
    width_in = (WIDTH_IN - LEFT_IN - RIGHT_IN - BETWEEN_IN * (N_COLUMNS - 1)) / N_COLUMNS
    left_in = LEFT_IN + column * (width_in + BETWEEN_IN)
    top_in = row * (TITLE_IN + panel_in + TICKS_IN) + TITLE_IN
    bottom_in = float(figure.get_size_inches()[1]) - top_in - panel_in
    return new_axes(figure, left=left_in, right=WIDTH_IN - left_in - width_in, bottom=bottom_in, top=top_in)


def _draw_vital(axes: Axes, place: int, vital: Vital | None) -> None:
    axes.axhline(place, color=LINE, linewidth=0.4, zorder=0)
    colour = colour_of(place)
    if vital is None or vital.value is None:
        axes.text(
            0.02,
            place,
            ABSENT,
            transform=axes.get_yaxis_transform(),
            fontsize=SMALL_PT,
            color=SOFT,
            va="center",
        )
        return
    if vital.low is not None and vital.high is not None:
        axes.plot([vital.low, vital.high], [place, place], color=colour, linewidth=1.4, solid_capstyle="butt")
    axes.plot(vital.value, place, "o", markersize=4.5, color=colour, markeredgewidth=0)


def _dress(axes: Axes, name: str, shown: Sequence[Neurotag], *, is_first: bool) -> None:
    meaning = describe_vital(name)
    axes.set_ylim(len(shown) - 0.5, -0.75)
    words = [str(neurotag.id) for neurotag in shown]
    axes.set_yticks(range(len(shown)), words if is_first else [""] * len(words), fontsize=SMALL_PT)
    for place, label in enumerate(axes.get_yticklabels()):
        label.set_color(colour_of(place))
    low, high = axes.dataLim.intervalx
    # From zero, unless what varies would be lost on the way from there.
    if low >= 0 and (low < 0.7 * high or high - low < 0.02 * high):
        axes.update_datalim([(0.0, 0.0)])
    axes.margins(x=0.1)
    axes.locator_params(axis="x", nbins=3)
    axes.tick_params(labelsize=SMALL_PT)
    axes.xaxis.set_major_formatter(lambda value, _at: show_value(round(value, 10)))
    axes.text(0.0, 1.0, meaning.unit, transform=axes.transAxes, fontsize=SMALL_PT, color=SOFT, va="bottom")
    axes.annotate(
        meaning.title, (0.0, 1.0), xycoords="axes fraction", xytext=(0, 11), textcoords="offset points",
        fontsize=SMALL_PT, color=INK, va="bottom",
    )  # fmt: skip
