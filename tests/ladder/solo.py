"""Single cells: a region whose neurons hear nothing but what a test gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from neurotag.brain import Brain, Everywhere, Projection, Region

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.ladder.stage import Numbers, Stage

    from neurotag.brain import AnyCell


def alone(
    *cells: AnyCell, dt_ms: float = 0.1, precision: Literal["single", "double"] = "double", n: int = 1
) -> Brain:
    """Return a brain of unconnected neurons, ``n`` of each kind, each kind a region of its own."""
    names = [f"kind_{k}" for k in range(len(cells))]
    return Brain(
        name="alone", title="alone", dt_ms=dt_ms, precision=precision, consolidation=None, runaway_hz=1e9,
        excitatory=cells[0], inhibitory=cells[0],
        regions=tuple(
            Region(name=name, n_excitatory=n, n_inhibitory=0, excitatory=cell)
            for name, cell in zip(names, cells, strict=True)
        ),
        projections=(
            Projection(
                source=names[0], target=names[0], pattern=Everywhere(probability=1.0), weight=0.0, delay_ms=10.0
            ),
        ),
    )  # fmt: skip


def trace(
    stage: Stage, n_steps: int, *, inputs: Mapping[int, Mapping[str, float]], field: str = "v"
) -> Numbers:
    """Return a number of all neurons after each step, (n_steps, n_neurons).

    ``inputs`` says what arrives in which step: ``input_exc`` and ``input_inh``.
    """
    kept = []
    for step in range(n_steps):
        for name, weight in inputs.get(step, {}).items():
            getattr(stage.state.neurons, name)[:] += weight
        stage.advance()
        kept.append(getattr(stage.state.neurons, field).astype(np.float64))
    return np.array(kept)


def set_out(stage: Stage, **values: Any) -> None:
    """Put all neurons into one state."""
    for name, value in values.items():
        getattr(stage.state.neurons, name)[:] = value


def order_of(errors: list[float]) -> Numbers:
    """Return how fast errors fall where each step is half as long as the one before: 1, 2, ..."""
    orders: Numbers = np.log2(np.array(errors[:-1]) / np.array(errors[1:]))
    return orders


def error_by_step(dts_ms: list[float], measure: Callable[[float], float]) -> list[float]:
    """Return the error that a measure finds for each length of a step."""
    return [measure(dt_ms) for dt_ms in dts_ms]
