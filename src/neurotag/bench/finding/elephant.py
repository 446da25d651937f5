"""Elephant's cell assembly detection (CAD; Russo and Durstewitz 2017), in an environment of its own."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from neurotag.bench.peers import environment, run

if TYPE_CHECKING:
    from neurotag.recording import SpikeTrains

SCRIPT = "elephant_side.py"

MAX_LAG = 2
"""In bins: the least that CAD takes. What is planted is simultaneous, so longer lags would only cost."""

ALPHA = 0.05
"""CAD's own default, which it corrects for the number of pairs."""


def ask_elephant(trains: SpikeTrains, *, bin_s: float, limit_s: float) -> dict[str, Any]:
    """Let CAD search a recording, with all but the lag at its defaults.

    Parameters
    ----------
    trains : SpikeTrains
        What to search.
    bin_s : float
        Width of a bin.
    limit_s : float
        After how long it is ended.

    Returns
    -------
    dict
        See `elephant_side.answer`.

    Raises
    ------
    InputError
        If Elephant cannot be installed.
    SimulationError
        If it fails or takes too long.
    """
    python = environment("elephant")
    with tempfile.TemporaryDirectory() as folder:
        spikes, file = Path(folder) / "spikes.npz", Path(folder) / "request.json"
        np.savez(spikes, unit=trains.unit, t_s=trains.t_s - trains.start_s)
        asked = {
            "spikes": str(spikes), "n_units": trains.n_units, "duration_s": trains.duration_s,
            "bin_s": bin_s, "max_lag": MAX_LAG, "alpha": ALPHA,
        }  # fmt: skip
        file.write_text(json.dumps(asked), encoding="utf-8")
        command = [str(python), str(Path(run.__file__).with_name(SCRIPT)), str(file)]
        return run.converse("Elephant's CAD", command, run.surroundings_of("default"), limit_s)
