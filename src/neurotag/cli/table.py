"""Rows as a table for a reader, or as JSON for a program."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def show_rows(rows: Sequence[Mapping[str, Any]], headings: Mapping[str, str], *, as_json: bool) -> None:
    """Print rows on stdout.

    Parameters
    ----------
    rows : sequence of mapping
        The rows.
    headings : mapping of str to str
        Field of a row, and what a reader calls it.
    as_json : bool
        Print a JSON list instead of a table.
    """
    if as_json:
        typer.echo(json.dumps(list(rows), ensure_ascii=False, allow_nan=False))
        return
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for field, heading in headings.items():
        is_number = all(isinstance(row[field], int | float) for row in rows)
        table.add_column(heading, justify="right" if is_number else "left", overflow="fold")
    for row in rows:
        table.add_row(*(_text(row[field]) for field in headings))
    Console().print(table)


def _text(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return f"{value:g}" if isinstance(value, float) else str(value)
