"""A mixture of two neurotags is told apart by who fires at which of its activations."""

import numpy as np
import pytest
from numpy.typing import NDArray

from neurotag.neurotags.search.members import choose_members
from neurotag.neurotags.search.parts import LEAST_APART, LEAST_EVENTS, take_apart

N_UNITS, N_BINS = 60, 4000
ONE, OTHER = np.arange(20), np.arange(10, 30)
BOTH = np.arange(30)


def activity_of(sets: list[NDArray[np.int64]], n_events: int) -> NDArray[np.float32]:
    """Return noise in which each set fires at bins of its own, every member with a chance of 0.6."""
    random = np.random.default_rng(5)
    activity = random.standard_normal((N_UNITS, N_BINS))
    for members in sets:
        bins = random.choice(N_BINS, n_events, replace=False)
        joins = random.random((len(members), n_events)) < 0.6
        activity[np.ix_(members, bins)] += 4.0 * joins
    scaled: NDArray[np.float32] = (activity / activity.std(axis=1, keepdims=True)).astype(np.float32)
    return scaled


def apart(activity: NDArray[np.float32], members: NDArray[np.int64]) -> NDArray[np.float64]:
    course = activity[members].mean(axis=0)
    return take_apart(activity, members, course / course.std(), choose_members)


def test_two_sets_that_share_half_their_members_come_apart() -> None:
    parts = apart(activity_of([ONE, OTHER], 150), BOTH)
    found = sorted([np.flatnonzero(part > 0) for part in parts], key=lambda part: int(part.min()))
    assert len(np.intersect1d(found[0], ONE)) >= 18
    assert len(np.setdiff1d(found[0], ONE)) <= 3
    assert len(np.intersect1d(found[1], OTHER)) >= 18
    assert len(np.setdiff1d(found[1], OTHER)) <= 3


def test_one_set_in_which_each_joins_in_on_its_own_stays_whole() -> None:
    assert apart(activity_of([ONE], 150), ONE).shape == (0, N_UNITS)


@pytest.mark.parametrize(
    ("members", "n_events"), [(np.arange(LEAST_APART - 1), 150), (BOTH, LEAST_EVENTS // 4)]
)
def test_too_few_members_or_events_are_left_alone(members: NDArray[np.int64], n_events: int) -> None:
    assert apart(activity_of([ONE, OTHER], n_events), members).shape == (0, N_UNITS)
