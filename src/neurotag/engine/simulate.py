"""Circuit + Life -> Recording."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib.metadata import version
from typing import TYPE_CHECKING

import numpy as np

from neurotag.description import suggest
from neurotag.engine.checkpoint import restore, take_checkpoint
from neurotag.engine.draw import key_of
from neurotag.engine.health import Scales, sum_up
from neurotag.engine.machine import n_threads
from neurotag.engine.marks import mark
from neurotag.engine.past import check_past, check_things, episodes_until, salt_of, start_of, tell_past
from neurotag.engine.recent import circuit_of
from neurotag.engine.room import check_memory
from neurotag.engine.runner import Budget, Interrupt, Stretch
from neurotag.engine.state import frozen_twin, newborn, pass_hours, settled
from neurotag.engine.stimulus import Patterns, Schedule, Skin, episode_inputs, inputs_of
from neurotag.errors import DescriptionError
from neurotag.kernels.jit import is_compiled
from neurotag.recording import (
    LIFE,
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
    from neurotag.engine.past import Start
    from neurotag.life import Life, PlannedProbe, Scene
    from neurotag.recording import AbstractRecorder, Checkpoint, Mark


def simulate(
    brain: Brain,
    life: Life | None = None,
    *,
    seed: int | None = None,
    past: Checkpoint | None = None,
    watch: Watch | None = None,
    recorder: AbstractRecorder | None = None,
    threads: int | None = None,
    progress: Callable[[str, float], None] | None = None,
    checkpoint_at_s: Sequence[float] = (),
    on_checkpoint: Callable[[Checkpoint], None] | None = None,
    keeps_end: bool = True,
) -> Recording:
    """Let a brain live a life, from birth or from a past.

    Parameters
    ----------
    brain : Brain
        What there is. With a past, its brain; only numbers that no connection hangs on may differ.
    life : Life, optional
        What happens. Left out: the life in which the past was taken goes on.
    seed : int, optional
        Draws the connections, the patterns of things and the background. Same seed and version, same
        recording, bit for bit, for any number of threads. By default 0. With a past, by default the past's,
        so that the life goes on as if it had never stopped; another seed draws another background, while
        connections and patterns stay.
    past : Checkpoint, optional
        Where the life begins. What happened there is over, but is felt as long as it lasts.

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
    checkpoint_at_s : sequence of float
        When to take checkpoints, in seconds of waking time from the beginning of this recording.
    on_checkpoint : callable, optional
        Is given each of these.
    keeps_end : bool
        Keep the state at the end for ``Recording.branch``: 40 MB for the built-in brains.

    Returns
    -------
    Recording
        Its ``outcome`` says whether the whole life was lived: Ctrl-C, a seizure, and numbers that are
        none end it early. Silence and weights at their bounds are warnings in it.

    Raises
    ------
    DescriptionError
        If the life names a site that the body does not have or recalls what was not lived, the watch a
        region that the brain does not have, the brain is not the past's, or the seed is negative.
    CompileError
        If the brain cannot become a circuit, or the run would not fit into memory.
    InputError
        If another version of the package took the checkpoint and draws its circuit otherwise.

    Examples
    --------
    >>> from neurotag.brain import load_brain
    >>> from neurotag.life import Life
    >>> life = Life(name="touch", events=[{"kind": "touch", "site": "back", "duration_s": 0.1}])
    >>> recording = simulate(load_brain("everyday"), life, seed=1)
    >>> recording.outcome.kind
    'completed'
    >>> simulate(recording.brain, life, past=recording.branch()).past.awake_s
    0.1
    """
    start = start_of(life, past)
    check_life(brain, start.life)
    check_past(brain, start)
    start.check(seed=seed, checkpoint_at_s=checkpoint_at_s, dt_ms=brain.dt_ms)
    check_memory(brain, start, watch=watch)
    for region in watch.regions if watch else ():
        brain.region(region)
    threads = n_threads() if threads is None else max(1, threads)
    with ThreadPoolExecutor(max_workers=threads) as pool, Interrupt() as interrupt:
        run = _Run(
            brain, start, seed=seed, watch=watch or Watch(), recorder=recorder or MemoryRecorder(), pool=pool,
            interrupt=interrupt,
        )  # fmt: skip
        run.checkpoint_at_s, run.on_checkpoint = sorted(checkpoint_at_s), on_checkpoint
        return run.live(threads, progress or (lambda _phase, _share: None), keeps_end=keeps_end)


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


class _Run:
    """One life being lived: carries the state from scene to scene."""

    def __init__(
        self,
        brain: Brain,
        start: Start,
        *,
        seed: int | None,
        watch: Watch,
        recorder: AbstractRecorder,
        pool: ThreadPoolExecutor,
        interrupt: Interrupt,
    ) -> None:
        self.brain, self.start, self.life, self.scenes = brain, start, start.life, start.scenes
        self.watch, self.recorder, self.pool, self.interrupt = watch, recorder, pool, interrupt
        past = start.past
        # The past's seed draws the circuit; another one draws no more than the background from here on.
        self.noise_seed = seed if seed is not None else past.noise_seed if past else 0
        self.seed = past.seed if past else self.noise_seed
        self.hours_offline = past.hours_offline if past else 0.0
        self.bookmark = start.bookmark
        self.checkpoint_at_s: Sequence[float] = ()
        self.on_checkpoint: Callable[[Checkpoint], None] | None = None
        self.budget = Budget.of(watch)
        self.marks: list[Mark] = []
        self.pauses: list[Pause] = []
        self.probes: dict[str, ProbeRecording] = {}
        self.moments: list[str] = []
        self.means: list[list[float]] = []
        self.outcome = Outcome("completed", "The whole life was lived.")
        self.warnings: list[str] = []
        self.done_s = 0.0
        self.total_s = start.awake_s + start.probes_s

    def live(self, threads: int, progress: Callable[[str, float], None], *, keeps_end: bool) -> Recording:
        """Live the life from where it begins to its end, or as far as it goes."""
        began = time.perf_counter()
        self.progress = progress
        progress("building the circuit", 0.0)
        self.circuit = circuit_of(self.brain, seed=self.seed, threads=threads)
        if not is_compiled():
            progress("compiling kernels (first run on this machine, under a minute)", 0.0)
        past = self.start.past
        check_things(self.start, self.circuit)
        self.state = newborn(self.circuit) if past is None else restore(past, self.circuit)
        self.patterns = Patterns(self.circuit, {} if past is None else dict(past.patterns))
        self.due = [self.start.step + self._steps(at_s) for at_s in self.checkpoint_at_s]
        built = time.perf_counter()
        salt = salt_of(self.seed, self.noise_seed)
        self.stretch = self._stretch(LIFE, self.state, salt=salt, learns=self.brain.plasticity)
        self.scales = Scales(self.circuit)
        self._weigh("at birth" if past is None else "at the checkpoint")
        for number in range(self.bookmark.scene, len(self.scenes)):
            scene = self.scenes[number]
            if not self.outcome.is_complete or not self._live_scene(scene):
                break
            if scene.duration_s > 0:
                self._weigh(f"after {self._waking_s:.1f} s awake")
            if number < len(self.scenes) - 1:
                self._pause(scene)
                self.bookmark = self.bookmark.next_scene(self.state.step)
        lived = time.perf_counter()
        return self._recording(built - began, lived - built, keeps_end=keeps_end)

    @property
    def _waking_s(self) -> float:
        """Waking time since the recording began."""
        return (self.state.step - self.start.step) * self.circuit.dt_ms / 1000.0

    def _stretch(self, name: str, state: State, *, salt: int, learns: bool) -> Stretch:
        return Stretch(
            self.circuit, state, name, salt, learns, self.watch, self.recorder, self.budget, self.pool,
            zero=state.step,
        )  # fmt: skip

    def _steps(self, duration_s: float) -> int:
        """Return a length in steps, rounded up to whole update intervals."""
        steps = duration_s * 1000.0 / self.circuit.dt_ms
        return int(-(-round(steps, 6) // self.circuit.update_steps)) * self.circuit.update_steps

    def _live_scene(self, scene: Scene) -> bool:
        origin = self.bookmark.scene_step
        n_steps = self._steps(scene.end_s)
        felt = [*self.bookmark.felt_before(), *scene.moments]
        # The skin is rested when a scene begins.
        inputs = [
            *inputs_of(felt, Skin(self.circuit), self.patterns),
            *episode_inputs(scene.spans, self.patterns),
        ]
        schedule = Schedule(self.circuit, inputs, felt, n_steps)
        self.marks += mark(scene.moments, (origin - self.start.step) * self.circuit.dt_ms / 1000.0)
        for test in scene.probes[self.bookmark.n_probes :]:
            if not self._run(schedule, until=origin + self._steps(test.start_s), origin=origin):
                return False
            if not self._probe(test):
                return False
            self.bookmark = replace(self.bookmark, n_probes=self.bookmark.n_probes + 1)
        return self._run(schedule, until=origin + n_steps, origin=origin)

    def _run(self, schedule: Schedule, *, until: int, origin: int) -> bool:
        """Advance to a step, and take the checkpoints on the way."""
        while self.due and self.due[0] <= until:
            if not self._advance(schedule, until=self.due[0], origin=origin):
                return False
            self.due.pop(0)
            if self.on_checkpoint is not None:
                self.on_checkpoint(self._checkpoint())
        return self._advance(schedule, until=until, origin=origin)

    def _advance(self, schedule: Schedule, *, until: int, origin: int) -> bool:
        stop = self._watcher(f"living {self.life.name}", self.state.step)
        if self.stretch.run(schedule, until=until, origin=origin, stop=stop):
            return True
        self._end_early(self.stretch, f"after {self._waking_s:.1f} s of waking life")
        return False

    def _checkpoint(self, *, is_last: bool = False) -> Checkpoint:
        scene = self.scenes[self.bookmark.scene]
        at_s = (self.state.step - self.bookmark.scene_step) * self.circuit.dt_ms / 1000.0
        # What comes next shall begin when the scene ends, to the last bit, as if it stood in it.
        at_s = scene.end_s if abs(at_s - scene.end_s) < 1e-9 else at_s
        bookmark = replace(self.bookmark, at_s=at_s)
        return take_checkpoint(
            self.circuit, self.state, life=self.life, noise_seed=self.noise_seed, bookmark=bookmark,
            hours_offline=self.hours_offline, patterns=self.patterns.drawn,
            episodes=episodes_until(self.start.past, self.scenes, bookmark), is_last=is_last,
        )  # fmt: skip

    def _probe(self, test: PlannedProbe) -> bool:
        name = test.probe.name
        twin = frozen_twin(self.circuit, self.state)
        words = test.probe.model_dump_json(include={"events", "settle_s"})
        stretch = self._stretch(
            probe_stretch(name), twin, salt=key_of(self.seed, f"probe/{words}"), learns=False
        )
        n_steps = self._steps(test.duration_s)
        # A twin's skin is rested; its patterns are the brain's.
        inputs = inputs_of(test.moments, Skin(self.circuit), self.patterns)
        schedule = Schedule(self.circuit, inputs, test.moments, n_steps)
        stop = self._watcher(f"probe {name}", twin.step)
        whole = stretch.run(schedule, until=n_steps, origin=0, stop=stop)
        self.probes[name] = ProbeRecording(
            name=name, at_s=self._waking_s, settle_s=test.probe.settle_s,
            marks=tuple(mark(test.moments, 0.0)), activity=stretch.activity(),
        )  # fmt: skip
        self.warnings += stretch.pulse.warnings()
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
        self.outcome = stretch.ended or Outcome("interrupted", f"The run was interrupted {where}.")

    def _pause(self, scene: Scene) -> None:
        self.pauses.append(Pause(self._waking_s, scene.hours_after, scene.sleeps))
        pass_hours(self.circuit, self.state, scene.hours_after)
        self.hours_offline += scene.hours_after
        self._weigh(f"after {scene.hours_after:g} h {'of sleep' if scene.sleeps else 'more'}")

    def _weigh(self, moment: str) -> None:
        present = settled(self.circuit, self.state)
        self.moments.append(moment)
        self.means.append([float(present.weight[part].mean()) for part in self.circuit.learning_slices])
        lost = self.scales.weigh(present, moment)
        if lost is not None and self.outcome.is_complete:
            self.outcome = lost

    def _outcome(self) -> Outcome:
        warnings = [*self.scales.warnings, *self.stretch.pulse.warnings(), *self.warnings]
        return replace(self.outcome, warnings=sum_up(warnings))

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

    def _recording(self, built_s: float, lived_s: float, *, keeps_end: bool) -> Recording:
        # From numbers that are none, nothing can go on.
        keeps_end = keeps_end and self.outcome.kind != "non_finite"
        return Recording(
            brain=self.brain, life=self.life, seed=self.noise_seed, watch=self.watch,
            version=version("neurotag"), layout=self.circuit.layout, activity=self.stretch.activity(),
            marks=tuple(self.marks), pauses=tuple(self.pauses), probes=self.probes,
            weights=WeightTable(
                self.circuit.learning_labels, self.circuit.learning_ends, tuple(self.moments),
                np.array(self.means).reshape(len(self.moments), -1),
            ),
            patterns=dict(self.patterns.drawn), outcome=self._outcome(),
            spikes_kept_s=self._spikes_kept_s(), wall_s=built_s + lived_s,
            phases_s={"build": built_s, "live": lived_s}, past=tell_past(self.start),
            end=self._checkpoint(is_last=True) if keeps_end else None,
        )  # fmt: skip
