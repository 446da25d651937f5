"""A network without a body or an alarm at the command line: lived, reported, and read back."""

import json
from pathlib import Path

import pytest
from tests.brain.bare import bare
from tests.cli.calls import Ended, Invoke

from neurotag.store import load_run

REST = "name: rest\nevents: [{kind: rest, duration_s: 0.2}, {kind: sleep}, {kind: rest, duration_s: 0.1}]\n"


@pytest.fixture
def lived(invoke: Invoke) -> Ended:
    Path("bare.json").write_text(bare().model_dump_json(), encoding="utf-8")
    Path("rest.yaml").write_text(REST, encoding="utf-8")
    return invoke("run", "rest.yaml", "--brain", "bare.json", "--out", "out", "--json")


def test_a_bare_brain_lives_a_rest(lived: Ended) -> None:
    assert (lived.code, lived.stderr) == (0, "")
    assert lived.json["outcome"] == "completed"
    assert lived.json["measures"]["mean_rate_excitatory_hz"] > 1


def test_a_bare_brain_leaves_a_report(lived: Ended) -> None:
    assert "A network and nothing else".lower() in Path(lived.json["report"]).read_text("utf-8")


def test_a_bare_brain_is_read_back_as_it_was(lived: Ended) -> None:
    recording = load_run("out")
    assert recording.brain == bare()
    assert recording.digest() == lived.json["digest"]
    assert set(recording.weights.projections) == {p.label for p in bare().projections if p.rule is not None}
    assert len(recording.activity.step) > 0


def test_the_index_of_a_bare_run_holds_no_measure_that_cannot_be(lived: Ended) -> None:
    said = json.loads(Path("out/run.json").read_text("utf-8"))
    assert set(said["measures"]) == {"mean_rate_excitatory_hz", "learned_weight_change"}


def test_a_bare_brain_lives_beside_a_whole_one(invoke: Invoke) -> None:
    Path("bare.json").write_text(bare().model_dump_json(), encoding="utf-8")
    Path("rest.yaml").write_text(REST, encoding="utf-8")
    ended = invoke("run", "rest.yaml", "--brain", "bare.json", "--brain", "everyday", "--json")
    assert [said["outcome"] for said in ended.json] == ["completed", "completed"]


def test_a_life_that_touches_is_refused_for_a_brain_without_a_body(invoke: Invoke) -> None:
    Path("bare.json").write_text(bare().model_dump_json(), encoding="utf-8")
    ended = invoke("run", "tiny.yaml", "--brain", "bare.json")
    assert ended.code == 2
    assert ended.stderr == (
        "neurotag: life 'tiny'.events[0].events[0].site: unknown site 'hand'. There is none to choose from.\n"
    )


def test_what_a_bare_brain_lacks_cannot_be_set(invoke: Invoke) -> None:
    Path("bare.json").write_text(bare().model_dump_json(), encoding="utf-8")
    Path("rest.yaml").write_text(REST, encoding="utf-8")
    ended = invoke("run", "rest.yaml", "--brain", "bare.json", "--set", "modulators.update_ms=2")
    assert (ended.code, ended.stderr.count("\n")) == (2, 1)
    assert "unknown path 'modulators.update_ms'" in ended.stderr
