"""Findings -> plain values, as JSON and other programs take them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from neurotag.claims.verdict import Answer, Finding


def as_json(finding: Finding) -> dict[str, Any]:
    """Return a finding as JSON can hold it.

    The claim is summed up by its first part; all of them, with each seed's number, stand under ``parts``.
    """
    claim, first = finding.claim, finding.answers[0]
    return {
        "name": claim.name,
        "statement": claim.statement,
        "verdict": finding.verdict,
        **_numbers(first),
        "seeds": list(finding.seeds),
        "published": claim.published,
        "disagrees": claim.disagrees,
        "is_first_look": finding.is_first_look,
        "parts": [
            {
                "name": answer.part.name, "says": answer.part.says, "verdict": answer.verdict,
                **_numbers(answer), "published": answer.part.published,
                "each": [_plain(value) for value in answer.effect.each],
                "control_each": [_plain(value) for value in answer.control.each] if answer.control else None,
            }
            for answer in finding.answers
        ],
        "failed": [{"seed": seed, "why": why} for seed, why in finding.failed],
    }  # fmt: skip


def _numbers(answer: Answer) -> dict[str, Any]:
    part, control = answer.part, answer.control
    return {
        "effect": _plain(answer.effect.mean),
        "ci_low": _plain(answer.effect.low),
        "ci_high": _plain(answer.effect.high),
        "unit": part.unit,
        "threshold": part.low if part.low is not None else part.high,
        "bounds": part.bounds,
        "control": {
            "what": part.control, "effect": _plain(control.mean), "ci_low": _plain(control.low),
            "ci_high": _plain(control.high),
        } if control is not None else None,
        "control_verdict": answer.control_verdict,
    }  # fmt: skip


def _plain(value: float) -> float | None:
    """Return a number that JSON has; none for one that is none."""
    return float(value) if math.isfinite(value) else None
