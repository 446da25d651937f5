"""What is planted is there as described, and what is found is scored as it should be."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from neurotag.bench.finding import NULLS, Planted, f1, null_of, plant
from neurotag.errors import InputError

# Without drift, spread of rates or refractory time, what is expected can be reckoned.
BARE = Planted(
    n_units=200, duration_s=100.0, rate_hz=4.0, rate_spread=0.0, n_assemblies=3, size=40, overlap=0.25,
    jitter_ms=5.0, participation=0.5, activation_hz=1.0, refractory_ms=0.0, seed=3,
)  # fmt: skip


def counts_of(planted: Planted, bin_s: float) -> NDArray[np.float64]:
    trains, _ = plant(planted)
    edges = np.arange(0.0, planted.duration_s + bin_s / 2, bin_s)
    return np.array([np.histogram(trains.t_s[trains.unit == at], edges)[0] for at in range(trains.n_units)])


def test_trains_are_in_order_and_the_same_for_the_same_seed() -> None:
    for planted in (BARE, *(null_of(kind, n_units=20, duration_s=30.0, seed=1) for kind in NULLS)):
        (first, members), (again, _) = plant(planted), plant(planted)
        assert (first.t_s == again.t_s).all()
        assert (first.unit == again.unit).all()
        assert (np.diff(first.t_s) >= 0).all()
        assert first.t_s[0] >= 0
        assert first.t_s[-1] <= planted.duration_s
        assert first.n_units == planted.n_units
        assert len(members) == planted.n_assemblies
        assert not np.array_equal(plant(replace(planted, seed=planted.seed + 1))[0].t_s, first.t_s)


def test_assemblies_have_their_size_and_share_members_with_the_next_alone() -> None:
    _, (first, second, third) = plant(BARE)
    assert [len(set(own)) for own in (first, second, third)] == [40, 40, 40]
    assert len(np.intersect1d(first, second)) == len(np.intersect1d(second, third)) == 10
    assert len(np.intersect1d(first, third)) == 0
    assert BARE.n_members == len(np.unique(np.concatenate([first, second, third]))) == 100
    # Scattered: no block of neighbours.
    assert np.diff(first).max() > 1


def test_rates_rise_by_what_is_planted() -> None:
    trains, members = plant(BARE)
    belongs = np.bincount(np.concatenate(members), minlength=BARE.n_units)
    for n in (0, 1, 2):
        rates = trains.rate_hz[belongs == n]
        expected = 4.0 + n * 0.5 * 1.0
        # Members share activations, of which there are about 100: 10 % of what is planted, besides chance.
        assert rates.mean() == pytest.approx(
            expected, abs=5 * np.sqrt(4.0 / 100 / len(rates)) + 0.3 * n * 0.5
        )


def test_rates_of_units_are_log_normal() -> None:
    trains, _ = plant(Planted(n_units=2000, n_assemblies=0, duration_s=200.0, refractory_ms=0.0))
    logs = np.log(trains.rate_hz)
    assert np.median(logs) == pytest.approx(np.log(3.0), abs=5 * 1.25 * 0.7 / np.sqrt(2000))
    assert logs.std() == pytest.approx(0.7, abs=0.06)


@pytest.mark.parametrize("share", [0.3, 0.6, 1.0])
def test_members_join_as_often_as_described(share: float) -> None:
    silent = replace(BARE, rate_hz=0.0, n_assemblies=1, participation=share, jitter_ms=0.0)
    trains, (members,) = plant(silent)
    moments, n_joined = np.unique(trains.t_s, return_counts=True)
    assert set(trains.unit.tolist()) <= set(members.tolist())
    assert len(moments) == pytest.approx(100, abs=50)
    n = len(moments) * 40
    assert n_joined.sum() / n == pytest.approx(share, abs=5 * np.sqrt(share * (1 - share) / n) + 1e-12)


def test_jitter_is_the_spread_about_an_activation() -> None:
    silent = replace(
        BARE,
        rate_hz=0.0,
        n_assemblies=1,
        participation=1.0,
        jitter_ms=8.0,
        activation_hz=0.05,
        duration_s=2000.0,
    )
    trains, (members,) = plant(silent)
    groups = np.split(trains.t_s, np.flatnonzero(np.diff(trains.t_s) > 0.1) + 1)
    spreads = [group.std(ddof=1) for group in groups if len(group) == len(members)]
    assert len(spreads) > 50
    assert 1000 * np.sqrt(np.mean(np.square(spreads))) == pytest.approx(8.0, rel=0.06)


def test_no_spike_follows_another_of_its_unit_within_the_refractory_time() -> None:
    fast = Planted(n_units=20, duration_s=20.0, rate_hz=100.0, n_assemblies=0)
    (free, _), (held, _) = plant(replace(fast, refractory_ms=0.0)), plant(fast)
    gaps = [np.diff(held.t_s[held.unit == at]).min() for at in range(20)]
    assert min(gaps) >= 0.002
    # A spike that goes does not take the next with it: rate / (1 + rate * dead time), unit by unit.
    rates = free.rate_hz
    assert held.rate_hz.mean() == pytest.approx((rates / (1 + 0.002 * rates)).mean(), rel=0.03)


@pytest.mark.parametrize(
    ("changed", "is_slow", "is_fast"),
    [({}, False, False), ({"drift": 0.5}, True, False), ({"global_mode": 0.5}, False, True)],
)
def test_common_changes_are_slow_or_fast(changed: dict[str, Any], is_slow: bool, is_fast: bool) -> None:
    planted = replace(BARE, n_units=300, n_assemblies=0, **changed)
    seconds, fast = counts_of(planted, 1.0).sum(axis=0), counts_of(planted, 0.025).sum(axis=0)
    mean_hz = seconds.mean()
    assert mean_hz == pytest.approx(300 * 4.0, rel=0.15)
    steps = np.diff(fast)
    # Neighbouring bins differ by chance alone, unless the mode is fast; seconds unless there is a drift.
    assert (steps.var() / (2 * fast.mean()) > 2.0) == is_fast
    smooth = np.convolve(seconds, np.ones(10) / 10, "valid")
    assert (smooth.std() > 5 * np.sqrt(mean_hz / 10)) == is_slow


def test_what_is_planted_leaves_the_background_as_it_is() -> None:
    (alone, _), (both, _) = plant(replace(BARE, n_assemblies=0)), plant(BARE)
    assert np.isin(alone.t_s, both.t_s).all()


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"n_units": 99}, r"need 100 units \(got 99\)"),
        ({"overlap": 0.6}, r"from 0 to 0\.5 \(got 0\.6\)"),
        ({"participation": 1.1}, "participation"),
        ({"drift": 0.7}, "drift"),
    ],
)
def test_what_cannot_be_planted_is_refused(changed: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        replace(BARE, **changed)


@pytest.mark.parametrize(
    ("found", "planted", "expected"),
    [
        ([], [], 1.0),
        ([], [{1, 2}], 0.0),
        ([{1, 2}], [], 0.0),
        ([{1, 2}], [{3, 4}], 0.0),
        ([{3, 4}, {1, 2}], [{1, 2}, {3, 4}], 1.0),
        # Precision 1/2, recall 1.
        ([{1, 2, 3, 4}], [{1, 2}], 2 / 3),
        # Two found as one: 2 of 4 found, 2 of 4 planted.
        ([{1, 2, 3, 4}], [{1, 2}, {3, 4}], 0.5),
        # One found as two: only the larger half counts, and the other is one too many.
        ([{1, 2, 3}, {4}], [{1, 2, 3, 4}], 0.75),
        # The better of two matchings: 3 + 3 of 4 + 4 and 4 + 4.
        ([{1, 2, 3, 8}, {5, 6, 7, 4}], [{5, 6, 7, 8}, {1, 2, 3, 4}], 0.75),
    ],
)
def test_f1_of_known_answers(found: list[set[int]], planted: list[set[int]], expected: float) -> None:
    assert f1(found, planted) == pytest.approx(expected)
