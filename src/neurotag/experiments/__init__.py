"""Floor 5d. The article, claim by claim: one file for each."""

from functools import cache
from importlib import import_module

from neurotag.claims import Claim
from neurotag.description import suggest
from neurotag.errors import InputError

NAMES = (
    "wiring", "growth", "regions", "relevance", "perfume", "song", "coincidence", "error", "repetition",
    "broadcast", "stove", "hyperfocus", "stress", "fear", "oneshot", "touch", "thought",
    "imprecision", "disinhibition", "facilitation", "sensitisation", "ballroom",
    "symptoms", "drugs", "understanding", "nulls",
)  # fmt: skip
"""All claims, in the article's order."""


def load_claim(name: str) -> Claim:
    """Return a claim by its name.

    Raises
    ------
    InputError
        If there is none of that name.
    """
    if name not in NAMES:
        raise InputError(f"claim {name!r}", "is not among the claims", suggest(name, NAMES))
    return _load(name)


@cache
def _load(name: str) -> Claim:
    claim: Claim = import_module(f"neurotag.experiments.{name}").CLAIM
    return claim


__all__ = ["NAMES", "load_claim"]
