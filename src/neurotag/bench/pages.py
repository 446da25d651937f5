"""What the pages of results are made of: tables, numbers, and the name of the machine."""

from __future__ import annotations

import platform
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def render_table(title: str, names: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """Return a heading and a table in Markdown; nothing where there are no lines."""
    rows = [_line(cells) for cells in lines]
    return "\n".join([f"## {title}", "", _line(names), _line(["---"] * len(names)), *rows]) if rows else ""


def say_number(value: float | None) -> str:
    """Return a number in three figures, whole from 1000 on; nothing where there is none."""
    return "" if value is None else f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"


def name_processor() -> str:
    """Return what the processor calls itself, with its cache where the system says so."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    caches = [line.split(":", 1)[1].strip() for line in lines if line.startswith("cache size")]
    name = names[0] if names else platform.processor() or platform.machine()
    return f"{name} with {caches[0]} of cache" if caches else name


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
