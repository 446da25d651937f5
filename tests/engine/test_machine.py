"""What the machine has: its own memory, or what a control group leaves of it."""

from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from neurotag.engine import machine

Group = Callable[[str, dict[str, str]], None]


@pytest.fixture
def group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Group:
    """Return a function that puts this process into a control group with some files."""
    own = tmp_path / "own"
    monkeypatch.setattr(machine, "CGROUPS", tmp_path / "groups")
    monkeypatch.setattr(machine, "OWN_GROUPS", own)

    def put(line: str, files: dict[str, str]) -> None:
        own.write_text(f"{line}\n")
        for name, text in files.items():
            path = tmp_path / "groups" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    return put


def own_mb() -> float:
    return float(psutil.Process().memory_info().rss) / machine.MB


def test_without_a_group_the_free_memory_counts(group: Group) -> None:
    free_mb = psutil.virtual_memory().available / machine.MB
    assert machine.available_mb() == pytest.approx(free_mb + own_mb(), rel=0.2)


@pytest.mark.parametrize("folder", ["job", "", "host/has/another/path"])
def test_a_groups_limit_counts_less_what_it_uses_but_for_its_cache(group: Group, folder: str) -> None:
    place = "job/" if folder == "job" else ""
    group(f"0::/{folder}", {
        f"{place}memory.max": str(2**28), f"{place}memory.current": str(2**27),
        f"{place}memory.stat": f"anon {2**26}\ninactive_file {2**26}\n",
    })  # fmt: skip
    assert machine.available_mb() == pytest.approx(256 - 128 + 64 + own_mb(), rel=0.05)


def test_an_older_groups_limit_counts_too(group: Group) -> None:
    group("4:cpu,memory:/job", {
        "memory/job/memory.limit_in_bytes": str(2**28), "memory/job/memory.usage_in_bytes": str(2**27),
        "memory/job/memory.stat": "total_inactive_file 0\n",
    })  # fmt: skip
    assert machine.available_mb() == pytest.approx(128 + own_mb(), rel=0.05)


def test_a_group_without_a_limit_changes_nothing(group: Group) -> None:
    group("0::/job", {"job/memory.max": "max\n", "job/memory.current": "5\n", "job/memory.stat": ""})
    assert machine.available_mb() > 256


def test_slowness_is_looked_at_once() -> None:
    assert machine.slowness() == machine.slowness() > 0
