"""Declared figures beside a settlement: the corpus that Rust and C run too, and the accounts of 2024."""

from __future__ import annotations

import csv
import json
import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars
import pyarrow
import pytest
from conftest import ACCOUNTS, ROOT
from test_cli import run

import koers

CASES = sorted((ROOT / "tests/corpus/reconcile").iterdir())
DECLARED = ACCOUNTS / "declared.csv"


@pytest.fixture(scope="module")
def booked(accounts: koers.Dossier) -> koers.Settlement:
    return accounts.settle()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_case_gives_what_it_must(case: Path) -> None:
    dossier = case / "dossier.txt"
    folder = ROOT / dossier.read_text("utf-8").strip() if dossier.exists() else ACCOUNTS
    booked = koers.load(folder).settle()
    named = case / "declared.txt"
    table = ROOT / named.read_text("utf-8").strip() if named.exists() else case / "declared.csv"
    expected = (case / "expected.json").read_text("utf-8")
    if case.name.startswith("refused"):
        with pytest.raises(koers.InputError) as refused:
            booked.reconcile(table)
        codes = [row["code"] for row in json.loads(expected)["findings"]]
        assert [finding.code for finding in refused.value.findings] == codes
        return
    found = booked.reconcile(table)
    assert found.to_json() == expected
    assert found.render() == (case / "expected.txt").read_text("utf-8")
    assert found.render(lang="en") == (case / "expected.en.txt").read_text("utf-8")


def test_the_gap_of_2052_stays_unexplained(booked: koers.Settlement) -> None:
    found = booked.reconcile(DECLARED)
    assert not found.agrees
    rows = {row.key: row for row in found.figures}
    for key in ("totaal.niet-begroot", "totaal.beschikbaar", "totaal.over"):
        assert rows[key].unexplained == Decimal(-2052)
    refunds = rows["tekst.terug"]
    assert (refunds.declared, refunds.computed) == (Decimal(751_307), Decimal(965_225))
    steps = [(step.cause, step.line, step.amount) for step in found.bridges if step.key == "tekst.terug"]
    assert steps == [
        ("another-grant", "BZ-1", Decimal(4_161)),
        ("carried", "MG-4", Decimal(-61_548)),
        ("never-budgeted", None, Decimal(111_305)),
        ("no-statement", "OV-1", Decimal(160_000)),
    ]
    assert {row.grant: row.unbudgeted for row in found.grants}["gala15"] == Decimal(226_869)
    assert sum(row.result == "forced" for row in found.funding) == 13
    assert {row.code for row in found.findings("en")} >= {"K0708", "K0710", "K0711"}
    assert len(found.possible) == 0
    assert found.figures.to_polars().height == len(rows)
    assert "<table" in found._repr_html_() and "2.052" in repr(found)


def test_letter_and_report(booked: koers.Settlement) -> None:
    """Question 36: amounts yes; 24 projects against 26; SamSam missing."""
    found = booked.reconcile(DECLARED)
    letter = [row for row in found.figures if row.document == "raadsbrief"]
    assert all(row.difference == 0 for row in letter if row.computed is not None)
    assert [(row.declared, row.wrong_sum) for row in letter if row.wrong_sum is not None] == [(Decimal(24), Decimal(26))]
    assert [row.subject for row in found.findings() if row.code == "K0714"] == ["samsam"]
    between = [(row.subject, row.amount) for row in found.findings() if row.code in ("K0714", "K0715")]
    assert between == [("brief.projecten", Decimal(-2)), ("samsam", Decimal(4_345))]


def test_the_row_types_have_the_columns_of_the_core(booked: koers.Settlement) -> None:
    found = booked.reconcile(DECLARED)
    rows: dict[str, Any] = {
        "figures": koers.ReconciliationRow,
        "bridges": koers.BridgeRow,
        "grants": koers.GrantBudgetRow,
        "unconfirmed": koers.UnconfirmedRow,
        "funding": koers.FundingRow,
        "possible": koers.PossibleRow,
    }
    for name, row in rows.items():
        table = getattr(found, name)
        assert row._fields == table.columns
        assert all(type(it) is row for it in table)


def test_rows_and_frames_are_read_as_the_file(booked: koers.Settlement) -> None:
    # All but the places of findings.
    expected = booked.reconcile(DECLARED).render()
    with DECLARED.open(encoding="utf-8", newline="") as file:
        rows = [{name: value or None for name, value in row.items()} for row in csv.DictReader(file)]
    frame = polars.DataFrame(rows, infer_schema_length=None)
    for given in (rows, frame, pyarrow.Table.from_pylist(rows), frame.to_arrow()):
        assert booked.reconcile(given).render() == expected
    with pytest.raises(koers.InputError) as refused:
        booked.reconcile([{"key": "a", "scope": "total", "measure": "refund", "amount": 1.5}])
    assert [finding.code for finding in refused.value.findings] == ["K0107"]
    with pytest.raises(koers.RowsError):
        booked.reconcile(7)


def test_a_file_that_cannot_be_read_is_a_finding(booked: koers.Settlement, tmp_path: Path) -> None:
    broken = tmp_path / "broken.csv"
    broken.write_bytes(b"key,amount\na,\xff\n")
    # Opening it would wait for a writer.
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    for path, code in ((tmp_path / "no.csv", "K0001"), (tmp_path, "K0002"), (broken, "K0003"), (pipe, "K0002")):
        with pytest.raises(koers.InputError) as refused:
            booked.reconcile(path)
        assert [finding.code for finding in refused.value.findings] == [code], path


def said(*arguments: str) -> tuple[int, str, str]:
    done = run("reconcile", *arguments)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_the_command() -> None:
    folder = str(ACCOUNTS)
    cases = ROOT / "tests/corpus/reconcile"
    expected = cases / "accounts-2024"
    assert said(folder) == (0, (expected / "expected.txt").read_text("utf-8"), "")
    assert said(folder, "--lang", "en")[1] == (expected / "expected.en.txt").read_text("utf-8")
    assert said(folder, "--format", "json")[1] == (expected / "expected.json").read_text("utf-8")
    assert said(folder, "--format", "csv")[1].startswith("key,year,scope,measure,")
    assert said(folder, "--format", "markdown")[1].startswith("# Aansluiting")
    assert said(folder, "--declared", str(cases / "nothing/declared.csv"))[0] == 0
    # A grant that is not there is an error; a table that can't be read is refused.
    for case in ("beside", "refused"):
        assert said(folder, "--declared", str(cases / case / "declared.csv"))[0] == 1
    status, _, error = said(folder, "--declared", "nowhere.csv")
    assert status == 1 and "nowhere.csv" in error
