"""What a learning synapse knows of its target: traces and a history of the target's spikes, as they reach it."""

import math

import numpy as np

from neurotag.kernels.adaptive import ONE, TINY, ZERO
from neurotag.kernels.jit import inlined, loop
from neurotag.kernels.tables import Cells, Floats, Rules, Spikes, Views

SOURCE_TAU, TARGET_TAU, SLOW_TARGET_TAU = range(3)
"""Places that all rules with views share in their numbers; in steps."""


@inlined
def open_views(block: int, step: int, epoch: int, cells: Cells, spikes: Spikes, rules: Rules, views: Views) -> None:
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
            _enter(view, step, step - views.delay[view], epoch, cells, spikes, rules, views)


@inlined
def close_views(block: int, step: int, epoch: int, cells: Cells, spikes: Spikes, rules: Rules, views: Views) -> None:
    """Count the spikes that reached a block's views in this step into their traces."""
    for view in range(views.block_first[block], views.block_first[block + 1]):
        if views.delay[view] == 0:
            _enter(view, step, step, epoch, cells, spikes, rules, views)
        part = views.part[view]
        slot = (step - views.delay[view]) & (spikes.n_sent.shape[1] - 1)
        first = views.offset[view] + views.local[view] - cells.own_id[part]
        for at in range(cells.start[part], cells.start[part] + spikes.n_sent[part, slot]):
            place = first + np.int64(spikes.neuron[slot, at])
            views.trace[place] += ONE
            if views.slow_trace.size > 0:
                views.slow_trace[place] += ONE


@inlined
def _enter(
    view: int, step: int, sent: int, epoch: int, cells: Cells, spikes: Spikes, rules: Rules, views: Views
) -> None:
    part = views.part[view]
    slot = sent & (spikes.n_sent.shape[1] - 1)
    n_spikes = spikes.n_sent[part, slot]
    if n_spikes == 0:
        return
    first = views.offset[view] + views.local[view] - cells.own_id[part]
    left = math.exp(-(step - epoch) / rules.numbers[views.rule[view], SOURCE_TAU])
    last_slot = views.step.shape[1] - 1
    for at in range(cells.start[part], cells.start[part] + n_spikes):
        place = first + np.int64(spikes.neuron[slot, at])
        if views.sum.size > 0:
            views.sum[place] += left
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
        trace[i] = faded if faded > TINY else ZERO
