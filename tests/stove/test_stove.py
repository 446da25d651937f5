"""The stove story: what must hold in one run, for each of five seeds.

The bounds were written before the runs they judge. Those with a published figure name it.
"""

from collections.abc import Callable

import numpy as np
import pytest
from tests.brain.parts import modulators_of

from neurotag.measure import ALARM_RINGS, Measures
from neurotag.recording import Recording

SEEDS = range(5)
TOUCH_STAYS_TOUCH = 15.0
"""Alarm under which a touch is still a touch (a third of what separates rest from ringing, and more)."""

Measured = Callable[[str, int], Measures]
Live = Callable[[str, int], Recording]

pytestmark = pytest.mark.parametrize("seed", SEEDS)


def number(measures: Measures, name: str) -> float:
    value = measures[name]
    assert value is not None, name
    return float(value)


def test_withdrawal_comes_before_awareness(measured: Measured, seed: int) -> None:
    m = measured("everyday", seed)
    # RIII withdrawal 90-180 ms (Sandrini 2005); voluntary reaction 350-450 ms, so awareness before that.
    assert 90 <= number(m, "withdrawal_ms") <= 180
    assert number(m, "withdrawal_ms") < number(m, "awareness_ms") < 450


@pytest.mark.parametrize("region", ["fear", "suffering", "movement", "memory", "danger"])
def test_region_ignites_after_the_heat(measured: Measured, seed: int, region: str) -> None:
    assert measured("everyday", seed)[f"ignition_ms_heat_{region}"] is not None


def test_the_task_falls_silent_during_the_alarm(measured: Measured, seed: int) -> None:
    m = measured("everyday", seed)
    assert number(m, "task_rate_during_hz") < 0.9 * number(m, "task_rate_before_hz")


def test_heat_reaches_more_regions_than_neutral_input_of_the_same_strength(
    measured: Measured, seed: int
) -> None:
    m = measured("everyday", seed)
    assert number(m, "regions_ignited_heat") > number(m, "regions_ignited_neutral")


def test_heat_spreads_faster_than_neutral_input_of_the_same_strength(measured: Measured, seed: int) -> None:
    m = measured("everyday", seed)
    assert number(m, "spread_ms_heat") < number(m, "spread_ms_neutral")


def test_fear_rises(measured: Measured, seed: int) -> None:
    m = measured("everyday", seed)
    assert number(m, "fear_rate_hz") > 1.5 * number(m, "fear_rate_before_hz")


def test_salience_rises_and_fades_with_its_time_constant(live: Live, seed: int) -> None:
    run = live("everyday", seed)
    salience, t_s = run.activity.salience, run.activity.t_s
    assert salience.max() > 0.5
    # Between 1 s after the injury's end and the point where 5 % are left, only fading is going on
    # (fear may still drive it a little, which slows it).
    begin = np.searchsorted(t_s, max(mark.end_s for mark in run.marks if mark.kind == "injury") + 1.0)
    end = begin + int(np.argmax(salience[begin:] < 0.3 * salience[begin]))
    tau_s = (t_s[end] - t_s[begin]) / np.log(salience[begin] / salience[end])
    assert tau_s == pytest.approx(modulators_of(run.brain).salience_tau_ms / 1000, rel=0.25)


def test_stress_rises_and_fades_with_its_time_constant(live: Live, seed: int) -> None:
    run = live("everyday", seed)
    stress, t_s = run.activity.stress, run.activity.t_s
    assert stress.max() > 0.1
    assert np.argmax(stress) > np.argmax(run.activity.salience)
    night = round(run.pauses[0].at_s / t_s[0])
    begin = night - round(20 / t_s[0])
    tau_s = (t_s[night - 1] - t_s[begin]) / np.log(stress[begin] / stress[night - 1])
    assert tau_s == pytest.approx(modulators_of(run.brain).stress_tau_s, rel=0.25)


def test_touch_stays_touch_in_the_healthy_brain(measured: Measured, seed: int) -> None:
    m = measured("everyday", seed)
    # Conditioned allodynia failed in healthy people (Madden 2017, n = 34).
    assert number(m, "alarm_touch_back_after") < TOUCH_STAYS_TOUCH
    assert number(m, "alarm_touch_hand_after") < TOUCH_STAYS_TOUCH
    assert number(m, "alarm_thought_after") < TOUCH_STAYS_TOUCH


def test_warmth_hurts_a_little_more_in_the_healthy_brain(measured: Measured, seed: int) -> None:
    m = measured("everyday", seed)
    # Published shift of near-threshold pain: +7.4 of 100, 4.0 to 10.8 (Madden 2016); step 4 holds it to that.
    shift = number(m, "alarm_warmth_after") - number(m, "alarm_warmth_before")
    assert 1.0 < shift < 10.8


def test_touch_on_the_back_rings_the_alarm_in_the_vulnerable_brain(measured: Measured, seed: int) -> None:
    m = measured("vulnerable", seed)
    assert number(m, "alarm_touch_back_before") < 5
    assert number(m, "alarm_touch_back_after") >= ALARM_RINGS
    assert number(m, "alarm_touch_hand_after") < number(m, "alarm_touch_back_after") / 2


def test_the_vulnerable_brain_comes_to_rest_again(live: Live, seed: int) -> None:
    run = live("vulnerable", seed)
    night = round(run.pauses[0].at_s * 1000 / run.activity.update_ms)
    fear = run.layout.index("fear")
    last_10_s = run.activity.counts[night - 2000 : night, fear, :2].sum()
    rate_hz = last_10_s / run.layout.n_excitatory[fear] / 10
    assert rate_hz < modulators_of(run.brain).fear.threshold_hz


def test_the_brain_has_one_resting_state(live: Live, seed: int) -> None:
    run = live("everyday", seed)
    per_s = round(1000 / run.activity.update_ms)
    size = run.layout.n_excitatory
    settling = run.probes["neutral"].activity.counts[per_s : round(2.5 * per_s), :, :2]
    fresh = settling.sum((0, 2)) / 1.5
    night = round(run.pauses[0].at_s * per_s)
    late = run.activity.counts[night - 20 * per_s : night, :, :2].reshape(20, per_s, -1, 2).sum((1, 3))
    # A twin fresh from its settling and the brain a minute after the burn fire alike, and steadily.
    np.testing.assert_allclose((late.mean(0) / size)[1:], (fresh / size)[1:], atol=0.6, rtol=0.25)
    assert (late.std(0) / size).max() < 0.3
