"""Wrong input: one sentence that names the place, exit code 2, and nothing written or simulated."""

import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.cli.calls import Invoke

from neurotag.errors import CompileError

TABLE = "onset\tduration\ttrial_type\n1\t2\theat\n"
RULE = "name: m\nrows:\n  - {where: {trial_type: heat}, event: {kind: heat, site: arm, intensity: 0.5}}\n"


@dataclass(frozen=True)
class Refusal:
    """Words after ``neurotag run``, the files that are there, and what is said."""

    words: tuple[str, ...]
    says: tuple[str, ...]
    files: dict[str, str] = field(default_factory=dict)


def _life(event: str, *says: str) -> Refusal:
    return Refusal(("x.yaml",), says, {"x.yaml": f"name: x\nevents:\n  - {event}\n"})


def _table(table: str, mapping: str, *says: str) -> Refusal:
    return Refusal(("e.tsv", "--mapping", "m.yaml"), says, {"e.tsv": table, "m.yaml": mapping})


def _stove(*words: str, says: tuple[str, ...], **files: str) -> Refusal:
    return Refusal(("stove", *words), says, {name.replace("_", "."): text for name, text in files.items()})


REFUSALS = {
    "an unknown field": _life(
        "{kind: touch, site: back, presure: 1}",
        "x.yaml.events[0].presure: unknown field. Did you mean 'pressure'?",
    ),
    "an unknown kind": _life(
        "{kind: tuch, site: back}", "x.yaml.events[0]", "'tuch'", "Did you mean 'touch'?"
    ),
    "an unknown site": _life("{kind: touch, site: bak}", "events[0].site", "'bak'", "Did you mean 'back'?"),
    "a negative duration": _life(
        "{kind: rest, duration_s: -1}", "x.yaml.events[0].duration_s: must be", "got -1"
    ),
    "a probe inside an event": _life(
        "{kind: touch, site: back, duration_s: 4}\n"
        "  - {kind: probe, name: p, at_s: 1, events: [{kind: rest}]}",
        "x.yaml.events[1]",
        "the probe 'p' at 1 s falls inside events[0] (touch, 0 to 4 s)",
    ),
    "a list": Refusal(("x.yaml",), ("x.yaml: must hold a mapping of fields",), {"x.yaml": "- a\n"}),
    "no yaml": Refusal(("x.yaml",), ("x.yaml, line 2",), {"x.yaml": "a: [1\nb: 2\n"}),
    "a file that is not there": Refusal(("x.yaml",), ("x.yaml: there is no such file.",)),
    "an unknown life": Refusal(("stov",), ("life 'stov'", "Did you mean 'stove'?")),
    "an unknown brain": _stove("--brain", "evryday", says=("brain 'evryday'", "Did you mean 'everyday'?")),
    "half a brain": _stove("--brain", "b.yaml", b_yaml="name: b\n", says=("b.yaml.", "required")),
    "an unknown region": _stove(
        "--set", "awareness_region=mind", says=("--set awareness_region=mind: unknown region 'mind'.",)
    ),
    "a brain twice": _stove(
        "--brain", "everyday", "--brain", "everyday", says=("--brain: two brains are named 'everyday'.",)
    ),
    "a wrong path": _stove(
        "--set", "regions.fear.n_excitatry=3", says=("Did you mean 'regions.fear.n_excitatory'?",)
    ),
    "a wrong value": _stove("--set", "scale=-1", says=("--set scale=-1: must be", "(got -1)")),
    "a wrong value in the life": _stove(
        "--set",
        "life.events.stove.events.1.load=9",
        says=("--set life.events.stove.events.1.load=9: must be",),
    ),
    "a value that is no pair": _stove("--set", "scale", says=("--set scale: must be path=value.",)),
    "a negative seed": _stove("--seed", "-1", says=("--seed: must be at least 0 (got -1).",)),
    "a huge seed": _stove("--seed", "9" * 20, says=("--seed: must be at most ",)),
    "no threads": _stove("--threads", "0", says=("--threads: must be at least 1 (got 0).",)),
    "no budget": _stove("--budget-mb", "-5", says=("--budget-mb: must be at least 0.001 (got -5).",)),
    "no finite budget": _stove(
        "--budget-mb", "nan", says=("--budget-mb: must be at least 0.001 (got nan).",)
    ),
    "an output that is a file": _stove("--out", "o.txt", o_txt="mine", says=("o.txt: 'o.txt' is a file",)),
    "an output under a file": _stove("--out", "o.txt/a", o_txt="mine", says=("o.txt/a: 'o.txt' is a file",)),
    "an output with other things": _stove(
        "--out", ".", o_txt="mine", says=(".: holds 'o.txt' and is no run",)
    ),
    "a table without a mapping": Refusal(
        ("e.tsv",), ("e.tsv: an events file needs a mapping",), {"e.tsv": TABLE}
    ),
    "a mapping that is not there": Refusal(
        ("e.tsv", "--mapping", "m.yaml"), ("m.yaml: there is no such file.",), {"e.tsv": TABLE}
    ),
    "a mapping without a table": _stove("--mapping", "m.yaml", says=("--mapping: is for an events.tsv",)),
    "a table that is not there": Refusal(
        ("e.tsv", "--mapping", "m.yaml"), ("e.tsv: there is no such file.",), {"m.yaml": RULE}
    ),
    "a table without onset": _table("when\tduration\n1\t2\n", RULE, "e.tsv, line 1: has no column 'onset'"),
    "a table with n/a as onset": _table(
        TABLE.replace("1\t", "n/a\t"), RULE, "e.tsv, line 2: onset must be a number of seconds (got 'n/a')"
    ),
    "a table with a word as duration": _table(
        TABLE.replace("\t2", "\tlong"),
        RULE,
        "e.tsv, line 2: duration must be a number of seconds (got 'long')",
    ),
    "a mapping with a column that is not there": _table(
        TABLE, RULE.replace("trial_type", "trial"), "m.yaml.rows[0].where.trial: e.tsv has no column 'trial'"
    ),
    "a mapping that fits no row": _table(
        TABLE, RULE.replace("heat}", "cold}"), "e.tsv: none of its 1 rows fits a rule of m.yaml"
    ),
    "a mapping with an unknown field": _table(TABLE, f"{RULE}titel: x\n", "m.yaml.titel: unknown field."),
    "a row at an unknown site": _table(
        TABLE, RULE.replace("arm", "arn"), "events[0].site", "Did you mean 'arm'?"
    ),
}


@pytest.mark.parametrize("refusal", REFUSALS.values(), ids=REFUSALS)
@pytest.mark.parametrize("more", [(), ("--json",)], ids=["words", "json"])
def test_run_refuses(invoke: Invoke, refusal: Refusal, more: tuple[str, ...]) -> None:
    _write(refusal)
    ended = invoke("run", *refusal.words, *more)
    assert (ended.code, ended.stdout) == (2, "")
    assert [part for part in refusal.says if part not in ended.stderr] == []
    assert ended.stderr.startswith("neurotag: ")
    assert ended.stderr.count("\n") == 1


@pytest.mark.parametrize("refusal", REFUSALS.values(), ids=REFUSALS)
def test_run_leaves_nothing_when_it_refuses(invoke: Invoke, refusal: Refusal) -> None:
    _write(refusal)
    before = sorted(Path().rglob("*"))
    invoke("run", *refusal.words)
    assert sorted(Path().rglob("*")) == before


@pytest.mark.parametrize(
    "name", ["an unknown site", "a file that is not there", "a wrong path", "a negative seed"]
)
def test_process_refuses_without_a_traceback(tmp_path: Path, name: str) -> None:
    for file, text in REFUSALS[name].files.items():
        (tmp_path / file).write_text(text)
    command = [
        sys.executable,
        "-c",
        "from neurotag.cli.main import main; main()",
        "run",
        *REFUSALS[name].words,
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith("neurotag: ")


def test_run_removes_its_temporary_folder_when_the_engine_refuses(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_words: object, **_more: object) -> None:
        raise CompileError("projection a->b.delay_ms", "must be at least 1 (got 0)", "Lengthen the delay")

    monkeypatch.setattr("neurotag.cli.perform.simulate", refuse)
    before = sorted(Path().rglob("*"))
    ended = invoke("run", "tiny.yaml", "--out", "runs/x")
    assert ended.code == 2
    assert sorted(Path().rglob("*")) == before


def _write(refusal: Refusal) -> None:
    Path("tiny.yaml").unlink()
    for name, text in refusal.files.items():
        Path(name).write_text(text)
