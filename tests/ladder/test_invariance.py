"""Rung 8: the same run, bit for bit, whatever it is run with. Networks of every kind of cell and rule."""

from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
import pytest

from neurotag.bench.networks import assembly, brunel, brunel_plastic, five_regions, vogels_abbott
from neurotag.bench.ours import live
from neurotag.brain import Brain, Region
from neurotag.engine.compile import compile_brain
from neurotag.engine.state import newborn, settled


class Ran(NamedTuple):
    """What two runs must share."""

    step: np.ndarray
    neuron: np.ndarray
    weight: np.ndarray
    v: np.ndarray


def thinned(brain: Brain, share: float) -> Brain:
    """Return a network with fewer neurons, and inputs that are as many fewer and as much stronger."""
    words = brain.model_dump()
    for region in words["regions"]:
        for cells in ("n_excitatory", "n_inhibitory"):
            region[cells] = round(region[cells] * share)
    for projection in words["projections"]:
        if projection["pattern"]["kind"] == "indegree":
            projection["pattern"]["number"] = max(1, round(projection["pattern"]["number"] * share))
            projection["weight"] = projection["weight"] / share**0.5
            projection["weight_max"] = projection["weight_max"] and projection["weight_max"] / share**0.5
    return Brain.model_validate(words)


NETWORKS = {
    "current-based": thinned(brunel(), 0.2),
    "pair STDP": thinned(brunel_plastic(), 0.2),
    "exact pair STDP": thinned(brunel_plastic(is_exact=True), 0.2),
    "conductances, one step of delay": vogels_abbott(),
    "modulated STDP": thinned(five_regions(), 0.2),
    "adaptive exponential": thinned(assembly(), 0.5),
}


def ran(brain: Brain, *, threads: int = 1, pieces: tuple[float, ...] = (100.0,), records: bool = True) -> Ran:
    circuit = compile_brain(brain, seed=4, threads=threads)
    state = newborn(circuit)
    with ThreadPoolExecutor(4) as pool:
        stretches = [live(circuit, state, pool, each, records=records).activity() for each in pieces]
    present = settled(circuit, state)
    neuron = np.concatenate([stretch.neuron for stretch in stretches])
    # Each piece counts its steps anew.
    return Ran(stretches[0].step, neuron, present.weight, present.neurons.v)


def assert_same(one: Ran, other: Ran) -> None:
    for mine, yours in zip(one, other, strict=True):
        np.testing.assert_array_equal(mine, yours)


@pytest.mark.parametrize("name", NETWORKS)
def test_any_number_of_threads_gives_the_same_bits(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # Also where so many are not worth it.
    monkeypatch.setattr("neurotag.engine.compile.LEAST_WORK", 0)
    assert len(compile_brain(NETWORKS[name], threads=2).blocks_of_thread) == 2
    alone = ran(NETWORKS[name])
    assert len(alone.step) > 100
    for threads in (2, 4):
        assert_same(ran(NETWORKS[name], threads=threads), alone)


@pytest.mark.parametrize("name", NETWORKS)
def test_a_run_in_pieces_gives_the_same_bits(name: str) -> None:
    whole, parts = ran(NETWORKS[name]), ran(NETWORKS[name], pieces=(5.0, 35.0, 60.0))
    np.testing.assert_array_equal(parts.neuron, whole.neuron)
    np.testing.assert_array_equal(parts.weight, whole.weight)
    np.testing.assert_array_equal(parts.v, whole.v)


@pytest.mark.parametrize("name", NETWORKS)
def test_recording_changes_nothing(name: str) -> None:
    kept, not_kept = ran(NETWORKS[name]), ran(NETWORKS[name], records=False)
    assert len(not_kept.step) == 0
    np.testing.assert_array_equal(kept.weight, not_kept.weight)
    np.testing.assert_array_equal(kept.v, not_kept.v)


@pytest.mark.parametrize("name", NETWORKS)
def test_a_region_that_connects_to_nothing_changes_nothing(name: str) -> None:
    brain = NETWORKS[name]
    island = Region(name="island", n_excitatory=60, n_inhibitory=20)
    wider = brain.replace(regions=(*(region.model_dump() for region in brain.regions), island.model_dump()))
    alone, beside = ran(brain), ran(wider)
    n = sum(brain.describe_size())
    own = beside.neuron < n
    np.testing.assert_array_equal(beside.neuron[own], alone.neuron)
    np.testing.assert_array_equal(beside.step[own], alone.step)
    np.testing.assert_array_equal(beside.weight, alone.weight)
