"""The window's protocol and its maths."""

from __future__ import annotations

import numpy as np
import pytest

from neurotag.experiments.wiring import (
    BURSTS,
    DELAY_MS,
    LAGS_MS,
    SINGLE,
    WIDEST_MS,
    Pairs,
    growth,
    pairing_life,
    published_change,
    time_constant_ms,
)
from neurotag.life import Sight, Together, Touch


def test_growth_is_that_of_the_sum() -> None:
    assert growth(np.array([1.0, 3.0]), np.array([2.0, 4.0])) == pytest.approx(50.0)


def test_nothing_grows_where_nothing_was_born() -> None:
    assert growth(np.empty(0), np.empty(0)) == 0.0


def test_time_constant_of_an_exponential() -> None:
    lags_ms = np.array([2.0, 5.0, 10.0, 40.0])
    assert time_constant_ms(lags_ms.tolist(), (90.0 * np.exp(-lags_ms / 17.0)).tolist()) == pytest.approx(
        17.0
    )


@pytest.mark.parametrize("change", [(0.0, 0.0, 0.0), (9.0, 0.0, 0.0), (1.0, 2.0, 4.0), (-3.0, -2.0, -1.0)])
def test_what_is_no_window_counts_the_widest(change: tuple[float, ...]) -> None:
    assert time_constant_ms((5.0, 10.0, 20.0), change) == WIDEST_MS


def test_published_window_is_signed() -> None:
    assert published_change(10.0) == pytest.approx(43.3, abs=0.1)
    assert published_change(-10.0) == pytest.approx(-20.1, abs=0.1)


@pytest.mark.parametrize("pairs", [SINGLE, BURSTS])
def test_every_source_is_driven_at_its_lag(pairs: Pairs) -> None:
    outer = pairing_life(pairs).events[0]
    assert isinstance(outer, Together)
    burst = outer.events[1].events[0].events  # type: ignore[union-attr]
    target_s = [each.at_s or 0.0 for each in burst if isinstance(each, Sight)]
    source_s = [each.at_s or 0.0 for each in burst if isinstance(each, Touch)]
    assert len(target_s) == pairs.n_pairs
    lags_ms = [
        1000.0 * (target - source) - DELAY_MS
        for at, target in enumerate(target_s)
        for source in source_s[at * len(LAGS_MS) : (at + 1) * len(LAGS_MS)]
    ]
    assert lags_ms == pytest.approx(LAGS_MS * pairs.n_pairs)
