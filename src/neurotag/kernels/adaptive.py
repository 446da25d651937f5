"""The everyday cell: conductances relative to the leak, slow excitation, two adaptations, and noise."""

import numpy as np

from neurotag.kernels.jit import loop
from neurotag.kernels.random import normal
from neurotag.kernels.tables import Array, Bytes, Counts, Floats, Ints

(
    RESET, FAST_JUMP, SLOW_JUMP, EFFICACY_FLOOR, THRESHOLD, DRIVE, AROUSAL, STEP_OVER_TAU, NOISE,
    AMPA_DECAY, AMPA_KICK, NMDA_DECAY, NMDA_KICK, NMDA_FLOOR, NMDA_PASSED, GABA_DECAY, GABA_KICK,
    GABA_REVERSAL, REVERSAL_SHIFT, FAST_DECAY, SLOW_DECAY, TWELFTH, BACKGROUND,
) = range(23)  # fmt: skip
"""Places in a cell's numbers; the first four are the same in all models. Decays are factors per step."""

ONE = np.float32(1.0)
ZERO = np.float32(0.0)
HALF = np.float32(0.5)
ONE_INT = np.int32(1)
ZERO_INT = np.int32(0)
NMDA_REST = np.float32(-70.0)
TINY = np.float32(1e-20)
"""Less is nothing: numbers that fade on and on become ones the processor is slow with."""


@loop
def step_adaptive(
    salience: float, numbers: Array, bits: Array, count: Counts,
    v: Floats, ampa: Floats, nmda: Floats, gaba: Floats, fast: Floats, slow: Floats, waiting: Ints,
    efficacy: Floats, shift: Floats, scaling: Floats,
    input_exc: Floats, input_inh: Floats, before_exc: Floats, before_inh: Floats, spiked: Bytes,
) -> None:  # fmt: skip
    """Advance the neurons of a part by one step; its inputs are taken up and cleared.

    Half of an input acts in the step in which it arrives and half in the next: a spike fell anywhere within
    its step, and so its delay is right on average at any step. Exponential Euler: within the step the
    conductances are constant, and the potential relaxes to its goal; the exponential is the (2, 2) Pade
    approximant, good to 4e-4 up to exponents of 1.
    """
    drive = numbers[DRIVE] + numbers[AROUSAL] * v.dtype.type(salience)
    threshold, step_over_tau, noise = numbers[THRESHOLD], numbers[STEP_OVER_TAU], numbers[NOISE]
    ampa_decay, nmda_decay, gaba_decay = numbers[AMPA_DECAY], numbers[NMDA_DECAY], numbers[GABA_DECAY]
    ampa_half, nmda_half = HALF * numbers[AMPA_KICK], HALF * numbers[NMDA_KICK]
    gaba_half, background = HALF * numbers[GABA_KICK], numbers[BACKGROUND]
    floor, passed = numbers[NMDA_FLOOR], numbers[NMDA_PASSED]
    reversal, reversal_shift = numbers[GABA_REVERSAL], numbers[REVERSAL_SHIFT]
    fast_decay, slow_decay, twelfth = numbers[FAST_DECAY], numbers[SLOW_DECAY], numbers[TWELFTH]
    for i in range(v.size):
        exc = input_exc[i] * scaling[i] + background * np.float32(count[i])
        inh = input_inh[i]
        both, both_inh = exc + before_exc[i], inh + before_inh[i]
        before_exc[i] = exc
        before_inh[i] = inh
        input_exc[i] = ZERO
        input_inh[i] = ZERO
        a = ampa[i] * ampa_decay + ampa_half * both
        n = nmda[i] * nmda_decay + nmda_half * both
        g = gaba[i] * gaba_decay + gaba_half * both_inh
        f, s = fast[i] * fast_decay, slow[i] * slow_decay
        a, n, g = (ZERO if a < TINY else a), (ZERO if n < TINY else n), (ZERO if g < TINY else g)
        f, s = (ZERO if abs(f) < TINY else f), (ZERO if abs(s) < TINY else s)
        ampa[i] = a
        nmda[i] = n
        gaba[i] = g
        fast[i] = f
        slow[i] = s
        before = v[i]
        total = ONE + a + n * min(max(floor + passed * (before - NMDA_REST), floor), ONE) + g
        goal = drive - f - s + g * (reversal + reversal_shift * (ONE - efficacy[i]))
        x = step_over_tau * total
        even, odd = ONE + x * x * twelfth, HALF * x
        moved = (goal * step_over_tau + before * (even - odd)) / (even + odd) + noise * normal(bits[i])
        rests = waiting[i] > ZERO_INT
        after = before if rests else moved
        v[i] = after
        waiting[i] = max(waiting[i] - ONE_INT, ZERO_INT)
        spiked[i] = (not rests) & (after >= threshold + shift[i])
