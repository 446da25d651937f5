"""What each probe found: bars of alarm, before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neurotag.measure import ALARM_RINGS, name_probe, onset_of_probe, pair_probes, say_change
from neurotag.report.theme import (
    COOL,
    GREY,
    INK,
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
    from collections.abc import Mapping

    from matplotlib.axes import Axes

    from neurotag.recording import Recording

    Measures = Mapping[str, float | int | None]

BAR_IN = 0.2
LABEL_IN = 0.24
GAP_IN = 0.14

BEFORE, AFTER, ONCE = GREY, WARM, COOL


def draw_probes(recording: Recording, measures: Measures) -> Drawing:
    """Return a bar for the alarm of each probe, with those made before and after in pairs."""
    if recording.brain.alarm is None:
        return Drawing("Nothing to compare", "This brain has no alarm to read.")
    groups = group_probes(recording, measures)
    if not groups:
        return Drawing("No probes", "No probe was made in this life.")
    height_in = sum(LABEL_IN + BAR_IN * len(bars) + GAP_IN for _, bars in groups)
    figure = new_figure(height_in + 0.75)
    axes = new_axes(figure, left=0.6, right=0.45, bottom=0.45, top=0.05)
    at_in = 0.0
    for words, bars in groups:
        axes.text(0, at_in + LABEL_IN / 2, words, fontsize=TEXT_PT, color=INK, va="center")
        at_in += LABEL_IN
        for label, value, colour in bars:
            _draw_bar(axes, at_in + BAR_IN / 2, label, value, colour)
            at_in += BAR_IN
        # The line of the alarm stands beside the bars only, not behind the words.
        ends_in = (at_in - BAR_IN * len(bars), at_in)
        axes.plot((ALARM_RINGS, ALARM_RINGS), ends_in, color=SOFT, linewidth=0.8, linestyle=(0, (1, 2)))
        at_in += GAP_IN
    _finish(axes, at_in)
    title = _title(recording, measures, groups)
    values = "; ".join(
        f"{words}: " + ", ".join(f"{label} {_say(value)}" for label, value, _ in bars)
        for words, bars in groups
    )
    return Drawing(
        title,
        "Mean alarm while a frozen twin of the brain meets each event. It starts calm, learns nothing, and "
        f"the brain itself does not live it. From {ALARM_RINGS:.0f} of 100 on the alarm rings.",
        f"Bars of the alarm in each probe. {values}.",
        to_svg(figure),
    )


Bar = tuple[str, float | None, str]


def group_probes(recording: Recording, measures: Measures) -> list[tuple[str, list[Bar]]]:
    """Return what each probe, or pair of probes, tests, and its bars: label, alarm, colour."""
    names = list(recording.probes)
    pairs = pair_probes(names)
    alarm = {name: measures.get(f"alarm_{onset_of_probe(recording, name).key}") for name in names}
    groups: list[tuple[str, list[Bar]]] = [
        (name_probe(recording, first), [("before", alarm[first], BEFORE), ("after", alarm[second], AFTER)])
        for first, second in pairs.values()
    ]
    paired = {name for pair in pairs.values() for name in pair}
    groups += [
        (f"{name.replace('_', ' ')}: {name_probe(recording, name)}", [("", alarm[name], ONCE)])
        for name in names
        if name not in paired
    ]
    return groups


def _draw_bar(axes: Axes, at_in: float, label: str, value: float | None, colour: str) -> None:
    axes.barh(at_in, value or 0.0, height=0.8 * BAR_IN, color=colour, linewidth=0)
    axes.annotate(
        label, (0, at_in), xytext=(-4, 0), textcoords="offset points", fontsize=SMALL_PT, color=SOFT,
        ha="right", va="center",
    )  # fmt: skip
    axes.annotate(
        _say(value), (value or 0.0, at_in), xytext=(3, 0), textcoords="offset points", fontsize=SMALL_PT,
        color=INK, va="center",
    )  # fmt: skip


def _finish(axes: Axes, height_in: float) -> None:
    axes.set_xlim(0, 100)
    axes.set_ylim(height_in, 0)
    axes.set_yticks([])
    axes.set_xticks([0, ALARM_RINGS, 50, 100], ["0", "rings", "50", "100"])
    label_x(axes, "mean alarm, 0 to 100")


def _title(recording: Recording, measures: Measures, groups: list[tuple[str, list[Bar]]]) -> str:
    changes = []
    for words, bars in groups:
        if len(bars) == 2 and bars[0][1] is not None and bars[1][1] is not None:
            changes.append((abs(bars[1][1] - bars[0][1]), words, bars[0][1], bars[1][1]))
    if changes:
        _, words, before, after = max(changes)
        subject = f"{words[0].upper()}{words[1:]}"
        return f"{subject}, {before:.0f} before and {after:.0f} after: {say_change(before, after)}"
    known = [(value, words) for words, bars in groups for _, value, _ in bars if value is not None]
    if not known:
        return "No probe could be measured"
    value, words = max(known)
    return f"The highest alarm, {value:.0f} of 100, is that of {words}"


def _say(value: float | None) -> str:
    return "not measured" if value is None else f"{value:.0f}"
