"""What happens to a learning row when its source's spike arrives, and when its weights are to be read."""

from typing import Any

import numpy as np

from neurotag.kernels.inhibitory import inhibitory_on_arrival, replay_inhibitory
from neurotag.kernels.jit import NO, YES, inlined, kernel
from neurotag.kernels.modulated import modulated_on_arrival, replay_modulated
from neurotag.kernels.pair import (
    fast_pair_on_arrival,
    pair_on_arrival,
    replay_pairs,
    settle_fast_pairs,
)
from neurotag.kernels.prefetch import fetch
from neurotag.kernels.tables import Flag, Floats, Learning, Neurons, Rules, Views, Wiring
from neurotag.kernels.three_factor import (
    FAST_PAIR,
    INHIBITORY,
    MODULATED,
    PAIR,
    THREE_FACTOR,
    TRIPLET,
    bring_to_now,
    weaken_on_arrival,
)
from neurotag.kernels.triplet import replay_triplets, triplet_on_arrival


@inlined
def arrive(
    bundle: int,
    row: int,
    next_row: int,
    first: int,
    last: int,
    step: int,
    epoch: int,
    strength: float,
    wiring: Wiring,
    rules: Rules,
    learning: Learning,
    views: Views,
    neurons: Neurons,
    into: Floats,
) -> None:
    """Bring a row to this step, let it learn from the arriving spike, and deliver it. Writes ``into``.

    Rows lie scattered in memory: meanwhile ``next_row`` is fetched.
    """
    rule = wiring.rule[bundle]
    kind = rules.kind[rule]
    ceiling = wiring.weight_max[bundle]
    short = rules.short[rule]
    target, weight = wiring.target, wiring.weight
    soon = wiring.row_start[next_row]
    if kind != FAST_PAIR:
        fetch(soon, wiring.row_start[next_row + 1], target, weight, learning.eligibility)
    replay(bundle, row, first, last, step, epoch, NO, wiring, rules, learning, views)
    if kind == THREE_FACTOR:
        here = slice(wiring.target_start[bundle], None)
        weaken_on_arrival(
            row, step, epoch, first, last, rules.numbers[rule],
            learning.loss_integral[rule, wiring.region[bundle]], learning.row_trace, learning.row_burst,
            target, weight, wiring.birth, neurons.last[here], learning.target_trace[rule, here],
        )  # fmt: skip
        for k in range(np.uint64(first), np.uint64(last)):
            into[target[k]] += weight[k] * strength
        return
    seen = slice(views.offset[wiring.target_view[bundle]], views.offset[wiring.target_view[bundle] + 1])
    trace = views.trace[seen]
    if kind == FAST_PAIR:
        fast_pair_on_arrival(
            row, soon, step, epoch, first, last, short, ceiling, strength, learning.row_time,
            learning.row_trace, target, weight, learning.eligibility, trace, views.sum[seen], into,
        )  # fmt: skip
    elif kind == PAIR:
        pair_on_arrival(
            row, step, first, last, short, ceiling, strength, learning.row_time, learning.row_trace,
            target, weight, trace, into,
        )  # fmt: skip
    elif kind == TRIPLET:
        triplet_on_arrival(
            row, step, first, last, short, ceiling, strength, learning.row_time, learning.row_trace,
            learning.row_burst, target, weight, trace, into,
        )  # fmt: skip
    elif kind == MODULATED:
        modulated_on_arrival(
            row, step, first, last, short, strength, learning.row_time, learning.row_trace,
            target, weight, learning.eligibility, trace, into,
        )  # fmt: skip
    elif kind == INHIBITORY:
        inhibitory_on_arrival(
            row, step, first, last, short, ceiling, strength, learning.row_time, learning.row_trace,
            target, weight, trace, into,
        )  # fmt: skip


@inlined
def replay(
    bundle: int,
    row: int,
    first: int,
    last: int,
    step: int,
    epoch: int,
    is_flush: Flag,
    wiring: Wiring,
    rules: Rules,
    learning: Learning,
    views: Views,
) -> None:
    """Let a row learn all that happened since it was last touched, but for a spike that arrives now.

    At a flush, spikes of targets that reach it in this very step are yet to come.
    """
    rule = wiring.rule[bundle]
    kind = rules.kind[rule]
    ceiling = wiring.weight_max[bundle]
    target, weight = wiring.target, wiring.weight
    if kind == THREE_FACTOR:
        region = wiring.region[bundle]
        here = slice(wiring.target_start[bundle], None)
        bring_to_now(
            row, step, epoch, first, last, rules.numbers[rule], ceiling,
            learning.gain_integral[rule, region], learning.loss_integral[rule, region],
            learning.row_time, learning.row_trace, learning.row_burst, learning.row_peak,
            target, weight, wiring.birth, learning.eligibility,
            learning.last_burst[here], learning.history_step[here], learning.history_trace[rule, here],
            learning.history_count[here],
        )  # fmt: skip
        return
    view = wiring.target_view[bundle]
    seen = slice(views.offset[view], views.offset[view + 1])
    short, fade = rules.short[rule], rules.fade[rule]
    until = step - 1 if is_flush or views.delay[view] == 0 else step
    latest, ring, n_seen = views.latest[:, seen], views.step[seen], views.n_seen[seen]
    if kind == FAST_PAIR:
        if is_flush:
            settle_fast_pairs(
                row, epoch, first, last, short, ceiling, learning.row_time, learning.row_trace,
                target, weight, learning.eligibility, views.sum[seen],
            )  # fmt: skip
    elif kind == PAIR:
        replay_pairs(
            row, until, first, last, short, fade, ceiling, learning.row_time, learning.row_seen,
            learning.row_trace, target, weight, latest, ring, n_seen,
        )  # fmt: skip
    elif kind == TRIPLET:
        replay_triplets(
            row, until, first, last, short, fade, ceiling, learning.row_time, learning.row_seen,
            learning.row_trace, target, weight, latest[0], ring, views.value[seen], n_seen,
        )  # fmt: skip
    elif kind == MODULATED:
        replay_modulated(
            row, until, step, epoch, first, last, short, fade, ceiling, rules.growth[rule],
            learning.gain_integral[rule, wiring.region[bundle]], learning.row_time, learning.row_seen,
            learning.row_touched, learning.row_trace, target, weight, learning.eligibility,
            latest, ring, n_seen,
        )  # fmt: skip
    elif kind == INHIBITORY:
        replay_inhibitory(
            row, until, first, last, short, fade, ceiling, learning.row_time, learning.row_seen,
            learning.row_trace, target, weight, latest[0], ring, n_seen,
        )  # fmt: skip


ALL: Any = np.int64(-1)
"""Instead of a view."""


@kernel
def flush(
    block: int, only: int, step: int, ends_epoch: Flag, wiring: Wiring, rules: Rules, learning: Learning,
    views: Views,
) -> None:  # fmt: skip
    """Bring every learning row of a block to this step, so that its weights can be read.

    At the end of an epoch, what is counted from its beginning is counted anew. ``only`` one view's rows are
    brought, or `ALL`: within a step, other views may know spikes of this step already.
    """
    epoch = learning.epoch[0]
    for bundle in range(wiring.block_first[block], wiring.block_first[block + 1]):
        if wiring.rule[bundle] < 0 or (only >= 0 and wiring.target_view[bundle] != only):
            continue
        for source in range(wiring.n_sources[bundle]):
            row = wiring.first_row[bundle] + source * wiring.stride[bundle]
            first, last = wiring.row_start[row], wiring.row_start[row + 1]
            replay(bundle, row, first, last, step, epoch, YES, wiring, rules, learning, views)
            if ends_epoch and rules.kind[wiring.rule[bundle]] == FAST_PAIR:
                learning.eligibility[first:last] = 0
    for view in range(views.block_first[block], views.block_first[block + 1]):
        if only >= 0 and view != only:
            continue
        views.flushed[view] = step - 1
        if ends_epoch and views.sum.size > 0:
            views.sum[views.offset[view] : views.offset[view + 1]] = 0
