"""The brains that claims are made about: the built-in ones, with what an ablation changes."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from neurotag.brain import Brain, load_brain
from neurotag.description import parse
from neurotag.override import override

if TYPE_CHECKING:
    from collections.abc import Sequence


def changed_brain(name: str, changes: Sequence[str] = ()) -> Brain:
    """Return a built-in brain with some values changed, each by ``path=value``.

    Raises
    ------
    InputError
        If a change leads nowhere, or there is no such brain.
    """
    return _changed(name, tuple(changes))


@cache
def _changed(name: str, changes: tuple[str, ...]) -> Brain:
    brain = load_brain(name)
    if not changes:
        return brain
    return parse(Brain, override(brain.model_dump(mode="json"), changes), where="brain")
