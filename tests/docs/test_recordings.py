"""What the page on recordings shows is true."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from neurotag.errors import InputError
from neurotag.interop import read_trains, trains_nwb, trains_table

PAGE = (Path(__file__).parents[2] / "docs" / "recordings.md").read_text(encoding="utf-8")
CODE = "".join(re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL))
SAID = [line for line in PAGE.splitlines() if line.startswith("session.")]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_examples_run_one_after_the_other(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(CODE, "recordings.md", "exec"), {})  # noqa: S102 (our own page)
    assert capsys.readouterr().out.splitlines() == [
        "(3, 7) ('CA3', 'CA1') [0.1  0.12 0.35]",
        "('left', 'right', 'silent') 3",
        "(3, 7)",
    ]
    assert json.loads((desk / "sets.json").read_text("utf-8"))["neurotags"] == ["neurotag_1"]
    assert (desk / "members.csv").read_text("utf-8").splitlines() == ['"neurotag","unit"', "1,3", "1,7"]


def test_errors_read_as_the_page_says(desk: Path) -> None:
    Path("session.csv").write_text("unit,t\n1,0.5\n1,soon\n", encoding="utf-8")
    np.savez("session.npz", day1_unit=[1], day1_t=[0.5], day2_unit=[1], day2_t=[0.5])
    Path("session.nwb").write_bytes(b"\x89HDF\r\n\x1a\n and no more")
    for said in SAID:
        with pytest.raises(InputError) as caught:
            read_trains(re.split(r"[,:]", said)[0])
        assert str(caught.value) == said
    assert len(SAID) == 3


@pytest.mark.parametrize(
    "name",
    [
        *trains_table.UNIT_COLUMNS,
        *trains_table.TIME_COLUMNS,
        *trains_nwb.REGION_COLUMNS,
        trains_nwb.NAME_COLUMN,
    ],
)
def test_the_page_names_every_column(name: str) -> None:
    assert f"`{name}`" in PAGE
