import pytest
from tests.measure.recordings import Made, make_recording, mark

from neurotag.life.events import Heat, Injury, Smell, Task, Thought, Touch
from neurotag.measure import name_event, name_probe, neutral_probe, pair_probes

NAMES = [
    (Touch(kind="touch", site="back"), "a plain touch on the back"),
    (Touch(kind="touch", site="back", pressure=0.3), "a light touch on the back"),
    (Heat(kind="heat", site="hand", intensity=0.45), "mild heat on the hand"),
    (Heat(kind="heat", site="hand", temperature_C=48), "48 °C on the hand"),
    (Injury(kind="injury", site="foot"), "an injury of the foot"),
    (Smell(kind="smell", of="perfume"), "the smell of perfume"),
    (Task(kind="talk"), "a talk (conversation)"),
    (Thought(kind="thought", of="hot_stove"), "the thought of the hot stove"),
]


@pytest.mark.parametrize(("event", "words"), NAMES, ids=[words for _, words in NAMES])
def test_event_has_a_name_in_plain_words(event: Touch, words: str) -> None:
    assert name_event(event) == words


def test_probe_is_named_by_its_events() -> None:
    assert name_probe(make_recording(), "neutral") == "a plain touch on the back and the sight of a picture"


def test_probe_that_the_life_does_not_know_is_named_by_its_name() -> None:
    assert name_probe(make_recording(), "cold_spoon") == "cold spoon"


def test_pairs_need_both_a_before_and_an_after() -> None:
    assert pair_probes(["a_after", "b_before", "a_before", "c_after"]) == {"a": ("a_before", "a_after")}


def test_neutral_probe_is_made_before_the_hurt_and_does_not_hurt() -> None:
    touch, heat = mark("touch", 0.6, 1.6), mark("heat", 0.6, 1.6)
    probes = {
        "burn": Made((touch, heat)),
        "thought": Made((mark("thought", 0.6, 1.6),)),
        "tap": Made((touch,)),
        "late": Made((touch, mark("sight", 0.6, 1.6)), at_s=9.0),
    }
    assert neutral_probe(make_recording(marks=(mark("heat", 3, 4),), probes=probes)) == "tap"
    assert neutral_probe(make_recording(probes=probes)) is None
