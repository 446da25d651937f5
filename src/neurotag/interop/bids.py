"""A life from the events file of a BIDS dataset (``*_events.tsv``) and a mapping file.

References
----------
BIDS specification, task events: tab-separated, with the columns ``onset`` and ``duration`` in seconds and
any others; ``n/a`` stands for what is not there.
"""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from neurotag.description import Description, parse, suggest
from neurotag.errors import DescriptionError, InputError
from neurotag.interop.mapping import EventMapping, RowRule, load_mapping
from neurotag.life import Event, Life, unroll

if TYPE_CHECKING:
    from collections.abc import Mapping

NOTHING = ("", "n/a", "N/A")
WITHOUT_DURATION = ("together", "repeat", "probe")


class _Events(Description):
    events: tuple[Event, ...]
    """Events, not yet a life."""


@dataclass(frozen=True)
class BidsLife:
    """A life, and how many of the file's rows it is made of."""

    life: Life
    n_rows: int
    n_used: int

    @property
    def sentence(self) -> str:
        """What became of the rows."""
        ignored = self.n_rows - self.n_used
        rest = f"; {ignored} fitted no rule and were left out" if ignored else ""
        return f"{self.n_used} of {self.n_rows} rows became events{rest}"


@dataclass(frozen=True)
class _Row:
    place: str
    cells: Mapping[str, str]

    def seconds(self, column: str, default: float | None = None) -> float:
        """Return a time; ``n/a`` gives the default, where there is one."""
        text = self.cells.get(column, "")
        if text in NOTHING and default is not None:
            return default
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise InputError(
                self.place, f"{column} must be a number of seconds (got {text!r})", "Mend or remove the row"
            )
        return value


def load_bids_life(events_tsv: str | Path, mapping_yaml: str | Path) -> Life:
    """Return the life that an events file and a mapping file describe.

    Parameters
    ----------
    events_tsv : str or Path
        A BIDS events file.
    mapping_yaml : str or Path
        An ``EventMapping`` as YAML or JSON.

    Raises
    ------
    InputError
        If a file cannot be read, a column is not there, a time is no number, or no row fits a rule.
    DescriptionError
        If the mapping is wrong, or a row makes an event that cannot be.
    """
    return read_bids_life(events_tsv, mapping_yaml).life


def read_bids_life(events_tsv: str | Path, mapping_yaml: str | Path) -> BidsLife:
    """Do what ``load_bids_life`` does, and count the rows."""
    path, mapping_path = Path(events_tsv), Path(mapping_yaml)
    mapping = load_mapping(mapping_path)
    rows = _read_rows(path)
    _refuse_unknown_columns(mapping, mapping_path, path, rows)
    start_s = _start_s(mapping, mapping_path)
    chosen = [(row, rule) for row in rows if (rule := _first_rule(mapping, row)) is not None]
    if not chosen:
        raise InputError(
            str(path), f"none of its {len(rows)} rows fits a rule of {mapping_path}", "Mend a rule's 'where'"
        )
    events = [_event(row, rule, start_s) for row, rule in chosen]
    events.sort(key=lambda placed: float(placed[1]["at_s"]))
    for place, event in events:
        _refuse_wrong_event(place, event)
    return BidsLife(_life(mapping, mapping_path, [event for _, event in events]), len(rows), len(chosen))


def _read_rows(path: Path) -> list[_Row]:
    if not path.is_file():
        what = "is not a file" if path.exists() else "there is no such file"
        raise InputError(str(path), what, "Check the path and the spelling")
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = [(number, line) for number, line in _numbered(csv.reader(file, delimiter="\t")) if line]
    except (UnicodeDecodeError, csv.Error):
        raise InputError(str(path), "is not a table of text in UTF-8", "Name a BIDS events.tsv") from None
    if not lines:
        raise InputError(str(path), "is empty", "Begin with a line of columns: onset, duration, trial_type")
    columns = [name.strip() for name in lines[0][1]]
    for name in ("onset", "duration"):
        if name not in columns:
            raise InputError(
                f"{path}, line {lines[0][0]}",
                f"has no column {name!r} (its columns: {', '.join(map(repr, columns))})",
                "Name the columns in the first line and separate them by tabs",
            )
    return [_row(path, number, columns, cells) for number, cells in lines[1:]]


def _numbered(reader: Any) -> Any:
    for cells in reader:
        yield reader.line_num, cells


def _row(path: Path, number: int, columns: list[str], cells: list[str]) -> _Row:
    place = f"{path}, line {number}"
    if len(cells) != len(columns):
        raise InputError(
            place, f"has {len(cells)} cells, and the first line names {len(columns)} columns",
            "Separate the cells by tabs, and write n/a for what is not there",
        )  # fmt: skip
    return _Row(place, dict(zip(columns, (cell.strip() for cell in cells), strict=True)))


def _refuse_unknown_columns(mapping: EventMapping, mapping_path: Path, path: Path, rows: list[_Row]) -> None:
    if not rows:
        raise InputError(str(path), "holds no rows below its columns", "Name a BIDS events.tsv with events")
    known = list(rows[0].cells)
    for index, rule in enumerate(mapping.rows):
        named = [*((f"where.{name}", name) for name in rule.where)]
        named += [(f"columns.{field}", name) for field, name in rule.columns.items()]
        for field, name in named:
            if name not in known:
                raise InputError(
                    f"{mapping_path}.rows[{index}].{field}",
                    f"{path} has no column {name!r}",
                    suggest(name, known),
                )


def _start_s(mapping: EventMapping, mapping_path: Path) -> float:
    if mapping.start_s is not None:
        return mapping.start_s
    if not mapping.events_before:
        return 0.0
    before = parse(Life, {"name": mapping.name, "events": mapping.events_before}, where=str(mapping_path))
    return unroll(before)[-1].duration_s


def _first_rule(mapping: EventMapping, row: _Row) -> RowRule | None:
    for rule in mapping.rows:
        if all(_fits(row.cells[column], wanted) for column, wanted in rule.where.items()):
            return rule
    return None


def _fits(cell: str, wanted: object) -> bool:
    if isinstance(wanted, tuple | list):
        return any(_fits(cell, one) for one in wanted)
    if isinstance(wanted, int | float):
        try:
            return float(cell) == wanted
        except ValueError:
            return False
    return cell == wanted


def _event(row: _Row, rule: RowRule, start_s: float) -> tuple[str, dict[str, Any]]:
    event = {**rule.event, "at_s": row.seconds("onset") + start_s}
    if event["at_s"] < 0:
        raise InputError(
            row.place,
            f"onset must be at least {0.0 - start_s:g} s (got {row.cells['onset']})",
            "Raise the mapping's start_s, for the life begins at 0",
        )
    duration_s = row.seconds("duration", default=0.0)
    if duration_s < 0:
        raise InputError(
            row.place, f"duration must be at least 0 (got {duration_s:g})", "Mend or remove the row"
        )
    if duration_s > 0 and "duration_s" not in event and rule.kind not in WITHOUT_DURATION:
        event["duration_s"] = duration_s
    for field, column in rule.columns.items():
        if (cell := row.cells[column]) not in NOTHING:
            event[field] = _times(row, column, cell, rule.factors[field]) if field in rule.factors else cell
    return row.place, event


def _refuse_wrong_event(place: str, event: dict[str, Any]) -> None:
    """Look at one event by itself, so that an error can name its line."""
    try:
        parse(_Events, {"events": [event]}, where=place)
    except DescriptionError as error:
        raise DescriptionError(error.where.replace(".events[0]", "", 1), error.what, error.advice) from None


def _times(row: _Row, column: str, cell: str, factor: float) -> float:
    try:
        return float(cell) * factor
    except ValueError:
        raise InputError(
            row.place, f"{column} must be a number (got {cell!r})", "Mend or remove the row"
        ) from None


def _life(mapping: EventMapping, mapping_path: Path, events: list[dict[str, Any]]) -> Life:
    after: list[Any] = [*mapping.events_after]
    if mapping.rest_after_s > 0:
        after.insert(0, {"kind": "rest", "duration_s": mapping.rest_after_s})
    content = {
        "name": mapping.name,
        "title": mapping.title,
        "story": mapping.story,
        "events": [*mapping.events_before, *events, *after],
    }
    try:
        return parse(Life, content, where=str(mapping_path))
    except DescriptionError as error:
        what = f"{error.what} (in the life made of its rows)"
        raise DescriptionError(error.where, what, error.advice) from None
