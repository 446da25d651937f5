"""A stage for the ladder: a circuit that is stepped by hand, and its synapses as lists."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from neurotag.engine.compile import compile_brain
from neurotag.engine.runner import Budget, Stretch
from neurotag.engine.state import newborn, settle
from neurotag.engine.stimulus import Schedule
from neurotag.recording import LIFE, MemoryRecorder, Watch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neurotag.brain import Brain
    from neurotag.engine.circuit import Circuit

Numbers: TypeAlias = NDArray[np.float64]
Ids: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]

MOST_STEPS = 2**30
FAR_ABOVE_mV = 1e5


@dataclass(frozen=True)
class Synapses:
    """All synapses of a circuit, (n_synapses,): ids of their ends, delays in steps, and where their weights stand.

    Those with a weight in common have it as ``shared_weight``, which is negative for all others.
    """

    source: Ids
    target: Ids
    delay: Ids
    rule: Ids
    inhibits: Flags
    place: Ids
    shared_weight: Numbers

    def of(self, chosen: Flags) -> Synapses:
        """Return some of them."""
        return Synapses(*(column[chosen] for column in vars(self).values()))

    def between(self, sources: slice, targets: slice) -> Synapses:
        """Return those from a population to another."""
        from_here = (self.source >= sources.start) & (self.source < sources.stop)
        return self.of(from_here & (self.target >= targets.start) & (self.target < targets.stop))


def synapses_of(circuit: Circuit) -> Synapses:
    """Read a circuit's wiring, bundle by bundle, sorted by source, target and delay."""
    wiring = circuit.wiring
    columns: list[list[NDArray[Any]]] = [[] for _ in range(7)]
    for bundle in range(len(wiring.delay)):
        n_sources = int(wiring.n_sources[bundle])
        rows = wiring.first_row[bundle] + np.arange(n_sources) * wiring.stride[bundle]
        first, last = (wiring.row_start[rows + k].astype(np.int64) for k in (0, 1))
        place = np.concatenate([np.arange(a, b) for a, b in zip(first, last, strict=True)])
        n = len(place)
        source = np.repeat(wiring.source_id[bundle] + np.arange(n_sources), last - first)
        target = circuit.blocks.id_of[wiring.target_start[bundle] + wiring.target[place].astype(np.int64)]
        values = (wiring.delay[bundle], wiring.rule[bundle], wiring.inhibits[bundle])
        filled = [np.full(n, value) for value in values]
        shared = np.full(n, wiring.shared_weight[bundle], np.float64)
        for column, part in zip(columns, (source, target, *filled, place, shared), strict=True):
            column.append(part)
    found = [np.concatenate(column) for column in columns]
    order = np.lexsort((found[5], found[2], found[1], found[0]))
    return Synapses(*(column[order] for column in found))


class Stage:
    """A newborn brain that is run for a while, or step by step with spikes where we want them."""

    def __init__(
        self, brain: Brain, *, seed: int = 0, threads: int = 1, chunk_ms: float = 100.0, spikes: bool = True
    ) -> None:
        self.circuit = compile_brain(brain, seed=seed, threads=threads)
        self.state = newborn(self.circuit)
        self.recorder = MemoryRecorder()
        watch = Watch(chunk_ms=chunk_ms, spikes=spikes)
        self.stretch = Stretch(
            self.circuit, self.state, LIFE, 0, brain.plasticity, watch, self.recorder, Budget.of(watch),
            ThreadPoolExecutor(max_workers=threads),
        )  # fmt: skip
        self.schedule = Schedule(self.circuit, [], [], MOST_STEPS)
        self.place_of = self.circuit.blocks.place_of()

    def run(self, ms: float) -> None:
        """Let it live for a while."""
        self.advance(round(ms / self.circuit.dt_ms))

    def advance(self, n_steps: int = 1) -> None:
        """Let it live for some steps."""
        until = self.state.step + n_steps
        reached = self.stretch.run(self.schedule, until=until, origin=0, stop=lambda _step: False)
        assert reached, "the brain ran away"

    def fire(self, ids: Sequence[int] | Ids) -> None:
        """Take one step in which exactly these neurons fire. What arrives in it is left in ``ampa`` and ``gaba``."""
        neurons = self.state.neurons
        for kept in (
            neurons.v,
            neurons.ampa,
            neurons.gaba,
            neurons.ampa_rise,
            neurons.gaba_rise,
            neurons.fast,
        ):
            kept[:] = 0
        neurons.v[self.place_of[np.asarray(ids, np.int64)]] = FAR_ABOVE_mV
        self.advance()

    def play(self, trains: Flags) -> None:
        """Fire as (n_steps, n_neurons) says."""
        for row in trains:
            self.fire(np.flatnonzero(row))

    def spikes(self) -> tuple[Ids, Ids]:
        """Return steps and ids of all spikes so far."""
        step, neuron = self.recorder.spikes(LIFE)
        return step.astype(np.int64), neuron.astype(np.int64)

    def trains(self, n_steps: int) -> Flags:
        """Return all spikes so far, (n_steps, n_neurons)."""
        trains = np.zeros((n_steps, self.circuit.layout.n_neurons), np.bool_)
        trains[self.spikes()] = True
        return trains

    def weights(self, synapses: Synapses) -> Numbers:
        """Return the present weights of some synapses, after all they have to learn."""
        settle(self.circuit, self.state)
        return self.unsettled_weights(synapses)

    def unsettled_weights(self, synapses: Synapses) -> Numbers:
        """Return the weights of some synapses as they stand, each as its source's last spike left it."""
        weights, has_own = synapses.shared_weight.copy(), synapses.shared_weight < 0
        weights[has_own] = self.state.weight[synapses.place[has_own]]
        return weights
