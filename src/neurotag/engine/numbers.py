"""Words of a cell -> the numbers its kernel reads."""

from __future__ import annotations

import math
from functools import singledispatch
from typing import TYPE_CHECKING

import numpy as np

from neurotag.brain import AdExCell, Cell, ConductanceCell, CurrentCell
from neurotag.kernels import adaptive, adex, conductance, lif, regulate
from neurotag.kernels.neuron import ADAPTIVE, ADEX, CONDUCTANCE, LIF, LOSS, SLOW_FILL, UPSET_LOSS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neurotag.brain import AnyCell, Brain, Region

    Numbers = dict[int, float]

WEIGHT_UNIT_MS = 10.0
"""A weight is the conductance that an input at 1 / 10 ms holds on average (see ``Cell``)."""
UNSEEN_CROSSING = 0.5826
"""A potential looked at once a step crosses its threshold unseen in between. Lowering the threshold by this
share of one step's noise makes up for it, so that rates hold at any step (Broadie, Glasserman & Kou 1997,
Math Finance 7:325: -zeta(1/2) / sqrt(2 pi))."""
N_NUMBERS = 36
N_THRESHOLDS = 16
LARGEST_DRAW = 2.0
"""Mean of one Poisson draw; larger ones are sums of several."""


def numbers_of(
    cell: AnyCell, region: Region, brain: Brain, *, excites: bool, epoch_ms: float
) -> tuple[int, NDArray[np.float64]]:
    """Return the model of a cell, and its numbers (36,)."""
    model, content = _numbers(cell, region, brain, excites)
    numbers = np.zeros(N_NUMBERS)
    for place, value in {**content, **_homeostasis(cell, brain.dt_ms, epoch_ms)}.items():
        numbers[place] = value
    return model, numbers


def poisson_thresholds(mean: float) -> tuple[int, NDArray[np.uint16], NDArray[np.uint16]]:
    """Return how many draws make a Poisson count, and the thresholds of each: (16,) high and low 16 bits."""
    n_draws = math.ceil(mean / LARGEST_DRAW)
    each = mean / max(n_draws, 1)
    share, term = 0.0, math.exp(-each)
    ends = []
    for k in range(N_THRESHOLDS):
        share += term
        term *= each / (k + 1)
        ends.append(min(round(share * 2**32), 2**32 - 1))
    words = np.array(ends, np.uint64)
    return n_draws, (words >> np.uint64(16)).astype(np.uint16), (words & np.uint64(0xFFFF)).astype(np.uint16)


def _decay(dt_ms: float, tau_ms: float) -> float:
    return math.exp(-dt_ms / tau_ms) if tau_ms > 0 else 0.0


def _homeostasis(cell: AnyCell, dt_ms: float, epoch_ms: float) -> Numbers:
    scaling, shift = cell.scaling, cell.excitability
    words = scaling or shift
    if words is None:
        return {}
    epoch_s = epoch_ms / 1000.0
    return {
        regulate.RATE_KEEP: math.exp(-epoch_s / words.rate_tau_s),
        regulate.STEPS_PER_S: 1000.0 / dt_ms,
        regulate.SCALING_HZ: scaling.target_hz if scaling else 0.0,
        regulate.SCALING_GAIN: epoch_s / (scaling.tau_s * scaling.target_hz) if scaling else 0.0,
        regulate.SHIFT_HZ: shift.target_hz if shift else 0.0,
        regulate.SHIFT_GAIN: epoch_s * shift.gain_mV_per_s_hz if shift else 0.0,
    }


@singledispatch
def _numbers(cell: object, region: Region, brain: Brain, excites: bool) -> tuple[int, Numbers]:
    raise TypeError(f"no kernel steps a {type(cell).__name__}")


@_numbers.register(Cell)
def _(cell: Cell, region: Region, brain: Brain, excites: bool) -> tuple[int, Numbers]:
    dt_ms = brain.dt_ms

    def kick(tau_ms: float) -> float:
        # Conductances are constant within a step: this makes their sum over all steps exact for any step.
        return WEIGHT_UNIT_MS / dt_ms * (1 - _decay(dt_ms, tau_ms))

    relay = region.is_relay and excites
    inhibition = brain.disinhibition_of(region)
    noise_mV = cell.noise_mV * math.sqrt(1 - math.exp(-2 * dt_ms / cell.tau_ms))
    bias_mV = cell.bias_mV + (region.bias_shift_mV if excites else 0.0)
    return ADAPTIVE, {
        adaptive.RESET: cell.reset_mV,
        adaptive.FAST_JUMP: cell.fast_adaptation_mV,
        # What winds up is kept where others keep their slow adaptation, below 0.
        adaptive.SLOW_JUMP: cell.slow_adaptation_mV - cell.wind_up_mV,
        SLOW_FILL: cell.wind_up_mV / cell.wind_up_most_mV,
        adaptive.EFFICACY_FLOOR: inhibition.floor,
        LOSS: 0.0 if inhibition.needs_salience else inhibition.per_spike,
        UPSET_LOSS: inhibition.per_spike if inhibition.needs_salience and brain.modulators else 0.0,
        adaptive.THRESHOLD: cell.threshold_mV - UNSEEN_CROSSING * noise_mV,
        adaptive.DRIVE: cell.rest_mV + bias_mV,
        adaptive.AROUSAL: 0.0 if relay else cell.arousal_mV + (0.0 if excites else region.hush_mV),
        adaptive.STEP_OVER_TAU: dt_ms / cell.tau_ms,
        adaptive.NOISE: noise_mV,
        adaptive.AMPA_DECAY: _decay(dt_ms, cell.ampa_tau_ms),
        adaptive.AMPA_KICK: (1 - cell.nmda_share) * kick(cell.ampa_tau_ms),
        adaptive.NMDA_DECAY: _decay(dt_ms, cell.nmda_tau_ms),
        adaptive.NMDA_KICK: cell.nmda_share * kick(cell.nmda_tau_ms),
        adaptive.NMDA_FLOOR: cell.nmda_floor,
        adaptive.NMDA_PASSED: (1 - cell.nmda_floor) / 20.0,
        adaptive.GABA_DECAY: _decay(dt_ms, cell.gaba_tau_ms),
        adaptive.GABA_KICK: kick(cell.gaba_tau_ms),
        adaptive.GABA_REVERSAL: cell.inhibition_reversal_mV,
        adaptive.REVERSAL_SHIFT: inhibition.reversal_shift_mV if excites else 0.0,
        adaptive.FAST_DECAY: _decay(dt_ms, cell.fast_adaptation_tau_ms),
        adaptive.SLOW_DECAY: _decay(
            dt_ms, cell.wind_up_tau_ms if cell.wind_up_mV > 0 else cell.slow_adaptation_tau_ms
        ),
        adaptive.TWELFTH: 1 / 12,
        adaptive.BACKGROUND: cell.poisson_weight,
    }


@_numbers.register(CurrentCell)
def _(cell: CurrentCell, region: Region, brain: Brain, excites: bool) -> tuple[int, Numbers]:
    decay = _decay(brain.dt_ms, cell.tau_ms)
    resistance = cell.tau_ms / cell.capacitance_pF

    def gain(tau_ms: float) -> float:
        if abs(tau_ms - cell.tau_ms) < 1e-9 * cell.tau_ms:
            return brain.dt_ms / cell.capacitance_pF * decay
        return resistance * tau_ms / (cell.tau_ms - tau_ms) * (decay - _decay(brain.dt_ms, tau_ms))

    return LIF, {
        lif.RESET: cell.reset_mV,
        lif.EFFICACY_FLOOR: 1.0,
        lif.THRESHOLD: cell.threshold_mV,
        lif.DRIVE: (1 - decay) * (cell.rest_mV + resistance * cell.current_pA),
        lif.DECAY: decay,
        lif.EXC_DECAY: _decay(brain.dt_ms, cell.excitation_tau_ms),
        lif.INH_DECAY: _decay(brain.dt_ms, cell.inhibition_tau_ms),
        lif.EXC_GAIN: gain(cell.excitation_tau_ms),
        lif.INH_GAIN: gain(cell.inhibition_tau_ms),
        lif.BACKGROUND: cell.poisson_weight,
    }


@_numbers.register(ConductanceCell)
def _(cell: ConductanceCell, region: Region, brain: Brain, excites: bool) -> tuple[int, Numbers]:
    dt_ms = brain.dt_ms
    return CONDUCTANCE, {
        conductance.RESET: cell.reset_mV,
        conductance.EFFICACY_FLOOR: 1.0,
        conductance.THRESHOLD: cell.threshold_mV,
        conductance.DRIVE: cell.leak_nS * cell.rest_mV + cell.current_pA,
        conductance.LEAK: cell.leak_nS,
        conductance.STEP_OVER_C: dt_ms / cell.capacitance_pF,
        conductance.EXC_DECAY: _decay(dt_ms, cell.excitation_tau_ms),
        conductance.INH_DECAY: _decay(dt_ms, cell.inhibition_tau_ms),
        conductance.EXC_HALF: _decay(dt_ms / 2, cell.excitation_tau_ms),
        conductance.INH_HALF: _decay(dt_ms / 2, cell.inhibition_tau_ms),
        conductance.EXC_REVERSAL: cell.excitation_reversal_mV,
        conductance.INH_REVERSAL: cell.inhibition_reversal_mV,
        conductance.TWELFTH: 1 / 12,
        conductance.BACKGROUND: cell.poisson_weight,
    }


@_numbers.register(AdExCell)
def _(cell: AdExCell, region: Region, brain: Brain, excites: bool) -> tuple[int, Numbers]:
    dt_ms = brain.dt_ms
    return ADEX, {
        adex.RESET: cell.reset_mV,
        adex.FAST_JUMP: cell.jump_pA,
        adex.EFFICACY_FLOOR: 1.0,
        adex.PEAK: cell.peak_mV,
        adex.DRIVE: cell.leak_nS * cell.rest_mV + cell.current_pA,
        adex.LEAK: cell.leak_nS,
        adex.STEP_OVER_C: dt_ms / cell.capacitance_pF,
        adex.EXC_DECAY: _decay(dt_ms, cell.excitation_tau_ms),
        adex.EXC_RISE: _decay(dt_ms, cell.excitation_rise_ms),
        adex.INH_DECAY: _decay(dt_ms, cell.inhibition_tau_ms),
        adex.INH_RISE: _decay(dt_ms, cell.inhibition_rise_ms),
        adex.EXC_NORM: _peak_norm(cell.excitation_rise_ms, cell.excitation_tau_ms),
        adex.INH_NORM: _peak_norm(cell.inhibition_rise_ms, cell.inhibition_tau_ms),
        adex.EXC_REVERSAL: cell.excitation_reversal_mV,
        adex.INH_REVERSAL: cell.inhibition_reversal_mV,
        adex.THRESHOLD: cell.threshold_mV,
        adex.SLOPE: cell.slope_mV,
        adex.REST: cell.rest_mV,
        adex.COUPLING: cell.coupling_nS,
        adex.FAST_DECAY: _decay(dt_ms, cell.adaptation_tau_ms),
        adex.BACKGROUND: cell.poisson_weight,
    }


def _peak_norm(rise_ms: float, decay_ms: float) -> float:
    """Return what makes a difference of two exponentials peak at 1."""
    if rise_ms == 0:
        return 1.0
    peak_ms = rise_ms * decay_ms / (decay_ms - rise_ms) * math.log(decay_ms / rise_ms)
    return 1.0 / (math.exp(-peak_ms / decay_ms) - math.exp(-peak_ms / rise_ms))
