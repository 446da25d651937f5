"""What the built-in brains promise in words, before any of it runs."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from tests.brain.parts import alarm_of

from neurotag.brain import BUILT_IN, Brain, Projection, load_brain
from neurotag.errors import InputError

each_brain = pytest.mark.parametrize("name", BUILT_IN)
SITES = {"hand", "back", "shoulder", "foot", "face"}
DANGER_PATHWAY = {"danger", "suffering", "fear", "thought", "touch", "movement"}

# The places, and no others, in which the vulnerable brain may differ from the everyday one.
DOCUMENTED = (
    r"name|title",
    r"modulators\.(salience_learning|fear\.gain)",
    r"body\.fibres\.overlap\[\d\]",
    r"projections\[[a-z]+\.inhibitory->[a-z]+\]\.weight",
)


@each_brain
def test_brain_has_5000_to_10000_neurons(name: str) -> None:
    brain = load_brain(name)
    assert brain.scale == 1
    assert 5_000 <= sum(brain.describe_size()) <= 10_000


@each_brain
def test_every_region_has_a_plain_name_an_anatomy_and_a_sourced_place(name: str) -> None:
    for region in load_brain(name).regions:
        assert all([region.title, region.anatomy, region.mni_source])
        assert region.mni_mm is not None
        x_mm, y_mm, z_mm = region.mni_mm
        # The left hemisphere of the MNI brain.
        assert -75 <= x_mm <= 0
        assert -110 <= y_mm <= 75
        assert -60 <= z_mm <= 80


@each_brain
def test_body_has_the_sites_people_ask_for(name: str) -> None:
    sites = load_brain(name).body.site_names
    assert len(sites) >= 6
    assert set(sites) >= SITES


@each_brain
def test_every_region_is_held_by_inhibition_of_its_own(name: str) -> None:
    brain = load_brain(name)
    assert all(region.n_inhibitory > 0 for region in brain.regions)
    inside = {(p.source, p.source_cells, p.target_cells) for p in brain.projections if p.source == p.target}
    for region in brain.region_names:
        assert (region, "inhibitory", "excitatory") in inside
        assert (region, "excitatory", "inhibitory") in inside


@each_brain
def test_every_region_of_the_cortex_is_reached_and_reaches_out(name: str) -> None:
    brain = load_brain(name)
    between = [p for p in _excitatory(brain) if p.source != p.target]
    assert {p.target for p in between} == {region.name for region in brain.regions if not region.is_relay}
    assert {p.source for p in between} == set(brain.region_names)


@each_brain
def test_danger_is_told_without_learning(name: str) -> None:
    from_relay = {p.target: p for p in _excitatory(load_brain(name)) if p.source == "relay"}
    assert set(from_relay) == DANGER_PATHWAY
    assert [p.label for p in from_relay.values() if p.rule is not None] == []


@each_brain
def test_reflex_arrives_before_the_news_of_danger(name: str) -> None:
    delays_ms = {p.target: p.delay_ms for p in _excitatory(load_brain(name)) if p.source == "relay"}
    reflex_ms = delays_ms.pop("movement")
    assert all(reflex_ms < delay_ms for delay_ms in delays_ms.values())


@each_brain
def test_danger_suffering_and_fear_are_broadcast_without_learning(name: str) -> None:
    brain = load_brain(name)
    outgoing = [p for p in _excitatory(brain) if p.source in alarm_of(brain).regions and p.source != p.target]
    assert {p.target for p in outgoing} >= {"awareness", "memory", "thought", "movement"}
    assert all(p.rule is None for p in outgoing)


@each_brain
def test_what_is_sensed_can_be_learned_to_alarm(name: str) -> None:
    brain = load_brain(name)
    learning = {(p.source, p.target) for p in _excitatory(brain) if p.rule is not None}
    for sense in ("touch", "smell", "sound", "sight", "memory", "thought"):
        assert {(sense, region) for region in alarm_of(brain).regions} <= learning


def test_vulnerable_differs_only_where_it_says() -> None:
    everyday, vulnerable = (dict(_leaves(load_brain(name))) for name in ("everyday", "vulnerable"))
    assert set(everyday) == set(vulnerable)
    changed = {path for path in everyday if everyday[path] != vulnerable[path]}
    assert [path for path in changed if not any(re.fullmatch(rule, path) for rule in DOCUMENTED)] == []
    assert all(any(re.fullmatch(rule, path) for path in changed) for rule in DOCUMENTED)


def test_vulnerable_holds_every_excitatory_neuron_less_by_one_share() -> None:
    pairs = zip(load_brain("everyday").projections, load_brain("vulnerable").projections, strict=True)
    ratios = {
        round(other.weight / one.weight, 9)
        for one, other in pairs
        if (one.source_cells, one.target_cells) == ("inhibitory", "excitatory")
    }
    assert len(ratios) == 1
    assert max(ratios) < 1


def test_load_brain_suggests_the_nearest() -> None:
    with pytest.raises(InputError, match=r"brain 'everydai': is neither .* Did you mean 'everyday'\?"):
        load_brain("everydai")


def _excitatory(brain: Brain) -> list[Projection]:
    return [p for p in brain.projections if (p.source_cells, p.target_cells) == ("excitatory",) * 2]


def _leaves(brain: Brain) -> Iterator[tuple[str, object]]:
    content = brain.model_dump(mode="json")
    labels = [projection.label for projection in brain.projections]
    projections = dict(zip(labels, content.pop("projections"), strict=True))
    yield from _walk("", content)
    for label, projection in projections.items():
        yield from _walk(f"projections[{label}]", projection)


def _walk(path: str, content: Any) -> Iterator[tuple[str, object]]:
    if isinstance(content, dict):
        for key, value in content.items():
            yield from _walk(f"{path}.{key}" if path else key, value)
    elif isinstance(content, list):
        for index, value in enumerate(content):
            yield from _walk(f"{path}[{index}]", value)
    else:
        yield path, content
