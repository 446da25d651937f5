"""What the machine has for a run: processors, memory, and how fast it is."""

from __future__ import annotations

import os
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import psutil

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_THREADS = 4
MB = 2**20
CGROUPS, OWN_GROUPS = Path("/sys/fs/cgroup"), Path("/proc/self/cgroup")
REFERENCE_S = 0.00087
"""What ``_work`` takes on the machine on which the table of costs was measured."""


def n_threads() -> int:
    """Return how many threads a run takes if nobody says: the processors there are, at most 4."""
    affinity = getattr(os, "sched_getaffinity", None)
    available = len(affinity(0)) if affinity else (os.cpu_count() or 1)
    return min(MOST_THREADS, available)


def available_mb() -> float:
    """Return the memory that this process can have in all, with what it holds already, in MB.

    Where the process lives in a control group (a container, a scheduler's job), the group's limit counts.
    """
    own = float(psutil.Process().memory_info().rss)
    free = [float(psutil.virtual_memory().available), *_free_in_groups()]
    return (min(free) + own) / MB


@cache
def slowness() -> float:
    """Return how long this machine takes for a fixed piece of work, as a multiple of the reference's time.

    Looked at once, in some 20 ms: the best of several tries, as others may be at work too.
    """
    x = np.linspace(0.1, 1.0, 8192, dtype=np.float32)
    weight = np.ones(2**20, np.float32)
    at = np.random.Generator(np.random.Philox(key=0)).integers(0, weight.size, 65_536)
    _work(x, weight, at)
    tries: list[float] = [_work(x, weight, at) for _ in range(20)]
    return min(tries) / REFERENCE_S


def _work(x: np.ndarray, weight: np.ndarray, at: np.ndarray) -> float:
    """Do what a run does much of, membranes and scattered synapses; return the seconds it took."""
    began = time.perf_counter()
    for _ in range(20):
        np.exp(x * x + x)
    for _ in range(4):
        weight[at].sum()
    return time.perf_counter() - began


def _free_in_groups() -> Iterator[float]:
    """Yield what is left of the memory limits of this process's control groups (Linux), in bytes."""
    try:
        lines = OWN_GROUPS.read_text(encoding="ascii").splitlines()
    except (OSError, ValueError):
        return
    for line in lines:
        _, controllers, path = line.split(":", 2)
        if controllers == "":
            yield from _free_up_from(CGROUPS, path, "memory.max", "memory.current", "inactive_file")
        elif "memory" in controllers.split(","):
            names = ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")
            yield from _free_up_from(CGROUPS / "memory", path, *names)


def _free_up_from(base: Path, path: str, limit: str, usage: str, cached: str) -> Iterator[float]:
    own = base / path.strip("/")
    # Inside a container the path may be the host's and not be there: the container's own is the base.
    for folder in (own, *own.parents):
        try:
            most, used = (int((folder / name).read_text(encoding="ascii")) for name in (limit, usage))
            words = (folder / "memory.stat").read_text(encoding="ascii").split()
        except (OSError, ValueError):
            # No limit ("max"), or no such group.
            most = used = 0
            words = []
        if most:
            # Cached files give way to whoever needs the room.
            given_back = int(words[words.index(cached) + 1]) if cached in words else 0
            yield float(most - used + given_back)
        if folder == base:
            return
