"""All figures of neurotags, and files of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from neurotag.errors import InputError, OutputError
from neurotag.report.neurotags.blocks import draw_blocks, draw_bonds
from neurotag.report.neurotags.courses import draw_courses
from neurotag.report.neurotags.dials import draw_dials, has_dials
from neurotag.report.neurotags.members import draw_members
from neurotag.report.neurotags.null import draw_null
from neurotag.report.neurotags.raster import draw_neurotag_raster
from neurotag.report.neurotags.vitals import draw_vitals
from neurotag.report.theme import save_figure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from neurotag.neurotags.neurotag import Neurotags
    from neurotag.recording import Recording
    from neurotag.report.theme import Drawing

FORMATS = ("png", "svg")


def draw_neurotags(neurotags: Neurotags, *, recording: Recording | None = None) -> dict[str, Drawing]:
    """Return every figure by name; without neurotags, that of the null alone.

    Parameters
    ----------
    neurotags : Neurotags
        What was found.
    recording : Recording, optional
        The simulated life it was found in.
    """
    drawings = {"null": draw_null(neurotags)}
    if neurotags.found:
        drawings = {
            "raster": draw_neurotag_raster(neurotags, recording=recording),
            "blocks": draw_blocks(neurotags),
            "bonds": draw_bonds(neurotags),
            "members": draw_members(neurotags),
            "courses": draw_courses(neurotags, recording=recording),
            "vitals": draw_vitals(neurotags),
            "dials": draw_dials(neurotags),
            **drawings,
        }
    if all(neurotag.bond is None for neurotag in neurotags.found):
        drawings.pop("bonds", None)
    if not has_dials(neurotags):
        drawings.pop("dials", None)
    return drawings


def save_figures(
    folder: str | Path,
    neurotags: Neurotags,
    formats: Sequence[str] = FORMATS,
    *,
    recording: Recording | None = None,
    drawings: Mapping[str, Drawing] | None = None,
) -> list[Path]:
    """Write every figure to a file of its own, in the light colours on white.

    Parameters
    ----------
    folder : str or Path
        Where to; it is made where it is missing. A figure that is there is replaced.
    neurotags : Neurotags
        What was found.
    formats : sequence of {'png', 'svg'}
        In which formats.
    recording : Recording, optional
        The simulated life it was found in.
    drawings : mapping of str to Drawing, optional
        The figures, where they have been drawn already.

    Returns
    -------
    list of Path
        The files, such as ``raster.png``.

    Raises
    ------
    InputError
        If a format is unknown.
    OutputError
        If the folder cannot be written.
    """
    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        raise InputError(
            "formats", f"{unknown[0]!r} is no format of figures", f"Choose of {', '.join(FORMATS)}"
        )
    drawn = draw_neurotags(neurotags, recording=recording) if drawings is None else drawings
    place = Path(folder)
    paths = []
    try:
        place.mkdir(parents=True, exist_ok=True)
        for name, drawing in drawn.items():
            for each in formats:
                if drawing.figure is not None:
                    paths.append(place / f"{name}.{each}")
                    save_figure(drawing.figure, paths[-1])
    except OSError as error:
        reason = (error.strerror or "unknown error").lower()
        raise OutputError(str(place), f"cannot be written ({reason})", "Choose another folder") from None
    return paths
