"""Circuits that were compiled a moment ago: the same brain is often lived, read and probed in a row."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

from neurotag.engine.compile import compile_brain

if TYPE_CHECKING:
    from neurotag.brain import Brain
    from neurotag.engine.circuit import Circuit

MOST_KEPT = 2
"""Circuits that are kept; one of the everyday brain takes some 60 MB."""
MOST_SYNAPSES = 20_000_000
"""A greater circuit is not kept: its memory is worth more than the time."""

_kept: OrderedDict[tuple[str, int, int], Circuit] = OrderedDict()
_lock = threading.Lock()


def circuit_of(brain: Brain, *, seed: int = 0, threads: int = 1) -> Circuit:
    """Return the circuit of a brain for one seed, compiled now or one of the last two that were.

    A circuit is never written to: what changes in a life is its state.

    Raises
    ------
    CompileError
        As `compile_brain` does.
    """
    key = (brain.digest(), seed, threads)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    circuit = compile_brain(brain, seed=seed, threads=threads)
    if circuit.wiring.target.size <= MOST_SYNAPSES:
        with _lock:
            _kept[key] = circuit
            while len(_kept) > MOST_KEPT:
                _kept.popitem(last=False)
    return circuit
