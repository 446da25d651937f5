"""Many futures from one past: what another seed or another brain does, and what is refused."""

from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Any

import numpy as np
import pytest
from tests.engine.futures import differing, live, tiny
from tests.engine.lives import BURN, PROBE, TOUCH, life

from neurotag.bench.networks import five_regions, microcircuit
from neurotag.brain import Brain
from neurotag.engine import compile_brain, simulate
from neurotag.engine.arrays import arrays_of, walk
from neurotag.engine.checkpoint import restore
from neurotag.engine.past import FIXED, FREE, WORDS
from neurotag.engine.state import newborn
from neurotag.errors import DescriptionError, InputError
from neurotag.life import Life
from neurotag.override import override, values
from neurotag.recording import Checkpoint, Recording

SHORT_BURN = {**BURN, "events": [{**event, "duration_s": 0.3} for event in BURN["events"]]}
ROSE: dict[str, Any] = {"kind": "smell", "of": "rose", "duration_s": 0.1}


@pytest.fixture(scope="module")
def past() -> Checkpoint:
    return live([SHORT_BURN, {**ROSE, "name": "garden"}]).branch()


def changed(*assignments: str, brain: Brain | None = None) -> Brain:
    brain = brain or tiny()
    return Brain.model_validate(override(brain.model_dump(mode="json"), assignments))


def go_on(past: Checkpoint, *events: dict[str, Any], brain: Brain | None = None, **more: Any) -> Recording:
    return simulate(brain or tiny(), life(*(events or (TOUCH,))), past=past, **more)


def test_futures_of_one_seed_agree_and_of_others_differ(past: Checkpoint) -> None:
    same, named, other = go_on(past), go_on(past, seed=3), go_on(past, seed=4)
    assert same.digest() == named.digest()
    assert not np.array_equal(same.activity.step, other.activity.step)


def test_another_seed_changes_no_connection_and_no_pattern(past: Checkpoint) -> None:
    one, other = (go_on(past, ROSE, seed=seed) for seed in (3, 4))
    assert one.patterns.keys() == other.patterns.keys()
    assert all(np.array_equal(one.patterns[name], other.patterns[name]) for name in one.patterns)
    assert one.weights.mean[0].tolist() == other.weights.mean[0].tolist()
    assert (other.seed, other.branch().seed, other.branch().noise_seed) == (4, 3, 4)


def test_a_future_of_another_seed_goes_on_with_it(past: Checkpoint) -> None:
    whole = go_on(past, TOUCH, SHORT_BURN, seed=4)
    halves = go_on(go_on(past, TOUCH, seed=4).branch(), SHORT_BURN)
    assert differing(whole.branch(), halves.branch()) == []


def test_words_can_change_and_change_nothing(past: Checkpoint) -> None:
    brain = changed("name=other", "title=x", "regions.fear.title=Alarm", "alarm.full_hz=30")
    assert differing(go_on(past, brain=brain).branch(), go_on(past).branch()) == []


def test_numbers_of_the_modulators_can_change_in_mid_life(past: Checkpoint) -> None:
    calm = go_on(past, SHORT_BURN, brain=changed("modulators.salience_rate_per_s=0"))
    assert calm.activity.salience[-1] < calm.activity.salience[0]
    assert go_on(past, SHORT_BURN).activity.salience[-1] > calm.activity.salience[-1]


def test_a_brain_can_be_frozen_in_mid_life(past: Checkpoint) -> None:
    frozen = go_on(past, SHORT_BURN, brain=tiny().replace(plasticity=False))
    np.testing.assert_array_equal(frozen.weights.mean[-1], frozen.weights.mean[0])
    np.testing.assert_allclose(frozen.weights.mean[0], go_on(past).weights.mean[0], rtol=1e-6)


def test_a_frozen_brain_can_begin_to_learn(past: Checkpoint) -> None:
    frozen = go_on(past, brain=tiny().replace(plasticity=False)).branch()
    learns = go_on(frozen, SHORT_BURN)
    assert learns.weights.mean[-1].sum() > learns.weights.mean[0].sum()


def test_what_was_learned_by_old_rules_stays_when_rules_change(past: Checkpoint) -> None:
    slow = go_on(past, brain=changed("rules.hebb.rate=0", "rules.hebb.silent_weakening=0"))
    np.testing.assert_allclose(slow.weights.mean[0], go_on(past).weights.mean[0], rtol=1e-6)


def test_numbers_that_may_change_belong_to_the_circuit() -> None:
    """What a newborn state holds of them itself would be lost, or kept, at a checkpoint."""
    brain = tiny()
    numbers = [
        f"{path}={0.9 * value}"
        for path, value in values(brain.model_dump(mode="json"))
        if isinstance(value, float) and path.startswith(("modulators.", "rules.")) and path not in FIXED
    ]
    circuits = [compile_brain(each, seed=3) for each in (brain, changed(*numbers))]
    one, two = (
        {place: part for place, part in walk(newborn(circuit)) if id(part) not in arrays_of(circuit)}
        for circuit in circuits
    )
    of_the_first_update = {"learning.gain_integral", "learning.loss_integral"}
    assert {place for place in one if not np.array_equal(one[place], two[place])} <= of_the_first_update


@pytest.mark.parametrize("name", [*WORDS, *FREE])
def test_every_pattern_of_what_may_change_names_something(name: str) -> None:
    brains = (tiny(), five_regions(), microcircuit(0.01))
    paths = [path for brain in brains for path, _ in values(brain.model_dump(mode="json"))]
    assert [path for path in paths if fnmatchcase(path, name)] != []


@pytest.mark.parametrize(
    ("assignment", "says"),
    [
        ("scale=0.2", "scale: cannot change in mid-life (it is 0.1 in the checkpoint and 0.2 here)."),
        ("dt_ms=0.5", "dt_ms: cannot change"),
        ("regions.fear.n_excitatory=100", "regions.fear.n_excitatory: cannot change"),
        ("projections.touch->fear.weight=0.001", "projections.touch->fear.weight: cannot change"),
        ("excitatory.refractory_ms=5", "excitatory.refractory_ms: cannot change"),
        ("modulators.update_ms=2.5", "modulators.update_ms: cannot change"),
        ("body.sites.foot.path_m=2", "body.sites.foot.path_m: cannot change"),
    ],
)
def test_what_connections_hang_on_cannot_change(past: Checkpoint, assignment: str, says: str) -> None:
    with pytest.raises(DescriptionError) as refused:
        go_on(past, brain=changed(assignment))
    assert f"brain 'everyday'.{says}" in str(refused.value)


def test_a_checkpoint_of_other_connections_is_refused(past: Checkpoint) -> None:
    with pytest.raises(InputError, match=r"checkpoint: neurotag .* drew its connections otherwise"):
        go_on(replace(past, wiring=1))


def test_a_checkpoint_that_lacks_a_part_is_refused(past: Checkpoint) -> None:
    arrays = {place: array for place, array in past.arrays.items() if place != "neurons.slow"}
    with pytest.raises(InputError, match=r"checkpoint: has no 'neurons.slow', unlike those of this version"):
        go_on(replace(past, arrays=arrays))


def test_a_checkpoint_from_before_cortisol_lives_on_without_any(past: Checkpoint) -> None:
    signals = past.arrays["modulation.state"]
    older = replace(past, arrays={**past.arrays, "modulation.state": signals[:6]})
    state = restore(older, compile_brain(older.brain, seed=older.seed))
    np.testing.assert_array_equal(state.modulation.state, [*signals[:6], 0, 0, 0])


def test_a_checkpoint_with_a_part_of_another_shape_is_refused(past: Checkpoint) -> None:
    arrays = {**past.arrays, "neurons.slow": past.arrays["neurons.slow"][1:].astype(np.float64)}
    with pytest.raises(
        InputError, match=r"its neurons.slow is float64 \d+, and this brain needs float32 \d+"
    ):
        go_on(replace(past, arrays=arrays))


def test_a_life_that_is_over_cannot_go_on(past: Checkpoint) -> None:
    with pytest.raises(InputError, match=r"its life 'short' was lived to its end. Name a life"):
        simulate(tiny(), past=past)


def test_without_a_past_a_life_is_needed() -> None:
    with pytest.raises(DescriptionError, match="life: is missing"):
        simulate(tiny())


def test_a_future_can_recall_what_the_past_has_lived(past: Checkpoint) -> None:
    recall = Life(name="recall", recalls=("garden",), events=[{"kind": "thought", "of": "garden"}])
    future = simulate(tiny(), recall, past=past)
    name = next(name for name in future.patterns if name.startswith("episode:garden/"))
    np.testing.assert_array_equal(future.patterns[name], past.patterns[name])


def test_what_was_not_lived_cannot_be_recalled(past: Checkpoint) -> None:
    recall = Life(name="recall", recalls=("gardn",), events=[TOUCH])
    with pytest.raises(
        DescriptionError, match=r"life 'recall'.recalls\[0\]: nothing named 'gardn' was lived "
    ):
        simulate(tiny(), recall, past=past)
    with pytest.raises(DescriptionError, match="or go on from a checkpoint in which it was"):
        simulate(tiny(), recall)


def test_only_what_was_lived_up_to_a_checkpoint_is_known_there() -> None:
    taken: list[Checkpoint] = []
    live(
        [{**TOUCH, "name": "one"}, {**ROSE, "name": "two"}],
        checkpoint_at_s=[0.2, 0.45],
        on_checkpoint=taken.append,
    )
    assert [checkpoint.episodes for checkpoint in taken] == [("one",), ("one", "two")]


def test_a_thing_the_past_knows_keeps_its_neurons(past: Checkpoint) -> None:
    violet = {**ROSE, "of": "violet"}
    with pytest.raises(
        DescriptionError, match=r"events\[1\].like: 'rose' is known from the past, and was not"
    ):
        go_on(past, violet, {**ROSE, "like": "violet", "similarity": 0.5})


@pytest.mark.parametrize("at_s", [-0.1, 0.5, float("nan")])
def test_a_checkpoint_outside_the_waking_time_is_refused(past: Checkpoint, at_s: float) -> None:
    with pytest.raises(
        DescriptionError, match=r"checkpoint_at_s: must lie within the 0.4 s that 'short' is awake"
    ):
        go_on(past, checkpoint_at_s=[at_s])


def test_a_past_that_leaves_no_room_for_its_future_is_refused(past: Checkpoint) -> None:
    late = replace(past, numbers={"step": 2**31 - 10_100})
    with pytest.raises(DescriptionError, match="life 'short': is awake for 0 s; one recording holds 0 s"):
        go_on(late)


def test_a_probe_alone_measures_a_past_and_lives_nothing(past: Checkpoint) -> None:
    measured = go_on(past, PROBE)
    assert measured.activity.duration_s == 0.0
    assert measured.probes["touch_back"].activity.counts.sum() > 0
    assert differing(measured.branch(), replace(past, patterns=measured.patterns)) == []
