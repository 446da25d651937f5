"""Our side of the comparison: ``python -m neurotag.bench.ours REQUEST.json``, one line of JSON out.

For the fields of a request see `peers.request`, for those of the answer `peers.nest_side.answer`. No life is
lived: the engine advances a brain to which nothing happens, and whose plasticity works.
"""

from __future__ import annotations

import json
import math
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from neurotag.bench.networks import NETWORKS, microcircuit
from neurotag.bench.peers import process, samples
from neurotag.bench.peers import request as requests
from neurotag.engine.arrays import arrays_of
from neurotag.engine.compile import compile_brain
from neurotag.engine.runner import Budget, Stretch
from neurotag.engine.state import newborn, settle
from neurotag.engine.stimulus import Schedule
from neurotag.recording import LIFE, MemoryRecorder, Watch

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neurotag.brain import Brain
    from neurotag.engine.circuit import Circuit, State
    from neurotag.recording import Layout

BUDGET_MB = 4000.0
VARIANTS = {"n2-exact": "n2"}
"""Networks of ours that are another's for the peers."""


def complete(asked: dict[str, Any]) -> dict[str, Any]:
    """Fill in the defaults of a request, which may name a network that is a variant of a peer's.

    Raises
    ------
    ValueError
        If a field is unknown or out of bounds; the message names it with its value.
    """
    network = str(asked.get("network"))
    return {**requests.complete({**asked, "network": VARIANTS.get(network, network)}), "network": network}


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    """Build, warm up, time and then record the network that is asked for.

    Parameters
    ----------
    asked : dict
        A request, complete. With ``record`` spikes are recorded while the clock runs, into memory, as a run
        keeps them.

    Returns
    -------
    dict
        The fields that `peers.nest_side.answer` documents, with these differences. ``compile_s`` is the time
        of the first update, which loads the compiled kernels; ``bytes_per_synapse`` counts the arrays of
        synapses and learning alone. Besides, ``events_per_s`` are the arrivals at synapses in a simulated
        second of the timed stretch.
    """
    rss_before, begun = process.rss_mb(), time.perf_counter()
    circuit = compile_brain(
        brain_of(asked["network"], asked["scale"]), seed=asked["seed"], threads=asked["threads"]
    )
    state = newborn(circuit, owns_weights=True)
    build_s, begun = time.perf_counter() - begun, time.perf_counter()
    with ThreadPoolExecutor(max_workers=asked["threads"]) as pool:
        live(circuit, state, pool, circuit.update_steps * circuit.dt_ms, records=False)
        compile_s, begun = time.perf_counter() - begun, time.perf_counter()
        live(circuit, state, pool, asked["warm_ms"], records=False)
        warm_s = time.perf_counter() - begun
        rss_mb = process.growth(rss_before, process.rss_mb())
        begin = state.step
        wall, cpu = time.perf_counter(), time.process_time()
        stretch = timed = live(circuit, state, pool, asked["sim_ms"], records=asked["record"])
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        sim_ms, peak_mb = (state.step - begin) * circuit.dt_ms, process.peak_mb()
        if asked["record_ms"]:
            begin = state.step
            stretch = live(circuit, state, pool, asked["record_ms"], records=True)
    figures = _describe(circuit, stretch, asked, begin, state.step)
    spikes, n_synapses = _count_spikes(timed), len(circuit.wiring.target)
    # A synapse learns when a spike reaches it: those that have not been reached are brought up to date.
    settle(circuit, state)
    return {
        "peer": "neurotag",
        "version": version("neurotag"),
        **{name: asked[name] for name in ("network", "setting", "threads")},
        "n_neurons": circuit.layout.n_neurons,
        "n_synapses": n_synapses,
        "n_plastic": circuit.n_learning,
        "build_s": build_s,
        "compile_s": compile_s,
        "warm_s": warm_s,
        "sim_ms": sim_ms,
        "wall_s": wall,
        "cpu_s": cpu,
        "timed_rate_hz": float(spikes.sum()) / circuit.layout.n_neurons / sim_ms * 1000.0,
        **figures,
        **samples.describe_weights(state.weight[: circuit.n_learning]),
        "rss_mb": rss_mb,
        "bytes_per_synapse": count_bytes(circuit, state) / n_synapses,
        "peak_mb": peak_mb,
        "events_per_s": count_events(circuit, spikes) / sim_ms * 1000.0,
    }


def brain_of(network: str, scale: float) -> Brain:
    """Return a network at this scale: a share of its neurons; of the microcircuit's inputs, too."""
    if network == "pd":
        return microcircuit(scale)
    brain = NETWORKS[network]()
    return brain if scale == 1 else brain.replace(scale=scale)


def populations_of(layout: Layout, network: str) -> tuple[list[tuple[str, int, bool]], NDArray[np.int64]]:
    """Return name, size and sign of each population, as all sides number them, and the place of each id."""
    sizes = layout.n_excitatory, layout.n_inhibitory
    parts = [(at, half) for at in range(len(layout.regions)) for half in (0, 1) if sizes[half][at]]
    if network == "n4":
        parts.sort(key=lambda part: part[1])
    ids = [
        layout.start[at] + half * layout.n_excitatory[at] + np.arange(sizes[half][at]) for at, half in parts
    ]
    place = np.empty(layout.n_neurons, np.int64)
    place[np.concatenate(ids)] = np.arange(layout.n_neurons)
    names = {"n4": [f"R{at}" for at in range(len(layout.regions))], "pd": [r.upper() for r in layout.regions]}
    labels = [""] if len(layout.regions) == 1 else names.get(network, [f"{r}/" for r in layout.regions])
    named = [(f"{labels[at]}{'EI'[half]}", int(sizes[half][at]), half == 0) for at, half in parts]
    return named, place


def count_bytes(circuit: Circuit, state: State) -> int:
    """Return the bytes of all that grows with synapses: wiring, learning, views of targets, references."""
    tables = (circuit.wiring, state.learning, state.views, state.reference)
    return sum(array.nbytes for array in arrays_of(tables).values())


def count_events(circuit: Circuit, spikes: NDArray[np.int64]) -> float:
    """Return at how many synapses spikes arrive, (n_regions, 2): each neuron counts as its population."""
    wiring, total = circuit.wiring, 0.0
    for bundle, part in enumerate(wiring.source_part):
        n_sources = int(wiring.n_sources[bundle])
        rows = wiring.first_row[bundle] + wiring.stride[bundle] * np.arange(n_sources)
        n_synapses = (wiring.row_start[rows + 1] - wiring.row_start[rows]).sum(dtype=np.int64)
        total += float(n_synapses) / n_sources * float(spikes[circuit.blocks.region[part // 2], part % 2])
    return total


def live(
    circuit: Circuit, state: State, pool: ThreadPoolExecutor, duration_ms: float, *, records: bool
) -> Stretch:
    """Let a network live without any event, for so long rounded to whole updates.

    Raises
    ------
    ValueError
        If it ends early, as in a seizure: its times would be those of something else.
    """
    watch = Watch(spikes=records, budget_mb=BUDGET_MB)
    stretch = Stretch(
        circuit, state, LIFE, 0, circuit.brain.plasticity, watch, MemoryRecorder(), Budget.of(watch), pool
    )
    n_steps = math.ceil(round(duration_ms / circuit.dt_ms) / circuit.update_steps) * circuit.update_steps
    origin = state.step
    schedule = Schedule(circuit, [], [], n_steps)
    if not stretch.run(schedule, until=origin + n_steps, origin=origin, stop=lambda _step: False):
        raise ValueError(stretch.ended.sentence if stretch.ended else "the run ended early")
    return stretch


def _count_spikes(stretch: Stretch) -> NDArray[np.int64]:
    """Return the spikes of each region's excitatory and inhibitory neurons, (n_regions, 2)."""
    counts = np.concatenate(stretch.counts).sum(axis=0, dtype=np.int64)
    return np.stack([counts[:, 0] + counts[:, 1], counts[:, 2]], axis=1)


def _describe(
    circuit: Circuit, stretch: Stretch, asked: dict[str, Any], begin: int, end: int
) -> dict[str, Any]:
    if not (asked["record"] or asked["record_ms"]):
        return {"rate_hz": None, "rates_by_population": {}, "cv": None}
    activity = stretch.activity()
    populations, place = populations_of(circuit.layout, asked["network"])
    figures, kept = samples.describe(
        place[activity.neuron],
        # In the middle of its step: the bounds are ends of steps.
        (activity.step - begin + 0.5) * circuit.dt_ms,
        populations,
        start_ms=0.0,
        stop_ms=(end - begin) * circuit.dt_ms,
        seed=asked["seed"],
    )
    if asked["out"]:
        samples.save(asked["out"], kept)
    return figures


def main(arguments: list[str]) -> int:
    """Answer the request in the one file that is named."""
    if len(arguments) != 1:
        sys.stderr.write("ours.py: name one request, as in: python -m neurotag.bench.ours REQUEST.json\n")
        return 2
    try:
        asked = complete(json.loads(Path(arguments[0]).read_text(encoding="utf-8")))
        with process.one_answer() as say:
            say(answer(asked))
    except (OSError, ValueError) as error:
        sys.stderr.write(f"ours.py: {error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
