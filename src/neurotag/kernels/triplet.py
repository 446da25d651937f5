"""Triplet spike-timing-dependent plasticity, lazily."""

import math

import numpy as np

from neurotag.kernels.jit import kernel
from neurotag.kernels.tables import Floats, Ints, Longs, Targets

(
    SOURCE_TAU, TARGET_TAU, SLOW_TARGET_TAU, SLOW_SOURCE_TAU, UP_PAIR, UP_TRIPLET, DOWN_PAIR, DOWN_TRIPLET,
    IS_AXONAL,
) = range(9)  # fmt: skip
"""Places in a rule's numbers; times in steps, amplitudes in shares of the ceiling."""


@kernel
def replay_triplets(
    row: int, until: int, first: int, last: int, numbers: Floats, fade: Floats, ceiling: float,
    row_time: Longs, row_seen: Longs, row_trace: Floats, target: Targets, weight: Floats,
    newest: Ints, ring: Ints, value: Floats, n_seen: Longs,
) -> None:  # fmt: skip
    """Potentiate a row for its targets' spikes since they were last counted. Writes ``weight``.

    A spike of the target adds ``r1 (up_pair + up_triplet o2)`` times the ceiling, r1 the source's trace and
    o2 the target's slow trace before the spike. Parameters as for ``replay_pairs``; ``value`` holds o2.

    References
    ----------
    Pfister & Gerstner 2006, J Neurosci 26:9673, eq. 4.
    """
    after = row_seen[row]
    row_seen[row] = until
    trace = row_trace[row]
    if trace == 0:
        return
    zero = row_time[row]
    most = fade.size - 1
    last_slot = ring.shape[1] - 1
    pair, triplet = numbers[UP_PAIR] * ceiling, numbers[UP_TRIPLET] * ceiling
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
            slot = at & last_slot
            w += trace * fade[min(ring[t, slot] - zero, most)] * (pair + triplet * value[t, slot])
            w = min(w, ceiling)
            at += 1
        weight[k] = w


@kernel
def triplet_on_arrival(
    row: int, step: int, first: int, last: int, numbers: Floats, ceiling: float, strength: float,
    row_time: Longs, row_trace: Floats, row_slow: Floats, target: Targets, weight: Floats,
    trace: Floats, into: Floats,
) -> None:  # fmt: skip
    """Depress a row by ``o1 (down_pair + down_triplet r2)``, deliver it, and count the arrival."""
    passed = row_time[row] - step
    slow = weight.dtype.type(row_slow[row] * math.exp(passed / numbers[SLOW_SOURCE_TAU]))
    down = (numbers[DOWN_PAIR] + numbers[DOWN_TRIPLET] * slow) * ceiling
    nothing = weight.dtype.type(0)
    for k in range(np.uint64(first), np.uint64(last)):
        t = target[k]
        w = max(weight[k] - down * trace[t], nothing)
        weight[k] = w
        into[t] += w * strength
    row_trace[row] = row_trace[row] * math.exp(passed / numbers[SOURCE_TAU]) + 1
    row_slow[row] = slow + 1
    row_time[row] = step
