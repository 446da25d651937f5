"""Files that are written whole or not at all."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from neurotag.errors import NeurotagError, OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator

ELSEWHERE = "Choose another place"


@contextmanager
def written_whole(path: str | Path) -> Iterator[Path]:
    """Give a path beside the place to write to; move it there at the end.

    Whatever is raised inside, an interruption included, leaves the place as it was.

    Parameters
    ----------
    path : str or Path
        The place. Its folder must be there.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    if "\0" in str(path):
        raise OutputError(repr(str(path)), "cannot be written (its name is no path)", ELSEWHERE)
    place = Path(path)
    partial = place.with_name(f".{place.stem}.partial-{os.getpid()}{place.suffix}") if place.name else place
    try:
        if place.is_dir():
            raise OutputError(str(path), "is a folder, not a file", ELSEWHERE)
        if not place.parent.is_dir():
            raise OutputError(str(path), f"there is no folder {str(place.parent)!r}", "Make it first")
        yield partial
        partial.replace(place)
    except NeurotagError:
        raise
    except OSError as error:
        reason = error.strerror or str(error).partition("\n")[0] or "unknown error"
        raise OutputError(str(path), f"cannot be written ({reason.lower()})", ELSEWHERE) from None
    finally:
        if partial != place:
            with suppress(OSError):
                partial.unlink(missing_ok=True)
