"""Scores -> p values: how strong the strongest candidate is where nothing goes together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import false_discovery_control, gumbel_r

from neurotag.neurotags.search.members import hold_together

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

LEAST_SCALE = 0.5
"""Least scale of the fitted distribution, in nats: surprises are logarithms of chances, so that their maxima
scatter by about 1 even where a few surrogates happen to agree."""

OUTLIVES_LEVEL = 1e-4
"""Chance with which independent units may seem to hold together in the rest of a recording."""


def fit_maxima(maxima: Numbers) -> tuple[float, float]:
    """Return location and scale of the Gumbel distribution of the surrogates' largest values, by moments.

    Examples
    --------
    >>> location, scale = fit_maxima(gumbel_r.rvs(3.0, 2.0, size=100_000, random_state=1))
    >>> round(location, 1), round(scale, 1)
    (3.0, 2.0)
    """
    scale = float(np.sqrt(6.0) / np.pi * maxima.std(ddof=1)) if len(maxima) > 1 else 1.0
    return float(maxima.mean() - np.euler_gamma * scale), scale


def p_values(scores: Numbers, maxima: Numbers) -> Numbers:
    """Return the chance that the strongest candidate of a surrogate scores as high, (n,).

    From the Gumbel distribution that the maxima follow, and never less than the share of surrogates that did
    score as high (itself among them) where one did.

    Parameters
    ----------
    scores : (n,) float64
        Scores of the candidates.
    maxima : (n_surrogates,) float64
        Score of each surrogate's strongest candidate.
    """
    location, scale = fit_maxima(maxima)
    p = gumbel_r.sf(scores, location, max(scale, LEAST_SCALE))
    reached = (maxima[np.newaxis, :] >= scores[:, np.newaxis]).sum(axis=1)
    found: Numbers = np.where(reached > 0, np.maximum(p, (reached + 1) / (len(maxima) + 1)), p)
    return found


def q_values(p: Numbers) -> Numbers:
    """Return the p values corrected for their number (Benjamini & Hochberg 1995), (n,)."""
    return np.asarray(false_discovery_control(p)) if len(p) else p


def bound_at(level: float, maxima: Numbers, *, least_scale: float = 0.0) -> float:
    """Return what the largest value of a surrogate reaches with the chance ``level``."""
    location, scale = fit_maxima(maxima)
    return float(gumbel_r.isf(level, location, max(scale, least_scale, 1e-12)))


def outlives(mine: NDArray[np.float32], *, n_left_out: int, length: int, noise: float) -> bool:
    """Return whether members hold together without the stretches in which they did so most.

    What fired together in one or two stretches only, as where rates rose once for half a minute, has nothing
    in common beyond these: it did not come back.

    Parameters
    ----------
    mine : (n, n_bins) float32
        Activity of the members.

    Other Parameters
    ----------------
    n_left_out : int
        Stretches to leave out.
    length : int
        Bins of a stretch, those over which a drift is taken; of a short recording a sixth, at most. Half as
        many on either side go with it: taking the drift out spreads a stretch so far.
    noise : float
        Standard deviation of a correlation that is zero.
    """
    n, n_bins = mine.shape
    length = max(1, min(length, n_bins // 6))
    # What each bin adds to the sum of the members' correlations.
    adds = mine.sum(axis=0, dtype=np.float64) ** 2 - (mine.astype(np.float64) ** 2).sum(axis=0)
    left = np.ones(n_bins, bool)
    for _ in range(n_left_out):
        sums = np.convolve(np.where(left, adds, 0.0), np.ones(length), mode="valid")
        first = int(sums.argmax())
        left[max(0, first - length // 2) : first + length + length // 2] = False
    # Their choice among all units was paid for before.
    wider = noise * float(np.sqrt(n_bins / max(1, left.sum())))
    return hold_together(mine[:, left], n, wider) > float(-np.log(OUTLIVES_LEVEL))
