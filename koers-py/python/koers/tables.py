"""A result table: an immutable sequence of typed rows that shows, writes and converts itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar, overload

from koers.rows import row_type

if TYPE_CHECKING:
    import pandas as _pandas  # type: ignore[import-untyped, unused-ignore]
    import polars as _polars
    import pyarrow as _pyarrow  # type: ignore[import-untyped, unused-ignore]

    from koers import _koers

__all__ = ["Table"]

Row = TypeVar("Row", covariant=True)

SHOWN = 60
"""The most rows that a table shows of itself; `to_csv`, `to_markdown` and the others write all."""


class _Stream:
    """A table that is nothing but an Arrow stream."""

    __slots__ = ("_core",)

    def __init__(self, core: _koers.Table) -> None:
        self._core = core

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._core.stream()


class Table(Sequence[Row]):
    """A result table. Rows are named tuples: `table[0].amount`; all columns of all rows stand in `columns`."""

    __slots__ = ("_core", "_row", "_rows")

    def __init__(self, core: _koers.Table, row: type[Row]) -> None:
        self._core = core
        self._row: type[Any] = row_type(row, tuple(name for name, _ in core.columns))
        self._rows: tuple[Row, ...] | None = None

    @property
    def name(self) -> str:
        """The table's name: `settlement`, `outcomes` and so on."""
        return self._core.name

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(name for name, _ in self._core.columns)

    @property
    def kinds(self) -> dict[str, str]:
        """The kind of each column: `int`, `bool`, `text`, `money`, `quantity` or `date`."""
        return dict(self._core.columns)

    def _all(self) -> tuple[Row, ...]:
        # Two threads may both make them; they make the same.
        rows = self._rows
        if rows is None:
            make = self._row._make
            self._rows = rows = tuple(make(row) for row in self._core.rows())
        return rows

    def __len__(self) -> int:
        return len(self._core)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Row, ...]: ...
    def __getitem__(self, index: int | slice) -> Row | tuple[Row, ...]:
        return self._all()[index]

    def __iter__(self) -> Iterator[Row]:
        return iter(self._all())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Table):
            return NotImplemented
        return (self.name, self.columns, self._all()) == (other.name, other.columns, other._all())

    def __hash__(self) -> int:
        return hash((self.name, self.columns, self._all()))

    def __repr__(self) -> str:
        return self._core.text(SHOWN) + self._rest()

    def _repr_html_(self) -> str:
        rest = self._rest()
        return self._core.html(SHOWN) + (f"<p>{rest}</p>\n" if rest else "")

    def _rest(self) -> str:
        return f"… {len(self)} rows" if len(self) > SHOWN else ""

    def to_dicts(self) -> list[dict[str, int | str | Decimal | date | None]]:
        """The rows as dictionaries by column name; as rows for `koers.Dossier` they give the same table."""
        columns = self.columns
        return [dict(zip(columns, row, strict=True)) for row in self._core.rows()]

    def to_csv(self) -> str:
        """The table as CSV (RFC 4180, LF): amounts with a point, days as `yyyy-mm-dd`."""
        return self._core.csv()

    def to_json(self) -> str:
        """The table as canonical JSON: a list with one row per line, amounts as text."""
        return self._core.json()

    def to_text(self) -> str:
        """The table in columns of text."""
        return self._core.text()

    def to_html(self) -> str:
        """The table as HTML."""
        return self._core.html()

    def to_markdown(self) -> str:
        """The table as Markdown."""
        return self._core.markdown()

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The table as an Arrow stream, for whatever reads those, such as `pyarrow.table(table)`.

        Amounts are `decimal128(18, 2)`, quantities `decimal128(18, 6)`, days `date32`, years `int64`; texts of
        `allocations` and `own_funds` but for the line are dictionaries. Those two are made batch by batch while they
        are read. Another schema can't be asked for. polars takes a table for a list of rows: use `to_polars()`.
        """
        return self._core.stream()

    def to_arrow(self) -> _pyarrow.Table:
        """A pyarrow Table, as `__arrow_c_stream__` says."""
        try:
            import pyarrow
        except ModuleNotFoundError as missing:
            raise ImportError("to_arrow() needs pyarrow: pip install pyarrow") from missing
        return pyarrow.table(self)

    def to_pandas(self) -> _pandas.DataFrame:
        """A pandas DataFrame, exactly: years as `int64`, what is true or false as `bool`, all else as objects (`Decimal`,
        `date`, `str`, `None`).

        Whole numbers of which some are missing are objects too.
        """
        try:
            import pandas
        except ModuleNotFoundError as missing:
            raise ImportError("to_pandas() needs pandas: pip install pandas") from missing
        columns = self._columns()
        types = {"int": "int64", "bool": "bool"}
        series = {
            at: pandas.Series(values, dtype=types[kind] if kind in types and None not in values else object)
            for at, ((_, kind), values) in enumerate(zip(self._core.columns, columns, strict=True))
        }
        frame = pandas.DataFrame(series)
        frame.columns = pandas.Index(self.columns, dtype=object)
        return frame

    def to_polars(self) -> _polars.DataFrame:
        """A polars DataFrame, exactly: amounts as `Decimal(18, 2)`, quantities as `Decimal(18, 6)`, days as `Date`,
        years as `Int64`, what is true or false as `Boolean`."""
        try:
            import polars
        except ModuleNotFoundError as missing:
            raise ImportError("to_polars() needs polars: pip install polars") from missing
        texts = [name for name, kind in self._core.columns if kind == "text"]
        # Texts that repeat come as dictionaries.
        return polars.DataFrame(_Stream(self._core)).cast(dict.fromkeys(texts, polars.String()))  # type: ignore[arg-type, unused-ignore]

    def _columns(self) -> list[list[Any]]:
        rows = self._core.rows()
        return [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in self._core.columns]
