"""The words of learning: what a rule may say, and what its defaults mean."""

from typing import Any

import pytest

from neurotag.description import Description, parse
from neurotag.errors import DescriptionError
from neurotag.plasticity import Consolidation, Disinhibition, ThreeFactor

each_kind = pytest.mark.parametrize("kind", [ThreeFactor, Consolidation, Disinhibition])


@each_kind
def test_defaults_survive_a_round_trip(kind: type[Description]) -> None:
    assert kind.model_validate_json(kind().model_dump_json()) == kind()


@each_kind
def test_no_number_may_be_negative(kind: type[Description]) -> None:
    for name, value in kind().model_dump().items():
        if not isinstance(value, str | bool):
            with pytest.raises(
                DescriptionError, match=rf"rule\.{name}: must be (at least|more than) 0 \(got -1"
            ):
                parse(kind, {name: -1.0}, where="rule")


@pytest.mark.parametrize(
    ("kind", "content", "sentence"),
    [
        (
            ThreeFactor,
            {"kind": "hebb"},
            "kind: must be 'three_factor' (got 'hebb'). Use one of: three_factor.",
        ),
        (ThreeFactor, {"burst_norm": 0}, "burst_norm: must be more than 0 (got 0). Choose more than 0."),
        (Consolidation, {"share": 1.1}, "share: must be at most 1 (got 1.1). Choose 1 or less."),
        (Disinhibition, {"flor": 0.5}, "flor: unknown field. Did you mean 'floor'?"),
    ],
)
def test_rule_refuses(kind: type[Description], content: dict[str, Any], sentence: str) -> None:
    with pytest.raises(DescriptionError) as caught:
        parse(kind, content, where="rule")
    assert str(caught.value) == f"rule.{sentence}"


def test_a_pairing_waits_about_a_second_for_its_third_factor() -> None:
    # Gerstner et al. 2018: eligibility traces of about one second.
    assert 500 <= ThreeFactor().eligibility_tau_ms <= 2000


def test_gains_last_sooner_than_losses() -> None:
    # What was extinguished comes back in part: spontaneous recovery.
    assert Consolidation().potentiation_tau_h < Consolidation().depression_tau_h
