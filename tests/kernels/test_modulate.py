"""Salience, safety error and stress against their closed forms."""

import numpy as np
import pytest
from tests.brain.parts import modulators_of

from neurotag.brain import load_brain
from neurotag.engine.circuit import Circuit
from neurotag.engine.compile import compile_brain
from neurotag.kernels.modulate import FEAR, M, Q, S, modulate
from neurotag.kernels.tables import Log, Plan

N_UPDATES = 400


@pytest.fixture(scope="module")
def circuit() -> Circuit:
    return compile_brain(load_brain("everyday").replace(scale=0.1))


def run(
    circuit: Circuit, state: dict[int, float], *, relevance: float = 0.0, n: int = N_UPDATES
) -> np.ndarray:
    n_blocks = circuit.blocks.n_blocks
    empty = np.zeros(0, np.int64)
    log = Log(
        step=np.zeros(0, np.int32), neuron=np.zeros(0, np.uint32), first=empty, n_logged=empty,
        counts=np.zeros((n, n_blocks, 3), np.int32), traces=np.zeros((n, 4)), n_updates=np.zeros(1, np.int64),
    )  # fmt: skip
    values = np.zeros(6)
    for place, value in state.items():
        values[place] = value
    modulation = circuit.modulation._replace(state=values)
    plan = Plan(
        thread_first=np.array([0, n_blocks]), block=np.arange(n_blocks), block_region=circuit.blocks.region,
        slice=circuit.slice_steps, update=circuit.update_steps, epoch=circuit.epoch_steps, salt=np.uint64(0),
        learns=True, sync=np.zeros(16, np.int64),
    )  # fmt: skip
    for _ in range(n):
        modulate(relevance, circuit.cells, log, modulation, plan)
    return log.traces


def test_salience_fades_with_its_stated_time_constant(circuit: Circuit) -> None:
    salience = run(circuit, {M: 0.8})[:, 0]
    t_s = (np.arange(N_UPDATES) + 1) * 0.005
    np.testing.assert_allclose(salience, 0.8 * np.exp(-t_s / 4.0), rtol=1e-9)


def test_stress_fades_with_its_stated_time_constant(circuit: Circuit) -> None:
    stress = run(circuit, {S: 0.5})[:, 2]
    assert stress[-1] == pytest.approx(0.5 * np.exp(-N_UPDATES * 0.005 / 300), rel=1e-9)


def test_relevance_alone_raises_salience_to_its_closed_form(circuit: Circuit) -> None:
    salience = run(circuit, {}, relevance=0.5)[:, 0]
    rate = 1 / 4.0 + 2.0 * 0.5
    assert salience[-1] == pytest.approx(1.0 / rate * (1 - np.exp(-rate * N_UPDATES * 0.005)), rel=1e-9)


def test_fear_without_danger_raises_the_safety_error(circuit: Circuit) -> None:
    traces = run(circuit, {FEAR: 20.0}, n=20)
    assert traces[-1, 1] > 0.05
    assert traces[-1, 3] < 0


def test_relevance_forbids_a_safety_error(circuit: Circuit) -> None:
    assert run(circuit, {FEAR: 20.0}, relevance=1.0, n=20)[-1, 1] == 0


def test_the_third_factor_is_what_the_modulators_say(circuit: Circuit) -> None:
    words = modulators_of(circuit.brain)
    traces = run(circuit, {M: 0.6, Q: 0.1}, n=3)
    expected = (
        words.learning_bias + words.salience_learning * traces[:, 0] - words.safety_learning * traces[:, 1]
    )
    np.testing.assert_allclose(traces[:, 3], expected)
