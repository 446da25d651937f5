"""Progress goes to stderr: a bar on a terminal, one line elsewhere, nothing when switched off."""

import pytest
from rich.progress import Progress as Bar

from neurotag.cli.progress import show_progress

COMPILING = "compiling kernels (first run on this machine, under a minute)"


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")


def test_progress_off_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with show_progress(bar=False, n_runs=1) as progress:
        progress.begin("everyday")(COMPILING, 0.0)
    assert capsys.readouterr() == ("", "")


def test_progress_without_a_terminal_says_once_that_it_compiles(capsys: pytest.CaptureFixture[str]) -> None:
    with show_progress(bar=True, n_runs=2) as progress:
        for name in ("everyday", "vulnerable"):
            progress.begin(name)(COMPILING, 0.0)
            progress.begin(name)("living stove", 0.5)
    assert capsys.readouterr() == ("", f"neurotag: {COMPILING}\n")


@pytest.mark.usefixtures("terminal")
def test_progress_on_a_terminal_shows_the_phase(capsys: pytest.CaptureFixture[str]) -> None:
    with show_progress(bar=True, n_runs=1) as progress:
        progress.begin("everyday")("living stove", 0.5)
    out, err = capsys.readouterr()
    assert out == ""
    assert "living stove" in err


@pytest.mark.usefixtures("terminal")
def test_progress_of_two_runs_names_the_brain_and_counts_both() -> None:
    with show_progress(bar=True, n_runs=2) as progress:
        progress.begin("everyday")("living stove", 1.0)
        progress.begin("vulnerable")("living stove", 0.5)
        assert isinstance(progress.bar, Bar)
        task = progress.bar.tasks[0]
        assert (task.description, task.completed) == ("vulnerable: living stove", 0.75)
