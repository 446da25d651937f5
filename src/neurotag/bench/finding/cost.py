"""Time and memory of one large search, in a process of its own, and how time rises with the spikes."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from neurotag.bench.finding.methods import METHODS, Answer, find_by
from neurotag.bench.finding.planted import Planted, plant
from neurotag.bench.peers import process, run
from neurotag.errors import SimulationError
from neurotag.recording import SpikeTrains

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neurotag.bench.finding.methods import Method

LARGE = Planted(n_units=5000, duration_s=60.0, rate_hz=3.9, n_assemblies=10, size=100, seed=1000)
"""5,000 neurons for a minute, at a mean of 5 Hz."""
QUICK_LARGE = Planted(n_units=200, duration_s=30.0, rate_hz=3.9, n_assemblies=2, size=50, seed=1000)

FACTORS, QUICK_FACTORS = (0.25, 0.5, 1.0, 2.0), (0.5, 1.0)
"""Of the spikes of the large recording: by its length, and by its rates."""

N_TRIES = 3
LIMIT_S = 900.0


@dataclass(frozen=True)
class Cost:
    """What one search of a method took: seconds (the middle one of several), and memory at its peak.

    Attributes
    ----------
    method : str
        Whose.
    n_units, n_spikes : int
        Size of the recording.
    duration_s : float
        Its length.
    wall_s, cpu_s : float
        Of the search alone, without the reading of the recording.
    peak_mb : float, optional
        The most that its process ever held, python and its libraries too; none where the system does not say.
    n_found : int
        Sets found.
    """

    method: Method
    n_units: int
    n_spikes: int
    duration_s: float
    wall_s: float
    cpu_s: float
    peak_mb: float | None
    n_found: int


@dataclass(frozen=True)
class Rise:
    """How the time of a search rises with the spikes.

    Attributes
    ----------
    varied : str
        What made them more.
    costs : tuple of Cost
        From the fewest to the most.
    """

    varied: str
    costs: tuple[Cost, ...]

    @property
    def exponent(self) -> float:
        """Slope of the straight line through the logarithms of time and spikes: 1 is in proportion."""
        spikes, seconds = ([getattr(cost, name) for cost in self.costs] for name in ("n_spikes", "wall_s"))
        return float(np.polyfit(np.log(spikes), np.log(seconds), 1)[0])


def measure_costs(methods: Sequence[Method], trouble: list[str], *, is_quick: bool) -> list[Cost]:
    """Measure each method on the large recording; what fails is added to the trouble."""
    large = QUICK_LARGE if is_quick else LARGE
    tries = 1 if is_quick else N_TRIES
    costs = (_measure(method, large, tries, trouble) for method in methods)
    return [cost for cost in costs if cost is not None]


def measure_rises(trouble: list[str], *, is_quick: bool) -> list[Rise]:
    """Measure ours on recordings with more and more spikes."""
    large = QUICK_LARGE if is_quick else LARGE
    tries = 1 if is_quick else N_TRIES
    factors = QUICK_FACTORS if is_quick else FACTORS
    rises = []
    for varied, field in (("length", "duration_s"), ("rate", "rate_hz")):
        sizes = [replace(large, **{field: factor * getattr(large, field)}) for factor in factors]
        costs = [_measure("neurotag", one, tries, trouble) for one in sizes]
        rises.append(Rise(varied, tuple(cost for cost in costs if cost is not None)))
    return [rise for rise in rises if len(rise.costs) > 1]


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    """Search the recording that is asked for, in this process; see `Cost` for the fields.

    Parameters
    ----------
    asked : dict
        ``method``; ``spikes``, an npz file with ``unit`` and ``t_s`` of every spike; ``n_units``;
        ``duration_s``; ``seed``.
    """
    with np.load(asked["spikes"], allow_pickle=False) as file:
        trains = SpikeTrains(
            tuple(range(asked["n_units"])), file["unit"], file["t_s"], 0.0, asked["duration_s"]
        )
    # A first search of next to nothing, so that the loading of libraries is not timed.
    _search(asked["method"], plant(Planted(n_units=30, duration_s=20.0, size=10, n_assemblies=1))[0], 0)
    cpu_s = -time.process_time()
    found = _search(asked["method"], trains, asked["seed"])
    return {
        "wall_s": found.wall_s, "cpu_s": cpu_s + time.process_time(), "peak_mb": process.peak_mb(),
        "n_found": len(found.sets),
    }  # fmt: skip


def _search(method: Method, trains: SpikeTrains, seed: int) -> Answer:
    return find_by(method, trains, seed=seed, limit_s=LIMIT_S)


def _measure(method: Method, planted: Planted, tries: int, trouble: list[str]) -> Cost | None:
    trains, _ = plant(planted)
    where = f"{METHODS[method]}, {planted.n_units} units, {planted.duration_s:g} s"
    with tempfile.TemporaryDirectory() as folder:
        spikes, file = Path(folder) / "spikes.npz", Path(folder) / "request.json"
        np.savez(spikes, unit=trains.unit, t_s=trains.t_s)
        asked = {
            "method": method, "spikes": str(spikes), "n_units": planted.n_units,
            "duration_s": planted.duration_s, "seed": planted.seed,
        }  # fmt: skip
        file.write_text(json.dumps(asked), encoding="utf-8")
        command = [sys.executable, "-m", "neurotag.bench.finding.alone", str(file)]
        try:
            said = [run.converse(where, command, dict(os.environ), LIMIT_S) for _ in range(tries)]
        except SimulationError as error:
            trouble.append(str(error))
            return None
    middle = sorted(said, key=lambda one: one["wall_s"])[len(said) // 2]
    return Cost(method, planted.n_units, trains.n_spikes, planted.duration_s, **middle)
