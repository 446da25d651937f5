"""The membrane: one step of all neurons of a population, and what a spike leaves behind."""

import math

import numpy as np

from neurotag.kernels.jit import kernel
from neurotag.kernels.random import mix, normal
from neurotag.kernels.tables import Cells, Learning, Log, Neurons, Plan, Rules, Spikes
from neurotag.kernels.three_factor import remember_spike

ONE = np.float32(1.0)
ZERO = np.float32(0.0)
HALF = np.float32(0.5)
TWELFTH = np.float32(1.0 / 12.0)
NMDA_REST = np.float32(-70.0)
NMDA_SLOPE = np.float32(0.05)


@kernel
def step_population(
    population: int, step: int, salience: float, cells: Cells, neurons: Neurons, salt: np.uint64
) -> None:
    """Advance every neuron of a population by one step. Writes all of ``neurons`` and clears the inputs.

    Exponential Euler: within the step the conductances are constant, and the potential relaxes to its
    goal; the exponential is the (2, 2) Pade approximant, good to 4e-4 up to exponents of 1.
    """
    p = population
    start, stop = cells.start[p], cells.stop[p]
    drive = cells.rest[p] + cells.bias[p] + cells.arousal[p] * np.float32(salience)
    ampa_decay, ampa_kick = cells.ampa_decay[p], cells.ampa_kick[p]
    nmda_decay, nmda_kick, nmda_floor = cells.nmda_decay[p], cells.nmda_kick[p], cells.nmda_floor[p]
    gaba_decay, gaba_kick = cells.gaba_decay[p], cells.gaba_kick[p]
    reversal, shift = cells.gaba_reversal[p], cells.reversal_shift[p]
    fast_decay, slow_decay = cells.fast_decay[p], cells.slow_decay[p]
    threshold, noise, step_over_tau = cells.threshold[p], cells.noise[p], cells.step_over_tau[p]
    for i in range(start, stop):
        ampa = neurons.ampa[i] * ampa_decay + ampa_kick * neurons.input_exc[i] + neurons.input_kick[i]
        nmda = neurons.nmda[i] * nmda_decay + nmda_kick * neurons.input_exc[i]
        gaba = neurons.gaba[i] * gaba_decay + gaba_kick * neurons.input_inh[i]
        fast = neurons.fast[i] * fast_decay
        slow = neurons.slow[i] * slow_decay
        v = neurons.v[i]
        block = nmda_floor + (ONE - nmda_floor) * (v - NMDA_REST) * NMDA_SLOPE
        block = min(max(block, nmda_floor), ONE)
        excitation = ampa + nmda * block
        total = ONE + excitation + gaba
        inhibition = gaba * (reversal + shift * (ONE - neurons.efficacy[i]))
        goal = (drive - fast - slow + inhibition) / total
        x = step_over_tau * total
        even = ONE + x * x * TWELFTH
        odd = HALF * x
        moved = goal + (v - goal) * ((even - odd) / (even + odd))
        moved += noise * normal(mix(neurons.key[i] ^ salt, step))
        waiting = neurons.waiting[i]
        moved = v if waiting > 0 else moved
        neurons.spiked[i] = (waiting <= 0) & (moved > threshold)
        neurons.v[i] = moved
        neurons.waiting[i] = waiting - 1 if waiting > 0 else waiting
        neurons.ampa[i] = ampa
        neurons.nmda[i] = nmda
        neurons.gaba[i] = gaba
        neurons.fast[i] = fast
        neurons.slow[i] = slow
        neurons.input_exc[i] = ZERO
        neurons.input_inh[i] = ZERO


@kernel
def emit(
    population: int,
    step: int,
    loss_factor: float,
    cells: Cells,
    neurons: Neurons,
    spikes: Spikes,
    rules: Rules,
    learning: Learning,
    log: Log,
    plan: Plan,
) -> None:
    """Reset the neurons that fired, send their spikes, and count them."""
    p = population
    block = p // 2
    excitatory = p % 2 == 0
    slot = step & (spikes.count.shape[1] - 1)
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
            remember_spike(i, step, passed, loss_factor, neurons, rules, learning)
        neurons.last[i] = step
        if cells.is_logged[p]:
            at = log.first[block] + log.count[block]
            log.step[at] = step
            log.neuron[at] = i
            log.count[block] += 1
    spikes.count[p, slot] = n_spikes
    row = log.n_updates[0]
    if excitatory:
        log.counts[row, block, 0] += n_nociceptive
        log.counts[row, block, 1] += n_spikes - n_nociceptive
    else:
        log.counts[row, block, 2] += n_spikes
