from dataclasses import replace

import numpy as np
import pytest
from tests.measure.recordings import BRAIN, Burst, Extras, make_layout, make_recording, mark

from neurotag.measure import take_measures
from neurotag.recording import Past, Watch

LAYOUT = make_layout(BRAIN)
THOUGHT = np.arange(LAYOUT.excitatory("thought").start, LAYOUT.excitatory("thought").stop)
PATTERNS = {"task:conversation/thought": THOUGHT, "task:conversation/sound": np.array([0, 1])}
# As in the life of these tests: the talk from 0 to 5 s, the heat at 2 s.
MARKS = (mark("talk", 0.0, 5.0), mark("heat", 2.0, 2.6))
QUIET_HZ = 2 / (len(THOUGHT) * 0.005)
FALLEN = (Burst("thought", 2.2, 3.2, 1, classes=(1,)),)


def test_task_rates_are_those_of_its_own_neurons_in_thought() -> None:
    numbers = take_measures(make_recording(marks=MARKS, bursts=FALLEN, extras=Extras(patterns=PATTERNS)))
    assert numbers["task_rate_before_hz"] == pytest.approx(QUIET_HZ)
    assert numbers["task_rate_during_hz"] == pytest.approx(QUIET_HZ / 2)


def test_task_rates_end_with_the_task() -> None:
    marks = (mark("talk", 0.0, 2.7), MARKS[1])
    burst = (Burst("thought", 2.7, 3.2, 50, classes=(1,)),)
    numbers = take_measures(make_recording(marks=marks, bursts=burst, extras=Extras(patterns=PATTERNS)))
    assert numbers["task_rate_during_hz"] == pytest.approx(QUIET_HZ)


@pytest.mark.parametrize(
    "extras",
    [
        Extras(patterns=PATTERNS, spikes_kept_s=2.5),
        Extras(patterns=PATTERNS, watch=Watch(spikes=False)),
        Extras(patterns=PATTERNS, watch=Watch(regions=("fear",))),
        Extras(),
    ],
    ids=["budget used up", "no spikes asked for", "other regions asked for", "no pattern"],
)
def test_task_rate_is_none_without_its_spikes(extras: Extras) -> None:
    assert take_measures(make_recording(marks=MARKS, extras=extras))["task_rate_during_hz"] is None


def test_task_rate_is_none_when_the_talk_was_over() -> None:
    marks = (mark("talk", 0.0, 1.5), MARKS[1])
    numbers = take_measures(make_recording(marks=marks, extras=Extras(patterns=PATTERNS)))
    assert numbers["task_rate_before_hz"] is None


def test_task_rates_are_found_in_a_life_that_was_resumed() -> None:
    marks = (mark("talk", 0.0, 4.0), mark("heat", 1.0, 1.6))
    recording = make_recording(marks=marks, extras=Extras(patterns=PATTERNS))
    past = Past("digest", "stove", seed=7, awake_s=1.0, hours_offline=0.0, lived_s=1.0)
    numbers = take_measures(replace(recording, past=past))
    assert numbers["task_rate_before_hz"] == pytest.approx(QUIET_HZ)
    assert numbers["task_rate_during_hz"] == pytest.approx(QUIET_HZ)
