"""Checkpoints at the command line: what is kept, what goes on from it, and what is refused."""

import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.brain.parts import modulators_of
from tests.cli.calls import TINY, Ended, Invoke, invoke_app

from neurotag.recording import Recording
from neurotag.store import load_checkpoint, load_run

SMALL = ("--set", "scale=0.1", "--no-report", "--json")
QUICK = ("--no-report", "--json")
FUTURE = """
name: future
recalls: [burn]
events:
  - {kind: thought, of: burn, duration_s: 0.1}
  - {kind: probe, name: touch_later, settle_s: 0.1, events: [{kind: touch, site: hand, duration_s: 0.1}]}
"""
AT = "past/checkpoints/at-0.2s.zarr.zip"


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which a past was lived, and checkpoints of it are kept."""
    folder = tmp_path_factory.mktemp("lived")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        (folder / "tiny.yaml").write_text(TINY.replace("{kind: heat,", "{kind: heat, name: burn,"))
        (folder / "future.yaml").write_text(FUTURE)
        invoke_app("run", "tiny.yaml", *SMALL, "--seed", "5", "--out", "past", "--checkpoint",
                   "--checkpoint-at", "0.2", "--checkpoint-at", "0.0")  # fmt: skip
        invoke_app("run", "tiny.yaml", *SMALL, "--seed", "5", "--out", "plain")
    return folder


@pytest.fixture
def call(invoke: Invoke, lived: Path, tmp_path: Path) -> Invoke:
    """Return the command in a folder that holds a copy of that past."""
    shutil.copytree(lived, tmp_path, dirs_exist_ok=True)
    return invoke


def run_of(ended: Ended) -> Recording:
    assert (ended.code, ended.stderr) == (0, "")
    return load_run(ended.json["out"])


def test_run_keeps_the_checkpoints_it_is_asked_for(lived: Path) -> None:
    names = sorted(path.name for path in (lived / "past/checkpoints").iterdir())
    assert names == ["at-0.2s.zarr.zip", "at-0s.zarr.zip", "end.zarr.zip"]
    assert load_checkpoint(lived / AT).awake_s == 0.2
    assert not (lived / "plain/checkpoints").exists()


def test_checkpoints_change_nothing_of_a_run(lived: Path) -> None:
    assert load_run(lived / "past").digest() == load_run(lived / "plain").digest()


def test_run_from_a_run_folder_goes_on_from_its_end(call: Invoke) -> None:
    ended = call("run", "future.yaml", "--from", "past", *QUICK)
    future, past = run_of(ended), load_checkpoint("past")
    assert ended.json["out"] == "runs/tiny-0.4s-then-future-everyday-seed5"
    assert (future.past.checkpoint if future.past else "") == past.digest()
    assert (future.seed, future.brain) == (5, past.brain)


def test_run_from_a_checkpoint_gives_the_same_future_again(call: Invoke) -> None:
    one = call("run", "future.yaml", "--from", "past/checkpoints/end.zarr.zip", *QUICK, "--out", "one").json
    two = call("run", "future.yaml", "--from", "past", *QUICK, "--out", "two", "--threads", "1").json
    other = call("run", "future.yaml", "--from", "past", *QUICK, "--out", "other", "--seed", "6").json
    assert one["digest"] == two["digest"] != other["digest"]
    assert other["seed"] == 6


def test_run_without_a_life_goes_on_with_the_pasts(call: Invoke) -> None:
    ended = call("run", "--from", AT, *QUICK, "--checkpoint")
    rest, whole = run_of(ended), load_run("past")
    assert ended.json["out"] == "runs/tiny-from-0.2s-everyday-seed5"
    assert rest.branch().checksums == whole.branch().checksums
    assert list(rest.probes) == ["touch_after"]


def test_run_tells_where_its_checkpoints_are(call: Invoke) -> None:
    words = (
        "future.yaml",
        "--from",
        AT,
        "--no-report",
        "--checkpoint",
        "--checkpoint-at",
        "0.1",
        "--out",
        "new",
    )
    assert call("run", *words).stdout.splitlines()[-3:] == [
        "Checkpoint: new/checkpoints/at-0.1s.zarr.zip",
        "Checkpoint: new/checkpoints/end.zarr.zip",
        "Run folder: new",
    ]


def test_run_lets_a_changed_brain_go_on(call: Invoke) -> None:
    calm = run_of(call("run", "future.yaml", "--from", "past", *QUICK, "--set", "modulators.appraisal=0.1"))
    assert modulators_of(calm.brain).appraisal == 0.1


def test_run_of_a_future_leaves_a_report_that_tells_the_past(call: Invoke) -> None:
    report = call("run", "future.yaml", "--from", "past", "--json").json["report"]
    assert "0.4 s awake, last in tiny, with the connections of seed 5" in Path(report).read_text("utf-8")


@dataclass(frozen=True)
class Refusal:
    words: tuple[str, ...]
    says: str


REFUSALS = {
    "nothing to live": Refusal((), "LIFE: is missing. Name a life, or a checkpoint with --from."),
    "a past that is not there": Refusal(("future.yaml", "--from", "x"), "x: there is no such file."),
    "a past that is no checkpoint": Refusal(
        ("future.yaml", "--from", "future.yaml"), "future.yaml: is no checkpoint of neurotag, or was cut off."
    ),
    "a run without its end": Refusal(
        ("future.yaml", "--from", "plain"),
        "plain: holds no checkpoint of an end. Run it again with --checkpoint.",
    ),
    "a past that is damaged": Refusal(
        ("future.yaml", "--from", "bad.zip"), "bad.zip: is damaged: weight is not what was written."
    ),
    "a life that is over": Refusal(
        ("--from", "past"), "--from past: its life 'tiny' was lived to its end. Name a life to go on with."
    ),
    "another brain": Refusal(
        ("future.yaml", "--from", "past", "--brain", "everyday"),
        "brain 'everyday'.scale: cannot change in mid-life (it is 0.1 in the checkpoint and 1.0 here).",
    ),
    "an unknown site": Refusal(("x.yaml", "--from", "past"), "unknown site 'bak'. Did you mean 'back'?"),
    "a memory of nothing": Refusal(
        ("future.yaml", "--from", "past", "--set", "life.recalls=[brn]"), "lived event of this life is named"
    ),
    "a life that recalls, at birth": Refusal(
        ("future.yaml",), "recalls[0]: nothing named 'burn' was lived before this life."
    ),
    "a life that is lived and changes": Refusal(
        ("--from", AT, "--set", "life.name=x"), "--set: cannot change 'x', of which a part has been lived."
    ),
    "a run that replaces its past": Refusal(
        ("future.yaml", "--from", "past", "--out", "past"),
        "--from past: would be replaced by this run in 'past'. Choose another place with --out.",
    ),
    "a checkpoint after the end": Refusal(
        ("future.yaml", "--from", "past", "--checkpoint-at", "3"),
        "--checkpoint-at: must lie within the 0.1 s that 'future' is awake (got 3).",
    ),
    "a mapping without a table": Refusal(
        ("--from", AT, "--mapping", "m.yaml"), "--mapping: is for an events.tsv (the life is 'tiny')."
    ),
}


@pytest.mark.parametrize("refusal", REFUSALS.values(), ids=REFUSALS)
def test_run_refuses_in_one_sentence(call: Invoke, refusal: Refusal) -> None:
    Path("x.yaml").write_text("name: x\nevents: [{kind: touch, site: bak}]\n")
    _damage(Path("bad.zip"))
    before = sorted(path for path in Path().rglob("*") if "recording.zarr" not in path.parts)
    ended = call("run", *refusal.words)
    assert (ended.code, ended.stdout) == (2, "")
    assert refusal.says in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert sorted(path for path in Path().rglob("*") if "recording.zarr" not in path.parts) == before


def _damage(file: Path) -> None:
    good = Path("past/checkpoints/end.zarr.zip")
    with zipfile.ZipFile(good) as archive:
        part: Any = archive.getinfo("arrays/weight/c/0")
    content = bytearray(good.read_bytes())
    content[part.header_offset + 200] ^= 1
    file.write_bytes(content)
