"""Where a peer lives: a virtual environment of its own under the user's cache, made when first asked for.

A peer's requirements are pinned with hashes and stand beside this file, so that an installed package has
them. They are compiled by ``make lock`` from the ``.in`` file of the same name.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
import venv
from pathlib import Path
from typing import Literal

from platformdirs import user_cache_path

from neurotag.errors import InputError

Peer = Literal["nest", "brian2", "elephant"]

NAMES: dict[Peer, str] = {"nest": "NEST", "brian2": "Brian2", "elephant": "Elephant"}
PACKAGES: dict[Peer, str] = {"nest": "nest-simulator", "brian2": "brian2", "elephant": "elephant"}
STAMP = "neurotag-requirements.sha256"


def requirements(peer: Peer) -> Path:
    """Return the file of a peer's pinned requirements."""
    return Path(__file__).with_name(f"peer-{peer}.txt")


def version(peer: Peer) -> str:
    """Return the version of a peer that its requirements pin."""
    found = re.search(rf"^{PACKAGES[peer]}==([\w.]+)", requirements(peer).read_text("utf-8"), re.MULTILINE)
    if found is None:
        raise InputError(str(requirements(peer)), f"does not pin {PACKAGES[peer]}", "Run make lock")
    return found[1]


def environment(peer: Peer) -> Path:
    """Return the python of a peer's environment, and make that environment if it is not there.

    It is built beside its place and moved there when it is whole. One that was built from other requirements,
    or whose python is gone, is built anew.

    Parameters
    ----------
    peer : {"nest", "brian2", "elephant"}
        Whose.

    Returns
    -------
    Path
        The python that can import the peer.

    Raises
    ------
    InputError
        If the environment cannot be made or filled: no venv module, no network, no wheel for this machine.
    """
    folder, digest = _folder(peer), _digest(peer)
    if not _is_whole(folder, digest):
        _build(peer, folder, digest)
    return _python(folder)


def is_installed(peer: Peer) -> bool:
    """Return whether a peer's environment is there, whole and of today's requirements."""
    return _is_whole(_folder(peer), _digest(peer))


def _folder(peer: Peer) -> Path:
    return user_cache_path("neurotag", appauthor=False) / "peers" / f"{peer}-{version(peer)}"


def _digest(peer: Peer) -> str:
    return hashlib.sha256(requirements(peer).read_bytes()).hexdigest()


def _python(folder: Path) -> Path:
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _is_whole(folder: Path, digest: str) -> bool:
    try:
        stamped = (folder / STAMP).read_text("ascii")
    except OSError:
        return False
    return stamped == digest and _python(folder).exists()


def _build(peer: Peer, folder: Path, digest: str) -> None:
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise InputError(str(folder), f"cannot be written ({error.strerror})", "Free the place") from None
    try:
        _make(peer, partial)
        _fill(peer, partial)
        (partial / STAMP).write_text(digest, "ascii")
        # A python finds its environment from where it stands, so a moved one works. Its scripts do not; none
        # of them is used.
        if not _is_whole(folder, digest):
            shutil.rmtree(folder, ignore_errors=True)
            partial.rename(folder)
    except OSError as error:
        # Another process may have been faster: then its environment is as good.
        if not _is_whole(folder, digest):
            raise InputError(str(folder), f"cannot be written ({error.strerror})", "Free the place") from None
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _make(peer: Peer, folder: Path) -> None:
    try:
        venv.create(folder, with_pip=True, symlinks=os.name != "nt")
    except subprocess.CalledProcessError:
        raise InputError(
            f"the environment of {NAMES[peer]}",
            "python cannot make one: its venv or ensurepip module is missing",
            "Install it (Debian: apt install python3-venv)",
        ) from None


def _fill(peer: Peer, folder: Path) -> None:
    command = [str(_python(folder)), "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
    # Wheels only: to build one would run code that no hash vouches for.
    command += ["--require-hashes", "--only-binary", ":all:", "--requirement", str(requirements(peer))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise InputError(
            f"the environment of {NAMES[peer]} {version(peer)}",
            f"pip could not install it: {last_line(done.stderr)}",
            "Look at the network, or compare without this peer",
        )


def last_line(text: str) -> str:
    """Return the last line that says anything, without its full stop."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1].rstrip(".") if lines else "it said nothing"
