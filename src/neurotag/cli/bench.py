"""``neurotag bench``: the engine beside NEST and Brian2, on this machine."""

# ruff: noqa: PLC0415 (a verb imports what it needs when it is used, so that --help is quick)

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

EPILOG = (
    "Examples:\n\n"
    "[bold]neurotag bench[/bold]\n\n"
    "[bold]neurotag bench --networks n1,n3 --peers nest --rounds 1[/bold]\n\n"
    "[bold]neurotag bench --networks pd --scale 1 --json[/bold]\n\n"
    "The first time, each peer is installed into an environment of its own. A whole sitting takes about half "
    "an hour; Ctrl-C keeps what was measured."
)
PEERS = ("nest", "brian2")
SHOWN = ("note",)


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
    growth: Annotated[
        bool, typer.Option("--growth/--no-growth", help="Also measure how cost grows, and starting times.")
    ] = True,
    out: Annotated[
        str, typer.Option(metavar="FILE", help="The page of results; its figures go beside it.")
    ] = "bench/RESULTS.md",
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the comparisons as one JSON list and nothing else.")
    ] = False,
) -> None:
    """Run the benchmark networks beside NEST and Brian2, and write what came of it."""
    from neurotag.bench import NETWORKS, hold_sitting, rows_of, write_results
    from neurotag.bench.results import Results
    from neurotag.bench.scaling import measure_growth
    from neurotag.bench.starting import measure_starting
    from neurotag.cli.progress import show_progress

    chosen = _choose("--networks", networks, tuple(NETWORKS))
    beside = _choose("--peers", peers, PEERS) if peers.strip().lower() not in ("", "none") else ()
    _refuse_outside("--rounds", rounds, 1, 1000)
    _refuse_outside("--scale", scale, 0.01, 1.0)
    place = Path(out)
    _refuse_folder(place)
    with show_progress(bar=True, n_runs=1) as bar:
        tell = bar.begin("bench")
        sitting = hold_sitting(chosen, beside, rounds=rounds, scale=scale, progress=tell)
        rows = rows_of(sitting.answers)
        growths = measure_growth(tell) if growth else None
        starting = measure_starting() if growth else None
    write_results(place, Results(sitting, rows, growths, starting, rounds))
    if as_json:
        typer.echo(json.dumps([_plain(asdict(row)) for row in rows], indent=1))
    else:
        _show(rows, place)
    for line in sitting.trouble:
        typer.echo(f"neurotag: {line}", err=True)


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


def _refuse_folder(place: Path) -> None:
    from neurotag.errors import OutputError

    if place.is_dir():
        raise OutputError(str(place), "is a folder", "Name a file, such as bench/RESULTS.md")


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in SHOWN}


def _show(rows: list[Any], place: Path) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("network", "peer", "setting", "threads", "ratio", "least", "ours s/s", "theirs s/s", "")
    for row in rows:
        table.add_row(
            row.network, row.peer, row.setting, str(row.threads),
            *("" if value is None else f"{value:.3g}" for value in
              (row.ratio_median, row.ratio_min, row.ours_cpu_s, row.peer_cpu_s)),
            row.note,
        )  # fmt: skip
    Console().print(table)
    typer.echo(f"{place}")
