"""A bare brain of two regions in whose twins chosen neurons are bound as strongly as a test wants."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from neurotag.brain import Brain, Cell, Everywhere, Projection, Region
from neurotag.engine import compile_brain
from neurotag.engine.circuit import Circuit
from neurotag.engine.state import newborn
from neurotag.engine.twin import Twins
from neurotag.plasticity import PairSTDP

BORN = 0.01
MEMBERS = np.r_[0:40, 250:290].astype(np.int64)
"""Forty excitatory neurons of each region: `left` has ids 0 to 199 and 50 inhibitory ones, then `right`."""
REST = np.setdiff1d(np.r_[0:200, 250:450], MEMBERS)
RIGHT = np.arange(250, 450)


def two_regions() -> Brain:
    ends = [(source, target) for source in ("left", "right") for target in ("left", "right")]
    learning = [
        Projection(
            source=source, target=target, pattern=Everywhere(probability=0.2), weight=BORN, weight_spread=0.2,
            weight_max=1.0, delay_ms=2.0 if source == target else 10.0, rule="pair",
        )
        for source, target in ends
    ]  # fmt: skip
    held = [
        each
        for name in ("left", "right")
        for each in (
            Projection(source=name, target=name, target_cells="inhibitory", weight=0.08, delay_ms=2.0,
                       pattern=Everywhere(probability=0.3)),
            Projection(source=name, source_cells="inhibitory", target=name, weight=0.08, delay_ms=1.0,
                       pattern=Everywhere(probability=0.4)),
        )
    ]  # fmt: skip
    return Brain(
        name="two", title="two regions", movement_region="right", rules={"pair": PairSTDP()},
        regions=tuple(Region(name=name, n_excitatory=200, n_inhibitory=50) for name in ("left", "right")),
        projections=(*learning, *held),
        excitatory=Cell(tau_ms=20.0, refractory_ms=3.0, bias_mV=7.3, fast_adaptation_mV=2.5),
        inhibitory=Cell(tau_ms=10.0, bias_mV=2.2, noise_mV=3.2, nmda_share=0.0),
    )  # fmt: skip


@cache
def circuit() -> Circuit:
    return compile_brain(two_regions(), seed=1)


def bound(*bonds: tuple[NDArray[np.int64], NDArray[np.int64], float], efficacy: float = 1.0) -> Twins:
    """Return twins of a brain at birth, but for the weights from some neurons to some others.

    ``efficacy`` is that of inhibition in the members.
    """
    state = newborn(circuit())
    wiring = circuit().wiring
    for bundle in np.flatnonzero(wiring.rule >= 0):
        rows = wiring.first_row[bundle] + np.arange(wiring.n_sources[bundle]) * wiring.stride[bundle]
        for at, row in enumerate(rows):
            part = slice(int(wiring.row_start[row]), int(wiring.row_start[row + 1]))
            place = wiring.target_start[bundle] + wiring.target[part].astype(np.int64)
            target = circuit().blocks.id_of[place]
            for sources, targets, weight in bonds:
                if wiring.source_id[bundle] + at in sources:
                    state.weight[part] = np.where(np.isin(target, targets), weight, state.weight[part])
    state.neurons.efficacy[circuit().blocks.place_of()[MEMBERS]] = efficacy
    return Twins(circuit(), state)


@cache
def among_members(weight: float) -> Twins:
    return bound((MEMBERS, MEMBERS, weight))
