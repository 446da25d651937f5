"""A mapping file says which rows become which events, or is refused in one sentence."""

from pathlib import Path

import pytest
from tests.interop.writing import Write

from neurotag.errors import DescriptionError, InputError
from neurotag.interop import load_mapping

REFUSED = {
    "no kind": ("event: {site: arm}", "rows[0].event.kind: this field is required. Add a 'kind'"),
    "an unknown kind": ("event: {kind: heet}", "unknown kind 'heet'. Did you mean 'heat'?"),
    "a sleep": ("event: {kind: sleep}", "a sleep cannot come from a row. Put it into events_before"),
    "a lonely factor": (
        "event: {kind: rest}\n    factors: {relevance: 2}",
        "rows[0].factors.relevance: is the factor of a column that is not named. Add columns.relevance.",
    ),
    "an unknown field": (
        "event: {kind: rest}\n    wher: {}",
        "rows[0].wher: unknown field. Did you mean 'where'?",
    ),
}


@pytest.mark.parametrize(("rule", "sentence"), REFUSED.values(), ids=REFUSED)
def test_load_mapping_refuses(write: Write, rule: str, sentence: str) -> None:
    path = write("map.yaml", f"name: m\nrows:\n  - {rule}\n")
    with pytest.raises(DescriptionError) as caught:
        load_mapping(path)
    assert sentence in str(caught.value)


def test_load_mapping_refuses_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such file"):
        load_mapping(tmp_path / "map.yaml")


def test_load_mapping_refuses_a_mapping_without_rules(write: Write) -> None:
    with pytest.raises(DescriptionError, match=r"map\.yaml\.rows"):
        load_mapping(write("map.yaml", "name: m\nrows: []\n"))
