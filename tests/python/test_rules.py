"""What schemes ask for beside costs: quantities, kinds of lines, reserves, judgements; and what comes out of it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas
import polars
import pytest
from conftest import SCHEME, codes, grant, line, quantity, shelter, tranche

import koers


def refused(**changes: Any) -> list[tuple[str, str | None]]:
    with pytest.raises(koers.InputError) as caught:
        koers.Dossier(**shelter(**changes))
    return codes(caught.value)


def test_the_tables_that_went_in() -> None:
    dossier = koers.Dossier(**shelter())
    first = ("L1", "2024", 7000, "cost", "opvang", False, None, 700, None)
    second = ("L2", "2024", 50, "income", "opvang", False, None, 0, None)
    assert list(dossier.cost_lines) == [first, second]
    first, second = dossier.quantities
    assert first == koers.QuantityRow("opvang", "2024-06", "plek-dag", Decimal(40), None, None, None)
    assert second == ("opvang", "2024-06", "plek-dag", Decimal("60.5"), "2024", None, "telling")
    assert dossier.quantities.name == "quantities"
    assert dossier.quantities.kinds["quantity"] == "quantity"
    assert [str(row.quantity) for row in dossier.quantities] == ["40", "60.5"]


def test_what_comes_out() -> None:
    """100.5 x 61.50 = 6180.75 earned, 7000 - 700 - 50 = 6250 of costs: 69.25 is not earned."""
    settlement = koers.Dossier(**shelter()).settle()
    first = settlement.settlement[0]
    assert (first.earned, first.spent) == (Decimal("6180.75"), Decimal("6180.75"))
    assert first.retained == 600, "a tenth of the award, of which 400 was there"
    assert [(row.line, row.amount, row.reason) for row in settlement.own_funds] == [("L1", Decimal("69.25"), "basis")]
    deductions = [(row.line, row.kind, row.amount) for row in settlement.deductions]
    assert deductions == [("L1", "vat", 700), ("L1", "income", 50), ("L2", "income", -50)]
    terms = {(row.grant, row.kind): row for row in settlement.terms}
    assert terms["opvang", "advance"].amount == 8000
    assert terms["opvang", "accountability"].date == date(2025, 7, 15)
    assert terms["opvang", "must"].amount == first.refund
    assert all(row.rule.startswith("opvang@2024-01-01 art.") for row in settlement.terms)


def test_the_units_of_an_award_are_a_maximum() -> None:
    def earned(units: Any) -> Decimal:
        grants = [grant(id="opvang", scheme="opvang", tranches=[tranche(granted="10000", units=units)])]
        return koers.Dossier(**shelter(grants=grants, eligible_for=None)).settle().total("earned")

    for units in ({"plek-dag": 50}, {"plek-dag": "50"}, {"plek-dag": Decimal("50.000")}):
        assert earned(units) == 50 * Decimal("61.50")
    assert earned({"plek-dag": Decimal("0.5")}) == Decimal("30.75")
    assert earned({}) == earned({"uur": 1}) == Decimal("6180.75")


@pytest.mark.parametrize("number", [40.0, float("inf"), Fraction(1, 2), Decimal("NaN"), 1j], ids=str)
def test_quantities_are_never_floats(number: Any) -> None:
    assert refused(quantities=[quantity(quantity=number)])[0][1] == "quantities[1].quantity"
    tranches = [tranche(units={"plek-dag": number})]
    grants = [grant(id="opvang", scheme="opvang", tranches=tranches)]
    (finding,) = refused(grants=grants, eligible_for=None)
    assert finding[1] == "grants[0].tranches[0].units.plek-dag"


def test_a_float_says_why() -> None:
    with pytest.raises(koers.InputError) as caught:
        koers.Dossier(**shelter(quantities=[quantity(quantity=40.5)]))
    assert "`40.5`" in str(caught.value)


@pytest.mark.parametrize(
    ("row", "finding"),
    [
        ({"quantity": "veel"}, ("K0122", "quantities[1].quantity")),
        ({"quantity": Decimal("0.0000001")}, ("K0122", "quantities[1].quantity")),
        ({"quantity": 10**12}, ("K0122", "quantities[1].quantity")),
        ({"quantity": None}, ("K0121", "quantities[1].quantity")),
        ({"quantity": True}, ("K0103", "quantities[1].quantity")),
        ({"unit": None}, ("K0121", "quantities[1].unit")),
        ({"grant": "nope"}, ("K0205", "quantities[1].grant")),
        ({"tranche": "1999"}, None),
        ({"period": "2024-13"}, ("K0109", "quantities[1].period")),
        ({"theme": "A"}, ("K0101", "quantities.theme")),
    ],
    ids=str,
)
def test_rows_of_quantities_that_are_refused(row: dict[str, Any], finding: tuple[str, str] | None) -> None:
    found = refused(quantities=[quantity(**row)])
    assert finding is None or found == [finding]


def test_all_kinds_of_rows() -> None:
    rows = shelter()["quantities"]
    rows = [{"tranche": None, "source": None, **row} for row in rows]
    exact = [{**row, "quantity": Decimal(str(row["quantity"]))} for row in rows]
    wanted = koers.Dossier(**shelter()).settle().to_json()
    frame = polars.DataFrame(exact, schema_overrides={"quantity": polars.Decimal(18, 6)})
    table = koers.Dossier(**shelter()).quantities
    for quantities in (
        rows,
        iter(rows),
        frame,
        pandas.DataFrame(exact),
        table,
        list(table),
        table.to_polars(),
        table.to_pandas(),
    ):
        assert koers.Dossier(**shelter(quantities=quantities)).settle().to_json() == wanted
    assert refused(quantities=frame.cast({"quantity": polars.Float64}))[0][1] == "quantities[1].quantity"
    with pytest.raises(koers.RowsError, match="quantities must be rows"):
        koers.Dossier(**shelter(quantities={"quantity": 1}))


def test_a_table_of_quantities_becomes_others() -> None:
    table = koers.Dossier(**shelter()).quantities
    frame = table.to_polars()
    assert dict(frame.schema)["quantity"] == polars.Decimal(18, 6)
    assert frame.rows() == [tuple(row) for row in table]
    assert str(table.to_pandas()["quantity"].dtype) == "object"
    assert table.to_pandas()["quantity"].sum() == Decimal("100.5")
    assert table.to_csv().splitlines()[2] == "opvang,2024-06,plek-dag,60.5,2024,,telling"
    assert '"quantity":"60.5"' in table.to_json()
    assert "| 60.5 |" in table.to_markdown()
    assert "60.5" in table._repr_html_()
    assert "    60.5" in repr(table)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"kind": "gift"}, "K0104"),
        ({"kind": 1}, None),
        ({"vat_compensable": 7000.0}, "K0107"),
        ({"vat_compensable": "7000.01"}, "K0222"),
        ({"vat_compensable": "-1"}, "K0222"),
        ({"fixed": "x"}, "K0104"),
        ({"fixed": 1}, "K0103"),
        ({"fixed": "True"}, "K0104"),
        ({"corrects": "L1"}, "K0224"),
        ({"corrects": 1.0}, "K0103"),
    ],
    ids=str,
)
def test_kinds_and_vat_that_are_refused(row: dict[str, Any], code: str | None) -> None:
    found = refused(lines=[line(line="L1", amount="7000", grant="opvang", **row)], eligible_for=None)
    assert code is None or [code for code, _ in found] == [code]


def test_without_a_kind_a_line_is_a_cost() -> None:
    rows = [line(grant="opvang", kind=kind, vat_compensable=None) for kind in (None, "", "cost")]
    lines = [{**row, "line": str(at)} for at, row in enumerate(rows)]
    dossier = koers.Dossier(**shelter(lines=lines, eligible_for=None))
    assert {(row.kind, row.vat_compensable) for row in dossier.cost_lines} == {("cost", 0)}


@pytest.mark.parametrize("unspent", [
    {"rule": "retain"},
    {"rule": "refund"},
    {"rule": "reserve", "limit": "25 %", "of": "award"},
    {"rule": "carry-over", "until": date(2025, 12, 31), "limit": "500"},
    {"rule": "carry-over", "until": "31-12-2025", "limit": "50 %", "of": "award", "to": "any-part"},
], ids=lambda unspent: "-".join(map(str, unspent.values())))
def test_agreements_have_the_words_of_a_scheme(unspent: dict[str, Any]) -> None:
    agreement = {"source": "brief", "tranches": ["2024"], "unspent": unspent}
    grants = [grant(id="opvang", scheme="opvang", tranches=[tranche()], agreements=[agreement])]
    settlement = koers.Dossier(**shelter(grants=grants, lines=[], quantities=None, eligible_for=())).settle()
    (row,) = settlement.settlement
    kept = {"retain": (1000, 0), "refund": (0, 0), "reserve": (250, 0), "carry-over": (0, 500)}
    assert (row.retained, row.carry_over) == kept[unspent["rule"]]
    assert row.refund == 1000 - row.retained - row.carry_over


def test_an_agreement_that_says_nothing_known() -> None:
    agreement = {"source": "brief", "unspent": {"rule": "keep"}}
    grants = [grant(id="opvang", scheme="opvang", agreements=[agreement])]
    assert refused(grants=grants, eligible_for=None) == [("K0104", "grants[0].agreements[0].unspent.rule")]
    grants[0]["agreements"] = [{"source": "brief", "unspent": {"rule": "carry-over", "until": 2025.0}}]
    assert refused(grants=grants, eligible_for=None)[0][1] == "grants[0].agreements[0].unspent.until"


@pytest.mark.parametrize("reserve", [400.0, "veel", -1])
def test_a_reserve_is_an_amount(reserve: Any) -> None:
    grants = [grant(id="opvang", scheme="opvang", reserve=reserve)]
    assert refused(grants=grants, eligible_for=None)[0][1] == "grants[0].reserve"


def test_what_a_person_judged() -> None:
    def verdicts(eligible_for: Any) -> dict[str, str]:
        table = koers.Dossier(**shelter(eligible_for=eligible_for)).settle().eligibility("L1")
        return {row.grant: row.verdict for row in table}

    assert verdicts([{"grant": "tweede", "lines": ["L1"], "source": "memo"}]) == {
        "opvang": "eligible",
        "tweede": "eligible",
    }
    for nothing in (None, (), []):
        assert verdicts(nothing) == {"opvang": "eligible", "tweede": "goal"}


@pytest.mark.parametrize(
    ("said", "finding"),
    [
        ({"grant": "tweede", "lines": ["L1"]}, ("K0102", "eligible_for[0]")),
        ({"grant": "tweede", "source": "memo"}, None),
        ({"grant": "tweede", "lines": ["nope"], "source": "memo"}, ("K0206", "eligible_for[0].lines[0]")),
        ({"grant": "nope", "lines": ["L1"], "source": "memo"}, ("K0205", "eligible_for[0].grant")),
        ({"grant": "tweede", "lines": "L1", "source": "memo"}, ("K0103", "eligible_for[0].lines")),
        ("tweede", ("K0103", "eligible_for[0]")),
    ],
    ids=str,
)
def test_judgements_that_are_refused(said: Any, finding: tuple[str, str] | None) -> None:
    found = refused(eligible_for=[said])
    assert finding is None or found == [finding]
    assert refused(eligible_for={"grant": "tweede"})[0] == ("K0103", "eligible_for")


def test_eligibility_is_a_table_like_the_others() -> None:
    settlement = koers.Dossier(**shelter()).settle()
    table = settlement.eligibility("L1")
    assert (table.name, table.columns) == ("eligibility", koers.EligibilityRow._fields)
    assert isinstance(table[0], koers.EligibilityRow)
    assert table[0].rule == "opvang@2024-01-01 art. 3 (text)"
    assert "eligible" in table._repr_html_()
    with pytest.raises(koers.UnknownNameError, match="unknown line `nope`"):
        settlement.eligibility("nope")


LATER = SCHEME + SCHEME[SCHEME.index("[[versions]]") :].replace(
    "from = 2024-01-01", "from = 2024-01-01\npublished = 2024-10-01"
).replace("61.50", "71.50")
"""The same scheme with a price that was raised afterwards."""


def test_the_rules_as_they_were_known() -> None:
    dossier = koers.Dossier(**shelter(schemes=LATER))
    assert dossier.as_of is None
    assert dossier.settle().settlement[0].earned == Decimal("100.5") * Decimal("71.50")
    for day in (date(2024, 9, 30), "2024-09-30", "30-09-2024"):
        before = dossier.known_on(day)
        assert before.as_of == date(2024, 9, 30)
        assert before.settle().settlement[0].earned == Decimal("100.5") * Decimal("61.50")
    assert before.known_on(None).settle().to_json() == dossier.settle().to_json()
    assert before.cost_lines == dossier.cost_lines
    assert dossier.as_of is None, "a what-if changes nothing"
    assert koers.Dossier(**shelter(schemes=LATER, as_of="2024-09-30")).settle().to_json() == before.settle().to_json()


@pytest.mark.parametrize(
    ("day", "code"),
    [("31-9-2024", "K0109"), ("2024", "K0109"), (2024, "K0103"), (2024.5, "K0103"), (datetime(2024, 1, 1), "K0103")],
    ids=str,
)
def test_days_that_are_refused(day: Any, code: str) -> None:
    with pytest.raises(koers.InputError) as caught:
        koers.Dossier(**shelter()).known_on(day)
    assert codes(caught.value) == [(code, "as_of")]
