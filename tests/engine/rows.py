"""The synapses of a compiled projection, by the ids of the neurons they join."""

import numpy as np

from neurotag.engine.circuit import Circuit


def bundles_of(circuit: Circuit, label: str) -> list[int]:
    """Return the bundles that hold a projection's synapses, and those of fixed ones of the same ends."""
    projection = next(p for p in circuit.brain.projections if p.label == label)
    wiring, layout = circuit.wiring, circuit.layout
    part = 2 * circuit.blocks.of_region(layout.index(projection.source))[0]
    rule = -1 if projection.rule is None else list(circuit.brain.rules).index(projection.rule)
    wanted = {
        "source_part": part + (projection.source_cells == "inhibitory"),
        "region": layout.index(projection.target),
        "rule": rule,
    }
    fits = np.all([getattr(wiring, name) == value for name, value in wanted.items()], axis=0)
    if projection.delay_spread_ms == 0:
        fits &= wiring.delay == round(projection.delay_ms / circuit.dt_ms)
    found: list[int] = np.flatnonzero(fits).tolist()
    return found


def rows_of(circuit: Circuit, label: str) -> tuple[np.ndarray, np.ndarray]:
    """Return sources and targets (neuron ids) of a projection."""
    wiring = circuit.wiring
    sources, targets = [], []
    for bundle in bundles_of(circuit, label):
        n = int(wiring.n_sources[bundle])
        rows = wiring.first_row[bundle] + np.arange(n) * wiring.stride[bundle]
        starts, stops = (wiring.row_start[rows + more].astype(np.int64) for more in (0, 1))
        places = np.concatenate([np.arange(*ends) for ends in zip(starts, stops, strict=True)])
        sources.append(wiring.source_id[bundle] + np.repeat(np.arange(n), stops - starts))
        targets.append(
            circuit.blocks.id_of[wiring.target_start[bundle] + wiring.target[places].astype(np.int64)]
        )
    source, target = np.concatenate(sources), np.concatenate(targets)
    projection = next(p for p in circuit.brain.projections if p.label == label)
    excitatory = circuit.layout.excitatory(projection.target)
    is_inhibitory = (target < excitatory.start) | (target >= excitatory.stop)
    own = is_inhibitory == (projection.target_cells == "inhibitory")
    return source[own], target[own]
