"""Floor 3. What is kept: ``Watch`` is asked for, a ``Recording`` is got."""

from neurotag.recording.checkpoint import Bookmark, Checkpoint, Past
from neurotag.recording.recorder import BYTES_PER_SPIKE, LIFE, AbstractRecorder, MemoryRecorder, probe_stretch
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
from neurotag.recording.spike_trains import SpikeTrains, spike_trains, trains_of
from neurotag.recording.watch import Watch

__all__ = [
    "BYTES_PER_SPIKE",
    "CELL_CLASSES",
    "LIFE",
    "AbstractRecorder",
    "Activity",
    "Bookmark",
    "Checkpoint",
    "Layout",
    "Mark",
    "MemoryRecorder",
    "Outcome",
    "Past",
    "Pause",
    "ProbeRecording",
    "Recording",
    "SpikeTrains",
    "Watch",
    "WeightTable",
    "probe_stretch",
    "spike_trains",
    "trains_of",
]
