"""How often the bell has come, by the end of each day."""

from __future__ import annotations

from neurotag.experiments.repetition import PER_DAY, TIMES, TOTALS


def test_the_totals_hold_those_that_the_claim_reads() -> None:
    assert TOTALS[0] == 0
    assert TOTALS[-1] == sum(PER_DAY)
    assert {1, 6, 18} <= set(TOTALS)


def test_the_control_stops_after_six_lessons() -> None:
    assert TOTALS[3] == 6
    assert sum(TIMES) == 12
