"""A report on a brain that lacks an alarm, modulators, a body, or all of them."""

import numpy as np
import pytest
from tests.brain.bare import bare
from tests.measure.recordings import BRAIN, Burst, Extras, Made, make_recording, mark
from tests.report.test_report import Page

from neurotag.recording import Pause, WeightTable
from neurotag.report import render_report
from neurotag.report.weights import change_map, sources_of

TABLE = WeightTable(
    ("v1->v1", "v1.inhibitory->v1"), (("v1", "v1"), ("v1", "v1")), ("at birth", "after"),
    np.array([[40.0, 200.0], [44.0, 180.0]]),
)  # fmt: skip
BARE = make_recording(2.0, brain=bare(), extras=Extras(weights=TABLE))
HEAT = mark("heat", 3.0, 4.0)
PAINFUL = ("alarm", "awareness", "withdrawal", "danger pathway", "salience")


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(render_report([BARE]))


def test_report_of_a_bare_brain_shows_its_spikes_rates_and_weights_alone(page: Page) -> None:
    anchors = {section["aria-labelledby"] for section in page.all("section")}
    assert {"raster", "rates", "weights", "numbers", "limits"} <= anchors
    assert anchors & {"alarm", "probes", "ignition"} == set()
    assert len(page.all("img")) == 3


def test_report_of_a_bare_brain_does_not_speak_of_pain_it_cannot_have(page: Page) -> None:
    assert [word for word in PAINFUL if word in page.text.lower()] == []


def test_report_of_a_bare_brain_tells_its_rate_first(page: Page) -> None:
    assert "The excitatory neurons fired at 5.0 Hz on average." in page.text
    assert "Mean rate 5.00 Hz" in page.text


def test_report_calls_a_region_without_a_title_by_its_name(page: Page) -> None:
    assert "The largest change is within V1: +10 %" in page.text


def test_weights_of_inhibitory_sources_stand_in_rows_of_their_own(page: Page) -> None:
    assert sources_of(BARE) == ["v1", "v2", "v1.inhibitory"]
    change = change_map(BARE)
    assert change[0, 0] == pytest.approx(10.0)
    assert change[2, 0] == pytest.approx(-10.0)
    assert "in pA" in page.text


def test_report_of_a_network_without_learning_leaves_the_weights_out() -> None:
    content = bare().model_dump(mode="json")
    fixed = [projection | {"rule": None} for projection in content["projections"]]
    page = Page(render_report([make_recording(2.0, brain=bare(projections=fixed))]))
    assert len(page.all("img")) == 2


@pytest.mark.parametrize("part", ["alarm", "modulators", "awareness_region", "movement_region"])
def test_report_of_a_brain_that_lacks_one_part_can_be_read(part: str) -> None:
    recording = make_recording(
        8.0, marks=(HEAT,), bursts=(Burst("movement", 3.1, 3.5, 20),), brain=BRAIN.replace(**{part: None}),
        probes=dict.fromkeys(("tap_before", "tap_after"), Made((mark("touch", 1.5, 2.5),))),
        extras=Extras(pauses=(Pause(5.0, 8.0, is_sleep=True),)),
    )  # fmt: skip
    assert "regions" in Page(render_report([recording])).text


def test_report_shows_a_bare_brain_beside_one_with_an_alarm() -> None:
    page = Page(render_report([BARE, make_recording(8.0, marks=(HEAT,))]))
    assert "This brain has no alarm to read." in page.text
    assert "bare, seed 7" in page.text
