"""Events become input at the right time, place and strength."""

from itertools import pairwise

import numpy as np
import pytest

from neurotag.brain import load_brain
from neurotag.engine import compile_brain
from neurotag.engine.circuit import Circuit
from neurotag.engine.stimulus import Input, Patterns, Schedule, Skin, inputs_of
from neurotag.life import Life, unroll


@pytest.fixture(scope="module")
def circuit() -> Circuit:
    return compile_brain(load_brain("everyday"), seed=5)


def inputs(circuit: Circuit, *events: dict[str, object]) -> list[Input]:
    scene = unroll(Life(name="x", events=list(events)))[0]
    return list(inputs_of(scene.moments, Skin(circuit), Patterns(circuit)))


def test_touch_arrives_by_the_thick_fibres(circuit: Circuit) -> None:
    first = min(one.start_s for one in inputs(circuit, {"kind": "touch", "site": "foot"}))
    assert first == pytest.approx(1.0 / 50.0)


def test_heat_arrives_by_fast_and_slow_fibres(circuit: Circuit) -> None:
    starts = sorted(one.start_s for one in inputs(circuit, {"kind": "heat", "site": "hand", "intensity": 1,
                                                            "duration_s": 0.1}))  # fmt: skip
    assert starts == pytest.approx([0.04 + 0.8 / 12, 0.04 + 0.8 / 0.8])


def test_touch_spills_over_to_its_neighbours(circuit: Circuit) -> None:
    touch = circuit.layout.excitatory("touch")
    by_site = {(one.neurons[0] - touch.start) // 80: one.conductance
               for one in inputs(circuit, {"kind": "touch", "site": "back"})
               if touch.start <= one.neurons[0] < touch.stop}  # fmt: skip
    assert by_site == pytest.approx({2: 1.0, 1: 0.3, 3: 0.3, 0: 0.05, 4: 0.05})


def test_a_temperature_becomes_an_intensity(circuit: Circuit) -> None:
    heat = {"kind": "heat", "site": "arm", "temperature_C": 46, "duration_s": 0.1}
    same = {"kind": "heat", "site": "arm", "intensity": 0.5, "duration_s": 0.1}
    strength, half = ([one.conductance for one in inputs(circuit, each)] for each in (heat, same))
    assert strength[0] == pytest.approx(half[0])
    assert half[0] > 0


def test_long_heat_tires_the_skin_and_rest_restores_it(circuit: Circuit) -> None:
    heat = {"kind": "heat", "site": "arm", "intensity": 1.0, "duration_s": 10}
    once = inputs(circuit, heat)
    soon = inputs(circuit, heat, {**heat, "at_s": 20})
    late = inputs(circuit, heat, {**heat, "at_s": 1000})
    first, again, recovered = once[0].conductance, soon[len(once)].conductance, late[len(once)].conductance
    assert once[90].conductance < 0.8 * first
    assert again < 0.8 * first
    assert recovered == pytest.approx(first, rel=0.001)


def test_an_injury_fades(circuit: Circuit) -> None:
    strength = [one.conductance for one in inputs(circuit, {"kind": "injury", "site": "arm", "duration_s": 20,
                                                            "fades_s": 4})]  # fmt: skip
    assert strength[40] < 0.4 * strength[0]


def test_the_same_thing_is_the_same_pattern(circuit: Circuit) -> None:
    one, other = inputs(circuit, {"kind": "smell", "of": "rose"}, {"kind": "smell", "of": "rose"})
    np.testing.assert_array_equal(one.neurons, other.neurons)


def test_likeness_shares_the_declared_part_of_the_pattern(circuit: Circuit) -> None:
    rose, lily = inputs(circuit, {"kind": "smell", "of": "rose"},
                        {"kind": "smell", "of": "lily", "like": "rose", "similarity": 0.75})  # fmt: skip
    assert len(np.intersect1d(rose.neurons, lily.neurons)) >= 30
    assert len(lily.neurons) == len(rose.neurons) == 40


def test_overlapping_drives_of_one_neuron_add_up(circuit: Circuit) -> None:
    touch = {"kind": "touch", "site": "back", "duration_s": 1, "at_s": 0}
    single, double = (
        Schedule(circuit, inputs(circuit, *events), [], 1000) for events in ((touch,), (touch, touch))
    )
    kicks = [
        max(drive.kick.max(initial=0) for _, _, drive in schedule.segments()) for schedule in (single, double)
    ]
    assert kicks[1] == pytest.approx(2 * kicks[0])


def test_segments_cover_the_stretch_without_a_gap(circuit: Circuit) -> None:
    schedule = Schedule(
        circuit, inputs(circuit, {"kind": "touch", "site": "back", "duration_s": 0.3}), [], 500
    )
    edges = [segment[:2] for segment in schedule.segments()]
    assert edges[0][0] == 0
    assert edges[-1][1] == 500
    assert all(one[1] == other[0] for one, other in pairwise(edges))


def test_what_matters_reaches_its_own_neurons_of_fear_in_proportion(circuit: Circuit) -> None:
    fear = circuit.layout.excitatory("fear")

    def afraid(thing: str, relevance: float) -> list[Input]:
        felt = inputs(circuit, {"kind": "sound", "of": thing, "relevance": relevance})
        return [one for one in felt if fear.start <= one.neurons[0] < fear.stop]

    assert afraid("song", 0.0) == []
    (little,), (much,), (other,) = afraid("song", 0.2), afraid("song", 0.8), afraid("alarm", 0.8)
    assert much.conductance == pytest.approx(4 * little.conductance)
    np.testing.assert_array_equal(np.sort(little.neurons), np.sort(much.neurons))
    assert not np.array_equal(np.sort(much.neurons), np.sort(other.neurons))
