"""The glossary knows every public class of the rooms that outsiders read, and holds each word once."""

import importlib
import inspect
import re
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[2] / "docs" / "glossary.md").read_text("utf-8")
ROWS = [
    [cell.strip() for cell in line[1:-1].split("|")]
    for line in PAGE.splitlines()
    if line.startswith("| ") and "---" not in line
]
WORDS = [word for row in ROWS for word in re.split(r", ", row[0])]
ROOMS = ("brain", "life", "plasticity", "recording", "engine")
IDEAS = (
    "frozen twin", "ignition", "salience M", "safety error Q", "stress S", "third factor F", "eligibility",
    "neurotag", "awareness", "withdrawal", "episode", "index", "appraisal", "precision",
)  # fmt: skip
# `Timed` is the code's name of what people call an event.
UNDER_ANOTHER_WORD = {"Timed": "Event"}


@pytest.mark.parametrize("room", ROOMS)
def test_glossary_knows_every_public_class(room: str) -> None:
    module = importlib.import_module(f"neurotag.{room}")
    classes = [name for name in module.__all__ if inspect.isclass(getattr(module, name))]
    assert [name for name in classes if UNDER_ANOTHER_WORD.get(name, name) not in WORDS] == []


@pytest.mark.parametrize("idea", IDEAS)
def test_glossary_knows_the_ideas(idea: str) -> None:
    assert idea.lower() in [word.lower() for word in WORDS]


def test_glossary_holds_each_word_once() -> None:
    words = [word for word in WORDS if word != "word"]
    assert [word for word in words if words.count(word) > 1] == []


@pytest.mark.parametrize("room", [*ROOMS, "measure"])
def test_no_public_class_bears_a_forbidden_name(room: str) -> None:
    never_said = {word.capitalize() for *_, nots in ROWS for word in nots.split(", ") if word.isalpha()}
    said = {word.capitalize() for word in WORDS}
    public = set(importlib.import_module(f"neurotag.{room}").__all__)
    assert public & (never_said - said) == set()
