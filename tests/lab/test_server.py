"""Who may come in, what a screen may send, and that nothing of it brings the lab down."""

import http.client
import json
import socket
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from statistics import median

import psutil
import pytest
from tests.lab.conftest import OpenLab
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from neurotag.lab.guard import COOKIE, MOST_SCREENS, guard_for, is_loopback

Opens = Callable[..., AbstractContextManager[OpenLab]]
SLOW_S, MOST_LAG_S = 0.1, 0.3
MOST_GROWTH = 200 * 2**20


@pytest.fixture(scope="module")
def lab(open_lab: Opens) -> Iterator[OpenLab]:
    with open_lab("--brain", "everyday", "--keep") as opened:
        yield opened


@pytest.fixture(scope="module")
def cookie(lab: OpenLab) -> str:
    status, headers, _ = ask(lab, f"/?token={lab.token}")
    assert status == 303
    assert "HttpOnly" in headers["set-cookie"]
    assert "SameSite=strict" in headers["set-cookie"]
    return headers["set-cookie"].split(";")[0]


def ask(
    lab: OpenLab, path: str, *, method: str = "GET", body: bytes | None = None, **headers: str
) -> tuple[int, dict[str, str], str]:
    connection = http.client.HTTPConnection("127.0.0.1", lab.port, timeout=20)
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body=body, headers=names)
    answer = connection.getresponse()
    text = answer.read().decode("utf-8", "replace")
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, text


def dial(lab: OpenLab, cookie: str, *, origin: str | None = "the lab's") -> ClientConnection:
    return connect(
        f"ws://127.0.0.1:{lab.port}/live",
        origin=Origin(lab.origin if origin == "the lab's" else origin) if origin is not None else None,
        additional_headers={"Cookie": cookie},
        max_size=None,
        legacy=True,
    )


@contextmanager
def screen(lab: OpenLab, cookie: str) -> Iterator[ClientConnection]:
    with dial(lab, cookie) as opened:
        assert json.loads(opened.recv(timeout=10))["what"] == "hello"
        yield opened


def frames(opened: ClientConnection, seconds: float) -> Iterator[tuple[float, bytes]]:
    """Yield frames as a good screen takes them: it says of each that it was drawn."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        with suppress(TimeoutError):
            data = opened.recv(timeout=left)
            if isinstance(data, bytes):
                yield time.monotonic(), data
                opened.send('{"what": "drawn"}')


def test_the_token_opens_once(lab: OpenLab, cookie: str) -> None:
    assert ask(lab, f"/?token={lab.token}")[0] == 403
    assert ask(lab, "/?token=wrong")[0] == 403
    assert ask(lab, "/")[0] == 403
    status, headers, page = ask(lab, "/", Cookie=cookie)
    assert status == 200
    assert "lab.js" in page
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "server" not in headers


@pytest.mark.parametrize(
    "path", ["/session.json", "/session.py", "/replay.html", "/shelf", "/truth.json", "/static/widget.js"]
)
def test_nothing_is_told_without_a_cookie(lab: OpenLab, cookie: str, path: str) -> None:
    del cookie
    assert ask(lab, path)[0] == 403
    assert ask(lab, path, Cookie=f"{COOKIE}=guessed")[0] == 403


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "evil.example:8765", ""])
def test_another_name_leads_nowhere(lab: OpenLab, cookie: str, host: str) -> None:
    assert ask(lab, "/", Cookie=cookie, Host=host)[0] in {400, 403}


def test_another_site_may_not_ask(lab: OpenLab, cookie: str) -> None:
    assert ask(lab, "/session.json", Cookie=cookie, Origin="http://evil.example")[0] == 403
    for origin in ("http://evil.example", "null", None):
        with pytest.raises((InvalidStatus, ConnectionClosed)), dial(lab, cookie, origin=origin) as opened:
            opened.recv(timeout=5)


@pytest.mark.parametrize("path", [
    "/static/..%2f..%2fsession.py", "/static/../server.py", "/static/%2e%2e/x.js",
                                  "/static/built-from.txt", "/nothing", "/static/x.js"])  # fmt: skip
def test_only_the_page_is_served(lab: OpenLab, cookie: str, path: str) -> None:
    assert ask(lab, path, Cookie=cookie)[0] == 404


def test_a_screen_gets_frames(lab: OpenLab, cookie: str) -> None:
    with screen(lab, cookie) as opened:
        got = [data for _, data in frames(opened, 2.0)]
    assert len(got) >= 30
    assert all(data[0] == 1 for data in got)


def test_a_slow_screen_is_never_far_behind(lab: OpenLab, cookie: str) -> None:
    lags = []
    with screen(lab, cookie) as quick, screen(lab, cookie) as slow:
        newest = 0.0
        end = time.monotonic() + 4.0
        next_s = 0.0
        while time.monotonic() < end:
            for _, data in frames(quick, 0.02):
                newest = struct.unpack_from("<d", data, 8)[0]
            if time.monotonic() >= next_s:
                with suppress(TimeoutError):
                    while not isinstance(late := slow.recv(timeout=0.01), bytes):
                        pass
                    lags.append(newest - struct.unpack_from("<d", late, 8)[0])
                    next_s = time.monotonic() + SLOW_S
                    slow.send('{"what": "drawn"}')
    assert len(lags) > 15
    assert median(lags) < MOST_LAG_S


@pytest.mark.parametrize(
    "message",
    ["", "{", "[]", "1", '"x"', "[" * 5000, "x" * 20_000, b"\x00\xff" * 50,
     '{"what": "press", "cue": {"a": 1}}',
     '{"what": "lever", "name": [], "value": null}', '{"what": "reset", "seed": 1e400}',
     '{"what": "reset", "session": {"brain": "everyday"}}', '{"what": "members", "name": "x", "side": -99}'],
)  # fmt: skip
def test_garbage_is_survived(lab: OpenLab, cookie: str, message: str | bytes) -> None:
    with suppress(ConnectionClosed), screen(lab, cookie) as opened:
        opened.send(message)
        for _ in frames(opened, 0.3):
            pass
    with screen(lab, cookie) as opened:
        assert list(frames(opened, 1.0))


def test_a_hundred_megabytes_are_not_taken_in(lab: OpenLab, cookie: str) -> None:
    before = psutil.Process(lab.process.pid).memory_info().rss
    with suppress(ConnectionClosed, OSError), screen(lab, cookie) as opened:
        opened.send("x" * 100_000_000)
        opened.recv(timeout=5)
    with suppress(OSError, http.client.HTTPException):
        status, _, text = ask(lab, "/open", method="POST", body=b"{" + b" " * 100_000_000, Cookie=cookie)
        assert status == 400
        assert "too long" in text
    assert psutil.Process(lab.process.pid).memory_info().rss - before < MOST_GROWTH
    with screen(lab, cookie) as opened:
        assert list(frames(opened, 1.0))


def test_twenty_screens_are_as_many_as_fit_and_the_rest_is_told(lab: OpenLab, cookie: str) -> None:
    opened, refused = [], []
    for _ in range(20):
        one = dial(lab, cookie)
        try:
            one.recv(timeout=10)
            opened.append(one)
        except ConnectionClosed as error:
            refused.append(error.rcvd.reason if error.rcvd is not None else "")
    assert len(opened) == MOST_SCREENS
    assert refused == ["Too many screens are open. Close one."] * (20 - MOST_SCREENS)
    for one in opened:
        one.close()
    time.sleep(0.3)
    with screen(lab, cookie) as again:
        assert list(frames(again, 1.0))


def test_a_broken_session_file_is_refused_and_the_sitting_goes_on(lab: OpenLab, cookie: str) -> None:
    for body, said in (
        (b"{", "is no JSON"),
        (b'{"format": 9}', "reads up to 1"),
        (b"\xff\xfe", "is no JSON"),
    ):
        status, _, text = ask(lab, "/open", method="POST", body=body, Cookie=cookie)
        assert status == 400
        assert said in json.loads(text)["error"]
    status, _, text = ask(lab, "/session.json", Cookie=cookie)
    assert status == 200
    assert json.loads(text)["brain"] == "everyday"


def test_the_shelf_keeps_and_gives_back(lab: OpenLab, cookie: str) -> None:
    status, _, text = ask(lab, "/shelf/keep", method="POST", Cookie=cookie)
    assert status == 200
    number = json.loads(text)["id"]
    rows = json.loads(ask(lab, "/shelf", Cookie=cookie)[2])
    assert number in {row["id"] for row in rows}
    assert ask(lab, f"/shelf/{number}", method="POST", Cookie=cookie)[0] == 200
    status, _, text = ask(lab, "/shelf/99999", method="POST", Cookie=cookie)
    assert (status, "has no session 99999" in text) == (400, True)


def test_what_listens_to_a_network_says_so_and_wants_the_token(open_lab: Opens) -> None:
    with open_lab("--brain", "everyday", "--host", "0.0.0.0") as lab:  # noqa: S104 (that is the test)
        assert ask(lab, "/")[0] == 403
        assert ask(lab, "/", Host="evil.example")[0] == 403
        assert ask(lab, f"/?token={lab.token}")[0] == 303


def test_a_taken_port_is_said(lab: OpenLab, open_lab: Opens) -> None:
    with (
        pytest.raises(pytest.fail.Exception, match=f"port {lab.port} cannot be had"),
        open_lab("--port", str(lab.port)),
    ):
        pass


def test_guards() -> None:
    assert is_loopback("127.0.0.1")
    assert is_loopback("::1")
    assert not is_loopback("0.0.0.0")  # noqa: S104
    everyone = guard_for("0.0.0.0")  # noqa: S104
    assert everyone.host_is_ours("192.168.1.5:8765")
    assert not everyone.host_is_ours("evil.example")
    assert not everyone.host_is_ours(None)
    assert not guard_for("127.0.0.1").host_is_ours("192.168.1.5")
    assert guard_for("192.168.1.5").host_is_ours("192.168.1.5:80")


def test_the_lab_ends_politely(open_lab: Opens) -> None:
    with open_lab("--brain", "everyday") as lab:
        lab.process.terminate()
        assert lab.process.wait(timeout=15) in {0, 130}
        with socket.socket() as gone:
            assert gone.connect_ex(("127.0.0.1", lab.port)) != 0
