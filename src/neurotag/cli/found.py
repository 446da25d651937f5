"""What a search says when it ends: a sentence, a table and notes, or JSON for a program."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import typer
from rich.console import Console
from rich.table import Table

from neurotag.neurotags import describe_dial, describe_vital
from neurotag.neurotags.probing import say_counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from neurotag.neurotags import Neurotag, Neurotags
    from neurotag.neurotags.probing import Dial

MOST_ROWS, MOST_NAMED, MOST_REGIONS, MOST_VITALS = 20, 8, 3, 5
"""Neurotags, members of each, regions of each and vitals that a terminal shows."""

FIRST_VITALS = ("mass", "precision", "reach", "rate_per_min", "ignition_threshold", "latency_ms")
"""Vitals that come first, where they are known."""

ABSENT = "–"


def show_found(found: Neurotags, targets: Sequence[tuple[str, Path]], *, as_json: bool) -> None:
    """Print what was found, and where it was written to.

    Parameters
    ----------
    found : Neurotags
        What was found.
    targets : sequence of (str, Path)
        What was written, in a word, and where.
    as_json : bool
        Print one JSON object and nothing else.
    """
    if as_json:
        typer.echo(json.dumps(found.as_json(), ensure_ascii=False, allow_nan=False))
        return
    typer.echo(found.sentence())
    if found.found:
        _print_table(found)
        _print_members(found)
        for neurotag in found.found:
            if neurotag.dials:
                show_dials(f"neurotag {neurotag.id}", neurotag.dials)
    for note in found.notes:
        typer.echo(note)
    for word, path in targets:
        typer.echo(f"{word}: {path}")


def choose_vitals(found: Neurotags) -> list[str]:
    """Return the vitals that a terminal has room for: of those that are known, the first."""
    known = [
        name for neurotag in found.found for name, vital in neurotag.vitals.items() if vital.value is not None
    ]
    order = [*(name for name in FIRST_VITALS if name in known), *known]
    return list(dict.fromkeys(order))[:MOST_VITALS]


def _print_table(found: Neurotags) -> None:
    vitals = choose_vitals(found)
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for heading in ("Id", "Members"):
        table.add_column(heading, justify="right")
    if found.trains.regions is not None:
        table.add_column("Regions", overflow="fold")
    table.add_column("p", justify="right", no_wrap=True)
    for name in vitals:
        meaning = describe_vital(name)
        table.add_column(f"{meaning.title}\n{meaning.unit}", justify="right")
    for neurotag in found.found[:MOST_ROWS]:
        regions = [] if found.trains.regions is None else [_say_regions(neurotag, found.trains.regions)]
        cells = [_say_vital(neurotag, name) for name in vitals]
        table.add_row(str(neurotag.id), str(neurotag.n_members), *regions, _say_p(neurotag.p), *cells)
    Console().print(table)
    n_more = len(found.found) - MOST_ROWS
    if n_more > 0:
        typer.echo(f"and {n_more} more; --json has them all.")


def show_dials(name: str, dials: Mapping[str, Dial]) -> None:
    """Print the four changes of a neurotag since birth, with their intervals and chances."""
    typer.echo(f"What changed in {name} since birth (95 %; p against random sets):")
    for key, dial in dials.items():
        meaning = describe_dial(key)
        is_sure = dial.low is not None and dial.high is not None
        interval = f" ({dial.low:.3g} to {dial.high:.3g})" if is_sure else ""
        value = ABSENT if dial.value is None else f"{dial.value:.3g} {meaning.unit}{interval}"
        value = say_counted(dial) or value
        p = "" if dial.p is None else f", p {_say_p(dial.p)}"
        typer.echo(f"  {meaning.title}: {value}{p}")


def _print_members(found: Neurotags) -> None:
    typer.echo("Members, strongest first, with their weights:")
    for neurotag in found.found[:MOST_ROWS]:
        order = np.argsort(-neurotag.weights, kind="stable")[:MOST_NAMED]
        ids = found.ids_of(neurotag)
        named = ", ".join(f"{ids[at]} ({neurotag.weights[at]:.2f})" for at in order)
        n_more = neurotag.n_members - len(order)
        typer.echo(f"  {neurotag.id}: {named}{f', and {n_more} more' if n_more else ''}")


def _say_regions(neurotag: Neurotag, regions: Sequence[str]) -> str:
    names, counts = np.unique([regions[at] for at in neurotag.members], return_counts=True)
    order = np.argsort(-counts, kind="stable")
    most = ", ".join(f"{names[at]} {counts[at]}" for at in order[:MOST_REGIONS])
    return f"{most}{f', {len(names) - MOST_REGIONS} more' if len(names) > MOST_REGIONS else ''}"


def _say_vital(neurotag: Neurotag, name: str) -> str:
    vital = neurotag.vitals.get(name)
    return ABSENT if vital is None or vital.value is None else f"{vital.value:.3g}"


def _say_p(p: float) -> str:
    return "< 1e-12" if p < 1e-12 else f"{p:.2g}"
