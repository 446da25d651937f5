"""A brain that contradicts itself is refused in one sentence."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from tests.brain.edits import dump, index_of, read

from neurotag.brain import Brain
from neurotag.errors import DescriptionError

REGION = "unknown region 'feer'. Did you mean 'fear'?"


def _set(content: Any, *path: str | int, to: object) -> None:
    for key in path[:-1]:
        content = content[key]
    content[path[-1]] = to


def _learning(content: dict[str, Any], **changes: object) -> None:
    content["projections"][index_of(content, "touch->danger")].update(changes)


REFUSALS: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "source": (lambda b: _set(b, "projections", 3, "source", to="feer"), f"projections[3].source: {REGION}"),
    "target": (lambda b: _set(b, "projections", 3, "target", to="feer"), f"projections[3].target: {REGION}"),
    "awareness": (lambda b: _set(b, "awareness_region", to="feer"), f"awareness_region: {REGION}"),
    "movement": (lambda b: _set(b, "movement_region", to="feer"), f"movement_region: {REGION}"),
    "driver": (lambda b: _set(b, "modulators", "fear", "region", to="feer"), f"fear.region: {REGION}"),
    "alarm": (lambda b: _set(b, "alarm", "regions", 0, to="feer"), f"alarm.regions: {REGION}"),
    "sense": (lambda b: _set(b, "senses", "smell", 0, "region", to="feer"), f"smell[0].region: {REGION}"),
    "rule": (lambda b: _learning(b, rule="heb"), "rule: unknown rule 'heb'. Did you mean 'hebb'?"),
    "no rules": (lambda b: _set(b, "rules", to={}), "rule: unknown rule 'hebb'."),
    "no ceiling": (lambda b: _learning(b, weight_max=None), "weight_max: is required where there is a rule"),
    "low ceiling": (
        lambda b: _learning(b, weight=0.2, weight_max=0.1),
        "weight_max: must be at least weight = 0.2 (got 0.1). Raise the ceiling.",
    ),
    "two regions": (lambda b: b["regions"].append(b["regions"][0]), "regions: 'relay' is there twice."),
    "two projections": (
        lambda b: b["projections"].append(b["projections"][0]),
        "projections: 'touch->touch' is there twice. Keep one of the two.",
    ),
    "two sites": (
        lambda b: b["body"]["sites"].append(b["body"]["sites"][0]),
        "body.sites[7].name: 'foot' is there twice. Rename one.",
    ),
    "no site": (
        lambda b: _set(b, "body", "sites", to=[]),
        "body.sites: must hold 1 or more for the body map of 'relay' (got 0). Add to the list.",
    ),
    "site without a map": (
        lambda b: _set(b, "senses", "touch", 0, "region", to="smell"),
        "senses.touch[0].region: needs a region with the layout 'body_map' (got 'smell').",
    ),
    "pattern without a map": (
        lambda b: _learning(b, pattern={"kind": "same_site", "probability": 0.1}),
        "target: needs a region with the layout 'body_map' (got 'danger').",
    ),
    "nothing nociceptive": (
        lambda b: _set(b, "regions", 2, "nociceptive_share", to=0),
        "alarm.regions: needs a region with a nociceptive_share (got 'danger'). Give it a share.",
    ),
    "alarm upside down": (
        lambda b: _set(b, "alarm", "rest_hz", to=9),
        "alarm.full_hz: must be more than rest_hz = 9 (got 7.5). Raise it.",
    ),
    "alarm of nothing": (lambda b: _set(b, "alarm", "regions", to=[]), "alarm.regions: must hold 1 or more"),
    "heat upside down": (
        lambda b: _set(b, "body", "fibres", "heat_full_C", to=42),
        "body.fibres.heat_full_C: must be more than heat_threshold_C = 42 (got 42). Raise it.",
    ),
    "reset above threshold": (
        lambda b: _set(b, "excitatory", "reset_mV", to=-40),
        "excitatory.reset_mV: must lie under threshold_mV = -50.0 (got -40.0).",
    ),
    "region name": (
        lambda b: _set(b, "regions", 0, "name", to="Relay"),
        "regions[0].name: must match ^[a-z][a-z0-9_]*$ (got 'Relay').",
    ),
    "probability": (
        lambda b: _learning(b, pattern={"kind": "everywhere", "probability": 2}),
        "pattern.probability: must be at most 1 (got 2). Choose 1 or less.",
    ),
    "pattern": (
        lambda b: _learning(b, pattern={"kind": "everywere", "probability": 0.1}),
        "pattern: unknown kind 'everywere'. Did you mean 'everywhere'?",
    ),
    "coordinates": (
        lambda b: _set(b, "regions", 0, "mni_mm", to=[1, 2]),
        "regions[0].mni_mm[2]: this field is required. Add a value.",
    ),
}


@pytest.mark.parametrize(("change", "sentence"), REFUSALS.values(), ids=REFUSALS)
def test_brain_refuses(change: Callable[[dict[str, Any]], object], sentence: str) -> None:
    content = dump()
    change(content)
    with pytest.raises(DescriptionError, match=re.escape(sentence)) as caught:
        read(content)
    assert str(caught.value).startswith("brain.")


def test_region_names_the_nearest_where_there_is_none() -> None:
    with pytest.raises(
        DescriptionError, match=r"brain 'everyday': has no region 'feer'\. Did you mean 'fear'"
    ):
        read(dump()).region("feer")


def test_describe_size_follows_the_scale() -> None:
    once, twice = read(dump()).describe_size(), read(dump() | {"scale": 2}).describe_size()
    assert twice == (2 * once[0], 2 * once[1])


def test_label_names_the_inhibitory_end() -> None:
    labels = {projection.label for projection in read(dump()).projections}
    assert {"touch->danger", "fear->sight.inhibitory", "fear.inhibitory->fear.inhibitory"} <= labels


def test_brain_survives_a_round_trip_through_json() -> None:
    brain = read(dump())
    again = Brain.model_validate_json(brain.model_dump_json())
    assert again == brain
    assert again.digest() == brain.digest()


def test_digest_changes_with_one_weight() -> None:
    content = dump()
    before = read(content).digest()
    content["projections"][0]["weight"] *= 1.001
    assert read(content).digest() != before
