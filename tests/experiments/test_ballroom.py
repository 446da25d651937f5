"""When a group of neurons stands."""

from __future__ import annotations

import numpy as np
import pytest

from neurotag.experiments.ballroom import rate_hz
from neurotag.recording import Activity


def test_rate_over_the_last_50_ms() -> None:
    nothing = np.zeros(40)
    activity = Activity(
        dt_ms=1.0,
        update_ms=5.0,
        step=np.array([100, 100, 120], np.int32),
        neuron=np.array([3, 9, 4], np.uint32),
        counts=np.zeros((40, 1, 3), np.int32),
        salience=nothing,
        safety=nothing,
        stress=nothing,
        cortisol=nothing,
        energy=nothing,
        third_factor=nothing,
    )
    rate = rate_hz(activity, np.array([3, 4]))
    assert len(rate) == 200
    assert rate[99] == 0.0
    assert rate[100] == pytest.approx(10.0)
    assert rate[120] == pytest.approx(20.0)
    assert rate[150] == pytest.approx(10.0)
    assert rate[170] == 0.0
