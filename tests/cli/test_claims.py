"""The verb ``claims`` as a user has it, with claims that are lived in a moment."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.claims.tiny import BLIND, FEELS, SHARES
from tests.cli.calls import Ended, Invoke

from neurotag import experiments
from neurotag.claims import Cache, Claim
from neurotag.errors import InputError

KEYS = {
    "name", "statement", "verdict", "effect", "ci_low", "ci_high", "unit", "threshold", "control",
    "control_verdict", "seeds", "published",
}  # fmt: skip
"""What the output of ``--json`` promises."""
BOOK = {claim.name: claim for claim in (FEELS, SHARES, BLIND)}


@pytest.fixture(autouse=True)
def tiny_book(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let there be three small claims, and a cache of their own."""

    def load(name: str) -> Claim:
        if name not in BOOK:
            raise InputError(f"claim {name!r}", "is not among the claims", "Did you mean 'feels'?")
        return BOOK[name]

    monkeypatch.setattr(experiments, "NAMES", tuple(BOOK))
    monkeypatch.setattr(experiments, "load_claim", load)
    monkeypatch.setattr(Cache, "usual", classmethod(lambda cls: cls(tmp_path / "cache")))


def refused(ended: Ended, *words: str) -> None:
    """Check that a command ended with one sentence about a mistake."""
    assert (ended.code, ended.stdout) == (2, "")
    assert len(ended.stderr.strip().splitlines()) <= 3
    assert "Traceback" not in ended.stderr
    for word in words:
        assert word in " ".join(ended.stderr.split())


def test_claims_prints_verdicts_and_sums_up(invoke: Invoke) -> None:
    ended = invoke("claims", "--seeds", "1", "--jobs", "1")
    assert ended.code == 0
    assert "feels" in ended.stdout
    assert "blind, seed 0, came to nothing: claim 'blind': has no number for 'more'" in ended.stdout
    assert "3 claims over 1 seed: " in ended.stdout
    assert "(a first look: 10 seeds make a verdict)" in ended.stdout


def test_json_is_one_list_with_what_it_promises(invoke: Invoke) -> None:
    ended = invoke("claims", "feels", "blind", "--seeds", "2", "--jobs", "1", "--json")
    assert (ended.code, ended.stderr) == (0, "")
    feels, blind = json.loads(ended.stdout, parse_constant=lambda word: pytest.fail(f"{word} is no JSON"))
    assert set(feels) >= KEYS
    assert (feels["name"], feels["seeds"], feels["threshold"], feels["unit"]) == (
        "feels",
        [0, 1],
        50.0,
        "spikes",
    )
    assert feels["ci_low"] <= feels["effect"] <= feels["ci_high"]
    assert feels["control"]["what"] == "rest"
    assert feels["verdict"] in {"supported", "not supported", "inconclusive"}
    assert (blind["effect"], blind["verdict"], len(blind["failed"])) == (None, "inconclusive", 2)


def test_a_second_run_says_the_same(invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ("claims", "feels", "--seeds", "1", "--json")
    first = invoke(*words)
    monkeypatch.setattr("neurotag.claims.perform.simulate", None)
    assert invoke(*words).stdout == first.stdout


def test_fresh_lives_again(invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    assert invoke("claims", "feels", "--seeds", "1").code == 0

    def simulate(*_words: object, **_options: object) -> None:
        raise InputError("life", "was lived again", "Good")

    monkeypatch.setattr("neurotag.claims.perform.simulate", simulate)
    ended = invoke("claims", "feels", "--seeds", "1", "--fresh")
    assert "came to nothing: life: was lived again" in ended.stdout


def test_the_list_is_told_without_living_anything(invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("neurotag.claims.perform.simulate", None)
    assert "A touch is felt." in invoke("claims", "--list").stdout
    told = invoke("claims", "--list", "--json").json
    assert [each["name"] for each in told] == list(BOOK)


def test_report_and_markdown_are_left(invoke: Invoke, tmp_path: Path) -> None:
    folder, page = tmp_path / "report", tmp_path / "claims.md"
    ended = invoke("claims", "feels", "--seeds", "1", "--report", str(folder), "--markdown", str(page))
    assert ended.code == 0
    html = (folder / "claims.html").read_text(encoding="utf-8")
    assert 'id="feels"' in html
    assert json.loads((folder / "claims.json").read_text(encoding="utf-8"))[0]["name"] == "feels"
    assert page.read_text(encoding="utf-8").startswith("# What the article says, put to the test\n")
    assert str(folder / "claims.html") in "".join(ended.stdout.split("\n"))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["feel"], ["claim 'feel': is not among the claims", "Did you mean"]),
        (["feels", "feels"], ["claim 'feels': is named twice"]),
        (["feels", "--seeds", "0"], ["--seeds: must be at least 1 (got 0)"]),
        (["feels", "--jobs", "0"], ["--jobs: must be at least 1 (got 0)"]),
        (["feels", "--seeds", "1001"], ["--seeds: must lie between 1 and 1000 (got 1001)"]),
        (["feels", "--set", "plastizity=false"], ["plastizity"]),
        (["feels", "--set", "plasticity"], ["plasticity"]),
    ],
)
def test_mistakes_are_told_in_a_sentence(
    invoke: Invoke, tmp_path: Path, words: Sequence[str], told: Sequence[str]
) -> None:
    folder = tmp_path / "report"
    refused(invoke("claims", *words, "--report", str(folder)), *told)
    assert not folder.exists()


def test_a_report_cannot_replace_a_file_nor_markdown_a_folder(invoke: Invoke, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("mine")
    refused(invoke("claims", "feels", "--report", str(taken)), "is a file, not a folder")
    refused(invoke("claims", "feels", "--markdown", str(tmp_path)), "is a folder, not a file")
    assert taken.read_text() == "mine"
