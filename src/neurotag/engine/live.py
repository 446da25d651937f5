"""A brain that lives now: what happens to it is said while it lives, and it answers.

Whatever was said, in whatever order the looks came: to live the same events again with `simulate` gives the
same spikes, bit for bit. A live brain is the engine with the clock in someone else's hand.
"""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from neurotag.description import parse
from neurotag.engine.checkpoint import restore, take_checkpoint
from neurotag.engine.past import check_past, check_things, episodes_until, salt_of, start_of
from neurotag.engine.recent import circuit_of
from neurotag.engine.runner import Budget, Stretch
from neurotag.engine.simulate import check_life
from neurotag.engine.state import newborn, pass_hours
from neurotag.engine.stays import Digest, Stay, live_all
from neurotag.engine.stimulus import Patterns, Schedule, Skin, episode_inputs, inputs_of
from neurotag.errors import SimulationError
from neurotag.life import Life, Rest, Skip, Sleep
from neurotag.recording import LIFE, AbstractRecorder, Activity, Bookmark, Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from neurotag.brain import Brain
    from neurotag.engine.past import Start
    from neurotag.life import Timed
    from neurotag.recording import Checkpoint

HORIZON_S = 3600.0
"""How far ahead inputs are laid out: nobody looks for longer in one go."""
CHUNK_MS = 20.0


@dataclass
class _Latest(AbstractRecorder):
    """Keeps the spikes since the last look."""

    chunks: list[tuple[NDArray[np.int32], NDArray[np.uint32]]] = field(default_factory=list)

    def keep(self, stretch: str, step: NDArray[np.int32], neuron: NDArray[np.uint32]) -> None:
        """Append the spikes of one chunk."""
        if stretch == LIFE:
            self.chunks.append((step, neuron))

    def spikes(self, stretch: str) -> tuple[NDArray[np.int32], NDArray[np.uint32]]:
        """Return the spikes since the last look, and forget them."""
        del stretch
        chunks, self.chunks = self.chunks, []
        if not chunks:
            return np.empty(0, np.int32), np.empty(0, np.uint32)
        return np.concatenate([step for step, _ in chunks]), np.concatenate([ids for _, ids in chunks])


class LiveBrain:
    """A brain, awake, to which things happen when they are said.

    Parameters
    ----------
    brain : Brain
        Who lives.
    seed : int
        As in `simulate`.
    past : Checkpoint, optional
        Where it begins; at birth, where there is none.
    threads : int
        Threads of the engine; the spikes are the same for any number.

    Raises
    ------
    DescriptionError, CompileError
        As `simulate` does.

    Examples
    --------
    >>> from neurotag.brain import load_brain
    >>> from neurotag.life import Touch
    >>> live = LiveBrain(load_brain("everyday").replace(scale=0.25), seed=1)
    >>> live.happen(Touch(kind="touch", site="back", duration_s=0.2))
    >>> live.live(0.1).counts.shape
    (20, 12, 3)
    >>> live.stays()[0].life.events[0].at_s
    0.0
    """

    def __init__(
        self, brain: Brain, *, seed: int = 0, past: Checkpoint | None = None, threads: int = 1
    ) -> None:
        self.seed = past.seed if past is not None else seed
        self._threads = threads
        self._pool = ThreadPoolExecutor(max_workers=threads)
        self._stays: list[Stay] = []
        self._digest = Digest()
        self._events: list[Timed] = []
        self._offset_s = 0.0
        self._begin(brain, past)

    @classmethod
    def again(
        cls, stays: Sequence[Stay], *, seed: int = 0, threads: int = 1,
        told: Callable[[float], None] | None = None,
    ) -> LiveBrain:  # fmt: skip
        """Return a live brain that has lived these stays from birth, and can live on.

        Parameters
        ----------
        stays : sequence of Stay
            As `stays` gave them.
        seed, threads : int
            As ever.
        told : callable, optional
            Is told the share of the waking time that has been lived.
        """
        recordings, past = live_all(stays, seed=seed, told=told)
        live = cls(stays[-1].brain, past=past, threads=threads)
        for recording, stay in zip(recordings, stays, strict=True):
            live._digest.add(recording.activity.until(stay.awake_s))
        live._stays = list(stays)
        return live

    @property
    def now_s(self) -> float:
        """Waking time in this scene, since the last sleep or skip, in seconds of the current description."""
        return self._round_s((self.state.step - self._scene_step) * self.circuit.dt_ms / 1000.0)

    @property
    def awake_s(self) -> float:
        """Waking time since this live brain began, in seconds."""
        return self._round_s(
            sum(stay.awake_s for stay in self._stays)
            + (self.state.step - self._from_step) * self.circuit.dt_ms / 1000.0
        )

    @property
    def busy_until_s(self) -> float:
        """When everything that was said will have ended, on the clock of ``now_s``."""
        return max([moment.end_s for moment in self._felt], default=0.0)

    @property
    def hours_offline(self) -> float:
        """Hours that have passed in sleeps and skips since birth."""
        return self._hours

    @property
    def episodes(self) -> tuple[str, ...]:
        """Names under which something was lived: thoughts can recall them."""
        if not self._events:
            return tuple(sorted(self._past.episodes)) if self._past is not None else ()
        start = self._start()
        return tuple(sorted(episodes_until(self._past, start.scenes, self._bookmark(start))))

    def happen(self, *events: Timed) -> None:
        """Let events begin now.

        Raises
        ------
        DescriptionError
            If one names a site that the body does not have, or recalls what was not lived. Then none of them
            happens.
        """
        said = list(self._events)
        now_s = self._round_s(self.now_s - self._offset_s)
        self._events += [event.model_copy(update={"at_s": now_s}) for event in events]
        try:
            self._plan()
        except Exception:
            self._events = said
            raise

    def live(self, seconds: float) -> Activity:
        """Live on, and return what happened meanwhile, from step 0.

        Raises
        ------
        SimulationError
            If the brain ran away, or its numbers are none any more.
        """
        update, began = self.circuit.update_steps, self.state.step
        steps = math.floor(seconds * 1000.0 / self.circuit.dt_ms / update + 1e-6) * update
        if self._horizon - self.state.step < steps:
            self._plan()
        # Without a schedule of all that may come, what comes is said when it comes.
        self._stretch.run(
            self._schedule, until=self.state.step + steps, origin=self._scene_step, stop=lambda _step: False
        )
        if self._stretch.ended is not None:
            raise SimulationError("live brain", self._stretch.ended.sentence, "Begin again from the seed")
        activity = self._stretch.activity()
        del self._stretch.traces[:], self._stretch.counts[:]
        self._digest.add(activity)
        # Its clock begins with this look.
        return replace(activity, step=activity.step - np.int32(began - self._from_step))

    def settle(self) -> Activity:
        """Live on until everything that was said has ended."""
        return self.live(max(0.0, self._until_s(self.busy_until_s) - self.now_s))

    def pass_time(self, event: Sleep | Skip) -> Activity:
        """Let what was said end, and then hours pass offline; return what happened before."""
        activity = self.settle()
        # A rest fills the time up to now, where nothing else does.
        self._events = [*self._filled(), event.model_copy(update={"at_s": None})]
        scene = self._start().scenes[-2]
        pass_hours(self.circuit, self.state, scene.hours_after)
        self._hours += scene.hours_after
        self._scene_step, self._offset_s = self.state.step, 0.0
        self._plan()
        return activity

    def change(self, brain: Brain) -> None:
        """Go on as another description: what is felt ends, and nothing that was learned is lost.

        Raises
        ------
        DescriptionError
            If it is not the same brain but for numbers that no connection hangs on.
        """
        past = self.checkpoint()
        check_past(brain, start_of(Life(name=past.life.name, events=(Rest(kind="rest"),)), past))
        stay = self._stay()
        if stay is not None:
            self._stays.append(stay)
        self._begin(brain, past)

    def hush(self) -> None:
        """End everything that is felt, at once."""
        self.change(self.brain)

    def checkpoint(self) -> Checkpoint:
        """Return the complete state: from it, any number of futures begin."""
        life = self._life(self._filled())
        start = start_of(life, self._past)
        bookmark = self._bookmark(start)
        return take_checkpoint(
            self.circuit, self.state, life=life, noise_seed=self._noise_seed, bookmark=bookmark,
            hours_offline=self._hours, patterns=self.patterns.drawn,
            episodes=episodes_until(self._past, start.scenes, bookmark),
        )  # fmt: skip

    def stays(self) -> tuple[Stay, ...]:
        """Return what was lived, description by description, ready for `simulate`."""
        now = self._stay()
        return (*self._stays, now) if now is not None else tuple(self._stays)

    def digest(self) -> str:
        """Return the SHA-256 of all spikes and counts since this live brain began."""
        return self._digest.hexdigest()

    def close(self) -> None:
        """Let the threads go."""
        self._pool.shutdown(wait=True)

    def _begin(self, brain: Brain, past: Checkpoint | None) -> None:
        self.brain, self._past = brain, past
        self.circuit = circuit_of(brain, seed=self.seed, threads=self._threads)
        self.state = newborn(self.circuit) if past is None else restore(past, self.circuit)
        self.patterns = Patterns(self.circuit, {} if past is None else dict(past.patterns))
        self._noise_seed = self.seed if past is None else past.noise_seed
        self._hours = 0.0 if past is None else past.hours_offline
        self._from_step = self.state.step
        self._scene_step = 0 if past is None else past.bookmark.scene_step
        self._offset_s = 0.0 if past is None else past.bookmark.at_s
        self._events = []
        self._stretch = Stretch(
            self.circuit, self.state, LIFE, salt_of(self.seed, self._noise_seed), brain.plasticity,
            Watch(chunk_ms=CHUNK_MS, budget_mb=1e9), _Latest(), Budget(left=2**62), self._pool,
            zero=self.state.step,
        )  # fmt: skip
        self._plan()

    def _plan(self) -> None:
        """Lay out the inputs of this scene from all that was said in it."""
        start = self._start()
        check_life(self.brain, start.life)
        check_past(self.brain, start)
        check_things(start, self.circuit)
        scene = start.scenes[-1]
        earlier = start.bookmark.felt_before() if len(start.scenes) == 1 else ()
        self._felt = [*earlier, *scene.moments]
        inputs = [
            *inputs_of(self._felt, Skin(self.circuit), self.patterns),
            *episode_inputs(scene.spans, self.patterns),
        ]
        now_s = self.now_s
        ahead = round((now_s + HORIZON_S) * 1000.0 / self.circuit.dt_ms)
        self._horizon = self._scene_step + ahead
        coming = [one for one in inputs if one.stop_s > now_s - 1.0]
        felt = [moment for moment in self._felt if moment.end_s > now_s - 1.0]
        self._schedule = Schedule(self.circuit, coming, felt, ahead)

    def _start(self) -> Start:
        # A rest of no length that matters stands in for nothing: a life has at least one event.
        return start_of(self._life(self._events or [Rest(kind="rest", duration_s=0.001)]), self._past)

    def _life(self, events: Sequence[Timed]) -> Life:
        recalls = self._past.episodes if self._past is not None else ()
        return parse(Life, {"name": "live", "recalls": recalls, "events": tuple(events)}, where="life")

    def _filled(self) -> list[Timed]:
        until_s = self._round_s(self.now_s - self._offset_s)
        filling = [Rest(kind="rest", at_s=0.0, duration_s=until_s)] if until_s > 0 else []
        return [*self._events, *filling] or [Rest(kind="rest", duration_s=0.001)]

    def _stay(self) -> Stay | None:
        awake_s = self._round_s((self.state.step - self._from_step) * self.circuit.dt_ms / 1000.0)
        if not self._events and awake_s == 0:
            return None
        return Stay(self.brain, self._life(self._filled()), awake_s)

    def _bookmark(self, start: Start) -> Bookmark:
        bookmark = start.bookmark
        if len(start.scenes) > 1:
            for _ in start.scenes[1:]:
                bookmark = bookmark.next_scene(self._scene_step)
        at_s = self.now_s
        end_s = start.scenes[-1].end_s
        return Bookmark(**{**vars(bookmark), "at_s": end_s if abs(at_s - end_s) < 1e-9 else at_s})

    def _until_s(self, at_s: float) -> float:
        """Return a time, rounded up to whole update intervals."""
        grid_s = self.circuit.update_steps * self.circuit.dt_ms / 1000.0
        return math.ceil(round(at_s / grid_s, 6)) * grid_s

    @staticmethod
    def _round_s(at_s: float) -> float:
        return round(at_s, 6)
