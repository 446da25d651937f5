"""``neurotag find``: the neurotags of a recording, without being told."""

# ruff: noqa: PLC0415 (a verb imports what it needs when it is used, so that --help is quick)

from typing import Annotated, Literal

import typer

EPILOG = (
    "Examples:\n\n"
    "[bold]neurotag find runs/stove --report neurotags.html[/bold]\n\n"
    "[bold]neurotag find session.nwb --bin 0.5s --figures figures --export neurotags.json[/bold]\n\n"
    "[bold]neurotag find spikes.csv --end 600 --json[/bold]\n\n"
    "Ends with 0 when the search was made, with or without neurotags, 2 on wrong input, and 130 on Ctrl-C, "
    "which leaves nothing."
)
ON_SEARCH = "How it looks"
ON_PART = "Where it looks"
ON_PLACE = "What it leaves"


def find(
    recording: Annotated[
        str,
        typer.Argument(
            metavar="RECORDING",
            show_default=False,
            help="A run folder, or a file: NWB, SONATA spikes, .npz, CSV or Parquet of unit and time (s).",
        ),
    ] = "",
    *,
    bin_width: Annotated[
        str | None,
        typer.Option("--bin", metavar="TIME", rich_help_panel=ON_SEARCH, show_default="25ms; for a run 100ms",
                     help="Width of a bin, 25ms or 0.5s: units that fire within it fire together. A bare "
                     "number is milliseconds."),
    ] = None,
    seed: Annotated[
        int,
        typer.Option(metavar="N", rich_help_panel=ON_SEARCH,
                     help="Draws the surrogates; the same seed gives the same neurotags."),
    ] = 0,
    n_surrogates: Annotated[
        int,
        typer.Option("--surrogates", metavar="N", rich_help_panel=ON_SEARCH,
                     help="Recordings without co-activity that it is held against."),
    ] = 20,
    level: Annotated[
        float,
        typer.Option(metavar="Q", rich_help_panel=ON_SEARCH,
                     help="Share of the neurotags that may be wrong (false discovery rate)."),
    ] = 0.01,
    start: Annotated[
        float | None,
        typer.Option(metavar="S", show_default="the beginning", rich_help_panel=ON_PART,
                     help="Look from this second on."),
    ] = None,
    end: Annotated[
        float | None,
        typer.Option(metavar="S", show_default="the end", rich_help_panel=ON_PART,
                     help="Look up to this second."),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option(metavar="PREFIX_OR_POPULATION", rich_help_panel=ON_PART,
                     help="Where a file holds several: which arrays of an .npz, or which SONATA population."),
    ] = None,
    cells: Annotated[
        Literal["excitatory", "all"],
        typer.Option(rich_help_panel=ON_PART, help="Of a run folder: which neurons."),
    ] = "excitatory",
    synapses: Annotated[
        bool,
        typer.Option("--synapses/--no-synapses", rich_help_panel=ON_SEARCH,
                     help="Of a run folder: look at what the synapses learned, too, and live the life again "
                     "where its end was not kept."),
    ] = True,
    dials: Annotated[
        bool,
        typer.Option("--dials", rich_help_panel=ON_SEARCH,
                     help="Of a run folder: measure the four changes since birth too (a minute for each "
                     "neurotag)."),
    ] = False,
    as_json: Annotated[
        bool,
        typer.Option("--json", rich_help_panel=ON_PLACE,
                     help="Print one JSON object and nothing else on stdout."),
    ] = False,
    report: Annotated[
        str | None,
        typer.Option(metavar="FILE", rich_help_panel=ON_PLACE, help="Write a page, one HTML file."),
    ] = None,
    figures: Annotated[
        str | None,
        typer.Option(metavar="DIR", rich_help_panel=ON_PLACE, help="Write every figure as PNG and SVG."),
    ] = None,
    exports: Annotated[
        list[str],
        typer.Option("--export", metavar="FILE", show_default=False, rich_help_panel=ON_PLACE,
                     help="Write the members: .json (SONATA node sets), .csv, .parquet or .nwb. Repeat it "
                     "for more."),
    ] = [],  # noqa: B006 (typer reads it and never changes it)
    progress: Annotated[
        Literal["auto", "off"],
        typer.Option(rich_help_panel=ON_PLACE, help="Show a progress bar on a terminal, or nothing."),
    ] = "auto",
) -> None:  # fmt: skip
    """Find neurotags: units that fire together more than chance makes them, in a run or a real recording."""
    from neurotag.cli.found import show_found
    from neurotag.cli.seek import make_search, seek

    search = make_search(
        recording, bin_width=bin_width, level=level, report=report, figures=figures, exports=exports,
        choices={
            "seed": seed, "n_surrogates": n_surrogates, "start_s": start, "end_s": end, "name": name,
            "cells": cells, "uses_synapses": synapses, "with_dials": dials,
        },
    )  # fmt: skip
    found = seek(search, bar=progress == "auto")
    show_found(found, search.targets, as_json=as_json)
