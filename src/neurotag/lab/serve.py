"""Opens a lab: finds a port, prints the address, and serves until the last screen has gone."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from typing import TYPE_CHECKING
from urllib.parse import quote

import uvicorn

from neurotag.errors import InputError
from neurotag.lab.guard import guard_for, is_loopback
from neurotag.lab.player import Player
from neurotag.lab.replay import Reel
from neurotag.lab.server import LEFT_OPEN_S, MOST_MESSAGE, STATIC, Hall, app_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from neurotag.lab.player import Opening
    from neurotag.lab.shelf import Shelf

FIRST_PORT, LAST_PORT = 8765, 8865
MOST_CONNECTIONS = 64


def serve(
    start: Opening,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    shelf: Shelf | None = None,
    options: dict[str, str] | None = None,
    keeps_open: bool = False,
    told: Callable[[str], None],
) -> None:
    """Serve a lab until Ctrl-C, or until its last screen has gone for half a minute.

    Parameters
    ----------
    start : Opening
        Which brain, seed or session.
    host, port : str, int, optional
        Where it listens; without a port at the first free one from 8765 on.
    shelf : Shelf, optional
        Where sessions are kept.
    options : dict of str to str, optional
        What the page is to begin with: ``gentle``, ``hide``.
    keeps_open : bool
        Stay when no screen is left.
    told : callable
        Is given the address to open, with its token.

    Raises
    ------
    InputError
        If the page was not built, or no port is free.
    """
    if not (STATIC / "lab.html").is_file():
        raise InputError("lab", "its page was not built", "Run `make lab` once")
    listens = _socket(host, port)
    reel = Reel()
    hall = Hall(reel)
    player = Player(start, say=hall.say, show=hall.show)
    guard = guard_for(host)
    config = uvicorn.Config(
        app_of(player, hall, guard, shelf), log_level="error", access_log=False, ws="websockets-sansio",
        ws_max_size=MOST_MESSAGE * 4, ws_per_message_deflate=False, limit_concurrency=MOST_CONNECTIONS,
        timeout_graceful_shutdown=2, server_header=False,
    )  # fmt: skip
    server = uvicorn.Server(config)
    name = _address_of_this_machine() if host in {"0.0.0.0", "::"} else host  # noqa: S104 (compared, not bound)
    shown = f"[{name}]" if ":" in name else name
    hash_part = "&".join(f"{key}={quote(value)}" for key, value in (options or {}).items())
    address = f"http://{shown}:{listens.getsockname()[1]}/?token={guard.token}"
    told(address + (f"#{hash_part}" if hash_part else ""))
    try:
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(_until_left(server, hall, listens, keeps_open=keeps_open))
    finally:
        player.close()


async def _until_left(
    server: uvicorn.Server, hall: Hall, listens: socket.socket, *, keeps_open: bool
) -> None:
    async def watch() -> None:
        has_been, alone_s = False, 0.0
        while not server.should_exit:
            await asyncio.sleep(0.5)
            has_been |= bool(hall.screens)
            alone_s = 0.0 if hall.screens or not has_been else alone_s + 0.5
            if alone_s >= LEFT_OPEN_S and not keeps_open:
                server.should_exit = True

    watcher = asyncio.create_task(watch())
    await server.serve(sockets=[listens])
    watcher.cancel()


def _socket(host: str, port: int | None) -> socket.socket:
    """Return a listening socket.

    Raises
    ------
    InputError
        If the host is none of this machine's, or the port is taken.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    ports = [port] if port is not None else list(range(FIRST_PORT, LAST_PORT))
    why = ""
    for each in ports:
        listens = socket.socket(family, socket.SOCK_STREAM)
        listens.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listens.bind((host, each))
            # Whoever opens the address that is told now waits, and is not turned away.
            listens.listen(128)
        except OSError as error:
            listens.close()
            why = (error.strerror or str(error)).lower()
            continue
        return listens
    what = f"port {port}" if port is not None else f"ports {FIRST_PORT} to {LAST_PORT - 1}"
    raise InputError(f"--port on {host}", f"{what} cannot be had ({why})", "Choose another port or host")


def _address_of_this_machine() -> str:
    """Return the address under which others on the network know this machine; nothing is sent for it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asks:
        try:
            asks.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return str(asks.getsockname()[0])


def warning_for(host: str) -> str | None:
    """Return what must be said where others on the network can reach the lab."""
    if is_loopback(host):
        return None
    return (
        f"--host {host}: others on this network can reach the lab if they have the token, and what goes "
        "over the wire is not encrypted (no TLS). Use it in a network you trust, or behind a proxy with TLS."
    )
