"""NEST's side of the comparison: ``python nest_side.py REQUEST.json``, one line of JSON on standard out.

A script for the python of NEST's own environment, where neurotag is not installed: it reads the modules
beside it by their plain names. For the fields of a request see `request`, for those of the answer `answer`.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from neurotag.bench.peers import networks, process, samples
else:
    import networks
    import process
    import samples

N_WEIGHT_SOURCES = 100
"""Neurons whose plastic weights are read: asking for ten million connections takes NEST minutes."""


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    """Build, warm up, time and then record the network that is asked for.

    Parameters
    ----------
    asked : dict
        A request, complete.

    Returns
    -------
    dict
        ``peer``, ``version``, ``network``, ``setting``, ``threads``; ``n_neurons``, ``n_synapses``,
        ``n_plastic``; ``build_s`` (create and connect), ``compile_s`` (0), ``warm_s`` (prepare and warm up);
        of the timed stretch ``sim_ms``, ``wall_s``, ``cpu_s``, ``timed_rate_hz`` (from NEST's own counter);
        of the recorded stretch ``rate_hz``, ``rates_by_population``, ``cv`` (see `samples.describe`);
        ``weight_mean`` and ``weight_sd`` of plastic synapses, in pA; ``rss_mb`` (growth from before the
        network until after warm-up), ``bytes_per_synapse``, ``peak_mb`` (until the timed stretch ended).
        Or ``unsupported`` with the reason.
    """
    if asked["network"] == "everyday":
        return {"unsupported": "NEST has no neuron and no rule like those of the everyday brain"}
    import nest  # type: ignore[import-not-found]  # noqa: PLC0415 (a refusal needs no NEST)
    import nest_networks  # type: ignore[import-not-found]  # noqa: PLC0415 (it imports NEST)

    _reset(nest, asked)
    rss_before = process.rss_mb()
    begun = time.perf_counter()
    built = nest_networks.build(asked)
    n_synapses = nest.num_connections - built.n_devices
    n_plastic = sum(nest.GetDefaults(model)["num_connections"] for model in built.plastic)
    now_ms, recorder = asked["warm_ms"], None
    if asked["record"]:
        recorder = _record(nest, built.populations, from_ms=now_ms)
    build_s, begun = time.perf_counter() - begun, time.perf_counter()
    nest.Prepare()
    nest.Run(asked["warm_ms"])
    warm_s = time.perf_counter() - begun
    rss_mb = process.growth(rss_before, process.rss_mb())

    timed = _time(nest, asked["sim_ms"], n_neurons=sum(map(len, built.populations)))
    # Read here: to connect a recorder later, NEST holds all connections twice for a while.
    peak_mb = process.peak_mb()
    nest.Cleanup()
    stretch = (now_ms, now_ms + asked["sim_ms"])
    if asked["record_ms"]:
        stretch = (stretch[1], stretch[1] + asked["record_ms"])
        recorder = _record(nest, built.populations, from_ms=stretch[0])
        nest.Simulate(asked["record_ms"])
    return {
        "peer": "nest",
        "version": nest.__version__,
        "network": asked["network"],
        "setting": asked["setting"],
        "threads": asked["threads"],
        "n_neurons": sum(map(len, built.populations)),
        "n_synapses": n_synapses,
        "n_plastic": n_plastic,
        "build_s": build_s,
        "compile_s": 0.0,
        "warm_s": warm_s,
        "sim_ms": asked["sim_ms"],
        **timed,
        **_describe(recorder, stretch, asked),
        **samples.describe_weights(_weights(nest, built)),
        "rss_mb": rss_mb,
        "bytes_per_synapse": process.bytes_per_synapse(rss_mb, n_synapses),
        "peak_mb": peak_mb,
    }


def _reset(nest: Any, asked: dict[str, Any]) -> None:
    nest.ResetKernel()
    nest.local_num_threads = asked["threads"]
    nest.resolution = networks.DT_ms
    nest.rng_seed = asked["seed"]


def _time(nest: Any, sim_ms: float, *, n_neurons: int) -> dict[str, float]:
    cpu, wall = time.process_time(), time.perf_counter()
    nest.Run(sim_ms)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    # The counter begins anew with each Run.
    rate_hz = nest.local_spike_counter / n_neurons / sim_ms * 1e3
    return {"wall_s": wall, "cpu_s": cpu, "timed_rate_hz": rate_hz}


def _record(nest: Any, populations: list[Any], *, from_ms: float) -> Any:
    recorder = nest.Create("spike_recorder", 1, {"start": from_ms})
    for population in populations:
        # Spikes are recorded when they are fired. But once a network has run, no delay may be new to it.
        nest.Connect(population, recorder, syn_spec={"delay": nest.min_delay})
    return recorder


def _describe(recorder: Any, stretch: tuple[float, float], asked: dict[str, Any]) -> dict[str, Any]:
    if recorder is None:
        return {"rate_hz": None, "rates_by_population": {}, "cv": None}
    spikes = recorder.get("events")
    figures, kept = samples.describe(
        # NEST counts from 1, and made the network's neurons before anything else.
        np.asarray(spikes["senders"]) - 1,
        np.asarray(spikes["times"]),
        networks.populations(asked["network"], asked["scale"]),
        start_ms=stretch[0],
        stop_ms=stretch[1],
        seed=asked["seed"],
    )
    if asked["out"]:
        samples.save(asked["out"], kept)
    return figures


def _weights(nest: Any, built: Any) -> Any:
    if not built.plastic:
        return None
    excitatory = built.populations[: max(1, len(built.plastic))]
    each = max(1, N_WEIGHT_SOURCES // len(excitatory))
    values = []
    for population in excitatory:
        step = max(1, len(population) // each)
        for model in built.plastic:
            found = nest.GetConnections(population[::step], synapse_model=model)
            if len(found):
                values.append(np.atleast_1d(found.weight))
    return np.concatenate(values)


if __name__ == "__main__":
    sys.exit(process.serve("nest_side.py", sys.argv[1:], answer))
