"""Events -> input: which neurons are driven from when to when, and how strongly."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from neurotag.brain import Cell
from neurotag.brain.brain import scaled
from neurotag.engine.draw import generator
from neurotag.kernels.tables import Drive
from neurotag.life import Emotion, Felt, Heat, Injury, Pattern, Sight, Smell, Sound, Task, Thought, Touch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from neurotag.brain import PatternDrive, SiteDrive
    from neurotag.engine.circuit import Circuit
    from neurotag.life import Moment

GRAIN_S = 0.1
"""Fading and tiring inputs are constant over this long."""
SENSE_OF = {Smell: "smell", Sound: "sound", Sight: "sight", Emotion: "emotion"}


@dataclass(frozen=True)
class Input:
    """A steady drive of some neurons: mean conductance in leak conductances, times in seconds."""

    start_s: float
    stop_s: float
    neurons: NDArray[np.int64]
    conductance: float


@dataclass
class Skin:
    """How tired the nerve endings of each site are, as time passes."""

    circuit: Circuit
    fatigue: dict[str, float] = field(default_factory=dict)
    seen_s: dict[str, float] = field(default_factory=dict)

    def feel(self, site: str, start_s: float, duration_s: float, strengths: Sequence[float]) -> list[float]:
        """Return the strengths, grain by grain, that the tiring endings pass on."""
        fibres = self.circuit.brain.body.fibres
        tired = self.fatigue.get(site, 0.0)
        tired *= math.exp(-max(0.0, start_s - self.seen_s.get(site, start_s)) / fibres.heat_recovery_tau_s)
        felt = []
        for strength in strengths:
            felt.append(strength * (1 - tired))
            tired += GRAIN_S * strength * (fibres.heat_fatigue - tired) / fibres.heat_fatigue_tau_s
        self.fatigue[site], self.seen_s[site] = tired, start_s + duration_s
        return felt


@dataclass
class Patterns:
    """The sets of neurons that stand for things, drawn once each by the seed and the thing's name."""

    circuit: Circuit
    drawn: dict[str, NDArray[np.int64]] = field(default_factory=dict)

    def neurons(
        self, kind: str, thing: str, drive: PatternDrive, *, like: str | None = None, similarity: float = 0.0
    ) -> NDArray[np.int64]:
        """Return the neurons of a thing in a region, sorted.

        A thing that is like another takes over its share of the other's neurons.
        """
        label = f"{kind}:{thing}/{drive.region}"
        if label not in self.drawn:
            chosen = self._order(kind, thing, drive.region)
            n_cells = min(scaled(drive.n_cells, self.circuit.brain.scale), len(chosen))
            if like is not None:
                shared = self._order(kind, like, drive.region)[: round(similarity * n_cells)]
                chosen = np.concatenate([shared, chosen[~np.isin(chosen, shared)]])
            self.drawn[label] = np.sort(chosen[:n_cells])
        return self.drawn[label]

    def _order(self, kind: str, thing: str, region: str) -> NDArray[np.int64]:
        cells = self.circuit.layout.excitatory(region)
        order = generator(self.circuit.seed, f"pattern/{kind}:{thing}/{region}").permutation(
            cells.stop - cells.start
        )
        neurons: NDArray[np.int64] = cells.start + order.astype(np.int64)
        return neurons


def inputs_of(moments: Iterable[Moment], skin: Skin, patterns: Patterns) -> Iterator[Input]:
    """Yield the inputs of events, in the order of their onsets, conduction times included."""
    senses = skin.circuit.brain.senses
    for moment in moments:
        event = moment.event
        if event.relevance > 0:
            yield from _relevance(moment, event, patterns)
        if isinstance(event, Touch):
            yield from _touch(moment, event, skin.circuit)
        elif isinstance(event, Heat | Injury):
            yield from _heat(moment, event, skin)
        elif isinstance(event, Pattern):
            sense = SENSE_OF[type(event)]
            for drive in getattr(senses, sense):
                neurons = patterns.neurons(
                    sense, event.of, drive, like=event.like, similarity=event.similarity
                )
                yield Input(moment.start_s, moment.end_s, neurons, drive.strength * event.intensity)
        elif isinstance(event, Task):
            for drive in senses.task:
                neurons = patterns.neurons("task", event.of, drive)
                yield Input(moment.start_s, moment.end_s, neurons, drive.strength * event.load)
        elif isinstance(event, Thought):
            for drive in senses.thought:
                neurons = patterns.neurons("episode", event.of, drive)
                yield Input(moment.start_s, moment.end_s, neurons, drive.strength * event.intensity)


def _relevance(moment: Moment, event: Felt, patterns: Patterns) -> Iterator[Input]:
    thing = getattr(event, "of", None) or getattr(event, "site", None) or event.kind
    for drive in patterns.circuit.brain.senses.relevance:
        neurons = patterns.neurons("relevance", f"{event.kind}:{thing}", drive)
        yield Input(moment.start_s, moment.end_s, neurons, drive.strength * event.relevance)


def episode_inputs(spans: Iterable[tuple[str, float, float]], patterns: Patterns) -> Iterator[Input]:
    """Yield the drive of each named event's index while it is lived."""
    for name, start_s, stop_s in spans:
        for drive in patterns.circuit.brain.senses.episode:
            yield Input(start_s, stop_s, patterns.neurons("episode", name, drive), drive.strength)


def _touch(moment: Moment, event: Touch, circuit: Circuit) -> Iterator[Input]:
    body = circuit.brain.body
    at = body.site_names.index(event.site)
    delay_s = body.sites[at].path_m / body.fibres.touch_m_per_s
    shares = (1.0, *body.fibres.overlap)
    for drive in circuit.brain.senses.touch:
        for other in range(len(body.sites)):
            distance = abs(other - at)
            # The inhibitory gate of a relay opens for its own site only.
            if distance >= len(shares) or (distance > 0 and drive.cells == "inhibitory"):
                continue
            conductance = drive.strength * event.pressure * shares[distance]
            yield Input(
                moment.start_s + delay_s, moment.end_s + delay_s, _site(circuit, drive, other), conductance
            )


def _heat(moment: Moment, event: Heat | Injury, skin: Skin) -> Iterator[Input]:
    circuit = skin.circuit
    body, fibres = circuit.brain.body, circuit.brain.body.fibres
    at = body.site_names.index(event.site)
    path_m = body.sites[at].path_m
    n_grains = max(1, math.ceil(event.duration_s / GRAIN_S - 1e-9))
    onsets = [k * GRAIN_S for k in range(n_grains)]
    felt = skin.feel(
        event.site, moment.start_s, event.duration_s, [_strength(event, skin, t) for t in onsets]
    )
    for speed, share in ((fibres.fast_pain_m_per_s, 1.0), (fibres.slow_pain_m_per_s, fibres.slow_pain_share)):
        latency_s = fibres.heat_latency_ms / 1000.0 if isinstance(event, Heat) else 0.0
        first_s = moment.start_s + latency_s + path_m / speed
        for onset, strength in zip(onsets, felt, strict=True):
            stop_s = first_s + min(onset + GRAIN_S, event.duration_s)
            for drive in circuit.brain.senses.heat:
                yield Input(
                    first_s + onset, stop_s, _site(circuit, drive, at), drive.strength * strength * share
                )


def _strength(event: Heat | Injury, skin: Skin, t_s: float) -> float:
    if isinstance(event, Injury):
        return event.intensity * math.exp(-t_s / event.fades_s)
    if event.temperature_C is None:
        return event.intensity or 0.0
    fibres = skin.circuit.brain.body.fibres
    share = (event.temperature_C - fibres.heat_threshold_C) / (fibres.heat_full_C - fibres.heat_threshold_C)
    return min(max(share, 0.0), 1.5)


def _site(circuit: Circuit, drive: SiteDrive, at: int) -> NDArray[np.int64]:
    layout = circuit.layout
    cells = (
        layout.excitatory(drive.region) if drive.cells == "excitatory" else layout.inhibitory(drive.region)
    )
    per_site = (cells.stop - cells.start) // len(circuit.brain.body.sites)
    first = cells.start + at * per_site
    return np.arange(first, first + per_site, dtype=np.int64)


class Schedule:
    """The inputs of one stretch on the grid of steps: constant from edge to edge."""

    def __init__(
        self, circuit: Circuit, inputs: Iterable[Input], moments: Sequence[Moment], n_steps: int
    ) -> None:
        self.circuit = circuit
        per_s = 1000.0 / circuit.dt_ms
        self.inputs = [one for one in inputs if one.conductance > 0]
        self.on = _steps([one.start_s for one in self.inputs], per_s)
        self.off = _steps([one.stop_s for one in self.inputs], per_s)
        relevant = [moment for moment in moments if moment.event.relevance > 0]
        self.relevance = np.array([moment.event.relevance for moment in relevant])
        self.matters_from = _steps([moment.start_s for moment in relevant], per_s)
        self.matters_to = _steps([moment.end_s for moment in relevant], per_s)
        ends = (self.on, self.off, self.matters_from, self.matters_to, np.array([0, n_steps]))
        edges = np.unique(np.concatenate(ends))
        self.edges = edges[(edges >= 0) & (edges <= n_steps)].tolist()
        self.rise = np.zeros(circuit.layout.n_neurons)
        for region in circuit.brain.regions:
            for excites, part in (
                (True, circuit.layout.excitatory(region.name)),
                (False, circuit.layout.inhibitory(region.name)),
            ):  # fmt: skip
                cell = circuit.brain.cell(region, excites=excites)
                if isinstance(cell, Cell):
                    # A kick is given before the conductance fades in the step.
                    self.rise[part] = math.expm1(circuit.dt_ms / cell.ampa_tau_ms)
        self.place_of = circuit.blocks.place_of()

    def segments(self, from_step: int = 0) -> Iterator[tuple[int, int, Drive]]:
        """Yield first step, last step and drive of each stretch of constant input that ends after a step."""
        for first, last in pairwise(self.edges):
            if last > from_step:
                yield first, last, self._drive(first)

    def _drive(self, step: int) -> Drive:
        circuit = self.circuit
        conductance = np.zeros(circuit.layout.n_neurons)
        for at in np.flatnonzero((self.on <= step) & (step < self.off)):
            conductance[self.inputs[at].neurons] += self.inputs[at].conductance
        driven = np.flatnonzero(conductance)
        chance = min(1.0, circuit.brain.senses.kick_rate_hz * circuit.dt_ms / 1000.0)
        # The mean of a conductance that each kick raises and each step lets fade is the declared one.
        kick = conductance[driven] / chance * self.rise[driven]
        places = self.place_of[driven]
        order = np.argsort(places)
        matters = (self.matters_from <= step) & (step < self.matters_to)
        return Drive(
            block_first=np.searchsorted(
                places[order], [*circuit.blocks.start, circuit.layout.n_neurons]
            ).astype(np.int64),
            neuron=places[order],
            kick=kick[order].astype(circuit.floats),
            chance=np.full(len(driven), round(chance * 2**32), np.uint64),
            relevance=np.array([self.relevance[matters].max(initial=0.0)]),
        )


def _steps(times_s: Sequence[float], per_s: float) -> NDArray[np.int64]:
    return np.round(np.array(times_s, np.float64) * per_s).astype(np.int64)
