"""Random numbers without a stream."""

import numpy as np
import pytest
from scipy import stats

from neurotag.engine.numbers import poisson_thresholds
from neurotag.kernels.random import fill_bits, mix, normal, poisson

LOW_32 = np.uint64(0xFFFFFFFF)


def draw(key: int, n_steps: int) -> np.ndarray:
    return np.array([normal(np.uint32(mix(np.uint64(key), step) & LOW_32)) for step in range(n_steps)])


def count(mean: float, *, n: int = 200, n_steps: int = 1000, first: int = 0, key: int = 7) -> np.ndarray:
    """Return Poisson counts of neighbouring neurons, (n_steps, n)."""
    draws, high, low = poisson_thresholds(mean)
    counts, bits = np.zeros((n_steps, n), np.uint16), np.zeros(n, np.uint64)
    for step in range(n_steps):
        poisson(np.uint64(key), step, first, draws, high, low, bits, counts[step])
    return counts


def test_normal_has_mean_zero_and_variance_one() -> None:
    sample = draw(12345, 40_000)
    # Standard errors at this size: 0.005 of the mean, 0.006 of the variance.
    assert abs(sample.mean()) < 0.02
    assert abs(sample.var() - 1) < 0.03


def test_steps_and_keys_draw_independently() -> None:
    one, other = draw(1, 20_000), draw(2, 20_000)
    assert abs(np.corrcoef(one, other)[0, 1]) < 0.03
    assert abs(np.corrcoef(one[1:], one[:-1])[0, 1]) < 0.03


def test_a_number_depends_on_key_and_step_alone() -> None:
    assert mix(np.uint64(7), 99) == mix(np.uint64(7), 99)
    assert len({int(mix(np.uint64(key), step)) for key in range(50) for step in range(50)}) == 2500


def test_mix_is_the_published_generator() -> None:
    # First outputs of SplitMix64 seeded with 1234567, as listed with its reference implementation.
    assert [int(mix(np.uint64(1234567), step)) for step in range(2)] == [
        6457827717110365317,
        3203168211198807973,
    ]


def test_bits_of_a_place_do_not_depend_on_where_a_part_begins() -> None:
    whole, part = np.zeros(100, np.uint64), np.zeros(60, np.uint64)
    fill_bits(np.uint64(3), 5, 0, whole)
    fill_bits(np.uint64(3), 5, 40, part)
    np.testing.assert_array_equal(part, whole[40:])


@pytest.mark.parametrize("place", [0, 1, 63])
def test_bits_of_neighbours_steps_and_keys_are_independent(place: int) -> None:
    drawn = np.zeros((2, 20_000, 64), np.uint64)
    for key in range(2):
        for step in range(drawn.shape[1]):
            fill_bits(np.uint64(key), step, 0, drawn[key, step])
    one = (drawn[0, :, place] >> np.uint64(33)).astype(float)
    others = drawn[1, :, place], drawn[0, :, (place + 1) % 64], np.roll(drawn[0, :, place], 1)
    for other in others:
        # Standard error: 0.007.
        assert abs(np.corrcoef(one, (other >> np.uint64(33)).astype(float))[0, 1]) < 0.03


@pytest.mark.parametrize("mean", [0.02, 0.35, 1.7, 9.0])
def test_poisson_counts_have_their_distribution(mean: float) -> None:
    counts = count(mean).ravel()
    seen = np.bincount(counts, minlength=60)
    expected = stats.poisson.pmf(np.arange(len(seen)), mean) * len(counts)
    rare = expected < 10
    seen, expected = (np.append(each[~rare], each[rare].sum()) for each in (seen, expected))
    chi_squared = ((seen - expected) ** 2 / np.maximum(expected, 1e-9)).sum()
    # One in a million by chance.
    assert chi_squared < stats.chi2.isf(1e-6, len(seen) - 1)


def test_poisson_counts_of_neighbours_and_steps_are_independent() -> None:
    counts = count(1.0, n_steps=4000).astype(float)
    neighbours = np.corrcoef(counts[:, :-1].ravel(), counts[:, 1:].ravel())[0, 1]
    steps = np.corrcoef(counts[:-1].ravel(), counts[1:].ravel())[0, 1]
    # 800,000 pairs: standard error 0.001.
    assert max(abs(neighbours), abs(steps)) < 0.006
    # A threshold that is rounded for all at once must not show in the population's count.
    assert counts.sum(axis=1).var() == pytest.approx(200.0, rel=0.12)


def test_poisson_counts_of_a_part_are_those_of_the_whole() -> None:
    np.testing.assert_array_equal(count(1.3, first=64, n=100), count(1.3, n=200)[:, 64:164])
