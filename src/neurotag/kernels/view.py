"""What a learning synapse knows of its target: traces and a history of the spikes that reach it."""

import math

import numpy as np

from neurotag.kernels.adaptive import ONE, TINY, ZERO
from neurotag.kernels.jit import NO, inlined, kernel, loop
from neurotag.kernels.learn import flush
from neurotag.kernels.tables import Cells, Floats, Learning, Rules, Spikes, Views, Wiring
from neurotag.kernels.three_factor import FAST_PAIR

SOURCE_TAU, TARGET_TAU, SLOW_TARGET_TAU = range(3)
"""Places that all rules with views share in their numbers; in steps."""


@inlined
def open_views(
    block: int, step: int, cells: Cells, spikes: Spikes, wiring: Wiring, rules: Rules, learning: Learning,
    views: Views,
) -> None:  # fmt: skip
    """Let the traces of a block's views fade by one step, and enter the spikes that reach them with a delay.

    A delayed spike counts for synapses whose source arrives in this step, but not yet for the traces these
    see: a pairing needs time between its two spikes.
    """
    for view in range(views.block_first[block], views.block_first[block + 1]):
        numbers = rules.numbers[views.rule[view]]
        here = slice(views.offset[view], views.offset[view + 1])
        _fade(math.exp(-1.0 / numbers[TARGET_TAU]), views.trace[here])
        if views.slow_trace.size > 0 and numbers[SLOW_TARGET_TAU] > 0.0:
            _fade(math.exp(-1.0 / numbers[SLOW_TARGET_TAU]), views.slow_trace[here])
        if views.delay[view] > 0:
            _take_in(block, view, step, cells, spikes, wiring, rules, learning, views)


@inlined
def close_views(
    block: int, step: int, cells: Cells, spikes: Spikes, wiring: Wiring, rules: Rules, learning: Learning,
    views: Views,
) -> None:  # fmt: skip
    """Count the spikes that reached a block's views in this step into their traces."""
    for view in range(views.block_first[block], views.block_first[block + 1]):
        if views.delay[view] == 0:
            _take_in(block, view, step, cells, spikes, wiring, rules, learning, views)
        part = views.part[view]
        slot = (step - views.delay[view]) & (spikes.n_sent.shape[1] - 1)
        first = views.offset[view] + views.local[view] - cells.own_id[part]
        for at in range(cells.start[part], cells.start[part] + spikes.n_sent[part, slot]):
            place = first + np.int64(spikes.neuron[slot, at])
            views.trace[place] += ONE
            if views.slow_trace.size > 0:
                views.slow_trace[place] += ONE


@kernel
def _take_in(
    block: int, view: int, step: int, cells: Cells, spikes: Spikes, wiring: Wiring, rules: Rules,
    learning: Learning, views: Views,
) -> None:  # fmt: skip
    """Enter the spikes that reach a view in this step, after making room where a history is full."""
    part = views.part[view]
    slot = (step - views.delay[view]) & (spikes.n_sent.shape[1] - 1)
    begin = cells.start[part]
    ids = spikes.neuron[slot, begin : begin + spikes.n_sent[part, slot]]
    first = views.offset[view] + views.local[view] - cells.own_id[part]
    if rules.kind[views.rule[view]] == FAST_PAIR:
        left = math.exp(-(step - learning.epoch[0]) / rules.numbers[views.rule[view], SOURCE_TAU])
        for at in range(ids.size):
            views.sum[first + np.int64(ids[at])] += views.sum.dtype.type(left)
        return
    last_slot = views.step.shape[1] - 1
    for at in range(ids.size):
        place = first + np.int64(ids[at])
        if views.step[place, views.n_seen[place] & last_slot] > views.flushed[view]:
            # A spike that rows still wait for would be overwritten: let the view's rows learn it now.
            flush(block, view, step, NO, wiring, rules, learning, views)
            break
    for at in range(ids.size):
        place = first + np.int64(ids[at])
        ring = views.n_seen[place] & last_slot
        views.step[place, ring] = step
        if views.slow_trace.size > 0:
            views.value[place, ring] = views.slow_trace[place]
        views.n_seen[place] += 1
        views.latest[2, place] = views.latest[1, place]
        views.latest[1, place] = views.latest[0, place]
        views.latest[0, place] = step


@loop
def _fade(decay: float, trace: Floats) -> None:
    factor = trace.dtype.type(decay)
    for i in range(trace.size):
        faded = trace[i] * factor
        trace[i] = ZERO if faded < TINY else faded
