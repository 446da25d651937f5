"""Activity -> candidates: from independent components and grown sets, refined until they agree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from neurotag.neurotags.search.components import independent_filters, strongest_components
from neurotag.neurotags.search.members import refine
from neurotag.neurotags.search.seeds import grow_sets

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neurotag.neurotags.search.members import Candidate

    Matrix = NDArray[np.float32]

FEWEST_COMPONENTS, SPARE_COMPONENTS, MOST_COMPONENTS = 8, 4, 200
"""Components that are looked at at least, beyond those above chance, and at most."""

GROWN_SETS = 8
"""Sets grown from single units that are looked at as well."""


@dataclass(frozen=True)
class Search:
    """What a search through some activity came to.

    Attributes
    ----------
    largest : float
        Largest eigenvalue of the correlation matrix.
    n_above : int
        Components above the bound that was given.
    candidates : list of Candidate
        The strongest first.
    """

    largest: float
    n_above: int
    candidates: list[Candidate]


def search(activity: Matrix, noise: float, *, seed: int, above: float = np.inf) -> Search:
    """Return the candidates of all components above a bound, of a few more, and of grown sets.

    Parameters
    ----------
    activity : (n_units, n_bins) float32
        Normalised activity.
    noise : float
        Standard deviation of a correlation that is zero.
    seed : int
        Draws where searches begin.
    above : float
        Eigenvalue above which components count; by default none is.
    """
    n_most = FEWEST_COMPONENTS
    while True:
        values, courses = strongest_components(activity, n_most, seed)
        n_above = int((values > above).sum())
        n = max(FEWEST_COMPONENTS, n_above + SPARE_COMPONENTS)
        if n <= n_most or len(values) < n_most or n_most == MOST_COMPONENTS:
            break
        n_most = min(MOST_COMPONENTS, 4 * n_most)
    # Components of next to nothing are rounding.
    n = min(n, int((values > 1e-3).sum()))
    filters = independent_filters(activity, values[:n], courses[:n], seed)
    sets = grow_sets(activity, noise, GROWN_SETS, np.random.default_rng([seed, 2]))
    return Search(float(values[0]), n_above, refine(activity, filters, noise, sets))
