"""Connections as declared."""

import numpy as np
import pytest
from tests.engine.rows import rows_of

from neurotag.brain import load_brain
from neurotag.engine import compile_brain
from neurotag.engine.circuit import Circuit
from neurotag.engine.draw import bernoulli_pairs, generator, lognormal_weights


@pytest.fixture(scope="module")
def circuit() -> Circuit:
    return compile_brain(load_brain("everyday"), seed=5)


def test_pairs_are_drawn_with_the_declared_chance() -> None:
    rows, columns = bernoulli_pairs(generator(0, "x"), 400, 300, 0.15)
    # Standard error of the share: 0.001.
    assert len(rows) / 120_000 == pytest.approx(0.15, abs=0.005)
    assert len(set(zip(rows.tolist(), columns.tolist(), strict=True))) == len(rows)


def test_weights_have_the_declared_mean_and_ceiling() -> None:
    weight = lognormal_weights(generator(0, "w"), 50_000, mean=0.05, spread=0.5, ceiling=0.2)
    assert weight.mean() == pytest.approx(0.05, rel=0.02)
    assert weight.max() <= np.float32(0.2)


def test_no_neuron_projects_to_itself(circuit: Circuit) -> None:
    source, target = rows_of(circuit, "fear->fear")
    assert len(source) > 1000
    assert (source != target).all()


def test_the_reflex_stays_on_its_site(circuit: Circuit) -> None:
    source, target = rows_of(circuit, "relay->movement")
    relay, movement = circuit.layout.excitatory("relay"), circuit.layout.excitatory("movement")
    np.testing.assert_array_equal((source - relay.start) // 40, (target - movement.start) // 40)


def test_danger_reaches_nociceptive_neurons_only(circuit: Circuit) -> None:
    _, target = rows_of(circuit, "relay->danger")
    start = circuit.layout.excitatory("danger").start
    assert target.max() - start < circuit.layout.n_nociceptive[circuit.layout.index("danger")]


def test_feedback_inhibition_ends_on_inhibitory_cells(circuit: Circuit) -> None:
    source, target = rows_of(circuit, "danger->sight.inhibitory")
    cells = circuit.layout.inhibitory("sight")
    assert target.min() >= cells.start
    assert target.max() < cells.stop
    # Those onto excitatory neurons share its rows: each has its own chance, 0.3 and 0.15.
    danger = circuit.layout.excitatory("danger")
    for chance, n_synapses, targets in (
        (0.3, len(target), cells),
        (0.15, len(rows_of(circuit, "danger->sight")[1]), circuit.layout.excitatory("sight")),
    ):
        n_pairs = (danger.stop - danger.start) * (targets.stop - targets.start)
        assert n_synapses / n_pairs == pytest.approx(chance, rel=0.05)
    assert len(set(zip(source.tolist(), target.tolist(), strict=True))) == len(source)


def test_a_larger_brain_keeps_its_fan_in(circuit: Circuit) -> None:
    larger = compile_brain(load_brain("everyday").replace(scale=2), seed=5)
    per_neuron = [len(rows_of(c, "fear->fear")[0]) / 320 / scale for c, scale in ((circuit, 1), (larger, 2))]
    assert per_neuron[1] == pytest.approx(per_neuron[0], rel=0.05)


def test_every_synapse_belongs_to_one_row(circuit: Circuit) -> None:
    assert circuit.wiring.row_start[-1] == len(circuit.wiring.target) >= len(circuit.wiring.weight)
    assert sum(part.stop - part.start for part in circuit.learning_slices) == circuit.n_learning
