import pytest
from tests.measure.recordings import ALARM, BRAIN, Burst, Extras, Made, make_recording, mark

from neurotag.measure import say_change, take_measures, tell
from neurotag.recording import Outcome, Recording

HEAT = mark("heat", 3.0, 4.0)
TOUCH = mark("touch", 0.6, 1.6)
RINGING = tuple(Burst(region, 0.6, 1.6, 200) for region in ALARM.regions)


def story(recording: Recording) -> str:
    return " ".join(tell(recording, take_measures(recording)))


def test_story_tells_reflex_before_awareness() -> None:
    bursts = (Burst("movement", 3.1, 3.5, 20), Burst("awareness", 3.3, 3.5, 20))
    text = story(make_recording(marks=(HEAT,), bursts=bursts))
    assert "The body pulled away 105 ms after the heat; awareness followed at 305 ms." in text


def test_story_compares_the_spread_with_the_neutral_probe() -> None:
    control = Made((mark("touch", 1.5, 2.5),), (Burst("touch", 1.6, 2.5, 20),), settle_s=1.5)
    bursts = (Burst("movement", 3.1, 3.5, 20), Burst("fear", 3.1, 3.5, 20))
    text = story(make_recording(marks=(HEAT,), bursts=bursts, probes={"neutral": control}))
    assert f"2 of {len(BRAIN.regions)} regions ignited within a second of the heat, against 1 for a" in text


def test_story_says_that_a_touch_now_rings_the_alarm() -> None:
    still = tuple(Burst(region, 0.0, 1.6, 0) for region in ALARM.regions)
    probes = {
        "touch_back_before": Made((TOUCH,), bursts=still),
        "touch_back_after": Made((TOUCH,), bursts=RINGING),
    }
    text = story(make_recording(probes=probes))
    assert "A plain touch on the back: alarm 0 of 100 before, 100 after; it now rings the alarm." in text


def test_story_of_a_life_without_hurt_says_so() -> None:
    assert "Nothing in this life hurt." in story(make_recording(marks=(mark("touch", 1, 2),)))


def test_story_of_an_interrupted_run_begins_with_that() -> None:
    extras = Extras(outcome=Outcome("interrupted", "Stopped by the keyboard at 1.2 s."))
    sentences = tell(recording := make_recording(1.2, marks=(HEAT,), extras=extras), take_measures(recording))
    assert sentences[0] == "The life was not lived to its end. Stopped by the keyboard at 1.2 s."


def test_story_says_when_nothing_pulled_away() -> None:
    assert "neither a withdrawal nor awareness" in story(make_recording(marks=(HEAT,)))


def test_story_compares_the_first_and_the_last_of_many_heats() -> None:
    heats = tuple(mark("heat", start_s, start_s + 1.0) for start_s in (2.0, 4.0, 6.0))
    assert "The first of 3 heats raised the alarm to" in story(make_recording(marks=heats))


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (1, 62, "it now rings the alarm"),
        (62, 1, "it no longer rings the alarm"),
        (1, 4, "as before"),
        (29, 31, "as before"),
        (1, 12, "more than before, but no alarm"),
        (12, 1, "less than before"),
        (40, 60, "it rings the alarm louder than before"),
        (60, 40, "the alarm it rings is quieter now"),
    ],
)
def test_change_of_the_alarm_is_said_in_words(before: float, after: float, words: str) -> None:
    assert say_change(before, after) == words
