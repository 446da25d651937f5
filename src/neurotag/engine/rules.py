"""Words of a rule -> the numbers its kernel reads."""

from __future__ import annotations

import math
from functools import singledispatch
from typing import TYPE_CHECKING

import numpy as np

from neurotag.engine.wire import is_fast
from neurotag.kernels import inhibitory, modulated, pair, triplet
from neurotag.kernels.tables import Rules
from neurotag.kernels.three_factor import (
    FAST_PAIR,
    GROWTH_MAX,
    INHIBITORY,
    LONE_BELOW,
    MODULATED,
    PAIR,
    THREE_FACTOR,
    TRIPLET,
)
from neurotag.plasticity import InhibitorySTDP, ModulatedSTDP, PairSTDP, ThreeFactor, TripletSTDP

if TYPE_CHECKING:
    from neurotag.brain import Brain
    from neurotag.plasticity import Rule

N_NUMBERS = 24
FORGOTTEN_TAUS = 24.0
"""Time constants after which nothing is left of a trace."""
GROWTH_STEPS = 16
FAST_EPOCH_TAUS = 8.0
"""Length of an epoch for rules that add up, in their time constants: the sums stay precise."""


def rules_of(brain: Brain, epoch_steps: int, update_steps: int) -> Rules:
    """Return the tables of a brain's rules; a brain without rules has one row that no projection uses."""
    words = list(brain.rules.values())
    floats = np.float64 if brain.precision == "double" else np.float32
    per_step = 1.0 / brain.dt_ms
    kinds, rows = zip(*[_numbers(rule, per_step) for rule in words or [ThreeFactor()]], strict=True)
    numbers = np.zeros((len(rows), N_NUMBERS))
    for row, content in zip(numbers, rows, strict=True):
        for place, value in content.items():
            row[place] = value
    longest = max((numbers[k, 0] for k, kind in enumerate(kinds) if kind != THREE_FACTOR), default=0.0)
    fade = np.zeros((len(rows), 2 + math.ceil(longest * FORGOTTEN_TAUS)), floats)
    growth = np.ones((len(rows), 1 if MODULATED not in kinds else epoch_steps + update_steps + 1))
    for k, kind in enumerate(kinds):
        if kind not in (THREE_FACTOR, FAST_PAIR):
            fade[k, :-1] = np.exp(-np.arange(fade.shape[1] - 1) / numbers[k, 0])
        if kind == MODULATED:
            growth[k] = np.exp(np.arange(growth.shape[1]) / numbers[k, modulated.ELIGIBILITY_TAU])
    return Rules(np.array(kinds, np.int64), numbers, numbers.astype(floats), fade, growth)


def longest_epoch_ms(brain: Brain) -> float:
    """Return how long an epoch may last for all rules to stay precise."""
    fast = [
        FAST_EPOCH_TAUS * rule.source_tau_ms
        for rule in brain.rules.values()
        if isinstance(rule, PairSTDP) and is_fast(rule)
    ]
    return min(fast, default=math.inf)


@singledispatch
def _numbers(rule: Rule, per_ms: float) -> tuple[int, dict[int, float]]:
    raise TypeError(f"no kernel learns by a {type(rule).__name__}")


@_numbers.register(ThreeFactor)
def _(rule: ThreeFactor, per_ms: float) -> tuple[int, dict[int, float]]:
    per_step = 1.0 / (1000.0 * per_ms)
    values = (
        rule.rate * per_step, rule.unlearning_rate * per_step, rule.source_tau_ms * per_ms,
        rule.target_tau_ms * per_ms, rule.eligibility_tau_ms * per_ms, rule.burst_norm, rule.eligibility_max,
        rule.source_floor, rule.target_floor, rule.burst_floor, rule.silent_below, rule.active_above,
        rule.silent_weakening, rule.extinction,
    )  # fmt: skip
    return THREE_FACTOR, {
        **dict(enumerate(values)),
        GROWTH_MAX: rule.growth_max or 0.0,
        LONE_BELOW: rule.lone_below,
    }


@_numbers.register(PairSTDP)
def _(rule: PairSTDP, per_ms: float) -> tuple[int, dict[int, float]]:
    additive, power = rule.dependence == "additive", rule.dependence == "power"
    down = rule.asymmetry * rule.rate
    return FAST_PAIR if is_fast(rule) else PAIR, {
        pair.SOURCE_TAU: rule.source_tau_ms * per_ms,
        pair.TARGET_TAU: rule.target_tau_ms * per_ms,
        pair.UP_FIXED: rule.rate if additive else 0.0,
        pair.UP_ROOM: rule.rate if rule.dependence == "multiplicative" else 0.0,
        pair.DOWN_FIXED: down if additive else 0.0,
        pair.DOWN_SHARE: 0.0 if additive else down,
        pair.UP_POWER: rule.rate * rule.reference_weight ** (1 - rule.exponent) if power else 0.0,
        pair.EXPONENT: rule.exponent,
        pair.IS_AXONAL: float(rule.delay == "axonal"),
    }


@_numbers.register(TripletSTDP)
def _(rule: TripletSTDP, per_ms: float) -> tuple[int, dict[int, float]]:
    return TRIPLET, {
        triplet.SOURCE_TAU: rule.source_tau_ms * per_ms,
        triplet.TARGET_TAU: rule.target_tau_ms * per_ms,
        triplet.SLOW_TARGET_TAU: rule.slow_target_tau_ms * per_ms,
        triplet.SLOW_SOURCE_TAU: rule.slow_source_tau_ms * per_ms,
        triplet.UP_PAIR: rule.potentiation,
        triplet.UP_TRIPLET: rule.triplet_potentiation,
        triplet.DOWN_PAIR: rule.depression,
        triplet.DOWN_TRIPLET: rule.triplet_depression,
    }


@_numbers.register(ModulatedSTDP)
def _(rule: ModulatedSTDP, per_ms: float) -> tuple[int, dict[int, float]]:
    return MODULATED, {
        modulated.SOURCE_TAU: rule.source_tau_ms * per_ms,
        modulated.TARGET_TAU: rule.target_tau_ms * per_ms,
        modulated.ELIGIBILITY_TAU: rule.eligibility_tau_ms * per_ms,
        modulated.UP: rule.potentiation,
        modulated.DOWN: rule.depression,
        modulated.IS_AXONAL: float(rule.delay == "axonal"),
    }


@_numbers.register(InhibitorySTDP)
def _(rule: InhibitorySTDP, per_ms: float) -> tuple[int, dict[int, float]]:
    return INHIBITORY, {
        inhibitory.SOURCE_TAU: rule.tau_ms * per_ms,
        inhibitory.TARGET_TAU: rule.tau_ms * per_ms,
        inhibitory.RATE: rule.rate,
        inhibitory.OFFSET: 2 * rule.target_hz * rule.tau_ms / 1000.0,
    }
