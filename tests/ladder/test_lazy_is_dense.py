"""Rung 3. A small brain with all rules at once, lived by the engine and naively: the same to the last digits.

The engine goes from spike to spike, block by block; `naive` touches every neuron and every synapse in every step.
"""

from dataclasses import dataclass

import numpy as np
import pytest
from tests.ladder.everything import DT_MS, RULES, everything
from tests.ladder.naive import Network
from tests.ladder.stage import Flags, Stage

N_STEPS = round(1200 / DT_MS)
WEIGHT_MAX = 100.0
TOLERANCE = dict.fromkeys(RULES, 1e-10) | {"bursts": 1e-5}
"""Of a weight's ceiling. ThreeFactor lets go of eligibilities under 1e-4, and is exact to first order where the
third factor turns between two touches."""


@dataclass(frozen=True)
class Lives:
    stage: Stage
    network: Network
    lazy: Flags
    dense: Flags


def live(precision: str, n_steps: int) -> Lives:
    stage = Stage(everything(precision))  # type: ignore[arg-type]
    network = Network(stage)
    dense = network.live(n_steps)
    stage.advance(n_steps)
    return Lives(stage, network, stage.trains(n_steps), dense)


@pytest.fixture(scope="module")
def lives() -> Lives:
    return live("double", N_STEPS)


def test_every_spike_is_the_same_for_more_than_a_second(lives: Lives) -> None:
    assert lives.dense.sum() > 2000
    assert (lives.dense.sum(axis=0) > 0).mean() > 0.9
    np.testing.assert_array_equal(lives.lazy, lives.dense)


@pytest.mark.parametrize("name", RULES)
def test_every_weight_is_the_same(lives: Lives, name: str) -> None:
    rules = lives.stage.circuit.brain.rules
    found = [(own, one) for rule, own, one, _ in lives.network.learning if rule == rules[name]]
    assert found
    for own, one in found:
        lazy = lives.stage.weights(own)
        assert np.abs(one.weight - one.birth).max() > 1e-3 * WEIGHT_MAX
        assert np.abs(lazy - one.weight).max() < TOLERANCE[name] * WEIGHT_MAX


def test_every_signal_and_every_neuron_is_the_same(lives: Lives) -> None:
    signals, state, place = lives.network.signals, lives.stage.state, lives.stage.place_of
    np.testing.assert_allclose(state.modulation.state[:3], [signals.m, signals.q, signals.s], rtol=1e-12)
    cells, layout = lives.network.cells, lives.stage.circuit.layout
    # Region b hears the weights of ThreeFactor.
    loose = slice(layout.excitatory("b").start, layout.inhibitory("b").stop)
    allowed = np.full(layout.n_neurons, 1e-9)
    allowed[loose] = 1e-4
    for name, dense in (("v", cells.v), ("ampa", cells.exc), ("gaba", cells.inh), ("scaling", cells.scaling),
                        ("shift", cells.shift)):  # fmt: skip
        off = np.abs(getattr(state.neurons, name)[place] - dense)
        assert (off < allowed * max(1.0, np.abs(dense).max())).all(), name


def test_the_signals_moved_and_the_third_factor_turned(lives: Lives) -> None:
    factor = lives.stage.stretch.activity().third_factor
    assert factor.min() < -0.1
    assert factor.max() > 0.1
    assert lives.network.cells.scaling.std() > 1e-3


def test_in_single_precision_spikes_and_weights_are_the_same_at_first() -> None:
    # Later one spike falls on the other side of a step, and both lives are right.
    lives = live("single", round(200 / DT_MS))
    assert lives.dense.sum() > 300
    np.testing.assert_array_equal(lives.lazy, lives.dense)
    for _, own, one, _ in lives.network.learning:
        assert np.abs(lives.stage.weights(own) - one.weight).max() < 1e-5 * WEIGHT_MAX
