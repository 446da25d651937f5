"""Whether the synapses within a set learned: known gains, and sets that are alike."""

import numpy as np

from neurotag.engine import LearnedSynapses
from neurotag.neurotags import Neurotag, bind, bond_of, is_learned
from neurotag.neurotags.bonds import random_sets
from neurotag.recording import SpikeTrains, spike_trains

N = 80


def trains() -> SpikeTrains:
    random = np.random.default_rng(0)
    counts = 10 + np.arange(N) % 7
    unit = np.repeat(np.arange(N), counts)
    t = np.concatenate([np.sort(random.uniform(0, 100, n)) for n in counts])
    return spike_trains(unit, t, units=list(range(N)), end_s=100.0, regions=["a"] * 40 + ["b"] * 40)


def learned(gain: float, members: list[int]) -> LearnedSynapses:
    source, target = (ends.ravel().astype(np.int32) for ends in np.meshgrid(np.arange(N), np.arange(N)))
    born = np.full(N * N, 0.02, np.float32)
    inside = np.isin(source, members) & np.isin(target, members)
    weight = np.where(inside, born * (1 + gain), born).astype(np.float32)
    return LearnedSynapses(source, target, born, weight, np.zeros(N * N, np.int16), ("a->a",), N)


def a_set(members: list[int]) -> Neurotag:
    places = np.array(members)
    return Neurotag(
        1,
        places,
        np.ones(len(places)),
        np.zeros(N),
        np.zeros(10, np.float32),
        np.zeros(10, bool),
        1.0,
        0.001,
        0.001,
    )


MEMBERS = [1, 5, 9, 13, 41, 45, 49]


def test_synapses_within_that_grew_are_a_bond() -> None:
    bond = bond_of(a_set(MEMBERS), trains(), learned(0.5, MEMBERS), n_sets=99)
    assert bond.n_synapses == 49
    assert np.isclose(bond.gain, 0.5, rtol=1e-5)
    assert np.isclose(bond.born, 0.02)
    assert bond.p == 0.01
    assert is_learned(bond)


def test_without_learning_there_is_no_bond() -> None:
    bond = bond_of(a_set(MEMBERS), trains(), learned(0.0, MEMBERS), n_sets=99)
    assert (bond.p, bond.elsewhere) == (1.0, 0.0)
    assert not is_learned(bond)


def test_what_grew_elsewhere_is_no_bond() -> None:
    everywhere = list(range(N))
    assert not is_learned(bond_of(a_set(MEMBERS), trains(), learned(0.5, everywhere), n_sets=99))
    kept, others = bind([a_set(MEMBERS)], trains(), learned(0.5, [2, 3, 4]))
    assert (kept, len(others)) == ([], 1)
    kept, others = bind([a_set([20, 21]), a_set(MEMBERS)], trains(), learned(0.5, MEMBERS))
    assert [one.id for one in kept] == [1]
    assert kept[0].members.tolist() == MEMBERS
    assert len(others) == 1


def test_random_sets_are_as_many_of_each_region_and_rate() -> None:
    given, spikes = np.array(MEMBERS), trains()
    rate = spikes.rate_hz
    sets = random_sets(given, spikes, 50, 0)
    assert all((chosen < 40).sum() == 4 and (chosen >= 40).sum() == 3 for chosen in sets)
    assert all(len(set(chosen.tolist())) == 7 for chosen in sets)
    assert abs(np.mean([rate[chosen].mean() for chosen in sets]) - rate[given].mean()) < 0.02
