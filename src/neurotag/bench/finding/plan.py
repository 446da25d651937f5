"""What is asked of the methods.

The settings of the grid and the recordings without assemblies were settled before any answer was seen. Those
with few units were chosen anew after a first look: before, CAD did not finish some of them in time, and two
thirds of the units were members, more than the plain method can mark.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from neurotag.bench.finding.methods import METHODS
from neurotag.bench.finding.planted import NULLS, Planted, null_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from neurotag.bench.finding.methods import Method

FIRST_SEED = 1000
"""Recordings of this benchmark are drawn from here on, and whoever tunes a method takes other seeds."""

REFERENCE = Planted()
SIZES = (20, 50, 100, 300)
OVERLAPS = (0.0, 0.25, 0.5)
JITTERS_MS = (0.0, 5.0, 10.0)
PARTICIPATIONS = (0.3, 0.6, 0.8, 1.0)
DRIFTS = (0.0, 0.5)

LARGE = 300
"""Of this size there are three in a thousand units; of the smaller ones four in five hundred."""

LEAST_SIZE, LEAST_PARTICIPATION = 20, 0.6
"""From here on an assembly has to be found."""

FEW = Planted(n_units=60, duration_s=120.0, n_assemblies=3, size=10, overlap=0.0)
FEW_SIZES = ((5, 3, 60), (10, 3, 60), (20, 2, 100))
"""Recordings that Elephant's CAD, which tests every pair of units, can search within the limit, if not all of
them: members, assemblies and units."""

NULL_SIZES = ((50, 60.0), (50, 300.0), (200, 60.0), (200, 300.0), (1000, 60.0), (1000, 300.0))
"""Units and seconds of the recordings without assemblies."""

CAD_NULL = (50, 60.0)
"""Units and seconds of those that CAD is asked."""

CAD_LIMIT_S = 120.0
N_NULL_SEEDS = 7
"""Times the sizes, that is 42 recordings of each kind."""

QUICK = Planted(n_units=100, duration_s=60.0, n_assemblies=2, size=20, overlap=0.0, participation=1.0)
QUICK_NULL_SIZE = (50, 60.0)
QUICK_CAD_LIMIT_S = 20.0


@dataclass(frozen=True)
class Trial:
    """One method's search through one recording.

    Attributes
    ----------
    part : str
        The table that it belongs to: ``grid``, ``few`` or a kind of null.
    planted : Planted
        The recording.
    method : str
        One of `METHODS`.
    limit_s : float
        Given to CAD.
    """

    part: str
    planted: Planted
    method: Method
    limit_s: float = CAD_LIMIT_S

    @property
    def setting(self) -> Planted:
        """The recording without its seed."""
        return replace(self.planted, seed=0)


def grid() -> list[Planted]:
    """Return the settings: the reference, one thing changed at a time, and all corners that must be found."""
    single = [
        *(setting(size=size) for size in SIZES), *(setting(overlap=share) for share in OVERLAPS),
        *(setting(jitter_ms=jitter) for jitter in JITTERS_MS),
        *(setting(participation=share) for share in PARTICIPATIONS),
        *(setting(drift=depth) for depth in DRIFTS),
    ]  # fmt: skip
    corners = [
        setting(size=size, overlap=overlap, jitter_ms=jitter, participation=share, drift=drift)
        for size, overlap, jitter, share, drift in itertools.product(
            *((values[0], values[-1]) for values in (SIZES, OVERLAPS, JITTERS_MS)),
            (LEAST_PARTICIPATION, 1.0),
            DRIFTS,
        )
    ]
    return list(dict.fromkeys([REFERENCE, *single, *corners]))


def setting(**changed: float) -> Planted:
    """Return the reference with something changed, and as many units as its assemblies need."""
    changed_to = (
        replace(REFERENCE, n_units=1000, n_assemblies=3) if changed.get("size") == LARGE else REFERENCE
    )
    return replace(changed_to, **changed)  # type: ignore[arg-type]


def few() -> list[Planted]:
    """Return the settings with few units."""
    return [
        replace(FEW, size=size, n_assemblies=n, n_units=n_units, participation=share)
        for size, n, n_units in FEW_SIZES
        for share in (LEAST_PARTICIPATION, 1.0)
    ]


def must_be_found(planted: Planted) -> bool:
    """Return whether a recording's assemblies have to be found."""
    return planted.size >= LEAST_SIZE and planted.participation >= LEAST_PARTICIPATION


def trials(methods: Sequence[Method], *, n_seeds: int, is_quick: bool) -> list[Trial]:
    """Return all that is asked of these methods, the dearest first.

    Parameters
    ----------
    methods : sequence of str
        Which; CAD is given the reference, the recordings with few units and the smallest without assemblies.

    Other Parameters
    ----------------
    n_seeds : int
        Recordings of each setting.
    is_quick : bool
        A first look: a recording or two of each part.
    """
    asked = list(_quick() if is_quick else _whole(n_seeds))
    asked = [one for one in asked if one.method in methods]
    # Two long ones that begin last would leave all but two processors idle.
    return sorted(asked, key=lambda one: (one.method != "cad", -one.planted.n_units, -one.planted.duration_s))


def _whole(n_seeds: int) -> Iterator[Trial]:
    seeds = range(FIRST_SEED, FIRST_SEED + n_seeds)
    for planted, seed, method in itertools.product(grid(), seeds, METHODS):
        if method != "cad" or planted == REFERENCE:
            yield Trial("grid", replace(planted, seed=seed), method)
    for planted, seed, method in itertools.product(few(), seeds, METHODS):
        yield Trial("few", replace(planted, seed=seed), method)
    seeds = range(FIRST_SEED, FIRST_SEED + N_NULL_SEEDS)
    for kind, size, seed, method in itertools.product(NULLS, NULL_SIZES, seeds, METHODS):
        if method != "cad" or size == CAD_NULL:
            yield Trial(kind, null_of(kind, n_units=size[0], duration_s=size[1], seed=seed), method)


def _quick() -> Iterator[Trial]:
    for method in METHODS:
        yield Trial("grid", replace(QUICK, seed=FIRST_SEED), method, QUICK_CAD_LIMIT_S)
        yield Trial("few", replace(FEW, duration_s=60.0, seed=FIRST_SEED), method, QUICK_CAD_LIMIT_S)
        for kind in NULLS:
            n_units, duration_s = QUICK_NULL_SIZE
            null = null_of(kind, n_units=n_units, duration_s=duration_s, seed=FIRST_SEED)
            yield Trial(kind, null, method, QUICK_CAD_LIMIT_S)
