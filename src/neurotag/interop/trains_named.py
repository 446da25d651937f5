"""Spike trains under the names that their units have where they come from: ids, words, in any order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from neurotag.errors import InputError
from neurotag.recording import spike_trains

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from neurotag.recording import SpikeTrains

    UnitId = int | str

MOST_BYTES = 2 * 1024**3
"""Most that one recording may unfold to in memory: more is a damaged file, or one made to do harm."""

UNKNOWN = "unknown"
"""Region of a unit where only other units have one."""


def damaged(source: str, kind: str) -> InputError:
    """Return what to say of a file that begins as what it should be and cannot be read on."""
    return InputError(
        source, f"is cut short or damaged, and cannot be read as {kind}", "Copy or export it anew"
    )


def refuse_size(n_bytes: int, where: str) -> None:
    """Refuse what would unfold to more than ``MOST_BYTES``, before it is read.

    Raises
    ------
    InputError
        If it would.
    """
    if n_bytes > MOST_BYTES:
        raise InputError(
            where,
            f"would take {n_bytes / 1024**3:.1f} GB in memory (at most {MOST_BYTES / 1024**3:g})",
            "Cut the recording into parts",
        )


def plain_id(value: Any, source: str) -> UnitId:
    """Return the id of a unit as a whole number or a word.

    Raises
    ------
    InputError
        If it is neither.
    """
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, bytes):
        value = value.decode("utf-8", errors="replace")
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise InputError(source, f"names a unit {value!r}, which is no number and no word", "Rename it")
    return value


def trains_by_place(
    place: NDArray[Any],
    t_s: NDArray[Any],
    names: Sequence[UnitId],
    *,
    source: str,
    start_s: float | None = None,
    end_s: float | None = None,
    regions: Sequence[str] | None = None,
) -> SpikeTrains:
    """Return spike trains from the place of each spike's unit among the names.

    Parameters
    ----------
    place : (n_spikes,) int
        Place of its unit in ``names``.
    t_s : (n_spikes,) float
        Its time, in seconds.
    names : sequence of int or str
        What the units are called, (n_units,).

    Other Parameters
    ----------------
    source, start_s, end_s, regions
        See `spike_trains`.

    Raises
    ------
    InputError
        If there are no units, two have one name, names are numbers and words, or as `spike_trains` does.
    """
    if not names:
        raise InputError(source, "holds no units", "Give a recording with units")
    if len({type(name) for name in names}) > 1:
        raise InputError(source, "names some units by numbers and others by words", "Name all alike")
    if len(set(names)) < len(names):
        twice = next(name for at, name in enumerate(names) if name in names[:at])
        raise InputError(source, f"has two units of the name {twice!r}", "Give each unit its own name")
    times = np.asarray(t_s, np.float64)
    _refuse_disorder(place, times, names, source)
    trains = spike_trains(
        place, times, units=range(len(names)), start_s=start_s, end_s=end_s, source=source, regions=regions
    )
    return replace(trains, units=tuple(names))


def trains_by_unit(
    names: Sequence[UnitId],
    times_s: Iterable[Any],
    *,
    source: str,
    start_s: float | None = None,
    end_s: float | None = None,
    regions: Sequence[str] | None = None,
) -> SpikeTrains:
    """Return spike trains from one list of times per unit; a list may be empty.

    Parameters
    ----------
    names : sequence of int or str
        What the units are called, (n_units,).
    times_s : iterable of (n,) float
        Spike times of each unit, in seconds and in order.

    Other Parameters
    ----------------
    source, start_s, end_s, regions
        See `spike_trains`.

    Raises
    ------
    InputError
        As `trains_by_place` does, or if the times of a unit are no list of numbers.
    """
    trains = [as_times(times, f"{source}, unit {name!r}") for name, times in zip(names, times_s, strict=True)]
    place = np.repeat(np.arange(len(trains)), [len(times) for times in trains])
    return trains_by_place(
        place,
        np.concatenate([np.zeros(0), *trains]),
        names,
        source=source,
        start_s=start_s,
        end_s=end_s,
        regions=regions,
    )


def as_times(values: Any, where: str) -> NDArray[np.float64]:
    """Return times in seconds as an array, (n,), not yet looked at.

    Raises
    ------
    InputError
        If they are no list of numbers.
    """
    try:
        times = np.asarray(values)
    except (ValueError, TypeError):
        raise InputError(where, "its times are no list of numbers", "Give times in seconds") from None
    if times.ndim != 1:
        raise InputError(
            where,
            f"its times must be one list (they have the shape {times.shape})",
            "Give one list for each unit",
        )
    if times.dtype.kind not in "iuf" and times.size:
        raise InputError(
            where, f"its times must be numbers (they are of type {times.dtype})", "Give times in seconds"
        )
    return times.astype(np.float64)


def _refuse_disorder(
    place: NDArray[Any], times: NDArray[np.float64], names: Sequence[UnitId], source: str
) -> None:
    """Say what `spike_trains` would say, with the name of the unit."""
    by_unit = np.argsort(place, kind="stable")
    falls = (np.diff(times[by_unit]) < 0) & (np.diff(place[by_unit]) == 0)
    if falls.any():
        at = by_unit[int(falls.argmax())]
        raise InputError(
            source,
            f"spike times are not in order: unit {names[place[at]]!r} has an earlier one after "
            f"{times[at]:g} s",
            "Sort them, if the file is what it should be",
        )
