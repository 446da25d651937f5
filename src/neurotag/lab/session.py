"""A session: who lived, from which seed, and what happened. It is small, and lives again bit for bit."""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field, NonNegativeFloat, NonNegativeInt, ValidationError

from neurotag.brain import Brain, load_brain
from neurotag.description import Description, parse
from neurotag.engine.live import LiveBrain
from neurotag.engine.stays import Stay, digest_of_stays, live_again
from neurotag.errors import InputError
from neurotag.lab.levers import pull, standing
from neurotag.life import Life

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

FORMAT = 1
MOST_BYTES = 8 * 2**20
"""A longer file is none of ours."""
MOST_AWAKE_S = 6 * 3600.0
ENDING = ".neurotag.json"

Levers = dict[str, float]
Name = Annotated[str, Field(min_length=1, max_length=80)]


class Press(Description):
    """One press of a button or a lever, for the time line."""

    at_s: NonNegativeFloat
    """When, in seconds awake."""
    cue: Name
    """What was pressed."""
    value: float | None = None
    """Where a lever was put."""
    alarm: float | None = None
    """How loud the alarm was in answer, 0 to 10."""


class Chapter(Description):
    """What was lived while the levers stood still."""

    levers: Levers
    """Where they stood."""
    life: Life
    """What happened, each event at its time."""
    awake_s: NonNegativeFloat
    """For how long it was lived awake, in seconds; events may be longer."""


class Session(Description):
    """All of a sitting in the lab."""

    format: NonNegativeInt = FORMAT
    """Version of this format."""
    model: Name = Field(default_factory=lambda: version("neurotag"))
    """Version of the package that lived it."""
    brain: Name
    """Which built-in brain."""
    seed: NonNegativeInt = 0
    """Drew its connections, patterns and background."""
    chapters: tuple[Chapter, ...] = ()
    """What was lived."""
    presses: tuple[Press, ...] = ()
    """What was pressed."""
    spikes: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")] = ""
    """SHA-256 of all spikes and counts, where it was worked out."""

    @property
    def awake_s(self) -> float:
        """Waking time of all of it, in seconds."""
        return sum(chapter.awake_s for chapter in self.chapters)


def stays_of(session: Session) -> list[Stay]:
    """Return what `live_again` lives.

    Raises
    ------
    InputError, DescriptionError
        If there is no such brain, or no such place of a lever.
    """
    brain = load_brain(session.brain)
    return [
        Stay(with_levers(brain, chapter.levers), chapter.life, chapter.awake_s)
        for chapter in session.chapters
    ]


def with_levers(brain: Brain, levers: Mapping[str, float]) -> Brain:
    """Return a brain with its levers at their places."""
    stand = standing(brain)
    for name, value in levers.items():
        if stand.get(name) != value:
            brain = pull(brain, name, value)
    return brain


def session_of(
    live: LiveBrain, *, brain: str, presses: tuple[Press, ...] = (), with_digest: bool = True
) -> Session:
    """Return the session of a live brain up to now."""
    chapters = tuple(
        Chapter(levers=standing(stay.brain), life=stay.life, awake_s=stay.awake_s) for stay in live.stays()
    )
    digest = live.digest() if with_digest else ""
    return Session(brain=brain, seed=live.seed, chapters=chapters, presses=presses, spikes=digest)


def relive(session: Session) -> str:
    """Live a session again with `simulate`, and return the digest of its spikes and counts."""
    stays = stays_of(session)
    return digest_of_stays(live_again(stays, seed=session.seed), stays)


def wake(session: Session, *, threads: int = 1, told: Callable[[float], None] | None = None) -> LiveBrain:
    """Return the live brain of a session, which has lived all of it.

    Raises
    ------
    InputError
        If it lives otherwise here than where it was saved: another version of the package did it.
    """
    if not session.chapters:
        return LiveBrain(load_brain(session.brain), seed=session.seed, threads=threads)
    live = LiveBrain.again(stays_of(session), seed=session.seed, threads=threads, told=told)
    if session.spikes and live.digest() != session.spikes:
        raise InputError(
            "session",
            f"its spikes come out otherwise here (neurotag {session.model} saved it)",
            "Open it with that version, or begin a new one",
        )
    return live


def dump(session: Session) -> str:
    """Return a session as the text of its file."""
    content = session.model_dump(mode="json", exclude_defaults=True)
    content = {"format": session.format, "model": session.model, **content}
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def read(text: str | bytes, *, where: str = "session") -> Session:
    """Return the session of a file's text; earlier formats are brought up to this one.

    Raises
    ------
    InputError, DescriptionError
        If it is none: says where, what and what to do.
    """
    if len(text) > MOST_BYTES:
        raise InputError(where, f"is {len(text):,} bytes, a session has at most {MOST_BYTES:,}", "Check it")
    try:
        content: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(where, f"is no JSON: {error}", f"Choose a file that ends in {ENDING}") from None
    if not isinstance(content, dict) or not isinstance(content.get("format"), int):
        raise InputError(where, "is no session: it has no format", f"Choose a file that ends in {ENDING}")
    if not 0 <= content["format"] <= FORMAT:
        what = f"has format {content['format']}, this version reads up to {FORMAT}"
        raise InputError(where, what, "Update neurotag")
    for number in range(content["format"], FORMAT):
        content = UPGRADES[number](content)
    try:
        session = parse(Session, content, where=where)
    except (ValidationError, RecursionError) as error:
        raise InputError(where, f"cannot be read: {error}", "Check it") from None
    if session.awake_s > MOST_AWAKE_S:
        what = f"is {session.awake_s / 3600:.1f} h awake, a session is at most {MOST_AWAKE_S / 3600:g} h"
        raise InputError(where, what, "Live it with `neurotag run`")
    return session


def open_session(path: Path) -> Session:
    """Return the session in a file.

    Raises
    ------
    InputError, DescriptionError
        If it cannot be read or is none.
    """
    try:
        with path.open("rb") as file:
            text = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise InputError(str(path), f"cannot be read: {error.strerror}", "Check the path") from None
    return read(text, where=str(path))


def _from_0(content: dict[str, Any]) -> dict[str, Any]:
    """Trial versions had one life and no levers, and did not fill the time after its last event."""
    life, awake_s = content.pop("life", None), content.pop("awake_s", 0.0)
    if isinstance(life, dict) and isinstance(life.get("events"), list) and awake_s:
        life["events"].append({"kind": "rest", "at_s": 0.0, "duration_s": awake_s})
    chapters = [{"levers": {}, "life": life, "awake_s": awake_s}] if life else []
    return {**content, "format": 1, "chapters": chapters}


UPGRADES = {0: _from_0}
"""From each format to the next."""
