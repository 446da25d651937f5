"""Finding as a user has it: what is printed, left and refused. The search itself is stood in for."""

import json
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.cli.calls import SMALL, Ended, Invoke
from tests.report.found import make_found, with_dials

from neurotag.cli.seek import parse_time, write_all
from neurotag.errors import InputError, OutputError
from neurotag.neurotags.neurotag import Neurotags
from neurotag.recording import Recording


@dataclass
class Asked:
    """What the search was called with, and what it gives."""

    gives: Neurotags
    source: Any = None
    options: dict[str, Any] = field(default_factory=dict)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """Stand in for the search."""
    asked = Asked(make_found(bonds=True))

    def find(source: Any, *, progress: Callable[[str, float], None], **options: Any) -> Neurotags:
        progress("shifting trains", 0.5)
        asked.source, asked.options = source, options
        return asked.gives

    monkeypatch.setattr("neurotag.neurotags.find_neurotags", find)
    return asked


def test_find_prints_one_object(invoke: Invoke, asked: Asked) -> None:
    ended = invoke("find", "spikes.csv", "--json")
    assert (ended.code, ended.stderr) == (0, "")
    assert ended.json == json.loads(json.dumps(asked.gives.as_json()))
    assert ended.stdout.count("\n") == 1


def test_find_hands_over_what_was_asked(invoke: Invoke, asked: Asked) -> None:
    words = ("--bin", "0.5s", "--seed", "3", "--surrogates", "40", "--level", "0.05", "--start", "2")
    ended = invoke(
        "find", "spikes.csv", *words, "--end", "9", "--name", "pop", "--cells", "all", "--no-synapses"
    )
    assert ended.code == 0
    assert asked.source == "spikes.csv"
    assert asked.options == {
        "bin_s": 0.5, "seed": 3, "n_surrogates": 40, "level": 0.05, "start_s": 2.0, "end_s": 9.0,
        "name": "pop", "cells": "all", "uses_synapses": False, "with_dials": False,
    }  # fmt: skip


def test_find_has_the_same_defaults_as_python(invoke: Invoke, asked: Asked) -> None:
    invoke("find", "spikes.csv")
    assert asked.options == {
        "bin_s": None, "seed": 0, "n_surrogates": 20, "level": 0.01, "start_s": None, "end_s": None,
        "name": None, "cells": "excitatory", "uses_synapses": True, "with_dials": False,
    }  # fmt: skip


def test_find_says_a_sentence_a_table_members_and_notes(
    invoke: Invoke, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "140")
    said = invoke("find", "spikes.csv").stdout
    found = asked.gives
    assert said.startswith(found.sentence())
    assert said.endswith("Bins of 25 ms.\n")
    assert "touch 18, fear 17, danger 5" in said
    assert "0.85" in said
    strongest = found.ids_of(found.found[1])[int(np.argmax(found.found[1].weights))]
    assert f"  2: {strongest} (" in said
    assert "and 22 more" in said


def test_find_tells_changes_in_numbers_or_in_words(invoke: Invoke, asked: Asked) -> None:
    asked.gives = with_dials(asked.gives)
    ended = invoke("find", "spikes.csv", "--report", "page.html")
    assert "  Disinhibition: 0.84 log2 ratio (0.7 to 0.9), p 0.048\n" in ended.stdout
    assert "  Sensitisation: a cue ignites it now, and did not before, p 0.048\n" in ended.stdout
    assert "  Sensitisation: -0.625 share of members (-0.7 to -0.5), p 0.048\n" in ended.stdout
    assert "What changed since birth" in Path("page.html").read_text("utf-8")
    told = invoke("find", "spikes.csv", "--json").json["neurotags"][0]["dials"]["sensitisation"]
    assert told["before"] == {"value": None, "is_reached": False, "n_censored": 0, "is_most": False}
    assert told["now"]["value"] == 0.375


def test_find_of_none_is_an_answer(invoke: Invoke, asked: Asked) -> None:
    asked.gives = make_found(())
    ended = invoke("find", "spikes.csv", "--report", "page.html")
    assert ended.code == 0
    assert ended.stdout == f"{asked.gives.sentence()}\nReport: page.html\n"
    assert "No neurotag is an answer" in Path("page.html").read_text("utf-8")


def test_find_leaves_what_was_asked_for_and_nothing_else(invoke: Invoke, asked: Asked) -> None:
    before = set(Path().iterdir())
    words = ("--report", "out/page.html", "--figures", "out/figures", "--export", "out/sets.json")
    ended = invoke("find", "spikes.csv", *words, "--export", "out/members.csv", "--json")
    assert (ended.code, ended.stderr) == (0, "")
    assert set(Path().iterdir()) - before == {Path("out")}
    assert {path.name for path in Path("out").iterdir()} == {
        "page.html", "figures", "sets.json", "members.csv",
    }  # fmt: skip
    assert {"raster.png", "raster.svg", "null.png"} <= {path.name for path in Path("out/figures").iterdir()}
    json.loads(Path("out/sets.json").read_text("utf-8"))


def test_find_reads_a_run_folder_as_a_recording(invoke: Invoke, asked: Asked) -> None:
    assert invoke("run", "tiny.yaml", *SMALL, "--no-report", "--out", "run").code == 0
    assert invoke("find", "run", "--report", "page.html").code == 0
    assert isinstance(asked.source, Recording)
    assert "waking seconds" not in Path("page.html").read_text("utf-8")
    assert ">Life<" in Path("page.html").read_text("utf-8")


def test_find_interrupted_leaves_nothing(
    invoke: Invoke, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    def press(*_words: object, **_more: object) -> None:
        # A job in the background of a shell begins deaf to Ctrl-C.
        listened = signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            signal.raise_signal(signal.SIGINT)
        finally:
            signal.signal(signal.SIGINT, listened)

    monkeypatch.setattr("neurotag.report.save_figures", press)
    before = set(Path().iterdir())
    words = ("--export", "out/members.csv", "--report", "out/page.html", "--figures", "out/figures")
    ended = invoke("find", "spikes.csv", *words)
    assert (ended.code, ended.stdout) == (130, "")
    assert ended.stderr == "neurotag: interrupted, nothing was written\n"
    assert set(Path().iterdir()) == before


REFUSALS = {
    "no recording": ((), "RECORDING: is missing"),
    "a bin that is no time": (("a.csv", "--bin", "soon"), "--bin: must be a time above zero (got 'soon')"),
    "a bin of nothing": (("a.csv", "--bin", "0"), "--bin: must be a time above zero (got '0')"),
    "a level above one": (("a.csv", "--level", "1.5"), "--level: must lie between 0 and 1 (got 1.5)"),
    "a level that is none": (("a.csv", "--level", "nan"), "--level: must lie between 0 and 1 (got nan)"),
    "too few surrogates": (("a.csv", "--surrogates", "2"), "--surrogates: must be at least 5 (got 2)"),
    "a negative seed": (("a.csv", "--seed", "-1"), "--seed: must be from 0 to 4294967295 (got -1)"),
    "a large seed": (("a.csv", "--seed", "5000000000"), "--seed: must be from 0 to 4294967295 (got 5000"),
    "dials of a file": (("tiny.yaml", "--dials"), "--dials: is for a simulated life only. Give a run"),
    "cells of a file": (("tiny.yaml", "--cells", "all"), "--cells: is for a simulated life only. Give a run"),
    "dials alone": (("a", "--dials", "--no-synapses"), "--dials: are measured with the synapses. Leave out"),
    "an unknown export": (("a.csv", "--export", "x.xls"), "--export: 'x.xls' ends with none of .json,"),
    "itself": (("a.csv", "--export", "./a.csv"), "a.csv: would be written over something else"),
    "one file twice": (("a.csv", "--report", "x.csv", "--export", "x.csv"), "x.csv: would be written over"),
    "a folder as page": (("a.csv", "--report", "."), ".: is a folder, not a file"),
    "a file as folder": (("a.csv", "--figures", "tiny.yaml"), "tiny.yaml: is a file, not a folder"),
    "below a file": (("a.csv", "--report", "tiny.yaml/page.html"), "tiny.yaml/page.html: "),
    "unknown cells": (("a.csv", "--cells", "some"), "--cells: 'some' is not one of"),
}


@pytest.mark.parametrize(("words", "sentence"), REFUSALS.values(), ids=REFUSALS)
def test_find_refuses_in_one_line_before_it_searches(
    invoke: Invoke, asked: Asked, words: tuple[str, ...], sentence: str
) -> None:
    ended = invoke("find", *words)
    assert (ended.code, ended.stdout) == (2, "")
    assert ended.stderr.startswith(f"neurotag: {sentence}")
    assert ended.stderr.count("\n") == 1
    assert asked.source is None


def test_find_says_what_is_wrong_with_a_recording(invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(source: str, **_options: object) -> None:
        raise InputError(source, "holds no spikes", "Give a recording with spikes")

    monkeypatch.setattr("neurotag.neurotags.find_neurotags", refuse)
    ended = invoke("find", "spikes.csv", "--report", "page.html")
    assert (ended.code, ended.stdout) == (2, "")
    assert ended.stderr == "neurotag: spikes.csv: holds no spikes. Give a recording with spikes.\n"
    assert not Path("page.html").exists()


def test_find_tells_how_far_it_is_on_a_terminal(
    invoke: Invoke, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    shown: Ended = invoke("find", "spikes.csv", "--json")
    assert "shifting trains" in shown.stderr or "reading" in shown.stderr
    assert shown.json["n_units"] == 120
    assert invoke("find", "spikes.csv", "--json", "--progress", "off").stderr == ""


@pytest.mark.parametrize(
    ("text", "time_s"), [("25", 0.025), ("25ms", 0.025), ("0.5s", 0.5), (" .5 S ", 0.5), ("1e3 ms", 1.0)]
)
def test_times_are_read_with_and_without_a_unit(text: str, time_s: float) -> None:
    assert parse_time(text) == pytest.approx(time_s)


@pytest.mark.parametrize("text", ["", "ms", "-3ms", "25 m", "1e999s", "nan", "25ms5"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="--bin: must be a time above zero"):
        parse_time(text)


def test_files_are_left_all_or_none(tmp_path: Path) -> None:
    def fail(path: Path) -> None:
        path.write_text("half")
        raise OSError(28, "No space left on device")

    (tmp_path / "old.txt").write_text("old")
    with pytest.raises(OutputError, match=r"new.txt: cannot be written \(no space left on device\)"):
        write_all(
            {
                tmp_path / "old.txt": lambda path: path.write_text("newer"),
                tmp_path / "deep" / "new.txt": fail,
            }
        )
    assert [path.name for path in tmp_path.iterdir()] == ["old.txt"]
    assert (tmp_path / "old.txt").read_text() == "old"
