"""What a neuron learns in all is bounded, and what it gives back it gives in proportion."""

from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.engine.lives import BURN, life

from neurotag.brain import Brain, load_brain
from neurotag.engine import compile_brain, simulate
from neurotag.engine.checkpoint import restore
from neurotag.engine.circuit import Circuit, State
from neurotag.engine.learned import learned_synapses
from neurotag.engine.state import settle
from neurotag.kernels.room_to_grow import keep_room
from neurotag.kernels.three_factor import GROWTH_MAX
from neurotag.plasticity import ThreeFactor
from neurotag.recording import Recording

BOUND = 0.05


def brain(growth_max: float | None) -> Brain:
    rule = ThreeFactor(lone_below=1.0, growth_max=growth_max)
    return load_brain("everyday").replace(scale=0.25, rules={"hebb": rule})


@cache
def burnt(growth_max: float | None = None) -> Recording:
    return simulate(brain(growth_max), life(BURN, {"kind": "rest", "duration_s": 6}), seed=4)


@cache
def circuit() -> Circuit:
    return compile_brain(brain(None), seed=4)


def learned_state() -> State:
    state = restore(burnt().branch(), circuit())
    settle(circuit(), state)
    return state


def kept(bound: float) -> NDArray[np.floating]:
    """Return the weights of the burnt brain after its neurons were held to a bound."""
    state = learned_state()
    numbers = circuit().rules.numbers.copy()
    numbers[:, GROWTH_MAX] = bound
    wiring = circuit().wiring._replace(weight=state.weight)
    for block in range(circuit().blocks.n_blocks):
        rules = circuit().rules._replace(numbers=numbers)
        keep_room(block, circuit().cells, wiring, rules, state.learning)
    return state.weight[: circuit().n_learning]


def test_what_is_over_the_bound_gives_way_in_proportion_and_nothing_else_changes() -> None:
    before = learned_state().weight[: circuit().n_learning].astype(float)
    after = kept(BOUND).astype(float)
    born = circuit().wiring.birth[: circuit().n_learning].astype(float)
    target = learned_synapses(burnt().branch(), circuit=circuit()).target
    assert target.size == born.size
    total, gained = (np.bincount(target, weights=x) for x in (born, before - born))
    room = BOUND * total
    is_over = gained > room
    assert 0 < is_over.sum() < 0.5 * is_over.size
    grew = before > born
    share = np.where(is_over, room / np.where(is_over, gained, 1.0), 1.0)[target]
    expected = np.where(grew, born + (before - born) * share, before)
    np.testing.assert_allclose(after, expected, atol=1e-7)
    np.testing.assert_array_equal(after[~grew], before[~grew])


def test_a_bound_that_nobody_reaches_changes_no_spike_of_a_life() -> None:
    far, free = burnt(1e6), burnt(None)
    np.testing.assert_array_equal(far.activity.neuron, free.activity.neuron)
    np.testing.assert_array_equal(far.activity.step, free.activity.step)
    np.testing.assert_array_equal(far.weights.mean, free.weights.mean)


def test_in_a_life_no_neuron_keeps_more_than_its_bound() -> None:
    free = learned_synapses(burnt(None).branch()).gain()
    held = learned_synapses(burnt(BOUND).branch()).gain()
    assert np.nanmax(free) > 3 * BOUND
    # Six seconds of quiet since the burn: what a neuron learns between two looks is little.
    assert np.nanmax(held) < 1.1 * BOUND


@pytest.mark.parametrize("bound", [0.0, -1.0])
def test_no_room_at_all_is_no_bound(bound: float) -> None:
    before = learned_state().weight[: circuit().n_learning]
    np.testing.assert_array_equal(kept(bound), before)
