"""What becomes of a neurotag that stays the same: growth, shrinking and drift, beyond noise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from neurotag.errors import InputError
from neurotag.neurotags.search.bins import normalise
from neurotag.neurotags.tracking.identity import TrackEvent, exchanged_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from neurotag.neurotags.neurotag import Neurotags
    from neurotag.neurotags.tracking.identity import Identity, Kind, Sighting
    from neurotag.neurotags.tracking.windows import Window

    Matrix = NDArray[np.float64]

BLOCKS, N_BOOTSTRAPS = 40, 100
"""Stretches of a window that are drawn again, and how often."""

GROWTH_ERRORS, GROWTH_SHARE = 3.0, 0.25
"""The mass has grown or shrunk where it differs by more than 3 standard errors and by more than a quarter."""

STILL_ERRORS = 2.0
"""Such a change is sure where the next sighting still differs in the same direction, by so many errors."""

DRIFT_SHARE = 0.3
"""Members exchanged from which a neurotag has drifted."""


def mass_errors(found: Neurotags, *, seed: int = 0) -> Matrix:
    """Return the standard error of each neurotag's mass, (n_found,).

    Stretches of the window, a fortieth each, are drawn with replacement (block bootstrap; Kuensch 1989). Each
    time the units are correlated anew with the squared activation, those above the middle between the
    weakest member and the strongest other unit make the mass, and the scatter of that mass relative to its
    value is the error. So both the weights' noise and that of who is called a member count.

    Not a number where too few units fired.
    """
    try:
        binned = normalise(found.trains, found.bin_s)
    except InputError:
        return np.full(len(found.found), np.nan)
    row = np.full(found.trains.n_units, -1)
    row[binned.kept] = np.arange(len(binned.kept))
    random = np.random.default_rng([seed, 4])
    errors = np.full(len(found.found), np.nan)
    for at, neurotag in enumerate(found.found):
        inside = row[neurotag.members]
        n_bins = min(binned.n_bins, len(neurotag.activation))
        if (inside < 0).any() or n_bins < BLOCKS:
            continue
        # As members are told by: what a neurotag does when it is ignited counts most.
        course = np.maximum(neurotag.activation[:n_bins], 0.0) ** 2
        means = _block_means(binned.activity[:, :n_bins], course)
        share = np.full((1, BLOCKS), 1.0 / BLOCKS)
        drawn = random.multinomial(BLOCKS, share[0], N_BOOTSTRAPS) / BLOCKS
        whole, again = (_correlate(means, shares) for shares in (share, drawn))
        outside = np.delete(whole[0], inside)
        weakest = whole[0, inside].min()
        floor = (weakest + min(weakest, outside.max(initial=0.0))) / 2
        if floor <= 0:
            continue
        masses = np.where(again >= floor, again, 0.0).sum(axis=1)
        errors[at] = float(neurotag.weights.sum()) * masses.std() / whole[0, inside].sum()
    return errors


def _block_means(activity: NDArray[np.float32], course: NDArray[np.float32]) -> tuple[Matrix, ...]:
    """Return the means in each block of z, z squared, z a, a and a squared; the first three (n, n_blocks)."""
    edges = np.linspace(0, len(course), BLOCKS + 1).astype(np.int64)[:-1]
    sizes = np.diff(np.append(edges, len(course)))
    each = (activity, activity * activity, activity * course, course, course * course)
    return tuple(np.add.reduceat(one, edges, axis=-1, dtype=np.float64) / sizes for one in each)


def _correlate(means: tuple[Matrix, ...], shares: Matrix) -> Matrix:
    """Return the correlation of each unit with the activation, (n_draws, n_units), by blocks' shares."""
    z, zz, za, a, aa = (shares @ one.T for one in means)
    a, aa = a[:, np.newaxis], aa[:, np.newaxis]
    spread = np.sqrt(np.maximum(zz - z * z, 1e-9) * np.maximum(aa - a * a, 1e-9))
    correlation: Matrix = (za - z * a) / spread
    return correlation


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
