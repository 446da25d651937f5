"""How well found sets of units agree with planted ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linear_sum_assignment

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


def f1(found: Sequence[Collection[int]], planted: Sequence[Collection[int]]) -> float:
    """Return how well the members found agree with those planted, over all assemblies, from 0 to 1.

    Found and planted sets are matched one to one, so that the sum of their own F1 values (twice the members
    in common over the sum of both sizes) is largest. Precision is the number of members in common over all
    matches, by the number of members of all sets found; recall is the same by all members planted. What is
    returned is the harmonic mean of the two: a set too many, a second half of a split assembly, or two
    assemblies found as one all lower it.

    Parameters
    ----------
    found, planted : sequence of collections of int
        Members of each set.

    Returns
    -------
    float
        1 if both are the same. 1 where nothing was planted and nothing found.

    Examples
    --------
    >>> f1([{1, 2, 3, 4}], [{1, 2, 3, 4}])
    1.0
    >>> f1([{1, 2}], [{1, 2, 3, 4}])  # precision 1, recall 1/2
    0.6666666666666666
    >>> f1([{1, 2}, {8, 9}], [{1, 2}])  # one too many: precision 1/2, recall 1
    0.6666666666666666
    """
    ours, theirs = [set(one) for one in found], [set(one) for one in planted]
    n_found, n_planted = sum(map(len, ours)), sum(map(len, theirs))
    if n_found == 0 or n_planted == 0:
        return float(n_found == n_planted)
    common = np.array([[len(one & other) for other in theirs] for one in ours], float)
    sizes = np.array([[len(one) + len(other) for other in theirs] for one in ours], float)
    rows, columns = linear_sum_assignment(2.0 * common / np.maximum(sizes, 1.0), maximize=True)
    # The harmonic mean of common/n_found and common/n_planted.
    return float(2.0 * common[rows, columns].sum() / (n_found + n_planted))
