"""Other bookings for lines."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from conftest import codes, grant, line, small

import koers


@pytest.fixture
def dossier() -> koers.Dossier:
    return koers.Dossier(**small(grants=[grant(), grant(id="wmo")], lines=[line(), line(line="L2", amount=100)]))


@pytest.mark.parametrize(
    ("booking", "spent"),
    [
        ("wmo", {"iza": 100, "wmo": Decimal("640.50")}),
        (None, {"iza": 100, "wmo": 0}),
        ("iza:60%;wmo:40%", {"iza": Decimal("484.30"), "wmo": Decimal("256.20")}),
        ({"iza": "60 %", "wmo": "40 %"}, {"iza": Decimal("484.30"), "wmo": Decimal("256.20")}),
        ({"iza": 40, "wmo": "rest"}, {"iza": 140, "wmo": Decimal("600.50")}),
        ({"iza": Decimal("40.5"), "wmo": "rest"}, {"iza": Decimal("140.50"), "wmo": 600}),
        ({"iza": Decimal("4E+1"), "wmo": "rest"}, {"iza": 140, "wmo": Decimal("600.50")}),
        ({"iza": "0.50", "wmo": "rest"}, {"iza": Decimal("100.50"), "wmo": 640}),
        ({"wmo": "rest"}, {"iza": 100, "wmo": Decimal("640.50")}),
    ],
    ids=str,
)
def test_bookings(dossier: koers.Dossier, booking: Any, spent: dict[str, Any]) -> None:
    settlement = dossier.rebook({"L1": booking}).settle()
    assert {row.grant: row.spent for row in settlement.settlement} == spent


@pytest.mark.parametrize(
    ("booking", "finding"),
    [
        ("", ("K0116", "rebook[L1]")),
        ({}, ("K0116", "rebook[L1]")),
        ("iza:50%;wmo:40%", ("K0116", "rebook[L1]")),
        ({"iza": "60 %", "wmo": "rest"}, ("K0116", "rebook[L1]")),
        ({"iza:1;wmo": "rest"}, ("K0116", "rebook[L1]")),
        ({"wmo": "1;iza:rest"}, ("K0116", "rebook[L1]")),
        ({"iza": "-1", "wmo": "rest"}, ("K0116", "rebook[L1]")),
        ({"iza": 40.0, "wmo": "rest"}, ("K0107", "rebook[L1].iza")),
        ({"iza": True, "wmo": "rest"}, ("K0103", "rebook[L1].iza")),
        ({"iza": None, "wmo": "rest"}, ("K0103", "rebook[L1].iza")),
        (1, ("K0103", "rebook[L1]")),
        (["iza"], ("K0103", "rebook[L1]")),
        ("nope", ("K0205", "rebook[L1]")),
        ({"iza": 641, "wmo": "rest"}, ("K0214", "rebook[L1]")),
    ],
    ids=str,
)
def test_bookings_that_are_refused(dossier: koers.Dossier, booking: Any, finding: tuple[str, str]) -> None:
    with pytest.raises(koers.InputError) as caught:
        dossier.rebook({"L1": booking})
    (found,) = codes(caught.value)
    assert found[0] == finding[0]


def test_all_findings_at_once(dossier: koers.Dossier) -> None:
    with pytest.raises(koers.InputError) as caught:
        dossier.rebook({"L1": {"iza": 1.5, "wmo": "rest"}, "L2": "nope", "L3": "iza"})
    assert sorted(code for code, _ in codes(caught.value)) == ["K0107", "K0205", "K0206"]


def test_a_line_is_named_by_text(dossier: koers.Dossier) -> None:
    with pytest.raises(TypeError):
        dossier.rebook({1: "iza"})  # type: ignore[dict-item]


def test_nothing_changes_in_the_first(dossier: koers.Dossier) -> None:
    before = dossier.settle().to_json()
    dossier.rebook({"L1": None, "L2": "wmo"})
    assert dossier.settle().to_json() == before
    assert dossier.rebook({}).settle().to_json() == before
