"""Neurons driven in frozen twins, without any event: what a set of neurons does when it is cued."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

import numpy as np

from neurotag.brain import Cell
from neurotag.engine.arrays import arrays_of, copied
from neurotag.engine.checkpoint import restore
from neurotag.engine.draw import key_of
from neurotag.engine.machine import n_threads
from neurotag.engine.recent import circuit_of
from neurotag.engine.runner import Budget, Stretch
from neurotag.engine.state import frozen_twin, newborn
from neurotag.engine.stimulus import Input, Schedule
from neurotag.errors import InputError, SimulationError
from neurotag.recording import MemoryRecorder, Watch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from neurotag.brain import Brain
    from neurotag.engine.circuit import Circuit, State
    from neurotag.recording import Activity, Checkpoint, Layout

NAME = "twin"
"""What a recorder calls the stretch of a twin."""


@dataclass(frozen=True, eq=False)
class Cue:
    """A steady drive of chosen neurons in one twin.

    Attributes
    ----------
    neurons : (n,) int64
        Their ids. Nobody is no mistake: such a twin is left alone.
    conductance : float
        Mean conductance in leak conductances, as in `PatternDrive`.
    start_s, duration_s : float
        When it begins, after the twin began to settle, and how long it lasts.
    trial : int
        Draws the background: the same trial has the same, whatever the cue.
    """

    neurons: NDArray[np.int64]
    conductance: float
    start_s: float
    duration_s: float
    trial: int


@dataclass(frozen=True, eq=False)
class _Settled:
    """A twin that has come to rest, and what it did meanwhile."""

    state: State
    stretch: Stretch
    recorder: MemoryRecorder


class Twins:
    """Frozen twins of one brain: rested copies that learn nothing, each driven once and thrown away.

    The brain is compiled, and its state restored, once. A twin that has settled is kept for each trial, and
    every cue of that trial goes on from a copy: the same as if each had settled for itself, bit for bit, at
    a fraction of the time. The brain is left as it is. Twins run beside one another, one on each processor;
    the result is the same for any number.

    Parameters
    ----------
    circuit : Circuit
        Of the brain; `of` and `at_birth` compile it.
    state : State
        The brain's. It is copied.
    threads : int, optional
        By default as many as there are processors, at most 4.

    Examples
    --------
    >>> from neurotag.brain import load_brain
    >>> twins = Twins.at_birth(load_brain("everyday").replace(scale=0.25), seed=1)
    >>> cells = np.arange(*twins.layout.excitatory("sight").indices(10**6))[:20]
    >>> activity = twins.drive(cells, conductance=1.0, start_s=0.5, duration_s=0.1, total_s=0.8, trial=0)
    >>> activity.duration_s
    0.8
    """

    def __init__(self, circuit: Circuit, state: State, *, threads: int | None = None) -> None:
        # Twins share out the processors, a twin does not: its blocks are all one thread's.
        alone = (tuple(range(circuit.blocks.n_blocks)),)
        self.circuit = replace(circuit, blocks_of_thread=alone)
        self.threads = n_threads() if threads is None else max(1, threads)
        self._twin = frozen_twin(circuit, state)
        self._shared = arrays_of(circuit)
        self._settled: dict[tuple[int, int], _Settled] = {}
        # It never gets any work.
        self._pool = ThreadPoolExecutor(max_workers=1)

    @classmethod
    def of(
        cls, checkpoint: Checkpoint, *, circuit: Circuit | None = None, threads: int | None = None
    ) -> Self:
        """Return the twins of a brain at a checkpoint.

        Parameters
        ----------
        checkpoint : Checkpoint
            The state of the brain.
        circuit : Circuit, optional
            Of its brain and seed, where there is one already.
        threads : int, optional
            By default as many as there are processors, at most 4.

        Raises
        ------
        InputError
            If another version of the package took the checkpoint and drew its connections otherwise.
        """
        circuit = circuit or circuit_of(checkpoint.brain, seed=checkpoint.seed)
        return cls(circuit, restore(checkpoint, circuit), threads=threads)

    @classmethod
    def at_birth(cls, brain: Brain, *, seed: int = 0, threads: int | None = None) -> Self:
        """Return the twins of a brain that has lived nothing."""
        circuit = circuit_of(brain, seed=seed)
        return cls(circuit, newborn(circuit), threads=threads)

    def born(self) -> Twins:
        """Return the twins of the same brain at birth."""
        return Twins(self.circuit, newborn(self.circuit), threads=self.threads)

    @property
    def brain(self) -> Brain:
        """The brain."""
        return self.circuit.brain

    @property
    def layout(self) -> Layout:
        """Where its neurons stand."""
        return self.circuit.layout

    @property
    def seed(self) -> int:
        """What drew its connections, and draws the background of the trials."""
        return self.circuit.seed

    @property
    def efficacy(self) -> NDArray[np.float64]:
        """How well inhibition works in each neuron, by id, (n_neurons,): 1 at birth, less where lost."""
        return self._twin.neurons.efficacy[self.circuit.blocks.place_of()].astype(np.float64)

    def drive(
        self, neurons: NDArray[np.int64], *, conductance: float, start_s: float, duration_s: float,
        total_s: float, trial: int,
    ) -> Activity:  # fmt: skip
        """Return what a fresh twin does when some of its neurons are driven.

        Parameters
        ----------
        neurons : (n,) int64
            Their ids; nobody is allowed.
        conductance : float
            Mean conductance in leak conductances, as in `PatternDrive`.
        start_s, duration_s : float
            When the drive begins, after the twin began to settle, and how long it lasts.
        total_s : float
            How long the twin is watched in all.
        trial : int
            Draws the background.

        Returns
        -------
        Activity
            From the beginning of the settling on. It is shorter where a seizure ended it.

        Raises
        ------
        InputError
            If a neuron does not exist or cannot be driven, or a time is out of order.
        SimulationError
            If numbers became none.
        """
        return self.drive_all([Cue(neurons, conductance, start_s, duration_s, trial)], total_s=total_s)[0]

    def drive_all(self, cues: Sequence[Cue], *, total_s: float) -> list[Activity]:
        """Return what fresh twins do, one for each cue: as `drive`, beside one another."""
        for cue in cues:
            self._check(cue, total_s)
        resting = list(dict.fromkeys((cue.trial, self._rest_steps(cue)) for cue in cues))
        missing = [key for key in resting if key not in self._settled]
        with ThreadPoolExecutor(max_workers=self.threads) as pool:
            self._settled |= dict(zip(missing, pool.map(self._settle, missing), strict=True))
            return list(pool.map(lambda cue: self._drive(cue, total_s), cues))

    def forget(self) -> None:
        """Let go of the twins that have settled: 1 MB for each trial of a built-in brain."""
        self._settled.clear()

    def _steps(self, duration_s: float) -> int:
        """Return a length in steps, rounded up to whole update intervals."""
        steps = duration_s * 1000.0 / self.circuit.dt_ms
        return int(-(-round(steps, 6) // self.circuit.update_steps)) * self.circuit.update_steps

    def _rest_steps(self, cue: Cue) -> int:
        steps = int(round(cue.start_s * 1000.0 / self.circuit.dt_ms, 6))
        return steps // self.circuit.update_steps * self.circuit.update_steps

    def _copy(self, state: State) -> State:
        """Return a state with arrays of its own for all that changes in a twin; weights are shared."""
        own = {name: copied(getattr(state, name), sharing=self._shared) for name in ("neurons", "spikes")}
        return replace(state, **own, modulation=copied(state.modulation, sharing=self._shared))

    def _stretch(self, state: State, trial: int, recorder: MemoryRecorder) -> Stretch:
        watch = Watch()
        return Stretch(
            self.circuit, state, NAME, key_of(self.seed, f"twin/{trial}"), False, watch, recorder,
            Budget.of(watch), self._pool,
        )  # fmt: skip

    def _settle(self, key: tuple[int, int]) -> _Settled:
        trial, n_steps = key
        recorder = MemoryRecorder()
        stretch = self._stretch(self._copy(self._twin), trial, recorder)
        self._run(stretch, Schedule(self.circuit, [], [], n_steps), n_steps)
        return _Settled(stretch.state, stretch, recorder)

    def _drive(self, cue: Cue, total_s: float) -> Activity:
        before = self._settled[cue.trial, self._rest_steps(cue)]
        recorder, n_steps = MemoryRecorder(), self._steps(total_s)
        stretch = self._stretch(self._copy(before.state), cue.trial, recorder)
        stretch.traces, stretch.counts = list(before.stretch.traces), list(before.stretch.counts)
        recorder.keep(NAME, *before.recorder.spikes(NAME))
        end_s = cue.start_s + cue.duration_s
        inputs = [Input(cue.start_s, end_s, np.asarray(cue.neurons, np.int64), cue.conductance)]
        if before.stretch.ended is None:
            self._run(stretch, Schedule(self.circuit, inputs, [], n_steps), n_steps)
        return stretch.activity()

    def _run(self, stretch: Stretch, schedule: Schedule, n_steps: int) -> None:
        if n_steps > 0:
            stretch.run(schedule, until=n_steps, origin=0, stop=lambda _step: False)
        if stretch.ended is not None and stretch.ended.kind == "non_finite":
            raise SimulationError("twin", stretch.ended.sentence.rstrip("."), "Drive it less")

    def _check(self, cue: Cue, total_s: float) -> None:
        neurons, layout = np.asarray(cue.neurons), self.layout
        if cue.start_s < 0 or cue.duration_s < 0 or total_s < cue.start_s + cue.duration_s:
            raise InputError(
                "cue", f"must lie within the {total_s:g} s of the twin (got {cue.start_s:g} s to "
                f"{cue.start_s + cue.duration_s:g} s)", "Watch the twin longer",
            )  # fmt: skip
        if cue.conductance < 0:
            raise InputError("cue.conductance", f"must be at least 0 (got {cue.conductance:g})", "Raise it")
        if not len(neurons):
            return
        if not np.issubdtype(neurons.dtype, np.integer):
            raise InputError("cue.neurons", f"must be ids (got {neurons.dtype.name})", "Name neurons by id")
        if neurons.min() < 0 or neurons.max() >= layout.n_neurons:
            raise InputError(
                "cue.neurons", f"must be 0 to {layout.n_neurons - 1} (got {neurons.min()} to "
                f"{neurons.max()})", "Name neurons of this brain",
            )  # fmt: skip
        for at in np.unique(np.searchsorted(layout.start, neurons, side="right") - 1):
            region = self.brain.regions[at]
            for excites in (True, False):
                self._check_kind(neurons, region.name, excites=excites)

    def _check_kind(self, neurons: NDArray[np.int64], name: str, *, excites: bool) -> None:
        cells = self.layout.excitatory(name) if excites else self.layout.inhibitory(name)
        cell = self.brain.cell(self.brain.region(name), excites=excites)
        if not isinstance(cell, Cell) and ((neurons >= cells.start) & (neurons < cells.stop)).any():
            raise InputError(
                "cue.neurons", f"holds neurons of {name!r}, which are of kind {cell.kind!r}",
                "Only neurons of kind 'adaptive' can be driven",
            )  # fmt: skip
