"""Simulated brains that live a life, learn from it, and are measured for neurotags."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from neurotag.brain import Brain, load_brain
    from neurotag.claims import changed_brain
    from neurotag.engine import LiveBrain, compile_brain, forecast, simulate
    from neurotag.interop import read_trains
    from neurotag.lab import Lab
    from neurotag.life import Life, load_life
    from neurotag.measure import take_measures, tell
    from neurotag.neurotags import export_neurotags, find_neurotags, track_neurotags
    from neurotag.recording import Checkpoint, Recording, SpikeTrains, Watch, spike_trains
    from neurotag.report import write_neurotag_report, write_report
    from neurotag.store import load_checkpoint, load_run, save_checkpoint, save_run

__all__ = [
    "Brain",
    "Checkpoint",
    "Lab",
    "Life",
    "LiveBrain",
    "Recording",
    "SpikeTrains",
    "Watch",
    "changed_brain",
    "compile_brain",
    "export_neurotags",
    "find_neurotags",
    "forecast",
    "load_brain",
    "load_checkpoint",
    "load_life",
    "load_run",
    "read_trains",
    "save_checkpoint",
    "save_run",
    "simulate",
    "spike_trains",
    "take_measures",
    "tell",
    "track_neurotags",
    "write_neurotag_report",
    "write_report",
]  # fmt: skip

_HOME = {
    "Brain": "brain", "load_brain": "brain", "Life": "life", "load_life": "life",
    "Checkpoint": "recording", "Recording": "recording", "SpikeTrains": "recording", "Watch": "recording",
    "spike_trains": "recording", "read_trains": "interop", "compile_brain": "engine",
    "changed_brain": "claims", "LiveBrain": "engine", "Lab": "lab",
    "export_neurotags": "neurotags", "find_neurotags": "neurotags", "track_neurotags": "neurotags",
    "write_neurotag_report": "report",
    "forecast": "engine", "simulate": "engine", "take_measures": "measure", "tell": "measure",
    "load_checkpoint": "store", "load_run": "store", "save_checkpoint": "store", "save_run": "store",
    "write_report": "report",
}  # fmt: skip


def __getattr__(name: str) -> object:
    """Fetch a public name from its room when it is first used, so that importing the package is quick."""
    if name not in _HOME:
        raise AttributeError(f"module 'neurotag' has no attribute {name!r}")
    return getattr(import_module(f"neurotag.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    """Name what is public."""
    return __all__
