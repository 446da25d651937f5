"""What a run will take is printed before it, on request, and where it does not fit."""

import json
import re
from pathlib import Path

import pytest
from tests.cli.calls import SMALL, Invoke

from neurotag.engine import Forecast

LONG = "name: long\nevents: [{kind: rest, duration_s: 36000}]\n"


@pytest.fixture
def little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("neurotag.engine.machine.available_mb", lambda: 600.0)


def test_forecast_prints_one_object(invoke: Invoke) -> None:
    ended = invoke("forecast", "tiny.yaml", *SMALL, "--json")
    assert (ended.code, ended.stderr) == (0, "")
    said = ended.json
    assert set(Forecast.__dataclass_fields__) | {"brain", "life", "scale", "available_mb", "fits"} < set(said)
    assert (said["brain"], said["scale"], said["fits"], said["largest_scale"]) == ("everyday", 0.3, True, 0.3)


def test_forecast_of_two_brains_counts_what_the_first_leaves(invoke: Invoke) -> None:
    first, second = invoke(
        "forecast", "tiny.yaml", *SMALL, "--brain", "everyday", "--brain", "vulnerable", "--json"
    ).json
    assert [first["brain"], second["brain"]] == ["everyday", "vulnerable"]
    assert second["available_mb"] < first["available_mb"]


def test_forecast_tells_a_reader_what_a_run_takes(invoke: Invoke) -> None:
    ended = invoke("forecast", "stove", "--set", "scale=2")
    assert ended.code == 0
    assert [
        word for word in ("everyday", "11,200", "7.1 M", "87 s", "MB", "yes") if word not in ended.stdout
    ] == []


@pytest.mark.usefixtures("little_memory")
def test_forecast_tells_which_size_would_fit(invoke: Invoke) -> None:
    ended = invoke("forecast", "stove", "--set", "scale=64")
    assert ended.code == 0
    assert re.search(r"no; scale \d+(\.\d)? does", " ".join(ended.stdout.split()))


def test_forecast_writes_nothing(invoke: Invoke) -> None:
    before = sorted(Path().rglob("*"))
    invoke("forecast", "tiny.yaml")
    assert sorted(Path().rglob("*")) == before


def test_forecast_refuses_what_run_refuses(invoke: Invoke) -> None:
    ended = invoke("forecast", "stov")
    assert (ended.code, ended.stdout) == (2, "")
    assert "Did you mean 'stove'?" in ended.stderr


@pytest.mark.usefixtures("little_memory")
def test_run_that_does_not_fit_is_refused_before_anything_is_written(invoke: Invoke) -> None:
    before = sorted(Path().rglob("*"))
    ended = invoke("run", "tiny.yaml", "--set", "scale=64")
    assert (ended.code, ended.stdout) == (2, "")
    assert ended.stderr.startswith("neurotag: brain 'everyday': needs about ")
    assert "at scale 64, and 600 MB are available. Set scale=" in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert sorted(Path().rglob("*")) == before


@pytest.mark.usefixtures("little_memory")
def test_run_at_the_size_that_a_refusal_names_is_not_refused(invoke: Invoke) -> None:
    refused = invoke("run", "tiny.yaml", "--set", "scale=64").stderr
    scale = refused.split("scale=")[1].split(",")[0]
    assert invoke("forecast", "tiny.yaml", "--set", f"scale={scale}", "--json").json["fits"]


def test_long_run_is_announced(invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("long.yaml").write_text(LONG)

    def live_nothing(*_words: object, **_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("neurotag.cli.perform.simulate", live_nothing)
    said = invoke("run", "long.yaml").stderr.splitlines()[0]
    assert said.startswith("neurotag: about ")
    assert said.endswith(" for 10 h of simulated life; Ctrl-C keeps what was lived")


def test_short_run_is_not_announced(invoke: Invoke) -> None:
    assert "about" not in invoke("run", "tiny.yaml", *SMALL, "--no-report", "--json").stderr


SILENT = ("--set", "excitatory.bias_mV=-90", "--set", "regions.relay.excitatory.bias_mV=-90")


def test_warnings_go_to_stderr_and_into_the_run_folder(invoke: Invoke) -> None:
    Path("quiet.yaml").write_text("name: quiet\nevents: [{kind: rest, duration_s: 2.5}]\n")
    ended = invoke("run", "quiet.yaml", *SMALL, *SILENT, "--json")
    assert ended.code == 0
    assert "neurotag: everyday: From 0.0 s of waking life on, no excitatory neuron" in ended.stderr
    (warning,) = ended.json["warnings"]
    assert json.loads((Path(ended.json["out"]) / "run.json").read_text())["warnings"] == [warning]
    assert warning in Path(ended.json["report"]).read_text(encoding="utf-8")


def test_run_ends_with_3_when_numbers_are_none(invoke: Invoke) -> None:
    weight = "projections.fear.inhibitory->fear.weight=1e38"
    ended = invoke("run", "tiny.yaml", *SMALL, "--set", weight, "--json")
    assert (ended.code, ended.json["outcome"]) == (3, "non_finite")
    assert "in fear) and of" in ended.json["sentence"]
