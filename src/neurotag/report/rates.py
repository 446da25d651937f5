"""Rates of the regions over the whole waking life."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from neurotag.report.theme import COOL, LINE, SMALL_PT, SOFT, Drawing, label_x, new_axes, new_figure, to_svg
from neurotag.report.timeline import draw_pauses, shade_hurts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from neurotag.recording import Recording

FINE_MS = 50.0
"""Time over which the peaks are taken."""

MOST_BINS = 450

LOW_HZ = 0.3
"""Rate at the floor of each band."""

LEAST_HIGH_HZ = 15.0
"""Rate at the top of each band, at least."""

BAND_IN = 0.34
TEN_HZ = np.array(10.0)
DOTS = (0, (1, 2))


def draw_rates(recording: Recording, *, high_hz: float) -> Drawing:
    """Return the mean and the peak rate of each region over the waking life, one band for each.

    The bands are logarithmic and end at ``high_hz``, so that brains side by side can be compared.
    """
    mean_hz, peak_hz, ends_s = bin_rates(recording)
    if len(ends_s) == 0:
        return Drawing("No rates", "Nothing of this life was lived.")
    regions = recording.layout.regions
    figure = new_figure(BAND_IN * len(regions) + 0.75)
    axes = new_axes(figure, left=0.95, right=0.42, bottom=0.45, top=0.25)
    for at in range(len(regions)):
        floor = len(regions) - 1 - at
        _draw_band(axes, floor, ends_s, _height(mean_hz[:, at], high_hz), _height(peak_hz[:, at], high_hz))
        axes.axhline(
            floor + float(_height(TEN_HZ, high_hz)), color=SOFT, linewidth=0.4, linestyle=DOTS, zorder=0
        )
    _label_ten(axes, len(regions) - 1 + float(_height(TEN_HZ, high_hz)))
    shade_hurts(axes, recording.marks)
    draw_pauses(axes, recording.pauses, labelled=True)
    titles = [recording.brain.region(name).heading for name in regions]
    axes.set_yticks(np.arange(len(regions))[::-1] + 0.35, titles)
    axes.set_ylim(-0.1, len(regions))
    axes.set_xlim(0, ends_s[-1])
    label_x(axes, "waking seconds")
    title = _title(recording, mean_hz, peak_hz)
    return Drawing(
        title,
        "Filled: mean rate of each region's excitatory neurons. Line: its peaks over 50 ms. Each band runs "
        f"from {LOW_HZ:g} to {high_hz:.0f} Hz on a logarithmic scale; the dotted line is 10 Hz. Tinted: "
        "heat and injury.",
        f"Rates of {len(regions)} regions over {ends_s[-1]:.0f} waking seconds. {title}.",
        to_svg(figure),
    )


def shared_high_hz(recordings: Sequence[Recording]) -> float:
    """Return the rate at which the bands of all recordings end: the highest peak, at least 15 Hz."""
    peaks = [bin_rates(recording)[1] for recording in recordings]
    return max([LEAST_HIGH_HZ, *(float(peak_hz.max()) for peak_hz in peaks if peak_hz.size)])


def bin_rates(
    recording: Recording,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return the mean and the peak excitatory rate in bins of equal length, and the ends of the bins.

    Returns
    -------
    mean_hz, peak_hz : (n_bins, n_regions) float64
        Mean over each bin, and the highest 50 ms in it.
    ends_s : (n_bins,) float64
        Ends of the bins.
    """
    activity, layout = recording.activity, recording.layout
    fine = max(1, round(FINE_MS / activity.update_ms))
    spikes = activity.counts[:, :, :2].sum(axis=-1)
    n_fine = len(spikes) // fine
    per_bin = max(1, -(-n_fine // MOST_BINS))
    n_bins = n_fine // per_bin
    fine_s = fine * activity.update_ms / 1000.0
    chunks = spikes[: n_bins * per_bin * fine].reshape(n_bins, per_bin, fine, len(layout.regions))
    rate_hz = chunks.sum(axis=2) / (layout.n_excitatory * fine_s)
    ends_s = np.arange(1, n_bins + 1, dtype=np.float64) * (per_bin * fine_s)
    return rate_hz.mean(axis=1), rate_hz.max(axis=1), ends_s


def _draw_band(
    axes: Axes,
    floor: float,
    ends_s: NDArray[np.float64],
    mean: NDArray[np.float64],
    peak: NDArray[np.float64],
) -> None:
    axes.axhline(floor, color=LINE, linewidth=0.7, zorder=0)
    axes.fill_between(ends_s, floor, floor + mean, color=COOL, alpha=0.35, linewidth=0)
    axes.plot(ends_s, floor + peak, color=COOL, linewidth=0.7)


def _label_ten(axes: Axes, at: float) -> None:
    axes.annotate(
        "10 Hz", (1.0, at), xycoords=("axes fraction", "data"), xytext=(3, 0), textcoords="offset points",
        fontsize=SMALL_PT, color=SOFT, va="center",
    )  # fmt: skip


def _height(rate_hz: NDArray[np.float64], high_hz: float) -> NDArray[np.float64]:
    """Return how high a rate stands in its band, 0 to 0.92."""
    share: NDArray[np.float64] = np.log(np.clip(rate_hz, LOW_HZ, high_hz) / LOW_HZ) / np.log(high_hz / LOW_HZ)
    return 0.92 * share


def _title(recording: Recording, mean_hz: NDArray[np.float64], peak_hz: NDArray[np.float64]) -> str:
    regions = [recording.brain.region(name) for name in recording.layout.regions]
    usual_hz = np.median(mean_hz, axis=0)
    rise = peak_hz.max(axis=0) / np.maximum(usual_hz, LOW_HZ)
    # A relay only passes on what comes in: that it rises most says little.
    rise[[region.is_relay for region in regions]] = 0.0
    at = int(rise.argmax())
    return f"{regions[at].heading} rises most, from {usual_hz[at]:.1f} to {peak_hz[:, at].max():.0f} Hz"
