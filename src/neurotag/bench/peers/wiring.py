"""Who is connected to whom, drawn at random as arrays: for peers that do not draw it themselves.

Every function returns the sources and the targets of all synapses. Only numpy and the standard library are
used, so that the scripts a peer's own python runs can read the same file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from neurotag.bench.peers import networks
else:
    try:
        from neurotag.bench.peers import networks
    except ImportError:
        import networks

Pairs = tuple["npt.NDArray[np.int64]", "npt.NDArray[np.int64]"]


class Weighted(NamedTuple):
    """Synapses that differ, one number of each array for each."""

    pairs: Pairs
    weights_pA: npt.NDArray[np.float64]
    delays_ms: npt.NDArray[np.float64]


def draw_fixed_indegree(rng: np.random.Generator, n_sources: int, n_targets: int, indegree: int) -> Pairs:
    """Draw the sources of each target, with replacement."""
    sources = rng.integers(0, n_sources, n_targets * indegree)
    return sources, np.repeat(np.arange(n_targets), indegree)


def draw_bernoulli(
    rng: np.random.Generator, n_sources: int, n_targets: int, probability: float, *, same: bool = False
) -> Pairs:
    """Draw each pair with the same probability; if the two are the `same` neurons, none with itself."""
    found = np.flatnonzero(rng.random(n_sources * n_targets) < probability)
    sources, targets = found // n_targets, found % n_targets
    kept = sources != targets if same else slice(None)
    return sources[kept], targets[kept]


def draw_regions(rng: np.random.Generator, n_e: int, n_i: int) -> tuple[Pairs, Pairs, Pairs]:
    """Draw N4 for regions of this size: those that learn, those onto inhibitory neurons, those from them."""
    of, onto_i, from_i = networks.N4, [], []
    learning = []
    for target in range(of.n_regions):
        for source in range(of.n_regions):
            indegree = of.indegree_own if source == target else of.indegree_far
            drawn = draw_fixed_indegree(rng, n_e, n_e, indegree)
            learning.append(_shift(drawn, source * n_e, target * n_e))
    for region in range(of.n_regions):
        e, i = region * n_e, of.n_regions * n_e + region * n_i
        onto_i.append(_shift(draw_fixed_indegree(rng, n_e, n_i, of.indegree_onto_inhibitory), e, i))
        from_i.append(_shift(draw_fixed_indegree(rng, n_i, n_e, of.indegree_inhibitory), i, e))
        from_i.append(_shift(draw_fixed_indegree(rng, n_i, n_i, of.indegree_inhibitory), i, i))
    return _join(learning), _join(onto_i), _join(from_i)


def pair_dopamine(n_e: int) -> Pairs:
    """Pair each dopamine neuron of N4 with all excitatory neurons of its region."""
    regions = np.arange(networks.N4.n_regions)
    cells, neurons = np.repeat(regions, networks.N4.n_dopamine), np.repeat(regions, n_e)
    sources, targets = np.nonzero(cells[:, None] == neurons[None, :])
    return sources, targets


def draw_microcircuit(rng: np.random.Generator, plan: networks.ScaledMicrocircuit) -> Weighted:
    """Draw a microcircuit: so many synapses between each two populations, their weights and delays normal.

    A delay below one step is one step.
    """
    of, offsets = networks.PD, np.concatenate([[0], np.cumsum(plan.sizes)])
    pairs, weights, delays = [], [], []
    for k, n_targets in enumerate(plan.sizes):
        for j, n_sources in enumerate(plan.sizes):
            n, mean = plan.synapses[k][j], plan.weights_pA[k][j]
            delay = of.delay_ms(j)
            drawn = rng.integers(0, n_sources, n), rng.integers(0, n_targets, n)
            pairs.append(_shift(drawn, int(offsets[j]), int(offsets[k])))
            weights.append(rng.normal(mean, abs(mean) * of.weight_rel_sd, n))
            delays.append(np.maximum(rng.normal(delay, delay * of.delay_rel_sd, n), networks.DT_ms))
    return Weighted(_join(pairs), np.concatenate(weights), np.concatenate(delays))


def _shift(pairs: Pairs, source: int, target: int) -> Pairs:
    return pairs[0] + source, pairs[1] + target


def _join(parts: list[Pairs]) -> Pairs:
    return np.concatenate([sources for sources, _ in parts]), np.concatenate(
        [targets for _, targets in parts]
    )
