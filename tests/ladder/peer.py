"""Asking NEST: a script in a python of its own, numbers in and out by files."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from neurotag.bench.peers.install import environment, is_installed
from neurotag.brain import ConductanceCell, CurrentCell

SCRIPT = Path(__file__).with_name("nest_side.py")
VERSION = "3.10"


def nest_python() -> Path | None:
    """Return a python that has NEST: the one that is named, or the benchmark's, if it is there."""
    if named := os.environ.get("NEUROTAG_NEST_PYTHON"):
        return Path(named)
    return environment("nest") if is_installed("nest") else None


needs_nest = pytest.mark.skipif(
    nest_python() is None, reason="no python with NEST: name one in NEUROTAG_NEST_PYTHON"
)


def ask_nest(task: str, **numbers: Any) -> dict[str, Any]:
    """Let NEST do a task; skip the test if it is another NEST."""
    python = nest_python()
    assert python is not None
    with tempfile.TemporaryDirectory() as folder:
        asked, answer = Path(folder) / "asked.npz", Path(folder) / "answer.npz"
        np.savez(asked, task=task, **numbers)
        done = subprocess.run([python, SCRIPT, asked, answer], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        found = dict(np.load(answer))
    if not str(found["version"]).startswith(VERSION):
        pytest.skip(f"NEST {VERSION} is needed (got {found['version']})")
    return found


def words_of(cell: CurrentCell | ConductanceCell) -> dict[str, Any]:
    """Return a cell's numbers by NEST's names."""
    shared = {
        "C_m": cell.capacitance_pF, "t_ref": cell.refractory_ms, "E_L": cell.rest_mV, "V_reset": cell.reset_mV,
        "V_th": cell.threshold_mV, "tau_syn_ex": cell.excitation_tau_ms, "tau_syn_in": cell.inhibition_tau_ms,
        "I_e": cell.current_pA,
    }  # fmt: skip
    if isinstance(cell, ConductanceCell):
        own = {"g_L": cell.leak_nS, "E_ex": cell.excitation_reversal_mV, "E_in": cell.inhibition_reversal_mV}
    else:
        own = {"tau_m": cell.tau_ms, "tau_minus": 20.0}
    numbers = {**shared, **own}
    return {"names": list(numbers), "values": list(numbers.values())}
