"""Three-factor learning, lazily: a synapse is touched when its source's spike arrives, and at epoch ends."""

import math

import numpy as np

from neurotag.kernels.jit import kernel
from neurotag.kernels.tables import Learning, Longs, Neurons, Rules, Wiring

FORGOTTEN = 1e-5


@kernel
def bring_to_now(
    projection: int, row: int, step: int, wiring: Wiring, rules: Rules, learning: Learning
) -> None:
    """Apply to a row everything that happened since it was last touched. Writes weights and eligibility.

    In the meantime the eligibility of a synapse only fades, but for the target's spikes, which a history
    keeps. Between two of those moments, with P and N the integrals of the parts of the third factor,
    weighted with the fading::

        w -> w* + (w - w*) exp(-A),   A = e (rate P + unlearning_rate N)
        w* = (rate P weight_max + unlearning_rate N birth) e / A

    which is exact while the third factor keeps its sign.
    """
    rule = wiring.rule[projection]
    since = learning.row_time[row]
    learning.row_time[row] = step
    if since < 0 or since == step:
        return
    trace = learning.row_trace[row]
    passed = step - since
    if trace < rules.source_floor[rule] and learning.row_peak[row] < FORGOTTEN:
        learning.row_peak[row] = 0.0
    else:
        _apply(projection, row, since, step, wiring, rules, learning)
    learning.row_trace[row] = trace * math.exp(-passed / rules.source_tau[rule])
    learning.row_burst[row] *= math.exp(-passed / rules.target_tau[rule])


@kernel
def _apply(
    projection: int, row: int, since: int, step: int, wiring: Wiring, rules: Rules, learning: Learning
) -> None:
    rule = wiring.rule[projection]
    region = wiring.region[projection]
    epoch = learning.epoch[0]
    gains = learning.gain_integral[rule, region]
    losses = learning.loss_integral[rule, region]
    tau = rules.eligibility_tau[rule]
    source_tau = rules.source_tau[rule]
    floor = rules.source_floor[rule]
    trace = learning.row_trace[row]
    # Spikes of the target later than this find no trace of the source left.
    horizon = since + int(source_tau * math.log(trace / floor)) + 1 if trace > floor else since
    depth = learning.history_step.shape[1]
    ceiling = wiring.weight_max[projection]
    start = wiring.target_start[projection]
    whole_gain = gains[step - epoch] - gains[since - epoch]
    whole_loss = losses[step - epoch] - losses[since - epoch]
    at_since = math.exp((since - epoch) / tau)
    fade = math.exp(-(step - since) / tau)
    peak = 0.0
    for synapse in range(wiring.row_start[row], wiring.row_start[row + 1]):
        target = start + wiring.target[synapse]
        e = float(learning.eligibility[synapse])
        n_history = learning.history_count[target]
        newest = learning.history_step[target, (n_history - 1) & (depth - 1)] if n_history > 0 else -1
        if newest < since or horizon == since:
            if e == 0.0:
                continue
            gain = rules.rate[rule] * whole_gain * at_since * e
            loss = rules.unlearning_rate[rule] * whole_loss * at_since * e
            wiring.weight[synapse] = _relax(wiring.weight[synapse], gain, loss, ceiling, wiring.birth[synapse])
            e *= fade
        else:
            at = n_history - 1
            oldest = max(n_history - depth, 0)
            while at > oldest and learning.history_step[target, (at - 1) & (depth - 1)] >= since:
                at -= 1
            now = since
            w = wiring.weight[synapse]
            birth = wiring.birth[synapse]
            while at < n_history:
                spike = learning.history_step[target, at & (depth - 1)]
                burst = learning.history_trace[rule, target, at & (depth - 1)]
                at += 1
                if spike >= horizon:
                    break
                x = trace * math.exp(-(spike - since) / source_tau)
                if burst <= rules.target_floor[rule] or x <= floor:
                    continue
                # A spike of this step counts from the step's end.
                then = spike + 1
                if e > 0.0:
                    scale = e * math.exp((now - epoch) / tau)
                    gain = rules.rate[rule] * (gains[then - epoch] - gains[now - epoch]) * scale
                    loss = rules.unlearning_rate[rule] * (losses[then - epoch] - losses[now - epoch]) * scale
                    w = _relax(w, gain, loss, ceiling, birth)
                    e *= math.exp(-(then - now) / tau)
                e = min(e + x * burst / rules.burst_norm[rule], rules.eligibility_max[rule])
                now = then
            if e > 0.0:
                scale = e * math.exp((now - epoch) / tau)
                gain = rules.rate[rule] * (gains[step - epoch] - gains[now - epoch]) * scale
                loss = rules.unlearning_rate[rule] * (losses[step - epoch] - losses[now - epoch]) * scale
                w = _relax(w, gain, loss, ceiling, birth)
                e *= math.exp(-(step - now) / tau)
            wiring.weight[synapse] = w
        if e < FORGOTTEN:
            e = 0.0
        learning.eligibility[synapse] = e
        peak = max(peak, e)
    learning.row_peak[row] = peak


@kernel
def _relax(weight: float, gain: float, loss: float, ceiling: float, birth: float) -> np.float32:
    total = gain + loss
    if total <= 0.0:
        return np.float32(weight)
    goal = (gain * ceiling + loss * birth) / total
    return np.float32(goal + (weight - goal) * math.exp(-total))


@kernel
def pair_on_arrival(
    projection: int, row: int, step: int, wiring: Wiring, rules: Rules, learning: Learning, last: Longs
) -> None:
    """Count an arriving spike into the row's traces, and let a bursting source weaken what it learned.

    Onto silent targets a little (heterosynaptic depression), onto active ones in proportion to a negative
    third factor (extinction).
    """
    rule = wiring.rule[projection]
    if learning.row_burst[row] > rules.burst_floor[rule]:
        region = wiring.region[projection]
        at = step - learning.epoch[0]
        tau = rules.eligibility_tau[rule]
        # The loss integral's step, without the weighting: -F in this step where F is negative.
        losses = learning.loss_integral[rule, region]
        negative = (losses[at + 1] - losses[at]) * math.exp(at / tau) / (tau * (1.0 - math.exp(-1.0 / tau)))
        extinction = rules.extinction[rule] * negative
        start = wiring.target_start[projection]
        for synapse in range(wiring.row_start[row], wiring.row_start[row + 1]):
            target = start + wiring.target[synapse]
            learned = wiring.weight[synapse] - wiring.birth[synapse]
            if learned == 0.0:
                continue
            trace = learning.target_trace[rule, target]
            if trace > 0.0:
                trace *= math.exp(-(step - last[target]) / rules.target_tau[rule])
            lost = 0.0
            if trace < rules.silent_below[rule]:
                lost += rules.silent_weakening[rule]
            if trace > rules.active_above[rule]:
                lost += extinction
            if lost > 0.0:
                wiring.weight[synapse] -= np.float32(min(lost, 1.0) * learned)
    learning.row_trace[row] += 1.0
    learning.row_burst[row] += 1.0


@kernel
def remember_spike(
    neuron: int, step: int, passed: int, efficacy_loss: float, neurons: Neurons, rules: Rules, learning: Learning
) -> None:
    """Enter a target's spike into its history and traces; a busy neuron loses some inhibition."""
    depth = learning.history_step.shape[1]
    slot = learning.history_count[neuron] & (depth - 1)
    learning.history_count[neuron] += 1
    for rule in range(rules.rate.size):
        trace = learning.target_trace[rule, neuron]
        if trace > 0.0:
            trace *= math.exp(-passed / rules.target_tau[rule])
        learning.history_step[neuron, slot] = step
        learning.history_trace[rule, neuron, slot] = trace
        learning.target_trace[rule, neuron] = trace + 1.0
    floor = rules.loss_floor[0]
    neurons.efficacy[neuron] -= np.float32(efficacy_loss * (neurons.efficacy[neuron] - floor))


@kernel
def flush(block: int, step: int, wiring: Wiring, rules: Rules, learning: Learning) -> None:
    """Bring every learning row of a block to this step, so that its weights can be read."""
    for projection in range(wiring.block_first[block], wiring.block_first[block + 1]):
        if wiring.rule[projection] < 0:
            continue
        first = wiring.first_row[projection]
        n_rows = wiring.source_stop[projection] - wiring.source_start[projection]
        for row in range(first, first + n_rows):
            bring_to_now(projection, row, step, wiring, rules, learning)
