"""Random numbers without a stream."""

import numpy as np

from neurotag.kernels.random import mix, normal


def draw(key: int, n_steps: int) -> np.ndarray:
    return np.array([normal(np.uint64(mix(np.uint64(key), step))) for step in range(n_steps)])


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
