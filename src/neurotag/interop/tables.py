"""Rows of numbers and words as a table for other programs: CSV or Parquet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from neurotag.errors import InputError
from neurotag.interop.whole import written_whole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Scalar = int | float | str | bool | None

SUFFIXES = (".csv", ".parquet")


def write_table(
    path: str | Path, rows: Sequence[Mapping[str, Scalar]], *, columns: Sequence[str] | None = None
) -> None:
    """Write rows as CSV or Parquet; the suffix says which.

    Parameters
    ----------
    path : str or Path
        The file: ``.csv`` or ``.parquet``.
    rows : sequence of mapping
        Values by column; what a row does not name, and None, is an empty cell.
    columns : sequence of str, optional
        Columns, in order; by default those of the rows, in the order in which they come up. Needed where
        there are no rows.

    Raises
    ------
    InputError
        If the suffix is another, there are no columns, or a column holds numbers and words.
    OutputError
        If the place cannot be written.
    """
    suffix = Path(path).suffix.lower()
    if suffix not in SUFFIXES:
        raise InputError(str(path), f"ends with none of {', '.join(SUFFIXES)}", "Name one of these")
    import pyarrow as pa  # noqa: PLC0415 (slow to load)
    from pyarrow import csv, parquet  # noqa: PLC0415

    names = list(dict.fromkeys(name for row in rows for name in row)) if columns is None else list(columns)
    if not names:
        raise InputError(str(path), "would be a table without columns", "Name the columns")
    arrays = [_column(name, [row.get(name) for row in rows], str(path)) for name in names]
    table = pa.table(dict(zip(names, arrays, strict=True)))
    with written_whole(path) as partial:
        if suffix == ".csv":
            csv.write_csv(table, partial)
        else:
            parquet.write_table(table, partial)


def _column(name: str, values: Sequence[Any], path: str) -> Any:
    import pyarrow as pa  # noqa: PLC0415

    try:
        return pa.array([value.item() if isinstance(value, np.generic) else value for value in values])
    except (pa.ArrowException, TypeError, OverflowError):
        raise InputError(path, f"column {name!r} mixes numbers and words", "Write them alike") from None
