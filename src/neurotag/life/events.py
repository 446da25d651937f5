"""What can happen. Each event is words; the engine turns it into input."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, NonNegativeFloat, PositiveFloat, PositiveInt, model_validator

from neurotag.description import Description
from neurotag.errors import DescriptionError

Strength = Annotated[float, Field(ge=0, le=1.5)]
Share = Annotated[float, Field(ge=0, le=1)]
Seconds = Annotated[float, Field(ge=0.001)]


class Timed(Description):
    """What every event has: a kind, a time, and perhaps a name."""

    kind: str
    """What sort of event it is."""
    name: str | None = Field(None, pattern=r"^[A-Za-z][A-Za-z0-9_]*$")
    """Name of the event: thoughts recall it, measures carry it."""
    at_s: NonNegativeFloat | None = None
    """Onset, in seconds from the start of the list the event stands in, or from the last sleep or skip there.

    Left out: the event begins when those before it have ended (in ``together``: at once).
    """


class Felt(Timed):
    """An event that lasts and reaches the brain."""

    duration_s: Seconds = 1.0
    """How long it lasts."""
    relevance: Share = 0.0
    """How much it matters for survival by itself: drives salience directly (a sudden growl, say)."""


class Touch(Felt):
    """A harmless touch."""

    kind: Literal["touch"]
    site: str
    """Where on the body."""
    pressure: Strength = 1.0
    """How firm, 0 to 1 (up to 1.5)."""


class Heat(Felt):
    """Heat on the skin, by temperature or by intensity."""

    kind: Literal["heat"]
    site: str
    """Where on the body."""
    intensity: Strength | None = None
    """How strong, 0 (no pain) to 1 (a hot stove)."""
    temperature_C: float | None = Field(None, ge=-20, le=100)
    """Instead of the intensity: temperature at the skin."""

    @model_validator(mode="after")
    def _one_measure(self) -> Heat:
        if (self.intensity is None) == (self.temperature_C is None):
            got = "neither" if self.intensity is None else "both"
            raise DescriptionError(
                "intensity", f"exactly one of intensity and temperature_C is needed (got {got})", "Keep one"
            )
        return self


class Injury(Felt):
    """Damage that goes on sending danger signals, less and less."""

    kind: Literal["injury"]
    duration_s: Seconds = 30.0
    """How long it sends them; it is still strong where it ends before it has faded."""
    site: str
    """Where on the body."""
    intensity: Strength = 1.0
    """How strong at first, 0 to 1."""
    fades_s: PositiveFloat = 10.0
    """Time over which the signal falls to 37 %."""


class Pattern(Felt):
    """Something sensed that the brain knows by a pattern of its own."""

    of: str = Field(min_length=1)
    """What it is: the same word always is the same pattern in one brain and seed."""
    intensity: Strength = 1.0
    """How strong, 0 to 1."""
    like: str | None = None
    """Another thing of the same kind that this one resembles; said at every mention of this one."""
    similarity: Share = 0.0
    """Share of the pattern that it has in common with ``like``."""

    @model_validator(mode="after")
    def _similar_to_something(self) -> Pattern:
        if self.similarity > 0 and self.like is None:
            raise DescriptionError(
                "like", f"is needed with similarity = {self.similarity} (got none)", "Say what it is like"
            )
        if self.like is not None and "similarity" not in self.model_fields_set:
            raise DescriptionError(
                "similarity", f"is needed with like = {self.like!r} (got none)", "Say how much, 0 to 1"
            )
        if self.like == self.of:
            raise DescriptionError("like", f"must be another thing (got {self.of!r})", "Leave it out")
        return self


class Smell(Pattern):
    """A smell."""

    kind: Literal["smell"]


class Sound(Pattern):
    """A sound, a word, a song."""

    kind: Literal["sound"]


class Sight(Pattern):
    """Something seen; a place."""

    kind: Literal["sight"]


class Emotion(Pattern):
    """A feeling, such as grief or worry; in the built-in brains every feeling drives the fear region."""

    kind: Literal["emotion"]


class Task(Felt):
    """A talk or another sustained load on the mind."""

    kind: Literal["talk", "task"]
    of: str = "conversation"
    """What it is about: the same word is the same pattern."""
    load: Strength = 1.0
    """How demanding, 0 to 1."""


class Thought(Felt):
    """Recall of an event of this life by its name."""

    kind: Literal["thought"]
    of: str
    """Name of the event."""
    intensity: Strength = 1.0
    """How vivid, 0 to 1."""


class Rest(Felt):
    """Nothing in particular, awake."""

    kind: Literal["rest"]


class Sleep(Timed):
    """Sleep: hours pass offline, and what was learned settles."""

    kind: Literal["sleep"]
    hours: PositiveFloat = 8.0
    """How long."""


class Skip(Timed):
    """Hours or days in which nothing happens that matters here."""

    kind: Literal["skip"]
    hours: NonNegativeFloat = 0.0
    """Hours."""
    days: NonNegativeFloat = 0.0
    """Days, added to the hours."""

    @model_validator(mode="after")
    def _some_time(self) -> Skip:
        if self.hours + self.days <= 0:
            raise DescriptionError(
                "hours", "a skip must pass some time (got 0 hours, 0 days)", "Give hours or days"
            )
        return self


class Together(Timed):
    """Events that overlap: each begins at its own ``at_s`` within the group (at once, where it has none)."""

    kind: Literal["together"]
    events: tuple[Event, ...] = Field(min_length=1)
    """The events."""


class Repeat(Timed):
    """The same events again and again.

    A probe in it is made at every turn, under its name and the number of the turn: ``touch_1``, ``touch_2``.
    """

    kind: Literal["repeat"]
    times: PositiveInt
    """How often."""
    every_s: Seconds | None = None
    """From one beginning to the next; left out, each follows when the one before has ended."""
    events: tuple[Event, ...] = Field(min_length=1)
    """The events, one after the other; in the life's own list, sleep and skips may be among them."""


class Probe(Timed):
    """A measured test on a frozen twin: the brain itself does not live it and is not changed by it.

    The twin has the brain's weights, starts calm and rested, learns nothing, and meets the same random
    background at every probe with the same events.
    """

    kind: Literal["probe"]
    name: str = Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")
    """Names the measures of this test."""
    events: tuple[Event, ...] = Field(min_length=1)
    """What the twin meets, one after the other (use ``together`` for overlap)."""
    settle_s: float = Field(1.5, ge=0.1)
    """Quiet time before, from which the twin's resting rates are taken."""


Event = Annotated[
    Touch | Heat | Injury | Smell | Sound | Sight | Emotion | Task | Thought | Rest | Sleep | Skip
    | Together | Repeat | Probe,
    Field(discriminator="kind"),
]  # fmt: skip
"""Any event."""

KINDS = (
    "touch", "heat", "injury", "smell", "sound", "sight", "emotion", "talk", "task", "thought", "rest",
    "sleep", "skip", "together", "repeat", "probe",
)  # fmt: skip
"""The words a life can use."""

Together.model_rebuild()
Repeat.model_rebuild()
Probe.model_rebuild()
