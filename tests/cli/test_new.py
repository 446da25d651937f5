"""A life to start from: it names everything there is, loads, and is never written over another file."""

from importlib import resources
from pathlib import Path
from typing import Any, get_args

import pytest
from tests.cli.calls import SMALL, Invoke

from neurotag.life import Event, Life, load_life

TEMPLATE = (resources.files("neurotag.cli") / "templates" / "life.yaml").read_text(encoding="utf-8")
KINDS = {
    kind: each
    for each in get_args(get_args(Event)[0])
    for kind in get_args(each.model_fields["kind"].annotation)
}


def test_new_life_loads(invoke: Invoke) -> None:
    assert invoke("new", "life", "mine.yaml").code == 0
    assert load_life("mine.yaml").name == "first"


def test_new_life_says_how_to_run_it(invoke: Invoke) -> None:
    assert invoke("new", "life", "mine.yaml").stdout == "Wrote mine.yaml. Try it: neurotag run mine.yaml\n"


@pytest.mark.slow
def test_new_life_runs(invoke: Invoke) -> None:
    invoke("new", "life", "mine.yaml")
    assert invoke("run", "mine.yaml", *SMALL, "--json").json["outcome"] == "completed"


@pytest.mark.parametrize("kind", KINDS)
def test_new_life_shows_every_kind_of_event(tmp_path: Path, kind: str) -> None:
    (tmp_path / "life.yaml").write_text(TEMPLATE, encoding="utf-8")
    used = {_field(event, "kind") for _, event in load_life(tmp_path / "life.yaml").every_event()}
    assert kind in used


@pytest.mark.parametrize("field", sorted({name for each in KINDS.values() for name in each.model_fields}))
def test_new_life_shows_every_field_of_an_event(field: str) -> None:
    assert f"{field}:" in TEMPLATE


@pytest.mark.parametrize("field", Life.model_fields)
def test_new_life_shows_every_field_of_a_life(field: str) -> None:
    assert f"\n{field}:" in TEMPLATE


def test_new_life_names_every_site_of_the_body(invoke: Invoke) -> None:
    sites = invoke("brains", "--json").json[0]["sites"]
    assert [site for site in sites if site not in TEMPLATE] == []


def test_new_life_refuses_to_overwrite(invoke: Invoke) -> None:
    Path("mine.yaml").write_text("mine")
    ended = invoke("new", "life", "mine.yaml")
    assert (ended.code, Path("mine.yaml").read_text()) == (2, "mine")
    assert (
        ended.stderr
        == "neurotag: mine.yaml: is there already. Choose another name; nothing is overwritten.\n"
    )


def test_new_life_refuses_a_folder_that_is_not_there(invoke: Invoke) -> None:
    ended = invoke("new", "life", "there/mine.yaml")
    assert ended.code == 2
    assert ended.stderr.startswith(
        "neurotag: there/mine.yaml: cannot be written (No such file or directory)."
    )


def _field(event: Any, name: str) -> Any:
    return getattr(event, name)
