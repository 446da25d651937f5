"""Scores and their chances."""

import numpy as np
import pytest
from scipy.ndimage import uniform_filter1d
from scipy.stats import gumbel_r

from neurotag.neurotags.search.judge import bound_at, fit_maxima, outlives, p_values, q_values
from neurotag.neurotags.search.seeds import surprise


def test_the_fit_is_that_of_moments() -> None:
    maxima = np.array([1.0, 2.0, 3.0, 6.0])
    location, scale = fit_maxima(maxima)
    assert np.isclose(gumbel_r.mean(location, scale), 3.0)
    assert np.isclose(gumbel_r.std(location, scale), maxima.std(ddof=1))


def test_p_is_the_tail_and_never_less_than_the_rank() -> None:
    maxima = np.array([0.0, 1.0, 2.0, 3.0, 9.0])
    p = p_values(np.array([8.0, 30.0]), maxima)
    assert p[0] >= 2 / 6
    assert np.isclose(p[1], gumbel_r.sf(30.0, *fit_maxima(maxima)))


def test_maxima_that_agree_by_chance_make_nothing_certain() -> None:
    assert p_values(np.array([3.0]), np.full(20, 2.0))[0] > 0.05


def test_a_bound_is_reached_with_its_chance() -> None:
    maxima = np.array(gumbel_r.rvs(3.0, 2.0, size=5000, random_state=1))
    assert np.isclose((maxima > bound_at(0.05, maxima)).mean(), 0.05, atol=0.01)


def test_q_is_that_of_benjamini_and_hochberg() -> None:
    assert np.allclose(q_values(np.array([0.01, 0.04, 0.03])), [0.03, 0.04, 0.04])
    assert len(q_values(np.array([]))) == 0


def test_the_choice_of_a_set_is_paid_for() -> None:
    # The best of all 1,225 pairs of 50 units has a z of about 3.2: no surprise.
    assert -1.0 < surprise(np.array(3.2), np.array(2), 50) < 1.0
    assert surprise(np.array(8.0), np.array(2), 50) > 20.0
    assert surprise(np.array(8.0), np.array(25), 50) < surprise(np.array(8.0), np.array(2), 50)


def test_p_is_at_least_the_share_of_surrogates_that_reached_the_score() -> None:
    ranked = -np.sort(-gumbel_r.rvs(3.0, 1.5, size=20, random_state=4))
    p = p_values(ranked, ranked)
    assert (p >= (np.arange(1, 21) + 1) / 21 - 1e-12).all()
    assert (np.diff(p) >= 0).all()


def test_p_of_what_is_like_the_surrogates_is_about_as_often_small_as_it_says() -> None:
    draws = gumbel_r.rvs(0.0, 1.0, size=(4000, 21), random_state=5)
    p = np.array([p_values(row[:1], row[1:])[0] for row in draws])
    # The fit of 20 is itself uncertain: the smaller the level, the more often it is passed.
    for level, most in ((0.5, 0.52), (0.1, 0.12), (0.05, 0.075), (0.01, 0.025)):
        assert 0.6 * level < (p <= level).mean() < most


@pytest.mark.parametrize("n_events", [1, 2, 3, 6])
@pytest.mark.parametrize("n_left_out", [0, 2])
def test_what_outlives_its_strongest_activations_had_more_of_them(n_events: int, n_left_out: int) -> None:
    activity = np.random.default_rng(6).standard_normal((100, 2000)).astype(np.float32)
    events = 100 + 300 * np.arange(n_events)
    activity[:20, events] += 8.0
    activity /= activity.std(axis=1, keepdims=True)
    lives = outlives(activity[:20], n_left_out=n_left_out, length=40, noise=1.0 / np.sqrt(2000))
    assert lives == (n_events > n_left_out)


def test_a_stretch_of_raised_rates_is_one_stretch() -> None:
    """A slow rise that all follow once, with the flanks that taking a drift out leaves."""
    activity = np.random.default_rng(7).standard_normal((20, 3000)).astype(np.float32)
    activity[:, 1000:1200] += 2.0
    activity -= uniform_filter1d(activity, 200, axis=1)
    activity /= activity.std(axis=1, keepdims=True)
    noise = 1.0 / np.sqrt(3000)
    assert outlives(activity, n_left_out=0, length=200, noise=noise)
    assert not outlives(activity, n_left_out=2, length=200, noise=noise)
