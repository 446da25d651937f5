"""The membrane: one step of all neurons of a population, and what a spike leaves behind."""

import math

import numpy as np

from neurotag.kernels.jit import kernel
from neurotag.kernels.random import mix, normal
from neurotag.kernels.tables import (
    Bytes,
    Cells,
    Doubles,
    Floats,
    Ints,
    Keys,
    Learning,
    Log,
    Neurons,
    Plan,
    Spikes,
)
from neurotag.kernels.three_factor import LOSS_FLOOR, remember_spike

ONE = np.float32(1.0)
ZERO = np.float32(0.0)
ONE_INT = np.int32(1)
ZERO_INT = np.int32(0)
HALF = np.float32(0.5)
TWELFTH = np.float32(1.0 / 12.0)
NMDA_REST = np.float32(-70.0)
NMDA_SLOPE = np.float32(0.05)


@kernel
def step_population(
    population: int, step: int, salience: float, cells: Cells, neurons: Neurons, salt: np.uint64
) -> None:
    """Advance every neuron of a population by one step. Writes ``v``, ``spiked`` and ``waiting``.

    Exponential Euler: within the step the conductances are constant, and the potential relaxes to its
    goal; the exponential is the (2, 2) Pade approximant, good to 4e-4 up to exponents of 1.

    Several short loops in place of one long one: the compiler must be able to tell that the arrays of a
    loop do not overlap before it works on many neurons at once, and it checks only a few.
    """
    p = population
    part = slice(cells.start[p], cells.stop[p])
    drive = cells.rest[p] + cells.bias[p] + cells.arousal[p] * np.float32(salience)
    v, gaba, waiting = neurons.v[part], neurons.gaba[part], neurons.waiting[part]
    fast, slow = neurons.fast[part], neurons.slow[part]
    total, goal, noise = neurons.total[part], neurons.goal[part], neurons.noise[part]
    _draw(step, neurons.key[part], salt, noise)
    _fade(cells.fast_decay[p], fast)
    _fade(cells.slow_decay[p], slow)
    _sum_conductance(cells.nmda_floor[p], v, neurons.ampa[part], neurons.nmda[part], gaba, total)
    _set_goal(
        drive, cells.gaba_reversal[p], cells.reversal_shift[p], gaba, neurons.efficacy[part], fast, slow, goal
    )
    _relax(cells.step_over_tau[p], cells.noise[p], total, goal, noise, waiting, v)
    _compare(cells.threshold[p], v, waiting, neurons.spiked[part])


@kernel
def take_input(population: int, cells: Cells, neurons: Neurons) -> None:
    """Let the conductances of a population fade by one step and take up its inputs, which are cleared.

    Half of an input acts in the step in which it arrives and half in the next: a spike fell anywhere within
    its step, and so its delay is right on average at any step.
    """
    p = population
    part = slice(cells.start[p], cells.stop[p])
    exc, inh = neurons.input_exc[part], neurons.input_inh[part]
    before_exc, before_inh = neurons.before_exc[part], neurons.before_inh[part]
    _take_up(cells.ampa_decay[p], cells.ampa_kick[p], exc, before_exc, neurons.ampa[part])
    if cells.nmda_kick[p] > ZERO:
        _take_up(cells.nmda_decay[p], cells.nmda_kick[p], exc, before_exc, neurons.nmda[part])
    _take_up(cells.gaba_decay[p], cells.gaba_kick[p], inh, before_inh, neurons.gaba[part])
    before_exc[:] = exc
    before_inh[:] = inh
    exc[:] = ZERO
    inh[:] = ZERO


@kernel
def _take_up(decay: np.float32, kick: np.float32, taken: Floats, before: Floats, g: Floats) -> None:
    half = HALF * kick
    for i in range(g.size):
        g[i] = g[i] * decay + half * (taken[i] + before[i])


@kernel
def _draw(step: int, key: Keys, salt: np.uint64, noise: Floats) -> None:
    for i in range(noise.size):
        noise[i] = normal(mix(key[i] ^ salt, step))


@kernel
def _fade(decay: np.float32, value: Floats) -> None:
    for i in range(value.size):
        value[i] *= decay


@kernel
def _sum_conductance(
    floor: np.float32, v: Floats, ampa: Floats, nmda: Floats, gaba: Floats, total: Floats
) -> None:
    for i in range(total.size):
        block = floor + (ONE - floor) * (v[i] - NMDA_REST) * NMDA_SLOPE
        total[i] = ONE + ampa[i] + nmda[i] * min(max(block, floor), ONE) + gaba[i]


@kernel
def _set_goal(
    drive: np.float32, reversal: np.float32, shift: np.float32, gaba: Floats, efficacy: Floats, fast: Floats,
    slow: Floats, goal: Floats,
) -> None:  # fmt: skip
    for i in range(goal.size):
        goal[i] = drive - fast[i] - slow[i] + gaba[i] * (reversal + shift * (ONE - efficacy[i]))


@kernel
def _relax(
    step_over_tau: np.float32, spread: np.float32, total: Floats, goal: Floats, noise: Floats, waiting: Ints,
    v: Floats,
) -> None:  # fmt: skip
    for i in range(v.size):
        x = step_over_tau * total[i]
        even = ONE + x * x * TWELFTH
        odd = HALF * x
        end = goal[i] / total[i]
        moved = end + (v[i] - end) * ((even - odd) / (even + odd)) + spread * noise[i]
        v[i] = v[i] if waiting[i] > 0 else moved


@kernel
def _compare(threshold: np.float32, v: Floats, waiting: Ints, spiked: Bytes) -> None:
    for i in range(v.size):
        spiked[i] = (waiting[i] <= 0) & (v[i] > threshold)
    for i in range(v.size):
        waiting[i] = max(waiting[i] - ONE_INT, ZERO_INT)


@kernel
def emit(
    population: int,
    step: int,
    loss_factor: float,
    cells: Cells,
    neurons: Neurons,
    spikes: Spikes,
    rules: Doubles,
    learning: Learning,
    log: Log,
    plan: Plan,
) -> None:
    """Reset the neurons that fired, send their spikes, and count them."""
    p = population
    block = p // 2
    excitatory = p % 2 == 0
    slot = step & (spikes.n_sent.shape[1] - 1)
    loss_floor = np.float32(rules[0, LOSS_FLOOR])
    start, stop = cells.start[p], cells.stop[p]
    n_spikes = 0
    n_nociceptive = 0
    for i in range(start, stop):
        if not neurons.spiked[i]:
            continue
        passed = step - neurons.last[i]
        neurons.v[i] = cells.reset[p]
        neurons.waiting[i] = cells.refractory[p]
        neurons.fast[i] += cells.fast_jump[p]
        neurons.slow[i] += cells.slow_jump[p]
        strength = ONE
        if cells.tiring[p] > ZERO:
            left = neurons.resource[i]
            strength = ONE - (ONE - left) * np.float32(math.exp(-passed / cells.tiring_tau[p]))
            neurons.resource[i] = strength * (ONE - cells.tiring[p])
        spikes.neuron[slot, start + n_spikes] = i
        spikes.strength[slot, start + n_spikes] = strength
        n_spikes += 1
        if i - start < cells.n_nociceptive[p]:
            n_nociceptive += 1
        if excitatory and plan.learns:
            remember_spike(
                i, step, passed, rules, learning.last_burst, learning.history_step, learning.history_trace,
                learning.history_count, learning.target_trace,
            )  # fmt: skip
            # A busy neuron loses some of the inhibition that holds it.
            efficacy = neurons.efficacy[i]
            neurons.efficacy[i] = efficacy - np.float32(loss_factor) * (efficacy - loss_floor)
        neurons.last[i] = step
        if cells.is_logged[p]:
            at = log.first[block] + log.n_logged[block]
            log.step[at] = step
            log.neuron[at] = i
            log.n_logged[block] += 1
    spikes.n_sent[p, slot] = n_spikes
    row = log.n_updates[0]
    if excitatory:
        log.counts[row, block, 0] += n_nociceptive
        log.counts[row, block, 1] += n_spikes - n_nociceptive
    else:
        log.counts[row, block, 2] += n_spikes
