"""What every recorder promises."""

from abc import ABC, abstractmethod

import numpy as np

from neurotag.recording import AbstractRecorder


class RecorderContract(ABC):
    """Inherit, and give a fresh recorder."""

    @abstractmethod
    def recorder(self) -> AbstractRecorder:
        """Return an empty recorder."""

    def test_gives_back_what_it_took_in_order(self) -> None:
        recorder = self.recorder()
        recorder.keep("life", np.array([1, 2], np.int32), np.array([7, 8], np.uint32))
        recorder.keep("life", np.array([3], np.int32), np.array([9], np.uint32))
        step, neuron = recorder.spikes("life")
        assert step.tolist() == [1, 2, 3]
        assert neuron.tolist() == [7, 8, 9]

    def test_keeps_stretches_apart(self) -> None:
        recorder = self.recorder()
        recorder.keep("life", np.array([1], np.int32), np.array([7], np.uint32))
        recorder.keep("probe/x", np.array([2], np.int32), np.array([8], np.uint32))
        assert recorder.spikes("probe/x")[0].tolist() == [2]

    def test_an_unknown_stretch_is_empty(self) -> None:
        step, neuron = self.recorder().spikes("nothing")
        assert len(step) == len(neuron) == 0
