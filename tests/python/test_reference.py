"""The accounts of Twentse Koers for 2024 come out, to the euro. Every figure here is the report's."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from decimal import Decimal

import pytest
from conftest import ACCOUNTS, ROOT

import koers

THEMES = {
    "PO": "Programmaorganisatie algemeen",
    "BZ": "Bestaanszekerheid",
    "PG": "Preventie & gezondheid",
    "MG": "Mentale gezondheid",
    "OU": "Ouderen",
    "OV": "Overig budget projecten",
    "LI": "Lokale inzet en bekostiging",
}


def reference(name: str) -> list[dict[str, str]]:
    """A table of the report's figures in whole euros, shared with the tests in Rust."""
    with (ROOT / "tests" / "reference" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def booked(accounts: koers.Dossier) -> koers.Settlement:
    return accounts.settle()


def test_the_readme() -> None:
    dossier = koers.load(str(ACCOUNTS))
    booked = dossier.settle()
    assert repr(booked.total("refund")) == "Decimal('965225.00')"
    assert booked.total("carry_over") == 735_878
    assert booked.total("balance") == 1_701_103
    rebooked = dossier.rebook({"BZ-1": "iza"}).settle()
    assert rebooked.total("refund") == 923_612
    assert sum(row.carry_over for row in rebooked.settlement if row.grant == "gala15") == 315_586
    parts = dossier.rebook({"BZ-1": {"iza": "4161", "gala15": "rest"}}).settle()
    assert parts.total("refund") == 961_064
    assert booked.total("refund") == 965_225, "a what-if changes nothing"
    assert booked.dossier is dossier


def test_the_table_per_grant(booked: koers.Settlement) -> None:
    columns = ("received", "spent", "balance", "refund", "carry_over")
    found: dict[str, dict[str, str]] = {}
    for row in booked.settlement:
        sums = found.setdefault(row.grant, {"grant": row.grant, **dict.fromkeys(columns, "0"), "until": ""})
        for column in columns:
            sums[column] = str(int(sums[column]) + int(getattr(row, column)))
        sums["until"] = str(row.carry_over_until.year) if row.carry_over_until else sums["until"]
    # The announced Regio Deal has no tranche, and so no row.
    assert list(found.values()) == reference("grants.csv")


def test_the_table_per_theme(booked: koers.Settlement) -> None:
    found = {(row[0], row.grant or "", row.budget, row.realised, row.balance) for row in booked.by("theme")}
    expected = [[*row.values()] for row in reference("themes.csv")]
    assert found == {(theme, grant, *map(Decimal, figures)) for theme, grant, *figures in expected}


def test_question_20_the_oldest_tranche_first(booked: koers.Settlement) -> None:
    left = {row.tranche: row.carry_over for row in booked.settlement if row.grant == "gala15"}
    assert left == {"2023": 62_617, "2024": 211_356}


def test_the_control_totals(booked: koers.Settlement) -> None:
    sums: dict[tuple[str | None, str], Decimal] = defaultdict(Decimal)
    for row in booked.by("theme"):
        for column in ("budget", "realised", "balance"):
            sums[row[0], column] += getattr(row, column)
            sums["total", column] += getattr(row, column)
    totals = reference("control_totals.csv")
    assert len(totals) == 47
    for total in totals:
        key, column = total["key"], total["column"]
        if key == "GR.total":
            found = booked.total(column)  # type: ignore[arg-type]
        elif key == "TOT.total":
            found = sums["total", column]
        else:
            found = sums[THEMES[key.removeprefix("TOT.").removesuffix(".total")], column]
        assert found == Decimal(total["value"]), (key, column)


def test_the_announced_grant_counts_for_nothing(accounts: koers.Dossier, booked: koers.Settlement) -> None:
    assert ("regiodeal", "announced") in [(grant.id, grant.state) for grant in accounts.grants]
    assert "regiodeal" not in {row.grant for row in booked.settlement}


def test_the_findings(booked: koers.Settlement) -> None:
    found = {(finding.code, finding.amount) for finding in booked.findings}
    assert ("K0402", Decimal(75_601)) in found, "the window of cliëntondersteuning"
    assert ("K0403", Decimal(25_601)) in found, "its award above € 50.000"
    assert ("K0404", Decimal(273_973)) in found, "the carry-over of GALA"
    assert "error" not in {finding.severity for finding in booked.findings}


def test_every_cent_of_every_line_is_somewhere(accounts: koers.Dossier, booked: koers.Settlement) -> None:
    paid: dict[str, Decimal] = defaultdict(Decimal)
    for row in [*booked.allocations, *booked.own_funds]:
        paid[row.line] += row.amount
    assert paid == {line.line: line.amount for line in accounts.cost_lines if line.amount}
    assert len(accounts.cost_lines) == 39
    assert booked.total("own_funds") == sum(row.amount for row in booked.own_funds) == 0


def test_roll_forward(booked: koers.Settlement) -> None:
    for row in booked.roll_forward:
        assert row.opening + row.received - row.released - row.repaid + row.other == row.closing
    assert sum(row.closing for row in booked.roll_forward) == 1_701_103


def test_outcomes(booked: koers.Settlement) -> None:
    by_kind: dict[str, Decimal] = defaultdict(Decimal)
    for row in booked.outcomes:
        by_kind[row.kind] += row.amount
    assert by_kind == {"refund": 965_225, "carry_over": 735_878}


def test_published_amounts_by_price_and_quantity() -> None:
    """Five amounts of published accounts, by the legal prices of the reception of displaced persons from Ukraine."""
    with (ROOT / "tests/reference/price_times_quantity.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 5
    earned: dict[tuple[str, int], Decimal] = defaultdict(Decimal)
    quantities: dict[tuple[str, int], list[dict[str, object]]] = defaultdict(list)
    for row in rows:
        key = (row["organisation"], int(row["year"]))
        earned[key] += Decimal(row["amount_eur"])
        # The price of 2022 changed on 15 October.
        day = "2022-10-14" if row["unit_price_eur"] == "100" else f"{row['year']}-12-31"
        quantities[key].append(
            {"grant": "opvang", "date": day, "unit": row["unit"], "quantity": row["implied_units"]}
        )
    for (holder, year), amount in earned.items():
        tranche = {"id": str(year), "year": year, "granted": "10000000"}
        dossier = koers.Dossier(
            holder=holder,
            years=[year],
            grants=[{"id": "opvang", "scheme": "opvang-ontheemden-oekraine", "state": "awarded", "tranches": [tranche]}],
            quantities=quantities[(holder, year)],
        )
        assert dossier.settle().total("earned") == amount


PREVENTION = {"theme": ["Preventie & gezondheid"]}


def spent(settlement: koers.Settlement) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for row in settlement.settlement:
        sums[row.grant] += row.spent
    return sums


def test_nothing_less_goes_back_as_the_accounts_stand(accounts: koers.Dossier, booked: koers.Settlement) -> None:
    best = accounts.settle("least-refund")
    assert best.total("refund") == 965_225
    assert best.total("own_funds") == 0
    assert len(best.advice()) == 0 and len(booked.advice()) == 0


def test_question_3_the_least_that_goes_back(accounts: koers.Dossier, booked: koers.Settlement) -> None:
    wider = accounts.assume_eligible("iza")
    best = wider.settle("least-refund")
    assert best.total("refund") == 749_551
    assert booked.total("refund") - best.total("refund") == 215_674
    assert best.total("carry_over") == 951_552
    advice = best.advice()
    assert sum(row.saves for row in advice) == sum(row.amount for row in advice) == 215_674
    advised = wider.rebook({row.line: row.booking for row in advice}).settle()
    assert advised.total("refund") == 749_551
    assert len(advised.advice()) == 0
    changes = [row for row in best.diff(booked) if row.measure == "refund"]
    assert sum(row.change for row in changes) == -215_674


def test_question_5_only_within_prevention(accounts: koers.Dossier) -> None:
    steps = [
        {"method": "booked", "except": PREVENTION},
        {"method": "least-refund", "only": PREVENTION, "maxima": {"iza": "113373"}},
    ]
    settlement = accounts.assume_eligible("iza").settle(steps)
    assert settlement.total("refund") == 917_510
    assert settlement.total("carry_over") == 783_593
    sums = spent(settlement)
    assert (sums["iza"], sums["gala15"], sums["provincie"]) == (4_408_928, 59_379, 94_527)


def test_question_6_what_no_rebooking_could_have_prevented(accounts: koers.Dossier) -> None:
    certificate = accounts.assume_eligible("iza").settle("least-refund").certificate
    assert certificate is not None
    certificate.verify()
    (problem,) = json.loads(certificate.to_json())["problems"]
    (cut,) = [cut for cut in problem["cuts"] if cut["of"] == "refund"]
    buckets = {row["node"]: row["grant"] for row in problem["buckets"]}
    assert cut["amount"] == "749551.00"
    assert [buckets[node] for node in cut["buckets"]] == ["iza"]
    assert set(cut["classes"]) == {row["node"] for row in problem["classes"]}, "all costs are spent from what would go back"


def test_question_17_the_use_case_in_full(accounts: koers.Dossier) -> None:
    executed = accounts.with_amounts({"BZ-7": "280000"})
    assert executed.settle().total("refund") == 763_916
    assert executed.settle("least-refund").total("refund") == 763_916


def test_what_a_euro_more_would_save(accounts: koers.Dossier) -> None:
    best = accounts.assume_eligible("iza").settle("least-refund")
    assert best.saved_by_cost("BZ-1") == 1, "a euro more of cost is a euro less that goes back"
    assert best.saved_by_award("iza", "2024", 1000) == 0, "there is room left"
    for changed in (
        best.dossier.with_award("gala15", "2024", "100000", part="15"),
        best.dossier.with_preference("iza", 1),
        accounts.assume_eligible("iza").assume_eligible("provincie"),
    ):
        what_if = best.what_if(changed)
        anew = changed.settle("least-refund")
        assert [tuple(row) for row in what_if.settlement] == [tuple(row) for row in anew.settlement]
        assert what_if.total("refund") == anew.total("refund")
        assert what_if.certificate is not None and anew.certificate is not None
        assert what_if.certificate.claims == anew.certificate.claims
    assert best.what_if(best.dossier.with_preference("iza", 1)).used_kept_classes
