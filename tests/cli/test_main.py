"""The command by itself: help, version, and how wrong words are answered."""

import subprocess
import sys

import pytest
from tests.cli.calls import Invoke

from neurotag.cli.main import app

VERBS = ("run", "find", "track", "claims", "lab", "forecast", "lives", "brains", "new", "schema", "bench")
WRONG = {
    "an unknown verb": (("rn",), "neurotag: No such command 'rn'. Did you mean 'run'? See neurotag --help."),
    "an unknown option": (("run", "stove", "--sed", "1"), "neurotag: No such option: --sed"),
    "a missing life": (("run",), "neurotag: LIFE: is missing. Name a life, or a checkpoint with --from."),
    "a word as seed": (("run", "stove", "--seed", "one"), "neurotag: --seed: must be a valid integer"),
    "an unknown progress": (
        ("run", "stove", "--progress", "on"),
        "neurotag: --progress: 'on' is not one of 'auto', 'off'. See neurotag run --help.",
    ),
    "an unknown schema": (
        ("schema", "lif"),
        "neurotag: what: 'lif' is not one of 'life', 'brain', 'mapping'.",
    ),
}


def test_command_alone_shows_help(invoke: Invoke) -> None:
    ended = invoke()
    assert ended.code == 0
    assert all(verb in ended.stdout for verb in VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_help_of_each_verb_holds_an_example(invoke: Invoke, verb: str) -> None:
    ended = invoke(verb, "--help")
    assert ended.code == 0
    assert f"neurotag {verb}" in ended.stdout.split("Example")[-1]


def test_version_names_the_package(invoke: Invoke) -> None:
    ended = invoke("--version")
    assert (ended.code, ended.stdout.split()[0]) == (0, "neurotag")


@pytest.mark.parametrize(("words", "sentence"), WRONG.values(), ids=WRONG)
def test_command_answers_wrong_words_in_one_line(
    invoke: Invoke, words: tuple[str, ...], sentence: str
) -> None:
    ended = invoke(*words)
    assert (ended.code, ended.stdout) == (2, "")
    assert ended.stderr.startswith(sentence)
    assert ended.stderr.count("\n") == 1


def test_help_loads_nothing_that_is_slow() -> None:
    code = (
        "import sys\n"
        "from neurotag.cli.main import main\n"
        "sys.argv = ['neurotag', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "slow = {'numpy', 'numba', 'zarr', 'matplotlib', 'neurotag.brain', 'neurotag.engine'}\n"
        "sys.exit(','.join(slow & set(sys.modules)) or None)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_command_lets_what_is_not_the_users_fault_be_seen(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_name: str) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("neurotag.brain.load_brain", fail)
    with pytest.raises(ZeroDivisionError):
        invoke("brains")


def test_app_names_every_verb() -> None:
    names = [
        command.name or command.callback.__name__ for command in app.registered_commands if command.callback
    ]
    assert tuple(names) == VERBS
