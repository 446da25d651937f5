"""What most units do as one: found, told from sparse sets, and taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from neurotag.neurotags.search.components import component_filters, independent_filters, strongest_components
from neurotag.neurotags.search.members import couple, is_global, is_made_of_sparse, noise_of
from neurotag.neurotags.search.search import FEWEST_COMPONENTS, search

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

MOST_GLOBAL = 3
"""Modes of all units that are taken out at most; see `is_global`."""


def without_global(activity: Matrix, seed: int) -> tuple[Matrix, float, float]:
    """Return the activity without what most units do as one.

    Returns
    -------
    activity : (n_units, n_bins) float32
        What is left, normalised.
    noise : float
        Standard deviation of a correlation in it that is zero.
    share : float
        Largest share of the units that went with such a mode; 0 where there was none.
    """
    share = 0.0
    noise = noise_of(activity, np.random.default_rng([seed, 3]))
    for _ in range(MOST_GLOBAL):
        values, courses = strongest_components(activity, FEWEST_COMPONENTS, seed)
        # Of mere noise no direction is independent of another: it would take a mode of all apart.
        n = max(1, int((values > (1.0 + np.sqrt(len(activity)) * noise) ** 2).sum()))
        mode = _global_mode(activity, values[:n], courses[:n], noise, seed) or _majority(
            activity, noise, seed
        )
        if mode is None:
            break
        coupling, course = mode
        share = max(share, float((coupling > 0).mean()))
        activity = _without(activity, course)
        noise = noise_of(activity, np.random.default_rng([seed, 3]))
    return activity, noise, share


def _global_mode(
    activity: Matrix, values: NDArray[np.float64], courses: Matrix, noise: float, seed: int
) -> tuple[NDArray[np.float64], Matrix] | None:
    """Return coupling and time course of the first independent direction or component that is one of all."""
    parts, part_courses = couple(activity, independent_filters(activity, values, courses, seed))
    wholes, whole_courses = couple(activity, component_filters(activity, values, courses))
    modes = [at for at, row in enumerate(parts) if is_global(row, noise)]
    if modes:
        coupling, course = parts[modes[0]], part_courses[modes[0]]
    else:
        modes = [
            at
            for at, row in enumerate(wholes)
            if is_global(row, noise) and not is_made_of_sparse(whole_courses[at], part_courses, parts, noise)
        ]
        if not modes:
            return None
        coupling, course = wholes[modes[0]], whole_courses[modes[0]]
    way = np.sign(coupling.sum())
    return coupling * way, course * np.float32(way)


def _majority(activity: Matrix, noise: float, seed: int) -> tuple[NDArray[np.float64], Matrix] | None:
    """Return pattern and time course of a candidate that more than half of the units would be members of."""
    bound = (1.0 + np.sqrt(len(activity)) * noise) ** 2
    for one in search(activity, noise, seed=seed, above=bound).candidates:
        if len(one.members) > len(activity) / 2:
            return one.pattern, one.course
    return None


def _without(activity: Matrix, course: Matrix) -> Matrix:
    """Return the activity without one mode of all units, each again with the variance that it had."""
    spread = activity.std(axis=1, keepdims=True)
    for _ in range(2):
        loading = activity @ course / (course @ course)
        # No unit counts for more than two, so that the mode is that of all and of no neurotag among them.
        course = np.clip(loading, 0.0, 2.0 * max(float(np.median(loading)), 0.0)) @ activity
        if not course.any():
            return activity
    loading = activity @ course / (course @ course)
    rest = activity - loading[:, np.newaxis] * course
    left: Matrix = rest * (spread / np.maximum(rest.std(axis=1, keepdims=True), 1e-6))
    return left
