import numpy as np
import pytest
from tests.measure.recordings import ALARM, BRAIN, QUIET, Burst, Extras, make_recording, mark

from neurotag.measure import take_measures
from neurotag.recording import WeightTable

N_FEAR = BRAIN.region("fear").n_excitatory


def table(*mean: list[float]) -> Extras:
    ends = (("touch", "fear"), ("sight", "fear"))
    moments = tuple(str(at) for at in range(len(mean)))
    return Extras(weights=WeightTable(("touch->fear", "sight->fear"), ends, moments, np.array(mean)))


def test_peaks_are_the_highest_values_of_the_traces() -> None:
    numbers = take_measures(make_recording())
    names = ("salience_peak", "stress_peak", "cortisol_peak", "energy_peak")
    assert [numbers[name] for name in names] == [0.5, 0.25, 0.1, 0.05]


def test_fear_rate_covers_three_seconds_from_the_first_hurt() -> None:
    burst = Burst("fear", 3.0, 4.5, 3 * QUIET)
    numbers = take_measures(make_recording(marks=(mark("heat", 3, 4),), bursts=(burst,)))
    before_hz = 2 * QUIET / (N_FEAR * 0.005)
    assert numbers["fear_rate_before_hz"] == pytest.approx(before_hz)
    assert numbers["fear_rate_hz"] == pytest.approx(2 * before_hz)


def test_mean_rate_is_that_of_all_excitatory_neurons() -> None:
    n_cells = sum(region.n_excitatory for region in BRAIN.regions)
    n_spikes = QUIET * (len(BRAIN.regions) + len(ALARM.regions))
    assert take_measures(make_recording())["mean_rate_excitatory_hz"] == pytest.approx(
        n_spikes / n_cells / 0.005
    )


def test_learned_change_is_the_mean_over_projections_of_last_to_first() -> None:
    numbers = take_measures(make_recording(extras=table([0.1, 0.2], [9.0, 9.0], [0.15, 0.2])))
    assert numbers["learned_weight_change"] == pytest.approx(0.25)


def test_learned_change_is_none_with_one_look() -> None:
    assert take_measures(make_recording(extras=table([0.1, 0.2])))["learned_weight_change"] is None
