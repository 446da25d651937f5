"""The maths of the signs of pain that stays."""

from __future__ import annotations

import numpy as np
import pytest

from neurotag.experiments.shared.flares import (
    MECHANISM,
    SIGNS,
    STEP_UP,
    WINDOW_MS,
    dissociation,
    first_ms,
    remaining,
    threshold,
)

T_S = np.arange(-0.5, 1.5, 0.005)


def test_a_latency_counts_from_the_onset() -> None:
    assert first_ms(T_S, np.where(T_S >= 0.2, 40.0, 0.0), 30.0) == pytest.approx(200.0, abs=5.0)


def test_what_was_up_before_the_onset_is_no_answer() -> None:
    assert first_ms(T_S, np.where(T_S < 0.0, 100.0, 0.0), 30.0) == WINDOW_MS


def test_an_answer_after_a_second_is_none() -> None:
    assert first_ms(T_S, np.where(T_S > 1.1, 100.0, 0.0), 30.0) == WINDOW_MS


def test_a_threshold_lies_between_the_strengths_tried() -> None:
    assert threshold((0.2, 0.4), (20.0, 40.0), 30.0) == pytest.approx(0.3)
    assert threshold((0.2, 0.4), (60.0, 80.0), 30.0) == pytest.approx(0.1)


def test_a_threshold_that_is_not_reached_counts_above_the_greatest() -> None:
    assert threshold((0.2, 0.4), (1.0, 2.0), 30.0) == pytest.approx(0.4 + STEP_UP)


def test_nothing_remains_of_no_sign() -> None:
    assert remaining(1.0, 0.0) == 0.0
    assert remaining(-1.0, 2.0) == 0.0
    assert remaining(9.0, 2.0) == 2.0


def _found(**left: dict[str, float]) -> dict[str, dict[str, float]]:
    whole = dict.fromkeys(SIGNS, 1.0)
    arms = {arm: {**whole, sign: 0.1} for sign, arm in MECHANISM.items()}
    return {"whole": whole, "no_learning": dict.fromkeys(SIGNS, 0.0), **arms, **left}


def test_signs_that_come_apart() -> None:
    numbers = dissociation(_found(), "facilitation")
    assert numbers["lost"] == pytest.approx(0.1)
    assert numbers["lost_control"] == 1.0
    assert numbers["kept"] == 1.0
    assert numbers["kept_control"] == 0.0


def test_a_sign_that_another_mechanism_takes_away_does_not_come_apart() -> None:
    taken = {**dict.fromkeys(SIGNS, 1.0), "facilitation": 0.2}
    numbers = dissociation(_found(no_loss=taken), "facilitation")
    assert numbers["lost_control"] == pytest.approx(0.2)
