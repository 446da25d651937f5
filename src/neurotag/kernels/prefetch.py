"""Asking memory for what will be needed: rows lie scattered, and each would be waited for."""

from collections.abc import Callable
from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from neurotag.kernels.jit import kernel
from neurotag.kernels.tables import Floats, Targets

LINE, HALF = np.uint64(32), np.uint64(16)
"""Targets in a line of cache; weights in one."""

# Numba's decorator takes a context away from the signature, which its own types do not say.
_intrinsic: Callable[[Any], Any] = intrinsic


@_intrinsic
def prefetch(_context: Any, array: Any, index: Any) -> Any:
    """Begin to fetch one place of an array; changes nothing but the time it takes."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        data = context.make_array(signature.args[0])(context, builder, arguments[0]).data
        bytes_type = ir.IntType(8).as_pointer()
        flag = ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [bytes_type, flag, flag, flag])
        name = "llvm.prefetch.p0"
        function = builder.module.globals.get(name) or ir.Function(builder.module, kind, name)
        place = builder.bitcast(builder.gep(data, [arguments[1]]), bytes_type)
        # For reading, into the nearest cache.
        builder.call(function, [place, flag(0), flag(3), flag(1)])
        return context.get_dummy_value()

    return types.void(array, types.uint64), generate


@kernel
def fetch(first: int, last: int, target: Targets, weight: Floats, eligibility: Floats) -> None:
    """Begin to fetch some synapses, with what they have. To ask for one that does not exist does no harm."""
    at = np.uint64(first)
    while at < np.uint64(last):
        prefetch(target, at)
        if at < weight.size:
            prefetch(weight, at)
            prefetch(weight, at + HALF)
        if at < eligibility.size:
            prefetch(eligibility, at)
            prefetch(eligibility, at + HALF)
        at += LINE
