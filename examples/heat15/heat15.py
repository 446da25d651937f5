"""Fifteen identical heats: a real experiment's schedule, lived by a brain, beside people's ratings.

Run it with ``python examples/heat15/heat15.py``. It writes the schedule as a BIDS events file, makes a life
of it with ``mapping.yaml``, lets the everyday brain live it, and draws the alarm of each trial beside the
people's mean rating.
"""

# ruff: noqa: T201 (a script talks to its terminal)

from __future__ import annotations

import argparse
import csv
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.figure import Figure

import neurotag as nt
from neurotag.errors import InputError, NeurotagError
from neurotag.interop import load_bids_life
from neurotag.measure import alarm_per_event, take_measures

if TYPE_CHECKING:
    from numpy.typing import NDArray

HERE = Path(__file__).resolve().parent
DATA = "cospine2025_heat_trials.csv"
HEAT_S = 4.0
N_TRIALS = 15
NOTABLE = 0.08
"""Share of the first value from which the sentence speaks of a change."""


@dataclass(frozen=True)
class People:
    """The experiment: (n_people, n_trials) each.

    Attributes
    ----------
    onset_s : array
        Onset of each heat.
    rating : array
        Pain from 0 to 100 (rated from 0 to 10).
    temperature_C : array
        Temperature at the skin, the same for all trials of a person.
    """

    onset_s: NDArray[np.float64]
    rating: NDArray[np.float64]
    temperature_C: NDArray[np.float64]


def main(arguments: list[str] | None = None) -> int:
    """Do it all, and return the exit code."""
    options = _read_options(arguments)
    try:
        people = load_people(find_data())
        events = write_events(options.out / "events.tsv", people, options.trials, person=options.person)
        life = load_bids_life(events, HERE / "mapping.yaml")
        recording = nt.simulate(nt.load_brain("everyday"), life, seed=options.seed)
        nt.save_run(options.out / "run", recording, take_measures(recording))
    except NeurotagError as error:
        print(f"heat15: {error}", file=sys.stderr)
        return 2
    alarm = np.array([alarm for _, alarm in alarm_per_event(recording, "heat")])
    rating = people.rating[:, : len(alarm)]
    print(describe(alarm, rating.mean(axis=0)))
    draw(options.out / "heat15.png", alarm, rating)
    print(f"Drawing: {options.out / 'heat15.png'}")
    return 0 if recording.outcome.is_complete else 130


def find_data() -> Path:
    """Return the people's file: in ``NEUROTAG_DATA``, or in ``shared/data`` beside the checkout.

    Raises
    ------
    InputError
        If it is not there.
    """
    beside = HERE.parents[1].parent / "shared" / "data"
    path = Path(os.environ.get("NEUROTAG_DATA") or beside) / DATA
    if not path.is_file():
        raise InputError(str(path), "there is no such file", "Set NEUROTAG_DATA to the folder that holds it")
    return path


def load_people(path: Path) -> People:
    """Read the trials of all people."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows.sort(key=lambda row: (int(row["sub"]), int(row["trial"])))
    shape = (-1, N_TRIALS)
    return People(
        onset_s=np.array([float(row["onset"]) for row in rows]).reshape(shape),
        rating=10.0 * np.array([float(row["PR"]) for row in rows]).reshape(shape),
        temperature_C=np.array([float(row["temp_C"]) for row in rows]).reshape(shape),
    )


def write_events(path: Path, people: People, n_trials: int, *, person: int | None = None) -> Path:
    """Write the first trials of one person (from 1), or of the median schedule, as a BIDS events file."""
    if person is not None and not 1 <= person <= len(people.onset_s):
        raise InputError("--person", f"must be from 1 to {len(people.onset_s)} (got {person})", "Choose one")
    pick = slice(None) if person is None else slice(person - 1, person)
    onsets_s = np.median(people.onset_s[pick], axis=0)
    temperature_C = float(np.median(people.temperature_C[pick]))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, delimiter="\t", lineterminator="\n")
        table.writerow(["onset", "duration", "trial_type", "temp_C"])
        for onset_s in onsets_s[:n_trials]:
            table.writerow([f"{onset_s:.3f}", f"{HEAT_S:g}", "heat", f"{temperature_C:g}"])
    return path


def describe(alarm: NDArray[np.float64], rating: NDArray[np.float64]) -> str:
    """Say in a sentence what the two courses over the trials show."""
    if len(alarm) < 3:
        return f"Too few heats to compare their course ({len(alarm)} of {N_TRIALS})."
    model, people = _course(alarm), _course(rating)
    if model == people:
        verdict = "the brain's alarm takes the people's course"
    else:
        verdict = "the brain's alarm does not take the people's course"
    return (
        f"Over {len(alarm)} equal heats the simulated alarm {model} ({_numbers(alarm)}), while the people's "
        f"rating {people} ({_numbers(rating)}): {verdict}. Only the courses compare; an alarm is no rating."
    )


def _course(values: NDArray[np.float64]) -> str:
    """Compare the next three heats with the first, and then follow all that come after it."""
    notable = NOTABLE * values[0]
    change = values[1:4].mean() - values[0]
    drift = _slope(values[1:]) * (len(values) - 2)
    if change < -notable:
        begin = "falls after the first"
    else:
        begin = "rises after the first" if change > notable else "does not change after the first"
    if drift < -notable:
        return f"{begin} and then goes on falling"
    return f"{begin} and then {'winds up' if drift > notable else 'stays level'}"


def _numbers(values: NDArray[np.float64]) -> str:
    later = values[1:]
    return f"{values[0]:.1f}, then {later.min():.1f} to {later.max():.1f}, {_slope(later):+.2f} per heat"


def _slope(values: NDArray[np.float64]) -> float:
    return float(np.polyfit(np.arange(len(values)), values, 1)[0]) if len(values) > 1 else 0.0


def draw(path: Path, alarm: NDArray[np.float64], rating: NDArray[np.float64]) -> None:
    """Draw the alarm per trial beside the people's mean rating and its standard error."""
    trial = np.arange(len(alarm)) + 1
    sem = rating.std(axis=0, ddof=1) / np.sqrt(len(rating))
    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.subplots()
    axes.errorbar(
        trial, rating.mean(axis=0), sem, fmt="o-", color="#a34a28", capsize=2,
        label=f"people's rating × 10, mean ± SEM of {len(rating)}",
    )  # fmt: skip
    axes.plot(trial, alarm, "s-", color="#1f4e79", label="alarm of the everyday brain")
    axes.set(xlabel="heat", ylabel="0 to 100", ylim=(0, 100), title="Equal heats, 4 s long and 39 s apart")
    axes.set_xticks(trial)
    axes.legend(frameon=False)
    figure.savefig(path, dpi=150)


def _read_options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Fifteen identical heats, and people's ratings of them.")
    parser.add_argument("--trials", type=int, default=N_TRIALS, choices=range(1, N_TRIALS + 1), metavar="N",
                        help="how many of the 15 heats (default: all)")  # fmt: skip
    parser.add_argument("--person", type=int, metavar="N", help="one person's schedule and temperature "
                        "(default: the median of all)")  # fmt: skip
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="default: 0")
    parser.add_argument("--out", type=Path, default=Path("runs/heat15"), metavar="DIR",
                        help="default: runs/heat15")  # fmt: skip
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
