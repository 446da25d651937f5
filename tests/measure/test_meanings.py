import json
import time

from tests.measure.recordings import Made, make_recording, mark

from neurotag.measure import describe_measure, describe_measures, take_measures

MARKS = (mark("touch", 1, 2, "pat"), mark("heat", 3, 4, "burn"))
PROBES = {"tap_after": Made((mark("touch", 0.6, 1.6),))}


def test_every_measure_has_a_meaning() -> None:
    for name in take_measures(make_recording(marks=MARKS, probes=PROBES)):
        meaning = describe_measure(name)
        assert meaning.unit, name
        assert meaning.definition in describe_measures().values(), name


def test_measures_are_ready_for_json() -> None:
    numbers = take_measures(make_recording(marks=MARKS, probes=PROBES))
    assert json.loads(json.dumps(numbers, allow_nan=False)) == numbers


def test_measure_takes_less_than_a_second_for_a_long_life() -> None:
    recording = make_recording(75.0, marks=MARKS, probes=PROBES)
    began_s = time.perf_counter()
    take_measures(recording)
    assert time.perf_counter() - began_s < 1.0
