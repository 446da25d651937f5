"""A brain without a body, senses, modulators and an alarm, and what its own words refuse."""

import re
from typing import Any

import pytest
from tests.brain.bare import CELL, bare

from neurotag.brain import AdExCell, Brain, ConductanceCell, CurrentCell
from neurotag.description import Description
from neurotag.errors import DescriptionError

ADEX = {"kind": "adex"}


def changed(label: str, **changes: object) -> dict[str, Any]:
    """Return what makes the bare brain with one projection changed."""
    content = bare().model_dump(mode="json")
    labels = [projection.label for projection in bare().projections]
    content["projections"][labels.index(label)].update(changes)
    return {"projections": content["projections"]}


def modulated(*, transmitters: object = None, **gains: float) -> dict[str, Any]:
    return {
        "rules": {"stdp": {"kind": "modulated_stdp", "gains": gains}, "vogels": {"kind": "inhibitory_stdp"}},
        "transmitters": transmitters or {},
    }


def test_a_bare_brain_has_no_body_senses_modulators_or_alarm() -> None:
    brain = bare()
    assert not brain.body.sites
    assert not brain.senses.touch
    parts = (brain.modulators, brain.alarm, brain.awareness_region, brain.movement_region)
    assert [part for part in parts if part is not None] == []


def test_a_bare_brain_survives_a_round_trip_through_json() -> None:
    assert Brain.model_validate_json(bare().model_dump_json()) == bare()


def test_a_region_may_have_neurons_of_its_own() -> None:
    regions = [{"name": "v1", "n_excitatory": 8, "n_inhibitory": 0, "excitatory": ADEX},
               {"name": "v2", "n_excitatory": 8, "n_inhibitory": 2}]  # fmt: skip
    brain = bare(regions=regions)
    kinds = [
        brain.cell(region, excites=excites).kind for region in brain.regions for excites in (True, False)
    ]
    assert kinds == ["adex", "current", "current", "current"]
    assert brain.describe_size() == (16, 2)


def test_a_region_without_a_title_is_called_by_its_name() -> None:
    assert [region.heading for region in bare().regions] == ["V1", "V2"]


REFUSALS: dict[str, tuple[dict[str, Any], str]] = {
    "an inhibitory rule for excitation": (
        changed("v1->v1", rule="vogels"),
        "projections[0].rule: 'vogels' is for connections from inhibitory neurons (these are not).",
    ),
    "an excitatory rule for inhibition": (
        changed("v1.inhibitory->v1", rule="stdp"),
        "projections[1].rule: 'stdp' is for connections from excitatory neurons (these are not).",
    ),
    "learning onto inhibitory neurons": (
        changed("v1->v1.inhibitory", rule="stdp", weight_max=80),
        "projections[2].rule: only connections onto excitatory neurons can learn (got 'stdp').",
    ),
    "a region that lacks": (
        changed("v1->v2", target="v3"),
        "projections[8].target: unknown region 'v3'. Did you mean 'v2'?",
    ),
    "a modulator that lacks": (
        modulated(dopamin=1.0, transmitters={"dopamine": {}}),
        "rules.stdp.gains: unknown modulator 'dopamin'. Did you mean 'dopamine'?",
    ),
    "salience without modulators": (
        modulated(salience=1.0),
        "rules.stdp.gains: unknown modulator 'salience'. There is none to choose from."
    ),
    "a transmitter from nowhere": (
        {"transmitters": {"dopamine": {"source": "vta"}}},
        "transmitters.dopamine.source: unknown region 'vta'.",
    ),
    "a body map without a body": (
        {"regions": [{"name": name, "n_excitatory": 8, "n_inhibitory": 2, "layout": "body_map"}
                     for name in ("v1", "v2")]},
        "body.sites: must hold 1 or more for the body map of 'v1' (got 0).",
    ),
    "an unknown kind of neuron": (
        {"excitatory": {"kind": "curent"}},
        "excitatory: unknown kind 'curent'. Did you mean 'current'?",
    ),
    "a reset at the threshold": (
        {"excitatory": {**CELL, "reset_mV": 20}},
        "excitatory.reset_mV: must lie under threshold_mV = 20.0 (got 20.0). Lower the reset or raise",
    ),
    "a rise as slow as its decay": (
        {"inhibitory": {**ADEX, "inhibition_rise_ms": 10}},
        "inhibitory.inhibition_rise_ms: must be less than inhibition_tau_ms = 10 (got 10). Shorten it.",
    ),
    "no synapse": (
        changed("v1->v2", pattern={"kind": "total", "number": 0}),
        "projections[8].pattern.number: must be more than 0 (got 0). Choose more than 0.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("content", "sentence"), REFUSALS.values(), ids=REFUSALS)
def test_a_bare_brain_refuses(content: dict[str, Any], sentence: str) -> None:
    with pytest.raises(DescriptionError, match=re.escape(sentence)):
        bare(**content)


@pytest.mark.parametrize("kind", [CurrentCell, ConductanceCell, AdExCell])
def test_defaults_of_a_point_neuron_survive_a_round_trip(kind: type[Description]) -> None:
    assert kind.model_validate_json(kind().model_dump_json()) == kind()
