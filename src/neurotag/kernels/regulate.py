"""Homeostasis: slow changes that bring each neuron back to its own rate."""

import math

from neurotag.kernels.jit import kernel
from neurotag.kernels.tables import Cells, Neurons

RATE_KEEP, STEPS_PER_S, SCALING_HZ, SCALING_GAIN, SHIFT_HZ, SHIFT_GAIN = range(24, 30)
"""Places in a cell's numbers: how much of the averaged rate is kept from epoch to epoch; the wanted rates,
and the change per epoch of the logarithm of the scaling, and of the threshold in mV, for each Hz off."""
STRONGEST = 5.0
"""Scaling stays within a factor of this."""


@kernel
def regulate(block: int, epoch: int, cells: Cells, neurons: Neurons) -> None:
    """Update each neuron's mean rate, and with it the scaling of its excitation and its threshold.

    Multiplicative scaling changes no synapse: the factor is applied to what arrives, so its cost is that of
    a neuron, not of its synapses.

    References
    ----------
    Turrigiano et al. 1998, Nature 391:892 (scaling); Desai, Rutherford & Turrigiano 1999, Nat Neurosci 2:515
    (intrinsic excitability).
    """
    for part in (2 * block, 2 * block + 1):
        numbers = cells.numbers[part]
        if numbers[SCALING_GAIN] == 0 and numbers[SHIFT_GAIN] == 0:
            continue
        keep = numbers[RATE_KEEP]
        for i in range(cells.start[part], cells.stop[part]):
            rate = neurons.n_spikes[i] * numbers[STEPS_PER_S] / epoch
            neurons.n_spikes[i] = 0
            mean = keep * neurons.rate[i] + (1 - keep) * rate
            neurons.rate[i] = mean
            if numbers[SCALING_GAIN] > 0:
                scaling = neurons.scaling[i] * math.exp(numbers[SCALING_GAIN] * (numbers[SCALING_HZ] - mean))
                neurons.scaling[i] = min(max(scaling, 1 / STRONGEST), STRONGEST)
            if numbers[SHIFT_GAIN] > 0:
                neurons.shift[i] += numbers[SHIFT_GAIN] * (mean - numbers[SHIFT_HZ])
