"""Projections -> rows of synapses, sorted by the block they end in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from neurotag.brain import Convergence, Everywhere, Neighbours, SameSite
from neurotag.engine.draw import bernoulli_pairs, generator, lognormal_weights
from neurotag.kernels.tables import Wiring

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neurotag.brain import Brain, Projection
    from neurotag.recording import Layout

    Pairs = tuple[NDArray[np.int64], NDArray[np.int64]]


@dataclass(frozen=True)
class Wired:
    """The wiring, and where its learning projections stand in it."""

    wiring: Wiring
    n_learning: int
    n_rows: int
    labels: tuple[str, ...]
    ends: tuple[tuple[str, str], ...]
    slices: tuple[slice, ...]
    synapses_of_block: NDArray[np.int64]


@dataclass(frozen=True)
class _Bundle:
    """One projection's synapses: rows of the source population, targets from the start of their block."""

    projection: Projection
    n_rows: int
    row_length: NDArray[np.int64]
    target: NDArray[np.uint16]
    weight: NDArray[np.float32]


def wire(brain: Brain, layout: Layout, seed: int) -> Wired:
    """Draw every projection of a brain.

    Learning projections stand first, so that what only they need (eligibility, birth weights) is as long
    as they are.
    """
    bundles = [_draw(brain, layout, projection, seed) for projection in brain.projections]
    by_need = sorted(
        bundles, key=lambda bundle: (bundle.projection.rule is None, layout.index(bundle.projection.target))
    )
    first_row, first_synapse = {}, {}
    rows = synapses = 0
    for bundle in by_need:
        first_row[bundle.projection.label] = rows
        first_synapse[bundle.projection.label] = synapses
        rows += bundle.n_rows
        synapses += len(bundle.target)
    learning = [bundle for bundle in by_need if bundle.projection.rule is not None]
    n_learning = sum(len(bundle.target) for bundle in learning)
    weight = np.concatenate([bundle.weight for bundle in by_need])
    by_block = sorted(bundles, key=lambda bundle: layout.index(bundle.projection.target))
    targets = np.array([layout.index(bundle.projection.target) for bundle in by_block])
    n_blocks = len(layout.regions)
    wiring = Wiring(
        block_first=np.searchsorted(targets, np.arange(n_blocks + 1)).astype(np.int64),
        first_row=np.array([first_row[bundle.projection.label] for bundle in by_block], np.int64),
        row_start=np.concatenate([[0], np.cumsum(np.concatenate([b.row_length for b in by_need]))]).astype(
            np.int64
        ),
        target=np.concatenate([bundle.target for bundle in by_need]),
        weight=weight,
        birth=weight[:n_learning].copy(),
        **_columns(brain, layout, [bundle.projection for bundle in by_block]),
    )
    sizes = np.bincount(targets, weights=[len(b.target) for b in by_block], minlength=n_blocks)
    return Wired(
        wiring=wiring,
        n_learning=n_learning,
        n_rows=sum(bundle.n_rows for bundle in learning),
        labels=tuple(bundle.projection.label for bundle in learning),
        ends=tuple((bundle.projection.source, bundle.projection.target) for bundle in learning),
        slices=tuple(
            slice(first_synapse[b.projection.label], first_synapse[b.projection.label] + len(b.target))
            for b in learning
        ),
        synapses_of_block=sizes.astype(np.int64),
    )


def _columns(brain: Brain, layout: Layout, projections: list[Projection]) -> dict[str, Any]:
    sources = [_cells(layout, p.source, p.source_cells) for p in projections]
    rules = list(brain.rules)
    blocks = [layout.index(p.target) for p in projections]
    from_inhibitory = [p.source_cells == "inhibitory" for p in projections]
    return {
        "source_population": np.array(
            [2 * layout.index(p.source) + inh for p, inh in zip(projections, from_inhibitory, strict=True)],
            np.int64,
        ),
        "source_start": np.array([source.start for source in sources], np.int64),
        "source_stop": np.array([source.stop for source in sources], np.int64),
        "target_start": layout.start[blocks].astype(np.int64),
        "inhibits": np.array(from_inhibitory, np.bool_),
        "delay": np.array([max(1, round(p.delay_ms / brain.dt_ms)) for p in projections], np.int64),
        "rule": np.array([-1 if p.rule is None else rules.index(p.rule) for p in projections], np.int64),
        "region": np.array(blocks, np.int64),
        "weight_max": np.array([p.weight_max or 0.0 for p in projections], np.float32),
    }


def _cells(layout: Layout, region: str, cells: str) -> slice:
    return layout.excitatory(region) if cells == "excitatory" else layout.inhibitory(region)


def _draw(brain: Brain, layout: Layout, projection: Projection, seed: int) -> _Bundle:
    rng = generator(seed, f"projection/{projection.label}")
    source = _cells(layout, projection.source, projection.source_cells)
    target = _cells(layout, projection.target, projection.target_cells)
    rows, columns = _pairs(brain, layout, projection, rng)
    if source == target:
        apart = rows != columns
        rows, columns = rows[apart], columns[apart]
    weight = lognormal_weights(
        rng, len(rows), mean=projection.weight, spread=projection.weight_spread, ceiling=projection.weight_max
    )
    offset = target.start - int(layout.start[layout.index(projection.target)])
    return _Bundle(
        projection=projection,
        n_rows=source.stop - source.start,
        row_length=np.bincount(rows, minlength=source.stop - source.start).astype(np.int64),
        target=(columns + offset).astype(np.uint16),
        weight=weight,
    )


def _pairs(brain: Brain, layout: Layout, projection: Projection, rng: np.random.Generator) -> Pairs:
    """Return sources and targets, each counted from the start of their population, in order."""
    source = _cells(layout, projection.source, projection.source_cells)
    target = _cells(layout, projection.target, projection.target_cells)
    n_source, n_target = source.stop - source.start, target.stop - target.start
    pattern = projection.pattern
    if isinstance(pattern, Everywhere):
        return bernoulli_pairs(rng, n_source, n_target, _thinned(pattern.probability, brain))
    n_sites = len(brain.body.sites)
    per_source, per_target = n_source // n_sites, n_target // n_sites
    parts: list[Pairs] = []
    for site in range(n_sites):
        if isinstance(pattern, Convergence):
            n_nociceptive = int(layout.n_nociceptive[layout.index(projection.target)])
            chance = _thinned(pattern.probability, brain)
            rows, columns = _converge(rng, per_source, n_nociceptive, pattern.share, chance)
            parts.append((rows + site * per_source, columns))
            continue
        for other, probability in _meetings(pattern, site, n_sites):
            rows, columns = bernoulli_pairs(rng, per_source, per_target, _thinned(probability, brain))
            parts.append((rows + site * per_source, columns + other * per_target))
    rows = np.concatenate([part[0] for part in parts])
    columns = np.concatenate([part[1] for part in parts])
    order = np.lexsort((columns, rows))
    return rows[order], columns[order]


def _meetings(pattern: SameSite | Neighbours, site: int, n_sites: int) -> list[tuple[int, float]]:
    """Return the sites that a site's neurons reach, with the chance of each."""
    if isinstance(pattern, SameSite):
        return [(site, pattern.probability)]
    last = len(pattern.probabilities) - 1
    return [(other, pattern.probabilities[min(abs(site - other), last)]) for other in range(n_sites)]


def _converge(
    rng: np.random.Generator, n_source: int, n_nociceptive: int, share: float, chance: float
) -> Pairs:
    """Draw the nociceptive neurons a site chooses, and its connections onto them."""
    n_chosen = max(1, round(n_nociceptive * share))
    chosen = np.sort(rng.choice(n_nociceptive, n_chosen, replace=False)).astype(np.int64)
    rows, columns = bernoulli_pairs(rng, n_source, n_chosen, chance)
    return rows, chosen[columns]


def _thinned(probability: float, brain: Brain) -> float:
    # Twice the neurons at half the chance: each keeps its number of inputs.
    return min(1.0, probability / brain.scale)
