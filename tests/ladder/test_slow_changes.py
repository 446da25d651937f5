"""Rung 2. What changes over seconds and hours: homeostasis while awake, and what hours offline do."""

import math
from typing import Any

import numpy as np
import pytest
from tests.ladder.puppets import N_TARGETS, Play, separate
from tests.ladder.stage import Flags, Numbers, Stage, synapses_of

from neurotag.brain import Brain, load_brain
from neurotag.engine.state import pass_hours
from neurotag.kernels.modulate import CORTISOL_DRIVE, DANGER, FEAR, MEAN, M, Q, S
from neurotag.plasticity import Consolidation, IntrinsicExcitability, PairSTDP, SynapticScaling

EPOCH_S = 0.5
"""Homeostasis looks at a neuron's spikes this often."""
SCALING = SynapticScaling(target_hz=5.0, tau_s=20.0, rate_tau_s=2.0)
EXCITABILITY = IntrinsicExcitability(target_hz=5.0, gain_mV_per_s_hz=0.02, rate_tau_s=2.0)


def regulated(trains: Flags, **changes: Any) -> Brain:
    """Return puppets whose targets keep their rate."""
    brain = Play(
        rule=PairSTDP(dependence="additive", rate=0.0, is_exact=True), trains=trains, precision="double"
    ).brain()
    words = {"scaling": SCALING.model_dump(), "excitability": EXCITABILITY.model_dump(), **changes}
    cell = brain.excitatory.replace(**words)
    return brain.replace(excitatory=cell.model_dump())


def trains_of(rates_hz: tuple[float, ...], seconds: float) -> Flags:
    """Draw trains of the targets; all others are silent."""
    rng = np.random.default_rng(4)
    trains = np.zeros((round(seconds * 1000), 9), np.bool_)
    trains[:, 4 : 4 + N_TARGETS] = rng.random((len(trains), N_TARGETS)) < np.array(rates_hz) / 1000.0
    return separate(trains)


def live(trains: Flags) -> tuple[Stage, slice]:
    stage = Stage(regulated(trains))
    targets = stage.circuit.layout.excitatory("target")
    for row in trains:
        stage.fire(targets.start + np.flatnonzero(row[4 : 4 + N_TARGETS]))
    return stage, targets


def densely(spikes: Flags) -> tuple[Numbers, Numbers, Numbers]:
    """Follow the words from millisecond to millisecond: return rate, logarithm of the factor, and threshold."""
    rate, factor, shift = np.zeros((len(spikes) + 1, 3, spikes.shape[1])).swapaxes(0, 1)
    keep = math.exp(-0.001 / 2.0)
    for t, row in enumerate(spikes):
        rate[t + 1] = rate[t] * keep + (1 - keep) * row * 1000.0
        factor[t + 1] = factor[t] + 0.001 * (5.0 - rate[t + 1]) / (5.0 * 20.0)
        shift[t + 1] = shift[t] + 0.001 * 0.02 * (rate[t + 1] - 5.0)
    return rate, factor, shift


def test_homeostasis_follows_its_words_as_closely_as_it_looks() -> None:
    # It looks every 0.5 s and takes the rate it then finds for the whole of them: off by what the averaged rate
    # moved meanwhile, and by what the average of an epoch forgets (0.5 s of 2 s) at most.
    trains = trains_of((0.0, 5.0, 30.0), 8.0)
    stage, targets = live(trains)
    rate, factor, shift = densely(trains[:, 4:7])
    moved = EPOCH_S * (np.abs(np.diff(rate[::500], axis=0)).sum(axis=0) + EPOCH_S / 2.0 * rate.max(axis=0))
    neurons, place = stage.state.neurons, stage.place_of[targets]
    assert (np.abs(np.log(neurons.scaling[place]) - factor[-1]) <= moved / (5.0 * 20.0) + 1e-12).all()
    assert (np.abs(neurons.shift[place] - shift[-1]) <= moved * 0.02 + 1e-12).all()
    # And it goes where it should: up in the silent one, down in the busy one, by more than it can be off.
    assert neurons.scaling[place][0] == pytest.approx(math.exp(8.0 / 20.0), rel=1e-12)
    assert neurons.scaling[place][2] < 0.3
    assert neurons.shift[place][0] == pytest.approx(-8.0 * 0.1, rel=1e-12)
    assert neurons.shift[place][2] > 2.0


def test_homeostasis_takes_each_epochs_rate_to_the_last_digit() -> None:
    trains = trains_of((2.0, 8.0, 20.0), 6.0)
    stage, targets = live(trains)
    mean, factor, shift = np.zeros((3, N_TARGETS))
    for epoch in trains[:, 4:7].reshape(-1, 500, N_TARGETS):
        mean = mean + (1 - math.exp(-EPOCH_S / 2.0)) * (epoch.sum(axis=0) / EPOCH_S - mean)
        factor = factor + EPOCH_S * (5.0 - mean) / (5.0 * 20.0)
        shift = shift + EPOCH_S * 0.02 * (mean - 5.0)
    neurons, place = stage.state.neurons, stage.place_of[targets]
    np.testing.assert_allclose(neurons.rate[place], mean, rtol=1e-12)
    np.testing.assert_allclose(neurons.scaling[place], np.exp(factor), rtol=1e-12)
    np.testing.assert_allclose(neurons.shift[place], shift, rtol=1e-12)


def test_scaling_stays_within_a_factor_of_five() -> None:
    brain = regulated(trains_of((0.0,) * 3, 1.0), scaling={"target_hz": 5.0, "tau_s": 0.5, "rate_tau_s": 0.5})
    stage = Stage(brain)
    target = stage.circuit.layout.excitatory("target").start
    for step in range(3000):
        stage.fire([target] if step % 10 == 0 else [])
    scaling = stage.state.neurons.scaling[stage.place_of]
    assert scaling[target] == 1 / 5
    assert scaling[target + 1] == 5.0


def test_scaling_multiplies_what_excites_and_nothing_else() -> None:
    stage = Stage(regulated(trains_of((0.0,) * 3, 1.0)))
    stage.state.neurons.scaling[:] = 1.7
    stage.state.neurons.input_exc[:] = stage.state.neurons.input_inh[:] = 2.0
    stage.fire([])
    np.testing.assert_allclose(stage.state.neurons.ampa, 3.4, rtol=1e-15)
    np.testing.assert_allclose(stage.state.neurons.gaba, 2.0, rtol=1e-15)


@pytest.mark.parametrize("above_mV", [-1e-3, 1e-3])
def test_a_neuron_fires_where_its_own_threshold_stands(above_mV: float) -> None:
    stage = Stage(regulated(trains_of((0.0,) * 3, 1.0)))
    neurons = stage.state.neurons
    neurons.shift[:] = np.linspace(-3.0, 3.0, len(neurons.shift))
    # One step of leak takes the potential to just above or below.
    neurons.v[:] = (20.0 + neurons.shift + above_mV) * math.exp(1.0 / 20.0)
    stage.advance()
    assert len(stage.spikes()[0]) == (len(neurons.shift) if above_mV > 0 else 0)


WORDS = Consolidation()


def slept(changes: Numbers, hours: float, *, naps: int = 1) -> tuple[Numbers, Numbers]:
    """Return weights and reference weights after hours offline, from a birth weight of 5."""
    rule = PairSTDP(dependence="additive", is_exact=True)
    brain = Play(rule=rule, trains=np.zeros((1, 9), np.bool_), precision="double").brain()
    stage = Stage(brain.replace(consolidation=WORDS.model_dump()))
    place = synapses_of(stage.circuit).place[: len(changes)]
    stage.state.weight[place] = 5.0 + changes
    for _ in range(naps):
        pass_hours(stage.circuit, stage.state, hours)
    return stage.state.weight[place].astype(np.float64), stage.state.reference[place].astype(np.float64)


@pytest.mark.parametrize("hours", [0.5, 8.0, 100.0])
def test_hours_offline_equal_small_steps(hours: float) -> None:
    changes = np.array([3.0, 0.5, 0.0, -0.5, -3.0])
    n, reference, weight = 20_000, np.full(5, 5.0), 5.0 + changes
    goal = 5.0 + WORDS.share * changes
    tau_h = np.where(changes > 0, WORDS.potentiation_tau_h, WORDS.depression_tau_h)
    # The reference follows the weight that was fallen asleep with; then the weight relaxes to the reference.
    for _ in range(n):
        reference = reference + hours / n * (goal - reference) / tau_h
    for _ in range(n):
        weight = weight + hours / n * (reference - weight) / WORDS.weight_tau_h
    got = slept(changes, hours)
    np.testing.assert_allclose(got, (weight, reference), atol=3.0 * (hours / 6.0) ** 2 / n)


def test_many_naps_let_a_little_more_last_than_one_long_sleep() -> None:
    change = np.array([2.0])
    assert (slept(change, 24.0, naps=30)[0] - 5.0) / change == pytest.approx(0.95, abs=0.005)
    assert (slept(change, 720.0)[0] - 5.0) / change == pytest.approx(0.85, abs=0.005)


def test_a_pause_rests_the_neurons_and_lets_inhibition_and_stress_recover() -> None:
    stage = Stage(load_brain("everyday").replace(scale=0.1, precision="double"))
    stage.run(20.0)
    state, words = stage.state, stage.circuit.brain
    assert words.modulators is not None
    state.neurons.efficacy[:] = 0.4
    state.neurons.shift[:], state.neurons.scaling[:] = 1.5, 1.2
    state.modulation.state[:] = 0.5
    pass_hours(stage.circuit, state, 0.1)
    recovers = math.exp(-0.1 / words.disinhibition.recovery_tau_h)
    relay = slice(0, stage.circuit.layout.start[1])
    efficacy = state.neurons.efficacy[stage.place_of]
    np.testing.assert_allclose(efficacy[relay.stop :], 1 - 0.6 * recovers, rtol=1e-14)
    own = words.disinhibition_of(words.region("relay"))
    np.testing.assert_allclose(efficacy[relay], 1 - 0.6 * math.exp(-0.1 / own.recovery_tau_h), rtol=1e-14)
    assert own.recovery_tau_h < words.disinhibition.recovery_tau_h
    fast, slow = 1 / words.modulators.stress_tau_s, 1 / (60.0 * words.modulators.cortisol_drive_tau_min)
    faded = math.exp(-360.0 * fast), math.exp(-360.0 * slow)
    assert state.modulation.state[S] == pytest.approx(0.5 * faded[0])
    drive = 0.5 * faded[1] + 0.5 * slow / (slow - fast) * (faded[0] - faded[1])
    assert state.modulation.state[CORTISOL_DRIVE] == pytest.approx(drive)
    assert not state.modulation.state[[M, Q, DANGER, FEAR, MEAN]].any()
    assert not state.neurons.ampa.any()
    assert not state.spikes.n_sent.any()
    assert (state.neurons.shift == 1.5).all()
    assert (state.neurons.scaling == 1.2).all()
