"""Lives that are cut in two, and what must be the same of them."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from tests.engine.lives import life

from neurotag.brain import Brain, load_brain
from neurotag.engine import simulate
from neurotag.recording import Checkpoint, Recording

Events = Sequence[dict[str, Any]]


@cache
def tiny() -> Brain:
    return load_brain("everyday").replace(scale=0.1)


def live(events: Events, **more: Any) -> Recording:
    return simulate(tiny(), life(*events), **{"seed": 3, **more})


def parts(checkpoint: Checkpoint) -> dict[str, Any]:
    patterns = {f"of {name}": ids for name, ids in checkpoint.patterns.items()}
    return {**checkpoint.arrays, **checkpoint.numbers, **patterns}


def differing(one: Checkpoint, other: Checkpoint) -> list[str]:
    """Return what of two states is not the same, bit for bit."""
    mine, yours = parts(one), parts(other)
    unequal = [name for name in mine if name in yours and not np.array_equal(mine[name], yours[name])]
    return [*(mine.keys() ^ yours.keys()), *unequal]


def joined(past: Recording, future: Recording) -> dict[str, Any]:
    """Return what two recordings hold, one after the other on one clock."""
    one, other = past.activity, future.activity
    later = len(one.salience) * round(one.update_ms / one.dt_ms)
    traces = {
        name: np.concatenate([getattr(one, name), getattr(other, name)])
        for name in ("counts", "salience", "safety", "stress", "third_factor", "neuron")
    }
    return {**traces, "step": np.concatenate([one.step, other.step + later])}


def unlike(whole: Recording, past: Recording, future: Recording) -> list[str]:
    """Return what differs between a life and the same life in two parts."""
    unequal = [
        name
        for name, values in joined(past, future).items()
        if not np.array_equal(values, getattr(whole.activity, name))
    ]
    probes = [
        name
        for name, probe in future.probes.items()
        if not np.array_equal(probe.activity.neuron, whole.probes[name].activity.neuron)
    ]
    same_mean = np.array_equal(whole.weights.mean[-1], future.weights.mean[-1])
    states = differing(whole.branch(), future.branch())
    return [*unequal, *probes, *states, *([] if same_mean else ["mean weights"])]
