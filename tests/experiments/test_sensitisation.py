"""Summation of a train, and the half-life of what it leaves."""

from __future__ import annotations

import pytest

from neurotag.experiments.sensitisation import AFTER_H, CLAIM, PINPRICK, half_life_h, summation


def test_summation_of_a_train_that_grows() -> None:
    assert summation([10.0, 12.0, 15.0, 15.0]) == 1.5
    assert summation([10.0, 10.0, 10.0, 10.0]) == 1.0


def test_summation_of_nothing_is_a_number() -> None:
    assert summation([0.0, 0.0]) == 0.0
    assert summation([0.0, 90.0]) == 10.0


def test_half_life_of_a_gain() -> None:
    assert half_life_h((0.5, 5.0, 24.0), [10.0, 5.0, 1.0]) == pytest.approx(5.0)
    assert half_life_h((0.5, 5.0, 25.0), [10.0, 6.0, 4.0]) == pytest.approx(15.0)


def test_a_gain_that_lasts_counts_twice_the_time() -> None:
    assert half_life_h((0.5, 48.0), [10.0, 9.0]) == 96.0
    assert half_life_h((0.5, 48.0), [-1.0, -1.0]) == 0.0


def test_published_decay_begins_at_the_published_rise() -> None:
    assert CLAIM.chart is not None
    _, pricks = CLAIM.chart.points[1]
    assert pricks[0] == PINPRICK[0]
    assert pricks[-len(AFTER_H)] == PINPRICK[1]
    assert all(PINPRICK[0] < later < PINPRICK[1] for later in pricks[-len(AFTER_H) + 1 :])
    assert all(len(points) == len(CLAIM.chart.x) for _, points in CLAIM.chart.points)
