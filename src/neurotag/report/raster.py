"""The raster: every spike around the first hurt, or of the whole life, region by region."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.colors import to_rgb

from neurotag.measure import first_hurt, ignition_of_hurt
from neurotag.report.theme import (
    GREY,
    LINE,
    SMALL_PT,
    TEXT_PT,
    WARM,
    Drawing,
    label_x,
    new_axes,
    new_figure,
    to_svg,
)
from neurotag.report.timeline import LANE_IN, close_up, draw_strip, lanes_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from neurotag.recording import Layout, Recording

SIZE_PX = (1000, 900)
"""Height and width of the picture of the spikes: with it, the size of the file is bounded, not the life."""

HEIGHT_IN = 4.6
MARGINS = {"left": 0.95, "right": 0.08}

# Between the shades for light and for dark paper: a picture cannot follow the paper.
COLOURS = (WARM, "#2b87c8", GREY)


def draw_raster(recording: Recording) -> Drawing:
    """Return the raster of the kept spikes in the stretch that matters most."""
    begin_s, end_s, zero_s = close_up(recording)
    end_s = min(end_s, recording.spikes_kept_s)
    if not recording.watch.spikes or end_s <= begin_s:
        return Drawing("No raster", "No spikes were kept for this stretch of the life.")
    picture, n_spikes = paint(recording, begin_s, end_s)
    marks = [mark for mark in recording.marks if mark.start_s < end_s and mark.end_s > begin_s]
    figure = new_figure(HEIGHT_IN + LANE_IN * len(lanes_of(marks)))
    strip_in = LANE_IN * len(lanes_of(marks))
    axes = new_axes(figure, bottom=0.45, top=strip_in + 0.1, **MARGINS)
    height = recording.layout.n_neurons
    axes.imshow(
        picture, extent=(begin_s - zero_s, end_s - zero_s, height, 0), aspect="auto", interpolation="none"
    )
    _label_regions(axes, recording)
    zoomed = first_hurt(recording)
    label_x(axes, f"seconds from the {zoomed.kind}" if zoomed else "waking seconds")
    if zoomed:
        axes.axvline(0, color=LINE, linewidth=0.8)
    if marks:
        strip = new_axes(figure, bottom=HEIGHT_IN - 0.05, top=0.05, **MARGINS)
        draw_strip(strip, marks, zero_s=zero_s)
        strip.set_xlim(axes.get_xlim())
    title = _title(recording)
    stretch = f"from {begin_s:.1f} to {end_s:.1f} waking seconds"
    orange = "Orange: neurons that the danger pathway can reach. Blue: other excitatory neurons."
    return Drawing(
        title,
        "Each dot is a spike, each row of dots a neuron. "
        f"{orange if recording.layout.n_nociceptive.any() else 'Blue: excitatory neurons.'} "
        f"Grey: inhibitory ones.{' Bars on top: what happened.' if lanes_of(marks) else ''}",
        f"Raster of {n_spikes} spikes of {height} neurons, {stretch}. {title}.",
        to_svg(figure),
    )


def paint(recording: Recording, begin_s: float, end_s: float) -> tuple[NDArray[np.float32], int]:
    """Return a picture of the spikes between two instants, and how many there are.

    Where many spikes fall on one pixel it is only as dark as they are many, so that a picture of a long life
    does not turn solid.

    Returns
    -------
    picture : (1000, 900, 4) float32
        Red, green, blue and opacity.
    n_spikes : int
        Spikes shown.
    """
    activity, layout = recording.activity, recording.layout
    steps = [round(t_s * 1000.0 / activity.dt_ms) for t_s in (begin_s, end_s)]
    first, last = (int(at) for at in np.searchsorted(activity.step, steps))
    height, width = SIZE_PX
    column = (activity.step[first:last] - steps[0]) * (width - 1) // max(1, steps[1] - steps[0])
    neuron = activity.neuron[first:last].astype(np.int64)
    row = neuron * (height - 1) // layout.n_neurons
    flat = (classes_of(layout)[neuron] * height + row) * width + column
    counts = np.bincount(flat, minlength=3 * height * width).reshape(3, height, width)
    # Dots of two pixels by two.
    counts[:, 1:] = np.maximum(counts[:, 1:], counts[:, :-1])
    counts[:, :, 1:] = np.maximum(counts[:, :, 1:], counts[:, :, :-1])
    colours = np.array([to_rgb(colour) for colour in COLOURS], np.float32)
    most = counts.max(axis=0)
    crowd = float(np.percentile(most[most > 0], 99)) if most.any() else 1.0
    picture = np.empty((height, width, 4), np.float32)
    picture[..., :3] = colours[counts.argmax(axis=0)]
    picture[..., 3] = 1.0 - (1.0 - min(0.8, 1.0 - 0.05 ** (1.0 / crowd))) ** most
    return picture, last - first


def classes_of(layout: Layout) -> NDArray[np.int64]:
    """Return the cell class of each neuron, (n_neurons,): 0 nociceptive, 1 other, 2 inhibitory."""
    classes = np.ones(layout.n_neurons, np.int64)
    for at, name in enumerate(layout.regions):
        start = int(layout.start[at])
        classes[start : start + int(layout.n_nociceptive[at])] = 0
        classes[layout.inhibitory(name)] = 2
    return classes


def _label_regions(axes: Axes, recording: Recording) -> None:
    layout = recording.layout
    size = layout.n_excitatory + layout.n_inhibitory
    titles = [recording.brain.region(name).heading for name in layout.regions]
    axes.set_yticks(layout.start + size / 2, titles, fontsize=TEXT_PT if len(titles) <= 14 else SMALL_PT)
    for start in layout.start[1:]:
        axes.axhline(float(start), color=LINE, linewidth=0.6)


def _title(recording: Recording) -> str:
    hurt, found = first_hurt(recording), ignition_of_hurt(recording)
    if hurt is None:
        return "The whole life, spike by spike"
    if found is None or found.n_ignited == 0:
        return f"The {hurt.kind} leaves most neurons as they were"
    return f"The {hurt.kind} sets {found.n_ignited} of {len(found.latency_ms)} regions alight"
