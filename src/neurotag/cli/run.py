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
    "[bold]neurotag run therapy.yaml --from runs/stove --seed 8[/bold] (runs/stove was run with --checkpoint)"
    "\n\n"
    "Ends with 0 when the whole life was lived, 2 on wrong input, 3 when a brain ran away (a seizure) "
    "or its numbers became infinite, and 130 on Ctrl-C, which keeps what was lived so far."
)
ON_BOTH = "What it runs"
ON_PLACE = "What it leaves"


def run(
    life: Annotated[
        str,
        typer.Argument(
            metavar="LIFE",
            show_default=False,
            help="A built-in life (see [bold]neurotag lives[/bold]), a YAML file, or a BIDS events.tsv. "
            "Left out with --from: the life of the checkpoint goes on.",
        ),
    ] = "",
    *,
    brain: Annotated[
        list[str],
        typer.Option(
            "--brain", "-b", metavar="BRAIN", rich_help_panel=ON_BOTH, show_default="everyday",
            help="A built-in brain or a YAML file; several run one after the other, shown side by side.",
        ),
    ] = [],  # noqa: B006 (typer reads it and never changes it)
    seed: Annotated[
        int | None,
        typer.Option(
            metavar="N", rich_help_panel=ON_BOTH, show_default="0",
            help="Draws the connections and the background; the same seed gives the same run, bit for bit. "
            "With --from, another seed than the past's draws another future: its background alone.",
        ),
    ] = None,
    past: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="CHECKPOINT", rich_help_panel=ON_BOTH,
            help="Go on from a checkpoint, or from the end of a run folder that keeps one, with its brain "
            "and its seed.",
        ),
    ] = None,
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
    checkpoint: Annotated[
        bool,
        typer.Option("--checkpoint", rich_help_panel=ON_PLACE,
                     help="Keep the state at the end in checkpoints/end.zarr.zip, to go on from."),
    ] = False,
    checkpoint_at: Annotated[
        list[float],
        typer.Option("--checkpoint-at", metavar="S", show_default=False, rich_help_panel=ON_PLACE,
                     help="Keep the state after S seconds of waking time too. Repeat it for more."),
    ] = [],  # noqa: B006
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
    from neurotag.cli.foresee import announce
    from neurotag.cli.perform import perform
    from neurotag.cli.plan import make_plan
    from neurotag.cli.show import show_notes, show_results

    plan = make_plan(
        life, brain, seed=seed, assignments=assignments, mapping=mapping, out=out, threads=threads,
        budget_mb=budget_mb, with_report=report, past=past, with_end=checkpoint,
        checkpoint_at_s=checkpoint_at,
    )  # fmt: skip
    show_notes(plan)
    announce(plan)
    results = perform(plan, bar=progress == "auto")
    show_results(plan, results, as_json=as_json)
    raise typer.Exit(max(result.exit_code for result in results))
