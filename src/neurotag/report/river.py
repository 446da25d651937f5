"""The river of neurotags: one stream for each through time, and how many of its members it exchanges."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from neurotag.neurotags.tracking.identity import exchanged_of
from neurotag.neurotags.tracking.telling import say_count, tell
from neurotag.report.neurotags.choice import colour_of
from neurotag.report.streams import MOST_STREAMS, Clock, Lane, bend, clock_of, lanes_of, shown_of
from neurotag.report.theme import (
    FAINT,
    INK,
    LINE,
    SMALL_PT,
    SOFT,
    Drawing,
    label_x,
    new_axes,
    new_figure,
    to_svg,
)
from neurotag.report.timeline import LANE_IN, draw_grid, draw_strip
from neurotag.report.timeline import lanes_of as kinds_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from neurotag.neurotags.tracking.identity import Identity, Sighting, Tracks
    from neurotag.recording import Mark

LEFT_IN, RIGHT_IN, BOTTOM_IN = 0.62, 0.18, 0.48
TURNOVER_IN = 0.75
BETWEEN_IN = 0.2

HATCHED = 0.55
"""Opacity of a piece of a stream that is not sure."""

MOST_TICKS = 7
ENDS = ("birth", "death")
LONGEST_NAME = 14
REGIONS_NAMED = 3


def draw_river(tracks: Tracks, *, marks: Sequence[Mark] = ()) -> Drawing:
    """Return the river of neurotags, and what happened meanwhile above it.

    Parameters
    ----------
    tracks : Tracks
        Neurotags followed through windows.
    marks : sequence of Mark, optional
        Lived events of a simulated life, drawn where the windows follow each other in time.
    """
    shown = shown_of(tracks)
    if not shown:
        return Drawing("No river", tracks.sentence())
    clock = clock_of(tracks)
    lanes, river_in = lanes_of(shown)
    placed = _placed(marks, tracks, clock)
    strip_in = LANE_IN * len(kinds_of(placed)) + 0.06 if placed else 0.0
    pause_in = 0.2 if clock.pauses else 0.05
    height_in = BOTTOM_IN + TURNOVER_IN + BETWEEN_IN + river_in + pause_in + strip_in
    figure = new_figure(height_in)
    margins = {"left": LEFT_IN, "right": RIGHT_IN}
    below_in = BOTTOM_IN + TURNOVER_IN + BETWEEN_IN
    axes = new_axes(figure, bottom=below_in, top=pause_in + strip_in, **margins)
    colours = {identity.id: colour_of(at) for at, identity in enumerate(shown)}
    _draw_streams(_Bed(axes, tracks, clock, lanes, colours), shown)
    axes.set_ylim(river_in, 0.0)
    axes.set_yticks([])
    axes.tick_params(axis="x", bottom=False, labelbottom=False)
    axes.spines["bottom"].set_visible(False)
    turnover = new_axes(figure, bottom=BOTTOM_IN, top=height_in - BOTTOM_IN - TURNOVER_IN, **margins)
    _draw_turnover(turnover, shown, clock)
    _label_time(turnover, tracks, clock)
    for one in (axes, turnover):
        one.set_xlim(clock.begin[0], clock.end[-1])
        _draw_pauses(one, clock, labelled=one is axes)
    if placed:
        strip = new_axes(figure, bottom=height_in - strip_in, top=0.04, **margins)
        draw_strip(strip, placed)
        strip.set_xlim(axes.get_xlim())
    title = _title(tracks)
    story = " ".join(tell(event, tracks.windows) for event in tracks.events)
    return Drawing(
        title, _note(tracks, shown, has_strip=bool(placed)), f"River of neurotags. {title}. {story}",
        to_svg(figure), figure,
    )  # fmt: skip


@dataclass(frozen=True)
class _Bed:
    """What every stream is drawn on and with."""

    axes: Axes
    tracks: Tracks
    clock: Clock
    lanes: dict[int, Lane]
    colours: dict[int, str]


def _draw_streams(bed: _Bed, shown: Sequence[Identity]) -> None:
    for identity in shown:
        _draw_ends(bed, identity)
        for before, after in itertools.pairwise(identity.sightings):
            _draw_piece(bed, identity.id, before, after)
        _draw_joins(bed, identity)
        _name(bed, identity)


def _fill(
    axes: Axes,
    x: tuple[float, float],
    middle: tuple[float, float],
    half: tuple[float, float],
    *,
    colour: str,
    is_sure: bool = True,
    zorder: float = 2.0,
) -> None:
    """Draw one piece of a stream: solid, or hatched within dashed edges where it is not sure."""
    along, low, high = bend(x, middle, half)
    if is_sure:
        # The thin edge closes the seam to the next piece.
        axes.fill_between(along, low, high, color=colour, linewidth=0.4, zorder=zorder)
        return
    axes.fill_between(
        along, low, high, facecolor="none", edgecolor=colour, hatch="//////", linewidth=0, alpha=HATCHED,
        zorder=zorder,
    )  # fmt: skip
    for edge in (low, high):
        axes.plot(along, edge, color=colour, linewidth=1.0, linestyle=(0, (3, 2)), zorder=zorder)


def _draw_piece(bed: _Bed, id_: int, before: Sighting, after: Sighting) -> None:
    """Draw a stream between two sightings; where windows are missing between them, a thin dashed line."""
    axes, clock, lane, colour = bed.axes, bed.clock, bed.lanes[id_], bed.colours[id_]
    x = float(clock.middle[before.window]), float(clock.middle[after.window])
    middle = (lane.middle, lane.middle)
    half = lane.half[before.window], lane.half[after.window]
    if after.window == before.window + 1:
        _fill(axes, x, middle, half, colour=colour, is_sure=after.is_sure)
        return
    ends = float(clock.end[before.window]), float(clock.begin[after.window])
    merges, splits = (_joins_of(bed.tracks, id_, kind) for kind in ("merge", "split"))
    is_joined = any(before.window < window < after.window for window in merges)
    if not is_joined:
        _fill(axes, (x[0], ends[0]), middle, (half[0], 0.0), colour=colour)
    if after.window not in splits:
        _fill(axes, (ends[1], x[1]), middle, (0.0, half[1]), colour=colour, is_sure=after.is_sure)
    if not is_joined:
        axes.plot(ends, middle, color=colour, linewidth=1.2, linestyle=(0, (1, 2)), zorder=2)


def _joins_of(tracks: Tracks, id_: int, kind: str) -> set[int]:
    """Return the windows in which a neurotag ended in another one, or came off another one."""
    return {event.window for event in tracks.events if event.kind == kind and id_ in event.identities[1:]}


def _draw_ends(bed: _Bed, identity: Identity) -> None:
    """Draw how a stream begins (a spring, or there before) and ends (tapering, or beyond the last window)."""
    axes, clock, tracks = bed.axes, bed.clock, bed.tracks
    lane, colour = bed.lanes[identity.id], bed.colours[identity.id]
    first, last = identity.first.window, identity.last.window
    begins = float(clock.begin[first]), float(clock.middle[first])
    middle = (lane.middle, lane.middle)
    if identity.origin == "birth":
        doubts = {event.identities[0]: event.why_unsure for event in tracks.events if event.kind == "birth"}
        is_sure = not doubts.get(identity.id)
        _fill(axes, begins, middle, (0.0, lane.half[first]), colour=colour, is_sure=is_sure)
        axes.plot(begins[0], lane.middle, "o", color=colour, markersize=4.5, zorder=3)
    elif identity.origin == "start":
        _fill(axes, begins, middle, (lane.half[first],) * 2, colour=colour)
    ends = float(clock.middle[last]), float(clock.end[last])
    joins = any(window > last for window in _joins_of(tracks, identity.id, "merge"))
    if last == len(tracks.windows) - 1:
        _fill(axes, ends, middle, (lane.half[last],) * 2, colour=colour)
    elif not joins:
        _fill(axes, ends, middle, (lane.half[last], 0.0), colour=colour)


def _draw_joins(bed: _Bed, identity: Identity) -> None:
    """Draw where a stream joins another one, and where it parts from one."""
    clock = bed.clock
    mine = bed.lanes[identity.id]
    for event in bed.tracks.events:
        theirs = bed.lanes.get(event.identities[0])
        if event.kind not in {"merge", "split"} or identity.id not in event.identities[1:] or theirs is None:
            continue
        joins = event.kind == "merge"
        here, there = (mine, theirs) if joins else (theirs, mine)
        before = [window for window in here.half if window < event.window]
        if not before or event.window not in there.half:
            continue
        x = float(clock.middle[before[-1]]), float(clock.middle[event.window])
        half = mine.half[before[-1]] if joins else mine.half[event.window]
        bank = theirs.half[event.window if joins else before[-1]]
        # It lies along that bank of the other stream from which it comes or to which it goes.
        side = 1.0 if mine.middle > theirs.middle else -1.0
        meets = theirs.middle + side * max(0.0, bank - half)
        middle = (mine.middle, meets) if joins else (meets, mine.middle)
        colour = bed.colours[identity.id]
        halves = (half, min(half, bank)) if joins else (min(half, bank), half)
        _fill(bed.axes, x, middle, halves, colour=colour, is_sure=event.is_sure, zorder=1.5)


def _name(bed: _Bed, identity: Identity) -> None:
    tracks, clock = bed.tracks, bed.clock
    regions = [name for name, _ in tracks.regions_of(identity.last)]
    more = f" +{len(regions) - REGIONS_NAMED}" if len(regions) > REGIONS_NAMED else ""
    where = f" · {', '.join(regions[:REGIONS_NAMED])}{more}" if regions else ""
    x = float(clock.begin[identity.first.window])
    span = clock.end[-1] - clock.begin[0]
    is_late = x > clock.begin[0] + 0.6 * span
    n_first, n_last = len(identity.first.members), len(identity.last.members)
    n = f"{n_first} to {n_last}" if n_first != n_last else str(n_last)
    words = f"neurotag {identity.id}{where} · {n} members"
    lane = bed.lanes[identity.id]
    # It stands on the stream below it, not on the thickest place far away.
    below = [half for window, half in lane.half.items() if is_late or clock.begin[window] < x + 0.5 * span]
    bed.axes.text(
        float(clock.end[-1]) if is_late else x, lane.middle - max(below) - 0.03, words,
        fontsize=SMALL_PT, color=INK, ha="right" if is_late else "left", va="bottom", zorder=4,
    )  # fmt: skip


def _draw_turnover(axes: Axes, shown: Sequence[Identity], clock: Clock) -> None:
    draw_grid(axes, (50.0, 100.0))
    for at, identity in enumerate(shown):
        pairs = list(itertools.pairwise(identity.sightings))
        x = [float(clock.middle[after.window]) for _, after in pairs]
        shares = [100.0 * exchanged_of(before.members, after.members) for before, after in pairs]
        axes.plot(x, shares, "o-", color=colour_of(at), markersize=2.6, linewidth=1.0, clip_on=False)
    axes.set_ylim(0.0, 105.0)
    axes.set_yticks([0, 50, 100], ["0 %", "50 %", "100 %"], fontsize=SMALL_PT)
    axes.text(
        0.0, 1.04, "members exchanged since it was last seen", transform=axes.transAxes, fontsize=SMALL_PT,
        color=SOFT, va="bottom",
    )  # fmt: skip


def _label_time(axes: Axes, tracks: Tracks, clock: Clock) -> None:
    windows = tracks.windows
    if not tracks.are_in_time:
        names = [window.label for window in windows]
        are_short = len(names) * max(map(len, names)) <= 60 and max(map(len, names)) <= LONGEST_NAME
        labels = names if are_short else [str(at) for at in range(1, len(names) + 1)]
        axes.set_xticks(clock.middle, labels, fontsize=SMALL_PT)
        label_x(axes, "recordings" if are_short else "recordings, in the order given")
        return
    edges = [window.start_s for window in windows] + [windows[-1].end_s]
    step = -(-(len(edges) - 1) // MOST_TICKS)
    places = [*clock.begin.tolist(), float(clock.end[-1])][::step]
    axes.set_xticks(places, [f"{edge:.3g}" for edge in edges[::step]], fontsize=SMALL_PT)
    label_x(axes, "waking seconds" if clock.pauses else "seconds")


def _draw_pauses(axes: Axes, clock: Clock, *, labelled: bool) -> None:
    """Lay a pale band over the hours offline, and say how many."""
    for begin, end, words in clock.pauses:
        axes.axvspan(begin, end, facecolor=FAINT, alpha=0.9, linewidth=0, zorder=3.5)
        for edge in (begin, end):
            axes.axvline(edge, color=LINE, linewidth=0.8, zorder=3.6)
        if labelled:
            axes.annotate(
                words, ((begin + end) / 2, 1.0), xycoords=("data", "axes fraction"), xytext=(0, 2),
                textcoords="offset points", fontsize=SMALL_PT, color=SOFT, ha="center", va="bottom",
            )  # fmt: skip


def _placed(marks: Sequence[Mark], tracks: Tracks, clock: Clock) -> list[Mark]:
    """Return the lived events that fall into the windows, where they stand along the bottom."""
    if not tracks.are_in_time or not kinds_of(marks):
        return []
    first_s, last_s = tracks.windows[0].start_s, tracks.windows[-1].end_s
    return [
        replace(
            mark, start_s=clock.at(max(mark.start_s, first_s)), end_s=clock.at(min(mark.end_s, last_s) - 1e-6)
        )
        for mark in marks
        if mark.kind != "rest" and mark.start_s < last_s and mark.end_s > first_s
    ]


def _title(tracks: Tracks) -> str:
    looked = [at for at, window in enumerate(tracks.windows) if window.found is not None]
    lasting = [one for one in tracks.identities if len(one.sightings) > 1 or len(looked) == 1]
    n_throughout = sum((one.first.window, one.last.window) == (looked[0], looked[-1]) for one in lasting)
    ids = {one.id for one in lasting}
    told = {kind: {event.identities[0] for event in tracks.events if event.kind == kind} for kind in ENDS}
    gone = {id_ for id_ in told["death"] & ids if tracks.of(id_).last.window < looked[-1]}
    counts = (
        (n_throughout, "there from first to last"),
        (len(told["birth"] & ids), "born"),
        (len(gone), "gone at the end"),
        (len(tracks.identities) - len(lasting), "seen only once"),
    )
    parts = [f"{n} {'is' if n == 1 else 'are'} {what}" for n, what in counts if n]
    words = f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else "".join(parts)
    return f"Of {say_count(len(tracks.identities), 'neurotag')}, {words or 'none lasts'}"


def _note(tracks: Tracks, shown: Sequence[Identity], *, has_strip: bool) -> str:
    left_out = len(tracks.identities) - len(shown)
    more = f" The {MOST_STREAMS} with most mass are shown, {left_out} more are not." if left_out else ""
    strip = "Bars on top: what happened. " if has_strip else ""
    return (
        f"{strip}Each stream is a neurotag, as thick as its mass (the sum of its members' weights). A dot: "
        "it is born. It tapers where it is no longer found, joins where it merges, parts where it splits; "
        "dotted: missed for a while; hatched: it is not sure. Below: share of its "
        f"members exchanged since it was last seen.{more}"
    )
