"""Lives in a few words, and those that several claims live."""

from __future__ import annotations

from typing import Any

from neurotag.brain import load_brain
from neurotag.life import Life, load_life

Words = dict[str, Any]
"""One event, as a life file writes it."""


def life(name: str, *events: Words) -> Life:
    """Return the life of these events."""
    return Life.model_validate({"name": name, "events": list(events)})


def event(kind: str, **words: object) -> Words:
    """Return one event: ``event("touch", site="back")``."""
    return {"kind": kind, **words}


def probe(name: str, *events: Words, **words: object) -> Words:
    """Return a probe of these events."""
    return {"kind": "probe", "name": name, "events": list(events), **words}


def together(*events: Words, **words: object) -> Words:
    """Return events that happen at once."""
    return {"kind": "together", "events": list(events), **words}


def repeat(times: int, *events: Words, every_s: float | None = None) -> Words:
    """Return the same events again and again."""
    beat = {} if every_s is None else {"every_s": every_s}
    return {"kind": "repeat", "times": times, "events": list(events), **beat}


def heat_drive(share: float) -> str:
    """Return the change by which heat drives the relay by a share of what it does: a drug at the periphery.

    The share is of the brain's own drive, whatever that is.
    """
    own = load_brain("everyday").senses.heat[0]
    return f"senses.heat.{own.region}.strength={share * own.strength:g}"


def rest(duration_s: float) -> Words:
    """Return a rest."""
    return {"kind": "rest", "duration_s": duration_s}


NIGHT = event("sleep", hours=8)

STOVE = load_life("stove")
"""The built-in life: probes of touch, thought and warmth before and after one hot stove and a night."""
