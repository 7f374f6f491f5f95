"""Tables: their rows, and what they become."""

from __future__ import annotations

import builtins
import csv
import io
import json
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pandas
import polars
import pytest
from conftest import grant, line, shelter, small, tranche

import koers

NAMES = {
    "settlement": koers.SettlementRow,
    "outcomes": koers.OutcomeRow,
    "roll_forward": koers.RollForwardRow,
    "allocations": koers.AllocationRow,
    "deductions": koers.DeductionRow,
    "own_funds": koers.OwnFundsRow,
    "terms": koers.TermRow,
    "findings": koers.FindingRow,
}
KINDS = {"int": int, "bool": bool, "text": str, "money": Decimal, "quantity": Decimal, "date": date}


@pytest.fixture(scope="module")
def booked(accounts: koers.Dossier) -> koers.Settlement:
    return accounts.settle()


def tables(settlement: koers.Settlement) -> list[koers.Table[Any]]:
    dossier = settlement.dossier
    results = [getattr(settlement, name) for name in NAMES]
    inputs = [dossier.cost_lines, dossier.quantities, dossier.budget]
    eligibility = settlement.eligibility(dossier.cost_lines[0].line)
    return [*results, *inputs, koers.schemes.table(), eligibility, settlement.by("theme"), settlement.by()]


@pytest.mark.parametrize("name", NAMES)
def test_the_row_types_have_the_columns_of_the_core(booked: koers.Settlement, name: str) -> None:
    table = getattr(booked, name)
    assert table.name == name
    assert NAMES[name]._fields == table.columns
    assert all(type(row) is NAMES[name] for row in table)


def test_rows_in_have_the_columns_of_the_core_and_the_dimensions(accounts: koers.Dossier) -> None:
    fields = koers.CostLineRow._fields
    assert accounts.cost_lines.columns == (*fields, "theme", "project", "chapter", "funding")
    assert accounts.cost_lines[0]._fields == accounts.cost_lines.columns
    assert isinstance(accounts.cost_lines[0], koers.CostLineRow)
    assert accounts.budget.columns == koers.BudgetRow._fields
    assert type(accounts.budget[0]) is koers.BudgetRow


def test_values_are_of_their_kind(booked: koers.Settlement) -> None:
    shelters = koers.Dossier(**shelter()).settle()
    for table in [*tables(booked), shelters.deductions, shelters.terms, shelters.dossier.quantities]:
        assert isinstance(table, Sequence)
        assert list(table.kinds) == list(table.columns)
        for row in table:
            for kind, value in zip(table.kinds.values(), row, strict=True):
                assert value is None or type(value) is KINDS[kind]
                if kind == "money" and value is not None:
                    assert value.as_tuple().exponent == -2


def test_a_table_is_a_sequence(booked: koers.Settlement) -> None:
    table = booked.settlement
    assert len(table) == 6
    assert table[-1] is table[5]
    assert table[1:3] == (table[1], table[2])
    assert table.index(table[2]) == 2
    assert table[0] in table
    assert [row.grant for row in reversed(table)] == [row.grant for row in table][::-1]
    assert table == booked.settlement
    assert hash(table) == hash(booked.dossier.settle().settlement)
    assert table != booked.outcomes
    assert table != list(table)
    with pytest.raises(IndexError):
        table[6]


def test_by_any_dimension(booked: koers.Settlement) -> None:
    row = booked.by("theme", "period")[0]
    assert isinstance(row, koers.ByRow)
    assert row._fields == ("theme", "period", "grant", "budget", "realised", "balance")
    assert row.balance == row.budget - row.realised
    assert sum(row.realised for row in booked.by()) == 4_576_887


def test_names_that_are_no_fields() -> None:
    dimensions = {"sub theme": "A", "class": "B", "1": "C", "é": "D", "sub-theme": "E", "count": "F"}
    settlement = koers.Dossier(**small(lines=[line(**dimensions)])).settle()
    (row,) = settlement.by(*dimensions)
    assert row._fields[:6] == ("sub_theme", "_1", "_2", "é", "_4", "count")
    assert row[:7] == ("A", "B", "C", "D", "E", "F", "iza")
    assert settlement.by(*dimensions).columns[:6] == tuple(dimensions)
    assert settlement.by(*dimensions).to_dicts()[0]["sub-theme"] == "E"


@pytest.fixture(scope="module")
def large() -> koers.Settlement:
    """Amounts that a float can't hold."""
    grants = [grant(tranches=[tranche(granted="1234567890123456.78", received=[])])]
    return koers.Dossier(**small(grants=grants, lines=[line(amount="2345678901234567.89")])).settle()


def test_to_pandas_is_exact(booked: koers.Settlement, large: koers.Settlement) -> None:
    for table in [*tables(booked), large.own_funds]:
        frame = table.to_pandas()
        assert tuple(frame.columns) == table.columns
        assert [tuple(row) for row in frame.astype(object).itertuples(index=False)] == [tuple(row) for row in table]
        for column, kind in table.kinds.items():
            whole = kind == "int" and column != "years"
            exact = {"bool": "bool", "int": "int64" if whole or len(table) == 0 else "object"}
            assert str(frame[column].dtype) == exact.get(kind, "object")
    assert isinstance(booked.settlement.to_pandas()["refund"].sum(), Decimal)
    assert booked.settlement.to_pandas().groupby("grant")["refund"].sum()["iza"] == 965_225


def test_to_polars_is_exact(booked: koers.Settlement, large: koers.Settlement) -> None:
    kinds = {
        "int": polars.Int64,
        "bool": polars.Boolean,
        "text": polars.String,
        "money": polars.Decimal(18, 2),
        "quantity": polars.Decimal(18, 6),
        "date": polars.Date,
    }
    for table in [*tables(booked), large.own_funds, large.by()]:
        frame = table.to_polars()
        assert dict(frame.schema) == {name: kinds[kind] for name, kind in table.kinds.items()}
        assert frame.rows() == [tuple(row) for row in table]
    assert booked.settlement.to_polars()["refund"].sum() == Decimal("965225.00")


def test_empty_tables_keep_their_columns(booked: koers.Settlement) -> None:
    empty = booked.own_funds if not booked.own_funds else koers.Dossier(**small(lines=[])).settle().own_funds
    assert len(empty) == 0
    assert tuple(empty.to_pandas().columns) == empty.columns
    assert empty.to_polars().schema["amount"] == polars.Decimal(18, 2)
    assert (empty.to_json(), empty.to_csv(), empty.to_dicts()) == ("[]\n", "line,year,amount,reason\n", [])


@pytest.mark.parametrize("package", ["pandas", "polars"])
def test_without_the_package(booked: koers.Settlement, monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    real = builtins.__import__

    def without(name: str, *arguments: Any) -> Any:
        if name == package:
            raise ModuleNotFoundError(name)
        return real(name, *arguments)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ImportError, match=re.escape(f"pip install {package}")):
        getattr(booked.settlement, f"to_{package}")()


def in_csv(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_to_csv(booked: koers.Settlement) -> None:
    for table in tables(booked):
        rows = list(csv.reader(io.StringIO(table.to_csv(), newline="")))
        assert tuple(rows[0]) == table.columns
        assert len(rows) == len(table) + 1
        assert rows[1:] == [[in_csv(value) for value in row] for row in table]


def test_to_json(booked: koers.Settlement) -> None:
    everything = json.loads(booked.to_json())
    assert list(everything) == list(NAMES)
    for name in NAMES:
        table = getattr(booked, name)
        rows = json.loads(table.to_json())
        assert rows == everything[name]
        plain = (lambda value: str(value) if isinstance(value, (Decimal, date)) else value)
        assert rows == [{column: plain(value) for column, value in row.items()} for row in table.to_dicts()]


def test_what_a_notebook_shows_is_escaped() -> None:
    evil = "<script>alert('x')</script>&|*_"
    dossier = koers.Dossier(**small(title=evil, holder=evil, lines=[line(theme=evil, source=evil)]))
    settlement = dossier.settle()
    for shown in (settlement._repr_html_(), dossier.cost_lines._repr_html_(), settlement.by("theme")._repr_html_()):
        assert "<script" not in shown
        assert "&lt;script&gt;" in shown
    assert "\\|\\*\\_" in settlement.to_markdown()
    assert "\\|\\*\\_" in dossier.cost_lines.to_markdown()


def test_what_is_shown(booked: koers.Settlement) -> None:
    assert repr(booked.own_funds if booked.own_funds else booked.outcomes).startswith(("line", "year"))
    assert repr(booked) == str(booked)
    assert repr(booked).startswith("<koers.Settlement of twentse-koers-2024: refund 965225.00, carry_over 735878.00")
    assert "965.225" in booked._repr_html_()
    assert "965.225" in booked.render()
    assert "965,225" in booked.render(lang="en")
    assert booked.own_funds.to_text() == repr(booked.own_funds)
    assert booked.own_funds.to_html() == booked.own_funds._repr_html_()
    assert booked.to_markdown() == booked.render("markdown")
    assert booked.render("csv") == booked.settlement.to_csv()


def test_a_long_table_shows_its_first_rows() -> None:
    table = koers.Dossier(**small(lines=[line(line=f"L{n}", amount=1) for n in range(100)])).cost_lines
    assert "L59 " in repr(table)
    assert "L60 " not in repr(table)
    assert repr(table).endswith("… 100 rows")
    assert table._repr_html_().endswith("<p>… 100 rows</p>\n")
    assert table.to_markdown().count("\n") == table.to_text().count("\n") == 102
    assert table.to_html().count("<tr>") == 101
