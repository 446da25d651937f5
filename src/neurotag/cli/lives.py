"""``neurotag lives``: the lives that are built in."""

# ruff: noqa: PLC0415 (a verb imports what it needs when it is used, so that --help is quick)

from __future__ import annotations

from typing import Annotated, Any

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print a JSON list instead of a table.")]
EPILOG = "Example: [bold]neurotag lives[/bold], then [bold]neurotag run stove[/bold]"


def lives(*, as_json: AsJson = False) -> None:
    """List the lives that are built in."""
    from neurotag.cli.table import show_rows
    from neurotag.life import built_in_lives, load_life

    rows = [_describe(load_life(name)) for name in built_in_lives()]
    headings = {"name": "life", "title": "what happens", "n_events": "events", "n_probes": "probes",
                "awake_s": "awake [s]", "offline_h": "hours offline"}  # fmt: skip
    show_rows(rows, headings, as_json=as_json)


def _describe(life: Any) -> dict[str, Any]:
    from neurotag.life import unroll

    scenes = unroll(life)
    return {
        "name": life.name,
        "title": life.title,
        "n_events": sum(len(scene.moments) for scene in scenes),
        "n_probes": sum(len(scene.probes) for scene in scenes),
        "awake_s": round(sum(scene.duration_s for scene in scenes), 3),
        "offline_h": sum(scene.hours_after for scene in scenes),
    }
