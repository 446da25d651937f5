"""A run as a user has it: what is printed, and what lies in the run folder."""

import json
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from tests.cli.calls import SMALL, Ended, Invoke

from neurotag.cli.perform import EXIT_CODES
from neurotag.recording import Outcome
from neurotag.store import load_run

KEYS = {
    *("life", "brain", "version", "out", "report", "checkpoints", "outcome", "sentence", "warnings"),
    *("digest", "seed", "wall_s", "simulated_s", "measures"),
}
QUICK = (*SMALL, "--no-report")
TwoBrains = tuple[Path, Ended]


@pytest.fixture
def one(invoke: Invoke) -> Ended:
    return invoke("run", "tiny.yaml", *QUICK, "--json")


def test_run_prints_one_object(one: Ended) -> None:
    assert (one.code, one.stderr) == (0, "")
    assert set(one.json) == KEYS


def test_run_tells_what_came_of_it(one: Ended) -> None:
    said = one.json
    assert (said["outcome"], said["seed"], said["life"], said["brain"]) == (
        "completed",
        0,
        "tiny",
        "everyday",
    )
    assert said["measures"]["alarm_peak"] >= 0


def test_run_names_its_folder_by_life_brain_and_seed(one: Ended) -> None:
    assert one.json["out"] == "runs/tiny-everyday-seed0"
    assert sorted(path.name for path in Path(one.json["out"]).iterdir()) == ["recording.zarr", "run.json"]


def test_run_leaves_nothing_beside_its_folder(one: Ended) -> None:
    assert [path.name for path in Path(one.json["out"]).parent.iterdir()] == ["tiny-everyday-seed0"]


def test_run_leaves_a_recording_that_loads(one: Ended) -> None:
    assert load_run(one.json["out"]).digest() == one.json["digest"]


def test_run_gives_the_same_digest_for_the_same_seed(invoke: Invoke, one: Ended) -> None:
    again = invoke("run", "tiny.yaml", *QUICK, "--json", "--out", "again", "--threads", "1").json
    assert again["digest"] == one.json["digest"]


def test_run_gives_another_digest_for_another_seed(invoke: Invoke, one: Ended) -> None:
    assert invoke("run", "tiny.yaml", *QUICK, "--json", "--seed", "1").json["digest"] != one.json["digest"]


def test_run_replaces_an_earlier_run_and_says_so(invoke: Invoke, one: Ended) -> None:
    (Path(one.json["out"]) / "notes.txt").write_text("mine")
    ended = invoke("run", "tiny.yaml", *QUICK, "--set", "plasticity=false", "--json")
    assert ended.stderr == "neurotag: runs/tiny-everyday-seed0 holds an earlier run, which will be replaced\n"
    assert load_run(one.json["out"]).digest() == ended.json["digest"] != one.json["digest"]
    assert (Path(one.json["out"]) / "notes.txt").read_text() == "mine"


def test_run_changes_what_set_names(invoke: Invoke) -> None:
    words = (
        "rules.hebb.rate=0",
        "life.events.2.intensity=0.5",
        "watch.chunk_ms=50",
        "regions.fear.n_excitatory=200",
    )
    options = [option for word in words for option in ("--set", word)]
    recording = load_run(invoke("run", "tiny.yaml", *QUICK, "--json", *options).json["out"])
    assert recording.brain.rules["hebb"].model_dump()["rate"] == 0
    assert recording.life.model_dump()["events"][2]["intensity"] == 0.5
    assert (recording.watch.chunk_ms, recording.brain.region("fear").n_excitatory) == (50, 200)


def test_run_keeps_no_more_spikes_than_the_budget(invoke: Invoke) -> None:
    Path("touch.yaml").write_text("name: touch\nevents: [{kind: touch, site: back, duration_s: 0.4}]\n")
    said = invoke("run", "touch.yaml", *QUICK, "--json", "--budget-mb", "0.001").json
    recording = load_run(said["out"])
    assert recording.spikes_kept_s < recording.activity.duration_s
    assert said["outcome"] == "completed"


def test_run_takes_an_events_file(invoke: Invoke) -> None:
    Path("e.tsv").write_text("onset\tduration\ttrial_type\n0.1\t0.2\theat\n0.4\t0.1\tcue\n")
    Path("m.yaml").write_text(
        "name: bids\nrows: [{where: {trial_type: heat}, event: {kind: heat, site: arm, intensity: 1}}]\n"
    )
    ended = invoke("run", "e.tsv", "--mapping", "m.yaml", *QUICK, "--json")
    assert ended.stderr == "neurotag: e.tsv: 1 of 2 rows became events; 1 fitted no rule and were left out\n"
    assert ended.json["life"] == "bids"


def test_run_makes_a_folder_name_of_any_name(invoke: Invoke) -> None:
    said = invoke("run", "tiny.yaml", *QUICK, "--json", "--set", "life.name=../a b/ü").json
    assert said["out"] == "runs/a-b-everyday-seed0"


def test_run_tells_a_reader_the_story_and_where_it_is(invoke: Invoke) -> None:
    ended = invoke("run", "tiny.yaml", *QUICK, "--out", "mine")
    lines = ended.stdout.splitlines()
    assert lines[0].startswith("everyday lived tiny (seed 0): ")
    assert lines[1].startswith("  ")
    assert lines[-1] == "Run folder: mine"


def test_run_ends_with_3_when_a_brain_runs_away(invoke: Invoke) -> None:
    ended = invoke("run", "tiny.yaml", *QUICK, "--set", "runaway_hz=0.01", "--json")
    assert (ended.code, ended.json["outcome"]) == (3, "runaway")


def test_run_of_two_brains_prints_a_list(two_brains: TwoBrains) -> None:
    _, ended = two_brains
    assert ended.code == 0
    assert [said["brain"] for said in ended.json] == ["everyday", "vulnerable"]


def test_run_of_two_brains_leaves_one_report(two_brains: TwoBrains) -> None:
    folder, ended = two_brains
    assert {said["report"] for said in ended.json} == {"runs/tiny-everyday-vulnerable-seed3/report.html"}
    report = (folder / ended.json[0]["report"]).read_text(encoding="utf-8")
    assert "everyday" in report
    assert "vulnerable" in report


def test_run_of_two_brains_leaves_a_folder_for_each(two_brains: TwoBrains) -> None:
    folder, ended = two_brains
    for said in ended.json:
        assert load_run(folder / said["out"]).digest() == said["digest"]


def test_run_of_two_brains_leaves_a_list_of_both(two_brains: TwoBrains) -> None:
    folder, ended = two_brains
    index: Any = json.loads((folder / "runs/tiny-everyday-vulnerable-seed3/run.json").read_text())
    assert [(run["folder"], run["digest"]) for run in index] == [
        (said["brain"], said["digest"]) for said in ended.json
    ]


def test_exit_codes_name_every_outcome() -> None:
    assert set(EXIT_CODES) == set(get_args(get_type_hints(Outcome)["kind"]))
