"""What the lessons of coincidence come to, by count."""

from __future__ import annotations

import pytest

from neurotag.experiments.coincidence import APART, LEAST_ILLUSION, LITTLE, MUCH, RELIEF, share_of
from neurotag.experiments.shared.learning import CUE_S, HEAT, LESSON_S, contingency, lesson, lessons


def test_relief_is_as_likely_with_the_remedy_as_without_it() -> None:
    assert contingency(MUCH) == 0.0
    assert contingency(LITTLE) == 0.0


def test_the_outcome_is_dense_in_one_life_and_rare_in_the_other() -> None:
    def density(kinds: str) -> float:
        return (kinds.count("b") + kinds.count("o")) / len(kinds)

    assert (density(MUCH), density(LITTLE)) == (0.75, 0.25)


def test_the_control_has_as_many_of_each_and_never_both() -> None:
    both, remedy, relief = (MUCH.count(kind) for kind in "bco")
    counts = tuple(APART.count(kind) for kind in "cob")
    assert counts == (both + remedy, both + relief, 0)


def test_contingency_is_signed() -> None:
    assert contingency("bbo-") == 0.5
    assert contingency("co") == -1.0


def test_every_lesson_lasts_as_long() -> None:
    bell = {"kind": "sound", "of": "a bell"}
    for outcome in (HEAT, RELIEF):
        for cue, each in ((bell, outcome), (bell, None), (None, outcome)):
            group, pause = lesson(cue, each)
            ends = max(felt.get("at_s", 0.0) + felt["duration_s"] for felt in group["events"])
            assert ends == pytest.approx(CUE_S)
            assert CUE_S + pause["duration_s"] == LESSON_S
    assert lesson()[0]["duration_s"] == LESSON_S
    assert len(lessons("bo-", bell)) == 5


def test_an_illusion_too_small_to_divide_by_counts_its_least() -> None:
    assert share_of(0.3, 0.6) == 0.5
    assert share_of(0.1, -0.2) == 0.1 / LEAST_ILLUSION
