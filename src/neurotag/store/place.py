"""Where a run is written: beside its place first, and moved there when it is whole."""

from __future__ import annotations

import errno
import json
import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from neurotag.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FORMAT = "neurotag.run"
INDEX = "run.json"
OWN_NAMES = ("report.html", "recording.zarr", "checkpoints", INDEX)
ELSEWHERE = "Choose another place with --out"
DISK_ERRORS = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EFBIG}


@dataclass(frozen=True)
class Place:
    """A folder that may be written, and what stands there now.

    Attributes
    ----------
    folder : Path
        The folder, as an absolute path.
    replaces : tuple of str
        Names in the folder that belong to an earlier run and will go. Other files there stay.
    """

    folder: Path
    replaces: tuple[str, ...] = ()

    @contextmanager
    def open(self) -> Iterator[Path]:
        """Give a temporary folder beside the place; move what it holds there at the end.

        Whatever is raised inside, an interruption included, removes the temporary folder and leaves the
        place as it was.

        Raises
        ------
        OutputError
            If the disk refuses.
        """
        partial = _sibling(self.folder, "partial")
        new_parents = [parent for parent in self.folder.parents if not parent.exists()]
        try:
            _make(partial)
            yield partial
            _move_in(partial, self.folder)
        except OSError as error:
            if error.errno not in DISK_ERRORS:
                raise
            raise _refusal(self.folder, error) from error
        finally:
            shutil.rmtree(partial, ignore_errors=True)
            _remove_empty(new_parents)


def claim(out: str | Path, *, names: Iterable[str] = ()) -> Place:
    """Look at where a run shall go, without writing anything.

    Parameters
    ----------
    out : str or Path
        The folder.
    names : iterable of str
        Further names that will be written in it.

    Raises
    ------
    OutputError
        If it is a file, holds something other than a run, or cannot be written.
    """
    try:
        return _claim(str(out), Path(out).expanduser().resolve(), names)
    except OSError as error:
        if isinstance(error, OutputError):
            raise
        raise _refusal(out, error) from None


def _claim(out: str, folder: Path, names: Iterable[str]) -> Place:
    nearest = next(place for place in (folder, *folder.parents) if place.exists())
    if not nearest.is_dir():
        raise OutputError(out, f"{nearest.name!r} is a file, not a folder", ELSEWHERE)
    if not os.access(nearest, os.W_OK | os.X_OK):
        raise OutputError(out, f"the folder {str(nearest)!r} cannot be written", ELSEWHERE)
    present = sorted(entry.name for entry in folder.iterdir()) if folder.exists() else []
    if not present:
        return Place(folder)
    runs = read_index(folder)
    if runs is None:
        what = f"holds {present[0]!r} and is no run of neurotag, so nothing may be written there"
        raise OutputError(out, what, "Choose a new or an empty folder with --out")
    own = {*OWN_NAMES, *(str(run["folder"]) for run in runs if run.get("folder"))}
    for name in names:
        if name in present and name not in own:
            raise OutputError(out, f"holds {name!r}, which is no part of the run there", ELSEWHERE)
    return Place(folder, tuple(name for name in present if name in own))


def read_index(folder: Path) -> list[dict[str, Any]] | None:
    """Return what the index of a run folder says of each run, or none where there is no index of ours."""
    try:
        content = json.loads((folder / INDEX).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    runs = content if isinstance(content, list) else [content]
    is_ours = bool(runs) and all(isinstance(run, dict) and run.get("format") == FORMAT for run in runs)
    return runs if is_ours else None


def _make(partial: Path) -> None:
    try:
        partial.mkdir(parents=True)
    except OSError as error:
        raise _refusal(partial.parent, error) from None


def _refusal(folder: str | Path, error: OSError) -> OutputError:
    return OutputError(str(folder), f"cannot be written ({error.strerror})", ELSEWHERE)


def _move_in(partial: Path, folder: Path) -> None:
    if not folder.exists():
        partial.rename(folder)
        return
    # The index comes last: a folder without it is no run.
    names = sorted((entry.name for entry in partial.iterdir()), key=lambda name: (name == INDEX, name))
    replaces = claim(folder, names=names).replaces
    old = _sibling(folder, "old")
    old.mkdir()
    try:
        _move(replaces, folder, old)
        _move(names, partial, folder)
    except BaseException:
        gone = [name for name in replaces if (old / name).exists()]
        _move([name for name in names if name in gone or name not in replaces], folder, partial)
        _move(gone, old, folder)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)


def _move(names: Iterable[str], source: Path, target: Path) -> None:
    for name in names:
        if (source / name).exists():
            shutil.move(source / name, target / name)


def _sibling(folder: Path, word: str) -> Path:
    return folder.with_name(f".{folder.name}.{word}-{os.getpid()}")


def _remove_empty(folders: Iterable[Path]) -> None:
    for folder in folders:
        try:
            folder.rmdir()
        except OSError:
            return
