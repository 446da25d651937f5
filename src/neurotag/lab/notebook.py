"""The lab in a notebook: the same page and the same engine, in Jupyter or marimo."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

from neurotag.errors import InputError
from neurotag.lab.player import Opening, Player

if TYPE_CHECKING:
    from neurotag.lab.session import Session

CREDITS = 2


def Lab(  # noqa: N802 (it is shown as an object of that name)
    session: Session | None = None, *, brain: str = "vulnerable", seed: int = 7, beside: str | None = None
) -> Any:
    """Return the lab as a widget.

    Parameters
    ----------
    session : Session, optional
        What was lived before, as `open_session` reads it.
    brain : str
        Without a session: which built-in brain.
    seed : int
        Draws its connections, patterns and background.
    beside : str, optional
        Another brain beside it, from the same seed.

    Returns
    -------
    anywidget.AnyWidget
        Show it as the last line of a cell. ``lab.player.session()`` is what was lived so far; ``lab.close()``
        ends it.

    Raises
    ------
    InputError
        If anywidget is not installed, or the page was not built.
    """
    try:
        import anywidget  # noqa: PLC0415 (an extra)
    except ImportError:
        raise InputError("lab", "needs anywidget", "Install neurotag[notebook]") from None
    module = files("neurotag.lab") / "static" / "widget.js"
    if not module.is_file():
        raise InputError("lab", "its page was not built", "Run `make lab` once")

    class LabWidget(anywidget.AnyWidget):
        """One screen: credits hold frames back that it has no time to draw."""

        _esm = module.read_text(encoding="utf-8")

        def __init__(self, start: Opening) -> None:
            super().__init__()
            self._credits = CREDITS
            self._frames: dict[int, bytes] = {}
            self.player = Player(start, say=self._say, show=self._show)
            self.on_msg(self._hear)
            self.player.open()

        def close(self) -> None:
            """End the lab, and let the widget go."""
            self.player.close()
            super().close()

        def _say(self, message: dict[str, Any]) -> None:
            self.send(message)

        def _show(self, side: int, frame: bytes) -> None:
            self._frames[side] = frame
            self._flush()

        def _flush(self) -> None:
            while self._frames and self._credits > 0:
                self._credits -= 1
                _side, frame = self._frames.popitem()
                self.send({"what": "frame"}, buffers=[frame])

        def _hear(self, _widget: Any, content: Any, _buffers: Any) -> None:
            if not isinstance(content, dict) or "session" in content:
                return
            if content.get("what") == "drawn":
                self._credits = min(CREDITS, self._credits + 1)
                self._flush()
            elif content.get("what") == "ready":
                self._credits = CREDITS
                self.send(self.player.hello())
            else:
                self.player.ask(content)

    return LabWidget(Opening(brain=brain, seed=seed, beside=beside, session=session))
