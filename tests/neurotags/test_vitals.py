"""Each vital sign of a recording, by hand."""

from dataclasses import replace

import numpy as np
import pytest

from neurotag.bench.finding import Planted, plant
from neurotag.errors import InputError
from neurotag.neurotags import Neurotag, Neurotags, Null, describe_vital, find_neurotags, with_vitals
from neurotag.neurotags.search.find import runs_of
from neurotag.neurotags.vitals import VITALS
from neurotag.recording import Mark, spike_trains

BIN_S, N_BINS, N = 0.1, 600, 20
ACTIVE = (50, 51, 52, 200, 300, 301, 450)


def made(*, others_follow: bool = False) -> Neurotags:
    random = np.random.default_rng(0)
    unit, t = [], []
    for at in range(N):
        times = random.uniform(0, 60, 60)
        if at < 8 or others_follow:
            # Members fire in every active bin as well.
            times = np.concatenate([times, [bin_at * BIN_S + 0.05 for bin_at in ACTIVE for _ in range(4)]])
        unit += [at] * len(times)
        t += np.sort(times).tolist()
    regions = ["a"] * 6 + ["b"] * 1 + ["c"] * 7 + ["a"] * 6
    trains = spike_trains(unit, t, units=list(range(N)), start_s=0.0, end_s=60.0, regions=regions)
    active = np.zeros(N_BINS, bool)
    active[list(ACTIVE)] = True
    pattern = np.where(np.arange(N) < 8, 0.5, 0.0)
    one = Neurotag(
        1, np.arange(8), pattern[:8], pattern, active.astype(np.float32) * 5, active, 100.0, 1e-9, 1e-9
    )
    other = replace(
        one, id=2, members=np.array([6, 7, 15, 16]), weights=np.full(4, 0.2), active=np.zeros(N_BINS, bool)
    )
    null = Null("circular shift", 20, 0.01, 5.0, np.zeros(20), 2, 8)
    return Neurotags(trains, BIN_S, (one, other), null, 0)


def test_mass_reach_overlap_and_precision() -> None:
    one = with_vitals(made()).found[0].vitals
    assert one["mass"].value == 4.0
    # Six members in a, one in b, one in c.
    assert one["reach"].value == 1.0
    assert one["overlap"].value == 0.5
    assert one["precision"].value == pytest.approx(1.0, abs=0.1)
    followed = with_vitals(made(others_follow=True)).found[0].vitals["precision"].value
    assert followed == pytest.approx(0.0, abs=0.1)


def test_the_interval_of_the_mass_is_as_wide_as_the_mass_scatters() -> None:
    """Over recordings of one process; an interval that is far too wide would say nothing."""
    masses, halves, bounds = [], [], []
    for seed in range(12):
        planted = Planted(
            n_units=60,
            duration_s=120.0,
            n_assemblies=1,
            size=12,
            participation=0.8,
            jitter_ms=0.0,
            rate_spread=0.0,
            seed=seed,
        )
        (one,) = find_neurotags(plant(planted)[0], n_surrogates=5).found
        mass = one.vitals["mass"]
        assert mass.value is not None
        assert mass.low is not None
        assert mass.high is not None
        masses.append(mass.value)
        halves.append((mass.high - mass.low) / 2)
        bounds.append((mass.low, mass.high))
    ratio = np.mean(halves) / (1.96 * np.std(masses, ddof=1))
    assert 0.6 < ratio < 1.7
    low, high = np.array(bounds).T
    # 95 % of all: 11.4 of 12.
    assert ((low <= np.mean(masses)) & (np.mean(masses) <= high)).sum() >= 10


def test_activations_their_rate_and_their_length() -> None:
    one = with_vitals(made()).found[0].vitals
    assert one["rate_per_min"].value == 4.0
    assert one["rate_per_min"].low == pytest.approx(1.09, abs=0.01)
    assert one["rate_per_min"].high == pytest.approx(10.24, abs=0.01)
    assert one["persistence_s"].value == pytest.approx((0.3 + 0.1 + 0.2 + 0.1) / 4)
    assert one["self_ignition_per_min"].value is None
    never = with_vitals(made()).found[1].vitals
    assert (never["rate_per_min"].value, never["persistence_s"].value) == (0.0, None)


def test_self_ignition_is_what_happens_while_nothing_does() -> None:
    marks = [Mark("heat", None, "heat", 4.0, 6.0), Mark("rest", None, "rest", 6.0, 60.0)]
    one = with_vitals(made(), marks=marks).found[0].vitals["self_ignition_per_min"]
    # The first of four falls into the heat; 56 s less the 2 s after it are quiet.
    assert one.value == pytest.approx(3 / (56 / 60), rel=0.01)


def test_every_vital_has_a_meaning() -> None:
    found = with_vitals(made(), marks=[]).found[0]
    for name in (*found.vitals, *VITALS):
        meaning = describe_vital(name)
        assert meaning.title
        assert meaning.unit
        assert meaning.definition
    with pytest.raises(InputError, match="there is no 'weight'"):
        describe_vital("weight")


def test_runs_of_nothing_are_none() -> None:
    assert runs_of(np.zeros(5, bool)).shape == (0, 2)
    assert runs_of(np.ones(5, bool)).tolist() == [[0, 5]]
