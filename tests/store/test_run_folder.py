"""What a run left is read back exactly, and its run.json says what it was."""

import getpass
import json
import platform
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.measure.recordings import Burst, Extras, Made, make_recording, mark

from neurotag.errors import InputError, OutputError
from neurotag.measure import take_measures
from neurotag.recording import Outcome, Pause, Recording, Watch, WeightTable
from neurotag.store import ZarrRecorder, load_run, save_run, summarise, write_index, write_run

MEASURES = {"alarm_peak": 81.5, "withdrawal_ms": None, "n": 3, "odd": float("nan")}
EXTRAS = Extras(
    pauses=(Pause(2.0, 8.0, is_sleep=True),),
    patterns={"task:a talk / a walk/thought": np.array([3, 1, 2]), "sight:Ü/sight": np.empty(0, np.int64)},
    weights=WeightTable(("a->b",), (("a", "b"),), ("at birth", "after"), np.array([[0.1], [1 / 3]])),
    outcome=Outcome("interrupted", "The run was interrupted.", ("Fear was silent.", "So was touch.")),
    spikes_kept_s=1.5,
    watch=Watch(budget_mb=3.0),
)


@pytest.fixture
def recording() -> Recording:
    probes = {
        name: Made(marks=(mark("touch", 0.6, 1.0, "tap"),), bursts=(Burst("fear", 0.6, at_s, 20),), at_s=at_s)
        for name, at_s in (("touch_before", 0.8), ("Touch_before", 0.9))
    }
    marks = (mark("heat", 1.0, 1.5), mark("talk", 0.0, 2.0, "chat"))
    return make_recording(
        2.0, marks=marks, bursts=(Burst("danger", 1.0, 1.2, 30),), probes=probes, extras=EXTRAS
    )


def test_load_run_gives_back_the_same_digest(tmp_path: Path, recording: Recording) -> None:
    folder = save_run(tmp_path / "run", recording, MEASURES)
    assert load_run(folder).digest() == recording.digest()


@pytest.mark.parametrize(
    "part",
    ["brain", "life", "seed", "watch", "version", "marks", "pauses", "outcome", "spikes_kept_s", "wall_s"],
)
def test_load_run_gives_back_the_words(tmp_path: Path, recording: Recording, part: str) -> None:
    loaded = load_run(save_run(tmp_path / "run", recording, MEASURES))
    assert getattr(loaded, part) == getattr(recording, part)


def test_load_run_gives_back_every_array_with_its_type(tmp_path: Path, recording: Recording) -> None:
    loaded = load_run(save_run(tmp_path / "run", recording, MEASURES))
    before, after = _arrays(recording), _arrays(loaded)
    assert {name: (array.dtype, array.shape) for name, array in after.items()} == {
        name: (array.dtype, array.shape) for name, array in before.items()
    }
    assert [name for name, array in before.items() if not np.array_equal(array, after[name])] == []


def test_load_run_gives_back_probes_in_order(tmp_path: Path, recording: Recording) -> None:
    loaded = load_run(save_run(tmp_path / "run", recording, MEASURES))
    assert list(loaded.probes) == ["touch_before", "Touch_before"]
    assert loaded.probes["Touch_before"].marks == recording.probes["Touch_before"].marks


def test_load_run_reads_outcomes_of_the_first_days(tmp_path: Path, recording: Recording) -> None:
    folder = save_run(tmp_path / "run", recording, MEASURES)
    words = folder / "recording.zarr" / "zarr.json"
    content = json.loads(words.read_text())
    del content["attributes"]["outcome"]["warnings"]
    words.write_text(json.dumps(content))
    assert load_run(folder).outcome == Outcome("interrupted", "The run was interrupted.")


def test_load_run_reads_recordings_from_before_cortisol(tmp_path: Path, recording: Recording) -> None:
    folder = save_run(tmp_path / "run", recording, MEASURES)
    for trace in folder.glob("recording.zarr/**/cortisol"):
        shutil.rmtree(trace)
    loaded = load_run(folder)
    assert loaded.digest() == recording.digest()
    assert np.isnan(loaded.activity.cortisol).all()
    assert loaded.activity.cortisol.shape == recording.activity.stress.shape
    np.testing.assert_array_equal(loaded.activity.energy, recording.activity.energy)
    measures = take_measures(loaded)
    assert (measures["cortisol_peak"], measures["stress_peak"]) == (None, 0.25)


def test_load_run_gives_back_a_recording_without_spikes(tmp_path: Path) -> None:
    empty = make_recording(0.0)
    assert load_run(save_run(tmp_path / "run", empty, {})).digest() == empty.digest()


def test_write_run_takes_the_spikes_that_a_recorder_has_on_disk(tmp_path: Path, recording: Recording) -> None:
    recorder = ZarrRecorder(tmp_path / "run" / "recording.zarr", spikes_per_chunk=500)
    recorder.keep("life", recording.activity.step, recording.activity.neuron)
    write_run(tmp_path / "run", recording, MEASURES, recorder=recorder)
    assert load_run(tmp_path / "run").digest() == recording.digest()


def test_run_folder_holds_only_json_and_chunks(tmp_path: Path, recording: Recording) -> None:
    folder = save_run(tmp_path / "run", recording, MEASURES)
    assert sorted(path.name for path in folder.iterdir()) == ["recording.zarr", "run.json"]
    others = [path for path in folder.rglob("*") if path.is_file() and path.parent.name != "c"]
    assert {path.name for path in others if "c" not in path.relative_to(folder).parts} == {
        "run.json",
        "zarr.json",
    }


def test_recording_is_zarr_version_3(tmp_path: Path, recording: Recording) -> None:
    folder = save_run(tmp_path / "run", recording, MEASURES)
    assert json.loads((folder / "recording.zarr" / "zarr.json").read_text())["zarr_format"] == 3


def test_run_json_says_what_was_run(tmp_path: Path, recording: Recording) -> None:
    said = _read_index(save_run(tmp_path / "run", recording, MEASURES))
    assert (said["outcome"], said["seed"], said["digest"]) == ("interrupted", 7, recording.digest())
    assert said["life"] == recording.life.model_dump(mode="json")
    assert set(said["versions"]) >= {"neurotag", "python", "numpy", "numba", "zarr"}


def test_run_json_gives_numbers_or_null(tmp_path: Path, recording: Recording) -> None:
    said = _read_index(save_run(tmp_path / "run", recording, MEASURES))
    assert said["measures"] == {"alarm_peak": 81.5, "withdrawal_ms": None, "n": 3, "odd": None}


def test_summarise_makes_plain_numbers_of_arrays_scalars(recording: Recording) -> None:
    measures: Any = {"a": np.float64(0.5), "b": np.int64(3), "c": np.float64("inf")}
    assert json.dumps(summarise(recording, measures)["measures"]) == '{"a": 0.5, "b": 3, "c": null}'


def test_run_json_names_no_person(tmp_path: Path, recording: Recording) -> None:
    said = _read_index(save_run(tmp_path / "run", recording, MEASURES))
    assert set(said["host"]) == {"system", "machine", "n_cpus"}
    assert platform.node() not in said["host"]["system"].split("-")
    assert str(Path.home()) not in json.dumps(said), getpass.getuser()


def test_save_run_refuses_a_file(tmp_path: Path, recording: Recording) -> None:
    (tmp_path / "run").write_text("")
    with pytest.raises(OutputError, match="is a file, not a folder"):
        save_run(tmp_path / "run", recording, MEASURES)


def test_load_run_refuses_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such folder"):
        load_run(tmp_path / "run")


def test_load_run_refuses_another_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"holds no run\.json of neurotag"):
        load_run(tmp_path)


def test_load_run_names_the_runs_of_a_folder_of_several(tmp_path: Path, recording: Recording) -> None:
    write_index(tmp_path, [("everyday", summarise(recording, {})), ("mine", summarise(recording, {}))])
    with pytest.raises(InputError, match=r"holds several runs. Name one of: .*everyday, .*mine"):
        load_run(tmp_path)


def test_load_run_refuses_a_newer_format(tmp_path: Path, recording: Recording) -> None:
    folder = save_run(tmp_path / "run", recording, MEASURES)
    index = folder / "recording.zarr" / "zarr.json"
    index.write_text(index.read_text().replace('"format_version": 1', '"format_version": 99'))
    with pytest.raises(InputError, match="was written in format 99, and this version reads up to 1"):
        load_run(folder)


def test_load_run_says_when_a_part_is_missing(tmp_path: Path, recording: Recording) -> None:
    folder = save_run(tmp_path / "run", recording, MEASURES)
    (folder / "recording.zarr" / "weights" / "zarr.json").unlink()
    with pytest.raises(InputError, match="is damaged"):
        load_run(folder)


def test_load_run_says_when_the_recording_is_missing(tmp_path: Path, recording: Recording) -> None:
    folder = save_run(tmp_path / "run", recording, MEASURES)
    (folder / "recording.zarr" / "zarr.json").unlink()
    with pytest.raises(InputError, match="is no recording"):
        load_run(folder)


def _read_index(folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder / "run.json").read_text())
    return content


def _arrays(recording: Recording) -> dict[str, Any]:
    arrays: dict[str, Any] = {"weights": recording.weights.mean, **recording.patterns}
    arrays |= {f"layout/{name}": value for name, value in vars(recording.layout).items() if name != "regions"}
    stretches = {
        "life": recording.activity,
        **{name: probe.activity for name, probe in recording.probes.items()},
    }
    for stretch, activity in stretches.items():
        values = {name: value for name, value in vars(activity).items() if isinstance(value, np.ndarray)}
        arrays |= {f"{stretch}/{name}": value for name, value in values.items()}
    return arrays
