"""The clock and the curves of stress."""

from __future__ import annotations

import numpy as np
import pytest

from neurotag.experiments.stress import MOST_MIN, MOST_S, half_life_min, more, peak_min, rise_s

T_S = np.arange(0.0, 3 * 3600.0, 5.0)


def test_half_life_of_an_exponential() -> None:
    trace = np.exp(-T_S / 300.0)
    assert half_life_min(T_S, trace) == pytest.approx(300.0 * np.log(2) / 60.0, rel=1e-3)


def test_a_signal_that_was_not_raised_counts_the_whole_time() -> None:
    nothing = np.zeros(len(T_S))
    assert half_life_min(T_S, nothing) == MOST_MIN
    assert rise_s(T_S, nothing, 10.0) == MOST_S
    assert peak_min(T_S, nothing, 10.0) == 0.0


def test_half_life_of_a_signal_that_stays_counts_the_whole_time() -> None:
    assert half_life_min(T_S, np.ones(len(T_S))) == MOST_MIN


def test_rise_is_the_time_to_half_of_the_peak() -> None:
    trace = np.clip((T_S - 100.0) / 40.0, 0.0, 1.0)
    assert rise_s(T_S, trace, 100.0) == 20.0


def test_peak_of_a_slow_signal() -> None:
    trace = T_S / 1500.0 * np.exp(1.0 - T_S / 1500.0)
    assert peak_min(T_S, trace, 0.0) == pytest.approx(25.0)


def test_more_is_none_where_nothing_is_learned() -> None:
    assert more(1.2, 1.0) == pytest.approx(20.0)
    assert more(1.2, 0.0) == 0.0
