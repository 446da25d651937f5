"""Arrays of spikes are read as what they are called, and nothing else is."""

import io
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.interop.test_trains import refusal

from neurotag.interop import read_trains, trains_named

TIMES = np.array([0.1, 0.2, 0.3])
PAIR = {"unit": np.array([1, 2, 1]), "t": TIMES}

WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "nothing": ({}, "holds no arrays"),
    "no spikes": ({"unit": np.zeros(0, int), "t": np.zeros(0)}, "holds no spikes"),
    "no spikes of any unit": ({"a": np.zeros(0), "b": np.zeros(0)}, "holds no spikes"),
    "unsorted": ({"unit": [1, 1], "t": [0.5, 0.2]}, "unit 1 has an earlier one after 0.5 s"),
    "an unsorted unit": ({"a": [0.1], "b": [0.5, 0.2]}, "unit 'b' has an earlier one after 0.5 s"),
    "negative": ({"unit": [1, 1], "t": [-0.5, 0.2]}, "1 of its 2 spike times are negative"),
    "NaN": ({"unit": [1, 1], "t": [0.5, np.nan]}, "1 of its 2 spike times are no numbers"),
    "milliseconds of years": ({"unit": [1, 1], "t": [0.5, 1e9]}, "Give times in seconds"),
    "objects": (
        {"unit": np.array([1, None], object), "t": [0.1, 0.2]},
        "Python objects, which are never read",
    ),
    "words as times": ({"unit": [1, 1], "t": ["a", "b"]}, "array 't': its times must be numbers"),
    "a matrix": ({"a": np.zeros((2, 2))}, "must be one list (they have the shape (2, 2))"),
    "a matrix of times": ({"unit": [1], "t": np.zeros((2, 2))}, "must be one list"),
    "a short unit": ({"unit": [1], "t": [0.1, 0.2]}, "must be as long (they have the shapes (1,) and (2,))"),
    "half units": ({"unit": [1.5, 1], "t": [0.1, 0.2]}, "must be whole numbers or words"),
    "complex units": ({"unit": [1j], "t": [0.1]}, "must be whole numbers or words"),
    "unit alone": ({"unit": [1]}, "has an array 'unit' without its fellow"),
    "t alone": ({"t": [1.0]}, "has an array 't' without its fellow"),
    "outside": ({**PAIR, "end_s": 0.2}, "outside its stretch of 0 to 0.2 s"),
    "end of two": ({**PAIR, "end_s": [1, 2]}, "'end_s': must be one number of seconds"),
    "regions of nobody": ({**PAIR, "region": ["a", "b"]}, "Add an array 'units' in the same order"),
    "too few regions": ({**PAIR, "units": [1, 2], "region": ["a"]}, "must be 2 words, one per unit"),
    "an unknown unit": ({**PAIR, "units": [1, 3]}, "has spikes of unit 2, which is not in units"),
    "a unit twice": ({**PAIR, "units": [1, 2, 1]}, "has two units of the name 1"),
}


def save(folder: Path, **arrays: Any) -> Path:
    np.savez(folder / "spikes.npz", **arrays)
    return folder / "spikes.npz"


@pytest.mark.parametrize(("arrays", "said"), WRONG.values(), ids=WRONG.keys())
def test_wrong_arrays_are_refused(arrays: dict[str, Any], said: str, tmp_path: Path) -> None:
    assert said in refusal(save(tmp_path, **arrays))


def test_one_unit_is_read(tmp_path: Path) -> None:
    assert read_trains(save(tmp_path, unit=[4, 4], t=[0.1, 0.2])).units == (4,)


def test_arrays_per_unit_keep_their_names_and_order(tmp_path: Path) -> None:
    trains = read_trains(save(tmp_path, unit007=TIMES, unit001=np.zeros(0), b=TIMES[:1], end_s=2.0))
    assert trains.units == ("unit007", "unit001", "b")
    assert np.bincount(trains.unit, minlength=3).tolist() == [3, 0, 1]
    assert (trains.start_s, trains.end_s) == (0.0, 2.0)


def test_units_and_regions_are_those_named(tmp_path: Path) -> None:
    path = save(tmp_path, **PAIR, units=[9, 2, 1], region=["x", "y", ""], start_s=0.05, end_s=1)
    trains = read_trains(path)
    assert trains.units == (9, 2, 1)
    assert trains.unit.tolist() == [2, 1, 2]
    assert trains.regions == ("x", "y", "unknown")
    assert (trains.start_s, trains.end_s) == (0.05, 1.0)


@pytest.mark.parametrize("ids", [["b", "a", "b"], [b"b", b"a", b"b"]])
def test_ids_may_be_words(ids: list[Any], tmp_path: Path) -> None:
    trains = read_trains(save(tmp_path, unit=ids, t=TIMES))
    assert trains.units == ("a", "b")
    assert trains.unit.tolist() == [1, 0, 1]


def test_several_recordings_are_listed_and_chosen_by_name(tmp_path: Path) -> None:
    path = save(tmp_path, a_1_unit=[1, 2], a_1_t=[0.1, 0.2], b_unit=[5], b_t=[0.3], b_end_s=4)
    assert refusal(path).endswith("holds 2 recordings. Choose one with --name PREFIX: a_1, b.")
    assert refusal(path, name="c").endswith("--name PREFIX: a_1, b.")
    assert read_trains(path, name="a_1").units == (1, 2)
    assert (read_trains(path, name="b").units, read_trains(path, name="b").end_s) == ((5,), 4.0)


def test_a_single_prefix_needs_no_name(tmp_path: Path) -> None:
    assert read_trains(save(tmp_path, a_unit=[1, 2], a_t=[0.1, 0.2])).units == (1, 2)


def test_pairs_with_and_without_prefix_are_several_recordings(tmp_path: Path) -> None:
    assert "holds 2 recordings" in refusal(save(tmp_path, **PAIR, a_unit=[1], a_t=[0.1]))


def test_a_zip_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "spikes.npz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("notes.txt", "unit,t")
    assert "is a zip file and no .npz: it holds 'notes.txt', which is no array" in refusal(path)


def test_more_than_memory_holds_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "spikes.npz"
    np.savez_compressed(path, unit=np.ones(100_000, int), t=np.arange(100_000) / 1e3)
    assert read_trains(path).n_spikes == 100_000
    monkeypatch.setattr(trains_named, "MOST_BYTES", 1_000_000)
    assert "would take" in refusal(path)


def test_a_header_that_promises_more_than_the_file_holds_is_refused(tmp_path: Path) -> None:
    path, array = tmp_path / "spikes.npz", io.BytesIO()
    np.lib.format.write_array_header_1_0(array, {"descr": "<f8", "fortran_order": False, "shape": (10**12,)})
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.npy", array.getvalue())
    assert "is cut short or damaged" in refusal(path)
