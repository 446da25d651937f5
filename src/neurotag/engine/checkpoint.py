"""State -> Checkpoint, and back: whatever fields a state has, each number and array of it is carried.

What a state shares with its circuit (the numbers of the modulators, the keys of the background) belongs to
the circuit: it is not carried, so that a brain whose numbers were changed lives on with the new ones.
"""

from __future__ import annotations

import zlib
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import numpy as np

from neurotag.engine.arrays import arrays_of, copied, rebuilt, walk
from neurotag.engine.past import is_same_but_for_words
from neurotag.engine.recent import circuit_of
from neurotag.engine.state import newborn, settle, start_learning
from neurotag.errors import InputError
from neurotag.recording import Checkpoint

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from neurotag.engine.circuit import Circuit, State
    from neurotag.life import Life
    from neurotag.recording import Bookmark

    Parts = tuple[dict[str, Any], dict[str, NDArray[Any]]]

AGAIN = "Live that past again with this version"
SIGNALS = "modulation.state"
EARLIER_SIGNALS = (6,)
"""How many brain-wide signals earlier versions knew: before cortisol and energy, six."""


def take_checkpoint(
    circuit: Circuit, state: State, *, life: Life, noise_seed: int, bookmark: Bookmark, hours_offline: float,
    episodes: Iterable[str], patterns: Mapping[str, NDArray[np.int64]], is_last: bool = False,
) -> Checkpoint:  # fmt: skip
    """Return the complete state of a brain.

    Parameters
    ----------
    is_last : bool
        The state will not live on, so the checkpoint may have its arrays.
    """
    numbers, arrays = _take_apart(circuit, state if is_last else copied(state, sharing=arrays_of(circuit)))
    for array in arrays.values():
        array.flags.writeable = False
    return Checkpoint(
        brain=circuit.brain,
        life=life,
        seed=circuit.seed,
        noise_seed=noise_seed,
        version=version("neurotag"),
        bookmark=bookmark,
        hours_offline=hours_offline,
        episodes=tuple(sorted(episodes)),
        wiring=check_wiring(circuit),
        numbers=numbers,
        arrays=arrays,
        patterns=dict(patterns),
    )


def restore(past: Checkpoint, circuit: Circuit) -> State:
    """Return a state that lives on from a checkpoint, in a circuit of its brain.

    The circuit's brain may differ from the checkpoint's in what ``check_past`` lets pass. What was learned
    up to now was learned by the old numbers.

    Raises
    ------
    InputError
        If the checkpoint does not fit the circuit: another version of the package drew it otherwise.
    """
    if past.wiring != check_wiring(circuit):
        raise InputError("checkpoint", f"neurotag {past.version} drew its connections otherwise", AGAIN)
    if is_same_but_for_words(past.brain, circuit.brain):
        return _put_together(circuit, past.numbers, past.arrays, past.version)
    before = circuit_of(past.brain, seed=past.seed)
    state = _put_together(before, past.numbers, past.arrays, past.version)
    settle(before, state)
    state = _put_together(circuit, *_take_apart(before, state), past.version)
    if circuit.brain.plasticity and not past.brain.plasticity:
        start_learning(circuit, state)
    return state


def check_wiring(circuit: Circuit) -> int:
    """Return a check sum of the connections and of where the neurons stand."""
    total = 0
    for _, part in walk((circuit.layout, circuit.wiring)):
        if isinstance(part, np.ndarray) and part.size:
            total = zlib.crc32(np.ascontiguousarray(part).data.cast("B"), total)
    return total


def _take_apart(circuit: Circuit, state: State) -> Parts:
    numbers, arrays = {}, {}
    its_own = arrays_of(circuit)
    for place, part in walk(state):
        if isinstance(part, np.ndarray):
            if id(part) not in its_own:
                arrays[place] = part
        elif isinstance(part, np.generic):
            arrays[place] = np.array(part)
        else:
            numbers[place] = part
    return numbers, arrays


def _put_together(
    circuit: Circuit, numbers: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]], made_by: str
) -> State:
    template = newborn(circuit)
    new_numbers, new_arrays = _take_apart(circuit, template)
    arrays = {place: _grown(place, array, new_arrays.get(place)) for place, array in arrays.items()}
    there, here = {**numbers, **arrays}, {**new_numbers, **new_arrays}
    for place in sorted(there.keys() ^ here.keys()):
        has = "has no" if place in here else "has a"
        what = f"{has} {place!r}, unlike those of this version (neurotag {made_by} wrote it)"
        raise InputError("checkpoint", what, AGAIN)
    for place, array in new_arrays.items():
        old = arrays[place]
        if (old.shape, old.dtype) != (array.shape, array.dtype):
            raise InputError(
                "checkpoint",
                f"its {place} is {_describe(old)}, and this brain needs {_describe(array)}",
                AGAIN,
            )

    def take(place: str, part: Any) -> Any:
        if place in arrays:
            # The kernels are compiled for arrays that may be written, in the order of C.
            own = np.array(arrays[place], order="C")
            return own[()] if isinstance(part, np.generic) else own
        return numbers.get(place, part)

    return rebuilt(template, take)


def _grown(place: str, old: NDArray[Any], new: NDArray[Any] | None) -> NDArray[Any]:
    """Return the signals of the brain with those that their version did not know yet, as at birth."""
    if place != SIGNALS or new is None or old.ndim != 1 or len(old) not in EARLIER_SIGNALS:
        return old
    return np.concatenate([old, new[len(old) :]])


def _describe(array: NDArray[Any]) -> str:
    return f"{array.dtype.name} {' x '.join(map(str, array.shape)) or 'scalar'}"
