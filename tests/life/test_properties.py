"""What holds for every life, whatever happens in it."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.life.cases import Events, life, repeat, rest, scenes, skip, sleep, smell, together, touch

from neurotag.life import Life, unroll

# The machine may be busy, and a test must not depend on the day.
steady = settings(deadline=None, derandomize=True)

# Whole milliseconds, so that sums are exact enough to be compared.
seconds = st.integers(1, 20_000).map(lambda ms: ms / 1000)
instants = st.none() | st.integers(0, 20_000).map(lambda ms: ms / 1000)
names = st.none() | st.sampled_from(["tap", "burn"])


@st.composite
def felt(draw: st.DrawFn) -> dict[str, Any]:
    event: dict[str, Any] = draw(st.sampled_from([touch(), smell(), rest()]))
    return event | {"duration_s": draw(seconds), "at_s": draw(instants), "name": draw(names)}


def grouped(inner: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    several = st.lists(inner, min_size=1, max_size=3)
    again = st.builds(lambda times, events: repeat(times, *events), st.integers(1, 3), several)
    return several.map(lambda events: together(*events)) | again


groups = st.recursive(felt(), grouped, max_leaves=6)
pauses = st.just(sleep()) | st.integers(1, 99).map(lambda hours: skip(hours=hours))
lives = st.lists(groups | pauses, min_size=1, max_size=5)


@steady
@given(st.lists(seconds, min_size=1, max_size=8))
def test_sequence_lasts_as_long_as_its_events_together(durations: list[float]) -> None:
    (scene,) = scenes([touch(duration_s=duration_s) for duration_s in durations])
    assert scene.duration_s == pytest.approx(sum(durations))


@steady
@given(st.lists(seconds, min_size=1, max_size=8))
def test_together_lasts_as_long_as_its_longest(durations: list[float]) -> None:
    (scene,) = scenes([together(*(touch(duration_s=duration_s) for duration_s in durations))])
    assert scene.duration_s == max(durations)


@steady
@given(st.integers(1, 20), seconds, seconds)
def test_repeat_lasts_its_intervals_and_its_last_turn(times: int, duration_s: float, pause_s: float) -> None:
    every_s = duration_s + pause_s
    (scene,) = scenes([repeat(times, touch(duration_s=duration_s), every_s=every_s)])
    assert scene.duration_s == pytest.approx((times - 1) * every_s + duration_s)


@steady
@given(lives)
def test_times_are_never_negative(events: Events) -> None:
    for scene in scenes(events):
        assert all(0 <= moment.start_s < moment.end_s <= scene.duration_s for moment in scene.moments)
        assert all(0 <= start_s <= end_s <= scene.duration_s for _, start_s, end_s in scene.spans)


@steady
@given(lives)
def test_moments_come_in_the_order_of_their_onsets(events: Events) -> None:
    for scene in scenes(events):
        starts = [moment.start_s for moment in scene.moments]
        assert starts == sorted(starts)


@steady
@given(lives)
def test_unroll_says_the_same_twice_and_after_a_round_trip(events: Events) -> None:
    whole = life(events)
    assert unroll(whole) == unroll(whole) == unroll(Life.model_validate_json(whole.model_dump_json()))


@steady
@given(lives)
def test_every_sleep_and_skip_ends_a_scene(events: Events) -> None:
    n_pauses = sum(event["kind"] in ("sleep", "skip") for event in events)
    assert len(scenes(events)) == n_pauses + 1


@steady
@given(lives)
def test_spans_of_one_name_never_overlap(events: Events) -> None:
    for scene in scenes(events):
        for name in ("tap", "burn"):
            spans = sorted(span[1:] for span in scene.spans if span[0] == name)
            assert all(one[1] < other[0] for one, other in pairwise(spans))


@steady
@given(st.lists(groups, min_size=1, max_size=4), st.integers(1, 5))
def test_a_group_that_begins_later_moves_as_a_whole(events: Events, delay_s: int) -> None:
    ((first,), (moved,)) = (scenes([together(*events, at_s=at_s)]) for at_s in (0, delay_s))
    assert [m.start_s - delay_s for m in moved.moments] == pytest.approx([m.start_s for m in first.moments])
