"""What both scripts do alike: read the request, keep to one line of answer, look at their memory.

Only the standard library is used, so that the scripts a peer's own python runs can read the same file.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from neurotag.bench.peers import request
else:
    try:
        from neurotag.bench.peers import request
    except ImportError:
        import request

MIB = 2.0**20


def serve(script: str, arguments: list[str], answer: Callable[[dict[str, Any]], dict[str, Any]]) -> int:
    """Answer the request in the one file that is named; return the status to end with."""
    if len(arguments) != 1:
        sys.stderr.write(f"{script}: name one request, as in: python {script} REQUEST.json\n")
        return 2
    try:
        asked = request.read(arguments[0])
    except ValueError as error:
        sys.stderr.write(f"{script}: {error}\n")
        return 2
    with one_answer() as say:
        say(answer(asked))
    return 0


@contextmanager
def one_answer() -> Iterator[Callable[[dict[str, Any]], None]]:
    """Keep standard output for the answer: what anything else prints there goes to standard error.

    Simulators greet from C++, past ``sys.stdout``, so the file descriptor itself is moved.
    """
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)

    def answer(content: dict[str, Any]) -> None:
        os.write(kept, (json.dumps(content, allow_nan=False) + "\n").encode())

    try:
        yield answer
    finally:
        sys.stdout.flush()
        os.close(kept)


def rss_mb() -> float | None:
    """Return the memory this process holds now, in MiB; None where the system does not say."""
    return _status("VmRSS")


def peak_mb() -> float | None:
    """Return the most memory this process ever held, in MiB; None where the system does not say."""
    return _status("VmHWM")


def growth(before: float | None, after: float | None) -> float | None:
    """Return how much was added between two readings, if both are there."""
    return None if before is None or after is None else after - before


def bytes_per_synapse(growth_mb: float | None, n_synapses: int) -> float | None:
    """Return the share of one synapse in a growth of memory, neurons and all."""
    return None if growth_mb is None else growth_mb * MIB / n_synapses


def _status(field: str) -> float | None:
    # Linux only. A child's ru_maxrss would not do: it begins with what its parent held before the exec.
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    values = [line.split()[1] for line in lines if line.startswith(field + ":")]
    return int(values[0]) / 1024.0 if values else None
