import re
import subprocess
from pathlib import Path
from typing import Any, get_args

import pytest

from neurotag.bench.peers import install
from neurotag.errors import InputError

PEERS: tuple[install.Peer, ...] = get_args(install.Peer)


class FakePip:
    """Stands for every command: notes it, and ends as it is told."""

    def __init__(self) -> None:
        self.commands: list[list[str]] = []
        self.status = 0
        self.stderr = ""

    def __call__(self, command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        self.commands.append(command)
        return subprocess.CompletedProcess(command, self.status, "", self.stderr)


@pytest.fixture
def pip(monkeypatch: pytest.MonkeyPatch) -> FakePip:
    fake = FakePip()
    monkeypatch.setattr("subprocess.run", fake)
    return fake


@pytest.fixture
def cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Make the user's cache a fresh folder, and an environment nothing but its python."""
    monkeypatch.setattr(install, "user_cache_path", lambda *_, **__: tmp_path)
    monkeypatch.setattr("venv.create", _make_python)
    return tmp_path / "peers"


@pytest.mark.parametrize("peer", PEERS)
def test_requirements_are_pinned_with_hashes_and_name_no_address(peer: install.Peer) -> None:
    text = install.requirements(peer).read_text("utf-8")
    pins = re.findall(r"^\S+==\S+", text, re.MULTILINE)
    assert pins
    assert text.count("--hash=sha256:") >= len(pins)
    assert "://" not in text
    assert "--index" not in text


@pytest.mark.parametrize("peer", PEERS)
def test_requirements_pin_what_is_wanted(peer: install.Peer) -> None:
    wanted = install.requirements(peer).with_suffix(".in").read_text("utf-8")
    assert f"{install.PACKAGES[peer]}=={install.version(peer)}" in wanted.splitlines()


@pytest.mark.parametrize("peer", PEERS)
def test_environment_is_made_once(cache: Path, pip: FakePip, peer: install.Peer) -> None:
    assert not install.is_installed(peer)
    python = install.environment(peer)
    assert python.exists()
    assert python.is_relative_to(cache / f"{peer}-{install.version(peer)}")
    assert install.environment(peer) == python
    assert install.is_installed(peer)
    assert len(pip.commands) == 1
    assert "--require-hashes" in pip.commands[0]


def test_environment_leaves_nothing_else_behind(cache: Path, pip: FakePip) -> None:
    install.environment("nest")
    pip.status = 1
    with pytest.raises(InputError):
        install.environment("brian2")
    assert [place.name for place in cache.iterdir()] == [f"nest-{install.version('nest')}"]


@pytest.mark.usefixtures("cache")
def test_environment_says_what_pip_said(pip: FakePip) -> None:
    pip.status, pip.stderr = 1, "WARNING: retrying\nERROR: No matching distribution found for cython\n"
    with pytest.raises(InputError, match=r"NEST.*No matching distribution found for cython"):
        install.environment("nest")


@pytest.mark.usefixtures("pip")
def test_environment_is_built_anew_when_it_is_half_there(cache: Path) -> None:
    half = cache / f"nest-{install.version('nest')}"
    half.mkdir(parents=True)
    (half / "left over").write_text("", "ascii")
    assert install.environment("nest").exists()
    assert not (half / "left over").exists()


@pytest.mark.usefixtures("cache")
def test_environment_is_built_anew_when_its_python_is_gone(pip: FakePip) -> None:
    install.environment("nest").unlink()
    assert install.environment("nest").exists()
    assert len(pip.commands) == 2


@pytest.mark.usefixtures("cache")
def test_environment_is_built_anew_for_other_requirements(
    pip: FakePip, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    install.environment("nest")
    other = tmp_path / "other.txt"
    other.write_text(f"nest-simulator=={install.version('nest')}\n", "ascii")
    monkeypatch.setattr(install, "requirements", lambda _: other)
    install.environment("nest")
    assert len(pip.commands) == 2


@pytest.mark.usefixtures("cache")
def test_environment_says_when_python_has_no_venv(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise subprocess.CalledProcessError(1, ["python", "-m", "ensurepip"])

    monkeypatch.setattr("venv.create", refuse)
    with pytest.raises(InputError, match="ensurepip"):
        install.environment("nest")


def test_environment_says_when_the_cache_cannot_be_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    blocked = tmp_path / "a file"
    blocked.write_text("", "ascii")
    monkeypatch.setattr(install, "user_cache_path", lambda *_, **__: blocked)
    with pytest.raises(InputError, match="cannot be written"):
        install.environment("nest")


def _make_python(folder: Path, **_: Any) -> None:
    python = install._python(folder)
    python.parent.mkdir(parents=True)
    python.write_text("", "ascii")
