"""Co-activity as components: how many exceed chance, and independent directions among them."""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
from scipy.linalg import eigh
from scipy.stats import skew
from sklearn.decomposition import FastICA
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils.extmath import randomized_svd
from threadpoolctl import threadpool_limits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

EXACT_SIDE = 1200
"""Up to so many units or bins every component is computed; beyond, the strongest only."""


@contextmanager
def alone() -> Iterator[None]:
    """Keep linear algebra to one thread, and quiet about noise, while searches run side by side.

    Threads of its own would wait for the other searches, and add up in another order. A direction of mere
    noise has no optimum that FastICA could converge to; it is judged like all others. And the whitening was
    left to us, as asked.
    """
    with threadpool_limits(limits=1), warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        warnings.simplefilter("ignore", UserWarning)
        yield


def circular_shift(activity: Matrix, random: np.random.Generator) -> Matrix:
    """Return the activity with each unit shifted in time by an amount of its own, its end put first.

    Each unit keeps its rate, its rhythm and its bursts; what goes together no longer does. The shifts lie as
    far apart as they can: drawn freely, a few pairs of a large neurotag would stay together by chance.

    Parameters
    ----------
    activity : (n_units, n_bins) float32
        Normalised activity.
    random : Generator
        Draws the shifts.
    """
    n_units, n_bins = activity.shape
    shifts = (random.permutation(n_units) * n_bins // n_units + random.integers(n_bins)) % n_bins
    shifted = np.empty_like(activity)
    for row, shift in enumerate(shifts):
        shifted[row, shift:] = activity[row, : n_bins - shift]
        shifted[row, :shift] = activity[row, n_bins - shift :]
    return shifted


def strongest_components(activity: Matrix, n_most: int, seed: int) -> tuple[NDArray[np.float64], Matrix]:
    """Return the largest eigenvalues of the correlation matrix, falling, and their time courses.

    Returns
    -------
    eigenvalues : (n,) float64
        At most ``n_most``.
    courses : (n, n_bins) float32
        Unit variance, uncorrelated.
    """
    n_units, n_bins = activity.shape
    n = min(n_most, n_units, n_bins - 1)
    if min(n_units, n_bins) > EXACT_SIDE:
        _, singular, right = randomized_svd(
            activity, n, n_oversamples=10, n_iter=4, random_state=seed, flip_sign=False
        )
        return singular.astype(np.float64) ** 2 / n_bins, (right * np.sqrt(n_bins)).astype(np.float32)
    is_wide = n_units <= n_bins
    gram = (activity @ activity.T if is_wide else activity.T @ activity).astype(np.float64) / n_bins
    side = len(gram)
    values, vectors = eigh(gram, subset_by_index=(side - n, side - 1))
    values, vectors = np.maximum(values[::-1], 1e-12), vectors[:, ::-1]
    if is_wide:
        courses = (vectors / np.sqrt(values)).T.astype(np.float32) @ activity
    else:
        courses = (vectors.T * np.sqrt(n_bins)).astype(np.float32)
    return values, courses


def independent_filters(
    activity: Matrix, eigenvalues: NDArray[np.float64], courses: Matrix, seed: int
) -> Matrix:
    """Return the weights that make independent activations of the activity, each skewed upwards.

    Parameters
    ----------
    activity : (n_units, n_bins) float32
        Normalised activity.
    eigenvalues, courses : (n,) float64, (n, n_bins) float32
        Its strongest components.
    seed : int
        Draws where the search begins.

    Returns
    -------
    (n, n_units) float32
        Independent as far as FastICA (Hyvarinen 1999) with a cubic contrast finds them.
    """
    if len(courses) == 1:
        found = courses
    else:
        ica = FastICA(whiten=False, fun=_cubic, max_iter=100, tol=1e-3, random_state=seed)
        found = ica.fit_transform(courses.T.astype(np.float64)).T
    found = found / np.maximum(found.std(axis=1, keepdims=True), 1e-12)
    sign = np.sign(skew(found, axis=1))[:, np.newaxis]
    found *= np.where(sign == 0, 1.0, sign)
    rotation = found @ courses.T / activity.shape[1]
    filters: Matrix = (rotation @ component_filters(activity, eigenvalues, courses)).astype(np.float32)
    return filters


def component_filters(activity: Matrix, eigenvalues: NDArray[np.float64], courses: Matrix) -> Matrix:
    """Return the weights that make the components' time courses of the activity, (n, n_units)."""
    filters: Matrix = (courses @ activity.T / activity.shape[1] / eigenvalues[:, np.newaxis]).astype(
        np.float32
    )
    return filters


def _cubic(course: Matrix) -> tuple[Matrix, Matrix]:
    """Return the cubic contrast and the mean of its derivative (as a power it takes ten times as long)."""
    square = course * course
    return square * course, 3.0 * square.mean(axis=-1)
