"""Brain -> Circuit: words become arrays."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from neurotag.brain import Cell, Convergence
from neurotag.engine.blocks import GRAIN, cut
from neurotag.engine.circuit import Circuit
from neurotag.engine.draw import key_of, neuron_keys
from neurotag.engine.numbers import numbers_of, poisson_thresholds
from neurotag.engine.rules import longest_epoch_ms, rules_of
from neurotag.engine.stress import stress_over
from neurotag.engine.wire import FARTHEST, post_delay, views_of, wire
from neurotag.errors import CompileError
from neurotag.kernels import modulate
from neurotag.kernels.tables import Cells, Modulation
from neurotag.plasticity import ModulatedSTDP, ThreeFactor
from neurotag.recording import Layout

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from neurotag.brain import Brain, PatternDrive, Region, SiteDrive
    from neurotag.engine.blocks import Blocks

EPOCH_MS = 500.0
UPDATE_MS = 5.0
"""Time between two looks at a brain without modulators."""
LEAST_WORK = 5_000.0
"""Nanoseconds of stepping neurons between two meetings of threads: at 2,800 a second
thread costs 2 %, at 7,700 it gains 47 %."""
STEP_NS = {"adaptive": 2.3, "current": 1.0, "conductance": 0.7, "adex": 12.0}
"""What a step of a neuron takes, by kind of cell."""


def compile_brain(brain: Brain, *, seed: int = 0, threads: int = 1) -> Circuit:
    """Return the circuit of a brain for one seed.

    The circuit is the same for any number of threads; ``threads`` only shares out the work, and where
    threads would meet more often than is worth it there is one.

    Raises
    ------
    CompileError
        If a delay is too short, a region too large for its rows, or a site's share of it empty.
    """
    check_brain(brain)
    layout = lay_out(brain)
    blocks = cut(brain, layout)
    update_ms = update_ms_of(brain)
    update_steps = round(update_ms / brain.dt_ms)
    epoch_ms = min(EPOCH_MS, longest_epoch_ms(brain))
    epoch_steps = update_steps * max(1, math.floor(epoch_ms / update_ms + 1e-9))
    wired = wire(brain, layout, blocks, seed)
    slice_steps = _slice_steps(brain, layout, blocks, update_steps)
    views = views_of(brain, layout, blocks)
    longest = max(int(wired.wiring.delay.max(initial=1)), *(delay for _, _, delay in views), 1)
    n_slots = 1 << (longest + slice_steps).bit_length()
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
        blocks=blocks,
        cells=_cells(brain, layout, blocks, seed, epoch_steps * brain.dt_ms),
        wiring=wired.wiring,
        rules=rules_of(brain, epoch_steps, update_steps),
        views=views,
        modulation=_modulation(brain, layout, seed, update_ms),
        n_eligible=wired.n_eligible,
        n_learning=wired.n_learning,
        n_rows=wired.n_rows,
        learning_labels=wired.labels,
        learning_ends=wired.ends,
        learning_slices=wired.slices,
        keys=keys[blocks.id_of],
        n_slots=n_slots,
        slice_steps=slice_steps,
        update_steps=update_steps,
        epoch_steps=epoch_steps,
        blocks_of_thread=_share_out(
            blocks,
            wired.synapses_of_block,
            threads if _step_ns(brain, layout) * slice_steps >= LEAST_WORK else 1,
        ),
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
    update_ms = update_ms_of(brain)
    if abs(round(update_ms / brain.dt_ms) * brain.dt_ms - update_ms) > 1e-9 or update_ms < brain.dt_ms:
        raise CompileError(
            "modulators.update_ms" if brain.modulators else "dt_ms",
            f"must be a multiple of dt_ms = {brain.dt_ms} (got {update_ms})"
            if brain.modulators
            else f"must divide {update_ms:g} ms (got {brain.dt_ms})",
            "Change one",
        )
    for projection in brain.projections:
        if projection.delay_ms < brain.dt_ms:
            raise CompileError(
                f"projection {projection.label}.delay_ms",
                f"must be at least dt_ms = {brain.dt_ms} (got {projection.delay_ms})",
                "Lengthen the delay",
            )
        if projection.delay_spread_ms > 0 and post_delay(brain, projection) > 0:
            raise CompileError(
                f"projection {projection.label}.delay_spread_ms",
                f"must be 0 with the dendritic rule {projection.rule!r} (got {projection.delay_spread_ms:g})",
                "Make the rule's delay axonal, or the delays alike",
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
    for place, drive in _drives(brain):
        region = brain.region(drive.region)
        excites = getattr(drive, "cells", "excitatory") == "excitatory"
        if not isinstance(cell := brain.cell(region, excites=excites), Cell):
            raise CompileError(
                place, f"drives {region.name!r}, whose neurons are of kind {cell.kind!r}",
                "Events can drive neurons of kind 'adaptive' only",
            )  # fmt: skip


def update_ms_of(brain: Brain) -> float:
    """Return the time between two updates of a brain's modulators."""
    return brain.modulators.update_ms if brain.modulators else UPDATE_MS


def _drives(brain: Brain) -> Iterator[tuple[str, SiteDrive | PatternDrive]]:
    for sense in type(brain.senses).model_fields:
        drives = getattr(brain.senses, sense)
        for index, drive in enumerate(drives if isinstance(drives, tuple) else ()):
            yield f"senses.{sense}[{index}]", drive


def _slice_steps(brain: Brain, layout: Layout, blocks: Blocks, update_steps: int) -> int:
    """Return for how many steps no spike passes from one block to another."""
    whole = np.bincount(blocks.region, minlength=len(layout.regions)) == 1
    crossing = [
        max(1, math.floor((p.delay_ms - (FARTHEST * p.delay_spread_ms)) / brain.dt_ms + 1e-9))
        if p.delay_spread_ms
        else round(p.delay_ms / brain.dt_ms)
        for p in brain.projections
        if p.source != p.target or not whole[layout.index(p.source)]
    ]
    return min(update_steps, *crossing) if crossing else update_steps


def _cells(brain: Brain, layout: Layout, blocks: Blocks, seed: int, epoch_ms: float) -> Cells:
    floats = np.float64 if brain.precision == "double" else np.float32
    columns: dict[str, list[Any]] = {name: [] for name in Cells._fields}
    flag = 0
    for block in range(blocks.n_blocks):
        at = int(blocks.region[block])
        region = brain.regions[at]
        middle = int(blocks.start[block] + blocks.n_excitatory[block])
        last = middle + int(blocks.n_inhibitory[block])
        first_ids = layout.start[at], layout.start[at] + layout.n_excitatory[at]
        for excites, start, stop, own_id in (
            (True, int(blocks.start[block]), middle, blocks.exc_id[block]),
            (False, middle, last, blocks.inh_id[block]),
        ):
            numbers = _part(brain, region, excites=excites, epoch_ms=epoch_ms)
            numbers |= {
                "start": start, "stop": stop, "flag": flag, "own_id": own_id,
                "first_id": first_ids[0 if excites else 1],
                "key": key_of(seed, f"background/{region.name}/{'excitatory' if excites else 'inhibitory'}"),
                "n_nociceptive": layout.n_nociceptive[at] if excites else 0, "is_logged": 1,
            }  # fmt: skip
            flag += -(-(stop - start) // GRAIN) * GRAIN
            for name, value in numbers.items():
                columns[name].append(value)
    kinds: dict[str, type] = dict.fromkeys(
        ("start", "stop", "first_id", "own_id", "flag", "model", "poisson_draws", "n_nociceptive"), np.int64
    )
    kinds |= {"refractory": np.int32, "is_logged": np.bool_, "key": np.uint64}
    kinds |= dict.fromkeys(("poisson_high", "poisson_low"), np.uint16)
    return Cells(**{name: np.array(column, kinds.get(name, floats)) for name, column in columns.items()})


def _part(brain: Brain, region: Region, *, excites: bool, epoch_ms: float) -> dict[str, Any]:
    cell = brain.cell(region, excites=excites)
    model, numbers = numbers_of(cell, region, brain, excites=excites, epoch_ms=epoch_ms)
    draws, high, low = poisson_thresholds(cell.poisson_hz * brain.dt_ms / 1000.0)
    relay = region.is_relay and excites
    return {
        "model": model,
        "numbers": numbers,
        "refractory": max(1, round(cell.refractory_ms / brain.dt_ms)),
        "depleting": 0.0 if relay else cell.tiring,
        "depleting_tau": cell.tiring_tau_ms / brain.dt_ms,
        "facilitating_tau": cell.facilitation_tau_ms / brain.dt_ms,
        "poisson_draws": draws,
        "poisson_high": high,
        "poisson_low": low,
    }


def _modulation(brain: Brain, layout: Layout, seed: int, update_ms: float) -> Modulation:
    """Return the numbers of the modulators; their state is a newborn's."""
    n_regions = len(layout.regions)
    transmitters = list(brain.transmitters.items())
    release = np.zeros((len(transmitters), 4))
    for row, (_, words) in zip(release, transmitters, strict=True):
        row[:] = (
            math.exp(-brain.dt_ms / words.tau_ms), 1.0 / words.tau_ms, words.tonic_hz * brain.dt_ms / 1000.0,
            -1 if words.source is None else layout.index(words.source),
        )  # fmt: skip
    names = [name for name, _ in transmitters]
    gain = np.zeros((max(1, len(brain.rules)), 2 + len(names)))
    bias = np.zeros(len(gain))
    for k, rule in enumerate(brain.rules.values()):
        if isinstance(rule, ThreeFactor) and brain.modulators is not None:
            gain[k, :2] = brain.modulators.salience_learning, brain.modulators.safety_learning
            bias[k] = brain.modulators.learning_bias
        elif isinstance(rule, ModulatedSTDP):
            bias[k] = -rule.baseline * brain.dt_ms
            for name, value in rule.gains.items():
                place = names.index(name) + 2 if name in names else int(name == "safety")
                gain[k, place] = value * brain.dt_ms * (-1 if place == 1 else 1)
    return Modulation(
        state=np.zeros(modulate.N_STATES),
        numbers=_modulation_numbers(brain, layout, update_ms),
        carry=stress_over(brain.modulators, update_ms / 1000.0),
        sensitivity=np.array([region.salience_sensitivity for region in brain.regions]),
        level=np.zeros((len(names), n_regions)),
        release=release,
        gain=gain,
        bias=bias,
        key=np.array(
            [key_of(seed, f"transmitter/{name}/{region}") for name in names for region in layout.regions],
            np.uint64,
        ),
    )


def _modulation_numbers(brain: Brain, layout: Layout, update_ms: float) -> NDArray[np.float64]:
    words = brain.modulators
    numbers = np.zeros(modulate.N_NUMBERS)
    numbers[[modulate.UPDATE_S, modulate.RATE_TAU]] = update_ms / 1000.0, 0.1
    numbers[[modulate.DANGER_REGION, modulate.RUNAWAY_HZ]] = -1, brain.runaway_hz
    if words is not None:
        numbers[:] = (
            update_ms / 1000.0,
            layout.index(words.danger.region), words.danger.threshold_hz, words.danger.range_hz,
            words.danger.gain,
            layout.index(words.fear.region), words.fear.threshold_hz, words.fear.range_hz,
            words.fear.gain, words.appraisal, words.salience_tau_ms / 1000.0, words.salience_rate_per_s,
            words.safety_tau_ms / 1000.0, words.rate_tau_ms / 1000.0, words.learning_bias,
            words.salience_learning, words.safety_learning, words.cortisol_learning, brain.runaway_hz,
        )  # fmt: skip
    return numbers


def _step_ns(brain: Brain, layout: Layout) -> float:
    """Return about how long one thread takes for one step of all neurons."""
    sizes = (layout.n_excitatory, layout.n_inhibitory)
    return float(
        sum(
            int(n[at]) * STEP_NS[brain.cell(region, excites=excites).kind]
            for at, region in enumerate(brain.regions)
            for excites, n in zip((True, False), sizes, strict=True)
        )
    )


def _share_out(blocks: Blocks, synapses: NDArray[np.int64], threads: int) -> tuple[tuple[int, ...], ...]:
    """Deal the blocks to threads, the costliest first, each to the thread with the least so far."""
    cost = (blocks.n_excitatory + blocks.n_inhibitory) * 8.0 + synapses * 0.01
    threads = max(1, min(threads, len(cost)))
    dealt: list[list[int]] = [[] for _ in range(threads)]
    load = [0.0] * threads
    for block in np.argsort(-cost, kind="stable"):
        least = load.index(min(load))
        dealt[least].append(int(block))
        load[least] += float(cost[block])
    return tuple(tuple(sorted(blocks)) for blocks in dealt)
