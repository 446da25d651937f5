"""A life that goes on from a checkpoint is, bit for bit, the life that never stopped."""

import os
import signal
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.futures import differing, live, parts, tiny, unlike
from tests.engine.lives import BURN, PROBE, TOUCH, life

from neurotag.engine import compile_brain, simulate
from neurotag.engine.arrays import walk
from neurotag.engine.circuit import State
from neurotag.engine.runner import Stretch
from neurotag.engine.state import frozen_twin, settled
from neurotag.recording import Checkpoint, Recording, Watch

HEAT: dict[str, Any] = {"kind": "heat", "site": "hand", "intensity": 1.0, "duration_s": 0.25}
ROSE: dict[str, Any] = {"kind": "smell", "of": "rose", "duration_s": 0.2, "name": "garden", "relevance": 0.5}
REST: dict[str, Any] = {"kind": "rest", "duration_s": 0.1}
NIGHT: dict[str, Any] = {"kind": "sleep", "hours": 8}
LATE_NIGHT = {**NIGHT, "at_s": 0.2}
AGAIN = {**PROBE, "name": "again"}
SHORT_BURN = {**BURN, "events": [{**event, "duration_s": 0.3} for event in BURN["events"]]}

HALVES: dict[str, tuple[list[dict[str, Any]], list[dict[str, Any]]]] = {
    "a touch after a burn": ([SHORT_BURN], [TOUCH]),
    "second pain that is on its way": ([HEAT], [REST, TOUCH]),
    "heat on a tired skin": ([REST, HEAT], [{**HEAT, "duration_s": 0.5}]),
    "a night before": ([SHORT_BURN, NIGHT], [TOUCH]),
    "a night between": ([SHORT_BURN], [NIGHT, TOUCH]),
    "a night that is waited for": ([TOUCH], [{"kind": "repeat", "times": 1, "events": [LATE_NIGHT]}, ROSE]),
    "probes on both sides": ([SHORT_BURN, PROBE], [AGAIN, TOUCH]),
    "nothing but a probe": ([SHORT_BURN], [PROBE]),
    "the same thing again": ([ROSE], [HEAT, ROSE]),
    "an end that is no whole update": ([{**REST, "duration_s": 0.0999999999}], [TOUCH]),
}


@pytest.fixture(scope="module")
def night() -> dict[str, Any]:
    """Return a life with checkpoints on its way, and these."""
    taken: list[Checkpoint] = []
    events = [SHORT_BURN, REST, NIGHT, PROBE, TOUCH, AGAIN]
    at_s = [0.0, 0.123, 0.3, 0.4, 0.6, 0.8]
    recording = live(events, checkpoint_at_s=at_s, on_checkpoint=taken.append)
    return {"events": events, "recording": recording, "taken": taken}


@pytest.mark.parametrize("halves", HALVES.values(), ids=HALVES)
def test_a_future_is_what_would_have_come(halves: tuple[Any, Any]) -> None:
    past = live(halves[0])
    future = simulate(tiny(), life(*halves[1]), past=past.branch())
    assert unlike(live([*halves[0], *halves[1]]), past, future) == []


SECONDS = st.integers(1, 20).map(lambda n: n * 0.005)
SITES = st.sampled_from(["arm", "face"])
EVENT = st.one_of(
    st.builds(lambda d, p: {**TOUCH, "duration_s": d, "pressure": p}, SECONDS, st.floats(0, 1.5)),
    st.builds(lambda d, site: {**HEAT, "duration_s": d, "site": site}, SECONDS, SITES),
    st.builds(lambda d, of: {**ROSE, "duration_s": d, "of": of}, SECONDS, st.sampled_from(["rose", "fire"])),
    st.builds(lambda d: {**HEAT, "kind": "injury", "duration_s": d}, SECONDS),
    st.builds(lambda h: {"kind": "skip", "hours": h}, st.floats(0.1, 100)),
)


@settings(max_examples=12, deadline=None)
@given(events=st.lists(EVENT, min_size=2, max_size=6), where=st.integers(1, 5))
def test_any_life_can_be_cut_anywhere(events: list[dict[str, Any]], where: int) -> None:
    where = min(where, len(events) - 1)
    past = live(events[:where])
    future = simulate(tiny(), life(*events[where:]), past=past.branch())
    assert unlike(live(events), past, future) == []


def test_a_future_of_a_future_is_what_would_have_come() -> None:
    first = live([HEAT])
    second = simulate(tiny(), life(TOUCH), past=first.branch())
    third = simulate(tiny(), life(HEAT), past=second.branch())
    whole = live([HEAT, TOUCH, HEAT])
    assert differing(third.branch(), whole.branch()) == []


def test_checkpoints_on_the_way_change_nothing(night: dict[str, Any]) -> None:
    assert live(night["events"]).digest() == night["recording"].digest()


@pytest.mark.parametrize("at", range(6))
def test_a_life_goes_on_from_any_moment(night: dict[str, Any], at: int) -> None:
    whole, past = night["recording"], night["taken"][at]
    rest = simulate(tiny(), past=past)
    assert differing(rest.branch(), whole.branch()) == []
    later = whole.activity.step >= past.step
    np.testing.assert_array_equal(rest.activity.step + past.step, whole.activity.step[later])
    np.testing.assert_array_equal(rest.activity.neuron, whole.activity.neuron[later])


def test_a_life_that_goes_on_is_told_on_its_own_clock(night: dict[str, Any]) -> None:
    rest = simulate(tiny(), past=night["taken"][1])
    assert [(mark.kind, round(mark.start_s, 9)) for mark in rest.marks] == [
        ("touch", 0.0), ("heat", 0.0), ("talk", 0.0), ("rest", 0.175), ("touch", 0.275)]  # fmt: skip
    assert rest.pauses[0].at_s == pytest.approx(0.275)
    assert rest.weights.moments[0] == "at the checkpoint"
    assert rest.past is not None
    assert (rest.past.awake_s, rest.past.lived_s, rest.past.hours_offline) == (0.125, 0.125, 0.0)


def test_a_checkpoint_stands_before_the_probe_and_the_night_of_its_time(night: dict[str, Any]) -> None:
    places = [(each.bookmark.scene, each.bookmark.n_probes, each.hours_offline) for each in night["taken"]]
    assert places == [(0, 0, 0), (0, 0, 0), (0, 0, 0), (0, 0, 0), (1, 1, 8), (1, 1, 8)]


def test_a_future_in_the_middle_of_a_burn_feels_what_is_on_its_way() -> None:
    taken: list[Checkpoint] = []
    live([{**HEAT, "duration_s": 3.0}], checkpoint_at_s=[0.5], on_checkpoint=taken.append)
    left = simulate(tiny(), life({**REST, "duration_s": 1.5}), past=taken[0])
    cut = live([{**HEAT, "duration_s": 0.5}, {**REST, "duration_s": 1.5}])
    assert differing(left.branch(), cut.branch()) == []
    assert [mark.kind for mark in left.marks] == ["rest"]


def test_threads_do_not_show_across_a_checkpoint() -> None:
    ends = [
        simulate(tiny(), life(TOUCH), past=live([SHORT_BURN], threads=before).branch(), threads=after)
        for before, after in ((1, 1), (1, 2), (2, 1))
    ]
    assert {end.digest() for end in ends} == {ends[0].digest()}


def test_chunks_do_not_show_across_a_checkpoint() -> None:
    one, other = (live([SHORT_BURN], watch=Watch(chunk_ms=ms)).branch() for ms in (37, 100))
    assert differing(one, other) == []


def test_a_used_up_budget_ends_at_the_same_step_with_checkpoints_on_the_way() -> None:
    watch = Watch(budget_mb=0.002)
    one = live([SHORT_BURN], watch=watch)
    other = live([SHORT_BURN], watch=watch, checkpoint_at_s=[0.05, 0.1], on_checkpoint=lambda _: None)
    assert 0 < one.spikes_kept_s == other.spikes_kept_s < 0.3
    assert one.digest() == other.digest()


@pytest.mark.parametrize("share", [0.1, 0.45, 0.75])
def test_what_was_interrupted_goes_on(share: float) -> None:
    lengths = ((TOUCH, 0.3), (HEAT, 0.313), (REST, 0.187))
    touch, heat, rest = ({**event, "duration_s": duration_s} for event, duration_s in lengths)
    events = [touch, PROBE, heat, rest]

    def press(_phase: str, done: float) -> None:
        if done > share:
            os.kill(os.getpid(), signal.SIGINT)

    left = live(events, progress=press, watch=Watch(chunk_ms=7))
    assert left.outcome.kind == "interrupted"
    onward = simulate(tiny(), past=left.branch())
    whole = live(events)
    assert differing(onward.branch(), whole.branch()) == []
    found = {**left.probes, **onward.probes}["touch_back"]
    np.testing.assert_array_equal(found.activity.neuron, whole.probes["touch_back"].activity.neuron)


def test_nothing_is_shared_between_futures_of_one_past() -> None:
    past = live([SHORT_BURN]).branch()
    before = {name: np.copy(part) for name, part in parts(past).items()}
    one, other = (simulate(tiny(), life(TOUCH), past=past) for _ in range(2))
    assert one.digest() == other.digest()
    assert [name for name, part in parts(past).items() if not np.array_equal(part, before[name])] == []
    assert not any(array.flags.writeable for array in past.arrays.values())


def test_the_state_at_the_end_is_no_part_of_the_digest() -> None:
    without = live([TOUCH], keeps_end=False)
    assert without.digest() == live([TOUCH]).digest()
    with pytest.raises(RuntimeError, match=r"recording of 'short': the state at its end was not kept"):
        without.branch()


def test_a_recording_tells_what_it_went_on_from() -> None:
    past = live([SHORT_BURN, NIGHT]).branch()
    future = simulate(tiny(), life(TOUCH), past=past)
    assert future.past is not None
    assert (future.past.checkpoint, future.past.life) == (past.digest(), "short")
    assert (future.past.awake_s, future.past.hours_offline, future.past.lived_s) == (0.3, 8.0, 0.0)
    assert future.digest() != live([TOUCH]).digest()


@pytest.fixture
def mid_life(monkeypatch: pytest.MonkeyPatch) -> State:
    """Return the state of a brain in the middle of a burn."""
    seen: list[State] = []
    begin = Stretch.__post_init__

    def note(stretch: Stretch) -> None:
        seen.append(stretch.state)
        begin(stretch)

    monkeypatch.setattr(Stretch, "__post_init__", note)
    live([SHORT_BURN], keeps_end=False)
    return seen[0]


@pytest.mark.parametrize("look", [frozen_twin, settled])
def test_who_looks_at_a_brain_changes_nothing_of_it(mid_life: State, look: Any) -> None:
    before = {place: np.copy(part) for place, part in walk(mid_life)}
    twin = look(compile_brain(tiny(), seed=3), mid_life)
    assert not np.array_equal(twin.weight, before["weight"])
    assert [place for place, part in walk(mid_life) if not np.array_equal(part, before[place])] == []


def test_a_checkpoint_carries_every_part_of_a_state(mid_life: State) -> None:
    carried = live([SHORT_BURN]).branch()
    of_modulation = {"numbers", "sensitivity", "release", "gain", "bias", "carry", "key"}
    circuits = {"neurons.key", *(f"modulation.{name}" for name in of_modulation)}
    assert {place for place, _ in walk(mid_life)} - set(parts(carried)) == circuits


def test_recordings_of_one_seed_have_one_end() -> None:
    one, other = (live([SHORT_BURN]).branch() for _ in range(2))
    assert one.digest() == other.digest()


def test_a_probe_of_a_future_meets_the_background_of_its_pasts() -> None:
    frozen = tiny().replace(plasticity=False)
    past: Recording = simulate(frozen, life(PROBE), seed=3)
    other = simulate(frozen, life(PROBE), past=past.branch(), seed=8)
    one = past.probes["touch_back"].activity
    np.testing.assert_array_equal(one.neuron, other.probes["touch_back"].activity.neuron)
