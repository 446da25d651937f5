"""How much more is misread near than far."""

from __future__ import annotations

from neurotag.experiments.error import FAR, NEAR, nearness


def test_nearness_is_the_mean_near_less_the_mean_far() -> None:
    rises = {**dict.fromkeys(NEAR, 5.0), **dict.fromkeys(FAR, 2.0)}
    assert nearness(rises) == 3.0
    assert nearness({**rises, NEAR[0]: 9.0}) == 5.0


def test_what_rises_everywhere_is_no_nearness() -> None:
    assert nearness(dict.fromkeys((*NEAR, *FAR), 7.0)) == 0.0
