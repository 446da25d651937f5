"""Inhibitory plasticity that holds its targets at a rate, lazily."""

import math

import numpy as np

from neurotag.kernels.jit import kernel
from neurotag.kernels.tables import Floats, Ints, Longs, Targets

SOURCE_TAU, TARGET_TAU, SLOW_TARGET_TAU, RATE, OFFSET, IS_AXONAL = range(6)
"""Places in a rule's numbers; times in steps, the rate in weights per coincidence."""


@kernel
def replay_inhibitory(
    row: int, until: int, first: int, last: int, numbers: Floats, fade: Floats, ceiling: float,
    row_time: Longs, row_seen: Longs, row_trace: Floats, target: Targets, weight: Floats,
    newest: Ints, ring: Ints, n_seen: Longs,
) -> None:  # fmt: skip
    """Strengthen a row by ``rate x`` for each spike of a target since they were last counted.

    Parameters as for ``replay_pairs``.
    """
    after = row_seen[row]
    row_seen[row] = until
    trace = row_trace[row]
    if trace == 0:
        return
    zero = row_time[row]
    most = fade.size - 1
    last_slot = ring.shape[1] - 1
    rate = numbers[RATE] * trace
    for k in range(np.uint64(first), np.uint64(last)):
        t = target[k]
        if newest[t] <= after:
            continue
        at = n_seen[t] - 1
        oldest = max(n_seen[t] - ring.shape[1], 0)
        while at > oldest and ring[t, (at - 1) & last_slot] > after:
            at -= 1
        w = weight[k]
        while at < n_seen[t]:
            w = min(w + rate * fade[min(ring[t, at & last_slot] - zero, most)], ceiling)
            at += 1
        weight[k] = w


@kernel
def inhibitory_on_arrival(
    row: int, step: int, first: int, last: int, numbers: Floats, ceiling: float, strength: float,
    row_time: Longs, row_trace: Floats, target: Targets, weight: Floats, trace: Floats, into: Floats,
) -> None:  # fmt: skip
    """Change a row by ``rate (y - offset)``, y the target's trace; deliver it, and count the arrival.

    References
    ----------
    Vogels, Sprekeler, Zenke, Clopath & Gerstner 2011, Science 334:1569.
    """
    rate, offset = numbers[RATE], numbers[OFFSET]
    nothing = weight.dtype.type(0)
    for k in range(np.uint64(first), np.uint64(last)):
        t = target[k]
        w = min(max(weight[k] + rate * (trace[t] - offset), nothing), ceiling)
        weight[k] = w
        into[t] += w * strength
    row_trace[row] = row_trace[row] * math.exp((row_time[row] - step) / numbers[SOURCE_TAU]) + 1
    row_time[row] = step
