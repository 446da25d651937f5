"""The disk keeps the promises of every recorder, and gives memory back."""

from pathlib import Path

import numpy as np
import pytest
from tests.recording.contract import RecorderContract

from neurotag.recording import AbstractRecorder
from neurotag.store import ZarrRecorder


class TestZarrRecorder(RecorderContract):
    """Spikes on the disk."""

    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.folder = tmp_path / "recording.zarr"

    def recorder(self) -> AbstractRecorder:
        return ZarrRecorder(self.folder, spikes_per_chunk=2)


@pytest.fixture
def recorder(tmp_path: Path) -> ZarrRecorder:
    return ZarrRecorder(tmp_path / "recording.zarr", spikes_per_chunk=4)


def _keep(recorder: ZarrRecorder, first: int, n: int) -> None:
    step = np.arange(first, first + n, dtype=np.int32)
    recorder.keep("life", step, (step + 100).astype(np.uint32))


def test_zarr_recorder_gives_back_many_chunks(recorder: ZarrRecorder) -> None:
    for first in range(0, 30, 3):
        _keep(recorder, first, 3)
    step, neuron = recorder.spikes("life")
    assert step.tolist() == list(range(30))
    assert neuron.tolist() == list(range(100, 130))


def test_zarr_recorder_goes_on_after_it_was_read(recorder: ZarrRecorder) -> None:
    _keep(recorder, 0, 3)
    recorder.spikes("life")
    _keep(recorder, 3, 3)
    assert recorder.spikes("life")[0].tolist() == list(range(6))


def test_zarr_recorder_writes_when_a_chunk_is_full(recorder: ZarrRecorder, tmp_path: Path) -> None:
    _keep(recorder, 0, 3)
    before = _files(tmp_path)
    _keep(recorder, 3, 3)
    assert len(_files(tmp_path)) > len(before)


def test_zarr_recorder_counts_what_waits_and_what_is_written(recorder: ZarrRecorder) -> None:
    _keep(recorder, 0, 5)
    _keep(recorder, 5, 2)
    assert (recorder.n_spikes("life"), recorder.n_spikes("nothing")) == (7, 0)


def test_zarr_recorder_keeps_types(recorder: ZarrRecorder) -> None:
    _keep(recorder, 0, 1)
    assert [array.dtype.name for array in recorder.spikes("life")] == ["int32", "uint32"]


def test_zarr_recorder_takes_a_copy(recorder: ZarrRecorder) -> None:
    step = np.array([1], np.int32)
    recorder.keep("life", step, step.astype(np.uint32))
    step[0] = 9
    assert recorder.spikes("life")[0].tolist() == [1]


def test_zarr_recorder_repeats_a_write_that_was_interrupted(
    recorder: ZarrRecorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    _keep(recorder, 0, 3)
    monkeypatch.setattr("neurotag.store.zarr_recorder.np.concatenate", _interrupt)
    with pytest.raises(KeyboardInterrupt):
        _keep(recorder, 3, 3)
    monkeypatch.undo()
    assert recorder.spikes("life")[0].tolist() == list(range(6))


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _interrupt(_arrays: object) -> None:
    raise KeyboardInterrupt
