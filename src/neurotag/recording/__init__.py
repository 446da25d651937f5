"""Floor 3. What is kept: ``Watch`` is asked for, a ``Recording`` is got."""

from neurotag.recording.recorder import BYTES_PER_SPIKE, AbstractRecorder, MemoryRecorder
from neurotag.recording.recording import (
    CELL_CLASSES,
    Activity,
    Layout,
    Mark,
    Outcome,
    Pause,
    ProbeRecording,
    Recording,
    WeightTable,
)
from neurotag.recording.watch import Watch

__all__ = [
    "BYTES_PER_SPIKE",
    "CELL_CLASSES",
    "AbstractRecorder",
    "Activity",
    "Layout",
    "Mark",
    "MemoryRecorder",
    "Outcome",
    "Pause",
    "ProbeRecording",
    "Recording",
    "Watch",
    "WeightTable",
]
