"""Every kind of event can be said, and means by default what its docs say."""

from typing import Any

import pytest
from tests.life.cases import life, probe, repeat, rest, skip, sleep, smell, thought, together, touch

from neurotag.description import Description, parse
from neurotag.life import KINDS, Heat, Injury, Life, Probe, Repeat, Skip, Sleep, Task, Touch

EVERY_FIELD: dict[str, dict[str, Any]] = {
    "touch": touch(name="tap", at_s=0, duration_s=2, relevance=0.1, pressure=1.5),
    "heat": {"kind": "heat", "site": "hand", "temperature_C": 46.5, "duration_s": 3},
    "injury": {"kind": "injury", "site": "hand", "intensity": 0.7, "duration_s": 12, "fades_s": 3},
    "smell": smell("lily", intensity=0.8, like="rose", similarity=0.4),
    "sound": {"kind": "sound", "of": "a bell", "intensity": 0.8, "relevance": 1},
    "sight": {"kind": "sight", "of": "the kitchen"},
    "emotion": {"kind": "emotion", "of": "worry", "intensity": 0.3},
    "talk": {"kind": "talk", "of": "the weather", "load": 0.5},
    "task": {"kind": "task", "of": "a crossword", "load": 1.5},
    "thought": thought("tap", intensity=0.5),
    "rest": rest(duration_s=60),
    "sleep": sleep(hours=7.5),
    "skip": skip(hours=1, days=2),
    "together": together(touch(), rest(at_s=2), name="visit"),
    "repeat": repeat(3, touch(), every_s=2, name="course"),
    "probe": probe("after", touch(), settle_s=0.5),
}


def test_every_kind_is_tried_here() -> None:
    assert set(EVERY_FIELD) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_event_keeps_every_field(kind: str) -> None:
    event = life([touch(name="tap"), smell("rose"), EVERY_FIELD[kind]]).events[2]
    assert event.kind == kind
    said = event.model_dump(mode="json", exclude_unset=True, exclude={"events"})
    assert said == {name: value for name, value in EVERY_FIELD[kind].items() if name != "events"}


def test_life_survives_a_round_trip_through_json() -> None:
    whole = life([touch(name="tap"), smell("rose"), *EVERY_FIELD.values()])
    again = Life.model_validate_json(whole.model_dump_json())
    assert again == whole
    assert again.digest() == whole.digest()


@pytest.mark.parametrize(
    ("kind", "content", "field", "value"),
    [
        (Touch, touch(), "duration_s", 1.0),
        (Touch, touch(), "pressure", 1.0),
        (Injury, {"kind": "injury", "site": "back"}, "duration_s", 30.0),
        (Task, {"kind": "talk"}, "of", "conversation"),
        (Sleep, sleep(), "hours", 8.0),
        (Skip, skip(days=1), "hours", 0.0),
        (Repeat, repeat(2, touch()), "every_s", None),
        (Probe, probe("p"), "settle_s", 1.5),
    ],
)
def test_event_means_by_default(
    kind: type[Description], content: dict[str, Any], field: str, value: object
) -> None:
    assert getattr(parse(kind, content, where="event"), field) == value


def test_an_injury_fades_before_it_ends() -> None:
    injury = parse(Injury, {"kind": "injury", "site": "back"}, where="event")
    assert injury.duration_s >= 3 * injury.fades_s


@pytest.mark.parametrize("content", [{"intensity": 0.4}, {"temperature_C": 45}])
def test_heat_is_said_by_one_measure(content: dict[str, float]) -> None:
    heat = parse(Heat, {"kind": "heat", "site": "back", **content}, where="event")
    assert (heat.intensity is None) != (heat.temperature_C is None)


def test_sites_are_found_in_groups_and_probes() -> None:
    whole = life([together(touch(site="face")), probe("p", repeat(2, touch(site="foot")))])
    assert list(whole.sites()) == [
        ("events[0].events[0].site", "face"),
        ("events[1].events[0].events[0].site", "foot"),
    ]
