"""``neurotag bench``: the engine beside NEST and Brian2, on this machine."""

# ruff: noqa: PLC0415 (a verb imports what it needs when it is used, so that --help is quick)

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neurotag.bench.rows import Row

EPILOG = (
    "Examples:\n\n"
    "[bold]neurotag bench[/bold]\n\n"
    "[bold]neurotag bench --networks n1,n3 --peers nest --rounds 1[/bold]\n\n"
    "[bold]neurotag bench --networks pd --scale 1 --json[/bold]\n\n"
    "[bold]neurotag bench --quick[/bold]\n\n"
    "The first time, each peer is installed into an environment of its own. A whole sitting takes about half "
    "an hour. Ends with 0, 2 on wrong input, and 130 on Ctrl-C, which keeps what was measured."
)
PEERS = ("nest", "brian2")
OUT = "bench/RESULTS.md"
QUICK_OUT = "runs/bench/RESULTS.md"


def bench(
    *,
    networks: Annotated[
        str, typer.Option(metavar="NAMES", help="Networks, with commas between them.")
    ] = "n1,n2,n2-exact,n3,n4,pd,assembly,everyday",
    peers: Annotated[
        str, typer.Option(metavar="NAMES", help="Peers to compare with: nest, brian2, or none.")
    ] = "nest,brian2",
    rounds: Annotated[int, typer.Option(metavar="N", help="How often each side runs each network.")] = 3,
    scale: Annotated[
        float, typer.Option(metavar="SHARE", help="Size of the cortical microcircuit (pd), up to 1.")
    ] = 0.1,
    threads: Annotated[
        int, typer.Option(metavar="N", help="Also run ours and NEST on so many threads; 1: on one alone.")
    ] = 2,
    growth: Annotated[
        bool, typer.Option("--growth/--no-growth", help="Also measure how cost grows, and starting times.")
    ] = True,
    quick: Annotated[
        bool, typer.Option("--quick", help="A first look: one round of networks of a tenth of their size.")
    ] = False,
    out: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            show_default=f"{OUT}; with --quick {QUICK_OUT}",
            help="The page of results; its figures go beside it.",
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the comparisons as one JSON list and nothing else.")
    ] = False,
) -> None:
    """Run the benchmark networks beside NEST and Brian2, and write what came of it."""
    from neurotag.bench.networks import NETWORKS
    from neurotag.bench.results import write_results
    from neurotag.bench.rows import rows_of
    from neurotag.bench.sitting import Sitting, hold_sitting
    from neurotag.cli.progress import show_progress

    chosen = _choose("--networks", networks, tuple(NETWORKS))
    beside = _choose("--peers", peers, PEERS) if peers.strip().lower() not in ("", "none") else ()
    _refuse_outside("--rounds", rounds, 1, 1000)
    _refuse_outside("--scale", scale, 0.01, 1.0)
    _refuse_outside("--threads", threads, 1, 64)
    place = Path(out or (QUICK_OUT if quick else OUT))
    _refuse_place(place)
    sitting = Sitting(chosen, beside, 1 if quick else rounds, threads, scale, is_quick=quick)
    with show_progress(bar=True, n_runs=1) as bar:
        draw = bar.begin("bench")

        def tell(what: str, share: float) -> None:
            draw(what, share)
            if bar.bar is None:
                typer.echo(f"neurotag: {what}", err=True)

        hold_sitting(sitting, grows=growth and not quick, progress=tell)
    rows = rows_of(sitting)
    write_results(place, sitting, rows)
    if as_json:
        typer.echo(json.dumps([row.plain() for row in rows], indent=1, allow_nan=False))
    else:
        _show(rows, place)
    for line in sitting.trouble:
        typer.echo(f"neurotag: {line}", err=True)
    raise typer.Exit(130 if sitting.is_interrupted else 0)


def _choose(option: str, text: str, there: tuple[str, ...]) -> tuple[str, ...]:
    from neurotag.description import suggest
    from neurotag.errors import InputError

    names = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    for name in names:
        if name not in there:
            raise InputError(option, f"unknown name {name!r}", suggest(name, there))
    if not names:
        raise InputError(option, "names nothing", f"Choose among {', '.join(there)}")
    return names


def _refuse_outside(option: str, value: float, least: float, most: float) -> None:
    from neurotag.errors import InputError

    if not least <= value <= most:
        raise InputError(option, f"must lie between {least:g} and {most:g} (got {value:g})", "Choose another")


def _refuse_place(place: Path) -> None:
    """Refuse a place that cannot be written, before half an hour of work."""
    from neurotag.errors import OutputError

    if place.is_dir():
        raise OutputError(str(place), "is a folder", f"Name a file, such as {OUT}")
    nearest = next(parent for parent in place.absolute().parents if parent.exists())
    if not nearest.is_dir() or not os.access(place if place.exists() else nearest, os.W_OK):
        raise OutputError(str(place), f"cannot be written (see {nearest.name!r})", "Choose another file")


def _show(rows: "Sequence[Row]", place: Path) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("network", "peer", "setting", "threads", "ratio", "least", "ours s/s", "theirs s/s")
    for row in rows:
        table.add_row(
            row.network, row.peer, row.setting, str(row.threads),
            *("" if value is None else f"{value:.3g}" for value in
              (row.ratio_median, row.ratio_min, row.ours_cpu_s, row.peer_cpu_s)),
        )  # fmt: skip
    Console().print(table)
    for row in rows:
        if row.note:
            typer.echo(f"{row.network}, {row.peer}, {row.setting}, {row.threads}: no ratio, as {row.note}")
    typer.echo(f"{place}")
