"""The benchmark networks, in the words of every other brain."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from neurotag.brain import (
    AdExCell,
    Brain,
    ConductanceCell,
    CurrentCell,
    Everywhere,
    FixedIndegree,
    FixedTotal,
    Projection,
    Region,
    Transmitter,
    load_brain,
)
from neurotag.plasticity import ModulatedSTDP, PairSTDP

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DT_MS = 0.1
BRUNEL_PA = 12.5
"""A current of this size moves a neuron of N1 by 0.1 mV."""


def brunel() -> Brain:
    """Return N1: 10,000 + 2,500 neurons, balanced, 15.6 million static synapses (after Brunel 2000)."""
    return Brain(
        name="n1", title="Brunel's balanced network, current-based", dt_ms=DT_MS, consolidation=None,
        regions=(Region(name="cortex", n_excitatory=10_000, n_inhibitory=2_500),),
        projections=tuple(_brunel_projections(rule=None)),
        excitatory=_brunel_cell(), inhibitory=_brunel_cell(),
        runaway_hz=200.0,
    )  # fmt: skip


def brunel_plastic(*, is_exact: bool = False) -> Brain:
    """Return N2: N1 whose ten million synapses between excitatory neurons learn by pairs of spikes."""
    return brunel().replace(
        name="n2-exact" if is_exact else "n2",
        title="the same, with pair STDP",
        projections=tuple(p.model_dump() for p in _brunel_projections(rule="stdp")),
        rules={"stdp": PairSTDP(rate=0.005, asymmetry=1.05, is_exact=is_exact).model_dump()},
    )


def _brunel_cell() -> CurrentCell:
    return CurrentCell(refractory_ms=2.0, poisson_hz=17_000.0, poisson_weight=BRUNEL_PA)


def _brunel_projections(rule: str | None) -> Iterator[Projection]:
    for source, number, weight in (("excitatory", 1000, BRUNEL_PA), ("inhibitory", 250, 5 * BRUNEL_PA)):
        for target in ("excitatory", "inhibitory"):
            learns = rule is not None and source == target == "excitatory"
            yield Projection(
                source="cortex", target="cortex", source_cells=source, target_cells=target, delay_ms=1.5,
                pattern=FixedIndegree(number=number), weight=weight, weight_spread=0,
                weight_max=25.0 if learns else None, rule=rule if learns else None,
            )  # fmt: skip


def vogels_abbott() -> Brain:
    """Return N3: 3,200 + 800 conductance-based neurons, delay one step (after Vogels & Abbott 2005)."""
    cell = ConductanceCell(
        refractory_ms=5.0, current_pA=120.0, start_mV=(-75.0, -55.0), start_excitation_nS=40.0,
        start_inhibition_nS=200.0,
    )  # fmt: skip
    return Brain(
        name="n3", title="Vogels and Abbott's network, conductance-based", dt_ms=DT_MS, consolidation=None,
        regions=(Region(name="cortex", n_excitatory=3_200, n_inhibitory=800),),
        projections=tuple(
            Projection(
                source="cortex", target="cortex", source_cells=source, target_cells=target, delay_ms=0.1,
                pattern=Everywhere(probability=0.02), weight=weight, weight_spread=0,
            )
            for source, weight in (("excitatory", 6.0), ("inhibitory", 67.0))
            for target in ("excitatory", "inhibitory")
        ),
        excitatory=cell, inhibitory=cell, runaway_hz=200.0,
    )  # fmt: skip


def five_regions() -> Brain:
    """Return N4: five regions of 800 + 200 neurons that learn by three factors, one of them dopamine."""
    cell = CurrentCell(refractory_ms=2.0, poisson_hz=3_000.0, poisson_weight=40.0)
    names = [f"region_{number}" for number in range(5)]
    return Brain(
        name="n4", title="five regions with dopamine-gated STDP", dt_ms=DT_MS, consolidation=None,
        regions=tuple(Region(name=name, n_excitatory=800, n_inhibitory=200) for name in names),
        projections=tuple(_five_regions_projections(names)), excitatory=cell, inhibitory=cell,
        rules={"dopamine": ModulatedSTDP(gains={"dopamine": 1.0})},
        transmitters={"dopamine": Transmitter(tau_ms=200.0, tonic_hz=100.0)}, runaway_hz=200.0,
    )  # fmt: skip


def _five_regions_projections(names: list[str]) -> Iterator[Projection]:
    for target in names:
        for source in names:
            yield Projection(
                source=source, target=target, delay_ms=1.5, weight=40.0, weight_spread=0, weight_max=120.0,
                pattern=FixedIndegree(number=80 if source == target else 20), rule="dopamine",
            )  # fmt: skip
        for source, cells, number in (
            ("excitatory", "inhibitory", 160), ("inhibitory", "excitatory", 50),
            ("inhibitory", "inhibitory", 50),
        ):  # fmt: skip
            yield Projection(
                source=target, target=target, source_cells=source, target_cells=cells, delay_ms=1.5,
                pattern=FixedIndegree(number=number), weight=40.0 if source == "excitatory" else 200.0,
                weight_spread=0,
            )  # fmt: skip


# The four layers, their neurons, their external inputs, and the chances of a connection, by target and source
# (Potjans & Diesmann 2014, Cereb Cortex 24:785, tables 4 and 5).
LAYERS = ("l23", "l4", "l5", "l6")
LAYER_SIZES = (20_683, 5_834, 21_915, 5_479, 4_850, 1_065, 14_395, 2_948)
EXTERNAL_INPUTS = (1_600, 1_500, 2_100, 1_900, 2_000, 1_900, 2_900, 2_100)
CHANCES = (
    (0.1009, 0.1689, 0.0437, 0.0818, 0.0323, 0.0, 0.0076, 0.0),
    (0.1346, 0.1371, 0.0316, 0.0515, 0.0755, 0.0, 0.0042, 0.0),
    (0.0077, 0.0059, 0.0497, 0.1350, 0.0067, 0.0003, 0.0453, 0.0),
    (0.0691, 0.0029, 0.0794, 0.1597, 0.0033, 0.0, 0.1057, 0.0),
    (0.1004, 0.0622, 0.0505, 0.0057, 0.0831, 0.3726, 0.0204, 0.0),
    (0.0548, 0.0269, 0.0257, 0.0022, 0.0600, 0.3158, 0.0086, 0.0),
    (0.0156, 0.0066, 0.0211, 0.0166, 0.0572, 0.0197, 0.0396, 0.2252),
    (0.0364, 0.0010, 0.0034, 0.0005, 0.0277, 0.0080, 0.0658, 0.1443),
)
FULL_RATES_HZ = (0.903, 2.965, 4.414, 5.876, 7.569, 8.633, 1.105, 7.829)
"""Mean rates at full scale, which a smaller network's constant currents are worked out from."""
START_MV = ((-68.28, 5.36), (-63.16, 4.57), (-63.33, 4.74), (-63.45, 4.94),
            (-63.11, 4.94), (-61.66, 4.55), (-66.72, 5.46), (-61.43, 4.48))  # fmt: skip
PSC_PA = 87.8
"""Current of one input, for a potential of 0.15 mV."""
EXTERNAL_HZ = 8.0


def microcircuit(scale: float = 0.1) -> Brain:
    """Return the cortical microcircuit of Potjans & Diesmann (2014) with a share of its neurons and inputs.

    A smaller network has the same share of each neuron's inputs; weights grow by the square root of what is
    lost, so that fluctuations stay, and constant currents make up for the mean.
    """
    sizes = [round(size * scale) for size in LAYER_SIZES]
    cells = [_layer_cell(at, scale) for at in range(8)]
    return Brain(
        name="pd", title="a cortical microcircuit", dt_ms=DT_MS, consolidation=None, runaway_hz=200.0,
        regions=tuple(
            Region(
                name=name, n_excitatory=sizes[2 * k], n_inhibitory=sizes[2 * k + 1],
                excitatory=cells[2 * k], inhibitory=cells[2 * k + 1],
            )
            for k, name in enumerate(LAYERS)
        ),
        projections=tuple(_layer_projections(sizes, scale)), excitatory=cells[0], inhibitory=cells[1],
    )  # fmt: skip


def _indegree(target: int, source: int) -> float:
    """Return the number of synapses on each neuron of one population from another, at full scale."""
    n_pairs = LAYER_SIZES[target] * LAYER_SIZES[source]
    return math.log(1 - CHANCES[target][source]) / math.log(1 - 1 / n_pairs) / LAYER_SIZES[target]


def _layer_weight(target: int, source: int) -> float:
    # Layer 4 excites layer 2/3 twice as strongly; inhibition is four times as strong as excitation.
    if source % 2:
        return 4 * PSC_PA
    return 2 * PSC_PA if (target, source) == (0, 2) else PSC_PA


def _layer_cell(target: int, scale: float) -> CurrentCell:
    mean_mV, spread_mV = START_MV[target]
    signs = [-1 if source % 2 else 1 for source in range(8)]
    inputs_pA_hz = EXTERNAL_INPUTS[target] * EXTERNAL_HZ * PSC_PA + sum(
        sign * _layer_weight(target, source) * FULL_RATES_HZ[source] * _indegree(target, source)
        for source, sign in enumerate(signs)
    )
    # What is missing of the mean: K J r falls with the square root of the scale.
    missing = (1 - math.sqrt(scale)) * 0.5e-3 * inputs_pA_hz
    return CurrentCell(
        tau_ms=10.0, capacitance_pF=250.0, rest_mV=-65.0, threshold_mV=-50.0, reset_mV=-65.0,
        refractory_ms=2.0, excitation_tau_ms=0.5, inhibition_tau_ms=0.5, current_pA=missing,
        poisson_hz=EXTERNAL_INPUTS[target] * EXTERNAL_HZ * scale, poisson_weight=PSC_PA / math.sqrt(scale),
        # Uniform with the published mean and spread.
        start_mV=(mean_mV - math.sqrt(3) * spread_mV, mean_mV + math.sqrt(3) * spread_mV),
    )  # fmt: skip


def _layer_projections(sizes: list[int], scale: float) -> Iterator[Projection]:
    for target in range(8):
        for source in range(8):
            indegree = _indegree(target, source) * scale
            number = round(indegree * sizes[target])
            if number == 0:
                continue
            delay_ms = 0.75 if source % 2 else 1.5
            yield Projection(
                source=LAYERS[source // 2], source_cells="inhibitory" if source % 2 else "excitatory",
                target=LAYERS[target // 2], target_cells="inhibitory" if target % 2 else "excitatory",
                pattern=FixedTotal(number=number), weight=_layer_weight(target, source) / math.sqrt(scale),
                weight_spread=0.1, weight_law="normal", delay_ms=delay_ms, delay_spread_ms=0.5 * delay_ms,
            )  # fmt: skip


def assembly() -> Brain:
    """Return the network of Litwin-Kumar & Doiron (2014) with static weights: 4,000 + 1,000 AdEx neurons.

    Its twenty assemblies are learned by a voltage rule that neither peer has; what is timed is the network
    it starts from.
    """
    excitatory = AdExCell(
        capacitance_pF=300.0, leak_nS=15.0, rest_mV=-70.0, threshold_mV=-52.0, slope_mV=2.0, peak_mV=20.0,
        reset_mV=-60.0, refractory_ms=1.0, coupling_nS=4.0, jump_pA=0.805, adaptation_tau_ms=150.0,
        excitation_rise_ms=1.0, excitation_tau_ms=6.0, inhibition_rise_ms=0.5, inhibition_tau_ms=2.0,
        inhibition_reversal_mV=-75.0, poisson_hz=4_500.0,
        poisson_weight=_peak_nS(1.78, 1.0, 6.0), start_mV=(-70.0, -55.0),
    )  # fmt: skip
    # Leaky: an upstroke so sharp that it begins and ends at the threshold.
    inhibitory = excitatory.replace(
        rest_mV=-62.0, slope_mV=0.2, peak_mV=-52.0, coupling_nS=0.0, jump_pA=0.0,
        start_mV=(-62.0, -55.0), poisson_hz=2_250.0, poisson_weight=_peak_nS(1.27, 1.0, 6.0),
    )  # fmt: skip
    excites, inhibits = (1.0, 6.0), (0.5, 2.0)
    weights = {
        ("excitatory", "excitatory"): _peak_nS(2.86, *excites),
        ("inhibitory", "excitatory"): _peak_nS(48.7, *inhibits),
        ("excitatory", "inhibitory"): _peak_nS(1.27, *excites),
        ("inhibitory", "inhibitory"): _peak_nS(16.2, *inhibits),
    }
    return Brain(
        name="assembly", title="Litwin-Kumar and Doiron's network, before it learns", dt_ms=DT_MS,
        consolidation=None, regions=(Region(name="cortex", n_excitatory=4_000, n_inhibitory=1_000),),
        projections=tuple(
            Projection(
                source="cortex", target="cortex", source_cells=source, target_cells=target, delay_ms=0.1,
                pattern=Everywhere(probability=0.2), weight=weight, weight_spread=0,
            )
            for (source, target), weight in weights.items()
        ),
        excitatory=excitatory, inhibitory=inhibitory, runaway_hz=200.0,
    )  # fmt: skip


def _peak_nS(area_pF: float, rise_ms: float, decay_ms: float) -> float:
    """Return the peak of a conductance of a given area: their weights are areas, ours are peaks."""
    peak_ms = rise_ms * decay_ms / (decay_ms - rise_ms) * math.log(decay_ms / rise_ms)
    return area_pF * (math.exp(-peak_ms / decay_ms) - math.exp(-peak_ms / rise_ms)) / (decay_ms - rise_ms)


NETWORKS: dict[str, Callable[[], Brain]] = {
    "n1": brunel,
    "n2": brunel_plastic,
    "n2-exact": lambda: brunel_plastic(is_exact=True),
    "n3": vogels_abbott,
    "n4": five_regions,
    "pd": microcircuit,
    "assembly": assembly,
    "everyday": lambda: load_brain("everyday"),
}
