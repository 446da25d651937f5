"""The command line in an empty folder, and one small run for all tests of this room."""

import os
from pathlib import Path

import pytest
from tests.cli.calls import SMALL, TINY, Ended, Invoke, invoke_app


@pytest.fixture
def invoke(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Invoke:
    """Return a function that calls the command in a folder that holds the tiny life alone."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tiny.yaml").write_text(TINY)
    return invoke_app


@pytest.fixture(scope="session")
def two_brains(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ended]:
    """Return the folder in which two brains have lived, and how that ended."""
    folder = tmp_path_factory.mktemp("two")
    before = Path.cwd()
    os.chdir(folder)
    try:
        (folder / "tiny.yaml").write_text(TINY)
        words = ("tiny.yaml", "--brain", "everyday", "--brain", "vulnerable", "--seed", "3", *SMALL)
        return folder, invoke_app("run", *words, "--json")
    finally:
        os.chdir(before)
