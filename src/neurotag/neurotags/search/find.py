"""Spike trains -> neurotags: candidates, held against recordings in which nothing goes together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from neurotag.errors import InputError
from neurotag.neurotags.neurotag import Neurotag, Neurotags
from neurotag.neurotags.search.bins import LEAST_SPIKES, normalise, trend_bins
from neurotag.neurotags.search.components import alone, circular_shift
from neurotag.neurotags.search.judge import outlives
from neurotag.neurotags.search.members import unmix
from neurotag.neurotags.search.rounds import Asked, search_in_rounds
from neurotag.neurotags.search.whole import without_global

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from neurotag.neurotags.search.bins import Binned
    from neurotag.neurotags.search.rounds import Judged
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

LEAST_ACTIVATIONS = 3
"""Activations that a neurotag must have had: it is what comes back, and holds without its strongest two
stretches (see `outlives`)."""

ACTIVE_CHANCE = 0.001
"""Share of the bins in which a neurotag would be called active if its members were independent."""

LEAST_BIN_S, MOST_BIN_S = 0.001, 60.0
LEAST_SURROGATES, MOST_SURROGATES = 5, 10_000
MOST_SEED = 2**32 - 1


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
    _check(trains, bin_s, n_surrogates, level, seed)
    say = progress or (lambda _phase, _share: None)
    say("counting spikes", 0.0)
    calms = least_activations > 1
    binned = normalise(trains, bin_s, calms=calms)
    with alone():
        activity, noise, global_share = without_global(binned.activity, seed)
        rounds = search_in_rounds(activity, noise, Asked(seed, n_surrogates, level, say))
    passed = [one for each in rounds for one in each.passed]
    found = _as_neurotags(
        binned,
        activity,
        passed,
        noise=noise,
        least_activations=least_activations,
        random=np.random.default_rng([seed, 1]),
    )
    say("told which come back", 1.0)
    n_once = len(passed) - len(found)
    notes = _notes(trains, binned, global_share, n_once=n_once, least=least_activations)
    return Neurotags(trains, bin_s, found, rounds[0].null, seed, global_share, notes=notes, is_calmed=calms)


def _as_neurotags(
    binned: Binned,
    activity: Matrix,
    passed: Sequence[Judged],
    *,
    noise: float,
    least_activations: int,
    random: np.random.Generator,
) -> tuple[Neurotag, ...]:
    if not passed:
        return ()
    passed = sorted(passed, key=lambda one: -one.candidate.score)
    filters = unmix(np.vstack([one.candidate.weights() for one in passed]))
    courses = filters @ activity
    spread = np.maximum(courses.std(axis=1, keepdims=True), 1e-12)
    chance = np.quantile(
        filters @ circular_shift(activity, random), 1.0 - ACTIVE_CHANCE, axis=1, keepdims=True
    )
    stretch = trend_bins(binned.n_bins, binned.bin_s)
    found: list[Neurotag] = []
    for at, judged in enumerate(passed):
        one = judged.candidate
        if len(runs_of(courses[at] > chance[at])) < least_activations or not outlives(
            activity[one.members], n_left_out=least_activations - 1, length=stretch, noise=noise,
        ):  # fmt: skip
            continue
        pattern = np.zeros(binned.n_units)
        pattern[binned.kept] = one.pattern
        members = binned.kept[one.members]
        found.append(
            Neurotag(
                id=len(found) + 1, members=members, weights=pattern[members], pattern=pattern,
                activation=courses[at] / spread[at], active=courses[at] > chance[at],
                score=one.score, p=judged.p, q=judged.q,
            )
        )  # fmt: skip
    return tuple(found)


def _check(trains: SpikeTrains, bin_s: float, n_surrogates: int, level: float, seed: int) -> None:
    for name, value, low, high in (
        ("bin", bin_s, LEAST_BIN_S, MOST_BIN_S),
        ("surrogates", n_surrogates, LEAST_SURROGATES, MOST_SURROGATES),
        ("level", level, 1e-6, 0.5),
        ("seed", seed, 0, MOST_SEED),
    ):
        if not low <= value <= high:
            unit = " s" if name == "bin" else ""
            raise InputError(
                name, f"must be from {low:.10g} to {high:.10g}{unit} (got {value:.10g})", "Choose another"
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
            f"{n_once} set{'s' if n_once > 1 else ''} of units fired together in fewer than {least} "
            "stretches of the recording: what does not come back is no neurotag."
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
