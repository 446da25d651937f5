"""A promise every recorder keeps; the disk's own tests run the same suite."""

import numpy as np
from tests.recording.contract import RecorderContract

from neurotag.recording import AbstractRecorder, MemoryRecorder


class TestMemoryRecorder(RecorderContract):
    """Spikes in memory."""

    def recorder(self) -> AbstractRecorder:
        return MemoryRecorder()


def test_memory_recorder_keeps_types() -> None:
    recorder = MemoryRecorder()
    recorder.keep("life", np.array([1], np.int32), np.array([2], np.uint32))
    assert [array.dtype.name for array in recorder.spikes("life")] == ["int32", "uint32"]
