"""The leaky integrate-and-fire cell with currents that decay exponentially, integrated exactly."""

import numpy as np

from neurotag.kernels.adaptive import ONE_INT, TINY, ZERO, ZERO_INT
from neurotag.kernels.jit import loop
from neurotag.kernels.tables import Array, Bytes, Counts, Floats, Ints

(
    RESET, FAST_JUMP, SLOW_JUMP, EFFICACY_FLOOR, THRESHOLD, DRIVE, DECAY, EXC_DECAY, INH_DECAY,
    EXC_GAIN, INH_GAIN, BACKGROUND,
) = range(12)  # fmt: skip
"""Places in a cell's numbers. The gains say how far a current moves the potential in one step."""


@loop
def step_lif(
    numbers: Array, count: Counts, v: Floats, exc: Floats, inh: Floats, waiting: Ints, shift: Floats,
    scaling: Floats, input_exc: Floats, input_inh: Floats, spiked: Bytes,
) -> None:  # fmt: skip
    """Advance the neurons of a part by one step; inputs act from the end of the step in which they arrive.

    With the currents I in pA, exact for any step::

        V -> rest + (V - rest) exp(-h/tau) + gain I,   I -> I exp(-h/tau_I) + inputs

    References
    ----------
    Rotter & Diesmann 1999, Biol Cybern 81:381 (exact digital simulation).
    """
    threshold, drive, decay = numbers[THRESHOLD], numbers[DRIVE], numbers[DECAY]
    exc_decay, inh_decay = numbers[EXC_DECAY], numbers[INH_DECAY]
    exc_gain, inh_gain, background = numbers[EXC_GAIN], numbers[INH_GAIN], numbers[BACKGROUND]
    for i in range(v.size):
        before, e, n = v[i], exc[i], inh[i]
        moved = before * decay + drive + exc_gain * e - inh_gain * n
        e = e * exc_decay + input_exc[i] * scaling[i] + background * np.float32(count[i])
        n = n * inh_decay + input_inh[i]
        input_exc[i] = ZERO
        input_inh[i] = ZERO
        exc[i] = ZERO if e < TINY else e
        inh[i] = ZERO if n < TINY else n
        rests = waiting[i] > ZERO_INT
        after = before if rests else moved
        v[i] = after
        waiting[i] = max(waiting[i] - ONE_INT, ZERO_INT)
        spiked[i] = (not rests) & (after >= threshold + shift[i])
