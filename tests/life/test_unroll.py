"""The rule of time: lives unroll into scenes and moments as they say."""

import pytest
from tests.life.cases import (
    LifeCase,
    heat,
    life,
    moments,
    probe,
    repeat,
    rest,
    scenes,
    skip,
    sleep,
    smell,
    together,
    touch,
)

from neurotag.life import load_life, unroll

DAY = repeat(2, touch(), sleep())

LIVES = [
    LifeCase("one after the other", [touch(), heat(duration_s=2)], [[(0, 1, "touch"), (1, 3, "heat")]]),
    LifeCase("at_s lets events overlap",
             [touch(duration_s=5), heat(at_s=2)], [[(0, 5, "touch"), (2, 3, "heat")]]),
    LifeCase("at_s leaves a gap", [touch(), heat(at_s=4)], [[(0, 1, "touch"), (4, 5, "heat")]]),
    LifeCase("at_s may go back, and the next waits for the last to end",
             [touch(at_s=8), heat(at_s=2), smell()],
             [[(2, 3, "heat"), (8, 9, "touch"), (9, 10, "smell")]]),
    LifeCase("together begins at once",
             [together(touch(duration_s=3), heat())], [[(0, 3, "touch"), (0, 1, "heat")]]),
    LifeCase("together counts at_s from its own start",
             [rest(), together(touch(), heat(at_s=2))], [[(0, 1, "rest"), (1, 2, "touch"), (3, 4, "heat")]]),
    LifeCase("together lasts as long as its longest",
             [together(touch(duration_s=3), heat()), smell()],
             [[(0, 3, "touch"), (0, 1, "heat"), (3, 4, "smell")]]),
    LifeCase("together may begin at a time", [together(touch(at_s=1), at_s=5)], [[(6, 7, "touch")]]),
    LifeCase("repeat follows on",
             [repeat(3, touch())], [[(0, 1, "touch"), (1, 2, "touch"), (2, 3, "touch")]]),
    LifeCase("repeat keeps its interval, and ends with its last event",
             [repeat(2, touch(), every_s=5), heat()], [[(0, 1, "touch"), (5, 6, "touch"), (6, 7, "heat")]]),
    LifeCase("repeat may be filled to the brim",
             [repeat(2, touch(), every_s=1)], [[(0, 1, "touch"), (1, 2, "touch")]]),
    LifeCase("repeat counts at_s from the start of each turn",
             [repeat(2, touch(duration_s=2), heat(at_s=1), every_s=4)],
             [[(0, 2, "touch"), (1, 2, "heat"), (4, 6, "touch"), (5, 6, "heat")]]),
    LifeCase("groups nest",
             [together(smell(duration_s=9), repeat(2, together(touch(), heat(at_s=0.5)), at_s=2, every_s=3))],
             [[(0, 9, "smell"), (2, 3, "touch"), (2.5, 3.5, "heat"), (5, 6, "touch"), (5.5, 6.5, "heat")]]),
    LifeCase("skip starts a new scene at its own time 0",
             [touch(), skip(hours=3, days=2), heat(), smell(at_s=4)],
             [[(0, 1, "touch")], [(0, 1, "heat"), (4, 5, "smell")]], hours=(51, 0)),
    LifeCase("sleep lasts eight hours",
             [touch(), sleep(), heat()], [[(0, 1, "touch")], [(0, 1, "heat")]], hours=(8, 0)),
    LifeCase("sleep at a time is waited for",
             [touch(), sleep(at_s=5, hours=6)], [[(0, 1, "touch"), (1, 5, "rest")], []], hours=(6, 0)),
    LifeCase("sleep waits for all to end", [touch(duration_s=9), heat(at_s=0), sleep()],
             [[(0, 9, "touch"), (0, 1, "heat")], []], hours=(8, 0)),
    LifeCase("skips may follow each other", [skip(hours=1), sleep(), touch()],
             [[], [], [(0, 1, "touch")]], hours=(1, 8, 0)),
    LifeCase("repeat may hold nights", [DAY, heat()],
             [[(0, 1, "touch")], [(0, 1, "touch")], [(0, 1, "heat")]], hours=(8, 8, 0)),
    LifeCase("repeat of nights goes on in the scene it woke in", [repeat(2, sleep(), touch()), heat(at_s=4)],
             [[], [(0, 1, "touch")], [(0, 1, "touch"), (4, 5, "heat")]], hours=(8, 8, 0)),
    LifeCase("repeats of nights nest", [repeat(2, DAY, skip(days=5))],
             [[(0, 1, "touch")], [(0, 1, "touch")], [], [(0, 1, "touch")], [(0, 1, "touch")], [], []],
             hours=(8, 8, 120) * 2 + (0,)),
    LifeCase("probe takes no time", [touch(), probe("p"), heat()],
             [[(0, 1, "touch"), (1, 2, "heat")]], probes=((1, "p"),)),
    LifeCase("probe may come first or last", [probe("first"), touch(), probe("last")],
             [[(0, 1, "touch")]], probes=((0, "first"), (1, "last"))),
    LifeCase("probe at a time is waited for", [touch(), probe("p", at_s=3), heat()],
             [[(0, 1, "touch"), (3, 4, "heat")]], probes=((3, "p"),)),
    LifeCase("probe makes its scene last", [probe("p", at_s=3)], [[]], probes=((3, "p"),), duration_s=3),
    LifeCase("probe may fall into a rest", [rest(duration_s=9), probe("p", at_s=3)],
             [[(0, 9, "rest")]], probes=((3, "p"),)),
    LifeCase("probes in a repeat bear the number of the turn", [repeat(2, touch(), probe("p"))],
             [[(0, 1, "touch"), (1, 2, "touch")]], probes=((1, "p_1"), (2, "p_2"))),
    LifeCase("probes in nested repeats bear both numbers", [repeat(2, repeat(2, probe("p")), touch())],
             [[(0, 1, "touch"), (1, 2, "touch")]],
             probes=((0, "p_1_1"), (0, "p_1_2"), (1, "p_2_1"), (1, "p_2_2"))),
]  # fmt: skip


@pytest.mark.parametrize("case", LIVES, ids=lambda case: case.name)
def test_life_unrolls(case: LifeCase) -> None:
    found = scenes(case.events)
    assert [moments(scene) for scene in found] == case.scenes
    assert tuple(scene.hours_after for scene in found) == (case.hours or (0,))
    assert tuple((p.start_s, p.probe.name) for scene in found for p in scene.probes) == case.probes


@pytest.mark.parametrize("case", LIVES, ids=lambda case: case.name)
def test_scene_lasts_until_its_last_event_or_probe(case: LifeCase) -> None:
    first, *_ = scenes(case.events)
    longest = max((end_s for _, end_s, _ in case.scenes[0]), default=0)
    assert first.duration_s == (longest if case.duration_s is None else case.duration_s)


@pytest.mark.parametrize("case", LIVES, ids=lambda case: case.name)
def test_life_that_goes_on_from_another_is_later_in_its_first_scene_alone(case: LifeCase) -> None:
    first, *others = unroll(life(case.events), begins_s=100.0)
    at_once, *later = case.scenes
    assert moments(first) == [(100.0 + start_s, 100.0 + end_s, kind) for start_s, end_s, kind in at_once]
    assert first.duration_s == scenes(case.events)[0].duration_s
    assert [moments(scene) for scene in others] == later


def test_sleep_and_skip_are_told_apart() -> None:
    assert [scene.sleeps for scene in scenes([sleep(), skip(hours=1), touch()])] == [True, False, False]


def test_probe_lays_its_events_after_the_settling() -> None:
    (scene,) = scenes([probe("p", touch(), heat(at_s=3), settle_s=2)])
    assert [(m.start_s, m.end_s) for m in scene.probes[0].moments] == [(2, 3), (5, 6)]


def test_episode_is_lived_under_its_own_name_and_those_around_it() -> None:
    (scene,) = scenes([repeat(1, together(touch(name="tap"), name="visit"), name="course")])
    assert scene.moments[0].episodes == ("tap", "visit", "course")


def test_episode_spans_its_group() -> None:
    (scene,) = scenes([rest(), together(touch(duration_s=3), heat(at_s=4), name="burn")])
    assert scene.spans == [("burn", 1, 6)]


@pytest.mark.parametrize(
    "events",
    [
        [together(touch(name="burn", duration_s=3), name="burn")],
        [together(touch(name="burn", duration_s=2), heat(name="burn", at_s=1, duration_s=2))],
    ],
    ids=["within itself", "beside itself"],
)
def test_episode_is_driven_once_where_it_overlaps_itself(events: list[dict[str, object]]) -> None:
    (scene,) = scenes(events)
    assert scene.spans == [("burn", 0, 3)]
    assert scene.moments[0].episodes == ("burn",)


def test_probe_is_not_lived_under_a_name() -> None:
    (scene,) = scenes([probe("p", touch(name="tap"))])
    assert scene.spans == []
    assert scene.probes[0].moments[0].episodes == ()


def test_stove_unrolls_into_a_day_and_the_morning_after() -> None:
    before, after = unroll(load_life("stove"))
    assert before.sleeps
    assert 60 <= before.duration_s <= 75
    assert {planned.probe.name for planned in after.probes} >= {"touch_back_after", "thought_after"}
