"""The lab's server: one process, the page and one socket for each screen."""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
from collections import deque
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocketDisconnect, WebSocketState

from neurotag.errors import InputError, NeurotagError
from neurotag.lab.guard import COOKIE, HEADERS, MOST_SCREENS
from neurotag.lab.handout import write_handout
from neurotag.lab.python_copy import write_script
from neurotag.lab.replay import Reel, write_replay
from neurotag.lab.session import ENDING, MOST_BYTES, dump, read
from neurotag.lab.truth import truth

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.types import ASGIApp, Receive, Scope, Send
    from starlette.websockets import WebSocket

    from neurotag.lab.guard import Guard
    from neurotag.lab.player import Player
    from neurotag.lab.shelf import Shelf

MOST_MESSAGE = 16_384
"""Characters of a message from a screen; longer ones end the connection."""
MOST_SAID = 500
"""Messages that wait for a screen; a screen that is further behind is let go."""
CREDITS = 2
"""Frames that may be under way to a screen: what it has not drawn yet holds back what comes."""
LEFT_OPEN_S = 30.0
"""A lab whose last screen has gone ends after this long."""
STATIC = files("neurotag.lab") / "static"
KINDS = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


class Screen:
    """One connected screen: what was said to it, and the newest frame of each side."""

    def __init__(self) -> None:
        self.said: deque[dict[str, Any]] = deque()
        self.frames: dict[int, bytes] = {}
        self.credits = CREDITS
        self.is_late = False
        self.wakes = asyncio.Event()


class Hall:
    """All screens of one player."""

    def __init__(self, reel: Reel) -> None:
        self.screens: set[Screen] = set()
        self.reel = reel
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lock = threading.Lock()
        self._is_due = False
        self._said: list[dict[str, Any]] = []
        self._frames: dict[int, bytes] = {}

    def bind(self) -> None:
        """Learn which loop the screens live in."""
        self._loop = asyncio.get_running_loop()

    def say(self, message: dict[str, Any]) -> None:
        """Tell all screens, from any thread."""
        self.reel.say(message)
        self._post(said=message)

    def show(self, side: int, frame: bytes) -> None:
        """Show a frame on all screens, from any thread: each draws the newest it has time for."""
        self.reel.show(side, frame)
        self._post(frame=(side, frame))

    def _post(self, *, said: dict[str, Any] | None = None, frame: tuple[int, bytes] | None = None) -> None:
        with self._lock:
            if said is not None:
                self._said.append(said)
            if frame is not None:
                self._frames[frame[0]] = frame[1]
            if self._is_due or self._loop is None:
                return
            self._is_due = True
        with contextlib.suppress(RuntimeError):
            # The loop may have ended a moment ago.
            self._loop.call_soon_threadsafe(self._hand_out)

    def _hand_out(self) -> None:
        with self._lock:
            said, self._said = self._said, []
            frames, self._frames = self._frames, {}
            self._is_due = False
        for screen in self.screens:
            screen.said.extend(said)
            screen.frames.update(frames)
            if len(screen.said) > MOST_SAID:
                screen.is_late = True
            screen.wakes.set()


def app_of(player: Player, hall: Hall, guard: Guard, shelf: Shelf | None) -> ASGIApp:
    """Return the ASGI application of a lab."""
    rooms = _Rooms(player, hall, guard, shelf)
    routes = [
        Route("/", rooms.page),
        Route("/static/{name}", rooms.static),
        Route("/truth.json", rooms.truth),
        Route("/session.json", rooms.session),
        Route("/session.py", rooms.script),
        Route("/replay.html", rooms.replay),
        Route("/numbers.csv", rooms.numbers),
        Route("/handout", rooms.handout),
        Route("/open", rooms.open, methods=["POST"]),
        Route("/shelf", rooms.shelf_list),
        Route("/shelf/keep", rooms.shelf_keep, methods=["POST"]),
        Route("/shelf/{number:int}", rooms.shelf_take, methods=["POST"]),
        WebSocketRoute("/live", rooms.live),
    ]

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> Any:
        hall.bind()
        player.open()
        try:
            yield
        finally:
            await asyncio.to_thread(player.close)

    return Doorway(Starlette(routes=routes, lifespan=lifespan), guard)


class Doorway:
    """Turns away whoever does not name this machine, comes from another site, or has no cookie."""

    def __init__(self, app: ASGIApp, guard: Guard) -> None:
        self.app, self.guard = app, guard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        host, origin = headers.get("host"), headers.get("origin")
        if not self.guard.host_is_ours(host) or not self.guard.origin_is_ours(origin, host):
            await self._refuse(scope, receive, send, "This address is not the lab's.")
        elif scope["type"] == "websocket" and origin is None:
            await self._refuse(scope, receive, send, "A socket is opened by the lab's page.")
        elif self.guard.knows(_cookie_of(headers)) or (
            scope["path"] == "/" and b"token=" in scope["query_string"]
        ):
            await self.app(scope, receive, send)
        else:
            await self._refuse(scope, receive, send, "Open the address that `neurotag lab` printed.")

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, why: str) -> None:
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008, "reason": why})
            return
        await PlainTextResponse(why + "\n", status_code=403, headers=HEADERS)(scope, receive, send)


def _cookie_of(headers: dict[str, str]) -> str | None:
    for part in headers.get("cookie", "").split(";"):
        name, _, value = part.strip().partition("=")
        if name == COOKIE:
            return value
    return None


class _Rooms:
    """The routes."""

    def __init__(self, player: Player, hall: Hall, guard: Guard, shelf: Shelf | None) -> None:
        self.player, self.hall, self.guard, self.kept = player, hall, guard, shelf

    async def page(self, request: Request) -> Response:
        token = request.query_params.get("token")
        if token is not None and not self.guard.knows(request.cookies.get(COOKIE)):
            cookie = self.guard.enter(token)
            if cookie is None:
                why = "This token is wrong or was used. Start `neurotag lab` again.\n"
                return PlainTextResponse(why, status_code=403, headers=HEADERS)
            answer = RedirectResponse("/", status_code=303, headers=HEADERS)
            answer.set_cookie(COOKIE, cookie, httponly=True, samesite="strict")
            return answer
        if token is not None:
            return RedirectResponse("/", status_code=303, headers=HEADERS)
        return _file("lab.html")

    async def static(self, request: Request) -> Response:
        return _file(request.path_params["name"])

    async def truth(self, _request: Request) -> Response:
        return JSONResponse(truth(), headers=HEADERS)

    async def session(self, _request: Request) -> Response:
        session = await asyncio.to_thread(self.player.session)
        return _download(dump(session), "application/json", f"sitting{ENDING}")

    async def script(self, _request: Request) -> Response:
        session = await asyncio.to_thread(self.player.session)
        return PlainTextResponse(write_script(session), headers=HEADERS)

    async def replay(self, _request: Request) -> Response:
        text = await asyncio.to_thread(write_replay, self.hall.reel, self.player)
        return _download(text, "text/html", "replay.html")

    async def numbers(self, _request: Request) -> Response:
        return _download(self.hall.reel.csv(), "text/csv", "numbers.csv")

    async def handout(self, request: Request) -> Response:
        session = await asyncio.to_thread(self.player.session)
        text = write_handout(session, language=request.query_params.get("lang", "en"))
        return Response(text, media_type="text/html", headers=HEADERS)

    async def open(self, request: Request) -> Response:
        return await self._answer(request, self._open)

    async def _open(self, request: Request) -> dict[str, Any]:
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > MOST_BYTES:
                raise InputError("session", "is too long for a session", "Choose another file")
        session = read(body, where="the file")
        return self._begin(session)

    def _begin(self, session: Any) -> dict[str, Any]:
        message = {"what": "reset", "brain": session.brain, "seed": session.seed, "session": session}
        return {"ok": self.player.ask(message)}

    async def shelf_list(self, _request: Request) -> Response:
        rows = [] if self.kept is None else [row._asdict() for row in self.kept.list()]
        return JSONResponse(rows, headers=HEADERS)

    async def shelf_keep(self, request: Request) -> Response:
        return await self._answer(request, self._keep)

    async def _keep(self, _request: Request) -> dict[str, Any]:
        if self.kept is None:
            raise InputError("shelf", "is not there", "Start the lab without --no-shelf")
        session = await asyncio.to_thread(self.player.session)
        title = f"{session.brain}, seed {session.seed}, {len(session.presses)} presses"
        return {"id": self.kept.keep(session, title=title)}

    async def shelf_take(self, request: Request) -> Response:
        return await self._answer(request, self._take)

    async def _take(self, request: Request) -> dict[str, Any]:
        if self.kept is None:
            raise InputError("shelf", "is not there", "Start the lab without --no-shelf")
        return self._begin(self.kept.take(request.path_params["number"]))

    async def _answer(
        self, request: Request, work: Callable[[Request], Awaitable[dict[str, Any]]]
    ) -> Response:
        try:
            return JSONResponse(await work(request), headers=HEADERS)
        except NeurotagError as error:
            return JSONResponse({"error": str(error)}, status_code=400, headers=HEADERS)

    async def live(self, socket: WebSocket) -> None:
        await socket.accept()
        if len(self.hall.screens) >= MOST_SCREENS:
            await socket.close(1013, "Too many screens are open. Close one.")
            return
        screen = Screen()
        screen.said.append(await asyncio.to_thread(self.player.hello))
        screen.wakes.set()
        self.hall.screens.add(screen)
        sends = asyncio.create_task(_send(socket, screen))
        try:
            await self._receive(socket, screen)
        except (WebSocketDisconnect, RuntimeError):
            pass
        finally:
            self.hall.screens.discard(screen)
            sends.cancel()
            with contextlib.suppress(asyncio.CancelledError, Exception):
                await sends

    async def _receive(self, socket: WebSocket, screen: Screen) -> None:
        while socket.client_state is WebSocketState.CONNECTED:
            packet = await socket.receive()
            if packet["type"] == "websocket.disconnect":
                return
            text = packet.get("text")
            try:
                if text is None or len(text) > MOST_MESSAGE:
                    raise ValueError
                message = json.loads(text)
                if not isinstance(message, dict):
                    raise ValueError
            except (ValueError, RecursionError):
                await socket.close(1007, "This message cannot be read.")
                return
            if message.get("what") == "drawn":
                screen.credits = min(CREDITS, screen.credits + 1)
                screen.wakes.set()
            elif "session" in message or not self.player.ask(message):
                screen.said.append({"what": "error", "text": "Too much at once. Wait a moment."})
                screen.wakes.set()


async def _send(socket: WebSocket, screen: Screen) -> None:
    while True:
        await screen.wakes.wait()
        screen.wakes.clear()
        if screen.is_late:
            await socket.close(1013, "This screen is too slow.")
            return
        while screen.said:
            await socket.send_text(json.dumps(screen.said.popleft()))
        while screen.frames and screen.credits > 0:
            screen.credits -= 1
            _side, frame = screen.frames.popitem()
            await socket.send_bytes(frame)


def _file(name: str) -> Response:
    path = STATIC / name
    ending = name[name.rfind(".") :]
    if "/" in name or "\\" in name or ending not in KINDS or not path.is_file():
        return PlainTextResponse("There is no such page.\n", status_code=404, headers=HEADERS)
    return Response(path.read_bytes(), media_type=KINDS[ending], headers=HEADERS)


def _download(text: str, kind: str, name: str) -> Response:
    return Response(
        text, media_type=kind, headers={**HEADERS, "Content-Disposition": f'attachment; filename="{name}"'}
    )
