"""Networks of point neurons are wired as declared: numbers, delays, weights, and regions cut into blocks."""

from typing import Any

import numpy as np
import pytest
from tests.brain.bare import bare
from tests.engine.rows import bundles_of, rows_of
from tests.ladder.stage import Stage

from neurotag.bench.networks import assembly, vogels_abbott
from neurotag.brain import Brain
from neurotag.engine import compile_brain
from neurotag.engine.circuit import Circuit


def wired(
    *, n_excitatory: int = 800, n_inhibitory: int = 200, scale: float = 1.0, **projection: Any
) -> Circuit:
    """Return one region with one projection among its excitatory neurons."""
    words = {"source": "v1", "target": "v1", "weight": 2.0, "delay_ms": 1.5} | projection
    regions = [{"name": "v1", "n_excitatory": n_excitatory, "n_inhibitory": n_inhibitory}]
    return compile_brain(bare(regions=regions, projections=[words], scale=scale), seed=5)


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_an_indegree_is_the_same_for_every_target_at_any_scale(scale: float) -> None:
    circuit = wired(pattern={"kind": "indegree", "number": 80}, scale=scale)
    source, target = rows_of(circuit, "v1->v1")
    assert set(np.bincount(target)[target]) == {80}
    n = round(800 * scale)
    assert len(target) == 80 * n
    # Sources are drawn evenly: a Poisson count each.
    assert np.bincount(source, minlength=n).var() == pytest.approx(80, rel=0.2)


def test_a_total_is_drawn_in_all_and_grows_with_the_brain() -> None:
    sizes = [
        len(rows_of(wired(pattern={"kind": "total", "number": 5000}, scale=scale), "v1->v1")[0])
        for scale in (1.0, 2.0)
    ]
    assert sizes == [5000, 10_000]


def test_delays_spread_normally_and_as_declared() -> None:
    circuit = wired(pattern={"kind": "indegree", "number": 80}, delay_ms=3.0, delay_spread_ms=0.5)
    bundles = bundles_of(circuit, "v1->v1")
    wiring, n = circuit.wiring, np.zeros(len(bundles))
    for at, bundle in enumerate(bundles):
        rows = wiring.first_row[bundle] + np.arange(wiring.n_sources[bundle]) * wiring.stride[bundle]
        n[at] = (wiring.row_start[rows + 1].astype(np.int64) - wiring.row_start[rows].astype(np.int64)).sum()
    delay_ms = wiring.delay[bundles] * 0.1
    mean = np.average(delay_ms, weights=n)
    assert n.sum() == 80 * 800
    assert mean == pytest.approx(3.0, abs=0.01)
    assert np.sqrt(np.average((delay_ms - mean) ** 2, weights=n)) == pytest.approx(0.5, rel=0.02)


@pytest.mark.parametrize(("law", "spread"), [("lognormal", 0.3), ("normal", 0.3)])
def test_weights_spread_as_declared(law: str, spread: float) -> None:
    weight = wired(
        pattern={"kind": "indegree", "number": 80}, weight_law=law, weight_spread=spread
    ).wiring.weight.astype(np.float64)
    assert weight.mean() == pytest.approx(2.0, rel=0.01)
    deviation = np.log(weight / 2.0) if law == "lognormal" else weight / 2.0 - 1.0
    assert deviation.std() == pytest.approx(spread, rel=0.02)


def test_weights_that_do_not_spread_are_kept_once() -> None:
    wiring = wired(pattern={"kind": "indegree", "number": 80}, weight_spread=0.0).wiring
    assert (len(wiring.target), len(wiring.weight)) == (80 * 800, 0)
    assert (wiring.shared_weight == 2.0).all()


@pytest.mark.parametrize("other", [2.0, 3.0])
def test_projections_with_the_same_ends_share_their_rows_and_their_weight_if_it_is_one(other: float) -> None:
    words: dict[str, Any] = {"pattern": {"kind": "indegree", "number": 40}, "weight_spread": 0.0}
    brain = wired(**words).brain
    onto_inhibitory = {**brain.projections[0].model_dump(), "target_cells": "inhibitory", "weight": other}
    wiring = compile_brain(brain.replace(projections=(brain.projections[0], onto_inhibitory)), seed=2).wiring
    assert wiring.row_start[-1] == len(wiring.target) == 40 * 1000
    assert set(wiring.shared_weight.tolist()) == ({2.0} if other == 2.0 else {-1.0})
    assert set(wiring.weight.tolist()) == (set() if other == 2.0 else {2.0, 3.0})


@pytest.mark.parametrize(
    "pattern", [{"kind": "indegree", "number": 80}, {"kind": "everywhere", "probability": 0.1}]
)
def test_a_shared_weight_acts_as_one_of_each_synapse(pattern: dict[str, Any]) -> None:
    trains = []
    for spread in (0.0, 1e-30):
        stage = Stage(wired(pattern=pattern, weight_spread=spread).brain)
        assert len(stage.circuit.wiring.weight) == (0 if spread == 0 else len(stage.circuit.wiring.target))
        stage.fire(np.arange(0, 800, 3))
        stage.advance(30)
        trains.append((stage.state.neurons.v.copy(), *stage.spikes()))
    assert len(np.unique(trains[0][0])) > 50
    for one, other in zip(*trains, strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_ceiling_cuts_weights_that_are_drawn_by_number() -> None:
    circuit = wired(pattern={"kind": "indegree", "number": 80}, weight_spread=1.0, weight_max=3.0)
    assert circuit.wiring.weight.max() == 3.0


@pytest.mark.parametrize(
    "pattern", [{"kind": "indegree", "number": 8}, {"kind": "everywhere", "probability": 0.01}]
)
def test_a_region_cut_into_blocks_has_the_same_synapses(
    pattern: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    pairs = []
    for smallest in (100, 10**9):
        monkeypatch.setattr("neurotag.engine.blocks.SMALLEST_SPLIT", smallest)
        circuit = wired(pattern=pattern)
        pairs.append(sorted(zip(*rows_of(circuit, "v1->v1"), strict=True)))
        assert circuit.blocks.n_blocks == (2 if smallest == 100 else 1)
    assert pairs[0] == pairs[1]


def test_a_region_larger_than_a_block_is_cut() -> None:
    circuit = wired(n_excitatory=120_000, n_inhibitory=20_000, pattern={"kind": "indegree", "number": 2})
    sizes = circuit.blocks.n_excitatory + circuit.blocks.n_inhibitory
    assert len(sizes) > 1
    assert sizes.max() <= 2**16
    assert sizes.sum() == 140_000
    assert set(np.bincount(rows_of(circuit, "v1->v1")[1])[:120_000]) == {2}


def test_neurons_of_cut_regions_keep_their_ids() -> None:
    circuit = wired(n_excitatory=8000, n_inhibitory=2000, pattern={"kind": "indegree", "number": 2})
    np.testing.assert_array_equal(np.sort(circuit.blocks.id_of), np.arange(10_000))
    np.testing.assert_array_equal(circuit.blocks.id_of[circuit.blocks.place_of()], np.arange(10_000))


def test_no_block_outgrows_the_names_of_its_neurons() -> None:
    pattern = {"kind": "total", "number": 26_214}
    circuit = wired(n_excitatory=117_932, n_inhibitory=13_107, pattern=pattern, target_cells="inhibitory")
    assert (circuit.blocks.n_excitatory + circuit.blocks.n_inhibitory).max() <= 2**16
    # A name that wrapped would land on an excitatory neuron.
    block = np.searchsorted(circuit.wiring.row_start, np.arange(26_214), side="right") - 1
    first = circuit.blocks.n_excitatory[block // 117_932]
    assert (circuit.wiring.target >= first).all()


@pytest.mark.parametrize(
    ("brain", "n_threads"),
    [(vogels_abbott(), 1), (vogels_abbott().replace(scale=2.0), 2), (assembly().replace(scale=0.8), 2)],
    ids=["4,000 cheap neurons", "8,000 cheap neurons", "4,000 dear neurons"],
)
def test_threads_that_would_meet_after_too_little_work_are_one(brain: Brain, n_threads: int) -> None:
    circuit = compile_brain(brain, threads=2)
    assert circuit.slice_steps <= 2
    assert len(circuit.blocks_of_thread) == n_threads
