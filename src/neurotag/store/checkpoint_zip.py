"""A checkpoint as one file: a zip that holds a zarr v3 group, with a check sum for every array.

Arrays as arrays, words as JSON attributes, nothing that can run code. Zarr itself opens it too:
``zarr.open_group(zarr.storage.ZipStore("end.zarr.zip"))``.
"""

from __future__ import annotations

import os
import struct
import zipfile
import zlib
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import zarr
from pydantic import TypeAdapter, ValidationError
from zarr.storage import ZipStore

from neurotag.brain import Brain
from neurotag.description import parse
from neurotag.errors import InputError, NeurotagError, OutputError
from neurotag.life import Event, Life, Moment
from neurotag.recording import Bookmark, Checkpoint

if TYPE_CHECKING:
    from collections.abc import Callable

FORMAT = "neurotag.checkpoint"
FORMAT_VERSION = 1
FOLDER = "checkpoints"
END = "end"
SUFFIX = ".zarr.zip"
# What zip, zarr and its codecs raise where a byte is not what was written.
DAMAGE = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, KeyError, TypeError,
    NotImplementedError, RuntimeError, AttributeError, IndexError, OverflowError,
)  # fmt: skip
AGAIN = "Take it again, or name another one"
DESCRIPTION = "its description"


def save_checkpoint(path: str | Path, checkpoint: Checkpoint) -> Path:
    """Write a checkpoint as one file, whole or not at all; one that is there already is replaced.

    Parameters
    ----------
    path : str or Path
        The file, by custom ``*.zarr.zip``. Its folder is made where there is none.
    checkpoint : Checkpoint
        What to write.

    Returns
    -------
    Path
        The file, as an absolute path.

    Raises
    ------
    OutputError
        If something else is there, or the disk refuses.
    """
    path = Path(path).expanduser().resolve()
    if path.is_dir() or (path.exists() and not _is_ours(path)):
        what = "is there already and is no checkpoint of neurotag"
        raise OutputError(str(path), what, "Choose another name")
    partial_path = path.with_name(f".{path.name}.partial-{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            _write(partial_path, checkpoint)
            partial_path.replace(path)
        finally:
            partial_path.unlink(missing_ok=True)
    except OSError as error:
        what = f"cannot be written ({error.strerror})"
        raise OutputError(str(path), what, "Choose another place") from None
    return path


def load_checkpoint(path: str | Path) -> Checkpoint:
    """Read a checkpoint, exactly as it was: from its file, or from a run folder that keeps its end.

    Raises
    ------
    InputError
        If there is none, a byte of it is not what was written, or a newer version of the package wrote it.
    """
    path = find_checkpoint(path)
    _check_zip(path)
    with ZipStore(path, mode="r") as store:
        group = _read_part(path, DESCRIPTION, partial(zarr.open_group, store, mode="r", zarr_format=3))
        words = _read_words(path, group)
        checkpoint: Checkpoint = _read_part(path, DESCRIPTION, partial(_read, path, group, words))
    for place, checksum in words["checksums"].items():
        if checkpoint.checksums.get(place) != checksum:
            raise _damaged(path, place)
    return checkpoint


def _read_words(path: Path, group: zarr.Group) -> dict[str, Any]:
    words: dict[str, Any] = dict(group.attrs)
    version = words.get("format_version")
    if words.get("format") != FORMAT or not isinstance(version, int):
        raise InputError(str(path), "is no checkpoint of neurotag", "Name a checkpoint or a run folder")
    if version > FORMAT_VERSION:
        what = f"was written in format {version}, and this version reads up to {FORMAT_VERSION}"
        raise InputError(str(path), what, "Update neurotag")
    return words


def find_checkpoint(path: str | Path) -> Path:
    """Return the file of a checkpoint: the one named, or that of the end of a run folder.

    Raises
    ------
    InputError
        If there is none.
    """
    path = Path(path).expanduser()
    if not path.exists():
        raise InputError(str(path), "there is no such file", "Name a checkpoint or a run folder")
    if path.is_file():
        return path
    end = checkpoint_path(path)
    if end.is_file():
        return end
    others = [str(each) for each in sorted((path / FOLDER).glob(f"*{SUFFIX}"))]
    others = others or [str(each.parent.parent) for each in sorted(path.glob(f"*/{FOLDER}/{END}{SUFFIX}"))]
    advice = f"Name one of: {', '.join(others)}" if others else "Run it again with --checkpoint"
    raise InputError(str(path), "holds no checkpoint of an end", advice)


def checkpoint_path(folder: Path, name: str = END) -> Path:
    """Return where a run folder keeps a checkpoint: ``end``, or ``at-3.2s``."""
    return folder / FOLDER / f"{name}{SUFFIX}"


def _write(path: Path, checkpoint: Checkpoint) -> None:
    words = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        **checkpoint.words(),
        "patterns": list(checkpoint.patterns),
        "checksums": checkpoint.checksums,
    }
    store = ZipStore(path, mode="w")
    try:
        group = zarr.create_group(store, attributes=words, zarr_format=3)
        arrays = group.create_group("arrays")
        for place, array in checkpoint.arrays.items():
            arrays.create_array(place, data=np.ascontiguousarray(array).reshape(array.shape))
        patterns = group.create_group("patterns")
        for index, ids in enumerate(checkpoint.patterns.values()):
            # Numbered, because a thing may be called as it likes and a file may not.
            patterns.create_array(str(index), data=np.ascontiguousarray(ids))
    finally:
        # Where the disk refused to begin, there is nothing to close.
        if path.exists():
            store.close()


def _read(path: Path, group: Any, words: dict[str, Any]) -> Checkpoint:
    places = [place for place in words["checksums"] if not place.startswith("pattern/")]
    arrays = {place: _read_array(path, group, f"arrays/{place}", place) for place in places}
    patterns = {
        name: _read_array(path, group, f"patterns/{index}", name)
        for index, name in enumerate(words["patterns"])
    }
    bookmark = words["bookmark"]
    try:
        earlier = tuple(_read_moment(moment) for moment in bookmark["earlier"])
    except ValidationError as error:
        raise InputError(str(path), f"holds an event that cannot be read ({error})", AGAIN) from None
    return Checkpoint(
        brain=parse(Brain, words["brain"], where=f"{path}, brain"),
        life=parse(Life, words["life"], where=f"{path}, life"),
        seed=words["seed"],
        noise_seed=words["noise_seed"],
        version=words["version"],
        bookmark=Bookmark(**{**bookmark, "earlier": earlier}),
        hours_offline=words["hours_offline"],
        episodes=tuple(words["episodes"]),
        wiring=words["wiring"],
        numbers=words["numbers"],
        arrays=arrays,
        patterns=patterns,
    )


def _read_moment(words: dict[str, Any]) -> Moment:
    event: Any = TypeAdapter(Event).validate_python(words["event"])
    return Moment(**{**words, "event": event, "episodes": tuple(words["episodes"])})


def _read_array(path: Path, group: Any, place: str, name: str) -> Any:
    array: Any = _read_part(path, name, lambda: np.asarray(group[place][...]))
    array.flags.writeable = False
    return array


def _read_part(path: Path, part: str, read: Callable[[], Any]) -> Any:
    try:
        return read()
    except NeurotagError:
        raise
    except DAMAGE:
        raise _damaged(path, part) from None


def _damaged(path: Path, part: str) -> InputError:
    return InputError(str(path), f"is damaged: {part} is not what was written", AGAIN)


def _check_zip(path: Path) -> None:
    """Look at zip's own check sums: they find a damaged part before zarr stumbles over it."""
    try:
        archive = zipfile.ZipFile(path)
    except PermissionError as error:
        raise InputError(str(path), f"cannot be read ({error.strerror})", "Name another file") from None
    except DAMAGE:
        what = "is no checkpoint of neurotag, or was cut off"
        raise InputError(str(path), what, "Name a checkpoint or a run folder") from None
    with archive:
        if "zarr.json" not in archive.namelist():
            raise InputError(str(path), "is no checkpoint of neurotag", "Name a checkpoint or a run folder")
        for part in archive.infolist():
            _read_part(path, _tell_part(part.filename), partial(archive.read, part))


def _tell_part(name: str) -> str:
    place = name.split("/")
    if len(place) < 3:
        return DESCRIPTION
    return place[1] if place[0] == "arrays" else "the pattern of a thing"


def _is_ours(path: Path) -> bool:
    try:
        with ZipStore(path, mode="r") as store:
            return zarr.open_group(store, mode="r", zarr_format=3).attrs.get("format") == FORMAT
    except DAMAGE:
        return False
