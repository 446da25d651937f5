"""Lives by name or from a file."""

from pathlib import Path

import pytest

from neurotag.errors import DescriptionError, InputError
from neurotag.life import built_in_lives, load_life


def test_built_in_lives_begin_with_the_stove() -> None:
    assert built_in_lives()[0] == "stove"


@pytest.mark.parametrize("name", built_in_lives())
def test_built_in_life_bears_its_name_and_tells_its_story(name: str) -> None:
    life = load_life(name)
    assert life.name == name
    assert life.title
    assert len(life.story) > 40


def test_load_life_suggests_the_nearest() -> None:
    with pytest.raises(InputError, match=r"life 'stov': is neither .* Did you mean 'stove'\?"):
        load_life("stov")


def test_load_life_takes_a_name_that_no_file_can_have() -> None:
    with pytest.raises(InputError, match="is neither a built-in life nor a file"):
        load_life("x" * 1000)


def test_load_life_names_the_file_in_its_error(tmp_path: Path) -> None:
    path = tmp_path / "life.yaml"
    path.write_text("name: x\nevents:\n  - {kind: touch, site: back, presure: 1}\n", encoding="utf-8")
    with pytest.raises(DescriptionError) as caught:
        load_life(path)
    assert str(caught.value) == f"{path}.events[0].presure: unknown field. Did you mean 'pressure'?"
