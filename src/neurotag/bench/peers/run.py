"""One request to one peer: its script is started under its own python, and its one line of answer read."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from neurotag.bench.peers import request as requests
from neurotag.bench.peers.install import NAMES, Peer, environment, last_line
from neurotag.errors import InputError, SimulationError

SCRIPTS: dict[Peer, str] = {"nest": "nest_side.py", "brian2": "brian_side.py"}

HUGE_PAGES = "glibc.malloc.hugetlb=1"
"""Lets the C library ask for large pages: NEST was up to a third faster with them, never slower."""


def run_peer(peer: Peer, request: dict[str, Any], *, timeout_s: float | None = None) -> dict[str, Any]:
    """Let a peer run a network.

    A request for one thread is pinned to one processor, the first that this process may use.

    Parameters
    ----------
    peer : {"nest", "brian2"}
        Who.
    request : dict
        What; see `request.DEFAULTS`.
    timeout_s : float, optional
        After how long to give up; without it there is no end to patience.

    Returns
    -------
    dict
        The answer; see `nest_side.answer` and `brian_side.answer`. What a peer cannot do it answers with the
        one field ``unsupported``, which says why.

    Raises
    ------
    InputError
        If the request is out of bounds, or the peer cannot be installed or lacks its compiler.
    SimulationError
        If the peer fails, gives no answer, or takes too long.
    """
    try:
        asked = requests.complete(request)
    except ValueError as error:
        raise InputError(f"the request to {NAMES[peer]}", str(error), "Change that field") from None
    if peer == "brian2":
        _expect_compiler()
    python = environment(peer)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "request.json"
        file.write_text(json.dumps(asked), encoding="utf-8")
        script = Path(__file__).parent / SCRIPTS[peer]
        command = [*pin(asked["threads"]), str(python), str(script), str(file)]
        where = f"{NAMES[peer]}, network {asked['network']}"
        return converse(where, command, surroundings_of(asked["setting"]), timeout_s)


def converse(
    where: str, command: list[str], surroundings: dict[str, str], timeout_s: float | None = None
) -> dict[str, Any]:
    """Run a command to its end and return its answer: the JSON object on its last line.

    Parameters
    ----------
    where : str
        Who is asked what, for messages.
    command, surroundings : list of str, dict of str to str
        What is started, and its environment variables.
    timeout_s : float, optional
        After how long it is ended, with all that it started.

    Raises
    ------
    SimulationError
        If it fails, gives no answer, or takes too long.
    """
    status, out, err = _start(command, surroundings, timeout_s)
    if status is None:
        raise SimulationError(where, f"gave no answer within {timeout_s:g} s", "Ask for less")
    if status:
        what = f"ended with status {status}: {last_line(err)}"
        raise SimulationError(where, what, "Mend what it names, or compare without it")
    return _parse(where, out, err)


def _expect_compiler() -> None:
    for program in (os.environ.get("CXX", "g++").split()[0], "make"):
        if shutil.which(program) is None:
            raise InputError(
                "Brian2",
                f"needs {program} to compile its networks, and it is not there",
                "Install it (Debian: apt install g++ make), or compare without Brian2",
            )


def pin(threads: int) -> list[str]:
    """Return the words before a command that hold it on one processor, if it has one thread."""
    taskset = shutil.which("taskset")
    if threads > 1 or taskset is None or not hasattr(os, "sched_getaffinity"):
        return []
    return [taskset, "-c", str(min(os.sched_getaffinity(0)))]


def surroundings_of(setting: str) -> dict[str, str]:
    """Return the environment variables of a peer's process: its python must not find our packages."""
    ours = {"PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "GLIBC_TUNABLES"}
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return {**kept, "GLIBC_TUNABLES": HUGE_PAGES} if setting == "best" else kept


def _start(
    command: list[str], surroundings: dict[str, str], timeout_s: float | None
) -> tuple[int | None, str, str]:
    """Run a command to its end; return its status (None if it took too long) and what it wrote."""
    # In a session of its own, so that what it started in turn ends with it.
    with subprocess.Popen(  # noqa: S603
        command,
        env=surroundings,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    ) as process:
        try:
            out, err = process.communicate(timeout=timeout_s)
        except subprocess.TimeoutExpired:
            _end(process)
            return None, "", ""
        except BaseException:
            _end(process)
            raise
        return process.returncode, out, err


def _end(process: subprocess.Popen[str]) -> None:
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()


def _parse(where: str, out: str, err: str) -> dict[str, Any]:
    lines = out.splitlines()
    try:
        answer = json.loads(lines[-1]) if lines else None
    except json.JSONDecodeError:
        answer = None
    if not isinstance(answer, dict):
        raise SimulationError(where, f"gave no answer that can be read: {last_line(err)}", "Ask again")
    return answer
