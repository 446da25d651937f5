"""Recorded spikes from the units table of an NWB file.

The table is read as the standard lays it out in HDF5, and nothing else of the file is: a reader of all there
is follows every reference, and in a damaged file one of them ends the program.

References
----------
NWB format 2: ``/units`` is a table with the columns ``id``, ``spike_times`` (s), ``obs_intervals`` (s) and
any others; ``<column>_index`` says where each row of a ragged column ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from neurotag.errors import InputError
from neurotag.interop.hdf5_dataset import refuse_unreadable
from neurotag.interop.trains_named import UNKNOWN, as_times, damaged, plain_id, trains_by_place

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neurotag.recording import SpikeTrains

    UnitId = int | str

KIND = "NWB"
NAME_COLUMN = "unit_name"
REGION_COLUMNS = ("region", "brain_area", "location")
"""Columns that name a region; the first of these that is there is read, else the electrodes' groups, else the
electrodes."""

ELECTRODES = "general/extracellular_ephys/electrodes/location"


class _Table:
    """The columns of a table, looked at before they are read."""

    def __init__(self, group: Any, source: str) -> None:
        self.source = source
        self._group = group
        self.n_rows = self.column("id").shape[0] if "id" in group else 0

    def __contains__(self, name: str) -> bool:
        return name in self._group

    def column(self, name: str) -> Any:
        """Return a column that is not yet read."""
        column = self._group[name]
        refuse_unreadable(column, f"{self.source}, units.{name}")
        if not column.shape:
            raise damaged(self.source, KIND)
        return column

    def numbers(self, name: str, kinds: str = "iuf") -> NDArray[Any]:
        """Return a column of numbers."""
        column = self.column(name)
        if column.dtype.kind not in kinds:
            raise InputError(
                f"{self.source}, units.{name}", f"must be numbers (got {column.dtype})", "Mend it"
            )
        return np.asarray(column[()])

    def words(self, name: str) -> list[str]:
        """Return a column of words, one per row; a number is told in digits."""
        column = self.column(name)
        if column.shape != (self.n_rows,):
            raise damaged(self.source, KIND)
        return [str(plain_id(value, self.source)).strip() for value in column[()]]

    def counts(self, name: str) -> NDArray[np.int64]:
        """Return how many values of a ragged column each row has."""
        n_values = self.column(name).shape[0]
        if f"{name}_index" not in self:
            raise damaged(self.source, KIND)
        ends = self.numbers(f"{name}_index", "iu").astype(np.int64)
        counts = np.diff(ends, prepend=0)
        if ends.shape != (self.n_rows,) or counts.min() < 0 or ends[-1] != n_values:
            raise damaged(self.source, KIND)
        return counts


def read_nwb(file: Any, source: str) -> SpikeTrains:
    """Read the units table of an open NWB file.

    Parameters
    ----------
    file : h5py.File
        The file.
    source : str
        Its path, for messages.

    Raises
    ------
    InputError
        If there is no units table, no unit, no spike, or a column is not what it should be.
    """
    if "units" not in file:
        raise InputError(source, "holds no units table", "Sort the spikes first, or name another file")
    units = _Table(file["units"], source)
    if units.n_rows == 0:
        raise InputError(source, "holds no units", "Give a recording with units")
    if "spike_times" not in units:
        raise InputError(source, "has a units table without spike times", "Name another file")
    place = np.repeat(np.arange(units.n_rows), units.counts("spike_times"))
    times = as_times(units.numbers("spike_times"), f"{source}, units.spike_times")
    start_s, end_s = _stretch(units)
    return trains_by_place(
        place, times, _names(units), source=source, start_s=start_s, end_s=end_s,
        regions=_regions(file, units),
    )  # fmt: skip


def _names(units: _Table) -> list[UnitId]:
    if NAME_COLUMN in units:
        named = units.words(NAME_COLUMN)
        if all(named) and len(set(named)) == len(named):
            return list(named)
    return [plain_id(value, units.source) for value in units.numbers("id", "iu")]


def _stretch(units: _Table) -> tuple[float | None, float | None]:
    """Return the first start and the last end of what was observed, where the file says it."""
    if "obs_intervals" not in units:
        return None, None
    intervals = units.numbers("obs_intervals")
    if intervals.size == 0:
        return None, None
    if intervals.ndim != 2 or intervals.shape[1] != 2 or not np.isfinite(intervals).all():
        raise InputError(f"{units.source}, units.obs_intervals", "must be pairs of start and end", "Mend it")
    return float(intervals[:, 0].min()), float(intervals[:, 1].max())


def _regions(file: Any, units: _Table) -> list[str] | None:
    column = next((name for name in REGION_COLUMNS if name in units), None)
    if column is not None:
        return [word or UNKNOWN for word in units.words(column)]
    if "electrode_group" in units:
        groups = units.column("electrode_group")
        if groups.shape != (units.n_rows,):
            raise damaged(units.source, KIND)
        return [_region_of_group(file[group], units.source) for group in groups[()]]
    if "electrodes" in units and ELECTRODES in file:
        return _regions_of_electrodes(file, units)
    return None


def _region_of_group(group: Any, source: str) -> str:
    return str(plain_id(group.attrs.get("location", ""), source)).strip() or UNKNOWN


def _regions_of_electrodes(file: Any, units: _Table) -> list[str]:
    """Return where each unit's electrodes are; a unit on electrodes of two places is of both."""
    location = file[ELECTRODES]
    refuse_unreadable(location, f"{units.source}, electrodes.location")
    places = [str(plain_id(value, units.source)).strip() for value in location[()]]
    rows = units.numbers("electrodes", "iu").astype(np.int64)
    if rows.size and not (rows.min() >= 0 and rows.max() < len(places)):
        raise damaged(units.source, KIND)
    parts = np.split(rows, np.cumsum(units.counts("electrodes"))[:-1])
    return ["/".join(sorted({places[row] for row in part} - {""})) or UNKNOWN for part in parts]
