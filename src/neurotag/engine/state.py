"""The state of a brain: at birth, rested, after hours offline, and as a frozen twin."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from neurotag.brain import Cell, ConductanceCell
from neurotag.engine.arrays import arrays_of, copied
from neurotag.engine.circuit import Circuit, State
from neurotag.engine.draw import generator
from neurotag.engine.stress import stress_over
from neurotag.kernels.jit import NO
from neurotag.kernels.learn import ALL, flush
from neurotag.kernels.modulate import CARRIED, integrate_third_factor
from neurotag.kernels.tables import Learning, Modulation, Neurons, Spikes, Views
from neurotag.kernels.three_factor import FAST_PAIR, THREE_FACTOR, TRIPLET

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from neurotag.brain import AnyCell, Region
    from neurotag.kernels.tables import Wiring

NEVER = -(10**9)
HISTORY = 16
"""Spikes of a target that a view remembers; before it would forget one, all rows learn from it."""


def newborn(circuit: Circuit, *, owns_weights: bool = False) -> State:
    """Return the state of a brain that has lived nothing.

    ``owns_weights`` lets it learn in the circuit's own arrays: half the memory, for one state only.
    """
    # Weights that never change are the circuit's.
    weight = (
        circuit.wiring.weight if owns_weights or circuit.n_learning == 0 else circuit.wiring.weight.copy()
    )
    n_referred = circuit.n_learning if circuit.brain.consolidation is not None else 0
    state = State(
        step=0,
        neurons=_rested_neurons(circuit, np.ones(circuit.layout.n_neurons, circuit.floats)),
        spikes=_no_spikes(circuit),
        learning=_blank_learning(circuit, step=0),
        views=_blank_views(circuit),
        modulation=_calm(circuit),
        weight=weight,
        reference=weight[:n_referred].copy(),
    )
    _draw_conductances(circuit, state.neurons)
    start_third_factor(circuit, state)
    return state


def frozen_twin(circuit: Circuit, state: State) -> State:
    """Return a rested, calm twin with the brain's present weights; the brain is left as it is."""
    present = settled(circuit, state)
    kept = {name: getattr(present.neurons, name) for name in ("shift", "scaling", "rate")}
    return State(
        step=0,
        neurons=_rested_neurons(circuit, present.neurons.efficacy)._replace(**kept),
        spikes=_no_spikes(circuit),
        learning=state.learning,
        views=state.views,
        modulation=_calm(circuit),
        weight=present.weight,
        reference=state.reference,
    )


def settled(circuit: Circuit, state: State) -> State:
    """Return a copy whose weights are those of the present step; the state itself goes on as if unseen.

    To bring weights to the present in place would be no mistake, but would round them otherwise than a life
    that was not looked at.
    """
    copy = copied(state, sharing=arrays_of(circuit))
    settle(circuit, copy)
    return copy


def settle(circuit: Circuit, state: State) -> None:
    """Bring every weight of a brain to the present step."""
    if circuit.brain.plasticity:
        flush_all(circuit, state, state.learning, state.views, state.weight)


def pass_hours(circuit: Circuit, state: State, hours: float) -> None:
    """Let hours pass offline, in closed form: weights settle, inhibition recovers, stress runs its course.

    All fast state is reset: the brain wakes rested.
    """
    settle(circuit, state)
    if circuit.brain.plasticity:
        _consolidate(circuit, state, hours)
    efficacy = 1 - (1 - state.neurons.efficacy) * _left_after(circuit, hours)
    calm = _calm(circuit)
    places = list(CARRIED)
    over = stress_over(circuit.brain.modulators, hours * 3600)
    calm.state[places] = over[:, :4] @ state.modulation.state[places]
    kept = {name: getattr(state.neurons, name) for name in ("shift", "scaling", "rate")}
    state.neurons = _rested_neurons(circuit, efficacy)._replace(**kept)
    state.spikes = _no_spikes(circuit)
    state.modulation = calm
    start_learning(circuit, state)


def start_learning(circuit: Circuit, state: State) -> None:
    """Begin to learn from this step on: nothing is eligible, and no spike is remembered."""
    state.learning = _blank_learning(circuit, state.step)
    state.views = _blank_views(circuit)
    start_third_factor(circuit, state)


def start_third_factor(circuit: Circuit, state: State) -> None:
    """Write the third factor's integrals of the first update interval after a pause."""
    if circuit.n_learning:
        integrate_third_factor(
            state.step, circuit.update_steps, np.uint64(0), state.modulation, circuit.rules, state.learning
        )


def flush_all(
    circuit: Circuit, state: State, learning: Learning, views: Views, weight: NDArray[np.floating[Any]]
) -> None:
    """Bring all learning rows to the state's step. Writes ``weight``, ``learning`` and ``views``."""
    wiring: Wiring = circuit.wiring._replace(weight=weight)
    for block in range(circuit.blocks.n_blocks):
        flush(block, ALL, state.step, NO, wiring, circuit.rules, learning, views)


def _consolidate(circuit: Circuit, state: State, hours: float) -> None:
    words = circuit.brain.consolidation
    if words is None:
        return
    weight = state.weight[: circuit.n_learning]
    change = weight - state.reference
    gained = 1 - math.exp(-hours / words.potentiation_tau_h)
    lost = 1 - math.exp(-hours / words.depression_tau_h)
    lasting = np.where(change > 0, words.share * gained, words.share * lost).astype(circuit.floats)
    state.reference = state.reference + change * lasting
    state.weight[: circuit.n_learning] = state.reference + (weight - state.reference) * circuit.floats(
        math.exp(-hours / words.weight_tau_h)
    )


def _left_after(circuit: Circuit, hours: float) -> NDArray[np.floating[Any]]:
    """Return the share of each neuron's loss of inhibition that is left after hours, (n_neurons,)."""
    left = np.ones(circuit.layout.n_neurons, circuit.floats)
    for region, part, _ in _parts(circuit):
        left[part] = math.exp(-hours / circuit.brain.disinhibition_of(region).recovery_tau_h)
    return left


def _calm(circuit: Circuit) -> Modulation:
    """Return the modulators of a calm brain."""
    born = circuit.modulation
    return born._replace(state=born.state.copy(), level=born.level.copy())


def _rested_neurons(circuit: Circuit, efficacy: NDArray[np.floating[Any]]) -> Neurons:
    n = circuit.layout.n_neurons
    floats = circuit.floats
    n_flags = int(circuit.cells.flag[-1]) + 64 + int(circuit.cells.stop[-1] - circuit.cells.start[-1])
    n_flags = -(-n_flags // 64) * 64
    blank = {
        name: np.zeros(n, floats)
        for name in (
            "ampa", "nmda", "gaba", "ampa_rise", "gaba_rise", "fast", "slow", "use", "shift", "rate",
            "input_exc", "input_inh", "before_exc", "before_inh",
        )
    }  # fmt: skip
    return Neurons(
        key=circuit.keys,
        v=_start_potentials(circuit),
        waiting=np.zeros(n, np.int32),
        resource=np.ones(n, floats),
        efficacy=efficacy.astype(floats),
        scaling=np.ones(n, floats),
        n_spikes=np.zeros(n, np.int32),
        last=np.full(n, NEVER, np.int64),
        spiked=np.zeros(n_flags, np.uint8),
        bits=np.zeros(n_flags, np.uint64),
        drawn=np.zeros(n_flags, np.uint16),
        **blank,
    )


def _start_potentials(circuit: Circuit) -> NDArray[np.floating[Any]]:
    low, high = np.zeros((2, circuit.layout.n_neurons))
    for _, part, cell in _parts(circuit):
        low[part], high[part] = (cell.rest_mV, cell.rest_mV + 15) if isinstance(cell, Cell) else cell.start_mV
    # Drawn by id, so that blocks do not matter.
    drawn = generator(circuit.seed, "start").random(circuit.layout.n_neurons, dtype=np.float32)
    return (low + (high - low) * drawn[circuit.blocks.id_of]).astype(circuit.floats)


def _draw_conductances(circuit: Circuit, neurons: Neurons) -> None:
    # Each on its own, so that a region added at the end reshuffles neither.
    excitation, inhibition = (
        generator(circuit.seed, f"start/{name}").random(circuit.layout.n_neurons)[circuit.blocks.id_of]
        for name in ("excitation", "inhibition")
    )
    for _, part, cell in _parts(circuit):
        if isinstance(cell, ConductanceCell):
            neurons.ampa[part] = 2 * cell.start_excitation_nS * excitation[part]
            neurons.gaba[part] = 2 * cell.start_inhibition_nS * inhibition[part]


def _parts(circuit: Circuit) -> Iterator[tuple[Region, slice, AnyCell]]:
    for block in range(circuit.blocks.n_blocks):
        region = circuit.brain.regions[circuit.blocks.region[block]]
        for half, excites in enumerate((True, False)):
            part = 2 * block + half
            yield (
                region,
                slice(int(circuit.cells.start[part]), int(circuit.cells.stop[part])),
                circuit.brain.cell(region, excites=excites),
            )


def _no_spikes(circuit: Circuit) -> Spikes:
    n = circuit.layout.n_neurons
    return Spikes(
        n_sent=np.zeros((len(circuit.cells.start), circuit.n_slots), np.int32),
        neuron=np.zeros((circuit.n_slots, n), np.uint32),
        strength=np.zeros((circuit.n_slots, n), circuit.floats),
    )


def _history_depth(circuit: Circuit) -> int:
    """Return room for every spike that a neuron can fire within an epoch."""
    shortest = int(circuit.cells.refractory[::2].min()) + 1
    return 1 << ((circuit.epoch_steps + circuit.update_steps) // shortest + 1).bit_length()


def _blank_learning(circuit: Circuit, step: int) -> Learning:
    n_regions, n_rows, floats = len(circuit.layout.regions), circuit.n_rows, circuit.floats
    n_rules = len(circuit.rules.kind)
    # Only three-factor rules keep histories of their own; they stand in the views of the others.
    bursting = bool(circuit.n_learning) and bool((circuit.rules.kind == THREE_FACTOR).any())
    n, depth = (circuit.layout.n_neurons, _history_depth(circuit)) if bursting else (0, 1)
    n_integral = circuit.epoch_steps + circuit.update_steps + 1
    return Learning(
        eligibility=np.zeros(circuit.n_eligible, floats),
        row_time=np.full(n_rows, -1, np.int64),
        row_seen=np.full(n_rows, -1, np.int64),
        row_touched=np.full(n_rows, -1, np.int64),
        row_trace=np.zeros(n_rows, floats),
        row_burst=np.zeros(n_rows, floats),
        row_peak=np.zeros(n_rows, floats),
        target_trace=np.zeros((n_rules, n), floats),
        last_burst=np.full(n, NEVER, np.int64),
        history_step=np.full((n, depth), -1, np.int32),
        history_trace=np.zeros((n_rules, n, depth), floats),
        history_count=np.zeros(n, np.int64),
        gain_integral=np.zeros((n_rules, n_regions, n_integral)),
        loss_integral=np.zeros((n_rules, n_regions, n_integral)),
        epoch=np.array([step], np.int64),
        born=np.zeros(n),
        gained=np.zeros(n),
    )


def _blank_views(circuit: Circuit) -> Views:
    blocks, views = circuit.blocks, circuit.views
    rules = list(circuit.brain.rules)
    sizes = [int(blocks.n_excitatory[block] + blocks.n_inhibitory[block]) for block, _, _ in views]
    kinds = (
        circuit.rules.kind[[rules.index(rule) for _, rule, _ in views]] if views else np.zeros(0, np.int64)
    )
    n = sum(sizes)
    n_sum = n if bool((kinds == FAST_PAIR).any()) else 0
    n_slow = n if bool((kinds == TRIPLET).any()) else 0
    depth = 1 if bool((kinds == FAST_PAIR).all()) else HISTORY
    return Views(
        block_first=np.searchsorted([block for block, _, _ in views], np.arange(blocks.n_blocks + 1)).astype(
            np.int64
        ),
        rule=np.array([rules.index(rule) for _, rule, _ in views], np.int64),
        part=np.array([2 * block for block, _, _ in views], np.int64),
        local=np.zeros(len(views), np.int64),
        delay=np.array([delay for _, _, delay in views], np.int64),
        offset=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
        flushed=np.full(len(views), -1, np.int64),
        trace=np.zeros(n, circuit.floats),
        slow_trace=np.zeros(n_slow, circuit.floats),
        latest=np.full((3, n), NEVER, np.int32),
        step=np.full((n, depth), NEVER, np.int32),
        value=np.zeros((n_slow, depth), circuit.floats),
        n_seen=np.zeros(n, np.int64),
        sum=np.zeros(n_sum, circuit.floats),
    )
