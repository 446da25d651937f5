"""The arrays the kernels work on, in named groups. Populations, rows and synapses are numbered through.

A *block* holds the neurons of one region, excitatory first; it is always worked by one thread. A
*population* is the excitatory (even number) or the inhibitory (odd number) part of a block. A *row* holds
the synapses of one source neuron in one projection, targets counted from the start of their block.
"""

from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float32]
Doubles: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int32]
Longs: TypeAlias = NDArray[np.int64]
Keys: TypeAlias = NDArray[np.uint64]
Targets: TypeAlias = NDArray[np.uint16]
Bytes: TypeAlias = NDArray[np.uint8]
Array: TypeAlias = NDArray[Any]


class Cells(NamedTuple):
    """Numbers of each population, (n_populations,); decays are factors per step, kicks per unit of weight."""

    start: Longs
    stop: Longs
    ampa_decay: Floats
    ampa_kick: Floats
    nmda_decay: Floats
    nmda_kick: Floats
    nmda_floor: Floats
    gaba_decay: Floats
    gaba_kick: Floats
    gaba_reversal: Floats
    reversal_shift: Floats
    rest: Floats
    bias: Floats
    arousal: Floats
    threshold: Floats
    reset: Floats
    refractory: Ints
    step_over_tau: Floats
    noise: Floats
    fast_decay: Floats
    fast_jump: Floats
    slow_decay: Floats
    slow_jump: Floats
    tiring: Floats
    tiring_tau: Floats
    n_nociceptive: Longs
    is_logged: Array


class Neurons(NamedTuple):
    """State of each neuron, (n_neurons,); ``total``, ``goal`` and ``noise`` are scratch."""

    key: Keys
    v: Floats
    ampa: Floats
    nmda: Floats
    gaba: Floats
    fast: Floats
    slow: Floats
    waiting: Ints
    resource: Floats
    efficacy: Floats
    last: Longs
    input_exc: Floats
    input_inh: Floats
    before_exc: Floats
    before_inh: Floats
    spiked: Bytes
    total: Floats
    goal: Floats
    noise: Floats


class Wiring(NamedTuple):
    """Projections, sorted by target block, and their rows of synapses; the learning ones come first."""

    block_first: Longs
    source_population: Longs
    source_start: Longs
    source_stop: Longs
    target_start: Longs
    inhibits: Array
    delay: Longs
    rule: Longs
    region: Longs
    weight_max: Floats
    first_row: Longs
    row_start: Longs
    target: Targets
    weight: Floats
    birth: Floats


class Learning(NamedTuple):
    """State of learning.

    Per learning synapse: eligibility at its row's ``row_time``. Per row: that time, the source traces then,
    and the largest eligibility. Per neuron: its trace as a target after its last spike (per rule), the step
    of its last spike within a burst, and a ring of such spikes with the trace before each (per rule). Per
    rule and region: the integral of the positive and the negative part of the third factor since the
    epoch began.
    """

    eligibility: Floats
    row_time: Longs
    row_trace: Floats
    row_burst: Floats
    row_peak: Floats
    target_trace: Floats
    last_burst: Longs
    history_step: Ints
    history_trace: Floats
    history_count: Longs
    gain_integral: Doubles
    loss_integral: Doubles
    epoch: Longs


class Spikes(NamedTuple):
    """Spikes of the last steps: per population and slot a count, per slot the neurons and their strength."""

    n_sent: Ints
    neuron: Array
    strength: Floats


class Drive(NamedTuple):
    """Outside input of the moment: driven neurons sorted by block, kick size each, and the relevance."""

    block_first: Longs
    neuron: Longs
    kick: Floats
    chance: Array
    relevance: Doubles


class Modulation(NamedTuple):
    """Numbers of the modulators and their state.

    ``state`` is M, Q, S, danger rate, fear rate, mean excitatory rate; ``numbers`` as ``modulate`` reads
    them; ``sensitivity`` (n_regions,).
    """

    state: Doubles
    numbers: Doubles
    sensitivity: Doubles


class Log(NamedTuple):
    """What one call writes down: spikes per block, and one row of traces per update."""

    step: Ints
    neuron: Array
    first: Longs
    n_logged: Longs
    counts: Ints
    traces: Doubles
    n_updates: Longs


class Plan(NamedTuple):
    """Who works on what: blocks of each thread, and the lengths of an update and an epoch in steps."""

    thread_first: Longs
    block: Longs
    update: int
    epoch: int
    salt: Any
    learns: bool
    sync: Longs
