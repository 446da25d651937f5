"""The command ``neurotag``: its verbs, and how it ends when something is wrong."""

# ruff: noqa: PLC0415 (a verb imports what it needs when it is used, so that --help is quick)

import re
import signal
import sys
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from neurotag.cli import bench, brains, claims, find, forecast, lab, lives, new, run, schema, track
from neurotag.errors import NeurotagError

BAD_INPUT = 2
INTERRUPTED = 130


class _Verbs(TyperGroup):
    """Ends in one sentence on stderr where the input is wrong, and never in a traceback for that."""

    def main(self, *args: Any, **extra: Any) -> NoReturn:
        extra["standalone_mode"] = False
        try:
            code = super().main(*args, **extra)
        except NeurotagError as error:
            _refuse(str(error))
        except Exception as error:
            # A wrong option, as typer reports it; anything else is ours and shall be seen whole.
            message = getattr(error, "format_message", None)
            if message is None:
                raise
            _refuse(_as_sentence(message(), getattr(error, "ctx", None)))
        sys.exit(code if isinstance(code, int) else 0)

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            typer.echo("neurotag: interrupted, nothing was written", err=True)
            raise typer.Exit(INTERRUPTED) from None


app = typer.Typer(
    cls=_Verbs,
    add_completion=False,
    # What is our fault is shown as Python shows it: whole, and without the arrays in it.
    pretty_exceptions_enable=False,
    invoke_without_command=True,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: [bold]neurotag run stove --brain everyday --brain vulnerable --out runs/stove[/bold]",
)
app.command(epilog=run.EPILOG)(run.run)
app.command(epilog=find.EPILOG)(find.find)
app.command(epilog=track.EPILOG)(track.track)
app.command(epilog=claims.EPILOG)(claims.claims)
app.command(epilog=lab.EPILOG)(lab.lab)
app.command(epilog=forecast.EPILOG)(forecast.forecast)
app.command(epilog=lives.EPILOG)(lives.lives)
app.command(epilog=brains.EPILOG)(brains.brains)
app.command(epilog=new.EPILOG)(new.new)
app.command(epilog=schema.EPILOG)(schema.schema)
app.command(epilog=bench.EPILOG)(bench.bench)


@app.callback()
def neurotag(
    context: typer.Context,
    *,
    version: Annotated[bool, typer.Option("--version", help="Print the version and end.")] = False,
) -> None:
    """Let simulated brains live a life, learn from it, and are measured for neurotags."""
    if version:
        from importlib import metadata

        typer.echo(f"neurotag {metadata.version('neurotag')}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def main() -> None:
    """Run the command line."""
    # Whoever ends a run politely (a scheduler, a container) gets what was lived so far, as after Ctrl-C.
    signal.signal(signal.SIGTERM, lambda _signal, _frame: signal.raise_signal(signal.SIGINT))
    app(prog_name="neurotag")


def _refuse(sentence: str) -> NoReturn:
    typer.echo(f"neurotag: {sentence}", err=True)
    sys.exit(BAD_INPUT)


def _as_sentence(message: str, context: typer.Context | None) -> str:
    words = message.replace("Value error, ", "").replace("Input should", "must").rstrip(".?")
    # "Invalid value for '--seed': must be ..." becomes "--seed: must be ...", as all our errors are.
    words = re.sub(r"^Invalid value for '([^']+)': ", r"\1: ", words)
    mark = "?" if message.endswith("?") else "."
    command = context.command_path if context is not None else "neurotag"
    return f"{words}{mark} See {command} --help."
