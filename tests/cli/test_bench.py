"""``neurotag bench`` on the command line: what it prints, and what it refuses."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.cli.calls import invoke_app

from neurotag import bench
from neurotag.bench.sitting import Sitting


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """Let no sitting be held; keep what it was asked."""
    asked: list[tuple[Any, ...]] = []

    def hold(networks: Any, peers: Any, **more: Any) -> Sitting:
        asked.append((networks, peers, more["rounds"]))
        both: dict[str, Any] = {"network": "n1", "setting": "best", "threads": 1, "round": 0}
        both |= {"sim_ms": 1000.0, "cpu_s": 1.0}
        both |= {"rate_hz": 25.0, "cv": 0.3, "bytes_per_synapse": 6.0, "peak_mb": 1.0, "wall_s": 1.0}
        both |= {"n_synapses": 1, "n_plastic": 0, "timed_rate_hz": 25.0, "build_s": 1.0, "version": "1"}
        return Sitting([{**both, "peer": "neurotag"}, {**both, "peer": "nest", "cpu_s": 50.0}])

    monkeypatch.setattr(bench, "hold_sitting", hold)
    return asked


def test_json_holds_the_comparisons(held: list[tuple[Any, ...]], tmp_path: Path) -> None:
    words = ("--networks", "n1", "--peers", "nest", "--rounds", "1", "--no-growth", "--json")
    done = invoke_app("bench", *words, "--out", str(tmp_path / "R.md"))
    assert done.code == 0
    (row,) = json.loads(done.stdout)
    assert set(row) == {
        "network", "peer", "setting", "threads", "ratio_median", "ratio_min", "ours_cpu_s", "peer_cpu_s",
        "ours_rate_hz", "peer_rate_hz", "bytes_per_synapse", "peak_mb",
    }  # fmt: skip
    assert row["ratio_median"] == 50.0
    assert held == [(("n1",), ("nest",), 1)]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--networks", "n9"), "--networks: unknown name 'n9'"),
        (("--peers", "neuron"), "--peers: unknown name 'neuron'"),
        (("--rounds", "0"), "--rounds: must lie between 1 and 1000 (got 0)"),
        (("--scale", "2"), "--scale: must lie between 0.01 and 1 (got 2)"),
        (("--networks", ","), "--networks: names nothing"),
    ],
)
def test_wrong_words_are_refused(held: list[tuple[Any, ...]], words: tuple[str, ...], says: str) -> None:
    done = invoke_app("bench", *words)
    assert done.code == 2
    assert says in done.stderr
    assert held == []


def test_a_folder_is_no_place_for_the_page(held: list[tuple[Any, ...]], tmp_path: Path) -> None:
    done = invoke_app("bench", "--out", str(tmp_path))
    assert done.code == 2
    assert "is a folder" in done.stderr
    assert held == []
