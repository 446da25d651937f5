"""Rung 4. The same network in NEST: same synapses, same potentials, the same spikes and weights.

No noise: a steady current drives the cells. In the end two simulators differ in the last digit of some sum, and
a chaotic network would make two lives of it; for 600 ms it does not.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from tests.ladder.peer import ask_nest, needs_nest, words_of
from tests.ladder.solo import alone, set_out, trace
from tests.ladder.stage import Ids, Stage, Synapses, synapses_of

from neurotag.brain import Brain, ConductanceCell, CurrentCell, FixedIndegree, Projection, Region
from neurotag.plasticity import PairSTDP

pytestmark = [pytest.mark.slow, needs_nest]

MS = 600.0
CELL = CurrentCell(refractory_ms=2.0, current_pA=330.0)
RULE = PairSTDP(rate=0.02, asymmetry=1.05, is_exact=True)
WEIGHT_pA, CEILING_pA = 30.0, 60.0
IN_FLIGHT_STEPS = 16
"""NEST weighs a synapse when a spike leaves, neurotag when it arrives, 1.5 ms later."""


def network(*, learns: bool) -> Brain:
    projections = []
    for source, number, weight in (("excitatory", 40, WEIGHT_pA), ("inhibitory", 10, 5 * WEIGHT_pA)):
        for target in ("excitatory", "inhibitory"):
            plastic = learns and source == target == "excitatory"
            projections.append(
                Projection(
                    source="r",
                    target="r",
                    source_cells=source,
                    target_cells=target,
                    delay_ms=1.5,
                    weight=weight,
                    weight_spread=0.0,
                    weight_max=CEILING_pA if plastic else None,
                    rule="pairs" if plastic else None,
                    pattern=FixedIndegree(number=number),
                )
            )
    return Brain(
        name="nest", title="nest", dt_ms=0.1, precision="double", consolidation=None, runaway_hz=1e9,
        regions=(Region(name="r", n_excitatory=400, n_inhibitory=100),), projections=tuple(projections),
        excitatory=CELL, inhibitory=CELL, rules={"pairs": RULE.model_dump()},
    )  # fmt: skip


@dataclass(frozen=True)
class Both:
    stage: Stage
    synapses: Synapses
    nest: dict[str, Any]


@pytest.fixture(scope="module", params=[False, True], ids=["static", "plastic"])
def both(request: pytest.FixtureRequest) -> Both:
    stage = Stage(network(learns=request.param), seed=1)
    synapses = synapses_of(stage.circuit)
    weight = stage.unsettled_weights(synapses)
    nest = ask_nest(
        "wired", v=stage.state.neurons.v[stage.place_of], source=synapses.source, target=synapses.target,
        delay=synapses.delay * 0.1, weight=np.where(synapses.inhibits, -weight, weight), plastic=synapses.rule >= 0,
        rate=RULE.rate, asymmetry=RULE.asymmetry, ceiling=CEILING_pA, ms=MS, **words_of(CELL),
    )  # fmt: skip
    stage.run(MS)
    return Both(stage, synapses, nest)


def in_order(step: Ids, neuron: Ids) -> Ids:
    return np.unique(np.stack([step, neuron], axis=1), axis=0)


def test_every_spike_is_nests(both: Both) -> None:
    ours, theirs = in_order(*both.stage.spikes()), in_order(both.nest["step"], both.nest["neuron"])
    assert len(theirs) > 2000
    np.testing.assert_array_equal(ours, theirs)


def test_every_weight_is_nests(both: Both) -> None:
    learning = both.synapses.of(both.synapses.rule >= 0)
    if not len(learning.place):
        assert both.nest["learned"].size == 0
        return
    # Not settled: both as of the source's last spike, where it came after our last look at all weights.
    weight = both.stage.unsettled_weights(learning)
    step, neuron = both.stage.spikes()
    last = np.full(500, -1)
    np.maximum.at(last, neuron, step)
    end, looked = (
        round(MS / 0.1),
        round(MS / 0.1) // both.stage.circuit.epoch_steps * both.stage.circuit.epoch_steps,
    )
    counts = (last > looked) & (last < end - IN_FLIGHT_STEPS)
    order = np.lexsort((weight, learning.target, learning.source))
    nest = both.nest
    theirs = np.lexsort((nest["learned"], nest["learned_target"], nest["learned_source"]))
    np.testing.assert_array_equal(learning.source[order], nest["learned_source"][theirs])
    np.testing.assert_array_equal(learning.target[order], nest["learned_target"][theirs])
    compared = counts[learning.source[order]]
    assert compared.mean() > 0.3
    off = np.abs(weight[order] - nest["learned"][theirs])[compared]
    assert np.abs(nest["learned"] - WEIGHT_pA).max() > 5.0
    assert off.max() < 1e-9 * CEILING_pA


@pytest.mark.parametrize("current_pA", [0.0, 130.0])
def test_the_conductance_cell_is_nests(current_pA: float) -> None:
    cell = ConductanceCell(refractory_ms=5.0, current_pA=current_pA)
    rng = np.random.default_rng(0)
    exc, inh = (np.sort(rng.choice(np.arange(10, 4900), n, replace=False)) for n in (60, 40))
    nest = ask_nest(
        "cell", v=-62.0, exc_ms=exc * 0.1, inh_ms=inh * 0.1, weight=1.0, ms=500.0, **words_of(cell)
    )  # fmt: skip
    stage = Stage(alone(cell))
    set_out(stage, v=-62.0)
    inputs: dict[int, dict[str, float]] = {}
    # NEST's devices send at the end of a step, and the least delay is a step: what they send at t is felt from t + 0.1.
    for steps, name in ((exc, "input_exc"), (inh, "input_inh")):
        for step in steps:
            inputs.setdefault(int(step), {})[name] = 1.0
    v = trace(stage, 5000, inputs=inputs)[:, 0]
    ours, theirs = in_order(*stage.spikes())[:, 0], np.sort(nest["step"])
    assert (len(theirs) > 10) == (current_pA > 0)
    assert len(ours) == len(theirs)
    assert np.abs(ours - theirs).max(initial=0) <= 1
    if current_pA == 0:
        recorded = np.rint(nest["times"] / 0.1).astype(np.int64) - 1
        np.testing.assert_allclose(v[recorded], nest["v"], atol=1e-3)
