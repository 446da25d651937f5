"""``neurotag schema``: JSON Schema, by which editors complete and check YAML."""

# ruff: noqa: PLC0415 (a verb imports what it needs when it is used, so that --help is quick)

from typing import Annotated, Literal

import typer

EPILOG = (
    "Example: [bold]neurotag schema life > life.schema.json[/bold], and in the first line of a life: "
    "[bold]# yaml-language-server: $schema=life.schema.json[/bold]"
)


def schema(
    what: Annotated[
        Literal["life", "brain", "mapping"],
        typer.Argument(help="A life, a brain, or the mapping file of an events.tsv."),
    ],
) -> None:
    """Print the JSON Schema of a life, a brain or a mapping, by which editors complete YAML."""
    import json

    from neurotag.brain import Brain
    from neurotag.description import Description
    from neurotag.interop import EventMapping
    from neurotag.life import Life

    kinds: dict[str, type[Description]] = {"life": Life, "brain": Brain, "mapping": EventMapping}
    typer.echo(json.dumps(kinds[what].model_json_schema(), indent=2, ensure_ascii=False))
