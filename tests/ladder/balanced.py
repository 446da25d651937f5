"""The balanced network of the benchmarks at a fifth of its size, and what its spikes look like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from scipy.stats import ks_2samp, mannwhitneyu
from tests.ladder.stage import Stage

from neurotag.brain import Brain, CurrentCell, FixedIndegree, Projection, Region

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.ladder.stage import Ids, Numbers

    from neurotag.plasticity import PairSTDP

N_EXC, N_INH = 2000, 500
INDEGREES = {"excitatory": 100, "inhibitory": 25}
WEIGHT_pA, CEILING_pA = 40.0, 80.0
CELL = CurrentCell(refractory_ms=2.0, poisson_hz=5_300.0, poisson_weight=WEIGHT_pA)
WARM_MS = 500.0
LEVEL = 0.05
"""Chance that distributions which are the same are told apart."""


def balanced(
    rule: PairSTDP | None = None, *, dt_ms: float = 0.1, precision: Literal["single", "double"] = "single"
) -> Brain:
    """Return the network; with a rule, excitatory synapses onto excitatory neurons learn."""
    projections = []
    for source, number in INDEGREES.items():
        for target in INDEGREES:
            learns = rule is not None and source == target == "excitatory"
            words: dict[str, Any] = {"weight_max": CEILING_pA, "rule": "pairs"} if learns else {}
            projections.append(
                Projection(
                    source="r",
                    target="r",
                    source_cells=source,
                    target_cells=target,
                    delay_ms=1.5,
                    weight_spread=0.0,
                    weight=WEIGHT_pA * (5 if source == "inhibitory" else 1),
                    pattern=FixedIndegree(number=number),
                    **words,
                )
            )
    return Brain(
        name="balanced", title="balanced", dt_ms=dt_ms, precision=precision, consolidation=None, runaway_hz=1e9,
        regions=(Region(name="r", n_excitatory=N_EXC, n_inhibitory=N_INH),), projections=tuple(projections),
        excitatory=CELL, inhibitory=CELL, rules={} if rule is None else {"pairs": rule.model_dump()},
    )  # fmt: skip


def spikes_of(brain: Brain, *, seed: int, ms: float) -> tuple[Numbers, Ids]:
    """Return times in milliseconds and ids, after a warm-up."""
    stage = Stage(brain, seed=seed)
    stage.run(WARM_MS + ms)
    step, neuron = stage.spikes()
    later = step * brain.dt_ms >= WARM_MS
    return (step[later] * brain.dt_ms - WARM_MS).astype(np.float64), neuron[later]


def describe(time_ms: Numbers, neuron: Ids, *, ms: float) -> dict[str, Numbers]:
    """Return distributions over the neurons of each population: rates, irregularity, and pairwise correlations."""
    found = {}
    for name, first, stop in (("exc", 0, N_EXC), ("inh", N_EXC, N_EXC + N_INH)):
        own = (neuron >= first) & (neuron < stop)
        t, ids = time_ms[own], neuron[own] - first
        order = np.lexsort((t, ids))
        t, ids = t[order], ids[order]
        found[f"{name} rate"] = np.bincount(ids, minlength=stop - first) / ms * 1000.0
        gaps, whose = np.diff(t), ids[1:]
        same = whose == ids[:-1]
        n, mean, square = (
            np.bincount(whose[same], gaps[same] ** power, minlength=stop - first).astype(np.float64)
            for power in (0, 1, 2)
        )
        enough = n >= 5
        mean, square = mean[enough] / n[enough], square[enough] / n[enough]
        found[f"{name} irregularity"] = np.sqrt(np.maximum(square - mean**2, 0.0)) / mean
        counts = np.zeros((150, int(ms // 2)))
        few = (ids < 150) & (t < 2 * counts.shape[1])
        np.add.at(counts, (ids[few], (t[few] // 2).astype(np.int64)), 1.0)
        found[f"{name} correlation"] = np.corrcoef(counts[counts.std(axis=1) > 0])[np.triu_indices(150, 1)]
    return found


def compare(
    reference: Sequence[Mapping[str, Numbers]], tested: Sequence[Mapping[str, Numbers]]
) -> dict[str, float]:
    """Return, for each distribution, the chance that the tested seeds are as far as the reference's from each other.

    The distance of a seed is that of Kolmogorov and Smirnov from all seeds of the reference but one; a seed of
    the reference leaves itself out. One-sided: nearer is no fault.
    """
    chances = {}
    for name in reference[0]:

        def distance(sample: Numbers, without: int, name: str = name) -> float:
            others = [one[name] for k, one in enumerate(reference) if k != without]
            return float(ks_2samp(sample, np.concatenate(others), method="asymp").statistic)

        within = [distance(one[name], k) for k, one in enumerate(reference)]
        beyond = [distance(one[name], k % len(reference)) for k, one in enumerate(tested)]
        chances[name] = float(mannwhitneyu(beyond, within, alternative="greater").pvalue)
    return chances


def told_apart(chances: Mapping[str, float]) -> list[str]:
    """Return the names whose chance is too small, among so many (Holm 1979)."""
    found = []
    for k, (name, chance) in enumerate(sorted(chances.items(), key=lambda item: item[1])):
        if chance >= LEVEL / (len(chances) - k):
            break
        found.append(name)
    return found
