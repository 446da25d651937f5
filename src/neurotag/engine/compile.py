"""Brain -> Circuit: words become arrays."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from neurotag.brain import Convergence
from neurotag.engine.circuit import Circuit
from neurotag.engine.draw import neuron_keys
from neurotag.engine.wire import wire
from neurotag.errors import CompileError
from neurotag.kernels.tables import Cells
from neurotag.plasticity import ThreeFactor
from neurotag.recording import Layout

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neurotag.brain import Brain, Cell, Region

WEIGHT_UNIT_MS = 10.0
"""A weight is the conductance that an input at 1 / 10 ms holds on average (see ``Cell``)."""
UNSEEN_CROSSING = 0.5826
"""A potential looked at once a step crosses its threshold unseen in between. Lowering the threshold by this
share of one step's noise makes up for it, so that rates hold at any step (Broadie, Glasserman & Kou 1997,
Math Finance 7:325: -zeta(1/2) / sqrt(2 pi))."""
EPOCH_MS = 500.0
MOST_NEURONS_PER_REGION = 65_536


def compile_brain(brain: Brain, *, seed: int = 0, threads: int = 1) -> Circuit:
    """Return the circuit of a brain for one seed.

    The circuit is the same for any number of threads; ``threads`` only shares out the work.

    Raises
    ------
    CompileError
        If a delay is too short, a region too large for its rows, or a site's share of it empty.
    """
    check_brain(brain)
    layout = lay_out(brain)
    update_steps = round(brain.modulators.update_ms / brain.dt_ms)
    epoch_steps = update_steps * math.ceil(EPOCH_MS / brain.modulators.update_ms)
    wired = wire(brain, layout, seed)
    longest = int(wired.wiring.delay.max(initial=1))
    n_slots = 1 << (longest + update_steps).bit_length()
    keys = np.concatenate(
        [
            neuron_keys(seed, f"{region.name}/{cells}", n)
            for region, n_exc, n_inh in zip(
                brain.regions, layout.n_excitatory, layout.n_inhibitory, strict=True
            )
            for cells, n in (("excitatory", int(n_exc)), ("inhibitory", int(n_inh)))
        ]
    )
    return Circuit(
        brain=brain,
        seed=seed,
        layout=layout,
        cells=_cells(brain, layout),
        wiring=wired.wiring,
        rules=_rules(brain),
        numbers=_modulation_numbers(brain, layout),
        sensitivity=np.array([region.salience_sensitivity for region in brain.regions]),
        n_learning=wired.n_learning,
        n_rows=wired.n_rows,
        learning_labels=wired.labels,
        learning_ends=wired.ends,
        learning_slices=wired.slices,
        keys=keys,
        n_slots=n_slots,
        update_steps=update_steps,
        epoch_steps=epoch_steps,
        blocks_of_thread=_share_out(layout, wired.synapses_of_block, threads),
    )


def lay_out(brain: Brain) -> Layout:
    """Return where each region's neurons stand at the brain's scale."""
    n_exc = np.array([brain.count(region, region.n_excitatory) for region in brain.regions], np.int64)
    n_inh = np.array([brain.count(region, region.n_inhibitory) for region in brain.regions], np.int64)
    shares = np.array([region.nociceptive_share for region in brain.regions])
    start = np.concatenate([[0], np.cumsum(n_exc + n_inh)[:-1]]).astype(np.int64)
    return Layout(
        regions=brain.region_names,
        start=start,
        n_nociceptive=np.round(n_exc * shares).astype(np.int64),
        n_excitatory=n_exc,
        n_inhibitory=n_inh,
    )


def check_brain(brain: Brain) -> None:
    """Refuse a brain that cannot become a circuit, before anything is built.

    Raises
    ------
    CompileError
        Names the place, the value and the bound.
    """
    update_ms = brain.modulators.update_ms
    if abs(round(update_ms / brain.dt_ms) * brain.dt_ms - update_ms) > 1e-9 or update_ms < brain.dt_ms:
        raise CompileError(
            "modulators.update_ms",
            f"must be a multiple of dt_ms = {brain.dt_ms} (got {update_ms})",
            "Change one",
        )
    for projection in brain.projections:
        least = brain.dt_ms if projection.source == projection.target else update_ms
        name = "dt_ms" if projection.source == projection.target else "modulators.update_ms"
        if projection.delay_ms < least:
            raise CompileError(
                f"projection {projection.label}.delay_ms",
                f"must be at least {name} = {least} (got {projection.delay_ms})",
                "Lengthen the delay",
            )
        region = brain.region(projection.target)
        n_nociceptive = round(brain.count(region, region.n_excitatory) * region.nociceptive_share)
        if isinstance(projection.pattern, Convergence) and n_nociceptive == 0:
            raise CompileError(
                f"projection {projection.label}.pattern",
                f"converges on the nociceptive neurons of {region.name!r}, which has none at scale "
                f"{brain.scale}",
                "Raise the region's nociceptive_share or the scale",
            )
    for region in brain.regions:
        n = brain.count(region, region.n_excitatory) + brain.count(region, region.n_inhibitory)
        if n > MOST_NEURONS_PER_REGION:
            raise CompileError(
                f"region {region.name}",
                f"has {n} neurons at scale {brain.scale}; one region can hold {MOST_NEURONS_PER_REGION}",
                "Lower the scale or split the region",
            )


def _cells(brain: Brain, layout: Layout) -> Cells:
    columns: dict[str, list[float]] = {name: [] for name in Cells._fields}
    for at, region in enumerate(brain.regions):
        first = int(layout.start[at])
        middle = first + int(layout.n_excitatory[at])
        last = middle + int(layout.n_inhibitory[at])
        noci = int(layout.n_nociceptive[at])
        for cell, start, stop, n_noci, excites in (
            (brain.excitatory, first, middle, noci, True),
            (brain.inhibitory, middle, last, 0, False),
        ):
            numbers = _population(cell, region, brain, excites=excites)
            numbers |= {"start": start, "stop": stop, "n_nociceptive": n_noci, "is_logged": 1}
            for name, value in numbers.items():
                columns[name].append(value)
    kinds: dict[str, type] = dict.fromkeys(("start", "stop", "n_nociceptive"), np.int64)
    kinds |= {"refractory": np.int32, "is_logged": np.bool_}
    return Cells(**{name: np.array(column, kinds.get(name, np.float32)) for name, column in columns.items()})


def _population(cell: Cell, region: Region, brain: Brain, *, excites: bool) -> dict[str, float]:
    dt_ms = brain.dt_ms

    def decay(tau_ms: float) -> float:
        return math.exp(-dt_ms / tau_ms)

    def kick(tau_ms: float) -> float:
        # Conductances are constant within a step: this makes their sum over all steps exact for any step.
        return WEIGHT_UNIT_MS / dt_ms * (1 - decay(tau_ms))

    relay = region.is_relay and excites
    noise_mV = cell.noise_mV * math.sqrt(1 - math.exp(-2 * dt_ms / cell.tau_ms))
    return {
        "ampa_decay": decay(cell.ampa_tau_ms),
        "ampa_kick": (1 - cell.nmda_share) * kick(cell.ampa_tau_ms),
        "nmda_decay": decay(cell.nmda_tau_ms),
        "nmda_kick": cell.nmda_share * kick(cell.nmda_tau_ms),
        "nmda_floor": cell.nmda_floor,
        "gaba_decay": decay(cell.gaba_tau_ms),
        "gaba_kick": kick(cell.gaba_tau_ms),
        "gaba_reversal": cell.inhibition_reversal_mV,
        "reversal_shift": brain.disinhibition.reversal_shift_mV if excites else 0.0,
        "rest": cell.rest_mV,
        "bias": cell.bias_mV + (region.bias_shift_mV if excites else 0.0),
        "arousal": 0.0 if relay else cell.arousal_mV + (0.0 if excites else region.hush_mV),
        "threshold": cell.threshold_mV - UNSEEN_CROSSING * noise_mV,
        "reset": cell.reset_mV,
        "refractory": max(1, round(cell.refractory_ms / dt_ms)),
        "step_over_tau": dt_ms / cell.tau_ms,
        "noise": noise_mV,
        "fast_decay": decay(cell.fast_adaptation_tau_ms),
        "fast_jump": cell.fast_adaptation_mV,
        "slow_decay": decay(cell.slow_adaptation_tau_ms),
        "slow_jump": cell.slow_adaptation_mV,
        "tiring": 0.0 if relay else cell.tiring,
        "tiring_tau": cell.tiring_tau_ms / dt_ms,
    }


def _rules(brain: Brain) -> NDArray[np.float64]:
    """Return the numbers of each rule in the order of ``kernels.three_factor``, (n_rules, 16)."""
    per_step, steps = brain.dt_ms / 1000.0, 1.0 / brain.dt_ms
    loss = brain.disinhibition
    # A brain without rules still loses inhibition; its one row of numbers belongs to no projection.
    return np.array(
        [
            [
                rule.rate * per_step, rule.unlearning_rate * per_step, rule.source_tau_ms * steps,
                rule.target_tau_ms * steps, rule.eligibility_tau_ms * steps, rule.burst_norm,
                rule.eligibility_max, rule.source_floor, rule.target_floor, rule.burst_floor,
                rule.silent_below, rule.active_above, rule.silent_weakening, rule.extinction,
                loss.per_spike, loss.floor,
            ]
            for rule in brain.rules.values() or [ThreeFactor()]
        ]
    )  # fmt: skip


def _modulation_numbers(brain: Brain, layout: Layout) -> NDArray[np.float64]:
    words = brain.modulators
    return np.array(
        [
            words.update_ms / 1000.0,
            2 * layout.index(words.danger.region), words.danger.threshold_hz, words.danger.range_hz,
            words.danger.gain,
            2 * layout.index(words.fear.region), words.fear.threshold_hz, words.fear.range_hz,
            words.fear.gain, words.appraisal, words.salience_tau_ms / 1000.0, words.salience_rate_per_s,
            words.safety_tau_ms / 1000.0, words.stress_tau_s, words.stress_rate_per_s,
            words.rate_tau_ms / 1000.0, words.learning_bias, words.salience_learning, words.safety_learning,
            brain.runaway_hz,
        ]
    )  # fmt: skip


def _share_out(layout: Layout, synapses: NDArray[np.int64], threads: int) -> tuple[tuple[int, ...], ...]:
    """Deal the blocks to threads, the costliest first, each to the thread with the least so far."""
    cost = (layout.n_excitatory + layout.n_inhibitory) * 8.0 + synapses * 0.01
    threads = max(1, min(threads, len(cost)))
    dealt: list[list[int]] = [[] for _ in range(threads)]
    load = [0.0] * threads
    for block in np.argsort(-cost, kind="stable"):
        least = load.index(min(load))
        dealt[least].append(int(block))
        load[least] += float(cost[block])
    return tuple(tuple(sorted(blocks)) for blocks in dealt)
