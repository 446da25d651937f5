"""What is wrong with a run is noticed while it lasts, and told with time, place and advice."""

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from tests.brain.bare import bare
from tests.engine.lives import BURN, TOUCH, life, small

from neurotag.brain import Brain
from neurotag.engine import compile_brain, simulate
from neurotag.engine.circuit import State
from neurotag.engine.health import MOST_WARNINGS, QUANTITIES, find_stuck, sum_up
from neurotag.engine.runner import Stretch
from neurotag.recording import Outcome

SOUND: dict[str, Any] = {"kind": "sound", "of": "song", "duration_s": 3.5}
REST: dict[str, Any] = {"kind": "rest", "duration_s": 2.5}
Poke = Callable[[State], None]


def changed(brain: Brain, **cells: Any) -> Brain:
    """Return a brain whose excitatory neurons all differ so, those of regions with cells of their own too."""
    regions = [
        region if region.excitatory is None
        else region.replace(excitatory=region.excitatory.replace(**cells))
        for region in brain.regions
    ]  # fmt: skip
    return brain.replace(excitatory=brain.excitatory.replace(**cells), regions=regions)


def with_projection(brain: Brain, label: str, **changes: Any) -> Brain:
    edited = [p.replace(**changes) if p.label == label else p for p in brain.projections]
    return brain.replace(projections=[p.model_dump() for p in edited])


def deaf(brain: Brain) -> Brain:
    regions = [r.replace(bias_shift_mV=-900.0) if r.name == "sound" else r for r in brain.regions]
    return brain.replace(regions=[r.model_dump() for r in regions])


@pytest.fixture
def live_poked(monkeypatch: pytest.MonkeyPatch) -> Callable[[Poke], Outcome]:
    """Return a function that lets a brain live a burn, and after 0.3 s does something to its state."""

    def live(poke: Poke) -> Outcome:
        run_chunk = Stretch._chunk

        def run_poked_chunk(stretch: Stretch, last: int, drive: Any) -> None:
            if stretch.state.step >= 300:
                poke(stretch.state)
            run_chunk(stretch, last, drive)

        monkeypatch.setattr(Stretch, "_chunk", run_poked_chunk)
        return simulate(small(), life(BURN), seed=1).outcome

    return live


@pytest.mark.parametrize("name", QUANTITIES)
def test_a_number_that_is_none_ends_the_run(live_poked: Callable[[Poke], Outcome], name: str) -> None:
    def poke(state: State) -> None:
        getattr(state.neurons, name)[:] = np.nan

    outcome = live_poked(poke)
    assert outcome.kind == "non_finite"
    assert re.match(r"At 0\.[45] s of waking life, the ", outcome.sentence)
    assert "of neuron 0 (excitatory, in relay) and of" in outcome.sentence


def test_numbers_that_overflow_end_the_run_with_time_region_and_advice() -> None:
    brain = with_projection(small(), "fear.inhibitory->fear", weight=1e38, weight_spread=0.0)
    run = simulate(brain, life(BURN), seed=1)
    assert run.outcome.kind == "non_finite"
    assert re.match(
        r"At 0\.\d s of waking life, the inhibition of neuron \d+ \(.*in fear\)", run.outcome.sentence
    )
    assert run.outcome.sentence.endswith("Choose a dt_ms below 1 or smaller weights onto fear.")
    assert run.activity.duration_s < 0.5


def test_overflow_in_a_probe_names_the_probe() -> None:
    brain = with_projection(small(), "fear.inhibitory->fear", weight=1e38, weight_spread=0.0)
    test = {"kind": "probe", "name": "tap", "settle_s": 0.2, "events": [TOUCH]}
    run = simulate(brain, life(test, TOUCH), seed=1)
    assert re.match(r"At 0\.\d s of the probe 'tap', the ", run.outcome.sentence)


def test_a_modulator_that_is_no_number_ends_the_run(live_poked: Callable[[Poke], Outcome]) -> None:
    def poke(state: State) -> None:
        state.modulation.state[0] = np.nan

    assert "the salience was no longer a finite number" in live_poked(poke).sentence


def test_a_weight_that_is_no_number_ends_the_run_and_names_its_projection(
    live_poked: Callable[[Poke], Outcome],
) -> None:
    circuit = compile_brain(small(), seed=1)
    at = circuit.learning_labels.index("touch->fear")

    def poke(state: State) -> None:
        state.weight[circuit.learning_slices[at]][:2] = np.inf

    assert "the weight of 2 synapses, the first of touch->fear, was no" in live_poked(poke).sentence


def test_a_seizure_names_time_region_and_advice() -> None:
    wild = with_projection(small(), "fear->fear", weight=0.5, weight_max=None, rule=None)
    run = simulate(wild.replace(runaway_hz=10.0), life(BURN), seed=1)
    assert run.outcome.kind == "runaway"
    assert re.match(
        r"The brain ran away at \d\.\d s of waking life: .* above the 10 Hz of a seizure, in fear even at "
        r"\d+ Hz\. Give fear more inhibition",
        run.outcome.sentence,
    )


def test_a_healthy_life_has_no_warnings() -> None:
    assert simulate(small(), life(BURN, REST, SOUND), seed=1).outcome.warnings == ()


def test_a_silent_brain_is_warned_of_and_lives_on() -> None:
    run = simulate(changed(small(), bias_mV=-90.0), life(REST), seed=1)
    assert run.outcome.is_complete
    (said,) = run.outcome.warnings
    assert said == (
        "From 0.0 s of waking life on, no excitatory neuron of any region fired for 2.5 s. Raise "
        "excitatory.bias_mV or excitatory.noise_mV, or weaken inhibition."
    )


def test_a_silent_twin_is_warned_of() -> None:
    test = {"kind": "probe", "name": "tap", "settle_s": 2.5, "events": [TOUCH]}
    run = simulate(changed(small(), bias_mV=-90.0), life(test, TOUCH), seed=1)
    assert [said[:41] for said in run.outcome.warnings] == ["From 0.0 s of the probe 'tap' on, no excit"[:41]]


def test_a_brain_without_background_and_input_may_be_silent() -> None:
    quiet = changed(small(), bias_mV=-90.0, noise_mV=0.0)
    assert simulate(quiet, life(REST), seed=1).outcome.warnings == ()
    assert len(simulate(quiet, life(SOUND), seed=1).outcome.warnings) == 1


def test_a_region_that_does_not_answer_its_input_is_warned_of() -> None:
    (said,) = simulate(deaf(small()), life(REST, SOUND, TOUCH), seed=1).outcome.warnings
    assert said.startswith("From 2.5 s of waking life on, sound did not fire in 3.5 s of input. Raise ")


def test_a_silent_region_that_nothing_drives_is_not_warned_of() -> None:
    assert simulate(deaf(small()), life(REST, REST), seed=1).outcome.warnings == ()


def test_silences_of_one_region_make_one_sentence() -> None:
    loud = {**TOUCH, "duration_s": 0.1}
    brain = deaf(small())
    (said,) = simulate(brain, life(SOUND, loud, {**SOUND, "duration_s": 4.0}), seed=1).outcome.warnings
    assert "sound did not fire in 7.5 s of input." in said


def test_weights_without_room_to_learn_are_warned_of_once() -> None:
    label = "touch->fear"
    weight = next(p.weight for p in small().projections if p.label == label)
    full = with_projection(small(), label, weight_max=weight, weight_spread=0.0)
    run = simulate(full, life(TOUCH, {"kind": "sleep"}, TOUCH), seed=1)
    (said,) = run.outcome.warnings
    assert said.startswith(
        "At birth, 100 % of the synapses of touch->fear stood at their bounds and could learn"
    )
    assert said.endswith("Raise its weight_max, or lower its weight or the rate of its rule.")
    assert simulate(full.replace(plasticity=False), life(TOUCH), seed=1).outcome.warnings == ()


@pytest.mark.parametrize(("share", "is_stuck"), [(0.4, False), (0.6, True)])
@pytest.mark.parametrize("bound", ["ceiling", "zero"])
def test_a_projection_is_stuck_from_half_of_its_synapses_on(bound: str, share: float, is_stuck: bool) -> None:
    circuit = compile_brain(small(), seed=1)
    weight = circuit.wiring.weight.copy()
    at = circuit.learning_labels.index("smell->fear")
    ceiling = next(p.weight_max for p in circuit.brain.projections if p.label == "smell->fear")
    part = weight[circuit.learning_slices[at]]
    part[: round(share * len(part))] = ceiling if bound == "ceiling" else 0.0
    stuck = dict(find_stuck(circuit, weight, set()))
    assert set(stuck) == ({"smell->fear"} if is_stuck else set())


@pytest.mark.parametrize("bound", [0.0, 400.0])
def test_a_projection_that_does_not_remember_its_birth_can_be_stuck(bound: float) -> None:
    circuit = compile_brain(bare(), seed=1)
    weight = circuit.wiring.weight.copy()
    assert dict(find_stuck(circuit, weight, set())) == {}
    weight[circuit.learning_slices[circuit.learning_labels.index("v1.inhibitory->v1")]] = bound
    assert dict(find_stuck(circuit, weight, set())) == {"v1.inhibitory->v1": 1.0}


def test_many_warnings_are_counted() -> None:
    warnings = sum_up([f"Warning {number}." for number in range(40)])
    assert len(warnings) == MOST_WARNINGS
    assert warnings[-1] == f"There were {41 - MOST_WARNINGS} more warnings."
