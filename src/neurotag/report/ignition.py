"""When each region answered the first hurt, and the neutral probe beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neurotag.measure import first_hurt, ignition_of_hurt, ignition_of_probe, name_probe, neutral_probe
from neurotag.report.theme import (
    COOL,
    INK,
    LINE,
    SMALL_PT,
    SOFT,
    WARM,
    Drawing,
    label_x,
    new_axes,
    new_figure,
    to_svg,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from neurotag.measure import Ignition
    from neurotag.recording import Recording

ROW_IN = 0.25
END_MS = 1000.0


def draw_ignition(recording: Recording) -> Drawing:
    """Return when each region responded and ignited, in order, with those that did not at the end."""
    hurt, found = first_hurt(recording), ignition_of_hurt(recording)
    if hurt is None or found is None:
        reason = (
            "Nothing in this life hurt."
            if hurt is None
            else "There was no quiet time before to compare with."
        )
        return Drawing("No ignition to show", reason)
    control_name = neutral_probe(recording)
    control = None if control_name is None else ignition_of_probe(recording, control_name)
    order = sorted(found.latency_ms, key=lambda name: found.latency_ms[name] or END_MS)
    figure = new_figure(ROW_IN * len(order) + 0.95)
    axes = new_axes(figure, left=0.95, right=0.2, bottom=0.45, top=0.5)
    for row, name in enumerate(order):
        _draw_region(axes, row, name, found, control)
    _draw_marks(axes, recording, found)
    axes.set_yticks(range(len(order)), [recording.brain.region(name).heading for name in order])
    axes.set_ylim(len(order) - 0.5, -0.6)
    axes.set_xlim(0, END_MS * 1.02)
    label_x(axes, f"milliseconds from the {hurt.kind}")
    beside = ""
    if control is not None and control_name is not None:
        words = name_probe(recording, control_name)
        beside = f" Blue diamonds: the same for {words}, which {_say_few(control.n_ignited)} ignited."
    title = _title(found, recording)
    return Drawing(
        title,
        "Orange dots: when a region's rate rose far above all it had just done (ignition). Open circles: the "
        f"first sign of an answer.{beside} On average, with 1000 ms for those that did not ignite: "
        f"{found.spread_ms:.0f} ms.",
        f"When {len(order)} regions ignited. {title}. {_list_times(found, recording)}.",
        to_svg(figure),
    )


def _draw_region(axes: Axes, row: int, name: str, found: Ignition, control: Ignition | None) -> None:
    latency_ms, response_ms = found.latency_ms[name], found.first_response_ms[name]
    axes.axhline(row, color=LINE, linewidth=0.6, zorder=0)
    if response_ms is not None and (latency_ms is None or response_ms <= latency_ms):
        axes.plot(response_ms, row, "o", markersize=5, markerfacecolor="none", markeredgecolor=WARM)
    if latency_ms is not None:
        axes.plot(latency_ms, row, "o", markersize=6.5, color=WARM, markeredgewidth=0)
    else:
        axes.annotate(
            "did not ignite", (END_MS, row), fontsize=SMALL_PT, color=SOFT, ha="right", va="bottom",
        )  # fmt: skip
    control_ms = None if control is None else control.latency_ms[name]
    if control_ms is not None:
        axes.plot(control_ms, row + 0.26, "D", markersize=4.5, color=COOL, markeredgewidth=0, zorder=1.9)


def _draw_marks(axes: Axes, recording: Recording, found: Ignition) -> None:
    landmarks = (("pulls away", recording.brain.movement_region), ("aware", recording.brain.awareness_region))
    for place, (label, region) in enumerate(landmarks):
        at_ms = None if region is None else found.latency_ms[region]
        if at_ms is None:
            continue
        axes.axvline(at_ms, color=INK, linewidth=0.9, linestyle=(0, (4, 2)), zorder=0.5)
        axes.annotate(
            f"{label}, {at_ms:.0f} ms", (at_ms, 1.0), xycoords=("data", "axes fraction"),
            xytext=(-2, 3 + 11 * (1 - place)), textcoords="offset points", fontsize=SMALL_PT, color=INK,
            ha="left" if at_ms < END_MS / 2 else "right", va="bottom",
        )  # fmt: skip


def _title(found: Ignition, recording: Recording) -> str:
    movement, awareness = recording.brain.movement_region, recording.brain.awareness_region
    if movement is None or awareness is None:
        return f"{found.n_ignited} of {len(found.latency_ms)} regions ignite"
    withdrawal_ms, awareness_ms = found.latency_ms[movement], found.latency_ms[awareness]
    if withdrawal_ms is not None and awareness_ms is not None:
        if withdrawal_ms < awareness_ms:
            return f"The body pulls away {awareness_ms - withdrawal_ms:.0f} ms before awareness"
        return f"Awareness comes at {awareness_ms:.0f} ms, the withdrawal at {withdrawal_ms:.0f} ms"
    if withdrawal_ms is not None:
        return f"The body pulls away at {withdrawal_ms:.0f} ms; awareness does not ignite"
    return f"{found.n_ignited} of {len(found.latency_ms)} regions ignite; the body does not pull away"


def _list_times(found: Ignition, recording: Recording) -> str:
    times = [
        f"{recording.brain.region(name).heading} {'did not ignite' if ms is None else f'{ms:.0f} ms'}"
        for name, ms in found.latency_ms.items()
    ]
    return "; ".join(times)


def _say_few(n_ignited: int) -> str:
    return f"{n_ignited} region{'' if n_ignited == 1 else 's'}"
