"""Our side of the comparison: ``python -m neurotag.bench.ours REQUEST.json``, one line of JSON out.

For the fields of a request see `peers.request`, for those of the answer `peers.nest_side.answer`.
"""

from __future__ import annotations

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from neurotag.bench.networks import NETWORKS, microcircuit
from neurotag.bench.peers import process, samples
from neurotag.engine.arrays import arrays_of
from neurotag.engine.compile import compile_brain
from neurotag.engine.runner import Budget, Stretch
from neurotag.engine.state import newborn
from neurotag.engine.stimulus import Schedule
from neurotag.recording import LIFE, MemoryRecorder, Watch

if TYPE_CHECKING:
    from neurotag.brain import Brain
    from neurotag.engine.circuit import Circuit, State

BUDGET_MB = 4000.0


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    """Build, warm up, time and then record the network that is asked for.

    With ``record`` spikes are recorded while the clock runs, into memory, as a run keeps them.
    """
    rss_before = process.rss_mb()
    begun = time.perf_counter()
    brain = brain_of(asked["network"], asked["scale"])
    circuit = compile_brain(brain, seed=asked["seed"], threads=asked["threads"])
    state = newborn(circuit, owns_weights=True)
    build_s, begun = time.perf_counter() - begun, time.perf_counter()
    with ThreadPoolExecutor(max_workers=asked["threads"]) as pool:
        live(circuit, state, pool, asked["warm_ms"], records=False)
        warm_s = time.perf_counter() - begun
        rss_mb = process.growth(rss_before, process.rss_mb())
        wall, cpu = time.perf_counter(), time.process_time()
        stretch = live(circuit, state, pool, asked["sim_ms"], records=asked["record"])
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        timed_rate_hz = _rate_hz(circuit, stretch)
        if asked["record_ms"]:
            stretch = live(circuit, state, pool, asked["record_ms"], records=True)
    n_synapses = len(circuit.wiring.target)
    weight = state.weight[: circuit.n_learning]
    return {
        "peer": "neurotag",
        "version": version("neurotag"),
        "network": asked["network"],
        "setting": asked["setting"],
        "threads": asked["threads"],
        "n_neurons": circuit.layout.n_neurons,
        "n_synapses": n_synapses,
        "n_plastic": circuit.n_learning,
        "build_s": build_s,
        "compile_s": 0.0,
        "warm_s": warm_s,
        "sim_ms": asked["sim_ms"],
        "wall_s": wall,
        "cpu_s": cpu,
        "timed_rate_hz": timed_rate_hz,
        **_describe(circuit, stretch),
        **samples.describe_weights(weight if len(weight) else None),
        "rss_mb": rss_mb,
        "bytes_per_synapse": count_bytes(circuit, state) / n_synapses,
        "peak_mb": process.peak_mb(),
    }


def brain_of(network: str, scale: float) -> Brain:
    """Return the brain of a benchmark network; only the microcircuit has a scale."""
    return microcircuit(scale) if network == "pd" else NETWORKS[network]()


def count_bytes(circuit: Circuit, state: State) -> int:
    """Return the bytes of all that grows with synapses: wiring, learning, views of targets, references."""
    tables = (circuit.wiring, state.learning, state.views, state.reference)
    return sum(array.nbytes for array in arrays_of(tables).values())


def live(
    circuit: Circuit, state: State, pool: ThreadPoolExecutor, duration_ms: float, *, records: bool
) -> Stretch:
    """Let a network live for so long without any event."""
    watch = Watch(spikes=records, budget_mb=BUDGET_MB)
    stretch = Stretch(
        circuit, state, LIFE, 0, circuit.brain.plasticity, watch, MemoryRecorder(), Budget.of(watch), pool
    )
    n_steps = round(duration_ms / circuit.dt_ms / circuit.update_steps) * circuit.update_steps
    origin = state.step
    schedule = Schedule(circuit, [], [], n_steps)
    stretch.run(schedule, until=origin + n_steps, origin=origin, stop=lambda _step: False)
    return stretch


def _rate_hz(circuit: Circuit, stretch: Stretch) -> float:
    counts = np.concatenate(stretch.counts)
    seconds = len(counts) * circuit.update_steps * circuit.dt_ms / 1000.0
    return float(counts.sum() / circuit.layout.n_neurons / seconds)


def _describe(circuit: Circuit, stretch: Stretch) -> dict[str, Any]:
    activity, layout = stretch.activity(), circuit.layout
    if not len(activity.step):
        return {"rate_hz": None, "rates_by_population": {}, "cv": None}
    sizes = zip(layout.regions, layout.n_excitatory.tolist(), layout.n_inhibitory.tolist(), strict=True)
    populations: list[tuple[str, int, bool]] = []
    for region, n_exc, n_inh in sizes:
        populations += [(f"{region}/excitatory", n_exc, True), (f"{region}/inhibitory", n_inh, False)]
    begin = int(activity.step.min())
    figures, _ = samples.describe(
        activity.neuron,
        (activity.step - begin + 1) * circuit.dt_ms,
        populations,
        start_ms=0.0,
        stop_ms=activity.duration_s * 1000.0,
        seed=1,
    )
    return figures


def main(arguments: list[str]) -> int:
    """Answer the request whose file is named."""
    asked = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    with process.one_answer() as say:
        say(answer(asked))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
