"""A whole network the slow way: plain numpy in float64, every neuron and every synapse at every step."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from scipy.linalg import expm
from tests.ladder.dense import AbstractLearner, learner, third_factor
from tests.ladder.stage import synapses_of

from neurotag.brain import CurrentCell
from neurotag.plasticity import ModulatedSTDP, ThreeFactor

if TYPE_CHECKING:
    from tests.ladder.stage import Flags, Ids, Numbers, Stage, Synapses

    from neurotag.brain import Driver, Modulators
    from neurotag.engine.circuit import Circuit


class Cells:
    """The current-based cells of a brain, by id: exact solutions of their linear equations over one step."""

    def __init__(self, circuit: Circuit, v: Numbers) -> None:
        n, layout, self.brain = circuit.layout.n_neurons, circuit.layout, circuit.brain
        self.v, self.exc, self.inh = v.copy(), np.zeros(n), np.zeros(n)
        self.waiting, self.last = np.zeros(n, np.int64), np.full(n, -np.inf)
        self.resource, self.use = np.ones(n), np.zeros(n)
        self.scaling, self.shift, self.rate, self.n_spikes = np.ones(n), np.zeros(n), np.zeros(n), np.zeros(n)
        self.kinds: list[tuple[slice, CurrentCell, Numbers]] = []
        for region in self.brain.regions:
            for excites, part in (
                (True, layout.excitatory(region.name)),
                (False, layout.inhibitory(region.name)),
            ):
                cell = self.brain.cell(region, excites=excites)
                assert isinstance(cell, CurrentCell)
                self.kinds.append((part, cell, _propagator(cell, self.brain.dt_ms)))

    def step(self, arrived_exc: Numbers, arrived_inh: Numbers) -> Flags:
        """Let a step pass; what arrives acts from its end. Return who fires."""
        fires = np.zeros(len(self.v), np.bool_)
        for part, cell, over in self.kinds:
            state = np.array([self.v[part], self.exc[part], self.inh[part], np.ones(part.stop - part.start)])
            v, exc, inh, _ = over @ state
            rests = self.waiting[part] > 0
            self.v[part] = np.where(rests, self.v[part], v)
            self.exc[part], self.inh[part] = exc, inh
            self.waiting[part] -= rests
            fires[part] = ~rests & (self.v[part] >= cell.threshold_mV + self.shift[part])
        self.exc += arrived_exc * self.scaling
        self.inh += arrived_inh
        return fires

    def fire(self, fires: Flags, step: int) -> Numbers:
        """Reset who fires; return what the spikes release, 0 where there is none."""
        released = np.zeros(len(self.v))
        for part, cell, _ in self.kinds:
            own = np.flatnonzero(fires[part]) + part.start
            self.v[own] = cell.reset_mV
            self.waiting[own] = round(cell.refractory_ms / self.brain.dt_ms)
            released[own] = self._release(own, cell, (step - self.last[own]) * self.brain.dt_ms)
        self.last[fires] = step
        self.n_spikes += fires
        return released

    def _release(self, own: Ids, cell: CurrentCell, passed_ms: Numbers) -> Numbers:
        share = cell.tiring
        if share == 0:
            return np.ones(len(own))
        left = 1 - (1 - self.resource[own]) * np.exp(-passed_ms / cell.tiring_tau_ms)
        faded = np.exp(-passed_ms / cell.facilitation_tau_ms) if cell.facilitation_tau_ms else 0.0
        use = share + self.use[own] * faded * (1 - share)
        self.use[own], self.resource[own] = use, left * (1 - use)
        return left * use / share

    def regulate(self, epoch_s: float) -> None:
        """Look at each neuron's rate at the end of an epoch."""
        for part, cell, _ in self.kinds:
            if cell.scaling is None or cell.excitability is None:
                continue
            keep = math.exp(-epoch_s / cell.scaling.rate_tau_s)
            rate = keep * self.rate[part] + (1 - keep) * self.n_spikes[part] / epoch_s
            up = epoch_s * (cell.scaling.target_hz - rate) / (cell.scaling.target_hz * cell.scaling.tau_s)
            self.scaling[part] = np.clip(self.scaling[part] * np.exp(up), 0.2, 5.0)
            self.shift[part] += (
                epoch_s * cell.excitability.gain_mV_per_s_hz * (rate - cell.excitability.target_hz)
            )
            self.rate[part] = rate
        self.n_spikes[:] = 0


def _propagator(cell: CurrentCell, dt_ms: float) -> Numbers:
    """Return what takes (V, I_e, I_i, 1) from a step to the next."""
    tau, capacitance = cell.tau_ms, cell.capacitance_pF
    drive = cell.rest_mV / tau + cell.current_pA / capacitance
    rates = [
        [-1 / tau, 1 / capacitance, -1 / capacitance, drive], [0, -1 / cell.excitation_tau_ms, 0, 0],
        [0, 0, -1 / cell.inhibition_tau_ms, 0], [0, 0, 0, 0],
    ]  # fmt: skip
    over: Numbers = expm(np.array(rates) * dt_ms)
    return over


class Signals:
    """Salience, safety error, stress and transmitters, looked at in intervals."""

    def __init__(self, circuit: Circuit, interval_ms: float) -> None:
        self.layout, self.interval_ms, self.brain = circuit.layout, interval_ms, circuit.brain
        self.m = self.q = self.s = self.drive = self.cortisol = self.danger_hz = self.fear_hz = 0.0
        self.levels = dict.fromkeys(self.brain.transmitters, 0.0)

    def look(self, counts: Ids) -> None:
        """Take up the spikes of an interval, by id; drives stand still within it."""
        words = self.brain.modulators
        assert words is not None
        h = self.interval_ms / 1000.0
        self.danger_hz = self._rate(self.danger_hz, counts, words.danger, words)
        self.fear_hz = self._rate(self.fear_hz, counts, words.fear, words)
        danger, fear = (
            float(np.clip((hz - drive.threshold_hz) / drive.range_hz, 0, 1.5))
            for hz, drive in ((self.danger_hz, words.danger), (self.fear_hz, words.fear))
        )
        threat = words.danger.gain * danger + words.fear.gain * fear * words.appraisal * (1 + self.s)
        self._carry_stress(words, h)
        rise = words.salience_rate_per_s * threat
        self.m = _relax(self.m, rise, 1000.0 / words.salience_tau_ms + rise, h)
        error = max(0.0, fear - 2 * words.danger.gain * danger)
        self.q = _relax(self.q, error * 1000.0 / words.safety_tau_ms, 1000.0 / words.safety_tau_ms, h)
        for name, words_of in self.brain.transmitters.items():
            assert words_of.source is not None
            self.levels[name] += (
                float(counts[self.layout.excitatory(words_of.source)].sum()) / words_of.tau_ms
            )

    def _carry_stress(self, words: Modulators, h: float) -> None:
        """Solve stress and what it drives over an interval, salience held."""
        rates = np.zeros((4, 4))
        rates[0, [0, 3]] = -1 / words.stress_tau_s, words.stress_rate_per_s
        rates[1, :2] = np.array([1, -1]) / (60 * words.cortisol_drive_tau_min)
        rates[2, 1:3] = words.cortisol_rate_per_min / 60, -1 / (60 * words.cortisol_tau_min)
        self.s, self.drive, self.cortisol, _ = expm(rates * h) @ [self.s, self.drive, self.cortisol, self.m]

    def _rate(self, before: float, counts: Ids, driver: Driver, words: Modulators) -> float:
        cells = self.layout.excitatory(driver.region)
        keep = math.exp(-self.interval_ms / words.rate_tau_ms)
        return before * keep + (1 - keep) * float(counts[cells].mean()) / self.interval_ms * 1000.0

    def fade(self, dt_ms: float) -> None:
        """Let a step pass."""
        for name, words in self.brain.transmitters.items():
            self.levels[name] *= math.exp(-dt_ms / words.tau_ms)

    def _lift(self, words: Modulators) -> float:
        return 1 + words.cortisol_learning * min(self.cortisol, 1.0)

    def factor(self, one: AbstractLearner, rule: object, sensitivity: Numbers) -> Numbers:
        """Return a rule's third factor at each synapse in this step."""
        words = self.brain.modulators
        assert words is not None
        if isinstance(rule, ThreeFactor):
            return (
                words.learning_bias
                + self._lift(words) * words.salience_learning * sensitivity * self.m
                - words.safety_learning * self.q
            )
        assert isinstance(rule, ModulatedSTDP)
        taus = {name: t.tau_ms for name, t in self.brain.transmitters.items()}
        shared = {"salience": 0.0, "safety": self.q, **self.levels}
        apart = {"salience": 1.0, "safety": 0.0, **dict.fromkeys(self.levels, 0.0)}
        no_baseline = rule.replace(baseline=0.0)
        return third_factor(rule, shared, taus, one.dt_ms) + sensitivity * self.m * third_factor(
            no_baseline, apart, taus, one.dt_ms
        )


def _relax(value: float, rise: float, rate: float, h: float) -> float:
    """Solve dx/dt = rise - rate x over an interval."""
    return rise / rate + (value - rise / rate) * math.exp(-rate * h)


class Network:
    """The same brain as a stage's, from the same birth, lived naively."""

    def __init__(self, stage: Stage) -> None:
        circuit, n = stage.circuit, stage.circuit.layout.n_neurons
        self.circuit, self.n, self.dt_ms = circuit, n, circuit.dt_ms
        place = stage.place_of
        self.cells = Cells(circuit, stage.state.neurons.v[place].astype(np.float64))
        synapses = synapses_of(circuit)
        self.fixed = synapses.of(synapses.rule < 0)
        self.fixed_weight = stage.unsettled_weights(self.fixed)
        self.learning: list[tuple[object, Synapses, AbstractLearner, Numbers]] = []
        for projection in circuit.brain.projections:
            if projection.rule is not None:
                at = list(circuit.brain.rules).index(projection.rule)
                cells = (
                    circuit.layout.inhibitory
                    if projection.source_cells == "inhibitory"
                    else circuit.layout.excitatory
                )
                own = synapses.of(synapses.rule == at).between(
                    cells(projection.source), circuit.layout.excitatory(projection.target)
                )
                rule = circuit.brain.rules[projection.rule]
                birth = stage.unsettled_weights(own)
                assert projection.weight_max is not None
                sensitivity = circuit.brain.region(projection.target).salience_sensitivity
                self.learning.append(
                    (
                        rule,
                        own,
                        learner(rule, birth, projection.weight_max, self.dt_ms),
                        np.full(len(birth), sensitivity),
                    )
                )
        self.signals = Signals(circuit, circuit.update_steps * self.dt_ms)
        self.strength = np.zeros((0, n))

    def live(self, n_steps: int) -> Flags:
        """Return all spikes, (n_steps, n_neurons)."""
        first = len(self.strength)
        self.strength = np.concatenate([self.strength, np.zeros((n_steps, self.n))])
        counts = np.zeros(self.n, np.int64)
        for step in range(first, first + n_steps):
            arrived = np.zeros((2, self.n))
            here = self._sent(self.fixed, step)
            np.add.at(
                arrived, (self.fixed.inhibits.astype(np.int64), self.fixed.target), here * self.fixed_weight
            )
            came = [self._sent(own, step) for _, own, _, _ in self.learning]
            returns = [self._returned(rule, own, step) for rule, own, _, _ in self.learning]
            fires = None
            for part, (rule, _, one, sensitivity) in enumerate(self.learning):
                if isinstance(rule, ThreeFactor | ModulatedSTDP):
                    one.third_factor = self.signals.factor(one, rule, sensitivity)
                one.begin(came[part] > 0, returns[part])
            for sent, (_, own, one, _) in zip(came, self.learning, strict=True):
                np.add.at(arrived, (own.inhibits.astype(np.int64), own.target), sent * one.weight)
            fires = self.cells.step(*arrived)
            self.strength[step] = self.cells.fire(fires, step)
            for rule, own, one, _ in self.learning:
                is_dendritic = getattr(rule, "delay", "axonal") == "dendritic"
                one.end(np.zeros(len(own.target), np.bool_) if is_dendritic else fires[own.target])
            self.signals.fade(self.dt_ms)
            counts += fires
            if (step + 1) % self.circuit.update_steps == 0:
                self.signals.look(counts)
                counts[:] = 0
            if (step + 1) % self.circuit.epoch_steps == 0:
                self.cells.regulate(self.circuit.epoch_steps * self.dt_ms / 1000.0)
        return self.strength[first:] > 0

    def _sent(self, synapses: Synapses, step: int) -> Numbers:
        """Return how strongly each synapse's source arrives in this step, 0 where it does not."""
        sent = step - synapses.delay
        return np.where(sent >= 0, self.strength[np.maximum(sent, 0), synapses.source], 0.0)

    def _returned(self, rule: object, synapses: Synapses, step: int) -> Flags:
        if getattr(rule, "delay", "axonal") != "dendritic":
            return np.zeros(len(synapses.target), np.bool_)
        fired = step - 2 * synapses.delay
        return np.where(fired >= 0, self.strength[np.maximum(fired, 0), synapses.target] > 0, False)
