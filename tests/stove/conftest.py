"""The stove, lived once per brain and seed for all tests of this room."""

from collections.abc import Callable
from functools import cache

import pytest

from neurotag.brain import load_brain
from neurotag.engine import simulate
from neurotag.life import load_life
from neurotag.measure import Measures, take_measures
from neurotag.recording import Recording, Watch

Live = Callable[[str, int], Recording]


@cache
def _live(brain: str, seed: int) -> Recording:
    frozen = brain == "frozen"
    description = load_brain("everyday" if frozen else brain)
    watch = Watch(spikes=True)
    return simulate(description.replace(plasticity=not frozen), load_life("stove"), seed=seed, watch=watch)


@pytest.fixture(scope="session")
def live() -> Live:
    """Return a function that gives the recording of a brain ('frozen': everyday without plasticity)."""
    return _live


@cache
def _measure(brain: str, seed: int) -> Measures:
    return take_measures(_live(brain, seed))


@pytest.fixture(scope="session")
def measured() -> Callable[[str, int], Measures]:
    """Return a function that gives the measures of a brain's stove."""
    return _measure
