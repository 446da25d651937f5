"""Read-outs: how well the rates of some regions tell the strength of a heat that was not used to fit them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

N_FOLDS = 6
ALPHAS = tuple(float(alpha) for alpha in np.logspace(-2, 3, 11))
"""Penalties of the ridge; the best is chosen within each training set."""


def told_by(rates: NDArray[np.float64], columns: Sequence[int], strength: NDArray[np.float64]) -> float:
    """Return the correlation between a strength and what a cross-validated ridge makes of some rates.

    Rates are standardised, the penalty chosen, and the ridge fitted in each training set alone.

    Parameters
    ----------
    rates : (n_trials, n_regions) float64
        The rates, in Hz.
    columns : sequence of int
        The regions that may be read.
    strength : (n_trials,) float64
        What is to be told.

    Returns
    -------
    float
        Pearson's r over all trials, each predicted once; 0 where nothing varies.
    """
    from sklearn.linear_model import RidgeCV  # noqa: PLC0415 (a second to import)
    from sklearn.model_selection import KFold, cross_val_predict  # noqa: PLC0415
    from sklearn.pipeline import make_pipeline  # noqa: PLC0415
    from sklearn.preprocessing import StandardScaler  # noqa: PLC0415

    read_out = make_pipeline(StandardScaler(), RidgeCV(alphas=ALPHAS))
    folds = KFold(N_FOLDS, shuffle=True, random_state=0)
    told = cross_val_predict(read_out, rates[:, list(columns)], strength, cv=folds)
    if np.ptp(told) == 0 or np.ptp(strength) == 0:
        return 0.0
    return float(np.corrcoef(told, strength)[0, 1])


def better_by(this: float, other: float) -> float:
    """Return by how many per cent one correlation exceeds another; those below 0.01 count as 0.01."""
    return 100.0 * (this / max(other, 0.01) - 1.0)
