"""Following neurotags as a user does: what is printed, left and refused. The search is stood in for."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.cli.calls import Invoke
from tests.neurotags.planted_windows import LENGTH_S, Sets, found_in, plant

from neurotag.cli.pursue import make_pursuit
from neurotag.errors import InputError
from neurotag.neurotags.neurotag import Neurotags
from neurotag.recording import SpikeTrains, spike_trains

A, B = list(range(12)), list(range(15, 27))
PLANTED: list[Sets] = [[A], [A, B], [A, B]]


@dataclass
class Read:
    """What was read, and what is given for it."""

    gives: SpikeTrains
    asked: list[tuple[str, str | None]] = field(default_factory=list)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Read:
    """Stand in for the reader of files, and for the search in each window."""
    parts = [plant(sets, at) for at, sets in enumerate(PLANTED)]
    unit = np.concatenate([part.unit for part in parts])
    t_s = np.concatenate([part.t_s + at * LENGTH_S for at, part in enumerate(parts)])
    read = Read(spike_trains(unit, t_s, units=range(60), end_s=3 * LENGTH_S, source="spikes.csv"))

    def read_spikes(source: str, *, name: str | None = None) -> SpikeTrains:
        read.asked.append((source, name))
        return read.gives

    def find_in(part: SpikeTrains, *, progress: Callable[[str, float], None], **_options: Any) -> Neurotags:
        progress("shifting trains", 0.5)
        return found_in(part, PLANTED[int(part.start_s // LENGTH_S)])

    monkeypatch.setattr("neurotag.cli.pursue._read_file", read_spikes)
    monkeypatch.setattr("neurotag.neurotags.tracking.track.find_in", find_in)
    return read


def test_track_prints_one_object(invoke: Invoke, read: Read) -> None:
    ended = invoke("track", "spikes.csv", "--window", "60", "--json")
    assert (ended.code, ended.stderr) == (0, "")
    assert ended.stdout.count("\n") == 1
    assert [event["kind"] for event in ended.json["events"]] == ["birth"]
    assert ended.json["identities"][1]["sightings"][0]["members"] == B
    assert read.asked == [("spikes.csv", None)]


def test_track_tells_every_event(invoke: Invoke, read: Read) -> None:
    ended = invoke("track", "spikes.csv", "--window", "60")
    assert ended.code == 0
    assert ended.stdout.startswith("2 neurotags in 3 windows: 1 birth.")
    assert "60-120 s: neurotag 2 is born" in ended.stdout
    assert "3 windows of 60 s." in ended.stdout
    for heading in ("neurotag", "born", "died", "windows", "members", "mass", "drift"):
        assert heading in ended.stdout


def test_what_is_seen_once_is_counted_and_not_told(
    invoke: Invoke, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    once: list[Sets] = [[A], [A, B], [A]]
    monkeypatch.setattr(
        "neurotag.neurotags.tracking.track.find_in",
        lambda part, **_: found_in(part, once[int(part.start_s // LENGTH_S)]),
    )
    ended = invoke("track", "spikes.csv", "--window", "60")
    assert "Seen only once, and not told here: 1 neurotag." in ended.stdout
    assert "neurotag 2" not in ended.stdout


def test_track_leaves_page_and_figure(invoke: Invoke, read: Read) -> None:
    ended = invoke("track", "spikes.csv", "--window", "60", "--report", "new/t.html", "--figure", "river.png")
    assert ended.code == 0, ended.stderr
    assert Path("new/t.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    assert Path("river.png").read_bytes().startswith(b"\x89PNG")
    assert f"Report: {Path('new/t.html')}\nFigure: river.png" in ended.stdout
    assert sorted(path.name for path in Path().iterdir()) == ["new", "river.png", "tiny.yaml"]


def test_several_recordings_of_one_file_are_named(invoke: Invoke, read: Read) -> None:
    ended = invoke("track", "days.npz", "--name", "monday", "--name", "tuesday", "--json")
    assert ended.code == 0, ended.stderr
    assert read.asked == [("days.npz", "monday"), ("days.npz", "tuesday")]
    assert [window["label"] for window in ended.json["windows"]] == ["monday", "tuesday"]


def test_several_files_are_named_by_their_stems(invoke: Invoke, read: Read) -> None:
    ended = invoke("track", "data/monday.npz", "data/tuesday.npz", "--json")
    assert [window["label"] for window in ended.json["windows"]] == ["monday", "tuesday"]


def test_the_same_seed_gives_the_same_answer(invoke: Invoke, read: Read) -> None:
    words = ("track", "spikes.csv", "--window", "60", "--seed", "4", "--json")
    first, second = (json.dumps(invoke(*words).json) for _ in range(2))
    assert first == second


def test_track_reads_a_table(invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("neurotag.neurotags.tracking.track.find_in", lambda part, **_: found_in(part, [A]))
    trains = plant([A])
    rows = [f"{unit},{t_s}" for unit, t_s in zip(trains.unit.tolist(), trains.t_s.tolist(), strict=True)]
    Path("spikes.csv").write_text("\n".join(["unit,t", *rows]))
    told = invoke("track", "spikes.csv", "--window", "20", "--json").json
    assert [len(one["sightings"]) for one in told["identities"]] == [3]
    assert invoke("track", "nothing.csv").code == 2


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "RECORDING: is missing"),
        (("a.csv", "--window", "-1"), "--window: must be above 0 s (got -1)"),
        (("a.csv", "b.csv", "--window", "5"), "--window: is given for 2 recordings"),
        (("a.csv", "--seed", "-1"), "--seed: must be from 0 to 4294967295 (got -1)"),
        (("a.csv", "--seed", "5000000000"), "--seed: must be from 0 to 4294967295 (got 5000000000)"),
        (("a.csv", "--dials"), "dials: are told of one simulated life only"),
        (("a", "--dials", "--no-synapses"), "--dials: are measured with the synapses. Leave out"),
        (("a.csv", "--patience", "-1"), "--patience: must be 0 or more"),
        (("a.csv", "--bin", "soon"), "--bin: must be a time above zero"),
        (("a.csv", "--figure", "river.gif"), "--figure: 'river.gif' ends with none of"),
        (("a.csv", "--figure", "a.svg", "--report", "a.svg"), "a.svg: would be written over something else"),
        (("a.csv", "b.csv", "--name", "x", "--name", "y"), "--name: is given 2 times for 2 recordings"),
        (("a.csv", "--window", "1"), "windows: of 1 s are shorter than 50 bins"),
    ],
)
def test_wrong_words_are_refused_in_one_sentence(
    invoke: Invoke, read: Read, words: tuple[str, ...], sentence: str
) -> None:
    ended = invoke("track", *words)
    assert ended.code == 2
    assert ended.stdout == ""
    assert ended.stderr.startswith(f"neurotag: {sentence}")
    assert ended.stderr.count("\n") == 1


def test_no_neurotag_is_an_answer_but_no_figure(
    invoke: Invoke, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("neurotag.neurotags.tracking.track.find_in", lambda part, **_: found_in(part, []))
    ended = invoke("track", "spikes.csv", "--window", "60", "--report", "t.html")
    assert ended.code == 0
    assert "No neurotag was found in any of 3 windows." in ended.stdout
    assert "No river" in Path("t.html").read_text("utf-8")
    ended = invoke("track", "spikes.csv", "--window", "60", "--figure", "t.svg")
    assert (ended.code, Path("t.svg").exists()) == (0, False)
    assert ended.stderr == "neurotag: t.svg was not written: there is no neurotag to draw\n"
    assert "Figure" not in ended.stdout


def test_a_figure_is_not_written_into_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="cannot be written in"):
        make_pursuit(
            ["a.csv"], bin_width="25ms", window_s=None, seed=0, patience=2, report=None,
            figure=str(tmp_path / "file" / "river.svg"),
        )  # fmt: skip


def test_what_is_read_is_not_written_over(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="written over"):
        make_pursuit(
            ["a.svg"], bin_width="25ms", window_s=None, seed=0, patience=2, report=None, figure="a.svg"
        )
