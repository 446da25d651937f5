"""A value is changed by its path, or refused in one sentence that names the nearest path."""

from typing import Any

import pytest

from neurotag.brain import Brain, load_brain
from neurotag.description import parse
from neurotag.errors import DescriptionError, InputError
from neurotag.life import load_life
from neurotag.override import apply, blame, override, paths, resolve

BRAIN = load_brain("everyday")
CONTENT: dict[str, Any] = {
    "brain": BRAIN.model_dump(mode="json"),
    "life": load_life("stove").model_dump(mode="json"),
}

SET = {
    "a field": ("scale=2", ("brain", "scale"), 2),
    "with its root": ("brain.scale=2", ("brain", "scale"), 2),
    "a tiny number": ("scale=1e-1", ("brain", "scale"), 0.1),
    "a leading zero": ("scale=010", ("brain", "scale"), 10),
    "a truth": ("plasticity=false", ("brain", "plasticity"), False),
    "a named rule": ("rules.hebb.rate=0", ("brain", "rules", "hebb", "rate"), 0),
    "a region": ("regions.relay.n_excitatory=9", ("brain", "regions", 0, "n_excitatory"), 9),
    "a member by number": ("regions.0.n_excitatory=9", ("brain", "regions", 0, "n_excitatory"), 9),
    "a site": ("body.sites.hip.path_m=0.5", ("brain", "body", "sites", 1, "path_m"), 0.5),
    "a drive": ("senses.heat.relay.strength=2", ("brain", "senses", "heat", 0, "strength"), 2),
    "a list": ("alarm.regions=[danger, fear]", ("brain", "alarm", "regions"), ["danger", "fear"]),
    "an equals sign": ("title=a=b", ("brain", "title"), "a=b"),
    "an event": ("life.events.0.settle_s=1", ("life", "events", 0, "settle_s"), 1),
}

REFUSED = {
    "an unknown path": (
        "regions.fear.n_excitatry=3",
        "unknown path 'regions.fear.n_excitatry'. Did you mean 'regions.fear.n_excitatory'?",
    ),
    "a projection that is not there": (
        "projections.touch->dangr.weight=1",
        "Did you mean 'projections.touch->danger.weight'?",
    ),
    "a root with a slip": ("brain.scal=1", "unknown path 'brain.scal'. Did you mean 'brain.scale'?"),
    "an event without its root": ("events.0.settle_s=1", "Did you mean 'life.events"),
    "no value": ("scale", "--set scale: must be path=value. Write for example scale=2."),
    "no path": ("=2", "--set =2: must be path=value."),
    "a group": ("regions.fear=3", "'regions.fear' is a group of values, not one. Name one of them, such as"),
    "a truth for a number": (
        "scale=true",
        "--set scale=true: must be a number (got true). Change the value.",
    ),
    "half a list": ("alarm.regions=[danger", "the value '[danger' cannot be read."),
}


@pytest.mark.parametrize(("text", "place", "value"), SET.values(), ids=SET)
def test_override_sets(text: str, place: tuple[str | int, ...], value: object) -> None:
    changed: Any = override(CONTENT, [text], home="brain")
    for key in place:
        changed = changed[key]
    assert changed == value


@pytest.mark.parametrize(("text", "sentence"), REFUSED.values(), ids=REFUSED)
def test_override_refuses(text: str, sentence: str) -> None:
    with pytest.raises(InputError) as caught:
        override(CONTENT, [text], home="brain")
    assert sentence in str(caught.value)


def test_override_leaves_the_original_as_it_was() -> None:
    override(CONTENT, ["scale=2", "life.events.stove.events.1.load=0.5"], home="brain")
    assert CONTENT["brain"]["scale"] == 1.0


def test_override_lets_the_last_of_two_win() -> None:
    assert override({"scale": 1.0}, ["scale=2", "scale=3"]) == {"scale": 3}


def test_override_takes_every_projection_by_its_label() -> None:
    labels = [projection.label for projection in BRAIN.projections]
    found = [resolve(CONTENT, f"projections.{label}.weight=1", home="brain").place[2] for label in labels]
    assert found == list(range(len(labels)))


def test_paths_are_all_found_again() -> None:
    known = list(paths(CONTENT))
    assert len({resolve(CONTENT, f"{path}=x").place for path in known}) == len(known)


def test_paths_of_two_members_of_one_name_are_numbers() -> None:
    assert list(paths({"events": [{"name": "a"}, {"name": "a"}]})) == ["events.0.name", "events.1.name"]


def test_blame_names_the_change_behind_an_error() -> None:
    sentence = _blamed("scale=2", "regions.fear.n_excitatory=-3")
    assert sentence.startswith("--set regions.fear.n_excitatory=-3: must be")


def test_blame_names_all_changes_where_the_error_is_elsewhere() -> None:
    assert _blamed("regions.fear.name=terror").startswith(
        "--set regions.fear.name=terror: brain.projections["
    )


def _blamed(*assignments: str) -> str:
    changes = [resolve(CONTENT, text, home="brain") for text in assignments]
    with pytest.raises(DescriptionError) as caught:
        parse(Brain, apply(CONTENT, changes)["brain"], where="brain")
    return str(blame(caught.value, changes, where="brain"))
