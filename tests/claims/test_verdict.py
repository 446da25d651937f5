"""What an interval says about a bound, and a claim about its parts."""

import math

import pytest
from tests.claims.tiny import FEELS, FELT, STILL, claim_of

from neurotag.claims import LEAST_SEEDS, Claim, Effect, Finding, Part, Reading, Verdict, conclude, estimate
from neurotag.claims.verdict import judge
from neurotag.errors import InputError


def finding_of(
    values: list[float], control: list[float], *, claim: Claim = FEELS, n_failed: int = 0
) -> Finding:
    readings = {
        seed: Reading({"more": value, "more_control": other})
        for seed, (value, other) in enumerate(zip(values, control, strict=True))
    }
    return conclude(claim, readings, [(100 + at, "it rained") for at in range(n_failed)])


@pytest.mark.parametrize(
    ("low", "high", "bounds", "verdict"),
    [
        (5.0, 6.0, (5.0, None), "supported"),
        (4.9, 6.0, (5.0, None), "inconclusive"),
        (3.0, 4.9, (5.0, None), "not supported"),
        (3.0, 4.9, (None, 5.0), "supported"),
        (5.1, 6.0, (None, 5.0), "not supported"),
        (3.0, 4.0, (2.0, 5.0), "supported"),
        (1.0, 4.0, (2.0, 5.0), "inconclusive"),
        (5.5, 7.0, (2.0, 5.0), "not supported"),
        (math.nan, math.nan, (2.0, 5.0), "inconclusive"),
    ],
)
def test_an_interval_is_within_its_bounds_beyond_them_or_neither(
    low: float, high: float, bounds: tuple[float | None, float | None], verdict: Verdict
) -> None:
    part = Part("more", "More.", "spikes", low=bounds[0], high=bounds[1])
    assert judge(Effect((low + high) / 2, low, high, (low, high)), part) == verdict


def test_a_part_that_nothing_could_fail_is_refused() -> None:
    with pytest.raises(InputError, match="has no bound"):
        Part("more", "More.", "spikes")


def test_the_interval_is_the_same_each_time_and_holds_the_mean() -> None:
    values = [1.0, 4.0, 2.0, 8.0, 5.0, 7.0]
    first, second = estimate(values), estimate(values)
    assert first == second
    assert first.mean == pytest.approx(4.5)
    assert first.low < first.mean < first.high
    assert min(values) <= first.low
    assert first.high <= max(values)


def test_seeds_that_agree_leave_no_interval() -> None:
    assert estimate([3.0, 3.0]) == Effect(3.0, 3.0, 3.0, (3.0, 3.0))
    assert estimate([2.0]) == Effect(2.0, 2.0, 2.0, (2.0,))
    assert math.isnan(estimate([]).mean)


def test_an_effect_with_a_control_that_fails_is_supported() -> None:
    finding = finding_of([80.0, 90.0, 85.0], [10.0, 12.0, 11.0])
    assert finding.verdict == "supported"
    assert finding.answers[0].control_verdict == "not supported"


def test_an_effect_that_its_control_shows_as_well_is_not() -> None:
    finding = finding_of([80.0, 90.0, 85.0], [70.0, 75.0, 80.0])
    assert (finding.verdict, finding.answers[0].control_verdict) == ("not supported", "supported")


def test_a_control_that_might_do_the_same_leaves_it_open() -> None:
    assert finding_of([80.0, 90.0, 85.0], [10.0, 90.0, 20.0]).verdict == "inconclusive"


def test_a_claim_is_as_good_as_the_least_of_its_parts() -> None:
    parts = (Part("more", "More.", "spikes", low=50.0), Part("less", "Less.", "spikes", high=1.0))
    claim = claim_of("both", FELT, STILL, parts=parts)
    readings = {seed: Reading({"more": 80.0 + seed, "less": 5.0 + seed}) for seed in range(3)}
    finding = conclude(claim, readings)
    assert [answer.verdict for answer in finding.answers] == ["supported", "not supported"]
    assert finding.verdict == "not supported"


def test_a_claim_without_readings_or_with_too_many_failures_is_inconclusive() -> None:
    assert finding_of([], [], n_failed=2).verdict == "inconclusive"
    values, control = [80.0 + at for at in range(9)], [10.0] * 9
    assert finding_of(values, control, n_failed=1).verdict == "supported"
    assert finding_of(values, control, n_failed=2).verdict == "inconclusive"


def test_fewer_seeds_than_ten_are_a_first_look() -> None:
    values, control = [80.0] * LEAST_SEEDS, [10.0] * LEAST_SEEDS
    assert not finding_of(values, control).is_first_look
    assert finding_of(values[1:], control[1:]).is_first_look
    assert LEAST_SEEDS == 10
