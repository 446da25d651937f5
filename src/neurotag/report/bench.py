"""The two figures of a benchmark sitting: what the machine allows, and how cost grows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.figure import Figure

from neurotag.report.theme import COOL, GREY, INK, SMALL_PT, SOFT, TEXT_PT, WARM

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from matplotlib.axes import Axes

DPI = 150


def draw_roofline(
    path: Path, *, triad_gb_per_s: float, scatter_ns: float, points: Mapping[str, tuple[float, float]]
) -> None:
    """Draw synaptic events per second against the bytes that a synapse holds, under two roofs.

    Parameters
    ----------
    path : Path
        Where the picture goes; the suffix chooses the format.
    triad_gb_per_s : float
        What one thread streams at best.
    scatter_ns : float
        What one synapse costs where there is nothing else to do.
    points : mapping of str to (bytes per synapse, events per second)
        What was measured, by network.
    """
    figure = Figure(figsize=(6.4, 4.4), layout="constrained")
    axes = figure.subplots()
    measured = [n_bytes for n_bytes, _ in points.values()]
    narrowest, widest = min([3.0, *(0.75 * n for n in measured)]), max([32.0, *(1.3 * n for n in measured)])
    held = np.geomspace(narrowest, widest, 50)
    axes.plot(
        held,
        triad_gb_per_s * 1e9 / held,
        color=SOFT,
        label=f"memory: STREAM triad, {triad_gb_per_s:.1f} GB/s",
    )
    axes.axhline(
        1e9 / scatter_ns,
        color=WARM,
        linestyle="--",
        label=f"work: scatter kernel alone, {scatter_ns:.2f} ns a synapse",
    )
    for name, (n_bytes, per_s) in points.items():
        axes.plot(n_bytes, per_s, "o", color=COOL)
        axes.annotate(
            name, (n_bytes, per_s), xytext=(6, -3), textcoords="offset points", fontsize=TEXT_PT, color=INK
        )
    axes.set(xscale="log", yscale="log", xlim=(narrowest, widest))
    ticks = [t for t in (1, 2, 4, 6, 10, 16, 32, 64, 128) if narrowest <= t <= widest]
    axes.set_xticks(ticks, labels=[f"{t}" for t in ticks])
    axes.set_xticks([], minor=True)
    _label(axes, "bytes that a synapse holds", "synaptic events per second, one thread")
    axes.legend(frameon=False, fontsize=SMALL_PT, loc="best")
    figure.savefig(path, dpi=DPI)


def draw_growth(path: Path, growths: Sequence[tuple[str, Sequence[int], Sequence[float]]]) -> None:
    """Draw the cost of a simulated second against size, with a straight line through the logarithms.

    Parameters
    ----------
    growths : sequence of (what was varied, sizes, seconds)
        One panel each; the dashed line is in proportion to size.
    """
    figure = Figure(figsize=(8.0, 3.8), layout="constrained")
    for axes, (varied, sizes, cost_s) in zip(
        figure.subplots(1, len(growths), squeeze=False)[0], growths, strict=True
    ):
        at = np.array(sizes, np.float64)
        slope, offset = np.polyfit(np.log(at), np.log(cost_s), 1)
        axes.plot(at, at / at[-1] * cost_s[-1], color=GREY, linestyle="--", label="in proportion")
        axes.plot(at, np.exp(offset) * at**slope, color=COOL, label=f"fitted, slope {slope:.2f}")
        axes.plot(at, cost_s, "o", color=COOL, label="measured")
        axes.set(xscale="log", yscale="log")
        axes.set_xticks(at, labels=[_short(size) for size in sizes])
        axes.set_xticks([], minor=True)
        _label(axes, varied, "")
        axes.legend(frameon=False, fontsize=SMALL_PT)
    _label(figure.axes[0], growths[0][0], "CPU seconds per simulated second")
    figure.savefig(path, dpi=DPI)


def _short(size: int) -> str:
    return f"{size / 1e6:g} million" if size >= 1_000_000 else f"{size:,}"


def _label(axes: Axes, x: str, y: str) -> None:
    axes.set_xlabel(x, fontsize=TEXT_PT, color=SOFT)
    axes.set_ylabel(y, fontsize=TEXT_PT, color=SOFT)
    axes.tick_params(labelsize=SMALL_PT, labelcolor=INK)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
