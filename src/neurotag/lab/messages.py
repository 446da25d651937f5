"""What a screen may say: each message is checked before anybody obeys it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, TypeAdapter, ValidationError

from neurotag.description import Description, suggest
from neurotag.errors import DescriptionError
from neurotag.lab.session import Session

if TYPE_CHECKING:
    from collections.abc import Mapping

Number = Annotated[float, Field(allow_inf_nan=False)]
Name = Annotated[str, Field(max_length=80)]
Id = int | str | None


class Said(Description):
    """What every message has: a number of its own, for the answer."""

    id: Id = None


class PressButton(Said):
    """A button."""

    what: Literal["press"]
    cue: Name


class PullLever(Said):
    """A lever, put somewhere."""

    what: Literal["lever"]
    name: Name
    value: Number


class Control(Said):
    """The clock, or the end of everything that is felt."""

    what: Literal["play", "pause", "step", "stop"]


class SetSpeed(Said):
    """How fast the clock runs."""

    what: Literal["speed"]
    value: Number


class Reset(Said):
    """A new sitting, from a brain and a seed, or from a session that the server read."""

    what: Literal["reset"]
    brain: Name | None = None
    seed: Annotated[int, Field(ge=0, lt=2**31)] | None = None
    beside: Name | None = None
    session: Session | None = None


class AskMembers(Said):
    """Who belongs to a group."""

    what: Literal["members"]
    name: Name
    side: Annotated[int, Field(ge=0, le=1)] = 0


Message = Annotated[
    PressButton | PullLever | Control | SetSpeed | Reset | AskMembers, Field(discriminator="what")
]
KINDS = ("press", "lever", "play", "pause", "step", "stop", "speed", "reset", "members")
_MESSAGE: TypeAdapter[Said] = TypeAdapter(Message)


def read_message(content: Mapping[str, Any]) -> Said:
    """Return a message.

    Raises
    ------
    DescriptionError
        If it is none: says which field is wrong.
    """
    what = content.get("what")
    if what not in KINDS:
        raise DescriptionError("message", f"unknown kind {what!r:.80}", suggest(str(what)[:80], list(KINDS)))
    try:
        return _MESSAGE.validate_python(content)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(each) for each in first["loc"][1:])
        raise DescriptionError(f"message {what!r}.{place}", first["msg"].lower(), "Reload the page") from None
