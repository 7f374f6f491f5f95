"""Rows or Arrow streams out of whatever holds a table, by the object's own methods.

Nothing of pandas, polars or pyarrow is imported here: an object is recognised by the methods that it has.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, time
from typing import Any

from koers import _koers
from koers.errors import RowsError
from koers.tables import Table

__all__ = ["lines", "rows", "small"]

_CAPSULE = "PyCapsule"


def lines(value: Any, argument: str) -> tuple[list[Any], Any]:
    """The rows of `value`, or, where it gives one, an Arrow stream in a capsule: that takes no object for each value."""
    if value is None:
        return [], None
    _eager(value, argument)
    pandas = _is_pandas(value)
    stream = None
    if pandas:
        stream = None if _has_moments(value) else _pandas_stream(value)
    elif hasattr(value, "__arrow_c_stream__"):
        stream = _capsule(value, argument)
    return (rows(value, argument), None) if stream is None else ([], stream)


def small(value: Any, argument: str) -> Any:
    """The rows of `value`; of what has a stream they are counted before they are copied, and it is read at once: a connection of
    DuckDB has one at a time."""
    if value is None:
        return []
    _eager(value, argument)
    if hasattr(value, "__arrow_c_stream__") and not (isinstance(value, Table) or _is_pandas(value)):
        if _is_pyarrow(value):
            _unique(value.column_names, argument)
        return _koers.rows_of(_capsule(value, argument), argument)
    return rows(value, argument)


def _capsule(value: Any, argument: str) -> Any:
    stream = value.__arrow_c_stream__()
    if type(stream).__name__ != _CAPSULE:
        raise RowsError(f"{argument} gives no Arrow stream: give it as a table of polars, pandas or pyarrow")
    return stream


def rows(value: Any, argument: str) -> list[Any]:
    """The rows of `value`, which is called `argument` in the error when it has none."""
    if value is None:
        return []
    _eager(value, argument)
    if isinstance(value, Table):
        return value.to_dicts()
    if _is_polars(value):
        return list(value.iter_rows(named=True))
    if _is_pyarrow(value):
        _unique(value.column_names, argument)
        return list(value.to_pylist())
    if _is_pandas(value):
        return _pandas_rows(value, argument)
    if hasattr(value, "__arrow_c_stream__"):
        raise RowsError(f"{argument} can't be read as rows: give it as a table of polars, pandas or pyarrow")
    if isinstance(value, (str, bytes, bytearray, Mapping)) or not isinstance(value, Iterable):
        raise RowsError(f"{argument} must be rows (mappings, or a data frame), not {type(value).__name__}")
    return [row._asdict() if isinstance(row, tuple) and hasattr(row, "_asdict") else row for row in value]


def _eager(value: Any, argument: str) -> None:
    """Refuses a frame that is not computed yet."""
    if hasattr(value, "collect_schema") and not hasattr(value, "iter_rows"):  # polars.LazyFrame
        raise RowsError(f"{argument} is a lazy frame: collect() it first")


def _is_polars(value: Any) -> bool:
    """A DataFrame; a relation of DuckDB has `iter_rows` too."""
    return hasattr(value, "iter_rows") and hasattr(value, "rows_by_key")


def _is_pyarrow(value: Any) -> bool:
    """A Table or a RecordBatch."""
    return hasattr(value, "to_pylist") and hasattr(value, "column_names")


def _is_pandas(value: Any) -> bool:
    return hasattr(value, "itertuples") and hasattr(value, "dtypes")


def _has_moments(frame: Any) -> bool:
    """Whether a date is a moment, as it often is in pandas, which has no days: those are read row by row."""
    kinds = zip(frame.columns, frame.dtypes, strict=True)
    return any(name in ("date", "period") and getattr(kind, "kind", "") == "M" for name, kind in kinds)


def _pandas_stream(frame: Any) -> Any:
    """The frame without its index as a stream; `None` where pyarrow, by which pandas makes it, is missing or can't read
    a column: then its rows say what is wrong."""
    try:
        return frame.reset_index(drop=True).__arrow_c_stream__()
    except Exception:
        return None


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
