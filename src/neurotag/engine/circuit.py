"""The circuit: a brain as arrays, and the state that changes while it lives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neurotag.brain import Brain
    from neurotag.engine.blocks import Blocks
    from neurotag.kernels.tables import Cells, Learning, Modulation, Neurons, Rules, Spikes, Views, Wiring
    from neurotag.recording import Layout


@dataclass(frozen=True)
class Circuit:
    """What a brain compiles to: everything that does not change while it runs, but for the weights.

    ``wiring.weight`` is where the weights of a fresh brain are born; a ``State`` carries its own copy.
    Synapses that share a weight have none there (see `Wiring`).
    ``learning_labels`` and ``learning_slices`` name the synapses of each learning projection.
    """

    brain: Brain
    seed: int
    layout: Layout
    blocks: Blocks
    cells: Cells
    wiring: Wiring
    rules: Rules
    views: list[tuple[int, str, int]]
    modulation: Modulation
    n_eligible: int
    n_learning: int
    n_rows: int
    learning_labels: tuple[str, ...]
    learning_ends: tuple[tuple[str, str], ...]
    learning_slices: tuple[slice, ...]
    keys: NDArray[np.uint64]
    n_slots: int
    slice_steps: int
    update_steps: int
    epoch_steps: int
    blocks_of_thread: tuple[tuple[int, ...], ...]

    @property
    def dt_ms(self) -> float:
        """Length of a step."""
        return self.brain.dt_ms

    @property
    def floats(self) -> type[np.floating[Any]]:
        """Type of potentials, weights and traces."""
        return np.float64 if self.brain.precision == "double" else np.float32


@dataclass
class State:
    """Everything that changes: neurons, spikes on their way, learning, modulators, weights.

    ``reference`` is the slow weight that consolidation follows, (n_learning,).
    """

    step: int
    neurons: Neurons
    spikes: Spikes
    learning: Learning
    views: Views
    modulation: Modulation
    weight: NDArray[np.float32]
    reference: NDArray[np.float32]
