"""The arrays the kernels work on, in named groups. Parts, rows and synapses are numbered through.

A *block* holds neurons of one region, excitatory first; it is always worked by one thread. A region is one
block, or several where there would be too few. A *part* is the excitatory (even number) or the inhibitory
(odd number) half of a block. A *row* holds the synapses of one source neuron in one bundle, targets counted
from the start of their block. A *bundle* is what of a projection ends in one block after one delay.

Floats are single or double, all of them the one or all the other.
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
Counts: TypeAlias = NDArray[np.uint16]
Bytes: TypeAlias = NDArray[np.uint8]
Array: TypeAlias = NDArray[Any]
Flag: TypeAlias = bool | np.bool_


class Cells(NamedTuple):
    """Numbers of each part, (n_parts,).

    ``model`` says which kernel steps it, ``numbers`` (n_parts, 36) are that kernel's. ``flag`` is where the
    part's flags and scratch begin, at a multiple of 64. ``first_id`` is the id of the first neuron of the
    whole population, ``own_id`` of the part. ``depleting`` is the share of transmitter a spike uses,
    0 where it never tires. ``poisson_high`` and ``poisson_low`` (n_parts, 16) are the
    thresholds of the background's counts.
    """

    start: Longs
    stop: Longs
    first_id: Longs
    own_id: Longs
    flag: Longs
    model: Longs
    numbers: Array
    refractory: Ints
    depleting: Floats
    depleting_tau: Floats
    facilitating_tau: Floats
    poisson_draws: Longs
    poisson_high: Array
    poisson_low: Array
    key: Keys
    n_nociceptive: Longs
    is_logged: Array


class Neurons(NamedTuple):
    """State of each neuron, (n_neurons,).

    ``shift`` is how far the threshold has moved, ``scaling`` multiplies excitatory inputs, ``n_spikes``
    counts since the last regulation. ``spiked``, ``bits`` and ``drawn`` are scratch, laid out by flags.
    """

    key: Keys
    v: Floats
    ampa: Floats
    nmda: Floats
    gaba: Floats
    ampa_rise: Floats
    gaba_rise: Floats
    fast: Floats
    slow: Floats
    waiting: Ints
    resource: Floats
    use: Floats
    efficacy: Floats
    shift: Floats
    scaling: Floats
    rate: Floats
    n_spikes: Ints
    last: Longs
    input_exc: Floats
    input_inh: Floats
    before_exc: Floats
    before_inh: Floats
    spiked: Bytes
    bits: Keys
    drawn: Counts


class Wiring(NamedTuple):
    """Bundles, sorted by target block, and their rows of synapses; the learning ones come first.

    ``stride`` is the number of rows of one source: a projection with several delays has one for each.
    ``target_view`` is the view of the targets' spikes that a learning bundle reads. ``shared_weight`` is the
    one weight of all synapses of a bundle, negative where each has its own; those that have are the first of
    all synapses, and ``weight`` is as long as they are many.
    """

    block_first: Longs
    source_part: Longs
    n_source_parts: Longs
    source_id: Longs
    n_sources: Longs
    target_start: Longs
    inhibits: Array
    delay: Longs
    rule: Longs
    region: Longs
    target_view: Longs
    weight_max: Floats
    shared_weight: Floats
    first_row: Longs
    stride: Longs
    row_start: Array
    target: Targets
    weight: Floats
    birth: Floats


class Rules(NamedTuple):
    """Rules of learning, (n_rules,): their kind, and their numbers (n_rules, 24) as the kind reads them.

    ``short`` are the same numbers in the precision of the weights. ``fade`` (n_rules, n_fade) is how much of
    a source's trace is left after so many steps. ``growth`` (n_rules, n) is the inverse of how an eligibility
    fades, by steps since the epoch began.
    """

    kind: Longs
    numbers: Doubles
    short: Floats
    fade: Floats
    growth: Doubles


class Learning(NamedTuple):
    """State of learning.

    Per learning synapse of a rule that needs it: ``eligibility`` at its row's ``row_time``. Per row: that
    time, up to when its targets' spikes are counted in, the step of its eligibility where that is another,
    the source traces then, the largest eligibility. Per neuron: its trace as a target after its last spike
    (per three-factor rule), the step of its last spike within a burst, and a ring of such spikes with the
    trace before each. Per rule and region: the integral of the positive and the negative part of
    the third factor since the epoch began. ``born`` and ``gained`` are scratch, one number per neuron.
    """

    eligibility: Floats
    row_time: Longs
    row_seen: Longs
    row_touched: Longs
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
    born: Doubles
    gained: Doubles


class Views(NamedTuple):
    """How learning sees its targets' spikes: one view for each block, rule, and delay of these spikes.

    ``block_first`` (n_blocks + 1,) sorts them by block. Per view: its rule, the part whose spikes it sees,
    where in the block these begin, their delay, and where its neurons begin in the arrays that follow. Per
    view and neuron of the block: traces that jump by one and fade, the steps of the last three spikes
    (3, n), a ring of spikes (n, depth) with a value each, how many it has seen, and the sum of what they
    leave to pair with since the epoch began. ``flushed`` is the last step whose spikes all rows have learned.
    """

    block_first: Longs
    rule: Longs
    part: Longs
    local: Longs
    delay: Longs
    offset: Longs
    flushed: Longs
    trace: Floats
    slow_trace: Floats
    latest: Ints
    step: Ints
    value: Floats
    n_seen: Longs
    sum: Floats


class Spikes(NamedTuple):
    """Spikes of the last steps: per part and slot a count, per slot the neurons' ids and their strength."""

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

    ``state`` is M, Q, S, danger rate, fear rate, mean excitatory rate, and cortisol's drive, cortisol and
    energy; ``carry`` (4, 5) takes S and the last three over one update, M in the last column; ``numbers``
    as ``modulate`` reads them; ``sensitivity`` (n_regions,). ``level`` (n_transmitters, n_regions) are the
    transmitters; ``release`` (n_transmitters, 4) their decay per step, jump, tonic spikes per step, and
    source part; ``gain`` (n_rules, 2 + n_transmitters) what salience, safety error and transmitters do to
    each rule's third factor; ``key`` one for each transmitter and region.
    """

    state: Doubles
    numbers: Doubles
    carry: Doubles
    sensitivity: Doubles
    level: Doubles
    release: Doubles
    gain: Doubles
    bias: Doubles
    key: Keys


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
    """Who works on what: blocks of each thread, and the lengths of a slice, an update and an epoch in steps.

    Within a slice no spike passes from one block to another.
    """

    thread_first: Longs
    block: Longs
    block_region: Longs
    slice: int
    update: int
    epoch: int
    salt: Any
    learns: bool
    sync: Longs
