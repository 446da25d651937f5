"""The four changes since birth: a table of each neurotag, and where it stands among random sets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from neurotag.neurotags.probing import READING_UNITS, describe_dial, say_counted
from neurotag.report.neurotags.choice import colour_of, name_of, say_shown, shown_of
from neurotag.report.neurotags.null import stack
from neurotag.report.neurotags.vitals import show_value
from neurotag.report.tables import ABSENT
from neurotag.report.theme import (
    GREY,
    INK,
    LINE,
    SMALL_PT,
    SOFT,
    WIDTH_IN,
    Drawing,
    new_axes,
    new_figure,
    to_svg,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from neurotag.neurotags.neurotag import Neurotag, Neurotags
    from neurotag.neurotags.probing import Dial, Reading

N_COLUMNS = 2
ROW_IN, TITLE_IN, TICKS_IN = 0.36, 0.44, 0.36
LEFT_IN, RIGHT_IN, BETWEEN_IN = 0.32, 0.15, 0.3
DOT_IN = 0.05
"""Distance between the dots of random sets that stand above each other."""

FAINT_SHARE = 0.6
"""How opaque such a dot is."""

PLAIN = {
    "imprecision": "When half of its members are cued, how much the neighbours that are no members fire as "
    "well. Above 0: it draws in more of them than at birth.",
    "disinhibition": "How firmly inhibitory neurons hold its members. Above 0: they hold less; 1 is half as "
    "much.",
    "facilitation": "How long it takes to ignite after a cue of half of its members. Below 0: sooner than at "
    "birth.",
    "residual": "The other side of facilitation: what is still going on when a cue is over. Above 0: more "
    "for the next cue to build on.",
    "sensitisation": "How small a cue can be and still ignite it. Below 0: a smaller one is enough.",
}
"""What each dial means, for people who will not read its definition."""

NOT_CUED = "It has too few excitatory members to be cued in parts."


@dataclass(frozen=True)
class DialRow:
    """One dial of a neurotag in words: values, and what stands small below each."""

    title: str
    unit: str
    before: tuple[str, str]
    now: tuple[str, str]
    change: tuple[str, str]
    chance: tuple[str, str]


@dataclass(frozen=True)
class DialTable:
    """All dials of a neurotag, or the reason why it has none."""

    title: str
    rows: tuple[DialRow, ...]
    reason: str = ""


@dataclass(frozen=True)
class DialMeaning:
    """What a dial means: plainly, and its definition."""

    title: str
    unit: str
    plain: str
    definition: str


def has_dials(neurotags: Neurotags) -> bool:
    """Return whether dials were measured of any neurotag that is shown."""
    return any(neurotag.dials for neurotag in shown_of(neurotags))


def dial_tables(neurotags: Neurotags) -> list[DialTable]:
    """Return a table of dials for each neurotag shown; none where none were measured.

    Parameters
    ----------
    neurotags : Neurotags
        What was found.
    """
    if not has_dials(neurotags):
        return []
    return [
        DialTable(
            name_of(neurotag).capitalize(),
            tuple(_row(dial) for dial in neurotag.dials.values()),
            "" if neurotag.dials else NOT_CUED,
        )
        for neurotag in shown_of(neurotags)
    ]


def dial_meanings(neurotags: Neurotags) -> list[DialMeaning]:
    """Return what the dials of these neurotags mean, each once."""
    meanings = [(name, describe_dial(name)) for name in _names_of(shown_of(neurotags))]
    return [DialMeaning(each.title, each.unit, PLAIN[name], each.definition) for name, each in meanings]


def draw_dials(neurotags: Neurotags) -> Drawing:
    """Return a panel for each dial: the change of each neurotag on a strip of those of its random sets."""
    shown = shown_of(neurotags)
    places = [place for place, neurotag in enumerate(shown) if neurotag.dials]
    names = _names_of(shown)
    if not places:
        return Drawing("No changes", "The four changes since birth were not measured.")
    panel_in = ROW_IN * len(places)
    n_rows = -(-len(names) // N_COLUMNS)
    figure = new_figure(n_rows * (TITLE_IN + panel_in + TICKS_IN))
    for at, name in enumerate(names):
        axes = _panel(figure, at, panel_in)
        dials = [shown[place].dials.get(name) for place in places]
        _set_scale(axes, dials)
        for row, (place, dial) in enumerate(zip(places, dials, strict=True)):
            _draw_dial(axes, row, dial, colour_of(place))
        _dress(axes, name, [shown[place] for place in places], places, is_first=at % N_COLUMNS == 0)
    n_sets = max(len(dial.null) for place in places for dial in shown[place].dials.values())
    return Drawing(
        _title(shown),
        "Dots in colour, and lines: the change of each neurotag since birth, with its 95 % interval. Grey: "
        f"the same for {n_sets} random sets of other neurons. Upright line: no change. "
        "Where no cue ignites a neurotag in one of the two states, or any does in both, there is no number, "
        f"and words stand in its place.{say_shown(neurotags)}",
        _alt([shown[place] for place in places]),
        to_svg(figure),
        figure,
    )


def _names_of(shown: Sequence[Neurotag]) -> list[str]:
    return list(dict.fromkeys(name for neurotag in shown for name in neurotag.dials))


def _row(dial: Dial) -> DialRow:
    meaning = describe_dial(dial.name)
    words = say_counted(dial)
    low_high = "" if dial.low is None or dial.high is None else _range(dial.low, dial.high)
    if dial.value is None:
        change = (ABSENT, "")
    elif words:
        change = (f"no number: {words}", f"counted as {show_value(dial.value)} for p")
    else:
        change = (f"{_bound(dial)}{show_value(dial.value)}", low_high)
    null = dial.null_range
    strip = ABSENT if null is None else _range(*null)
    unit = READING_UNITS[dial.name]
    return DialRow(
        meaning.title,
        unit if unit == meaning.unit else f"{unit}; change: {meaning.unit}",
        _say_reading(dial, dial.before),
        _say_reading(dial, dial.now),
        change,
        (strip, "" if dial.p is None else f"p = {show_value(dial.p)}"),
    )


def _bound(dial: Dial) -> str:
    """Return what makes a change a bound, where a threshold may lie below the smallest cue that was tried."""
    if dial.now is not None and dial.now.is_most:
        return "at most "
    return "at least " if dial.before is not None and dial.before.is_most else ""


def _say_reading(dial: Dial, reading: Reading | None) -> tuple[str, str]:
    if reading is None:
        return ABSENT, ""
    if not reading.is_reached:
        return "does not ignite", ""
    if reading.value is None:
        return ABSENT, ""
    aside = ""
    if reading.n_censored:
        does = "does" if reading.n_censored == 1 else "do"
        aside = f"{reading.n_censored} of {dial.n_trials} trials {does} not ignite and count as 300 ms"
    if reading.is_most:
        return f"at most {show_value(reading.value)}", "the smallest cue tried ignites it"
    return show_value(reading.value), aside


def _range(low: float, high: float) -> str:
    """Return a range; ends that read alike are told once."""
    ends = [show_value(end + 0.0) for end in (low, high)]
    return ends[0] if ends[0] == ends[1] else " to ".join(ends)


def _panel(figure: Figure, at: int, panel_in: float) -> Axes:
    row, column = divmod(at, N_COLUMNS)
    width_in = _width_in()
    left_in = LEFT_IN + column * (width_in + BETWEEN_IN)
    top_in = row * (TITLE_IN + panel_in + TICKS_IN) + TITLE_IN
    bottom_in = float(figure.get_size_inches()[1]) - top_in - panel_in
    return new_axes(figure, left=left_in, right=WIDTH_IN - left_in - width_in, bottom=bottom_in, top=top_in)


def _width_in() -> float:
    return (WIDTH_IN - LEFT_IN - RIGHT_IN - BETWEEN_IN * (N_COLUMNS - 1)) / N_COLUMNS


def _set_scale(axes: Axes, dials: Sequence[Dial | None]) -> None:
    """Make room for all that is drawn, and for no change."""
    drawn = [0.0]
    for dial in dials:
        if dial is not None and _is_drawn(dial):
            drawn += [end for end in (dial.value, dial.low, dial.high) if end is not None]
            drawn += dial.null[np.isfinite(dial.null)].tolist()
    low, high = min(drawn), max(drawn)
    room = 0.07 * (high - low) or 1.0
    axes.set_xlim(low - room, high + room)


def _is_drawn(dial: Dial) -> bool:
    return dial.value is not None and not dial.is_counted


def _draw_dial(axes: Axes, row: int, dial: Dial | None, colour: str) -> None:
    if dial is None or dial.value is None or dial.is_counted:
        words = _short(dial) if dial is not None and dial.is_counted else ""
        axes.text(
            0.0, row, words or ABSENT, transform=axes.get_yaxis_transform(), fontsize=SMALL_PT,
            color=colour if words else SOFT, va="center",
        )  # fmt: skip
        return
    axes.axhline(row, color=LINE, linewidth=0.4, zorder=0)
    axes.plot([0.0, 0.0], [row - 0.5, row + 0.5], color=SOFT, linewidth=0.7, zorder=0)
    _draw_null(axes, row, dial)
    if dial.low is not None and dial.high is not None:
        axes.plot([dial.low, dial.high], [row, row], color=colour, linewidth=1.4, solid_capstyle="butt")
    axes.plot(dial.value, row, "o", markersize=5.5, color=colour, markeredgewidth=0)


def _draw_null(axes: Axes, row: int, dial: Dial) -> None:
    """Draw the random sets; those at one place stand above and below each other."""
    low, high = axes.get_xlim()
    placed = stack(dial.null[np.isfinite(dial.null)] / (high - low), DOT_IN / _width_in())
    for share, level in placed:
        n_here = sum(other == share for other, _ in placed)
        step = min(DOT_IN / ROW_IN, 0.8 / n_here)
        axes.plot(
            share * (high - low), row + (level - (n_here - 1) / 2) * step, "o", color=GREY,
            alpha=FAINT_SHARE, markersize=3.2, markeredgewidth=0,
        )  # fmt: skip


def _short(dial: Dial) -> str:
    """Return what became of a dial without a number as a row of a figure has room for it."""
    if dial.is_saturated:
        return "any cue ignites it"
    before, now = (reading is None or reading.is_reached for reading in (dial.before, dial.now))
    if now:
        return "ignites only now"
    return "no longer ignites" if before else "never ignites"


def _dress(axes: Axes, name: str, cued: Sequence[Neurotag], places: Sequence[int], *, is_first: bool) -> None:
    meaning = describe_dial(name)
    axes.set_ylim(len(cued) - 0.5, -0.5)
    words = [str(neurotag.id) for neurotag in cued]
    axes.set_yticks(range(len(cued)), words if is_first else [""] * len(words), fontsize=SMALL_PT)
    for place, label in zip(places, axes.get_yticklabels(), strict=True):
        label.set_color(colour_of(place))
    if axes.lines:
        axes.locator_params(axis="x", nbins=4)
    else:
        axes.set_xticks([])
    axes.tick_params(labelsize=SMALL_PT)
    axes.xaxis.set_major_formatter(lambda value, _at: show_value(round(value, 10)))
    axes.text(0.0, 1.0, meaning.unit, transform=axes.transAxes, fontsize=SMALL_PT, color=SOFT, va="bottom")
    axes.annotate(
        meaning.title, (0.0, 1.0), xycoords="axes fraction", xytext=(0, 11), textcoords="offset points",
        fontsize=SMALL_PT, color=INK, va="bottom",
    )  # fmt: skip


def _title(shown: Sequence[Neurotag]) -> str:
    """Return how many changes no random set comes up to."""
    dials = [dial for neurotag in shown for dial in neurotag.dials.values() if dial.p is not None]
    if not dials:
        return "What changed since birth"
    n_beyond = sum(dial.p is not None and dial.p <= 1.0 / (1 + len(dial.null)) + 1e-9 for dial in dials)
    verb = "is" if n_beyond == 1 else "are"
    return (
        f"{n_beyond or 'None'} of {len(dials)} changes since birth {verb} further out than any random set's"
    )


def _alt(cued: Sequence[Neurotag]) -> str:
    told = []
    for neurotag in cued:
        changes = [
            f"{describe_dial(name).title.lower()} ({dial.unit}) {_row(dial).change[0]}, random sets "
            f"{_row(dial).chance[0]}"
            for name, dial in neurotag.dials.items()
        ]
        told.append(f"{name_of(neurotag).capitalize()}: {'; '.join(changes)}.")
    return " ".join(told)
