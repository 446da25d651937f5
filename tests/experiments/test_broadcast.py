"""The maths of the broadcast and the stove: waves, order, reach."""

from __future__ import annotations

import numpy as np
import pytest

from neurotag.experiments.broadcast import follows_by_ms, hubs_ignited, steps_in_order, waves
from neurotag.experiments.shared.burn import WINDOW_MS, departs
from neurotag.experiments.stove import lead_ms

LATENCIES = {
    "movement": 110.0, "danger": 180.0, "suffering": 190.0, "fear": 170.0, "awareness": 240.0,
    "memory": 320.0, "thought": WINDOW_MS,
}  # fmt: skip


def test_waves_average_the_first_one() -> None:
    assert waves(LATENCIES) == (110.0, 180.0, 240.0, 320.0)


@pytest.mark.parametrize(
    ("times", "steps"),
    [
        ((110.0, 180.0, 240.0, 320.0), 3.0),
        ((110.0, 180.0, 320.0, 240.0), 2.0),
        ((WINDOW_MS, WINDOW_MS, WINDOW_MS, WINDOW_MS), 0.0),
        ((110.0, 180.0, 240.0, WINDOW_MS), 2.0),
    ],
)
def test_a_wave_that_never_comes_is_no_step(times: tuple[float, ...], steps: float) -> None:
    assert steps_in_order(times) == steps


def test_memory_follows_awareness_only_where_both_come() -> None:
    assert follows_by_ms(LATENCIES) == 80.0
    assert follows_by_ms({**LATENCIES, "awareness": WINDOW_MS}) == 0.0
    assert follows_by_ms({**LATENCIES, "memory": WINDOW_MS}) == 0.0


def test_hubs_that_did_not_ignite_do_not_count() -> None:
    assert hubs_ignited(LATENCIES) == 5.0


def test_withdrawal_leads_awareness() -> None:
    assert lead_ms(LATENCIES) == 130.0


def test_regions_are_reached_upwards_and_downwards() -> None:
    quiet = np.random.default_rng(0).poisson(4.0, (400, 3)).astype(np.int32)
    after = np.random.default_rng(1).poisson(4.0, (200, 3)).astype(np.int32)
    after[60:120, 0] += 4
    after[60:120, 1] = 0
    assert departs(quiet, after, 40).tolist() == [True, True, False]
