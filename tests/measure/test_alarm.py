import numpy as np
import pytest
from tests.measure.recordings import ALARM, QUIET, UPDATE_MS, Burst, Made, make_recording, mark

from neurotag.measure import alarm_per_event, alarm_trace, take_measures

CORE = ALARM.regions
FULL = 200


def ring(regions: tuple[str, ...], start_s: float, end_s: float) -> tuple[Burst, ...]:
    return tuple(Burst(region, start_s, end_s, FULL) for region in regions)


def test_alarm_trace_is_the_clipped_rate_between_rest_and_full() -> None:
    recording = make_recording(1.0)
    n_cells = recording.layout.n_nociceptive[[recording.layout.index(region) for region in CORE]]
    rate_hz = QUIET / (n_cells * UPDATE_MS / 1000.0)
    share = (rate_hz - ALARM.rest_hz) / (ALARM.full_hz - ALARM.rest_hz)
    assert alarm_trace(recording.activity, recording) == pytest.approx(100 * np.clip(share, 0, 1).mean())


def test_alarm_trace_is_100_when_every_region_fires_at_full() -> None:
    recording = make_recording(2.0, bursts=ring(CORE, 1.0, 2.0))
    assert alarm_trace(recording.activity, recording)[-1] == 100.0


def test_alarm_trace_gives_each_region_an_equal_share() -> None:
    recording = make_recording(
        2.0, bursts=ring(CORE[:1], 0.0, 2.0) + tuple(Burst(region, 0.0, 2.0, 0) for region in CORE[1:])
    )
    assert alarm_trace(recording.activity, recording)[-1] == pytest.approx(100 / len(CORE))


def test_alarm_trace_ignores_other_excitatory_and_inhibitory_neurons() -> None:
    loud = tuple(Burst(region, 0.0, 1.0, FULL, classes=(1, 2)) for region in CORE)
    recording, quiet = make_recording(1.0, bursts=loud), make_recording(1.0)
    assert np.array_equal(alarm_trace(recording.activity, recording), alarm_trace(quiet.activity, quiet))


def test_alarm_of_a_probe_leaves_out_the_first_150_ms() -> None:
    # Full from 50 ms after the onset on, so that the 100 ms window is full from 150 ms on.
    probe = Made((mark("touch", 0.6, 1.6),), bursts=ring(CORE, 0.65, 1.6))
    assert take_measures(make_recording(1.0, probes={"tap": probe}))["alarm_tap"] == pytest.approx(100.0)


def test_alarm_of_a_probe_counts_from_its_last_event() -> None:
    talk, touch, later = mark("talk", 0.6, 4.0), mark("touch", 0.6, 4.0), mark("heat", 2.6, 4.0)
    probe = Made((talk, touch, later), bursts=ring(CORE, 2.65, 4.0))
    assert take_measures(make_recording(1.0, probes={"burn": probe}))["alarm_burn"] == pytest.approx(100.0)


def test_alarm_has_a_number_for_named_touches_and_the_first_hurt() -> None:
    marks = (mark("touch", 1, 2, "pat"), mark("touch", 3, 4), mark("heat", 5, 6), mark("heat", 7, 8))
    numbers = take_measures(make_recording(marks=marks))
    assert {name for name in numbers if name.startswith("alarm_")} == {
        "alarm_peak", "alarm_pat", "alarm_heat",
    }  # fmt: skip


def test_alarm_of_an_event_named_like_a_probe_keeps_a_key_of_its_own() -> None:
    probe = Made((mark("touch", 0.6, 1.6),))
    numbers = take_measures(make_recording(marks=(mark("touch", 1, 2, "pat"),), probes={"pat": probe}))
    assert {"alarm_pat", "alarm_pat_lived"} <= numbers.keys()


def test_alarm_per_event_sees_a_habit_fade() -> None:
    heats = tuple(mark("heat", start_s, start_s + 1.0) for start_s in (2.0, 6.0, 10.0))
    recording = make_recording(14.0, marks=(*heats, mark("touch", 1, 2)), bursts=ring(CORE, 2.0, 5.0))
    starts, alarms = zip(*alarm_per_event(recording, "heat"), strict=True)
    assert starts == (2.0, 6.0, 10.0)
    assert alarms[0] > 95 > alarms[1] == pytest.approx(alarms[2])


def test_alarm_peak_is_none_when_nothing_was_lived() -> None:
    assert take_measures(make_recording(0.0))["alarm_peak"] is None
