"""Recorded spikes from an HDF5 file: NWB here, SONATA next door."""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from neurotag.errors import InputError
from neurotag.interop.trains_named import UNKNOWN, damaged, plain_id, refuse_size, trains_by_place
from neurotag.interop.trains_sonata import read_sonata

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import ModuleType

    from neurotag.recording import SpikeTrains

    UnitId = int | str

NAME_COLUMN = "unit_name"
REGION_COLUMNS = ("region", "brain_area", "location", "electrode_group", "electrodes")
"""Columns of the units table that say where a unit is; the first of these that is there is read."""


def read_hdf5(path: Path, *, name: str | None = None) -> SpikeTrains:
    """Read the units of an NWB file, or the spikes of a SONATA file.

    Parameters
    ----------
    path : Path
        The file.
    name : str, optional
        Of SONATA, the population.

    Raises
    ------
    InputError
        If it is damaged, is neither, or what reads it is not installed.
    """
    source = str(path)
    h5py = import_h5py(source)
    try:
        with h5py.File(path, "r") as file:
            is_nwb = "nwb_version" in file.attrs
            if not is_nwb and "spikes" in file and path.suffix.lower() != ".nwb":
                return read_sonata(file, source, name=name)
            held = sorted(file)
            if is_nwb:
                _refuse_large(file, source)
    except InputError:
        raise
    except Exception:  # A damaged file makes HDF5 say anything, by errors of every kind.
        raise damaged(source, "HDF5") from None
    if not is_nwb:
        what = "is an HDF5 file and no NWB file" if path.suffix.lower() == ".nwb" else (
            "is an HDF5 file, and neither NWB nor SONATA spikes"
        )  # fmt: skip
        shown = ", ".join(map(repr, held[:6])) or "nothing"
        raise InputError(source, f"{what} (it holds {shown})", "Name another file")
    if name is not None:
        raise InputError("--name", f"{source} is an NWB file and holds one recording", "Leave it out")
    return _read_nwb(path, source)


def import_h5py(source: str) -> ModuleType:
    """Return the module that reads HDF5.

    Raises
    ------
    InputError
        If it is not installed.
    """
    try:
        import h5py  # noqa: PLC0415 (optional)
    except ImportError:
        raise InputError(source, "needs h5py, which is not installed", "pip install neurotag[nwb]") from None
    module: ModuleType = h5py
    return module


@contextmanager
def quiet() -> Iterator[None]:
    """Keep what other houses warn of to themselves: versions, cached specifications, names."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _refuse_large(file: Any, source: str) -> None:
    """Look at the declared sizes of the units table before anything of it is read."""
    units = file.get("units")
    total = 0
    for column in units.values() if hasattr(units, "values") else ():
        if hasattr(column, "dtype"):
            total += column.size * max(1, column.dtype.itemsize)
    refuse_size(total, source)


def _read_nwb(path: Path, source: str) -> SpikeTrains:
    with quiet():
        try:
            import pynwb  # noqa: PLC0415 (optional, and slow to load)
        except ImportError:
            raise InputError(
                source, "needs pynwb, which is not installed", "pip install neurotag[nwb]"
            ) from None
        try:
            with pynwb.NWBHDF5IO(str(path), "r", load_namespaces=True) as io:
                return _trains(io.read().units, source)
        except InputError:
            raise
        except Exception:  # pynwb, hdmf and HDF5 each have errors of their own, of every kind.
            raise damaged(source, "NWB") from None


def _trains(units: Any, source: str) -> SpikeTrains:
    if units is None:
        raise InputError(source, "holds no units table", "Sort the spikes first, or name another file")
    if len(units) == 0:
        raise InputError(source, "holds no units", "Give a recording with units")
    if "spike_times" not in units.colnames:
        raise InputError(source, "has a units table without spike times", "Name another file")
    ends = np.asarray(units["spike_times"].data[:], np.int64)
    times = np.asarray(units["spike_times"].target.data[:], np.float64)
    counts = np.diff(ends, prepend=0)
    if len(ends) != len(units) or counts.min() < 0 or ends[-1] != len(times):
        raise damaged(source, "NWB")
    place = np.repeat(np.arange(len(ends)), counts)
    start_s, end_s = _stretch(units)
    return trains_by_place(
        place, times, _names(units, source), source=source, start_s=start_s, end_s=end_s,
        regions=_regions(units, source),
    )  # fmt: skip


def _names(units: Any, source: str) -> list[UnitId]:
    if NAME_COLUMN in units.colnames:
        named = [plain_id(value, source) for value in units[NAME_COLUMN].data[:]]
        if len(set(named)) == len(named):
            return named
    return [plain_id(value, source) for value in units.id.data[:]]


def _stretch(units: Any) -> tuple[float | None, float | None]:
    """Return the first start and the last end of what was observed, where the file says it."""
    if "obs_intervals" not in units.colnames:
        return None, None
    intervals = np.asarray(units["obs_intervals"].target.data[:], np.float64)
    if intervals.size == 0:
        return None, None
    return float(intervals[:, 0].min()), float(intervals[:, 1].max())


def _regions(units: Any, source: str) -> list[str] | None:
    column = next((name for name in REGION_COLUMNS if name in units.colnames), None)
    if column is None:
        return None
    if column == "electrodes":
        return _regions_of_electrodes(units, source)
    values = units[column].data[:]
    if column == "electrode_group":
        values = [group.location for group in values]
    return [_word(value, source) for value in values]


def _regions_of_electrodes(units: Any, source: str) -> list[str] | None:
    """Return the place of each unit's electrodes; a unit on electrodes of two places is of both."""
    index = units["electrodes"]
    electrodes = index.target.table
    if "location" not in electrodes.colnames:
        return None
    places = [_word(value, source) for value in electrodes["location"].data[:]]
    rows = np.asarray(index.target.data[:], np.int64)
    parts = np.split(rows, np.asarray(index.data[:], np.int64)[:-1])
    return ["/".join(sorted({places[row] for row in part})) or UNKNOWN for part in parts]


def _word(value: Any, source: str) -> str:
    return str(plain_id(value, source)).strip() or UNKNOWN


