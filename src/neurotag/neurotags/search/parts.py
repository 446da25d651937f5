"""One candidate -> the two that may be hidden in it, told apart by who fires at which of its activations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

LEAST_APART = 8
"""Fewest members of a candidate that may be taken apart."""

EVENT, LEAST_EVENTS = 3.0, 30
"""Standard deviations above which an activation is an event, and fewest events that can be told apart."""


def take_apart(
    activity: Matrix,
    members: NDArray[np.int64],
    course: Matrix,
    choose: Callable[[NDArray[np.float64], float], NDArray[np.bool_]],
) -> NDArray[np.float64]:
    """Return weights of the two sets between which a candidate's activations alternate, (2, n_units).

    Where neurotags share half of their members, a mixture of two is a direction as strong as either. At its
    activations, however, now the members of one fire and now those of the other: the first component of the
    members' activity at these bins alone tells which. What is taken apart wrongly is put together again
    afterwards: halves of one neurotag have the same activation, and so the same members.

    Parameters
    ----------
    activity : (n_units, n_bins) float32
        Normalised activity.
    members : (n_members,) int64
        Those of the candidate.
    course : (n_bins,) float32
        Its activation, unit variance.
    choose : callable
        Tells members by couplings and their scatter by chance.

    Returns
    -------
    (2, n_units) or (0, n_units) float64
        None where the members fire at the activations as if each joined in on its own.
    """
    events = np.flatnonzero(course > EVENT)
    n, n_events = len(members), len(events)
    none = np.zeros((0, len(activity)))
    if n < LEAST_APART or n_events < LEAST_EVENTS:
        return none
    every = activity[:, events].astype(np.float64)
    mine = every[members] - every[members].mean(axis=1, keepdims=True)
    mine /= np.maximum(mine.std(axis=1, keepdims=True), 1e-6)
    values, vectors = np.linalg.eigh(mine @ mine.T / n_events)
    # The largest eigenvalue that independent units would have (Marchenko & Pastur 1967).
    if values[-1] <= (1.0 + np.sqrt(n / n_events)) ** 2:
        return none
    side = vectors[:, -1] @ mine > 0
    parts = np.zeros((2, len(activity)))
    for part, at in zip(parts, (side, ~side), strict=True):
        pattern = every[:, at].mean(axis=1)
        part[:] = np.where(choose(pattern, 1.0 / np.sqrt(at.sum())), pattern, 0.0)
    return parts
