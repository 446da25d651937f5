"""Numbers of several seeds -> an interval, and what it says about a bound that was fixed before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy.stats import bootstrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neurotag.claims.claim import Claim, Part, Reading

Verdict = Literal["supported", "not supported", "inconclusive"]

LEAST_SEEDS = 10
"""Seeds below which a verdict is a first look only."""

N_RESAMPLES = 9_999
CONFIDENCE = 0.95
FAILED_SHARE = 0.1
"""Share of the seeds that may come to nothing before a claim is inconclusive."""


@dataclass(frozen=True)
class Effect:
    """A mean over seeds with its interval.

    Attributes
    ----------
    mean, low, high : float
        The mean, and its bootstrap 95 % interval.
    each : tuple of float
        The number of each seed.
    """

    mean: float
    low: float
    high: float
    each: tuple[float, ...]


@dataclass(frozen=True)
class Answer:
    """What came of one part.

    Attributes
    ----------
    part : Part
        What was predicted.
    effect : Effect
        What was measured.
    control : Effect, optional
        The same in the control.
    verdict, control_verdict : str
        What the intervals say; a control has to be anything but supported.
    """

    part: Part
    effect: Effect
    control: Effect | None
    verdict: Verdict
    control_verdict: Verdict | None


@dataclass(frozen=True)
class Finding:
    """What came of a claim.

    Attributes
    ----------
    claim : Claim
        What was claimed.
    seeds : tuple of int
        Seeds that were read.
    answers : tuple of Answer
        What came of each part.
    verdict : str
        The least of the parts'.
    readings : tuple of Reading
        One for each seed.
    failed : tuple of (int, str)
        Seeds that came to nothing, and why.
    """

    claim: Claim
    seeds: tuple[int, ...]
    answers: tuple[Answer, ...]
    verdict: Verdict
    readings: tuple[Reading, ...]
    failed: tuple[tuple[int, str], ...] = ()

    @property
    def is_first_look(self) -> bool:
        """Whether too few seeds were read for a verdict that lasts."""
        return len(self.seeds) < LEAST_SEEDS


def estimate(values: Sequence[float]) -> Effect:
    """Return the mean and its bootstrap interval (percentiles, drawn the same each time).

    Examples
    --------
    >>> effect = estimate([1.0, 2.0, 3.0])
    >>> effect.mean, effect.low, effect.high
    (2.0, 1.0, 3.0)
    """
    each = np.asarray(values, dtype=np.float64)
    if len(each) == 0:
        return Effect(np.nan, np.nan, np.nan, ())
    low = high = float(each.mean())
    if len(each) > 1 and np.ptp(each) > 0:
        interval = bootstrap(
            (each,), np.mean, n_resamples=N_RESAMPLES, confidence_level=CONFIDENCE, method="percentile",
            rng=np.random.default_rng(0),
        ).confidence_interval  # fmt: skip
        low, high = float(interval.low), float(interval.high)
    return Effect(float(each.mean()), low, high, tuple(each.tolist()))


def judge(effect: Effect, part: Part) -> Verdict:
    """Return what an interval says about the bounds: within, beyond, or neither."""
    if not np.isfinite([effect.low, effect.high]).all():
        return "inconclusive"
    low = -np.inf if part.low is None else part.low
    high = np.inf if part.high is None else part.high
    if effect.low >= low and effect.high <= high:
        return "supported"
    if effect.high < low or effect.low > high:
        return "not supported"
    return "inconclusive"


def conclude(claim: Claim, readings: dict[int, Reading], failed: Sequence[tuple[int, str]] = ()) -> Finding:
    """Return what a claim came to over some seeds.

    A part is supported where its whole interval keeps the bounds and its control's does not. It is not
    supported where its whole interval lies beyond a bound, or where the control keeps them as well: what
    happens without the cause is no sign of it. Everything else is inconclusive.

    Parameters
    ----------
    claim : Claim
        What was claimed.
    readings : dict of int to Reading
        One for each seed.
    failed : sequence of (int, str)
        Seeds that came to nothing.
    """
    seeds = tuple(sorted(readings))
    answers = tuple(_answer(part, [readings[seed] for seed in seeds]) for part in claim.parts)
    verdicts = [answer.verdict for answer in answers]
    too_many = len(failed) > FAILED_SHARE * (len(seeds) + len(failed))
    verdict: Verdict = "supported"
    if "not supported" in verdicts:
        verdict = "not supported"
    elif "inconclusive" in verdicts or too_many or not seeds:
        verdict = "inconclusive"
    return Finding(claim, seeds, answers, verdict, tuple(readings[seed] for seed in seeds), tuple(failed))


def _answer(part: Part, readings: Sequence[Reading]) -> Answer:
    effect = estimate([each.values[part.name] for each in readings])
    verdict = judge(effect, part)
    if not part.control:
        return Answer(part, effect, None, verdict, None)
    control = estimate([each.values[part.control_name] for each in readings])
    control_verdict = judge(control, part)
    if verdict == "supported" and control_verdict != "not supported":
        verdict = "not supported" if control_verdict == "supported" else "inconclusive"
    return Answer(part, effect, control, verdict, control_verdict)
