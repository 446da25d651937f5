"""Probes in words: what each one tests, which ones belong together, and which one is the control."""

from __future__ import annotations

from functools import singledispatch
from typing import TYPE_CHECKING

from neurotag.life.events import (
    Felt,
    Heat,
    Injury,
    Pattern,
    Probe,
    Repeat,
    Rest,
    Task,
    Thought,
    Timed,
    Together,
    Touch,
)
from neurotag.measure.onsets import BACKGROUND, HURTS, first_hurt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from neurotag.recording import Recording

STRONG = 0.6
"""Pressure or intensity from which a touch is called firm and heat strong."""


@singledispatch
def name_event(event: Timed) -> str:
    """Return what an event is in plain words, to stand inside a sentence.

    Examples
    --------
    >>> name_event(Touch(kind="touch", site="back"))
    'a plain touch on the back'
    """
    return type(event).__name__.lower()


@name_event.register
def _(event: Touch) -> str:
    return f"a {'plain' if event.pressure >= STRONG else 'light'} touch on the {event.site}"


@name_event.register
def _(event: Heat) -> str:
    if event.temperature_C is not None:
        return f"{event.temperature_C:g} °C on the {event.site}"
    strong = event.intensity is not None and event.intensity >= STRONG
    return f"{'strong' if strong else 'mild'} heat on the {event.site}"


@name_event.register
def _(event: Injury) -> str:
    return f"an injury of the {event.site}"


@name_event.register
def _(event: Pattern) -> str:
    sense = type(event).__name__.lower()
    return f"{'a feeling' if sense == 'emotion' else f'the {sense}'} of {_plain(event.of)}"


@name_event.register
def _(event: Task) -> str:
    return f"a {event.kind} ({_plain(event.of)})"


@name_event.register
def _(event: Thought) -> str:
    return f"the thought of the {_plain(event.of)}"


def name_probe(recording: Recording, name: str) -> str:
    """Return what a probe tests in plain words: its events, without those of the background."""
    for _, event in recording.life.every_event():
        if isinstance(event, Probe) and event.name == name:
            felt = [inner for inner in _felt(event.events) if not isinstance(inner, Task | Rest)]
            words = [name_event(inner) for inner in felt]
            if words:
                return _join(list(dict.fromkeys(words)))
    return _plain(name)


def pair_probes(names: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return the probes that were made before and after, by what they have in common in their names.

    Examples
    --------
    >>> pair_probes(["touch_before", "neutral", "touch_after"])
    {'touch': ('touch_before', 'touch_after')}
    """
    stems = [name.removesuffix("_before") for name in names if name.endswith("_before")]
    return {stem: (f"{stem}_before", f"{stem}_after") for stem in stems if f"{stem}_after" in names}


def neutral_probe(recording: Recording) -> str | None:
    """Return the probe that serves as control for the first hurt, or none where there is none.

    It was made before the hurt, and nothing in it hurts or is a mere thought. One with 'neutral' in its
    name comes first, then the one in which most happens.
    """
    hurt = first_hurt(recording)
    if hurt is None:
        return None
    candidates = []
    for name, test in recording.probes.items():
        kinds = {mark.kind for mark in test.marks} - set(BACKGROUND)
        if kinds and not kinds & {*HURTS, "thought"} and test.at_s <= hurt.start_s:
            candidates.append(("neutral" in name, len(kinds), name))
    # The first of equals: max keeps it.
    return max(candidates, key=lambda candidate: candidate[:2])[2] if candidates else None


def _felt(events: Sequence[Timed]) -> Iterator[Felt]:
    for event in events:
        if isinstance(event, Felt):
            yield event
        elif isinstance(event, Together | Repeat):
            yield from _felt(event.events)


def _plain(name: str) -> str:
    return name.replace("_", " ").strip()


def _join(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
