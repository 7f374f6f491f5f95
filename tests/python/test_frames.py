"""Rows from pandas and polars."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import numpy
import pandas
import polars
import pytest
from conftest import codes, line, refused, small

import koers

LINES = [
    line(amount=Decimal("640.50"), period=date(2024, 3, 1), theme="A"),
    line(line="L2", amount=Decimal("-0.05"), period=date(2024, 12, 31), theme=None, grant=None),
]


def settled(lines: Any) -> str:
    return koers.Dossier(**small(lines=lines)).settle().to_json()


def test_polars() -> None:
    frame = polars.DataFrame(LINES, schema_overrides={"amount": polars.Decimal(38, 4)})
    assert settled(frame) == settled(LINES)
    with pytest.raises(koers.RowsError, match=r"collect\(\)"):
        settled(frame.lazy())
    assert codes(refused(lines=frame.cast({"amount": polars.Float64}))) == [
        ("K0107", "cost_lines[1].amount"),
        ("K0107", "cost_lines[2].amount"),
    ]


def test_pandas() -> None:
    frame = pandas.DataFrame(LINES)
    assert settled(frame) == settled(LINES)
    assert settled(frame.astype({"theme": "string", "grant": "category"})) == settled(LINES)
    assert settled(frame.set_index(pandas.Index([7, 7]))) == settled(LINES)


def test_pandas_has_moments_for_days() -> None:
    frame = pandas.DataFrame(LINES)
    frame["period"] = pandas.to_datetime(frame["period"])
    assert settled(frame) == settled(LINES)
    frame["period"] += pandas.Timedelta("1h")
    assert codes(refused(lines=frame))[0] == ("K0103", "cost_lines[1].period")


def test_pandas_without_a_value() -> None:
    for nothing in (None, float("nan"), pandas.NA, pandas.NaT):
        frame = pandas.DataFrame(LINES).astype(object)
        frame.loc[1, "grant"] = nothing
        frame.loc[1, "theme"] = nothing
        assert settled(frame) == settled(LINES)
        frame.loc[1, "amount"] = nothing
        assert codes(refused(lines=frame)) == [("K0121", "cost_lines[2].amount")]


def test_kinds_and_vat() -> None:
    rows = [line(kind="cost", vat_compensable=Decimal("40.50")), line(line="L2", kind="income", amount=Decimal(10))]
    frame = pandas.DataFrame(rows).astype({"kind": "category"})
    assert settled(frame) == settled(rows) == settled(polars.DataFrame(rows))
    assert '"kind":"vat","amount":"40.50"' in settled(frame)
    frame["vat_compensable"] = [40.5, float("nan")]
    assert codes(refused(lines=frame)) == [("K0107", "cost_lines[1].vat_compensable")]


def test_fixed_lines_and_corrections() -> None:
    rows = [line(fixed=True, corrects=None), line(line="N", amount=-1, fixed=False, corrects="L1")]
    frame = pandas.DataFrame(rows)
    assert settled(frame) == settled(rows) == settled(polars.DataFrame(rows))
    dossier = koers.Dossier(**small(lines=frame))
    assert [(row.fixed, row.corrects) for row in dossier.cost_lines] == [(True, None), (False, "L1")]
    table = dossier.cost_lines
    for again in (table, table.to_pandas(), table.to_polars(), table.to_dicts()):
        assert koers.Dossier(**small(lines=again)).cost_lines == table
    for flags in ([True, float("nan")], pandas.array([True, None], dtype="boolean"), numpy.array([True, False])):
        frame["fixed"] = flags
        assert koers.Dossier(**small(lines=frame)).cost_lines == table
    assert koers.Dossier(**small(lines=[{**rows[0], "fixed": numpy.True_}, rows[1]])).cost_lines == table
    assert '"fixed":true,"corrects":null' in table.to_json()
    assert ",true,," in table.to_csv()


def test_numbers_of_numpy() -> None:
    frame = pandas.DataFrame([line(amount=1), line(line="L2", amount=2)])
    # In a column nobody can see whether whole numbers are euros or cents.
    for column in ("int8", "int64", "uint64", "Int64"):
        assert codes(refused(lines=frame.astype({"amount": column}))) == [("K0123", "cost_lines.amount")]
    numpy_rows = [dict(row) for _, row in frame.astype(object).iterrows()]
    numpy_rows[0]["amount"] = frame["amount"].to_numpy()[0]
    assert settled(numpy_rows) == settled([line(amount=1), line(line="L2", amount=2)])
    for column in ("float16", "float32", "float64", "Float64"):
        assert codes(refused(lines=frame.astype({"amount": column})))[0] == ("K0107", "cost_lines[1].amount")
    numpy_rows[0]["amount"] = frame["amount"].to_numpy("float32")[0]
    assert codes(refused(lines=numpy_rows)) == [("K0107", "cost_lines[1].amount")]


def test_two_columns_of_one_name() -> None:
    frame = pandas.DataFrame([["L1", "2024", 1, 2]], columns=["line", "period", "amount", "amount"])
    with pytest.raises(koers.RowsError, match="two columns called 'amount'"):
        settled(frame)


class ArrowTable:
    """As much of a pyarrow.Table as is used; pyarrow is large and needed for nothing else."""

    column_names = list(LINES[0])

    def to_pylist(self) -> list[dict[str, Any]]:
        return LINES


def test_arrow() -> None:
    assert settled(ArrowTable()) == settled(LINES)

    class Stream:
        def __arrow_c_stream__(self) -> None: ...

    with pytest.raises(koers.RowsError, match="polars, pandas or pyarrow"):
        settled(Stream())
