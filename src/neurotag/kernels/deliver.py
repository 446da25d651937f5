"""Spikes that arrive: the synapses of each arriving row, without and with learning."""

import numpy as np

from neurotag.kernels.jit import kernel
from neurotag.kernels.tables import Drive, Learning, Neurons, Plan, Rules, Spikes, Wiring
from neurotag.kernels.random import KICKS, S32, mix
from neurotag.kernels.three_factor import bring_to_now, pair_on_arrival


@kernel
def kick(block: int, step: int, drive: Drive, neurons: Neurons, salt: np.uint64) -> None:
    """Give each driven neuron its random input of this step. Writes ``input_kick``."""
    for at in range(drive.block_first[block], drive.block_first[block + 1]):
        neuron = drive.neuron[at]
        bits = mix((neurons.key[neuron] ^ salt) ^ KICKS, step) >> S32
        hit = bits < drive.chance[at]
        neurons.input_kick[neuron] = drive.kick[at] if hit else np.float32(0.0)


@kernel
def receive(
    block: int,
    step: int,
    wiring: Wiring,
    spikes: Spikes,
    neurons: Neurons,
    rules: Rules,
    learning: Learning,
    plan: Plan,
) -> None:
    """Add the weights of all spikes that arrive at a block in this step to its neurons' inputs.

    A learning row is first brought to this step: that is the only time its synapses are touched.
    """
    slots = spikes.count.shape[1]
    for projection in range(wiring.block_first[block], wiring.block_first[block + 1]):
        slot = (step - wiring.delay[projection]) & (slots - 1)
        population = wiring.source_population[projection]
        n_spikes = spikes.count[population, slot]
        if n_spikes == 0:
            continue
        source_start = wiring.source_start[projection]
        into = neurons.input_inh if wiring.inhibits[projection] else neurons.input_exc
        target_start = wiring.target_start[projection]
        learns = plan.learns and wiring.rule[projection] >= 0
        for at in range(n_spikes):
            neuron = spikes.neuron[slot, source_start + at]
            strength = spikes.strength[slot, source_start + at]
            row = wiring.first_row[projection] + neuron - source_start
            if learns:
                bring_to_now(projection, row, step, wiring, rules, learning)
                pair_on_arrival(projection, row, step, wiring, rules, learning, neurons.last)
            for synapse in range(wiring.row_start[row], wiring.row_start[row + 1]):
                into[target_start + wiring.target[synapse]] += wiring.weight[synapse] * strength
