"""What is built in, as a table and as JSON."""

import pytest
from tests.cli.calls import Invoke

from neurotag.brain import BUILT_IN
from neurotag.life import built_in_lives


@pytest.mark.parametrize(("verb", "names"), [("lives", built_in_lives()), ("brains", tuple(BUILT_IN))])
def test_list_as_json_names_all(invoke: Invoke, verb: str, names: tuple[str, ...]) -> None:
    assert tuple(row["name"] for row in invoke(verb, "--json").json) == names


@pytest.mark.parametrize(("verb", "word"), [("lives", "stove"), ("brains", "vulnerable")])
def test_list_as_a_table_names_what_is_built_in(invoke: Invoke, verb: str, word: str) -> None:
    ended = invoke(verb)
    assert (ended.code, ended.stderr) == (0, "")
    assert word in ended.stdout


def test_lives_tells_how_long_the_stove_lasts(invoke: Invoke) -> None:
    stove = invoke("lives", "--json").json[0]
    assert stove["awake_s"] > 60
    assert stove["offline_h"] == 8


def test_brains_tells_where_the_body_can_be_touched(invoke: Invoke) -> None:
    assert "back" in invoke("brains", "--json").json[0]["sites"]
