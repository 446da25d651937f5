"""Found neurotags go to other programs in four formats, and come back as they were."""

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import h5py
import libsonata
import numpy as np
import pynwb
import pytest
from pyarrow import parquet
from tests.report.found import make_found

from neurotag.errors import InputError
from neurotag.interop import read_trains
from neurotag.neurotags import Neurotags, export_neurotags
from neurotag.neurotags.exchange import COLUMNS, member_rows
from neurotag.neurotags.vitals import VITALS, with_vitals

FORMATS = (".json", ".csv", ".parquet", ".nwb")


@pytest.fixture(scope="module")
def found() -> Neurotags:
    return with_vitals(make_found())


def written(found: Neurotags, suffix: str, folder: Path) -> Path:
    path = folder / f"neurotags{suffix}"
    export_neurotags(path, found)
    return path


def members_of(rows: list[dict[str, Any]]) -> dict[int, list[int]]:
    """Return the units of each neurotag in a table."""
    members: dict[int, list[int]] = {}
    for row in rows:
        members.setdefault(int(row["neurotag"]), []).append(int(row["unit"]))
    return members


def ids(found: Neurotags) -> dict[int, list[int | str]]:
    return {one.id: found.ids_of(one) for one in found.found}


def test_there_is_a_row_for_each_member(found: Neurotags) -> None:
    rows = member_rows(found)
    assert len(rows) == sum(one.n_members for one in found.found)
    assert all(tuple(row) == COLUMNS for row in rows)
    assert members_of(rows) == ids(found)
    first = found.found[0]
    weight = round(float(first.weights[0]), 6)
    assert list(rows[0].values()) == [1, 100, "touch", weight, first.p, first.q]


def test_no_chance_is_told_that_the_surrogates_cannot_tell(found: Neurotags, tmp_path: Path) -> None:
    """Far beyond the surrogates p is an extrapolation, which rounds to 0."""
    sure = replace(found, found=tuple(replace(one, p=0.0, q=1e-300) for one in found.found))
    for rows in (sure.as_json()["neurotags"], member_rows(sure)):
        assert {(row["p"], row["q"]) for row in rows} == {(1e-12, 1e-12)}
    with pynwb.NWBHDF5IO(str(written(sure, ".nwb", tmp_path)), "r") as io:
        table = io.read().processing["neurotags"]["neurotags"]
        assert set(table["p"][:]) == {1e-12}


def test_rows_have_no_region_where_there_is_none(found: Neurotags) -> None:
    assert {row["region"] for row in member_rows(make_found(regions=False))} == {None}


def test_libsonata_reads_the_node_sets(found: Neurotags, tmp_path: Path) -> None:
    sets = libsonata.NodeSets.from_file(str(written(found, ".json", tmp_path)))
    assert sets.names == {"neurotag_1", "neurotag_2", "neurotag_3", "neurotags"}
    with h5py.File(tmp_path / "nodes.h5", "w") as file:
        group = file.create_group("nodes/cortex")
        group["node_type_id"] = np.zeros(300, np.int64)
        group.create_group("0")
    cortex = libsonata.NodeStorage(str(tmp_path / "nodes.h5")).open_population("cortex")
    for one, own in ids(found).items():
        assert sets.materialize(f"neurotag_{one}", cortex).flatten().tolist() == own
    every = sorted({unit for own in ids(found).values() for unit in own})
    assert sets.materialize("neurotags", cortex).flatten().tolist() == every


def test_a_csv_holds_the_rows(found: Neurotags, tmp_path: Path) -> None:
    with written(found, ".csv", tmp_path).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == COLUMNS
    assert members_of(rows) == ids(found)
    assert [float(row["weight"]) for row in rows] == [row["weight"] for row in member_rows(found)]


def test_a_parquet_file_holds_the_rows(found: Neurotags, tmp_path: Path) -> None:
    table = parquet.read_table(written(found, ".parquet", tmp_path))
    assert table.to_pylist() == member_rows(found)


def test_an_nwb_file_holds_spikes_members_and_vital_signs(found: Neurotags, tmp_path: Path) -> None:
    path = written(found, ".nwb", tmp_path)
    assert pynwb.validate(path=str(path)) == []
    trains = read_trains(path)
    assert (trains.units, trains.regions) == (found.trains.units, found.trains.regions)
    np.testing.assert_allclose(trains.t_s, found.trains.t_s, rtol=1e-15)
    with pynwb.NWBHDF5IO(str(path), "r") as io:
        table = io.read().processing["neurotags"]["neurotags"]
        assert table.id[:].tolist() == [1, 2, 3]
        for at, one in enumerate(found.found):
            assert table["members"][at].index.tolist() == found.ids_of(one)
            np.testing.assert_allclose(table["weights"][at], one.weights, atol=1e-6)
            assert table["mass"][at] == pytest.approx(one.vitals["mass"].value)
            assert table["mass_low"][at] == pytest.approx(one.vitals["mass"].low)
        assert table["reach"].description.startswith(VITALS["reach"].definition)
        assert table["p"].description.startswith("Chance that the strongest candidate")


@pytest.mark.parametrize("suffix", FORMATS)
def test_none_found_can_be_written(suffix: str, tmp_path: Path) -> None:
    path = written(make_found(()), suffix, tmp_path)
    if suffix == ".json":
        assert json.loads(path.read_text(encoding="utf-8")) == {"neurotags": []}
    elif suffix == ".csv":
        assert list(csv.reader(path.read_text(encoding="utf-8").splitlines())) == [list(COLUMNS)]
    elif suffix == ".parquet":
        assert parquet.read_table(path).to_pylist() == []
    else:
        assert read_trains(path).n_units == 120


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_suffix_may_be_in_capitals(suffix: str, found: Neurotags, tmp_path: Path) -> None:
    assert written(found, suffix.upper(), tmp_path).stat().st_size > 0


@pytest.mark.parametrize("name", ["neurotags.txt", "neurotags", "csv"])
def test_another_suffix_is_refused(name: str, found: Neurotags, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"ends with none of \.json, \.csv, \.parquet, \.nwb\. Name one"):
        export_neurotags(tmp_path / name, found)
    assert list(tmp_path.iterdir()) == []


def test_units_that_are_not_numbered_are_no_node_sets(found: Neurotags, tmp_path: Path) -> None:
    named = replace(
        found, trains=replace(found.trains, units=tuple(f"unit{at}" for at in found.trains.units))
    )
    with pytest.raises(InputError, match=r"a node id must be a whole number from 0 on \(got 'unit100'\)"):
        export_neurotags(tmp_path / "sets.json", named)
    export_neurotags(tmp_path / "members.csv", named)
    assert list(tmp_path.iterdir()) == [tmp_path / "members.csv"]
