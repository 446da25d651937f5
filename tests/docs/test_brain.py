"""The network that the page on brains shows lives as it says, and the page names every kind there is."""

import re
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from tests.cli.calls import invoke_app

from neurotag.brain import AnyCell, Pattern, load_brain
from neurotag.plasticity import Rule
from neurotag.store import load_run

PAGE = (Path(__file__).parents[2] / "docs" / "brain.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", PAGE, flags=re.DOTALL)
COMMANDS = re.findall(r"^neurotag (run .*)$", PAGE, flags=re.MULTILINE)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder that holds the files of the page, each under its own name."""
    for text in BLOCKS:
        (tmp_path / f"{yaml.safe_load(text)['name']}.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_page_shows_a_network_without_body_or_alarm(desk: Path) -> None:
    brain = load_brain(desk / "balanced.yaml")
    assert brain.describe_size() == (800, 200)
    assert (brain.modulators, brain.alarm, brain.body.sites) == (None, None, ())
    assert [projection.rule for projection in brain.projections] == ["stdp", None, None, None]


def test_the_network_of_the_page_lives_and_learns(desk: Path) -> None:
    ended = invoke_app(*COMMANDS[0].split(), "--json", "--out", "out")
    assert (ended.code, ended.json["outcome"]) == (0, "completed")
    # Asynchronous and irregular, far from silence and from a seizure.
    assert 5 < ended.json["measures"]["mean_rate_excitatory_hz"] < 20
    mean = load_run(desk / "out").weights.mean
    assert mean[0] == pytest.approx(50.0)
    assert mean[-1] != mean[0]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_page_is_understood(desk: Path, command: str) -> None:
    ended = invoke_app(*command.split(), "--no-report", "--set", "life.events.0.duration_s=0.05")
    assert (ended.code, ended.stderr) == (0, "")


@pytest.mark.parametrize("union", [AnyCell, Pattern, Rule], ids=["cells", "patterns", "rules"])
def test_the_page_names_every_kind(union: Any) -> None:
    kinds = [get_args(each.model_fields["kind"].annotation)[0] for each in get_args(get_args(union)[0])]
    assert [kind for kind in kinds if f"`{kind}`" not in PAGE] == []
