"""``neurotag forecast``: how long a run will take, and how much memory, without running it."""

# ruff: noqa: PLC0415 (a verb imports what it needs when it is used, so that --help is quick)

from typing import Annotated, Any

import typer

EPILOG = (
    "Example: [bold]neurotag forecast stove --set scale=8[/bold]\n\n"
    "Times are right within a factor of two where a brain fires as the built-in ones do, and memory within "
    "30 %. The report and, on the very first run, the compiling of the kernels take half a minute more."
)


def forecast(
    life: Annotated[
        str,
        typer.Argument(
            metavar="LIFE", show_default=False,
            help="A built-in life, a YAML file, or a BIDS events.tsv, as for [bold]neurotag run[/bold].",
        ),
    ] = "",
    *,
    brain: Annotated[
        list[str],
        typer.Option("--brain", "-b", metavar="BRAIN", show_default="everyday",
                     help="A built-in brain or a YAML file; several as for run."),
    ] = [],  # noqa: B006 (typer reads it and never changes it)
    past: Annotated[
        str | None, typer.Option("--from", metavar="CHECKPOINT", help="What the run would go on from.")
    ] = None,
    assignments: Annotated[
        list[str],
        typer.Option("--set", metavar="PATH=VALUE", show_default=False,
                     help="Change one value of the brain, the life or the watch, as for run."),
    ] = [],  # noqa: B006
    mapping: Annotated[
        str | None, typer.Option(metavar="FILE", help="For an events.tsv, as for run.")
    ] = None,
    threads: Annotated[
        int | None, typer.Option(metavar="N", show_default="up to 4", help="Processors to use.")
    ] = None,
    report: Annotated[
        bool, typer.Option("--report/--no-report", help="Count the memory that report.html takes.")
    ] = True,
    budget_mb: Annotated[
        float | None,
        typer.Option(metavar="MB", show_default="512", help="Most space the spikes of one brain may take."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object (for several brains a list).")
    ] = False,
) -> None:  # fmt: skip
    """Predict how long a run will take and how much memory, without running it."""
    from neurotag.cli.foresee import describe, foresee
    from neurotag.cli.plan import make_plan

    plan = make_plan(
        life, brain, seed=None, assignments=assignments, mapping=mapping, out=None, threads=threads,
        budget_mb=budget_mb, with_report=report, past=past,
    )  # fmt: skip
    _show([describe(plan, each) for each in foresee(plan)], as_json=as_json)


def _show(rows: list[dict[str, Any]], *, as_json: bool) -> None:
    import json

    from neurotag.cli.table import show_rows

    if as_json:
        one = rows[0] if len(rows) == 1 else rows
        typer.echo(json.dumps(one, ensure_ascii=False, allow_nan=False))
        return
    headings = {
        "brain": "brain", "scale": "scale", "neurons": "neurons", "synapses": "synapses",
        "simulated": "simulated", "takes": "takes", "memory": "memory", "fits": "fits",
    }  # fmt: skip
    show_rows([_in_words(row) for row in rows], headings, as_json=False)


def _in_words(row: dict[str, Any]) -> dict[str, Any]:
    from neurotag.engine.forecast import say_mb, say_s

    smaller = "" if row["largest_scale"] is None else f"; scale {row['largest_scale']:g} does"
    return {
        "brain": row["brain"],
        "scale": row["scale"],
        "neurons": f"{row['n_neurons']:,}",
        "synapses": f"{row['n_synapses'] / 1e6:.1f} M",
        "simulated": say_s(row["simulated_s"]),
        "takes": say_s(row["wall_s"]),
        "memory": say_mb(row["memory_mb"]),
        "fits": "yes" if row["fits"] else f"no{smaller}",
    }
