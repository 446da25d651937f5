import numpy as np
import pytest

from neurotag.bench.peers import networks, wiring


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(5)


def test_draw_fixed_indegree_gives_each_target_its_number(rng: np.random.Generator) -> None:
    sources, targets = wiring.draw_fixed_indegree(rng, 20, 30, 7)
    np.testing.assert_array_equal(np.bincount(targets), np.full(30, 7))
    assert sources.min() >= 0
    assert sources.max() < 20


def test_draw_bernoulli_draws_its_share(rng: np.random.Generator) -> None:
    sources, targets = wiring.draw_bernoulli(rng, 200, 300, 0.1)
    assert sources.size == pytest.approx(6_000, rel=0.05)
    assert len(set(zip(sources, targets, strict=True))) == sources.size


def test_draw_bernoulli_pairs_no_neuron_with_itself(rng: np.random.Generator) -> None:
    sources, targets = wiring.draw_bernoulli(rng, 30, 30, 1.0, same=True)
    assert sources.size == 30 * 29
    assert not (sources == targets).any()


def test_draw_regions_learns_within_and_between(rng: np.random.Generator) -> None:
    learning, onto_i, from_i = wiring.draw_regions(rng, 40, 10)
    per_neuron = networks.N4.indegree_own + 4 * networks.N4.indegree_far
    np.testing.assert_array_equal(np.bincount(learning[1]), np.full(200, per_neuron))
    own = (learning[0] // 40 == learning[1] // 40).mean()
    assert own == pytest.approx(networks.N4.indegree_own / per_neuron)
    assert onto_i[1].min() == from_i[0].min() == 200
    # Inhibition stays at home.
    homes = np.concatenate([np.arange(200) // 40, np.arange(50) // 10])
    np.testing.assert_array_equal(homes[from_i[0]], homes[from_i[1]])
    np.testing.assert_array_equal(homes[onto_i[0]], homes[onto_i[1]])


def test_pair_dopamine_stays_in_its_region() -> None:
    cells, neurons = wiring.pair_dopamine(40)
    assert cells.size == 50 * 40
    np.testing.assert_array_equal(cells // networks.N4.n_dopamine, neurons // 40)


def test_draw_microcircuit_follows_its_plan(rng: np.random.Generator) -> None:
    plan = networks.scale_microcircuit(0.05)
    drawn = wiring.draw_microcircuit(rng, plan)
    assert drawn.pairs[0].size == drawn.weights_pA.size == sum(map(sum, plan.synapses))
    assert drawn.delays_ms.min() == networks.DT_ms
    first = slice(0, plan.synapses[0][0])
    assert drawn.pairs[1][first].max() < plan.sizes[0]
    assert drawn.weights_pA[first].mean() == pytest.approx(plan.weights_pA[0][0], rel=0.01)
    assert drawn.weights_pA[first].std() == pytest.approx(plan.weights_pA[0][0] * 0.1, rel=0.05)
