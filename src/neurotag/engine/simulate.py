"""Circuit + Life -> Recording."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from typing import TYPE_CHECKING

import numpy as np

from neurotag.description import suggest
from neurotag.engine.compile import compile_brain
from neurotag.engine.draw import key_of
from neurotag.engine.runner import Budget, Interrupt, Stretch
from neurotag.engine.state import frozen_twin, newborn, pass_hours, settle
from neurotag.engine.stimulus import Patterns, Schedule, Skin, episode_inputs, inputs_of
from neurotag.errors import DescriptionError
from neurotag.kernels.jit import is_compiled
from neurotag.life import unroll
from neurotag.recording import (
    LIFE,
    Mark,
    MemoryRecorder,
    Outcome,
    Pause,
    ProbeRecording,
    Recording,
    Watch,
    WeightTable,
    probe_stretch,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from neurotag.brain import Brain
    from neurotag.engine.circuit import State
    from neurotag.life import Life, Moment, PlannedProbe, Scene
    from neurotag.recording import AbstractRecorder

MOST_THREADS = 4
MOST_STEPS = 2**31 - 10_000


def simulate(
    brain: Brain,
    life: Life,
    *,
    seed: int = 0,
    watch: Watch | None = None,
    recorder: AbstractRecorder | None = None,
    threads: int | None = None,
    progress: Callable[[str, float], None] | None = None,
) -> Recording:
    """Let a brain live a life.

    Parameters
    ----------
    brain : Brain
        What there is.
    life : Life
        What happens.
    seed : int
        Draws the connections, the patterns of things and the background. Same seed and version, same
        recording, bit for bit, for any number of threads.

    Other Parameters
    ----------------
    watch : Watch, optional
        What to keep; by default every spike, up to 512 MB.
    recorder : AbstractRecorder, optional
        Where spikes go; by default into memory.
    threads : int, optional
        By default as many as there are processors, at most 4.
    progress : callable, optional
        Is told what is going on and the share of the simulated time that is done.

    Returns
    -------
    Recording
        Its ``outcome`` says whether the whole life was lived: Ctrl-C and a seizure end it early.

    Raises
    ------
    DescriptionError
        If the life names a site that the body does not have, the watch a region that the brain does not
        have, or the seed is negative.
    CompileError
        If the brain cannot become a circuit.

    Examples
    --------
    >>> from neurotag.brain import load_brain
    >>> from neurotag.life import Life
    >>> life = Life(name="touch", events=[{"kind": "touch", "site": "back", "duration_s": 0.1}])
    >>> simulate(load_brain("everyday"), life, seed=1).outcome.kind
    'completed'
    """
    check_life(brain, life)
    if seed < 0:
        raise DescriptionError("seed", f"must be at least 0 (got {seed})", "Choose 0 or more")
    for region in watch.regions if watch else ():
        brain.region(region)
    threads = _n_threads() if threads is None else max(1, threads)
    with ThreadPoolExecutor(max_workers=threads) as pool, Interrupt() as interrupt:
        run = _Run(
            brain, life, seed=seed, watch=watch or Watch(), recorder=recorder or MemoryRecorder(), pool=pool,
            interrupt=interrupt,
        )  # fmt: skip
        return run.live(threads, progress or (lambda _phase, _share: None))


def check_life(brain: Brain, life: Life) -> None:
    """Refuse a life that names what this brain's body does not have.

    Raises
    ------
    DescriptionError
        Names the place, the site and the nearest site there is.
    """
    for place, site in life.sites():
        if site not in brain.body.site_names:
            raise DescriptionError(
                f"life {life.name!r}.{place}", f"unknown site {site!r}", suggest(site, brain.body.site_names)
            )


def _refuse_overlong(brain: Brain, life: Life, scenes: Sequence[Scene]) -> None:
    awake_s = sum(scene.duration_s for scene in scenes)
    most_s = MOST_STEPS * brain.dt_ms / 1000.0
    if awake_s >= most_s:
        raise DescriptionError(
            f"life {life.name!r}",
            f"is awake for {awake_s:.0f} s; one recording holds {most_s:.0f} s at dt_ms = {brain.dt_ms}",
            "Skip what does not matter, or split the life",
        )


def _n_threads() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    available = len(affinity(0)) if affinity else (os.cpu_count() or 1)
    return min(MOST_THREADS, available)


class _Run:
    """One life being lived: carries the state from scene to scene."""

    def __init__(
        self,
        brain: Brain,
        life: Life,
        *,
        seed: int,
        watch: Watch,
        recorder: AbstractRecorder,
        pool: ThreadPoolExecutor,
        interrupt: Interrupt,
    ) -> None:
        self.brain, self.life, self.seed, self.watch = brain, life, seed, watch
        self.recorder, self.pool, self.interrupt = recorder, pool, interrupt
        self.scenes = unroll(life)
        _refuse_overlong(brain, life, self.scenes)
        self.budget = Budget.of(watch)
        self.marks: list[Mark] = []
        self.pauses: list[Pause] = []
        self.probes: dict[str, ProbeRecording] = {}
        self.moments: list[str] = []
        self.means: list[list[float]] = []
        self.outcome = Outcome("completed", "The whole life was lived.")
        self.done_s = 0.0
        self.total_s = sum(
            scene.duration_s + sum(_probe_s(test) for test in scene.probes) for scene in self.scenes
        )

    def live(self, threads: int, progress: Callable[[str, float], None]) -> Recording:
        """Live the life from birth to its end, or as far as it goes."""
        began = time.perf_counter()
        self.progress = progress
        progress("building the circuit", 0.0)
        self.circuit = compile_brain(self.brain, seed=self.seed, threads=threads)
        if not is_compiled():
            progress("compiling kernels (first run on this machine, under a minute)", 0.0)
        self.state = newborn(self.circuit, owns_weights=True)
        self.skin, self.patterns = Skin(self.circuit), Patterns(self.circuit)
        built = time.perf_counter()
        self.stretch = self._stretch(LIFE, self.state, salt=0, learns=self.brain.plasticity)
        self._weigh("at birth")
        for number, scene in enumerate(self.scenes):
            if not self._live_scene(scene):
                break
            if scene.duration_s > 0:
                self._weigh(f"after {self._waking_s:.1f} s awake")
            if number < len(self.scenes) - 1:
                self._pause(scene)
        lived = time.perf_counter()
        return self._recording(built - began, lived - built)

    @property
    def _waking_s(self) -> float:
        return self.state.step * self.circuit.dt_ms / 1000.0

    def _stretch(self, name: str, state: State, *, salt: int, learns: bool) -> Stretch:
        return Stretch(
            self.circuit, state, name, salt, learns, self.watch, self.recorder, self.budget, self.pool
        )

    def _steps(self, duration_s: float) -> int:
        """Return a length in steps, rounded up to whole update intervals."""
        steps = duration_s * 1000.0 / self.circuit.dt_ms
        return int(-(-round(steps, 6) // self.circuit.update_steps)) * self.circuit.update_steps

    def _live_scene(self, scene: Scene) -> bool:
        origin = self.state.step
        n_steps = self._steps(scene.duration_s)
        inputs = [
            *inputs_of(scene.moments, self.skin, self.patterns),
            *episode_inputs(scene.spans, self.patterns),
        ]
        schedule = Schedule(self.circuit, inputs, scene.moments, n_steps)
        self.marks += _marks(scene.moments, origin * self.circuit.dt_ms / 1000.0)
        for test in scene.probes:
            if not self._run(schedule, until=origin + self._steps(test.start_s), origin=origin):
                return False
            if not self._probe(test):
                return False
        return self._run(schedule, until=origin + n_steps, origin=origin)

    def _run(self, schedule: Schedule, *, until: int, origin: int) -> bool:
        stop = self._watcher(f"living {self.life.name}", self.state.step)
        if self.stretch.run(schedule, until=until, origin=origin, stop=stop):
            return True
        self._end_early(self.stretch, f"after {self._waking_s:.1f} s of waking life")
        return False

    def _probe(self, test: PlannedProbe) -> bool:
        name = test.probe.name
        twin = frozen_twin(self.circuit, self.state)
        words = test.probe.model_dump_json(include={"events", "settle_s"})
        stretch = self._stretch(
            probe_stretch(name), twin, salt=key_of(self.seed, f"probe/{words}"), learns=False
        )
        n_steps = self._steps(_probe_s(test))
        # A twin's skin is rested; its patterns are the brain's.
        inputs = inputs_of(test.moments, Skin(self.circuit), self.patterns)
        schedule = Schedule(self.circuit, inputs, test.moments, n_steps)
        stop = self._watcher(f"probe {name}", twin.step)
        whole = stretch.run(schedule, until=n_steps, origin=0, stop=stop)
        self.probes[name] = ProbeRecording(
            name=name, at_s=self._waking_s, settle_s=test.probe.settle_s,
            marks=tuple(_marks(test.moments, 0.0)), activity=stretch.activity(),
        )  # fmt: skip
        if not whole:
            self._end_early(stretch, f"in the probe {name!r}")
        return whole

    def _watcher(self, phase: str, begin: int) -> Callable[[int], bool]:
        """Return what a stretch asks after each chunk: it tells the progress, and of Ctrl-C."""
        before_s = self.done_s - begin * self.circuit.dt_ms / 1000.0

        def stop(step: int) -> bool:
            self.done_s = before_s + step * self.circuit.dt_ms / 1000.0
            self.progress(phase, self.done_s / self.total_s)
            return self.interrupt.is_set

        return stop

    def _end_early(self, stretch: Stretch, where: str) -> None:
        if stretch.ran_away:
            self.outcome = Outcome(
                "runaway",
                f"The brain ran away {where}: the excitatory neurons fired above "
                f"{self.brain.runaway_hz:g} Hz on average. Give it more inhibition or less learning.",
            )
        else:
            self.outcome = Outcome("interrupted", f"The run was interrupted {where}.")

    def _pause(self, scene: Scene) -> None:
        self.pauses.append(Pause(self._waking_s, scene.hours_after, scene.sleeps))
        pass_hours(self.circuit, self.state, scene.hours_after)
        self.skin = Skin(self.circuit)
        self._weigh(f"after {scene.hours_after:g} h {'of sleep' if scene.sleeps else 'more'}")

    def _weigh(self, moment: str) -> None:
        settle(self.circuit, self.state)
        self.moments.append(moment)
        self.means.append([float(self.state.weight[part].mean()) for part in self.circuit.learning_slices])

    def _spikes_kept_s(self) -> float:
        """Return the waking time up to which the life's spikes were kept."""
        if not self.watch.spikes:
            return 0.0
        if self.budget.ended_in is None:
            return self._waking_s
        stretch, at_s = self.budget.ended_in
        if stretch == LIFE:
            return at_s
        # The room ran out in a probe: the life's own spikes end where that probe stands.
        return next(p.at_s for p in self.probes.values() if probe_stretch(p.name) == stretch)

    def _recording(self, built_s: float, lived_s: float) -> Recording:
        return Recording(
            brain=self.brain, life=self.life, seed=self.seed, watch=self.watch, version=version("neurotag"),
            layout=self.circuit.layout, activity=self.stretch.activity(), marks=tuple(self.marks),
            pauses=tuple(self.pauses), probes=self.probes,
            weights=WeightTable(
                self.circuit.learning_labels, self.circuit.learning_ends, tuple(self.moments),
                np.array(self.means).reshape(len(self.moments), -1),
            ),
            patterns=dict(self.patterns.drawn), outcome=self.outcome,
            spikes_kept_s=self._spikes_kept_s(), wall_s=built_s + lived_s,
            phases_s={"build": built_s, "live": lived_s},
        )  # fmt: skip


def _probe_s(test: PlannedProbe) -> float:
    return max((moment.end_s for moment in test.moments), default=test.probe.settle_s)


def _marks(moments: Sequence[Moment], offset_s: float) -> list[Mark]:
    return [
        Mark(
            kind=moment.event.kind, name=moment.event.name, text=_text(moment.event),
            start_s=offset_s + moment.start_s, end_s=offset_s + moment.end_s, episodes=moment.episodes,
        )
        for moment in moments
    ]  # fmt: skip


def _text(event: object) -> str:
    for field in ("site", "of"):
        if hasattr(event, field):
            return str(getattr(event, field))
    return ""
