"""What was planted is found, what was not is not, and every answer is worded."""

import json
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from neurotag.bench.finding.planted import NULLS, Null, Planted, null_of, plant
from neurotag.bench.finding.score import f1
from neurotag.errors import InputError
from neurotag.neurotags import Neurotags, find_in, find_neurotags
from neurotag.recording import SpikeTrains, spike_trains

EASY = Planted(
    n_units=100, duration_s=60.0, n_assemblies=2, size=20, overlap=0.0, participation=0.8, activation_hz=1.0
)


def score_of(found: Neurotags, planted: Planted) -> float:
    members = plant(planted)[1]
    return f1([set(one.members.tolist()) for one in found.found], [set(own.tolist()) for own in members])


@cache
def easy() -> Neurotags:
    return find_in(plant(EASY)[0], n_surrogates=8, seed=3)


def as_text(found: Neurotags) -> str:
    return json.dumps(found.as_json(), allow_nan=False)


# Planted

SETTINGS = {
    "size 20": Planted(n_units=150, duration_s=60.0, size=20, overlap=0.0),
    "size 20, jitter 10": Planted(n_units=150, duration_s=120.0, size=20, overlap=0.0, jitter_ms=10.0),
    "size 20, overlap": Planted(n_units=150, duration_s=120.0, size=20, overlap=0.5),
    "size 50, drift": Planted(n_units=200, duration_s=90.0, n_assemblies=3, size=50, overlap=0.0, drift=0.5),
    "size 50, overlap, jitter 10": Planted(
        n_units=200, duration_s=120.0, n_assemblies=3, size=50, overlap=0.5, jitter_ms=10.0
    ),
}


@pytest.mark.parametrize("planted", SETTINGS.values(), ids=SETTINGS.keys())
def test_planted_sets_are_found(planted: Planted) -> None:
    assert planted.participation == 0.6
    assert score_of(find_in(plant(planted)[0], n_surrogates=8), planted) >= 0.9


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("planted", SETTINGS.values(), ids=SETTINGS.keys())
def test_planted_sets_are_found_in_other_recordings(planted: Planted, seed: int) -> None:
    other = replace(planted, seed=seed + 10, duration_s=2 * planted.duration_s)
    assert score_of(find_in(plant(other)[0]), other) >= 0.9


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("drift", [0.0, 0.5])
def test_the_hardest_sets_of_the_benchmark_are_found(drift: float, seed: int) -> None:
    planted = Planted(size=20, overlap=0.5, jitter_ms=10.0, drift=drift, seed=seed)
    assert score_of(find_in(plant(planted)[0]), planted) >= 0.9


def test_sets_that_cover_all_units_are_found_and_no_global_mode() -> None:
    planted = Planted(n_units=100, duration_s=60.0, size=25, overlap=0.0, participation=0.8)
    found = find_in(plant(planted)[0], n_surrogates=8)
    assert found.global_share == 0.0
    assert score_of(found, planted) >= 0.9


def test_sets_are_found_beneath_a_global_mode_which_is_said() -> None:
    planted = replace(EASY, global_mode=0.5, duration_s=120.0)
    found = find_in(plant(planted)[0], n_surrogates=8)
    assert found.global_share > 0.8
    assert score_of(found, planted) >= 0.9
    (note,) = found.notes
    assert note.startswith(
        f"{100 * found.global_share:.0f} % of the units go up and down as one; this was taken"
    )


def test_weights_and_activity_are_those_of_what_was_planted() -> None:
    found = easy()
    assert score_of(found, EASY) == 1.0
    for one in found.found:
        assert one.pattern.shape == (100,)
        np.testing.assert_array_equal(one.weights, one.pattern[one.members])
        assert one.weights.min() > 2 * np.abs(np.delete(one.pattern, one.members)).max()
        assert one.activation.std() == pytest.approx(1.0, rel=1e-3)
        # Once a second, each for a bin or two.
        assert 40 <= one.active.sum() <= 110
        own = np.isin(found.trains.unit, one.members)
        bins = np.minimum((found.trains.t_s[own] / found.bin_s).astype(int), len(one.active) - 1)
        per_bin = np.bincount(bins, minlength=len(one.active))
        assert per_bin[one.active].mean() > 5 * per_bin[~one.active].mean()
    assert [one.id for one in found.found] == [1, 2]
    assert found.found[0].score > found.found[1].score > found.null.threshold > found.null.scores.max()


# None


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("kind", NULLS)
def test_nothing_is_found_where_nothing_is(kind: Null, seed: int) -> None:
    trains, _ = plant(null_of(kind, n_units=200, duration_s=60.0, seed=seed))
    found = find_in(trains, n_surrogates=5)
    assert found.found == ()
    assert (found.global_share > 0.8) == (kind == "global")


def test_slow_rhythms_of_their_own_are_no_neurotag() -> None:
    """Units whose rates swing slowly: what the Marchenko-Pastur bound alone takes for assemblies."""
    random = np.random.default_rng(5)
    swing = np.repeat(random.lognormal(0.0, 1.0, (60, 60)), 1000, axis=1)
    spikes = random.random((60, 60_000)) < 0.005 * swing
    t_s, unit = np.nonzero(spikes.T)
    assert find_in(spike_trains(unit, t_s / 1000.0), n_surrogates=8).found == ()


def fired_together(times: list[float]) -> SpikeTrains:
    """Return 60 units at 0.5 Hz, 25 of which fire together at these times."""
    background, _ = plant(replace(EASY, n_units=60, n_assemblies=0, rate_hz=0.5))
    unit = np.concatenate([background.unit, np.tile(np.arange(25), len(times))])
    t_s = np.concatenate([background.t_s, np.repeat(times, 25)])
    order = np.argsort(t_s)
    return spike_trains(unit[order], t_s[order], units=range(60), end_s=60.0)


@pytest.mark.parametrize("seed", range(5))
def test_what_fired_together_only_twice_is_none(seed: int) -> None:
    """Active by chance in a few more bins, as everything is."""
    times = np.sort(np.random.default_rng(seed).uniform(1.0, 59.0, 2)).tolist()
    found = find_in(fired_together(times), n_surrogates=5, seed=seed)
    assert found.found == ()
    assert found.notes[0] == (
        "1 set of units fired together in fewer than 3 stretches of the recording: what does not come back "
        "is no neurotag."
    )


@pytest.mark.parametrize("seed", range(3))
def test_rates_that_rise_once_for_a_while_are_no_neurotag(seed: int) -> None:
    """A third of the units fire twenty times as much for half a minute of five."""
    trains, _ = plant(null_of("epoch", n_units=60, duration_s=300.0, seed=seed))
    assert find_in(trains, n_surrogates=8, seed=seed).found == ()


@pytest.mark.parametrize("has_loud", [False, True])
def test_a_loud_set_does_not_hide_a_quiet_one(has_loud: bool) -> None:
    """Hundreds of units that burst are loud even when each is shifted by its own amount."""
    random = np.random.default_rng(0)
    n_units, duration_s = 800, 60.0
    unit = [random.integers(0, n_units, 96_000)]
    t_s = [random.uniform(0.0, duration_s, 96_000)]
    for volley_s in np.linspace(2.0, 57.0, 25):
        members = np.flatnonzero(random.random(40) < 0.8)
        unit.append(members)
        t_s.append(volley_s + random.uniform(0.0, 0.05, len(members)))
    for begins_s in (8.0, 28.0, 48.0) if has_loud else ():
        spikes = random.poisson(20.0, 300)
        unit.append(np.repeat(np.arange(400, 700), spikes))
        t_s.append(begins_s + random.random(spikes.sum()))
    order = np.argsort(np.concatenate(t_s))
    trains = spike_trains(np.concatenate(unit)[order], np.concatenate(t_s)[order], end_s=duration_s)
    found = find_in(trains, bin_s=0.1, n_surrogates=8).found
    (quiet,) = (one.members for one in found if np.median(one.members) < 40)
    assert len(np.intersect1d(quiet, np.arange(40))) >= 38
    assert len(quiet) <= 42
    assert (len(found) > 1) == has_loud


def test_what_fired_together_once_is_one_where_that_is_enough() -> None:
    (one,) = find_in(fired_together([20.01]), n_surrogates=5, least_activations=1).found
    assert len(np.intersect1d(one.members, np.arange(25))) >= 23


def test_what_came_back_is_one() -> None:
    (one,) = find_in(fired_together([10.01, 20.01, 30.01, 40.01, 50.01]), n_surrogates=8).found
    assert len(np.intersect1d(one.members, np.arange(25))) >= 23
    assert np.flatnonzero(one.active).tolist() == [400, 800, 1200, 1600, 2000]


def test_units_that_hardly_fired_are_said_to_be_left_out() -> None:
    trains, _ = plant(EASY)
    rare = spike_trains(
        np.r_[trains.unit, [100] * 4], np.r_[trains.t_s, 1.0, 2.0, 3.0, 4.0], units=range(102), end_s=60.0
    )
    found = find_in(rare, n_surrogates=5)
    assert found.notes == ("2 of 102 units were left out: they fired fewer than 5 times, or never changed.",)
    assert [one.pattern[100:].tolist() for one in found.found] == [[0.0, 0.0]] * 2


# The same answer


def test_the_same_seed_gives_the_same_answer() -> None:
    again = find_in(plant(EASY)[0], n_surrogates=8, seed=3)
    assert as_text(again) == as_text(easy())
    for one, other in zip(again.found, easy().found, strict=True):
        np.testing.assert_array_equal(one.activation, other.activation)
        np.testing.assert_array_equal(one.active, other.active)


def test_another_seed_draws_other_surrogates() -> None:
    other = find_in(plant(EASY)[0], n_surrogates=8, seed=4)
    assert not np.array_equal(other.null.scores, easy().null.scores)
    assert [one.members.tolist() for one in other.found] == [one.members.tolist() for one in easy().found]


def test_the_order_of_spikes_in_the_file_does_not_matter() -> None:
    trains, _ = plant(EASY)
    by_unit = np.lexsort((trains.t_s, -trains.unit))
    shuffled = spike_trains(
        trains.unit[by_unit], trains.t_s[by_unit], units=range(100), end_s=60.0, source=trains.source
    )
    assert as_text(find_in(shuffled, n_surrogates=8, seed=3)) == as_text(easy())


def test_a_later_beginning_changes_nothing() -> None:
    trains, _ = plant(EASY)
    later = spike_trains(trains.unit, trains.t_s + 64.0, units=range(100), start_s=64.0, end_s=124.0)
    found = find_in(later, n_surrogates=8, seed=3)
    assert [one.members.tolist() for one in found.found] == [one.members.tolist() for one in easy().found]
    assert found.bin_start_s[0] == 64.0


def test_progress_is_told_and_rises_to_one() -> None:
    told: list[tuple[str, float]] = []
    find_in(plant(EASY)[0], n_surrogates=5, progress=lambda phase, share: told.append((phase, share)))
    shares = [share for _, share in told]
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert shares == sorted(shares)
    assert len(set(shares)) >= 7
    assert [phase for phase, _ in told if phase == "searching shifted trains"] == [told[1][0]] * 5


# Words


def test_the_answer_is_a_sentence_and_json() -> None:
    found = easy()
    sizes = sorted(one.n_members for one in found.found)
    size = f"{sizes[0]} to {sizes[1]}" if sizes[0] < sizes[1] else f"{sizes[0]}"
    assert found.sentence() == (
        f"2 neurotags of {size} units, against 8 recordings with circularly shifted trains."
    )
    answer = json.loads(as_text(found))
    assert (answer["n_units"], answer["n_spikes"], answer["seed"]) == (100, found.trains.n_spikes, 3)
    assert (answer["null"]["n_surrogates"], len(answer["null"]["largest_scores"])) == (8, 8)
    assert {"id", "members", "weights", "p", "q", "score", "bond"} <= set(answer["neurotags"][0])
    assert 0 <= answer["neurotags"][0]["p"] <= answer["neurotags"][0]["q"] <= 0.01


def test_zero_neurotags_are_an_answer() -> None:
    found = find_neurotags(plant(null_of("poisson", n_units=30, duration_s=20.0, seed=1))[0], n_surrogates=5)
    assert found.sentence() == (
        "No neurotag: nothing in these 30 units fires together more than chance makes it, against 5 "
        "recordings with circularly shifted trains."
    )
    answer = json.loads(as_text(found))
    assert answer["neurotags"] == []
    assert answer["null"]["n_candidates"] >= 0
    assert answer["sentence"] == found.sentence()


def test_members_are_called_what_they_are_called_in_the_recording() -> None:
    trains, members = plant(EASY)
    named = replace(trains, units=tuple(f"unit{at:03d}" for at in trains.units))
    found = find_neurotags(named, n_surrogates=5)
    called = {frozenset(found.ids_of(one)) for one in found.found}
    assert called == {frozenset(f"unit{at:03d}" for at in own) for own in members}
    assert all({"mass", "precision", "overlap"} <= set(one.vitals) for one in found.found)


def test_a_part_of_a_recording_is_searched_alone() -> None:
    found = find_neurotags(plant(EASY)[0], start_s=20.0, end_s=50.0, n_surrogates=5)
    assert (found.trains.start_s, found.trains.end_s, len(found.found)) == (20.0, 50.0, 2)


# Refusals


def refusal(recording: Any, **more: Any) -> str:
    with pytest.raises(InputError) as caught:
        find_neurotags(recording, **more)
    said = str(caught.value)
    assert "\n" not in said
    assert said.endswith(".")
    return said


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"bin_s": 0.0005}, "bin: must be from 0.001 to 60 s (got 0.0005). "),
        ({"bin_s": 61.0}, "bin: must be from 0.001 to 60 s (got 61). "),
        ({"bin_s": float("nan")}, "bin: must be from 0.001 to 60 s (got nan). "),
        ({"n_surrogates": 4}, "surrogates: must be from 5 to 10000 (got 4). "),
        ({"n_surrogates": 10_001}, "surrogates: must be from 5 to 10000 (got 10001). "),
        ({"level": 0.0}, "level: must be from 1e-06 to 0.5 (got 0). "),
        ({"level": 0.6}, "level: must be from 1e-06 to 0.5 (got 0.6). "),
        ({"seed": -1}, "seed: must be from 0 to 4294967295 (got -1). "),
        ({"seed": 2**32}, "seed: must be from 0 to 4294967295 (got 4294967296). "),
        (
            {"with_dials": True},
            "dials: are told of a simulated life only. Give a run folder, or leave it out.",
        ),
        ({"cells": "all"}, "cells: are told of a simulated life only. "),
        ({"cells": "inhibitory"}, "cells: must be 'excitatory' or 'all' (got 'inhibitory'). "),
        ({"bin_s": 2.0}, "2 planted assemblies: 60 s are 30 bins of 2000 ms, and 50 are needed to tell "),
        (
            {"start_s": 61.0},
            "2 planted assemblies: no part of it lies from 61 to 60 s: it goes from 0 to 60 s",
        ),
        ({"end_s": 0.5}, "2 planted assemblies: 0.5 s are 20 bins of 25 ms, and 50 are needed to tell "),
    ],
)
def test_numbers_out_of_bounds_are_refused(more: dict[str, Any], said: str) -> None:
    assert refusal(plant(EASY)[0], **more).startswith(said)


def test_one_unit_is_refused() -> None:
    alone = spike_trains([7] * 100, np.arange(100) / 10.0)
    assert refusal(alone) == (
        "spikes: has 1 unit, and two are needed to fire together. Give a recording with more units."
    )


def test_a_stretch_without_spikes_is_refused() -> None:
    quiet = spike_trains([1, 2], [1.0, 59.0], end_s=60.0).between(10.0, 50.0)
    assert refusal(quiet).startswith("spikes: 0 of its 2 units fired at least 5 times and not")


@pytest.mark.parametrize("what", [None, 3, [1.0, 2.0], {}])
def test_what_is_no_recording_is_refused(what: object) -> None:
    assert refusal(what)
