"""What can be measured and told of a brain that lacks an alarm, modulators, a body, or all of them."""

from typing import Any

import numpy as np
import pytest
from tests.brain.bare import bare
from tests.measure.recordings import BRAIN, Burst, Extras, Made, make_recording, mark

from neurotag.measure import alarm_per_event, alarm_trace, describe_measure, take_measures, tell
from neurotag.recording import WeightTable

BARE = bare()
TABLE = WeightTable(("v1->v1",), (("v1", "v1"),), ("at birth", "after"), np.array([[40.0], [44.0]]))
HEAT = mark("heat", 3.0, 4.0)
PARTS = ("alarm", "modulators", "awareness_region", "movement_region")


def lacking(*parts: str) -> dict[str, Any]:
    return {"brain": BRAIN.replace(**dict.fromkeys(parts))}


def test_a_bare_brain_has_the_measures_of_any_network_alone() -> None:
    numbers = take_measures(make_recording(brain=BARE, extras=Extras(weights=TABLE)))
    assert set(numbers) == {"mean_rate_excitatory_hz", "learned_weight_change"}
    # Two spikes of the 160 neurons' two regions in 5 ms, each region.
    assert numbers["mean_rate_excitatory_hz"] == pytest.approx(4 / 160 / 0.005)
    assert numbers["learned_weight_change"] == pytest.approx(0.1)


def test_a_bare_brain_has_no_alarm_to_trace() -> None:
    recording = make_recording(brain=BARE, marks=(HEAT,))
    assert np.isnan(alarm_trace(recording.activity, recording)).all()
    assert alarm_per_event(recording, "heat") == []


def test_story_of_a_bare_brain_tells_its_rate_and_its_learning() -> None:
    recording = make_recording(brain=BARE, extras=Extras(weights=TABLE))
    assert tell(recording, take_measures(recording)) == [
        "The excitatory neurons fired at 5.0 Hz on average.",
        "The synapses that learn became 10.0 % stronger on average.",
    ]


@pytest.mark.parametrize(
    ("part", "gone"),
    [
        ("alarm", {"alarm_peak", "alarm_heat", "alarm_tap"}),
        (
            "modulators",
            {
                "salience_peak",
                "stress_peak",
                "cortisol_peak",
                "energy_peak",
                "fear_rate_hz",
                "fear_rate_before_hz",
            },
        ),
        ("awareness_region", {"awareness_ms"}),
        ("movement_region", {"withdrawal_ms"}),
    ],
)
def test_a_part_that_lacks_takes_its_measures_with_it_and_no_others(part: str, gone: set[str]) -> None:
    probes = {"tap": Made((mark("touch", 0.6, 1.6),))}
    whole = take_measures(make_recording(marks=(HEAT,), probes=probes))
    rest = take_measures(make_recording(marks=(HEAT,), probes=probes, **lacking(part)))
    assert set(whole) - set(rest) == gone
    assert rest == {name: value for name, value in whole.items() if name not in gone}


@pytest.mark.parametrize(
    ("parts", "bursts", "sentence"),
    [
        (("awareness_region",), ("movement",), "The body pulled away 105 ms after the heat."),
        (("awareness_region",), (), "The heat set off no withdrawal."),
        (("movement_region",), ("awareness",), "Awareness followed the heat after 105 ms."),
        (("movement_region",), (), "The heat did not reach awareness."),
        (PARTS, (), f"0 of {len(BRAIN.regions)} regions ignited within a second of the heat."),
    ],
)
def test_story_speaks_of_the_regions_there_are(
    parts: tuple[str, ...], bursts: tuple[str, ...], sentence: str
) -> None:
    burst = tuple(Burst(region, 3.1, 3.5, 20) for region in bursts)
    recording = make_recording(marks=(HEAT,), bursts=burst, **lacking(*parts))
    assert tell(recording, take_measures(recording))[0] == sentence


def test_every_measure_of_a_bare_brain_has_a_meaning() -> None:
    assert all(describe_measure(name).unit for name in take_measures(make_recording(brain=BARE)))
