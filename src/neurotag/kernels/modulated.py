"""Modulated spike-timing-dependent plasticity, lazily: pairings make eligible, modulators decide."""

import math
from typing import Any

import numpy as np

from neurotag.kernels.jit import inlined, kernel
from neurotag.kernels.tables import Doubles, Floats, Ints, Longs, Targets

SOURCE_TAU, TARGET_TAU, SLOW_TARGET_TAU, UP, ELIGIBILITY_TAU, DOWN, IS_AXONAL = range(7)
"""Places in a rule's numbers; times in steps, ``UP`` and ``DOWN`` in eligibility per pairing. The
eligibility's time constant stands where every rule with a third factor has it (``three_factor``)."""


@kernel
def replay_modulated(
    row: int, until: int, step: int, epoch: int, first: int, last: int, numbers: Floats, fade: Floats,
    ceiling: float, growth: Doubles, integral: Doubles,
    row_time: Longs, row_seen: Longs, row_touched: Longs, row_trace: Floats, target: Targets, weight: Floats,
    eligibility: Floats, latest: Ints, ring: Ints, n_seen: Longs,
) -> None:  # fmt: skip
    """Bring a row to this step. Writes weights and eligibility.

    A synapse's eligibility c fades, and jumps by ``up x`` at each spike of its target; its weight follows
    ``dw/dt = c F``, F the third factor. With ``G(t)`` the integral of ``F exp(-(t - epoch) / tau)``, all
    that happened since is a few products per synapse, however many modulator spikes there were: c held
    since s adds ``c exp((s - epoch) / tau) (G(now) - G(s))``.

    Parameters as for ``replay_pairs``, and ``integral`` (n,): G by steps since the epoch began; ``growth``
    (n,): ``exp((t - epoch) / tau)``; ``row_touched``: the step of ``eligibility``.
    """
    after = row_seen[row]
    row_seen[row] = until
    touched = row_touched[row]
    row_touched[row] = step
    if touched < 0:
        return
    trace = row_trace[row] * numbers[UP]
    zero = row_time[row]
    most = fade.size - 1
    last_slot = ring.shape[1] - 1
    now = integral[step - epoch]
    fall = 1.0 / growth[step - epoch]
    changed = weight.dtype.type((now - integral[touched - epoch]) * growth[touched - epoch])
    left = weight.dtype.type(growth[touched - epoch] * fall)
    nothing = weight.dtype.type(0)
    # What a target fires in a step makes eligible from the step's end.
    later = np.int64(numbers[IS_AXONAL])
    newest, newer, older = latest[0], latest[1], latest[2]
    for k in range(np.uint64(first), np.uint64(last)):
        t = target[k]
        c = eligibility[k]
        w = weight[k] + c * changed
        c *= left
        if newest[t] > after and trace > 0:
            if newer[t] > after:
                if older[t] > after:
                    at = n_seen[t] - 2
                    oldest = max(n_seen[t] - ring.shape[1], 0)
                    while at > oldest and ring[t, (at - 1) & last_slot] > after:
                        at -= 1
                    while at < n_seen[t] - 2:
                        spike = ring[t, at & last_slot]
                        jump, then = trace * fade[min(spike - zero, most)], spike + later - epoch
                        w, c = _joined(w, c, jump, now, fall, integral[then], growth[then], weight)
                        at += 1
                jump, then = trace * fade[min(newer[t] - zero, most)], newer[t] + later - epoch
                w, c = _joined(w, c, jump, now, fall, integral[then], growth[then], weight)
            jump, then = trace * fade[min(newest[t] - zero, most)], newest[t] + later - epoch
            w, c = _joined(w, c, jump, now, fall, integral[then], growth[then], weight)
        weight[k] = min(max(w, nothing), ceiling)
        eligibility[k] = c


@inlined
def _joined(
    w: float, c: float, jump: float, now: float, fall: float, integral: float, growth: float, weight: Floats
) -> tuple[Any, Any]:
    """Return weight and eligibility with a spike that made eligible when G and its factor were so."""
    real = weight.dtype.type
    return w + jump * real((now - integral) * growth), c + jump * real(growth * fall)


@kernel
def modulated_on_arrival(
    row: int, step: int, first: int, last: int, numbers: Floats, strength: float,
    row_time: Longs, row_trace: Floats, target: Targets, weight: Floats, eligibility: Floats,
    trace: Floats, into: Floats,
) -> None:  # fmt: skip
    """Lower a row's eligibility by ``down y``, y the target's trace; deliver it, and count the arrival."""
    down = numbers[DOWN]
    for k in range(np.uint64(first), np.uint64(last)):
        t = target[k]
        eligibility[k] -= down * trace[t]
        into[t] += weight[k] * strength
    row_trace[row] = row_trace[row] * math.exp((row_time[row] - step) / numbers[SOURCE_TAU]) + 1
    row_time[row] = step
