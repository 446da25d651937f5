"""The four changes, between states of one brain whose difference is known."""

from functools import cache

import numpy as np
import pytest
from tests.neurotags.cued import MEMBERS, REST, among_members, bound

from neurotag.brain import load_brain
from neurotag.engine.twin import Twins
from neurotag.errors import InputError
from neurotag.neurotags.probing.dials import DIALS, Dial, Reading, describe_dial, measure_dials, say_counted

N_SETS = 9


@cache
def tightened() -> dict[str, Dial]:
    return measure_dials(among_members(0.01), among_members(0.06), MEMBERS, n_sets=N_SETS)


@pytest.mark.parametrize("name", ["facilitation", "sensitisation"])
def test_a_set_that_was_bound_is_faster_and_more_sensitive(name: str) -> None:
    dial = tightened()[name]
    assert dial.value is not None
    assert dial.high is not None
    assert dial.value <= dial.high < 0
    assert dial.p == pytest.approx(1 / (N_SETS + 1))
    assert len(dial.null) == N_SETS
    # Others were not bound: they change little or not at all.
    assert np.median(np.abs(dial.null)) < 0.1 * abs(dial.value)


def test_nothing_changes_between_a_state_and_itself() -> None:
    same = measure_dials(among_members(0.03), among_members(0.03), MEMBERS, n_trials=3, n_sets=3)
    assert {name: (dial.value, dial.p) for name, dial in same.items()} == dict.fromkeys(DIALS, (0.0, 1.0))


def test_spilling_onto_others_is_imprecision() -> None:
    dials = measure_dials(bound(), bound((MEMBERS, REST, 0.08)), MEMBERS, n_trials=4, n_sets=0)
    low = dials["imprecision"].low
    assert low is not None
    assert low > 0
    assert dials["imprecision"].p is None


def test_lost_efficacy_is_disinhibition() -> None:
    dials = measure_dials(bound(), bound(efficacy=0.4), MEMBERS, n_trials=4, n_sets=4)
    found = dials["disinhibition"]
    # The force falls to 1 - 22 * 0.6 / 30 = 0.56: 0.84 in log2. The inhibitory neurons make up for some of
    # it: what the members fire more drives them, too.
    assert found.value == pytest.approx(0.84, abs=0.2)
    assert found.p == pytest.approx(0.2)


def test_what_goes_on_after_the_cue_is_no_full_reset() -> None:
    after = measure_dials(among_members(0.01), among_members(0.15), MEMBERS, n_trials=4, n_sets=0)["residual"]
    assert after.value is not None
    assert after.unit == "Hz"
    assert tightened()["residual"].null.shape == (N_SETS,)


def test_dials_are_told_by_name_and_as_json() -> None:
    assert list(tightened()) == list(DIALS)
    told = tightened()["sensitisation"].as_json()
    assert told["unit"] == "share of members"
    assert told["n_sets"] == N_SETS
    assert told["null_median"] == pytest.approx(0.0, abs=0.1)
    with pytest.raises(InputError, match="there is none named 'x'"):
        describe_dial("x")


def test_readings_stand_as_far_apart_as_the_dial_says() -> None:
    dials = measure_dials(bound(), bound(efficacy=0.4), MEMBERS, n_trials=4, n_sets=0)
    for name in ("imprecision", "residual"):
        dial = dials[name]
        assert dial.before is not None
        assert dial.now is not None
        assert dial.value == pytest.approx((dial.now.value or 0.0) - (dial.before.value or 0.0))
    held = dials["disinhibition"]
    assert held.before is not None
    assert held.now is not None
    assert held.before.value is not None
    assert held.now.value is not None
    assert held.value == pytest.approx(np.log2(held.before.value / held.now.value))
    assert dials["imprecision"].null_range is None


def test_a_set_that_no_cue_ignites_has_no_latency_and_no_threshold() -> None:
    """Without bonds no cue ignites the set: what it counts as is no reading."""
    for name in ("facilitation", "sensitisation"):
        dial = tightened()[name]
        assert dial.before is not None
        assert dial.now is not None
        assert (dial.before.value, dial.before.is_reached, dial.is_counted) == (None, False, True)
        assert dial.now.value is not None
        assert dial.now.value > 0
        assert say_counted(dial).endswith("ignites it now, and did not before")
        told = dial.as_json()
        assert told["before"]["value"] is None
        assert told["is_counted"]
        assert told["null_low"] <= told["null_median"] <= told["null_high"]
    assert tightened()["facilitation"].before == Reading(None, is_reached=False, n_censored=8)


def test_a_threshold_below_the_smallest_cue_is_told_as_a_bound() -> None:
    tight, loose = among_members(0.08), among_members(0.01)
    dial = measure_dials(tight, loose, MEMBERS, n_trials=3, n_sets=0)["sensitisation"]
    assert dial.before is not None
    assert dial.before.value == pytest.approx(2 / 80)
    assert dial.before.is_most
    assert dial.now == Reading(None, is_reached=False)
    assert say_counted(dial) == "a cue ignited it before, and does not now"
    same = measure_dials(tight, tight, MEMBERS, n_trials=3, n_sets=0)
    assert say_counted(same["sensitisation"]) == "the smallest cue tried ignites it both before and now"
    assert not same["facilitation"].is_counted


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        (True, True, ""),
        (True, False, "a cue ignited it before, and does not now"),
        (False, False, "a cue ignites it neither before nor now"),
    ],
)
def test_what_is_only_counted_is_said_in_words(before: bool, now: bool, words: str) -> None:
    then, later = (Reading(0.5 if is_reached else None, is_reached) for is_reached in (before, now))
    dial = Dial("sensitisation", 0.0, 0.0, 0.0, 1.0, np.zeros(3), then, later)
    assert say_counted(dial) == words
    assert dial.is_counted == bool(words)


def test_states_of_two_brains_are_refused() -> None:
    other = Twins.at_birth(load_brain("everyday").replace(scale=0.1), seed=1)
    with pytest.raises(InputError, match="of one brain and seed"):
        measure_dials(other, among_members(0.01), MEMBERS)


def test_progress_is_told_to_the_end() -> None:
    told: list[float] = []
    measure_dials(
        bound(), bound(), MEMBERS, n_trials=2, n_sets=2, progress=lambda _phase, share: told.append(share)
    )
    assert told == sorted(told)
    assert told[0] == 0.0
