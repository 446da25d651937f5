"""A cue that was there brings back the rest: how much of it, and how much of the cue it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from neurotag.experiments.shared.lives import NIGHT, event, life, probe, rest, together
from neurotag.experiments.shared.readings import cells, rates_in_probe, share_active

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neurotag.experiments.shared.lives import Words
    from neurotag.life import Life
    from neurotag.recording import Recording

SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Shares of the cue's own neurons that a probe drives: 0 is a stranger, 1 the cue itself."""

EPISODE = "then"
APART_S = 9.0
PAUSE_S = 4.0
DELAY_S = 0.1
CUE_S = 1.0


def meetings(
    name: str, cue: Words, scene: Sequence[Words], *, times: int, duration_s: float, paired: bool
) -> Life:
    """Return a life in which a cue and a scene are met, together or nine seconds apart, and a night later.

    Parameters
    ----------
    name : str
        Of the life.
    cue : dict
        What is sensed, without duration or intensity.
    scene : sequence of dict
        What else there is.
    times : int
        Meetings.
    duration_s : float
        How long each lasts.
    paired : bool
        Whether the cue is there with the scene.
    """
    whole = [{**each, "duration_s": duration_s} for each in scene]
    cued = {**cue, "duration_s": duration_s}
    once = (
        (together(cued, *whole, name=EPISODE),)
        if paired
        else (cued, rest(APART_S), together(*whole, name=EPISODE))
    )
    return life(
        name,
        *(each for _ in range(times) for each in (*once, rest(PAUSE_S))),
        NIGHT,
        *(probe(f"cue_{at}", _part_of(cue, share)) for at, share in enumerate(SHARES)),
    )


def _part_of(cue: Words, share: float) -> Words:
    """Return a thing that has so many of the cue's neurons."""
    if share == 1.0:
        return {**cue, "duration_s": CUE_S}
    kind = str(cue["kind"])
    if share == 0.0:
        return event(kind, of="a stranger", duration_s=CUE_S)
    return event(kind, of=f"{share:g} of it", like=cue["of"], similarity=share, duration_s=CUE_S)


def brought_back(recording: Recording, at: int, *senses: tuple[str, str]) -> float:
    """Return the share of some neurons that a cue makes active.

    Parameters
    ----------
    recording : Recording
        Of a life of `meetings`.
    at : int
        Which share of the cue.
    senses : tuple of (str, str)
        Whose neurons: kind and name of each thing.
    """
    neurons = np.unique(np.concatenate([ids for each in senses for ids in cells(recording, *each).values()]))
    return share_active(rates_in_probe(recording, f"cue_{at}", delay_s=DELAY_S), neurons)


def rise_hz(recording: Recording, *senses: tuple[str, str]) -> float:
    """Return how much more some neurons fire at the whole cue than at a stranger, in Hz."""
    neurons = np.unique(np.concatenate([ids for each in senses for ids in cells(recording, *each).values()]))
    stranger, whole = (
        float(rates_in_probe(recording, f"cue_{at}", delay_s=DELAY_S)[neurons].mean())
        for at in (0, len(SHARES) - 1)
    )
    return whole - stranger


def half_point(shares: Sequence[float], completion: Sequence[float]) -> float:
    """Return the cued share at which half of the greatest completion is reached, on straight lines.

    The greatest share where it never is.

    Examples
    --------
    >>> half_point((0.0, 0.5, 1.0), (0.0, 0.2, 0.8))
    0.6666666666666666
    """
    half = max(completion) / 2.0
    for left, right, low, high in zip(shares, shares[1:], completion, completion[1:], strict=False):
        if low < half <= high:
            return left + (right - left) * (half - low) / (high - low)
    return shares[-1]
