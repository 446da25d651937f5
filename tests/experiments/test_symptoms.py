"""The maths of the chronic state: losses of a rise, and read-outs of rates."""

from __future__ import annotations

import numpy as np
import pytest

from neurotag.experiments.shared.decoding import better_by, told_by
from neurotag.experiments.symptoms import TRIALS, least_loss, more


def test_more_is_in_per_cent_and_guards_against_zero() -> None:
    assert more(1.5, 1.2) == pytest.approx(25.0)
    assert np.isfinite(more(1.0, 0.0))


def test_the_least_loss_of_the_rises_counts() -> None:
    before, intact = {"fear": 1.0, "stress": 0.0}, {"fear": 3.0, "stress": 0.2}
    cut = {"fear": 2.0, "stress": 0.18}
    assert least_loss(intact, cut, before, ("fear", "stress")) == pytest.approx(10.0)
    assert least_loss(intact, cut, before, ("fear",)) == pytest.approx(50.0)


def test_what_did_not_rise_loses_nothing() -> None:
    before = {"fear": 1.0}
    assert least_loss({"fear": 0.9}, {"fear": 0.2}, before, ("fear",)) == 0.0


def test_a_pattern_tells_what_no_single_region_does() -> None:
    rng = np.random.default_rng(0)
    strength, other = rng.uniform(size=(2, 60))
    rates = np.stack([strength + other, other, rng.normal(size=60)], axis=1)
    both = told_by(rates, [0, 1], strength)
    best = max(told_by(rates, [column], strength) for column in range(3))
    assert both > 0.95
    assert better_by(both, best) > 10.0


def test_shuffled_strengths_are_not_told() -> None:
    rng = np.random.default_rng(0)
    strength = rng.uniform(size=60)
    rates = strength[:, np.newaxis] + 0.1 * rng.normal(size=(60, 4))
    assert told_by(rates, range(4), strength) > 0.9
    assert told_by(rates, range(4), rng.permutation(strength)) < 0.4


def test_nothing_that_varies_tells_nothing() -> None:
    assert told_by(np.ones((60, 2)), [0, 1], np.linspace(0, 1, 60)) == pytest.approx(0.0, abs=0.35)
    assert told_by(np.random.default_rng(0).normal(size=(60, 2)), [0], np.ones(60)) == 0.0


def test_better_by_guards_against_zero() -> None:
    assert better_by(0.6, 0.5) == pytest.approx(20.0)
    assert np.isfinite(better_by(0.5, -0.2))


def test_every_trial_comes_once() -> None:
    assert len(set(TRIALS)) == 60
