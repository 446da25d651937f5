"""The stove, lived by both brains: their neurotags are found without a word of where they are."""

from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import hypergeom

from neurotag.brain import load_brain
from neurotag.engine import end_of, learned_synapses, simulate
from neurotag.engine.learned import potentiated_neurons
from neurotag.errors import InputError
from neurotag.life import load_life
from neurotag.neurotags import Neurotag, Neurotags, find_neurotags, is_learned, track_neurotags
from neurotag.neurotags.tracking.lives import QUIET_NOTE
from neurotag.recording import Recording, Watch, trains_of

pytestmark = pytest.mark.slow


@cache
def stove(*, plasticity: bool, brain_name: str = "everyday") -> Recording:
    brain = load_brain(brain_name).replace(plasticity=plasticity)
    return simulate(brain, load_life("stove"), seed=0, watch=Watch(spikes=True), keeps_end=True)


@cache
def found(*, plasticity: bool) -> Neurotags:
    return find_neurotags(stove(plasticity=plasticity))


@cache
def potentiated() -> NDArray[np.int64]:
    """Return the engine's own record of neurons whose input grew, which the search does not see."""
    ids = potentiated_neurons(learned_synapses(end_of(stove(plasticity=True))))
    return np.intersect1d(ids, found(plasticity=True).trains.units)


@cache
def found_vulnerable() -> Neurotags:
    return find_neurotags(stove(plasticity=True, brain_name="vulnerable"))


def influence_on_the_alarm(one: Neurotag) -> float:
    value = one.vitals["influence_alarm"].value if "influence_alarm" in one.vitals else None
    return -np.inf if value is None else value


def chance_of_overlap(one: Neurotag) -> float:
    """Return the chance that as many neurons drawn at random would hold as many potentiated ones."""
    units = np.array(found(plasticity=True).trains.units)
    shared = len(np.intersect1d(units[one.members], potentiated()))
    return float(hypergeom.sf(shared - 1, len(units), len(potentiated()), one.n_members))


def test_a_neurotag_is_found_without_being_told() -> None:
    answer = found(plasticity=True)
    assert answer.is_simulated
    assert 1 <= len(answer.found) <= 6
    for one in answer.found:
        assert one.q <= 0.01
        assert one.bond is not None
        assert is_learned(one.bond)


def test_where_touch_hurts_after_the_stove_a_neurotag_rings_the_alarm() -> None:
    assert max(map(influence_on_the_alarm, found_vulnerable().found)) > 5.0


def test_where_it_does_not_none_rings_it() -> None:
    assert max(map(influence_on_the_alarm, found(plasticity=True).found)) < 5.0


def test_every_neurotag_holds_potentiated_neurons_far_above_chance() -> None:
    assert len(potentiated()) > 100
    for one in found(plasticity=True).found:
        assert chance_of_overlap(one) < 1e-6


def test_without_plasticity_there_is_none_and_the_sentence_says_so() -> None:
    answer = found(plasticity=False)
    assert answer.found == ()
    assert answer.n_unlearned >= 1
    sentence = answer.sentence()
    assert sentence.startswith("No neurotag: ")
    assert sentence.endswith("but the synapses within learned no more than those of like sets.")
    # The sentence has said it, so no note does.
    assert not any("fire together" in note or "fires together" in note for note in answer.notes)


def test_followed_through_the_life_it_is_there_only_where_it_was_learned() -> None:
    tracks = track_neurotags(stove(plasticity=True), n=3)
    assert tracks.identities
    assert tracks.notes[-1] == QUIET_NOTE
    flat = track_neurotags(stove(plasticity=False), n=3)
    assert flat.identities == ()
    assert "the synapses within learned no more" in flat.notes[1]


def test_dials_are_those_of_a_life_with_its_synapses() -> None:
    with pytest.raises(InputError, match="dials: are measured with the synapses, which were left out"):
        find_neurotags(stove(plasticity=False), with_dials=True, uses_synapses=False)
    with pytest.raises(InputError, match="dials: are told of one simulated life only"):
        track_neurotags(trains_of(stove(plasticity=False)), with_dials=True)
