"""The example of fifteen heats runs, says what it shows, and needs the people's file alone."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from neurotag.errors import InputError
from neurotag.interop import read_bids_life

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "heat15"


def _load() -> ModuleType:
    specification = importlib.util.spec_from_file_location("heat15", FOLDER / "heat15.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    sys.modules["heat15"] = module
    specification.loader.exec_module(module)
    return module


heat15 = _load()


@pytest.fixture
def data() -> Path:
    try:
        path: Path = heat15.find_data()
    except InputError as error:
        pytest.skip(f"the people's ratings are not here: {error}")
    return path


@pytest.fixture
def invented(tmp_path: Path) -> Path:
    """Return a file of two people whose second heat hurts less."""
    lines = ["sub,trial,onset,PR,UpR,temp_C"]
    for person, temperature_C in ((2, 48), (1, 46)):
        lines += [
            f"{person},{trial},{40 * trial + person},{8 if trial == 1 else 6},5,{temperature_C}"
            for trial in range(1, 16)
        ]
    path = tmp_path / str(heat15.DATA)
    path.write_text("\n".join(lines) + "\n")
    return path


def test_load_people_sorts_them_and_rates_from_0_to_100(invented: Path) -> None:
    people = heat15.load_people(invented)
    assert people.rating[:, :2].tolist() == [[80, 60], [80, 60]]
    assert people.temperature_C[:, 0].tolist() == [46, 48]


@pytest.mark.parametrize(("person", "line"), [(None, "41.500\t4\theat\t47"), (2, "42.000\t4\theat\t48")])
def test_write_events_writes_a_schedule(
    invented: Path, tmp_path: Path, person: int | None, line: str
) -> None:
    path = heat15.write_events(tmp_path / "out" / "e.tsv", heat15.load_people(invented), 2, person=person)
    lines = path.read_text().splitlines()
    assert lines[:2] == ["onset\tduration\ttrial_type\ttemp_C", line]
    assert len(lines) == 3


def test_write_events_refuses_a_person_who_took_no_part(invented: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"--person: must be from 1 to 2 \(got 3\)"):
        heat15.write_events(tmp_path / "e.tsv", heat15.load_people(invented), 2, person=3)


def test_mapping_makes_every_row_a_heat(invented: Path, tmp_path: Path) -> None:
    events = heat15.write_events(tmp_path / "e.tsv", heat15.load_people(invented), 15)
    read = read_bids_life(events, FOLDER / "mapping.yaml")
    assert (read.n_used, {event.model_dump()["kind"] for event in read.life.events[:-1]}) == (15, {"heat"})


def test_describe_says_when_the_courses_agree() -> None:
    falls = np.array([70.0, 60.0, 61.0, 60.0])
    sentence = heat15.describe(falls / 3, falls)
    assert "falls after the first and then stays level (70.0, then 60.0 to 61.0" in sentence
    assert ": the brain's alarm takes the people's course." in sentence


@pytest.mark.parametrize("alarm", [[50.0, 40, 50, 60], [50.0, 50, 50, 50], [50.0, 40, 30, 20]])
def test_describe_says_when_the_courses_differ(alarm: list[float]) -> None:
    falls = np.array([70.0, 60.0, 61.0, 60.0])
    assert "does not take the people's course" in heat15.describe(np.array(alarm), falls)


def test_main_says_in_a_sentence_that_the_data_is_absent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NEUROTAG_DATA", str(tmp_path))
    assert heat15.main(["--out", str(tmp_path / "out")]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith("heat15: ")


def test_main_runs_a_heat_of_real_people(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert data.is_file()
    assert heat15.main(["--trials", "1", "--out", str(tmp_path / "out")]) == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["events.tsv", "heat15.png", "run"]
    assert capsys.readouterr().out.startswith("Too few heats to compare their course (1 of 15).")


def test_people_of_the_real_data_rate_the_first_heat_highest(data: Path) -> None:
    # 7.69 of 10 at first, then between 6.4 and 7.1.
    means = heat15.load_people(data).rating.mean(axis=0)
    assert means[0] == pytest.approx(76.9, abs=0.05)
    assert (means[1:].min(), means[1:].max()) == pytest.approx((64.1, 71.0), abs=0.05)
