"""Spikes that other programs keep in memory are taken as they are, with their units and stretches."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import neo
import numpy as np
import pynapple as nap
import pytest
import quantities as pq
from tests.interop.recordings import UNITS, write_csv

from neurotag.brain import load_brain
from neurotag.engine import simulate
from neurotag.errors import InputError
from neurotag.interop import read_trains, trains_from
from neurotag.life import Life


def neo_trains(**annotations: Any) -> list[Any]:
    """Return two trains, of which one is in milliseconds."""
    return [
        neo.SpikeTrain([1.5, 2.5] * pq.s, t_start=1.0 * pq.s, t_stop=3.0 * pq.s, name="left", **annotations),
        neo.SpikeTrain([2000.0] * pq.ms, t_start=1000 * pq.ms, t_stop=3000 * pq.ms, name="right"),
    ]


def group(**metadata: Any) -> Any:
    """Return a TsGroup over two epochs."""
    trains = {4: nap.Ts(np.array([1.5, 2.5])), 9: nap.Ts(np.array([2.0, 2.75]))}
    return nap.TsGroup(trains, time_support=nap.IntervalSet([1.0, 1.9], [1.8, 3.0]), metadata=metadata)


def refusal(thing: Any) -> str:
    with pytest.raises(InputError) as caught:
        trains_from(thing)
    return str(caught.value)


def test_trains_are_given_back_and_a_path_is_read(tmp_path: Path) -> None:
    path = write_csv(tmp_path)
    trains = read_trains(path)
    assert trains_from(trains) is trains
    assert trains_from(path).units == trains_from(str(path)).units == UNITS


def test_a_name_is_for_files(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="chooses within a file"):
        trains_from({"a": [0.1]}, name="a")
    with pytest.raises(InputError, match="is a table and holds one recording"):
        trains_from(write_csv(tmp_path), name="a")


def test_a_simulated_life_gives_its_spikes() -> None:
    life = Life.model_validate(
        {"name": "touch", "events": [{"kind": "touch", "site": "hand", "duration_s": 0.3}]}
    )
    recording = simulate(load_brain("everyday").replace(scale=0.15), life, seed=3)
    trains = trains_from(recording)
    assert trains.regions is not None
    assert set(trains.regions) == set(recording.layout.regions)


@pytest.mark.parametrize("shape", ["list", "tuple", "segment", "block", "SpikeTrainList"])
def test_neo_spikes_keep_names_units_of_time_and_stretch(shape: str) -> None:
    segment, block = neo.Segment(), neo.Block()
    segment.spiketrains.extend(neo_trains())
    block.segments.append(segment)
    thing = {
        "list": neo_trains(), "tuple": tuple(neo_trains()), "segment": segment, "block": block,
        "SpikeTrainList": segment.spiketrains,
    }[shape]  # fmt: skip
    trains = trains_from(thing)
    assert trains.units == ("left", "right")
    assert trains.t_s.tolist() == [1.5, 2.0, 2.5]
    assert (trains.start_s, trains.end_s, trains.regions) == (1.0, 3.0, None)


def test_neo_trains_of_one_name_go_by_their_places() -> None:
    trains = neo_trains()
    trains[1].name = "left"
    assert trains_from(trains).units == (0, 1)


def test_neo_annotations_say_regions() -> None:
    assert trains_from(neo_trains(region="CA1")).regions == ("CA1", "unknown")


def test_neo_trains_of_different_stretches_are_refused() -> None:
    trains = [*neo_trains(), neo.SpikeTrain([1.5] * pq.s, t_stop=2.0 * pq.s)]
    assert "cover different stretches (0 to 2 s, 1 to 3 s)" in refusal(trains)


def test_neo_without_units_or_with_several_segments_is_refused() -> None:
    block = neo.Block()
    assert "must have one segment (it has 0)" in refusal(block)
    block.segments.extend([neo.Segment(), neo.Segment()])
    assert "must have one segment (it has 2)" in refusal(block)
    assert "holds no units" in refusal(block.segments[0])


def test_pynapple_groups_keep_ids_and_support() -> None:
    trains = trains_from(group())
    assert trains.units == (4, 9)
    assert trains.t_s.tolist() == [1.5, 2.0, 2.5, 2.75]
    assert (trains.start_s, trains.end_s, trains.regions) == (1.0, 3.0, None)


@pytest.mark.parametrize("column", ["region", "location"])
def test_pynapple_metadata_says_regions(column: str) -> None:
    assert trains_from(group(**{column: ["CA1", "CA3"]})).regions == ("CA1", "CA3")


def test_a_mapping_keeps_units_without_spikes_and_units_of_time() -> None:
    trains = trains_from(
        {"b": [0.5], "a": [], "c": np.array([250.0, 750.0]) * pq.ms, "d": nap.Ts(np.array([0.6, 0.9]))}
    )
    assert trains.units == ("b", "a", "c", "d")
    assert trains.t_s.tolist() == [0.25, 0.5, 0.6, 0.75, 0.9]
    assert trains.unit.tolist() == [2, 0, 3, 2, 3]


@pytest.mark.parametrize(
    ("thing", "said"),
    [
        ({}, "holds no units"),
        ({"a": [], "b": []}, "holds no spikes"),
        ({"a": [0.2, 0.1]}, "unit 'a' has an earlier one after 0.2 s"),
        ({"a": [-0.2, 0.1]}, "are negative"),
        ({"a": [np.nan]}, "are no numbers"),
        ({"a": 0.5}, "unit 'a': its times must be one list"),
        ({"a": [[0.1], [0.2, 0.3]]}, "unit 'a': its times are no list of numbers"),
        ({"a": ["soon"]}, "unit 'a': its times must be numbers"),
        ({"a": np.array([1.0]) * pq.mV}, "its times are in"),
        ({"a": [0.1], 1: [0.2]}, "names some units by numbers and others by words"),
        ({1.5: [0.1]}, "names a unit 1.5"),
        ({True: [0.1]}, "names a unit True"),
        ([[0.1], [0.2]], "holds no spikes that can be read (got a list)"),
        ([], "holds no spikes that can be read (got a list)"),
        (None, "holds no spikes that can be read (got a NoneType)"),
    ],
)
def test_what_is_no_recording_is_refused(thing: Any, said: str) -> None:
    assert said in refusal(thing)


def test_neither_neo_nor_pynapple_nor_pynwb_is_loaded_before_it_is_needed() -> None:
    slow = "{'neo', 'pynapple', 'pynwb', 'h5py', 'pyarrow', 'hdmf'}"
    code = f"import sys, neurotag.interop as i; i.trains_from({{1: [0.1]}}); print({slow} & set(sys.modules))"
    ended = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert ended.stdout == "set()\n"
