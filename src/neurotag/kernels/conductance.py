"""The leaky integrate-and-fire cell with conductances that decay exponentially."""

import numpy as np

from neurotag.kernels.adaptive import HALF, ONE, ONE_INT, TINY, ZERO, ZERO_INT
from neurotag.kernels.jit import loop
from neurotag.kernels.tables import Array, Bytes, Counts, Floats, Ints

(
    RESET, FAST_JUMP, SLOW_JUMP, EFFICACY_FLOOR, THRESHOLD, DRIVE, LEAK, STEP_OVER_C, EXC_DECAY, INH_DECAY,
    EXC_HALF, INH_HALF,
    EXC_REVERSAL, INH_REVERSAL, TWELFTH, BACKGROUND,
) = range(16)  # fmt: skip
"""Places in a cell's numbers. A half is the decay over half a step; the drive is leak * rest + current."""


@loop
def step_conductance(
    numbers: Array, count: Counts, v: Floats, exc: Floats, inh: Floats, waiting: Ints, shift: Floats,
    scaling: Floats, input_exc: Floats, input_inh: Floats, spiked: Bytes,
) -> None:  # fmt: skip
    """Advance the neurons of a part by one step; inputs act from the end of the step in which they arrive.

    The exponential midpoint rule: conductances as they are in the middle of the step, the potential relaxes
    to its goal under them, with the (2, 2) Pade approximant of the exponential. Second order in the step.
    """
    threshold, drive, leak, step_over_c = (
        numbers[THRESHOLD],
        numbers[DRIVE],
        numbers[LEAK],
        numbers[STEP_OVER_C],
    )
    exc_decay, inh_decay, twelfth = numbers[EXC_DECAY], numbers[INH_DECAY], numbers[TWELFTH]
    exc_half, inh_half, background = numbers[EXC_HALF], numbers[INH_HALF], numbers[BACKGROUND]
    exc_reversal, inh_reversal = numbers[EXC_REVERSAL], numbers[INH_REVERSAL]
    for i in range(v.size):
        before, e, n = v[i], exc[i], inh[i]
        a, b = e * exc_half, n * inh_half
        x = (leak + a + b) * step_over_c
        goal = (drive + a * exc_reversal + b * inh_reversal) * step_over_c
        even, odd = ONE + x * x * twelfth, HALF * x
        moved = (goal + before * (even - odd)) / (even + odd)
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
