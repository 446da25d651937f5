"""The state of a brain: at birth, rested, after hours offline, and as a frozen twin."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from neurotag.engine.arrays import arrays_of, copied
from neurotag.engine.circuit import Circuit, State
from neurotag.engine.draw import generator
from neurotag.kernels.modulate import integrate_third_factor
from neurotag.kernels.tables import Learning, Modulation, Neurons, Spikes
from neurotag.kernels.three_factor import flush

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neurotag.kernels.tables import Wiring

NEVER = -(10**9)


def newborn(circuit: Circuit) -> State:
    """Return the state of a brain that has lived nothing."""
    weight = circuit.wiring.weight.copy()
    state = State(
        step=0,
        neurons=_rested_neurons(circuit, np.ones(circuit.layout.n_neurons, np.float32)),
        spikes=_no_spikes(circuit),
        learning=_blank_learning(circuit, step=0),
        modulation=Modulation(np.zeros(6), circuit.numbers, circuit.sensitivity),
        weight=weight,
        reference=weight[: circuit.n_learning].copy(),
    )
    start_third_factor(circuit, state)
    return state


def frozen_twin(circuit: Circuit, state: State) -> State:
    """Return a rested, calm twin with the brain's present weights; the brain is left as it is."""
    present = settled(circuit, state)
    return State(
        step=0,
        neurons=_rested_neurons(circuit, present.neurons.efficacy),
        spikes=_no_spikes(circuit),
        learning=state.learning,
        modulation=Modulation(np.zeros(6), circuit.numbers, circuit.sensitivity),
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
        flush_all(circuit, state, state.learning, state.weight)


def pass_hours(circuit: Circuit, state: State, hours: float) -> None:
    """Let hours pass offline, in closed form: weights settle, inhibition recovers, stress fades.

    All fast state is reset: the brain wakes rested.
    """
    settle(circuit, state)
    if circuit.brain.plasticity:
        _consolidate(circuit, state, hours)
    recovery = math.exp(-hours / circuit.brain.disinhibition.recovery_tau_h)
    efficacy = 1 - (1 - state.neurons.efficacy) * np.float32(recovery)
    stress = state.modulation.state[2] * math.exp(-hours * 3600 / circuit.brain.modulators.stress_tau_s)
    state.neurons = _rested_neurons(circuit, efficacy)
    state.spikes = _no_spikes(circuit)
    state.modulation = state.modulation._replace(state=np.array([0.0, 0.0, stress, 0.0, 0.0, 0.0]))
    start_learning(circuit, state)


def start_learning(circuit: Circuit, state: State) -> None:
    """Begin to learn from this step on: nothing is eligible, and no spike is remembered."""
    state.learning = _blank_learning(circuit, state.step)
    start_third_factor(circuit, state)


def start_third_factor(circuit: Circuit, state: State) -> None:
    """Write the third factor's integrals of the first update interval after a pause."""
    integrate_third_factor(state.step, circuit.update_steps, state.modulation, circuit.rules, state.learning)


def flush_all(circuit: Circuit, state: State, learning: Learning, weight: NDArray[np.float32]) -> None:
    """Bring all learning rows to the state's step. Writes ``weight`` and ``learning``."""
    wiring: Wiring = circuit.wiring._replace(weight=weight)
    for block in range(len(circuit.layout.regions)):
        flush(block, state.step, wiring, circuit.rules, learning)


def _consolidate(circuit: Circuit, state: State, hours: float) -> None:
    words = circuit.brain.consolidation
    weight = state.weight[: circuit.n_learning]
    change = weight - state.reference
    gained = 1 - math.exp(-hours / words.potentiation_tau_h)
    lost = 1 - math.exp(-hours / words.depression_tau_h)
    lasting = np.where(change > 0, words.share * gained, words.share * lost).astype(np.float32)
    state.reference = state.reference + change * lasting
    state.weight[: circuit.n_learning] = state.reference + (weight - state.reference) * np.float32(
        math.exp(-hours / words.weight_tau_h)
    )


def _rested_neurons(circuit: Circuit, efficacy: NDArray[np.float32]) -> Neurons:
    n = circuit.layout.n_neurons
    rng = generator(circuit.seed, "start")
    low = circuit.cells.rest.repeat(circuit.cells.stop - circuit.cells.start)
    blank = {
        name: np.zeros(n, np.float32)
        for name in (
            "ampa",
            "nmda",
            "gaba",
            "fast",
            "slow",
            "input_exc",
            "input_inh",
            "before_exc",
            "before_inh",
            "total",
            "goal",
            "noise",
        )
    }
    return Neurons(
        key=circuit.keys,
        v=low + 15 * rng.random(n, dtype=np.float32),
        waiting=np.zeros(n, np.int32),
        resource=np.ones(n, np.float32),
        efficacy=efficacy.astype(np.float32),
        last=np.full(n, NEVER, np.int64),
        spiked=np.zeros(n, np.uint8),
        **blank,
    )


def _no_spikes(circuit: Circuit) -> Spikes:
    n = circuit.layout.n_neurons
    return Spikes(
        n_sent=np.zeros((len(circuit.cells.start), circuit.n_slots), np.int32),
        neuron=np.zeros((circuit.n_slots, n), np.uint32),
        strength=np.zeros((circuit.n_slots, n), np.float32),
    )


def _blank_learning(circuit: Circuit, step: int) -> Learning:
    n, n_rules, n_regions = circuit.layout.n_neurons, len(circuit.rules), len(circuit.layout.regions)
    shortest = int(circuit.cells.refractory[::2].min()) + 1
    depth = 1 << ((circuit.epoch_steps + circuit.update_steps) // shortest + 1).bit_length()
    return Learning(
        eligibility=np.zeros(circuit.n_learning, np.float32),
        row_time=np.full(circuit.n_rows, -1, np.int64),
        row_trace=np.zeros(circuit.n_rows, np.float32),
        row_burst=np.zeros(circuit.n_rows, np.float32),
        row_peak=np.zeros(circuit.n_rows, np.float32),
        target_trace=np.zeros((n_rules, n), np.float32),
        last_burst=np.full(n, NEVER, np.int64),
        history_step=np.full((n, depth), -1, np.int32),
        history_trace=np.zeros((n_rules, n, depth), np.float32),
        history_count=np.zeros(n, np.int64),
        gain_integral=np.zeros((n_rules, n_regions, circuit.epoch_steps + circuit.update_steps + 1)),
        loss_integral=np.zeros((n_rules, n_regions, circuit.epoch_steps + circuit.update_steps + 1)),
        epoch=np.array([step], np.int64),
    )
