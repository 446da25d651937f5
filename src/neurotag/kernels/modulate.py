"""The brain-wide signals: one update of salience, safety error and stress, and the third factor it sets."""

import math

from neurotag.kernels.jit import kernel
from neurotag.kernels.tables import Cells, Doubles, Learning, Log, Modulation
from neurotag.kernels.three_factor import ELIGIBILITY_TAU

M, Q, S, DANGER, FEAR, MEAN = range(6)
(
    UPDATE_S, DANGER_POPULATION, DANGER_THRESHOLD, DANGER_RANGE, DANGER_GAIN,
    FEAR_POPULATION, FEAR_THRESHOLD, FEAR_RANGE, FEAR_GAIN, APPRAISAL,
    M_TAU, M_RATE, Q_TAU, S_TAU, S_RATE, RATE_TAU, BIAS, M_LEARNING, Q_LEARNING, RUNAWAY_HZ,
) = range(20)  # fmt: skip
"""Places in ``Modulation.numbers``; times in seconds, rates in Hz."""


@kernel
def modulate(relevance: float, cells: Cells, log: Log, modulation: Modulation) -> bool:
    """Advance the modulators by one update interval; return whether the brain runs away.

    Exact for constant drive within the interval, so their decay does not depend on its length.
    """
    state, numbers = modulation.state, modulation.numbers
    row = log.n_updates[0]
    dt = numbers[UPDATE_S]
    keep = math.exp(-dt / numbers[RATE_TAU])
    state[DANGER] = state[DANGER] * keep + (1 - keep) * _rate(numbers[DANGER_POPULATION], row, dt, cells, log)
    state[FEAR] = state[FEAR] * keep + (1 - keep) * _rate(numbers[FEAR_POPULATION], row, dt, cells, log)
    n_spikes = 0
    n_neurons = 0
    for block in range(log.counts.shape[1]):
        n_spikes += log.counts[row, block, 0] + log.counts[row, block, 1]
        n_neurons += cells.stop[2 * block] - cells.start[2 * block]
    state[MEAN] = state[MEAN] * keep + (1 - keep) * n_spikes / (n_neurons * dt)
    danger = _clip((state[DANGER] - numbers[DANGER_THRESHOLD]) / numbers[DANGER_RANGE])
    danger *= numbers[DANGER_GAIN]
    fear = _clip((state[FEAR] - numbers[FEAR_THRESHOLD]) / numbers[FEAR_RANGE])
    threat = numbers[FEAR_GAIN] * numbers[APPRAISAL] * (1 + state[S]) * fear
    rise = numbers[M_RATE] * (relevance + danger + threat)
    state[S] = _towards(state[S], numbers[S_RATE] * state[M], 1 / numbers[S_TAU], dt)
    state[M] = _towards(state[M], rise, 1 / numbers[M_TAU] + rise, dt)
    error = max(0.0, fear - 2 * danger - 2 * relevance)
    state[Q] = _towards(state[Q], error / numbers[Q_TAU], 1 / numbers[Q_TAU], dt)
    log.traces[row, 0] = state[M]
    log.traces[row, 1] = state[Q]
    log.traces[row, 2] = state[S]
    log.traces[row, 3] = numbers[BIAS] + numbers[M_LEARNING] * state[M] - numbers[Q_LEARNING] * state[Q]
    log.n_updates[0] += 1
    return bool(state[MEAN] > numbers[RUNAWAY_HZ])


@kernel
def integrate_third_factor(
    step: int, update: int, modulation: Modulation, rules: Doubles, learning: Learning
) -> None:
    """Write the integrals of the third factor's parts over the coming update interval, step by step."""
    state, numbers = modulation.state, modulation.numbers
    at = step - learning.epoch[0]
    for rule in range(rules.shape[0]):
        tau = rules[rule, ELIGIBILITY_TAU]
        width = tau * (1.0 - math.exp(-1.0 / tau))
        for region in range(modulation.sensitivity.size):
            factor = (
                numbers[BIAS]
                + numbers[M_LEARNING] * modulation.sensitivity[region] * state[M]
                - numbers[Q_LEARNING] * state[Q]
            )
            gain, loss = max(factor, 0.0), max(-factor, 0.0)
            gains = learning.gain_integral[rule, region]
            losses = learning.loss_integral[rule, region]
            for k in range(at, at + update):
                weight = width * math.exp(-k / tau)
                gains[k + 1] = gains[k] + gain * weight
                losses[k + 1] = losses[k] + loss * weight


@kernel
def _rate(population: float, row: int, dt_s: float, cells: Cells, log: Log) -> float:
    p = int(population)
    n_spikes = log.counts[row, p // 2, 0] + log.counts[row, p // 2, 1]
    return float(n_spikes / ((cells.stop[p] - cells.start[p]) * dt_s))


@kernel
def _clip(drive: float) -> float:
    return min(max(drive, 0.0), 1.5)


@kernel
def _towards(value: float, rise: float, rate: float, dt: float) -> float:
    goal = rise / rate
    return goal + (value - goal) * math.exp(-rate * dt)
