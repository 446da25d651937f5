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


def outlives(
    mine: NDArray[np.float32],
    runs: NDArray[np.int64],
    peaks: Numbers,
    *,
    n_left_out: int,
    n_units: int,
    noise: float,
) -> bool:
    """Return whether members hold together without their strongest activations too.

    Some bins are active by chance alone. What fired together once or twice has a few of these as well, and
    nothing in common without the one or two.

    Parameters
    ----------
    mine : (n, n_bins) float32
        Activity of the members.
    runs : (n_runs, 2) int64
        First and last bin (excluded) of each activation.
    peaks : (n_runs,) float64
        How strong each was.

    Other Parameters
    ----------------
    n_left_out : int
        Activations to leave out.
    n_units, noise : int, float
        See `hold_together`.
    """
    left = np.ones(mine.shape[1], bool)
    for first, last in runs[np.argsort(-peaks, kind="stable")[:n_left_out]]:
        left[first:last] = False
    return hold_together(mine[:, left], n_units, noise) > 0
