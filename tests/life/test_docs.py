"""The page on lives is complete, and what it shows can be lived."""

import re
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from neurotag.brain import load_brain
from neurotag.description import Description, parse
from neurotag.life import KINDS, Life
from neurotag.life.events import Event

PAGE = (Path(__file__).parents[2] / "docs" / "life.md").read_text("utf-8")
EXAMPLES: list[dict[str, Any]] = [
    yaml.safe_load(text) for text in re.findall(r"```yaml\n(.*?)```", PAGE, re.S)
]
EVENTS: tuple[type[Description], ...] = get_args(get_args(Event)[0])


def test_page_shows_three_lives() -> None:
    assert [example["name"] for example in EXAMPLES] == ["song", "course", "flowers"]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["name"])
def test_example_is_a_life_of_a_built_in_brain(example: dict[str, Any]) -> None:
    life = parse(Life, example, where=example["name"])
    assert {site for _, site in life.sites()} <= set(load_brain("everyday").body.site_names)


@pytest.mark.parametrize("kind", KINDS)
def test_page_names_every_kind(kind: str) -> None:
    assert re.search(rf"^\| .*`{kind}`", PAGE, re.M)


@pytest.mark.parametrize("kind", [*EVENTS, Life], ids=lambda kind: kind.__name__)
def test_page_names_every_field(kind: type[Description]) -> None:
    assert [name for name in kind.model_fields if f"`{name}`" not in PAGE] == []


def test_page_names_the_sites_of_the_built_in_brains() -> None:
    *most, last = load_brain("everyday").body.site_names
    assert f"{', '.join(most)} and {last}" in PAGE
