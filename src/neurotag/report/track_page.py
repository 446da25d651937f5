"""The page about neurotags through time: the river, what became of each, and how that is told."""

from __future__ import annotations

from importlib import metadata
from typing import TYPE_CHECKING

from neurotag.neurotags.tracking import changes, follow, match
from neurotag.neurotags.tracking.telling import say_count, tell, track_rows
from neurotag.report.river import draw_river
from neurotag.report.write import render_template, write_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from neurotag.neurotags.tracking.identity import Tracks
    from neurotag.recording import Mark
    from neurotag.report.theme import Drawing


def write_track_report(
    path: str | Path, tracks: Tracks, *, marks: Sequence[Mark] = (), river: Drawing | None = None
) -> None:
    """Write a page about neurotags through time.

    Parameters
    ----------
    path : str or Path
        The HTML file; its folder is made where it is missing.
    tracks : Tracks
        Neurotags followed through windows.
    marks : sequence of Mark, optional
        Lived events of a simulated life.
    river : Drawing, optional
        The figure, where it has been drawn already.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    drawing = draw_river(tracks, marks=marks) if river is None else river
    write_text(path, render_template("tracks.html.jinja", _content(tracks, drawing)))


def _content(tracks: Tracks, drawing: Drawing) -> dict[str, object]:
    what = "windows" if tracks.are_in_time else "recordings"
    searched = next(window.found for window in tracks.windows if window.found is not None)
    rows = track_rows(tracks)
    source = searched.trains.source if tracks.are_in_time else f"{len(tracks.windows)} recordings"
    return {
        "title": f"Neurotags of {source} through time",
        "sentence": tracks.sentence(),
        "river": drawing,
        "told": [tell(event, tracks.windows) for event in tracks.events],
        "rows": rows,
        "headings": list(rows[0]) if rows else [],
        "notes": tracks.notes,
        "windows": say_count(len(tracks.windows), what[:-1]),
        "tracks": tracks,
        "match": match,
        "follow": follow,
        "changes": changes,
        "facts": [
            ("Source", source),
            ("Units", f"{len(tracks.units):,}"),
            (what.capitalize(), ", ".join(window.label for window in tracks.windows)),
            ("Bin", f"{1000 * tracks.bin_s:g} ms"),
            ("Seed", str(tracks.seed)),
            ("Version", f"neurotag {metadata.version('neurotag')}"),
        ],
    }
