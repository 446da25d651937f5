"""The circuits of a moment ago are kept, and no others."""

import pytest
from tests.engine.lives import small

from neurotag.engine import recent
from neurotag.engine.recent import MOST_KEPT, circuit_of


def test_the_same_brain_and_seed_share_their_circuit_and_another_does_not() -> None:
    brain = small()
    first = circuit_of(brain, seed=3)
    assert circuit_of(brain, seed=3) is first
    assert circuit_of(brain.replace(scale=0.5), seed=3) is first, "an equal description is the same brain"
    assert circuit_of(brain, seed=4) is not first
    assert circuit_of(brain, seed=3, threads=2) is not first


def test_the_longest_unused_is_let_go() -> None:
    brain = small()
    circuits = [circuit_of(brain, seed=seed) for seed in range(MOST_KEPT)]
    assert circuit_of(brain, seed=0) is circuits[0]
    circuit_of(brain, seed=MOST_KEPT)
    assert circuit_of(brain, seed=0) is circuits[0], "it was asked for later than the others"
    assert circuit_of(brain, seed=1) is not circuits[1]


def test_a_great_circuit_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recent, "MOST_SYNAPSES", 10)
    brain = small().replace(scale=0.1)
    assert circuit_of(brain, seed=5) is not circuit_of(brain, seed=5)
