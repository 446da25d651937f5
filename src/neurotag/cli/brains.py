"""``neurotag brains``: the brains that are built in."""

# ruff: noqa: PLC0415 (a verb imports what it needs when it is used, so that --help is quick)

from __future__ import annotations

from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print a JSON list instead of a table.")]
EPILOG = (
    "Example: [bold]neurotag brains[/bold], then [bold]neurotag run stove --brain vulnerable[/bold]\n\n"
    "A brain of your own is a YAML file (see docs/brain.md and [bold]neurotag schema brain[/bold]): "
    "[bold]neurotag run rest.yaml --brain balanced.yaml[/bold]"
)


def brains(*, as_json: AsJson = False) -> None:
    """List the brains that are built in."""
    from neurotag.brain import BUILT_IN, load_brain
    from neurotag.cli.table import show_rows

    rows = []
    for brain in map(load_brain, BUILT_IN):
        n_excitatory, n_inhibitory = brain.describe_size()
        rows.append(
            {
                "name": brain.name,
                "title": brain.title,
                "n_regions": len(brain.regions),
                "n_excitatory": n_excitatory,
                "n_inhibitory": n_inhibitory,
                "sites": list(brain.body.site_names),
            }
        )
    headings = {
        "name": "brain",
        "title": "what it is",
        "n_regions": "regions",
        "n_excitatory": "excitatory",
        "n_inhibitory": "inhibitory",
        "sites": "sites of the body",
    }
    show_rows(rows, headings, as_json=as_json)
