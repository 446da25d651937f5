"""What was learned: mean weights between regions before and after, and the difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.colors import Normalize, PowerNorm

from neurotag.report.theme import INK, LINE, SMALL_PT, SOFT, TEXT_PT, Drawing, new_figure, to_svg

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.image import AxesImage
    from numpy.typing import NDArray

    from neurotag.recording import Recording

HEIGHT_IN = 6.3
LEFT_IN, SMALL_IN, LARGE_IN = 0.95, 1.85, 2.6
"""Left margin, and the sides of the two maps above and of the one below."""

LEAST_CHANGE = 0.05
"""Relative change at which the colours end, at least."""


def draw_weights(recording: Recording, *, most_weight: float, most_change: float) -> Drawing:
    """Return three maps, source by target: weights at first and at last, and their relative change.

    Parameters
    ----------
    recording : Recording
        The life.
    most_weight, most_change : float
        Where the colours end, so that brains side by side can be compared.
    """
    if not has_weights(recording):
        return Drawing("Nothing learned to show", "The weights of this brain were not followed over time.")
    first, last = weight_maps(recording)
    change = change_map(recording)
    targets = [recording.brain.region(name).heading for name in recording.layout.regions]
    sources = [_say_source(recording, name) for name in sources_of(recording)]
    figure = new_figure(HEIGHT_IN)
    upper_in = HEIGHT_IN - 0.3 - SMALL_IN
    for place, (weights, word) in enumerate(((first, "before"), (last, "after"))):
        axes = _add_axes(figure, LEFT_IN + place * (SMALL_IN + 0.15), upper_in, SMALL_IN, SMALL_IN)
        image = _draw_map(axes, weights, word, norm=PowerNorm(0.5, 0.0, most_weight), colours="cividis")
        words = sources if place == 0 else [""] * len(sources)
        axes.set_yticks(range(len(sources)), words, fontsize=SMALL_PT)
    box_in = (LEFT_IN + SMALL_IN + 0.15, upper_in - 0.14, SMALL_IN, 0.08)
    _draw_scale(figure, image, box_in, "weight", [0.0, round(most_weight / 4, 3), round(most_weight, 3)])
    axes = _add_axes(figure, LEFT_IN, 0.85, LARGE_IN, LARGE_IN)
    image = _draw_map(axes, change, "change", norm=Normalize(-most_change, most_change), colours="PuOr_r")
    axes.set_yticks(range(len(sources)), sources, fontsize=SMALL_PT)
    axes.set_xticks(range(len(targets)), targets, fontsize=SMALL_PT, rotation=90)
    _draw_scale(figure, image, (LEFT_IN + LARGE_IN + 0.12, 0.85, 0.08, LARGE_IN), "change in %")
    title = _title(recording)
    return Drawing(
        title,
        "Rows: where axons come from. Columns: where they end, in the same order. Above: mean weight of the "
        f"synapses that learn, in {_unit(recording)}, before and after the life. Below: the change in per "
        "cent. Plain grey: nothing there learns.",
        f"Mean weights of {len(recording.weights.ends)} learning projections before and after. {title}.",
        to_svg(figure),
    )


def has_weights(recording: Recording) -> bool:
    """Return whether the weights were looked at twice, and there are any."""
    return len(recording.weights.mean) >= 2 and len(recording.weights.projections) > 0


def sources_of(recording: Recording) -> list[str]:
    """Return where axons come from: every region, then the inhibitory neurons whose synapses learn."""
    labels = (label.partition("->")[0] for label in recording.weights.projections)
    return list(dict.fromkeys([*recording.layout.regions, *labels]))


def weight_maps(recording: Recording) -> NDArray[np.float64]:
    """Return the mean weights at the first and the last moment, (2, n_sources, n_regions): source, target."""
    layout, table, sources = recording.layout, recording.weights, sources_of(recording)
    maps = np.full((2, len(sources), len(layout.regions)), np.nan)
    for at, (label, (_, target)) in enumerate(zip(table.projections, table.ends, strict=True)):
        maps[:, sources.index(label.partition("->")[0]), layout.index(target)] = table.mean[[0, -1], at]
    return maps


def change_map(recording: Recording) -> NDArray[np.float64]:
    """Return the change from the first to the last moment in per cent, (n_sources, n_regions)."""
    first, last = weight_maps(recording)
    change: NDArray[np.float64] = 100.0 * (last / np.where(first > 0, first, np.nan) - 1.0)
    return change


def shared_limits(recordings: Sequence[Recording]) -> tuple[float, float]:
    """Return where the colours of weights and of changes (in per cent) end, the same for all."""
    followed = [recording for recording in recordings if has_weights(recording)]
    weights = [float(np.nanmax(weight_maps(recording))) for recording in followed]
    changes = [float(np.nanmax(np.abs(change_map(recording)))) for recording in followed]
    return max(weights, default=1.0) or 1.0, max([100.0 * LEAST_CHANGE, *changes])


def _draw_map(
    axes: Axes, values: NDArray[np.float64], title: str, *, norm: Normalize, colours: str
) -> AxesImage:
    image = axes.imshow(values, cmap=colours, norm=norm, interpolation="none")
    axes.set_title(title, fontsize=TEXT_PT, color=INK, pad=4)
    axes.set_xticks([])
    axes.tick_params(colors=LINE, labelcolor=INK, length=0)
    for spine in axes.spines.values():
        spine.set_color(LINE)
    return image


def _draw_scale(
    figure: Figure,
    image: AxesImage,
    box_in: tuple[float, float, float, float],
    label: str,
    ticks: list[float] | None = None,
) -> None:
    axes = _add_axes(figure, *box_in)
    scale = figure.colorbar(
        image, cax=axes, orientation="horizontal" if box_in[2] > box_in[3] else "vertical"
    )
    scale.outline.set_visible(False)
    if ticks is not None:
        scale.set_ticks(ticks)
    scale.ax.tick_params(labelsize=SMALL_PT, colors=LINE, labelcolor=INK, length=2)
    scale.set_label(label, fontsize=SMALL_PT, color=SOFT)


def _add_axes(figure: Figure, left_in: float, bottom_in: float, width_in: float, height_in: float) -> Axes:
    width, height = figure.get_size_inches()
    axes = figure.add_axes((left_in / width, bottom_in / height, width_in / width, height_in / height))
    axes.patch.set_color(LINE)
    return axes


def _title(recording: Recording) -> str:
    change = change_map(recording)
    at = int(np.nanargmax(np.abs(change)))
    source, target = np.unravel_index(at, change.shape)
    percent = float(change[source, target])
    if abs(percent) < 1.0:
        return "Hardly any weight changed"
    names = (
        _say_source(recording, sources_of(recording)[int(source)]),
        recording.brain.region(recording.layout.regions[int(target)]).heading,
    )
    path = f"within {names[0]}" if source == target else f"from {names[0]} to {names[1]}"
    return f"The largest change is {path}: {percent:+.0f} %"


def _say_source(recording: Recording, source: str) -> str:
    name, _, cells = source.partition(".")
    return f"{recording.brain.region(name).heading}{f', {cells}' if cells else ''}"


def _unit(recording: Recording) -> str:
    """Return the unit of the weights that learn: that of the excitatory neurons they end on."""
    brain = recording.brain
    targets = {target for _, target in recording.weights.ends}
    units = {brain.cell(brain.region(target), excites=True).weight_unit for target in targets}
    return units.pop() if len(units) == 1 else "the unit of their targets"
