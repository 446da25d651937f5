"""The loop: a thread takes its blocks from one step to another, meeting the others after every slice."""

from neurotag.kernels.barrier import wait
from neurotag.kernels.deliver import expect, kick, receive
from neurotag.kernels.jit import YES, kernel
from neurotag.kernels.learn import ALL, flush
from neurotag.kernels.modulate import M, S, integrate_third_factor, modulate
from neurotag.kernels.neuron import emit, step_part
from neurotag.kernels.regulate import regulate
from neurotag.kernels.room_to_grow import EPOCHS, keep_room
from neurotag.kernels.tables import (
    Cells,
    Drive,
    Learning,
    Log,
    Modulation,
    Neurons,
    Plan,
    Rules,
    Spikes,
    Views,
    Wiring,
)
from neurotag.kernels.view import close_views, open_views


@kernel
def advance(
    thread: int,
    n_threads: int,
    first_step: int,
    last_step: int,
    cells: Cells,
    neurons: Neurons,
    wiring: Wiring,
    spikes: Spikes,
    rules: Rules,
    learning: Learning,
    views: Views,
    modulation: Modulation,
    drive: Drive,
    log: Log,
    plan: Plan,
) -> int:
    """Run the blocks of one thread from ``first_step`` to ``last_step``; return the step reached.

    A block sees the spikes of other blocks only after a delay of at least one slice, so within a slice
    blocks do not wait for each other, and the order in which threads work cannot show. The step reached is
    less than ``last_step`` only where the brain ran away.
    """
    step = first_step
    generation = 0
    while step < last_step:
        boundary = min(
            last_step, (step // plan.slice + 1) * plan.slice, (step // plan.update + 1) * plan.update
        )
        salience = modulation.state[M]
        upset = salience * (1.0 + modulation.state[S])
        for at in range(plan.thread_first[thread], plan.thread_first[thread + 1]):
            block = plan.block[at]
            first_bundle = wiring.block_first[block]
            has_bundles = first_bundle < wiring.block_first[block + 1]
            # Input arrives, neurons step, spikes leave.
            for now in range(step, boundary):
                if plan.learns:
                    open_views(block, now, cells, spikes, wiring, rules, learning, views)
                receive(block, now, cells, wiring, spikes, neurons, rules, learning, views, plan)
                kick(block, now, drive, neurons, plan.salt)
                if has_bundles and now + 1 < boundary:
                    expect(first_bundle, now + 1, cells, wiring, spikes, learning)
                for part in (2 * block, 2 * block + 1):
                    if cells.stop[part] > cells.start[part]:
                        step_part(part, now, salience, cells, neurons, plan.salt)
                        emit(part, now, upset, cells, neurons, spikes, rules, learning, log, plan)
                if plan.learns:
                    close_views(block, now, cells, spikes, wiring, rules, learning, views)
        step = boundary
        if n_threads > 1:
            generation = wait(plan.sync, n_threads, generation)
        if step % plan.update == 0:
            if plan.learns and step - learning.epoch[0] >= plan.epoch:
                for at in range(plan.thread_first[thread], plan.thread_first[thread + 1]):
                    flush(plan.block[at], ALL, step, YES, wiring, rules, learning, views)
                    if step // plan.epoch % EPOCHS == 0:
                        keep_room(plan.block[at], cells, wiring, rules, learning)
                    regulate(plan.block[at], plan.epoch, cells, neurons)
                if n_threads > 1:
                    generation = wait(plan.sync, n_threads, generation)
                if thread == 0:
                    learning.epoch[0] = step
            if thread == 0:
                plan.sync[1] = modulate(drive.relevance[0], cells, log, modulation, plan)
                if plan.learns:
                    integrate_third_factor(step, plan.update, plan.salt, modulation, rules, learning)
            if n_threads > 1:
                generation = wait(plan.sync, n_threads, generation)
            if plan.sync[1] != 0:
                break
    return step
