"""Neurons driven in frozen twins."""

from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.engine.futures import differing, live
from tests.engine.lives import BURN

from neurotag.brain import Brain, CurrentCell, Everywhere, Projection, Region, load_brain
from neurotag.engine.twin import Cue, Twins
from neurotag.errors import InputError
from neurotag.recording import Activity, Checkpoint

NOBODY = np.empty(0, np.int64)
TIMES = {"start_s": 0.3, "duration_s": 0.1}


@cache
def end() -> Checkpoint:
    return live((BURN,)).branch()


@cache
def twins() -> Twins:
    return Twins.of(end(), threads=2)


@cache
def sight() -> NDArray[np.int64]:
    cells = twins().layout.excitatory("sight")
    return np.arange(cells.start, cells.start + 15)


def drive(these: Twins, neurons: NDArray[np.int64], trial: int = 0, conductance: float = 1.0) -> Activity:
    return these.drive(neurons, conductance=conductance, total_s=0.5, trial=trial, **TIMES)


def unlike(one: Activity, other: Activity) -> list[str]:
    names = ("step", "neuron", "counts", "salience", "stress")
    return [name for name in names if not np.array_equal(getattr(one, name), getattr(other, name))]


def test_a_driven_neuron_fires_and_only_while_it_is_driven() -> None:
    activity = drive(twins(), sight())
    own = activity.step[np.isin(activity.neuron, sight())]
    per_s = [((own >= a) & (own < b)).sum() / 15 / ((b - a) / 1000) for a, b in ((0, 300), (300, 400))]
    assert per_s[0] < 5
    assert per_s[1] > 15
    assert activity.duration_s == 0.5


def test_twins_of_a_trial_are_alike_until_the_cue() -> None:
    cued, alone = drive(twins(), sight()), drive(twins(), NOBODY)
    np.testing.assert_array_equal(cued.counts[:60], alone.counts[:60])
    assert not np.array_equal(cued.counts, alone.counts)
    assert unlike(alone, drive(twins(), NOBODY, trial=1))


def test_what_was_driven_before_leaves_no_trace() -> None:
    fresh = drive(Twins.of(end(), threads=1), sight(), trial=2)
    drive(twins(), sight() + 3, trial=2)
    assert unlike(fresh, drive(twins(), sight(), trial=2)) == []


def test_the_number_of_threads_changes_nothing() -> None:
    cues = [Cue(sight()[:n], 1.0, 0.3, 0.1, trial) for n in (3, 10) for trial in (0, 1, 2)]
    one = Twins.of(end(), threads=1).drive_all(cues, total_s=0.5)
    many = Twins.of(end(), threads=3).drive_all(cues, total_s=0.5)
    assert [unlike(*pair) for pair in zip(one, many, strict=True)] == [[]] * 6
    assert unlike(one[4], drive(twins(), sight()[:10], trial=1)) == []


def test_the_brain_and_its_checkpoint_stay_as_they_are() -> None:
    digest, weight = end().digest(), twins().circuit.wiring.weight.copy()
    learned = twins()._twin.weight.copy()
    drive(twins(), sight(), conductance=2.0)
    assert end().digest() == digest
    assert differing(end(), live((BURN,)).branch()) == []
    np.testing.assert_array_equal(twins().circuit.wiring.weight, weight)
    np.testing.assert_array_equal(twins()._twin.weight, learned)


def test_birth_is_another_state_of_the_same_brain() -> None:
    born = Twins.at_birth(end().brain, seed=end().seed)
    assert unlike(drive(born, sight()), drive(twins().born(), sight())) == []
    assert unlike(drive(born, sight()), drive(twins(), sight()))


def test_efficacy_is_told_by_id() -> None:
    stored = end().arrays["neurons.efficacy"]
    np.testing.assert_array_equal(twins().efficacy[twins().circuit.blocks.id_of], stored)
    assert twins().efficacy.min() < 1
    assert (twins().born().efficacy == 1).all()


def test_a_seizure_ends_a_twin_early() -> None:
    brain = load_brain("everyday").replace(scale=0.1, runaway_hz=8.0)
    these = Twins.at_birth(brain)
    everyone = np.concatenate(
        [np.arange(*these.layout.excitatory(r).indices(10**6)) for r in brain.region_names]
    )
    activity = drive(these, everyone, conductance=3.0)
    assert 0.3 < activity.duration_s < 0.5


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"neurons": np.array([-1])}, r"must be 0 to \d+ \(got -1 to -1\)"),
        ({"neurons": np.array([10**6])}, "got 1000000 to 1000000"),
        ({"neurons": np.array([0.5])}, r"must be ids \(got float64\)"),
        ({"conductance": -1.0}, r"at least 0 \(got -1\)"),
        ({"duration_s": 0.3}, r"within the 0\.5 s of the twin \(got 0\.3 s to 0\.6 s\)"),
        ({"start_s": -0.1}, "must lie within"),
    ],
)
def test_a_cue_that_cannot_be_is_refused(changes: dict[str, object], says: str) -> None:
    cue: dict[str, object] = {"neurons": sight(), "conductance": 1.0, "trial": 0, "total_s": 0.5, **TIMES}
    with pytest.raises(InputError, match=says):
        twins().drive(**{**cue, **changes})  # type: ignore[arg-type]


def test_only_adaptive_neurons_can_be_driven() -> None:
    cell = CurrentCell(tau_ms=20.0, poisson_hz=100.0)
    bare = Brain(
        name="bare", title="a region", excitatory=cell, inhibitory=cell,
        regions=(Region(name="a", n_excitatory=20, n_inhibitory=0),),
        projections=(
            Projection(source="a", target="a", pattern=Everywhere(probability=0.1), weight=0.1, delay_ms=1.0),
        ),
    )  # fmt: skip
    these = Twins.at_birth(bare)
    assert drive(these, NOBODY).duration_s == 0.5
    with pytest.raises(InputError, match="'a', which are of kind 'current'"):
        drive(these, np.arange(5))
