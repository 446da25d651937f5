"""Recorded spikes from a file, whatever house it comes from: the file's content says what it is."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import TYPE_CHECKING

from neurotag.errors import InputError
from neurotag.interop.trains_hdf5 import read_hdf5
from neurotag.interop.trains_npz import read_npz
from neurotag.interop.trains_table import read_parquet, read_text

if TYPE_CHECKING:
    from neurotag.recording import SpikeTrains

KINDS = {
    "zip": "a zip file, as .npz is",
    "hdf5": "an HDF5 file, as NWB and SONATA are",
    "parquet": "a Parquet table",
    "text": "text",
    "other": "something else",
}

KIND_OF_SUFFIX = {
    ".npz": "zip", ".nwb": "hdf5", ".h5": "hdf5", ".hdf5": "hdf5", ".parquet": "parquet", ".pq": "parquet",
    ".csv": "text", ".tsv": "text", ".txt": "text",
}  # fmt: skip

HEAD_BYTES = 4096
HDF5_MAGIC, HDF5_PLACES = b"\x89HDF\r\n\x1a\n", (0, 512, 1024, 2048)
"""What an HDF5 file begins with, and where it may begin."""

ACCEPTED = "Name an NWB file, SONATA spikes, an .npz, or a CSV or Parquet table of unit and t"


def read_trains(path: str | Path, *, name: str | None = None) -> SpikeTrains:
    """Read the spikes of a recording.

    The content of the file says what it is: NWB (its units table), SONATA spikes, an ``.npz`` or a table
    (CSV, TSV, Parquet) of units and times in seconds. A suffix that says something else is an error. What
    each must hold is in ``docs/recordings.md``.

    Parameters
    ----------
    path : str or Path
        The file.
    name : str, optional
        Where the file holds several recordings: the prefix of its arrays, or its population.

    Returns
    -------
    SpikeTrains
        Times in seconds, units by their names in the file.

    Raises
    ------
    InputError
        If the file cannot be read, is none of these, is not what its name says, holds several recordings and
        ``name`` chooses none, or its spikes are not those of a recording (see `spike_trains`).

    References
    ----------
    Rübel et al. 2022, eLife 11:e78362 (NWB); Dai et al. 2020, PLoS Comput Biol 16:e1007696 (SONATA).
    """
    path = Path(path)
    source = str(path)
    head = _read_head(path, source)
    kind = _kind_of(head)
    wanted = KIND_OF_SUFFIX.get(path.suffix.lower(), kind)
    if kind != wanted:
        raise InputError(
            source,
            f"is named {path.suffix} and holds {KINDS[kind]}",
            "Name it for what it is, or name another",
        )
    if kind == "zip":
        return read_npz(path, name=name)
    if kind == "hdf5":
        return read_hdf5(path, name=name)
    if kind == "other":
        raise InputError(source, "is no recording that can be read here", ACCEPTED)
    if name is not None:
        raise InputError("--name", f"{source} is a table and holds one recording", "Leave it out")
    return read_parquet(path) if kind == "parquet" else read_text(path)


def _read_head(path: Path, source: str) -> bytes:
    try:
        if not path.is_file():
            if path.is_dir():
                raise InputError(source, "is a folder, and no run", "Name a run folder or a file with spikes")
            what = "is no file" if path.exists() else "there is no such file"
            raise InputError(source, what, "Check the path and the spelling")
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except InputError:
        raise
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is no path"
        raise InputError(source, f"cannot be read ({reason.lower()})", "Name another file") from None
    if not head:
        raise InputError(source, "is empty", ACCEPTED)
    return head


def _kind_of(head: bytes) -> str:
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if any(head[place:].startswith(HDF5_MAGIC) for place in HDF5_PLACES):
        return "hdf5"
    if head.startswith(b"PAR1"):
        return "parquet"
    try:
        # The head may end within a character.
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "other"
    return "other" if b"\0" in head else "text"
