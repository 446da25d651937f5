"""A checkpoint is one file that is read back exactly, or refused in one sentence that names what is wrong."""

import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import zarr
from hypothesis import given, settings
from hypothesis import strategies as st

from neurotag.brain import load_brain
from neurotag.engine import simulate
from neurotag.errors import InputError, OutputError
from neurotag.life import Life
from neurotag.recording import Checkpoint, Recording
from neurotag.store import checkpoint_path, load_checkpoint, load_run, save_checkpoint, save_run

TOUCH: dict[str, Any] = {"kind": "touch", "site": "back", "duration_s": 0.1}
ROSE: dict[str, Any] = {"kind": "smell", "of": "Röslein / rot", "duration_s": 0.1, "name": "garden"}
HEAT: dict[str, Any] = {"kind": "heat", "site": "back", "intensity": 1.0, "duration_s": 0.2}


@pytest.fixture(scope="module")
def recording() -> Recording:
    brain = load_brain("everyday").replace(scale=0.05)
    past = simulate(brain, Life(name="past", events=[HEAT, ROSE]), seed=5)
    return simulate(brain, Life(name="future", events=[ROSE, TOUCH]), past=past.branch(), seed=6)


@pytest.fixture
def file(tmp_path: Path, recording: Recording) -> Path:
    return save_checkpoint(tmp_path / "end.zarr.zip", recording.branch())


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory, recording: Recording) -> tuple[Path, bytes]:
    file = tmp_path_factory.mktemp("flipped") / "a.zarr.zip"
    save_checkpoint(file, recording.branch())
    return file, file.read_bytes()


def say(file: Path, recording: Recording) -> str:
    try:
        same = load_checkpoint(file).digest() == recording.branch().digest()
    except InputError as error:
        return error.what
    return "the same" if same else "something else"


def rewrite(file: Path, change: Any) -> None:
    """Change the words of a checkpoint as someone who minds the check sums of zip."""
    with zipfile.ZipFile(file) as old:
        parts = {info.filename: old.read(info) for info in old.infolist()}
    words = json.loads(parts["zarr.json"])
    change(words["attributes"])
    parts["zarr.json"] = json.dumps(words).encode()
    with zipfile.ZipFile(file, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)


def test_a_checkpoint_is_read_back_exactly(file: Path, recording: Recording) -> None:
    before, after = recording.branch(), load_checkpoint(file)
    assert after.digest() == before.digest()
    assert after.words() == before.words()
    assert after.bookmark == before.bookmark
    for name in ("arrays", "patterns"):
        mine, yours = getattr(before, name), getattr(after, name)
        assert list(mine) == list(yours)
        assert [
            k for k in mine if mine[k].dtype != yours[k].dtype or not np.array_equal(mine[k], yours[k])
        ] == []


def test_a_future_of_a_file_is_a_future_of_the_memory(file: Path, recording: Recording) -> None:
    life = Life(name="next", events=[TOUCH])
    one, other = (
        simulate(recording.brain, life, past=past) for past in (recording.branch(), load_checkpoint(file))
    )
    assert one.digest() == other.digest()


def test_a_checkpoint_is_one_file_that_cannot_run_code(file: Path) -> None:
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    with zipfile.ZipFile(file) as archive:
        metadata = [
            json.loads(archive.read(name)) for name in archive.namelist() if name.endswith("zarr.json")
        ]
        names = {Path(name).name for name in archive.namelist()}
    types = {str(each["data_type"]) for each in metadata if each["node_type"] == "array"}
    assert types <= {"float32", "float64", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "bool"}
    assert names <= {"zarr.json", "c", *map(str, range(1000))}


def test_a_checkpoint_can_be_opened_by_zarr_alone(file: Path, recording: Recording) -> None:
    with zarr.storage.ZipStore(file, mode="r") as store:
        group: Any = zarr.open_group(store, mode="r")
        np.testing.assert_array_equal(group["arrays/weight"][...], recording.branch().arrays["weight"])


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_no_flipped_bit_passes_unseen(
    content: tuple[Path, bytes], recording: Recording, data: st.DataObject
) -> None:
    file, good = content
    at = data.draw(st.integers(0, len(good) - 1))
    bad = bytearray(good)
    bad[at] ^= 1 << data.draw(st.integers(0, 7))
    file.write_bytes(bad)
    # A date in the zip may be wrong without harm.
    assert say(file, recording).startswith(("the same", "is damaged: ", "is no checkpoint of neurotag"))


def test_a_flipped_byte_of_an_array_is_told_with_its_place(content: tuple[Path, bytes]) -> None:
    file, good = content
    with zipfile.ZipFile(file) as archive:
        part = archive.getinfo("arrays/learning.eligibility/c/0")
    bad = bytearray(good)
    bad[part.header_offset + 100] ^= 255
    file.write_bytes(bad)
    with pytest.raises(InputError, match=r"is damaged: learning.eligibility is not what was written"):
        load_checkpoint(file)


def test_a_check_sum_that_differs_is_told_with_its_place(file: Path) -> None:
    rewrite(file, lambda words: words["checksums"].update({"neurons.v": "0" * 64}))
    with pytest.raises(InputError, match=r"is damaged: neurons.v is not what was written. Take it again"):
        load_checkpoint(file)


def test_a_newer_format_is_refused(file: Path) -> None:
    rewrite(file, lambda words: words.update(format_version=99))
    with pytest.raises(InputError, match=r"was written in format 99, and this version reads up to 1. Update"):
        load_checkpoint(file)


def test_a_description_that_lacks_a_word_is_refused(file: Path) -> None:
    rewrite(file, lambda words: words.pop("bookmark"))
    with pytest.raises(InputError, match="is damaged: its description is not what was written"):
        load_checkpoint(file)


def test_an_event_of_tomorrow_is_refused(file: Path) -> None:
    rewrite(file, lambda words: words["bookmark"]["earlier"][0]["event"].update(kind="hail"))
    with pytest.raises(InputError, match="holds an event that cannot be read"):
        load_checkpoint(file)


def test_a_file_that_was_cut_off_is_refused(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-100])
    with pytest.raises(InputError, match="is no checkpoint of neurotag, or was cut off"):
        load_checkpoint(file)


def test_another_zip_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("a.txt", "a")
    with pytest.raises(InputError, match=r"is no checkpoint of neurotag. Name a checkpoint or a run folder"):
        load_checkpoint(tmp_path / "x.zip")


def test_what_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such file"):
        load_checkpoint(tmp_path / "x.zarr.zip")


def test_save_checkpoint_replaces_a_checkpoint_and_nothing_else(file: Path, recording: Recording) -> None:
    other = replace(recording.branch(), hours_offline=3.0)
    assert load_checkpoint(save_checkpoint(file, other)).hours_offline == 3.0
    file.write_text("mine")
    with pytest.raises(OutputError, match="is there already and is no checkpoint of neurotag"):
        save_checkpoint(file, other)
    assert file.read_text() == "mine"


def test_save_checkpoint_leaves_nothing_when_the_disk_refuses(
    tmp_path: Path, recording: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_words: object, **_more: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("zarr.Group.create_array", refuse)
    with pytest.raises(OutputError, match=r"cannot be written \(No space left on device\)"):
        save_checkpoint(tmp_path / "end.zarr.zip", recording.branch())
    assert list(tmp_path.iterdir()) == []


def test_save_checkpoint_refuses_a_folder_that_is_a_file(tmp_path: Path, recording: Recording) -> None:
    (tmp_path / "a").write_text("mine")
    with pytest.raises(OutputError, match=r"cannot be written \("):
        save_checkpoint(tmp_path / "a" / "end.zarr.zip", recording.branch())


def test_a_run_folder_gives_its_end_when_asked(tmp_path: Path, recording: Recording) -> None:
    folder = save_run(tmp_path / "run", recording, {}, with_end=True)
    assert sorted(path.name for path in folder.iterdir()) == ["checkpoints", "recording.zarr", "run.json"]
    loaded = load_run(folder)
    assert loaded.digest() == recording.digest()
    assert loaded.past == recording.past
    assert loaded.branch().digest() == load_checkpoint(folder).digest() == recording.branch().digest()


def test_run_json_says_what_a_run_went_on_from(tmp_path: Path, recording: Recording) -> None:
    folder = save_run(tmp_path / "run", recording, {})
    assert recording.past is not None
    assert json.loads((folder / "run.json").read_text())["past"] == recording.past.words()


def test_a_run_folder_without_its_end_says_so(tmp_path: Path, recording: Recording) -> None:
    folder = save_run(tmp_path / "run", recording, {})
    with pytest.raises(InputError, match=r"holds no checkpoint of an end. Run it again with --checkpoint"):
        load_checkpoint(folder)
    save_checkpoint(checkpoint_path(folder, "at-1s"), recording.branch())
    with pytest.raises(InputError, match=r"Name one of: .*at-1s.zarr.zip"):
        load_checkpoint(folder)
    with pytest.raises(RuntimeError, match="the state at its end was not kept"):
        load_run(folder).branch()


def test_a_new_run_replaces_the_checkpoints_of_the_old(tmp_path: Path, recording: Recording) -> None:
    save_run(tmp_path / "run", recording, {}, with_end=True)
    folder = save_run(tmp_path / "run", recording, {})
    assert sorted(path.name for path in folder.iterdir()) == ["recording.zarr", "run.json"]


def test_digests_of_checkpoints_differ_where_one_number_does(recording: Recording) -> None:
    one: Checkpoint = recording.branch()
    weight = one.arrays["weight"].copy()
    weight[0] = np.nextafter(weight[0], np.float32(1))
    assert replace(one, arrays={**one.arrays, "weight": weight}).digest() != one.digest()
