"""Spikes that arrive: the synapses of each arriving row, without and with learning."""

import numpy as np

from neurotag.kernels.jit import kernel
from neurotag.kernels.random import KICKS, S32, mix
from neurotag.kernels.tables import Doubles, Drive, Learning, Neurons, Plan, Spikes, Wiring
from neurotag.kernels.three_factor import bring_to_now, pair_on_arrival


@kernel
def kick(block: int, step: int, drive: Drive, neurons: Neurons, salt: np.uint64) -> None:
    """Give each driven neuron its random input of this step. Adds to ``ampa``."""
    for at in range(drive.block_first[block], drive.block_first[block + 1]):
        neuron = drive.neuron[at]
        bits = mix((neurons.key[neuron] ^ salt) ^ KICKS, step) >> S32
        if bits < drive.chance[at]:
            neurons.ampa[neuron] += drive.kick[at]


@kernel
def receive(
    block: int,
    step: int,
    wiring: Wiring,
    spikes: Spikes,
    neurons: Neurons,
    rules: Doubles,
    learning: Learning,
    plan: Plan,
) -> None:
    """Add the weights of all spikes that arrive at a block in this step to its neurons' inputs.

    A learning row is first brought to this step: that is the only time its synapses are touched.
    """
    slots = spikes.n_sent.shape[1]
    epoch = learning.epoch[0]
    for projection in range(wiring.block_first[block], wiring.block_first[block + 1]):
        slot = (step - wiring.delay[projection]) & (slots - 1)
        population = wiring.source_population[projection]
        n_spikes = spikes.n_sent[population, slot]
        if n_spikes == 0:
            continue
        source_start = wiring.source_start[projection]
        into = neurons.input_inh if wiring.inhibits[projection] else neurons.input_exc
        here = slice(wiring.target_start[projection], None)
        into = into[here]
        rule, region = wiring.rule[projection], wiring.region[projection]
        learns = plan.learns and rule >= 0
        for at in range(n_spikes):
            neuron = np.int64(spikes.neuron[slot, source_start + at])
            strength = spikes.strength[slot, source_start + at]
            row = wiring.first_row[projection] + neuron - source_start
            part = slice(wiring.row_start[row], wiring.row_start[row + 1])
            target, weight = wiring.target[part], wiring.weight[part]
            if learns:
                bring_to_now(
                    row, step, epoch, rules[rule], wiring.weight_max[projection],
                    learning.gain_integral[rule, region], learning.loss_integral[rule, region],
                    learning.row_time, learning.row_trace, learning.row_burst, learning.row_peak,
                    target, weight, wiring.birth[part], learning.eligibility[part],
                    learning.last_burst[here], learning.history_step[here],
                    learning.history_trace[rule, here], learning.history_count[here],
                )  # fmt: skip
                pair_on_arrival(
                    row, step, epoch, rules[rule], learning.loss_integral[rule, region],
                    learning.row_trace, learning.row_burst, target, weight, wiring.birth[part],
                    neurons.last[here], learning.target_trace[rule, here],
                )  # fmt: skip
            for k in range(target.size):
                into[target[k]] += weight[k] * strength
