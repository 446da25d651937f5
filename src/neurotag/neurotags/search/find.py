"""Spike trains -> neurotags: candidates, held against recordings in which nothing goes together."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from neurotag.engine.machine import n_threads
from neurotag.errors import InputError
from neurotag.neurotags.neurotag import Neurotag, Neurotags, Null
from neurotag.neurotags.search.bins import LEAST_SPIKES, normalise
from neurotag.neurotags.search.components import (
    alone,
    circular_shift,
    component_filters,
    independent_filters,
    strongest_components,
)
from neurotag.neurotags.search.judge import LEAST_SCALE, bound_at, outlives, p_values, q_values
from neurotag.neurotags.search.members import couple, is_global, is_made_of_sparse, noise_of, refine, unmix
from neurotag.neurotags.search.seeds import grow_sets

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from neurotag.neurotags.search.bins import Binned
    from neurotag.neurotags.search.members import Candidate
    from neurotag.recording import SpikeTrains

    Matrix = NDArray[np.float32]

BIN_S = 0.025
"""Width of a bin where none is asked for: about a gamma cycle, within which neurons that fire together
drive the next (Harris 2005)."""

LIFE_BIN_S = 0.1
"""The same in a simulated life: ignition takes about this long to run through all regions."""

N_SURROGATES = 20
LEVEL = 0.01
"""False discovery rate among the neurotags."""

FEWEST_COMPONENTS, SPARE_COMPONENTS, MOST_COMPONENTS = 8, 4, 200
"""Components that are looked at at least, beyond those above chance, and at most."""

GROWN_SETS = 8
"""Sets grown from single units that are looked at as well."""

MOST_GLOBAL = 3
"""Modes of all units that are taken out at most; see `is_global`."""

LEAST_ACTIVATIONS = 3
"""Activations that a neurotag must have had: it is what comes back, and would without its strongest two."""

ACTIVE_CHANCE = 0.001
"""Share of the bins in which a neurotag would be called active if its members were independent."""

LEAST_BIN_S, MOST_BIN_S = 0.001, 60.0
LEAST_SURROGATES, MOST_SURROGATES = 5, 10_000

KIND = "circular shift of every unit's train by an amount of its own"


def find_in(
    trains: SpikeTrains,
    *,
    bin_s: float = BIN_S,
    seed: int = 0,
    n_surrogates: int = N_SURROGATES,
    level: float = LEVEL,
    least_activations: int = LEAST_ACTIVATIONS,
    progress: Callable[[str, float], None] | None = None,
) -> Neurotags:
    """Find the units that fire together more than chance makes them.

    Counts in bins are freed of slow drift and of what all units do as one. Independent components and sets
    grown from single units name candidates, whose members and activations are refined until they agree. The
    same is done to the recording with every train shifted in time by its own amount; a candidate counts when
    it scores higher than the strongest of these do, at a false discovery rate of ``level``.

    Parameters
    ----------
    trains : SpikeTrains
        What to search.
    bin_s : float
        Width of a bin, in seconds: the time within which spikes are together.

    Other Parameters
    ----------------
    seed : int
        Draws the surrogates; the same seed gives the same answer.
    n_surrogates : int
        At least 5.
    level : float
        False discovery rate among the neurotags.
    least_activations : int
        Activations that a neurotag must have had.
    progress : callable, optional
        Is told what is going on and the share that is done.

    Returns
    -------
    Neurotags
        None found is an answer, too.

    Raises
    ------
    InputError
        If there are fewer than two units that fired at least five times, too few bins or too many, or a
        number is out of its bounds.
    """
    _check(trains, bin_s, n_surrogates, level)
    say = progress or (lambda _phase, _share: None)
    say("counting spikes", 0.0)
    binned = normalise(trains, bin_s)
    with alone():
        activity, noise, global_share = without_global(binned.activity, seed)
        shifted = _search_shifted(activity, noise, seed, n_surrogates, say)
        tops = np.array([one.largest for one in shifted])
        maxima = np.array([max((each.score for each in one.candidates), default=0.0) for one in shifted])
        say("looking for what fires together", n_surrogates / (n_surrogates + 1))
        real = search(activity, noise, seed=seed, above=bound_at(level, tops))
    p = p_values(np.array([one.score for one in real.candidates]), maxima)
    q = q_values(p)
    null = Null(
        KIND,
        n_surrogates,
        level,
        bound_at(level, maxima, least_scale=LEAST_SCALE),
        maxima,
        real.n_above,
        len(real.candidates),
    )
    passed = np.flatnonzero(q <= level)
    found = _as_neurotags(
        binned,
        activity,
        [real.candidates[at] for at in passed],
        p=p[passed],
        q=q[passed],
        noise=noise,
        least_activations=least_activations,
        random=np.random.default_rng([seed, 1]),
    )
    say("told which come back", 1.0)
    n_once = len(passed) - len(found)
    notes = _notes(trains, binned, global_share, n_once=n_once, least=least_activations)
    return Neurotags(trains, bin_s, found, null, seed, global_share, notes=notes)


def _search_shifted(
    activity: Matrix, noise: float, seed: int, n_surrogates: int, say: Callable[[str, float], None]
) -> list[Search]:
    """Return a search through each surrogate, several at a time: each has draws of its own."""

    def one(at: int) -> Search:
        random = np.random.default_rng([seed, 1, at])
        return search(circular_shift(activity, random), noise, seed=seed)

    searches: list[Search] = []
    with ThreadPoolExecutor(n_threads()) as pool:
        for found in pool.map(one, range(n_surrogates)):
            searches.append(found)
            say("searching shifted trains", len(searches) / (n_surrogates + 1))
    return searches


@dataclass(frozen=True)
class Search:
    """What a search through some activity came to.

    Attributes
    ----------
    largest : float
        Largest eigenvalue of the correlation matrix.
    n_above : int
        Components above the bound that was given.
    candidates : list of Candidate
        The strongest first.
    """

    largest: float
    n_above: int
    candidates: list[Candidate]


def search(activity: Matrix, noise: float, *, seed: int, above: float = np.inf) -> Search:
    """Return the candidates of all components above a bound, of a few more, and of grown sets.

    Parameters
    ----------
    activity : (n_units, n_bins) float32
        Normalised activity.
    noise : float
        Standard deviation of a correlation that is zero.
    seed : int
        Draws where searches begin.
    above : float
        Eigenvalue above which components count; by default none is.
    """
    n_most = FEWEST_COMPONENTS
    while True:
        values, courses = strongest_components(activity, n_most, seed)
        n_above = int((values > above).sum())
        n = max(FEWEST_COMPONENTS, n_above + SPARE_COMPONENTS)
        if n <= n_most or len(values) < n_most or n_most == MOST_COMPONENTS:
            break
        n_most = min(MOST_COMPONENTS, 4 * n_most)
    # Components of next to nothing are rounding.
    n = min(n, int((values > 1e-3).sum()))
    filters = independent_filters(activity, values[:n], courses[:n], seed)
    sets = grow_sets(activity, noise, GROWN_SETS, np.random.default_rng([seed, 2]))
    return Search(float(values[0]), n_above, refine(activity, filters, noise, sets))


def without_global(activity: Matrix, seed: int) -> tuple[Matrix, float, float]:
    """Return the activity without what most units do as one.

    Returns
    -------
    activity : (n_units, n_bins) float32
        What is left, normalised.
    noise : float
        Standard deviation of a correlation in it that is zero.
    share : float
        Largest share of the units that went with such a mode; 0 where there was none.
    """
    share = 0.0
    noise = noise_of(activity, np.random.default_rng([seed, 3]))
    for _ in range(MOST_GLOBAL):
        values, courses = strongest_components(activity, FEWEST_COMPONENTS, seed)
        n = int((values > 1e-3).sum())
        mode = _global_mode(activity, values[:n], courses[:n], noise, seed) or _majority(
            activity, noise, seed
        )
        if mode is None:
            break
        coupling, course = mode
        share = max(share, float((coupling > 0).mean()))
        activity = _without(activity, course)
        noise = noise_of(activity, np.random.default_rng([seed, 3]))
    return activity, noise, share


def _global_mode(
    activity: Matrix, values: NDArray[np.float64], courses: Matrix, noise: float, seed: int
) -> tuple[NDArray[np.float64], Matrix] | None:
    """Return coupling and time course of the first independent direction or component that is one of all."""
    parts, part_courses = couple(activity, independent_filters(activity, values, courses, seed))
    wholes, whole_courses = couple(activity, component_filters(activity, values, courses))
    modes = [at for at, row in enumerate(parts) if is_global(row, noise)]
    if modes:
        coupling, course = parts[modes[0]], part_courses[modes[0]]
    else:
        modes = [
            at
            for at, row in enumerate(wholes)
            if is_global(row, noise) and not is_made_of_sparse(whole_courses[at], part_courses, parts, noise)
        ]
        if not modes:
            return None
        coupling, course = wholes[modes[0]], whole_courses[modes[0]]
    way = np.sign(coupling.sum())
    return coupling * way, course * np.float32(way)


def _majority(activity: Matrix, noise: float, seed: int) -> tuple[NDArray[np.float64], Matrix] | None:
    """Return pattern and time course of a candidate that more than half of the units would be members of."""
    bound = (1.0 + np.sqrt(len(activity)) * noise) ** 2
    for one in search(activity, noise, seed=seed, above=bound).candidates:
        if len(one.members) > len(activity) / 2:
            return one.pattern, one.course
    return None


def _without(activity: Matrix, course: Matrix) -> Matrix:
    """Return the activity without one mode of all units, each again with the variance that it had."""
    spread = activity.std(axis=1, keepdims=True)
    for _ in range(2):
        loading = activity @ course / (course @ course)
        # No unit counts for more than two, so that the mode is that of all and of no neurotag among them.
        course = np.clip(loading, 0.0, 2.0 * max(float(np.median(loading)), 0.0)) @ activity
        if not course.any():
            return activity
    loading = activity @ course / (course @ course)
    rest = activity - loading[:, np.newaxis] * course
    left: Matrix = rest * (spread / np.maximum(rest.std(axis=1, keepdims=True), 1e-6))
    return left


def _as_neurotags(
    binned: Binned,
    activity: Matrix,
    candidates: Sequence[Candidate],
    *,
    p: NDArray[np.float64],
    q: NDArray[np.float64],
    noise: float,
    least_activations: int,
    random: np.random.Generator,
) -> tuple[Neurotag, ...]:
    if not candidates:
        return ()
    filters = unmix(np.vstack([one.weights() for one in candidates]))
    courses = filters @ activity
    spread = np.maximum(courses.std(axis=1, keepdims=True), 1e-12)
    chance = np.quantile(
        filters @ circular_shift(activity, random), 1.0 - ACTIVE_CHANCE, axis=1, keepdims=True
    )
    found: list[Neurotag] = []
    for at, one in enumerate(candidates):
        runs = runs_of(courses[at] > chance[at])
        peaks = np.array([courses[at, first:last].max() for first, last in runs])
        if len(runs) < least_activations or not outlives(
            activity[one.members], runs, peaks, n_left_out=least_activations - 1, n_units=len(activity),
            noise=noise,
        ):  # fmt: skip
            continue
        pattern = np.zeros(binned.n_units)
        pattern[binned.kept] = one.pattern
        members = binned.kept[one.members]
        found.append(
            Neurotag(
                id=len(found) + 1, members=members, weights=pattern[members], pattern=pattern,
                activation=courses[at] / spread[at], active=courses[at] > chance[at],
                score=one.score, p=float(p[at]), q=float(q[at]),
            )
        )  # fmt: skip
    return tuple(found)


def _check(trains: SpikeTrains, bin_s: float, n_surrogates: int, level: float) -> None:
    for name, value, low, high in (
        ("bin", bin_s, LEAST_BIN_S, MOST_BIN_S),
        ("surrogates", n_surrogates, LEAST_SURROGATES, MOST_SURROGATES),
        ("level", level, 1e-6, 0.5),
    ):
        if not low <= value <= high:
            unit = " s" if name == "bin" else ""
            raise InputError(
                name, f"must be from {low:g} to {high:g}{unit} (got {value:g})", "Choose another"
            )
    if trains.n_units < 2:
        raise InputError(
            trains.source,
            f"has {trains.n_units} unit{'' if trains.n_units == 1 else 's'}, and two are needed to fire "
            "together",
            "Give a recording with more units",
        )


def runs_of(active: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return first and last bin (excluded) of each stretch of active bins, (n, 2).

    Examples
    --------
    >>> runs_of(np.array([True, True, False, True])).tolist()
    [[0, 2], [3, 4]]
    """
    edges = np.flatnonzero(np.diff(np.concatenate([[0], active.astype(np.int8), [0]])))
    return edges.reshape(-1, 2)


def _notes(
    trains: SpikeTrains, binned: Binned, global_share: float, *, n_once: int, least: int
) -> tuple[str, ...]:
    notes = []
    if n_once:
        notes.append(
            f"{n_once} set{'s' if n_once > 1 else ''} of units fired together fewer than {least} "
            "times: what does not come back is no neurotag."
        )
    n_left = trains.n_units - len(binned.kept)
    if n_left:
        notes.append(
            f"{n_left} of {trains.n_units} units were left out: they fired fewer than {LEAST_SPIKES} times, "
            "or never changed."
        )
    if global_share:
        notes.append(
            f"{100 * global_share:.0f} % of the units go up and down as one; this was taken out before the "
            "search, and is no neurotag."
        )
    return tuple(notes)
