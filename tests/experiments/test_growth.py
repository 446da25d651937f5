"""The maths of reach: thresholds, departures, draws, and what mass and precision change."""

from __future__ import annotations

import numpy as np
import pytest

from neurotag.experiments.growth import (
    Group,
    departures_ms,
    effects,
    in_per_cent,
    size_at,
    size_to_reach,
    steepness,
)
from neurotag.recording import Layout

LAYOUT = Layout(
    regions=("hub", "other"), start=np.array([0, 25]), n_nociceptive=np.array([0, 0]),
    n_excitatory=np.array([20, 20]), n_inhibitory=np.array([5, 5]),
)  # fmt: skip
GROUP = Group.of(LAYOUT, np.array([0, 1, 2, 3, 26]), regions=("hub",))


def test_group_is_told_from_what_stands_beside_it() -> None:
    assert GROUP.members.tolist() == [0, 1, 2, 3]
    assert GROUP.strangers.tolist() == list(range(4, 20))
    assert GROUP.inhibitory.tolist() == list(range(20, 25))
    assert GROUP.far.tolist() == [26]
    assert 26 not in GROUP.far_others
    assert len(GROUP.far_others) == 19


@pytest.mark.parametrize("kind", ["members", "strangers", "inhibitory"])
def test_a_larger_draw_holds_a_smaller(kind: str) -> None:
    small, large = (GROUP.draw(kind, n, seed=1, trial=0, layout=LAYOUT) for n in (2, 4))
    assert len(small) == 2
    assert np.isin(small, large).all()


def test_a_mix_holds_as_many_members_as_it_says() -> None:
    mixed = GROUP.mix(4, 0.5, seed=1, trial=0, layout=LAYOUT)
    assert np.isin(mixed, GROUP.members).sum() == 2
    assert np.isin(mixed, GROUP.strangers).sum() == 2


def test_departures_up_and_down() -> None:
    spikes = np.full((400, 3), 4)
    spikes[220:, 0] = 20
    spikes[220:, 1] = 0
    up, down = (departures_ms(spikes, 0, 200, 5.0, sign=sign) for sign in (1, -1))
    assert np.isfinite(up).tolist() == [True, False, False]
    assert np.isfinite(down).tolist() == [False, True, False]
    assert up[0] > 100.0


def test_size_at_a_share_lies_between_on_a_logarithm() -> None:
    assert size_at((10.0, 40.0), (0.0, 8.0), 0.5) == pytest.approx(20.0)


def test_a_step_is_steeper_than_a_slope() -> None:
    sizes = (5, 10, 20, 40, 80, 160)
    step, slope = (0.0, 0.0, 0.0, 8.0, 8.0, 8.0), (0.0, 1.6, 3.2, 4.8, 6.4, 8.0)
    assert steepness(sizes, step) < 2.0 < steepness(sizes, slope)


def test_no_rise_counts_the_whole_range() -> None:
    assert steepness((5, 10, 160), (0.0, 0.3, 0.3)) == 32.0
    assert size_to_reach((5, 10, 160), (0.0, 0.0, 0.0), 2.0) == 160.0


def test_mass_and_precision_are_told_apart() -> None:
    mass_only = np.array([[1.0, 1.0], [5.0, 5.0]])
    assert effects(mass_only) == (4.0, 0.0)
    assert effects(mass_only.T) == (0.0, 4.0)
    assert in_per_cent(mass_only.T) == pytest.approx(400.0)
    assert in_per_cent(np.zeros((2, 2))) == 0.0
