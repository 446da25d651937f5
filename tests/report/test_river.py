"""The river of neurotags: what is drawn of each, and a page about them."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from matplotlib.axes import Axes
from tests.neurotags.planted_windows import windows

from neurotag.neurotags.tracking.identity import Tracks
from neurotag.neurotags.tracking.track import track_neurotags
from neurotag.recording import Mark
from neurotag.report.river import draw_river
from neurotag.report.streams import MOST_STREAMS, THICKEST_IN, bend, clock_of, lanes_of, shown_of
from neurotag.report.theme import Drawing, save_figure
from neurotag.report.track_page import write_track_report

A, B, C = list(range(12)), list(range(15, 27)), list(range(30, 38))
HISTORY = [[A, B], [A, B], [A, B, C], [A, B, C], [[*A, *B], C], [[*A, *B], C], [[*A, *B]], [[*A, *B]]]
MARKS = (
    Mark("touch", None, "touch", 30, 60),
    Mark("heat", None, "heat", 130, 170),
    Mark("rest", None, "", 170, 480),
)


@pytest.fixture(scope="module")
def tracks() -> Tracks:
    found = windows(HISTORY)
    regions = ("fear",) * 15 + ("touch",) * 45
    named = [replace(one, trains=replace(one.trains, regions=regions)) for one in found]
    return track_neurotags(named)


def texts_of(drawing: Drawing, at: int = 0) -> list[str]:
    return [text.get_text() for text in axes_of(drawing)[at].texts]


def axes_of(drawing: Drawing) -> Sequence[Axes]:
    assert drawing.figure is not None
    return drawing.figure.axes


def test_river_names_every_neurotag_and_its_regions(tracks: Tracks) -> None:
    drawing = draw_river(tracks)
    assert [words.split(" · ")[:2] for words in texts_of(drawing)] == [
        ["neurotag 1", "fear, touch"] if tracks.of(1).last.members.size == 24 else ["neurotag 1", "fear"],
        ["neurotag 2", "fear, touch"] if tracks.of(2).last.members.size == 24 else ["neurotag 2", "touch"],
        ["neurotag 3", "touch"],
    ]
    assert drawing.title == (
        "Of 3 neurotags, 1 is there from first to last, 1 is born and 1 is gone at the end"
    )
    assert "neurotag 3 is born" in drawing.alt
    assert drawing.svg.startswith("<svg")


def test_a_stream_is_as_thick_as_its_mass(tracks: Tracks) -> None:
    lanes, height_in = lanes_of(tracks.identities)
    largest = max(one.mass for identity in tracks.identities for one in identity.sightings)
    for identity in tracks.identities:
        for one in identity.sightings:
            half = lanes[identity.id].half[one.window]
            assert 2 * half == pytest.approx(THICKEST_IN * one.mass / largest)
    middles = [lane.middle for lane in lanes.values()]
    assert middles == sorted(middles)
    assert middles[-1] < height_in


def test_streams_that_join_run_beside_each_other(tracks: Tracks) -> None:
    ids = [identity.id for identity in shown_of(tracks)]
    merged = next(event for event in tracks.events if event.kind == "merge").identities
    assert abs(ids.index(merged[0]) - ids.index(merged[1])) == 1


def test_a_night_is_a_gap(tracks: Tracks) -> None:
    asleep = tuple(
        replace(window, before="sleep, 8 h" if at == 3 else "") for at, window in enumerate(tracks.windows)
    )
    clock = clock_of(replace(tracks, windows=asleep))
    gaps = clock.begin[1:] - clock.end[:-1]
    assert np.flatnonzero(gaps > 1e-9).tolist() == [2]
    assert [words for *_, words in clock.pauses] == ["sleep, 8 h"]
    assert clock.at(179.0) == 179.0
    assert clock.at(181.0) == pytest.approx(181.0 + gaps[2])
    drawing = draw_river(replace(tracks, windows=asleep), marks=MARKS)
    assert "sleep, 8 h" in texts_of(drawing)


def test_what_happened_stands_above_the_river(tracks: Tracks) -> None:
    drawing = draw_river(tracks, marks=MARKS)
    assert [label.get_text() for label in axes_of(drawing)[2].get_yticklabels()] == ["touch", "heat"]
    assert drawing.note.startswith("Bars on top")
    assert len(axes_of(draw_river(tracks))) == 2


def test_only_what_is_unsure_is_hatched(tracks: Tracks) -> None:
    def hatches(of: Tracks) -> int:
        return sum(bool(patch.get_hatch()) for patch in axes_of(draw_river(of))[0].collections)

    # The birth of the third is borne out; nothing in this history is doubtful.
    assert hatches(tracks) == sum(not one.is_sure for each in tracks.identities for one in each.sightings[1:])
    one = tracks.identities[2]
    last = one.sightings[-1]
    assert last.link is not None
    doubtful = replace(last, link=replace(last.link, runner_up=last.link.similarity))
    changed = replace(one, sightings=(*one.sightings[:-1], doubtful))
    assert hatches(replace(tracks, identities=(*tracks.identities[:2], changed))) == hatches(tracks) + 1


def test_turnover_is_in_per_cent(tracks: Tracks) -> None:
    moved = track_neurotags(windows([[A], [[*A[:9], 40, 41, 42]]]))
    line = next(line for line in axes_of(draw_river(moved))[1].lines if line.get_marker() == "o")
    assert np.asarray(line.get_ydata()).tolist() == [pytest.approx(25.0)]


def test_recordings_are_drawn_side_by_side(tracks: Tracks) -> None:
    apart = tuple(
        replace(window, start_s=0.0, end_s=60.0, label=f"day {at}")
        for at, window in enumerate(tracks.windows)
    )
    drawing = draw_river(replace(tracks, windows=apart), marks=MARKS)
    labels = [label.get_text() for label in axes_of(drawing)[1].get_xticklabels()]
    assert labels == [f"day {at}" for at in range(8)]
    assert len(axes_of(drawing)) == 2


def test_the_title_holds_what_is_seen_once_apart() -> None:
    drawing = draw_river(track_neurotags(windows([[A], [A, C], [A]])))
    assert drawing.title == "Of 2 neurotags, 1 is there from first to last and 1 is seen only once"


def test_no_neurotag_is_no_river() -> None:
    drawing = draw_river(track_neurotags(windows([[], []])))
    assert drawing.svg == ""
    assert "No neurotag was found" in drawing.note


def test_a_river_of_many_shows_the_strongest() -> None:
    sets = [list(range(at, at + 4)) for at in range(0, 60, 4)]
    tracks = track_neurotags(windows([sets, []]))
    assert len(shown_of(tracks)) == MOST_STREAMS
    assert "3 more are not" in draw_river(tracks).note


def test_a_bend_begins_and_ends_where_it_shall() -> None:
    x, low, high = bend((0.0, 2.0), (1.0, 3.0), (0.5, 0.25))
    assert (x[0], low[0], high[0]) == (0.0, 0.5, 1.5)
    assert (x[-1], low[-1], high[-1]) == (2.0, 2.75, 3.25)


@pytest.mark.parametrize("suffix", [".svg", ".png"])
def test_the_river_is_written_to_a_file(tracks: Tracks, tmp_path: Path, suffix: str) -> None:
    drawing = draw_river(tracks)
    assert drawing.figure is not None
    save_figure(drawing.figure, tmp_path / f"river{suffix}")
    assert (tmp_path / f"river{suffix}").stat().st_size > 5000


def test_the_page_tells_every_event(tracks: Tracks, tmp_path: Path) -> None:
    write_track_report(tmp_path / "tracks.html", tracks)
    page = (tmp_path / "tracks.html").read_text("utf-8")
    assert "neurotag 3 is born" in page
    assert "data:image/svg+xml;base64," in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert all(f"<td>{identity.id}</td>" in page for identity in tracks.identities)
