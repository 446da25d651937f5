"""Our side answers as the peers' do, about the same neurons."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from neurotag.bench import ours
from neurotag.bench.networks import NETWORKS, microcircuit, vogels_abbott
from neurotag.bench.peers import networks
from neurotag.brain import FixedTotal
from neurotag.engine import check_brain
from neurotag.engine.compile import compile_brain, lay_out

TINY = {"network": "n4", "scale": 0.05, "warm_ms": 20.0, "sim_ms": 100.0, "record_ms": 200.0}
FIELDS = {
    "peer", "version", "network", "setting", "threads", "n_neurons", "n_synapses", "n_plastic", "build_s",
    "compile_s", "warm_s", "sim_ms", "wall_s", "cpu_s", "timed_rate_hz", "rate_hz", "rates_by_population",
    "cv", "weight_mean", "weight_sd", "rss_mb", "bytes_per_synapse", "peak_mb",
}  # fmt: skip


def ask(**more: Any) -> dict[str, Any]:
    return ours.answer(ours.complete({**TINY, **more}))


def test_ours_answers_with_the_fields_of_the_peers() -> None:
    said = ask()
    assert set(said) == {*FIELDS, "events_per_s"}
    assert (said["peer"], said["n_neurons"], said["n_plastic"]) == ("neurotag", 250, 32_000)
    assert json.loads(json.dumps(said, allow_nan=False)) == said
    assert min(said["cpu_s"], said["wall_s"], said["rate_hz"], said["bytes_per_synapse"]) > 0


def test_ours_records_the_timed_stretch_when_it_is_asked_to() -> None:
    said = ask(record=True)
    assert said["timed_rate_hz"] == pytest.approx(said["rate_hz"])


def test_ours_records_nothing_when_it_is_not_asked_to() -> None:
    said = ask(record_ms=0.0)
    assert (said["rate_hz"], said["cv"], said["rates_by_population"]) == (None, None, {})
    assert said["timed_rate_hz"] > 0


def test_ours_fires_alike_on_two_threads() -> None:
    assert ask(threads=2)["rates_by_population"] == ask()["rates_by_population"]


def test_ours_saves_the_samples_where_they_are_wanted(tmp_path: Path) -> None:
    said = ask(out=str(tmp_path / "samples.npz"))
    with np.load(tmp_path / "samples.npz") as samples:
        assert samples["rates"].mean() == pytest.approx(said["rate_hz"])


@pytest.mark.parametrize("scale", [1.0, 0.1])
@pytest.mark.parametrize("network", ["n1", "n2", "n3", "n4", "pd", "assembly"])
def test_all_sides_number_their_neurons_alike(network: str, scale: float) -> None:
    named, place = ours.populations_of(lay_out(ours.brain_of(network, scale)), network)
    assert named == [tuple(population) for population in networks.populations(network, scale)]
    assert sorted(place.tolist()) == list(range(len(place)))


def test_the_place_of_a_neuron_lies_in_its_population() -> None:
    layout = lay_out(ours.brain_of("n4", 1.0))
    _, place = ours.populations_of(layout, "n4")
    # The first inhibitory neuron of region 1 comes after all excitatory ones and region 0's inhibitory ones.
    assert place[layout.inhibitory("region_1").start] == 5 * 800 + 200


def test_a_spike_arrives_at_every_synapse_of_its_neuron() -> None:
    circuit = compile_brain(ours.brain_of("n4", 0.05), seed=1)
    spikes = np.stack([circuit.layout.n_excitatory, circuit.layout.n_inhibitory], axis=1)
    assert ours.count_events(circuit, spikes) == pytest.approx(len(circuit.wiring.target))


def test_a_seizure_is_no_measurement(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(NETWORKS, "n4", lambda: vogels_abbott().replace(runaway_hz=0.1))
    with pytest.raises(ValueError, match=r"0\.1 Hz"):
        ask(scale=0.1, sim_ms=300.0)


def test_a_variant_is_named_as_it_was_asked_for() -> None:
    assert ours.complete({"network": "n2-exact"})["network"] == "n2-exact"


@pytest.mark.parametrize("asked", [{}, {"network": "n9"}, {"network": "n1", "threads": 0}, {"netwrk": "n1"}])
def test_ours_refuses_what_the_peers_refuse(
    asked: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "request.json").write_text(json.dumps(asked), "utf-8")
    assert ours.main([str(tmp_path / "request.json")]) == 2
    assert capsys.readouterr().err.startswith("ours.py: ")


def test_our_side_loads_nothing_that_draws() -> None:
    program = "import sys, neurotag.bench.ours; print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_the_assembly_network_does_not_fall_into_a_rhythm() -> None:
    # NEST and Brian2 find 1.9 Hz; with an upstroke its inhibitory neurons come too late, and it is 67 Hz.
    said = ours.answer(ours.complete({"network": "assembly", "warm_ms": 100.0, "sim_ms": 200.0}))
    assert 1.2 < said["timed_rate_hz"] < 3.5


@pytest.mark.parametrize("name", NETWORKS)
def test_every_network_can_become_a_circuit(name: str) -> None:
    check_brain(NETWORKS[name]())


def test_the_full_microcircuit_has_its_neurons_and_synapses() -> None:
    brain = microcircuit(1.0)
    assert sum(brain.describe_size()) == 77_169
    patterns = [projection.pattern for projection in brain.projections]
    n_synapses = sum(int(pattern.number) for pattern in patterns if isinstance(pattern, FixedTotal))
    assert n_synapses == pytest.approx(2.99e8, rel=0.005)
