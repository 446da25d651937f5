"""Our side answers as the peers do."""

import pytest

from neurotag.bench import NETWORKS
from neurotag.bench.networks import microcircuit
from neurotag.bench.ours import answer
from neurotag.bench.peers import request
from neurotag.brain import FixedTotal
from neurotag.engine import check_brain


def asked(**more: object) -> dict[str, object]:
    words = {"network": "pd", "scale": 0.01, "warm_ms": 20.0, "sim_ms": 50.0, **more}
    return request.complete(words)


def test_an_answer_holds_what_is_compared() -> None:
    said = answer(asked())
    assert {"cpu_s", "wall_s", "rate_hz", "cv", "bytes_per_synapse", "peak_mb", "build_s"} <= said.keys()
    assert said["n_synapses"] == pytest.approx(0.01**2 * 299e6, rel=0.05)
    assert 0 < said["cpu_s"] < 60


def test_recording_while_the_clock_runs_describes_the_same_stretch() -> None:
    said = answer(asked(record=True))
    assert said["rate_hz"] == pytest.approx(said["timed_rate_hz"], rel=1e-6)


@pytest.mark.parametrize("name", NETWORKS)
def test_every_network_can_become_a_circuit(name: str) -> None:
    check_brain(NETWORKS[name]())


def test_the_full_microcircuit_has_its_neurons_and_synapses() -> None:
    brain = microcircuit(1.0)
    assert sum(brain.describe_size()) == 77_169
    patterns = [projection.pattern for projection in brain.projections]
    n_synapses = sum(int(pattern.number) for pattern in patterns if isinstance(pattern, FixedTotal))
    assert n_synapses == pytest.approx(2.99e8, rel=0.005)
