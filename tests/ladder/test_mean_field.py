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
from neurotag.plasticity import InhibitorySTDP, PairSTDP, Rule


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


PARROT = CurrentCell(
    tau_ms=1.0,
    excitation_tau_ms=0.05,
    refractory_ms=1.0,
    poisson_hz=10.0,
    poisson_weight=1e6,
    start_mV=(0.0, 0.0),
)
"""It fires at each of its background spikes, 10 a second."""
PARROT_HZ = 10.0
N_SOURCES, N_TARGETS = 1200, 20


def listening(
    cell: ConductanceCell, *, dt_ms: float, exc: dict[str, Any], inh: dict[str, Any], rule: Rule
) -> Brain:
    """Return 1,000 excitatory and 200 inhibitory Poisson sources, all of them onto each of 20 cells."""
    shared: dict[str, Any] = {"source": "sources", "target": "target", "weight_spread": 0.0, "delay_ms": 1.0,
                              "pattern": Everywhere(probability=1.0)}  # fmt: skip
    return Brain(
        name="listening", title="listening", dt_ms=dt_ms, consolidation=None, runaway_hz=1e9,
        excitatory=PARROT, inhibitory=PARROT,
        regions=(
            Region(name="sources", n_excitatory=1000, n_inhibitory=200),
            Region(name="target", n_excitatory=20, n_inhibitory=0, excitatory=cell),
        ),
        projections=(Projection(**shared, **exc), Projection(source_cells="inhibitory", **shared, **inh)),
        rules={"rule": rule.model_dump()},
    )  # fmt: skip


def rates_hz(stage: Stage, *, ms: float) -> tuple[float, float]:
    """Return the mean rates of sources and targets over the next stretch of time."""
    before = len(stage.spikes()[0])
    stage.run(ms)
    is_source = stage.spikes()[1][before:] < N_SOURCES
    seconds = ms / 1000.0
    return float(is_source.sum()) / N_SOURCES / seconds, float((~is_source).sum()) / N_TARGETS / seconds


@pytest.mark.slow
@pytest.mark.parametrize("target_hz", [3.0, 8.0])
def test_inhibitory_plasticity_holds_its_target_rate(target_hz: float) -> None:
    # In a recurrent network inhibition follows excitation, and such pairs hold the rate below the target.
    cell = ConductanceCell(refractory_ms=5.0)
    rule = InhibitorySTDP(rate=0.05, target_hz=target_hz)
    exc, inh = {"weight": 0.3}, {"weight": 0.1, "weight_max": 100.0, "rule": "rule"}
    stage = Stage(listening(cell, dt_ms=0.1, exc=exc, inh=inh, rule=rule))
    unheld = rates_hz(stage, ms=300.0)[1]
    assert unheld > 2 * target_hz
    stage.run(30_000.0)
    sources, held = rates_hz(stage, ms=20_000.0)
    assert sources == pytest.approx(PARROT_HZ, rel=0.02)
    assert held == pytest.approx(target_hz, rel=0.1)


def learned(rule: PairSTDP, *, seconds: float) -> Numbers:
    """Return the weights of 1,000 sources onto each of 20 cells in the end, as shares of the ceiling.

    Song, Miller & Abbott 2000: a cell fires when its inputs happen to come together.
    """
    cell = ConductanceCell(
        leak_nS=10.0, capacitance_pF=200.0, rest_mV=-70.0, threshold_mV=-54.0, reset_mV=-60.0, refractory_ms=2.0,
        inhibition_tau_ms=5.0, inhibition_reversal_mV=-70.0, start_mV=(-70.0, -60.0),
    )  # fmt: skip
    exc, inh = {"weight": 0.1, "weight_max": 0.15, "rule": "rule"}, {"weight": 0.5}
    stage = Stage(listening(cell, dt_ms=0.5, exc=exc, inh=inh, rule=rule))
    sources, targets = rates_hz(stage, ms=5_000.0)
    assert sources == pytest.approx(PARROT_HZ, rel=0.02)
    assert targets > 5.0
    stage.run(1000.0 * seconds - 5_000.0)
    synapses = synapses_of(stage.circuit)
    return stage.weights(synapses.of(synapses.rule == 0)) / 0.15


@pytest.mark.slow
def test_additive_learning_ends_with_two_groups_of_weights() -> None:
    weights = learned(PairSTDP(dependence="additive", rate=0.01, delay="axonal"), seconds=1000.0)
    shares = np.histogram(weights, 5, (0, 1))[0] / len(weights)
    # Most stand at one of the ends, fewer than half as many as at either in the middle fifth.
    assert shares[0] + shares[4] > 0.6
    assert min(shares[0], shares[4]) > 2 * shares[2]


@pytest.mark.slow
def test_multiplicative_learning_ends_with_one_group_of_weights() -> None:
    weights = learned(PairSTDP(rate=0.01, delay="axonal"), seconds=300.0)
    shares = np.histogram(weights, 10, (0, 1))[0] / len(weights)
    assert weights.std() > 0.01
    # One peak, away from the ends, and nothing at them.
    peak = int(shares.argmax())
    assert 1 < peak < 8
    assert (np.diff(shares[: peak + 1]) >= -0.01).all()
    assert (np.diff(shares[peak:]) <= 0.01).all()
    assert shares[0] + shares[9] < 0.02
