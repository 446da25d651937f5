"""Spike trains -> normalised activity: counts in bins, without slow drift, each unit with variance 1."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.ndimage import uniform_filter1d

from neurotag.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neurotag.recording import SpikeTrains

LEAST_SPIKES = 5
"""A unit with fewer spikes cannot be told to go with others."""

LEAST_BINS = 50
"""Fewest bins in which something can be told from chance."""

TREND_S, TREND_BINS = 10.0, 40
"""Changes slower than this, or than so many bins where that is longer, are drift."""

MOST_VALUES = 80_000_000
"""Largest number of units times bins: a search holds about 24 bytes for each, some 2 GB at the most."""


@dataclass(frozen=True, eq=False)
class Binned:
    """Normalised activity of the units that fired enough.

    Attributes
    ----------
    activity : (n_kept, n_bins) float32
        Count of each unit in each bin, less its drift, in its standard deviations.
    kept : (n_kept,) int64
        Which units these are: places in the recording's.
    bin_s : float
        Width of a bin, in seconds.
    n_units : int
        Number of units of the recording.
    """

    activity: NDArray[np.float32]
    kept: NDArray[np.int64]
    bin_s: float
    n_units: int

    @property
    def n_bins(self) -> int:
        """Number of bins."""
        return int(self.activity.shape[1])


def count_spikes(trains: SpikeTrains, bin_s: float) -> NDArray[np.float32]:
    """Return how often each unit fired in each bin, (n_units, n_bins); a rest shorter than a bin is left out.

    Raises
    ------
    InputError
        If the bins are too few to tell anything from chance, or more than fit into memory.
    """
    n_bins = int(trains.duration_s / bin_s + 1e-9)
    if n_bins < LEAST_BINS:
        raise InputError(
            trains.source,
            f"{trains.duration_s:g} s are {n_bins} bins of {1000 * bin_s:g} ms, and {LEAST_BINS} are needed "
            "to tell anything from chance",
            "Choose narrower bins, or a longer recording",
        )
    if n_bins * trains.n_units > MOST_VALUES:
        raise InputError(
            trains.source,
            f"{trains.n_units} units in {n_bins} bins of {1000 * bin_s:g} ms are more than the "
            f"{MOST_VALUES:,} values that are held at once",
            "Choose wider bins, or a part of the recording with --start and --end",
        )
    at = ((trains.t_s - trains.start_s) / bin_s).astype(np.int64)
    inside = at < n_bins
    flat = trains.unit[inside] * np.int64(n_bins) + at[inside]
    counts = np.bincount(flat, minlength=trains.n_units * n_bins)
    return counts.astype(np.float32).reshape(trains.n_units, n_bins)


def trend_bins(n_bins: int, bin_s: float) -> int:
    """Return the number of bins over which a drift is taken: 10 s, or 40 bins where that is longer."""
    return int(min(n_bins, max(TREND_BINS, round(TREND_S / bin_s))))


def normalise(trains: SpikeTrains, bin_s: float, *, calms: bool) -> Binned:
    """Return the normalised activity of the units with at least 5 spikes: of variance 1, or less if rare.

    The drift of a unit is its mean over 10 s, or over 40 bins where that is longer, around each bin. Where
    the spikes of a unit come in bursts, the square root of the count keeps one burst from outweighing all.

    Parameters
    ----------
    trains : SpikeTrains
        The recording.
    bin_s : float
        Width of a bin, in seconds.
    calms : bool
        Whether a unit's variance over that time is brought down to its overall where it is more. Units that
        all fire more in one stretch go together by chance there, and more so than shifted trains, whose
        stretches no longer meet.

    Raises
    ------
    InputError
        If the bins are too few or too many, or fewer than two units fired enough.
    """
    counts = np.sqrt(count_spikes(trains, bin_s))
    enough = np.bincount(trains.unit, minlength=trains.n_units) >= LEAST_SPIKES
    n_bins = counts.shape[1]
    activity = counts[enough]
    length = trend_bins(n_bins, bin_s)
    activity -= uniform_filter1d(activity, length, axis=1, mode="reflect")
    activity -= activity.mean(axis=1, keepdims=True)
    spread = activity.std(axis=1)
    if calms:
        _calm_loud_stretches(activity, spread, length)
    varies = spread > 1e-6
    kept = np.flatnonzero(enough)[varies]
    if len(kept) < 2:
        raise InputError(
            trains.source,
            f"{len(kept)} of its {trains.n_units} units fired at least {LEAST_SPIKES} times and not "
            "alike in all bins, and two are needed to fire together",
            "Give a recording with more units, or a longer one",
        )
    # Of units that hardly fire, a few coincidences would look like many standard errors: with this least
    # spread one coincidence is never more than one.
    spread = np.maximum(spread[varies], n_bins**-0.25)
    return Binned(activity[varies] / spread[:, np.newaxis], kept, bin_s, trains.n_units)


def _calm_loud_stretches(activity: NDArray[np.float32], spread: NDArray[np.float32], length: int) -> None:
    """Bring stretches louder than the whole of a unit down to it, in place; overall it stays as loud."""
    for at, whole in enumerate(spread):
        if whole > 0:
            mine = activity[at]
            local = uniform_filter1d(mine * mine, length, mode="reflect")
            mine = mine / np.sqrt(np.maximum(local, whole**2))
            mine -= mine.mean()
            activity[at] = mine * (whole / max(float(mine.std()), 1e-6))
