"""The membrane against closed forms and a plain-numpy twin."""

import numpy as np
import pytest

from neurotag.brain import Brain, load_brain
from neurotag.engine.circuit import Circuit, State
from neurotag.engine.compile import compile_brain
from neurotag.engine.state import newborn
from neurotag.kernels.neuron import step_part


def quiet_brain(**changes: float) -> Brain:
    brain = load_brain("everyday")
    cell = brain.excitatory.replace(noise_mV=0.0, **changes)
    return brain.replace(scale=0.1, excitatory=cell.model_dump())


def part_of(circuit: Circuit) -> int:
    """Return the part that the excitatory neurons of touch are; they are not cut."""
    part = 2 * circuit.layout.index("touch")
    cells = circuit.layout.excitatory("touch")
    assert (circuit.cells.start[part], circuit.cells.stop[part]) == (cells.start, cells.stop)
    return part


def step(circuit: Circuit, state: State, n: int) -> None:
    part = part_of(circuit)
    for k in range(n):
        step_part(part, k, 0.0, circuit.cells, state.neurons, np.uint64(0))


@pytest.fixture
def still() -> tuple[Circuit, State]:
    circuit = compile_brain(quiet_brain(bias_mV=12.0))
    state = newborn(circuit)
    state.neurons.v[:] = -70.0
    return circuit, state


def test_potential_relaxes_to_its_goal_as_the_closed_form_says(still: tuple[Circuit, State]) -> None:
    circuit, state = still
    step(circuit, state, 30)
    exact = -58.0 - 12.0 * np.exp(-30 / 20)
    # Pade (2, 2) at an exponent of 0.05: relative error 4e-10; single precision of 60 mV, 30 steps: 1e-4.
    np.testing.assert_allclose(state.neurons.v[circuit.layout.excitatory("touch")], exact, atol=1e-4)


def test_first_spike_comes_when_the_closed_form_says() -> None:
    circuit = compile_brain(quiet_brain(bias_mV=30.0))
    state = newborn(circuit)
    state.neurons.v[:] = -70.0
    flag = circuit.cells.flag[part_of(circuit)]
    n = 0
    while not state.neurons.spiked[flag]:
        step(circuit, state, 1)
        n += 1
    assert n == int(np.ceil(20 * np.log(30 / 10)))


def test_one_input_holds_the_conductance_the_weight_promises(still: tuple[Circuit, State]) -> None:
    circuit, state = still
    neuron = circuit.layout.excitatory("touch").start
    state.neurons.input_exc[neuron] = 0.1
    total = 0.0
    for _ in range(1500):
        step(circuit, state, 1)
        total += float(state.neurons.ampa[neuron] + state.neurons.nmda[neuron])
    # A weight of 0.1 promises 0.1 x 10 ms.
    assert total == pytest.approx(1.0, rel=1e-4)


def test_inhibition_pulls_towards_its_reversal_potential(still: tuple[Circuit, State]) -> None:
    circuit, state = still
    for _ in range(300):
        state.neurons.input_inh[:] = 10.0
        step(circuit, state, 1)
    assert state.neurons.v[circuit.layout.excitatory("touch")].max() < -79.0


def test_lost_efficacy_weakens_inhibition(still: tuple[Circuit, State]) -> None:
    circuit, state = still
    cells = circuit.layout.excitatory("touch")
    state.neurons.efficacy[cells.start] = 0.5
    for _ in range(300):
        state.neurons.input_inh[:] = 10.0
        step(circuit, state, 1)
    v = state.neurons.v[cells]
    assert v[0] - v[1] == pytest.approx(11.0, abs=0.5)


def test_background_noise_has_the_spread_the_cell_declares() -> None:
    brain = load_brain("everyday")
    cell = brain.excitatory.replace(noise_mV=4.0, bias_mV=-20.0)
    circuit = compile_brain(brain.replace(scale=0.5, excitatory=cell.model_dump()))
    state = newborn(circuit)
    step(circuit, state, 400)
    spread = state.neurons.v[circuit.layout.excitatory("touch")].std()
    # 280 neurons: standard error 4 %.
    assert spread == pytest.approx(4.0, rel=0.15)


def test_a_refractory_neuron_waits(still: tuple[Circuit, State]) -> None:
    circuit, state = still
    state.neurons.waiting[:] = 3
    before = state.neurons.v.copy()
    step(circuit, state, 3)
    cells = circuit.layout.excitatory("touch")
    np.testing.assert_array_equal(state.neurons.v[cells], before[cells])
    step(circuit, state, 1)
    assert (state.neurons.v[cells] != before[cells]).all()
