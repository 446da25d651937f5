"""The state of the whole brain: salience, stress, cortisol, energy, fear, mean rate, what was learned."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from neurotag.measure.onsets import onset_of_hurt
from neurotag.measure.rows import excitatory_rate_hz, mean_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neurotag.recording import Recording

FEAR_S = 3.0
"""Time after the first hurt over which the rate of the fear region is taken."""


def measure_state(recording: Recording) -> dict[str, float | None]:
    """Return the peaks of the modulators, fear's rates, the mean rate and the mean learned change.

    A brain without modulators has the last two alone.
    """
    return {
        **_modulators(recording),
        "mean_rate_excitatory_hz": _mean_rate_hz(recording),
        "learned_weight_change": learned_weight_change(recording),
    }


def learned_weight_change(recording: Recording) -> float | None:
    """Return the relative change of the mean weight, averaged over the learning projections.

    From the first to the last moment of the table: 0.1 means that projections became 10 % stronger on
    average. None with fewer than two moments, or without learning projections.
    """
    mean = recording.weights.mean
    if len(mean) < 2:
        return None
    born = mean[0] > 0
    return mean_of(mean[-1, born] / mean[0, born] - 1.0)


def _modulators(recording: Recording) -> dict[str, float | None]:
    words, activity = recording.brain.modulators, recording.activity
    if words is None:
        return {}
    return {
        "salience_peak": _peak(activity.salience),
        "stress_peak": _peak(activity.stress),
        "cortisol_peak": _peak(activity.cortisol),
        "energy_peak": _peak(activity.energy),
        **_fear(recording, words.fear.region),
    }


def _fear(recording: Recording, region: str) -> dict[str, float | None]:
    numbers: dict[str, float | None] = {"fear_rate_before_hz": None, "fear_rate_hz": None}
    onset = onset_of_hurt(recording)
    if onset is None:
        return numbers
    index = recording.layout.index(region)
    n_excitatory = int(recording.layout.n_excitatory[index])
    spans = {
        "fear_rate_before_hz": (onset.quiet_from_s, onset.start_s),
        "fear_rate_hz": (onset.start_s, onset.start_s + FEAR_S),
    }
    for name, (start_s, end_s) in spans.items():
        numbers[name] = excitatory_rate_hz(onset.activity, index, n_excitatory, start_s=start_s, end_s=end_s)
    return numbers


def _mean_rate_hz(recording: Recording) -> float | None:
    activity = recording.activity
    spikes = mean_of(activity.counts[:, :, :2].sum(axis=(1, 2)))
    n_excitatory = int(recording.layout.n_excitatory.sum())
    return None if spikes is None else spikes / (n_excitatory * activity.update_ms / 1000.0)


def _peak(trace: NDArray[np.float64]) -> float | None:
    return float(trace.max()) if len(trace) and np.isfinite(trace).all() else None
