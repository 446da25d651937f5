from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from neurotag.bench.peers import samples

POPULATIONS = [("E", 300, True), ("I", 100, False)]


@pytest.fixture
def poisson() -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """Return senders and times of independent trains: 20 Hz of E, 40 Hz of I, for 5 s."""
    rng = np.random.default_rng(1)
    counts = rng.poisson(np.repeat([100, 200], [300, 100]))
    senders = np.repeat(np.arange(400), counts)
    return senders, rng.random(senders.size) * 5_000


def test_describe_reads_the_rates(poisson: tuple[npt.NDArray[Any], npt.NDArray[Any]]) -> None:
    figures, kept = samples.describe(*poisson, POPULATIONS, start_ms=0, stop_ms=5_000, seed=7)
    assert figures["rates_by_population"]["E"] == pytest.approx(20, rel=0.02)
    assert figures["rates_by_population"]["I"] == pytest.approx(40, rel=0.02)
    assert figures["rate_hz"] == pytest.approx(25, rel=0.02)
    assert kept["rates"].size == kept["rates_population"].size == 400


def test_describe_finds_poisson_trains_irregular_and_apart(
    poisson: tuple[npt.NDArray[Any], npt.NDArray[Any]],
) -> None:
    figures, kept = samples.describe(*poisson, POPULATIONS, start_ms=0, stop_ms=5_000, seed=7)
    # 300 neurons of 100 intervals: the mean is known to well under 0.02.
    assert figures["cv"] == pytest.approx(1.0, abs=0.02)
    assert kept["corr"].size == 200 * 199 // 2
    assert abs(kept["corr"].mean()) < 0.002


def test_describe_leaves_out_what_was_not_in_the_stretch() -> None:
    figures, _ = samples.describe(
        np.zeros(4, int), np.array([0.5, 1.0, 2.0, 2.1]), [("E", 1, True)], start_ms=1.0, stop_ms=2.0, seed=7
    )
    assert figures["rate_hz"] == pytest.approx(1_000)


def test_describe_samples_the_same_neurons_for_the_same_seed() -> None:
    senders = np.repeat(np.arange(3_000), 1)
    first, again = (
        samples.describe(senders, senders * 0.1 + 0.1, [("E", 6_000, True)], start_ms=0, stop_ms=400, seed=3)
        for _ in range(2)
    )
    assert first[1]["rates"].size == 1_000
    np.testing.assert_array_equal(first[1]["rates"], again[1]["rates"])


def test_describe_says_nothing_of_irregularity_with_too_few_intervals() -> None:
    figures, _ = samples.describe(
        np.arange(50), np.full(50, 1.0), [("E", 50, True)], start_ms=0, stop_ms=10, seed=7
    )
    assert figures["cv"] is None


def test_describe_stands_silence() -> None:
    figures, kept = samples.describe(
        np.empty(0, int), np.empty(0), POPULATIONS, start_ms=0, stop_ms=10, seed=7
    )
    assert figures == {"rate_hz": 0.0, "rates_by_population": {"E": 0.0, "I": 0.0}, "cv": None}
    assert kept["corr"].size == 0


def test_read_isi_cv_finds_a_clock_regular() -> None:
    times = np.tile(np.arange(20) * 5.0, 3)
    senders = np.repeat([4, 1, 9], 20)
    np.testing.assert_allclose(samples.read_isi_cv(senders, times, np.array([1, 4, 5])), [0.0, 0.0])


def test_correlate_finds_twins() -> None:
    times = np.array([1.0, 7.0, 21.0, 1.5, 6.5, 21.9])
    corr = samples.correlate(np.repeat([2, 5], 3), times, np.array([5, 2]), start_ms=0.0, stop_ms=40.0)
    np.testing.assert_allclose(corr, [1.0])


def test_save_writes_where_it_is_told(tmp_path: Path) -> None:
    place = tmp_path / "samples.of.nest"
    samples.save(str(place), {"rates": np.arange(3.0)})
    with np.load(place) as kept:
        np.testing.assert_array_equal(kept["rates"], [0.0, 1.0, 2.0])


def test_describe_weights_leaves_blanks_where_there_are_none() -> None:
    assert samples.describe_weights(None) == {"weight_mean": None, "weight_sd": None}
    assert samples.describe_weights(np.array([1.0, 3.0])) == {"weight_mean": 2.0, "weight_sd": 1.0}
