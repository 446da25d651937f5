"""What a brain has learned, synapse by synapse: the engine's own record, to check a finding against."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from neurotag.engine.checkpoint import restore
from neurotag.engine.recent import circuit_of
from neurotag.engine.state import settle

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neurotag.engine.circuit import Circuit
    from neurotag.recording import Checkpoint

POTENTIATED_GAIN = 0.1
"""Gain of a neuron's learning input above which it counts as potentiated: 10 % more than at birth."""


@dataclass(frozen=True, eq=False)
class LearnedSynapses:
    """Every learning synapse between excitatory neurons, at birth and now.

    Learning synapses from inhibitory neurons are left out; those onto inhibitory neurons do not exist. The
    order is the engine's own: projection by projection.

    Attributes
    ----------
    source, target : (n_synapses,) int32
        Neuron ids, as in ``recording.activity.neuron`` and `Layout`.
    born, weight : (n_synapses,) float32
        Weight at birth and now, in the unit of the target's kind of cell (leak conductances in the built-in
        brains); float64 in a brain of double precision. Where the target scales all of its excitation
        (`SynapticScaling`), now is multiplied by its factor: it is what arrives.
    projection : (n_synapses,) int16
        Which of ``projections`` it belongs to.
    projections : tuple of str
        Labels of the learning projections.
    n_neurons : int
        Neurons of the brain.
    """

    source: NDArray[np.int32] = field(repr=False)
    target: NDArray[np.int32] = field(repr=False)
    born: NDArray[np.floating[Any]] = field(repr=False)
    weight: NDArray[np.floating[Any]] = field(repr=False)
    projection: NDArray[np.int16] = field(repr=False)
    projections: tuple[str, ...]
    n_neurons: int

    @property
    def n_synapses(self) -> int:
        """Number of synapses."""
        return len(self.source)

    def gain(self) -> NDArray[np.float64]:
        """Return how much each neuron's learning input has grown since birth, (n_neurons,) float64.

        ``sum(weight) / sum(born) - 1`` over the synapses that end on it: 0.1 is 10 % more. The ratio of sums
        and not the mean of ratios, which the faintest synapses would rule. Not a number where none ends, or
        where those that end were born with no weight.
        """
        now, born = (
            np.bincount(self.target, weights=weight, minlength=self.n_neurons)
            for weight in (self.weight, self.born)
        )
        gain: NDArray[np.float64] = np.full(self.n_neurons, np.nan)
        np.divide(now, born, out=gain, where=born > 0)
        return gain - 1.0


def learned_synapses(checkpoint: Checkpoint, *, circuit: Circuit | None = None) -> LearnedSynapses:
    """Return the learning synapses between excitatory neurons, as they were born and as they are now.

    Learning is lazy: weights are brought to the step of the checkpoint first, in a copy.

    Parameters
    ----------
    checkpoint : Checkpoint
        The state of a brain.
    circuit : Circuit, optional
        The circuit of its brain and seed, where there is one already; otherwise it is compiled. A weight at
        birth stands in no checkpoint: brain and seed draw it again.

    Raises
    ------
    InputError
        If another version of the package took the checkpoint and drew its connections otherwise.
    """
    circuit = circuit or circuit_of(checkpoint.brain, seed=checkpoint.seed)
    state = restore(checkpoint, circuit)
    settle(circuit, state)
    wiring, blocks, layout = circuit.wiring, circuit.blocks, circuit.layout
    # Rows of learning projections are the first ones, and their synapses the first synapses.
    row_source = np.full(circuit.n_rows, -1, np.int64)
    row_block = np.zeros(circuit.n_rows, np.int64)
    for bundle in np.flatnonzero((wiring.rule >= 0) & ~wiring.inhibits):
        sources = np.arange(int(wiring.n_sources[bundle]))
        rows = wiring.first_row[bundle] + sources * wiring.stride[bundle]
        row_source[rows] = wiring.source_id[bundle] + sources
        row_block[rows] = wiring.target_start[bundle]
    n, ends = circuit.n_learning, wiring.row_start[: circuit.n_rows + 1].astype(np.int64)
    n_each = ends[1:] - ends[:-1]
    source = np.repeat(row_source.astype(np.int32), n_each)
    # Targets are counted from the start of their block, and blocks hold neurons in another order than ids.
    place = np.repeat(row_block, n_each) + wiring.target[:n]
    projection = np.repeat(
        np.arange(len(circuit.learning_slices), dtype=np.int16),
        [part.stop - part.start for part in circuit.learning_slices],
    )
    weight = state.weight[:n]
    if not (state.neurons.scaling == 1).all():
        weight = weight * state.neurons.scaling[place]
    excites = source >= 0
    kept = slice(None) if excites.all() else excites
    return LearnedSynapses(
        source=source[kept],
        target=blocks.id_of.astype(np.int32)[place[kept]],
        born=circuit.wiring.weight[:n][kept].copy(),
        weight=weight[kept],
        projection=projection[kept],
        projections=circuit.learning_labels,
        n_neurons=layout.n_neurons,
    )


def potentiated_neurons(
    learned: LearnedSynapses, *, least_gain: float = POTENTIATED_GAIN
) -> NDArray[np.int64]:
    """Return the potentiated neurons: those whose learning input has gained more than a bound since birth.

    Parameters
    ----------
    learned : LearnedSynapses
        What the brain has learned.
    least_gain : float
        The bound of `LearnedSynapses.gain`, which a neuron must exceed.

    Returns
    -------
    (n,) int64
        Their ids, ascending.
    """
    # Not a number is more than nothing at all.
    return np.flatnonzero(learned.gain() > least_gain).astype(np.int64)
