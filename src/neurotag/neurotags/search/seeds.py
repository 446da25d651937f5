"""Candidates too weak to make a component of their own: sets grown around one unit each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import gammaln
from scipy.stats import norm

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

MOST_UNITS = 1500
"""Beyond so many units nothing is grown: every pair of units is looked at."""

MOST_SEEDS = 400
LARGEST = 80
STEPS = 4


def surprise(z: NDArray[np.float64], n: NDArray[np.int64], n_units: int) -> NDArray[np.float64]:
    """Return how surprising sets of n units are, in nats, the choice among all units paid for.

    ``-log P(Z > z) - log choose(n_units, n)`` with standard normal Z: above 0 it is more than the best of all
    sets of that size would reach by chance.
    """
    choices = gammaln(n_units + 1) - gammaln(n + 1) - gammaln(n_units - n + 1)
    found: NDArray[np.float64] = -norm.logsf(z) - choices
    return found


def grow_sets(
    activity: Matrix, noise: float, n_most: int, random: np.random.Generator
) -> list[NDArray[np.int64]]:
    """Return the most surprising sets of units that go together, grown from single units.

    From the units that go best with one unit, those are taken that go best with all of them, and so on. Each
    set has the size at which it surprises most. A component needs a correlation above ``sqrt(N / T) / n`` to
    stand out of those of N independent units over T bins (Baik, Ben Arous & Peche 2005); a set needs less.

    Parameters
    ----------
    activity : (n_units, n_bins) float32
        Normalised activity.
    noise : float
        Standard deviation of a correlation that is zero.
    n_most : int
        Sets at most; none shares more than half of its units with a more surprising one.
    random : Generator
        Draws from which units to grow where there are many.

    Returns
    -------
    list of (n,) int64
        The sets, the most surprising first; none where there are more units than 1,500.
    """
    n_units, n_bins = activity.shape
    if n_units > MOST_UNITS or n_units < 3:
        return []
    z = (activity @ activity.T) / np.float32(n_bins * noise)
    np.fill_diagonal(z, 0.0)
    seeds = random.permutation(n_units)[:MOST_SEEDS]
    largest = min(LARGEST, n_units)
    grown = [_grow(z, int(seed), largest) for seed in seeds]
    grown.sort(key=lambda one: -one[0])
    kept: list[NDArray[np.int64]] = []
    for _, members in grown:
        if all(len(np.intersect1d(members, other)) <= 0.5 * min(len(members), len(other)) for other in kept):
            kept.append(members)
        if len(kept) == n_most:
            break
    return kept


def _grow(z: Matrix, seed: int, largest: int) -> tuple[float, NDArray[np.int64]]:
    pull = z[seed].copy()
    pull[seed] = np.inf
    best = -np.inf
    members = np.array([seed], np.int64)
    sizes = np.arange(2, largest + 1)
    for _ in range(STEPS):
        order = np.argpartition(-pull, largest - 1)[:largest]
        order = order[np.argsort(-pull[order])]
        pairs = np.tril(z[np.ix_(order, order)], -1).sum(axis=1, dtype=np.float64).cumsum()[1:]
        worth = surprise(pairs / np.sqrt(sizes * (sizes - 1) / 2.0), sizes, len(z))
        at = int(worth.argmax())
        if worth[at] <= best:
            break
        best, members = float(worth[at]), order[: sizes[at]]
        pull = z[:, members].sum(axis=1)
    return best, np.sort(members)
