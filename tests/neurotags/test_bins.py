"""Spike trains become counts, and counts activity without drift, of variance 1 or less."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from neurotag.errors import InputError
from neurotag.neurotags.search import bins
from neurotag.neurotags.search.bins import LEAST_SPIKES, count_spikes, normalise
from neurotag.recording import SpikeTrains, spike_trains

BIN_S = 0.025


def trains_at(times: Sequence[NDArray[np.floating[Any]]], end_s: float) -> SpikeTrains:
    """Return units that fire at these times."""
    unit = np.repeat(np.arange(len(times)), [len(own) for own in times])
    return spike_trains(unit, np.concatenate(times), units=range(len(times)), end_s=end_s)


def drawn(rate_hz: NDArray[np.float64], n_units: int, seed: int = 0) -> SpikeTrains:
    """Return units whose rate in each millisecond is given."""
    random = np.random.default_rng(seed)
    fires = random.random((n_units, len(rate_hz))) < rate_hz / 1000.0
    return trains_at([(np.flatnonzero(own) + 0.5) / 1000.0 for own in fires], len(rate_hz) / 1000.0)


def test_counts_are_those_of_a_histogram() -> None:
    random = np.random.default_rng(1)
    times = [np.sort(random.uniform(0, 5.0, n)) for n in (40, 3, 0, 200)]
    counts = count_spikes(trains_at(times, 5.0), BIN_S)
    expected = [np.histogram(own, 200, (0, 5.0))[0] for own in times]
    np.testing.assert_array_equal(counts, expected)
    assert counts.dtype == np.float32


def test_a_rest_shorter_than_a_bin_is_left_out() -> None:
    counts = count_spikes(trains_at([np.array([0.01, 1.99, 2.01])], 2.015), BIN_S)
    assert counts.shape == (1, 80)
    assert (counts[0, 0], counts[0, -1], counts.sum()) == (1, 1, 2)


def test_bins_begin_where_the_stretch_begins() -> None:
    part = trains_at([np.array([0.5, 1.01, 1.03, 2.91])], 4.0).between(1.0, 3.0)
    assert np.flatnonzero(count_spikes(part, BIN_S)[0]).tolist() == [0, 1, 76]


def test_activity_has_mean_zero_and_variance_one() -> None:
    binned = normalise(drawn(np.full(60_000, 20.0), 10), BIN_S, calms=True)
    np.testing.assert_allclose(binned.activity.mean(axis=1), 0.0, atol=1e-4)
    np.testing.assert_allclose(binned.activity.std(axis=1), 1.0, atol=1e-4)
    assert (binned.n_bins, binned.n_units, binned.kept.tolist()) == (2400, 10, list(range(10)))


def test_common_drift_makes_no_correlation() -> None:
    rate_hz = 20.0 * (1.0 + 0.9 * np.sin(2 * np.pi * np.arange(120_000) / 60_000))
    trains = drawn(rate_hz, 30)
    pairs = np.tril_indices(30, -1)
    before = np.asarray(np.corrcoef(count_spikes(trains, BIN_S)))[pairs].mean()
    after = np.asarray(np.corrcoef(normalise(trains, BIN_S, calms=True).activity))[pairs].mean()
    # Rate variance over Poisson variance: (0.9^2 / 2) 0.5 / (1 + that) = 0.17.
    assert before == pytest.approx(0.17, abs=0.02)
    assert abs(after) < 0.01


def test_what_is_faster_than_drift_stays() -> None:
    rate_hz = np.where(np.arange(120_000) % 1000 < 25, 200.0, 10.0)
    trains, pairs = drawn(rate_hz, 10), np.tril_indices(10, -1)
    whole = np.asarray(np.corrcoef(np.sqrt(count_spikes(trains, BIN_S))))[pairs]
    assert whole.min() > 0.25
    np.testing.assert_allclose(
        np.asarray(np.corrcoef(normalise(trains, BIN_S, calms=True).activity))[pairs], whole, atol=0.01
    )


def test_one_coincidence_of_rare_units_is_one_standard_error() -> None:
    spikes = np.array([7.0, 19.0, 31.0, 43.0, 55.0]) + 0.01
    binned = normalise(trains_at([spikes, spikes + np.array([0, 1, 1, 1, 1])], 60.0), BIN_S, calms=True)
    correlation = binned.activity[0] @ binned.activity[1] / binned.n_bins
    assert 0.9 / np.sqrt(2400) < correlation <= 1.0 / np.sqrt(2400)
    assert binned.activity.std(axis=1).max() < 0.4


def test_units_that_hardly_fire_or_never_change_are_left_out() -> None:
    every_bin = (np.arange(400) + 0.5) * BIN_S
    random = np.random.default_rng(2)
    some = [np.sort(random.uniform(0, 10.0, n)) for n in (LEAST_SPIKES - 1, LEAST_SPIKES, 50)]
    assert normalise(trains_at([every_bin, *some], 10.0), BIN_S, calms=True).kept.tolist() == [2, 3]


def refusal(trains: SpikeTrains, bin_s: float) -> str:
    with pytest.raises(InputError) as caught:
        normalise(trains, bin_s, calms=True)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_too_few_bins_are_refused() -> None:
    said = refusal(drawn(np.full(1000, 20.0), 3), BIN_S)
    assert said.startswith(
        "spikes: 1 s are 40 bins of 25 ms, and 50 are needed to tell anything from chance."
    )


def test_more_values_than_fit_are_refused_before_they_are_made() -> None:
    said = refusal(trains_at([np.array([1.0]), np.array([2.0])], 5e4), 0.001)
    assert said.startswith("spikes: 2 units in 50000000 bins of 1 ms are more than the 80,000,000 values")


def test_the_bound_of_values_is_of_units_times_bins(monkeypatch: pytest.MonkeyPatch) -> None:
    trains = drawn(np.full(2500, 50.0), 4)
    monkeypatch.setattr(bins, "MOST_VALUES", 400)
    assert count_spikes(trains, BIN_S).size == 400
    monkeypatch.setattr(bins, "MOST_VALUES", 399)
    assert "are more than the 399 values" in refusal(trains, BIN_S)


@pytest.mark.parametrize("n_firing", [0, 1])
def test_fewer_than_two_units_that_fired_enough_are_refused(n_firing: int) -> None:
    random = np.random.default_rng(3)
    times = [np.sort(random.uniform(0, 10, 50 if at < n_firing else 4)) for at in range(3)]
    said = refusal(trains_at(times, 10.0), BIN_S)
    assert said.startswith(f"spikes: {n_firing} of its 3 units fired at least 5 times and not alike")


def test_units_that_fire_once_in_every_bin_are_refused_for_what_they_lack() -> None:
    every_bin = (np.arange(400) + 0.5) * BIN_S
    said = refusal(trains_at([every_bin] * 3, 10.0), BIN_S)
    assert said.startswith(
        "spikes: 0 of its 3 units fired at least 5 times and not alike in all bins, and two"
    )


def test_a_stretch_of_high_rates_is_brought_down_to_the_whole_of_a_unit() -> None:
    random = np.random.default_rng(4)
    spikes = np.sort(np.concatenate([random.uniform(0.0, 300.0, 300), random.uniform(100.0, 130.0, 600)]))
    trains = trains_at([spikes, np.arange(0.5, 300.0)], 300.0)
    inside = slice(int(106.0 / BIN_S), int(124.0 / BIN_S))
    as_they_are, calmed = (normalise(trains, BIN_S, calms=calms).activity for calms in (False, True))
    assert as_they_are[0, inside].var() > 4.0
    assert calmed[0, inside].var() < 0.55 * as_they_are[0, inside].var()
    np.testing.assert_allclose(calmed.var(axis=1), as_they_are.var(axis=1), rtol=1e-3)
