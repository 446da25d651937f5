"""What the lab says: easy to read, the same in each language, and nothing that it must not say."""

import json
import re
from pathlib import Path

import pytest
from tests.lab.grade import grade

import neurotag.lab
from neurotag.lab.buttons import BUTTONS
from neurotag.lab.levers import LEVERS

FOLDER = Path(neurotag.lab.__file__).parent / "words"
WORDS = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.json"))}
ENGLISH: dict[str, str] = WORDS["en"]
STORY = {name: text for name, text in ENGLISH.items() if re.match(r"[sphwbr]\.", name) and " " in text}
MOST_GRADE, MOST_MAIN_GRADE = 4.0, 6.0
FORBIDDEN = (
    "wear and tear", "damage", "faulty", "in your head", "just a", "cure", "erase", "pain-free", "rewire",
    "should", "must", "drug", "medic", "patient",
)  # fmt: skip
NOT_COUNTED = ("neurotag", "Neurotag", "facilitation", "imprecision", "sensitisation", "inhibition")
"""Terms that a caption introduces; what is said around them is counted."""


def test_there_are_two_languages_with_the_same_captions() -> None:
    assert len(WORDS) >= 2
    for language, words in WORDS.items():
        assert words.keys() == ENGLISH.keys(), language
        for name, text in words.items():
            assert text.strip(), (language, name)
            assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", ENGLISH[name])), (
                language,
                name,
            )


def test_every_cue_and_lever_has_its_words() -> None:
    assert {f"cue.{name}" for name in BUTTONS} <= ENGLISH.keys()
    for lever in LEVERS.values():
        assert {f"lever.{lever.name}.{value:g}" for value in lever.values} <= ENGLISH.keys()


def plain(text: str) -> str:
    for term in NOT_COUNTED:
        text = text.replace(term, "this")
    return re.sub(r"\{\w+\}", "one", text)


@pytest.mark.parametrize("name", STORY)
def test_a_caption_is_read_by_a_ten_year_old(name: str) -> None:
    assert grade(plain(STORY[name])) <= MOST_MAIN_GRADE


def test_captions_together_ask_for_four_years_of_school() -> None:
    assert grade(plain(" ".join(STORY.values()))) <= MOST_GRADE


@pytest.mark.parametrize("name", ["notice", "notice_more", "clinicians"])
def test_the_rest_asks_for_eight_at_most(name: str) -> None:
    assert grade(plain(ENGLISH[name])) <= 8.0


def test_nothing_is_said_that_must_not_be() -> None:
    for name, text in ENGLISH.items():
        said = [each for each in FORBIDDEN if each in text.lower()]
        assert [each for each in said if not (name == "notice" and each == "medic")] == [], name
