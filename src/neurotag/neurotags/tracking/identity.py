"""Neurotags through time: identities, what was seen of each in every window, and what became of them."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from neurotag.neurotags.tracking.telling import say_count, tell

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from neurotag.neurotags.probing import Dial
    from neurotag.neurotags.tracking.match import Link
    from neurotag.neurotags.tracking.windows import Window
    from neurotag.recording.spike_trains import UnitId

Kind = Literal["birth", "growth", "shrinking", "drift", "merge", "split", "death", "return"]
KINDS: tuple[Kind, ...] = ("birth", "return", "split", "merge", "growth", "shrinking", "drift", "death")
"""What can become of a neurotag, in the order in which one window's are told."""

VALUES: dict[Kind, str] = {
    "birth": "mass at birth",
    "return": "similarity to what it was, 0 to 1",
    "split": "least share of a part's members that were the whole's",
    "merge": "least share of a part's members that are the whole's",
    "growth": "mass, as a multiple of what it was",
    "shrinking": "mass, as a multiple of what it was",
    "drift": "share of its members that were exchanged",
    "death": "mass when it was last seen",
}
"""What the value of each kind of event is."""


@dataclass(frozen=True, eq=False)
class Sighting:
    """A neurotag in one window.

    Attributes
    ----------
    window : int
        Place of the window among all.
    neurotag : int
        Its id among those found there.
    members : (n_members,) int64
        Places of its units.
    weights : (n_members,) float64
        See `Neurotag`.
    mass : float
        Sum of its members' weights.
    mass_error : float
        Standard error of the mass, by bootstrap over stretches of the window; not a number where it cannot
        be told.
    score : float
        See `Neurotag`.
    similarity : float or None
        Cosine of its profile with that of its sighting before; none at the first.
    link : Link or None
        Why it is held for the same; none at the first.
    """

    window: int
    neurotag: int
    members: NDArray[np.int64]
    weights: NDArray[np.float64]
    mass: float
    mass_error: float
    score: float
    similarity: float | None = None
    link: Link | None = None

    @property
    def is_sure(self) -> bool:
        """Whether it is sure that this is the same neurotag as before."""
        return self.link is None or self.link.is_sure


@dataclass(frozen=True, eq=False)
class Identity:
    """One neurotag through time.

    Attributes
    ----------
    id : int
        1, 2, 3 in the order of appearance.
    origin : {'start', 'birth', 'split', 'merge'}
        Whether it was there in the first window, or how it came to be.
    sightings : tuple of Sighting
        In order of time; windows may be missing.
    """

    id: int
    origin: Literal["start", "birth", "split", "merge"]
    sightings: tuple[Sighting, ...]

    @property
    def first(self) -> Sighting:
        """Where it was first seen."""
        return self.sightings[0]

    @property
    def last(self) -> Sighting:
        """Where it was last seen."""
        return self.sightings[-1]

    @property
    def exchanged(self) -> float:
        """Share of its members exchanged between the first sighting and the last; see `exchanged_of`."""
        return exchanged_of(self.first.members, self.last.members)


def exchanged_of(before: NDArray[np.int64], after: NDArray[np.int64]) -> float:
    """Return the share of members that were exchanged: what the smaller of two sets has alone.

    Members that are only gained, or only lost, are growth or shrinking and no exchange.

    Examples
    --------
    >>> exchanged_of([1, 2, 3, 4], [2, 3, 4, 5]), exchanged_of([1, 2, 3, 4], [1, 2])
    (0.25, 0.0)
    """
    fewest = min(len(before), len(after))
    n_kept = len(set(map(int, before)) & set(map(int, after)))
    return (fewest - n_kept) / fewest if fewest else 0.0


@dataclass(frozen=True)
class TrackEvent:
    """What became of one neurotag, or of several, from one window to another.

    Attributes
    ----------
    kind : str
        One of `KINDS`.
    window : int
        The first window in which it shows.
    time_s : float
        When that window begins, in seconds.
    identities : tuple of int
        Whom it concerns. A merge names the one that goes on and then those that end in it; a split the one
        that was there and then those that come off it.
    value : float
        See `VALUES`.
    why_unsure : str
        Empty where it is sure.
    """

    kind: Kind
    window: int
    time_s: float
    identities: tuple[int, ...]
    value: float
    why_unsure: str = ""

    @property
    def is_sure(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.why_unsure


@dataclass(frozen=True, eq=False)
class Tracks:
    """Neurotags followed through windows.

    Attributes
    ----------
    units : tuple of int or str
        What each unit is called, (n_units,).
    regions : tuple of str or None
        Region of each unit, where they are known.
    windows : tuple of Window
        In order of time, and what was found in each.
    identities : tuple of Identity
        Every neurotag that was found, once.
    events : tuple of TrackEvent
        What became of them, in order of time.
    patience : int
        Windows that one may miss before it is held for dead.
    bin_s : float
        Width of a bin, in seconds.
    seed : int
        Drew surrogates and permutations.
    notes : tuple of str
        What a reader should know, a sentence each.
    dials : dict of int to dict of str to Dial
        The four changes of each neurotag since birth, by its id, where they were measured.
    """

    units: tuple[UnitId, ...]
    regions: tuple[str, ...] | None
    windows: tuple[Window, ...]
    identities: tuple[Identity, ...]
    events: tuple[TrackEvent, ...]
    patience: int
    bin_s: float
    seed: int
    notes: tuple[str, ...] = field(default=())
    dials: Mapping[int, Mapping[str, Dial]] = field(default_factory=dict)

    @property
    def are_in_time(self) -> bool:
        """Whether the windows follow each other on one clock; else they are recordings of their own."""
        pairs = itertools.pairwise(self.windows)
        return all(one.end_s <= other.start_s + 1e-9 for one, other in pairs)

    def of(self, id_: int) -> Identity:
        """Return an identity by its id."""
        return self.identities[id_ - 1]

    def regions_of(self, sighting: Sighting) -> list[tuple[str, int]]:
        """Return the regions of the members, those with most first, and how many each has."""
        if self.regions is None:
            return []
        counts = Counter(self.regions[at] for at in sighting.members)
        return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))

    def sentence(self) -> str:
        """Return what was found, in one sentence."""
        n, n_windows = len(self.identities), len(self.windows)
        what = "windows" if self.are_in_time else "recordings"
        if n == 0:
            return f"No neurotag was found in any of {n_windows} {what}."
        counts = Counter(event.kind for event in self.events)
        words = ", ".join(say_count(counts[kind], kind) for kind in KINDS if counts[kind])
        return f"{say_count(n, 'neurotag')} in {n_windows} {what}: {words or 'nothing became of them'}."

    def as_json(self) -> dict[str, Any]:
        """Return everything but patterns and time courses, JSON by construction."""
        return {
            "identities": [self._identity(identity) for identity in self.identities],
            "events": [self._event(event) for event in self.events],
            "windows": [
                {
                    "label": window.label,
                    "start_s": window.start_s,
                    "end_s": window.end_s,
                    "before": window.before,
                    "n_neurotags": None if window.found is None else len(window.found.found),
                }
                for window in self.windows
            ],
            "n_units": len(self.units),
            "patience": self.patience,
            "bin_s": self.bin_s,
            "seed": self.seed,
            "sentence": self.sentence(),
            "notes": list(self.notes),
        }

    def _identity(self, identity: Identity) -> dict[str, Any]:
        return {
            "id": identity.id,
            "origin": identity.origin,
            "exchanged": round(identity.exchanged, 4),
            "regions": dict(self.regions_of(identity.last)),
            "dials": {name: dial.as_json() for name, dial in self.dials.get(identity.id, {}).items()},
            "sightings": [
                {
                    "window": one.window,
                    "neurotag": one.neurotag,
                    "members": [self.units[at] for at in one.members],
                    "weights": [round(float(weight), 6) for weight in one.weights],
                    "mass": round(one.mass, 4),
                    # Where it cannot be told it is not a number, which JSON does not know.
                    "mass_error": round(one.mass_error, 4) if math.isfinite(one.mass_error) else None,
                    "score": round(one.score, 4),
                    "similarity": None if one.similarity is None else round(one.similarity, 4),
                    "link": None
                    if one.link is None
                    else {
                        "similarity": round(one.link.similarity, 4),
                        "p": round(one.link.p, 6),
                        "runner_up": round(one.link.runner_up, 4),
                        "is_sure": one.link.is_sure,
                    },
                }
                for one in identity.sightings
            ],
        }

    def _event(self, event: TrackEvent) -> dict[str, Any]:
        return {
            "kind": event.kind,
            "window": event.window,
            "time_s": event.time_s,
            "identities": list(event.identities),
            "value": round(event.value, 4),
            "value_is": VALUES[event.kind],
            "is_sure": event.is_sure,
            "why_unsure": event.why_unsure,
            "sentence": tell(event, self.windows),
        }
