"""Rung 2. Each rule in the engine against its words, synapse by synapse and step by step.

The engine touches a synapse only when its source's spike arrives; the reference (``dense``) touches all of
them at every step. Neurons fire where the trains say. Compared are the weights at the end and what every
arriving spike delivered: a log of the weight at each event.
"""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ladder.puppets import N_SOURCES, N_TARGETS, Ending, Play, perform, random_trains, separate
from tests.ladder.stage import Flags

from neurotag.plasticity import InhibitorySTDP, ModulatedSTDP, PairSTDP, Rule, TripletSTDP

TOLERANCE = {"single": 1e-5, "double": 1e-10}
"""Of the birth weight."""
TAUS_MS = {"dopamine": 200.0, "serotonin": 60.0}
GAINS = {"dopamine": 1.0, "serotonin": -0.6}
DELAYS = ("dendritic", "axonal")
KINDS: dict[str, Rule] = {
    "additive": PairSTDP(dependence="additive", rate=0.002),
    "additive, one by one": PairSTDP(dependence="additive", rate=0.002, is_exact=True),
    "multiplicative, one by one": PairSTDP(rate=0.02, is_exact=True),
    "power": PairSTDP(dependence="power", rate=0.02, source_tau_ms=15.0, target_tau_ms=30.0),
    "triplet": TripletSTDP(potentiation=1e-3),
    "inhibitory": InhibitorySTDP(rate=0.05),
    "modulated": ModulatedSTDP(gains=GAINS, baseline=0.002, source_tau_ms=15.0, target_tau_ms=30.0),
}
ONE_BY_ONE = [name for name in KINDS if name not in ("additive", "modulated")]
"""Rules that keep to their bounds at each event, and not only when their source's spike arrives."""


def rule(kind: str, delay: str) -> Rule:
    changed: Rule = KINDS[kind].replace(delay=delay)
    return changed


def hand_made() -> Flags:
    """Sources 0-3, targets 4-6, releasers 7-8, 1 ms a step; with the delay of 2 ms."""
    trains = np.zeros((760, N_SOURCES + N_TARGETS + 2), np.bool_)
    spikes = {
        0: [0, 20, 99, 157, 160, 250, 497, 500, 640, 755],
        1: [1, 40, 62, 158, 161, 498, 501, 748],
        2: [60, 62, 64, 66, 68, 159, 499, 560],
        3: [61, 63, 99, 180, 496, 502],
        # Together with a source; when its spike arrives; when it returns as one arrives; at the turn of an epoch.
        4: [18, 20, 22, 38, 42, 158, 160, 162, 498, 500, 502, 756],
        5: [0, 2, 38, 40, 42, 159, 161, 497, 499, 501],
        6: [61, 63, 65, 67, 69, 157, 160, 500, 700],
        7: [30, 31, 34, 35, 159, 160, 498, 505, 650],
        8: [30, 77, 500],
    }
    for neuron, steps in spikes.items():
        trains[steps, neuron] = True
    # More spikes of targets between two of a source than any history holds.
    trains[101:141:2, 4] = trains[300:360:2, 5] = trains[505:700:3, 6] = True
    return separate(trains)


@pytest.mark.parametrize("precision", ["single", "double"])
@pytest.mark.parametrize("delay", DELAYS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_rule_does_what_its_words_say_on_hand_made_trains(kind: str, delay: str, precision: str) -> None:
    play = Play(rule=rule(kind, delay), trains=hand_made(), precision=precision, taus_ms=TAUS_MS)  # type: ignore[arg-type]
    ending = perform(play)
    assert np.abs(ending.dense - play.weight).max() > 100 * TOLERANCE["single"] * play.weight
    assert ending.error < TOLERANCE[precision]
    assert ending.delivered < TOLERANCE[precision]


@settings(max_examples=40, deadline=None)
@given(
    kind=st.sampled_from(sorted(KINDS)), delay=st.sampled_from(DELAYS), delay_ms=st.sampled_from([1.0, 2.0, 7.0]),
    hz=st.sampled_from([5.0, 20.0, 60.0]), seed=st.integers(0, 2**31), precision=st.sampled_from(sorted(TOLERANCE)),
)  # fmt: skip
def test_a_rule_does_what_its_words_say_on_any_trains(  # noqa: PLR0917 (hypothesis gives them by name)
    kind: str, delay: str, delay_ms: float, hz: float, seed: int, precision: str
) -> None:
    trains = random_trains(400, hz=hz, dt_ms=1.0, seed=seed)
    ending = perform(
        Play(rule=rule(kind, delay), trains=trains, delay_ms=delay_ms, precision=precision, taus_ms=TAUS_MS)  # type: ignore[arg-type]
    )
    assert ending.error < TOLERANCE[precision]
    assert ending.delivered < TOLERANCE[precision]


@settings(max_examples=25, deadline=None)
@given(
    kinds=st.lists(st.tuples(st.sampled_from(sorted(KINDS)), st.sampled_from(DELAYS), st.integers(1, 4)),
                   min_size=2, max_size=3),
    seed=st.integers(0, 2**31),
)  # fmt: skip
def test_rules_onto_busy_targets_do_not_disturb_each_other(
    kinds: list[tuple[str, str, int]], seed: int
) -> None:
    rng = np.random.default_rng(seed)
    # Targets fire some forty times between two spikes of a source: histories run full all the time.
    chance = np.repeat([0.01, 0.3, 0.02], [N_SOURCES, N_TARGETS, 2])
    trains = separate(rng.random((250, len(chance))) < chance)
    (kind, delay, delay_ms), *more = kinds
    ending = perform(
        Play(
            rule=rule(kind, delay),
            delay_ms=delay_ms,
            trains=trains,
            precision="double",
            taus_ms=TAUS_MS,
            more=tuple((rule(kind, delay), float(delay_ms)) for kind, delay, delay_ms in more),
        )
    )
    assert ending.error < TOLERANCE["double"]


STRONG: dict[str, dict[str, float]] = {
    "additive": {"rate": 0.3},
    "additive, one by one": {"rate": 0.3},
    "multiplicative, one by one": {"rate": 1.5},
    "power": {"rate": 3.0, "asymmetry": 0.4},
    "triplet": {"triplet_potentiation": 0.6, "depression": 0.6},
    "inhibitory": {"rate": 3.0, "target_hz": 20.0},
    "modulated": {"potentiation": 0.5, "depression": 0.5},
}


def up_and_down() -> Flags:
    """Sources before targets, targets before sources, sources alone, then anything; releasers all the time."""
    trains = np.zeros((1400, N_SOURCES + N_TARGETS + 2), np.bool_)
    sources, targets = slice(0, N_SOURCES), slice(N_SOURCES, N_SOURCES + N_TARGETS)
    trains[10:380:60, sources] = trains[15:385:60, targets] = True
    trains[405:800:80, sources] = trains[400:800:80, targets] = True
    trains[900:1100:10, sources] = True
    trains[1100:] = random_trains(300, hz=40.0, dt_ms=1.0, seed=3)
    trains[::10, N_SOURCES + N_TARGETS :] = True
    return separate(trains)


def drive_to_the_bounds(kind: str, delay: str) -> tuple[Play, Ending]:
    strong = rule(kind, delay).replace(**STRONG[kind])
    play = Play(rule=strong, precision="double", trains=up_and_down(), taus_ms=TAUS_MS)
    ending = perform(play)
    assert ending.span == (0.0, play.ceiling)
    assert ending.lazy.min() >= 0.0
    assert ending.lazy.max() <= play.ceiling
    return play, ending


@pytest.mark.parametrize("delay", DELAYS)
@pytest.mark.parametrize("kind", ONE_BY_ONE)
def test_a_rule_that_reaches_both_its_bounds_still_does_what_its_words_say(kind: str, delay: str) -> None:
    _, ending = drive_to_the_bounds(kind, delay)
    assert ending.error < TOLERANCE["double"]
    assert ending.delivered < TOLERANCE["double"]


@pytest.mark.parametrize("delay", DELAYS)
@pytest.mark.parametrize("kind", ["additive", "modulated"])
def test_bounds_that_hold_at_arrivals_only_are_off_by_one_arrival_at_most(kind: str, delay: str) -> None:
    # Between two arrivals a weight may pass a bound and come back: it differs by what it moved meanwhile.
    play, ending = drive_to_the_bounds(kind, delay)
    assert ending.error * play.weight <= ending.most_moved


def _raises(rule: PairSTDP, events: tuple[Flags, Flags, Flags], dt_ms: float) -> list[np.ndarray]:
    """Return how much potentiation falls between two arrivals of each synapse, in shares of the room above it."""
    arrived, seen, fired = events
    x, total = np.zeros(arrived.shape[1]), np.zeros(arrived.shape[1])
    totals = []
    for a, s, f in zip(arrived, seen, fired, strict=True):
        x *= math.exp(-dt_ms / rule.source_tau_ms)
        total += rule.rate * x * s
        totals.append(np.where(a, total, 0.0))
        total[a] = 0.0
        x += a
        total += rule.rate * x * f
    return [*totals, total]


@pytest.mark.parametrize("delay", DELAYS)
@pytest.mark.parametrize("hz", [10.0, 40.0])
def test_adding_up_spikes_is_off_by_second_order_in_the_rate_at_most(hz: float, delay: str) -> None:
    # Of potentiations s1, s2, ... the exact rule makes 1 - (1 - s1)(1 - s2)... of the room, the fast one
    # s1 + s2 + ...: less than (s1 + s2 + ...)^2 / 2 more. Nothing makes an error grow later.
    errors, bounds = [], []
    for rate in (0.01, 0.005):
        learns = PairSTDP(rate=rate, delay=delay)
        ending = perform(
            Play(rule=learns, trains=random_trains(800, hz=hz, dt_ms=1.0, seed=1), precision="double")
        )
        second_order = [10.0 * share**2 / 2 for share in _raises(learns, ending.events, 1.0)]
        errors.append(np.abs(ending.lazy - ending.dense))
        bounds.append(np.sum(second_order, axis=0))
        assert (errors[-1] <= bounds[-1] + 1e-9).all()
    assert errors[0].max() > 0
    assert 3.0 < errors[0].mean() / errors[1].mean() < 5.0


@pytest.mark.parametrize("delay", DELAYS)
def test_adding_up_spikes_errs_by_the_square_of_the_rate(delay: str) -> None:
    """With soft bounds the fast way does not see the room that spikes between two arrivals took."""

    def error(rate: float) -> float:
        fast, exact = (
            perform(
                Play(
                    rule=PairSTDP(rate=rate, delay=delay, is_exact=is_exact),
                    trains=hand_made(),
                    precision="double",
                )
            )
            for is_exact in (False, True)
        )
        return float(np.abs(fast.lazy - exact.lazy).max())

    errors = [error(rate) for rate in (0.04, 0.02, 0.01)]
    assert errors[0] > 1e-3
    for larger, smaller in pairwise(errors):
        assert 3.0 < larger / smaller < 5.0
