"""Spike trains: what is accepted, what is refused, and parts of them."""

import numpy as np
import pytest

from neurotag.errors import InputError
from neurotag.recording import SpikeTrains, spike_trains


def make() -> SpikeTrains:
    return spike_trains(
        [7, 7, 3, 5], [0.2, 0.4, 0.1, 0.4], units=[3, 5, 7, 9], end_s=1.0, regions=["a", "a", "b", "b"]
    )


def test_spikes_are_put_in_order_of_time_and_unit() -> None:
    trains = make()
    assert trains.units == (3, 5, 7, 9)
    assert trains.t_s.tolist() == [0.1, 0.2, 0.4, 0.4]
    assert trains.unit.tolist() == [0, 2, 1, 2]
    assert trains.rate_hz.tolist() == [1.0, 1.0, 2.0, 0.0]


def test_order_of_the_file_does_not_matter() -> None:
    other = spike_trains([5, 3, 7, 7], [0.4, 0.1, 0.2, 0.4], units=[3, 5, 7, 9], end_s=1.0)
    assert np.array_equal(other.unit, make().unit)


def test_a_part_holds_its_spikes_and_its_stretch() -> None:
    part = make().between(0.2, 0.4)
    assert (part.t_s.tolist(), part.start_s, part.end_s) == ([0.2], 0.2, 0.4)
    whole = spike_trains([1, 2], [0.5, 1.0])
    assert whole.between(0.5, 1.0).n_spikes == 2
    with pytest.raises(InputError, match="no part of it lies from"):
        whole.between(0.5, 2.0)


def test_some_units_keep_their_spikes_and_regions() -> None:
    some = make().of_units([2, 0])
    assert (some.units, some.regions) == ((7, 3), ("b", "a"))
    assert some.unit.tolist() == [1, 0, 0]


REFUSED = {
    "no spikes": ([], [], "holds no spikes"),
    "not a number": ([1, 1], [0.1, np.nan], "1 of its 2 spike times are no numbers"),
    "negative": ([1, 1], [-0.1, 0.3], "1 of its 2 spike times are negative"),
    "unsorted": ([1, 2, 1], [0.5, 0.1, 0.2], "not in order: unit 1 has an earlier one after 0.5 s"),
    "lengths": ([1, 1], [0.1], "units for"),
    "milliseconds of minutes": (
        [1, 2] * 600,
        (np.arange(1200) * 1000.0).tolist(),
        "its times seem to be milliseconds",
    ),
    "halves": ([0.5, 1.0], [0.1, 0.2], "numbers that are not whole"),
    "milliseconds": ([1, 1], [0.0, 1e9], "spans 1e\\+09 s"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_recording_is_refused_in_a_sentence(case: str) -> None:
    unit, t_s, words = REFUSED[case]
    with pytest.raises(InputError, match=words) as refused:
        spike_trains(unit, t_s)  # type: ignore[arg-type]
    assert str(refused.value).count("\n") == 0


def test_units_that_are_not_named_are_refused() -> None:
    with pytest.raises(InputError, match="has spikes of unit 2, which is not among its units"):
        spike_trains([1, 2], [0.1, 0.2], units=[1, 3])
    with pytest.raises(InputError, match="names a unit twice"):
        spike_trains([1], [0.1], units=[1, 1])
    with pytest.raises(InputError, match="outside its stretch"):
        spike_trains([1], [0.5], end_s=0.2)
