"""``neurotag lab``: a live brain in the browser."""

# ruff: noqa: PLC0415 (a verb imports what it needs when it is used, so that --help is quick)

from typing import Annotated, Any

import typer

EPILOG = (
    "Examples:\n\n"
    "[bold]neurotag lab[/bold]\n\n"
    "[bold]neurotag lab sitting.neurotag.json[/bold]\n\n"
    "[bold]neurotag lab --seed 3 --beside everyday --gentle[/bold]\n\n"
    "Ends when the last screen has gone for half a minute, or on Ctrl-C."
)


def lab(
    session: Annotated[
        str | None,
        typer.Argument(
            metavar="[SESSION|LIFE]",
            show_default=False,
            help="A saved sitting to go on with, or a life (a name, or a YAML file) to begin after.",
        ),
    ] = None,
    *,
    brain: Annotated[str, typer.Option(metavar="NAME", help="everyday, or vulnerable.")] = "vulnerable",
    beside: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", show_default=False, help="A second brain beside it, from the same seed."
        ),
    ] = None,
    seed: Annotated[int, typer.Option(metavar="N", min=0, help="Draws connections and background.")] = 7,
    port: Annotated[
        int | None,
        typer.Option(
            metavar="P", min=1, max=65_535, show_default="first free from 8765", help="Where it listens."
        ),
    ] = None,
    host: Annotated[
        str,
        typer.Option(metavar="H", help="Address it listens at; others than this machine's need the token."),
    ] = "127.0.0.1",
    opens: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the page in the browser.")
    ] = True,
    is_gentle: Annotated[
        bool, typer.Option("--gentle", help="Half as bright, nothing blooms, half the speed.")
    ] = False,
    hide: Annotated[
        str,
        typer.Option(metavar="NAMES", show_default=False, help="Buttons and levers to leave out, by commas."),
    ] = "",
    keeps_open: Annotated[bool, typer.Option("--keep", help="Stay open when no screen is left.")] = False,
) -> None:
    """Watch a brain learn pain and calm down again, live in a browser."""
    import sys
    import webbrowser

    from neurotag.description import suggest
    from neurotag.errors import DescriptionError
    from neurotag.lab.buttons import BUTTONS
    from neurotag.lab.guard import is_loopback
    from neurotag.lab.levers import LEVERS
    from neurotag.lab.player import BRAINS, Opening
    from neurotag.lab.serve import serve, warning_for
    from neurotag.lab.shelf import Shelf

    hidden = [name.strip() for name in hide.split(",") if name.strip()]
    known = [*BUTTONS, *LEVERS]
    for name in hidden:
        if name not in known:
            raise DescriptionError("--hide", f"unknown button or lever {name!r}", suggest(name, known))
    for option, wanted in (("--brain", brain), ("--beside", beside or brain)):
        if wanted not in BRAINS:
            raise DescriptionError(option, f"unknown brain {wanted!r}", suggest(wanted, list(BRAINS)))
    start = Opening(brain=brain, seed=seed, beside=beside, session=_session(session, brain=brain, seed=seed))
    _warm_up()
    options = {**({"gentle": "1"} if is_gentle else {}), **({"hide": ",".join(hidden)} if hidden else {})}

    def tell(address: str) -> None:
        warning = warning_for(host)
        if warning is not None:
            typer.echo(f"neurotag: {warning}", err=True)
        typer.echo(f"The lab is open at {address}")
        # Whoever reads it through a pipe waits for it.
        sys.stdout.flush()
        # The token opens once: where others shall come in, it is theirs.
        if opens and is_loopback(host):
            webbrowser.open(address)

    serve(
        start,
        host=host,
        port=port,
        shelf=Shelf(),
        options=options,
        keeps_open=keeps_open or not opens,
        told=tell,
    )


def _warm_up() -> None:
    """Compile the kernels where they are not: nobody shall sit before a brain that stands still."""
    from neurotag.brain import load_brain
    from neurotag.engine import LiveBrain
    from neurotag.kernels.jit import is_compiled

    if not is_compiled():
        typer.echo("neurotag: compiling kernels (first run on this machine, under a minute)", err=True)
        LiveBrain(load_brain("everyday").replace(scale=0.1)).live(0.1)


def _session(text: str | None, *, brain: str, seed: int) -> Any:
    """Return what a sitting goes on from: a saved one, or a life lived first."""
    if text is None:
        return None
    from pathlib import Path

    from neurotag.brain import load_brain
    from neurotag.engine import simulate
    from neurotag.lab.levers import standing
    from neurotag.lab.session import Chapter, Session, open_session
    from neurotag.life import load_life

    if text.endswith(".json"):
        return open_session(Path(text))
    life = load_life(text)
    described = load_brain(brain)
    typer.echo(f"neurotag: living {life.name!r} first", err=True)
    awake_s = simulate(described, life, seed=seed, threads=1).activity.duration_s
    chapter = Chapter(levers=standing(described), life=life, awake_s=awake_s)
    return Session(brain=brain, seed=seed, chapters=(chapter,))
