"""The state at the end of a recording."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from tests.engine.futures import differing, live
from tests.engine.lives import BURN, PROBE, TOUCH

from neurotag.engine.end import end_of
from neurotag.errors import InputError, SimulationError
from neurotag.recording import Outcome, Recording

EVENTS = (BURN, {"kind": "sleep", "hours": 8}, TOUCH, PROBE)


@cache
def lived() -> Recording:
    return live(EVENTS)


def test_a_kept_end_is_taken() -> None:
    assert end_of(lived()) is lived().branch()


def test_an_end_that_was_not_kept_is_lived_again() -> None:
    without = replace(lived(), end=None)
    assert differing(end_of(without), lived().branch()) == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"version": "0.0.1"}, "neurotag 0.0.1 made it"),
        ({"past": "a past"}, "went on from a checkpoint"),
        ({"outcome": Outcome("interrupted", "")}, r"ended early \(interrupted\)"),
    ],
)
def test_what_cannot_be_lived_again_is_refused(changes: dict[str, object], says: str) -> None:
    with pytest.raises(InputError, match=says):
        end_of(replace(lived(), end=None, **changes))  # type: ignore[arg-type]


def test_another_course_is_refused() -> None:
    counts = lived().activity.counts.copy()
    counts[40, 0, 0] += 1
    other = replace(lived(), end=None, activity=replace(lived().activity, counts=counts))
    with pytest.raises(SimulationError, match=r"otherwise from 0\.2 s on"):
        end_of(other)
    weights = replace(lived().weights, mean=np.zeros_like(lived().weights.mean))
    with pytest.raises(SimulationError, match="learned otherwise"):
        end_of(replace(lived(), end=None, weights=weights))
