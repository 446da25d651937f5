"""How true is this: what came of the claims that the stories rest on, from a run of `neurotag claims`."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

KEPT = ("name", "statement", "verdict", "effect", "ci_low", "ci_high", "unit", "bounds", "seeds", "published",
        "disagrees")  # fmt: skip


@cache
def truth() -> list[dict[str, Any]]:
    """Return each claim's statement, verdict, numbers, published anchor, and where it disagrees."""
    content = (files("neurotag.lab") / "truth.json").read_text(encoding="utf-8")
    claims: list[dict[str, Any]] = json.loads(content)
    return claims


def shorten(claims: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what the lab keeps of ``neurotag claims --json``."""
    return [{name: claim[name] for name in KEPT if name in claim} for claim in claims]
