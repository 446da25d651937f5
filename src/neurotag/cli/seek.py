"""Carry out a search: look at what was asked, read, find, and write all that is left or nothing."""

from __future__ import annotations

import math
import os
import re
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from neurotag.cli.progress import show_progress
from neurotag.errors import InputError, OutputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from neurotag.cli.progress import Progress
    from neurotag.neurotags import Neurotags
    from neurotag.recording import Recording

    Write = Callable[[Path], object]

TIME = re.compile(r"([0-9]*\.?[0-9]+(?:[eE][-+]?[0-9]+)?)\s*(ms|s|)")
EXPORTS = (".json", ".csv", ".parquet", ".nwb")
INDEX = "run.json"
MOST_SEED = 2**32 - 1


@dataclass(frozen=True)
class Search:
    """What is looked for, where, and what is left.

    Attributes
    ----------
    recording : str
        A run folder or a file.
    options : mapping of str to object
        What `find_neurotags` is told.
    report, figures : Path, optional
        The page, and the folder of the figures.
    exports : tuple of Path
        Files of the members.
    """

    recording: str
    options: Mapping[str, Any]
    report: Path | None
    figures: Path | None
    exports: tuple[Path, ...]

    @property
    def targets(self) -> list[tuple[str, Path]]:
        """All that is left, each with a word for what it is."""
        named = [("Report", self.report), ("Figures", self.figures)]
        kept = [(word, path) for word, path in named if path is not None]
        return [*kept, *(("Members", path) for path in self.exports)]


def make_search(
    recording: str,
    *,
    bin_width: str | None,
    level: float,
    report: str | None,
    figures: str | None,
    exports: Sequence[str],
    choices: Mapping[str, Any],
) -> Search:
    """Look at what was asked, before anything is read or written.

    Raises
    ------
    InputError
        If no recording is named, a number is out of its bounds, or an export has no known suffix.
    OutputError
        If something that is left cannot be written where it shall be.
    """
    if not recording:
        raise InputError("RECORDING", "is missing", "Name a run folder or a file with spikes")
    check_seed(choices["seed"])
    if choices["n_surrogates"] < 5:
        raise InputError("--surrogates", f"must be at least 5 (got {choices['n_surrogates']})", "Take 20")
    if choices["with_dials"] and not choices["uses_synapses"]:
        raise InputError("--dials", "are measured with the synapses", "Leave out --no-synapses")
    for option, is_asked in (("--dials", choices["with_dials"]), ("--cells", choices["cells"] == "all")):
        if is_asked and Path(recording).is_file():
            raise InputError(option, "is for a simulated life only", "Give a run folder, or leave it out")
    if not 0.0 < level < 1.0:
        raise InputError("--level", f"must lie between 0 and 1 (got {level:g})", "Leave it out, or take 0.05")
    files = tuple(Path(each) for each in exports)
    for file in files:
        if file.suffix.lower() not in EXPORTS:
            suffixes = ", ".join(EXPORTS)
            raise InputError("--export", f"{str(file)!r} ends with none of {suffixes}", "Name one of these")
    search = Search(
        recording=recording,
        options={"bin_s": parse_time(bin_width) if bin_width else None, "level": level, **choices},
        report=None if report is None else Path(report),
        figures=None if figures is None else Path(figures),
        exports=files,
    )
    _check_targets(search)
    return search


def check_seed(seed: int) -> None:
    """Refuse a seed of a search that nothing can be drawn from.

    Raises
    ------
    InputError
        If it is out of its bounds.
    """
    if not 0 <= seed <= MOST_SEED:
        raise InputError("--seed", f"must be from 0 to {MOST_SEED} (got {seed})", "Take 0")


def parse_time(text: str) -> float:
    """Return a time in seconds; a bare number is milliseconds.

    Raises
    ------
    InputError
        If it is no time above zero.

    Examples
    --------
    >>> parse_time("25"), parse_time("25ms"), parse_time("0.5 s")
    (0.025, 0.025, 0.5)
    """
    found = TIME.fullmatch(text.strip().lower())
    time_s = 0.0 if found is None else float(found[1]) / (1.0 if found[2] == "s" else 1000.0)
    if not 0.0 < time_s < math.inf:
        raise InputError("--bin", f"must be a time above zero (got {text!r})", "Say 25ms or 0.5s")
    return time_s


def seek(search: Search, *, bar: bool) -> Neurotags:
    """Find the neurotags, and leave all that was asked for, or nothing.

    Parameters
    ----------
    search : Search
        What to look for.
    bar : bool
        Show the progress on stderr.
    """
    from neurotag.neurotags import find_neurotags  # noqa: PLC0415 (slow to load, and not needed to refuse)

    with show_progress(bar=bar, n_runs=1) as progress:
        tell = progress.begin("")
        tell("reading", 0.0)
        recording = load_where_run(search.recording)
        source = search.recording if recording is None else recording
        found = find_neurotags(source, progress=tell, **search.options)
        write_all(_writers(search, found, recording, progress))
    return found


def load_where_run(source: str) -> Recording | None:
    """Return the recording of a run folder; none where this is something else."""
    from neurotag.store import load_run  # noqa: PLC0415

    return load_run(source) if (Path(source) / INDEX).is_file() else None


def write_all(writers: Mapping[Path, Write]) -> None:
    """Write files and folders beside their places first, and move them there when all are whole.

    Parameters
    ----------
    writers : mapping of Path to callable
        Each place, and what writes it: it is given the path to write to, with the same suffix.

    Raises
    ------
    OutputError
        If the disk refuses; then, as after an interruption, nothing is left.
    """
    partials: dict[Path, Path] = {}
    new_folders = _new_folders(writers)
    try:
        for place, write in writers.items():
            whole = place.resolve()
            partial = partials[place] = whole.with_name(f".{whole.stem}.partial-{os.getpid()}{whole.suffix}")
            with _named(place):
                partial.parent.mkdir(parents=True, exist_ok=True)
                write(partial)
        for place, partial in partials.items():
            with _named(place):
                _move(partial, place)
    finally:
        for partial in partials.values():
            if partial.is_dir():
                shutil.rmtree(partial, ignore_errors=True)
            else:
                partial.unlink(missing_ok=True)
        for folder in new_folders:
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()


def _writers(
    search: Search, found: Neurotags, recording: Recording | None, progress: Progress
) -> dict[Path, Write]:
    writers: dict[Path, Write] = {path: _exporter(found) for path in search.exports}
    if search.report is None and search.figures is None:
        return writers
    # Drawing is slow to load, and not every search is drawn.
    from neurotag.report import (  # noqa: PLC0415
        draw_neurotags,
        save_figures,
        write_neurotag_report,
    )

    progress.say("drawing")
    drawings = draw_neurotags(found, recording=recording)
    if search.report is not None:
        writers[search.report] = lambda path: write_neurotag_report(
            path, found, recording=recording, drawings=drawings
        )
    if search.figures is not None:
        writers[search.figures] = lambda path: save_figures(path, found, drawings=drawings)
    return writers


def _exporter(found: Neurotags) -> Write:
    from neurotag.neurotags import export_neurotags  # noqa: PLC0415

    return lambda partial: export_neurotags(partial, found)


def _check_targets(search: Search) -> None:
    places = [path for _, path in search.targets]
    for word, place in search.targets:
        is_folder = word == "Figures"
        if places.count(place) > 1 or place.resolve() == Path(search.recording).resolve():
            raise InputError(str(place), "would be written over something else", "Choose another name")
        if place.exists() and place.is_dir() != is_folder:
            kind = "a file, not a folder" if is_folder else "a folder, not a file"
            raise OutputError(str(place), f"is {kind}", "Choose another place")
        nearest = next(folder for folder in place.absolute().parents if folder.exists())
        if not nearest.is_dir() or not os.access(nearest, os.W_OK | os.X_OK):
            raise OutputError(str(place), f"{str(nearest)!r} cannot be written in", "Choose another place")


@contextmanager
def _named(place: Path) -> Iterator[None]:
    """Let what the disk refuses name the place that the user knows."""
    try:
        yield
    except OutputError as error:
        raise OutputError(str(place), error.what, error.advice) from None
    except OSError as error:
        reason = (error.strerror or "unknown error").lower()
        raise OutputError(str(place), f"cannot be written ({reason})", "Choose another place") from None


def _move(partial: Path, place: Path) -> None:
    if not partial.is_dir():
        partial.replace(place)
        return
    place.mkdir(exist_ok=True)
    for file in partial.iterdir():
        file.replace(place / file.name)


def _new_folders(places: Iterable[Path]) -> list[Path]:
    """Return the folders that are not there yet, the deepest first."""
    folders = {folder for place in places for folder in place.absolute().parents if not folder.exists()}
    return sorted(folders, key=lambda folder: -len(folder.parts))
