"""What can be pressed: each cue is a few events, in the words of a life."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pydantic import TypeAdapter

from neurotag.description import suggest
from neurotag.errors import DescriptionError
from neurotag.life import Event

if TYPE_CHECKING:
    from neurotag.life import Timed

Pace = Literal["live", "fast"]
Words = dict[str, object]
_EVENT: TypeAdapter[Timed] = TypeAdapter(Event)

SAFE_TOUCHES = 8
"""Touches in a day of safe touch."""
SAFE_EVERY_S = 2.5


@dataclass(frozen=True)
class Button:
    """One button.

    Attributes
    ----------
    name : str
        What messages and captions call it.
    events : tuple of dict
        What happens when it is pressed, all at once, in the words of a life.
    pace : {"live", "fast"}
        Whether it is shown as fast as it happens, or with time sped up.
    then : tuple of dict
        What follows, each after all before it has ended: more events, or a sleep.
    needs : str, optional
        Name of an episode that must have been lived: a thought can recall only what happened.
    """

    name: str
    events: tuple[Words, ...] = ()
    pace: Pace = "live"
    then: tuple[Words, ...] = ()
    needs: str | None = None


def _together(name: str, *events: Words) -> Words:
    return {"kind": "together", "name": name, "events": list(events)}


def _touch(site: str, **more: object) -> Words:
    return {"kind": "touch", "site": site, **more}


def _hurt(name: str, site: str, *around: Words) -> Words:
    """Return an event that hurts: contact, heat, withdrawal, and skin that goes on hurting for a while."""
    return _together(
        name,
        *around,
        _touch(site, at_s=1.0, duration_s=0.6),
        {"kind": "heat", "site": site, "intensity": 1.0, "at_s": 1.0, "duration_s": 0.6},
        _touch(site, pressure=0.7, at_s=1.6, duration_s=2.4),
        {"kind": "injury", "site": site, "intensity": 0.7, "at_s": 1.6, "duration_s": 12, "fades_s": 3},
    )


NIGHT: Words = {"kind": "sleep", "hours": 8}
SORE: Words = {"kind": "heat", "site": "back", "intensity": 0.55, "duration_s": 1}
PAUSE: Words = {"kind": "rest", "duration_s": SAFE_EVERY_S - 1}

BUTTONS = {
    cue.name: cue
    for cue in (
        Button("song", (_together("song", {"kind": "sound", "of": "our song", "duration_s": 1.5},
                               {"kind": "sight", "of": "friends", "duration_s": 1.5}),)),
        Button("perfume", (_together("school", {"kind": "smell", "of": "perfume", "duration_s": 1.5},
                                  {"kind": "sight", "of": "classroom", "duration_s": 1.5},
                                  {"kind": "sound", "of": "voices", "duration_s": 1.5}),)),
        Button("tune", ({"kind": "sound", "of": "our song", "duration_s": 1.0},)),
        Button("smell", ({"kind": "smell", "of": "perfume", "duration_s": 1.0},)),
        Button("touch", (_touch("back"),)),
        Button("hand", (_touch("hand"),)),
        Button("warmth", ({"kind": "heat", "site": "back", "intensity": 0.45},)),
        Button("stove", (_hurt("stove", "back",
                            {"kind": "sight", "of": "the kitchen", "intensity": 0.5, "duration_s": 4},
                            {"kind": "talk", "of": "conversation", "duration_s": 4}),)),
        Button("cut", (_hurt("cut", "hand",
                          {"kind": "sight", "of": "a letter", "intensity": 0.5, "duration_s": 4},
                          {"kind": "talk", "of": "a letter", "duration_s": 4}),)),
        Button("think", ({"kind": "thought", "of": "stove"},), needs="stove"),
        Button("think_cut", ({"kind": "thought", "of": "cut"},), needs="cut"),
        Button("night", pace="fast", then=({"kind": "rest", "duration_s": 1}, NIGHT)),
        Button("safe", pace="fast", then=(*(_touch("back"),
                                         PAUSE) * SAFE_TOUCHES,
                                       NIGHT)),
        Button("safe_hand", pace="fast", then=(*(_touch("hand"),
                                              PAUSE) * SAFE_TOUCHES,
                                            NIGHT)),
        Button("sore", pace="fast", then=(SORE, {"kind": "rest", "duration_s": 20}, NIGHT)),
    )
}  # fmt: skip
"""Every button there is, by name."""


def button_named(name: str) -> Button:
    """Return a cue.

    Raises
    ------
    DescriptionError
        If there is none of that name; says the nearest.
    """
    try:
        return BUTTONS[name]
    except (KeyError, TypeError):
        raise DescriptionError("cue", f"unknown cue {name!r}", suggest(str(name), list(BUTTONS))) from None


def events_of(words: tuple[Words, ...]) -> list[Timed]:
    """Return events from words of our own."""
    return [_EVENT.validate_python(each) for each in words]
