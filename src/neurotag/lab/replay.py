"""What was shown, kept for two minutes and more, and written as one page that needs no server."""

from __future__ import annotations

import base64
import csv
import io
import json
import threading
import zlib
from collections import deque
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

from neurotag.errors import InputError
from neurotag.lab.frames import unpack

if TYPE_CHECKING:
    from neurotag.lab.player import Player

MOST_FRAMES = 30 * 180
EVERY = 2
"""Of the frames that were shown, a replay holds every second: 15 a second."""


class Reel:
    """The last three minutes of frames of the first side, and what was said meanwhile."""

    def __init__(self) -> None:
        self._frames: deque[bytes] = deque(maxlen=MOST_FRAMES)
        self._said: deque[tuple[float, dict[str, Any]]] = deque(maxlen=400)
        self._t_s = 0.0
        self._n_regions = 0
        self._lock = threading.Lock()

    def show(self, side: int, frame: bytes) -> None:
        """Keep a frame."""
        if side == 0:
            with self._lock:
                self._frames.append(frame)
                self._t_s = float(np.frombuffer(frame, "<f8", 1, 8)[0])

    def say(self, message: dict[str, Any]) -> None:
        """Keep what tells the story: presses and their answers. A new sitting begins a new reel."""
        with self._lock:
            if message.get("what") == "hello":
                self._frames.clear()
                self._said.clear()
            elif message.get("what") in {"pressed", "answer", "night", "stopped"}:
                self._said.append((self._t_s, message))

    def frames(self) -> list[bytes]:
        """Return the frames that are kept, the oldest first."""
        with self._lock:
            return list(self._frames)

    def said(self) -> list[tuple[float, dict[str, Any]]]:
        """Return what was said, with when."""
        with self._lock:
            return list(self._said)

    def csv(self) -> str:
        """Return the alarm, the modulators and the regions' rates as a table, a line for each frame."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        frames = [unpack(each) for each in self.frames()]
        n = len(frames[0].rates_hz) if frames else 0
        names = ["t_s", "alarm_of_10", "salience", "safety", "stress", *(f"rate_{at}_Hz" for at in range(n))]
        writer.writerow(names)
        for frame in frames:
            numbers = (frame.t_s, frame.alarm, frame.salience, frame.safety, frame.stress, *frame.rates_hz)
            writer.writerow([f"{float(each):.4g}" for each in numbers])
        return text.getvalue()


def write_replay(reel: Reel, player: Player) -> str:
    """Return a page that plays a reel by itself: frames as differences, deflated.

    Raises
    ------
    InputError
        If the front end was not built.
    """
    static = files("neurotag.lab") / "static"
    try:
        script = (static / "widget.js").read_text(encoding="utf-8")
    except OSError:
        raise InputError("lab", "its page was not built", "Run `make lab` once") from None
    hello = player.hello()
    hello["sides"] = hello["sides"][:1]
    hello["state"]["links"] = hello["state"]["links"][:1]
    hello["state"]["groups"] = hello["state"]["groups"][:1]
    frames = reel.frames()[::EVERY]
    length = len(frames[0]) if frames else 0
    whole = np.frombuffer(b"".join(each for each in frames if len(each) == length), np.uint8)
    table = whole.reshape(-1, max(length, 1))
    steps = np.diff(table, axis=0, prepend=np.zeros((1, max(length, 1)), np.uint8))
    film = base64.b64encode(zlib.compress(steps.astype(np.uint8).T.tobytes(), 9)).decode()
    session = player.session()
    data = {
        "hello": hello, "length": length, "n": len(table), "film": film, "said": reel.said(),
        "made": session.model_dump(include={"seed", "brain", "model", "spikes"}),
    }  # fmt: skip
    content = json.dumps(data).replace("<", "\\u003c")
    module = script.replace("</script", "<\\/script")
    return PAGE.replace("@DATA@", content).replace("@MODULE@", module)


PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline' blob:; style-src 'unsafe-inline'; img-src data: blob:">
<link rel="icon" href="data:,">
<title>Neurotag lab: replay</title>
</head>
<body>
<main id="lab"></main>
<script type="application/json" id="reel">@DATA@</script>
<script type="text/plain" id="module">@MODULE@</script>
<script type="module">
const text = document.getElementById("module").textContent.replaceAll("<\\\\/script", "</script");
const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
const lab = await import(url);
lab.playReel(document.getElementById("lab"), JSON.parse(document.getElementById("reel").textContent));
</script>
</body>
</html>
"""  # noqa: E501
