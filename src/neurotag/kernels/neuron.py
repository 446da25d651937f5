"""One step of all neurons of a part, whatever their model, and what a spike leaves behind."""

import math

import numpy as np

from neurotag.kernels.adaptive import EFFICACY_FLOOR, FAST_JUMP, ONE, RESET, SLOW_JUMP, ZERO, step_adaptive
from neurotag.kernels.adex import step_adex
from neurotag.kernels.conductance import step_conductance
from neurotag.kernels.jit import inlined
from neurotag.kernels.lif import step_lif
from neurotag.kernels.random import fill_bits, poisson
from neurotag.kernels.tables import Cells, Learning, Log, Neurons, Plan, Rules, Spikes
from neurotag.kernels.three_factor import remember_spike

ADAPTIVE, LIF, CONDUCTANCE, ADEX = range(4)
"""The models of neurons."""
SLOW_FILL, LOSS, UPSET_LOSS = range(30, 33)
"""Places in a cell's numbers, the same in all models: the share of the slow adaptation that a spike takes
off, which gives what spikes leave a bound; and the shares of the efficacy above its floor that a spike takes,
always and for each unit of salience and stress."""
WORD = np.int64(8)
PLACES = np.uint64(0x0001020304050607)
TOP_BYTE, NONE, LOWEST = np.uint64(56), np.uint64(0), np.uint64(1)


@inlined
def step_part(part: int, step: int, salience: float, cells: Cells, neurons: Neurons, salt: np.uint64) -> None:
    """Advance every neuron of a part by one step. Writes its state and ``spiked``."""
    here = slice(cells.start[part], cells.stop[part])
    n = cells.stop[part] - cells.start[part]
    flag, first = cells.flag[part], cells.own_id[part] - cells.first_id[part]
    spiked, count = neurons.spiked[flag : flag + n], neurons.drawn[flag : flag + n]
    key = cells.key[part] ^ salt
    if cells.poisson_draws[part] > 0:
        poisson(
            key, step, first, cells.poisson_draws[part], cells.poisson_high[part], cells.poisson_low[part],
            neurons.bits[flag // 4 : (flag + n + 3) // 4], count,
        )  # fmt: skip
    v, ampa, gaba = neurons.v[here], neurons.ampa[here], neurons.gaba[here]
    waiting, shift, scaling = neurons.waiting[here], neurons.shift[here], neurons.scaling[here]
    input_exc, input_inh = neurons.input_exc[here], neurons.input_inh[here]
    numbers = cells.numbers[part]
    model = cells.model[part]
    if model == ADAPTIVE:
        bits = neurons.bits[flag // 2 : (flag + n + 1) // 2]
        fill_bits(~key, step, first // 2, bits)
        step_adaptive(
            salience, numbers, bits.view(np.uint32), count, v, ampa, neurons.nmda[here], gaba,
            neurons.fast[here], neurons.slow[here], waiting, neurons.efficacy[here], shift, scaling,
            input_exc, input_inh, neurons.before_exc[here], neurons.before_inh[here], spiked,
        )  # fmt: skip
    elif model == LIF:
        step_lif(numbers, count, v, ampa, gaba, waiting, shift, scaling, input_exc, input_inh, spiked)
    elif model == CONDUCTANCE:
        step_conductance(numbers, count, v, ampa, gaba, waiting, shift, scaling, input_exc, input_inh, spiked)
    else:
        step_adex(
            numbers, count, v, ampa, neurons.ampa_rise[here], gaba, neurons.gaba_rise[here],
            neurons.fast[here], waiting, shift, scaling, input_exc, input_inh, spiked,
        )  # fmt: skip


@inlined
def emit(
    part: int,
    step: int,
    upset: float,
    cells: Cells,
    neurons: Neurons,
    spikes: Spikes,
    rules: Rules,
    learning: Learning,
    log: Log,
    plan: Plan,
) -> None:
    """Reset the neurons that fired, send their spikes, and count them; ``upset`` is M (1 + S)."""
    block = part // 2
    slot = step & (spikes.n_sent.shape[1] - 1)
    start, flag = cells.start[part], cells.flag[part]
    n_neurons = cells.stop[part] - start
    own_id = cells.own_id[part]
    n_first = cells.n_nociceptive[part] - (own_id - cells.first_id[part])
    loss_factor = cells.numbers[part, LOSS] + cells.numbers[part, UPSET_LOSS] * upset
    n_spikes = 0
    n_nociceptive = 0
    # Eight flags at a time: most say that nobody fired.
    words = neurons.spiked[flag : flag + (n_neurons + WORD - 1) // WORD * WORD].view(np.uint64)
    for word in range(words.size):
        flags = words[word]
        while flags != NONE:
            # The lowest flag stands alone; the product moves its place into the top byte.
            at = word * WORD + np.int64(((flags & (NONE - flags)) * PLACES) >> TOP_BYTE)
            flags &= flags - LOWEST
            _fire(part, start + at, step, loss_factor, cells, neurons, rules, learning, plan)
            spikes.neuron[slot, start + n_spikes] = own_id + at
            spikes.strength[slot, start + n_spikes] = _spend(part, start + at, step, cells, neurons)
            neurons.last[start + at] = step
            n_spikes += 1
            if at < n_first:
                n_nociceptive += 1
            if cells.is_logged[part]:
                line = log.first[block] + log.n_logged[block]
                log.step[line] = step
                log.neuron[line] = own_id + at
                log.n_logged[block] += 1
    spikes.n_sent[part, slot] = n_spikes
    row = log.n_updates[0]
    if part % 2 == 0:
        log.counts[row, block, 0] += n_nociceptive
        log.counts[row, block, 1] += n_spikes - n_nociceptive
    else:
        log.counts[row, block, 2] += n_spikes


@inlined
def _fire(
    part: int,
    i: int,
    step: int,
    loss_factor: float,
    cells: Cells,
    neurons: Neurons,
    rules: Rules,
    learning: Learning,
    plan: Plan,
) -> None:
    neurons.v[i] = cells.numbers[part, RESET]
    neurons.waiting[i] = cells.refractory[part]
    if cells.model[part] == ADAPTIVE or cells.model[part] == ADEX:
        neurons.fast[i] += cells.numbers[part, FAST_JUMP]
        neurons.slow[i] += cells.numbers[part, SLOW_JUMP] - cells.numbers[part, SLOW_FILL] * neurons.slow[i]
    neurons.n_spikes[i] += 1
    if part % 2 == 0 and plan.learns:
        if learning.target_trace.shape[1] > 0:
            remember_spike(
                i, step, step - neurons.last[i], rules.kind, rules.numbers, learning.last_burst,
                learning.history_step,
                learning.history_trace, learning.history_count, learning.target_trace,
            )  # fmt: skip
        if loss_factor > 0.0:
            # A busy neuron loses some of the inhibition that holds it.
            efficacy, floor = neurons.efficacy[i], cells.numbers[part, EFFICACY_FLOOR]
            neurons.efficacy[i] = efficacy - neurons.efficacy.dtype.type(loss_factor) * (efficacy - floor)


@inlined
def _spend(part: int, i: int, step: int, cells: Cells, neurons: Neurons) -> np.float32:
    """Return what a spike releases, relative to a rested synapse, and let it tire or facilitate the next.

    References
    ----------
    Tsodyks, Pawelzik & Markram 1998, Neural Comput 10:821.
    """
    share = cells.depleting[part]
    if share <= ZERO:
        return ONE
    passed = step - neurons.last[i]
    real = neurons.resource.dtype.type
    left = ONE - (ONE - neurons.resource[i]) * real(math.exp(-passed / cells.depleting_tau[part]))
    use = share
    if cells.facilitating_tau[part] > ZERO:
        use += neurons.use[i] * (ONE - share) * real(math.exp(-passed / cells.facilitating_tau[part]))
        neurons.use[i] = use
    neurons.resource[i] = left * (ONE - use)
    strength: np.float32 = left * use / share
    return strength
