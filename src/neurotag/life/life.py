"""A life: events in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field, model_validator

from neurotag.description import Description, suggest
from neurotag.errors import DescriptionError
from neurotag.life.events import (
    Event,
    Felt,
    Heat,
    Injury,
    Probe,
    Repeat,
    Thought,
    Together,
    Touch,
)
from neurotag.life.likeness import refuse_contradictory_likeness
from neurotag.life.unroll import unroll

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from neurotag.life.events import Timed


class Life(Description):
    """What happens to a person, in order."""

    name: str = Field(min_length=1)
    """What runs and reports call it."""
    title: str = ""
    """One line for a list."""
    story: str = ""
    """What happens, in plain words, for the report."""
    recalls: tuple[str, ...] = ()
    """Episodes of an earlier life that thoughts may recall, where this one goes on from a checkpoint."""
    events: tuple[Event, ...] = Field(min_length=1)
    """The events, one after the other; ``at_s`` makes them overlap."""

    def every_event(self) -> Iterator[tuple[str, Timed]]:
        """Yield each event with its place, the events within others included."""
        yield from _walk("events", self.events)

    def sites(self) -> Iterator[tuple[str, str]]:
        """Yield each place of the description that names a site of the body, with the site."""
        for place, event in self.every_event():
            if isinstance(event, Touch | Heat | Injury):
                yield f"{place}.site", event.site

    @model_validator(mode="after")
    def _thoughts_have_something_to_recall(self) -> Life:
        # What only a twin meets in a probe is not lived, so it cannot be recalled.
        names = sorted({*self.recalls, *(event.name for event in _lived(self.events) if event.name)})
        for place, event in self.every_event():
            if isinstance(event, Thought) and event.of not in names:
                raise DescriptionError(
                    f"{place}.of",
                    f"no lived event of this life is named {event.of!r}",
                    suggest(event.of, names) if names else "Give the event to recall a name",
                )
        return self

    @model_validator(mode="after")
    def _likeness_is_clear(self) -> Life:
        refuse_contradictory_likeness(self.every_event())
        return self

    @model_validator(mode="after")
    def _times_make_sense(self) -> Life:
        # Unrolling looks at every rule of time: probes inside events or of one name, repeats that overlap,
        # skips in groups.
        unroll(self)
        return self


def _walk(place: str, events: Sequence[Timed]) -> Iterator[tuple[str, Timed]]:
    for index, event in enumerate(events):
        here = f"{place}[{index}]"
        yield here, event
        if isinstance(event, Together | Repeat | Probe):
            yield from _walk(f"{here}.events", event.events)


def _lived(events: Sequence[Timed]) -> Iterator[Timed]:
    for event in events:
        if isinstance(event, Felt | Together | Repeat):
            yield event
        if isinstance(event, Together | Repeat):
            yield from _lived(event.events)
