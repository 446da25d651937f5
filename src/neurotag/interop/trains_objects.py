"""Spike trains from what other houses keep in memory: neo, pynapple, a mapping; none of them is imported."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from neurotag.errors import InputError
from neurotag.interop.trains import read_trains
from neurotag.interop.trains_named import UNKNOWN, plain_id, trains_by_unit
from neurotag.recording import Recording, SpikeTrains, trains_of

REGION_KEYS = ("region", "location")
ACCEPTED = (
    "Give a file, a recording, neo or pynapple spikes, or a mapping of each unit to its times in seconds"
)


def trains_from(thing: Any, *, name: str | None = None) -> SpikeTrains:
    """Return the spike trains of anything that holds some.

    Parameters
    ----------
    thing : str, Path, SpikeTrains, Recording, mapping, or an object of neo or pynapple
        A file (see `read_trains`); a simulated life; a mapping of each unit to its times, in seconds or with
        units of their own; a neo Block of one segment, Segment or list of SpikeTrain; a pynapple TsGroup.
    name : str, optional
        Of a file, which recording.

    Raises
    ------
    InputError
        If it is none of these, or its spikes are not those of a recording.

    Examples
    --------
    >>> trains_from({"a": [0.1, 0.4], "b": [0.2]}).units
    ('a', 'b')
    """
    if isinstance(thing, str | Path):
        return read_trains(thing, name=name)
    if name is not None:
        raise InputError("name", f"chooses within a file (got a {type(thing).__name__})", "Leave it out")
    if isinstance(thing, SpikeTrains | Recording):
        return trains_of(thing) if isinstance(thing, Recording) else thing
    if _is_of(thing, "pynapple", "TsGroup"):
        return _from_pynapple(thing)
    if isinstance(thing, Mapping):
        return _from_mapping(thing)
    return _from_neo(*_neo_trains(thing))


def _neo_trains(thing: Any) -> tuple[Any, str]:
    """Return the trains of something of neo's, and what it is."""
    if _is_of(thing, "neo", "Block"):
        if len(thing.segments) != 1:
            raise InputError(
                "neo Block",
                f"must have one segment (it has {len(thing.segments)})",
                "Give one of its segments",
            )
        return thing.segments[0].spiketrains, "neo Block"
    if _is_of(thing, "neo", "Segment"):
        return thing.spiketrains, "neo Segment"
    is_list = isinstance(thing, list | tuple) or _is_of(thing, "neo", "SpikeTrainList")
    if is_list and len(thing) and all(_is_of(one, "neo", "SpikeTrain") for one in thing):
        return thing, "list of neo SpikeTrain"
    raise InputError(
        "recording", f"holds no spikes that can be read (got a {type(thing).__name__})", ACCEPTED
    )


def _is_of(thing: Any, house: str, name: str) -> bool:
    """Return whether it is an object of this class, without importing the house it comes from."""
    return any(
        kind.__name__ == name and kind.__module__.partition(".")[0] == house for kind in type(thing).__mro__
    )


def _from_mapping(thing: Mapping[Any, Any]) -> SpikeTrains:
    source = "mapping"
    names = [plain_id(key, source) for key in thing]
    times = [_seconds(value, f"{source}, unit {key!r}") for key, value in thing.items()]
    return trains_by_unit(names, times, source=source)


def _from_neo(trains: Any, source: str) -> SpikeTrains:
    if not len(trains):
        raise InputError(source, "holds no units", "Give a recording with units")
    stretches = {
        (float(train.t_start.rescale("s").magnitude), float(train.t_stop.rescale("s").magnitude))
        for train in trains
    }
    if len(stretches) > 1:
        (first, last), (also_first, also_last) = sorted(stretches)[:2]
        raise InputError(
            source,
            f"its trains cover different stretches ({first:g} to {last:g} s, {also_first:g} to "
            f"{also_last:g} s)",
            "Cut them to one with time_slice",
        )
    ((start_s, end_s),) = stretches
    return trains_by_unit(
        _names_of_neo(trains),
        [_seconds(train, source) for train in trains],
        source=source,
        start_s=start_s,
        end_s=end_s,
        regions=_regions([_annotation(train) for train in trains]),
    )


def _names_of_neo(trains: Any) -> list[int | str]:
    """Return the trains' names where each has one of its own, else their places in the list."""
    names = [train.name for train in trains]
    if all(names) and len(set(names)) == len(names):
        return [str(name) for name in names]
    return list(range(len(names)))


def _annotation(train: Any) -> Any:
    return next((train.annotations[key] for key in REGION_KEYS if train.annotations.get(key)), None)


def _from_pynapple(group: Any) -> SpikeTrains:
    source = "pynapple TsGroup"
    keys = list(group.keys())
    if not keys:
        raise InputError(source, "holds no units", "Give a recording with units")
    start, end = np.asarray(group.time_support.start), np.asarray(group.time_support.end)
    column = next((key for key in REGION_KEYS if key in group.metadata_columns), None)
    return trains_by_unit(
        [plain_id(key, source) for key in keys],
        [group[key].t for key in keys],
        source=source,
        start_s=float(start.min()),
        end_s=float(end.max()),
        regions=None if column is None else _regions(list(group.get_info(column))),
    )


def _regions(values: list[Any]) -> list[str] | None:
    """Return a region of each unit, or none where no unit has one."""
    if not any(isinstance(value, str) and value for value in values):
        return None
    return [value if isinstance(value, str) and value else UNKNOWN for value in values]


def _seconds(values: Any, where: str) -> Any:
    """Return times in seconds: converted where they know their unit, else as they are."""
    if hasattr(values, "rescale"):
        try:
            return values.rescale("s").magnitude
        except ValueError:
            raise InputError(
                where, f"its times are in {values.dimensionality}", "Give times in seconds"
            ) from None
    if any(kind.__module__.partition(".")[0] == "pynapple" for kind in type(values).__mro__):
        return values.t
    return values
