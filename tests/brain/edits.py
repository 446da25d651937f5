"""A brain with one thing changed, for tests that expect a refusal."""

from typing import Any

from neurotag.brain import Brain, load_brain
from neurotag.description import parse


def dump() -> dict[str, Any]:
    return load_brain("everyday").model_dump(mode="json")


def index_of(content: dict[str, Any], label: str) -> int:
    """Return the place of a projection in a dumped brain."""
    return [projection.label for projection in read(content).projections].index(label)


def read(content: dict[str, Any]) -> Brain:
    return parse(Brain, content, where="brain")
