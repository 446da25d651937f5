"""All measures of a recording, flat and ready for JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neurotag.measure.alarm import measure_alarm
from neurotag.measure.ignition import measure_ignition
from neurotag.measure.state import measure_state
from neurotag.measure.task import measure_task

if TYPE_CHECKING:
    from neurotag.recording import Recording

Measures = dict[str, float | int | None]
"""Numbers by name; none means that it did not happen, or that nothing was kept to tell it from."""


def take_measures(recording: Recording) -> Measures:
    """Return the measures of a recording: alarm, ignition, task, and the state of the whole brain.

    Units ride in the names (`_ms`, `_hz`); the alarm is on 0 to 100, salience and stress on 0 to 1. What each
    number means is told by `describe_measure`.

    Parameters
    ----------
    recording : Recording
        A life lived by one brain; an interrupted one is measured as far as it went.

    Returns
    -------
    dict of str to float, int or None
        The numbers. None stands for what did not happen: a region that did not ignite, say.
    """
    return {
        **measure_alarm(recording),
        **measure_ignition(recording),
        **measure_task(recording),
        **measure_state(recording),
    }
