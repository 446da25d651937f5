"""Where the streams of a river of neurotags run: places, thicknesses and times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from neurotag.neurotags.tracking.identity import Identity, Tracks

    Curve = NDArray[np.float64]

MOST_STREAMS = 12
"""Neurotags that a river shows at most: those with most mass over all windows."""

THICKEST_IN, THINNEST_IN = 0.36, 0.03
LABEL_IN = 0.27
"""Room above each stream, for its name."""

PAUSE_SHARE = 0.04
"""Width of hours offline, as a share of all the time shown."""

POINTS = 24


@dataclass(frozen=True)
class Clock:
    """Where each window stands along the bottom.

    Attributes
    ----------
    begin, end : (n_windows,) float
        Its edges.
    pauses : tuple of (float, float, str)
        Where hours offline begin and end, and what they are called.
    shifts : tuple of (float, float)
        From which second on the bottom is shifted, and by how much in all.
    """

    begin: Curve
    end: Curve
    pauses: tuple[tuple[float, float, str], ...]
    shifts: tuple[tuple[float, float], ...] = ()

    @property
    def middle(self) -> Curve:
        """The middle of each window, (n_windows,)."""
        return (self.begin + self.end) / 2

    def at(self, t_s: float) -> float:
        """Return where an instant stands."""
        return t_s + max((shift for from_s, shift in self.shifts if t_s >= from_s - 1e-9), default=0.0)


def clock_of(tracks: Tracks) -> Clock:
    """Return where the windows stand: in seconds with gaps for nights, or one recording beside the other."""
    n = len(tracks.windows)
    if not tracks.are_in_time:
        return Clock(np.arange(0.5, n), np.arange(1.5, n + 1), ())
    lived_s = tracks.windows[-1].end_s - tracks.windows[0].start_s
    begin, end, pauses, shifts = [], [], [], []
    shift = 0.0
    for window in tracks.windows:
        if window.before:
            left = window.start_s + shift
            shift += PAUSE_SHARE * lived_s
            pauses.append((left, window.start_s + shift, window.before))
            shifts.append((window.start_s, shift))
        begin.append(window.start_s + shift)
        end.append(window.end_s + shift)
    return Clock(np.array(begin), np.array(end), tuple(pauses), tuple(shifts))


def shown_of(tracks: Tracks) -> list[Identity]:
    """Return the identities that are drawn, those that join or part beside each other."""
    mass = {one.id: sum(sighting.mass for sighting in one.sightings) for one in tracks.identities}
    strongest = sorted(mass, key=lambda id_: -mass[id_])[:MOST_STREAMS]
    order: list[int] = sorted(strongest)
    for event in tracks.events:
        if event.kind in {"merge", "split"}:
            one, *others = event.identities
            for other in others:
                if one in order and other in order:
                    order.remove(other)
                    order.insert(order.index(one) + 1, other)
    return [tracks.of(id_) for id_ in order]


@dataclass(frozen=True)
class Lane:
    """Where one stream runs.

    Attributes
    ----------
    middle : float
        Height of its middle, in inches from the top, downwards.
    half : mapping of int to float
        Half its thickness in each window in which it was seen, in inches.
    """

    middle: float
    half: dict[int, float]


def lanes_of(identities: Sequence[Identity]) -> tuple[dict[int, Lane], float]:
    """Return the lane of each identity by its id, one under the other, and the height of all, in inches."""
    largest = max(one.mass for identity in identities for one in identity.sightings)
    scale = THICKEST_IN / max(largest, 1e-9)
    lanes = {}
    height = 0.0
    for identity in identities:
        half = {one.window: max(THINNEST_IN, scale * one.mass) / 2 for one in identity.sightings}
        height += LABEL_IN + max(half.values())
        lanes[identity.id] = Lane(height, half)
        height += max(half.values())
    return lanes, height + 0.06


def bend(
    x: tuple[float, float], middle: tuple[float, float], half: tuple[float, float]
) -> tuple[Curve, Curve, Curve]:
    """Return a piece of a stream that bends gently from one place and thickness to another.

    Returns
    -------
    x, low, high : (n,) float
        Its edges.
    """
    share = np.linspace(0.0, 1.0, POINTS)
    ease = share * share * (3.0 - 2.0 * share)
    centre = middle[0] + (middle[1] - middle[0]) * ease
    thickness = half[0] + (half[1] - half[0]) * ease
    return x[0] + (x[1] - x[0]) * share, centre - thickness, centre + thickness
