"""A lab that runs: its own process, its own shelf, and a real browser."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-c", "from neurotag.cli.main import main; main()", "lab", "--no-browser"]
CHROMIUM = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync")  # fmt: skip


@dataclass(frozen=True)
class OpenLab:
    """A lab's process and address."""

    process: subprocess.Popen[str]
    url: str

    @property
    def origin(self) -> str:
        """The address without the token."""
        return self.url.split("/?")[0]

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.origin.rsplit(":", 1)[1])

    @property
    def token(self) -> str:
        """What opens the door, once."""
        return str(re.findall(r"token=([\w-]+)", self.url)[0])


@pytest.fixture(scope="session")
def built() -> None:
    """See that the page is built from these sources."""
    sys.path.insert(0, str(ROOT))
    try:
        from hatch_build import build_front_end  # noqa: PLC0415 (it stands beside the package)
    finally:
        sys.path.pop(0)
    build_front_end()


@pytest.fixture(scope="session")
def open_lab(built: None, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., object]:
    """Return what opens a lab for the length of a ``with``."""
    folder = tmp_path_factory.mktemp("shelf")
    del built

    @contextmanager
    def opened(*options: str) -> Iterator[OpenLab]:
        environment = {**os.environ, "XDG_DATA_HOME": str(folder)}
        process = subprocess.Popen(
            [*COMMAND, *options], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
        )
        assert process.stdout is not None
        said = []
        try:
            for line in process.stdout:
                said.append(line)
                if found := re.search(r"http://\S+", line):
                    yield OpenLab(process, found[0])
                    return
            pytest.fail("the lab did not open: " + "".join(said))
        finally:
            process.terminate()
            process.wait(timeout=20)
            process.stdout.close()

    return opened


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return a real Chromium."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM))
        yield started
        started.close()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Return what opens a page that may ask nobody but the lab, and whose errors are the test's."""
    contexts, wrong = [], []

    def opened(origin: str, **options: object) -> Page:
        context = browser.new_context(**options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on(
            "console", lambda said: wrong.append(f"console: {said.text}") if said.type == "error" else None
        )

        def watch(address: str) -> None:
            if not address.startswith((origin, origin.replace("http", "ws"), "data:", "blob:", "file:")):
                wrong.append(f"asked {address}")

        page.on("request", lambda request: watch(request.url))
        page.on("websocket", lambda socket: watch(socket.url))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []
