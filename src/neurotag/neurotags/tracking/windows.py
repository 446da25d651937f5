"""Windows of time in which neurotags are looked for one after the other."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from neurotag.errors import InputError
from neurotag.neurotags.search.bins import LEAST_BINS, LEAST_SPIKES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neurotag.neurotags.neurotag import Neurotags
    from neurotag.recording import Recording, SpikeTrains
    from neurotag.recording.spike_trains import UnitId

WINDOW_SPIKES, WINDOW_BINS = 50, 400
"""Spikes of the median unit in a window, and its bins, where no length is asked for."""

FEWEST_WINDOWS, MOST_WINDOWS = 3, 12
"""So many windows at least, and at most, where no length is asked for."""

MOST_ASKED = 1000


@dataclass(frozen=True, eq=False)
class Window:
    """A stretch of time, and what was found in it.

    Attributes
    ----------
    label : str
        What a reader calls it.
    start_s, end_s : float
        When it was, in seconds of the recording's own time.
    found : Neurotags or None
        None where too little happened in it to tell anything.
    before : str
        What lies between it and the window before: ``sleep, 8 h``; empty where nothing does.
    """

    label: str
    start_s: float
    end_s: float
    found: Neurotags | None
    before: str = ""


def default_length_s(trains: SpikeTrains, bin_s: float) -> float:
    """Return the length of a window where none is asked for, in seconds.

    The median unit of those that fire fires 50 times in it, and it has 400 bins; but there are 3 windows at
    least and 12 at most.
    """
    counts = np.bincount(trains.unit, minlength=trains.n_units)
    firing = counts[counts >= LEAST_SPIKES]
    rate_hz = float(np.median(firing)) / trains.duration_s if firing.size else 1.0
    length_s = max(WINDOW_SPIKES / rate_hz, WINDOW_BINS * bin_s, trains.duration_s / MOST_WINDOWS)
    return min(length_s, trains.duration_s / FEWEST_WINDOWS)


def windows_of(
    trains: SpikeTrains,
    *,
    bin_s: float,
    length_s: float | None = None,
    n: int | None = None,
    breaks: Sequence[float] = (),
) -> list[SpikeTrains]:
    """Cut spike trains into windows, none of which goes on over a break.

    Each stretch between breaks is cut into equal windows as close to the length as they can be; a stretch
    shorter than 50 bins is left out.

    Parameters
    ----------
    trains : SpikeTrains
        What to cut.

    Other Parameters
    ----------------
    bin_s : float
        Width of the bins it will be searched in, in seconds.
    length_s : float, optional
        Length of a window, in seconds; see `default_length_s`.
    n : int, optional
        Number of windows instead; with breaks there may be one more or less for each stretch.
    breaks : sequence of float
        Instants between which no time passes in the recording, in seconds.

    Raises
    ------
    InputError
        If a window would be too short to tell anything from chance, the windows are more than 1,000, or
        both a length and a number are asked for.
    """
    if length_s is not None and n is not None:
        raise InputError("windows", "are given a length and a number", "Give one of the two")
    if n is not None and n < 1:
        raise InputError("windows", f"there must be at least 1 (got {n})", "Ask for more")
    wanted_s = trains.duration_s / n if n is not None else length_s
    wanted_s = default_length_s(trains, bin_s) if wanted_s is None else wanted_s
    least_s = LEAST_BINS * bin_s
    if not least_s <= wanted_s * (1 + 1e-9):
        raise InputError(
            "windows",
            f"of {wanted_s:g} s are shorter than {LEAST_BINS} bins of {1000 * bin_s:g} ms ({least_s:g} s)",
            "Choose longer windows, or narrower bins",
        )
    if trains.duration_s / wanted_s > MOST_ASKED:
        raise InputError(
            "windows",
            f"of {wanted_s:g} s are more than {MOST_ASKED} in {trains.duration_s:g} s",
            "Choose longer windows",
        )
    inside = sorted({at for at in breaks if trains.start_s < at < trains.end_s})
    edges = [trains.start_s, *inside, trains.end_s]
    cut = []
    for begin, end in itertools.pairwise(edges):
        if end - begin >= least_s * (1 - 1e-9):
            # No part may fall below the least length, however the rounding goes.
            parts = max(1, min(round((end - begin) / wanted_s), int((end - begin) / least_s + 1e-9)))
            at = np.linspace(begin, end, parts + 1).tolist()
            cut += [trains.between(*pair) for pair in itertools.pairwise(at)]
    if not cut:
        raise InputError(
            trains.source,
            f"no stretch of it is as long as {LEAST_BINS} bins of {1000 * bin_s:g} ms",
            "Choose narrower bins",
        )
    return cut


def with_same_units(recordings: Sequence[SpikeTrains]) -> list[SpikeTrains]:
    """Return recordings of the same units so that all name all of them, in one order.

    A unit that a recording does not name was silent in it.

    Raises
    ------
    InputError
        If two of them have fewer than two units in common, or disagree on a unit's region.
    """
    first = recordings[0]
    for other in recordings[1:]:
        n_shared = len(set(first.units) & set(other.units))
        if n_shared < 2:
            raise InputError(
                other.source,
                f"shares {n_shared} of its {other.n_units} units with {first.source}, so nothing can be "
                "followed from one to the other",
                "Give recordings of the same units",
            )
    units: dict[UnitId, str | None] = {}
    for each in recordings:
        for unit, region in zip(each.units, each.regions or (None,) * each.n_units, strict=True):
            if units.setdefault(unit, region) != region and region is not None:
                if units[unit] is not None:
                    raise InputError(
                        each.source, f"has unit {unit!r} in {region}, elsewhere it is in {units[unit]}",
                        "Give recordings of the same units",
                    )  # fmt: skip
                units[unit] = region
    place = {unit: at for at, unit in enumerate(units)}
    names = None if None in units.values() else tuple(str(region) for region in units.values())
    return [
        replace(
            each,
            units=tuple(units),
            unit=np.array([place[unit] for unit in each.units], np.int32)[each.unit],
            regions=names,
        )
        for each in recordings
    ]


def refuse_other_brains(recordings: Sequence[Recording]) -> None:
    """Refuse runs whose neurons are not the same ones.

    Raises
    ------
    InputError
        If their regions differ in size, or their connections were drawn from different seeds.
    """
    first = recordings[0]
    for other in recordings[1:]:
        sizes = [
            (one.layout.regions, one.layout.n_excitatory.tolist(), one.layout.n_inhibitory.tolist())
            for one in (first, other)
        ]
        if sizes[0] != sizes[1] or _born_from(first) != _born_from(other):
            raise InputError(
                f"run of {other.life.name!r} (seed {other.seed})",
                f"its neurons are not those of the run of {first.life.name!r} (seed {first.seed})",
                "Give runs of one brain and one seed, or futures of one checkpoint",
            )


def _born_from(recording: Recording) -> int:
    """Return the seed that drew the connections."""
    return recording.seed if recording.past is None else recording.past.seed
