"""How much a neuron may learn in all: what its synapses gained beyond that, they give back in proportion."""

import numpy as np

from neurotag.kernels.jit import kernel
from neurotag.kernels.tables import Cells, Doubles, Learning, Rules, Wiring
from neurotag.kernels.three_factor import GROWTH_MAX, THREE_FACTOR

EPOCHS = 4
"""Every so many epochs the bound is kept to: it takes a look at every learning synapse."""


@kernel
def keep_room(block: int, cells: Cells, wiring: Wiring, rules: Rules, learning: Learning) -> None:
    """Hold what the neurons of a block have learned to their bound. Writes ``wiring.weight``.

    With b the sum of the weights that a neuron's learning synapses were born with, and g what they gained
    since, less what they lost, every synapse that grew keeps ``growth_max b / g`` of its growth where g
    exceeds ``growth_max b``. The rows must have been brought to now.
    """
    first, last = cells.start[2 * block], cells.stop[2 * block + 1]
    for rule in range(rules.kind.size):
        bound = rules.numbers[rule, GROWTH_MAX]
        if rules.kind[rule] != THREE_FACTOR or bound <= 0.0:
            continue
        born, kept = learning.born[first:last], learning.gained[first:last]
        _sum_up(block, rule, wiring, born, kept)
        is_full = False
        for i in range(kept.size):
            room = bound * born[i]
            over = kept[i] > room
            is_full |= over
            kept[i] = room / kept[i] if over else 1.0
        if is_full:
            _give_back(block, rule, wiring, kept)


@kernel
def _sum_up(block: int, rule: int, wiring: Wiring, born: Doubles, gained: Doubles) -> None:
    """Add up, neuron by neuron, what its synapses of a rule were born with and what they gained."""
    target, weight, birth = wiring.target, wiring.weight, wiring.birth
    born[:] = 0.0
    gained[:] = 0.0
    for bundle in range(wiring.block_first[block], wiring.block_first[block + 1]):
        if wiring.rule[bundle] != rule:
            continue
        for source in range(wiring.n_sources[bundle]):
            row = wiring.first_row[bundle] + source * wiring.stride[bundle]
            for k in range(np.uint64(wiring.row_start[row]), np.uint64(wiring.row_start[row + 1])):
                born[target[k]] += birth[k]
                gained[target[k]] += weight[k] - birth[k]


@kernel
def _give_back(block: int, rule: int, wiring: Wiring, kept: Doubles) -> None:
    """Leave each synapse that grew the share of its growth that its neuron keeps."""
    target, weight, birth = wiring.target, wiring.weight, wiring.birth
    for bundle in range(wiring.block_first[block], wiring.block_first[block + 1]):
        if wiring.rule[bundle] != rule:
            continue
        for source in range(wiring.n_sources[bundle]):
            row = wiring.first_row[bundle] + source * wiring.stride[bundle]
            for k in range(np.uint64(wiring.row_start[row]), np.uint64(wiring.row_start[row + 1])):
                growth = weight[k] - birth[k]
                if growth > 0:
                    weight[k] = birth[k] + growth * kept[target[k]]
