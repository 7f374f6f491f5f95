"""A dossier from values in memory: the same result, and the same refusals, as from files."""

from __future__ import annotations

import enum
import tomllib
from collections import UserDict
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from conftest import ACCOUNTS, ROOT, codes, grant, line, refused, small, tranche
from test_corpus import split

import koers


def test_a_dossier_from_its_own_tables(accounts: koers.Dossier) -> None:
    grants = tomllib.loads((ACCOUNTS / "dossier.toml").read_text("utf-8"))["grants"]
    for lines, budget in [
        (accounts.cost_lines, accounts.budget),
        (accounts.cost_lines.to_dicts(), accounts.budget.to_dicts()),
        (list(accounts.cost_lines), list(accounts.budget)),
        (iter(accounts.cost_lines), iter(accounts.budget)),
        (accounts.cost_lines.to_polars(), accounts.budget.to_polars()),
        (accounts.cost_lines.to_pandas(), accounts.budget.to_pandas()),
    ]:
        again = koers.Dossier(
            id=accounts.id,
            title=accounts.title,
            holder=accounts.holder,
            years=accounts.years,
            grants=grants,
            lines=lines,
            budget=budget,
        )
        assert split(again.settle().to_json()) == split(accounts.settle().to_json())
        assert again.settle().by("theme", "project") == accounts.settle().by("theme", "project")


def kind_of(value: object) -> str:
    """A name for a case that is the same in every run."""
    return type(value).__name__


class Euros(enum.IntEnum):
    MANY = 1000


@pytest.mark.parametrize(
    "amount",
    [1000, "1000", "1000.00", Decimal(1000), Decimal("1000.00"), Decimal("1E+3"), Decimal("1000.000"), Euros.MANY],
)
def test_amounts_that_are_exact(amount: Any) -> None:
    dossier = koers.Dossier(**small(grants=[grant(tranches=[tranche(granted=amount)])]))
    assert dossier.settle().total("granted") == 1000
    dossier = koers.Dossier(**small(lines=[line(amount=amount)]))
    assert [str(row.amount) for row in dossier.cost_lines] == ["1000.00"]


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        (1000.0, "K0107"),
        (float("inf"), "K0107"),
        (Fraction(1, 2), "K0107"),
        (Decimal("NaN"), "K0107"),
        (Decimal("-Infinity"), "K0107"),
        (2**63, "K0108"),
        (10**5000, "K0108"),
        (1j, "K0107"),
        (True, "K0103"),
        ("1e3", "K0105"),
        ("1.000,00", "K0105"),
        (b"1000", "K0103"),
        ([1000], "K0103"),
        ({"euros": 1000}, "K0103"),
        (datetime(2024, 1, 1), "K0103"),
        (date(2024, 1, 1), "K0103"),
        (object(), "K0103"),
        ("\ud800", "K0103"),
        (Decimal("0.001"), "K0106"),
        ("0.001", "K0106"),
        (Decimal("1E-50"), "K0106"),
        (Decimal("0.1000000000000000000000000000000000001"), "K0106"),
        (10**17, "K0108"),
        (Decimal("1E+40"), "K0108"),
        ("1" * 40, "K0108"),
    ],
    ids=kind_of,
)
def test_amounts_that_are_refused(amount: Any, code: str) -> None:
    assert codes(refused(lines=[line(), line(line="L2", amount=amount)])) == [(code, "cost_lines[2].amount")]
    tranches = [tranche(), tranche(id="2023", granted=amount)]
    assert codes(refused(grants=[grant(tranches=tranches)])) == [(code, "grants[0].tranches[1].granted")]


def test_a_float_says_why() -> None:
    error = refused(lines=[line(amount=0.1)])
    assert "`0.1`" in str(error)
    assert "centen" in error.findings[0].message
    assert "cents" in error.render("en")


@pytest.mark.parametrize("amount", [None, float("nan"), ""])
def test_amounts_that_are_missing(amount: Any) -> None:
    assert codes(refused(lines=[line(amount=amount)])) == [("K0121", "cost_lines[1].amount")]


def test_a_float_that_is_no_number_is_not_taken_for_nothing_in_a_grant() -> None:
    opening = {"balance": 0, "room": 1000, "owed": float("nan")}
    error = refused(grants=[grant(tranches=[tranche(opening=opening)])])
    assert codes(error) == [("K0107", "grants[0].tranches[0].opening.owed")]


@pytest.mark.parametrize("period", ["2024", 2024, "2024-Q1", "2024-03", "2024-12-31", "31-12-2024", date(2024, 5, 1)])
def test_periods(period: Any) -> None:
    assert koers.Dossier(**small(lines=[line(period=period)])).settle().total("spent") == Decimal("640.50")


@pytest.mark.parametrize(
    ("period", "code"),
    [
        ("31-2-2024", "K0109"),
        (20240101, "K0109"),
        (None, "K0121"),
        (2024.0, "K0103"),
        (datetime(2024, 5, 1), "K0103"),
        (True, "K0103"),
        ([2024], "K0103"),
    ],
    ids=kind_of,
)
def test_periods_that_are_refused(period: Any, code: str) -> None:
    assert codes(refused(lines=[line(period=period)])) == [(code, "cost_lines[1].period")]


@pytest.mark.parametrize("kind", [dict, UserDict, MappingProxyType])
def test_any_mapping_is_a_row(kind: Any) -> None:
    arguments = small(lines=[kind(line())], grants=(kind(grant(tranches=(kind(tranche()),))),))
    assert koers.Dossier(**arguments).settle().total("refund") == Decimal("359.50")


@pytest.mark.parametrize("row", [None, 1, "L1", ["L1", "2024", 1], {1: "x"}, object()], ids=kind_of)
def test_rows_that_are_none(row: Any) -> None:
    assert codes(refused(lines=[line(), row])) == [("K0103", "cost_lines[2]")]


@pytest.mark.parametrize("lines", ["line,period\n", b"", 1, {"line": ["L1"]}, object()], ids=kind_of)
def test_arguments_that_hold_no_rows(lines: Any) -> None:
    with pytest.raises(koers.RowsError, match="lines must be rows"):
        koers.Dossier(**small(lines=lines))
    with pytest.raises(TypeError, match="budget must be rows"):
        koers.Dossier(**small(budget=lines))


def test_no_lines_and_no_grants() -> None:
    assert len(koers.Dossier(**small(lines=None)).cost_lines) == 0
    assert koers.Dossier(**small(lines=[], grants=[])).settle().to_json().startswith('{"settlement":[],')


def test_the_head() -> None:
    dossier = koers.Dossier(**small(years=range(2024, 2026), as_of="1-5-2025"))
    assert (dossier.id, dossier.title, dossier.holder) == ("dossier", "dossier", "SamenTwente")
    assert (dossier.years, dossier.as_of) == ((2024, 2025), date(2025, 5, 1))
    assert dossier.grants == (koers.GrantRow("iza", "iza", "spuk-iza", "awarded"),)
    assert repr(dossier) == "<koers.Dossier dossier 2024–2025: 1 grants, 1 cost lines>"


@pytest.mark.parametrize(
    ("changes", "finding"),
    [
        ({"holder": None}, ("K0102", "dossier")),
        ({"holder": 1}, ("K0103", "dossier.holder")),
        ({"years": 2024}, ("K0103", "dossier.years")),
        ({"years": ["2024"]}, ("K0103", "dossier.years[0]")),
        ({"as_of": "soon"}, ("K0109", "dossier.as_of")),
        ({"as_of": datetime(2024, 1, 1)}, ("K0103", "dossier.as_of")),
        ({"grants": "iza"}, ("K0103", "grants")),
        ({"grants": [1]}, ("K0103", "grants[0]")),
        ({"grants": [grant(colour="red")]}, ("K0101", "grants[0].colour")),
        ({"grants": [grant(state="maybe")]}, ("K0104", "grants[0].state")),
        ({"grants": [grant(scheme="nope")]}, ("K0204", "grants[0].scheme")),
    ],
    ids=str,
)
def test_the_place_of_a_refusal(changes: dict[str, Any], finding: tuple[str, str]) -> None:
    assert finding in codes(refused(**changes))


def test_all_findings_at_once() -> None:
    error = refused(
        years=["x"], lines=[line(amount=1.5)], budget=[{"period": "2024", "amount": 2.5}], schemes=["nonsense"]
    )
    assert sorted(code for code, _ in codes(error)) == ["K0006", "K0103", "K0107", "K0107"]


def test_a_list_that_holds_itself() -> None:
    endless: list[Any] = []
    endless.extend([endless, endless])
    assert codes(refused(grants=endless))[0][0] == "K0119"
    assert codes(refused(lines=[line(grant=endless)]))[0][0] == "K0119"
    own: dict[str, Any] = {}
    own["tranches"] = own
    assert codes(refused(grants=[own]))[0][0] == "K0119"


def test_schemes(tmp_path: Path) -> None:
    text = (ROOT / "koers-core/schemes/spuk-iza.toml").read_text("utf-8").replace('"spuk-iza"', '"eigen"', 1)
    (tmp_path / "eigen.toml").write_text(text, "utf-8")
    for schemes in (text, [text], tmp_path / "eigen.toml", (tmp_path / "eigen.toml",)):
        dossier = koers.Dossier(**small(grants=[grant(scheme="eigen")], schemes=schemes))
        assert dossier.settle().total("refund") == Decimal("359.50")
    twice = refused(schemes=[text, tmp_path / "eigen.toml"])
    assert codes(twice) == [("K0211", "eigen.toml:1:1")]
    assert codes(refused(schemes=["[scheme"])) == [("K0006", "schemes[0]:1:8")]
    with pytest.raises(FileNotFoundError):
        koers.Dossier(**small(schemes=[tmp_path / "nowhere.toml"]))


def test_dimensions() -> None:
    dossier = koers.Dossier(**small(lines=[line(theme="A", **{"sub theme": 1}), line(line="L2", theme=None)]))
    first, second = dossier.cost_lines
    assert isinstance(first, koers.CostLineRow)
    assert (first[9:], second[9:]) == (("A", "1"), (None, None))
    assert first._fields[9:] == ("theme", "sub_theme")
    assert getattr(first, "sub_theme") == "1"
    assert dossier.cost_lines.columns == (*koers.CostLineRow._fields, "theme", "sub theme")
    found = [row[:3] for row in dossier.settle().by("theme", "sub theme")]
    assert found == [(None, None, "iza"), (None, None, None), ("A", "1", "iza")]
