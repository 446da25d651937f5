"""What a run costs, piece by piece: the one table that forecasts are made from, and what is counted with it.

The numbers stand for one machine; ``machine.slowness`` carries times over to another. They belong to the
kernels and tables of this version. To renew them, say ``python -m tests.engine.measure_costs`` in the
repository: it prints the table anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

TIME_NS = {
    "loading": 2.71e08,
    "built neuron": 4.79e03,
    "built synapse": 65.7,
    "neuron step": 2.29,
    "projection step": 20.6,
    "row": 36.1,
    "fixed synapse": 0.96,
    "learning synapse": 19.5,
    "flushed row": 118,
    "copied synapse": 4.66,
    "chunk": 1.09e05,
}
"""Nanoseconds of one thread on a cloud machine of 2020 to 2024 (one of two virtual processors):

- ``loading``: to load the compiled kernels, once per run.
- ``built neuron``, ``built synapse``: to compile a brain, by neuron and by synapse.
- ``neuron step``: one step of one neuron.
- ``projection step``: to look in one step whether a spike arrives by one projection.
- ``row``: one spike that arrives by one projection.
- ``fixed synapse``, ``learning synapse``: one spike at one synapse. In a probe all synapses are fixed.
- ``flushed row``: to bring one source's learning synapses of one projection to an epoch's end.
- ``copied synapse``: one synapse of a frozen twin.
- ``chunk``: the bookkeeping of one chunk, which only one thread does.
"""

BYTES = {
    "program": 2.2e08,
    "neuron": 4.47e03,
    "fixed synapse": 19.1,
    "learning synapse": 52.9,
    "trace byte": 1.4,
    "spike": 9.25,
}
"""Bytes at the peak of a life:

- ``program``: Python, its libraries and the kernels, before there is any brain.
- ``neuron``, ``fixed synapse``, ``learning synapse``: each, with all that is kept of it.
- ``trace byte``: one byte of the region counts and modulators.
- ``spike``: one recorded spike.
"""

KEPT_BYTES = {
    "neuron": 2.22e03,
    "fixed synapse": 3.92,
    "learning synapse": 12.6,
}
"""Bytes of the state at the end, which a recording keeps to go on from."""

REPORT_BYTES = {
    "report": 1.15e08,
    "spike": 31.0,
}
"""Bytes of drawing a report, by when most of the brain is gone: for itself, and for each recorded spike."""

PARALLEL = 0.7
"""Share of one thread's speed that each thread beyond the first adds: they wait for each other at every
update, and share caches."""

RATES_HZ = {"rest": (1.4, 15.0), "felt": (2.2, 24.0), "hurt": (3.0, 40.0), "relay": (1.0, 5.0)}
"""What neurons are expected to fire, excitatory and inhibitory, on average over a region: at rest, while
something is felt, and from a heat or an injury on for ``HURT_S``. A relay's are lower. From the built-in
brains, which range from half to one and a half of these."""
HURT_S = 5.0


def total(amounts: Mapping[str, float], table: Mapping[str, float]) -> float:
    """Return what amounts cost by a table."""
    return sum(amount * table[what] for what, amount in amounts.items())
