"""Sittings that nobody held: answers made up, with times and rates that are easy to reckon with."""

from typing import Any

from neurotag.bench.roofline import Roofline
from neurotag.bench.sitting import Sitting

RATES = {"rate_hz": 20.0, "timed_rate_hz": 20.0, "cv": 0.5, "weight_mean": 12.0, "weight_sd": 0.1}


def answer(
    network: str, peer: str = "neurotag", *, seconds: float = 1.0, number: int = 0, **more: Any
) -> dict[str, Any]:
    """Return an answer that took so many seconds for half a simulated second."""
    return {
        "peer": peer, "version": "1.0", "network": network, "setting": "best", "threads": 1, "n_neurons": 100,
        "n_synapses": 1000, "n_plastic": 0, "build_s": 2.0, "compile_s": 0.5, "warm_s": 0.1, "sim_ms": 500.0,
        "wall_s": seconds, "cpu_s": seconds, **RATES, "rss_mb": 10.0, "bytes_per_synapse": 6.0,
        "peak_mb": 100.0, "events_per_s": 2e6, "round": number, "role": "time", "like": None, **more,
    }  # fmt: skip


def sitting(*answers: dict[str, Any], networks: tuple[str, ...] = ("n1",), **more: Any) -> Sitting:
    """Return a sitting over with these answers."""
    asked = {"peers": ("nest",), "rooflines": [Roofline((10.0, 20.0), (1.0, 0.5))], **more}
    return Sitting(networks, answers=list(answers), **asked)


def check(network: str, like: str = "nest", **more: Any) -> dict[str, Any]:
    """Return ours with the stretches of a peer."""
    return answer(network, role="check", like=like, **more)


def held() -> Sitting:
    """Return three rounds of N1 and N2 beside NEST, of which N2 disagrees, and nothing of Brian2."""
    answers = [check("n1"), check("n2", rate_hz=30.0)]
    for number, seconds in enumerate((1.0, 2.0, 1.0)):
        answers += [
            answer("n1", seconds=seconds, number=number),
            answer("n1", seconds=0.5 * seconds, number=number, threads=2),
            answer("n1", "nest", seconds=50 * seconds, number=number),
            answer("n2", seconds=3 * seconds, number=number, n_plastic=500, bytes_per_synapse=11.0),
            answer("n2", "nest", seconds=400 * seconds, number=number, n_plastic=500),
        ]
    answers.append(answer("n1", seconds=1.1, role="recording"))
    refusals = {("", "brian2"): "Brian2: needs g++ to compile. Install it."}
    return sitting(*answers, networks=("n1", "n2"), peers=("nest", "brian2"), refusals=refusals)
