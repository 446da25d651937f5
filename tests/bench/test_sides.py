"""Tiny networks in the peers themselves, where they are installed (`environment` installs them)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from neurotag.bench.peers import Peer, is_installed, run_peer

FIELDS = {
    "peer",
    "version",
    "network",
    "setting",
    "threads",
    "n_neurons",
    "n_synapses",
    "n_plastic",
    "build_s",
    "compile_s",
    "warm_s",
    "sim_ms",
    "wall_s",
    "cpu_s",
    "timed_rate_hz",
    "rate_hz",
    "rates_by_population",
    "cv",
    "weight_mean",
    "weight_sd",
    "rss_mb",
    "bytes_per_synapse",
    "peak_mb",
}
SCALES = {"n1": 0.02, "n2": 0.02, "n3": 0.2, "n4": 0.05, "pd": 0.02, "assembly": 0.2}
SIZES = {
    # Neurons, synapses, synapses that learn; synapses drawn pair by pair differ from run to run.
    "n1": (250, 250 * 1_250, 0),
    "n2": (250, 250 * 1_250, 200 * 1_000),
    "n3": (800, 64_000, 0),
    "n4": (250, 5 * (40 * 210 + 10 * 210), 5 * 40 * 160),
    "pd": (1_544, 119_552, 0),
    "assembly": (1_000, 1_000_000, 0),
}

Ask = Callable[..., dict[str, Any]]

pytestmark = pytest.mark.slow
both = pytest.mark.parametrize("peer", ["nest", "brian2"])


@pytest.fixture(scope="session")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    programs = tmp_path_factory.mktemp("programs")

    def ask(peer: Peer, network: str, **more: Any) -> dict[str, Any]:
        if not is_installed(peer):
            pytest.skip(f"{peer} is not installed in the user's cache")
        request = {"network": network, "scale": SCALES[network], "warm_ms": 50, "sim_ms": 100}
        if peer == "brian2" and more.keys() <= {"setting", "out"}:
            # Half a minute of compiling: tests that ask for the same share it.
            request["build"] = str(programs / f"{network}-{more.get('setting', 'best')}")
        return run_peer(peer, {**request, **more}, timeout_s=600)

    return ask


@both
@pytest.mark.parametrize("network", list(SCALES))
def test_peers_run_every_network(ask: Ask, peer: Peer, network: str, tmp_path: Path) -> None:
    out = tmp_path / "samples.npz"
    answer = ask(peer, network, out=str(out))
    assert set(answer) - {"reused"} == FIELDS
    n_neurons, n_synapses, n_plastic = SIZES[network]
    assert (answer["n_neurons"], answer["n_plastic"]) == (n_neurons, n_plastic)
    assert answer["n_synapses"] == pytest.approx(n_synapses, rel=0.02)
    assert 0.2 < answer["rate_hz"] < 60
    assert 0 < answer["cpu_s"] < 60
    assert answer["rss_mb"] > 0
    assert (answer["weight_mean"] is None) == (n_plastic == 0)
    with np.load(out) as samples:
        assert set(samples) == {"populations", "rates", "rates_population", "isi_cv", "corr"}
        assert samples["rates"].mean() == pytest.approx(answer["rate_hz"])


def test_peers_agree_on_a_small_network(ask: Ask) -> None:
    # Alike in everything but their random numbers; 250 neurons with 100 ms each tell rates to a few percent.
    nest, brian = (ask(peer, "n2") for peer in ("nest", "brian2"))
    assert nest["rate_hz"] == pytest.approx(brian["rate_hz"], rel=0.15)
    assert nest["weight_mean"] == pytest.approx(brian["weight_mean"], rel=0.02)


@both
def test_peers_can_record_what_they_time(ask: Ask, peer: Peer) -> None:
    answer = ask(peer, "n3", record=True)
    assert answer["timed_rate_hz"] == pytest.approx(answer["rate_hz"])


@both
def test_peers_can_leave_recording_out(ask: Ask, peer: Peer) -> None:
    answer = ask(peer, "n3", record_ms=0)
    assert answer["rate_hz"] is None
    assert answer["cpu_s"] > 0


def test_brian_finds_its_program_again_but_not_another(ask: Ask, tmp_path: Path) -> None:
    build = str(tmp_path / "program")
    first, again, other = (ask("brian2", "n3", build=build, seed=seed) for seed in (7, 7, 8))
    assert [answer["reused"] for answer in (first, again, other)] == [False, True, False]
    assert first["rates_by_population"] == again["rates_by_population"]


@both
@pytest.mark.parametrize("network", ["n2", "n4"])
def test_peers_know_their_default_setting(ask: Ask, peer: Peer, network: str) -> None:
    best, default = (ask(peer, network, setting=setting) for setting in ("best", "default"))
    assert default["setting"] == "default"
    assert default["rate_hz"] == pytest.approx(best["rate_hz"], rel=0.15)
