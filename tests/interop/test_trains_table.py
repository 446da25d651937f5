"""Tables of spikes: which columns are read, and how a wrong cell is named."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet
from tests.interop.test_trains import refusal
from tests.interop.writing import Write

from neurotag.interop import read_trains

WRONG = {
    "no spikes": ("unit,t\n", "holds no spikes"),
    "no units": ("t\n1\n", "has no column of units (its columns: 't'). Name it unit or unit_id"),
    "no times": ("unit,when\n1,2\n", "has no column of times in seconds (its columns: 'unit', 'when')"),
    "no header": ("1,0.5\n1,0.7\n", "has no column of units (its columns: '1', '0.5')"),
    "prose": ("Dear reader, this is no table.\n", "has no column of units"),
    "two columns of units": (
        "unit,unit_id,t\n1,1,1\n",
        "more than one column of units: 'unit' and 'unit_id'",
    ),
    "two columns of times": (
        "unit,t,time\n1,1,1\n",
        "more than one column of times in seconds: 't' and 'time'",
    ),
    "one column twice": ("unit,t,t\n1,1,1\n", "more than one column of times in seconds: 't' and 't'"),
    "two regions": ("unit,t,region,region\n1,1,a,b\n", "has two columns 'region'"),
    "an empty first line": ("\nunit,t\n1,2\n", "has an empty first line"),
    "a word as time": ("unit,t\n1,0.5\n1,soon\n", "row 3: t must be a number of seconds (got 'soon')"),
    "no time": ("unit,t\n1,\n", "row 2: t must be a number of seconds (got '')"),
    "NaN": ("unit,t\n1,0.5\n1,nan\n", "row 3: its time is no number (got nan)"),
    "infinity": ("unit,t\n1,0.5\n1,inf\n", "row 3: its time is no number (got inf)"),
    "negative": ("unit,t\n1,-0.5\n1,2\n1,-1\n", "row 2: its time is negative (got -0.5; so in 1 more rows)"),
    "unsorted": (
        "unit,t\n1,2\n7,3\n7,1\n",
        "spike times are not in order: unit 7 has an earlier one after 3 s",
    ),
    "no unit": ("unit,t\n1,2\n,3\n", "row 3: names no unit"),
    "a short row": ("unit,t\n1,2\n3\n", "row 3: has 1 cells, and the first row names 2 columns"),
    "a long row": ("unit,t\n1,2,3\n", "row 2: has 3 cells"),
    "a unit in two places": ("unit,t,region\n1,2,a\n1,3,b\n", "puts unit 1 in 'a' and in 'b'"),
    "tabs": ("unit\tt\n1\t2\n", "is named .csv and its columns are parted by tabs"),
}


@pytest.mark.parametrize(("text", "said"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_table_is_refused(text: str, said: str, write: Write) -> None:
    assert said in refusal(write("spikes.csv", text))


def test_bytes_that_are_no_text_are_refused_wherever_they_stand(tmp_path: Path) -> None:
    path = tmp_path / "spikes.csv"
    path.write_bytes(b"unit,t\n" + b"1,0.5\n" * 2000 + b"\xff\xfe,1\n")
    assert "UTF-8" in refusal(path)


@pytest.mark.parametrize("unit", ["unit", "unit_id"])
@pytest.mark.parametrize("time", ["t", "t_s", "time", "time_s"])
def test_columns_may_have_these_names(unit: str, time: str, write: Write) -> None:
    trains = read_trains(write("spikes.csv", f"depth,{time}, {unit}\n0.1,0.5,7\n0.2,0.75,3\n"))
    assert (trains.units, trains.t_s.tolist()) == ((3, 7), [0.5, 0.75])


@pytest.mark.parametrize(("name", "mark"), [("a.tsv", "\t"), ("a.txt", "\t"), ("a.txt", ","), ("a.csv", ",")])
def test_tabs_and_commas_are_told_apart(name: str, mark: str, write: Write) -> None:
    text = "unit,t,region\r\n2,0.5,CA1\r\n10,0.75,\r\n".replace(",", mark)
    trains = read_trains(write(name, text))
    assert (trains.units, trains.regions) == ((2, 10), ("CA1", "unknown"))


def test_a_mark_of_byte_order_and_quotes_are_no_hindrance(write: Write) -> None:
    trains = read_trains(write("spikes.csv", '\ufeff"unit","t"\n"a, left","0.5"\nb,1e0\n'))
    assert (trains.units, trains.t_s.tolist()) == (("a, left", "b"), [0.5, 1.0])


@pytest.mark.parametrize(
    ("ids", "units"), [(["10", "9"], (9, 10)), (["007", "7"], ("007", "7")), (["1", "x"], ("1", "x"))]
)
def test_ids_are_numbers_where_all_are_written_as_such(
    ids: list[str], units: tuple[Any, ...], write: Write
) -> None:
    assert read_trains(write("spikes.csv", f"unit,t\n{ids[0]},1\n{ids[1]},2\n")).units == units


def save(folder: Path, **columns: Any) -> Path:
    parquet.write_table(pa.table(columns), folder / "spikes.parquet")
    return folder / "spikes.parquet"


@pytest.mark.parametrize(
    ("ids", "units"),
    [
        (["10", "9"], ("10", "9")),
        (pa.array(["b", "a"]).dictionary_encode(), ("a", "b")),
        (pa.array([4, 2], pa.uint8()), (2, 4)),
        ([4.0, 2.0], (2, 4)),
    ],
)
def test_parquet_keeps_the_type_of_ids(ids: Any, units: tuple[Any, ...], tmp_path: Path) -> None:
    trains = read_trains(save(tmp_path, unit=ids, t=pa.array([1, 2], pa.int32()), depth=[[1], [2]]))
    assert (trains.units, trains.t_s.tolist()) == (units, [1.0, 2.0])


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"unit": [1], "when": [1.0]}, "has no column of times in seconds (its columns: 'unit', 'when')"),
        ({"unit": [1], "t": ["1"]}, "column 't': must be numbers of seconds (it is of type string)"),
        ({"unit": [1], "t": pa.array([1], pa.timestamp("ms"))}, "(it is of type timestamp[ms])"),
        ({"unit": [1, 1], "t": [1.0, None]}, "column 't': is empty in 1 rows (the first is row 2)"),
        ({"unit": [None, 1], "t": [1.0, 2.0]}, "column 'unit': is empty in 1 rows (the first is row 1)"),
        ({"unit": [1.5], "t": [1.0]}, "must be whole numbers or text (it holds fractions)"),
        ({"unit": [[1]], "t": [1.0]}, "must be whole numbers or text (it is of type list"),
        ({"unit": [1], "t": [1.0], "region": [4]}, "column 'region': must be text"),
        ({"unit": [1, 1], "t": [1.0, -2.0]}, "row 2: its time is negative"),
        ({"unit": pa.array([], pa.int64()), "t": pa.array([], pa.float64())}, "holds no spikes"),
    ],
)
def test_a_wrong_parquet_table_is_refused(columns: dict[str, Any], said: str, tmp_path: Path) -> None:
    assert said in refusal(save(tmp_path, **columns))
