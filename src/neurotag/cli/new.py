"""``neurotag new``: a file to start from."""

# ruff: noqa: PLC0415 (a verb imports what it needs when it is used, so that --help is quick)

from pathlib import Path
from typing import Annotated, Literal

import typer

from neurotag.errors import OutputError

EPILOG = "Example: [bold]neurotag new life mine.yaml[/bold], then [bold]neurotag run mine.yaml[/bold]"


def new(
    what: Annotated[Literal["life"], typer.Argument(help="What to begin: a life.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write it, such as mine.yaml.")],
) -> None:
    """Write a commented life to start from: every kind of event with its fields. Nothing is overwritten."""
    from importlib import resources

    text = (resources.files("neurotag.cli") / "templates" / f"{what}.yaml").read_text(encoding="utf-8")
    try:
        with file.open("x", encoding="utf-8") as target:
            target.write(text)
    except FileExistsError:
        raise OutputError(
            str(file), "is there already", "Choose another name; nothing is overwritten"
        ) from None
    except OSError as error:
        raise OutputError(
            str(file), f"cannot be written ({error.strerror})", "Choose another place"
        ) from None
    typer.echo(f"Wrote {file}. Try it: neurotag run {file}")
