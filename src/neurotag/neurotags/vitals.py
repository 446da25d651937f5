"""Vital signs that any recording tells: mass, precision, reach, rate, persistence and overlap."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import chi2

from neurotag.errors import InputError
from neurotag.measure import Meaning
from neurotag.neurotags.mass import mass_errors
from neurotag.neurotags.neurotag import Vital
from neurotag.neurotags.probing.bootstrap import N_BOOTSTRAP
from neurotag.neurotags.probing.ignite import TWIN_VITALS
from neurotag.neurotags.search.bins import normalise
from neurotag.neurotags.search.find import runs_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from neurotag.neurotags.neurotag import Neurotag, Neurotags
    from neurotag.recording import Mark

    Matrix = NDArray[np.float32]
    Numbers = NDArray[np.float64]

LEAST_IN_REGION = 2
"""Members that a region must hold to be reached."""

LINGERS_S = 2.0
"""Time after an event within which an ignition is not by itself."""

TRAIN_VITALS: dict[str, Meaning] = {
    "mass": Meaning(
        "Mass", "summed coupling",
        "Members times efficacy: the sum of the members' couplings, each the correlation of a member with "
        "the activation of the others.",
    ),
    "precision": Meaning(
        "Precision", "share",
        "1 less the spill-over: the mean rise of the other units of the same regions in the bins in which it "
        "is active, as a share of the members' mean rise, each in standard deviations of its own count. 1: "
        "the others do not follow.",
    ),
    "reach": Meaning("Reach", "regions", "Regions that hold two members or more."),
    "rate_per_min": Meaning(
        "Activations", "per min", "Activations per minute; bins that touch are one activation."
    ),
    "persistence_s": Meaning("Duration", "s", "Mean length of an activation."),
    "self_ignition_per_min": Meaning(
        "Self-ignition", "per min",
        "Activations per minute that begin while nothing happens in the life, nor has for 2 s.",
    ),
    "overlap": Meaning(
        "Overlap", "share of members",
        "Largest share of the members of the smaller of two neurotags that they have in common.",
    ),
}  # fmt: skip
"""What each of them means."""

VITALS = {**TRAIN_VITALS, **TWIN_VITALS}


def describe_vital(name: str) -> Meaning:
    """Return what a vital sign of a neurotag means.

    Raises
    ------
    InputError
        If there is none of that name.

    Examples
    --------
    >>> describe_vital("reach").unit
    'regions'
    """
    if name not in VITALS:
        raise InputError("vital", f"there is no {name!r}", f"There are: {', '.join(VITALS)}")
    return VITALS[name]


def with_vitals(found: Neurotags, *, marks: Sequence[Mark] | None = None) -> Neurotags:
    """Return neurotags with the vital signs that their recording tells, each with a 95 % interval.

    Parameters
    ----------
    found : Neurotags
        What was found.
    marks : sequence of Mark, optional
        What happened in the life, for self-ignition; without, it is not told.
    """
    if not found.found:
        return found
    binned = normalise(found.trains, found.bin_s, calms=found.is_calmed)
    random = np.random.default_rng([found.seed, 5])
    signs = []
    for one, error in zip(found.found, mass_errors(found, binned, seed=found.seed), strict=True):
        vitals = {
            "mass": _mass(one, float(error)),
            "precision": _precision(one, found, binned.activity, binned.kept, random),
            "reach": _reach(one, found.trains.regions),
            **_activations(one, found, marks, random),
            "overlap": _overlap(one, found.found),
        }
        signs.append(replace(one, vitals={**vitals, **one.vitals}))
    return replace(found, found=tuple(signs))


def _mass(one: Neurotag, error: float) -> Vital:
    """Return the sum of the couplings; its interval is 1.96 standard errors to either side."""
    mass = float(one.weights.sum())
    if not np.isfinite(error):
        return Vital(mass)
    return Vital(mass, max(0.0, mass - 1.96 * error), mass + 1.96 * error)


def _precision(
    one: Neurotag, found: Neurotags, activity: Matrix, kept: NDArray[np.int64], random: np.random.Generator
) -> Vital:
    regions = found.trains.regions
    member = np.isin(kept, one.members)
    others = ~member
    if regions is not None:
        names = np.array(regions)[kept]
        others &= np.isin(names, np.unique(np.array(regions)[one.members]))
    at = np.flatnonzero(one.active)
    if not len(at) or not others.any():
        return Vital(None)
    mine, theirs = activity[member][:, at].mean(axis=0), activity[others][:, at].mean(axis=0)
    picks = random.integers(0, len(at), (N_BOOTSTRAP, len(at)))
    shares = 1.0 - theirs[picks].mean(axis=1) / np.maximum(mine[picks].mean(axis=1), 1e-6)
    low, high = np.quantile(shares, [0.025, 0.975])
    return Vital(float(1.0 - theirs.mean() / max(float(mine.mean()), 1e-6)), float(low), float(high))


def _reach(one: Neurotag, regions: tuple[str, ...] | None) -> Vital:
    if regions is None:
        return Vital(None)
    counts = Counter(regions[at] for at in one.members)
    return Vital(float(sum(count >= LEAST_IN_REGION for count in counts.values())))


def _activations(
    one: Neurotag, found: Neurotags, marks: Sequence[Mark] | None, random: np.random.Generator
) -> dict[str, Vital]:
    runs = runs_of(one.active)
    minutes = found.trains.duration_s / 60.0
    vitals = {"rate_per_min": _rate(len(runs), minutes)}
    lengths = (runs[:, 1] - runs[:, 0]) * found.bin_s
    if len(lengths):
        means = lengths[random.integers(0, len(lengths), (N_BOOTSTRAP, len(lengths)))].mean(axis=1)
        low, high = np.quantile(means, [0.025, 0.975])
        vitals["persistence_s"] = Vital(float(lengths.mean()), float(low), float(high))
    else:
        vitals["persistence_s"] = Vital(None)
    vitals["self_ignition_per_min"] = Vital(None)
    if marks is not None:
        start_s = found.bin_start_s
        is_quiet = np.ones(len(start_s), bool)
        for mark in marks:
            if mark.kind != "rest":
                is_quiet &= (start_s + found.bin_s <= mark.start_s) | (start_s >= mark.end_s + LINGERS_S)
        alone = int(is_quiet[runs[:, 0]].sum()) if len(runs) else 0
        quiet_min = float(is_quiet.sum()) * found.bin_s / 60.0
        vitals["self_ignition_per_min"] = _rate(alone, quiet_min) if quiet_min > 0 else Vital(None)
    return vitals


def _rate(n: int, minutes: float) -> Vital:
    """Return a rate and the exact 95 % interval of a Poisson count (Garwood 1936)."""
    low = chi2.ppf(0.025, 2 * n) / 2.0 if n else 0.0
    return Vital(n / minutes, float(low / minutes), float(chi2.ppf(0.975, 2 * (n + 1)) / 2.0 / minutes))


def _overlap(one: Neurotag, every: Sequence[Neurotag]) -> Vital:
    shares = [
        len(np.intersect1d(one.members, other.members)) / min(one.n_members, other.n_members)
        for other in every
        if other is not one
    ]
    return Vital(float(max(shares))) if shares else Vital(0.0)
