"""The two figures of a benchmark sitting: what the machine allows, and how cost grows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.figure import Figure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


def draw_roofline(path: Path, *, triad_gb_per_s: float, points: Mapping[str, tuple[float, float]]) -> None:
    """Draw synaptic events per second against the bytes each of them streams, under the memory's roof.

    Parameters
    ----------
    path : Path
        Where the picture goes; the suffix chooses the format.
    triad_gb_per_s : float
        What one thread streams at best.
    points : mapping of str to (bytes per event, events per second)
        What was measured, by network.
    """
    figure = Figure(figsize=(6.4, 4.2), layout="constrained")
    axes = figure.subplots()
    sizes = np.geomspace(1, 64, 50)
    axes.plot(sizes, triad_gb_per_s * 1e9 / sizes, color="0.45", label="memory's roof (STREAM triad)")
    for name, (n_bytes, per_s) in points.items():
        axes.plot(n_bytes, per_s, "o")
        axes.annotate(name, (n_bytes, per_s), xytext=(6, 4), textcoords="offset points")
    axes.set(
        xscale="log", yscale="log", xlabel="Bytes streamed per synaptic event",
        ylabel="Synaptic events per second, one thread", title="Far from the memory's roof",
    )  # fmt: skip
    axes.legend()
    figure.savefig(path)


def draw_growth(path: Path, growths: Sequence[tuple[str, Sequence[float], Sequence[float], float]]) -> None:
    """Draw the cost of a simulated second against size, on logarithmic axes.

    Parameters
    ----------
    growths : sequence of (what was varied, sizes, seconds, exponent)
        One panel each; the grey line is proportional to size.
    """
    figure = Figure(figsize=(8.0, 3.8), layout="constrained")
    for axes, (varied, sizes, cost_s, exponent) in zip(
        figure.subplots(1, len(growths), squeeze=False)[0], growths, strict=True
    ):
        axes.plot(sizes, np.array(sizes) / sizes[-1] * cost_s[-1], color="0.7", label="in proportion")
        axes.plot(sizes, cost_s, "o-", label=f"measured (slope {exponent:.2f})")
        axes.set(xscale="log", yscale="log", xlabel=varied.capitalize())
        axes.legend()
    figure.axes[0].set_ylabel("Seconds per simulated second, one thread")
    figure.savefig(path)
