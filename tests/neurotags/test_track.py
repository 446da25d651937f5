"""Neurotags through time, with planted histories: what became of each is known."""

import json
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from tests.measure.recordings import make_recording
from tests.neurotags.planted_windows import BIN_S, LENGTH_S, N_UNITS, Sets, found_in, plant, windows

from neurotag.errors import InputError
from neurotag.neurotags.tracking.identity import Tracks
from neurotag.neurotags.tracking.match import match, profile_of, resting_rates, strata_of
from neurotag.neurotags.tracking.telling import tell, track_rows
from neurotag.neurotags.tracking.track import track_neurotags
from neurotag.neurotags.tracking.windows import default_length_s, windows_of, with_same_units
from neurotag.recording import Pause, Recording, spike_trains

A, B, C = list(range(12)), list(range(15, 27)), list(range(30, 42))


def events_of(tracks: Tracks) -> list[tuple[str, int, tuple[int, ...], bool]]:
    return [(event.kind, event.window, event.identities, event.is_sure) for event in tracks.events]


def follow_history(history: Sequence[Sets], seed: int = 0) -> Tracks:
    return track_neurotags(windows(history, seed))


def test_a_neurotag_keeps_its_identity_while_its_members_are_exchanged() -> None:
    # One of 20 in each window, so 9 of 20 in the end.
    tracks = follow_history([[list(range(at, at + 20))] for at in range(10)])
    assert len(tracks.identities) == 1
    assert all(sighting.is_sure for sighting in tracks.identities[0].sightings)
    assert tracks.identities[0].exchanged == pytest.approx(9 / 20)
    assert events_of(tracks) == [("drift", 7, (1,), True)]
    assert tracks.events[0].value == pytest.approx(7 / 20)


def test_a_birth_is_told_in_its_window() -> None:
    tracks = follow_history([[A, B]] * 3 + [[A, B, C]] * 3)
    assert events_of(tracks) == [("birth", 3, (3,), True)]
    assert [one.origin for one in tracks.identities] == ["start", "start", "birth"]
    assert tracks.events[0].time_s == 3 * LENGTH_S
    assert tracks.events[0].value == pytest.approx(tracks.of(3).first.mass)


def test_a_birth_that_is_seen_once_is_unsure() -> None:
    assert events_of(follow_history([[A], [A], [A, C]])) == [("birth", 2, (2,), False)]


def test_death_follows_when_patience_is_at_its_end() -> None:
    assert events_of(follow_history([[A, B]] * 2 + [[A]] * 3)) == [("death", 2, (2,), True)]
    assert events_of(follow_history([[A, B]] * 2 + [[A]] * 2)) == [("death", 2, (2,), False)]


def test_a_gap_within_patience_is_no_death() -> None:
    tracks = follow_history([[A, B], [A, B], [A], [A], [A, B]])
    assert events_of(tracks) == []
    assert [sighting.window for sighting in tracks.of(2).sightings] == [0, 1, 4]


def test_after_patience_it_returns_as_itself() -> None:
    tracks = follow_history([[A, B]] * 2 + [[A]] * 4 + [[A, B]] * 2)
    assert events_of(tracks) == [("death", 2, (2,), True), ("return", 6, (2,), True)]
    assert len(tracks.identities) == 2


def test_two_merge_into_one() -> None:
    tracks = follow_history([[A, B, C]] * 3 + [[[*A, *B], C]] * 3)
    (kind, window, identities, is_sure), *others = events_of(tracks)
    assert (kind, window, is_sure, others) == ("merge", 3, True, [])
    assert set(identities) == {1, 2}
    assert len(tracks.of(identities[0]).last.members) == 24


def test_one_splits_into_two() -> None:
    tracks = follow_history([[[*A, *B], C]] * 3 + [[A, B, C]] * 3)
    assert events_of(tracks) == [("split", 3, (1, 3), True)]
    assert tracks.of(3).origin == "split"
    assert tracks.events[0].value == 1.0


def test_a_merge_that_does_not_last_is_unsure() -> None:
    tracks = follow_history([[A, B]] * 3 + [[[*A, *B]]] + [[A, B]] * 3)
    told = events_of(tracks)
    assert [(kind, window, is_sure) for kind, window, _, is_sure in told] == [
        ("merge", 3, False),
        ("split", 4, True),
    ]
    assert len(tracks.identities) == 2


def test_growth_and_shrinking_are_told_beyond_the_noise_of_the_mass() -> None:
    grown = [*A, *range(45, 55)]
    tracks = follow_history([[A, B]] * 3 + [[grown, B]] * 3 + [[A, B]] * 3)
    assert events_of(tracks) == [("growth", 3, (1,), True), ("shrinking", 6, (1,), True)]
    assert tracks.events[0].value > 1.5


def test_chance_changes_no_mass() -> None:
    told = [event for seed in range(10) for event in follow_history([[A, B]] * 6, seed).events]
    # 100 comparisons at 3 standard errors and a quarter.
    assert len(told) <= 1


def test_mass_errors_are_the_scatter_of_the_mass() -> None:
    tracks = follow_history([[A]] * 30)
    masses = [sighting.mass for sighting in tracks.of(1).sightings]
    errors = [sighting.mass_error for sighting in tracks.of(1).sightings]
    assert 0.5 < np.mean(errors) / np.std(masses) < 2.5


def test_permuted_units_are_no_match() -> None:
    n_links = 0
    for seed in range(20):
        random = np.random.default_rng([seed, 7])
        sets = [[random.permutation(N_UNITS)[:12].tolist() for _ in range(3)] for _ in range(2)]
        found = windows(sets, seed)
        profiles = [np.array([profile_of(one) for one in each.found]) for each in found]
        strata = strata_of(resting_rates(found[0]))
        n_links += len(match(profiles[0], profiles[1], strata, seed=seed))
    assert n_links <= 0.05 * 20 * 3


def test_sharing_a_region_is_no_match() -> None:
    regions = ["fear"] * 20 + ["touch"] * 40
    linked = {True: 0, False: 0}
    for seed in range(20):
        random = np.random.default_rng([seed, 8])
        found = windows([[random.permutation(20)[:10].tolist()] for _ in range(2)], seed)
        profiles = [np.array([profile_of(one) for one in each.found]) for each in found]
        for knows, names in ((True, regions), (False, None)):
            linked[knows] += len(
                match(profiles[0], profiles[1], strata_of(resting_rates(found[0]), names), seed=seed)
            )
    assert linked[True] <= 1
    # Without the regions they look alike: the null would be too easy.
    assert linked[False] >= 5


def test_an_ambiguous_match_is_unsure() -> None:
    first, second = A, [*A[:9], 40, 41, 42]
    between = [*A[:10], 40, 41]
    tracks = follow_history([[first, second, C], [between, C]])
    at = next(one for one in tracks.identities if len(one.sightings) == 2 and one.id != 3)
    assert not at.last.is_sure
    assert at.last.link is not None
    assert at.last.link.similarity - at.last.link.runner_up <= 0.1
    assert tracks.of(3).last.is_sure


def test_tracks_are_json_and_sentences() -> None:
    tracks = follow_history([[A, B]] * 2 + [[A, B, C]] * 2)
    told = json.loads(json.dumps(tracks.as_json(), allow_nan=False))
    assert [one["id"] for one in told["identities"]] == [1, 2, 3]
    assert told["identities"][2]["sightings"][0]["members"] == C
    assert told["events"][0]["sentence"] == tell(tracks.events[0], tracks.windows)
    assert tell(tracks.events[0], tracks.windows).startswith("120-180 s: neurotag 3 is born")
    assert tracks.sentence() == "3 neurotags in 4 windows: 1 birth."
    assert [row["born"] for row in track_rows(tracks)] == ["before", "before", "120-180 s"]
    assert "regions" not in track_rows(tracks)[0]
    named = replace(tracks, regions=("fear",) * 10 + ("touch",) * 50)
    assert [row["regions"] for row in track_rows(named)] == ["fear 10, touch 2", "touch 12", "touch 12"]


def test_no_neurotag_is_an_answer() -> None:
    tracks = follow_history([[], [], []])
    assert tracks.identities == ()
    assert tracks.sentence() == "No neurotag was found in any of 3 windows."


def test_neurotags_are_found_and_followed_in_spike_trains() -> None:
    parts = [plant(sets, at) for at, sets in enumerate([[A, B], [A, B], [A, B, C], [A, B, C]])]
    unit = np.concatenate([part.unit for part in parts])
    t_s = np.concatenate([part.t_s + at * LENGTH_S for at, part in enumerate(parts)])
    trains = spike_trains(unit, t_s, units=range(N_UNITS), end_s=4 * LENGTH_S)
    phases: list[float] = []
    tracks = track_neurotags(trains, length_s=LENGTH_S, progress=lambda _phase, share: phases.append(share))
    lasting = [one for one in tracks.identities if one.last.window == 3]
    best = [
        max(lasting, key=lambda one: len({*one.last.members.tolist()} & {*members})) for members in (A, B, C)
    ]
    for one, members in zip(best, (A, B, C), strict=True):
        assert len({*one.last.members.tolist()} & {*members}) >= 10
        assert len(one.last.members) <= 14
    assert [one.origin for one in best] == ["start", "start", "birth"]
    born = [event for event in tracks.events if event.kind == "birth" and event.is_sure]
    assert [(event.window, event.identities) for event in born] == [(2, (best[2].id,))]
    assert phases == sorted(phases)


def test_several_recordings_are_one_window_each() -> None:
    parts = [plant([A, B], at, source=f"stim{at + 1}") for at in range(3)]
    tracks = track_neurotags(parts)
    assert [window.label for window in tracks.windows] == ["stim1", "stim2", "stim3"]
    assert not tracks.are_in_time
    assert len([one for one in tracks.identities if len(one.sightings) == 3]) == 2


def test_a_window_without_spikes_does_not_count_as_missed() -> None:
    random = np.random.default_rng(0)
    quiet = spike_trains(
        random.integers(0, 2, 4), np.sort(random.uniform(0, 60, 4)), units=range(N_UNITS), end_s=60
    )
    tracks = track_neurotags([plant([A], 0), quiet, plant([A], 2)], labels=["one", "two", "three"])
    assert tracks.windows[1].found is None
    assert "two" in tracks.notes[-1]
    assert [sighting.window for sighting in tracks.of(1).sightings] == [0, 2]


def test_no_window_goes_on_over_a_break() -> None:
    trains = plant([A])
    cut = windows_of(trains, bin_s=BIN_S, length_s=16, breaks=(7.0, 30.0, 60.0))
    edges = [(window.start_s, window.end_s) for window in cut]
    assert edges == [(0, 7), (7, 30), (30, 45), (45, 60)]
    assert sum(window.n_spikes for window in cut) == trains.n_spikes


def test_a_stretch_too_short_is_left_out() -> None:
    cut = windows_of(plant([A]), bin_s=BIN_S, length_s=20, breaks=(1.0,))
    assert cut[0].start_s == 1.0


def test_the_usual_length_follows_the_rates() -> None:
    trains = plant([A])
    # About 2 Hz: 50 spikes in 25 s, but three windows at least.
    assert default_length_s(trains, BIN_S) == pytest.approx(20.0)
    fast = replace(trains, unit=np.tile(trains.unit, 4), t_s=np.repeat(trains.t_s, 4))
    assert default_length_s(fast, BIN_S) == pytest.approx(10.0)
    assert len(windows_of(fast, bin_s=0.01)) == 10


def test_the_pauses_of_a_life_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    trains = plant([A])
    recording = replace(
        make_recording(1.0), pauses=(Pause(24.0, 8.0, is_sleep=True), Pause(60.0, 72.0, is_sleep=False))
    )
    monkeypatch.setattr("neurotag.neurotags.tracking.track.trains_of", lambda _recording: trains)
    monkeypatch.setattr("neurotag.neurotags.tracking.track.find_in", lambda part, **_: found_in(part, [A]))
    monkeypatch.setattr(
        "neurotag.neurotags.tracking.track.keep_learned", lambda found, _recording, **_: (found, 1)
    )
    tracks = track_neurotags(recording, n=5)
    assert [window.start_s for window in tracks.windows] == [0.0, 12.0, 24.0, 36.0, 48.0]
    assert [window.before for window in tracks.windows] == ["", "", "sleep, 8 h", "", ""]
    assert tracks.notes[0] == "5 windows of 12 s."
    assert tracks.notes[1].startswith("1 set that fires together was left out: the synapses within learned")
    assert tracks.notes[2].startswith("In a life a neurotag is seen in the windows in which something")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"length_s": 0.5}, "shorter than 50 bins"),
        ({"length_s": 10.0, "n": 3}, "a length and a number"),
        ({"n": 0}, "at least 1"),
        ({"patience": -1}, "patience"),
    ],
)
def test_wrong_windows_are_refused(options: dict[str, float], words: str) -> None:
    with pytest.raises(InputError, match=words):
        track_neurotags(plant([A]), **options)  # type: ignore[arg-type]


def test_recordings_of_other_units_are_refused() -> None:
    other = spike_trains(["a", "b", "a"], [0.1, 0.2, 0.3])
    with pytest.raises(InputError, match="shares 0 of its 2 units"):
        track_neurotags([plant([A]), other])


def test_units_are_aligned_by_name() -> None:
    first = spike_trains([1, 2, 3], [0.1, 0.2, 0.3], regions=("x", "y", "x"))
    second = spike_trains([3, 2, 9], [0.1, 0.2, 0.3], regions=("y", "x", "z"))
    one, other = with_same_units([first, second])
    assert one.units == other.units == (1, 2, 3, 9)
    assert one.regions == ("x", "y", "x", "z")
    assert [other.units[at] for at in other.unit] == [3, 2, 9]
    clash = spike_trains([1, 2], [0.1, 0.2], regions=("z", "y"))
    with pytest.raises(InputError, match="has unit 1 in z"):
        with_same_units([first, clash])


def test_runs_of_other_brains_are_refused() -> None:
    runs: list[Recording] = [make_recording(2.0), replace(make_recording(2.0), seed=5)]
    with pytest.raises(InputError, match="its neurons are not those"):
        track_neurotags(runs)
