import json
from pathlib import Path
from typing import Any

import pytest

from neurotag.bench.peers.request import complete, read


def test_complete_fills_in_the_defaults() -> None:
    full = complete({"network": "n1", "sim_ms": 300})
    assert (full["threads"], full["setting"], full["scale"], full["warm_ms"]) == (1, "best", 1.0, 200.0)


def test_complete_records_as_long_as_it_times() -> None:
    assert complete({"network": "n1", "sim_ms": 300})["record_ms"] == 300


def test_complete_records_nothing_more_when_the_timed_stretch_is_recorded() -> None:
    assert complete({"network": "n1", "record": True, "record_ms": 300})["record_ms"] == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("network", "n9"),
        ("network", None),
        ("setting", "fast"),
        ("threads", 0),
        ("threads", 1.5),
        ("threads", True),
        ("sim_ms", 0),
        ("sim_ms", "500"),
        ("sim_ms", float("inf")),
        ("warm_ms", -1),
        ("scale", 2.0),
        ("scale", 0),
        ("seed", 0),
        ("record", 1),
        ("out", 7),
        ("arrays", "brain.npz"),
        ("speed", 3),
    ],
)
def test_complete_refuses_and_names(field: str, value: Any) -> None:
    with pytest.raises(ValueError, match=field):
        complete({"network": "n1", field: value})


def test_read_reads_what_was_written(tmp_path: Path) -> None:
    file = tmp_path / "request.json"
    file.write_text(json.dumps({"network": "pd", "scale": 0.1}), "utf-8")
    assert read(str(file))["scale"] == 0.1


@pytest.mark.parametrize("text", ["", "{", "[1]"])
def test_read_refuses_what_is_no_request(tmp_path: Path, text: str) -> None:
    file = tmp_path / "request.json"
    file.write_text(text, "utf-8")
    with pytest.raises(ValueError, match=r"request\.json"):
        read(str(file))


def test_read_refuses_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        read(str(tmp_path / "none.json"))
