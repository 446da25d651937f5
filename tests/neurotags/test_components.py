"""Components, their surrogates, and independent directions among them, against what is known."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import skew

from neurotag.neurotags.search import components
from neurotag.neurotags.search.components import (
    circular_shift,
    component_filters,
    independent_filters,
    strongest_components,
)

Matrix = NDArray[np.float32]


def standard(activity: NDArray[np.float64]) -> Matrix:
    """Return rows of mean 0 and variance 1."""
    rows = activity - activity.mean(axis=1, keepdims=True)
    found: Matrix = (rows / rows.std(axis=1, keepdims=True)).astype(np.float32)
    return found


def events(n: int, n_bins: int, random: np.random.Generator) -> NDArray[np.float64]:
    """Return independent time courses that are mostly silent."""
    return (random.random((n, n_bins)) < 0.03).astype(float)


def planted(n_bins: int = 3000, seed: int = 0) -> tuple[Matrix, NDArray[np.float64], list[NDArray[np.int64]]]:
    """Return 60 units, three sets of 15 of which go with a time course of their own."""
    random = np.random.default_rng(seed)
    courses = events(3, n_bins, random)
    activity = random.standard_normal((60, n_bins))
    sets = [np.arange(at, at + 15) for at in (0, 15, 30)]
    for own, course in zip(sets, courses, strict=True):
        activity[own] += 3.0 * course
    return standard(activity), courses, sets


def test_a_shift_keeps_the_train_of_every_unit() -> None:
    activity = np.random.default_rng(1).standard_normal((7, 500)).astype(np.float32)
    shifted = circular_shift(activity, np.random.default_rng(2))
    for before, after in zip(activity, shifted, strict=True):
        by = int(np.flatnonzero(after == before[0])[0])
        np.testing.assert_array_equal(after, np.roll(before, by))


@pytest.mark.parametrize(("n_units", "n_bins"), [(7, 500), (50, 120), (90, 90)])
def test_shifts_lie_as_far_apart_as_they_can(n_units: int, n_bins: int) -> None:
    first = np.zeros((n_units, n_bins), np.float32)
    first[:, 0] = 1.0
    shifts = circular_shift(first, np.random.default_rng(3)).argmax(axis=1)
    gaps = np.diff(np.sort(shifts), append=shifts.min() + n_bins)
    assert set(gaps.tolist()) <= {n_bins // n_units, -(-n_bins // n_units)}
    # And which unit comes after which is drawn.
    assert not np.array_equal(np.argsort(shifts), np.arange(n_units))


def test_shifts_are_drawn_anew_and_again_from_the_same_seed() -> None:
    activity = planted()[0]
    one, other, same = (circular_shift(activity, np.random.default_rng(seed)) for seed in (4, 5, 4))
    np.testing.assert_array_equal(one, same)
    assert not np.array_equal(one, other)


def test_a_shift_takes_what_goes_together_apart() -> None:
    activity, _, sets = planted()
    pairs = np.tril_indices(15, -1)
    shifted = circular_shift(activity, np.random.default_rng(6))
    before, after = (np.asarray(np.corrcoef(each[sets[0]]))[pairs].mean() for each in (activity, shifted))
    assert before > 0.15
    assert abs(after) < 0.01


@pytest.mark.parametrize("shape", [(40, 300), (300, 40)], ids=["more bins", "more units"])
def test_components_are_those_of_the_correlation_matrix(shape: tuple[int, int]) -> None:
    activity = standard(np.random.default_rng(7).standard_normal(shape))
    values, courses = strongest_components(activity, 6, 0)
    exact = np.linalg.eigvalsh(activity.astype(float) @ activity.astype(float).T / shape[1])[::-1]
    np.testing.assert_allclose(values, exact[:6], rtol=1e-5)
    np.testing.assert_allclose(courses @ courses.T / shape[1], np.eye(6), atol=1e-4)
    np.testing.assert_allclose(np.var(courses @ activity.T / shape[1], axis=1) * shape[0], values, rtol=0.2)


def test_there_are_no_more_components_than_units() -> None:
    activity = standard(np.random.default_rng(8).standard_normal((5, 300)))
    values, courses = strongest_components(activity, 8, 0)
    assert (len(values), courses.shape) == (5, (5, 300))
    assert values.sum() == pytest.approx(5.0, rel=1e-4)


def test_the_strongest_of_many_are_nearly_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    activity = planted()[0]
    values, courses = strongest_components(activity, 3, 0)
    monkeypatch.setattr(components, "EXACT_SIDE", 10)
    fast, fast_courses = strongest_components(activity, 3, 0)
    assert fast_courses.shape == courses.shape
    np.testing.assert_allclose(fast, values, rtol=1e-3)
    alike = np.linalg.svd(fast_courses @ courses.T / activity.shape[1])[1]
    np.testing.assert_allclose(alike, 1.0, atol=2e-3)


def test_filters_make_the_components_of_the_activity() -> None:
    activity = planted()[0]
    values, courses = strongest_components(activity, 5, 0)
    np.testing.assert_allclose(component_filters(activity, values, courses) @ activity, courses, atol=2e-3)


def test_independent_directions_are_the_planted_ones() -> None:
    activity, sources, sets = planted()
    values, courses = strongest_components(activity, 3, 0)
    filters = independent_filters(activity, values, courses, 0)
    found = filters @ activity
    alike = np.corrcoef(found, sources)[:3, 3:]
    assert sorted(alike.argmax(axis=1).tolist()) == [0, 1, 2]
    # 15 units with noise of variance 1 and events of 3: 0.95 is the correlation of their mean itself.
    means = np.array([np.corrcoef(activity[own].mean(axis=0), source)[0, 1]
                      for own, source in zip(sets, sources, strict=True)])  # fmt: skip
    assert (alike.max(axis=0) > means - 0.02).all()
    # Components themselves mix them.
    assert np.abs(np.corrcoef(courses, sources)[:3, 3:]).max(axis=1).min() < 0.9
    np.testing.assert_allclose(found.std(axis=1), 1.0, atol=1e-2)


@pytest.mark.parametrize("n", [1, 3])
def test_independent_directions_point_to_where_events_are(n: int) -> None:
    activity = planted(seed=1)[0]
    values, courses = strongest_components(activity, n, 0)
    flipped = independent_filters(activity, values, -courses, 0)
    assert (skew(flipped @ activity, axis=1) > 0.5).all()
