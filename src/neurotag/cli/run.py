"""``neurotag run``: let one or more brains live a life."""

# ruff: noqa: PLC0415 (a verb imports what it needs when it is used, so that --help is quick)

from typing import Annotated, Literal

import typer

EPILOG = (
    "Examples:\n\n"
    "[bold]neurotag run stove[/bold]\n\n"
    "[bold]neurotag run mine.yaml --brain everyday --brain vulnerable --seed 7 --out runs/mine[/bold]\n\n"
    "[bold]neurotag run stove --set scale=2 --set 'projections.touch->danger.weight=0.02'[/bold]\n\n"
    "[bold]neurotag run sub-01_events.tsv --mapping heat.yaml --json[/bold]\n\n"
    "Ends with 0 when the whole life was lived, 2 on wrong input, 3 when a brain ran away (a seizure), "
    "and 130 on Ctrl-C, which keeps what was lived so far."
)
ON_BOTH = "What it runs"
ON_PLACE = "What it leaves"


def run(
    life: Annotated[
        str,
        typer.Argument(
            metavar="LIFE",
            show_default=False,
            help="A built-in life (see [bold]neurotag lives[/bold]), a YAML file, or a BIDS events.tsv.",
        ),
    ],
    *,
    brain: Annotated[
        list[str],
        typer.Option(
            "--brain", "-b", metavar="BRAIN", rich_help_panel=ON_BOTH,
            help="A built-in brain or a YAML file; several run one after the other, shown side by side.",
        ),
    ] = ["everyday"],  # noqa: B006 (typer reads it and never changes it)
    seed: Annotated[
        int,
        typer.Option(
            metavar="N", rich_help_panel=ON_BOTH,
            help="Draws the connections and the background; the same seed gives the same run, bit for bit.",
        ),
    ] = 0,
    assignments: Annotated[
        list[str],
        typer.Option(
            "--set", metavar="PATH=VALUE", show_default=False, rich_help_panel=ON_BOTH,
            help="Change one value of the brain (scale=2, regions.fear.n_excitatory=400), of the life "
            "(life.events.stove.events.1.load=0.5) or of the watch (watch.chunk_ms=50). Repeat it for more.",
        ),
    ] = [],  # noqa: B006
    mapping: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", rich_help_panel=ON_BOTH,
            help="For an events.tsv: a YAML file that says which rows become which events.",
        ),
    ] = None,
    threads: Annotated[
        int | None,
        typer.Option(metavar="N", show_default="up to 4", rich_help_panel=ON_BOTH,
                     help="Processors to use; the result is the same for any number."),
    ] = None,
    out: Annotated[
        str | None,
        typer.Option(
            metavar="DIR", show_default="runs/<life>-<brain>-seed<N>", rich_help_panel=ON_PLACE,
            help="The run folder: run.json, recording.zarr and report.html. A run that is there is replaced.",
        ),
    ] = None,
    report: Annotated[
        bool, typer.Option("--report/--no-report", rich_help_panel=ON_PLACE, help="Write report.html.")
    ] = True,
    budget_mb: Annotated[
        float | None,
        typer.Option(metavar="MB", show_default="512", rich_help_panel=ON_PLACE,
                     help="Most space the spikes of one brain may take; the run goes on without them."),
    ] = None,
    as_json: Annotated[
        bool,
        typer.Option("--json", rich_help_panel=ON_PLACE,
                     help="Print one JSON object (for several brains a list) and nothing else on stdout."),
    ] = False,
    progress: Annotated[
        Literal["auto", "off"],
        typer.Option(rich_help_panel=ON_PLACE, help="Show a progress bar on a terminal, or nothing."),
    ] = "auto",
) -> None:  # fmt: skip
    """Let one or more brains live a life, measure what it leaves in them, and write a report."""
    from neurotag.cli.perform import perform
    from neurotag.cli.plan import make_plan
    from neurotag.cli.show import show_notes, show_results

    plan = make_plan(
        life, brain, seed=seed, assignments=assignments, mapping=mapping, out=out, threads=threads,
        budget_mb=budget_mb, with_report=report,
    )  # fmt: skip
    show_notes(plan)
    results = perform(plan, bar=progress == "auto")
    show_results(plan, results, as_json=as_json)
    raise typer.Exit(max(result.exit_code for result in results))
