"""What was learned, synapse by synapse, against independent readings."""

import time
from functools import cache

import numpy as np
import pytest
from tests.engine.lives import BURN, life
from tests.engine.rows import rows_of

from neurotag.brain import Brain, Cell, Everywhere, FixedIndegree, Projection, Region, load_brain
from neurotag.engine import compile_brain, simulate
from neurotag.engine.circuit import Circuit
from neurotag.engine.learned import LearnedSynapses, learned_synapses, potentiated_neurons
from neurotag.life import Life
from neurotag.plasticity import InhibitorySTDP, PairSTDP, SynapticScaling
from neurotag.recording import Recording


@cache
def burnt() -> Recording:
    recording = simulate(load_brain("everyday").replace(scale=0.25), life(BURN), seed=4)
    assert recording.outcome.is_complete
    return recording


@cache
def circuit() -> Circuit:
    return compile_brain(burnt().brain, seed=4)


@cache
def learned() -> LearnedSynapses:
    return learned_synapses(burnt().branch(), circuit=circuit())


def test_every_projection_has_its_own_pairs() -> None:
    for at in (0, 17, len(learned().projections) - 1):
        label = learned().projections[at]
        own = learned().projection == at
        found = set(zip(learned().source[own].tolist(), learned().target[own].tolist(), strict=True))
        source, target = rows_of(circuit(), label)
        assert found == set(zip(source.tolist(), target.tolist(), strict=True))
        assert len(found) == own.sum()


def test_both_ends_lie_in_the_regions_that_the_projection_joins() -> None:
    ends, layout = circuit().learning_ends, circuit().layout
    source_of = np.array([layout.excitatory(source).start for source, _ in ends])[learned().projection]
    source_to = np.array([layout.excitatory(source).stop for source, _ in ends])[learned().projection]
    target_of = np.array([layout.excitatory(target).start for _, target in ends])[learned().projection]
    target_to = np.array([layout.excitatory(target).stop for _, target in ends])[learned().projection]
    assert ((learned().source >= source_of) & (learned().source < source_to)).all()
    assert ((learned().target >= target_of) & (learned().target < target_to)).all()


def test_means_are_those_of_the_weight_table_bit_for_bit() -> None:
    table = burnt().weights
    for at, label in enumerate(learned().projections):
        own = learned().projection == at
        row = table.projections.index(label)
        assert float(learned().born[own].mean()) == table.mean[0, row]
        assert float(learned().weight[own].mean()) == table.mean[-1, row]
    assert not np.array_equal(table.mean[0], table.mean[-1])


def test_the_circuit_is_compiled_where_none_is_given() -> None:
    alone = learned_synapses(burnt().branch())
    for name in ("source", "target", "born", "weight", "projection"):
        np.testing.assert_array_equal(getattr(alone, name), getattr(learned(), name))


def test_looking_changes_neither_checkpoint_nor_circuit() -> None:
    before, born = burnt().branch().digest(), circuit().wiring.weight.copy()
    learned_synapses(burnt().branch(), circuit=circuit())
    assert burnt().branch().digest() == before
    np.testing.assert_array_equal(circuit().wiring.weight, born)


def test_gain_is_the_growth_of_a_neurons_input() -> None:
    some = LearnedSynapses(
        source=np.array([0, 1, 0, 2], np.int32), target=np.array([1, 1, 2, 3], np.int32),
        born=np.array([1.0, 3.0, 2.0, 0.0], np.float32), weight=np.array([2.0, 3.0, 2.1, 1.0], np.float32),
        projection=np.zeros(4, np.int16), projections=("a->a",), n_neurons=5,
    )  # fmt: skip
    np.testing.assert_allclose(some.gain(), [np.nan, 0.25, 0.05, np.nan, np.nan], atol=1e-6)
    assert potentiated_neurons(some).tolist() == [1]
    assert potentiated_neurons(some, least_gain=0.04).tolist() == [1, 2]


def test_nothing_is_potentiated_at_birth_or_without_plasticity() -> None:
    rest = Life.model_validate({"name": "rest", "events": [{"kind": "rest", "duration_s": 0.05}]})
    at_birth = learned_synapses(simulate(burnt().brain, rest, seed=4).branch(), circuit=circuit())
    assert np.nanmax(np.abs(at_birth.gain())) < 1e-3
    frozen = simulate(burnt().brain.replace(plasticity=False), life(BURN), seed=4)
    same = learned_synapses(frozen.branch())
    np.testing.assert_array_equal(same.born, same.weight)
    assert len(potentiated_neurons(same)) == 0
    assert len(potentiated_neurons(learned())) > 0


def _bare(**more: object) -> Brain:
    cell = Cell(tau_ms=20.0, bias_mV=16.0)
    region = {"n_excitatory": 30, "n_inhibitory": 10}
    return Brain(
        name="bare", title="two regions", regions=(Region(name="a", **region), Region(name="b", **region)),
        projections=(
            Projection(source="b", target="a", pattern=FixedIndegree(number=5), weight=0.02, weight_max=0.1,
                       delay_ms=5, delay_spread_ms=1, rule="pair"),
            Projection(source="a", target="b", pattern=Everywhere(probability=0.5), weight=0.02,
                       weight_max=0.1, delay_ms=5, rule="pair"),
            Projection(source="a", target="b", source_cells="inhibitory", weight=0.02, weight_max=0.1,
                       pattern=Everywhere(probability=0.5), delay_ms=5, rule="inhibitory"),
        ),
        excitatory=cell.replace(**more), inhibitory=cell, runaway_hz=500.0,
        rules={"pair": PairSTDP(delay="axonal"), "inhibitory": InhibitorySTDP(delay="axonal")},
    )  # fmt: skip


def test_inhibitory_learning_is_left_out_and_delays_are_seen_through() -> None:
    rest = Life.model_validate({"name": "rest", "events": [{"kind": "rest", "duration_s": 1.0}]})
    end = simulate(_bare(), rest, seed=1).branch()
    found = learned_synapses(end)
    layout = compile_brain(_bare(), seed=1).layout
    excitatory = np.r_[layout.excitatory("a"), layout.excitatory("b")]
    assert np.isin(found.source, excitatory).all()
    assert np.isin(found.target, excitatory).all()
    into_a = found.target < layout.excitatory("a").stop
    assert np.bincount(found.target[into_a]).tolist() == [5] * 30
    assert (found.source[into_a] >= layout.excitatory("b").start).all()


def test_scaling_is_part_of_the_weight() -> None:
    scaling = SynapticScaling(target_hz=50.0, tau_s=5.0, rate_tau_s=1.0)
    rest = Life.model_validate({"name": "rest", "events": [{"kind": "rest", "duration_s": 2.0}]})
    end = simulate(_bare(scaling=scaling), rest, seed=1).branch()
    found = learned_synapses(end)
    blocks = compile_brain(_bare(scaling=scaling), seed=1).blocks
    factor = end.arrays["neurons.scaling"][blocks.place_of()[found.target]]
    assert factor.std() > 0
    # Weights themselves have their ceiling; what arrives may pass it.
    assert (found.weight <= 0.1 * factor * 1.0001).all()
    np.testing.assert_array_less(0, found.weight / factor)


@pytest.mark.slow
def test_a_whole_brain_is_read_in_a_second() -> None:
    rest = Life.model_validate({"name": "rest", "events": [{"kind": "rest", "duration_s": 0.05}]})
    brain = load_brain("everyday")
    end, compiled = simulate(brain, rest, seed=1).branch(), compile_brain(brain, seed=1)
    began = time.perf_counter()
    assert learned_synapses(end, circuit=compiled).n_synapses > 1_000_000
    # 0.2 s on two cores; the bound leaves room for a busy machine.
    assert time.perf_counter() - began < 2.0
