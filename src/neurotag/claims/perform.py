"""Lives the arms of claims, seed by seed, and reads them; what was read once is not lived again."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from neurotag.claims.brains import changed_brain
from neurotag.claims.cache import Cache
from neurotag.claims.verdict import Finding, conclude
from neurotag.engine import simulate
from neurotag.errors import InputError, NeurotagError, SimulationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from neurotag.claims.claim import Arm, Claim, Reading
    from neurotag.recording import Checkpoint, Recording

    Tell = Callable[[str, float], None]

MOST_SEEDS, MOST_JOBS = 1_000, 256


@dataclass(frozen=True)
class Trial:
    """One seed of some claims that share lives."""

    claims: tuple[Claim, ...]
    seed: int
    changes: tuple[str, ...]

    @property
    def text(self) -> str:
        """What it is, in words."""
        return f"{', '.join(claim.name for claim in self.claims)}, seed {self.seed}"


@dataclass(frozen=True)
class Observation:
    """What came of one seed of one claim: a reading, or why there is none."""

    claim: str
    seed: int
    reading: Reading | None
    why: str = ""


def check_claims(
    claims: Sequence[Claim],
    *,
    seeds: int = 10,
    jobs: int = 1,
    changes: Sequence[str] = (),
    cache: Cache | None = None,
    progress: Tell | None = None,
) -> list[Finding]:
    """Put claims to the test.

    Parameters
    ----------
    claims : sequence of Claim
        What is claimed.

    Other Parameters
    ----------------
    seeds : int
        How many brains, drawn by the seeds 0, 1, 2, ...
    jobs : int
        Processes at a time.
    changes : sequence of str
        What differs in every brain, each as ``path=value``.
    cache : Cache, optional
        Where readings are kept from one call to the next; none: everything is lived.
    progress : callable, optional
        Is told what was done and the share of it.

    Returns
    -------
    list of Finding
        One for each claim, in order.

    Raises
    ------
    InputError
        If there is no claim, a number is out of its bounds, or a change leads nowhere.
    """
    _refuse("seeds", seeds, MOST_SEEDS)
    _refuse("jobs", jobs, MOST_JOBS)
    if not claims:
        raise InputError("claims", "there is none to check", "Name one")
    for name in {arm.brain for claim in claims for arm in claim.lives()}:
        changed_brain(name, changes)
    say = progress or (lambda _what, _share: None)
    cache = cache or Cache(None)
    trials, outcomes = _plan(claims, seeds, tuple(changes), cache)
    n_done, n_all = 0, sum(len(trial.claims) for trial in trials)
    say(f"{len(outcomes)} of {len(claims) * seeds} readings are known", 0.0)
    for trial, results in _perform_all(trials, jobs):
        n_done += len(trial.claims)
        for claim, outcome in zip(trial.claims, results, strict=True):
            if outcome.reading is not None:
                cache.keep(claim, trial.seed, trial.changes, outcome.reading)
        outcomes.extend(results)
        say(trial.text, n_done / n_all)
    return [_conclude(claim, outcomes) for claim in claims]


def perform(trial: Trial) -> list[Observation]:
    """Live what the claims of a trial need, each arm once, and read it.

    A claim whose lives end early, or cannot be read, is told with its reason; the others go on.
    """
    known: dict[object, Recording] = {}
    outcomes = []
    for claim in trial.claims:
        try:
            for arm in claim.lives():
                if arm.key() not in known:
                    known[arm.key()] = _live(arm, trial, known)
            reading = claim.measure({arm.name: known[arm.key()] for arm in claim.arms})
            outcomes.append(Observation(claim.name, trial.seed, _checked(claim, reading)))
        except NeurotagError as error:
            outcomes.append(Observation(claim.name, trial.seed, None, str(error)))
    return outcomes


def _live(arm: Arm, trial: Trial, known: dict[object, Recording]) -> Recording:
    brain = changed_brain(arm.brain, (*trial.changes, *arm.changes))
    past: Checkpoint | None = known[arm.past.key()].branch() if arm.past is not None else None
    # Trials share out the processors, a life does not.
    recording = simulate(brain, arm.life, seed=trial.seed, past=past, threads=1)
    if not recording.outcome.is_complete:
        raise SimulationError(
            f"arm {arm.name!r}", recording.outcome.sentence.rstrip("."), "Look at this life alone"
        )
    return recording


def _checked(claim: Claim, reading: Reading) -> Reading:
    for part in claim.parts:
        for name in (part.name, *((part.control_name,) if part.control else ())):
            if not np.isfinite(reading.values.get(name, np.nan)):
                raise SimulationError(
                    f"claim {claim.name!r}", f"has no number for {name!r}", "Mend its measure"
                )
    return reading


def _plan(
    claims: Sequence[Claim], seeds: int, changes: tuple[str, ...], cache: Cache
) -> tuple[list[Trial], list[Observation]]:
    """Return what is still to be lived, claims that share lives together, and what is known."""
    trials: list[Trial] = []
    known: list[Observation] = []
    bundles = bundle(claims)
    for seed in range(seeds):
        for together in bundles:
            missing = []
            for claim in together:
                reading = cache.find(claim, seed, changes)
                if reading is None:
                    missing.append(claim)
                else:
                    known.append(Observation(claim.name, seed, reading))
            if missing:
                trials.append(Trial(tuple(missing), seed, changes))
    return trials, known


def bundle(claims: Sequence[Claim]) -> list[list[Claim]]:
    """Return the claims in groups that share no life with one another."""
    groups: list[tuple[set[object], list[Claim]]] = []
    for claim in claims:
        lives: set[object] = {arm.key() for arm in claim.lives()}
        members = [claim]
        apart = []
        for other_lives, others in groups:
            if lives & other_lives:
                lives |= other_lives
                members = others + members
            else:
                apart.append((other_lives, others))
        groups = [*apart, (lives, members)]
    return [members for _, members in groups]


def _perform_all(trials: Sequence[Trial], jobs: int) -> Iterator[tuple[Trial, list[Observation]]]:
    if jobs == 1 or len(trials) < 2:
        for trial in trials:
            yield trial, perform(trial)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(jobs, len(trials)), mp_context=context) as pool:
        futures = {pool.submit(perform, trial): trial for trial in trials}
        try:
            for future in as_completed(futures):
                yield futures[future], future.result()
        except BrokenProcessPool:
            raise SimulationError(
                "claims", "a process was ended from outside, perhaps for want of memory", "Use fewer --jobs"
            ) from None
        finally:
            for future in futures:
                future.cancel()


def _conclude(claim: Claim, outcomes: Sequence[Observation]) -> Finding:
    mine = [outcome for outcome in outcomes if outcome.claim == claim.name]
    readings = {outcome.seed: outcome.reading for outcome in mine if outcome.reading is not None}
    failed = sorted((outcome.seed, outcome.why) for outcome in mine if outcome.reading is None)
    return conclude(claim, readings, failed)


def _refuse(name: str, value: int, most: int) -> None:
    if not 1 <= value <= most:
        raise InputError(f"--{name}", f"must lie between 1 and {most} (got {value})", "Choose another")
