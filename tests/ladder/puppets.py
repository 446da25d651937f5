"""Puppets: a source and a target region whose neurons fire when they are told to, and a rule between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np
from tests.ladder.dense import delayed, learner, third_factor
from tests.ladder.stage import Stage, synapses_of

from neurotag.brain import Brain, CurrentCell, Everywhere, Projection, Region, Transmitter
from neurotag.plasticity import InhibitorySTDP, ModulatedSTDP

if TYPE_CHECKING:
    from tests.ladder.stage import Flags, Ids, Numbers, Synapses

    from neurotag.plasticity import Rule

N_SOURCES, N_TARGETS, N_RELEASERS = 4, 3, 2
UPDATE_MS = 5.0


@dataclass(frozen=True)
class Play:
    """A rule, its delay, and who fires when: trains (n_steps, 4 sources + 3 targets + 2 releasers).

    ``more`` are further rules onto the same targets, each with a delay of its own.
    """

    rule: Rule
    trains: Flags
    delay_ms: float = 2.0
    dt_ms: float = 1.0
    weight: float = 5.0
    ceiling: float = 10.0
    precision: Literal["single", "double"] = "single"
    taus_ms: dict[str, float] = field(default_factory=dict)
    more: tuple[tuple[Rule, float], ...] = ()

    def brain(self) -> Brain:
        """Return the brain; its cells do nothing by themselves."""
        cell = CurrentCell(refractory_ms=self.dt_ms)
        rules = [(self.rule, self.delay_ms), *self.more]
        return Brain(
            name="puppets", title="puppets", dt_ms=self.dt_ms, consolidation=None, runaway_hz=1e9,
            precision=self.precision, excitatory=cell, inhibitory=cell,
            rules={f"rule_{k}": rule.model_dump() for k, (rule, _) in enumerate(rules)},
            regions=(
                *(self._region(f"source_{k}", rule) for k, (rule, _) in enumerate(rules)),
                Region(name="target", n_excitatory=N_TARGETS, n_inhibitory=0),
                Region(name="releasers", n_excitatory=N_RELEASERS, n_inhibitory=0),
            ),
            projections=tuple(self._projection(k, rule, delay) for k, (rule, delay) in enumerate(rules)),
            transmitters={
                name: Transmitter(tau_ms=tau, source="releasers").model_dump() for name, tau in self.taus_ms.items()
            },
        )  # fmt: skip

    def _region(self, name: str, rule: Rule) -> Region:
        if isinstance(rule, InhibitorySTDP):
            return Region(name=name, n_excitatory=1, n_inhibitory=N_SOURCES)
        return Region(name=name, n_excitatory=N_SOURCES, n_inhibitory=0)

    def _projection(self, k: int, rule: Rule, delay_ms: float) -> Projection:
        return Projection(
            source=f"source_{k}", target="target", pattern=Everywhere(probability=1.0), weight=self.weight,
            source_cells="inhibitory" if isinstance(rule, InhibitorySTDP) else "excitatory",
            weight_spread=0.0, weight_max=self.ceiling, rule=f"rule_{k}", delay_ms=delay_ms,
        )  # fmt: skip


@dataclass(frozen=True)
class Ending:
    """How a play ended: weights of all synapses, (n_synapses,), the engine's and the reference's.

    ``error`` is their largest difference, as a share of the birth weight; ``delivered`` the largest difference
    between what a target received in a step and what it should have, as a share of the most it received;
    ``span`` the least and the largest weight on the way; ``most_moved`` the most that a synapse was asked to
    move between two arrivals; ``events`` those of the first rule's synapses.
    """

    lazy: Numbers
    dense: Numbers
    error: float
    delivered: float
    span: tuple[float, float]
    most_moved: float
    events: tuple[Flags, Flags, Flags]


def perform(play: Play) -> Ending:
    """Let the engine and the reference live through a play."""
    stage = Stage(play.brain())
    synapses, trains = synapses_of(stage.circuit), _cast(play, stage)
    rules = [rule for rule, _ in ((play.rule, 0.0), *play.more)]
    sets = [synapses.of(synapses.rule == k) for k in range(len(rules))]
    learners = [
        learner(rule, stage.weights(chosen), play.ceiling, play.dt_ms)
        for rule, chosen in zip(rules, sets, strict=True)
    ]
    events = [events_of(rule, chosen, trains) for rule, chosen in zip(rules, sets, strict=True)]
    levels = _levels(play, trains[:, stage.circuit.layout.excitatory("releasers")].sum(axis=1))
    off, most, weights = 0.0, 0.0, [play.weight]
    for step, row in enumerate(trains):
        stage.fire(np.flatnonzero(row))
        expected = np.zeros(stage.circuit.layout.n_neurons)
        for rule, one, chosen, (arrived, seen, fired) in zip(rules, learners, sets, events, strict=True):
            if isinstance(rule, ModulatedSTDP):
                one.third_factor[:] = third_factor(rule, levels[step], play.taus_ms, play.dt_ms)
            one.begin(arrived[step], seen[step])
            np.add.at(expected, chosen.target, np.where(arrived[step], one.weight, 0.0))
            one.end(fired[step])
            weights += [float(one.weight.min()), float(one.weight.max())]
        got = (stage.state.neurons.ampa + stage.state.neurons.gaba)[stage.place_of]
        off, most = max(off, float(np.abs(got - expected).max())), max(most, float(expected.max()))
    np.testing.assert_array_equal(stage.trains(len(trains)), trains)
    lazy = np.concatenate([stage.weights(chosen) for chosen in sets])
    dense = np.concatenate([one.weight for one in learners])
    return Ending(
        lazy=lazy, dense=dense, error=float(np.abs(lazy - dense).max() / play.weight), delivered=off / max(most, play.weight),
        span=(min(weights), max(weights)), most_moved=max(one.most_moved for one in learners), events=events[0],
    )  # fmt: skip


def _levels(play: Play, released: Ids) -> list[dict[str, float]]:
    """Return the transmitters' levels as each step begins: what is released is felt from the next look on."""
    level, waiting, levels = dict.fromkeys(play.taus_ms, 0.0), 0, []
    n_update = round(UPDATE_MS / play.dt_ms)
    for step, n_spikes in enumerate(released):
        if step % n_update == 0:
            level = {name: value + waiting / play.taus_ms[name] for name, value in level.items()}
            waiting = 0
        levels.append(level)
        waiting += int(n_spikes)
        level = {
            name: value * float(np.exp(-play.dt_ms / play.taus_ms[name])) for name, value in level.items()
        }
    return levels


def _cast(play: Play, stage: Stage) -> Flags:
    """Give each source region its own order of the sources' trains."""
    layout = stage.circuit.layout
    trains = np.zeros((len(play.trains), layout.n_neurons), np.bool_)
    sources, rest = play.trains[:, :N_SOURCES], play.trains[:, N_SOURCES:]
    for k in range(1 + len(play.more)):
        inhibits = isinstance((play.rule, *(rule for rule, _ in play.more))[k], InhibitorySTDP)
        cells = layout.inhibitory if inhibits else layout.excitatory
        trains[:, cells(f"source_{k}")] = np.roll(sources, k, axis=1)
    trains[:, layout.excitatory("target")] = rest[:, :N_TARGETS]
    trains[:, layout.excitatory("releasers")] = rest[:, N_TARGETS:]
    return trains


def events_of(rule: Rule, synapses: Synapses, trains: Flags) -> tuple[Flags, Flags, Flags]:
    """Return when sources arrive, when targets' spikes return along the dendrite, and when they fire."""
    arrived = delayed(trains, synapses.delay, synapses.source)
    nobody = np.zeros_like(arrived)
    if getattr(rule, "delay", "axonal") == "dendritic":
        return arrived, delayed(trains, 2 * synapses.delay, synapses.target), nobody
    return arrived, nobody, delayed(trains, np.zeros_like(synapses.delay), synapses.target)


def random_trains(n_steps: int, *, hz: float, dt_ms: float, seed: int, together: float = 0.3) -> Flags:
    """Draw trains without two spikes in successive steps; a share of the spikes is everybody's at once."""
    rng = np.random.default_rng(seed)
    n = N_SOURCES + N_TARGETS + N_RELEASERS
    chance = hz * dt_ms / 1000.0
    trains = rng.random((n_steps, n)) < chance * (1 - together)
    trains |= (rng.random(n_steps) < chance * together)[:, None]
    return separate(trains)


def separate(trains: Flags) -> Flags:
    """Take away spikes that follow another in the very next step: no neuron can fire them."""
    kept = trains.copy()
    for step in range(1, len(kept)):
        kept[step] &= ~kept[step - 1]
    return kept
