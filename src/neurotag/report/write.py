"""A report: one HTML file that opens from a disk and asks nothing of any network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import jinja2

from neurotag.errors import InputError, OutputError
from neurotag.measure import take_measures
from neurotag.report.page import compose

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from neurotag.recording import Recording


def write_report(
    path: str | Path,
    recordings: Sequence[Recording],
    *,
    measures: Sequence[Mapping[str, float | int | None]] | None = None,
) -> None:
    """Write a report on one recording, or on several side by side.

    Parameters
    ----------
    path : str or Path
        The HTML file; its folder is made where it is missing.
    recordings : sequence of Recording
        What to report on. Interrupted runs are shown as far as they went.
    measures : sequence of mapping, optional
        Their measures, as `neurotag.measure.take_measures` returns them; left out, they are taken here.

    Raises
    ------
    InputError
        If there is no recording.
    OutputError
        If the file cannot be written.
    """
    write_text(path, render_report(recordings, measures=measures))


def write_text(path: str | Path, text: str) -> None:
    """Write a page; its folder is made where it is missing.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    target = Path(path)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    except OSError as error:
        reason = (error.strerror or "unknown error").lower()
        raise OutputError(str(target), f"cannot be written ({reason})", "Choose another file") from None


def render_report(
    recordings: Sequence[Recording],
    *,
    measures: Sequence[Mapping[str, float | int | None]] | None = None,
) -> str:
    """Return a report as HTML text; see `write_report`."""
    if not recordings:
        raise InputError("recordings", "a report needs at least one recording (got none)", "Run a life first")
    numbers = [take_measures(recording) for recording in recordings] if measures is None else measures
    return render_template("report.html.jinja", compose(recordings, numbers))


def render_template(name: str, content: Mapping[str, object]) -> str:
    """Return a page of the room's templates, filled with what it names."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("neurotag.report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name).render(content)
