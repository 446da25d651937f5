"""Projections -> bundles: rows of synapses, sorted by the block they end in."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from neurotag.brain import Convergence, Everywhere, FixedIndegree, FixedTotal, Neighbours, SameSite
from neurotag.engine.draw import bernoulli_pairs, generator, key_of, lognormal_weights
from neurotag.kernels.build import LOGNORMAL, NORMAL, count_rows, fill_rows, group_synapses, place_synapses
from neurotag.kernels.tables import Wiring
from neurotag.plasticity import ModulatedSTDP, PairSTDP, ThreeFactor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from neurotag.brain import Brain, Pattern, Projection
    from neurotag.engine.blocks import Blocks
    from neurotag.recording import Layout

    Pairs = tuple[NDArray[np.int64], NDArray[np.int64]]

FARTHEST = 4.0
"""Delays spread as far as this many standard deviations."""


@dataclass(frozen=True)
class Wired:
    """The wiring, and where its learning projections stand in it.

    ``n_born`` synapses remember their birth weight, ``n_eligible`` have a second number, ``n_learning``
    learn; each of these is the first so many. So are those with a weight of their
    own, ``len(wiring.weight)``.
    """

    wiring: Wiring
    n_born: int
    n_eligible: int
    n_learning: int
    n_rows: int
    labels: tuple[str, ...]
    ends: tuple[tuple[str, str], ...]
    slices: tuple[slice, ...]
    synapses_of_block: NDArray[np.int64]


class _Draft:
    """Projections that share their rows: the ids of their sources, their delays, the synapses of each row.

    A learning projection is alone. Fixed ones from the same sources into the same region, after the same
    delays, share: fewer and longer rows are faster. Rows are numbered by block of the target region, source,
    and delay.
    """

    def __init__(
        self, brain: Brain, layout: Layout, blocks: Blocks, projections: Sequence[Projection], seed: int
    ) -> None:
        self.projection = projections[0]
        self.source = _cells(layout, self.projection.source, self.projection.source_cells)
        self.n_sources = self.source.stop - self.source.start
        self.delays, self.group_ends = _delays(self.projection, brain.dt_ms)
        self.target_blocks = blocks.of_region(layout.index(self.projection.target))
        self.shared_weight = _shared_weight(projections)
        self.row_length = np.zeros(len(self.target_blocks) * self.n_sources * len(self.delays), np.int64)
        self.members = [_Member(self, brain, layout, blocks, projection=p, seed=seed) for p in projections]
        for member in self.members:
            member.count(self.row_length)

    @property
    def n_synapses(self) -> int:
        """Number of synapses."""
        return int(self.row_length.sum())

    def fill(self, first: int, target: NDArray[np.uint16], weight: NDArray[np.floating[Any]]) -> None:
        """Write the synapses, from place ``first`` on."""
        next_free = first + np.concatenate([[0], np.cumsum(self.row_length)[:-1]]).astype(np.int64)
        weight = weight if self.shared_weight is None else weight[:0]
        for member in self.members:
            member.fill(next_free, target, weight)


class _Member:
    """One projection of a draft."""

    def __init__(
        self,
        draft: _Draft,
        brain: Brain,
        layout: Layout,
        blocks: Blocks,
        *,
        projection: Projection,
        seed: int,
    ) -> None:
        self.projection, self.n_sources, self.group_ends = projection, draft.n_sources, draft.group_ends
        ids = _cells(layout, projection.target, projection.target_cells)
        place = blocks.place_of()[ids]
        block = np.searchsorted(blocks.start, place, side="right") - 1
        self.n_targets = len(place)
        self.block_of = block - draft.target_blocks[0]
        self.place_in_block = (place - blocks.start[block]).astype(np.uint16)
        self.key = np.uint64(key_of(seed, f"synapses/{projection.label}"))
        self.indegree, self.n_drawn = 0, 0
        self.columns: NDArray[np.int64] | None = None
        if isinstance(projection.pattern, FixedIndegree):
            self.indegree = projection.pattern.number
            self.n_drawn = self.indegree * self.n_targets
        elif isinstance(projection.pattern, FixedTotal):
            self.n_drawn = round(projection.pattern.number * brain.scale)
        else:
            self._draw_pairs(brain, layout, same=ids == draft.source, seed=seed)

    def _draw_pairs(self, brain: Brain, layout: Layout, *, same: bool, seed: int) -> None:
        rng = generator(seed, f"projection/{self.projection.label}")
        rows, columns = _pairs(brain, layout, self.projection, rng)
        if same:
            apart = rows != columns
            rows, columns = rows[apart], columns[apart]
        self.weight = _weights(self.projection, rng, len(columns))
        self.columns, self.row_of = columns, np.empty(len(rows), np.int64)
        group_synapses(self.key, rows, columns, self.n_sources, self.block_of, self.group_ends, self.row_of)

    def count(self, row_length: NDArray[np.int64]) -> None:
        """Add this projection's synapses to the length of each row."""
        if self.columns is not None:
            row_length += np.bincount(self.row_of, minlength=len(row_length))
        elif self.n_drawn:
            count_rows(
                self.key, self.n_drawn, self.n_sources, self.n_targets, self.indegree, self.block_of,
                self.group_ends, row_length,
            )  # fmt: skip

    def fill(
        self, next_free: NDArray[np.int64], target: NDArray[np.uint16], weight: NDArray[np.floating[Any]]
    ) -> None:
        """Write each synapse at the next free place of its row."""
        projection = self.projection
        if self.columns is not None:
            place_synapses(
                self.row_of, self.place_in_block[self.columns], self.weight, next_free, target, weight
            )
            self.columns = self.columns[:0]
        elif self.n_drawn:
            law = LOGNORMAL if projection.weight_law == "lognormal" else NORMAL
            ceiling = math.inf if projection.weight_max is None else projection.weight_max
            fill_rows(
                self.key, self.n_drawn, self.n_sources, self.n_targets, self.indegree, self.block_of,
                self.group_ends, self.place_in_block, next_free, projection.weight,
                projection.weight_spread, law, ceiling, target, weight,
            )  # fmt: skip


def _drafts(brain: Brain, layout: Layout, blocks: Blocks, seed: int) -> list[_Draft]:
    together: dict[tuple[object, ...], list[Projection]] = {}
    for p in brain.projections:
        ends = (p.source, p.source_cells, p.target, p.delay_ms, p.delay_spread_ms, p.n_delays)
        together.setdefault(ends if p.rule is None else (p.label,), []).append(p)
    return [_Draft(brain, layout, blocks, projections, seed) for projections in together.values()]


def wire(brain: Brain, layout: Layout, blocks: Blocks, seed: int) -> Wired:
    """Draw every projection of a brain.

    Learning projections stand first, so that what only they need (eligibility, birth weights) is as long
    as they are.
    """
    drafts = _drafts(brain, layout, blocks, seed)
    by_need = sorted(drafts, key=lambda draft: (_need(brain, draft), layout.index(draft.projection.target)))
    first_row, first_synapse = {}, {}
    rows = synapses = 0
    for draft in by_need:
        first_row[draft.projection.label], first_synapse[draft.projection.label] = rows, synapses
        rows += len(draft.row_length)
        synapses += draft.n_synapses
    floats: Any = np.float64 if brain.precision == "double" else np.float32
    needs = [_need(brain, draft) for draft in by_need]
    sizes = [draft.n_synapses for draft in by_need]
    n_born, n_eligible, n_learning, n_weights = (
        sum(size for size, need in zip(sizes, needs, strict=True) if need <= most) for most in range(4)
    )
    target, weight = np.empty(synapses, np.uint16), np.empty(n_weights, floats)
    for draft in by_need:
        draft.fill(first_synapse[draft.projection.label], target, weight)
    learning = [draft for draft, need in zip(by_need, needs, strict=True) if need < 3]
    lengths = np.concatenate([draft.row_length for draft in by_need])
    starts = np.zeros(len(lengths) + 1, np.uint32 if synapses < 2**32 else np.uint64)
    np.cumsum(lengths, out=starts[1:])
    bundles, of_block = _bundles(brain, layout, blocks, drafts, first_row)
    return Wired(
        wiring=Wiring(
            **bundles, row_start=starts, target=target, weight=weight, birth=weight[:n_born].copy()
        ),
        n_born=n_born,
        n_eligible=n_eligible,
        n_learning=n_learning,
        n_rows=sum(len(draft.row_length) for draft in learning),
        labels=tuple(draft.projection.label for draft in learning),
        ends=tuple((draft.projection.source, draft.projection.target) for draft in learning),
        slices=tuple(
            slice(first_synapse[d.projection.label], first_synapse[d.projection.label] + d.n_synapses)
            for d in learning
        ),
        synapses_of_block=of_block,
    )


def _need(brain: Brain, draft: _Draft) -> int:
    """Return what synapses need: 0 birth weights, 1 eligibility, 2 a rule, 3 weights; 4: they share one."""
    if draft.projection.rule is None:
        return 3 if draft.shared_weight is None else 4
    rule = brain.rules[draft.projection.rule]
    if isinstance(rule, ThreeFactor):
        return 0
    fast = isinstance(rule, PairSTDP) and is_fast(rule)
    return 1 if fast or isinstance(rule, ModulatedSTDP) else 2


def _shared_weight(projections: Sequence[Projection]) -> float | None:
    """Return the weight that all synapses of some fixed projections have and keep; None where they differ."""
    weights = {p.weight if p.weight_max is None else min(p.weight, p.weight_max) for p in projections}
    is_shared = len(weights) == 1 and all(p.rule is None and p.weight_spread == 0 for p in projections)
    return weights.pop() if is_shared else None


def is_fast(rule: PairSTDP) -> bool:
    """Whether a pair rule may add up the spikes of a target since its source's last."""
    return not rule.is_exact and rule.dependence != "power"


def _bundles(
    brain: Brain, layout: Layout, blocks: Blocks, drafts: list[_Draft], first_row: dict[str, int]
) -> tuple[dict[str, Any], NDArray[np.int64]]:
    """Return the table of bundles, sorted by target block, and the number of synapses of each block."""
    rules = list(brain.rules)
    views = views_of(brain, layout, blocks)
    table: list[dict[str, float]] = []
    sizes = np.zeros(blocks.n_blocks, np.int64)
    for draft in drafts:
        projection = draft.projection
        source_blocks = blocks.of_region(layout.index(projection.source))
        inhibits = projection.source_cells == "inhibitory"
        per_block = draft.row_length.reshape(len(draft.target_blocks), -1).sum(axis=1)
        for nth, block in enumerate(draft.target_blocks):
            seen = (int(block), projection.rule or "", post_delay(brain, projection))
            sizes[block] += per_block[nth]
            base = first_row[projection.label] + nth * draft.n_sources * len(draft.delays)
            for group, delay in enumerate(draft.delays):
                table.append({
                    "block": block, "source_part": 2 * source_blocks[0] + inhibits,
                    "n_source_parts": len(source_blocks), "source_id": draft.source.start,
                    "n_sources": draft.n_sources, "target_start": blocks.start[block],
                    "inhibits": inhibits, "delay": delay,
                    "rule": -1 if projection.rule is None else rules.index(projection.rule),
                    "region": layout.index(projection.target),
                    "target_view": views.index(seen) if seen in views else -1,
                    "weight_max": projection.weight_max or 0.0,
                    "shared_weight": -1.0 if draft.shared_weight is None else draft.shared_weight,
                    "first_row": base + group, "stride": len(draft.delays),
                })  # fmt: skip
    table.sort(key=lambda bundle: bundle["block"])
    block_of = np.array([bundle["block"] for bundle in table])
    kinds: dict[str, type] = {"inhibits": np.bool_}
    kinds["weight_max"] = kinds["shared_weight"] = np.float64 if brain.precision == "double" else np.float32
    columns: dict[str, Any] = {
        name: np.array([bundle[name] for bundle in table], kinds.get(name, np.int64))
        for name in table[0]
        if name != "block"
    }
    columns["block_first"] = np.searchsorted(block_of, np.arange(blocks.n_blocks + 1)).astype(np.int64)
    return columns, sizes


def post_delay(brain: Brain, projection: Projection) -> int:
    """Return the delay in steps with which a learning projection sees its targets' spikes; -1 for none.

    A dendritic delay passes twice: a synapse learns when its source's spike arrives at the cell body, one
    delay after it passed the synapse, and to there the target's spike comes a delay late.
    """
    rule = None if projection.rule is None else brain.rules[projection.rule]
    if rule is None or isinstance(rule, ThreeFactor):
        return -1
    return 2 * max(1, round(projection.delay_ms / brain.dt_ms)) if rule.delay == "dendritic" else 0


def views_of(brain: Brain, layout: Layout, blocks: Blocks) -> list[tuple[int, str, int]]:
    """Return the views of targets' spikes that a brain's learning needs: block, rule and delay, in order."""
    wanted = {
        (int(block), projection.rule, post_delay(brain, projection))
        for projection in brain.projections
        if projection.rule is not None and post_delay(brain, projection) >= 0
        for block in blocks.of_region(layout.index(projection.target))
    }
    return sorted(wanted)


def _delays(projection: Projection, dt_ms: float) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the delays of a projection in steps, and the cumulative share of its synapses up to each."""
    mean, spread = projection.delay_ms / dt_ms, projection.delay_spread_ms / dt_ms
    if spread == 0:
        return np.array([max(1, round(mean))], np.int64), np.ones(1)
    steps = np.arange(max(1, math.floor(mean - FARTHEST * spread)), math.ceil(mean + FARTHEST * spread) + 1)
    up_to = np.array([0.5 + 0.5 * math.erf((step + 0.5 - mean) / (spread * math.sqrt(2))) for step in steps])
    up_to[-1] = 1.0
    if projection.n_delays is not None:
        middles = (np.arange(projection.n_delays) + 0.5) / projection.n_delays
        chosen, counts = np.unique(steps[np.searchsorted(up_to, middles)], return_counts=True)
        return chosen.astype(np.int64), np.cumsum(counts) / projection.n_delays
    return steps.astype(np.int64), up_to


def _cells(layout: Layout, region: str, cells: str) -> slice:
    return layout.excitatory(region) if cells == "excitatory" else layout.inhibitory(region)


def _weights(projection: Projection, rng: np.random.Generator, n: int) -> NDArray[np.float32]:
    if projection.weight_law == "lognormal":
        return lognormal_weights(
            rng, n, mean=projection.weight, spread=projection.weight_spread, ceiling=projection.weight_max
        )
    drawn = projection.weight * (1 + projection.weight_spread * rng.standard_normal(n))
    return np.clip(drawn, 0.0, projection.weight_max).astype(np.float32)


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


def _meetings(pattern: Pattern, site: int, n_sites: int) -> list[tuple[int, float]]:
    """Return the sites that a site's neurons reach, with the chance of each."""
    if isinstance(pattern, SameSite):
        return [(site, pattern.probability)]
    if isinstance(pattern, Neighbours):
        last = len(pattern.probabilities) - 1
        return [(other, pattern.probabilities[min(abs(site - other), last)]) for other in range(n_sites)]
    return []


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
