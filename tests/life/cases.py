"""Lives in short words, and what they unroll into."""

from dataclasses import dataclass
from typing import Any

from neurotag.description import parse
from neurotag.life import Life, Scene, unroll

Events = list[dict[str, Any]]
When = tuple[float, float, str]


@dataclass(frozen=True)
class LifeCase:
    """A life and the moments of each of its scenes: start and end in seconds, kind."""

    name: str
    events: Events
    scenes: list[list[When]]
    probes: tuple[tuple[float, str], ...] = ()
    hours: tuple[float, ...] = ()
    duration_s: float | None = None


def life(events: Events) -> Life:
    return parse(Life, {"name": "case", "events": events}, where="life")


def scenes(events: Events) -> list[Scene]:
    return unroll(life(events))


def moments(scene: Scene) -> list[When]:
    return [(m.start_s, m.end_s, type(m.event).__name__.lower()) for m in scene.moments]


def touch(**fields: Any) -> dict[str, Any]:
    return {"kind": "touch", "site": "back", **fields}


def heat(**fields: Any) -> dict[str, Any]:
    return {"kind": "heat", "site": "back", "intensity": 1.0, **fields}


def smell(of: str = "rose", **fields: Any) -> dict[str, Any]:
    return {"kind": "smell", "of": of, **fields}


def rest(**fields: Any) -> dict[str, Any]:
    return {"kind": "rest", **fields}


def thought(of: str, **fields: Any) -> dict[str, Any]:
    return {"kind": "thought", "of": of, **fields}


def sleep(**fields: Any) -> dict[str, Any]:
    return {"kind": "sleep", **fields}


def skip(**fields: Any) -> dict[str, Any]:
    return {"kind": "skip", **fields}


def together(*events: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"kind": "together", "events": list(events), **fields}


def repeat(times: int, *events: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"kind": "repeat", "times": times, "events": list(events), **fields}


def probe(name: str, *events: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"kind": "probe", "name": name, "events": list(events or [touch()]), **fields}
