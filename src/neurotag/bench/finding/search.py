"""All searches, several at a time: what was asked, what came of it, and what went wrong."""

from __future__ import annotations

import multiprocessing
import os
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from neurotag.bench.finding.cost import Cost, Rise, measure_costs, measure_rises
from neurotag.bench.finding.methods import METHODS, find_by
from neurotag.bench.finding.plan import CAD_LIMIT_S, QUICK_CAD_LIMIT_S, Trial, trials
from neurotag.bench.finding.planted import plant
from neurotag.bench.finding.score import f1
from neurotag.bench.peers import environment
from neurotag.errors import NeurotagError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from neurotag.bench.finding.methods import Method

    Tell = Callable[[str, float], None]

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True)
class Outcome:
    """What came of one search.

    Attributes
    ----------
    trial : Trial
        What was asked.
    score : float, optional
        F1; none where nothing was planted, or no answer given.
    n_found : int, optional
        Sets found; none without an answer.
    wall_s : float
        How long it took.
    refusal : str
        Why there is no answer.
    is_late : bool
        It was ended at the time limit.
    """

    trial: Trial
    score: float | None
    n_found: int | None
    wall_s: float
    refusal: str = ""
    is_late: bool = False

    def plain(self) -> dict[str, Any]:
        """Return it as what JSON can hold."""
        return asdict(self)


@dataclass
class Findings:
    """What was measured, and what went wrong."""

    methods: tuple[Method, ...] = tuple(METHODS)
    n_seeds: int = 3
    jobs: int = 2
    is_quick: bool = False
    outcomes: list[Outcome] = field(default_factory=list)
    costs: list[Cost] = field(default_factory=list)
    rises: list[Rise] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)
    is_interrupted: bool = False
    began: float = field(default_factory=time.time)

    @property
    def cad_limit_s(self) -> float:
        """How long CAD was given for a recording."""
        return QUICK_CAD_LIMIT_S if self.is_quick else CAD_LIMIT_S


def search_all(findings: Findings, *, progress: Tell | None = None) -> None:
    """Let the methods search all recordings; what comes of it is added. Ctrl-C ends it early.

    Parameters
    ----------
    findings : Findings
        What is asked for.

    Other Parameters
    ----------------
    progress : callable, optional
        Is told what was done, and the share of searches that are.
    """
    tell = progress or (lambda _what, _share: None)
    try:
        methods = _prepared(findings, tell)
        asked = trials(methods, n_seeds=findings.n_seeds, is_quick=findings.is_quick)
        _search_pool(asked, findings, tell)
        # Alone on the machine, so after all else.
        tell("time and memory of large recordings", 1.0)
        own = [method for method in methods if method != "cad"]
        findings.costs += measure_costs(own, findings.trouble, is_quick=findings.is_quick)
        if "neurotag" in methods:
            findings.rises += measure_rises(findings.trouble, is_quick=findings.is_quick)
    except KeyboardInterrupt:
        findings.is_interrupted = True
        findings.trouble.append("It was interrupted; this is what was measured until then.")
    except (MemoryError, OSError) as error:
        findings.trouble.append(f"It ended early: {type(error).__name__}: {error}")


def try_one(trial: Trial) -> Outcome:
    """Draw a recording, let a method search it, and compare what it finds with what was planted.

    Raises
    ------
    NeurotagError
        If the method refuses the recording.
    """
    trains, members = plant(trial.planted)
    answer = find_by(trial.method, trains, seed=trial.planted.seed, limit_s=trial.limit_s)
    if answer.refusal:
        return Outcome(trial, None, None, answer.wall_s, answer.refusal, answer.is_late)
    score = f1(answer.sets, [set(own.tolist()) for own in members]) if members else None
    return Outcome(trial, score, len(answer.sets), answer.wall_s)


def _prepared(findings: Findings, tell: Tell) -> list[Method]:
    """Install Elephant if it is not there; return the methods that can be had."""
    if "cad" in findings.methods:
        tell("installing Elephant, if it is not there", 0.0)
        try:
            environment("elephant")
        except NeurotagError as error:
            findings.trouble.append(str(error))
            return [method for method in findings.methods if method != "cad"]
    return list(findings.methods)


def _search_pool(asked: Sequence[Trial], findings: Findings, tell: Tell) -> None:
    done = 0
    with (
        _one_thread_each(),
        ProcessPoolExecutor(findings.jobs, multiprocessing.get_context("spawn")) as pool,
    ):
        begun = {pool.submit(try_one, trial): trial for trial in asked}
        try:
            for future in as_completed(begun):
                trial = begun[future]
                try:
                    findings.outcomes.append(future.result())
                except BrokenProcessPool:
                    findings.trouble.append("A process of the searches was ended from outside (memory?).")
                    break
                # One method's failure on one recording is said, and costs no other's result.
                except Exception as error:
                    findings.trouble.append(_say_failure(trial, error))
                    findings.outcomes.append(Outcome(trial, None, None, 0.0, str(error)))
                done += 1
                tell(
                    f"{METHODS[trial.method]}, {trial.part}, {trial.planted.n_units} units", done / len(asked)
                )
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _say_failure(trial: Trial, error: Exception) -> str:
    planted = trial.planted
    where = f"{METHODS[trial.method]}, {trial.part}, {planted.n_units} units, seed {planted.seed}"
    return f"{where}: {type(error).__name__}: {error}"


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Let processes that begin meanwhile compute on one thread each."""
    before = {name: os.environ.get(name) for name in THREADS}
    os.environ.update(dict.fromkeys(THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
