"""Draw the README's picture from the run that `make run` leaves in runs/stove.

make run
.venv/bin/python docs/stove_picture.py
"""

from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from neurotag.measure import ALARM_RINGS, Measures, alarm_trace, take_measures
from neurotag.recording import Recording
from neurotag.store import load_run

HERE = Path(__file__).parent
RUN = HERE.parent / "runs" / "stove"
COLOURS = {"everyday": "#0072b2", "vulnerable": "#d55e00"}
PROBES = {
    "touch_back": "touch\non the back",
    "touch_hand": "touch\non the hand",
    "thought": "thought\nof the stove",
    "warmth": "mild heat\non the back",
}


def draw_minute(axes: Axes, recordings: dict[str, Recording]) -> None:
    """Draw the alarm from a second before the heat to nine seconds after it."""
    for name, recording in recordings.items():
        heat_s = next(mark.start_s for mark in recording.marks if mark.kind == "heat")
        t_s = recording.activity.t_s - heat_s
        near = (t_s > -1) & (t_s < 9)
        axes.plot(t_s[near], alarm_trace(recording.activity, recording)[near], color=COLOURS[name], lw=1.6)
    axes.axvspan(0, 0.6, color="#999999", alpha=0.25, lw=0)
    axes.set(xlabel="seconds from the heat", ylabel="alarm, 0 to 100", ylim=(0, 104), xlim=(-1, 9))
    axes.set_title("The stove alarms both brains", loc="left", fontsize=11)


def draw_tests(axes: Axes, measures: dict[str, Measures]) -> None:
    """Draw the alarm of each probe before the stove (pale) and after it (full)."""
    places = np.arange(len(PROBES))
    for shift, (name, numbers) in zip((-0.2, 0.2), measures.items(), strict=True):
        after = [numbers[f"alarm_{probe}_after"] or 0.0 for probe in PROBES]
        before = [numbers[f"alarm_{probe}_before"] or 0.0 for probe in PROBES]
        axes.bar(places + shift, after, 0.36, color=COLOURS[name], label=name)
        axes.bar(places + shift, before, 0.36, color="white", alpha=0.55)
        for place, value in zip(places + shift, after, strict=True):
            axes.text(place, value + 1.5, f"{value:.0f}", ha="center", fontsize=9)
    axes.axhline(ALARM_RINGS, color="#555555", lw=0.8, ls=":")
    axes.text(len(PROBES) - 0.42, ALARM_RINGS + 1.5, "rings", fontsize=8, color="#555555", ha="right")
    axes.set_xticks(places, PROBES.values(), fontsize=9)
    axes.set(ylim=(0, 104), ylabel="alarm, 0 to 100")
    axes.legend(frameon=False, loc="upper left", fontsize=9)
    axes.set_title("A night later (pale: before the stove)", loc="left", fontsize=11)


def main() -> None:
    """Read the run, draw, save."""
    recordings = {name: load_run(RUN / name) for name in COLOURS}
    figure = Figure(figsize=(10.5, 3.8), layout="constrained")
    FigureCanvasAgg(figure)
    left, right = figure.subplots(1, 2, width_ratios=(1, 1.25))
    draw_minute(left, recordings)
    draw_tests(right, {name: take_measures(recording) for name, recording in recordings.items()})
    for axes in (left, right):
        axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(HERE / "stove.png", dpi=110)


if __name__ == "__main__":
    main()
