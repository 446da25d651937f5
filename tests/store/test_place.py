"""A run folder is written whole or not at all, and nothing else is ever taken away."""

import errno
from pathlib import Path
from shutil import move

import pytest

from neurotag.errors import OutputError
from neurotag.store import claim

OURS = '{"format": "neurotag.run"}'


def _write(folder: Path, **files: str) -> None:
    with claim(folder).open() as partial:
        for name, text in files.items():
            (partial / name.replace("_", ".")).write_text(text)


def _write_and_fail(folder: Path, error: BaseException) -> None:
    with claim(folder).open() as partial:
        (partial / "report.html").write_text("new")
        raise error


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_claim_writes_nothing(tmp_path: Path) -> None:
    claim(tmp_path / "runs" / "new")
    assert _names(tmp_path) == []


def test_open_makes_the_folder_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    _write(tmp_path / "runs" / "new", run_json=OURS)
    assert _names(tmp_path / "runs") == ["new"]
    assert _names(tmp_path / "runs" / "new") == ["run.json"]


def test_open_shows_nothing_at_the_place_before_the_end(tmp_path: Path) -> None:
    with claim(tmp_path / "new").open() as partial:
        (partial / "run.json").write_text(OURS)
        assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_open_leaves_nothing_after_an_error(tmp_path: Path, error: type[BaseException]) -> None:
    with pytest.raises(error):
        _write_and_fail(tmp_path / "runs" / "new", error())
    assert _names(tmp_path) == []


def test_open_keeps_the_earlier_run_after_an_error(tmp_path: Path) -> None:
    _write(tmp_path / "run", run_json=OURS, report_html="old")
    with pytest.raises(ValueError, match="late"):
        _write_and_fail(tmp_path / "run", ValueError("late"))
    assert (tmp_path / "run" / "report.html").read_text() == "old"
    assert _names(tmp_path) == ["run"]


def test_open_keeps_the_earlier_run_where_the_move_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(tmp_path / "run", run_json=OURS, report_html="old")

    def fail_on_the_index(source: Path, target: Path) -> None:
        if "partial" in str(source) and source.name == "run.json":
            raise OSError(errno.ENOSPC, "No space left on device")
        move(source, target)

    monkeypatch.setattr("neurotag.store.place.shutil.move", fail_on_the_index)
    with pytest.raises(OutputError, match="No space left"):
        _write(tmp_path / "run", run_json=OURS, report_html="new")
    assert (tmp_path / "run" / "report.html").read_text() == "old"
    assert _names(tmp_path / "run") == ["report.html", "run.json"]


def test_open_replaces_a_run_and_keeps_what_is_not_of_it(tmp_path: Path) -> None:
    _write(tmp_path / "run", run_json=OURS, report_html="old")
    (tmp_path / "run" / "notes.txt").write_text("mine")
    _write(tmp_path / "run", run_json=OURS)
    assert _names(tmp_path / "run") == ["notes.txt", "run.json"]


def test_open_replaces_the_brains_of_a_run_of_several(tmp_path: Path) -> None:
    _write(tmp_path / "run", run_json='[{"format": "neurotag.run", "folder": "everyday"}]')
    (tmp_path / "run" / "everyday").mkdir()
    (tmp_path / "run" / "mine").mkdir()
    _write(tmp_path / "run", run_json=OURS)
    assert _names(tmp_path / "run") == ["mine", "run.json"]


def test_open_fills_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    _write(tmp_path / "empty", run_json=OURS)
    assert _names(tmp_path / "empty") == ["run.json"]


def test_open_says_when_the_disk_is_full(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"cannot be written \(No space left on device\)"):
        _write_and_fail(tmp_path / "run", OSError(errno.ENOSPC, "No space left on device"))


def test_open_lets_other_errors_of_the_system_be_seen(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), claim(tmp_path / "run").open():
        (tmp_path / "missing").read_text()


def test_claim_refuses_a_file(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(OutputError, match="'out' is a file, not a folder"):
        claim(tmp_path / "out")


def test_claim_refuses_a_folder_under_a_file(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(OutputError, match="'out' is a file, not a folder"):
        claim(tmp_path / "out" / "run")


@pytest.mark.parametrize("index", [None, "{}", "[]", "no json", '{"format": "another"}'])
def test_claim_refuses_a_folder_that_is_no_run(tmp_path: Path, index: str | None) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    if index is not None:
        (tmp_path / "run.json").write_text(index)
    with pytest.raises(OutputError, match=r"holds 'notes\.txt' and is no run of neurotag"):
        claim(tmp_path)


def test_claim_refuses_to_write_over_what_is_no_part_of_the_run(tmp_path: Path) -> None:
    _write(tmp_path / "run", run_json=OURS)
    (tmp_path / "run" / "everyday").mkdir()
    with pytest.raises(OutputError, match="holds 'everyday', which is no part of the run there"):
        claim(tmp_path / "run", names=["everyday"])


def test_claim_refuses_a_name_that_is_too_long(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        claim(tmp_path / ("x" * 300))


def test_open_refuses_where_no_folder_can_be_made(tmp_path: Path) -> None:
    place = claim(tmp_path / "a" / "run")
    (tmp_path / "a").write_text("in the way")
    with pytest.raises(OutputError, match="cannot be written"), place.open():
        pass


def test_claim_refuses_where_it_may_not_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("neurotag.store.place.os.access", lambda _path, _mode: False)
    with pytest.raises(OutputError, match=r"cannot be written\. Choose another place with --out"):
        claim(tmp_path / "run")
