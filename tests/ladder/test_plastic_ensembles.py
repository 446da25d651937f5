"""Rung 7. Many weights over time: where they go together, beside NEST and beside the naive reference."""

import numpy as np
import pytest
from scipy.stats import ks_2samp
from tests.ladder.balanced import (
    CELL,
    INDEGREES,
    LEVEL,
    N_EXC,
    N_INH,
    CEILING_pA,
    WEIGHT_pA,
    balanced,
    compare,
    told_apart,
)
from tests.ladder.everything import DT_MS, RULES, everything
from tests.ladder.naive import Network
from tests.ladder.peer import ask_nest, needs_nest, words_of
from tests.ladder.stage import Numbers, Stage

from neurotag.plasticity import PairSTDP

pytestmark = pytest.mark.slow

WEIGH_MS = (470.0, 950.0, 1430.0, 2390.0)
"""Not where an epoch ends: then weights are, as NEST's, those of each source's last spike."""
RULE = PairSTDP(rate=0.02, asymmetry=1.05)
N_SEEDS = 6
Seeds = list[dict[str, Numbers]]


@pytest.fixture(scope="module")
def nests() -> Seeds:
    found = []
    for seed in range(N_SEEDS):
        answer = ask_nest(
            "drawn", seed=seed, n_exc=N_EXC, n_inh=N_INH, exc_indegree=INDEGREES["excitatory"],
            inh_indegree=INDEGREES["inhibitory"], weight=WEIGHT_pA, poisson_hz=CELL.poisson_hz, learns=True,
            rate=RULE.rate, asymmetry=RULE.asymmetry, ceiling=CEILING_pA, ms=WEIGH_MS[-1], from_ms=0.0,
            weigh_ms=np.array(WEIGH_MS), **words_of(CELL),
        )  # fmt: skip
        found.append({f"{ms:g} ms": weights for ms, weights in zip(WEIGH_MS, answer["weights"], strict=True)})
    return found


def live(seed: int, *, is_exact: bool) -> dict[str, Numbers]:
    stage = Stage(balanced(RULE.replace(is_exact=is_exact)), seed=seed)
    learning = slice(0, stage.circuit.n_learning)
    found = {}
    for ms in WEIGH_MS:
        stage.run(ms - stage.state.step * 0.1)
        found[f"{ms:g} ms"] = np.sort(stage.state.weight[learning].astype(np.float64))
    return found


@needs_nest
def test_weights_of_pair_stdp_lie_within_nests_own_spread(nests: Seeds) -> None:
    # They have moved by far more than they differ from seed to seed.
    assert nests[0]["2390 ms"].std() > 0.02 * WEIGHT_pA
    assert told_apart(compare(nests, [live(seed, is_exact=True) for seed in range(N_SEEDS)])) == []


def test_adding_up_spikes_moves_the_mean_weight_by_second_order_at_most() -> None:
    # A potentiation that adds up spikes of an interval is too large by half its share of the room, and this share
    # is about the rate of learning: here it is one spike on each side within the time constant. At half the
    # ceiling, where up and down meet, the weights rise by a quarter of that share of the ceiling.
    exact, fast = (
        np.mean([live(seed, is_exact=is_exact)["2390 ms"].mean() for seed in range(3)])
        for is_exact in (True, False)
    )
    assert 0 < fast - exact < 0.25 * 0.5 * RULE.rate * CEILING_pA


@pytest.fixture(scope="module")
def lives() -> list[tuple[Stage, Network]]:
    found = []
    for seed in range(4):
        stage = Stage(everything("single"), seed=seed)
        network = Network(stage)
        n_steps = round(3000 / DT_MS)
        network.live(n_steps)
        stage.advance(n_steps)
        found.append((stage, network))
    return found


@pytest.mark.parametrize("name", ["bursts", "dopamine", "triplets"])
def test_weights_in_single_precision_go_where_the_naive_references_go(
    lives: list[tuple[Stage, Network]], name: str
) -> None:
    assert name in RULES
    pairs = [
        (stage.weights(own), one.weight)
        for stage, network in lives
        for rule, own, one, _ in network.learning
        if rule == RULES[name]
    ]
    lazy, dense = (np.concatenate(part) for part in zip(*pairs, strict=True))
    assert (lazy != dense).mean() > 0.5
    # A Kolmogorov-Smirnov test takes them for independent. They share their births, so are nearer than that.
    assert ks_2samp(lazy, dense, method="asymp").pvalue > LEVEL
    assert ks_2samp(lazy, dense * 1.1, method="asymp").pvalue < LEVEL
