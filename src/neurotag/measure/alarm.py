"""The alarm: how strongly the nociceptive neurons of a few regions fire together, on 0 to 100.

It is a read-out of the model, as one reads a thermometer. It is not a person's pain.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from neurotag.measure.onsets import first_hurt, key_of_mark, lived_marks, onset_of_mark, onset_of_probe
from neurotag.measure.rows import mean_of, rows_between, sum_sliding

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neurotag.brain import Brain
    from neurotag.measure.onsets import Onset
    from neurotag.recording import Activity, Layout, Recording

ALARM_WINDOW_MS = 100.0
"""Time over which the rates of the alarm are averaged."""

ALARM_DELAY_S = 0.15
"""Time after an onset that a mean alarm leaves out: signals are still on their way."""

LEAST_WINDOW_S = 0.1
"""Least time that a mean alarm covers, for events that end sooner."""

AFTERMATH_S = 2.0
"""Time after an event that still counts as its own in `alarm_per_event`."""

FELT_ON_THE_SKIN = ("heat", "injury", "touch")


def alarm_trace(activity: Activity, recording: Recording) -> NDArray[np.float64]:
    """Return the alarm at the end of each update interval, 0 to 100.

    Per region of ``brain.alarm``, with r the mean rate of its nociceptive neurons over the last 100 ms::

        share = clip((r - rest_hz) / (full_hz - rest_hz), 0, 1)
        alarm = 100 * mean of the shares

    Parameters
    ----------
    activity : Activity
        The life's, or a probe's.
    recording : Recording
        The recording it belongs to.

    Returns
    -------
    (n_updates,) float64
        The alarm; not a number throughout where the brain has none, or none of its regions has nociceptive
        neurons.
    """
    return alarm_of_counts(activity.counts, activity.update_ms, recording.brain, recording.layout)


def alarm_of_counts(
    counts: NDArray[np.int32], update_ms: float, brain: Brain, layout: Layout
) -> NDArray[np.float64]:
    """Return what `alarm_trace` does, from bare counts of spikes, (n_updates, n_regions, 3)."""
    read_out = brain.alarm
    indices = [layout.index(name) for name in read_out.regions] if read_out else []
    indices = [index for index in indices if layout.n_nociceptive[index] > 0]
    if read_out is None or not indices:
        return np.full(len(counts), np.nan)
    length = max(1, round(ALARM_WINDOW_MS / update_ms))
    rows_in_window = np.minimum(np.arange(1, len(counts) + 1), length)[:, np.newaxis]
    window_s = rows_in_window * update_ms / 1000.0
    spikes = sum_sliding(counts[:, indices, 0], length)
    rate_hz = spikes / (layout.n_nociceptive[indices] * window_s)
    share = (rate_hz - read_out.rest_hz) / (read_out.full_hz - read_out.rest_hz)
    alarm: NDArray[np.float64] = 100.0 * np.clip(share, 0.0, 1.0).mean(axis=1)
    return alarm


def mean_alarm(recording: Recording, onset: Onset) -> float | None:
    """Return the mean alarm from 150 ms after an onset to the end of the events, at least over 100 ms."""
    start_s = onset.start_s + ALARM_DELAY_S
    end_s = max(onset.end_s, start_s + LEAST_WINDOW_S)
    return mean_of(alarm_trace(onset.activity, recording)[rows_between(onset.activity, start_s, end_s)])


def measure_alarm(recording: Recording) -> dict[str, float | None]:
    """Return the mean alarm of each probe, of each named event on the skin (its first time), and the peak.

    The first heat or injury of the life has its mean alarm whether it is named or not. A brain without an
    alarm has none of these.
    """
    if recording.brain.alarm is None:
        return {}
    numbers = {"alarm_peak": _peak(recording)}
    hurt = first_hurt(recording)
    for mark in lived_marks(recording):
        named = mark.name is not None and mark.kind in FELT_ON_THE_SKIN
        key = f"alarm_{key_of_mark(recording, mark)}"
        if (named or mark is hurt) and key not in numbers:
            numbers[key] = mean_alarm(recording, onset_of_mark(recording, mark))
    for name in recording.probes:
        onset = onset_of_probe(recording, name)
        numbers[f"alarm_{onset.key}"] = mean_alarm(recording, onset)
    return numbers


def alarm_per_event(recording: Recording, kind: str) -> list[tuple[float, float]]:
    """Return the start of each lived event of a kind, in seconds, and the mean alarm until 2 s after its end.

    Events of which nothing was recorded are left out.
    """
    alarm = alarm_trace(recording.activity, recording)
    answers = []
    for mark in lived_marks(recording):
        rows = rows_between(recording.activity, mark.start_s, mark.end_s + AFTERMATH_S)
        mean = mean_of(alarm[rows])
        if mark.kind == kind and mean is not None:
            answers.append((mark.start_s, mean))
    return answers


def _peak(recording: Recording) -> float | None:
    alarm = alarm_trace(recording.activity, recording)
    return float(alarm.max()) if len(alarm) and np.isfinite(alarm).all() else None
