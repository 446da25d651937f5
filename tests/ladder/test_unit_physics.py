"""Rung 1. Single cells against closed forms and fine integration."""

import math
from collections.abc import Callable
from typing import Any, Literal

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from tests.ladder.solo import alone, order_of, set_out, trace
from tests.ladder.stage import Numbers, Stage

from neurotag.brain import AdExCell, AnyCell, Cell, ConductanceCell, CurrentCell

Precision = Literal["single", "double"]
RESISTANCE = 20.0 / 250.0
TO_THRESHOLD_mV = 20.0
EXACT = {"single": 1e-6, "double": 1e-12}
"""Of the way from rest to threshold."""
# A single rounding of the potential lasts for tau / dt steps: 2^-24 of it each, all in one direction at worst.
STEADY = {"single": 2.0**-24 * 20.0 / 0.1, "double": 1e-12}


@pytest.mark.parametrize("precision", ["single", "double"])
@pytest.mark.parametrize("tau_ms", [0.5, 2.0, 20.0])
@pytest.mark.parametrize(("arrives", "sign"), [("input_exc", 1), ("input_inh", -1)])
def test_a_current_moves_the_potential_as_the_closed_form_says(
    arrives: str, sign: int, tau_ms: float, precision: Precision
) -> None:
    weight_pA = 200.0 / tau_ms
    stage = Stage(alone(CurrentCell(excitation_tau_ms=tau_ms, inhibition_tau_ms=tau_ms), precision=precision))
    set_out(stage, v=0.0)
    v = trace(stage, 1500, inputs={0: {arrives: weight_pA}})[:, 0]
    t = np.arange(1500) * 0.1
    if tau_ms == 20.0:
        exact = RESISTANCE * weight_pA * t / 20.0 * np.exp(-t / 20.0)
    else:
        rise = tau_ms / (20.0 - tau_ms) * RESISTANCE * weight_pA
        exact = rise * (np.exp(-t / 20.0) - np.exp(-t / tau_ms))
    assert exact.max() > 0.2
    assert np.abs(v - sign * exact).max() / TO_THRESHOLD_mV < EXACT[precision]


@pytest.mark.parametrize("precision", ["single", "double"])
def test_a_steady_current_charges_the_membrane_as_the_closed_form_says(precision: Precision) -> None:
    stage = Stage(alone(CurrentCell(current_pA=249.0), precision=precision))
    set_out(stage, v=0.0)
    v = trace(stage, 3000, inputs={})[:, 0]
    exact = RESISTANCE * 249.0 * -np.expm1(-np.arange(1, 3001) * 0.1 / 20.0)
    assert np.abs(v - exact).max() / TO_THRESHOLD_mV < STEADY[precision]


CURRENTS_pA = (251.0, 260.0, 300.0, 400.0, 625.0, 1000.0, 2500.0)


@pytest.mark.parametrize("precision", ["single", "double"])
def test_spikes_come_when_the_closed_form_says(precision: Precision) -> None:
    cells = [CurrentCell(current_pA=current, refractory_ms=2.0) for current in CURRENTS_pA]
    stage = Stage(alone(*cells, precision=precision))
    set_out(stage, v=0.0)
    stage.run(500.0)
    step, neuron = stage.spikes()
    for k, current in enumerate(CURRENTS_pA):
        goal = RESISTANCE * current
        first, again = (200.0 * math.log((goal - start) / (goal - 20.0)) for start in (0.0, 10.0))
        # No crossing falls so near to a step that rounding decides.
        assert min(abs(x - round(x)) for x in (first, again)) > 1e-3
        steps = step[neuron == k]
        assert steps[0] + 1 == math.ceil(first)
        assert np.unique(np.diff(steps)).tolist() == [20 + math.ceil(again)]


SHAPES: dict[str, dict[str, Any]] = {
    "at once": {},
    "in 1 ms": {"excitation_rise_ms": 1.0, "inhibition_rise_ms": 1.0},
}
Slopes = Callable[[Numbers], list[float]]
# Times in ms, what arrives; each at a multiple of every step that is tried.
ARRIVALS = ((5.0, 4.0, 0.0), (20.0, 2.0, 5.0), (40.0, 0.0, 6.0), (60.0, 3.0, 0.0))
END_MS = 100.0
STEPS_MS = (0.5, 0.25, 0.125, 0.0625)


def fine(slopes: Slopes, start: list[float], jump: Callable[[Numbers, float, float], None]) -> Numbers:
    """Integrate from arrival to arrival, to twelve digits."""
    y, t = np.array(start), 0.0
    for at, exc, inh in (*ARRIVALS, (END_MS, 0.0, 0.0)):
        y = (
            solve_ivp(lambda _t, y: slopes(y), (t, at), y, method="DOP853", rtol=1e-12, atol=1e-13)
            .y[:, -1]
            .copy()
        )
        t = at
        jump(y, exc, inh)
    return y


def ours(cell: AnyCell, dt_ms: float, start: dict[str, float]) -> Stage:
    stage = Stage(alone(cell, dt_ms=dt_ms))
    set_out(stage, **start)
    inputs = {round(at / dt_ms) - 1: {"input_exc": e, "input_inh": i} for at, e, i in ARRIVALS}
    trace(stage, round(END_MS / dt_ms), inputs=inputs)
    return stage


def test_the_conductance_cell_is_of_second_order_in_the_step() -> None:
    cell = ConductanceCell(current_pA=50.0)

    def slopes(y: Numbers) -> list[float]:
        v, e, i = y
        charge = cell.leak_nS * (cell.rest_mV - v) + e * (0.0 - v) + i * (-80.0 - v) + 50.0
        return [charge / cell.capacitance_pF, -e / 5.0, -i / 10.0]

    def jump(y: Numbers, exc: float, inh: float) -> None:
        y[1:] += exc, inh

    exact = float(fine(slopes, [-60.0, 0.0, 0.0], jump)[0])
    errors = [abs(ours(cell, dt, {"v": -60.0}).state.neurons.v[0] - exact) for dt in STEPS_MS]
    assert errors[0] < 0.01
    assert (np.abs(order_of(errors) - 2.0) < 0.1).all()


@pytest.mark.parametrize("shape", SHAPES)
def test_the_adex_cell_is_of_second_order_in_the_step(shape: str) -> None:
    cell = AdExCell(current_pA=300.0, **SHAPES[shape])

    def peak(rise_ms: float, tau_ms: float) -> float:
        if rise_ms == 0.0:
            return 1.0
        at = math.log(tau_ms / rise_ms) * rise_ms * tau_ms / (tau_ms - rise_ms)
        return math.exp(-at / tau_ms) - math.exp(-at / rise_ms)

    tops = peak(cell.excitation_rise_ms, 5.0), peak(cell.inhibition_rise_ms, 10.0)

    def slopes(y: Numbers) -> list[float]:
        v, w, e, e_rise, i, i_rise = y
        g_e, g_i = (e - e_rise) / tops[0], (i - i_rise) / tops[1]
        upstroke = 30.0 * 2.0 * math.exp((v + 50.4) / 2.0)
        charge = 30.0 * (-70.6 - v) + upstroke - w + g_e * (0.0 - v) + g_i * (-80.0 - v) + 300.0
        # What rises in 1 ms falls in 1 ms; what rises at once is never there.
        return [charge / 281.0, (4.0 * (v + 70.6) - w) / 144.0, -e / 5.0, -e_rise, -i / 10.0, -i_rise]

    def jump(y: Numbers, exc: float, inh: float) -> None:
        y[2], y[4] = y[2] + exc, y[4] + inh
        if cell.excitation_rise_ms:
            y[3], y[5] = y[3] + exc, y[5] + inh

    exact = fine(slopes, [-70.6, 50.0, 0.0, 0.0, 0.0, 0.0], jump)
    stages = [ours(cell, dt, {"v": -70.6, "fast": 50.0}) for dt in STEPS_MS]
    for field, place in (("v", 0), ("fast", 1)):
        errors = [abs(float(getattr(stage.state.neurons, field)[0]) - exact[place]) for stage in stages]
        assert errors[0] < 0.01
        assert (np.abs(order_of(errors) - 2.0) < 0.1).all()


def test_the_everyday_cell_is_of_first_order_in_the_step() -> None:
    cell = Cell(tau_ms=20.0, noise_mV=0.0, bias_mV=5.0, threshold_mV=0.0, fast_adaptation_mV=1.0)
    share = 0.1

    def slopes(y: Numbers) -> list[float]:
        v, a, n, g, w = y
        passes = min(max(0.3 + 0.7 * (v + 70.0) / 20.0, 0.3), 1.0)
        charge = -70.0 - v + (a + n * passes) * (0.0 - v) + g * (-80.0 - v) - w + 5.0
        return [charge / 20.0, -a / 5.0, -n / 80.0, -g / 8.0, -w / 200.0]

    def jump(y: Numbers, exc: float, inh: float) -> None:
        # A weight is what one spike in 10 ms holds: its integral is weight times 10 ms.
        y[1:4] += 0.5 * exc * share * 10.0 / 5.0, 0.5 * exc * share * 10.0 / 80.0, inh * share * 10.0 / 8.0

    def error(dt_ms: float) -> float:
        stage = Stage(alone(cell, dt_ms=dt_ms))
        set_out(stage, v=-70.0, fast=4.0)
        inputs = {
            round(at / dt_ms) - 1: {"input_exc": share * e, "input_inh": share * i} for at, e, i in ARRIVALS
        }
        trace(stage, round(END_MS / dt_ms), inputs=inputs)
        return abs(float(stage.state.neurons.v[0]) - exact)

    exact = float(fine(slopes, [-70.0, 0.0, 0.0, 0.0, 4.0], jump)[0])
    errors = [error(dt_ms) for dt_ms in STEPS_MS]
    assert errors[0] < 0.1
    assert (np.abs(order_of(errors) - 1.0) < 0.1).all()


def test_spikes_of_the_adex_cell_are_off_by_two_steps_each_at_most() -> None:
    # Around a spike only the step of the spike matters: each comes late by about one, and all that follow with it.
    cell = AdExCell(current_pA=1000.0, refractory_ms=2.0)

    def slopes(_t: float, y: Numbers) -> list[float]:
        v, w = y
        charge = 30.0 * (-70.6 - v) + 60.0 * math.exp(min((v + 50.4) / 2.0, 60.0)) - w + 1000.0
        return [charge / 281.0, (4.0 * (v + 70.6) - w) / 144.0]

    def at_peak(_t: float, y: Numbers) -> float:
        return float(y[0])

    at_peak.terminal = True  # type: ignore[attr-defined]
    t, v, w, exact = 0.0, -70.6, 0.0, []
    for _ in range(5):
        found = solve_ivp(slopes, (t, t + 200.0), [v, w], events=at_peak, rtol=1e-10, atol=1e-10)
        t, w = found.t_events[0][0], found.y_events[0][0][1] + 80.5
        exact.append(t)
        # In the refractory time the potential rests and the adaptation goes on.
        held = 4.0 * (-60.0 + 70.6)
        t, v, w = t + 2.0, -60.0, held + (w - held) * math.exp(-2.0 / 144.0)
    for dt_ms in (0.1, 0.01):
        stage = Stage(alone(cell, dt_ms=dt_ms))
        set_out(stage, v=-70.6)
        stage.run(exact[-1] + 20 * dt_ms)
        times = (stage.spikes()[0] + 1) * dt_ms
        assert (np.abs(times - exact) < 2 * dt_ms * np.arange(1, 6)).all()
