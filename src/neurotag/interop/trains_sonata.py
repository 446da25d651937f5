"""Recorded spikes from a SONATA spikes file: ``/spikes/<population>/{node_ids,timestamps}``.

References
----------
Dai et al. 2020, PLoS Comput Biol 16:e1007696, and the SONATA developer guide: output spikes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from neurotag.errors import InputError
from neurotag.interop.hdf5_dataset import refuse_unreadable
from neurotag.interop.trains_named import as_times, trains_by_place

if TYPE_CHECKING:
    from neurotag.recording import SpikeTrains

SECONDS_PER = {"ms": 1e-3, "milliseconds": 1e-3, "s": 1.0, "seconds": 1.0}
"""Units of time that are read; a file that names none has milliseconds, which the standard prescribes."""

UNSORTED = "none"


def read_sonata(file: Any, source: str, *, name: str | None = None) -> SpikeTrains:
    """Read the spikes of one population from an open HDF5 file.

    Parameters
    ----------
    file : h5py.File
        The file; it has ``/spikes``.
    source : str
        Its path, for messages.
    name : str, optional
        The population, where there are several.

    Raises
    ------
    InputError
        If it holds no population, several and ``name`` chooses none, or times in an unknown unit.
    """
    population = _choose(file["spikes"], source, name)
    group = file["spikes"][population]
    where = f"{source}, population {population!r}"
    for column in ("node_ids", "timestamps"):
        if column not in group:
            raise InputError(where, f"has no {column}", "Name a SONATA spikes file")
        refuse_unreadable(group[column], f"{where}, {column}")
    nodes, stamps = group["node_ids"], group["timestamps"]
    if nodes.dtype.kind not in "iu" or nodes.shape != stamps.shape or nodes.ndim != 1:
        raise InputError(
            where,
            f"node_ids must be whole numbers, one per timestamp (they are {nodes.shape} of {nodes.dtype}, "
            f"timestamps {stamps.shape})",
            "Write the file anew",
        )
    factor = _seconds_per_unit(stamps, where)
    times = as_times(stamps[()], where) * factor
    ids, place = np.unique(nodes[()], return_inverse=True)
    if _word(group.attrs.get("sorting", "")) == UNSORTED:
        # The file says that its order means nothing.
        order = np.argsort(times, kind="stable")
        times, place = times[order], place[order]
    if not len(times):
        raise InputError(where, "holds no spikes", "Give a recording with spikes")
    return trains_by_place(place, times, ids.tolist(), source=where if name else source)


def _choose(spikes: Any, source: str, name: str | None) -> str:
    populations = [key for key in spikes if hasattr(spikes[key], "keys")] if hasattr(spikes, "keys") else []
    if not populations:
        raise InputError(
            source, "holds no population under /spikes", "Write it as SONATA: /spikes/POPULATION/node_ids"
        )
    told = f"Choose one with --name POPULATION: {', '.join(populations)}"
    if name is not None and name not in populations:
        raise InputError("--name", f"{source} holds no population {name!r}", told)
    if name is None and len(populations) > 1:
        raise InputError(source, f"holds {len(populations)} populations", told)
    return name or populations[0]


def _seconds_per_unit(stamps: Any, where: str) -> float:
    unit = _word(stamps.attrs.get("units", "ms"))
    if unit not in SECONDS_PER:
        raise InputError(
            f"{where}, timestamps", f"are in {unit!r} (ms and s are read)", "Convert them to milliseconds"
        )
    return SECONDS_PER[unit]


def _word(value: Any) -> str:
    """Return an attribute as text: h5py gives bytes, text, or the name of an enumerated value."""
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    return {"0": "none", "1": "by_id", "2": "by_time"}.get(str(value), str(value))
