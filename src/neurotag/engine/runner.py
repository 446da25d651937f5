"""One stretch of time: threads advance the blocks, chunk by chunk, and the log is collected."""

from __future__ import annotations

import signal
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

import numpy as np

from neurotag.engine.health import Pulse
from neurotag.kernels.advance import advance
from neurotag.kernels.modulate import N_TRACES
from neurotag.kernels.tables import Log, Plan
from neurotag.recording import BYTES_PER_SPIKE, Activity

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import ThreadPoolExecutor
    from types import FrameType, TracebackType

    from numpy.typing import NDArray

    from neurotag.engine.circuit import Circuit, State
    from neurotag.engine.stimulus import Schedule
    from neurotag.kernels.tables import Drive
    from neurotag.recording import AbstractRecorder, Outcome, Watch


class Interrupt:
    """Turns Ctrl-C into a flag that is looked at between chunks, so that no thread is left waiting."""

    def __init__(self) -> None:
        self.is_set = False
        self._before: object = None

    def __enter__(self) -> Self:
        """Take over Ctrl-C where that is possible (in the main thread)."""
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._note)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give Ctrl-C back."""
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)  # type: ignore[arg-type]

    def _note(self, _signal: int, _frame: FrameType | None) -> None:
        self.is_set = True


@dataclass
class Budget:
    """Room for spikes, shared by all stretches of a run."""

    left: int
    ended_in: tuple[str, float] | None = None

    @classmethod
    def of(cls, watch: Watch) -> Budget:
        """Return the room a watch allows, in spikes."""
        return cls(int(watch.budget_mb * 2**20 / BYTES_PER_SPIKE) if watch.spikes else 0)


@dataclass
class Stretch:
    """A run of a state along a schedule: the life's waking hours, or one probe.

    ``name`` is what the recorder calls it; ``salt`` sets its random background apart; ``zero`` is the step
    at which what is recorded begins. ``ended`` is how the run ends where its health ends it.
    """

    circuit: Circuit
    state: State
    name: str
    salt: int
    learns: bool
    watch: Watch
    recorder: AbstractRecorder
    budget: Budget
    pool: ThreadPoolExecutor
    zero: int = 0
    traces: list[NDArray[np.float64]] = field(default_factory=list)
    counts: list[NDArray[np.int32]] = field(default_factory=list)
    ended: Outcome | None = None

    def __post_init__(self) -> None:
        """Lay out the log, large enough for the most a chunk can hold."""
        circuit = self.circuit
        self.pulse = Pulse(circuit, self.name, self.zero)
        self.chunk = max(circuit.update_steps, round(self.watch.chunk_ms / circuit.dt_ms))
        n_blocks = circuit.blocks.n_blocks
        per_neuron = self.chunk // (circuit.cells.refractory.astype(np.int64) + 1) + 1
        most = (per_neuron * (circuit.cells.stop - circuit.cells.start)).reshape(n_blocks, 2).sum(axis=1)
        rows = self.chunk // circuit.update_steps + 2
        self.log = Log(
            step=np.zeros(most.sum(), np.int32),
            neuron=np.zeros(most.sum(), np.uint32),
            first=np.concatenate([[0], np.cumsum(most)[:-1]]).astype(np.int64),
            n_logged=np.zeros(n_blocks, np.int64),
            counts=np.zeros((rows, n_blocks, 3), np.int32),
            traces=np.zeros((rows, N_TRACES)),
            n_updates=np.zeros(1, np.int64),
        )
        blocks = circuit.blocks_of_thread
        self.plan = Plan(
            thread_first=np.concatenate([[0], np.cumsum([len(b) for b in blocks])]).astype(np.int64),
            block=np.concatenate(blocks).astype(np.int64),
            block_region=circuit.blocks.region,
            slice=circuit.slice_steps,
            update=circuit.update_steps,
            epoch=circuit.epoch_steps,
            salt=np.uint64(self.salt),
            learns=self.learns,
            sync=np.zeros(16, np.int64),
        )
        watched = [not self.watch.regions or name in self.watch.regions for name in circuit.layout.regions]
        is_logged = np.repeat(np.array(watched)[circuit.blocks.region], 2) & (self.budget.left > 0)
        self.cells = circuit.cells._replace(is_logged=is_logged)
        self.wiring = circuit.wiring._replace(weight=self.state.weight)

    def run(self, schedule: Schedule, *, until: int, origin: int, stop: Callable[[int], bool]) -> bool:
        """Advance to step ``until``; return whether it was reached.

        ``origin`` is the step at which the schedule begins; ``stop`` is told the step after each chunk, and
        says whether to end.
        """
        self.pulse.begin(schedule, origin)
        update, is_told = self.circuit.update_steps, False
        for first, last, drive in schedule.segments(self.state.step - origin):
            goal = min(last + origin, until)
            while first + origin <= self.state.step < goal:
                # Whoever is told to stop does so at the end of an update: from there a life can go on.
                reach = self.state.step + (update if is_told else self.chunk)
                self._chunk(min(goal, reach // update * update), drive)
                is_told = stop(self.state.step)
                # Whoever is told so at the very end has lived everything.
                is_left = is_told and self.state.step % update == 0 and self.state.step < until
                if self.ended is not None or is_left:
                    return False
            # What comes after is another call's: its drive would be worked out for nothing.
            if self.state.step >= until:
                break
        return True

    def _chunk(self, last: int, drive: Drive) -> None:
        state, log = self.state, self.log
        began = state.step
        log.n_logged[:] = 0
        self.plan.sync[:] = 0
        n_threads = len(self.plan.thread_first) - 1

        def work(thread: int) -> int:
            return advance(
                thread, n_threads, state.step, last, self.cells, state.neurons, self.wiring, state.spikes,
                self.circuit.rules, state.learning, state.views, state.modulation, drive, log, self.plan,
            )  # fmt: skip

        others = [self.pool.submit(work, thread) for thread in range(1, n_threads)]
        state.step = work(0)
        for other in others:
            other.result()
        self._collect(began)
        ran_away = bool(self.plan.sync[1])
        self.ended = self.pulse.feel(state, self.counts, began=began, ran_away=ran_away)

    def _end_budget(self, step: int) -> None:
        """Keep no spikes from this step on."""
        self.budget.left = 0
        self.budget.ended_in = (self.name, (step - self.zero) * self.circuit.dt_ms / 1000.0)
        self.cells.is_logged[:] = False

    def _collect(self, began: int) -> None:
        log = self.log
        n = int(log.n_updates[0])
        self.traces.append(log.traces[:n].copy())
        self.counts.append(self._by_region(log.counts[:n]))
        # The interval that a chunk ends within goes on in the next chunk.
        unfinished = log.counts[n].copy()
        log.counts[:] = 0
        log.counts[0] = unfinished
        log.n_updates[0] = 0
        if self.budget.ended_in is not None or not self.cells.is_logged.any():
            if self.watch.spikes and self.budget.ended_in is None and self.budget.left <= 0:
                self._end_budget(began)
            return
        parts = [slice(first, first + count) for first, count in zip(log.first, log.n_logged, strict=True)]
        step = np.concatenate([log.step[part] for part in parts])
        neuron = np.concatenate([log.neuron[part] for part in parts])
        # Each block's spikes are in order: this sort merges them.
        order = np.argsort(step * np.int64(self.circuit.layout.n_neurons) + neuron, kind="stable")
        step, neuron = step[order], neuron[order]
        if len(step) > self.budget.left:
            # A step is kept whole or not at all, so that chunks do not show.
            last = int(step[self.budget.left])
            self._end_budget(last)
            step, neuron = step[step < last], neuron[step < last]
        else:
            self.budget.left -= len(step)
        self.recorder.keep(self.name, step - np.int32(self.zero), neuron)

    def _by_region(self, counts: NDArray[np.int32]) -> NDArray[np.int32]:
        """Return counts of regions, (n, n_regions, 3), from those of blocks."""
        firsts = np.searchsorted(self.circuit.blocks.region, np.arange(len(self.circuit.layout.regions)))
        return np.add.reduceat(counts, firsts, axis=1, dtype=np.int32)

    def activity(self) -> Activity:
        """Return what was recorded."""
        n_regions = len(self.circuit.layout.regions)
        traces = np.concatenate(self.traces) if self.traces else np.zeros((0, N_TRACES))
        counts = np.concatenate(self.counts) if self.counts else np.zeros((0, n_regions, 3), np.int32)
        step, neuron = self.recorder.spikes(self.name)
        return Activity(
            dt_ms=self.circuit.dt_ms,
            update_ms=self.circuit.update_steps * self.circuit.dt_ms,
            step=step,
            neuron=neuron,
            counts=counts,
            salience=traces[:, 0],
            safety=traces[:, 1],
            stress=traces[:, 2],
            third_factor=traces[:, 3],
            cortisol=traces[:, 4],
            energy=traces[:, 5],
        )
