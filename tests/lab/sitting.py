"""A sitting without a clock: the player's own steps, taken as fast as they go."""

from collections.abc import Callable
from typing import Any

from neurotag.lab.player import Opening, Player


class Sitting:
    """A player whose thread is never started: a test turns the crank."""

    def __init__(self, start: Opening | None = None) -> None:
        self.said: list[dict[str, Any]] = []
        self.frames: list[tuple[int, bytes]] = []
        self.player = Player(
            start or Opening(),
            say=self.said.append,
            show=lambda side, frame: self.frames.append((side, frame)),
        )

    def ask(self, **message: object) -> None:
        """Hand over a message, and let the player obey it."""
        assert self.player.ask(message)
        self.player._hear()

    def until(self, is_so: Callable[[dict[str, Any]], bool], *, turns: int = 4000) -> dict[str, Any]:
        """Live on until something is said; return it."""
        heard = len(self.said)
        for _ in range(turns):
            for message in self.said[heard:]:
                if is_so(message):
                    return message
            heard = len(self.said)
            self.player._advance()
        raise AssertionError(f"nothing of that kind was said in {turns} turns")

    def press(self, cue: str) -> dict[str, Any]:
        """Press a cue that is answered; return the answer of the first side."""
        self.ask(what="press", cue=cue)
        return self.until(lambda m: m["what"] == "answer" and m["cue"] == cue and m["side"] == 0)

    def pass_day(self, cue: str) -> float | None:
        """Press a cue that ends with a night; return how loud its touches were."""
        self.ask(what="press", cue=cue)
        heard = len(self.said)
        self.until(lambda m: m["what"] == "night")
        answers = [m["alarm"] for m in self.said[heard:] if m["what"] == "answer" and m["number"] == 0]
        return answers[-1] if answers else None

    def live(self, turns: int) -> None:
        """Live on for some pictures."""
        for _ in range(turns):
            self.player._advance()
