"""The shelf: sessions that were kept, in a small database of the user's own."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from platformdirs import user_data_path

from neurotag.errors import InputError, OutputError
from neurotag.lab.session import dump, read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from neurotag.lab.session import Session

MOST_NOTE = 2_000
MIGRATIONS = (
    """CREATE TABLE session (id INTEGER PRIMARY KEY, kept_at TEXT NOT NULL, title TEXT NOT NULL,
    brain TEXT NOT NULL, seed INTEGER NOT NULL, awake_s REAL NOT NULL, content TEXT NOT NULL)""",
    """CREATE TABLE note (id INTEGER PRIMARY KEY, session INTEGER NOT NULL
    REFERENCES session(id) ON DELETE CASCADE, at_s REAL NOT NULL, text TEXT NOT NULL)""",
)
"""From each version of the database to the next; its ``user_version`` says how many were done."""


class Kept(NamedTuple):
    """One line of the shelf."""

    id: int
    kept_at: str
    title: str
    brain: str
    seed: int
    awake_s: float


class Shelf:
    """Sessions that were kept.

    Parameters
    ----------
    path : Path, optional
        The database; by default in the user's data folder.

    Raises
    ------
    OutputError
        If it cannot be opened, or a later version wrote it.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or user_data_path("neurotag", appauthor=False) / "lab.sqlite"
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self._open() as db:
                db.execute("PRAGMA journal_mode=WAL")
                done = int(db.execute("PRAGMA user_version").fetchone()[0])
                if done > len(MIGRATIONS):
                    raise OutputError(
                        str(self.path), f"was written by a later version (format {done})", "Update neurotag"
                    )
                for number, words in enumerate(MIGRATIONS[done:], start=done + 1):
                    db.execute(words)
                    db.execute(f"PRAGMA user_version={number:d}")
        except (OSError, sqlite3.Error) as error:
            if isinstance(error, OutputError):
                raise
            raise OutputError(str(self.path), f"cannot be opened: {error}", "Check the folder") from None

    def keep(self, session: Session, *, title: str) -> int:
        """Put a session on the shelf; return its number.

        Raises
        ------
        OutputError
            If the disk has no room, say; nothing half-written is left.
        """
        row = (
            datetime.now(UTC).isoformat(timespec="seconds"), title[:200], session.brain, session.seed,
            session.awake_s, dump(session),
        )  # fmt: skip
        words = (
            "INSERT INTO session (kept_at, title, brain, seed, awake_s, content) VALUES (?, ?, ?, ?, ?, ?)"
        )
        try:
            with self._open() as db:
                return int(db.execute(words, row).lastrowid or 0)
        except sqlite3.Error as error:
            raise OutputError(str(self.path), f"cannot be written: {error}", "Free some space") from None

    def list(self) -> list[Kept]:
        """Return what is kept, the latest first."""
        words = "SELECT id, kept_at, title, brain, seed, awake_s FROM session ORDER BY id DESC LIMIT 200"
        with self._open() as db:
            return [Kept(*row) for row in db.execute(words)]

    def take(self, number: int) -> Session:
        """Return a kept session.

        Raises
        ------
        InputError
            If there is none of that number, or it cannot be read.
        """
        with self._open() as db:
            row = db.execute("SELECT content FROM session WHERE id = ?", (number,)).fetchone()
        if row is None:
            raise InputError("shelf", f"has no session {number}", "Choose one of the list")
        return read(row[0], where=f"session {number}")

    def note(self, number: int, *, at_s: float, text: str) -> None:
        """Write a note to a kept session."""
        with self._open() as db:
            db.execute(
                "INSERT INTO note (session, at_s, text) VALUES (?, ?, ?)", (number, at_s, text[:MOST_NOTE])
            )

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.path, timeout=5.0)) as db:
            db.execute("PRAGMA foreign_keys=ON")
            with db:
                yield db
