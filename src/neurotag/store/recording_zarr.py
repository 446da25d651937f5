"""A recording as a zarr v3 group: arrays as arrays, words as JSON attributes, nothing that can run code."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np
import zarr

from neurotag.brain import Brain
from neurotag.description import parse
from neurotag.errors import InputError
from neurotag.life import Life
from neurotag.recording import (
    Activity,
    Layout,
    Mark,
    Outcome,
    Past,
    Pause,
    ProbeRecording,
    Recording,
    Watch,
    WeightTable,
)
from neurotag.store.zarr_recorder import ZarrRecorder, read_spikes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    Spikes = tuple[NDArray[np.int32], NDArray[np.uint32]]

FORMAT = "neurotag.recording"
FORMAT_VERSION = 1
TRACES = ("counts", "salience", "safety", "stress", "third_factor")
LATER_TRACES = ("cortisol", "energy")
"""Not in recordings of earlier versions; read as not a number there."""
# What the engine calls the stretches that it hands to a recorder.
LIFE, PROBE = "life", "probe/"
LAYOUT_ARRAYS = ("start", "n_nociceptive", "n_excitatory", "n_inhibitory")


def write_recording(folder: Path, recording: Recording, *, recorder: ZarrRecorder | None = None) -> None:
    """Write a recording as a zarr group; one that is there already is replaced.

    Parameters
    ----------
    folder : Path
        Where the group goes.
    recording : Recording
        What was recorded.
    recorder : ZarrRecorder, optional
        The recorder of this recording, made on the same folder: its spikes are there already.
    """
    recorder = recorder or ZarrRecorder(folder)
    _keep_spikes(recorder, LIFE, recording.activity)
    for probe in recording.probes.values():
        _keep_spikes(recorder, PROBE + probe.name, probe.activity)
    recorder.flush()
    group = recorder.group
    _write_arrays(group.create_group("layout"), recording.layout, LAYOUT_ARRAYS)
    _write_arrays(group.create_group("life"), recording.activity, TRACES + LATER_TRACES)
    probes = group.create_group("probes")
    for index, probe in enumerate(recording.probes.values()):
        # Numbered, because names may differ in case alone and files may not.
        _write_arrays(probes.create_group(str(index)), probe.activity, TRACES + LATER_TRACES)
    patterns = group.create_group("patterns")
    for index, ids in enumerate(recording.patterns.values()):
        patterns.create_array(str(index), data=np.ascontiguousarray(ids))
    group.create_array("weights", data=np.ascontiguousarray(recording.weights.mean))
    group.update_attributes(_attributes(recording))


def read_recording(folder: Path) -> Recording:
    """Read a recording back, exactly as it was written.

    Raises
    ------
    InputError
        If there is none, a part of it is missing, or a newer version of the package wrote it.
    """
    try:
        return _read(folder, _open(folder))
    except KeyError as error:
        raise InputError(str(folder), f"is damaged: {error} is missing", "Run it again") from None


def _read(folder: Path, group: Any) -> Recording:
    words: dict[str, Any] = dict(group.attrs)
    weights, spikes = words["weights"], read_spikes(group)
    return Recording(
        brain=parse(Brain, words["brain"], where=f"{folder}, brain"),
        life=parse(Life, words["life"], where=f"{folder}, life"),
        watch=parse(Watch, words["watch"], where=f"{folder}, watch"),
        seed=words["seed"],
        version=words["version"],
        layout=Layout(regions=tuple(words["regions"]), **_read_arrays(group["layout"], LAYOUT_ARRAYS)),
        activity=_read_activity(group["life"], words["activity"], spikes.get(LIFE)),
        marks=_marks(words["marks"]),
        pauses=tuple(Pause(**pause) for pause in words["pauses"]),
        probes={
            probe["name"]: _read_probe(group[f"probes/{index}"], probe, spikes.get(PROBE + probe["name"]))
            for index, probe in enumerate(words["probes"])
        },
        weights=WeightTable(
            projections=tuple(weights["projections"]),
            ends=tuple((source, target) for source, target in weights["ends"]),
            moments=tuple(weights["moments"]),
            mean=group["weights"][...],
        ),
        patterns={name: group[f"patterns/{index}"][...] for index, name in enumerate(words["patterns"])},
        # Recordings of the first days hold no warnings.
        outcome=Outcome(**{**words["outcome"], "warnings": tuple(words["outcome"].get("warnings", ()))}),
        spikes_kept_s=words["spikes_kept_s"],
        wall_s=words["wall_s"],
        phases_s=words["phases_s"],
        past=Past(**words["past"]) if words.get("past") else None,
    )


def _attributes(recording: Recording) -> dict[str, Any]:
    weights = recording.weights
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "digest": recording.digest(),
        "brain": recording.brain.model_dump(mode="json"),
        "life": recording.life.model_dump(mode="json"),
        "watch": recording.watch.model_dump(mode="json"),
        "seed": recording.seed,
        "version": recording.version,
        "regions": list(recording.layout.regions),
        "activity": _clock(recording.activity),
        "marks": [asdict(mark) for mark in recording.marks],
        "pauses": [asdict(pause) for pause in recording.pauses],
        "probes": [
            {
                "name": name,
                "at_s": probe.at_s,
                "settle_s": probe.settle_s,
                "marks": [asdict(mark) for mark in probe.marks],
                "activity": _clock(probe.activity),
            }
            for name, probe in recording.probes.items()
        ],
        "weights": {
            "projections": list(weights.projections),
            "ends": [list(ends) for ends in weights.ends],
            "moments": list(weights.moments),
        },
        "patterns": list(recording.patterns),
        "outcome": asdict(recording.outcome),
        "spikes_kept_s": float(recording.spikes_kept_s),
        "wall_s": float(recording.wall_s),
        "phases_s": {phase: float(seconds) for phase, seconds in recording.phases_s.items()},
        "past": recording.past.words() if recording.past else None,
    }


def _keep_spikes(recorder: ZarrRecorder, stretch: str, activity: Activity) -> None:
    if recorder.n_spikes(stretch) == 0:
        recorder.keep(stretch, activity.step, activity.neuron)


def _clock(activity: Activity) -> dict[str, float]:
    return {"dt_ms": activity.dt_ms, "update_ms": activity.update_ms}


def _write_arrays(group: zarr.Group, source: object, names: tuple[str, ...]) -> None:
    for name in names:
        group.create_array(name, data=np.ascontiguousarray(getattr(source, name)))


def _read_arrays(group: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: group[name][...] for name in names}


def _read_activity(group: Any, clock: Mapping[str, Any], spikes: Spikes | None) -> Activity:
    step, neuron = spikes or (np.empty(0, np.int32), np.empty(0, np.uint32))
    traces = _read_arrays(group, TRACES)
    for name in LATER_TRACES:
        traces[name] = group[name][...] if name in group else np.full(len(traces["stress"]), np.nan)
    return Activity(**clock, step=step, neuron=neuron, **traces)


def _read_probe(group: Any, words: Mapping[str, Any], spikes: Spikes | None) -> ProbeRecording:
    return ProbeRecording(
        name=words["name"],
        at_s=words["at_s"],
        settle_s=words["settle_s"],
        marks=_marks(words["marks"]),
        activity=_read_activity(group, words["activity"], spikes),
    )


def _marks(words: list[dict[str, Any]]) -> tuple[Mark, ...]:
    return tuple(Mark(**{**mark, "episodes": tuple(mark["episodes"])}) for mark in words)


def _open(folder: Path) -> zarr.Group:
    try:
        group = zarr.open_group(store=folder, mode="r", zarr_format=3)
    except (FileNotFoundError, ValueError):
        raise InputError(str(folder), "is no recording", "Name a run folder, such as runs/stove") from None
    version = group.attrs.get("format_version")
    if group.attrs.get("format") != FORMAT or not isinstance(version, int):
        raise InputError(str(folder), "is a zarr group but no recording of neurotag", "Name a run folder")
    if version > FORMAT_VERSION:
        raise InputError(
            str(folder),
            f"was written in format {version}, and this version reads up to {FORMAT_VERSION}",
            "Update neurotag",
        )
    return group
