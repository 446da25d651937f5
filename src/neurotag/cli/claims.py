"""``neurotag claims``: what the article says, put to the test."""

# ruff: noqa: PLC0415 (a verb imports what it needs when it is used, so that --help is quick)

from typing import Annotated, Literal

import typer

EPILOG = (
    "Examples:\n\n"
    "[bold]neurotag claims[/bold]\n\n"
    "[bold]neurotag claims perfume song --seeds 2[/bold]\n\n"
    "[bold]neurotag claims --report runs/claims --markdown docs/claims.md[/bold]\n\n"
    "[bold]neurotag claims wiring --set plasticity=false[/bold]\n\n"
    "Ends with 0 whatever the verdicts are, 2 on wrong input, and 130 on Ctrl-C; what was read by then is "
    "kept, and not lived again."
)
ON_TEST = "How it is tested"
ON_PLACE = "What it leaves"


def claims(
    names: Annotated[
        list[str],
        typer.Argument(metavar="[NAME]...", show_default=False, help="Which claims; all of them by default."),
    ] = [],  # noqa: B006 (typer reads it and never changes it)
    *,
    seeds: Annotated[
        int,
        typer.Option(metavar="N", rich_help_panel=ON_TEST,
                     help="Brains drawn for each claim; 10 and more make a verdict."),
    ] = 10,
    jobs: Annotated[
        int | None,
        typer.Option(metavar="N", show_default="one for each processor", rich_help_panel=ON_TEST,
                     help="Processes at a time."),
    ] = None,
    changes: Annotated[
        list[str],
        typer.Option("--set", metavar="PATH=VALUE", show_default=False, rich_help_panel=ON_TEST,
                     help="Change every brain, as an ablation: plasticity=false, say. Repeat it for more."),
    ] = [],  # noqa: B006
    is_fresh: Annotated[
        bool,
        typer.Option("--fresh", rich_help_panel=ON_TEST, help="Live everything again, whatever is known."),
    ] = False,
    lists: Annotated[
        bool, typer.Option("--list", rich_help_panel=ON_TEST, help="Tell the claims, and end.")
    ] = False,
    as_json: Annotated[
        bool,
        typer.Option("--json", rich_help_panel=ON_PLACE,
                     help="Print one JSON list and nothing else on stdout."),
    ] = False,
    report: Annotated[
        str | None,
        typer.Option(metavar="DIR", rich_help_panel=ON_PLACE,
                     help="Leave a page with a card for each claim, its figures, and the numbers as JSON."),
    ] = None,
    markdown: Annotated[
        str | None,
        typer.Option(metavar="FILE", rich_help_panel=ON_PLACE, help="Write the same in Markdown."),
    ] = None,
    progress: Annotated[
        Literal["auto", "off"],
        typer.Option(rich_help_panel=ON_PLACE, help="Show a progress bar on a terminal, or nothing."),
    ] = "auto",
) -> None:  # fmt: skip
    """Put what the article says to the test: lives, controls, seeds, and what the intervals say."""
    from neurotag.cli.contest import contest, list_claims, make_contest, show_findings

    asked = make_contest(
        names, seeds=seeds, jobs=jobs, changes=changes, is_fresh=is_fresh, report=report, markdown=markdown
    )
    if lists:
        list_claims(asked, as_json=as_json)
        return
    findings = contest(asked, bar=progress == "auto")
    show_findings(findings, asked.targets, as_json=as_json)
