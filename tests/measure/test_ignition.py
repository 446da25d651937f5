import math

import pytest
from tests.measure.recordings import BRAIN, Burst, Extras, Made, make_recording, mark

from neurotag.measure import ignition_of_hurt, ignition_of_probe, take_measures
from neurotag.recording import Pause

N_REGIONS = len(BRAIN.regions)
HEAT = mark("heat", 3.0, 4.0)


def test_ignition_latency_is_the_end_of_the_first_window_above() -> None:
    # At 20 spikes for 2, the first 5 ms of the burst suffice: the window that ends there is the first.
    found = ignition_of_hurt(make_recording(marks=(HEAT,), bursts=(Burst("movement", 3.1, 3.5, 20),)))
    assert found is not None
    assert found.latency_ms["movement"] == pytest.approx(105.0)
    assert found.first_response_ms["movement"] == pytest.approx(105.0)


def test_ignition_is_none_for_a_region_that_stays_quiet() -> None:
    numbers = take_measures(make_recording(marks=(HEAT,), bursts=(Burst("fear", 3.1, 3.5, 20),)))
    assert numbers["ignition_ms_heat_sight"] is None
    assert numbers["regions_ignited_heat"] == 1


def test_ignition_must_pass_the_baseline_maximum_by_a_tenth() -> None:
    bursts = (Burst("fear", 2.0, 2.02, 20), Burst("fear", 3.1, 3.5, 21))
    found = ignition_of_hurt(make_recording(marks=(HEAT,), bursts=bursts))
    assert found is not None
    assert found.latency_ms["fear"] is None


def test_ignition_ignores_inhibitory_neurons() -> None:
    burst = Burst("fear", 3.1, 3.5, 50, classes=(2,))
    assert take_measures(make_recording(marks=(HEAT,), bursts=(burst,)))["regions_ignited_heat"] == 0


def test_ignition_is_searched_for_one_second() -> None:
    recording = make_recording(marks=(HEAT,), bursts=(Burst("fear", 4.0, 4.5, 20),))
    assert take_measures(recording)["regions_ignited_heat"] == 0


def test_spread_counts_regions_that_did_not_ignite_as_1000_ms() -> None:
    numbers = take_measures(make_recording(marks=(HEAT,), bursts=(Burst("movement", 3.1, 3.5, 20),)))
    assert numbers["spread_ms_heat"] == pytest.approx((105.0 + 1000.0 * (N_REGIONS - 1)) / N_REGIONS)


def test_withdrawal_and_awareness_are_the_ignitions_of_their_regions() -> None:
    bursts = (Burst("movement", 3.1, 3.5, 20), Burst("awareness", 3.3, 3.5, 20))
    numbers = take_measures(make_recording(marks=(HEAT,), bursts=bursts))
    assert (numbers["withdrawal_ms"], numbers["awareness_ms"]) == (105.0, 305.0)


def test_ignition_is_called_by_the_name_of_the_first_hurt() -> None:
    marks = (mark("injury", 5, 6), mark("heat", 3, 4, "the_burn"), mark("touch", 1, 2))
    assert "spread_ms_the_burn" in take_measures(make_recording(marks=marks))


def test_ignition_of_a_probe_has_its_settling_as_baseline() -> None:
    # The loud start of a twin that is still settling is no baseline.
    bursts = (Burst("touch", 0, 0.5, 90), Burst("touch", 1.6, 2.5, 20))
    recording = make_recording(probes={"tap": Made((mark("touch", 1.5, 2.5),), bursts, settle_s=1.5)})
    found = ignition_of_probe(recording, "tap")
    assert found is not None
    assert found.latency_ms["touch"] == pytest.approx(105.0)
    assert take_measures(recording)["regions_ignited_tap"] == 1


def test_ignition_cannot_be_told_when_a_probe_settles_too_briefly() -> None:
    probe = Made((mark("touch", 0.6, 1.6),), (Burst("touch", 0.7, 1.6, 20),), settle_s=0.6)
    assert take_measures(make_recording(probes={"tap": probe}))["regions_ignited_tap"] is None


def test_ignition_cannot_be_told_without_a_time_before() -> None:
    numbers = take_measures(make_recording(marks=(mark("heat", 0.0, 1.0),)))
    assert numbers["regions_ignited_heat"] is None
    assert numbers["withdrawal_ms"] is None


def test_baseline_does_not_reach_back_beyond_a_night() -> None:
    bursts = (Burst("fear", 0.0, 2.2, 90), Burst("fear", 3.1, 3.5, 20))
    night = Extras(pauses=(Pause(2.0, 8.0, is_sleep=True),))
    numbers = take_measures(make_recording(marks=(HEAT,), bursts=bursts, extras=night))
    assert numbers["ignition_ms_heat_fear"] == pytest.approx(105.0)
    assert take_measures(make_recording(marks=(HEAT,), bursts=bursts))["ignition_ms_heat_fear"] is None


def test_measures_have_no_hurt_when_nothing_hurt() -> None:
    numbers = take_measures(make_recording(marks=(mark("touch", 3, 4),)))
    assert numbers["withdrawal_ms"] is numbers["awareness_ms"] is None
    assert not any(name.startswith("ignition_ms_") for name in numbers)
    assert all(value is None or math.isfinite(value) for value in numbers.values())
