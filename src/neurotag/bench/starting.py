"""How long one waits before the first spike: importing, with kernels compiled before, and the first time."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass

IMPORT = "import time; t = time.perf_counter(); import neurotag; print(time.perf_counter() - t)"
FIRST_SPIKE = """
import time
begun = time.perf_counter()
import neurotag
from neurotag.life import Life
life = Life(name="rest", events=[{"kind": "rest", "duration_s": 0.05}])
recording = neurotag.simulate(neurotag.load_brain("everyday"), life, threads=1)
assert len(recording.activity.step) > 0
print(time.perf_counter() - begun)
"""


@dataclass(frozen=True)
class Starting:
    """Seconds to import the package, to the first spike with warm caches, and to it with cold ones."""

    import_s: float
    first_spike_s: float
    cold_s: float


def measure_starting() -> Starting:
    """Measure fresh processes, the best of three; the cold one once, with an empty cache of kernels."""
    _run(FIRST_SPIKE)
    with tempfile.TemporaryDirectory() as folder:
        cold_s = _run(FIRST_SPIKE, NUMBA_CACHE_DIR=folder)
    return Starting(
        import_s=min(_run(IMPORT) for _ in range(3)),
        first_spike_s=min(_run(FIRST_SPIKE) for _ in range(3)),
        cold_s=cold_s,
    )


def _run(program: str, **environment: str) -> float:
    done = subprocess.run(  # noqa: S603 (our own words)
        [sys.executable, "-c", program],
        capture_output=True, text=True, check=True, env={**os.environ, **environment},
    )  # fmt: skip
    return float(done.stdout)
