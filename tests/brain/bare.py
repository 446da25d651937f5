"""A network without a body, senses, modulators or an alarm: two hundred point neurons in two regions."""

from collections.abc import Iterator
from typing import Any

from neurotag.brain import Brain
from neurotag.description import parse

CELL = {"kind": "current", "refractory_ms": 2, "poisson_hz": 3000, "poisson_weight": 40}


def bare(**changes: Any) -> Brain:
    content = {
        "name": "bare",
        "title": "a network and nothing else",
        "dt_ms": 0.1,
        "regions": [{"name": name, "n_excitatory": 80, "n_inhibitory": 20} for name in ("v1", "v2")],
        "projections": list(_projections()),
        "excitatory": CELL,
        "inhibitory": CELL,
        "rules": {"stdp": {"kind": "pair_stdp"}, "vogels": {"kind": "inhibitory_stdp", "rate": 1.0}},
    }
    return parse(Brain, content | changes, where="the bare brain of these tests")


def _projections() -> Iterator[dict[str, Any]]:
    excites = {"pattern": {"kind": "indegree", "number": 10}, "weight": 40, "delay_ms": 1.5}
    inhibits = {**excites, "source_cells": "inhibitory", "weight": 200}
    for name in ("v1", "v2"):
        own = {"source": name, "target": name}
        yield {**excites, **own, "weight_max": 80, "rule": "stdp"}
        yield {**inhibits, **own, "weight_max": 400, "rule": "vogels"}
        yield {**excites, **own, "target_cells": "inhibitory"}
        yield {**inhibits, **own, "target_cells": "inhibitory"}
    yield {**excites, "source": "v1", "target": "v2"}
