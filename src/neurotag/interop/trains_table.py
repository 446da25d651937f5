"""Recorded spikes from a table with one row per spike: CSV, TSV or Parquet."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from neurotag.errors import InputError
from neurotag.interop.trains_named import UNKNOWN, as_times, damaged, plain_id, refuse_size, trains_by_place

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from neurotag.recording import SpikeTrains

    UnitId = int | str

UNIT_COLUMNS = ("unit", "unit_id")
TIME_COLUMNS = ("t", "t_s", "time", "time_s")
"""Names that a column may have; times are in seconds under each of them."""

REGION_COLUMN = "region"
MOST_HEADER = 1_000_000
DELIMITERS = {".csv": ",", ".tsv": "\t"}
LABELS = {",": "commas", "\t": "tabs"}


@dataclass(frozen=True)
class _Columns:
    """Places of the columns that are read."""

    unit: int
    time: int
    region: int | None

    @property
    def places(self) -> list[int]:
        return [at for at in (self.unit, self.time, self.region) if at is not None]


def read_text(path: Path) -> SpikeTrains:
    """Read a CSV or TSV: a line of column names, then a line per spike.

    Parameters
    ----------
    path : Path
        The file, in UTF-8. Columns are parted by commas (``.csv``) or tabs (``.tsv``); under another suffix
        by what stands in the first line. Ids of units are numbers if all are whole numbers, else words.

    Raises
    ------
    InputError
        If it is no such table, or a cell cannot be read.
    """
    import pyarrow as pa  # noqa: PLC0415 (slow to load, and seldom needed)
    from pyarrow import csv as pa_csv  # noqa: PLC0415

    source = str(path)
    delimiter, header = _read_header(path)
    columns = _choose(header, source)
    names = [f"c{at}" for at in range(len(header))]
    chosen = [names[at] for at in columns.places]
    try:
        table = pa_csv.read_csv(
            path,
            read_options=pa_csv.ReadOptions(skip_rows=1, column_names=names),
            parse_options=pa_csv.ParseOptions(delimiter=delimiter),
            convert_options=pa_csv.ConvertOptions(
                column_types=dict.fromkeys(chosen, pa.string()),
                include_columns=chosen,
                strings_can_be_null=False,
            ),
        )
    except (pa.ArrowException, OSError, ValueError):
        _refuse_uneven_rows(path, delimiter, n_columns=len(header))
        raise InputError(
            source, "is no table of text in UTF-8", "Write it as CSV, with a name for each column"
        ) from None
    cells = [_trim(table.column(name)) for name in chosen]
    times = _times_of_text(cells[1], header[columns.time], source)
    ids, place = _encode(cells[0])
    if "" in ids:
        row = int((place == ids.index("")).argmax()) + 2
        raise InputError(f"{source}, row {row}", "names no unit", "Mend or remove the row")
    regions = None if columns.region is None else _encode(cells[2])
    return _trains(_whole_if_all(ids), place, times, regions, source=source, first_row=2)


def read_parquet(path: Path) -> SpikeTrains:
    """Read a Parquet table with a row per spike.

    Parameters
    ----------
    path : Path
        The file. Ids of units are whole numbers or text, times numbers of seconds.

    Raises
    ------
    InputError
        If it is damaged, or a column is not there or of another type.
    """
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import parquet  # noqa: PLC0415

    source = str(path)
    try:
        with parquet.ParquetFile(path, page_checksum_verification=True) as file:
            header = list(file.schema_arrow.names)
            columns = _choose(header, source)
            metadata = file.metadata
            groups = [metadata.row_group(at) for at in range(metadata.num_row_groups)]
            refuse_size(max(sum(group.total_byte_size for group in groups), 8 * metadata.num_rows), source)
            table = file.read(columns=[header[at] for at in columns.places])
        if table.num_columns != len(columns.places):
            raise InputError(source, "keeps a column in parts", "Give plain columns")
        time, unit = table.column(header[columns.time]), table.column(header[columns.unit])
        where = f"{source}, column {header[columns.time]!r}"
        if not (pa.types.is_integer(time.type) or pa.types.is_floating(time.type)):
            raise InputError(where, f"must be numbers of seconds (it is of type {time.type})", "Convert it")
        _refuse_empty_cells(time, where)
        ids, place = _typed_units(unit, f"{source}, column {header[columns.unit]!r}")
        regions = None if columns.region is None else _typed_regions(table.column(REGION_COLUMN), source)
        times = as_times(time.to_numpy(), where)
    except InputError:
        raise
    except (pa.ArrowException, OSError, ValueError, OverflowError, MemoryError):
        raise damaged(source, "a Parquet table") from None
    return _trains(ids, place, times, regions, source=source, first_row=1)


def _trains(
    ids: Sequence[UnitId],
    place: NDArray[np.int64],
    times: NDArray[np.float64],
    regions: tuple[list[str], NDArray[np.int64]] | None,
    *,
    source: str,
    first_row: int,
) -> SpikeTrains:
    if not len(times):
        raise InputError(source, "holds no spikes: no row below its columns", "Give a recording with spikes")
    for is_wrong, what in ((~np.isfinite(times), "is no number"), (times < 0, "is negative")):
        if is_wrong.any():
            at = int(is_wrong.argmax())
            more = int(is_wrong.sum()) - 1
            raise InputError(
                f"{source}, row {at + first_row}",
                f"its time {what} (got {times[at]:g}{f'; so in {more} more rows' if more else ''})",
                "Give times in seconds from the start of the recording",
            )
    order = sorted(range(len(ids)), key=lambda at: ids[at])
    rank = np.empty(len(ids), np.int64)
    rank[order] = np.arange(len(ids))
    names = [ids[at] for at in order]
    place = rank[place]
    told = None if regions is None else _regions_of_units(place, names, regions, source)
    return trains_by_place(place, times, names, source=source, regions=told)


def _regions_of_units(
    place: NDArray[np.int64],
    names: Sequence[UnitId],
    regions: tuple[list[str], NDArray[np.int64]],
    source: str,
) -> list[str]:
    words, code = regions
    pairs = np.unique(place * max(1, len(words)) + code)
    unit, region = np.divmod(pairs, max(1, len(words)))
    twice = np.flatnonzero(np.diff(unit) == 0)
    if twice.size:
        at = int(twice[0])
        raise InputError(
            f"{source}, column {REGION_COLUMN!r}",
            f"puts unit {names[unit[at]]!r} in {words[region[at]]!r} and in {words[region[at + 1]]!r}",
            "Give each unit one region",
        )
    return [words[at] or UNKNOWN for at in region]


def _read_header(path: Path) -> tuple[str, list[str]]:
    source = str(path)
    try:
        with path.open(encoding="utf-8-sig") as file:
            line = file.readline(MOST_HEADER)
    except (UnicodeDecodeError, OSError):
        raise InputError(source, "is no text in UTF-8", "Write it as CSV in UTF-8") from None
    if not line.strip():
        raise InputError(source, "has an empty first line", "Name the columns there: unit,t")
    found = "\t" if "\t" in line and "," not in line else ","
    delimiter = DELIMITERS.get(path.suffix.lower(), found)
    if delimiter != found and delimiter not in line:
        raise InputError(
            source, f"is named {path.suffix} and its columns are parted by {LABELS[found]}", "Rename it"
        )
    try:
        (cells,) = csv.reader([line.rstrip("\r\n")], delimiter=delimiter)
    except (csv.Error, ValueError):
        raise InputError(
            source, "has a first line that names no columns", "Name the columns: unit,t"
        ) from None
    return delimiter, [cell.strip() for cell in cells]


def _refuse_uneven_rows(path: Path, delimiter: str, *, n_columns: int) -> None:
    """Name the first row that has other than so many cells, if there is one."""
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            rows = (cells for cells in csv.reader(file, delimiter=delimiter) if cells)
            uneven = next(
                ((at, len(cells)) for at, cells in enumerate(rows, 1) if len(cells) != n_columns), None
            )
    except (csv.Error, OSError):
        return
    if uneven is not None:
        raise InputError(
            f"{path}, row {uneven[0]}",
            f"has {uneven[1]} cells, and the first row names {n_columns} columns",
            "Mend the row",
        ) from None


def _choose(header: Sequence[str], source: str) -> _Columns:
    """Return which columns hold units, times and regions."""
    if header.count(REGION_COLUMN) > 1:
        raise InputError(source, f"has two columns {REGION_COLUMN!r}", "Leave one")
    return _Columns(
        _choose_one(header, UNIT_COLUMNS, "units", source),
        _choose_one(header, TIME_COLUMNS, "times in seconds", source),
        header.index(REGION_COLUMN) if REGION_COLUMN in header else None,
    )


def _choose_one(header: Sequence[str], names: Sequence[str], of: str, source: str) -> int:
    found = [at for at, name in enumerate(header) if name in names]
    if len(found) == 1:
        return found[0]
    shown = ", ".join(repr(name[:20]) for name in header[:8]) + (", ..." if len(header) > 8 else "")
    if found:
        both = " and ".join(repr(header[at]) for at in found)
        raise InputError(source, f"has more than one column of {of}: {both}", "Leave one of them")
    raise InputError(
        source,
        f"has no column of {of} (its columns: {shown})",
        f"Name it {', '.join(names[:-1])} or {names[-1]} in the first row",
    )


def _trim(column: Any) -> Any:
    import pyarrow.compute as pc  # noqa: PLC0415

    return pc.utf8_trim_whitespace(column)


def _times_of_text(column: Any, name: str, source: str) -> NDArray[np.float64]:
    import pyarrow as pa  # noqa: PLC0415

    try:
        return as_times(column.cast(pa.float64()).to_numpy(), source)
    except pa.ArrowInvalid:
        for at, cell in enumerate(column.to_pylist()):
            try:
                float(cell)
            except ValueError:
                raise InputError(
                    f"{source}, row {at + 2}",
                    f"{name} must be a number of seconds (got {cell[:20]!r})",
                    "Mend or remove the row",
                ) from None
        raise InputError(source, f"has a {name} that is no plain number", "Write times as 12.345") from None


def _encode(column: Any) -> tuple[list[str], NDArray[np.int64]]:
    """Return the different words of a column, and which of them each row has."""
    encoded = column.combine_chunks().dictionary_encode()
    if hasattr(encoded, "combine_chunks"):
        encoded = encoded.combine_chunks()
    return encoded.dictionary.to_pylist(), encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)


def _whole_if_all(ids: Sequence[str]) -> list[UnitId]:
    """Return numbers where every id is one, written as numbers are ('007' is a word)."""
    if all(_is_whole(text) for text in ids):
        return [int(text) for text in ids]
    return list(ids)


def _is_whole(text: str) -> bool:
    digits = text.removeprefix("-")
    return digits.isascii() and digits.isdigit() and len(digits) < 19 and str(int(text)) == text


def _typed_units(column: Any, where: str) -> tuple[list[UnitId], NDArray[np.int64]]:
    import pyarrow as pa  # noqa: PLC0415

    _refuse_empty_cells(column, where)
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        words, place = _encode(column.cast(pa.string()))
        return list(words), place
    if not (pa.types.is_integer(kind) or pa.types.is_floating(kind)):
        raise InputError(where, f"must be whole numbers or text (it is of type {kind})", "Convert it")
    different, inverse = np.unique(column.cast(kind).to_numpy(), return_inverse=True)
    if different.dtype.kind == "f" and (different != np.round(different)).any():
        raise InputError(where, "must be whole numbers or text (it holds fractions)", "Convert it")
    return [plain_id(int(value), where) for value in different], inverse.astype(np.int64)


def _typed_regions(column: Any, source: str) -> tuple[list[str], NDArray[np.int64]]:
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.compute as pc  # noqa: PLC0415

    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
        raise InputError(
            f"{source}, column {REGION_COLUMN!r}", f"must be text (it is of type {kind})", "Convert it"
        )
    return _encode(pc.fill_null(column.cast(pa.string()), ""))


def _refuse_empty_cells(column: Any, where: str) -> None:
    if column.null_count:
        at = column.is_null().to_numpy().argmax()
        raise InputError(
            where, f"is empty in {column.null_count} rows (the first is row {at + 1})", "Fill them"
        )
