"""What becomes of a neurotag that stays the same: growth, shrinking and drift, beyond noise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from neurotag.neurotags.tracking.identity import TrackEvent, exchanged_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from neurotag.neurotags.tracking.identity import Identity, Kind, Sighting
    from neurotag.neurotags.tracking.windows import Window

GROWTH_ERRORS, GROWTH_SHARE = 3.0, 0.25
"""The mass has grown or shrunk where it differs by more than 3 standard errors and by more than a quarter."""

STILL_ERRORS = 2.0
"""Such a change is sure where the next sighting still differs in the same direction, by so many errors."""

DRIFT_SHARE = 0.3
"""Members exchanged from which a neurotag has drifted."""


def changes_of(
    identity: Identity, windows: Sequence[Window], *, remade: Collection[int] = ()
) -> list[TrackEvent]:
    """Return when a neurotag grew, shrank and drifted, in order of time.

    Each sighting is held against the last one from which a change was told, at first the first sighting: so a
    slow change is told, too, once it is large enough. A change is sure where the next sighting still shows
    it, and only then is it what later ones are held against. What a merge or a split made of it, in the
    windows ``remade``, is no change of its own.
    """
    return [*_growth(identity, windows, remade), *_drift(identity, windows, remade)]


def _growth(identity: Identity, windows: Sequence[Window], remade: Collection[int]) -> list[TrackEvent]:
    events = []
    reference = identity.first
    for at, now in enumerate(identity.sightings[1:], start=1):
        if now.window in remade:
            reference = now
            continue
        errors = _errors_apart(reference, now)
        ratio = now.mass / reference.mass if reference.mass > 0 else 1.0
        # A half is as far from one as a double is.
        is_large = max(ratio, 1.0 / max(ratio, 1e-9)) > 1.0 + GROWTH_SHARE
        if is_large and abs(errors) > GROWTH_ERRORS:
            kind: Kind = "growth" if errors > 0 else "shrinking"
            later = identity.sightings[at + 1 : at + 2]
            why = "it was not seen again"
            if later:
                holds = np.sign(errors) * _errors_apart(reference, later[0]) >= STILL_ERRORS
                why = "" if holds else "it did not last"
            start_s = windows[now.window].start_s
            events.append(TrackEvent(kind, now.window, start_s, (identity.id,), ratio, why))
            reference = reference if why else now
    return events


def _errors_apart(before: Sighting, after: Sighting) -> float:
    """Return by how many standard errors the mass has changed; 0 where they are not known."""
    error = float(np.hypot(before.mass_error, after.mass_error))
    return (after.mass - before.mass) / max(error, 1e-9) if np.isfinite(error) else 0.0


def _drift(identity: Identity, windows: Sequence[Window], remade: Collection[int]) -> list[TrackEvent]:
    events = []
    reference = identity.first
    for at, now in enumerate(identity.sightings[1:], start=1):
        if now.window in remade:
            reference = now
            continue
        exchanged = exchanged_of(reference.members, now.members)
        if exchanged > DRIFT_SHARE:
            later = identity.sightings[at + 1 : at + 2]
            why = "it was not seen again"
            if later:
                holds = exchanged_of(reference.members, later[0].members) > DRIFT_SHARE
                why = "" if holds else "it did not last"
            start_s = windows[now.window].start_s
            events.append(TrackEvent("drift", now.window, start_s, (identity.id,), exchanged, why))
            reference = reference if why else now
    return events
