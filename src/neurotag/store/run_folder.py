"""The run folder: ``run.json`` says what was run and what came of it, ``recording.zarr`` holds the rest."""

from __future__ import annotations

import functools
import json
import math
import os
import platform
from dataclasses import replace
from importlib import metadata
from numbers import Integral
from pathlib import Path
from typing import TYPE_CHECKING, Any

from neurotag.errors import InputError
from neurotag.store.checkpoint_zip import checkpoint_path, load_checkpoint, save_checkpoint
from neurotag.store.place import FORMAT, INDEX, claim, read_index
from neurotag.store.recording_zarr import read_recording, write_recording

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from neurotag.recording import Recording
    from neurotag.store.zarr_recorder import ZarrRecorder

    Measures = Mapping[str, float | int | None]

FORMAT_VERSION = 1
PACKAGES = ("numpy", "numba", "zarr", "pydantic")
RECORDING = "recording.zarr"


def save_run(folder: str | Path, recording: Recording, measures: Measures, *, with_end: bool = False) -> Path:
    """Write a recording and its measures as a run folder, whole or not at all.

    A run that is there already is replaced; other files beside it stay.

    Parameters
    ----------
    folder : str or Path
        The run folder.
    recording : Recording
        What was recorded.
    measures : mapping of str to number or None
        What was measured in it.
    with_end : bool
        Keep the state at its end too, as a checkpoint.

    Returns
    -------
    Path
        The folder, as an absolute path.

    Raises
    ------
    OutputError
        If the folder is a file, holds something else, or cannot be written.
    """
    place = claim(folder)
    with place.open() as partial:
        write_run(partial, recording, measures, with_end=with_end)
    return place.folder


def load_run(folder: str | Path) -> Recording:
    """Read the recording of a run folder, exactly as it was; its end is read when ``branch`` asks for it.

    Raises
    ------
    InputError
        If there is no run, or there are several in it.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise InputError(str(folder), "there is no such folder", "Name a run folder, such as runs/stove")
    runs = read_index(folder)
    if runs is None:
        raise InputError(
            str(folder), f"holds no {INDEX} of neurotag", "Name a run folder, such as runs/stove"
        )
    if not (folder / RECORDING).exists():
        names = ", ".join(str(folder / str(run["folder"])) for run in runs if run.get("folder"))
        what, advice = ("holds several runs", f"Name one of: {names}") if names else (
            f"holds no {RECORDING}", "Run it again")  # fmt: skip
        raise InputError(str(folder), what, advice)
    recording = read_recording(folder / RECORDING)
    end = checkpoint_path(folder)
    return replace(recording, end=functools.partial(load_checkpoint, end)) if end.is_file() else recording


def write_run(
    folder: Path,
    recording: Recording,
    measures: Measures,
    *,
    recorder: ZarrRecorder | None = None,
    with_end: bool = False,
) -> dict[str, Any]:
    """Write ``run.json`` and ``recording.zarr`` into a folder, and return what ``run.json`` says.

    The recorder, where there is one, was made on that ``recording.zarr`` and holds the spikes already. With
    its end goes a checkpoint.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if with_end:
        save_checkpoint(checkpoint_path(folder), recording.branch())
    write_recording(folder / RECORDING, recording, recorder=recorder)
    summary = summarise(recording, measures)
    _write_json(folder / INDEX, summary)
    return summary


def write_index(folder: Path, runs: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
    """Write the ``run.json`` of a folder that holds several runs, each in a folder of its own."""
    _write_json(folder / INDEX, [{**summary, "folder": name} for name, summary in runs])


def summarise(recording: Recording, measures: Measures) -> dict[str, Any]:
    """Return what ``run.json`` says: words and numbers only, JSON by construction."""
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "outcome": recording.outcome.kind,
        "sentence": recording.outcome.sentence,
        "warnings": list(recording.outcome.warnings),
        "seed": int(recording.seed),
        "digest": recording.digest(),
        "wall_s": round(float(recording.wall_s), 3),
        "simulated_s": float(recording.simulated_s),
        "spikes_kept_s": float(recording.spikes_kept_s),
        "phases_s": {phase: round(float(seconds), 3) for phase, seconds in recording.phases_s.items()},
        "versions": _versions(recording.version),
        "host": {
            "system": platform.platform(),
            "machine": platform.machine(),
            "n_cpus": os.cpu_count(),
        },
        "past": recording.past.words() if recording.past else None,
        "digests": {
            "brain": recording.brain.digest(),
            "life": recording.life.digest(),
            "watch": recording.watch.digest(),
        },
        "measures": {name: _plain(value) for name, value in measures.items()},
        "brain": recording.brain.model_dump(mode="json"),
        "life": recording.life.model_dump(mode="json"),
        "watch": recording.watch.model_dump(mode="json"),
    }


def _versions(neurotag: str) -> dict[str, str]:
    packages = {name: metadata.version(name) for name in PACKAGES}
    return {"neurotag": neurotag, "python": platform.python_version(), **packages}


def _plain(value: Any) -> float | int | None:
    """Return a number as JSON knows it; one that is not finite is null."""
    if value is None or not math.isfinite(value):
        return None
    return int(value) if isinstance(value, Integral) else float(value)


def _write_json(path: Path, content: object) -> None:
    text = json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False)
    path.write_text(f"{text}\n", encoding="utf-8")
