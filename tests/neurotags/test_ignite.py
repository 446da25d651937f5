"""Vital signs on twins, on sets whose binding is known."""

from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from scipy.special import expit
from tests.neurotags.cued import MEMBERS, REST, RIGHT, among_members, bound, circuit

from neurotag.brain import load_brain
from neurotag.engine.twin import Twins
from neurotag.errors import InputError
from neurotag.neurotags.neurotag import Vital
from neurotag.neurotags.probing.bootstrap import draw_trials, fit_threshold, interval_of
from neurotag.neurotags.probing.cueing import (
    CUE_S,
    SETTLE_S,
    Cueing,
    Resting,
    count_spikes,
    draw_like,
    hold_of,
)
from neurotag.neurotags.probing.ignite import TWIN_VITALS, measure_on_twins, sizes_of

FAINT, BOUND, TIGHT = 0.01, 0.025, 0.06


@cache
def vitals(weight: float) -> dict[str, Vital]:
    return measure_on_twins(among_members(weight), MEMBERS, n_trials=8)


def test_a_bound_set_ignites_from_a_small_cue_and_a_loose_one_never() -> None:
    assert vitals(FAINT)["ignition_threshold"] == Vital(None)
    tight = vitals(TIGHT)["ignition_threshold"]
    assert tight.value is not None
    assert tight.value < 0.06
    assert vitals(FAINT)["latency_ms"] == Vital(None)


def test_the_threshold_falls_as_the_set_is_bound_more_tightly() -> None:
    found = [vitals(weight)["ignition_threshold"].value for weight in (BOUND, 0.03, TIGHT)]
    assert None not in found
    assert found == sorted(found, reverse=True)  # type: ignore[type-var]
    assert found[0] != found[2]


def test_a_tighter_set_answers_sooner_and_lasts_longer() -> None:
    loose, tight = vitals(TIGHT), vitals(0.1)
    for name, sign in (("latency_ms", -1), ("persistence_ms", 1)):
        values = [each[name].value for each in (loose, tight)]
        assert sign * (values[1] or 0.0) > sign * (values[0] or 0.0)
        low, high = tight[name].low, tight[name].high
        assert low is not None
        assert high is not None
        assert low <= (values[1] or 0.0) <= high
    assert vitals(FAINT)["persistence_ms"].value == 0.0


def test_a_twin_that_nobody_cues_hardly_ever_ignites() -> None:
    resting = Resting(among_members(FAINT), 40)
    cueing = Cueing(resting, MEMBERS, seed=3)
    answers = [
        cueing._answer(activity, cueing.part(0.5, trial), False)
        for trial, activity in enumerate(resting.activities)
    ]
    # 1 of 20 are expected, and 6 of 40 or fewer in 99.5 of 100 such tests.
    assert sum(np.isfinite(answer["latency_ms"]) for answer in answers) <= 6


def test_influence_is_that_of_what_the_members_reach() -> None:
    left = MEMBERS[MEMBERS < 200]
    none = measure_on_twins(bound(), left, n_trials=8)["influence_movement"]
    much = measure_on_twins(bound((left, RIGHT, 0.1)), left, n_trials=8)["influence_movement"]
    assert none.low is not None
    assert none.high is not None
    assert none.low < 0.1
    assert none.high > -0.1
    assert much.low is not None
    assert much.low > 1.0
    assert "influence_alarm" not in vitals(FAINT)


def test_spill_over_is_what_the_others_gain() -> None:
    kept, spilt = (
        measure_on_twins(twins, MEMBERS, n_trials=4)["spill_over"].value
        for twins in (bound(), bound((MEMBERS, REST, 0.08)))
    )
    assert kept is not None
    assert spilt is not None
    assert kept < 0 < spilt


def test_the_same_seed_gives_the_same_numbers_on_any_number_of_threads() -> None:
    twins = among_members(TIGHT)
    alone = Twins(circuit(), twins._twin, threads=1)
    assert measure_on_twins(alone, MEMBERS, n_trials=8) == vitals(TIGHT)


def test_every_vital_is_described() -> None:
    brain = load_brain("everyday").replace(scale=0.25)
    cells = np.arange(20) + Twins.at_birth(brain).layout.excitatory("fear").start
    assert list(measure_on_twins(Twins.at_birth(brain), cells, n_trials=2)) == list(TWIN_VITALS)


@pytest.mark.parametrize(
    ("members", "says"),
    [
        (np.arange(4), r"at least 5 \(got 4\)"),
        (np.arange(196, 202), r"must be excitatory \(neuron 200 is inhibitory\)"),
        (np.arange(496, 502), r"from 0 to 499 \(got 496 to 501\)"),
    ],
)
def test_members_that_cannot_be_cued_are_refused(members: np.ndarray, says: str) -> None:
    with pytest.raises(InputError, match=says):
        measure_on_twins(among_members(FAINT), members)


def test_a_cue_grows_by_adding_members_and_never_takes_all() -> None:
    cueing = Cueing(Resting(among_members(FAINT), 1), MEMBERS, seed=0)
    parts = [cueing.part(share, 0) for share in (0.01, 0.3, 0.8, 1.0)]
    assert [len(part) for part in parts] == [1, 24, 64, 79]
    assert all(np.isin(small, large).all() for small, large in pairwise(parts))
    assert sizes_of(10).tolist() == [0.1, 0.2, 0.4, 0.6, 0.8]


def test_the_uncued_members_are_not_the_driven_ones() -> None:
    cueing = Cueing(Resting(among_members(FAINT), 1), MEMBERS, seed=0)
    part = cueing.part(0.5, 0)
    [(activity, driven)] = cueing._drive([part], whole=False)
    rate = count_spikes(activity, MEMBERS)[:, -round(CUE_S * 200) :].mean(axis=1) * 200
    is_driven = np.isin(MEMBERS, driven)
    assert rate[is_driven].min() > 10
    assert rate[~is_driven].mean() < 2
    assert activity.duration_s == pytest.approx(SETTLE_S + CUE_S)


def test_spikes_are_counted_by_neuron_and_interval() -> None:
    activity = Resting(among_members(FAINT), 1).activities[0]
    counts = count_spikes(activity, np.arange(200))
    np.testing.assert_array_equal(counts.sum(axis=0), activity.counts[:, 0, :2].sum(axis=1))
    assert counts[7].sum() == (activity.neuron == 7).sum()


def test_random_sets_have_the_regions_and_kinds_of_the_members() -> None:
    twins = Twins.at_birth(load_brain("everyday").replace(scale=0.25))
    layout = twins.layout
    fear = layout.excitatory("fear")
    n_nociceptive = int(layout.n_nociceptive[layout.index("fear")])
    members = np.r_[fear.start : fear.start + 5, fear.stop - 8 : fear.stop, layout.excitatory("sight").start]
    drawn = draw_like(twins, members, without=members, seed=1, label="x")
    assert not np.isin(drawn, members).any()
    nociceptive = (drawn >= fear.start) & (drawn < fear.start + n_nociceptive)
    others = (drawn >= fear.start + n_nociceptive) & (drawn < fear.stop)
    assert (nociceptive.sum(), others.sum(), len(drawn)) == (5, 8, 14)


def test_inhibition_holds_less_where_its_efficacy_is_lost() -> None:
    assert hold_of(bound(), MEMBERS) == 1.0
    # Threshold -50 mV, reversal -80 mV, and 22 mV higher at efficacy 0.
    assert hold_of(bound(efficacy=0.5), MEMBERS) == pytest.approx(1 - 11 / 30)


def test_a_threshold_is_found_again() -> None:
    shares, random = np.array([0.05, 0.1, 0.2, 0.4, 0.8]), np.random.default_rng(1)
    chance = expit(np.log(shares / 0.25) / 0.4)
    found = fit_threshold(shares, random.binomial(200, chance, (30, 5)), 200)
    np.testing.assert_allclose(found, 0.25, rtol=0.15)


def test_a_threshold_lies_between_trials_that_never_disagree() -> None:
    shares = np.array([0.1, 0.2, 0.4, 0.8])
    ignited = np.array([[0, 0, 10, 10], [10, 10, 10, 10], [0, 0, 0, 4], [0, 10, 10, 0]])
    found = fit_threshold(shares, ignited, 10)
    assert found[0] == pytest.approx(np.sqrt(0.2 * 0.4), rel=0.02)
    assert found[1] == pytest.approx(0.1)
    assert np.isinf(found[2])
    assert found[3] == pytest.approx(np.sqrt(0.1 * 0.2), rel=0.02)


def test_an_interval_holds_the_mean_of_most_samples() -> None:
    random = np.random.default_rng(0)
    hits = 0
    for _ in range(200):
        values = random.normal(size=20)
        low, high = interval_of(lambda some, v=values: v[some].mean(axis=1), draw_trials(20, random))  # type: ignore[misc]
        hits += (low or 0.0) < 0 < (high or 0.0)
    # The percentile bootstrap of 20 covers a little less than 95 %.
    assert 0.88 <= hits / 200 <= 0.98
    assert interval_of(lambda some: np.full(len(some), np.nan), draw_trials(5, random)) == (None, None)
