"""``neurotag bench``: wrong words are refused at once, and a sitting ends as it should."""

from pathlib import Path

import pytest
from tests.bench.answers import held
from tests.cli.calls import Invoke

from neurotag.bench import sitting as module
from neurotag.bench.sitting import Sitting

WRONG = {
    "an unknown network": (("--networks", "n1,n5"), "--networks: unknown name 'n5'. Did you mean"),
    "no network": (("--networks", ","), "--networks: names nothing."),
    "an unknown peer": (("--peers", "brain2"), "--peers: unknown name 'brain2'. Did you mean 'brian2'?"),
    "no rounds": (("--rounds", "0"), "--rounds: must lie between 1 and 1000 (got 0)."),
    "a huge microcircuit": (("--scale", "2"), "--scale: must lie between 0.01 and 1 (got 2)."),
    "no threads": (("--threads", "0"), "--threads: must lie between 1 and 64 (got 0)."),
    "a folder": (("--out", "."), ".: is a folder. Name a file, such as bench/RESULTS.md."),
    "a place under a file": (("--out", "tiny.yaml/x.md"), "cannot be written (see 'tiny.yaml')."),
}


@pytest.fixture
def sat(monkeypatch: pytest.MonkeyPatch) -> list[Sitting]:
    """Put a sitting that was held before in the place of a real one; return what was asked."""
    asked: list[Sitting] = []

    def hold(of: Sitting, *, grows: bool, progress: object) -> None:
        asked.append(of)
        of.answers, of.rooflines = held().answers, held().rooflines

    monkeypatch.setattr(module, "hold_sitting", hold)
    return asked


@pytest.mark.parametrize(("words", "says"), WRONG.values(), ids=WRONG)
def test_bench_refuses(invoke: Invoke, sat: list[Sitting], words: tuple[str, ...], says: str) -> None:
    ended = invoke("bench", *words)
    assert (ended.code, ended.stdout, sat) == (2, "", [])
    assert says in ended.stderr
    assert ended.stderr.count("\n") == 1


@pytest.mark.usefixtures("sat")
def test_bench_prints_rows_for_programs(invoke: Invoke) -> None:
    ended = invoke("bench", "--networks", "n1,n2", "--json")
    assert ended.code == 0
    assert [(row["network"], row["peer"], row["setting"], row["threads"]) for row in ended.json][:3] == [
        ("n1", "nest", "best", 1), ("n1", "nest", "default", 1), ("n1", "nest", "best", 2),
    ]  # fmt: skip
    assert ended.json[0]["ratio_median"] == 50.0
    assert (Path("bench") / "RESULTS.md").is_file()


@pytest.mark.usefixtures("sat")
def test_bench_prints_a_table_for_people_and_the_place_last(invoke: Invoke) -> None:
    ended = invoke("bench", "--networks", "n1", "--peers", "nest", "--out", "here.md")
    assert ended.stdout.splitlines()[-1] == "here.md"
    assert Path("here.md").is_file()


def test_bench_takes_a_first_look_elsewhere(invoke: Invoke, sat: list[Sitting]) -> None:
    assert invoke("bench", "--quick", "--peers", "none").code == 0
    assert (sat[0].is_quick, sat[0].rounds, sat[0].peers) == (True, 1, ())
    assert (Path("runs") / "bench" / "RESULTS.md").is_file()


def test_bench_ends_with_130_after_ctrl_c_and_keeps_what_it_has(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hold(of: Sitting, **_more: object) -> None:
        of.is_interrupted, of.trouble = True, ["The sitting was interrupted."]

    monkeypatch.setattr(module, "hold_sitting", hold)
    ended = invoke("bench")
    assert (ended.code, ended.stderr) == (130, "neurotag: The sitting was interrupted.\n")
    assert Path("bench/RESULTS.md").is_file()
