"""Hyperfocus: what the neurons of a talk or a task do when something hurts meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from neurotag.life.events import Task
from neurotag.life.unroll import unroll
from neurotag.measure.onsets import first_hurt, lived_marks

if TYPE_CHECKING:
    from neurotag.recording import Mark, Recording

BEFORE_S = 1.0
"""Most time before the hurt over which the task's own rate is taken."""

DURING_S = (0.2, 1.2)
"""Stretch after the hurt over which it is taken again."""

PREFERRED_REGION = "thought"
"""Region whose pattern stands for the task, where the task has one there."""

SAME_INSTANT_S = 0.05


def measure_task(recording: Recording) -> dict[str, float | None]:
    """Return the rate of the task's own neurons before and during the first hurt, in Hz.

    None where no talk or task went on when it began to hurt, or where the spikes of its neurons were not
    kept so long. Left out for a brain that no task drives.
    """
    if not recording.brain.senses.task:
        return {}
    before_hz = during_hz = None
    hurt = first_hurt(recording)
    task = None if hurt is None else _task_at(recording, hurt.start_s)
    if hurt is not None and task is not None:
        cells = task_cells(recording, task)
        before_hz = _rate_hz(recording, cells, max(task.start_s, hurt.start_s - BEFORE_S), hurt.start_s)
        start_s, end_s = (hurt.start_s + offset_s for offset_s in DURING_S)
        during_hz = _rate_hz(recording, cells, start_s, min(end_s, task.end_s))
    return {"task_rate_before_hz": before_hz, "task_rate_during_hz": during_hz}


def task_cells(recording: Recording, task: Mark) -> dict[str, np.ndarray]:
    """Return the neuron ids of a task's pattern by region: only those in thought, where it has some there."""
    prefix = f"task:{_subject(recording, task)}/"
    patterns = {
        key.removeprefix(prefix): ids for key, ids in recording.patterns.items() if key.startswith(prefix)
    }
    preferred = patterns.get(PREFERRED_REGION)
    return patterns if preferred is None else {PREFERRED_REGION: preferred}


def _task_at(recording: Recording, at_s: float) -> Mark | None:
    for mark in lived_marks(recording):
        if mark.kind in ("talk", "task") and mark.start_s < at_s < mark.end_s:
            return mark
    return None


def _subject(recording: Recording, task: Mark) -> str:
    """Return what a lived task was about; marks do not say it, the life does."""
    # Of a life that was resumed, the recording does not hold the beginning.
    scene_s = -recording.past.lived_s if recording.past is not None else 0.0
    for scene in unroll(recording.life):
        for moment in scene.moments:
            event = moment.event
            apart_s = abs(max(0.0, scene_s + moment.start_s) - task.start_s)
            is_heard = scene_s + moment.end_s > 0 and apart_s < SAME_INSTANT_S
            if isinstance(event, Task) and event.kind == task.kind and is_heard:
                return event.of
        scene_s += scene.duration_s
    return ""


def _rate_hz(
    recording: Recording, cells: dict[str, np.ndarray], start_s: float, end_s: float
) -> float | None:
    watch = recording.watch
    kept = watch.spikes and all(not watch.regions or region in watch.regions for region in cells)
    recorded_s = min(recording.spikes_kept_s, recording.activity.duration_s)
    end_s = min(end_s, recording.activity.duration_s)
    if not kept or not cells or end_s <= start_s or end_s > recorded_s:
        return None
    ids = np.concatenate(list(cells.values()))
    activity = recording.activity
    first, last = (
        int(np.searchsorted(activity.step, round(t_s * 1000.0 / activity.dt_ms))) for t_s in (start_s, end_s)
    )
    is_of_task = np.zeros(recording.layout.n_neurons, np.bool_)
    is_of_task[ids] = True
    n_spikes = int(np.count_nonzero(is_of_task[activity.neuron[first:last]]))
    return n_spikes / (len(ids) * (end_s - start_s))
