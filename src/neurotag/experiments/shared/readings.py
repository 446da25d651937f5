"""Numbers that several claims read from a recording."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from neurotag.errors import SimulationError
from neurotag.measure import mean_alarm, onset_of_probe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from neurotag.recording import Activity, Recording

ACTIVE_HZ = 8.0
"""A neuron that fires at this rate over a window is active: four times and more what any does at rest."""


def alarm(recording: Recording, probe: str) -> float:
    """Return the mean alarm of a probe, of 100."""
    value = mean_alarm(recording, onset_of_probe(recording, probe))
    if value is None:
        raise SimulationError(f"probe {probe!r}", "has no alarm", "Give the brain one")
    return value


def rates_hz(activity: Activity, start_s: float, end_s: float, n_neurons: int) -> NDArray[np.float64]:
    """Return the rate of every neuron between two instants, (n_neurons,)."""
    step_s = activity.dt_ms / 1000.0
    first, last = np.searchsorted(activity.step, [round(start_s / step_s), round(end_s / step_s)])
    return np.bincount(activity.neuron[first:last], minlength=n_neurons) / (end_s - start_s)


def rates_in_probe(recording: Recording, probe: str, *, delay_s: float = 0.0) -> NDArray[np.float64]:
    """Return the rate of every neuron from the onset of a probe's events to their end, (n_neurons,)."""
    onset = onset_of_probe(recording, probe)
    return rates_hz(onset.activity, onset.start_s + delay_s, onset.end_s, recording.layout.n_neurons)


def cells(recording: Recording, sense: str, of: str) -> dict[str, NDArray[np.int64]]:
    """Return the neurons that a thing or an episode drives, by region.

    Raises
    ------
    SimulationError
        If the life did not mention it.
    """
    head = f"{sense}:{of}/"
    found = {
        name.removeprefix(head): ids for name, ids in recording.patterns.items() if name.startswith(head)
    }
    if not found:
        raise SimulationError(
            f"life {recording.life.name!r}", f"drives no {sense} of {of!r}", "Mend the claim"
        )
    return found


def share_active(rates: NDArray[np.float64], neurons: NDArray[np.int64]) -> float:
    """Return the share of some neurons that are active."""
    return float((rates[neurons] >= ACTIVE_HZ).mean())


def members_of(recording: Recording, start_s: float, end_s: float) -> NDArray[np.int64]:
    """Return the excitatory neurons that were active between two instants of the life."""
    rates = rates_hz(recording.activity, start_s, end_s, recording.layout.n_neurons)
    excitatory = np.zeros(recording.layout.n_neurons, bool)
    for region in recording.layout.regions:
        excitatory[recording.layout.excitatory(region)] = True
    return np.flatnonzero((rates >= ACTIVE_HZ) & excitatory)


def by_region(recording: Recording, neurons: NDArray[np.int64]) -> dict[str, NDArray[np.int64]]:
    """Return some neurons by their region, those of each in order."""
    layout = recording.layout
    at = np.searchsorted(layout.start, neurons, side="right") - 1
    return {name: neurons[at == index] for index, name in enumerate(layout.regions)}


def slope(x: Sequence[float], y: Sequence[float]) -> float:
    """Return the slope of a straight line through some points."""
    return float(np.polyfit(np.asarray(x), np.asarray(y), 1)[0])


def rank_correlation(x: Sequence[float], y: Sequence[float]) -> float:
    """Return Spearman's rank correlation; 0 where one of them does not change."""
    from scipy.stats import spearmanr  # noqa: PLC0415 (a second to import)

    if np.ptp(x) == 0 or np.ptp(y) == 0:
        return 0.0
    return float(spearmanr(x, y).statistic)
