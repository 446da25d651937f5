"""What the machine can do at best: a stream of numbers, and the scatter that every spike comes down to."""

import numpy as np

from neurotag.kernels.jit import kernel, loop
from neurotag.kernels.tables import Array, Floats, Targets


@loop
def triad(a: Floats, b: Floats, c: Floats, factor: float, n_times: int) -> None:
    """Write ``b + factor * c`` into ``a``, again and again (McCalpin's STREAM triad)."""
    s = a.dtype.type(factor)
    for _ in range(n_times):
        for i in range(a.size):
            a[i] = b[i] + s * c[i]


@kernel
def scatter(rows: Array, row_start: Array, target: Targets, weight: Floats, into: Floats) -> np.int64:
    """Add rows of synapses to their targets, one row after the other; return how many synapses that were."""
    n = np.uint64(0)
    for at in range(rows.size):
        first, last = np.uint64(row_start[rows[at]]), np.uint64(row_start[rows[at] + 1])
        for k in range(first, last):
            into[target[k]] += weight[k]
        n += last - first
    return np.int64(n)
