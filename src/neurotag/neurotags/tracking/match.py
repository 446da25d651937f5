"""Neurotags of two windows: how alike, whether more than chance makes them, and which go together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linear_sum_assignment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from neurotag.neurotags.neurotag import Neurotag, Neurotags

    Matrix = NDArray[np.float64]

OUTSIDE = 0.25
"""Share of its coupling with which a unit that is no member counts: it may miss the bound by a hair in one
window and pass it in the next."""

LEAST_SIMILARITY = 0.3
"""What is less alike than this is not one and the same, however far above chance: it shares some members."""

N_PERMUTATIONS = 200
LINK_LEVEL, SURE_LEVEL = 0.05, 0.01
"""Chance up to which two are held for one and the same, and up to which that is sure."""

MARGIN = 0.1
"""A link is not sure where another one of the two is at most so much less alike."""

LEAST_REST = 0.1
"""Share of the time without ignitions from which rates are those of that time."""

RATE_CLASSES, LEAST_ALIKE = 4, 8
"""Classes of firing rate within a region, at most, and the fewest units of one."""


@dataclass(frozen=True)
class Link:
    """A known neurotag and one of a new window, held for one and the same.

    Attributes
    ----------
    known, new : int
        Their places among those matched.
    similarity : float
        Cosine of their profiles, 0 to 1.
    p : float
        Chance that the most alike pair of this window is as alike with permuted units.
    runner_up : float
        Largest similarity of another pair with one of the two that would pass as well; 0 where there is none.
    """

    known: int
    new: int
    similarity: float
    p: float
    runner_up: float = 0.0

    @property
    def is_sure(self) -> bool:
        """Whether chance is at most 0.01 and no other pair comes within 0.1."""
        return self.p <= SURE_LEVEL and self.similarity - self.runner_up > MARGIN


def profile_of(neurotag: Neurotag) -> Matrix:
    """Return what a neurotag is compared by, (n_units,), of length 1.

    It is its pattern without what is negative; units that are no members count a quarter.
    """
    profile = OUTSIDE * np.maximum(neurotag.pattern, 0.0)
    profile[neurotag.members] = np.maximum(neurotag.pattern[neurotag.members], 0.0)
    return as_direction(profile)


def as_direction(profile: Matrix) -> Matrix:
    """Return a profile with length 1; all zeros stay."""
    length = float(np.linalg.norm(profile))
    return profile / length if length > 0 else profile


def resting_rates(found: Neurotags) -> Matrix:
    """Return the mean rate of each unit while no neurotag is ignited, in Hz, (n_units,).

    Being a member raises a unit's rate: were units permuted among those of alike rates then, members would
    only change places with members. Where a neurotag is ignited nearly always, all the time counts.
    """
    trains = found.trains
    n_bins = len(found.bin_start_s)
    rests = np.ones(n_bins, bool)
    for neurotag in found.found:
        rests[: len(neurotag.active)] &= ~neurotag.active[:n_bins]
    if rests.mean() < LEAST_REST:
        return trains.rate_hz
    at = np.minimum(((trains.t_s - trains.start_s) / found.bin_s).astype(np.int64), n_bins - 1)
    counts = np.bincount(trains.unit[rests[at]], minlength=trains.n_units)
    rates: Matrix = counts / (rests.sum() * found.bin_s)
    return rates


def strata_of(rate_hz: Matrix, regions: Sequence[str] | None = None) -> NDArray[np.int64]:
    """Return the class of each unit, (n_units,): units of one region and of alike rates share one.

    Parameters
    ----------
    rate_hz : (n_units,) float
        Mean rates; see `resting_rates`.
    regions : sequence of str, optional
        Region of each unit, where they are known.

    Examples
    --------
    >>> strata_of(np.arange(16.0)).tolist()
    [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1]
    """
    names = (
        np.zeros(len(rate_hz), np.int64) if regions is None else np.unique(regions, return_inverse=True)[1]
    )
    strata = np.zeros(len(rate_hz), np.int64)
    n_strata = 0
    for name in np.unique(names):
        inside = np.flatnonzero(names == name)
        n = max(1, min(RATE_CLASSES, len(inside) // LEAST_ALIKE))
        by_rate = inside[np.argsort(rate_hz[inside], kind="stable")]
        strata[by_rate] = n_strata + np.arange(len(inside)) * n // len(inside)
        n_strata += n
    return strata


def match(
    known: Matrix,
    new: Matrix,
    strata: NDArray[np.int64],
    *,
    rivals: NDArray[np.bool_] | None = None,
    seed: int = 0,
) -> list[Link]:
    """Return which known profiles and which new ones are one and the same.

    Of all ways to pair them, the one that makes the pairs most alike together (Kuhn 1955); a pair counts
    where it is more alike than permuted units make the most alike pair, each pair measured in its own
    standard deviations. Units are permuted within their strata.

    Parameters
    ----------
    known : (n_known, n_units) float
        Profiles of length 1.
    new : (n_new, n_units) float
        Those of a new window.
    strata : (n_units,) int
        Class of each unit; see `strata_of`.

    Other Parameters
    ----------------
    rivals : (n_known,) bool, optional
        Which of the known can make another one's link unsure; by default all.
    seed : int
        Draws the permutations.

    Returns
    -------
    list of Link
        Each profile is in one at most.
    """
    if len(known) == 0 or len(new) == 0:
        return []
    similarity = np.clip(known @ new.T, 0.0, 1.0)
    p = chance_of(known, new, strata, seed=seed)
    passes = (p <= LINK_LEVEL) & (similarity >= LEAST_SIMILARITY)
    rows, columns = linear_sum_assignment(np.where(passes, similarity, 0.0), maximize=True)
    links = []
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        if passes[row, column]:
            others = np.where(passes, similarity, 0.0)
            others[row, column] = 0.0
            theirs = others[:, column] if rivals is None else others[rivals, column]
            runner_up = float(max(others[row].max(), theirs.max(initial=0.0)))
            links.append(Link(row, column, float(similarity[row, column]), float(p[row, column]), runner_up))
    return links


def chance_of(known: Matrix, new: Matrix, strata: NDArray[np.int64], *, seed: int = 0) -> Matrix:
    """Return the chance of each similarity, (n_known, n_new), corrected for the number of pairs.

    A similarity in standard deviations of those of 200 permutations is held against the largest such number
    of each permutation.
    """
    random = np.random.default_rng([seed, 3])
    null = np.array([known @ new[:, _permute(strata, random)].T for _ in range(N_PERMUTATIONS)])
    mean, spread = null.mean(axis=0), np.maximum(null.std(axis=0), 1e-9)
    largest = ((null - mean) / spread).max(axis=(1, 2))
    z = (known @ new.T - mean) / spread
    # Where nothing can be permuted, rounding must not tell a pair from its null.
    reached = largest[:, np.newaxis, np.newaxis] >= z - 1e-6
    p: Matrix = (1.0 + reached.sum(axis=0)) / (1.0 + N_PERMUTATIONS)
    return p


def _permute(strata: NDArray[np.int64], random: np.random.Generator) -> NDArray[np.int64]:
    places = np.empty(len(strata), np.int64)
    places[np.argsort(strata, kind="stable")] = np.lexsort((random.random(len(strata)), strata))
    return places
