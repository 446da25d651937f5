"""Ctrl-C keeps what was lived, and ends with 130."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.cli.calls import SMALL, Ended, Invoke

from neurotag.engine import simulate
from neurotag.store import load_run


@pytest.fixture
def interrupted(invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> Ended:
    """Return how two brains end when Ctrl-C comes in the life of the first."""

    def simulate_and_press(*words: Any, progress: Callable[[str, float], None], **more: Any) -> Any:
        def press(phase: str, share: float) -> None:
            progress(phase, share)
            if share > 0.3:
                signal.raise_signal(signal.SIGINT)

        return simulate(*words, progress=press, **more)

    monkeypatch.setattr("neurotag.cli.perform.simulate", simulate_and_press)
    words = ("tiny.yaml", *SMALL, "--brain", "everyday", "--brain", "vulnerable", "--out", "out", "--json")
    return invoke("run", *words)


def test_interrupt_ends_with_130(interrupted: Ended) -> None:
    assert interrupted.code == 130
    assert interrupted.stderr == (
        "neurotag: interrupted; saving what was lived so far. To go on: neurotag run --from out/everyday\n"
    )


def test_interrupt_keeps_what_was_lived(interrupted: Ended) -> None:
    assert [(said["brain"], said["outcome"]) for said in interrupted.json] == [("everyday", "interrupted")]
    assert load_run(interrupted.json[0]["out"]).outcome.kind == "interrupted"


def test_interrupt_leaves_a_report(interrupted: Ended) -> None:
    assert "interrupted" in Path(interrupted.json[0]["report"]).read_text(encoding="utf-8")


def test_interrupt_outside_the_life_leaves_nothing(invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    def press(*_words: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("neurotag.cli.perform.take_measures", press)
    ended = invoke("run", "tiny.yaml", *SMALL)
    assert (ended.code, ended.stderr) == (130, "neurotag: interrupted, nothing was written\n")
    assert not Path("runs").exists()


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals between processes")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_process_keeps_what_was_lived(tmp_path: Path, name: str) -> None:
    command = [
        sys.executable,
        "-c",
        "from neurotag.cli.main import main; main()",
        "run",
        "stove",
        "--out",
        "out",
    ]
    process = subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    time.sleep(8)
    process.send_signal(getattr(signal, name))
    process.communicate(timeout=120)
    assert process.returncode == 130
    assert load_run(tmp_path / "out").outcome.kind == "interrupted"
