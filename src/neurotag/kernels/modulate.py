"""The brain-wide signals: one update of salience, safety error and stress, and the third factor they set."""

import math

import numpy as np

from neurotag.kernels.jit import kernel
from neurotag.kernels.random import mix
from neurotag.kernels.tables import Cells, Learning, Log, Modulation, Plan, Rules
from neurotag.kernels.three_factor import ELIGIBILITY_TAU, MODULATED, THREE_FACTOR

M, Q, S, DANGER, FEAR, MEAN, CORTISOL_DRIVE, CORTISOL, ENERGY = range(9)
"""Places in ``Modulation.state``. Places are added at the end: a checkpoint may know fewer."""
N_STATES = 9
CARRIED = (S, CORTISOL_DRIVE, CORTISOL, ENERGY)
"""What ``Modulation.carry`` carries over an update, in its order; salience drives it from its last column."""
N_TRACES = 6
"""Columns of ``Log.traces``: M, Q, S, the third factor, cortisol, energy."""
(
    UPDATE_S, DANGER_REGION, DANGER_THRESHOLD, DANGER_RANGE, DANGER_GAIN,
    FEAR_REGION, FEAR_THRESHOLD, FEAR_RANGE, FEAR_GAIN, APPRAISAL,
    M_TAU, M_RATE, Q_TAU, RATE_TAU, BIAS, M_LEARNING, Q_LEARNING, C_LEARNING, RUNAWAY_HZ,
) = range(19)  # fmt: skip
"""Places in ``Modulation.numbers``; times in seconds, rates in Hz. A danger region below 0: no modulators."""
N_NUMBERS = 19
DECAY, JUMP, TONIC, SOURCE = range(4)
"""Places in ``Modulation.release``."""


@kernel
def modulate(relevance: float, cells: Cells, log: Log, modulation: Modulation, plan: Plan) -> bool:
    """Advance the modulators by one update interval; return whether the brain runs away.

    Exact for constant drive within the interval, so their decay does not depend on its length.
    """
    state, numbers = modulation.state, modulation.numbers
    row = log.n_updates[0]
    dt = numbers[UPDATE_S]
    keep = math.exp(-dt / numbers[RATE_TAU])
    n_spikes = 0
    n_neurons = 0
    for block in range(log.counts.shape[1]):
        n_spikes += log.counts[row, block, 0] + log.counts[row, block, 1]
        n_neurons += cells.stop[2 * block] - cells.start[2 * block]
    state[MEAN] = state[MEAN] * keep + (1 - keep) * n_spikes / (n_neurons * dt)
    if numbers[DANGER_REGION] >= 0:
        _modulate_brain(relevance, row, keep, cells, log, modulation, plan)
    for transmitter in range(modulation.release.shape[0]):
        source = int(modulation.release[transmitter, SOURCE])
        if source >= 0:
            released = _spikes_of(source, row, log, plan) * modulation.release[transmitter, JUMP]
            for region in range(modulation.level.shape[1]):
                modulation.level[transmitter, region] += released
    log.traces[row, 0] = state[M]
    log.traces[row, 1] = state[Q]
    log.traces[row, 2] = state[S]
    writes = numbers[M_LEARNING] * _lift(modulation) * state[M]
    log.traces[row, 3] = numbers[BIAS] + writes - numbers[Q_LEARNING] * state[Q]
    log.traces[row, 4] = state[CORTISOL]
    log.traces[row, 5] = state[ENERGY]
    log.n_updates[0] += 1
    return bool(state[MEAN] > numbers[RUNAWAY_HZ])


@kernel
def _modulate_brain(
    relevance: float, row: int, keep: float, cells: Cells, log: Log, modulation: Modulation, plan: Plan
) -> None:
    state, numbers = modulation.state, modulation.numbers
    dt = numbers[UPDATE_S]
    state[DANGER] = state[DANGER] * keep
    state[DANGER] += (1 - keep) * _rate(int(numbers[DANGER_REGION]), row, dt, cells, log, plan)
    state[FEAR] = state[FEAR] * keep
    state[FEAR] += (1 - keep) * _rate(int(numbers[FEAR_REGION]), row, dt, cells, log, plan)
    danger = _clip((state[DANGER] - numbers[DANGER_THRESHOLD]) / numbers[DANGER_RANGE])
    danger *= numbers[DANGER_GAIN]
    fear = _clip((state[FEAR] - numbers[FEAR_THRESHOLD]) / numbers[FEAR_RANGE])
    threat = numbers[FEAR_GAIN] * numbers[APPRAISAL] * (1 + state[S]) * fear
    rise = numbers[M_RATE] * (relevance + danger + threat)
    _carry_stress(modulation)
    state[M] = _towards(state[M], rise, 1 / numbers[M_TAU] + rise, dt)
    error = max(0.0, fear - 2 * danger - 2 * relevance)
    state[Q] = _towards(state[Q], error / numbers[Q_TAU], 1 / numbers[Q_TAU], dt)


@kernel
def _carry_stress(modulation: Modulation) -> None:
    """Take stress, cortisol and energy over one update, salience held."""
    state, carry = modulation.state, modulation.carry
    stress, drive, cortisol, energy = state[S], state[CORTISOL_DRIVE], state[CORTISOL], state[ENERGY]
    for row in range(4):
        here = carry[row]
        new = here[0] * stress + here[1] * drive + here[2] * cortisol + here[3] * energy + here[4] * state[M]
        state[CARRIED[row]] = new


@kernel
def _lift(modulation: Modulation) -> float:
    """Return the factor by which cortisol raises what salience does to learning."""
    return float(1.0 + modulation.numbers[C_LEARNING] * min(modulation.state[CORTISOL], 1.0))


@kernel
def integrate_third_factor(
    step: int, update: int, salt: np.uint64, modulation: Modulation, rules: Rules, learning: Learning
) -> None:
    """Write the integrals of the third factor over the coming update interval, step by step.

    Three-factor rules get the positive and the negative part apart; modulated ones their sum, with the
    transmitters, whose tonic spikes fall at random into steps.
    """
    at = step - learning.epoch[0]
    for rule in range(rules.kind.size):
        kind = rules.kind[rule]
        if kind in (THREE_FACTOR, MODULATED):
            for region in range(modulation.sensitivity.size):
                _integrate(rule, region, at, update, modulation, rules, learning)
    for transmitter in range(modulation.release.shape[0]):
        for region in range(modulation.sensitivity.size):
            _release(transmitter, region, at, step, update, salt, modulation, rules, learning)


@kernel
def _integrate(
    rule: int, region: int, at: int, update: int, modulation: Modulation, rules: Rules, learning: Learning
) -> None:
    state = modulation.state
    tau = rules.numbers[rule, ELIGIBILITY_TAU]
    width = tau * (1.0 - math.exp(-1.0 / tau))
    salience, safety = modulation.gain[rule, 0], modulation.gain[rule, 1]
    if rules.kind[rule] == THREE_FACTOR:
        salience *= _lift(modulation)
    factor = modulation.bias[rule] + salience * modulation.sensitivity[region] * state[M] - safety * state[Q]
    gain, loss = max(factor, 0.0), max(-factor, 0.0)
    if rules.kind[rule] == MODULATED:
        gain, loss = factor, 0.0
    gains = learning.gain_integral[rule, region]
    losses = learning.loss_integral[rule, region]
    if at == 0:
        gains[0] = 0.0
        losses[0] = 0.0
    for k in range(at, at + update):
        weight = width * math.exp(-k / tau)
        gains[k + 1] = gains[k] + gain * weight
        losses[k + 1] = losses[k] + loss * weight


@kernel
def _release(
    transmitter: int, region: int, at: int, step: int, update: int, salt: np.uint64, modulation: Modulation,
    rules: Rules, learning: Learning,
) -> None:  # fmt: skip
    """Let a transmitter's level fade and rise with its tonic spikes; add what it does to the integrals."""
    release = modulation.release[transmitter]
    decay, jump, tonic = release[DECAY], release[JUMP], release[TONIC]
    key = modulation.key[transmitter * modulation.sensitivity.size + region] ^ salt
    never = math.exp(-tonic)
    level = modulation.level[transmitter, region]
    for k in range(update):
        for rule in range(rules.kind.size):
            effect = modulation.gain[rule, 2 + transmitter]
            if rules.kind[rule] != MODULATED or effect == 0.0:
                continue
            # The level fades within the step, and so does the eligibility.
            tau = rules.numbers[rule, ELIGIBILITY_TAU]
            rate = 1.0 / tau - math.log(decay)
            area = effect * level * math.exp(-(at + k) / tau) * (1.0 - math.exp(-rate)) / rate
            gains = learning.gain_integral[rule, region]
            # The integral up to here was written without this transmitter: lift all that follows.
            for later in range(k + 1, update + 1):
                gains[at + later] += area
        level *= decay
        if tonic > 0.0:
            left, chance = 1.0, 0
            while True:
                bits = mix(key, (step + k) * 64 + chance) >> np.uint64(11)
                left *= float(bits) * (1.0 / 9007199254740992.0)
                if left < never or chance > 60:
                    break
                level += jump
                chance += 1
    modulation.level[transmitter, region] = level


@kernel
def _rate(population: int, row: int, dt_s: float, cells: Cells, log: Log, plan: Plan) -> float:
    n_neurons = 0
    for block in range(plan.block_region.size):
        if plan.block_region[block] == population:
            n_neurons += cells.stop[2 * block] - cells.start[2 * block]
    return float(_spikes_of(population, row, log, plan) / (n_neurons * dt_s))


@kernel
def _spikes_of(region: int, row: int, log: Log, plan: Plan) -> int:
    n_spikes = 0
    for block in range(plan.block_region.size):
        if plan.block_region[block] == region:
            n_spikes += log.counts[row, block, 0] + log.counts[row, block, 1]
    return n_spikes


@kernel
def _clip(drive: float) -> float:
    return min(max(drive, 0.0), 1.5)


@kernel
def _towards(value: float, rise: float, rate: float, dt: float) -> float:
    goal = rise / rate
    return goal + (value - goal) * math.exp(-rate * dt)
