"""What a state is made of, whatever its fields: numbers and arrays, each at a place such as ``neurons.v``."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

T = TypeVar("T")


def walk(thing: object, place: str = "") -> Iterator[tuple[str, Any]]:
    """Yield everything in dataclasses, tuples and lists that is none itself, each with its place."""
    parts = _parts(thing)
    if parts is None:
        yield place, thing
        return
    for name, part in parts:
        yield from walk(part, f"{place}.{name}" if place else name)


def rebuilt(thing: T, change: Callable[[str, Any], Any], place: str = "") -> T:
    """Return a copy in which everything that ``walk`` yields is what ``change`` makes of it."""
    parts = _parts(thing)
    made: Any
    if parts is None:
        made = change(place, thing)
        return made  # type: ignore[no-any-return]
    new = {name: rebuilt(part, change, f"{place}.{name}" if place else name) for name, part in parts}
    if is_dataclass(thing):
        made = replace(thing, **new)  # type: ignore[type-var]
    elif hasattr(thing, "_fields"):
        made = type(thing)(**new)
    else:
        made = type(thing)(new.values())  # type: ignore[call-arg]
    return made  # type: ignore[no-any-return]


def arrays_of(thing: object) -> dict[int, np.ndarray]:
    """Return the arrays of a thing by their identity."""
    return {id(part): part for _, part in walk(thing) if isinstance(part, np.ndarray)}


def copied(thing: T, *, sharing: dict[int, np.ndarray]) -> T:
    """Return a copy with arrays of its own, but for those that it shares with another thing."""

    def copy(_place: str, part: Any) -> Any:
        return part.copy() if isinstance(part, np.ndarray) and id(part) not in sharing else part

    return rebuilt(thing, copy)


def _parts(thing: object) -> list[tuple[str, Any]] | None:
    if is_dataclass(thing) and not isinstance(thing, type):
        return [(each.name, getattr(thing, each.name)) for each in fields(thing)]
    if isinstance(thing, tuple) and hasattr(thing, "_fields"):
        return [(name, getattr(thing, name)) for name in thing._fields]
    if isinstance(thing, tuple | list):
        return [(str(index), part) for index, part in enumerate(thing)]
    return None
