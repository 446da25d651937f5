"""What resembles what: said alike at every mention, of things that are there, in one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neurotag.description import suggest
from neurotag.errors import DescriptionError
from neurotag.life.events import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

    from neurotag.life.events import Timed

Thing = tuple[str, str]


def refuse_contradictory_likeness(events: Iterable[tuple[str, Timed]]) -> None:
    """Refuse a thing that is like different things, like nothing of this life, or like a likeness.

    Raises
    ------
    DescriptionError
        Names the first event at fault.
    """
    mentions = [(place, event) for place, event in events if isinstance(event, Pattern)]
    first: dict[Thing, tuple[str, Pattern]] = {}
    for place, event in mentions:
        earlier_place, earlier = first.setdefault(_thing(event), (place, event))
        if (event.like, event.similarity) != (earlier.like, earlier.similarity):
            raise DescriptionError(
                f"{place}.like",
                f"{event.of!r} is {_words(event)} here and {_words(earlier)} at {earlier_place}",
                "Say the same at every mention",
            )
    for place, event in mentions:
        if event.like is not None:
            _refuse_unknown(place, event, first)


def _refuse_unknown(place: str, event: Pattern, first: dict[Thing, tuple[str, Pattern]]) -> None:
    kind, _ = _thing(event)
    liked = first.get((kind, str(event.like)))
    if liked is None:
        raise DescriptionError(
            f"{place}.like",
            f"no {kind} of this life is {event.like!r}",
            suggest(str(event.like), [of for other, of in first if other == kind and of != event.of]),
        )
    if liked[1].like is not None:
        raise DescriptionError(
            f"{place}.like", f"{event.like!r} is itself like {liked[1].like!r}", "Name that one instead"
        )


def _thing(event: Pattern) -> Thing:
    return type(event).__name__.lower(), event.of


def _words(event: Pattern) -> str:
    return "like nothing" if event.like is None else f"like {event.like!r} ({event.similarity:g})"
