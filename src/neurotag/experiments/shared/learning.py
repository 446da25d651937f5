"""Lessons of a cue and a heat, and what the cue adds to a mild heat a night later.

A lesson lasts four seconds. The cue is there for 1.6 s, and the heat comes in the second half of it. What was
learned is read in frozen twins, from a warmth near the threshold that meets the cue (as the trials of
conditioned pain do): how much more it rings than before the lessons, less the same of a stranger.

The heat is a moderate one. On a pilot seed (100) heats of full intensity left an alarm that rang at rest
after six lessons, whatever was asked; with this one that takes more than twelve. Warmth and cue last two
seconds, since one of a single second answered too unevenly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from neurotag.experiments.shared.lives import event, probe, rest, together
from neurotag.experiments.shared.readings import alarm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from neurotag.experiments.shared.lives import Words
    from neurotag.recording import Recording

LESSON_S, CUE_S, HEAT_AT_S = 4.0, 1.6, 0.8
HEAT = event("heat", site="back", intensity=0.6, at_s=HEAT_AT_S, duration_s=CUE_S - HEAT_AT_S)
ASKED_S, SETTLE_S = 2.0, 1.0
WARMTH = event("heat", site="back", intensity=0.45, duration_s=ASKED_S)

LEAST = 4.0
"""What a cue must add to count as learned, of 100: the lower end of what conditioning adds in people
(+7.4, 4.0 to 10.8: Madden et al. 2016)."""
LEAST_SHIFT = LEAST / 2.0
"""Difference between two things learned that counts: half of it, for want of a published number."""


def lesson(cue: Words | None = None, outcome: Words | None = None) -> tuple[Words, ...]:
    """Return four seconds with a cue, an outcome, both or neither; both end together."""
    felt = [*([{**cue, "duration_s": CUE_S}] if cue else []), *([outcome] if outcome else [])]
    return (together(*felt), rest(LESSON_S - CUE_S)) if felt else (rest(LESSON_S),)


def lessons(kinds: str, cue: Words, outcome: Words = HEAT) -> tuple[Words, ...]:
    """Return lessons in a row: ``b`` both, ``c`` the cue alone, ``o`` the outcome alone, ``-`` neither.

    Examples
    --------
    >>> len(lessons("bc-", {"kind": "sound", "of": "a bell"}))
    5
    """
    return tuple(
        each
        for kind in kinds
        for each in lesson(cue if kind in "bc" else None, outcome if kind in "bo" else None)
    )


def contingency(kinds: str) -> float:
    """Return how much likelier the outcome is with the cue than without it, as lessons are counted.

    Examples
    --------
    >>> contingency("bcoo"), contingency("bbc-")
    (-0.5, 0.6666666666666666)
    """
    with_cue, without = kinds.count("b") + kinds.count("c"), kinds.count("o") + kinds.count("-")
    return kinds.count("b") / max(with_cue, 1) - kinds.count("o") / max(without, 1)


def asked(stage: str, cues: Mapping[str, Words], *, warmth: Words | None = WARMTH) -> tuple[Words, ...]:
    """Return probes ``<name>_<stage>`` of each cue, with the warmth or without any."""
    felt = (warmth,) if warmth else ()
    return tuple(
        probe(f"{name}_{stage}", together({**cue, "duration_s": ASKED_S}, *felt), settle_s=SETTLE_S)
        for name, cue in cues.items()
    )


def rise(recording: Recording, name: str, stage: str, *, since: str = "before") -> float:
    """Return how much more a probe rings at a stage than at an earlier one, of 100."""
    return alarm(recording, f"{name}_{stage}") - alarm(recording, f"{name}_{since}")


def added(recording: Recording, name: str, stage: str, *, since: str = "before") -> float:
    """Return what a cue has come to add to the warmth: its rise less that of the stranger, of 100."""
    return rise(recording, name, stage, since=since) - rise(recording, "stranger", stage, since=since)
