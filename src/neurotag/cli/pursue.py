"""Carry out a pursuit of neurotags through time, and say what came of it."""

from __future__ import annotations

import json
import math
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from neurotag.cli.progress import show_progress
from neurotag.cli.seek import check_seed, load_where_run, parse_time, write_all
from neurotag.errors import InputError, OutputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neurotag.cli.progress import Progress
    from neurotag.cli.seek import Write
    from neurotag.neurotags.tracking.identity import Tracks
    from neurotag.recording import Mark, Recording, SpikeTrains

FIGURES = (".svg", ".png")
MOST_ROWS, MOST_EVENTS = 20, 40
"""Neurotags and events that a terminal shows."""


@dataclass(frozen=True)
class Pursuit:
    """What is followed, how, and what is left.

    Attributes
    ----------
    sources : tuple of (str, str or None)
        A run folder or a file each, and which of its recordings.
    bin_s : float, optional
        Width of a bin, in seconds.
    window_s : float or None
        Length of a window, in seconds; none: chosen from the recording.
    seed, patience : int
        See `track_neurotags`.
    report, figure : Path or None
        The page, and the river.
    uses_synapses, with_dials : bool
        See `track_neurotags`.
    """

    sources: tuple[tuple[str, str | None], ...]
    bin_s: float | None
    window_s: float | None
    seed: int
    patience: int
    report: Path | None
    figure: Path | None
    uses_synapses: bool = True
    with_dials: bool = False

    @property
    def targets(self) -> list[tuple[str, Path]]:
        """All that is left, each with a word for what it is."""
        named = (("Report", self.report), ("Figure", self.figure))
        return [(word, path) for word, path in named if path is not None]


def make_pursuit(
    recordings: Sequence[str],
    names: Sequence[str] = (),
    *,
    bin_width: str | None,
    window_s: float | None,
    seed: int,
    patience: int,
    report: str | None,
    figure: str | None,
    uses_synapses: bool = True,
    with_dials: bool = False,
) -> Pursuit:
    """Look at what was asked, before anything is read or written.

    Raises
    ------
    InputError
        If no recording is named, a number is out of its bounds, or options contradict each other.
    OutputError
        If something that is left cannot be written where it shall be.
    """
    if not recordings:
        raise InputError("RECORDING", "is missing", "Name a run folder or a file with spikes")
    if len(names) > 1 and len(recordings) > 1:
        raise InputError(
            "--name", f"is given {len(names)} times for {len(recordings)} recordings", "Give one"
        )
    sources = [(each, name) for each in recordings for name in (names or (None,))]
    if window_s is not None and not 0.0 < window_s < math.inf:
        raise InputError("--window", f"must be above 0 s (got {window_s:g})", "Leave it out, or take 60")
    if window_s is not None and len(sources) > 1:
        raise InputError(
            "--window", f"is given for {len(sources)} recordings, each of which is one window", "Leave it out"
        )
    check_seed(seed)
    if patience < 0:
        raise InputError("--patience", f"must be 0 or more (got {patience})", "Leave it out")
    if with_dials and not uses_synapses:
        raise InputError("--dials", "are measured with the synapses", "Leave out --no-synapses")
    if figure is not None and Path(figure).suffix.lower() not in FIGURES:
        raise InputError(
            "--figure", f"{figure!r} ends with none of {', '.join(FIGURES)}", "Name one of these"
        )
    pursuit = Pursuit(
        tuple(sources), None if bin_width is None else parse_time(bin_width), window_s, seed, patience,
        None if report is None else Path(report), None if figure is None else Path(figure), uses_synapses,
        with_dials,
    )  # fmt: skip
    _check_targets(pursuit)
    return pursuit


def pursue(pursuit: Pursuit, *, bar: bool) -> tuple[Tracks, list[tuple[str, Path]]]:
    """Follow the neurotags, and leave all that was asked for, or nothing.

    Parameters
    ----------
    pursuit : Pursuit
        What to follow.
    bar : bool
        Show the progress on stderr.

    Returns
    -------
    tracks : Tracks
        Neurotags followed through windows.
    targets : list of (str, Path)
        What was written, in a word, and where.
    """
    from neurotag.neurotags.tracking.track import track_neurotags  # noqa: PLC0415 (slow to load, not needed to refuse)

    with show_progress(bar=bar, n_runs=1) as progress:
        tell = progress.begin("")
        tell("reading", 0.0)
        sources = [_read(*source) for source in pursuit.sources]
        tracks = track_neurotags(
            sources, length_s=pursuit.window_s, bin_s=pursuit.bin_s, seed=pursuit.seed,
            patience=pursuit.patience, labels=_labels(pursuit.sources),
            uses_synapses=pursuit.uses_synapses, with_dials=pursuit.with_dials, progress=tell,
        )  # fmt: skip
        marks: Sequence[Mark] = getattr(sources[0], "marks", ()) if len(sources) == 1 else ()
        writers = _writers(pursuit, tracks, marks, progress)
        write_all(writers)
    return tracks, [(word, path) for word, path in pursuit.targets if path in writers]


def show_tracks(tracks: Tracks, targets: Sequence[tuple[str, Path]], *, as_json: bool) -> None:
    """Print what became of the neurotags, and where it was written to.

    Parameters
    ----------
    tracks : Tracks
        Neurotags followed through windows.
    targets : sequence of (str, Path)
        What was written, in a word, and where.
    as_json : bool
        Print one JSON object and nothing else.
    """
    if as_json:
        typer.echo(json.dumps(tracks.as_json(), ensure_ascii=False, allow_nan=False))
        return
    from neurotag.cli.found import show_dials  # noqa: PLC0415
    from neurotag.cli.table import show_rows  # noqa: PLC0415
    from neurotag.neurotags.tracking.telling import say_count, tell, track_rows  # noqa: PLC0415

    typer.echo(tracks.sentence())
    fleeting = {one.id for one in tracks.identities if len(one.sightings) == 1 and one.origin == "birth"}
    rows = [row for row in track_rows(tracks) if int(row["neurotag"]) not in fleeting]
    if rows:
        show_rows(rows[:MOST_ROWS], {name: name for name in rows[0]}, as_json=False)
    events = [event for event in tracks.events if not set(event.identities) <= fleeting]
    for event in events[:MOST_EVENTS]:
        typer.echo(tell(event, tracks.windows))
    if len(rows) > MOST_ROWS or len(events) > MOST_EVENTS:
        typer.echo(
            f"These are {min(len(rows), MOST_ROWS)} of {len(rows)} neurotags and "
            f"{min(len(events), MOST_EVENTS)} of {len(events)} events; --json has them all."
        )
    if fleeting:
        typer.echo(f"Seen only once, and not told here: {say_count(len(fleeting), 'neurotag')}.")
    for id_, changes in tracks.dials.items():
        show_dials(f"neurotag {id_}", changes)
    for note in tracks.notes:
        typer.echo(note)
    for word, path in targets:
        typer.echo(f"{word}: {path}")


def _read(source: str, name: str | None) -> Recording | SpikeTrains:
    recording = load_where_run(source)
    return _read_file(source, name=name) if recording is None else recording


def _read_file(source: str, *, name: str | None) -> SpikeTrains:
    from neurotag.interop.trains import read_trains  # noqa: PLC0415

    return read_trains(source, name=name)


def _labels(sources: Sequence[tuple[str, str | None]]) -> list[str]:
    """Return what each recording is called: as short as tells them apart."""
    if len({source for source, _ in sources}) == 1 and len(sources) > 1:
        return [str(name) for _, name in sources]
    stems = [Path(source).stem for source, _ in sources]
    return stems if len(set(stems)) == len(stems) else [source for source, _ in sources]


def _writers(
    pursuit: Pursuit, tracks: Tracks, marks: Sequence[Mark], progress: Progress
) -> dict[Path, Write]:
    writers: dict[Path, Write] = {}
    if not pursuit.targets:
        return writers
    from neurotag.report.river import draw_river  # noqa: PLC0415 (slow to load, and not always needed)
    from neurotag.report.theme import save_figure  # noqa: PLC0415
    from neurotag.report.track_page import write_track_report  # noqa: PLC0415

    progress.say("drawing")
    river = draw_river(tracks, marks=marks)
    if pursuit.report is not None:
        writers[pursuit.report] = lambda path: write_track_report(path, tracks, river=river)
    if pursuit.figure is not None:
        drawn = river.figure
        if drawn is None:
            typer.echo(f"neurotag: {pursuit.figure} was not written: there is no neurotag to draw", err=True)
        else:
            writers[pursuit.figure] = lambda path: save_figure(drawn, path)
    return writers


def _check_targets(pursuit: Pursuit) -> None:
    places = [path.resolve() for _, path in pursuit.targets]
    read = {Path(source).resolve() for source, _ in pursuit.sources}
    for _, place in pursuit.targets:
        if places.count(place.resolve()) > 1 or place.resolve() in read:
            raise InputError(str(place), "would be written over something else", "Choose another name")
        if place.is_dir():
            raise OutputError(str(place), "is a folder, not a file", "Choose another place")
        nearest = next(folder for folder in place.absolute().parents if folder.exists())
        if not nearest.is_dir() or not os.access(nearest, os.W_OK | os.X_OK):
            raise OutputError(str(place), f"{str(nearest)!r} cannot be written in", "Choose another place")
