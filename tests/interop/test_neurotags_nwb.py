"""The NWB file of neurotags is valid, complete, the same whenever it is written, and can be read again."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pynwb
import pytest

from neurotag.errors import InputError
from neurotag.interop import neurotags_nwb, read_trains, write_neurotags_nwb
from neurotag.recording import SpikeTrains, spike_trains

TRAINS = spike_trains(
    [3, 7, 3, 12], [0.1, 0.2, 0.3, 0.4], units=[3, 5, 7, 12], end_s=2.0, regions=["a", "a", "b", "b"],
    source="somewhere/session.csv",
)  # fmt: skip
NAMED = replace(TRAINS, units=("n3", "n5", "n7", "n12"), regions=None)
FOUND: list[dict[str, Any]] = [
    {
        "id": 1, "members": [12, 3], "weights": [0.9, 0.5], "p": 0.001, "mass": 2.0, "leads": "a",
        "bond": {"p": 0.1}, "intervals": {"mass": [1.5, 2.5]},
    },
    {
        "id": 4, "members": [7], "weights": [0.7], "p": 0.01, "mass": None, "bond": None, "intervals": {},
        "gone": None,
    },
]  # fmt: skip


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    with pynwb.NWBHDF5IO(str(path), "r") as io:
        yield io.read()


@pytest.mark.parametrize("trains", [TRAINS, NAMED], ids=["numbers", "words"])
@pytest.mark.parametrize("n", [0, 2])
def test_the_file_is_valid_and_its_units_are_read_again(trains: SpikeTrains, n: int, tmp_path: Path) -> None:
    path = tmp_path / "a.nwb"
    found = [
        {**row, "members": [trains.units[TRAINS.units.index(one)] for one in row["members"]]}
        for row in FOUND[:n]
    ]
    write_neurotags_nwb(path, trains, found, simulated=False)
    assert pynwb.validate(path=str(path)) == []
    again = read_trains(path)
    assert (again.units, again.regions) == (trains.units, trains.regions)
    assert (again.start_s, again.end_s) == (0.0, 2.0)
    np.testing.assert_array_equal(again.unit, trains.unit)
    np.testing.assert_array_equal(again.t_s, trains.t_s)


def test_the_table_holds_members_weights_and_numbers(tmp_path: Path) -> None:
    path = tmp_path / "a.nwb"
    write_neurotags_nwb(path, TRAINS, FOUND, simulated=True, meanings={"mass": "Members times efficacy"})
    with opened(path) as content:
        table = content.processing["neurotags"]["neurotags"]
        assert table.id[:].tolist() == [1, 4]
        assert [table["members"][at].index.tolist() for at in (0, 1)] == [[12, 3], [7]]
        assert (table["members"].target.table is content.units, content.units.id[:].tolist()) == (
            True,
            [3, 5, 7, 12],
        )
        assert [table["weights"][at].tolist() for at in (0, 1)] == [[0.9, 0.5], [0.7]]
        columns = {name: list(table[name].data[:]) for name in table.colnames[2:]}
        assert table["mass"].description == "Members times efficacy"
    assert columns == {
        "p": [0.001, 0.01],
        "mass": [2.0, pytest.approx(np.nan, nan_ok=True)],
        "leads": ["a", ""],
        "bond_p": [0.1, pytest.approx(np.nan, nan_ok=True)],
        "mass_low": [1.5, pytest.approx(np.nan, nan_ok=True)],
        "mass_high": [2.5, pytest.approx(np.nan, nan_ok=True)],
    }


@pytest.mark.parametrize(("simulated", "word"), [(True, "Simulated"), (False, "Recorded")])
def test_the_description_says_where_spikes_and_dates_are_from(
    simulated: bool, word: str, tmp_path: Path
) -> None:
    write_neurotags_nwb(tmp_path / "a.nwb", TRAINS, FOUND, simulated=simulated)
    with opened(tmp_path / "a.nwb") as content:
        assert content.session_description == (
            f"{word} spikes (session.csv) and the neurotags found among them. When it was recorded is not "
            "known: the dates are a placeholder."
        )
        assert content.session_start_time == datetime(1970, 1, 1, tzinfo=UTC)


def test_a_known_date_is_kept(tmp_path: Path) -> None:
    started = datetime(2024, 5, 6, tzinfo=UTC)
    write_neurotags_nwb(tmp_path / "a.nwb", TRAINS, [], simulated=False, started=started)
    with opened(tmp_path / "a.nwb") as content:
        assert content.session_start_time == started
        assert "placeholder" not in content.session_description


def test_the_file_is_the_same_bit_for_bit_and_another_where_content_differs(tmp_path: Path) -> None:
    for name, trains, wait_s in [
        ("a", TRAINS, 1.1),
        ("b", TRAINS, 0.0),
        ("c", replace(TRAINS, end_s=3.0), 0.0),
    ]:
        write_neurotags_nwb(tmp_path / name, trains, FOUND, simulated=True)
        time.sleep(wait_s)
    one, same, other = ((tmp_path / name).read_bytes() for name in "abc")
    assert one == same
    assert one != other
    with opened(tmp_path / "a") as first, opened(tmp_path / "c") as second:
        assert first.identifier != second.identifier
        assert len(first.identifier) == 64


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"members": [3, 99]}, "neurotag 1: has a member 99 that is no unit"),
        ({"weights": [0.5]}, "neurotag 1: has not one weight per member"),
        ({"mass": [1, 2]}, "neurotag 1: mass must be one number or word"),
        ({"mass": object()}, "column 'mass': holds what is neither number nor word"),
    ],
)
def test_a_wrong_neurotag_is_refused(change: dict[str, Any], said: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        write_neurotags_nwb(tmp_path / "a.nwb", TRAINS, [{**FOUND[0], **change}], simulated=True)
    assert said in str(caught.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("module", ["pynwb", "h5py"])
def test_what_is_not_installed_is_named(module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(InputError, match=f"needs {module}, which is not installed"):
        write_neurotags_nwb(tmp_path / "a.nwb", TRAINS, [], simulated=True)


def test_the_epoch_is_documented() -> None:
    assert "epoch" in (neurotags_nwb.__doc__ or "")
