"""Kernels are compiled before the first test: what a run says of it must not depend on order."""

import pytest

from neurotag.brain import load_brain
from neurotag.engine import simulate
from neurotag.kernels.jit import is_compiled
from neurotag.life import Life


@pytest.fixture(scope="session", autouse=True)
def kernels() -> None:
    """Compile what runs need, where no earlier run did."""
    if not is_compiled():
        rest = Life.model_validate({"name": "rest", "events": [{"kind": "rest", "duration_s": 0.05}]})
        simulate(load_brain("everyday").replace(scale=0.15), rest, threads=1)
