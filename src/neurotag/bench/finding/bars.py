"""What had to be reached in finding, and figures over many searches."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from neurotag.bench.bars import MOST_SLOPE, Bar
from neurotag.bench.finding.plan import LEAST_PARTICIPATION, LEAST_SIZE, must_be_found
from neurotag.bench.finding.planted import NULLS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from neurotag.bench.finding.methods import Method
    from neurotag.bench.finding.planted import Planted
    from neurotag.bench.finding.search import Findings, Outcome

OURS: Method = "neurotag"
LEAST_F1 = 0.9
MOST_FALSE = 0.05
MOST_S, MOST_GB = 10.0, 2.0
GB_PER_MIB = 2**20 / 1e9


def bars_of(findings: Findings) -> list[Bar]:
    """Return every demand that these findings could answer; a first look answers none."""
    if findings.is_quick or OURS not in findings.methods:
        return []
    return [*_scores(findings), *_nulls(findings), *_costs(findings)]


def pick(findings: Findings, part: str, method: Method) -> list[Outcome]:
    """Return what came of one method's searches in one part."""
    return [one for one in findings.outcomes if (one.trial.part, one.trial.method) == (part, method)]


def by_setting(outcomes: Sequence[Outcome]) -> dict[Planted, list[Outcome]]:
    """Return outcomes by their recordings' settings."""
    groups: dict[Planted, list[Outcome]] = {}
    for one in outcomes:
        groups.setdefault(one.trial.setting, []).append(one)
    return groups


def scores_of(outcomes: Sequence[Outcome]) -> list[float]:
    """Return F1 of every search that was answered."""
    return [one.score for one in outcomes if one.score is not None]


def false_rate(outcomes: Sequence[Outcome]) -> float | None:
    """Return sets found for each recording that was searched; none where none was."""
    counts = [one.n_found for one in outcomes if one.n_found is not None]
    return sum(counts) / len(counts) if counts else None


def _scores(findings: Findings) -> list[Bar]:
    settled = {
        planted: [0.0 if one.score is None else one.score for one in outcomes]
        for part in ("grid", "few")
        for planted, outcomes in by_setting(pick(findings, part, OURS)).items()
        if must_be_found(planted)
    }
    where = f"participation {LEAST_PARTICIPATION:g} and more, size {LEAST_SIZE} and more"
    medians = [median(scores) for scores in settled.values()]
    least = [min(scores) for scores in settled.values()]
    return [
        Bar(
            f"F1, {where}: median of the seeds, the worst setting",
            LEAST_F1,
            min(medians, default=None),
            is_least=True,
        ),
        Bar(f"F1, {where}: the worst recording", LEAST_F1, min(least, default=None), is_least=True),
    ]


def _nulls(findings: Findings) -> Iterator[Bar]:
    for kind in NULLS:
        own = pick(findings, kind, OURS)
        # A search that failed could have found anything: then there is no figure.
        is_whole = all(one.n_found is not None for one in own)
        rate = false_rate(own) if is_whole else None
        yield Bar(f"false neurotags in a recording without any, {kind}", MOST_FALSE, rate)


def _costs(findings: Findings) -> list[Bar]:
    own = next((cost for cost in findings.costs if cost.method == OURS), None)
    size = "5,000 neurons, 60 s"
    memory = GB_PER_MIB * own.peak_mb if own and own.peak_mb else None
    return [
        Bar(f"{size}: seconds", MOST_S, own.wall_s if own else None),
        Bar(f"{size}: GB of memory, at the peak of the whole process", MOST_GB, memory),
        *(
            Bar(f"time against spikes, by {rise.varied}: slope", MOST_SLOPE, rise.exponent)
            for rise in findings.rises
        ),
    ]
