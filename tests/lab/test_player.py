"""What is pressed is lived, answered and remembered; what cannot be is refused in a sentence."""

from itertools import product

import pytest
from tests.lab.sitting import Sitting

from neurotag.lab.buttons import BUTTONS
from neurotag.lab.frames import unpack
from neurotag.lab.levers import LEVERS, standing
from neurotag.lab.player import SPEEDS, Opening
from neurotag.lab.session import relive

MOST_BEFORE = 0.5
"""Alarm (of 10) of a light touch before anything happened."""


@pytest.fixture(scope="module")
def after_stove() -> Sitting:
    """A sensitive brain after the stove and a night."""
    sitting = Sitting()
    sitting.live(30)
    sitting.before = sitting.press("touch")["alarm"]  # type: ignore[attr-defined]
    sitting.press("stove")
    sitting.pass_day("night")
    sitting.after = sitting.press("touch")["alarm"]  # type: ignore[attr-defined]
    return sitting


def test_the_same_touch_rings_three_times_as_loud_after_the_stove(after_stove: Sitting) -> None:
    before, after = after_stove.before, after_stove.after  # type: ignore[attr-defined]
    assert before < MOST_BEFORE
    assert after > 3 * before
    assert after > 2.5


def test_a_thought_rings_too_but_less_than_the_touch(after_stove: Sitting) -> None:
    rang: float = after_stove.after  # type: ignore[attr-defined]
    thoughts = [after_stove.press("think")["alarm"] for _ in range(3)]
    assert 0.5 < sum(thoughts) / 3 < rang


def test_days_of_safe_touch_bring_it_down_once_it_is_understood(after_stove: Sitting) -> None:
    rang: float = after_stove.after  # type: ignore[attr-defined]
    after_stove.ask(what="lever", name="threat", value=0.5)
    days = [after_stove.pass_day("safe") for _ in range(4)]
    assert all(day is not None for day in days)
    assert days[-1] is not None
    assert days[-1] < 0.9 * rang


def test_the_sitting_is_lived_again_bit_for_bit(after_stove: Sitting) -> None:
    session = after_stove.player.session()
    assert session.spikes
    assert relive(session) == session.spikes


def test_the_everyday_brain_does_not_ring_at_a_touch() -> None:
    sitting = Sitting(Opening(brain="everyday"))
    sitting.live(30)
    sitting.press("touch")
    sitting.press("stove")
    sitting.pass_day("night")
    assert sitting.press("touch")["alarm"] < 1.5


def test_every_first_press_is_seen_and_is_its_own() -> None:
    groups = {}
    for cue in BUTTONS.values():
        if not cue.events or cue.needs is not None:
            continue
        sitting = Sitting()
        sitting.live(30)
        answer = sitting.press(cue.name)
        assert answer["group"] is not None, cue.name
        assert answer["group"]["size"] >= 12, cue.name
        groups[cue.name] = set(answer["group"]["cells"])
    for (one, cells), (other, others) in product(groups.items(), repeat=2):
        if one < other and {one, other} not in ({"song", "tune"}, {"perfume", "smell"}, {"stove", "touch"}):
            assert len(cells & others) < 0.8 * len(cells | others), (one, other)


def test_a_press_is_answered_at_once() -> None:
    sitting = Sitting()
    sitting.live(30)
    quiet = unpack(sitting.frames[-1][1]).cells.astype(float)
    sitting.ask(what="press", cue="song")
    sitting.live(6)
    assert (unpack(sitting.frames[-1][1]).cells - quiet > 60).sum() >= 5


def test_two_brains_hear_the_same() -> None:
    sitting = Sitting(Opening(brain="vulnerable", beside="everyday"))
    sitting.live(10)
    sitting.press("touch")
    assert {side for side, _ in sitting.frames} == {0, 1}
    lives = [side.live.stays()[0].life for side in sitting.player.sides]
    assert lives[0].events == lives[1].events
    assert sitting.player.sides[0].live.digest() != sitting.player.sides[1].live.digest()


def test_two_of_the_same_brain_are_the_same() -> None:
    sitting = Sitting(Opening(brain="everyday", beside="everyday"))
    sitting.press("touch")
    one, other = (side.live.digest() for side in sitting.player.sides)
    assert one == other


@pytest.mark.parametrize("places", list(product(*(lever.values for lever in LEVERS.values()))))
def test_from_every_place_of_the_levers_stop_and_a_fresh_start_are_calm(places: tuple[float, ...]) -> None:
    sitting = Sitting(Opening(brain="everyday"))
    for name, value in zip(LEVERS, places, strict=True):
        sitting.ask(what="lever", name=name, value=value)
    assert standing(sitting.player.sides[0].live.brain) == dict(zip(LEVERS, places, strict=True))
    sitting.ask(what="press", cue="stove")
    sitting.live(60)
    sitting.ask(what="stop")
    assert not sitting.player.is_playing
    stood_s = sitting.player.sides[0].live.awake_s
    sitting.live(10)
    assert sitting.player.sides[0].live.awake_s == stood_s
    sitting.ask(what="reset")
    sitting.live(60)
    assert unpack(sitting.frames[-1][1]).alarm < MOST_BEFORE


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ({"what": "press", "cue": "sogn"}, "unknown cue 'sogn'. Did you mean 'song'?"),
        ({"what": "press", "cue": "think"}, "recalls what has not happened yet"),
        ({"what": "press"}, "message 'press'.cue: field required"),
        ({"what": "lever", "name": "threat", "value": 0.7}, "cannot stand at 0.7"),
        ({"what": "lever", "name": "treat", "value": 1}, "Did you mean 'threat'?"),
        ({"what": "lever", "name": "threat", "value": "high"}, "message 'lever'.value"),
        ({"what": "speed", "value": 1e9}, "Choose one of"),
        ({"what": "speed", "value": float("nan")}, "finite number"),
        ({"what": "reset", "seed": float("inf")}, "message 'reset'.seed"),
        ({"what": "reset", "seed": -1}, "message 'reset'.seed"),
        ({"what": "reset", "brain": "mine"}, "unknown brain 'mine'"),
        ({"what": "members", "name": "x", "side": 1}, "there is no brain 1"),
        ({"what": "fly"}, "unknown kind 'fly'"),
        ({}, "unknown kind None"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(message: dict[str, object], said: str) -> None:
    sitting = Sitting(Opening(brain="everyday"))
    sitting.ask(**message)
    (error,) = [each for each in sitting.said if each["what"] == "error"]
    assert said in error["text"]
    sitting.live(2)
    assert sitting.frames


def test_too_many_messages_are_not_taken() -> None:
    sitting = Sitting(Opening(brain="everyday"))
    taken = [sitting.player.ask({"what": "pause"}) for _ in range(500)]
    assert taken.count(True) == 200


@pytest.mark.parametrize("speed", SPEEDS)
def test_no_time_is_lost_at_any_speed(speed: float) -> None:
    sitting = Sitting(Opening(brain="everyday"))
    sitting.ask(what="speed", value=speed)
    sitting.live(60)
    assert sitting.player.sides[0].live.awake_s == pytest.approx(2 * speed, abs=0.006)
