"""Rung 1. What the spikes of a neuron that winds up leave behind, against its words."""

import math

import numpy as np
import pytest
from tests.ladder.stage import Stage

from neurotag.brain import Brain, Cell, Everywhere, Projection, Region
from neurotag.errors import DescriptionError
from neurotag.plasticity import Disinhibition

JUMP_MV, MOST_MV, TAU_MS = 2.0, 9.0, 300.0
FAR_ABOVE_MV = 1e5


def horn(**changes: float) -> Stage:
    """Return three neurons without noise that hardly touch each other."""
    words = {"wind_up_mV": JUMP_MV, "wind_up_most_mV": MOST_MV, "wind_up_tau_ms": TAU_MS, **changes}
    cell = Cell(tau_ms=20.0, noise_mV=0.0, nmda_share=0.0, **words)
    faint = Projection(
        source="horn",
        target="horn",
        weight=1e-12,
        weight_spread=0,
        delay_ms=1,
        pattern=Everywhere(probability=1),
    )
    return Stage(
        Brain(
            name="horn", title="horn", precision="double", runaway_hz=1e9, excitatory=cell.model_dump(),
            inhibitory=cell.model_dump(), regions=(Region(name="horn", n_excitatory=3, n_inhibitory=0),),
            projections=(faint,),
        )
    )  # fmt: skip


def fire(stage: Stage, *, every: int, times: int) -> None:
    """Let the first neuron fire at a beat, and the others never."""
    for _ in range(times):
        stage.state.neurons.v[:] = -70.0
        stage.state.neurons.v[0] = FAR_ABOVE_MV
        stage.advance()
        stage.state.neurons.v[0] = -70.0
        stage.advance(every - 1)


@pytest.mark.parametrize("every", [10, 100, 1000])
def test_spikes_add_up_to_their_bound_and_fade(every: int) -> None:
    stage, left = horn(), 0.0
    fire(stage, every=every, times=12)
    for _ in range(12):
        left += JUMP_MV * (1 - left / MOST_MV)
        left *= math.exp(-(every - 1) / TAU_MS)
        after_last = left
        left *= math.exp(-1 / TAU_MS)
    assert -stage.state.neurons.slow[0] == pytest.approx(after_last, rel=1e-12)
    assert after_last < MOST_MV
    assert (stage.state.neurons.slow[1:] == 0).all()


def test_what_is_left_depolarises() -> None:
    # The tighter the beat, the nearer to its threshold a neuron waits for the next input.
    waits_at = []
    for every in (2000, 1000, 330, 100):
        stage = horn()
        fire(stage, every=every, times=10)
        waits_at.append(float(stage.state.neurons.v[0]))
    assert waits_at == sorted(waits_at)
    assert waits_at[0] == pytest.approx(-70.0, abs=0.01)
    assert -67.0 < waits_at[-1] < -70.0 + MOST_MV


def test_without_wind_up_the_slow_adaptation_is_what_it_was() -> None:
    stage = horn(wind_up_mV=0.0, slow_adaptation_mV=0.5, slow_adaptation_tau_ms=TAU_MS)
    fire(stage, every=50, times=5)
    expected = 0.5 * sum(math.exp(-(50 * k + 49) / TAU_MS) for k in range(5))
    assert stage.state.neurons.slow[0] == pytest.approx(expected, rel=1e-12)


def test_a_cell_winds_up_or_adapts() -> None:
    cell = Cell(tau_ms=20.0, slow_adaptation_mV=0.5)
    with pytest.raises(DescriptionError, match=r"slow_adaptation_mV: must be 0 where wind_up_mV is above 0"):
        cell.replace(wind_up_mV=1.0)
    with pytest.raises(DescriptionError, match=r"wind_up_mV: must be at most wind_up_most_mV = 8"):
        cell.replace(slow_adaptation_mV=0.0, wind_up_mV=9.0)


def test_numbers_stay_finite_as_it_fades_away() -> None:
    stage = horn(wind_up_tau_ms=5.0)
    fire(stage, every=600, times=1)
    assert (np.abs(stage.state.neurons.slow) == 0).all()


@pytest.mark.parametrize("needs_salience", [True, False])
def test_a_neuron_loses_inhibition_by_firing_as_its_region_says(needs_salience: bool) -> None:
    words = Disinhibition(per_spike=0.01, needs_salience=needs_salience)
    brain = horn().circuit.brain
    region = brain.regions[0].replace(disinhibition=words.model_dump())
    stage = Stage(brain.replace(regions=(region,)))
    fire(stage, every=10, times=40)
    lost = 0.0 if needs_salience else (1 - words.floor) * (1 - 0.99**40)
    assert 1 - stage.state.neurons.efficacy[0] == pytest.approx(lost, rel=1e-12)
    assert (stage.state.neurons.efficacy[1:] == 1).all()
