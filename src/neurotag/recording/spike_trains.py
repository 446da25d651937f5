"""Spike trains of units from anywhere: all that is needed to look for neurotags."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from neurotag.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from neurotag.recording.recording import Recording

    UnitId = int | str

MOST_SPAN_S = 30 * 24 * 3600.0
"""Longest time between the first and the last spike: more is milliseconds or samples taken for seconds."""


DAY_S, SLOW_HZ = 24 * 3600.0, 0.01
"""A recording of more than a day in which the median unit fires more rarely is one in other units of time."""


@dataclass(frozen=True, eq=False)
class SpikeTrains:
    """Spikes of units over one stretch of time.

    Attributes
    ----------
    units : tuple of int or str
        What each unit is called where it comes from, (n_units,). Every one is there, spikes or not.
    unit : (n_spikes,) int32
        Which of the units fired: a place in ``units``.
    t_s : (n_spikes,) float64
        When, in seconds, in order.
    start_s, end_s : float
        The stretch; every spike lies in it.
    source : str
        Where they come from, for messages.
    regions : tuple of str, optional
        Region of each unit, (n_units,), where they are known.
    """

    units: tuple[UnitId, ...]
    unit: NDArray[np.int32]
    t_s: NDArray[np.float64]
    start_s: float
    end_s: float
    source: str = "spikes"
    regions: tuple[str, ...] | None = None

    @property
    def n_units(self) -> int:
        """Number of units."""
        return len(self.units)

    @property
    def n_spikes(self) -> int:
        """Number of spikes."""
        return len(self.t_s)

    @property
    def duration_s(self) -> float:
        """Length of the stretch, in seconds."""
        return self.end_s - self.start_s

    @property
    def rate_hz(self) -> NDArray[np.float64]:
        """Mean rate of each unit, (n_units,)."""
        return np.bincount(self.unit, minlength=self.n_units) / self.duration_s

    def between(self, start_s: float, end_s: float) -> SpikeTrains:
        """Return the spikes of a part of the stretch: from ``start_s`` up to ``end_s``.

        Raises
        ------
        InputError
            If the part is empty or reaches beyond the stretch.
        """
        if not self.start_s <= start_s < end_s <= self.end_s:
            raise InputError(
                self.source,
                f"no part of it lies from {start_s:g} to {end_s:g} s: it goes from {self.start_s:g} "
                f"to {self.end_s:g} s",
                "Choose a part within it",
            )
        first, last = np.searchsorted(self.t_s, [start_s, end_s])
        # A spike at the very end of the whole stretch belongs to its last part.
        last = self.n_spikes if end_s == self.end_s else last
        return replace(
            self, unit=self.unit[first:last], t_s=self.t_s[first:last], start_s=start_s, end_s=end_s
        )

    def of_units(self, chosen: Sequence[int] | NDArray[np.int64]) -> SpikeTrains:
        """Return the spikes of some units, by their places in ``units``, in that order."""
        place = np.full(self.n_units, -1, np.int32)
        place[np.asarray(chosen)] = np.arange(len(chosen), dtype=np.int32)
        unit = place[self.unit]
        kept = unit >= 0
        return replace(
            self,
            units=tuple(self.units[at] for at in chosen),
            unit=unit[kept],
            t_s=self.t_s[kept],
            regions=None if self.regions is None else tuple(self.regions[at] for at in chosen),
        )


def spike_trains(
    unit: Iterable[Any],
    t_s: Iterable[float],
    *,
    units: Sequence[UnitId] | None = None,
    start_s: float | None = None,
    end_s: float | None = None,
    source: str = "spikes",
    regions: Sequence[str] | None = None,
) -> SpikeTrains:
    """Return spike trains from one (unit, time) pair per spike, sorted, after a look at every number.

    Parameters
    ----------
    unit : (n_spikes,) int or str
        The unit of each spike.
    t_s : (n_spikes,) float
        Its time, in seconds, 0 or later. Those of one unit in order; the units may be mixed or one after
        the other.

    Other Parameters
    ----------------
    units : sequence of int or str, optional
        All units, those without spikes too; by default those that fired, in order.
    start_s, end_s : float, optional
        The stretch recorded; by default from 0 to the last spike.
    source : str
        Where they come from, for messages.
    regions : sequence of str, optional
        Region of each of ``units``.

    Raises
    ------
    InputError
        If there are no spikes, the two differ in length, a time is not a number, is negative, stands before
        an earlier one of its unit or lies outside the stretch, or the times span more than a month and so
        are no seconds.

    Examples
    --------
    >>> trains = spike_trains([7, 7, 3], [0.2, 0.4, 0.1])
    >>> trains.units, trains.unit.tolist(), trains.t_s.tolist()
    ((3, 7), [0, 1, 1], [0.1, 0.2, 0.4])
    """
    times, ids = np.asarray(t_s, np.float64), np.asarray(unit)
    if times.ndim != 1 or ids.shape != times.shape:
        raise InputError(
            source, f"has {ids.shape} units for {times.shape} times", "Give one unit and one time per spike"
        )
    _check_times(times, source)
    names, place = _places(ids, units, source)
    if regions is not None and len(regions) != len(names):
        raise InputError(source, f"has {len(regions)} regions for {len(names)} units", "Give one for each")
    first, last = float(times.min()), float(times.max())
    begin = 0.0 if start_s is None else float(start_s)
    end = last if end_s is None else float(end_s)
    if first < begin or last > end:
        raise InputError(
            source,
            f"has spikes from {first:g} to {last:g} s, outside its stretch of {begin:g} to {end:g} s",
            "Correct the stretch or the times",
        )
    if end - begin > MOST_SPAN_S or end <= begin:
        raise InputError(
            source,
            f"spans {end - begin:g} s (more than 0 and at most {MOST_SPAN_S:g})",
            "Give times in seconds",
        )
    if end - begin > DAY_S and np.median(np.bincount(place, minlength=len(names))) < SLOW_HZ * (end - begin):
        raise InputError(
            source,
            f"lasts {(end - begin) / DAY_S:.3g} days in which the median unit fired once in more than "
            f"{1 / SLOW_HZ:g} s: its times seem to be milliseconds or samples",
            "Give times in seconds",
        )
    # Spikes of one instant keep the order of the units, so that the file's order does not matter.
    order = np.lexsort((place, times))
    _check_order(times, place, names, source)
    return SpikeTrains(
        names, place[order].astype(np.int32), times[order], begin, end, source,
        None if regions is None else tuple(regions),
    )  # fmt: skip


def trains_of(recording: Recording, *, cells: str = "excitatory") -> SpikeTrains:
    """Return the spikes of a simulated life: its waking time, without the probes.

    Parameters
    ----------
    recording : Recording
        What was recorded. The ids of units are those of its neurons.
    cells : {'excitatory', 'all'}
        Which neurons.

    Raises
    ------
    InputError
        If no spikes were kept, or none of these neurons fired.
    """
    activity, layout = recording.activity, recording.layout
    source = f"run of {recording.life.name!r}"
    end_s = min(recording.spikes_kept_s, activity.duration_s)
    if not recording.watch.spikes or end_s <= 0:
        raise InputError(source, "no spikes of it were kept", "Run it again with watch.spikes=true")
    watched = recording.watch.regions or layout.regions
    parts = [layout.excitatory(name) for name in watched]
    parts += [layout.inhibitory(name) for name in watched] if cells == "all" else []
    ids = np.sort(np.concatenate([np.arange(part.start, part.stop) for part in parts]))
    place = np.full(layout.n_neurons, -1, np.int32)
    place[ids] = np.arange(len(ids), dtype=np.int32)
    unit = place[activity.neuron]
    kept = unit >= 0
    if not kept.any():
        raise InputError(source, f"none of its {len(ids)} neurons fired", "Look at its report first")
    region = np.searchsorted(layout.start, ids, side="right") - 1
    return SpikeTrains(
        units=tuple(ids.tolist()),
        unit=unit[kept],
        t_s=activity.step[kept].astype(np.float64) * (activity.dt_ms / 1000.0),
        start_s=0.0,
        end_s=end_s,
        source=source,
        regions=tuple(layout.regions[at] for at in region),
    )


def _check_times(times: NDArray[np.float64], source: str) -> None:
    if times.size == 0:
        raise InputError(source, "holds no spikes", "Give a recording with spikes")
    wrong = np.flatnonzero(~np.isfinite(times))
    if wrong.size:
        raise InputError(
            source,
            f"{wrong.size} of its {times.size} spike times are no numbers (the first is spike "
            f"{wrong[0] + 1}: {times[wrong[0]]})",
            "Remove or correct them",
        )
    if times.min() < 0:
        raise InputError(
            source,
            f"{(times < 0).sum()} of its {times.size} spike times are negative (the earliest is "
            f"{times.min():g} s)",
            "Give times from the start of the recording",
        )


def _check_order(
    times: NDArray[np.float64], place: NDArray[np.int64], names: tuple[UnitId, ...], source: str
) -> None:
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


def _places(
    ids: NDArray[Any], units: Sequence[UnitId] | None, source: str
) -> tuple[tuple[UnitId, ...], NDArray[np.int64]]:
    """Return the names of the units, and the place of each spike's unit among them."""
    fired, inverse = np.unique(ids, return_inverse=True)
    if fired.dtype.kind == "f":
        if not np.isfinite(fired).all() or (fired != np.round(fired)).any():
            raise InputError(
                source, "names units by numbers that are not whole", "Give whole numbers or names"
            )
        fired = fired.astype(np.int64)
    if units is None:
        return tuple(fired.tolist()), inverse.astype(np.int64)
    place_of = {name: at for at, name in enumerate(units)}
    if len(place_of) != len(units):
        raise InputError(source, "names a unit twice", "Give each unit one name")
    unknown = [name for name in fired.tolist() if name not in place_of]
    if unknown:
        raise InputError(
            source, f"has spikes of unit {unknown[0]!r}, which is not among its units", "Name every unit"
        )
    places = np.array([place_of[name] for name in fired.tolist()], np.int64)
    return tuple(units), places[inverse]
