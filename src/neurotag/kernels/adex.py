"""The adaptive exponential integrate-and-fire cell with conductances that rise and decay."""

import math

import numpy as np

from neurotag.kernels.adaptive import HALF, ONE, ONE_INT, TINY, ZERO, ZERO_INT
from neurotag.kernels.jit import kernel, loop
from neurotag.kernels.tables import Array, Bytes, Counts, Floats, Ints

(
    RESET, FAST_JUMP, SLOW_JUMP, EFFICACY_FLOOR, PEAK, DRIVE, LEAK, STEP_OVER_C, EXC_DECAY,
    EXC_RISE, INH_DECAY, INH_RISE,
    EXC_NORM, INH_NORM, EXC_REVERSAL, INH_REVERSAL, THRESHOLD, SLOPE, REST, COUPLING, FAST_DECAY, BACKGROUND,
) = range(22)  # fmt: skip
"""Places in a cell's numbers. The drive is leak * rest + current; decays and rises are factors per step."""
STEEPEST = np.float32(15.0)
"""Exponent at which the upstroke is cut: it then crosses any peak within the step."""


@loop
def step_adex(
    numbers: Array, count: Counts, v: Floats, exc: Floats, exc_rise: Floats, inh: Floats, inh_rise: Floats,
    fast: Floats, waiting: Ints, shift: Floats, scaling: Floats, input_exc: Floats, input_inh: Floats,
    spiked: Bytes,
) -> None:  # fmt: skip
    """Advance the neurons of a part by ONE step; inputs act from the end of the step in which they arrive.

    Two stages: an Euler step to the middle, then the whole step with the slopes there. Second order in the
    step away from the upstroke, where only the step of the spike matters::

        C dV/dt = leak (rest - V) + leak slope exp((V - threshold) / slope) - w + synapses
        tau_w dw/dt = coupling (V - rest) - w

    References
    ----------
    Brette & Gerstner 2005, J Neurophysiol 94:3637.
    """
    background = numbers[BACKGROUND]
    half = HALF * numbers[STEP_OVER_C]
    decay, coupling, rest = numbers[FAST_DECAY], numbers[COUPLING], numbers[REST]
    # A conductance that rises at once has no second exponential.
    exc_left = ONE + numbers[EXC_RISE] if numbers[EXC_RISE] > ZERO else ZERO
    inh_left = ONE + numbers[INH_RISE] if numbers[INH_RISE] > ZERO else ZERO
    for i in range(v.size):
        before, w = v[i], fast[i]
        # The conductances in the middle of the step; what arrives in it acts from its end.
        e = numbers[EXC_NORM] * HALF * (exc[i] * (ONE + numbers[EXC_DECAY]) - exc_rise[i] * exc_left)
        n = numbers[INH_NORM] * HALF * (inh[i] * (ONE + numbers[INH_DECAY]) - inh_rise[i] * inh_left)
        arrived = input_exc[i] * scaling[i] + background * np.float32(count[i])
        exc[i] = _faded(exc[i], numbers[EXC_DECAY], arrived)
        exc_rise[i] = _faded(exc_rise[i], numbers[EXC_RISE], arrived)
        inh[i] = _faded(inh[i], numbers[INH_DECAY], input_inh[i])
        inh_rise[i] = _faded(inh_rise[i], numbers[INH_RISE], input_inh[i])
        input_exc[i] = ZERO
        input_inh[i] = ZERO
        rests = waiting[i] > ZERO_INT
        after = before
        if not rests:
            middle = before + half * _current(before, w, e, n, shift[i], numbers)
            halfway = w + HALF * (ONE - decay) * (coupling * (before - rest) - w)
            after = before + (half + half) * _current(middle, halfway, e, n, shift[i], numbers)
            # The upstroke overshoots the peak by far, which adaptation must not see.
            after = min(after, numbers[PEAK])
        fast[i] = w * decay + (ONE - decay) * coupling * (HALF * (before + after) - rest)
        v[i] = after
        waiting[i] = max(waiting[i] - ONE_INT, ZERO_INT)
        spiked[i] = (not rests) & (after >= numbers[PEAK])


@kernel
def _faded(value: np.float32, factor: np.float32, arrived: np.float32) -> np.float32:
    value = value * factor + arrived
    return ZERO if value < TINY else value


@kernel
def _current(
    v: np.float32, w: np.float32, e: np.float32, n: np.float32, shift: np.float32, numbers: Array
) -> float:
    upstroke = min((v - numbers[THRESHOLD] - shift) / numbers[SLOPE], STEEPEST)
    current: float = (
        numbers[DRIVE] - numbers[LEAK] * v - w
        + numbers[LEAK] * numbers[SLOPE] * math.exp(upstroke)
        + e * (numbers[EXC_REVERSAL] - v) + n * (numbers[INH_REVERSAL] - v)
    )  # fmt: skip
    return current
