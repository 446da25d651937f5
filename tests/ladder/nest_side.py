"""NEST's side of the ladder: ``python nest_side.py ASKED.npz ANSWER.npz``, for a python that has NEST alone.

What is asked for is a task and its numbers, in NEST's units; spikes come back as steps of 0.1 ms, counted as
neurotag counts them, and ids from 0.
"""

from __future__ import annotations

import sys
from typing import Any

import nest  # type: ignore[import-not-found]
import numpy as np

DT_MS = 0.1
PLASTIC = "ladder_stdp"


def main(asked_file: str, answer_file: str) -> None:
    """Do a task."""
    asked = dict(np.load(asked_file))
    nest.verbosity = nest.VerbosityLevel.ERROR
    nest.ResetKernel()
    nest.resolution = DT_MS
    nest.rng_seed = int(asked.get("seed", 0)) + 1
    tasks = {"wired": wired, "cell": cell, "drawn": drawn}
    answer = tasks[str(asked["task"])](asked)
    np.savez(answer_file, version=nest.__version__, **answer)


def wired(asked: dict[str, Any]) -> dict[str, Any]:
    """Run a network of given synapses and potentials; return its spikes and its plastic weights."""
    neurons = _neurons(asked, len(asked["v"]))
    neurons.V_m = asked["v"]
    ids = np.array(neurons.tolist())
    _define_plastic(asked)
    for model, chosen in ((PLASTIC, asked["plastic"]), ("static_synapse", ~asked["plastic"])):
        if chosen.any():
            synapses = {
                "synapse_model": model,
                "weight": asked["weight"][chosen],
                "delay": asked["delay"][chosen],
            }
            nest.Connect(ids[asked["source"][chosen]], ids[asked["target"][chosen]], "one_to_one", synapses)
    recorder = nest.Create("spike_recorder")
    nest.Connect(neurons, recorder)
    nest.Simulate(float(asked["ms"]))
    return {**_spikes(recorder), **_weights()}


def cell(asked: dict[str, Any]) -> dict[str, Any]:
    """Run one conductance-based cell with given inputs; return its potential after each step, and its spikes."""
    one = nest.Create("iaf_cond_exp", 1, _numbers(asked))
    one.V_m = float(asked["v"])
    for sign, name in ((1.0, "exc_ms"), (-1.0, "inh_ms")):
        source = nest.Create("spike_generator", params={"spike_times": asked[name]})
        nest.Connect(source, one, syn_spec={"weight": sign * float(asked["weight"]), "delay": DT_MS})
    meter = nest.Create("multimeter", params={"record_from": ["V_m"], "interval": DT_MS})
    recorder = nest.Create("spike_recorder")
    nest.Connect(meter, one)
    nest.Connect(one, recorder)
    nest.Simulate(float(asked["ms"]))
    events = meter.get("events")
    return {"v": events["V_m"], "times": events["times"], **_spikes(recorder)}


def drawn(asked: dict[str, Any]) -> dict[str, Any]:
    """Run a random network; return its spikes and its plastic weights at the times asked for."""
    n_exc, n_inh = int(asked["n_exc"]), int(asked["n_inh"])
    neurons = _neurons(asked, n_exc + n_inh)
    neurons.V_m = np.random.default_rng(int(asked["seed"])).uniform(0.0, 20.0, len(neurons))
    exc, inh = neurons[:n_exc], neurons[n_exc:]
    _define_plastic(asked)
    weight = float(asked["weight"])
    for source, number, signed in (
        (exc, asked["exc_indegree"], weight),
        (inh, asked["inh_indegree"], -5 * weight),
    ):
        for target in (exc, inh):
            learns = bool(asked["learns"]) and source is exc and target is exc
            nest.Connect(
                source, target, {"rule": "fixed_indegree", "indegree": int(number)},
                {"synapse_model": PLASTIC if learns else "static_synapse", "weight": signed, "delay": 1.5},
            )  # fmt: skip
    background = nest.Create("poisson_generator", params={"rate": float(asked["poisson_hz"])})
    nest.Connect(background, neurons, syn_spec={"weight": weight, "delay": DT_MS})
    recorder = nest.Create("spike_recorder", params={"start": float(asked["from_ms"])})
    nest.Connect(neurons, recorder)
    found, now_ms = [], 0.0
    for at_ms in asked["weigh_ms"]:
        nest.Simulate(float(at_ms) - now_ms)
        now_ms = float(at_ms)
        found.append(np.sort(_weights()["learned"]))
    nest.Simulate(float(asked["ms"]) - now_ms)
    return {**_spikes(recorder), "weights": np.array(found)}


def _numbers(asked: dict[str, Any]) -> dict[str, float]:
    return {str(name): float(value) for name, value in zip(asked["names"], asked["values"], strict=True)}


def _neurons(asked: dict[str, Any], n: int) -> Any:
    return nest.Create("iaf_psc_exp", n, _numbers(asked))


def _define_plastic(asked: dict[str, Any]) -> None:
    numbers = {
        "tau_plus": 20.0, "lambda": float(asked["rate"]), "alpha": float(asked["asymmetry"]), "mu_plus": 1.0,
        "mu_minus": 1.0, "Wmax": float(asked["ceiling"]),
    }  # fmt: skip
    nest.CopyModel("stdp_synapse", PLASTIC, numbers)


def _spikes(recorder: Any) -> dict[str, Any]:
    events = recorder.get("events")
    # NEST dates a spike to the end of its step.
    return {"step": np.rint(events["times"] / DT_MS).astype(np.int64) - 1, "neuron": events["senders"] - 1}


def _weights() -> dict[str, Any]:
    if nest.GetDefaults(PLASTIC)["num_connections"] == 0:
        return {"learned": np.zeros(0)}
    found = nest.GetConnections(synapse_model=PLASTIC).get(["source", "target", "weight"])
    source, target = (np.array(found[name]) - 1 for name in ("source", "target"))
    return {"learned": np.array(found["weight"]), "learned_source": source, "learned_target": target}


if __name__ == "__main__":
    main(*sys.argv[1:])
