"""Intervals by drawing trials again, and the size of a cue at which every second one ignites."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import log_expit

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Picks = NDArray[np.int64]
    Statistic = Callable[[Picks], Numbers]

N_BOOTSTRAP = 1000
LEVEL = 0.95

STEEPEST, SHALLOWEST = 0.1, 1.5
"""Spread of a psychometric function, in e-folds of the cue. Without a least one, trials that never disagree
would fit any threshold between two sizes alike; with it, their middle fits best."""


def draw_trials(n_trials: int, random: np.random.Generator) -> Picks:
    """Return which trials each of 1000 bootstrap samples holds, (1000, n_trials)."""
    return random.integers(0, n_trials, (N_BOOTSTRAP, n_trials))


def interval_of(statistic: Statistic, picks: Picks) -> tuple[float | None, float | None]:
    """Return the 95 % percentile interval of a statistic over bootstrap samples.

    Parameters
    ----------
    statistic : callable
        Returns a number for each sample, (n_samples,), of the trials that each holds, (n_samples, n_trials).
    picks : (n_samples, n_trials) int64
        The trials.

    Returns
    -------
    tuple of float or None
        None where most samples have no number.
    """
    values = statistic(picks)
    values = values[~np.isnan(values)]
    if 2 * len(values) < len(picks):
        return None, None
    # The order statistics themselves: between infinite ones nothing can be interpolated.
    values, outside = np.sort(values), round(len(values) * (1 - LEVEL) / 2)
    return float(values[outside]), float(values[-1 - outside])


def fit_threshold(shares: Numbers, n_ignited: NDArray[np.int64], n_trials: int) -> Numbers:
    """Return the share that ignites with probability 0.5: a logistic psychometric function of its logarithm.

    The most likely of ``p = 1 / (1 + exp(-(log(share) - log(threshold)) / spread))`` over a fine grid of
    thresholds and spreads (0.1 to 1.5 e-folds), so that any number of samples is fitted at once.

    Parameters
    ----------
    shares : (n_shares,) float64
        Sizes of the cue, ascending.
    n_ignited : (n_samples, n_shares) int64
        Trials in which it ignited.
    n_trials : int
        Trials of each size.

    Returns
    -------
    (n_samples,) float64
        The threshold. It is the smallest size where that one ignites most often, and infinite (not reached)
        where no size ignites in half of the trials. Sizes beyond the one that ignites most often are left
        out: there the cued members hold the few others down through inhibition.

    References
    ----------
    Wichmann & Hill 2001, Percept Psychophys 63:1293.
    """
    x = np.log(shares)
    grid = np.linspace(x[0], x[-1], 161)
    spreads = np.geomspace(STEEPEST, SHALLOWEST, 13)
    z = (x - grid[:, np.newaxis, np.newaxis]) / spreads[:, np.newaxis]
    z = z.reshape(-1, len(x))
    counts = np.arange(len(x)) <= n_ignited.argmax(axis=1)[:, np.newaxis]
    fits = (n_ignited * counts) @ log_expit(z).T + ((n_trials - n_ignited) * counts) @ log_expit(-z).T
    best = np.exp(grid[fits.argmax(axis=1) // len(spreads)])
    found: Numbers = np.where(n_ignited.max(axis=1) * 2 >= n_trials, best, np.inf)
    return found
