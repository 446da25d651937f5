"""The shelf keeps what was put on it, across versions and accidents."""

import sqlite3
from pathlib import Path

import pytest

from neurotag.errors import InputError, OutputError
from neurotag.lab.session import Session
from neurotag.lab.shelf import MIGRATIONS, Shelf


def test_what_is_kept_is_given_back_latest_first(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "ä shelf" / "lab.sqlite")
    one, other = (Session(brain="everyday", seed=seed) for seed in (1, 2))
    first = shelf.keep(one, title="one")
    second = shelf.keep(other, title="other")
    assert [row.id for row in shelf.list()] == [second, first]
    assert Shelf(shelf.path).take(first) == one
    shelf.note(first, at_s=1.5, text="a note")


@pytest.mark.parametrize("version", range(len(MIGRATIONS) + 1))
def test_a_shelf_of_every_version_opens(tmp_path: Path, version: int) -> None:
    path = tmp_path / "lab.sqlite"
    with sqlite3.connect(path) as db:
        for words in MIGRATIONS[:version]:
            db.execute(words)
        db.execute(f"PRAGMA user_version={version:d}")
    db.close()
    shelf = Shelf(path)
    assert shelf.take(shelf.keep(Session(brain="everyday"), title="x")).brain == "everyday"


def test_a_later_shelf_and_no_shelf_are_said(tmp_path: Path) -> None:
    path = tmp_path / "lab.sqlite"
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version=99")
    db.close()
    with pytest.raises(OutputError, match="written by a later version"):
        Shelf(path)
    path.write_bytes(b"not a database at all, whatever it says" * 100)
    with pytest.raises(OutputError, match="cannot be opened"):
        Shelf(path)
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="cannot be opened"):
        Shelf(tmp_path / "file" / "lab.sqlite")


def test_what_is_not_kept_or_was_broken_is_said(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "lab.sqlite")
    with pytest.raises(InputError, match="has no session 3"):
        shelf.take(3)
    number = shelf.keep(Session(brain="everyday"), title="x")
    with sqlite3.connect(shelf.path) as db:
        db.execute("UPDATE session SET content = '{'")
    db.close()
    with pytest.raises(InputError, match="is no JSON"):
        shelf.take(number)
