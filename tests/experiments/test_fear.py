"""What fear's claim counts: losses, and what a region sends."""

from __future__ import annotations

import pytest

from neurotag.experiments.fear import against_best, loss


def test_loss_is_a_share_of_what_there_was() -> None:
    assert loss(2.0, 1.5) == 25.0
    assert loss(0.0, 1.0) == 0.0


def test_the_best_connected_is_held_against_the_best_other() -> None:
    strength = {"fear": 3.0, "danger": 2.0, "sight": 1.0}
    assert against_best(strength, "fear") == 1.5
    assert against_best(strength, "sight") == pytest.approx(1 / 3)
