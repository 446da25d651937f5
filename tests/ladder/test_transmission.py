"""Rung 1. From a spike to what it does: when it arrives, how much of it, and what is left for the next."""

from typing import Any

import numpy as np
import pytest
from scipy.stats import chisquare, norm
from tests.ladder.solo import alone, set_out, trace
from tests.ladder.stage import Stage, synapses_of

from neurotag.brain import (
    AdExCell,
    Brain,
    Cell,
    ConductanceCell,
    CurrentCell,
    Everywhere,
    FixedTotal,
    Projection,
    Region,
)

DT_MS = 0.1


def pair(source: CurrentCell | None = None, n: int = 1, **projection: Any) -> Brain:
    """Return ``n`` sources that reach ``n`` targets with a weight of 3."""
    cell = CurrentCell(refractory_ms=DT_MS)
    words = {"pattern": Everywhere(probability=1.0), "weight_spread": 0.0, "delay_ms": 1.5, **projection}
    return Brain(
        name="pair", title="pair", dt_ms=DT_MS, precision="double", consolidation=None, runaway_hz=1e9,
        excitatory=cell, inhibitory=cell,
        regions=(
            Region(name="source", n_excitatory=n, n_inhibitory=0, excitatory=source or cell),
            Region(name="target", n_excitatory=n, n_inhibitory=0),
        ),
        projections=(Projection(source="source", target="target", weight=3.0, **words),),
    )  # fmt: skip


def arrivals(stage: Stage, spikes: list[int], n_steps: int) -> list[tuple[int, float]]:
    """Fire neuron 0 in some steps; return when something arrives at the last neuron, and how much."""
    found = []
    for step in range(n_steps):
        stage.fire([0] if step in spikes else [])
        if (amount := float(stage.state.neurons.ampa[-1])) > 0:
            found.append((step, amount))
    return found


@pytest.mark.parametrize("delay_ms", [0.1, 1.5, 10.0, 73.2])
def test_a_spike_arrives_exactly_after_its_delay_and_in_full(delay_ms: float) -> None:
    stage = Stage(pair(delay_ms=delay_ms))
    expected = [(step + round(delay_ms / DT_MS), 3.0) for step in (0, 3, 77)]
    assert arrivals(stage, [0, 3, 77], 820) == expected


def delays_of(brain: Brain) -> np.ndarray:
    synapses = synapses_of(Stage(brain).circuit)
    return synapses.delay


def test_spread_delays_are_normal() -> None:
    n = 50_000
    brain = pair(n=300, delay_ms=3.0, delay_spread_ms=0.5, pattern=FixedTotal(number=n))
    steps, counts = np.unique(delays_of(brain), return_counts=True)
    inner = np.arange(20, 41)
    assert np.isin(steps, np.arange(10, 51)).all()
    shares = np.diff(norm.cdf([-np.inf, *(inner[:-1] + 0.5), np.inf], 30.0, 5.0))
    observed = np.bincount(np.clip(np.repeat(steps, counts), 20, 40), minlength=41)[20:]
    assert chisquare(observed, shares * n).pvalue > 1e-3


@pytest.mark.parametrize("n_delays", [2, 5, 8])
def test_a_few_delays_stand_for_equal_shares_of_the_spread(n_delays: int) -> None:
    n = 50_000
    brain = pair(n=300, delay_ms=3.0, delay_spread_ms=0.5, n_delays=n_delays, pattern=FixedTotal(number=n))
    middles = norm.ppf((np.arange(n_delays) + 0.5) / n_delays, 30.0, 5.0)
    steps, counts = np.unique(delays_of(brain), return_counts=True)
    np.testing.assert_array_equal(steps, np.round(middles))
    assert chisquare(counts).pvalue > 1e-3


def test_each_synapse_of_a_spread_keeps_its_own_delay() -> None:
    brain = pair(n=40, delay_ms=3.0, delay_spread_ms=0.5)
    stage = Stage(brain)
    synapses = synapses_of(stage.circuit)
    mine = synapses.of(synapses.source == 0)
    assert len(np.unique(mine.delay)) > 5
    for step in range(60):
        stage.fire([0] if step == 0 else [])
        reached = np.flatnonzero(stage.state.neurons.ampa)
        np.testing.assert_array_equal(
            stage.circuit.blocks.id_of[reached], np.sort(mine.target[mine.delay == step])
        )


def released(spikes: list[int], share: float, recovery_ms: float, facilitation_ms: float) -> list[float]:
    """Return u R / U of Tsodyks, Pawelzik & Markram 1998, spike by spike.

    Between spikes R recovers towards 1 and u falls towards 0; a spike first raises u by U (1 - u), then takes u R.
    """
    u, resource, strengths, last = 0.0, 1.0, [], None
    for step in spikes:
        passed_ms = np.inf if last is None else (step - last) * DT_MS
        resource = 1 - (1 - resource) * np.exp(-passed_ms / recovery_ms)
        u = (u * np.exp(-passed_ms / facilitation_ms) if facilitation_ms else 0.0) * (1 - share) + share
        strengths.append(u * resource / share)
        resource *= 1 - u
        last = step
    return strengths


@pytest.mark.parametrize(
    ("share", "recovery_ms", "facilitation_ms"),
    [(0.5, 800.0, 0.0), (0.05, 100.0, 600.0), (0.3, 130.0, 530.0)],
)
def test_synapses_tire_and_facilitate_as_the_closed_form_says(
    share: float, recovery_ms: float, facilitation_ms: float
) -> None:
    source = CurrentCell(
        refractory_ms=DT_MS, tiring=share, tiring_tau_ms=recovery_ms, facilitation_tau_ms=facilitation_ms
    )
    spikes = [5, 7, 40, 240, 243, 300, 500, 1900, 1950, 1952, 1954, 2100]
    amounts = [amount for _, amount in arrivals(Stage(pair(source)), spikes, 2130)]
    strengths = released(spikes, share, recovery_ms, facilitation_ms)
    assert max(strengths) > 1.2 * min(strengths)
    np.testing.assert_allclose(amounts, 3.0 * np.array(strengths), rtol=1e-12)


def test_each_source_tires_by_itself() -> None:
    source = CurrentCell(refractory_ms=DT_MS, tiring=0.5, tiring_tau_ms=500.0)
    stage = Stage(pair(source, n=2))
    amounts = []
    for step in range(60):
        stage.fire([0] if step in (0, 20) else [1] if step == 30 else [])
        amounts.append(float(stage.state.neurons.ampa[-1]))
    assert [round(a, 2) for a in amounts if a > 0] == [3.0, 1.51, 3.0]


@pytest.mark.parametrize("dt_ms", [0.1, 0.5, 1.0])
@pytest.mark.parametrize(
    ("arrives", "field", "share", "tau_ms"),
    [("input_exc", "ampa", 0.4, 5.0), ("input_exc", "nmda", 0.6, 80.0), ("input_inh", "gaba", 1.0, 8.0)],
)
def test_everyday_conductances_hold_what_the_weight_promises(
    arrives: str, field: str, share: float, tau_ms: float, dt_ms: float
) -> None:
    # A weight w holds, at one spike in 10 ms, the conductance w on average: its integral is 10 ms w.
    stage = Stage(alone(Cell(tau_ms=20.0, noise_mV=0.0, nmda_share=0.6), dt_ms=dt_ms))
    g = trace(stage, round(100 / dt_ms), inputs={0: {arrives: 0.1}}, field=field)[:, 0]
    keeps = np.exp(-dt_ms / tau_ms)
    np.testing.assert_allclose(g[3:], g[2:-1] * keeps, rtol=1e-9)
    held = dt_ms * (g.sum() + g[-1] * keeps / (1 - keeps))
    assert held == pytest.approx(share * 0.1 * 10.0, rel=1e-9)


@pytest.mark.parametrize("arrives", ["input_exc", "input_inh"])
def test_conductances_of_the_standard_cells_begin_or_peak_at_the_weight(arrives: str) -> None:
    field = {"input_exc": "ampa", "input_inh": "gaba"}[arrives]
    stage = Stage(alone(ConductanceCell(), dt_ms=DT_MS))
    g = trace(stage, 2000, inputs={0: {arrives: 4.0}}, field=field)[:, 0]
    assert g.max() == g[0] == 4.0
    tau_ms = {"input_exc": 5.0, "input_inh": 10.0}[arrives]
    np.testing.assert_allclose(g, 4.0 * np.exp(-np.arange(2000) * DT_MS / tau_ms), rtol=1e-10, atol=1e-19)


@pytest.mark.parametrize("rise_ms", [0.0, 1.0])
def test_the_adex_cell_receives_the_charge_of_a_conductance_that_peaks_at_the_weight(rise_ms: float) -> None:
    # Far below the threshold and held by a huge capacitance, the potential adds up what flows in.
    cell = AdExCell(
        capacitance_pF=1e6, leak_nS=1e-6, coupling_nS=0.0, excitation_rise_ms=rise_ms, excitation_tau_ms=5.0,
        refractory_ms=DT_MS, start_mV=(-70.0, -70.0),
    )  # fmt: skip
    stage = Stage(alone(cell, dt_ms=DT_MS))
    set_out(stage, v=-70.0)
    v = trace(stage, 1000, inputs={0: {"input_exc": 4.0}})[:, 0]
    t = np.linspace(0.0, 100.0, 100_001)
    shape = np.exp(-t / 5.0) - (np.exp(-t / rise_ms) if rise_ms else 0.0)
    charge_pC = np.trapezoid(4.0 * shape / shape.max(), t) * 70.0 * 1e-3
    assert (v[-1] + 70.0) * 1e6 * 1e-3 == pytest.approx(charge_pC, rel=2e-3)
