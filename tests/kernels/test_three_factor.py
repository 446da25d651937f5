"""The lazy kernels against the dense reference."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.kernels.dense import Pairing, live_densely
from tests.kernels.lazy import UPDATE, LazyTwin

from neurotag.brain import load_brain
from neurotag.engine.compile import compile_brain
from neurotag.kernels import three_factor as place

CEILING = 0.15
# Single precision of a weight near 0.1, over some hundred updates, and eligibility let go below 1e-4.
TOLERANCE = 1e-5


def everyday_rule() -> np.ndarray:
    rule: np.ndarray = compile_brain(load_brain("everyday").replace(scale=0.1)).rules.numbers[0]
    return rule


RULE = everyday_rule()


def pairing(*, seed: int = 0, n_steps: int = 1500, factor: float | None = None, hz: float = 25.0) -> Pairing:
    rng = np.random.default_rng(seed)
    n_sources, n_targets = 12, 15
    steps = n_steps // UPDATE * UPDATE
    wanted = rng.uniform(-1, 1, steps // UPDATE) if factor is None else np.full(steps // UPDATE, factor)
    rates = hz * rng.uniform(0.1, 2.0, n_sources), hz * rng.uniform(0.1, 2.0, n_targets)
    return Pairing(
        connected=rng.random((n_sources, n_targets)) < 0.6,
        birth=rng.uniform(0.005, 0.05, (n_sources, n_targets)).astype(np.float32).astype(float),
        arrivals=rng.random((steps, n_sources)) < rates[0] / 1000,
        spikes=rng.random((steps, n_targets)) < rates[1] / 1000,
        factor=np.repeat(wanted, UPDATE),
        rule=RULE,
        ceiling=CEILING,
    )


@pytest.mark.parametrize("factor", [0.04, 0.7, -0.5])
def test_lazy_learning_equals_dense_learning_under_a_steady_third_factor(factor: float) -> None:
    experiment = pairing(factor=factor)
    np.testing.assert_allclose(LazyTwin(experiment).live(), live_densely(experiment), atol=TOLERANCE)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), hz=st.sampled_from([2.0, 10.0, 40.0, 80.0]))
def test_lazy_learning_follows_dense_learning_when_the_third_factor_changes_sign(
    seed: int, hz: float
) -> None:
    experiment = pairing(seed=seed, hz=hz, n_steps=600)
    # Where the sign changes between two touches the closed form is exact to first order only.
    change = np.abs(live_densely(experiment) - experiment.birth)[experiment.connected].max()
    np.testing.assert_allclose(
        LazyTwin(experiment).live(), live_densely(experiment), atol=TOLERANCE + 0.02 * change
    )


def test_a_burst_on_both_sides_makes_a_synapse_stronger() -> None:
    experiment = pairing(factor=1.0, hz=40.0)
    learned = (LazyTwin(experiment).live() - experiment.birth)[experiment.connected]
    assert learned.mean() > 0.01


def test_learning_never_passes_the_ceiling() -> None:
    experiment = pairing(factor=1.0, hz=80.0, n_steps=4000)
    assert LazyTwin(experiment).live().max() <= np.float32(CEILING)


def test_isolated_spikes_teach_nothing() -> None:
    experiment = pairing(factor=1.0, n_steps=1000)
    experiment.spikes[:] = False
    experiment.spikes[500] = True
    experiment.arrivals[:] = False
    experiment.arrivals[495] = True
    np.testing.assert_array_equal(LazyTwin(experiment).live()[experiment.connected],
                                  experiment.birth[experiment.connected])  # fmt: skip


def test_a_source_after_its_target_teaches_nothing() -> None:
    experiment = pairing(factor=1.0, n_steps=1000)
    experiment.spikes[:] = experiment.arrivals[:] = False
    experiment.spikes[[480, 490, 500]] = True
    experiment.arrivals[505] = True
    np.testing.assert_array_equal(LazyTwin(experiment).live()[experiment.connected],
                                  experiment.birth[experiment.connected])  # fmt: skip


def test_without_a_third_factor_eligibility_changes_nothing() -> None:
    experiment = pairing(factor=0.0, hz=40.0)
    experiment.rule = RULE.copy()
    experiment.rule[place.SILENT_WEAKENING] = 0.0
    np.testing.assert_array_equal(LazyTwin(experiment).live()[experiment.connected],
                                  experiment.birth[experiment.connected])  # fmt: skip


def test_a_negative_third_factor_takes_back_what_was_learned_but_not_below_birth() -> None:
    learn = pairing(factor=1.0, hz=40.0)
    strong = LazyTwin(learn)
    strong.live()
    unlearn = pairing(seed=1, factor=-1.0, hz=40.0, n_steps=4000)
    unlearn.connected, unlearn.birth = learn.connected, learn.birth
    twin = LazyTwin(unlearn)
    twin.weight = strong.weight.copy()
    twin.live()
    assert twin.weight.mean() < strong.weight.mean()
    assert (twin.weight >= twin.birth - TOLERANCE).all()


def test_a_lone_spike_of_the_source_teaches_nothing_where_the_rule_says_so() -> None:
    experiment = pairing(factor=1.0, n_steps=1000)
    experiment.rule = RULE.copy()
    experiment.rule[place.SILENT_WEAKENING] = 0.0
    experiment.spikes[:] = experiment.arrivals[:] = False
    experiment.spikes[[495, 502, 510]] = True
    experiment.arrivals[500] = True

    def most_learned(*, lone_below: float, bursts: bool = False) -> float:
        experiment.rule[place.LONE_BELOW] = lone_below
        experiment.arrivals[[488, 494]] = bursts
        return float((LazyTwin(experiment).live() - experiment.birth)[experiment.connected].max())

    assert most_learned(lone_below=0.0) > 1e-4
    assert most_learned(lone_below=1.0) == 0
    assert most_learned(lone_below=1.0, bursts=True) > 1e-4
