"""Where threads wait for each other inside a kernel."""

import sys
from collections.abc import Callable
from typing import Any

from numba import types
from numba.extending import intrinsic

from neurotag.kernels.jit import kernel
from neurotag.kernels.tables import Longs

# Numba's decorator takes a context away from the signature, which its own types do not say.
_intrinsic: Callable[[Any], Any] = intrinsic
_yield_thread = types.ExternalFunction(
    "SwitchToThread" if sys.platform == "win32" else "sched_yield", types.int32()
)

SPINS = 20_000
"""Looks before a thread gives way, some 20 us: two threads that give way at once are put on one processor."""


@_intrinsic
def _add(_context: Any, array: Any, index: Any, value: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        data = context.make_array(signature.args[0])(context, builder, arguments[0])
        pointer = builder.gep(data.data, [arguments[1]])
        return builder.atomic_rmw("add", pointer, arguments[2], "seq_cst")

    return types.int64(array, types.intp, types.int64), generate


@_intrinsic
def _load(_context: Any, array: Any, index: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        data = context.make_array(signature.args[0])(context, builder, arguments[0])
        pointer = builder.gep(data.data, [arguments[1]])
        return builder.load_atomic(pointer, "acquire", 8)

    return types.int64(array, types.intp), generate


@kernel
def wait(sync: Longs, n_threads: int, generation: int) -> int:
    """Wait until all threads have come here; return the next generation.

    ``sync[0]`` counts arrivals. After a short spin the thread gives way, so that a machine with other work
    to do is not held up.
    """
    goal = (generation + 1) * n_threads
    _add(sync, 0, 1)
    spins = 0
    while _load(sync, 0) < goal:
        spins += 1
        if spins > SPINS:
            _yield_thread()
    return generation + 1
