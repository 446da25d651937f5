"""Rung 6. What theory foresees: mean-field rates, a held rate, and where weights come to rest."""

import math
from typing import Any

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.special import erfcx
from tests.ladder.stage import Numbers, Stage, synapses_of

from neurotag.brain import Brain, ConductanceCell, CurrentCell, Everywhere, FixedIndegree, Projection, Region
from neurotag.plasticity import InhibitorySTDP, PairSTDP


def siegert_hz(mean_mV: float, spread_mV: float, cell: CurrentCell) -> float:
    """Return the rate of a leaky integrate-and-fire cell under Gaussian input that is nearly white.

    References
    ----------
    Brunel 2000, J Comput Neurosci 8:183; Fourcaud & Brunel 2002, Neural Comput 14:2057 (the shift of threshold and
    reset by the synapses' time constant).
    """
    shift = math.sqrt(2.0) * 1.4603545 / 2.0 * math.sqrt(cell.excitation_tau_ms / cell.tau_ms)
    low, high = ((u - mean_mV) / spread_mV + shift for u in (cell.reset_mV, cell.threshold_mV))
    # exp(u^2) (1 + erf u) = erfcx(-u)
    area: float = quad(lambda u: float(erfcx(-u)), low, high)[0]
    return 1000.0 / (cell.refractory_ms + cell.tau_ms * math.sqrt(math.pi) * area)


N_EXC, N_INH, EXC_INDEGREE, INH_INDEGREE = 8000, 2000, 800, 200
WEIGHT_pA = 12.5


def sparse(poisson_hz: float, g: float) -> Brain:
    """Return a sparse network in its asynchronous irregular state, of indegree 1,000."""
    cell = CurrentCell(refractory_ms=2.0, poisson_hz=poisson_hz, poisson_weight=WEIGHT_pA)
    return Brain(
        name="sparse", title="sparse", dt_ms=0.1, consolidation=None, runaway_hz=1e9, excitatory=cell, inhibitory=cell,
        regions=(Region(name="r", n_excitatory=N_EXC, n_inhibitory=N_INH),),
        projections=tuple(
            Projection(
                source="r", target="r", source_cells=source, target_cells=target, delay_ms=1.5, weight=weight,
                weight_spread=0.0, pattern=FixedIndegree(number=number),
            )
            for source, number, weight in (
                ("excitatory", EXC_INDEGREE, WEIGHT_pA), ("inhibitory", INH_INDEGREE, g * WEIGHT_pA)
            )
            for target in ("excitatory", "inhibitory")
        ),
    )  # fmt: skip


def foreseen_hz(brain: Brain, g: float) -> float:
    """Return the rate at which a network's output is its input."""
    cell = brain.excitatory
    assert isinstance(cell, CurrentCell)
    jump_mV = WEIGHT_pA * cell.excitation_tau_ms / cell.capacitance_pF

    def output(rate_hz: float) -> float:
        per_ms = rate_hz / 1000.0
        mean = cell.poisson_hz / 1000.0 + per_ms * (EXC_INDEGREE - g * INH_INDEGREE)
        square = cell.poisson_hz / 1000.0 + per_ms * (EXC_INDEGREE + g * g * INH_INDEGREE)
        spread_mV = math.sqrt(cell.tau_ms * square) * jump_mV
        return siegert_hz(cell.tau_ms * mean * jump_mV, spread_mV, cell)

    return float(brentq(lambda rate_hz: output(rate_hz) - rate_hz, 0.01, 400.0))


@pytest.mark.slow
@pytest.mark.parametrize(("poisson_hz", "g"), [(12_000.0, 5.0), (17_000.0, 5.0), (17_000.0, 6.0)])
def test_a_sparse_network_fires_at_the_mean_field_rate(poisson_hz: float, g: float) -> None:
    brain = sparse(poisson_hz, g)
    stage = Stage(brain)
    stage.run(1200.0)
    step, _ = stage.spikes()
    rate_hz = float((step >= 2000).sum()) / (N_EXC + N_INH)
    assert rate_hz == pytest.approx(foreseen_hz(brain, g), rel=0.1)


def test_an_unconnected_population_fires_at_the_rate_siegert_foresees() -> None:
    cell = CurrentCell(refractory_ms=2.0, poisson_hz=9_000.0, poisson_weight=WEIGHT_pA)
    brain = sparse(9_000.0, 5.0).replace(
        regions=[Region(name="r", n_excitatory=1000, n_inhibitory=1).model_dump()],
        projections=[
            Projection(
                source="r", target="r", source_cells="inhibitory", target_cells="inhibitory", weight=0.0, delay_ms=10.0,
                pattern=FixedIndegree(number=1),
            ).model_dump()
        ],
    )  # fmt: skip
    stage = Stage(brain)
    stage.run(3000.0)
    step, neuron = stage.spikes()
    rate_hz = float(((step >= 5000) & (neuron < 1000)).sum()) / 1000 / 2.5
    jump_mV = WEIGHT_pA * 2.0 / 250.0
    foreseen = siegert_hz(20.0 * 9.0 * jump_mV, math.sqrt(20.0 * 9.0) * jump_mV, cell)
    assert rate_hz == pytest.approx(foreseen, rel=0.1)


@pytest.mark.slow
@pytest.mark.parametrize("target_hz", [3.0, 8.0])
def test_inhibitory_plasticity_holds_its_target_rate(target_hz: float) -> None:
    # Vogels et al. 2011, a quarter of its size with the same inputs per neuron.
    cell = ConductanceCell(refractory_ms=5.0, current_pA=200.0, start_mV=(-60.0, -50.0))
    shared: dict[str, Any] = {"source": "r", "target": "r", "delay_ms": 0.8, "weight_spread": 0.0}
    fixed = [("excitatory", "excitatory", 160, 0.3), ("excitatory", "inhibitory", 160, 0.3),
             ("inhibitory", "inhibitory", 40, 3.0)]  # fmt: skip
    brain = Brain(
        name="vogels", title="vogels", dt_ms=0.1, consolidation=None, runaway_hz=1e9, excitatory=cell, inhibitory=cell,
        regions=(Region(name="r", n_excitatory=2000, n_inhibitory=500),),
        projections=(
            *(
                Projection(
                    source_cells=source, target_cells=target, weight=weight, pattern=FixedIndegree(number=number),
                    **shared,
                )
                for source, target, number, weight in fixed
            ),
            Projection(
                source_cells="inhibitory", weight=0.1, weight_max=100.0, rule="hold",
                pattern=FixedIndegree(number=40), **shared,
            ),
        ),
        rules={"hold": InhibitorySTDP(rate=0.5, target_hz=target_hz).model_dump()},
    )  # fmt: skip
    stage = Stage(brain, spikes=True)
    stage.run(12_000.0)
    step, neuron = stage.spikes()
    late = (step >= 70_000) & (neuron < 2000)
    assert float(late.sum()) / 2000 / 5.0 == pytest.approx(target_hz, rel=0.1)


def learned(rule: PairSTDP) -> Numbers:
    """Return the weights of 1,000 Poisson sources onto each of 20 cells after 300 s, as shares of the ceiling.

    Song, Miller & Abbott 2000: excitation at 10 Hz from each source, 200 inhibitory ones, and a cell that fires
    when they happen to come together. A source fires at each of its background spikes.
    """
    parrot = CurrentCell(refractory_ms=1.0, poisson_hz=10.0, poisson_weight=1e5, start_mV=(0.0, 0.0),
                         tau_ms=1.0, excitation_tau_ms=0.05)  # fmt: skip
    cell = ConductanceCell(
        leak_nS=10.0, capacitance_pF=200.0, rest_mV=-70.0, threshold_mV=-54.0, reset_mV=-60.0, refractory_ms=2.0,
        inhibition_tau_ms=5.0, inhibition_reversal_mV=-70.0, start_mV=(-70.0, -60.0),
    )  # fmt: skip
    brain = Brain(
        name="song", title="song", dt_ms=0.5, consolidation=None, runaway_hz=1e9, excitatory=parrot, inhibitory=parrot,
        regions=(
            Region(name="sources", n_excitatory=1000, n_inhibitory=200),
            Region(name="target", n_excitatory=20, n_inhibitory=0, excitatory=cell),
        ),
        projections=(
            Projection(source="sources", target="target", weight=0.1, weight_spread=0.0, weight_max=0.15, delay_ms=1.0,
                       pattern=Everywhere(probability=1.0), rule="pairs"),
            Projection(source="sources", target="target", weight=0.5, weight_spread=0.0, delay_ms=1.0,
                       source_cells="inhibitory", pattern=Everywhere(probability=1.0)),
        ),
        rules={"pairs": rule.model_dump()},
    )  # fmt: skip
    stage = Stage(brain, spikes=False)
    stage.run(300_000.0)
    synapses = synapses_of(stage.circuit)
    return stage.weights(synapses.of(synapses.rule == 0)) / 0.15


@pytest.mark.slow
def test_additive_learning_ends_with_two_groups_of_weights() -> None:
    shares = (
        np.histogram(learned(PairSTDP(dependence="additive", rate=0.01, delay="axonal")), 5, (0, 1))[0]
        / 20_000
    )
    # Most stand at one of the ends, fewer than half as many as at either in the middle fifth.
    assert shares[0] + shares[4] > 0.6
    assert min(shares[0], shares[4]) > 2 * shares[2]


@pytest.mark.slow
def test_multiplicative_learning_ends_with_one_group_of_weights() -> None:
    weights = learned(PairSTDP(rate=0.01, delay="axonal"))
    shares = np.histogram(weights, 10, (0, 1))[0] / 20_000
    # One peak, away from the ends, and nothing at them.
    peak = int(shares.argmax())
    assert 1 < peak < 8
    assert (np.diff(shares[: peak + 1]) >= -0.01).all()
    assert (np.diff(shares[peak:]) <= 0.01).all()
    assert shares[0] + shares[9] < 0.02
