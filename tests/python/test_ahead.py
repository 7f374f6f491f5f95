"""What is ahead of a settlement."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from conftest import ACCOUNTS, ROOT, line, small
from test_cli import run

import koers


@pytest.fixture(scope="module")
def ahead(accounts: koers.Dossier) -> koers.Deadlines:
    return accounts.settle().deadlines()


def test_question_8_what_must_be_spent_before_when(ahead: koers.Deadlines) -> None:
    assert ahead.as_of == date(2024, 12, 31)
    assert [(row.date, row.kind, row.amount) for row in ahead.totals] == [
        (date(2025, 12, 31), "spend", 457_560),
        (date(2026, 12, 31), "spend", 278_318),
    ]
    # Nothing of it waits for money that has not come in.
    assert all(row.refund == row.amount == row.by_then for row in ahead.totals)


def test_question_10_how_much_faster(ahead: koers.Deadlines) -> None:
    total = ahead.totals[0]
    assert (total.needed, total.so_far, total.times) == (38_130, Decimal("9048.33"), Decimal("4.214037"))


def test_question_20_what_is_left_per_tranche(accounts: koers.Dossier, ahead: koers.Deadlines) -> None:
    def gala(deadlines: koers.Deadlines) -> list[Decimal | None]:
        return [row.amount for row in deadlines.rows if row.grant == "gala15" and row.kind == "spend"]

    assert gala(ahead) == [62_617, 211_356]
    assert gala(accounts.settle([{"method": "booked", "tranches": "newest"}]).deadlines()) == [169_711, 104_262]


def test_duties_stand_between_what_must_be_spent(ahead: koers.Deadlines) -> None:
    iza = [(row.date, row.kind, row.year, row.reason) for row in ahead.rows if row.grant == "iza"]
    assert iza == [
        (date(2025, 7, 15), "accountability", 2024, "spuk-iza@2023-01-01 art. 8 lid 2 (text)"),
        (date(2026, 3, 31), "decision", 2024, "spuk-iza@2023-01-01 art. 9 lid 1 (text)"),
    ]
    # One decision for all years, which comes back in none.
    gala = [(row.date, row.kind) for row in ahead.rows if row.grant == "gala15" and row.tranche is None]
    assert gala == [(date(year, 7, 15), "accountability") for year in (2025, 2026, 2027)] + [(date(2028, 3, 31), "decision")]


def test_the_tables(ahead: koers.Deadlines) -> None:
    assert (ahead.rows.name, ahead.rows.columns[6]) == ("deadlines", "from")
    assert type(ahead.rows[0]) is koers.DeadlineRow and type(ahead.totals[0]) is koers.DeadlineTotalRow
    assert ahead.totals.columns == koers.DeadlineTotalRow._fields
    assert next(row.from_ for row in ahead.rows if row.kind == "spend") == date(2025, 1, 1)
    tables = json.loads(ahead.to_json())
    assert [len(table) for table in tables.values()] == [len(ahead.rows), len(ahead.totals)] == [15, 2]
    assert ahead.rows.to_polars().height == 15
    assert ahead.render("csv") == ahead.rows.to_csv()


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_for_people(ahead: koers.Deadlines, lang: koers.types.Lang) -> None:
    text = ahead.render("text", lang)
    assert ("38.130,00" if lang == "nl" else "38,130.00") in text
    assert ("4,21" if lang == "nl" else "4.21") in text
    assert ahead.render("markdown", lang).startswith("## ")
    assert ahead.render("html", lang).count("<table") == 2
    assert repr(ahead) == ahead.render() and ahead._repr_html_() == ahead.render("html")


def test_nothing_is_left_to_do() -> None:
    deadlines = koers.Dossier(**small(grants=[], lines=[])).settle().deadlines()
    assert (deadlines.as_of, len(deadlines.rows)) == (date(2023, 12, 31), 0)
    assert "Er is niets te doen." in deadlines.render()
    assert "<p>There is nothing to do.</p>" in deadlines.render("html", "en")


def test_without_lines_the_book_years_are_ahead() -> None:
    (row, *_) = koers.Dossier(**small(lines=[])).settle().deadlines().rows
    assert (row.date, row.amount, row.needed, row.since) == (date(2024, 12, 31), 1000, Decimal("83.33"), None)


@pytest.mark.parametrize("day", ["2024-09-29", date(2025, 1, 1)])
def test_another_day_is_refused(day: date | str) -> None:
    settlement = koers.Dossier(**small(lines=[line(period="2024-09")])).settle()
    assert settlement.deadlines("2024-09-30").as_of == date(2024, 9, 30)
    with pytest.raises(koers.InputError, match="2024-09-30–2024-12-31") as caught:
        settlement.deadlines(day)
    assert [(row.code, row.source) for row in caught.value.findings] == [("K0104", "as_of")]


@pytest.mark.parametrize("form", ["text", "json", "csv", "markdown", "html"])
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_command(ahead: koers.Deadlines, form: koers.types.Format, lang: koers.types.Lang) -> None:
    done = run("deadlines", ACCOUNTS, "--format", form, "--lang", lang)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode("utf-8") == ahead.render(form, lang)


def test_the_command_takes_a_day_and_changes() -> None:
    case = ROOT / "tests/corpus/good/deadlines-in-the-year"
    changes = ["--award", "vijfde/2024=900", "--method", "priority"]
    done = run("deadlines", case, "--as-of", "30-09-2024", "--format", "json", *changes)
    changed = koers.load(case).with_award("vijfde", "2024", 900).settle("priority")
    assert done.stdout.decode("utf-8") == changed.deadlines("2024-09-30").to_json()
    done = run("deadlines", case, "--as-of", "2024-09-01", "--lang", "en")
    assert (done.returncode, done.stdout) == (1, b"") and b"K0104" in done.stderr
    done = run("deadlines", case, "--as-of", "2024-09-01", "--format", "json")
    assert (done.returncode, done.stderr) == (1, b"") and b"K0104" in done.stdout
