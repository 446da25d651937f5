"""Three-factor learning, lazily: a synapse is touched when its source's spike arrives, and at epoch ends.

Arrays come one by one here, not in their tables: a call passes a table by copying it.
"""

import math

import numpy as np

from neurotag.kernels.jit import inlined, kernel
from neurotag.kernels.tables import Doubles, Floats, Ints, Longs, Targets

FORGOTTEN = 1e-4
"""Eligibility that is let go: what it could still change is under 4e-6 of a weight."""
(
    RATE, UNLEARNING_RATE, SOURCE_TAU, TARGET_TAU, ELIGIBILITY_TAU, BURST_NORM, ELIGIBILITY_MAX,
    SOURCE_FLOOR, TARGET_FLOOR, BURST_FLOOR, SILENT_BELOW, ACTIVE_ABOVE, SILENT_WEAKENING, EXTINCTION,
    LOSS_PER_SPIKE, LOSS_FLOOR, GROWTH_MAX, LONE_BELOW,
) = range(18)  # fmt: skip
"""Places in a rule's numbers; times in steps, rates per step."""
THREE_FACTOR, PAIR, FAST_PAIR, TRIPLET, MODULATED, INHIBITORY = range(6)
"""The kinds of rules."""


@kernel
def bring_to_now(
    row: int, step: int, epoch: int, first: int, last: int, rule: Doubles, ceiling: float,
    gains: Doubles, losses: Doubles,
    row_time: Longs, row_trace: Floats, row_burst: Floats, row_peak: Floats,
    target: Targets, weight: Floats, birth: Floats, eligibility: Floats,
    last_burst: Longs, history_step: Ints, history_trace: Floats, history_count: Longs,
) -> None:  # fmt: skip
    """Apply to a row everything that happened since it was last touched. Writes weights and eligibility.

    In the meantime the eligibility of a synapse only fades, but for the target's spikes, which a history
    keeps. Between two of those moments, with P and N the integrals of the parts of the third factor,
    weighted with the fading::

        w -> w* + (w - w*) exp(-A),   A = e (rate P + unlearning_rate N)
        w* = (rate P weight_max + unlearning_rate N birth) e / A

    which is exact while the third factor keeps its sign.

    Parameters
    ----------
    row, step, epoch : int
        The row, the present step, and the step at which the integrals begin.
    first, last : int
        The row's synapses.
    rule : (24,) float
        Numbers of the rule.
    gains, losses : (n,) float
        Integrals of the third factor's parts at the target region.
    row_time, row_trace, row_burst, row_peak : (n_rows,)
        State of the rows.
    target, weight, birth, eligibility : (n_synapses,)
        All synapses; targets count from the start of the block.
    last_burst, history_step, history_trace, history_count
        Those of the target's block: its neurons' spikes within bursts; isolated ones teach nothing.
    """
    since = row_time[row]
    row_time[row] = step
    if since < 0 or since == step:
        return
    trace = float(row_trace[row])
    row_trace[row] = trace * math.exp(-(step - since) / rule[SOURCE_TAU])
    row_burst[row] *= math.exp(-(step - since) / rule[TARGET_TAU])
    floor = rule[SOURCE_FLOOR]
    if trace <= floor and row_peak[row] < FORGOTTEN:
        return
    # Spikes of the target later than this find no trace of the source left.
    horizon = since + int(rule[SOURCE_TAU] * math.log(trace / floor)) + 1 if trace > floor else since
    tau = rule[ELIGIBILITY_TAU]
    at_since = math.exp((since - epoch) / tau)
    gain = rule[RATE] * (gains[step - epoch] - gains[since - epoch]) * at_since
    loss = rule[UNLEARNING_RATE] * (losses[step - epoch] - losses[since - epoch]) * at_since
    fade = math.exp(-(step - since) / tau)
    peak = 0.0
    for k in range(np.uint64(first), np.uint64(last)):
        i = target[k]
        e = float(eligibility[k])
        if last_burst[i] >= since and horizon > since:
            e, moved = _replay(
                e, float(weight[k]), float(birth[k]), ceiling, since, horizon, step, epoch, trace, rule,
                gains, losses, history_step[i], history_trace[i], history_count[i],
            )  # fmt: skip
            weight[k] = moved
        elif e > 0.0:
            weight[k] = _moved(float(weight[k]), gain * e, loss * e, ceiling, float(birth[k]))
            e *= fade
        else:
            continue
        if e < FORGOTTEN:
            e = 0.0
        eligibility[k] = e
        peak = max(peak, e)
    row_peak[row] = peak


@inlined
def _replay(
    e: float, w: float, birth: float, ceiling: float, since: int, horizon: int, step: int, epoch: int,
    trace: float, rule: Doubles, gains: Doubles, losses: Doubles, spikes: Ints, bursts: Floats, n_spikes: int,
) -> tuple[float, float]:  # fmt: skip
    """Go through the target's spikes since the row was last touched; return eligibility and weight now."""
    last_slot = spikes.size - 1
    at = n_spikes - 1
    oldest = max(n_spikes - spikes.size, 0)
    while at > oldest and spikes[(at - 1) & last_slot] >= since:
        at -= 1
    now = since
    while at < n_spikes:
        spike = spikes[at & last_slot]
        burst = float(bursts[at & last_slot])
        at += 1
        if spike >= horizon:
            break
        x = trace * math.exp(-(spike - since) / rule[SOURCE_TAU])
        if burst <= rule[TARGET_FLOOR] or x <= rule[SOURCE_FLOOR]:
            continue
        # A spike of this step counts from the step's end.
        then = spike + 1
        if e > 0.0:
            scale = e * math.exp((now - epoch) / rule[ELIGIBILITY_TAU])
            gain = rule[RATE] * (gains[then - epoch] - gains[now - epoch]) * scale
            loss = rule[UNLEARNING_RATE] * (losses[then - epoch] - losses[now - epoch]) * scale
            w = _moved(w, gain, loss, ceiling, birth)
            e *= math.exp(-(then - now) / rule[ELIGIBILITY_TAU])
        e = min(e + x * burst / rule[BURST_NORM], rule[ELIGIBILITY_MAX])
        now = then
    if e > 0.0:
        scale = e * math.exp((now - epoch) / rule[ELIGIBILITY_TAU])
        gain = rule[RATE] * (gains[step - epoch] - gains[now - epoch]) * scale
        loss = rule[UNLEARNING_RATE] * (losses[step - epoch] - losses[now - epoch]) * scale
        w = _moved(w, gain, loss, ceiling, birth)
        e *= math.exp(-(step - now) / rule[ELIGIBILITY_TAU])
    return e, w


@inlined
def _moved(weight: float, gain: float, loss: float, ceiling: float, birth: float) -> float:
    total = gain + loss
    if total > 0.0:
        # 1 - exp(-A) by its series where A is small, as it nearly always is.
        share = 1.0 - math.exp(-total) if total > 0.02 else total * (1.0 - total * (0.5 - total / 6.0))
        weight += (gain * (ceiling - weight) + loss * (birth - weight)) * (share / total)
    return weight


@kernel
def weaken_on_arrival(
    row: int, step: int, epoch: int, first: int, last: int, rule: Doubles, losses: Doubles,
    row_trace: Floats, row_burst: Floats,
    target: Targets, weight: Floats, birth: Floats, last_spike: Longs, target_trace: Floats,
) -> None:  # fmt: skip
    """Count an arriving spike into the row's traces, and let a bursting source weaken what it learned.

    A lone spike leaves no trace to learn by.

    Onto silent targets a little (heterosynaptic depression), onto active ones in proportion to a negative
    third factor (extinction). Parameters as for ``bring_to_now``; ``target_trace`` of the target's block.
    """
    if row_burst[row] > rule[BURST_FLOOR]:
        at = step - epoch
        tau = rule[ELIGIBILITY_TAU]
        # The loss integral's step, without the weighting: -F in this step where F is negative.
        negative = (losses[at + 1] - losses[at]) * math.exp(at / tau) / (tau * (1.0 - math.exp(-1.0 / tau)))
        extinction = rule[EXTINCTION] * negative
        for k in range(np.uint64(first), np.uint64(last)):
            learned = weight[k] - birth[k]
            if learned == 0.0:
                continue
            i = target[k]
            trace = float(target_trace[i])
            if trace > 0.0:
                trace *= math.exp(-(step - last_spike[i]) / rule[TARGET_TAU])
            lost = 0.0
            if trace < rule[SILENT_BELOW]:
                lost += rule[SILENT_WEAKENING]
            if trace > rule[ACTIVE_ABOVE]:
                lost += extinction
            weight[k] -= weight.dtype.type(min(lost, 1.0) * learned)
    if row_burst[row] >= rule[LONE_BELOW]:
        row_trace[row] += np.float32(1.0)
    row_burst[row] += np.float32(1.0)


@kernel
def remember_spike(
    neuron: int, step: int, passed: int, kinds: Longs, rules: Doubles, last_burst: Longs, history_step: Ints,
    history_trace: Floats, history_count: Longs, target_trace: Floats,
) -> None:  # fmt: skip
    """Enter a target's spike into its traces and, where it belongs to a burst, into its history."""
    slot = history_count[neuron] & (history_step.shape[1] - 1)
    bursts = False
    for rule in range(rules.shape[0]):
        if kinds[rule] != THREE_FACTOR:
            continue
        trace = float(target_trace[rule, neuron])
        if trace > 0.0:
            trace *= math.exp(-passed / rules[rule, TARGET_TAU])
        bursts |= trace > rules[rule, TARGET_FLOOR]
        history_trace[rule, neuron, slot] = trace
        target_trace[rule, neuron] = trace + 1.0
    if bursts:
        history_step[neuron, slot] = step
        history_count[neuron] += 1
        last_burst[neuron] = step
