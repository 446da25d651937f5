"""Spikes that arrive: the synapses of each arriving row, without and with learning."""

from typing import Any

import numpy as np

from neurotag.kernels.jit import inlined, loop
from neurotag.kernels.learn import arrive
from neurotag.kernels.prefetch import prefetch
from neurotag.kernels.random import KICKS, S32, mix
from neurotag.kernels.tables import (
    Array,
    Cells,
    Drive,
    Floats,
    Learning,
    Neurons,
    Plan,
    Rules,
    Spikes,
    Targets,
    Views,
    Wiring,
)

AHEAD = 2
"""How many rows ahead memory is asked."""
LINE = np.uint64(32)
"""Targets in a line of cache."""


@inlined
def kick(block: int, step: int, drive: Drive, neurons: Neurons, salt: np.uint64) -> None:
    """Give each driven neuron its random input of this step. Adds to ``ampa``."""
    for at in range(drive.block_first[block], drive.block_first[block + 1]):
        neuron = drive.neuron[at]
        bits = mix((neurons.key[neuron] ^ salt) ^ KICKS, step) >> S32
        if bits < drive.chance[at]:
            neurons.ampa[neuron] += drive.kick[at]


@inlined
def receive(
    block: int,
    step: int,
    cells: Cells,
    wiring: Wiring,
    spikes: Spikes,
    neurons: Neurons,
    rules: Rules,
    learning: Learning,
    views: Views,
    plan: Plan,
) -> None:
    """Add the weights of all spikes that arrive at a block in this step to its neurons' inputs.

    A learning row is first brought to this step: that is the only time its synapses are touched.
    """
    last_slot = spikes.n_sent.shape[1] - 1
    epoch = learning.epoch[0]
    for bundle in range(wiring.block_first[block], wiring.block_first[block + 1]):
        slot = (step - wiring.delay[bundle]) & last_slot
        first_part = wiring.source_part[bundle]
        for part in range(first_part, first_part + 2 * wiring.n_source_parts[bundle], 2):
            n_spikes = spikes.n_sent[part, slot]
            if n_spikes == 0:
                continue
            start = cells.start[part]
            ids = spikes.neuron[slot, start : start + n_spikes]
            strength = spikes.strength[slot, start : start + n_spikes]
            into = (neurons.input_inh if wiring.inhibits[bundle] else neurons.input_exc)[
                wiring.target_start[bundle] :
            ]
            first_row, stride = wiring.first_row[bundle], wiring.stride[bundle]
            source = wiring.source_id[bundle]
            if not (plan.learns and wiring.rule[bundle] >= 0):
                deliver(
                    ids,
                    strength,
                    source,
                    first_row,
                    stride,
                    wiring.row_start,
                    wiring.target,
                    wiring.weight,
                    into,
                )
                continue
            for at in range(n_spikes):
                row = first_row + (np.int64(ids[at]) - source) * stride
                arrive(
                    bundle, row, wiring.row_start[row], wiring.row_start[row + 1], step, epoch, strength[at],
                    wiring, rules, learning, views, neurons, into,
                )  # fmt: skip


@inlined
def ask_for(row: Any, row_start: Array, target: Targets, weight: Floats) -> None:
    """Begin to fetch a row that will be delivered soon: as much as it takes until the processor follows."""
    first = np.uint64(row_start[row])
    prefetch(target, first)
    prefetch(target, first + LINE)
    prefetch(weight, first)
    prefetch(weight, first + LINE // np.uint64(2))
    prefetch(weight, first + LINE)


@loop
def deliver(
    ids: Array, strength: Floats, source: int, first_row: int, stride: int, row_start: Array,
    target: Targets, weight: Floats, into: Floats,
) -> None:  # fmt: skip
    """Add the rows of some sources to their targets' inputs. Writes ``into``.

    Parameters
    ----------
    ids, strength : (n_spikes,)
        The sources that fired, and how strongly.
    source, first_row, stride : int
        Row ``first_row + (id - source) * stride`` belongs to source ``id``.
    """
    n = ids.size
    for at in range(n):
        if at + AHEAD < n:
            ask_for(first_row + (np.int64(ids[at + AHEAD]) - source) * stride, row_start, target, weight)
        row = first_row + (np.int64(ids[at]) - source) * stride
        s = strength[at]
        for k in range(np.uint64(row_start[row]), np.uint64(row_start[row + 1])):
            into[target[k]] += weight[k] * s
