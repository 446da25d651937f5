"""How large a brain will be, and how much work its spikes make, worked out before anything is built."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from neurotag.brain import Convergence, Everywhere, FixedIndegree, FixedTotal, SameSite
from neurotag.engine.compile import EPOCH_MS, lay_out

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neurotag.brain import Brain, Projection
    from neurotag.recording import Layout


@dataclass(frozen=True)
class Sizes:
    """The sizes of a brain: exact numbers of neurons, expected numbers of synapses.

    Attributes
    ----------
    n_neurons : (n_populations,) int
        Neurons of each population: excitatory (even) and inhibitory (odd) ones of each region.
    source : (n_projections,) int
        Population a projection comes from.
    n_synapses : (n_projections,) float
        Synapses expected in it.
    learns : (n_projections,) bool
        Whether it has a rule.
    """

    brain: Brain
    n_neurons: NDArray[np.int64]
    source: NDArray[np.int64]
    n_synapses: NDArray[np.float64]
    learns: NDArray[np.bool_]

    def build(self) -> dict[str, float]:
        """Return the work of compiling the brain, as the table of costs counts it."""
        return {
            "loading": 1.0,
            "built neuron": float(self.n_neurons.sum()),
            "built synapse": float(self.n_synapses.sum()),
        }

    def live(self, seconds: float, n_spikes: NDArray[np.float64], *, learns: bool) -> dict[str, float]:
        """Return the work of some seconds in which each population fires so many spikes, (n_populations,)."""
        n_steps = seconds * 1000.0 / self.brain.dt_ms
        arriving = n_spikes[self.source]
        events = arriving * self.n_synapses / self.n_neurons[self.source]
        learning = self.learns & learns
        rows = self.n_neurons[self.source][learning].sum()
        return {
            "neuron step": float(self.n_neurons.sum() * n_steps),
            "projection step": len(self.source) * n_steps,
            "row": float(arriving.sum()),
            "fixed synapse": float(events[~learning].sum()),
            "learning synapse": float(events[learning].sum()),
            "flushed row": float(rows * seconds * 1000.0 / EPOCH_MS),
        }


def size_up(brain: Brain) -> Sizes:
    """Return the sizes of a brain at its scale."""
    layout = lay_out(brain)
    projections = brain.projections
    return Sizes(
        brain=brain,
        n_neurons=np.stack([layout.n_excitatory, layout.n_inhibitory], axis=1).ravel(),
        source=np.array([_population(layout, p.source, p.source_cells) for p in projections], np.int64),
        n_synapses=np.array([_expected_synapses(brain, layout, p) for p in projections]),
        learns=np.array([p.rule is not None and brain.plasticity for p in projections], np.bool_),
    )


def _population(layout: Layout, region: str, cells: str) -> int:
    return 2 * layout.index(region) + int(cells == "inhibitory")


def _count(layout: Layout, population: int) -> int:
    return int((layout.n_inhibitory if population % 2 else layout.n_excitatory)[population // 2])


def _expected_synapses(brain: Brain, layout: Layout, projection: Projection) -> float:
    source = _population(layout, projection.source, projection.source_cells)
    target = _population(layout, projection.target, projection.target_cells)
    n_source, n_target = _count(layout, source), _count(layout, target)
    # A neuron does not reach itself.
    n_targets = n_target - (source == target)
    pattern = projection.pattern
    if isinstance(pattern, Everywhere):
        return n_source * n_targets * _chance(pattern.probability, brain)
    if isinstance(pattern, FixedIndegree):
        return float(pattern.number * n_target)
    if isinstance(pattern, FixedTotal):
        return float(round(pattern.number * brain.scale))
    n_sites = len(brain.body.sites)
    per_source, per_target = n_source // n_sites, n_target // n_sites
    if isinstance(pattern, Convergence):
        n_chosen = max(1, round(int(layout.n_nociceptive[target // 2]) * pattern.share))
        return n_sites * per_source * n_chosen * _chance(pattern.probability, brain)
    chances = (pattern.probability,) if isinstance(pattern, SameSite) else pattern.probabilities
    last = len(chances) - 1
    meetings = [
        _chance(chances[min(abs(site - other), last)], brain)
        for site in range(n_sites)
        for other in ([site] if isinstance(pattern, SameSite) else range(n_sites))
    ]
    at_home = n_sites * per_source * _chance(chances[0], brain) * (source == target)
    return per_source * per_target * sum(meetings) - at_home


def _chance(probability: float, brain: Brain) -> float:
    return min(1.0, probability / brain.scale)
