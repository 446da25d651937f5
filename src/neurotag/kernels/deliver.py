"""Spikes that arrive: the synapses of each arriving row, without and with learning."""

import numpy as np

from neurotag.kernels.jit import inlined, loop
from neurotag.kernels.learn import arrive
from neurotag.kernels.prefetch import HALF, LINE, fetch, prefetch
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

ONE = np.uint64(1)


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
    last_bundle = wiring.block_first[block + 1] - 1
    for bundle in range(wiring.block_first[block], last_bundle + 1):
        if bundle < last_bundle:
            expect(bundle + 1, step, cells, wiring, spikes, learning)
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
            shared_weight = wiring.shared_weight[bundle]
            if shared_weight >= 0.0:
                deliver_alike(
                    ids,
                    strength,
                    source,
                    first_row,
                    stride,
                    wiring.row_start,
                    wiring.target,
                    shared_weight,
                    into,
                )
                continue
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
            row = first_row + (np.int64(ids[0]) - source) * stride
            for at in range(n_spikes):
                next_row = first_row + (np.int64(ids[min(at + 1, n_spikes - 1)]) - source) * stride
                arrive(
                    bundle, row, next_row, wiring.row_start[row], wiring.row_start[row + 1], step, epoch,
                    strength[at], wiring, rules, learning, views, neurons, into,
                )  # fmt: skip
                row = next_row


@inlined
def expect(bundle: int, step: int, cells: Cells, wiring: Wiring, spikes: Spikes, learning: Learning) -> None:
    """Begin to fetch the first row that each part's spikes will reach through a bundle in this step."""
    slot = (step - wiring.delay[bundle]) & (spikes.n_sent.shape[1] - 1)
    first_part = wiring.source_part[bundle]
    for part in range(first_part, first_part + 2 * wiring.n_source_parts[bundle], 2):
        if spikes.n_sent[part, slot] > 0:
            n_before = np.int64(spikes.neuron[slot, cells.start[part]]) - wiring.source_id[bundle]
            row = wiring.first_row[bundle] + n_before * wiring.stride[bundle]
            fetch(
                wiring.row_start[row], wiring.row_start[row + 1], wiring.target, wiring.weight,
                learning.eligibility,
            )  # fmt: skip


@loop
def deliver_alike(
    ids: Array, strength: Floats, source: int, first_row: int, stride: int, row_start: Array,
    target: Targets, weight: float, into: Floats,
) -> None:  # fmt: skip
    """Add one weight to the inputs of all targets of some sources, as `deliver` does. Writes ``into``."""
    n = ids.size
    for at in range(n):
        soon = np.uint64(row_start[first_row + (np.int64(ids[min(at + 1, n - 1)]) - source) * stride])
        row = first_row + (np.int64(ids[at]) - source) * stride
        each = weight * strength[at]
        k, last = np.uint64(row_start[row]), np.uint64(row_start[row + 1])
        while k + LINE <= last:
            prefetch(target, soon)
            soon += LINE
            for j in range(LINE):
                into[target[k + j]] += each
            k += LINE
        prefetch(target, soon)
        while k < last:
            into[target[k]] += each
            k += ONE


@loop
def deliver(
    ids: Array, strength: Floats, source: int, first_row: int, stride: int, row_start: Array,
    target: Targets, weight: Floats, into: Floats,
) -> None:  # fmt: skip
    """Add the rows of some sources to their targets' inputs. Writes ``into``.

    Rows lie scattered in memory: with each line of a row, one is fetched of the next.

    Parameters
    ----------
    ids, strength : (n_spikes,)
        The sources that fired, and how strongly.
    source, first_row, stride : int
        Row ``first_row + (id - source) * stride`` belongs to source ``id``.
    """
    n = ids.size
    for at in range(n):
        soon = np.uint64(row_start[first_row + (np.int64(ids[min(at + 1, n - 1)]) - source) * stride])
        row = first_row + (np.int64(ids[at]) - source) * stride
        s = strength[at]
        k, last = np.uint64(row_start[row]), np.uint64(row_start[row + 1])
        while k + LINE <= last:
            prefetch(target, soon)
            prefetch(weight, soon)
            prefetch(weight, soon + HALF)
            soon += LINE
            for j in range(LINE):
                into[target[k + j]] += weight[k + j] * s
            k += LINE
        prefetch(target, soon)
        prefetch(weight, soon)
        while k < last:
            into[target[k]] += weight[k] * s
            k += ONE
