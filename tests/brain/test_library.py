"""Brains by name or from a file."""

from pathlib import Path

import pytest

from neurotag.brain import BUILT_IN, load_brain
from neurotag.errors import DescriptionError


@pytest.mark.parametrize("name", BUILT_IN)
def test_built_in_brain_bears_its_name(name: str) -> None:
    assert load_brain(name).name == name


def test_load_brain_reads_what_was_written(tmp_path: Path) -> None:
    brain = load_brain("everyday")
    path = tmp_path / "brain.json"
    path.write_text(brain.model_dump_json(), encoding="utf-8")
    assert load_brain(path) == brain


def test_load_brain_names_the_file_in_its_error(tmp_path: Path) -> None:
    path = tmp_path / "brain.yaml"
    path.write_text("name: mine\nregion: []\n", encoding="utf-8")
    with pytest.raises(
        DescriptionError, match=r"brain\.yaml\.region: unknown field\. Did you mean 'regions'"
    ):
        load_brain(path)
