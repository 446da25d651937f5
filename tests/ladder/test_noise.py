"""Rung 1. The random background: its counts and its noise are what they say, and nobody's is another's.

All draws are fixed by the seed. A p-value below 1e-4 in one of these tests would be a flaw, not chance.
"""

import numpy as np
import pytest
from scipy.stats import chisquare, kstest, kurtosis, norm, poisson, skew
from tests.ladder.solo import alone, set_out
from tests.ladder.stage import Ids, Numbers, Stage

from neurotag.brain import Cell, CurrentCell, Everywhere, Projection, Region, Transmitter
from neurotag.plasticity import ModulatedSTDP

CHANCE = 1e-4
N_NEURONS, N_STEPS = 1000, 800
RATES_HZ = {
    "few": 300.0,
    "some": 5_300.0,
    "many": 17_000.0,
    "in two draws": 36_000.0,
    "in four draws": 75_000.0,
}


def counts(rate_hz: float, *, seed: int = 0) -> Ids:
    """Return the spikes that reach each neuron in each step, (n_steps, n_neurons)."""
    cell = CurrentCell(poisson_hz=rate_hz, poisson_weight=0.0)
    stage = Stage(alone(cell, precision="single", n=N_NEURONS), seed=seed)
    flag = int(stage.circuit.cells.flag[0])
    drawn = []
    for _ in range(N_STEPS):
        stage.advance()
        drawn.append(stage.state.neurons.drawn[flag : flag + N_NEURONS].astype(np.int64))
    return np.array(drawn)


@pytest.fixture(scope="module")
def some() -> Ids:
    return counts(RATES_HZ["some"])


@pytest.mark.parametrize("name", RATES_HZ)
def test_counts_are_poisson(name: str) -> None:
    mean, drawn = RATES_HZ[name] * 1e-4, counts(RATES_HZ[name])
    n = drawn.size
    assert abs(drawn.mean() - mean) / np.sqrt(mean / n) < norm.isf(CHANCE / 2)
    # The variance of a sample's variance: (mean + 2 mean^2) / n.
    assert abs(drawn.var() - mean) / np.sqrt((mean + 2 * mean**2) / n) < norm.isf(CHANCE / 2)
    most = int(poisson.isf(20 / n, mean))
    observed = np.bincount(np.minimum(drawn.ravel(), most), minlength=most + 1)
    expected = np.append(poisson.pmf(np.arange(most), mean), poisson.sf(most - 1, mean)) * n
    assert chisquare(observed, expected).pvalue > CHANCE


def test_each_neuron_and_each_step_has_counts_of_its_own(some: Ids) -> None:
    mean = RATES_HZ["some"] * 1e-4
    # Sums over a line are Poisson too, if and only if its counts do not depend on each other.
    for axis in (0, 1):
        sums = some.sum(axis=axis)
        goal = mean * some.shape[axis]
        dispersion = ((sums - goal) ** 2).sum() / goal
        assert norm.isf(CHANCE / 2) > abs(dispersion - len(sums)) / np.sqrt(2 * len(sums))


@pytest.mark.parametrize(
    "shift", [(0, 1), (0, 2), (0, 4), (0, 8), (0, 64), (0, 512), (1, 0), (2, 0), (50, 0), (1, 1)]
)
def test_counts_of_neighbours_in_space_and_time_are_independent(some: Ids, shift: tuple[int, int]) -> None:
    steps, places = shift
    one = some[: N_STEPS - steps, : N_NEURONS - places]
    other = some[steps:, places:]
    assert abs(correlation(one, other)) * np.sqrt(one.size) < norm.isf(CHANCE / 2)


def test_populations_and_seeds_have_counts_of_their_own(some: Ids) -> None:
    assert abs(correlation(some, counts(RATES_HZ["some"], seed=1))) * np.sqrt(some.size) < norm.isf(
        CHANCE / 2
    )
    cell = CurrentCell(poisson_hz=RATES_HZ["some"], poisson_weight=0.0)
    stage = Stage(alone(cell, cell, precision="single", n=N_NEURONS))
    flags = stage.circuit.cells.flag[[0, 2]]
    drawn = []
    for _ in range(200):
        stage.advance()
        drawn.append([stage.state.neurons.drawn[flag : flag + N_NEURONS].copy() for flag in flags])
    one, other = np.array(drawn, np.int64).swapaxes(0, 1)
    assert abs(correlation(one, other)) * np.sqrt(one.size) < norm.isf(CHANCE / 2)


def correlation(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.corrcoef(one.ravel(), other.ravel())[0, 1])


def noise() -> Numbers:
    """Return the noise of 1000 everyday cells in single steps, in units of its declared size."""
    cell = Cell(tau_ms=20.0, noise_mV=4.0, threshold_mV=100.0)
    stage = Stage(alone(cell, dt_ms=1.0, n=N_NEURONS))
    size_mV = 4.0 * np.sqrt(-np.expm1(-2 / 20.0))
    drawn = []
    for _ in range(N_STEPS):
        set_out(stage, v=-70.0)
        stage.advance()
        drawn.append((stage.state.neurons.v + 70.0) / size_mV)
    return np.array(drawn)


def test_noise_has_the_moments_it_declares() -> None:
    z = noise()
    limit = norm.isf(CHANCE / 2) / np.sqrt(z.size)
    assert abs(z.mean()) < limit
    assert abs(z.var() - 1) < limit * np.sqrt(1.7)
    assert abs(skew(z.ravel())) < limit * np.sqrt(6)
    # A sum of four uniform numbers: kurtosis -1.2 / 4, ends at 3.45.
    assert kurtosis(z.ravel()) == pytest.approx(-0.3, abs=0.02)
    assert 3.2 < np.abs(z).max() < 3.46
    for one, other in ((z[1:], z[:-1]), (z[:, 1:], z[:, :-1]), (z[:, 2:], z[:, :-2])):
        assert abs(correlation(one, other)) < limit


def test_a_membrane_makes_noise_normal() -> None:
    cell = Cell(tau_ms=20.0, noise_mV=4.0, threshold_mV=100.0)
    stage = Stage(alone(cell, dt_ms=1.0, n=N_NEURONS))
    set_out(stage, v=-70.0)
    seen = []
    for _ in range(10):
        # After five time constants nothing is left of what was before.
        stage.advance(100)
        seen.append((stage.state.neurons.v + 70.0) / 4.0)
    z = np.concatenate(seen)
    assert kstest(z, "norm").pvalue > CHANCE
    assert z.std() == pytest.approx(1.0, abs=norm.isf(CHANCE / 2) / np.sqrt(2 * z.size))


def test_a_transmitter_holds_the_level_of_its_tonic_release() -> None:
    # Shot noise: mean r, variance r / (2 tau), and it forgets within tau.
    tau_ms, rate_per_ms = 20.0, 0.1
    regions = tuple(Region(name=f"r{k}", n_excitatory=1, n_inhibitory=0) for k in range(40))
    cell = CurrentCell()
    brain = alone(cell).replace(
        regions=[region.model_dump() for region in regions],
        projections=[
            Projection(
                source="r0", target="r0", pattern=Everywhere(probability=1.0), weight=1.0, weight_max=2.0, rule="rule",
                delay_ms=10.0,
            ).model_dump()
        ],
        rules={"rule": ModulatedSTDP(gains={"dopamine": 1.0}).model_dump()},
        transmitters={"dopamine": Transmitter(tau_ms=tau_ms, tonic_hz=1000 * rate_per_ms).model_dump()},
    )  # fmt: skip
    stage = Stage(brain)
    stage.run(100.0)
    seen = []
    for _ in range(100):
        stage.run(3 * tau_ms)
        seen.append(stage.state.modulation.level[0].copy())
    levels = np.array(seen)
    spread = np.sqrt(rate_per_ms / (2 * tau_ms))
    assert abs(levels.mean() - rate_per_ms) < norm.isf(CHANCE / 2) * spread * np.sqrt(1.1 / levels.size)
    assert levels.std() == pytest.approx(spread, rel=0.06)
    assert abs(correlation(levels[:, 1:], levels[:, :-1])) < norm.isf(CHANCE / 2) / np.sqrt(levels.size)
