"""Directions -> candidates: which units go with which activation, and how strongly they hold together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import false_discovery_control, norm

from neurotag.neurotags.search.components import circular_shift
from neurotag.neurotags.search.parts import take_apart
from neurotag.neurotags.search.seeds import surprise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

MEMBER_LEVEL = 0.01
"""False discovery rate among the units called members of one candidate."""

WORTH_CORRECTING = float(norm.isf(MEMBER_LEVEL))
"""Standard errors of a coupling that may be a member's at all."""

MEMBER_SHARE = 0.35
"""Least coupling of a member, as a share of the mean of its candidate's strongest third."""

SAME, SAME_PART, SAME_COURSE = 0.5, 0.6, 0.5
"""Two candidates are one and the same where they share more than half of all members that either has, or more
than 60 % of the smaller one's while their activations correlate above 0.5."""

CLEAR = 8.0
"""Standard errors by which the mean coupling of a mode of all units exceeds zero."""

EVEN, NEARLY_ALL, SPARSE = 0.75, 0.9, 1.1
"""Bounds of a mode of all units; see `is_global` and `is_made_of_sparse`."""

MOST_PAIRED = 400
ROUNDS = 6
FOLDS = 10
RIDGE = 0.02


@dataclass(frozen=True, eq=False)
class Candidate:
    """Units that may belong together.

    Attributes
    ----------
    members : (n_members,) int64
        Rows of the activity, ascending.
    pattern : (n_units,) float64
        Coupling of every unit to the activation of the others.
    course : (n_bins,) float32
        The activation.
    score : float
        See `hold_together`.
    """

    members: NDArray[np.int64]
    pattern: NDArray[np.float64]
    course: Matrix
    score: float

    def weights(self) -> NDArray[np.float64]:
        """Return the members' couplings among zeros, (1, n_units)."""
        weights = np.zeros((1, len(self.pattern)))
        weights[0, self.members] = self.pattern[self.members]
        return weights


def couple(activity: Matrix, filters: Matrix) -> tuple[NDArray[np.float64], Matrix]:
    """Return how strongly each unit goes with each activation, its own part in it left out.

    Parameters
    ----------
    activity : (n_units, n_bins) float32
        Normalised activity.
    filters : (n, n_units) float32
        Weights that make the activations of the activity.

    Returns
    -------
    coupling : (n, n_units) float64
        Correlation of unit i with activation k less ``filters[k, i]`` times its own activity.
    courses : (n, n_bins) float32
        The activations, unit variance.
    """
    courses, filters = _activations(activity, filters)
    both = (courses @ activity.T).astype(np.float64) / activity.shape[1]
    own = filters.astype(np.float64)
    # Of an activation a and a unit z, both of variance 1: cov(z, a - u z) and var(a - u z).
    rest = np.maximum(1.0 - 2.0 * own * both + own**2, 1e-3)
    return (both - own) / np.sqrt(rest), courses


def couple_to_events(activity: Matrix, filters: Matrix) -> tuple[NDArray[np.float64], Matrix]:
    """Return the same with each activation squared where it is above its mean: its events count most.

    A unit that has a weight in an activation is held against one from which a tenth of these units, itself
    among them, are left out.
    """
    courses, filters = _activations(activity, filters)
    n_bins = activity.shape[1]
    coupling = (_emphasised(courses) @ activity.T).astype(np.float64) / n_bins
    for at, weights in enumerate(filters):
        inside = np.flatnonzero(weights)
        # Dealt out by weight, so that the strongest are never left out together.
        inside = inside[np.argsort(-weights[inside], kind="stable")]
        n_folds = min(FOLDS, len(inside))
        mine = activity[inside]
        for fold in range(n_folds):
            out = slice(fold, None, n_folds)
            without = courses[at] - weights[inside[out]] @ mine[out]
            coupling[at, inside[out]] = mine[out] @ _emphasised(without[np.newaxis])[0] / n_bins
    return coupling, courses


def _activations(activity: Matrix, filters: Matrix) -> tuple[Matrix, Matrix]:
    """Return activations of unit variance, and the filters that make them so."""
    courses = filters @ activity
    spread = np.maximum(courses.std(axis=1, keepdims=True), 1e-12)
    return courses / spread, filters / spread


def _emphasised(courses: Matrix) -> Matrix:
    events: Matrix = np.maximum(courses, 0.0) ** 2
    events -= events.mean(axis=1, keepdims=True)
    events /= np.maximum(events.std(axis=1, keepdims=True), 1e-12)
    return events


def noise_of(activity: Matrix, random: np.random.Generator) -> float:
    """Return the standard deviation of the correlation of units that do not go together.

    Measured between circularly shifted units: with slow activity it is far above ``1 / sqrt(n_bins)``.
    """
    shifted = circular_shift(activity, random)
    chosen = shifted[random.permutation(len(shifted))[:MOST_PAIRED]]
    both = (chosen @ chosen.T).astype(np.float64) / activity.shape[1]
    pairs = both[np.tril_indices(len(chosen), -1)]
    return float(max(np.sqrt(np.mean(pairs**2)), 1.0 / np.sqrt(activity.shape[1])))


def unevenness(coupling: NDArray[np.float64], noise: float) -> float:
    """Return how unevenly the units go with an activation: 0 is all alike, 1 and more is some and not others.

    Coefficient of variation of the couplings, freed of their scatter by chance; 2 at most, and where the mean
    is no more than chance. When a share f of the units goes with an activation equally and the others do not,
    it is ``sqrt((1 - f) / f)``.
    """
    mean = abs(float(coupling.mean()))
    if mean < CLEAR * noise / np.sqrt(len(coupling)):
        return 2.0
    return min(2.0, float(np.sqrt(max(float(coupling.var()) - noise**2, 0.0)) / mean))


def is_global(coupling: NDArray[np.float64], noise: float) -> bool:
    """Return whether an activation is one of all units: evenly, or nearly all of them the same way.

    Evenly is an unevenness of at most 0.75: as where two thirds of the units go with it and the others do
    not. Where units fire at very different rates a mode of all is uneven; then it is told by its sign: with
    90 % of the units the same way, no more than 20 % can be without a part in it.
    """
    uneven = unevenness(coupling, noise)
    alike = float((coupling * np.sign(coupling.sum()) > 0).mean())
    return uneven <= EVEN or (alike >= NEARLY_ALL and uneven <= 1.0)


def is_made_of_sparse(
    course: Matrix, parts: Matrix, part_coupling: NDArray[np.float64], noise: float
) -> bool:
    """Return whether independent activations that concern some units each add up to an activation.

    Neurotags that cover all units between them have a component in common that looks like one of all.

    Parameters
    ----------
    course : (n_bins,) float32
        The activation of all.
    parts : (n, n_bins) float32
        Independent activations.
    part_coupling : (n, n_units) float64
        How the units go with these.
    noise : float
        Standard deviation of a coupling that is zero.
    """
    shares = (parts @ course / len(course)).astype(np.float64) ** 2
    uneven = np.array([unevenness(row, noise) for row in part_coupling])
    return float((shares * uneven).sum() / max(float(shares.sum()), 1e-12)) > SPARSE


def choose_members(coupling: NDArray[np.float64], noise: float) -> NDArray[np.bool_]:
    """Return which units are members, (n_units,), where couplings that are zero scatter by ``noise``.

    Their coupling is above chance (Benjamini-Hochberg, 1 %) and no small share of the strongest ones': what
    leaks over from another neurotag is weak, however sure.
    """
    z = coupling / noise
    chosen: NDArray[np.bool_] = z >= WORTH_CORRECTING
    if chosen.any():
        # What is above the level by itself stays above it when corrected for all.
        q = false_discovery_control(norm.sf(z[chosen])) * (len(z) / chosen.sum())
        chosen[chosen] = q <= MEMBER_LEVEL
    if chosen.sum() < 2:
        # Two at least make a candidate, so that the strongest pair of a recording without co-activity is
        # known, too.
        chosen = np.zeros_like(chosen)
        chosen[np.argsort(-coupling)[:2]] = True
        return chosen
    strong = np.sort(coupling[chosen])[::-1]
    top = strong[: max(2, len(strong) // 3)].mean()
    chosen &= coupling >= MEMBER_SHARE * top
    return chosen


def refine(
    activity: Matrix, filters: Matrix, noise: float, sets: Sequence[NDArray[np.int64]] = ()
) -> list[Candidate]:
    """Return the candidates that independent directions and grown sets lead to.

    Each direction names its members; activations are then told apart by least squares on the members alone,
    and the members told anew, until both agree. A candidate in which two are hidden, as where neurotags share
    many members, is taken apart in between.

    Parameters
    ----------
    activity : (n_units, n_bins) float32
        Normalised activity.
    filters : (n, n_units) float32
        Weights that make independent activations of the activity.
    noise : float
        See `noise_of`.
    sets : sequence of (n,) int64
        Units to begin with as well.
    """
    coupling, courses = couple(activity, filters)
    chosen = np.array([choose_members(row, noise) for row in coupling])
    found = _agree(activity, np.where(chosen, coupling, 0.0), courses, noise)
    parts = [take_apart(activity, one.members, one.course, choose_members) for one in found]
    if any(len(part) for part in parts):
        found = _together(
            activity,
            [part if len(part) else one.weights() for one, part in zip(found, parts, strict=True)],
            noise,
        )
    more = [members for members in sets if not any(_is_part(members, one.members) for one in found)]
    if more:
        alike = np.zeros((len(more), len(activity)))
        for at, members in enumerate(more):
            alike[at, members] = 1.0 / np.sqrt(len(members))
        found = _together(activity, [*(one.weights() for one in found), alike], noise)
    return stand_alone(activity, found, noise)


def _together(activity: Matrix, weights: Sequence[NDArray[np.float64]], noise: float) -> list[Candidate]:
    every = np.vstack(weights)
    courses, _ = _activations(activity, unmix(every))
    return _agree(activity, every, courses, noise)


def _is_part(members: NDArray[np.int64], others: NDArray[np.int64]) -> bool:
    """Return whether more than half of the smaller set lies in the other."""
    return len(np.intersect1d(members, others)) > 0.5 * min(len(members), len(others))


def _agree(activity: Matrix, weights: NDArray[np.float64], courses: Matrix, noise: float) -> list[Candidate]:
    """Tell activations apart and members anew until they agree."""
    coupling = chosen = weights
    for _ in range(ROUNDS):
        weights, _ = _distinct(weights, courses)
        if not len(weights):
            return []
        coupling, courses = couple_to_events(activity, unmix(weights))
        before, chosen = weights > 0, np.array([choose_members(row, noise) for row in coupling])
        weights = np.where(chosen, coupling, 0.0)
        if np.array_equal(before, chosen):
            break
    _, kept = _distinct(weights, courses)
    found = [_candidate(activity, chosen[at], coupling[at], courses[at], noise) for at in kept]
    return sorted(found, key=lambda one: -one.score)


def stand_alone(activity: Matrix, found: Sequence[Candidate], noise: float) -> list[Candidate]:
    """Return the candidates, the strongest first, each with the score of what no stronger one accounts for.

    A pair of units that a stronger candidate holds already counts no more: a part of a neurotag is left with
    no pairs, a mixture of two with those that do not go together.
    """
    rescored: list[Candidate] = []
    holding: list[NDArray[np.bool_]] = []
    for one in sorted(found, key=lambda one: -one.score):
        inside = [held[one.members] for held in holding]
        taken = np.any([np.outer(held, held) for held in inside], axis=0) if inside else None
        score = hold_together(activity[one.members], len(activity), noise, taken=taken)
        rescored.append(replace(one, score=score))
        if score > 0:
            holding.append(np.isin(np.arange(len(activity)), one.members))
    return sorted(rescored, key=lambda one: -one.score)


def explained(mine: Matrix, courses: Matrix) -> Matrix:
    """Return the part of some units' activity that goes with some time courses, by least squares."""
    n_bins = mine.shape[1]
    loadings = np.linalg.lstsq(courses @ courses.T / n_bins, courses @ mine.T / n_bins, rcond=None)[0]
    explained: Matrix = loadings.T.astype(np.float32) @ courses
    return explained


def unmix(weights: NDArray[np.float64]) -> Matrix:
    """Return the filters that tell activations apart by least squares, from their members' weights."""
    gram = weights @ weights.T
    ridge = RIDGE * np.trace(gram) / len(gram)
    filters: Matrix = np.linalg.solve(gram + ridge * np.eye(len(gram)), weights).astype(np.float32)
    # What is left over where no member stands is rounding.
    filters[np.abs(filters) < 1e-6 * np.abs(filters).max()] = 0.0
    return filters


def hold_together(
    mine: Matrix, n_units: int, noise: float, *, taken: NDArray[np.bool_] | None = None
) -> float:
    """Return how surprising the co-activity of some units is, in nats, the choice of the units paid for.

    With c the mean correlation over m pairs of n of N independent units, ``z = c sqrt(m) / noise`` has
    variance 1. The surprise is that of z and of the choice of the n; see `surprise`.

    Parameters
    ----------
    mine : (n, n_bins) float32
        Activity of the n units.
    n_units : int
        Units among which they were chosen, N.
    noise : float
        Standard deviation of a correlation that is zero.
    taken : (n, n) bool, optional
        Pairs that do not count.
    """
    n, n_bins = mine.shape
    if n < 2:
        return 0.0
    both = (mine @ mine.T).astype(np.float64) / n_bins
    counts = np.tril(np.ones((n, n), bool), -1) & (True if taken is None else ~taken)
    m = int(counts.sum())
    z = float(both[counts].sum() / (noise * np.sqrt(m))) if m else -np.inf
    return float(surprise(np.array(z), np.array(n), n_units))


def _distinct(weights: NDArray[np.float64], courses: Matrix) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return the weights of the candidates that have two members and are no copy of a stronger one."""
    strength = weights.sum(axis=1)
    kept: list[int] = []
    for at in np.argsort(-strength):
        mine = weights[at] > 0
        if mine.sum() < 2:
            continue
        is_copy = any(
            _is_same(mine, weights[other] > 0, float(np.mean(courses[at] * courses[other]))) for other in kept
        )
        if not is_copy:
            kept.append(int(at))
    places = np.sort(np.array(kept, np.int64))
    return weights[places], places


def _is_same(mine: NDArray[np.bool_], other: NDArray[np.bool_], alike: float) -> bool:
    shared, either = (mine & other).sum(), (mine | other).sum()
    is_part = shared > SAME_PART * min(mine.sum(), other.sum())
    return bool(shared > SAME * either or (is_part and alike > SAME_COURSE))


def _candidate(
    activity: Matrix, chosen: NDArray[np.bool_], coupling: NDArray[np.float64], course: Matrix, noise: float
) -> Candidate:
    members = np.flatnonzero(chosen)
    return Candidate(members, coupling, course, hold_together(activity[members], len(activity), noise))
