"""``neurotag track``: what becomes of neurotags through a life, a recording, or several recordings."""

# ruff: noqa: PLC0415 (a verb imports what it needs when it is used, so that --help is quick)

from typing import Annotated, Literal

import typer

EPILOG = (
    "Examples:\n\n"
    "[bold]neurotag track runs/stove --figure river.svg[/bold]\n\n"
    "[bold]neurotag track session.nwb --window 60 --bin 0.5s --report tracks.html[/bold]\n\n"
    "[bold]neurotag track monday.npz tuesday.npz wednesday.npz --json[/bold]\n\n"
    "Of several recordings each is one window; they must be of the same units. Ends with 0 when the search "
    "was made, with or without neurotags, 2 on wrong input, and 130 on Ctrl-C, which leaves nothing."
)
ON_SEARCH = "How it looks"
ON_PLACE = "What it leaves"


def track(
    recordings: Annotated[
        list[str],
        typer.Argument(
            metavar="RECORDING...",
            show_default=False,
            help="A run folder, or a file: NWB, SONATA spikes, .npz, CSV or Parquet of unit and time (s). "
            "Several: one window each.",
        ),
    ] = [],  # noqa: B006 (typer reads it and never changes it)
    *,
    window: Annotated[
        float | None,
        typer.Option(metavar="S", show_default="chosen from the recording", rich_help_panel=ON_SEARCH,
                     help="Length of a window in seconds; none goes on over a night."),
    ] = None,
    bin_width: Annotated[
        str | None,
        typer.Option("--bin", metavar="TIME", rich_help_panel=ON_SEARCH, show_default="25ms; for runs 100ms",
                     help="Width of a bin, 25ms or 0.5s: units that fire within it fire together. A bare "
                     "number is milliseconds."),
    ] = None,
    seed: Annotated[
        int,
        typer.Option(metavar="N", rich_help_panel=ON_SEARCH,
                     help="Draws surrogates and permutations; the same seed gives the same answer."),
    ] = 0,
    patience: Annotated[
        int,
        typer.Option(metavar="N", rich_help_panel=ON_SEARCH,
                     help="Windows that a neurotag may miss before it is held for dead."),
    ] = 2,
    synapses: Annotated[
        bool,
        typer.Option("--synapses/--no-synapses", rich_help_panel=ON_SEARCH,
                     help="Of run folders: leave out what did not learn to fire together, and live the life "
                     "again where its end was not kept."),
    ] = True,
    dials: Annotated[
        bool,
        typer.Option("--dials", rich_help_panel=ON_SEARCH,
                     help="Of one run folder: measure the four changes of each neurotag since birth too (a "
                     "minute for each)."),
    ] = False,
    names: Annotated[
        list[str],
        typer.Option("--name", metavar="PREFIX_OR_POPULATION", show_default=False, rich_help_panel=ON_SEARCH,
                     help="Where one file holds several recordings: which. Repeat it to follow from one to "
                     "the next."),
    ] = [],  # noqa: B006
    as_json: Annotated[
        bool,
        typer.Option("--json", rich_help_panel=ON_PLACE,
                     help="Print one JSON object and nothing else on stdout."),
    ] = False,
    report: Annotated[
        str | None,
        typer.Option(metavar="FILE", rich_help_panel=ON_PLACE, help="Write a page, one HTML file."),
    ] = None,
    figure: Annotated[
        str | None,
        typer.Option(metavar="FILE", rich_help_panel=ON_PLACE,
                     help="Write the river of neurotags: .svg or .png."),
    ] = None,
    progress: Annotated[
        Literal["auto", "off"],
        typer.Option(rich_help_panel=ON_PLACE, help="Show a progress bar on a terminal, or nothing."),
    ] = "auto",
) -> None:  # fmt: skip
    """Follow neurotags through time: which are born, grow, drift, merge, split, die and return."""
    from neurotag.cli.pursue import make_pursuit, pursue, show_tracks

    pursuit = make_pursuit(
        recordings, names, bin_width=bin_width, window_s=window, seed=seed, patience=patience, report=report,
        figure=figure, uses_synapses=synapses, with_dials=dials,
    )  # fmt: skip
    tracks, targets = pursue(pursuit, bar=progress == "auto")
    show_tracks(tracks, targets, as_json=as_json)
