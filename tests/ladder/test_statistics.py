"""Rung 5. Where spikes cannot be compared one by one: distributions over neurons, from seed to seed."""

import numpy as np
import pytest
from tests.ladder.balanced import (
    CELL,
    INDEGREES,
    N_EXC,
    N_INH,
    WARM_MS,
    WEIGHT_pA,
    balanced,
    compare,
    describe,
    spikes_of,
    told_apart,
)
from tests.ladder.peer import ask_nest, needs_nest, words_of
from tests.ladder.stage import Numbers

pytestmark = pytest.mark.slow

MS = 2000.0
N_SEEDS = 8
Seeds = list[dict[str, Numbers]]


def live(*, dt_ms: float = 0.1, first_seed: int = 0) -> Seeds:
    brain = balanced(dt_ms=dt_ms)
    return [
        describe(*spikes_of(brain, seed=seed, ms=MS), ms=MS)
        for seed in range(first_seed, first_seed + N_SEEDS)
    ]


@pytest.fixture(scope="module")
def ours() -> Seeds:
    return live()


@pytest.fixture(scope="module")
def nests() -> Seeds:
    found = []
    for seed in range(N_SEEDS):
        answer = ask_nest(
            "drawn", seed=seed, n_exc=N_EXC, n_inh=N_INH, exc_indegree=INDEGREES["excitatory"],
            inh_indegree=INDEGREES["inhibitory"], weight=WEIGHT_pA, poisson_hz=CELL.poisson_hz, learns=False, rate=0.0,
            asymmetry=0.0, ceiling=1.0, ms=WARM_MS + MS, from_ms=WARM_MS, weigh_ms=np.zeros(0), **words_of(CELL),
        )  # fmt: skip
        found.append(describe(answer["step"] * 0.1 - WARM_MS, answer["neuron"], ms=MS))
    return found


def test_the_network_is_asynchronous_and_irregular(ours: Seeds) -> None:
    # Otherwise the other tests would compare something else.
    for one in ours:
        assert 20 < one["exc rate"].mean() < 80
        assert 0.3 < one["exc irregularity"].mean() < 1.2
        assert abs(one["exc correlation"].mean()) < 0.05


def test_other_seeds_are_drawn_from_the_same_distributions(ours: Seeds) -> None:
    assert told_apart(compare(ours, live(first_seed=100))) == []


def test_half_the_step_changes_no_distribution(ours: Seeds) -> None:
    assert told_apart(compare(ours, live(dt_ms=0.05))) == []


@needs_nest
def test_distributions_lie_within_nests_own_spread(ours: Seeds, nests: Seeds) -> None:
    assert told_apart(compare(nests, ours)) == []
