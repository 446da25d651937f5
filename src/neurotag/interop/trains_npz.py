"""Recorded spikes from an ``.npz``: never anything that could run code, never more than memory holds."""

from __future__ import annotations

import math
import warnings
import zipfile
import zlib
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from neurotag.errors import InputError
from neurotag.interop.trains_named import (
    UNKNOWN,
    as_times,
    damaged,
    plain_id,
    refuse_size,
    trains_by_place,
    trains_by_unit,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from neurotag.recording import SpikeTrains

UNIT, TIME = "unit", "t"
ASIDE = ("start_s", "end_s", "region", "units")
"""Arrays that are no units."""

KIND = "an .npz"
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, MemoryError)


class _Arrays:
    """The arrays of a file, read one by one and looked at before."""

    def __init__(self, archive: zipfile.ZipFile, source: str) -> None:
        self.source = source
        self._archive = archive
        names = archive.namelist()
        other = [name for name in names if not name.endswith(".npy")]
        if other or len(set(names)) < len(names):
            what = f"holds {other[0]!r}, which is no array" if other else "holds an array twice"
            raise InputError(source, f"is a zip file and no .npz: it {what}", "Write it with numpy.savez")
        self.names = [name.removesuffix(".npy") for name in names]
        if not self.names:
            raise InputError(
                source, "holds no arrays", "Give arrays 'unit' and 't', or one of times per unit"
            )
        refuse_size(sum(info.file_size for info in archive.infolist()), source)

    def read(self, name: str) -> NDArray[Any]:
        """Return an array."""
        info = self._archive.getinfo(f"{name}.npy")
        with self._archive.open(info) as file:
            shape, dtype = _read_header(file)
        where = f"{self.source}, array {name!r}"
        if dtype.hasobject:
            raise InputError(where, "holds Python objects, which are never read", "Save numbers or words")
        if math.prod(shape) * max(1, dtype.itemsize) > info.file_size:
            raise damaged(self.source, KIND)
        with self._archive.open(info) as file:
            array: NDArray[Any] = np.lib.format.read_array(file, allow_pickle=False)
        return array

    def read_if_there(self, name: str) -> NDArray[Any] | None:
        """Return an array, or none where it is not there."""
        return self.read(name) if name in self.names else None

    def read_number(self, name: str) -> float | None:
        """Return a single number, or none where it is not there."""
        array = self.read_if_there(name)
        if array is None:
            return None
        if array.size != 1 or array.dtype.kind not in "iuf" or not np.isfinite(array).all():
            raise InputError(f"{self.source}, array {name!r}", "must be one number of seconds", "Mend it")
        return float(array.reshape(())[()])


def read_npz(path: Path, *, name: str | None = None) -> SpikeTrains:
    """Read arrays ``unit`` and ``t``, such arrays with a prefix, or one array of times per unit.

    Parameters
    ----------
    path : Path
        The file.
    name : str, optional
        The prefix, where there are several.

    Raises
    ------
    InputError
        If it is damaged, or holds none of these.
    """
    source = str(path)
    try:
        # numpy warns of headers that Python 2 wrote.
        with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(path) as archive:
            return _read(_Arrays(archive, source), name)
    except InputError:
        raise
    except BROKEN:
        raise damaged(source, KIND) from None


def _read(arrays: _Arrays, name: str | None) -> SpikeTrains:
    prefixes = _prefixes(arrays.names)
    if name is not None:
        if not prefixes:
            raise InputError("--name", f"{arrays.source} holds one recording", "Leave it out")
        # Said with or without the mark that parts it from the rest.
        chosen = [prefix for prefix in prefixes if name in (prefix, prefix.removesuffix("_"))]
        if not chosen:
            raise InputError("--name", f"{arrays.source} holds no recording {name!r}", _list(prefixes))
        return _read_pairs(arrays, chosen[0], f"{arrays.source} ({name})")
    is_plain = UNIT in arrays.names and TIME in arrays.names
    if len(prefixes) > (0 if is_plain else 1):
        n = len(prefixes) + is_plain
        raise InputError(arrays.source, f"holds {n} recordings", _list(prefixes))
    if is_plain:
        return _read_pairs(arrays, "", arrays.source)
    if prefixes:
        return _read_pairs(arrays, prefixes[0], arrays.source)
    return _read_one_per_unit(arrays)


def _prefixes(names: Sequence[str]) -> list[str]:
    """Return the prefixes of pairs of arrays, each with its underscore."""
    starts = [name.removesuffix(UNIT) for name in names if name.endswith(f"_{UNIT}")]
    return [start for start in starts if f"{start}{TIME}" in names]


def _list(prefixes: Sequence[str]) -> str:
    return f"Choose one with --name PREFIX: {', '.join(prefix.removesuffix('_') for prefix in prefixes)}"


def _read_pairs(arrays: _Arrays, prefix: str, source: str) -> SpikeTrains:
    unit = arrays.read(prefix + UNIT)
    times = as_times(arrays.read(prefix + TIME), f"{arrays.source}, array {prefix + TIME!r}")
    if unit.shape != times.shape:
        raise InputError(
            arrays.source,
            f"{prefix}{UNIT} and {prefix}{TIME} must be as long (they have the shapes {unit.shape} and "
            f"{times.shape})",
            "Give one unit and one time per spike",
        )
    if not len(times):
        raise InputError(source, "holds no spikes", "Give a recording with spikes")
    fired, place = _whole_or_words(unit, f"{arrays.source}, array {prefix + UNIT!r}")
    names = [plain_id(value, source) for value in fired]
    given = arrays.read_if_there(f"{prefix}units")
    if given is not None:
        units, order = _whole_or_words(given, f"{arrays.source}, array '{prefix}units'")
        names_given = [plain_id(units[at], source) for at in order]
        if given.ndim != 1:
            raise InputError(source, f"{prefix}units must be one list", "Give one name per unit")
        at_of = {unit_name: at for at, unit_name in enumerate(names_given)}
        missing = [unit_name for unit_name in names if unit_name not in at_of]
        if missing:
            raise InputError(
                source, f"has spikes of unit {missing[0]!r}, which is not in {prefix}units", "Name every unit"
            )
        place = np.array([at_of[unit_name] for unit_name in names], np.int64)[place]
        names = names_given
    regions = _read_regions(arrays, prefix, n_units=len(names), has_units=given is not None)
    return trains_by_place(
        place, times, names, source=source, regions=regions,
        start_s=arrays.read_number(f"{prefix}start_s"), end_s=arrays.read_number(f"{prefix}end_s"),
    )  # fmt: skip


def _read_one_per_unit(arrays: _Arrays) -> SpikeTrains:
    alone = [name for name in (UNIT, TIME, "units") if name in arrays.names]
    if alone:
        raise InputError(
            arrays.source,
            f"has an array {alone[0]!r} without its fellow (it has {_some(arrays.names)})",
            "Give arrays 'unit' and 't', or one of times per unit",
        )
    names = [name for name in arrays.names if name not in ASIDE]
    regions = _read_regions(arrays, "", n_units=len(names), has_units=True)
    return trains_by_unit(
        names,
        (arrays.read(name) for name in names),
        source=arrays.source,
        start_s=arrays.read_number("start_s"),
        end_s=arrays.read_number("end_s"),
        regions=regions,
    )


def _read_regions(arrays: _Arrays, prefix: str, *, n_units: int, has_units: bool) -> list[str] | None:
    region = arrays.read_if_there(f"{prefix}region")
    if region is None:
        return None
    where = f"{arrays.source}, array '{prefix}region'"
    if not has_units:
        raise InputError(where, "cannot be told to units", f"Add an array '{prefix}units' in the same order")
    if region.ndim != 1 or region.dtype.kind not in "US" or len(region) != n_units:
        raise InputError(
            where,
            f"must be {n_units} words, one per unit (it is {region.shape} of {region.dtype})",
            "Mend it",
        )
    return [str(plain_id(value, where)) or UNKNOWN for value in region]


def _whole_or_words(values: NDArray[Any], where: str) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """Return the different ids, ascending, and the place of each value among them."""
    if values.dtype.kind not in "iufUS":
        raise InputError(where, f"must be whole numbers or words (it is of type {values.dtype})", "Mend it")
    different, place = np.unique(values.ravel(), return_inverse=True)
    if different.dtype.kind == "f":
        if not np.isfinite(different).all() or (different != np.round(different)).any():
            raise InputError(where, "must be whole numbers or words (it holds fractions or NaN)", "Mend it")
        different = different.astype(np.int64)
    return different, place.astype(np.int64)


def _some(names: Sequence[str]) -> str:
    more = len(names) - 6
    return ", ".join(map(repr, names[:6])) + (f" and {more} more" if more > 0 else "")


def _read_header(file: IO[bytes]) -> tuple[tuple[int, ...], np.dtype[Any]]:
    version = np.lib.format.read_magic(file)
    read = {
        (1, 0): np.lib.format.read_array_header_1_0,
        (2, 0): np.lib.format.read_array_header_2_0,
    }.get(version)
    if read is None:
        raise ValueError(version)
    shape, _, dtype = read(file)
    return shape, dtype
