"""Learning the slow way: every synapse at every step, in plain numpy and float64, from the words of the rules.

Time runs in steps, and everything at a synapse is told as the cell body sees it, where its source's spike
arrives after the projection's delay. An axonal delay lies before the synapse: the target's spike is there at once.
A dendritic one lies behind it: the target's spike needs a delay to get there, and a second one to be seen here.

Within a step come first spikes that return along the dendrite, then the source's, last what the target fires
in this step; nothing sees what comes after it, and a returning spike and the arrival it meets do not see each
other at all.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import singledispatch
from typing import TYPE_CHECKING

import numpy as np

from neurotag.plasticity import InhibitorySTDP, ModulatedSTDP, PairSTDP, ThreeFactor, TripletSTDP

if TYPE_CHECKING:
    from tests.ladder.stage import Flags, Ids, Numbers

    from neurotag.plasticity import Rule


class AbstractLearner(ABC):
    """The synapses of one rule, (n_synapses,), one step at a time."""

    def __init__(self, birth: Numbers, ceiling: float, dt_ms: float) -> None:
        self.weight, self.birth, self.ceiling, self.dt_ms = birth.copy(), birth.copy(), ceiling, dt_ms
        self.traces: dict[str, Numbers] = {}
        self.factors: dict[str, float] = {}
        self.eligibility = np.zeros_like(birth)
        self.third_factor = np.zeros_like(birth)
        self.moved = np.zeros_like(birth)
        self.most_moved = 0.0

    def remember(self, **taus_ms: float) -> None:
        """Set up a trace of each name."""
        for name, tau_ms in taus_ms.items():
            self.traces[name] = np.zeros_like(self.weight)
            self.factors[name] = float(np.exp(-self.dt_ms / tau_ms))

    def fade(self) -> None:
        """Let one step pass."""
        for name, factor in self.factors.items():
            self.traces[name] *= factor

    def change(self, by: Numbers, where: Flags) -> None:
        """Change some weights, within their bounds."""
        changed = np.clip(self.weight + by, 0.0, self.ceiling)
        self.weight = np.where(where, changed, self.weight)
        self.moved += np.where(where, np.abs(by), 0.0)

    @abstractmethod
    def on_source(self, arrived: Flags) -> None:
        """Learn from the source's spikes."""

    @abstractmethod
    def on_target(self, seen: Flags) -> None:
        """Learn from the target's spikes."""

    @abstractmethod
    def count(self, arrived: Flags, seen: Flags) -> None:
        """Let the traces jump."""

    def flow(self) -> None:
        """Let the third factor act on what is eligible for one step; most rules have none."""
        return

    def begin(self, arrived: Flags, seen: Flags) -> None:
        """Begin a step: what arrives is then delivered with ``weight``."""
        self.fade()
        self.on_target(seen)
        self.on_source(arrived)
        self.count(arrived, seen)
        # What was asked for between two arrivals, bounds or not.
        self.most_moved = max(self.most_moved, float(self.moved.max()))
        self.moved[arrived] = 0.0

    def end(self, fired: Flags) -> None:
        """End the step, in which some targets fire."""
        self.flow()
        self.on_target(fired)
        self.count(np.zeros_like(fired), fired)


class Pairs(AbstractLearner):
    """PairSTDP."""

    def __init__(self, rule: PairSTDP, birth: Numbers, ceiling: float, dt_ms: float) -> None:
        super().__init__(birth, ceiling, dt_ms)
        self.rule = rule
        self.remember(x=rule.source_tau_ms, y=rule.target_tau_ms)

    def on_target(self, seen: Flags) -> None:
        rule, w = self.rule, self.weight
        size = {
            "additive": np.full_like(w, self.ceiling),
            "multiplicative": self.ceiling - w,
            "power": rule.reference_weight ** (1 - rule.exponent) * w**rule.exponent,
        }[rule.dependence]
        self.change(rule.rate * self.traces["x"] * size, seen)

    def on_source(self, arrived: Flags) -> None:
        rule = self.rule
        size = self.ceiling if rule.dependence == "additive" else self.weight
        self.change(-rule.asymmetry * rule.rate * self.traces["y"] * size, arrived)

    def count(self, arrived: Flags, seen: Flags) -> None:
        self.traces["x"] += arrived
        self.traces["y"] += seen


class Triplets(AbstractLearner):
    """TripletSTDP: eqs. 3 and 4 of Pfister & Gerstner 2006, all to all."""

    def __init__(self, rule: TripletSTDP, birth: Numbers, ceiling: float, dt_ms: float) -> None:
        super().__init__(birth, ceiling, dt_ms)
        self.rule = rule
        self.remember(
            r1=rule.source_tau_ms,
            r2=rule.slow_source_tau_ms,
            o1=rule.target_tau_ms,
            o2=rule.slow_target_tau_ms,
        )

    def on_target(self, seen: Flags) -> None:
        rule, trace = self.rule, self.traces
        gain = rule.potentiation + rule.triplet_potentiation * trace["o2"]
        self.change(self.ceiling * trace["r1"] * gain, seen)

    def on_source(self, arrived: Flags) -> None:
        rule, trace = self.rule, self.traces
        loss = rule.depression + rule.triplet_depression * trace["r2"]
        self.change(-self.ceiling * trace["o1"] * loss, arrived)

    def count(self, arrived: Flags, seen: Flags) -> None:
        for name, jumps in (("r1", arrived), ("r2", arrived), ("o1", seen), ("o2", seen)):
            self.traces[name] += jumps


class Inhibition(AbstractLearner):
    """InhibitorySTDP: Vogels et al. 2011."""

    def __init__(self, rule: InhibitorySTDP, birth: Numbers, ceiling: float, dt_ms: float) -> None:
        super().__init__(birth, ceiling, dt_ms)
        self.rule = rule
        self.remember(x=rule.tau_ms, y=rule.tau_ms)

    def on_target(self, seen: Flags) -> None:
        self.change(self.rule.rate * self.traces["x"], seen)

    def on_source(self, arrived: Flags) -> None:
        wanted = 2 * self.rule.target_hz * self.rule.tau_ms / 1000.0
        self.change(self.rule.rate * (self.traces["y"] - wanted), arrived)

    def count(self, arrived: Flags, seen: Flags) -> None:
        self.traces["x"] += arrived
        self.traces["y"] += seen


class Modulated(AbstractLearner):
    """ModulatedSTDP: dw/dt = c F; ``third_factor`` is F's integral over the step, as the fading c sees it."""

    def __init__(self, rule: ModulatedSTDP, birth: Numbers, ceiling: float, dt_ms: float) -> None:
        super().__init__(birth, ceiling, dt_ms)
        self.rule = rule
        self.remember(x=rule.source_tau_ms, y=rule.target_tau_ms)

    def on_target(self, seen: Flags) -> None:
        self.eligibility += np.where(seen, self.rule.potentiation * self.traces["x"], 0.0)

    def on_source(self, arrived: Flags) -> None:
        self.eligibility -= np.where(arrived, self.rule.depression * self.traces["y"], 0.0)

    def count(self, arrived: Flags, seen: Flags) -> None:
        self.traces["x"] += arrived
        self.traces["y"] += seen

    def flow(self) -> None:
        self.change(self.eligibility * self.third_factor, np.ones_like(self.weight, np.bool_))
        self.eligibility *= np.exp(-self.dt_ms / self.rule.eligibility_tau_ms)


class Bursts(AbstractLearner):
    """ThreeFactor; ``third_factor`` is F, and a target's traces are those before its present spike."""

    def __init__(self, rule: ThreeFactor, birth: Numbers, ceiling: float, dt_ms: float) -> None:
        super().__init__(birth, ceiling, dt_ms)
        self.rule = rule
        self.remember(x=rule.source_tau_ms, burst=rule.target_tau_ms, y=rule.target_tau_ms)

    def on_source(self, arrived: Flags) -> None:
        rule, trace = self.rule, self.traces
        threat = np.maximum(-self.third_factor, 0.0)
        lost = np.where(trace["y"] < rule.silent_below, rule.silent_weakening, 0.0)
        lost += np.where(trace["y"] > rule.active_above, rule.extinction * threat, 0.0)
        weakened = self.weight - np.minimum(lost, 1.0) * (self.weight - self.birth)
        self.weight = np.where(arrived & (trace["burst"] > rule.burst_floor), weakened, self.weight)

    def on_target(self, seen: Flags) -> None:
        rule, trace = self.rule, self.traces
        counts = seen & (trace["y"] > rule.target_floor) & (trace["x"] > rule.source_floor)
        raised = self.eligibility + trace["x"] * trace["y"] / rule.burst_norm
        self.eligibility = np.where(counts, np.minimum(raised, rule.eligibility_max), self.eligibility)

    def count(self, arrived: Flags, seen: Flags) -> None:
        for name, jumps in (("x", arrived), ("burst", arrived), ("y", seen)):
            self.traces[name] += jumps

    def flow(self) -> None:
        factor, tau_s, dt_s = self.third_factor, self.rule.eligibility_tau_ms / 1000.0, self.dt_ms / 1000.0
        held = self.eligibility * tau_s * -np.expm1(-dt_s / tau_s)
        rate = np.where(factor > 0, self.rule.rate, self.rule.unlearning_rate)
        goal = np.where(factor > 0, self.ceiling, self.birth)
        self.weight = goal + (self.weight - goal) * np.exp(-rate * np.abs(factor) * held)
        self.eligibility *= np.exp(-dt_s / tau_s)


@singledispatch
def learner(rule: Rule, birth: Numbers, ceiling: float, dt_ms: float) -> AbstractLearner:
    """Return what learns by a rule."""
    raise TypeError(type(rule))


learner.register(PairSTDP, Pairs)
learner.register(TripletSTDP, Triplets)
learner.register(InhibitorySTDP, Inhibition)
learner.register(ModulatedSTDP, Modulated)
learner.register(ThreeFactor, Bursts)


def third_factor(
    rule: ModulatedSTDP, levels: dict[str, float], taus_ms: dict[str, float], dt_ms: float
) -> float:
    """Return what a modulated rule's eligibility is multiplied with in a step that these levels begin.

    Within the step the eligibility fades, and so does the level of each transmitter; whatever has no time
    constant here stands still. In milliseconds, as levels are per millisecond.
    """
    fade = 1 / rule.eligibility_tau_ms

    def area(rate: float) -> float:
        return float(-np.expm1(-rate * dt_ms) / rate)

    total = -rule.baseline * area(fade)
    for name, gain in rule.gains.items():
        total += gain * levels[name] * area(fade + (1 / taus_ms[name] if name in taus_ms else 0.0))
    return total


def delayed(trains: Flags, delay: Ids, neuron: Ids) -> Flags:
    """Return when the spikes of some neurons come, each after its own delay, (n_steps, n_synapses)."""
    steps = np.arange(len(trains))[:, None] - delay[None, :]
    return np.where(steps >= 0, trains[np.maximum(steps, 0), neuron[None, :]], False)
