"""What-ifs on a dossier: what they change, and what they refuse."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from conftest import SCHEME, codes, grant, line, small, tranche

import koers

CEILING = SCHEME.replace(
    "deductions",
    'ceilings = [{ name = "staf", limit = "10 %", of = "award", article = "art. 5", status = "text" }]\ndeductions',
    1,
).replace("price-quantity", "realised")


def two() -> koers.Dossier:
    """Two grants of 1000: `iza` for any cost, `opvang` for its own goal; a line of 640.50 on the first, one of 800 on none."""
    grants = [grant(), grant(id="opvang", scheme="opvang", tranches=[tranche(part=None)])]
    lines = [line(theme="zorg"), line(line="L2", amount="800", grant=None, theme="jeugd")]
    scheme = CEILING.replace("prices = [", "").replace(
        '    { unit = "plek-dag", price = "61.50", article = "art. 4", status = "text" },\n], ', ""
    )
    return koers.Dossier(**small(grants=grants, lines=lines, schemes=scheme))


def refused(call: Any) -> list[tuple[str, str | None]]:
    with pytest.raises(koers.InputError) as caught:
        call()
    return codes(caught.value)


def verdicts(dossier: koers.Dossier, line: str, grant: str) -> set[str]:
    return {row.verdict for row in dossier.settle().eligibility(line) if row.grant == grant}


def test_nothing_changes_in_the_first() -> None:
    dossier = two()
    before = dossier.settle().to_json()
    dossier.assume_eligible("opvang")
    dossier.judge_eligible("opvang", lines=["L2"], source="memo")
    dossier.with_award("iza", "2024", 1)
    dossier.with_ceiling("opvang", "staf", 1)
    dossier.with_preference("opvang", 1)
    dossier.with_amounts({"L1": 1})
    assert dossier.settle().to_json() == before


def test_judged_eligibility() -> None:
    dossier = two()
    assert verdicts(dossier, "L2", "opvang") == {"goal"}
    assert verdicts(dossier.judge_eligible("opvang", lines=["L2"], source="memo"), "L2", "opvang") == {"eligible"}
    by_theme = dossier.judge_eligible("opvang", only={"theme": {"jeugd"}}, source="memo")
    assert verdicts(by_theme, "L2", "opvang") == {"eligible"}
    assert verdicts(by_theme, "L1", "opvang") == {"goal"}


def test_assumed_eligibility() -> None:
    dossier = two()
    assert verdicts(dossier.assume_eligible("opvang"), "L2", "opvang") == {"eligible"}
    some = dossier.assume_eligible("opvang", only={"theme": ["zorg"]}, except_={"theme": ("wonen",)}, match="any")
    assert verdicts(some, "L1", "opvang") == {"eligible"}
    assert verdicts(some, "L2", "opvang") == {"goal"}


def test_an_award() -> None:
    less = two().with_award("iza", "2024", "600").settle()
    row = next(row for row in less.settlement if row.grant == "iza")
    assert (row.granted, row.spent, row.refund) == (600, 600, 400)


def test_a_ceiling() -> None:
    dossier = two().rebook({"L2": "opvang"})
    spent = {row.grant: row.spent for row in dossier.settle().settlement}
    assert spent["opvang"] == 100
    spent = {row.grant: row.spent for row in dossier.with_ceiling("opvang", "staf", Decimal("250.50")).settle().settlement}
    assert spent["opvang"] == Decimal("250.50")


def test_a_preference() -> None:
    dossier = two()
    assert [row.id for row in dossier.grants] == ["iza", "opvang"]
    first = dossier.with_preference("opvang", 7)
    assert [row.id for row in first.grants] == ["opvang", "iza"]
    assert [row.id for row in first.with_preference("opvang", None).grants] == ["iza", "opvang"]


def test_amounts() -> None:
    changed = two().with_amounts({"L1": "-12.50", "L2": Decimal(3)})
    assert [row.amount for row in changed.cost_lines] == [Decimal("-12.50"), 3]
    assert [row.amount for row in two().with_amounts({}).cost_lines] == [Decimal("640.50"), 800]


@pytest.mark.parametrize(
    ("call", "found"),
    [
        (lambda it: it.assume_eligible("x"), [("K0205", "assume_eligible[x]")]),
        (lambda it: it.assume_eligible("iza", only=1), [("K0103", "assume_eligible[iza].only")]),
        (lambda it: it.assume_eligible("iza", only={"theme": "zorg"}), [("K0103", "assume_eligible[iza].only.theme")]),
        (lambda it: it.assume_eligible("iza", only={"theme": []}), [("K0223", "assume_eligible[iza].only.theme")]),
        (lambda it: it.assume_eligible("iza", match="none"), [("K0104", "assume_eligible[iza].match")]),
        (lambda it: it.judge_eligible("opvang", source="memo"), [("K0223", "judge_eligible[opvang]")]),
        (
            lambda it: it.judge_eligible("x", lines=["L9"], source=" "),
            [("K0120", "judge_eligible[x].source")],
        ),
        (
            lambda it: it.judge_eligible("x", lines=["L9"], source="memo"),
            [("K0205", "judge_eligible[x].grant"), ("K0206", "judge_eligible[x].lines[0]")],
        ),
        (lambda it: it.with_award("x", "2024", 1), [("K0205", "with_award[x/2024]")]),
        (lambda it: it.with_award("iza", "2023", 1), [("K0215", "with_award[iza/2023]")]),
        (lambda it: it.with_award("iza", "2024", 1, part="a"), [("K0215", "with_award[iza/2024/a]")]),
        (lambda it: it.with_award("iza", "2024", 1.5), [("K0107", "with_award[iza/2024]")]),
        (lambda it: it.with_award("iza", "2024", "-1"), [("K0110", "with_award[iza/2024]")]),
        (lambda it: it.with_ceiling("x", "staf", 1), [("K0204", "with_ceiling[x/staf]")]),
        (lambda it: it.with_ceiling("opvang", "x", 1), [("K0104", "with_ceiling[opvang/x]")]),
        (lambda it: it.with_ceiling("opvang", "staf", True), [("K0103", "with_ceiling[opvang/staf]")]),
        (lambda it: it.with_preference("x", 1), [("K0205", "with_preference[x]")]),
        (lambda it: it.with_preference("iza", 0), [("K0104", "with_preference[iza]")]),
        (lambda it: it.with_preference("iza", True), [("K0103", "with_preference[iza]")]),
        (
            lambda it: it.with_amounts({"L1": 1.5, "L2": "1.005", "L3": 1}),
            [("K0107", "with_amounts[L1]"), ("K0106", "with_amounts[L2]"), ("K0206", "with_amounts[L3]")],
        ),
    ],
)
def test_what_is_refused(call: Any, found: list[tuple[str, str]]) -> None:
    dossier = two()
    assert refused(lambda: call(dossier)) == found


def test_vat_and_bookings_must_fit_the_new_amount() -> None:
    lines = [line(vat_compensable="40.50"), line(line="L2", grant="iza:100;wmo:rest")]
    dossier = koers.Dossier(**small(grants=[grant(), grant(id="wmo")], lines=lines))
    assert refused(lambda: dossier.with_amounts({"L1": 40, "L2": 99})) == [
        ("K0222", "with_amounts[L1]"),
        ("K0214", "with_amounts[L2]"),
    ]


@pytest.mark.parametrize("call", [lambda it: it.assume_eligible(1), lambda it: it.with_amounts({1: 1})])
def test_names_are_text(call: Any) -> None:
    with pytest.raises(TypeError):
        call(two())
