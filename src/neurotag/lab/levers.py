"""The few levers: each is a number of the brain that has a meaning, and may change in mid-life."""

from __future__ import annotations

from dataclasses import dataclass

from neurotag.brain import Brain
from neurotag.description import parse, suggest
from neurotag.errors import DescriptionError
from neurotag.override import override


@dataclass(frozen=True)
class Lever:
    """One lever.

    Attributes
    ----------
    name : str
        What messages and captions call it.
    path : str
        The field of the brain that it sets.
    values : tuple of float
        Where it can stand, in order.
    """

    name: str
    path: str
    values: tuple[float, ...]


LEVERS = {
    lever.name: lever
    for lever in (
        Lever("threat", "modulators.appraisal", (0.25, 0.5, 1.0)),
        Lever("reactivity", "modulators.salience_learning", (0.27, 0.5, 0.76)),
        Lever("learning", "plasticity", (0.0, 1.0)),
    )
}
"""Every lever there is, by name."""


def standing(brain: Brain) -> dict[str, float]:
    """Return where each lever stands in a brain."""
    modulators = brain.modulators
    if modulators is None:
        return {}
    return {
        "threat": modulators.appraisal,
        "reactivity": modulators.salience_learning,
        "learning": float(brain.plasticity),
    }


def pull(brain: Brain, name: str, value: float) -> Brain:
    """Return the brain with a lever at one of its places.

    Raises
    ------
    DescriptionError
        If there is no such lever, or no such place.
    """
    try:
        lever = LEVERS[name]
    except (KeyError, TypeError):
        raise DescriptionError("lever", f"unknown lever {name!r}", suggest(str(name), list(LEVERS))) from None
    if value not in lever.values:
        places = ", ".join(f"{each:g}" for each in lever.values)
        raise DescriptionError(f"lever {name!r}", f"cannot stand at {value!r}", f"Choose one of {places}")
    return parse(Brain, override(brain.model_dump(mode="json"), [assignment(name, value)]), where="brain")


def assignment(name: str, value: float) -> str:
    """Return what a pulled lever sets, as ``path=value``."""
    return f"{LEVERS[name].path}={str(bool(value)).lower() if name == 'learning' else f'{value:g}'}"
