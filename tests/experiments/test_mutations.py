"""A brain that lacks a mechanism loses the claims that rest on it."""

import pytest

from neurotag.claims import Finding, check_claims
from neurotag.experiments import load_claim

pytestmark = pytest.mark.claim

SEEDS = 2
RESTS_ON = {
    "plasticity=false": ("song", "coincidence", "oneshot"),
    "modulators.salience_learning=0": ("song", "oneshot"),
}
"""What is switched off, and claims that are supported with it."""


@pytest.fixture(scope="module")
def whole() -> dict[str, Finding]:
    names = sorted({name for names in RESTS_ON.values() for name in names})
    findings = check_claims([load_claim(name) for name in names], seeds=SEEDS)
    return {finding.claim.name: finding for finding in findings}


@pytest.mark.parametrize("change", RESTS_ON)
def test_claims_fall_without_what_they_rest_on(change: str, whole: dict[str, Finding]) -> None:
    claims = [load_claim(name) for name in RESTS_ON[change]]
    for finding in check_claims(claims, seeds=SEEDS, changes=(change,)):
        assert whole[finding.claim.name].verdict == "supported"
        assert finding.verdict == "not supported"


def test_no_inhibition_is_lost_without_its_plasticity() -> None:
    """The claim itself is not supported as it is: what is lost is less than the bound asks for."""
    claim = load_claim("disinhibition")
    whole, kept = (
        check_claims([claim], seeds=1, changes=changes)[0].answers[0].effect.mean
        for changes in ((), ("disinhibition.per_spike=0",))
    )
    assert kept == 0.0
    assert whole > 0.5
