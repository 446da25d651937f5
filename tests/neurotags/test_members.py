"""Who goes with an activation, what holds together, and what is one mode of all."""

from math import comb, log

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import norm

from neurotag.neurotags.search.members import (
    MEMBER_SHARE,
    Candidate,
    choose_members,
    couple,
    couple_to_events,
    hold_together,
    is_global,
    is_made_of_sparse,
    noise_of,
    refine,
    stand_alone,
    unevenness,
    unmix,
)

Matrix = NDArray[np.float32]
N_BINS = 3000
NOISE = 1.0 / np.sqrt(N_BINS)


def standard(activity: NDArray[np.float64]) -> Matrix:
    """Return rows of mean 0 and variance 1."""
    rows = activity - activity.mean(axis=1, keepdims=True)
    found: Matrix = (rows / rows.std(axis=1, keepdims=True)).astype(np.float32)
    return found


def independent(n_units: int, seed: int = 0) -> Matrix:
    return standard(np.random.default_rng(seed).standard_normal((n_units, N_BINS)))


def planted(n_units: int, sets: list[NDArray[np.int64]], seed: int = 0, *, joins: float = 0.7) -> Matrix:
    """Return units, sets of which join in activations of their own, one bin in thirty."""
    random = np.random.default_rng([seed, 21])
    activity = random.standard_normal((n_units, N_BINS))
    for own in sets:
        active = random.random(N_BINS) < 1 / 30
        activity[own] += 3.0 * (active & (random.random((len(own), N_BINS)) < joins))
    return standard(activity)


def filters_of(n_units: int, sets: list[NDArray[np.int64]]) -> Matrix:
    """Return the same weight for each member."""
    filters = np.zeros((len(sets), n_units), np.float32)
    for at, own in enumerate(sets):
        filters[at, own] = 1.0
    return filters


def candidate(activity: Matrix, members: NDArray[np.int64]) -> Candidate:
    course = activity[members].mean(axis=0)
    score = hold_together(activity[members], len(activity), NOISE)
    return Candidate(members, np.zeros(len(activity)), course, score)


# Coupling


def test_coupling_is_the_correlation_with_the_activation_without_the_unit() -> None:
    activity = planted(12, [np.arange(5)])
    weights = np.random.default_rng(1).uniform(-1, 1, (2, 12)).astype(np.float32)
    coupling, courses = couple(activity, weights)
    for at, row in enumerate(weights):
        for unit in range(12):
            rest = np.delete(row, unit) @ np.delete(activity, unit, axis=0)
            assert coupling[at, unit] == pytest.approx(np.corrcoef(activity[unit], rest)[0, 1], abs=1e-4)
    np.testing.assert_allclose(courses.std(axis=1), 1.0, rtol=1e-4)


@pytest.mark.parametrize("coupled", [couple, couple_to_events], ids=["all", "events"])
def test_coupling_of_independent_units_is_zero_in_the_mean(coupled: object) -> None:
    own = np.arange(20)
    means = []
    for seed in range(20):
        activity = independent(60, seed)
        coupling, courses = coupled(activity, filters_of(60, [own]))  # type: ignore[operator]
        means.append(coupling[0, own].mean())
        assert coupling[0].std() < 1.5 * NOISE
    # With its own part each would have 1 / sqrt(20) = 0.22.
    assert (courses[0] @ activity[own].T / N_BINS).mean() > 0.2
    assert abs(np.mean(means)) < 4 * NOISE / np.sqrt(20 * 20)


def test_coupling_to_events_is_that_of_members_and_of_no_other() -> None:
    own = np.arange(15)
    coupling, _ = couple_to_events(planted(60, [own]), filters_of(60, [own]))
    assert coupling[0, own].min() > 0.25
    assert np.abs(np.delete(coupling[0], own)).max() < 4 * NOISE


# Members


def test_members_are_those_above_chance() -> None:
    coupling = np.random.default_rng(2).normal(0, 0.02, 200)
    coupling[:20] += 0.4
    chosen = choose_members(coupling, 0.02)
    assert chosen[:20].all()
    assert chosen[20:].sum() <= 1


def test_members_are_no_small_share_of_the_strongest() -> None:
    coupling = np.zeros(100)
    coupling[:9], coupling[9], coupling[10] = 0.5, 0.5 * MEMBER_SHARE + 0.01, 0.5 * MEMBER_SHARE - 0.01
    # However sure they are.
    assert np.flatnonzero(choose_members(coupling, 1e-4)).tolist() == list(range(10))


def test_a_candidate_has_two_members_at_least() -> None:
    coupling = np.array([0.01, -0.3, 0.03, 0.02, 0.0])
    assert np.flatnonzero(choose_members(coupling, 0.1)).tolist() == [2, 3]


# Noise


def test_noise_of_white_activity_is_that_of_its_bins() -> None:
    assert noise_of(independent(100), np.random.default_rng(0)) == pytest.approx(NOISE, rel=0.05)


def test_noise_of_slow_activity_is_that_of_its_independent_bins() -> None:
    random = np.random.default_rng(3)
    held = np.repeat(random.standard_normal((100, N_BINS // 10)), 10, axis=1)
    # Ten bins of one value: a tenth as many are independent, less what shifts by parts of ten smooth out.
    noise = noise_of(standard(held), np.random.default_rng(0))
    assert 0.7 * np.sqrt(10) * NOISE < noise < 1.1 * np.sqrt(10) * NOISE


def test_noise_is_that_between_shifted_units() -> None:
    together = planted(40, [np.arange(40)], joins=1.0)
    assert np.asarray(np.corrcoef(together))[np.tril_indices(40, -1)].mean() > 0.15
    assert noise_of(together, np.random.default_rng(0)) < 1.15 * NOISE


# Modes of all


@pytest.mark.parametrize("share", [1.0, 0.9, 2 / 3, 0.5, 0.25])
def test_unevenness_is_that_of_a_share_of_the_units(share: float) -> None:
    coupling = np.where(np.arange(600) < share * 600, 0.3, 0.0)
    assert unevenness(coupling, 1e-9) == pytest.approx(np.sqrt((1 - share) / share), abs=1e-6)
    scattered = coupling + np.random.default_rng(4).normal(0, 0.03, 600)
    assert unevenness(scattered, 0.03) == pytest.approx(np.sqrt((1 - share) / share), abs=0.1)


def test_unevenness_of_no_coupling_is_the_largest() -> None:
    assert unevenness(np.random.default_rng(5).normal(0, 0.03, 300), 0.03) == 2.0


@pytest.mark.parametrize(("share", "expected"), [(1.0, True), (0.7, True), (0.5, False), (0.2, False)])
@pytest.mark.parametrize("way", [1, -1])
def test_a_mode_is_global_where_two_thirds_of_the_units_go_with_it(
    share: float, expected: bool, way: int
) -> None:
    random = np.random.default_rng(6)
    coupling = np.where(np.arange(300) < share * 300, 0.3, 0.0) + random.normal(0, 0.02, 300)
    assert is_global(way * coupling, 0.02) is expected


def test_an_uneven_mode_is_global_where_nearly_all_units_go_the_same_way() -> None:
    coupling = 0.1 * np.exp(0.8 * norm.ppf((np.arange(300) + 0.5) / 300))
    assert 0.75 < unevenness(coupling, 0.001) < 1.0
    assert is_global(coupling, 0.001)
    # Some the other way, and as uneven: it is told by the sign.
    some = np.arange(300) % 6 == 0
    assert not is_global(np.where(some, -0.001, coupling), 0.001)


def test_sets_that_cover_all_units_are_no_global_mode() -> None:
    sets = [np.arange(at, at + 25) for at in range(0, 100, 25)]
    activity = planted(100, sets)
    parts, courses = couple(activity, filters_of(100, sets))
    (whole,), (course,) = couple(activity, filters_of(100, [np.arange(100)]))
    # It looks like one, and its parts tell.
    assert is_global(whole, NOISE)
    assert is_made_of_sparse(course, courses, parts, NOISE)


def test_a_global_mode_is_not_made_of_sparse_parts() -> None:
    activity = planted(100, [np.arange(100)], joins=0.5)
    halves = [np.arange(0, 100, 2), np.arange(1, 100, 2)]
    parts, courses = couple(activity, filters_of(100, halves))
    (whole,), (course,) = couple(activity, filters_of(100, [np.arange(100)]))
    assert is_global(whole, NOISE)
    assert not is_made_of_sparse(course, courses, parts, NOISE)


# What holds together


def test_the_score_of_a_pair_is_its_correlation_in_standard_errors() -> None:
    activity = planted(10, [np.arange(2)])
    z = float(np.asarray(np.corrcoef(activity[:2]))[0, 1]) / NOISE
    by_hand = -float(norm.logsf(z)) - log(comb(10, 2))
    assert hold_together(activity[:2], 10, NOISE) == pytest.approx(by_hand, rel=1e-4)


def test_the_score_is_that_of_the_pairs_that_are_not_taken() -> None:
    activity = planted(30, [np.arange(4)])
    taken = np.zeros((4, 4), bool)
    taken[:3, :3] = True
    both = np.asarray(np.corrcoef(activity[:4]))
    z = (both[3, 0] + both[3, 1] + both[3, 2]) / np.sqrt(3) / NOISE
    by_hand = -float(norm.logsf(z)) - log(comb(30, 4))
    assert hold_together(activity[:4], 30, NOISE, taken=taken) == pytest.approx(by_hand, rel=1e-4)
    assert hold_together(activity[:1], 30, NOISE) == 0.0


def test_a_part_of_a_stronger_candidate_is_left_with_no_score() -> None:
    activity = planted(60, [np.arange(20), np.arange(30, 42)])
    whole, part, other = (
        candidate(activity, own) for own in (np.arange(20), np.arange(8), np.arange(30, 42))
    )
    assert part.score > 50
    again = stand_alone(activity, [part, other, whole], NOISE)
    assert [one.members.tolist() for one in again[:2]] == [whole.members.tolist(), other.members.tolist()]
    assert [one.score for one in again[:2]] == [whole.score, other.score]
    assert again[2].score == pytest.approx(-log(comb(60, 8)))


def test_a_mixture_of_two_is_left_with_no_score() -> None:
    activity = planted(60, [np.arange(20), np.arange(30, 50)])
    mixture = np.r_[0:6, 30:36]
    again = stand_alone(
        activity, [candidate(activity, own) for own in (mixture, np.arange(20), np.arange(30, 50))], NOISE
    )
    assert again[-1].members.tolist() == mixture.tolist()
    assert candidate(activity, mixture).score > 50
    assert again[-1].score < 0


def test_a_part_scores_where_the_whole_is_weaker() -> None:
    activity = planted(60, [np.arange(12)])
    loose, tight = candidate(activity, np.arange(30)), candidate(activity, np.arange(12))
    assert tight.score > loose.score
    assert stand_alone(activity, [loose, tight], NOISE)[0].members.tolist() == list(range(12))


# Refining


def test_filters_tell_activations_apart() -> None:
    weights = np.zeros((2, 30))
    weights[0, :15] = weights[1, 10:25] = 0.5
    filters = unmix(weights)
    # But for the ridge of 2 %.
    np.testing.assert_allclose(filters @ weights.T, np.eye(2), atol=0.05)
    assert (filters[:, 25:] == 0).all()


def found_by(activity: Matrix, filters: Matrix, sets: tuple[NDArray[np.int64], ...] = ()) -> list[list[int]]:
    return [one.members.tolist() for one in refine(activity, filters, NOISE, sets) if one.score > 15]


def test_members_of_a_planted_set_are_found_from_a_poor_start() -> None:
    own = np.arange(10, 30)
    filters = filters_of(100, [np.r_[10:16, 50:56]])
    assert found_by(planted(100, [own]), filters) == [own.tolist()]


def test_sets_are_found_from_where_they_are_grown() -> None:
    own = np.arange(10, 18)
    nowhere = filters_of(100, [np.arange(60, 70)])
    assert found_by(planted(100, [own]), nowhere, (np.arange(12, 18),)) == [own.tolist()]


@pytest.mark.parametrize("n_shared", [5, 10])
def test_sets_that_share_members_are_taken_apart(n_shared: int) -> None:
    one, other = np.arange(20), np.arange(20 - n_shared, 40 - n_shared)
    activity = planted(100, [one, other])
    found = found_by(activity, filters_of(100, [np.union1d(one, other)]))
    assert sorted(found) == [one.tolist(), other.tolist()]


def test_halves_of_one_set_are_put_together() -> None:
    own = np.arange(30)
    assert found_by(planted(100, [own]), filters_of(100, [own[:15], own[15:]])) == [own.tolist()]


def test_nothing_holds_together_where_units_are_independent() -> None:
    filters = np.random.default_rng(8).standard_normal((6, 100)).astype(np.float32)
    assert found_by(independent(100), filters, (np.arange(10),)) == []
