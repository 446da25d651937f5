import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from neurotag.bench.peers import run
from neurotag.errors import InputError, SimulationError

SIDES = Path(run.__file__).parent
TINY = {"network": "n1", "sim_ms": 10}


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Put a script of the test's own in the place of NEST's side, under the test's own python."""
    file = tmp_path / "side.py"
    monkeypatch.setattr(run, "environment", lambda _: Path(sys.executable))
    monkeypatch.setitem(run.SCRIPTS, "nest", str(file))
    return file


def test_run_peer_returns_the_last_line(script: Path) -> None:
    script.write_text("print('a greeting'); print('{\"wall_s\": 1.5}')", "utf-8")
    assert run.run_peer("nest", TINY) == {"wall_s": 1.5}


def test_run_peer_hands_over_the_whole_request(script: Path) -> None:
    script.write_text("import sys; print(open(sys.argv[1]).read())", "utf-8")
    assert run.run_peer("nest", TINY) == {
        "network": "n1",
        "threads": 1,
        "setting": "best",
        "warm_ms": 200.0,
        "sim_ms": 10,
        "record": False,
        "record_ms": 10,
        "scale": 1.0,
        "seed": 7,
        "arrays": None,
        "out": None,
        "build": None,
    }


@pytest.mark.parametrize(("setting", "value"), [("best", run.HUGE_PAGES), ("default", None)])
def test_run_peer_sets_what_belongs_to_the_setting(
    script: Path, monkeypatch: pytest.MonkeyPatch, setting: str, value: str | None
) -> None:
    monkeypatch.setenv("GLIBC_TUNABLES", "glibc.malloc.check=0")
    monkeypatch.setenv("PYTHONPATH", "ours")
    script.write_text("import os, json; print(json.dumps(dict(os.environ)))", "utf-8")
    surroundings = run.run_peer("nest", {**TINY, "setting": setting})
    assert surroundings.get("GLIBC_TUNABLES") == value
    assert "PYTHONPATH" not in surroundings


@pytest.mark.skipif(not run.pin(1), reason="this system pins no process")
def test_run_peer_pins_one_thread_to_one_processor(script: Path) -> None:
    script.write_text("import os, json; print(json.dumps({'n': len(os.sched_getaffinity(0))}))", "utf-8")
    assert run.run_peer("nest", TINY) == {"n": 1}
    assert run.run_peer("nest", {**TINY, "threads": 2}) == {"n": len(os.sched_getaffinity(0))}


def test_run_peer_says_what_the_peer_said_last(script: Path) -> None:
    script.write_text("raise MemoryError('16 GB wanted')", "utf-8")
    with pytest.raises(SimulationError, match=r"NEST, network n1: .*status 1: MemoryError: 16 GB wanted"):
        run.run_peer("nest", TINY)


@pytest.mark.parametrize("said", ["", "print('hello')", "print('[1, 2]')"])
def test_run_peer_refuses_an_answer_that_is_none(script: Path, said: str) -> None:
    script.write_text(f"import sys; {said or 'pass'}; sys.stderr.write('gone astray\\n')", "utf-8")
    with pytest.raises(SimulationError, match="gone astray"):
        run.run_peer("nest", TINY)


def test_run_peer_gives_up_in_time_and_leaves_nothing_running(script: Path, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    script.write_text(
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"open({str(note)!r}, 'w').write(str(child.pid))\n"
        "time.sleep(60)\n",
        "utf-8",
    )
    with pytest.raises(SimulationError, match="no answer within 2 s"):
        run.run_peer("nest", TINY, timeout_s=2)
    assert not _runs(int(note.read_text("ascii")))


def test_run_peer_refuses_a_bad_request_before_anything_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: str) -> Path:
        raise AssertionError

    monkeypatch.setattr(run, "environment", refuse)
    with pytest.raises(InputError, match="threads must be"):
        run.run_peer("nest", {"network": "n1", "threads": 0})


def test_run_peer_misses_the_compiler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.delenv("CXX", raising=False)
    with pytest.raises(InputError, match=r"needs g\+\+"):
        run.run_peer("brian2", TINY)


@pytest.mark.parametrize("side", ["nest_side.py", "brian_side.py"])
def test_sides_answer_what_they_cannot_do_without_their_simulator(tmp_path: Path, side: str) -> None:
    done = _ask(side, tmp_path, {"network": "everyday"})
    assert done.returncode == 0
    assert json.loads(done.stdout)["unsupported"]


@pytest.mark.parametrize("side", ["nest_side.py", "brian_side.py"])
def test_sides_refuse_a_bad_request_in_one_line(tmp_path: Path, side: str) -> None:
    done = _ask(side, tmp_path, {"network": "n1", "scale": 3})
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.splitlines() == [f"{side}: scale must be at most 1 (got 3)"]


@pytest.mark.parametrize("side", ["nest_side.py", "brian_side.py"])
def test_sides_say_how_they_are_asked(side: str) -> None:
    done = subprocess.run([sys.executable, SIDES / side], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "REQUEST.json" in done.stderr


def test_brian_side_empties_no_folder_of_someone_else(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    letter = tmp_path / "letters" / "to whom it may concern.txt"
    letter.write_text("", "ascii")
    done = _ask("brian_side.py", tmp_path, {"network": "n1", "build": str(letter.parent)})
    assert done.returncode == 1
    assert "holds something other than a program" in done.stderr.splitlines()[-1]
    assert letter.exists()


def _ask(side: str, folder: Path, request: dict[str, Any]) -> subprocess.CompletedProcess[str]:
    file = folder / "request.json"
    file.write_text(json.dumps(request), "utf-8")
    command = [sys.executable, str(SIDES / side), str(file)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def _runs(pid: int) -> bool:
    for _ in range(100):
        try:
            state = Path(f"/proc/{pid}/stat").read_text("ascii").rsplit(")", 1)[1].split()[0]
        except FileNotFoundError:
            return False
        if state == "Z":
            return False
        time.sleep(0.02)
    return True
