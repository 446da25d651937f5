"""Rung 9. Single and double precision: other lives of the same statistics."""

from collections.abc import Callable
from typing import Literal

import numpy as np
import pytest
from scipy.stats import ttest_ind
from tests.ladder.balanced import balanced, compare, describe, spikes_of, told_apart
from tests.ladder.stage import Numbers, Stage

from neurotag.bench.networks import assembly, vogels_abbott
from neurotag.brain import Brain, load_brain

MS = 1000.0
PRECISIONS: tuple[tuple[Literal["single", "double"], int], ...] = (("single", 0), ("double", 100))
"""And the first of their seeds: those of one precision are not those of the other."""
N_SEEDS = 5


def test_distributions_of_the_balanced_network_are_the_same() -> None:
    single, double = (
        [
            describe(*spikes_of(balanced(precision=precision), seed=first + seed, ms=MS), ms=MS)
            for seed in range(N_SEEDS)
        ]
        for precision, first in PRECISIONS
    )
    assert told_apart(compare(double, single)) == []


BRAINS: dict[str, tuple[Callable[[], Brain], float]] = {
    "conductances": (lambda: vogels_abbott().replace(scale=0.5), 300.0),
    "adex": (lambda: assembly().replace(scale=0.2), 400.0),
    "everyday": (lambda: load_brain("everyday").replace(scale=0.2), 2000.0),
}


def rates_hz(brain: Brain, *, seed: int, ms: float) -> Numbers:
    """Return the mean rate of each region's excitatory and inhibitory neurons, after a quarter of the time."""
    stage = Stage(brain, seed=seed)
    stage.run(ms)
    step, neuron = stage.spikes()
    counts = np.bincount(neuron[step * brain.dt_ms > ms / 4], minlength=stage.circuit.layout.n_neurons)
    layout = stage.circuit.layout
    found: list[float] = []
    for region in brain.regions:
        kinds = layout.excitatory(region.name), layout.inhibitory(region.name)
        found.extend(counts[cells].mean() / (0.75 * ms) * 1000.0 for cells in kinds)
    return np.array(found)


@pytest.mark.parametrize("name", BRAINS)
def test_mean_rates_lie_within_the_spread_of_seeds(name: str) -> None:
    make, ms = BRAINS[name]
    single, double = (
        np.array(
            [rates_hz(make().replace(precision=precision), seed=first + k, ms=ms) for k in range(N_SEEDS)]
        )
        for precision, first in PRECISIONS
    )
    assert single.mean() > 0.5
    chances = ttest_ind(single, double, axis=0, equal_var=False).pvalue
    assert told_apart({str(k): float(chance) for k, chance in enumerate(chances)}) == []
