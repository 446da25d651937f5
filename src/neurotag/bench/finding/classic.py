"""The plain method: principal components above the Marchenko-Pastur bound, then independent components."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np
from sklearn.decomposition import FastICA
from sklearn.exceptions import ConvergenceWarning

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neurotag.recording import SpikeTrains

MEMBER_SD = 2.0
"""A member's weight lies so many standard deviations above the mean weight."""

MOST_ITERATIONS = 500


def pca_ica(trains: SpikeTrains, *, bin_s: float, seed: int = 0) -> list[set[int]]:
    """Find assemblies as Lopes-dos-Santos, Ribeiro and Tort (2013) do.

    Counts in bins are z-scored. Eigenvalues of their correlation matrix above the Marchenko-Pastur bound,
    (1 + sqrt(units / bins))^2, count the assemblies. The activity is projected on these eigenvectors, and
    FastICA turns them into independent components. Members of one are the units whose absolute weight exceeds
    the mean of the absolute weights by two standard deviations.

    Parameters
    ----------
    trains : SpikeTrains
        What to search.
    bin_s : float
        Width of a bin, in seconds.
    seed : int
        Where FastICA begins.

    Returns
    -------
    list of set of int
        Places of the members among the recording's units.
    """
    weights = patterns(trains, bin_s=bin_s, seed=seed)
    size = np.abs(weights)
    bound = size.mean(axis=1) + MEMBER_SD * size.std(axis=1)
    return [set(np.flatnonzero(row > least).tolist()) for row, least in zip(size, bound, strict=True)]


def patterns(trains: SpikeTrains, *, bin_s: float, seed: int = 0) -> NDArray[np.float64]:
    """Return the weights of the units in each independent component, (n_components, n_units)."""
    scores, active = _z_scored(trains, bin_s)
    n_units, n_bins = scores.shape
    if n_units == 0:
        return np.zeros((0, trains.n_units))
    values, vectors = np.linalg.eigh(scores @ scores.T / n_bins)
    above = values > (1.0 + np.sqrt(n_units / n_bins)) ** 2
    axes = vectors[:, above]
    n = axes.shape[1]
    own = axes.T
    if n > 1:
        ica = FastICA(whiten="unit-variance", max_iter=MOST_ITERATIONS, random_state=seed)
        with warnings.catch_warnings():
            # What does not converge is taken as it stands, as the published program takes it.
            warnings.simplefilter("ignore", ConvergenceWarning)
            ica.fit((own @ scores).T)
        own = ica.components_ @ own
    weights = np.zeros((n, trains.n_units))
    weights[:, active] = own / np.linalg.norm(own, axis=1, keepdims=True)
    return weights


def _z_scored(trains: SpikeTrains, bin_s: float) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return the z-scored counts of the units that vary, and which these are."""
    n_bins = int(trains.duration_s / bin_s + 1e-9)
    at = ((trains.t_s - trains.start_s) / bin_s).astype(np.int64)
    inside = at < n_bins
    counts = np.zeros((trains.n_units, n_bins))
    np.add.at(counts, (trains.unit[inside], at[inside]), 1.0)
    spread = counts.std(axis=1)
    active = np.flatnonzero(spread > 0)
    scores = counts[active]
    scores -= scores.mean(axis=1, keepdims=True)
    scores /= spread[active, np.newaxis]
    return scores, active
