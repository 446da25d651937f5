"""How cost grows with neurons and with synapses, at one rate of firing."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from neurotag.bench.ours import live
from neurotag.brain import Brain, CurrentCell, FixedIndegree, Projection, Region
from neurotag.engine.compile import compile_brain
from neurotag.engine.state import newborn

if TYPE_CHECKING:
    from collections.abc import Callable

NEURONS = (5_000, 20_000, 80_000)
INDEGREE = 250
SYNAPSES = (1_000_000, 10_000_000, 100_000_000)
N_FIXED = 20_000
LENGTH_MS = 200.0


@dataclass(frozen=True)
class Growth:
    """Processor seconds per simulated second on one thread, by size, and the size that was varied."""

    varied: str
    sizes: tuple[int, ...]
    cost_s: tuple[float, ...]
    rate_hz: tuple[float, ...]

    @property
    def exponent(self) -> float:
        """Slope of the straight line through the logarithms: 1 where cost is proportional to size."""
        slope, _ = np.polyfit(np.log(self.sizes), np.log(self.cost_s), 1)
        return float(slope)


def measure_growth(progress: Callable[[str, float], None] | None = None) -> tuple[Growth, Growth]:
    """Measure networks of 5, 20 and 80 thousand neurons, and of 1, 10 and 100 million synapses."""
    tell = progress or (lambda _what, _share: None)
    by_neurons, by_synapses = [], []
    for n in NEURONS:
        tell(f"{n:,} neurons", 0.0)
        by_neurons.append(_measure(n, INDEGREE))
    for n in SYNAPSES:
        tell(f"{n:,} synapses", 0.0)
        by_synapses.append(_measure(N_FIXED, n // N_FIXED))
    return (
        Growth("neurons", NEURONS, *zip(*by_neurons, strict=True)),
        Growth("synapses", SYNAPSES, *zip(*by_synapses, strict=True)),
    )


def uncoupled(n_neurons: int, indegree: int) -> Brain:
    """Return a network whose synapses are too weak to matter, so that all sizes fire alike."""
    cell = CurrentCell(refractory_ms=2.0, poisson_hz=10_500.0, poisson_weight=12.5)
    return Brain(
        name=f"{n_neurons} x {indegree}", title="driven from outside alone", dt_ms=0.1, consolidation=None,
        regions=(Region(name="cortex", n_excitatory=n_neurons, n_inhibitory=0),),
        projections=(
            Projection(
                source="cortex", target="cortex", pattern=FixedIndegree(number=indegree), weight=1e-6,
                weight_spread=0, delay_ms=1.5,
            ),
        ),
        excitatory=cell, inhibitory=cell, runaway_hz=200.0,
    )  # fmt: skip


def _measure(n_neurons: int, indegree: int) -> tuple[float, float]:
    circuit = compile_brain(uncoupled(n_neurons, indegree), seed=1, threads=1)
    state = newborn(circuit, owns_weights=True)
    with ThreadPoolExecutor(1) as pool:
        live(circuit, state, pool, LENGTH_MS, records=False)
        begun = time.process_time()
        stretch = live(circuit, state, pool, LENGTH_MS, records=False)
        cost_s = (time.process_time() - begun) / LENGTH_MS * 1000.0
    n_spikes = float(np.concatenate(stretch.counts).sum())
    return cost_s, n_spikes / n_neurons / LENGTH_MS * 1000.0
