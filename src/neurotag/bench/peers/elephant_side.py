"""Elephant's side of the comparison: ``python elephant_side.py REQUEST.json``, one line of JSON out.

A script for the python of Elephant's own environment, where neurotag is not installed: it reads the modules
beside it by their plain names.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from neurotag.bench.peers import process
else:
    import process


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    """Look for assemblies in a recording with CAD (Russo and Durstewitz 2017), at one width of bins.

    Parameters
    ----------
    asked : dict
        ``spikes``, an npz file with ``unit`` and ``t_s`` of every spike; ``n_units``; ``duration_s``;
        ``bin_s``; ``max_lag`` in bins; ``alpha``.

    Returns
    -------
    dict
        ``peer`` and ``version``; ``sets``, the units of every assembly that CAD gives; ``wall_s``, of the
        detection alone, and ``peak_mb`` of the whole process.
    """
    import elephant  # type: ignore[import-not-found]  # noqa: PLC0415 (a wrong request needs no Elephant)
    import neo  # type: ignore[import-untyped,unused-ignore]  # noqa: PLC0415
    import quantities  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415
    from elephant import cell_assembly_detection, conversion  # noqa: PLC0415

    with np.load(asked["spikes"], allow_pickle=False) as file:
        unit, t_s = file["unit"], file["t_s"]
    second = quantities.s
    trains = [
        neo.SpikeTrain(t_s[unit == one] * second, t_stop=asked["duration_s"] * second)
        for one in range(asked["n_units"])
    ]
    binned = conversion.BinnedSpikeTrain(trains, bin_size=asked["bin_s"] * second)
    begun = time.perf_counter()
    found = cell_assembly_detection.cell_assembly_detection(
        binned, max_lag=asked["max_lag"], alpha=asked["alpha"]
    )
    return {
        "peer": "elephant",
        "version": elephant.__version__,
        "sets": [sorted(int(one) for one in each["neurons"]) for each in found],
        "wall_s": time.perf_counter() - begun,
        "peak_mb": process.peak_mb(),
    }


def main(arguments: list[str]) -> int:
    """Answer the request in the one file that is named; return the status to end with."""
    if len(arguments) != 1:
        sys.stderr.write("elephant_side.py: name one request, as in: python elephant_side.py REQUEST.json\n")
        return 2
    asked = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    with process.one_answer() as say:
        say(answer(asked))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
