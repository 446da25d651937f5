"""The same page as a widget: it says hello, hears presses, and holds frames back until they are drawn."""

import time
import warnings
from typing import Any

import pytest

from neurotag.lab import Lab


@pytest.fixture
def widget(built: None) -> Any:
    del built
    with warnings.catch_warnings():
        # Of the widget's own libraries.
        warnings.simplefilter("ignore")
        made = Lab(brain="everyday", seed=5)
    sent: list[tuple[Any, int]] = []
    made.send = lambda content, buffers=None: sent.append((content, len(buffers or ())))
    made.sent = sent
    yield made
    made.player.close()


def wait_for(widget: Any, what: str, *, seconds: float = 5.0) -> dict[str, Any]:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for content, _ in list(widget.sent):
            if content["what"] == what:
                return dict(content)
        time.sleep(0.02)
    raise AssertionError(f"{what!r} was not said")


def test_it_is_the_same_module(widget: Any) -> None:
    assert "playReel" in str(widget._esm)


def test_it_says_hello_and_answers(widget: Any) -> None:
    widget._hear(widget, {"what": "ready"}, [])
    assert wait_for(widget, "hello")["seed"] == 5
    widget._hear(widget, {"what": "press", "cue": "touch", "id": 1}, [])
    assert wait_for(widget, "answer")["cue"] == "touch"
    assert widget.player.session().presses[0].cue == "touch"


def test_frames_wait_for_the_screen(widget: Any) -> None:
    time.sleep(1.0)
    assert sum(n for _, n in widget.sent) <= 2
    for _ in range(3):
        widget._hear(widget, {"what": "drawn"}, [])
        time.sleep(0.1)
    assert 3 <= sum(n for _, n in widget.sent) <= 5


def test_what_is_no_message_is_let_go(widget: Any) -> None:
    nothing: tuple[object, ...] = (None, [], "x", {"what": "reset", "session": {}})
    for content in nothing:
        widget._hear(widget, content, [])
    widget._hear(widget, {"what": "fly"}, [])
    assert "unknown kind" in wait_for(widget, "error")["text"]
