"""The lab's clock: brains live in real time, hear what is pressed, and are shown thirty times a second."""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from neurotag.brain import load_brain
from neurotag.description import suggest
from neurotag.engine.live import LiveBrain
from neurotag.errors import DescriptionError, NeurotagError
from neurotag.lab.buttons import BUTTONS, button_named, events_of
from neurotag.lab.frames import pack
from neurotag.lab.levers import LEVERS, pull, standing
from neurotag.lab.messages import (
    AskMembers,
    Control,
    PressButton,
    PullLever,
    Reset,
    Said,
    SetSpeed,
    read_message,
)
from neurotag.lab.session import MOST_AWAKE_S, Press, Session, session_of, wake
from neurotag.lab.side import Side
from neurotag.life import Skip, Sleep, Together, Touch

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from neurotag.lab.side import Reply
    from neurotag.life import Timed

FRAME_S = 1.0 / 30.0
FAST_S = 0.25
"""Waking time between two pictures while time is sped up."""
MOST_BEHIND_S = 0.1
"""A clock that is further behind gives up the rest: time slows, and the screen says so."""
STATE_EVERY_S = 1.0
SPEEDS = (0.1, 0.25, 0.5, 1.0, 2.0, 4.0)
STEP_S = 0.1
BRAINS = ("everyday", "vulnerable")
MOST_WAITING = 200
OF_THE_DAY = 0
"""Number of the presses that nobody pressed: the touches of a day of safe touch."""
TOUCHED = {"back": "touch", "hand": "hand"}


@dataclass(frozen=True)
class Opening:
    """What a sitting begins with."""

    brain: str = "vulnerable"
    seed: int = 7
    beside: str | None = None
    session: Session | None = None


class Player:
    """Lives one or two brains in a thread of its own.

    Parameters
    ----------
    start : Opening
        Which brain, seed, or session.
    say : callable
        Is given each message (a dict) for the screens, from the player's thread.
    show : callable
        Is given each frame, side and bytes, from the player's thread.
    """

    def __init__(
        self, start: Opening, *, say: Callable[[dict[str, Any]], None], show: Callable[[int, bytes], None]
    ) -> None:
        self.start, self._say, self._show = start, say, show
        self._asked: queue.Queue[dict[str, Any]] = queue.Queue(MOST_WAITING)
        self._thread = threading.Thread(target=self._run, name="neurotag-lab", daemon=True)
        self._ends = threading.Event()
        self._lock = threading.RLock()
        self.is_playing, self.speed, self.ratio = True, 1.0, 1.0
        self._waiting: deque[Timed] = deque()
        self._day: dict[tuple[int, str], list[float]] = {}
        self._rest_s = 0.0
        self._n_presses = 0
        self._number_of: dict[int, int] = {}
        self._begin(start)

    def open(self) -> None:
        """Let the clock run."""
        self._thread.start()

    def close(self) -> None:
        """Stop the clock, and wait for it."""
        self._ends.set()
        if self._thread.is_alive():
            self._thread.join(timeout=10)
        for side in self.sides:
            side.live.close()

    def ask(self, message: dict[str, Any]) -> bool:
        """Hand over a message of a screen; return whether there was room for it."""
        try:
            self._asked.put_nowait(message)
        except queue.Full:
            return False
        return True

    def session(self, at: int = 0) -> Session:
        """Return the session of a side up to now, with its digest."""
        with self._lock:
            return session_of(self.sides[at].live, brain=self.names[at], presses=tuple(self.presses))

    def hello(self) -> dict[str, Any]:
        """Return what a screen must know before it can draw."""
        with self._lock:
            return {
                "what": "hello", "v": 1, "model": version("neurotag"),
                "sides": [{"brain": name, "regions": list(side.picture.regions)}
                          for name, side in zip(self.names, self.sides, strict=True)],
                "cues": list(BUTTONS), "speeds": list(SPEEDS), "brains": list(BRAINS),
                "seed": self.sides[0].live.seed,
                "levers": [{"name": each.name, "values": list(each.values)} for each in LEVERS.values()],
                "state": self.state(),
            }  # fmt: skip

    def state(self) -> dict[str, Any]:
        """Return what changes now and then: the clock, levers, links, groups and presses."""
        with self._lock:
            live = self.sides[0].live
            return {
                "what": "state", "t_s": live.awake_s, "hours": live.hours_offline,
                "is_playing": self.is_playing, "is_fast": self.is_fast, "speed": self.speed,
                "ratio": round(self.ratio, 2), "levers": standing(live.brain),
                "episodes": list(live.episodes), "links": [side.links() for side in self.sides],
                "groups": [sorted(side.tags) for side in self.sides],
                "presses": [each.model_dump(exclude_none=True) for each in self.presses[-60:]],
            }  # fmt: skip

    @property
    def is_fast(self) -> bool:
        """Whether time is sped up."""
        return bool(self._waiting)

    def _begin(self, start: Opening) -> None:
        self.start = start
        session = start.session
        names = [session.brain if session is not None else start.brain]
        lives = [wake(session) if session is not None else LiveBrain(load_brain(names[0]), seed=start.seed)]
        if start.beside is not None:
            names.append(start.beside)
            lives.append(LiveBrain(load_brain(start.beside), seed=start.seed))
        self.names, self.sides = names, [Side(live, at) for at, live in enumerate(lives)]
        self.presses: list[Press] = list(session.presses) if session is not None else []
        self._waiting.clear()
        self._day.clear()
        self._number_of.clear()

    def _run(self) -> None:
        due_s, said_s = time.monotonic(), 0.0
        while not self._ends.is_set():
            began = time.monotonic()
            try:
                with self._lock:
                    self._hear()
                    if self._ends.is_set():
                        return
                    self._advance()
            except NeurotagError as error:
                self.is_playing = False
                self._waiting.clear()
                self._say({"what": "error", "text": str(error)})
            if began - said_s >= STATE_EVERY_S:
                self._say(self.state())
                said_s = began
            due_s = max(due_s + FRAME_S, time.monotonic() - MOST_BEHIND_S)
            if not self.is_fast:
                self._ends.wait(max(0.0, due_s - time.monotonic()))
            spent = time.monotonic() - began
            if self.is_playing and not self.is_fast:
                self.ratio += (min(self.speed, FRAME_S * self.speed / max(spent, 1e-4)) - self.ratio) * 0.1

    def _advance(self) -> None:
        if not self.is_playing:
            return
        if self.sides[0].live.awake_s >= MOST_AWAKE_S:
            self.is_playing = False
            raise DescriptionError("sitting", "is six hours awake, the most there is", "Begin a new one")
        live = self.sides[0].live
        if self._waiting and live.now_s >= live.busy_until_s - 1e-9:
            self._next()
        seconds = FAST_S if self.is_fast else self._grid_s()
        if seconds > 0:
            self._live(seconds)

    def _grid_s(self) -> float:
        """Return how much to live for one picture, on the grid of updates, without losing the rest."""
        grid_s = self.sides[0].live.circuit.update_steps * self.sides[0].live.circuit.dt_ms / 1000.0
        self._rest_s += FRAME_S * self.speed
        n = int(self._rest_s / grid_s + 1e-9)
        self._rest_s -= n * grid_s
        return n * grid_s

    def _live(self, seconds: float) -> None:
        for side in self.sides:
            self._answered_all(side, side.feel(side.live.live(seconds)))
            self._show(side.at, pack(side.frame()))

    def _next(self) -> None:
        """Begin what waits: events follow one another, a night ends what was."""
        event = self._waiting.popleft()
        for side in self.sides:
            if isinstance(event, Sleep | Skip):
                self._answered_all(side, side.feel(side.live.pass_time(event)))
            else:
                side.live.happen(event)
                if isinstance(event, Touch):
                    side.ask(OF_THE_DAY, TOUCHED.get(event.site, "touch"), event.duration_s)
        if isinstance(event, Sleep | Skip):
            self._sum_up_day()
            self._say({"what": "night", "hours": self.sides[0].live.hours_offline})
            self._say(self.state())

    def _hear(self) -> None:
        while True:
            try:
                message = self._asked.get_nowait()
            except queue.Empty:
                return
            try:
                self._obey(read_message(message))
            except NeurotagError as error:
                self._say({"what": "error", "text": str(error), "id": message.get("id")})

    def _obey(self, message: Said) -> None:
        if isinstance(message, AskMembers):
            found = self._side(message.side).members(message.name)
            self._say({"what": "members", "id": message.id, "found": found})
            return
        if isinstance(message, PressButton):
            self._press(message.cue, message.id)
        elif isinstance(message, PullLever):
            self._pull(message.name, message.value)
        elif isinstance(message, SetSpeed):
            if message.value not in SPEEDS:
                raise DescriptionError("speed", f"cannot be {message.value:g}", f"Choose one of {SPEEDS}")
            self.speed = message.value
        elif isinstance(message, Reset):
            self._reset(message)
        elif isinstance(message, Control):
            self._control(message.what)
        self._say({"what": "ack", "id": message.id})
        self._say(self.state())

    def _control(self, what: str) -> None:
        if what == "stop":
            self._stop()
        elif what == "step":
            self.is_playing = False
            self._live(STEP_S)
        else:
            self.is_playing = what == "play"

    def _side(self, at: int) -> Side:
        if at >= len(self.sides):
            raise DescriptionError("side", f"there is no brain {at}", "Put two side by side first")
        return self.sides[at]

    def _press(self, name: str, number: object) -> None:
        cue = button_named(name)
        if cue.needs is not None and cue.needs not in self.sides[0].live.episodes:
            raise DescriptionError(
                f"cue {name!r}", "recalls what has not happened yet", "Let it happen first"
            )
        events = events_of(cue.events)
        self.is_playing = True
        self._n_presses += 1
        self.presses.append(Press(at_s=self.sides[0].live.awake_s, cue=name))
        self._number_of[self._n_presses] = len(self.presses) - 1
        for side in self.sides:
            if events:
                side.live.happen(*events)
                side.ask(self._n_presses, name, _length_s(events))
        self._waiting.extend(events_of(cue.then))
        self._say({"what": "pressed", "cue": name, "number": self._n_presses, "id": number})

    def _answered_all(self, side: Side, answers: Sequence[Reply]) -> None:
        for answer in answers:
            if answer.number == OF_THE_DAY:
                self._day.setdefault((side.at, answer.cue), []).append(answer.alarm)
            else:
                self._answered(side, answer)

    def _sum_up_day(self) -> None:
        """Reply for all touches of a day at once: their mean."""
        for (at, cue), alarms in self._day.items():
            alarm = round(sum(alarms) / len(alarms), 3)
            self._say({"what": "answer", "side": at, "number": 0, "cue": cue, "alarm": alarm, "group": None})
            if at == 0 and self.presses:
                self.presses[-1] = self.presses[-1].replace(alarm=alarm)
        self._day.clear()

    def _answered(self, side: Side, answer: Reply) -> None:
        if len(answer.members):
            side.tags[answer.cue] = answer.members
        if side.at == 0 and answer.number in self._number_of:
            at = self._number_of.pop(answer.number)
            if at < len(self.presses):
                self.presses[at] = self.presses[at].replace(alarm=round(answer.alarm, 3))
        self._say(
            {
                "what": "answer", "side": side.at, "number": answer.number, "cue": answer.cue,
                "alarm": round(answer.alarm, 3), "group": side.members(answer.cue),
            }
        )  # fmt: skip

    def _pull(self, name: str, value: float) -> None:
        self._waiting.clear()
        for side in self.sides:
            brain = pull(side.live.brain, name, value)
            side.live.change(brain)
        self.presses.append(Press(at_s=self.sides[0].live.awake_s, cue=f"lever:{name}", value=value))

    def _stop(self) -> None:
        """Everything ends at once: nothing is felt any more, and the brain stands still."""
        self._waiting.clear()
        for side in self.sides:
            side.live.hush()
        self.is_playing = False
        self._say({"what": "stopped"})

    def _reset(self, message: Reset) -> None:
        brain = message.brain or self.start.brain
        seed = self.start.seed if message.seed is None else message.seed
        for name in (brain, *([message.beside] if message.beside is not None else [])):
            if name not in BRAINS:
                raise DescriptionError("brain", f"unknown brain {name!r}", suggest(name, list(BRAINS)))
        old = self.sides
        self._begin(Opening(brain=brain, seed=seed, beside=message.beside, session=message.session))
        for side in old:
            side.live.close()
        self.is_playing, self.speed = True, 1.0
        self._say(self.hello())


def _length_s(events: Sequence[Timed]) -> float:
    """Return how long a cue lasts, for its answer: until the last event in it ends, at most four seconds."""
    longest = 0.0
    for event in events:
        inner = event.events if isinstance(event, Together) else (event,)
        for one in inner:
            longest = max(longest, (one.at_s or 0.0) + getattr(one, "duration_s", 0.0))
    return min(longest, 4.0)
