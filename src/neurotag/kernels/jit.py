"""How a plain function becomes a compiled kernel, and where compiled kernels are kept."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numba.core.codegen import get_host_cpu_features
from numba.core.cpu import CPUTargetOptions
from numba.core.options import TargetOptions
from platformdirs import user_cache_path

F = TypeVar("F", bound=Callable[..., object])


def _prefer_wide_vectors() -> None:
    """Let loops use the widest registers there are, which compilers avoid for the sake of older processors.

    It holds for all of numba in this process, where nothing was compiled before; results are the same.
    """
    config: Any = numba.config
    features = get_host_cpu_features()  # type: ignore[no-untyped-call]
    if config.CPU_FEATURES is None and "+avx512f" in features:
        config.CPU_FEATURES = f"{features},-prefer-256-bit"


_prefer_wide_vectors()
# Numba knows how to mark arguments as not overlapping, and lets no decorator ask for it.
CPUTargetOptions.noalias = TargetOptions.Mapping("noalias")  # type: ignore[no-untyped-call]

YES, NO = np.bool_(True), np.bool_(False)
"""As arguments: for a literal, numba would compile the callee once more."""


def _sources_digest() -> str:
    digest = hashlib.sha256(numba.__version__.encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def cache_folder() -> Path:
    """Return the folder of the compiled kernels of exactly this source and numba version.

    Numba notices an edit only in the file a function stands in, not in the files it calls into. A folder
    named after all kernel sources cannot go stale.
    """
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    root = Path(chosen) if chosen else user_cache_path("neurotag", appauthor=False)
    return root / f"kernels-{_CODE_DIGEST}"


def is_compiled() -> bool:
    """Whether an earlier run on this machine left compiled kernels."""
    return any(cache_folder().glob("**/advance.advance-*.nbc"))


_CODE_DIGEST = _sources_digest()


def inlined(function: F) -> F:
    """Compile a function into the kernels that call it: a call would copy every array of its tables."""
    return _compiled(function, forceinline=True)


def kernel(function: F) -> F:
    """Compile a function of plain arrays and numbers; the interpreter is free while it runs.

    No ``fastmath``: sums keep their order, so a run is bit-identical for any number of threads. Kernels
    allocate nothing, and so count no references: two threads would fight over the counters.
    """
    return _compiled(function)


def loop(function: F) -> F:
    """Compile a kernel whose arrays never overlap, so that it works on many neurons at once."""
    return _compiled(function, noalias=True)


def _compiled(function: F, **options: bool) -> F:
    config: Any = numba.config
    before = config.CACHE_DIR
    config.CACHE_DIR = str(cache_folder())
    try:
        # error_model="numpy": a division by zero gives inf and stops nothing.
        # Not all of these options stand in numba's own types.
        compile_with: Any = numba.njit
        compiled = compile_with(nogil=True, error_model="numpy", cache=True, _nrt=False, **options)(function)
    finally:
        config.CACHE_DIR = before
    return cast("F", compiled)
