"""Drawing synapses: two passes over the same counted random numbers, so that no pair is ever stored."""

import math
from typing import Any

import numpy as np

from neurotag.kernels.jit import kernel
from neurotag.kernels.random import LOW_32, S32, mix
from neurotag.kernels.tables import Doubles, Floats, Longs, Targets

SOURCE, DELAY, WEIGHT = (np.uint64(salt) for salt in (0x51, 0xD17A, 0x3E16))
LOGNORMAL, NORMAL = range(2)


@kernel
def count_rows(
    key: np.uint64, n_synapses: int, n_sources: int, n_targets: int, indegree: int,
    block_of: Longs, group_ends: Doubles, n_rows: Longs,
) -> None:  # fmt: skip
    """Count the synapses of each row. Adds to ``n_rows`` (n_blocks * n_sources * n_groups,).

    Parameters
    ----------
    indegree : int
        Synapses of each target in turn; 0 draws the target, too.
    block_of : (n_targets,)
        Which of the target region's blocks a target stands in.
    group_ends : (n_groups,)
        Cumulative shares of the delays.
    """
    for k in range(n_synapses):
        source, target = _pair(key, k, n_sources, n_targets, indegree)
        n_rows[(block_of[target] * n_sources + source) * group_ends.size + _group(key, k, group_ends)] += 1


@kernel
def fill_rows(
    key: np.uint64, n_synapses: int, n_sources: int, n_targets: int, indegree: int,
    block_of: Longs, group_ends: Doubles, place_of: Targets, next_free: Longs,
    mean: float, spread: float, law: int, ceiling: float, target_of: Targets, weight: Floats,
) -> None:  # fmt: skip
    """Write each synapse into its row. Writes ``target_of`` and ``weight``; moves ``next_free`` on.

    ``place_of`` (n_targets,) counts from the start of the target's block. Synapses that share a weight are
    given an empty ``weight``.
    """
    for k in range(n_synapses):
        source, target = _pair(key, k, n_sources, n_targets, indegree)
        row = (block_of[target] * n_sources + source) * group_ends.size + _group(key, k, group_ends)
        at = next_free[row]
        next_free[row] = at + 1
        target_of[at] = place_of[target]
        if weight.size > 0:
            weight[at] = _weight(key, k, mean, spread, law, ceiling)


@kernel
def group_synapses(
    key: np.uint64, rows: Longs, targets: Longs, n_sources: int, block_of: Longs, group_ends: Doubles,
    row_of: Longs,
) -> None:  # fmt: skip
    """Find the row of each synapse of a list. Writes ``row_of``."""
    for k in range(rows.size):
        block = block_of[targets[k]]
        row_of[k] = (block * n_sources + rows[k]) * group_ends.size + _group(key, k, group_ends)


@kernel
def place_synapses(
    row_of: Longs, target_in: Targets, weight_in: Floats, next_free: Longs, target: Targets, weight: Floats
) -> None:
    """Write each synapse of a list at the next free place of its row; moves ``next_free`` on.

    Synapses that share a weight are given an empty ``weight``.
    """
    for k in range(row_of.size):
        at = next_free[row_of[k]]
        next_free[row_of[k]] = at + 1
        target[at] = target_in[k]
        if weight.size > 0:
            weight[at] = weight_in[k]


@kernel
def _pair(key: np.uint64, k: int, n_sources: int, n_targets: int, indegree: int) -> tuple[Any, Any]:
    bits = mix(key ^ SOURCE, k)
    source = np.int64(((bits >> S32) * np.uint64(n_sources)) >> S32)
    if indegree > 0:
        return source, k // indegree
    return source, np.int64(((bits & LOW_32) * np.uint64(n_targets)) >> S32)


@kernel
def _group(key: np.uint64, k: int, group_ends: Doubles) -> int:
    if group_ends.size == 1:
        return 0
    share = float(mix(key ^ DELAY, k) >> S32) * (1.0 / 4294967296.0)
    group = 0
    while group < group_ends.size - 1 and share >= group_ends[group]:
        group += 1
    return group


@kernel
def _weight(key: np.uint64, k: int, mean: float, spread: float, law: int, ceiling: float) -> float:
    if spread <= 0.0:
        return mean
    bits = mix(key ^ WEIGHT, k)
    # Box and Muller 1958: two uniform numbers make a normal one.
    first = (float(bits >> S32) + 0.5) * (1.0 / 4294967296.0)
    second = float(bits & LOW_32) * (1.0 / 4294967296.0)
    z = math.sqrt(-2.0 * math.log(first)) * math.cos(2.0 * math.pi * second)
    drawn = (
        mean * math.exp(spread * z - spread * spread / 2.0) if law == LOGNORMAL else mean * (1.0 + spread * z)
    )
    return min(max(drawn, 0.0), ceiling)
