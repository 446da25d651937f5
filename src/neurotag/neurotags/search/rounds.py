"""Candidates against shifted recordings; what is loud even there is taken out, and the search made again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from neurotag.engine.machine import n_threads
from neurotag.neurotags.neurotag import Null
from neurotag.neurotags.search.components import circular_shift
from neurotag.neurotags.search.judge import LEAST_SCALE, bound_at, p_values, q_values
from neurotag.neurotags.search.members import explained
from neurotag.neurotags.search.search import Search, search

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from neurotag.neurotags.search.members import Candidate

    Matrix = NDArray[np.float32]

MOST_ROUNDS = 3
LOUD = 20.0
"""Score, in nats, that surrogates of independent units stay far below. Where half of them score higher, what
was found is taken out and the search made again: a neurotag of hundreds of units that fire in bursts is loud
even when it is shifted, and would hide all others."""

SAME_ACTIVE = 3.0
"""Standard deviations above which an activation counts where two are compared."""

KIND = "circular shift of every unit's train, the shifts as far apart as they can be"


@dataclass(frozen=True)
class Asked:
    """How a search is made.

    Attributes
    ----------
    seed : int
        Draws the surrogates.
    n_surrogates : int
        Shifted recordings it is held against.
    level : float
        False discovery rate.
    say : callable
        Is told what is going on and the share that is done.
    """

    seed: int
    n_surrogates: int
    level: float
    say: Callable[[str, float], None]


@dataclass(frozen=True)
class Judged:
    """A candidate with the chance of its score.

    Attributes
    ----------
    candidate : Candidate
        What was found.
    p, q : float
        Against the surrogates of its round; q is corrected for the number of candidates.
    """

    candidate: Candidate
    p: float
    q: float


@dataclass(frozen=True)
class Round:
    """One search with its surrogates: what passed, and against what."""

    passed: tuple[Judged, ...]
    null: Null


def search_in_rounds(activity: Matrix, noise: float, asked: Asked) -> list[Round]:
    """Search, and again without what was found for as long as that may have hidden more.

    Parameters
    ----------
    activity : (n_units, n_bins) float32
        Normalised activity.
    noise : float
        Standard deviation of a correlation that is zero.
    asked : Asked
        How the search is made.
    """
    rounds: list[Round] = []
    rest = activity
    found: list[Candidate] = []
    for number in range(MOST_ROUNDS):
        one = _search_once(rest, noise, asked, number)
        new = tuple(each for each in one.passed if not any(_is_echo(each.candidate, old) for old in found))
        rounds.append(Round(new, one.null))
        found += [each.candidate for each in new]
        if not new or np.median(one.null.scores) < LOUD:
            break
        rest = _without_found(activity, found)
    return rounds


def _search_once(activity: Matrix, noise: float, asked: Asked, number: int) -> Round:
    shifted = _search_shifted(activity, noise, asked, number)
    tops = np.array([one.largest for one in shifted])
    maxima = np.array([max((each.score for each in one.candidates), default=0.0) for one in shifted])
    asked.say("looking for what fires together", asked.n_surrogates / (asked.n_surrogates + 1))
    real = search(activity, noise, seed=asked.seed, above=bound_at(asked.level, tops))
    p = p_values(np.array([one.score for one in real.candidates]), maxima)
    q = q_values(p)
    threshold = bound_at(asked.level, maxima, least_scale=LEAST_SCALE)
    null = Null(KIND, asked.n_surrogates, asked.level, threshold, maxima, real.n_above, len(real.candidates))
    passed = np.flatnonzero(q <= asked.level)
    return Round(tuple(Judged(real.candidates[at], float(p[at]), float(q[at])) for at in passed), null)


def _search_shifted(activity: Matrix, noise: float, asked: Asked, number: int) -> list[Search]:
    """Return a search through each surrogate, several at a time: each has draws of its own."""

    def one(at: int) -> Search:
        random = np.random.default_rng([asked.seed, 1 + 4 * number, at])
        return search(circular_shift(activity, random), noise, seed=asked.seed)

    searches: list[Search] = []
    with ThreadPoolExecutor(n_threads()) as pool:
        for found in pool.map(one, range(asked.n_surrogates)):
            searches.append(found)
            again = "" if number == 0 else ", without what was found"
            asked.say(f"searching shifted trains{again}", len(searches) / (asked.n_surrogates + 1))
    return searches


def _is_echo(one: Candidate, other: Candidate) -> bool:
    """Return whether most members of a candidate are another's, and it is active when that one is."""
    shared = len(np.intersect1d(one.members, other.members))
    mine, others = (each.course > SAME_ACTIVE * max(float(each.course.std()), 1e-12) for each in (one, other))
    return shared > 0.5 * len(one.members) and (mine & others).sum() > 0.5 * mine.sum()


def _without_found(activity: Matrix, found: Sequence[Candidate]) -> Matrix:
    """Return the activity without what goes with the candidates' time courses, as loud as it was."""
    courses = np.array([one.course for one in found], np.float32)
    rest = activity - explained(activity, courses)
    spread = activity.std(axis=1, keepdims=True) / np.maximum(rest.std(axis=1, keepdims=True), 1e-6)
    left: Matrix = (rest * spread).astype(np.float32)
    return left
