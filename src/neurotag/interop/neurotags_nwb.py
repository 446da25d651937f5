"""Neurotags as NWB: the units that were searched, and a table of what was found.

The file says the same, bit for bit, whenever it is written: identifier and object ids are made from the
content, and dates that are not known are the epoch of UTC, as its description says.
"""

from __future__ import annotations

import hashlib
import json
import uuid
import warnings
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import numpy as np

from neurotag.errors import InputError, OutputError
from neurotag.interop.trains_hdf5 import import_h5py
from neurotag.interop.trains_nwb import NAME_COLUMN
from neurotag.interop.whole import written_whole

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from neurotag.recording import SpikeTrains

MODULE = TABLE = "neurotags"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands for a date that is not known."""

LISTS = ("members", "weights")
INTERVALS = "intervals"
MEANINGS = {
    "p": "Chance that the strongest candidate of a recording without co-activity scores as high",
    "q": "The same, corrected for the number of candidates (Benjamini-Hochberg)",
    "score": "Mean correlation between members, in standard errors of one that is zero",
}


def write_neurotags_nwb(
    path: str | Path,
    trains: SpikeTrains,
    neurotags: Sequence[Mapping[str, Any]],
    *,
    simulated: bool,
    meanings: Mapping[str, str] | None = None,
    started: datetime | None = None,
) -> None:
    """Write the units and the neurotags found among them as an NWB file.

    Parameters
    ----------
    path : str or Path
        The file.
    trains : SpikeTrains
        What was searched: becomes the units table.
    neurotags : sequence of mapping
        One per neurotag, as ``Neurotags.as_json`` gives them: ``id``, ``members`` (ids of units),
        ``weights``, and numbers or words by name. A mapping of these becomes columns of its own (``bond``
        gives ``bond_p``), and so do ``intervals`` (``mass`` gives ``mass_low`` and ``mass_high``).
    simulated : bool
        Whether the spikes are those of a model; the description of the session says it.

    Other Parameters
    ----------------
    meanings : mapping of str to str, optional
        What a column means, by its name.
    started : datetime, optional
        When the recording began, with its time zone.

    Raises
    ------
    InputError
        If pynwb is not installed, a member is no unit, or a value is neither number nor word.
    OutputError
        If the place cannot be written.
    """
    h5py = import_h5py(str(path))
    # pynwb warns of versions and cached specifications.
    with warnings.catch_warnings(action="ignore"):
        try:
            import pynwb  # noqa: PLC0415 (optional, and slow to load)
        except ImportError:
            raise InputError(
                str(path), "needs pynwb, which is not installed", "pip install neurotag[nwb]"
            ) from None
        source = PurePath(trains.source).name
        identifier = _digest(trains, source, neurotags)
        when = "" if started else " When it was recorded is not known: the dates are a placeholder."
        content = pynwb.NWBFile(
            session_description=f"{'Simulated' if simulated else 'Recorded'} spikes ({source}) and the "
            f"neurotags found among them.{when}",
            identifier=identifier,
            session_start_time=started or EPOCH,
            file_create_date=started or EPOCH,
        )
        content.units = _units(trains)
        module = content.create_processing_module(
            MODULE, "Units that fire together more than chance makes them, found by neurotag"
        )
        module.add(_table(trains, [_flat(row) for row in neurotags], content.units, meanings or {}))
        with written_whole(path) as partial:
            try:
                with pynwb.NWBHDF5IO(str(partial), "w") as io:
                    io.write(content)
            except OSError as error:
                reason = error.strerror or "the disk refuses"
                raise OutputError(
                    str(path), f"cannot be written ({reason.lower()})", "Choose another place"
                ) from None
            _name_objects(h5py, partial, identifier)


def _units(trains: SpikeTrains) -> Any:
    from hdmf.common import VectorData, VectorIndex  # noqa: PLC0415
    from pynwb.misc import Units  # noqa: PLC0415

    order = np.argsort(trains.unit, kind="stable")
    ends = np.cumsum(np.bincount(trains.unit, minlength=trains.n_units))
    times = VectorData(name="spike_times", description="Spike times, in seconds", data=trains.t_s[order])
    stretch = VectorData(
        name="obs_intervals",
        description="The stretch that was searched, in seconds",
        data=np.tile([[trains.start_s, trains.end_s]], (trains.n_units, 1)),
    )
    columns = [
        VectorIndex(name="spike_times_index", target=times, data=ends.astype(np.uint64)),
        times,
        VectorIndex(
            name="obs_intervals_index", target=stretch, data=np.arange(1, trains.n_units + 1, dtype=np.uint64)
        ),
        stretch,
    ]
    ids = list(trains.units)
    if not all(isinstance(one, int) for one in ids):
        names = [str(one) for one in ids]
        columns.append(
            VectorData(name=NAME_COLUMN, description="What the unit is called in its source", data=names)
        )
        ids = list(range(trains.n_units))
    if trains.regions is not None:
        columns.append(
            VectorData(name="location", description="Region of the unit", data=list(trains.regions))
        )
    return Units(name="units", description="The units that were searched", id=ids, columns=columns)


def _table(
    trains: SpikeTrains, rows: Sequence[Mapping[str, Any]], units: Any, meanings: Mapping[str, str]
) -> Any:
    from hdmf.common import DynamicTable, DynamicTableRegion, VectorData, VectorIndex  # noqa: PLC0415

    place_of = {name: at for at, name in enumerate(trains.units)}
    members = [_places(row, place_of) for row in rows]
    weights = [np.asarray(row["weights"], np.float64) for row in rows]
    for row, at, weight in zip(rows, members, weights, strict=True):
        if at.shape != weight.shape:
            raise InputError(f"neurotag {row['id']}", "has not one weight per member", "Give each its weight")
    ends = np.cumsum([len(at) for at in members], dtype=np.uint64)
    member = DynamicTableRegion(
        name="members", description="Its units, as rows of the units table", table=units,
        data=np.concatenate([np.zeros(0, np.int64), *members]),
    )  # fmt: skip
    weight_of = VectorData(
        name="weights",
        description="How strongly each member goes with the others, -1 to 1",
        data=np.concatenate([np.zeros(0), *weights]),
    )
    columns = [
        VectorIndex(name="members_index", target=member, data=ends), member,
        VectorIndex(name="weights_index", target=weight_of, data=ends.copy()), weight_of,
    ]  # fmt: skip
    # What no row knows has no column.
    names = dict.fromkeys(
        name
        for row in rows
        for name, value in row.items()
        if name not in ("id", *LISTS) and value is not None
    )
    for name in names:
        meaning = meanings.get(name) or MEANINGS.get(name) or f"{name.replace('_', ' ')} of the neurotag"
        values = _column(name, [row.get(name) for row in rows])
        columns.append(VectorData(name=name, description=meaning, data=values))
    ids = [int(row["id"]) for row in rows]
    return DynamicTable(
        name=TABLE, description=f"Neurotags: {len(rows)}", id=ids or np.zeros(0, np.int64), columns=columns
    )


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row with every number under a name of its own."""
    flat: dict[str, Any] = {}
    for name, value in row.items():
        if name == INTERVALS:
            for of, (low, high) in (value or {}).items():
                flat[f"{of}_low"], flat[f"{of}_high"] = low, high
        elif isinstance(value, Mapping):
            flat.update({f"{name}_{of}": one for of, one in value.items()})
        elif name in LISTS or not (isinstance(value, Sequence) and not isinstance(value, str)):
            flat[name] = value
        else:
            raise InputError(
                f"neurotag {row.get('id')}", f"{name} must be one number or word", "Leave it out"
            )
    return flat


def _column(name: str, values: Sequence[Any]) -> NDArray[np.float64] | list[str]:
    """Return numbers, NaN for none, or words."""
    if any(isinstance(value, str) for value in values):
        return ["" if value is None else str(value) for value in values]
    try:
        return np.array([np.nan if value is None else float(value) for value in values])
    except (TypeError, ValueError):
        raise InputError(
            f"column {name!r}", "holds what is neither number nor word", "Leave it out"
        ) from None


def _places(row: Mapping[str, Any], place_of: Mapping[Any, int]) -> NDArray[np.int64]:
    unknown = [one for one in row["members"] if one not in place_of]
    if unknown:
        raise InputError(
            f"neurotag {row['id']}", f"has a member {unknown[0]!r} that is no unit", "Give ids of units"
        )
    return np.array([place_of[one] for one in row["members"]], np.int64)


def _digest(trains: SpikeTrains, source: str, neurotags: Sequence[Mapping[str, Any]]) -> str:
    told = [list(trains.units), trains.regions, trains.start_s, trains.end_s, source, list(neurotags)]
    digest = hashlib.sha256(json.dumps(told, default=_as_plain, sort_keys=True).encode())
    digest.update(trains.unit.astype("<i4").tobytes())
    digest.update(trains.t_s.astype("<f8").tobytes())
    return digest.hexdigest()


def _as_plain(value: Any) -> Any:
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    return dict(value) if isinstance(value, Mapping) else str(value)


def _name_objects(h5py: Any, path: Path, identifier: str) -> None:
    """Replace the random ids of the file's objects by such as are made from its content."""

    def rename(name: str, item: Any) -> None:
        if "object_id" in item.attrs:
            item.attrs.modify("object_id", str(uuid.uuid5(uuid.NAMESPACE_OID, f"{identifier}/{name}")))

    with h5py.File(path, "r+") as file:
        rename("", file)
        file.visititems(rename)
