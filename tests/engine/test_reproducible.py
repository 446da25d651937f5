"""Same seed, same spikes, bit for bit, whatever does not matter."""

import numpy as np
import pytest
from tests.engine.lives import BURN, PROBE, TOUCH, life, small

from neurotag.brain import Brain, Region, load_brain
from neurotag.engine import simulate
from neurotag.recording import Activity, Recording, Watch

STORY = life(BURN, {"kind": "rest", "duration_s": 0.5}, {"kind": "sleep", "hours": 8}, PROBE, TOUCH)


def live(brain: Brain, *, seed: int = 3, threads: int = 1, watch: Watch | None = None) -> Recording:
    return simulate(brain, STORY, seed=seed, threads=threads, watch=watch)


@pytest.fixture(scope="module")
def once() -> Recording:
    return live(small())


def same(one: Activity, other: Activity) -> bool:
    return all(
        np.array_equal(getattr(one, name), getattr(other, name))
        for name in ("step", "neuron", "counts", "salience", "safety", "stress", "third_factor")
    )


def test_a_second_run_has_the_same_digest(once: Recording) -> None:
    assert live(small()).digest() == once.digest()


@pytest.mark.parametrize("threads", [2, 4])
def test_threads_do_not_show(once: Recording, threads: int) -> None:
    assert live(small(), threads=threads).digest() == once.digest()


def test_another_seed_lives_otherwise(once: Recording) -> None:
    assert live(small(), seed=4).digest() != once.digest()


def test_chunks_do_not_show(once: Recording) -> None:
    other = live(small(), watch=Watch(chunk_ms=37))
    assert same(other.activity, once.activity)
    np.testing.assert_array_equal(other.weights.mean, once.weights.mean)


def test_keeping_no_spikes_changes_nothing(once: Recording) -> None:
    other = live(small(), watch=Watch(spikes=False))
    np.testing.assert_array_equal(other.activity.counts, once.activity.counts)
    assert len(other.activity.step) == 0


def test_keeping_some_regions_keeps_exactly_their_spikes(once: Recording) -> None:
    other = live(small(), watch=Watch(regions=("fear",)))
    fear = once.layout.excitatory("fear").start, once.layout.inhibitory("fear").stop
    inside = (once.activity.neuron >= fear[0]) & (once.activity.neuron < fear[1])
    np.testing.assert_array_equal(other.activity.neuron, once.activity.neuron[inside])


def test_a_region_that_connects_to_nothing_changes_nothing(once: Recording) -> None:
    brain = small()
    lonely = Region(name="lonely", title="Lonely", anatomy="none", mni_mm=(0, 0, 0), mni_source="none",
                    n_excitatory=50, n_inhibitory=10)  # fmt: skip
    other = live(brain.replace(regions=[region.model_dump() for region in (*brain.regions, lonely)]))
    old = other.activity.neuron < once.layout.n_neurons
    np.testing.assert_array_equal(other.activity.neuron[old], once.activity.neuron)
    np.testing.assert_array_equal(other.activity.step[old], once.activity.step)


def test_counts_are_the_sums_of_the_spikes(once: Recording) -> None:
    assert once.activity.counts.sum() == len(once.activity.step)
    fear = once.layout.excitatory("fear")
    kept = (once.activity.neuron >= fear.start) & (once.activity.neuron < fear.stop)
    assert once.activity.counts[:, once.layout.index("fear"), :2].sum() == kept.sum()


def test_half_the_step_tells_the_same_story() -> None:
    # A rested start: a network that has just been switched on fires in synchrony, which biases rates.
    story = life({"kind": "rest", "duration_s": 1.5}, BURN)
    rates = {}
    for dt_ms in (1.0, 0.5):
        brain = load_brain("everyday").replace(dt_ms=dt_ms)
        runs = [simulate(brain, story, seed=seed) for seed in range(4)]
        rates[dt_ms] = np.mean([run.activity.counts[340:600, :, :2].sum(axis=(0, 2)) for run in runs], axis=0)
    strong = rates[1.0] > 300
    assert strong.sum() >= 8
    # The background is drawn anew at the finer step, so single runs differ more than this mean of four.
    np.testing.assert_allclose(rates[0.5][strong], rates[1.0][strong], rtol=0.25)
