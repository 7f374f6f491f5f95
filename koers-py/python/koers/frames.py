"""Rows out of whatever holds a table: turned into mappings by the object's own methods.

Nothing of pandas, polars or pyarrow is imported here: an object is recognised by the methods that it has.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, time
from typing import Any

from koers.errors import RowsError
from koers.tables import Table

__all__ = ["rows"]


def rows(value: Any, argument: str) -> list[Any]:
    """The rows of `value`, which is called `argument` in the error when it has none."""
    if value is None:
        return []
    if isinstance(value, Table):
        return value.to_dicts()
    if hasattr(value, "iter_rows") and hasattr(value, "to_dicts"):  # polars.DataFrame
        return list(value.iter_rows(named=True))
    if hasattr(value, "to_pylist") and hasattr(value, "column_names"):  # pyarrow.Table, pyarrow.RecordBatch
        _unique(value.column_names, argument)
        return list(value.to_pylist())
    if hasattr(value, "itertuples") and hasattr(value, "dtypes"):  # pandas.DataFrame
        return _pandas_rows(value, argument)
    if hasattr(value, "collect_schema"):  # polars.LazyFrame
        raise RowsError(f"{argument} is a lazy frame: collect() it first")
    if hasattr(value, "__arrow_c_stream__"):
        raise RowsError(f"{argument} can't be read as rows: give it as a table of polars, pandas or pyarrow")
    if isinstance(value, (str, bytes, bytearray, Mapping)) or not isinstance(value, Iterable):
        raise RowsError(f"{argument} must be rows (mappings, or a data frame), not {type(value).__name__}")
    return [row._asdict() if isinstance(row, tuple) and hasattr(row, "_asdict") else row for row in value]


def _unique(names: Iterable[Any], argument: str) -> None:
    """Refuses two columns of one name: as mappings the rows would lose one."""
    seen = set()
    for name in names:
        if name in seen:
            raise RowsError(f"{argument} has two columns called {name!r}")
        seen.add(name)


def _pandas_rows(frame: Any, argument: str) -> list[Any]:
    """pandas has no days, only moments: a column of moments that are all midnight is one of days."""
    _unique(frame.columns, argument)
    names = list(frame.columns)
    columns = [frame[name].tolist() for name in names]
    columns = [_days(column) for column in columns]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _days(column: list[Any]) -> list[Any]:
    def is_day(value: Any) -> bool:
        return isinstance(value, datetime) and value.tzinfo is None and value == datetime.combine(value, time.min)

    moments = [value for value in column if isinstance(value, datetime) and value == value]
    if not moments or not all(is_day(value) for value in moments):
        return column
    return [value.date() if isinstance(value, datetime) and value == value else value for value in column]
