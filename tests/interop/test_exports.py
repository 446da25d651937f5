"""Found neurotags go to other programs whole, or not at all."""

import csv
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import libsonata
import numpy as np
import pytest
from pyarrow import parquet

from neurotag.errors import InputError, OutputError
from neurotag.interop import write_neurotags_nwb, write_node_sets, write_table
from neurotag.recording import spike_trains

ROWS: list[dict[str, Any]] = [
    {"id": 1, "mass": np.float64(2.5), "regions": "CA1, CA3", "is_new": True},
    {"id": 2, "mass": None, "reach": 3},
]


def nodes(folder: Path) -> Any:
    """Return a SONATA population of ten nodes."""
    with h5py.File(folder / "nodes.h5", "w") as file:
        group = file.create_group("nodes/cortex")
        group["node_type_id"] = np.zeros(10, np.int64)
        group.create_group("0")
    return libsonata.NodeStorage(str(folder / "nodes.h5")).open_population("cortex")


@pytest.mark.parametrize("population", ["cortex", None])
def test_libsonata_materialises_the_node_sets(population: str | None, tmp_path: Path) -> None:
    path = tmp_path / "sets.json"
    write_node_sets(path, {"neurotag_1": [3, 1], "neurotag_2": np.array([1, 7])}, population=population)  # type: ignore[dict-item]
    sets, cortex = libsonata.NodeSets.from_file(str(path)), nodes(tmp_path)
    assert sets.names == {"neurotag_1", "neurotag_2", "neurotags"}
    assert sets.materialize("neurotag_1", cortex).flatten().tolist() == [1, 3]
    assert sets.materialize("neurotags", cortex).flatten().tolist() == [1, 3, 7]


def test_no_neurotags_are_node_sets_too(tmp_path: Path) -> None:
    write_node_sets(tmp_path / "sets.json", {}, population="cortex")
    assert json.loads((tmp_path / "sets.json").read_text("utf-8")) == {"neurotags": []}
    sets = libsonata.NodeSets.from_file(str(tmp_path / "sets.json"))
    assert sets.materialize("neurotags", nodes(tmp_path)).flatten().tolist() == []


@pytest.mark.parametrize(
    ("sets", "said"),
    [
        ({"a": ["unit007"]}, "a node id must be a whole number from 0 on (got 'unit007')"),
        ({"a": [1.5]}, "(got 1.5)"),
        ({"a": [True]}, "(got True)"),
        ({"a": [-1]}, "(got -1)"),
        ({"neurotags": [1]}, "a set cannot be called 'neurotags'"),
        ({"": [1]}, "a set cannot be called ''"),
    ],
)
def test_wrong_node_sets_are_refused(sets: Any, said: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        write_node_sets(tmp_path / "sets.json", sets, population=None)
    assert said in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_table_is_read_back_from_csv(tmp_path: Path) -> None:
    write_table(tmp_path / "a.csv", ROWS)
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows == [
        {"id": "1", "mass": "2.5", "regions": "CA1, CA3", "is_new": "true", "reach": ""},
        {"id": "2", "mass": "", "regions": "", "is_new": "", "reach": "3"},
    ]


def test_a_table_is_read_back_from_parquet(tmp_path: Path) -> None:
    write_table(tmp_path / "a.parquet", ROWS)
    assert parquet.read_table(tmp_path / "a.parquet").to_pylist() == [
        {"id": 1, "mass": 2.5, "regions": "CA1, CA3", "is_new": True, "reach": None},
        {"id": 2, "mass": None, "regions": None, "is_new": None, "reach": 3},
    ]


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_a_table_without_rows_has_its_columns(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{suffix}"
    write_table(path, [], columns=["id", "mass"])
    if suffix == "csv":
        assert path.read_text("utf-8") == '"id","mass"\n'
    else:
        assert parquet.read_table(path).column_names == ["id", "mass"]


@pytest.mark.parametrize(
    ("name", "rows", "said"),
    [
        ("a.xlsx", ROWS, "ends with none of .csv, .parquet"),
        ("a.csv", [], "would be a table without columns"),
        ("a.csv", [{"id": 1}, {"id": "one"}], "column 'id' mixes numbers and words"),
    ],
)
def test_a_wrong_table_is_refused(name: str, rows: Any, said: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=said):
        write_table(tmp_path / name, rows)
    assert list(tmp_path.iterdir()) == []


def _write_nwb(path: Path) -> None:
    write_neurotags_nwb(path, spike_trains([1, 2], [0.1, 0.2]), [], simulated=True)


WRITERS: dict[str, Callable[[Path], None]] = {
    "a.json": lambda path: write_node_sets(path, {"a": [1]}, population=None),
    "a.csv": lambda path: write_table(path, ROWS),
    "a.parquet": lambda path: write_table(path, ROWS),
    "a.nwb": _write_nwb,
}


@pytest.mark.parametrize("name", WRITERS)
def test_a_place_that_cannot_be_written_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / "file").touch()
    for place, said in [
        (tmp_path / name, "is a folder, not a file"),
        (tmp_path / "nowhere" / name, "there is no folder"),
        (tmp_path / "file" / name, "there is no folder"),
        (tmp_path / f"{'long' * 100}{name}", "cannot be written"),
        (Path(f"a\0{name}"), "cannot be written"),
    ]:
        with pytest.raises(OutputError) as caught:
            WRITERS[name](place)
        assert said in str(caught.value)
        assert "\n" not in str(caught.value)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([name, "file"])


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk to write to")
@pytest.mark.parametrize("name", WRITERS)
def test_a_full_disk_leaves_what_was_there(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / name
    place.write_text("mine", "utf-8")
    # What is written beside the place ends on a disk that is full.
    (tmp_path / f".a.partial-{os.getpid()}{place.suffix}").symlink_to("/dev/full")
    with pytest.raises(OutputError):
        WRITERS[name](place)
    assert [(path.name, path.read_text("utf-8")) for path in tmp_path.iterdir()] == [(name, "mine")]
    assert Path("/dev/full").exists()
