"""What is installed from a wheel has the lab's page in it: it is built, never committed."""

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
NEEDED = (
    "static/lab.html",
    "static/lab.js",
    "static/lab.css",
    "static/widget.js",
    "truth.json",
    "words/en.json",
)
MOST_FIRST_LOAD = 60_000
"""Bytes over the wire (deflated) until the lab runs."""


def test_the_wheel_holds_the_page(built: None, tmp_path: Path) -> None:
    del built
    words = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(words, cwd=ROOT, check=True, capture_output=True)
    (path,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(path) as wheel:
        sizes = {each.filename: each.compress_size for each in wheel.infolist()}
    for name in NEEDED:
        assert f"neurotag/lab/{name}" in sizes
    assert not any("node_modules" in name or name.endswith((".ts", ".tsx")) for name in sizes)
    assert sum(sizes[f"neurotag/lab/static/lab.{kind}"] for kind in ("html", "js", "css")) < 5_000
    assert sizes["neurotag/lab/static/widget.js"] < MOST_FIRST_LOAD


def test_nothing_of_the_page_is_committed() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "src/neurotag/lab/static", "frontend/node_modules"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert listed.stdout == ""


def test_the_lock_names_no_address() -> None:
    lock = (ROOT / "frontend" / "package-lock.json").read_text("utf-8")
    assert '"integrity"' in lock
    assert '"resolved"' not in lock
