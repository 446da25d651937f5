"""What a file is, is told by its content; what is wrong with it, in one sentence."""

import os
from pathlib import Path

import numpy as np
import pytest
from tests.interop.recordings import REGION, TIMES_S, UNIT, UNITS, WRITERS, Writer

from neurotag.errors import InputError
from neurotag.interop import read_trains


def refusal(path: Path, name: str | None = None) -> str:
    """Return what is said of a file that is refused."""
    with pytest.raises(InputError) as caught:
        read_trains(path, name=name)
    said = str(caught.value)
    assert "\n" not in said
    return said


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS.keys())
def test_read_trains_reads_back_what_was_written(write: Writer, tmp_path: Path) -> None:
    trains = read_trains(write(tmp_path))
    units = [int(str(name).removeprefix("unit")) for name in trains.units]
    assert units == list(UNITS)
    assert [units[at] for at in trains.unit] == UNIT.tolist()
    np.testing.assert_allclose(trains.t_s, TIMES_S, rtol=1e-15)
    assert trains.regions in (None, tuple(REGION[unit] for unit in UNITS))


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS.keys())
def test_a_name_that_chooses_nothing_is_refused(write: Writer, tmp_path: Path) -> None:
    assert refusal(write(tmp_path), name="nobody").startswith("--name: ")


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS.keys())
@pytest.mark.parametrize("suffix", [".npz", ".csv", ".parquet", ".nwb"])
def test_a_file_that_is_not_what_its_name_says_is_refused(write: Writer, suffix: str, tmp_path: Path) -> None:
    path = write(tmp_path)
    if path.suffix == suffix:
        return
    other = path.rename(tmp_path / f"other{suffix}")
    assert refusal(other).startswith(f"{other}: is ")


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS.keys())
def test_a_suffix_that_says_nothing_leaves_it_to_the_content(write: Writer, tmp_path: Path) -> None:
    assert read_trains(write(tmp_path).rename(tmp_path / "spikes.dat")).n_spikes == len(UNIT)


@pytest.mark.parametrize("kind", [kind for kind in WRITERS if kind != "csv"])
@pytest.mark.parametrize("share", [0.3, 0.9])
def test_a_truncated_file_is_refused(kind: str, share: float, tmp_path: Path) -> None:
    path = WRITERS[kind](tmp_path)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    assert "is cut short or damaged" in refusal(path)


@pytest.mark.parametrize("suffix", ["", ".npz", ".csv", ".parquet", ".nwb", ".h5"])
def test_an_empty_file_is_refused(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"empty{suffix}"
    path.touch()
    assert "is empty" in refusal(path)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    assert "is a folder, and no run" in refusal(tmp_path)
    assert "there is no such file" in refusal(tmp_path / "nowhere.nwb")
    assert "cannot be read" in refusal(tmp_path / ("long" * 200)) or os.name == "nt"
    os.mkfifo(tmp_path / "pipe.csv")
    assert "is no file" in refusal(tmp_path / "pipe.csv")


def test_a_path_with_a_null_is_refused() -> None:
    assert refusal(Path("a\0b.csv"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    path = WRITERS["csv"](tmp_path)
    path.chmod(0)
    assert "cannot be read (permission denied)" in refusal(path)


@pytest.mark.parametrize("content", [b"\x1f\x8b\x08\0\0", "units,t\n".encode("utf-16"), b"\x93NUMPY\x01\0"])
def test_what_is_no_recording_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "spikes"
    path.write_bytes(content)
    assert "is no recording that can be read here" in refusal(path)
