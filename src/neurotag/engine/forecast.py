"""Before a run: how long it will take and how much memory, from sizes and expected rates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from neurotag.engine import machine
from neurotag.engine.compile import update_ms_of
from neurotag.engine.costs import BYTES, KEPT_BYTES, PARALLEL, RATES_HZ, REPORT_BYTES, TIME_NS, total
from neurotag.engine.course import Course
from neurotag.engine.past import start_of
from neurotag.engine.sizes import size_up
from neurotag.recording import BYTES_PER_SPIKE, Watch

if TYPE_CHECKING:
    from collections import Counter

    from numpy.typing import NDArray

    from neurotag.brain import Brain
    from neurotag.engine.sizes import Sizes
    from neurotag.life import Life
    from neurotag.recording import Checkpoint

BYTES_PER_TRACE, BYTES_PER_COUNTS = 32, 12
"""Of one update interval: the modulators, and the counts of one region."""


@dataclass(frozen=True)
class Forecast:
    """What a run is expected to take.

    Attributes
    ----------
    n_neurons, n_synapses, n_learning : int
        Neurons, synapses, and those of the synapses that learn.
    n_spikes : int
        Spikes fired.
    simulated_s : float
        Waking life and probes, in simulated seconds.
    wall_s : float
        To build the brain and live the life; what comes before and after (compiling the kernels on the very
        first run, measuring, the report) is left out.
    memory_mb : float
        Memory of the whole process at its peak.
    kept_mb : float
        What the recording holds of it afterwards, with the state to go on from.
    parts_s, parts_mb : dict of str to float
        What makes up ``wall_s`` and ``memory_mb``.
    """

    n_neurons: int
    n_synapses: int
    n_learning: int
    n_spikes: int
    simulated_s: float
    wall_s: float
    memory_mb: float
    kept_mb: float
    parts_s: dict[str, float]
    parts_mb: dict[str, float]


def forecast(
    brain: Brain,
    life: Life | None = None,
    *,
    past: Checkpoint | None = None,
    threads: int | None = None,
    watch: Watch | None = None,
    with_report: bool = False,
    slowness: float | None = None,
) -> Forecast:
    """Predict what a run will take, without building anything.

    Times are right within a factor of two where the brain fires as the built-in ones do, and memory within
    30 %.

    Parameters
    ----------
    brain : Brain
        What there is.
    life : Life, optional
        What happens. Left out: the life in which the past was taken goes on.
    past : Checkpoint, optional
        Where the life begins; by default at birth.

    Other Parameters
    ----------------
    threads : int, optional
        By default as many as there are processors, at most 4.
    watch : Watch, optional
        What is kept; by default every spike, up to 512 MB.
    with_report : bool
        A report is drawn afterwards by the same process.
    slowness : float, optional
        How slow the machine is, as a multiple of the one on which costs were measured; by default this
        machine is tried out for some 20 ms.

    Returns
    -------
    Forecast
        Expected, not promised: brains that fire more take longer.

    Examples
    --------
    >>> from neurotag.brain import load_brain
    >>> from neurotag.life import load_life
    >>> forecast(load_brain("everyday"), load_life("stove")).n_neurons
    5600
    """
    return foresee(
        brain,
        Course.of(start_of(life, past)),
        threads=machine.n_threads() if threads is None else threads,
        watch=watch or Watch(),
        with_report=with_report,
        slowness=machine.slowness() if slowness is None else slowness,
    )


def foresee(
    brain: Brain, course: Course, *, threads: int, watch: Watch, with_report: bool, slowness: float
) -> Forecast:
    """Return the forecast for a life of which only the course is known; for the rest, see ``forecast``."""
    sizes = size_up(brain)
    n_spikes = _expected_spikes(sizes, course.awake) + _expected_spikes(sizes, course.probes)
    simulated_s = course.awake.total() + course.probes.total()
    parts_s = _times(sizes, course, watch, threads=threads, slowness=slowness)
    n_kept, trace_bytes = _recorded(brain, watch, n_spikes, simulated_s)
    parts_mb = _memory(sizes, n_kept, trace_bytes, with_report=with_report)
    return Forecast(
        n_neurons=int(sizes.n_neurons.sum()),
        n_synapses=round(sizes.n_synapses.sum()),
        n_learning=round(sizes.n_synapses[sizes.learns].sum()),
        n_spikes=round(n_spikes.sum()),
        simulated_s=simulated_s,
        wall_s=sum(parts_s.values()),
        memory_mb=sum(parts_mb.values()),
        kept_mb=(n_kept * BYTES_PER_SPIKE + trace_bytes + total(_amounts(sizes), KEPT_BYTES)) / machine.MB,
        parts_s=parts_s,
        parts_mb=parts_mb,
    )


def say_mb(mb: float) -> str:
    """Return an amount of memory in words: ``340 MB``, ``1.2 GB``."""
    return f"{mb:.0f} MB" if mb < 1000 else f"{mb / 1024:.1f} GB"


def say_s(seconds: float) -> str:
    """Return a length of time in words: ``40 s``, ``6 min``, ``1 h 3 min``."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / 60)
    hours, rest = divmod(minutes, 60)
    return f"{minutes} min" if minutes < 60 else f"{hours} h {rest} min" if rest else f"{hours} h"


def _times(sizes: Sizes, course: Course, watch: Watch, *, threads: int, slowness: float) -> dict[str, float]:
    awake_s, probes_s = course.awake.total(), course.probes.total()
    lived = sizes.live(awake_s, _expected_spikes(sizes, course.awake), learns=True)
    probed = sizes.live(probes_s, _expected_spikes(sizes, course.probes), learns=False)
    rest = {
        "chunk": (awake_s + probes_s) * 1000.0 / watch.chunk_ms,
        "copied synapse": course.n_probes * float(sizes.n_synapses.sum()),
    }
    alone = 1e-9 * slowness
    # A block is one thread's: more threads than regions would wait.
    shared = alone / (1 + PARALLEL * (min(threads, len(sizes.brain.regions)) - 1))
    return {
        "building": alone * total(sizes.build(), TIME_NS),
        "living": shared * total(lived, TIME_NS),
        "probes": shared * total(probed, TIME_NS),
        "bookkeeping": alone * total(rest, TIME_NS),
    }


def _expected_spikes(sizes: Sizes, times: Counter[str]) -> NDArray[np.float64]:
    """Return how many spikes each population is expected to fire, (n_populations,)."""
    usual = np.zeros(2)
    for state, seconds in times.items():
        usual += seconds * np.array(RATES_HZ[state])
    relays = times.total() * np.array(RATES_HZ["relay"])
    per_neuron = np.array([relays if region.is_relay else usual for region in sizes.brain.regions])
    spikes: NDArray[np.float64] = per_neuron.ravel() * sizes.n_neurons
    return spikes


def _recorded(
    brain: Brain, watch: Watch, n_spikes: NDArray[np.float64], simulated_s: float
) -> tuple[float, float]:
    """Return the spikes that are kept, and the bytes of the counts and modulators."""
    watched = [not watch.regions or region.name in watch.regions for region in brain.regions]
    room = watch.budget_mb * machine.MB / BYTES_PER_SPIKE if watch.spikes else 0.0
    n_updates = simulated_s * 1000.0 / update_ms_of(brain)
    per_update = BYTES_PER_TRACE + BYTES_PER_COUNTS * len(brain.regions)
    return min(room, float(n_spikes[np.repeat(watched, 2)].sum())), n_updates * per_update


def _amounts(sizes: Sizes) -> dict[str, float]:
    learning = float(sizes.n_synapses[sizes.learns].sum())
    return {
        "neuron": float(sizes.n_neurons.sum()),
        "fixed synapse": float(sizes.n_synapses.sum()) - learning,
        "learning synapse": learning,
    }


def _memory(sizes: Sizes, n_kept: float, trace_bytes: float, *, with_report: bool) -> dict[str, float]:
    """Return the parts of the peak in MB: a report adds what it takes beyond what the life took before."""
    brain = total(_amounts(sizes), BYTES)
    recording = total({"trace byte": trace_bytes, "spike": n_kept}, BYTES)
    kept = n_kept * BYTES_PER_SPIKE + trace_bytes + total(_amounts(sizes), KEPT_BYTES)
    report = kept + total({"report": 1.0, "spike": n_kept}, REPORT_BYTES) if with_report else 0.0
    parts = {
        "program": BYTES["program"],
        "brain": brain,
        "recording": recording,
        "report": max(0.0, report - brain - recording),
    }
    return {part: amount / machine.MB for part, amount in parts.items()}
