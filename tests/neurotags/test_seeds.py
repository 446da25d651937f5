"""Sets grown from single units, and what they are worth."""

from math import comb, log

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import norm

from neurotag.neurotags.search.seeds import MOST_UNITS, grow_sets, surprise


def activity_with(n_units: int, sets: list[NDArray[np.int64]], *, share: float = 0.05) -> NDArray[np.float32]:
    """Return units over 2,000 bins, sets of which have correlations of a share among them."""
    random = np.random.default_rng(11)
    activity = random.standard_normal((n_units, 2000))
    for own in sets:
        activity[own] += np.sqrt(share / (1.0 - share)) * random.standard_normal(2000)
    activity -= activity.mean(axis=1, keepdims=True)
    found: NDArray[np.float32] = (activity / activity.std(axis=1, keepdims=True)).astype(np.float32)
    return found


NOISE = 1.0 / np.sqrt(2000)


def grown(activity: NDArray[np.float32], n_most: int = 8, seed: int = 0) -> list[NDArray[np.int64]]:
    return grow_sets(activity, NOISE, n_most, np.random.default_rng(seed))


@pytest.mark.parametrize(("z", "n", "n_units"), [(0.0, 2, 2), (3.0, 2, 10), (8.0, 20, 500), (40.0, 5, 50)])
def test_surprise_is_that_of_z_less_the_choice(z: float, n: int, n_units: int) -> None:
    by_hand = -float(norm.logsf(z)) - log(comb(n_units, n))
    assert float(surprise(np.array(z), np.array(n), n_units)) == pytest.approx(by_hand)


def test_surprise_of_nothing_is_half_a_chance() -> None:
    assert float(surprise(np.array(0.0), np.array(4), 4)) == pytest.approx(log(2))


def test_the_best_pair_of_independent_units_is_worth_little() -> None:
    z = np.random.default_rng(12).standard_normal((200, comb(50, 2))).max(axis=1)
    worth = surprise(z, np.full(200, 2), 50)
    # -log of the smallest of so many chances, times their number: an exponential draw.
    assert np.exp(-worth).mean() == pytest.approx(1.0, abs=0.25)


def test_a_set_too_weak_for_a_component_is_grown() -> None:
    own = np.arange(30, 35)
    activity = activity_with(400, [own], share=0.1)
    # Five units that correlate by 0.1 make an eigenvalue of 1.4, less than 1 + sqrt(400 / 2000) = 1.45: no
    # component of its own (Baik, Ben Arous & Peche 2005).
    vectors = np.linalg.eigh(np.corrcoef(activity))[1][:, -5:]
    assert (vectors[own] ** 2).sum(axis=0).max() < 0.3
    np.testing.assert_array_equal(grown(activity)[0], own)


def test_sets_come_apart_and_the_more_surprising_first() -> None:
    weak, strong = np.arange(10), np.arange(50, 65)
    activity = activity_with(100, [weak, strong], share=0.15)
    found = grown(activity)
    assert len(np.intersect1d(found[0], strong)) >= 14
    assert len(np.intersect1d(found[1], weak)) >= 9
    for at, one in enumerate(found):
        for other in found[:at]:
            assert len(np.intersect1d(one, other)) <= 0.5 * min(len(one), len(other))


def test_no_more_sets_are_grown_than_asked_for() -> None:
    activity = activity_with(100, [])
    assert len(grown(activity, 3)) == 3
    assert all((np.diff(one) > 0).all() for one in grown(activity, 3))


def test_the_same_seed_grows_the_same_sets() -> None:
    activity = activity_with(450, [np.arange(20)])
    for one, other in zip(grown(activity, seed=1), grown(activity, seed=1), strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("n_units", [2, MOST_UNITS + 1])
def test_nothing_is_grown_from_too_few_or_too_many(n_units: int) -> None:
    assert grown(np.ones((n_units, 10), np.float32)) == []
