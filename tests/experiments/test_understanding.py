"""What a combined arm adds to the sum of its parts."""

from __future__ import annotations

import pytest

from neurotag.experiments.shared.chronic import TREATED, USUAL, excess


def test_excess_over_the_sum() -> None:
    assert excess(12.0, 5.0, 4.0) == pytest.approx(3.0)
    assert excess(6.0, 5.0, 4.0) == pytest.approx(-3.0)


def test_all_treatments_go_on_from_the_same_past() -> None:
    assert {arm.past.key() for arm in TREATED if arm.past} == {USUAL.past.key() if USUAL.past else ()}
    assert len({arm.key() for arm in TREATED}) == len(TREATED)
