"""The circuit: a brain as arrays, and the state that changes while it lives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from neurotag.brain import Brain
    from neurotag.kernels.tables import Cells, Learning, Modulation, Neurons, Spikes, Wiring
    from neurotag.recording import Layout


@dataclass(frozen=True)
class Circuit:
    """What a brain compiles to: everything that does not change while it runs, but for the weights.

    ``wiring.weight`` is where the weights of a fresh brain are born; a ``State`` carries its own copy.
    ``learning_labels`` and ``learning_slices`` name the synapses of each learning projection.
    """

    brain: Brain
    seed: int
    layout: Layout
    cells: Cells
    wiring: Wiring
    rules: NDArray[np.float64]
    numbers: NDArray[np.float64]
    sensitivity: NDArray[np.float64]
    n_learning: int
    n_rows: int
    learning_labels: tuple[str, ...]
    learning_ends: tuple[tuple[str, str], ...]
    learning_slices: tuple[slice, ...]
    keys: NDArray[np.uint64]
    n_slots: int
    update_steps: int
    epoch_steps: int
    blocks_of_thread: tuple[tuple[int, ...], ...]

    @property
    def dt_ms(self) -> float:
        """Length of a step."""
        return self.brain.dt_ms


@dataclass
class State:
    """Everything that changes: neurons, spikes on their way, learning, modulators, weights.

    ``reference`` is the slow weight that consolidation follows, (n_learning,).
    """

    step: int
    neurons: Neurons
    spikes: Spikes
    learning: Learning
    modulation: Modulation
    weight: NDArray[np.float32]
    reference: NDArray[np.float32]
