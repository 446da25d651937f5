"""Pair-based spike-timing-dependent plasticity, lazily: a row is touched when its source's spike arrives.

Arrays come one by one here, not in their tables: a call passes a table by copying it.
"""

import math

import numpy as np

from neurotag.kernels.jit import inlined, kernel, loop
from neurotag.kernels.prefetch import fetch
from neurotag.kernels.tables import Floats, Ints, Longs, Targets

(
    SOURCE_TAU, TARGET_TAU, SLOW_TARGET_TAU, UP_FIXED, UP_ROOM, DOWN_FIXED, DOWN_SHARE, UP_POWER, EXPONENT,
    IS_AXONAL,
) = range(10)  # fmt: skip
"""Places in a rule's numbers; times in steps. A pairing adds ``UP_FIXED * ceiling +
UP_ROOM * (ceiling - w)`` or, in the power law, ``UP_POWER * w ** EXPONENT``, and takes
``DOWN_FIXED * ceiling + DOWN_SHARE * w``."""
PIECE = 64
"""Synapses that learn before they are delivered."""


@kernel
def replay_pairs(
    row: int, until: int, first: int, last: int, numbers: Floats, fade: Floats, ceiling: float,
    row_time: Longs, row_seen: Longs, row_trace: Floats, target: Targets, weight: Floats,
    latest: Ints, ring: Ints, n_seen: Longs,
) -> None:  # fmt: skip
    """Potentiate a row for its targets' spikes since they were last counted. Writes ``weight``.

    Each such spike at t finds ``x exp(-(t - t0) / source_tau)`` left of the source's trace x at its last
    arrival t0. Spikes are taken oldest first, so soft bounds come out as if each had been counted at once;
    the last two without a branch, for there are seldom more.

    Parameters
    ----------
    row, until : int
        The row, and the last step whose spikes count.
    first, last : int
        The row's synapses.
    numbers, fade
        The rule's.
    ceiling : float
        Largest weight.
    row_time, row_seen, row_trace : (n_rows,)
        State of the rows.
    target, weight : (n_synapses,), (n_weights,)
        All synapses; targets count from the start of the block.
    latest, ring, n_seen
        The view's history of the block's spikes.
    """
    after = row_seen[row]
    row_seen[row] = until
    trace = row_trace[row]
    if trace == 0:
        return
    zero = row_time[row]
    most = fade.size - 1
    power, exponent = numbers[UP_POWER], numbers[EXPONENT]
    fixed, room = numbers[UP_FIXED] * ceiling, numbers[UP_ROOM]
    newest, newer, older = latest[0], latest[1], latest[2]
    for k in range(np.uint64(first), np.uint64(last)):
        t = target[k]
        w = weight[k]
        if newest[t] <= after:
            continue
        if older[t] > after:
            at = n_seen[t] - 2
            oldest = max(n_seen[t] - ring.shape[1], 0)
            while at > oldest and ring[t, (at - 1) & (ring.shape[1] - 1)] > after:
                at -= 1
            while at < n_seen[t] - 2:
                gap = min(ring[t, at & (ring.shape[1] - 1)] - zero, most)
                w = _raised(w, trace * fade[gap], ceiling, fixed, room, power, exponent)
                at += 1
        if newer[t] > after:
            w = _raised(w, trace * fade[min(newer[t] - zero, most)], ceiling, fixed, room, power, exponent)
        w = _raised(w, trace * fade[min(newest[t] - zero, most)], ceiling, fixed, room, power, exponent)
        weight[k] = w


@inlined
def _raised(
    w: float, paired: float, ceiling: float, fixed: float, room: float, power: float, exponent: float
) -> float:
    if power > 0:
        w += power * paired * w**exponent
    else:
        w += paired * (fixed + room * (ceiling - w))
    return min(w, ceiling)


@kernel
def pair_on_arrival(
    row: int, step: int, first: int, last: int, numbers: Floats, ceiling: float, strength: float,
    row_time: Longs, row_trace: Floats, target: Targets, weight: Floats, trace: Floats, into: Floats,
) -> None:  # fmt: skip
    """Depress a row by its targets' traces, deliver its weights, and count the arrival. Writes ``into``."""
    fixed, share = numbers[DOWN_FIXED] * ceiling, numbers[DOWN_SHARE]
    nothing = weight.dtype.type(0)
    for k in range(np.uint64(first), np.uint64(last)):
        t = target[k]
        w = weight[k]
        w = max(w - trace[t] * (fixed + share * w), nothing)
        weight[k] = w
        into[t] += w * strength
    row_trace[row] = row_trace[row] * math.exp((row_time[row] - step) / numbers[SOURCE_TAU]) + 1
    row_time[row] = step


@kernel
def fast_pair_on_arrival(
    row: int, soon: int, step: int, epoch: int, first: int, last: int, numbers: Floats, ceiling: float,
    strength: float, row_time: Longs, row_trace: Floats, target: Targets, weight: Floats, counted: Floats,
    trace: Floats, total: Floats, into: Floats,
) -> None:  # fmt: skip
    """Do all of the above in one pass without a branch, for weight changes that are additive or soft-bound.

    ``total`` sums ``exp(-(t - epoch) / source_tau)`` over each target's spikes, ``counted`` is what of it a
    synapse has been paid for: the difference, times the source's trace, is what all spikes since the last
    arrival add. Exact for additive changes; with soft bounds, spikes between two arrivals do not see the
    room that the ones before them took: an error of second order in the rate of learning.

    Meanwhile as many synapses are fetched from ``soon`` on.
    """
    paid = weight.dtype.type(row_trace[row] * math.exp((row_time[row] - epoch) / numbers[SOURCE_TAU]))
    fixed, room = paid * numbers[UP_FIXED] * ceiling, paid * numbers[UP_ROOM]
    down, share = numbers[DOWN_FIXED] * ceiling, numbers[DOWN_SHARE]
    for begin in range(np.int64(first), np.int64(last), PIECE):
        # Two loops over what stays in the nearest cache: the first has no order, and goes many at a time.
        stop = min(begin + PIECE, last)
        fetch(soon, soon + (stop - begin), target, weight, counted)
        soon += stop - begin
        _learn_fast(begin, stop, fixed, room, down, share, ceiling, target, weight, counted, trace, total)
        for k in range(np.uint64(begin), np.uint64(stop)):
            into[target[k]] += weight[k] * strength
    row_trace[row] = row_trace[row] * math.exp((row_time[row] - step) / numbers[SOURCE_TAU]) + 1
    row_time[row] = step


@loop
def _learn_fast(
    first: int, last: int, fixed: float, room: float, down: float, share: float, ceiling: float,
    target: Targets, weight: Floats, counted: Floats, trace: Floats, total: Floats,
) -> None:  # fmt: skip
    nothing = weight.dtype.type(0)
    for k in range(np.uint64(first), np.uint64(last)):
        t = target[k]
        w = weight[k]
        now = total[t]
        w += (now - counted[k]) * (fixed + room * (ceiling - w))
        w -= trace[t] * (down + share * w)
        counted[k] = now
        weight[k] = min(max(w, nothing), ceiling)


@loop
def settle_fast_pairs(
    row: int, epoch: int, first: int, last: int, numbers: Floats, ceiling: float,
    row_time: Longs, row_trace: Floats, target: Targets, weight: Floats, counted: Floats, total: Floats,
) -> None:  # fmt: skip
    """Pay a row for its targets' spikes so far."""
    paid = weight.dtype.type(row_trace[row] * math.exp((row_time[row] - epoch) / numbers[SOURCE_TAU]))
    fixed, room = paid * numbers[UP_FIXED] * ceiling, paid * numbers[UP_ROOM]
    for k in range(np.uint64(first), np.uint64(last)):
        t = target[k]
        w = weight[k]
        now = total[t]
        weight[k] = min(w + (now - counted[k]) * (fixed + room * (ceiling - w)), ceiling)
        counted[k] = now
