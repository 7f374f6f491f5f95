"""Years: roll-forwards, computed and as others published them."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars
import pytest
from conftest import ACCOUNTS, ROOT
from test_cli import run

import koers
from koers import _koers

CASES = sorted((ROOT / "tests/corpus/roll-forward").iterdir())


@pytest.fixture(scope="module")
def booked(accounts: koers.Dossier) -> koers.Settlement:
    return accounts.settle()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_roll_forward_gives_what_it_must(case: Path) -> None:
    named = case / "dossier.txt"
    settlement = koers.load(ROOT / named.read_text("utf-8").strip()).settle() if named.exists() else None
    csv = (case / "roll_forward.csv").read_bytes()
    found = _koers.check_roll_forward("roll_forward.csv", csv, settlement and settlement._core).findings
    assert found.json("nl") == (case / "expected.json").read_text("utf-8")
    assert found.render("nl") == (case / "expected.txt").read_text("utf-8")


def test_published_roll_forwards_come_out() -> None:
    declared = koers.DeclaredRollForward(ROOT / "tests/corpus/roll-forward/published/roll_forward.csv")
    rows = [row for row in declared.rows if row.difference is not None]
    assert len(rows) == 79
    assert sum(row.difference == 0 for row in rows) == 75
    assert sum(abs(row.difference or 0) == 1 for row in rows) == 4
    found = declared.check()
    [total] = [finding for finding in found if finding.code == "K0503"]
    assert total.amount == Decimal(-1226)
    assert "Persoonsgebonden budget" in total.message
    assert declared.check("en")[0].message != found[0].message
    assert "K0503" in declared.render()
    assert repr(declared) == "<koers.DeclaredRollForward: 80 rows, 8 findings>"
    assert "<table" in declared._repr_html_()


def test_rows_from_memory_are_those_of_the_file(booked: koers.Settlement) -> None:
    rows: list[dict[str, Any]] = [
        {"year": 2024, "grant": "iza", "received": "5326438", "released": "4361213", "closing": "965225"},
        {"year": 2024, "grant": "gala15", "released": 107094, "closing": 273973},
    ]
    text = [{name: str(value) for name, value in row.items()} for row in rows]
    for given in (rows, polars.DataFrame(text)):
        found = booked.compare_roll_forward(koers.DeclaredRollForward(given))
        # What is left out: the other grants.
        assert [finding.subject for finding in found] == ["clientondersteuning", "provincie", "samsam"]
    with pytest.raises(koers.InputError) as caught:
        koers.DeclaredRollForward([{"year": 2024, "grant": "iza", "closing": 1.5}])
    assert [finding.code for finding in caught.value.findings] == ["K0107"]
    with pytest.raises(TypeError):
        booked.compare_roll_forward(rows)  # type: ignore[arg-type]


def test_a_settlement_agrees_with_its_own_roll_forward(booked: koers.Settlement, tmp_path: Path) -> None:
    sums: dict[tuple[int, str, str], dict[str, Any]] = {}
    for row in booked.roll_forward:
        sum_ = sums.setdefault((row.year, row.grant, row.kind), {"year": row.year, "grant": row.grant, "kind": row.kind})
        for column in ("opening", "received", "released", "repaid", "other", "closing"):
            sum_[column] = sum_.get(column, Decimal()) + getattr(row, column)
    declared = koers.DeclaredRollForward(sums.values())
    assert len(declared.check()) == 0
    assert len(booked.compare_roll_forward(declared)) == 0


def test_totals(booked: koers.Settlement) -> None:
    rijk, other = booked.roll_forward_totals
    assert (rijk.funder_group, rijk.kind, rijk.closing) == ("rijk", "liability", Decimal("1300746.00"))
    assert (other.funder_group, other.closing) == ("other", Decimal("400357.00"))
    assert rijk.closing + other.closing == booked.total("refund") + booked.total("carry_over")


@pytest.mark.parametrize("form", ["text", "json", "csv", "markdown", "html"])
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_command(booked: koers.Settlement, form: str, lang: str) -> None:
    done = run("years", ACCOUNTS, "--format", form, "--lang", lang)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode("utf-8") == booked.render_roll_forward(form, lang)  # type: ignore[arg-type]


@pytest.mark.parametrize("form", ["text", "json", "csv", "markdown", "html"])
def test_the_command_on_a_published_one(form: str) -> None:
    csv = ROOT / "tests/corpus/roll-forward/against-a-settlement/roll_forward.csv"
    done = run("years", ACCOUNTS, "--declared", csv, "--format", form)
    # Two of its rows name a grant that the dossier doesn't have, and one another year.
    assert (done.returncode, done.stderr) == (1, b"")
    if form == "text":
        expected = csv.with_name("expected.txt").read_text("utf-8")
        assert done.stdout.decode("utf-8") == expected
    assert b"K0506" in done.stdout
    assert run("check", csv.parent.parent / "published" / csv.name).returncode == 0
    missing = run("years", ACCOUNTS, "--declared", csv.with_name("none.csv"))
    assert missing.returncode == 1 and b"none.csv" in missing.stderr
    assert run("years", csv.parent).returncode == 1


def tables(settlement: koers.Settlement) -> list[str]:
    """All tables but the findings, which point at other files."""
    return [settlement.settlement.to_csv(), settlement.outcomes.to_csv(), settlement.roll_forward.to_csv()]


def test_the_next_year(accounts: koers.Dossier, booked: koers.Settlement, tmp_path: Path) -> None:
    dossier_2025 = booked.next_year()
    assert dossier_2025.years == (2025,) and len(dossier_2025.cost_lines) == 0
    settled = dossier_2025.settle()
    # What lapses if nothing is spent, and what stands of 2024 until it is repaid.
    assert settled.total("owed") == 965_225
    assert settled.total("refund") - settled.total("owed") == 457_560
    assert settled.total("carry_over") == 278_318
    repaid = {"id": "2024", "repaid": [{"period": "2025-06", "amount": "965225"}]}
    added = dossier_2025.add(
        grants=[
            {"id": "iza", "tranches": [repaid, {"id": "2025", "year": 2025, "granted": 1000}]},
            {"id": "nieuw", "scheme": "spuk-iza", "state": "awarded", "tranches": []},
        ],
        lines=[{"line": "L1", "period": "2025", "amount": "250", "grant": "iza"}],
        budget=[{"period": "2025", "amount": 5}],
    )
    after = added.settle()
    assert (after.total("owed"), after.total("spent"), len(added.budget)) == (0, 250, 1)
    assert {row.id for row in added.grants} == {"nieuw"} | {row.id for row in accounts.grants}
    added.save(tmp_path / "2025")
    assert tables(koers.load(tmp_path / "2025").settle()) == tables(after)
    with pytest.raises(koers.InputError) as caught:
        added.save(tmp_path / "2025")
    assert [finding.code for finding in caught.value.findings] == ["K0012"]


def test_what_is_added_is_checked(booked: koers.Settlement) -> None:
    next_year = booked.next_year()
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"grants": [{"id": "iza", "scheme": "spuk-iza"}]}, "K0101"),
        ({"grants": [{"id": "iza", "tranches": [{"id": "2024", "granted": "5"}]}]}, "K0101"),
        ({"grants": [{"id": "iza", "tranches": [{"id": "2024", "repaid": [{"period": "2024", "amount": 1}]}]}]}, "K0118"),
        ({"lines": [{"line": "L1", "period": "2024", "amount": 1}]}, "K0118"),
        ({"grants": [{"id": "nieuw", "state": "awarded"}]}, "K0102"),
        ({"eligible_for": [{"grant": "iza", "lines": ["BZ-1"], "source": "memo"}]}, "K0206"),
    ]
    for added, code in wrong:
        with pytest.raises(koers.InputError) as caught:
            next_year.add(**added)
        assert code in [finding.code for finding in caught.value.findings], added


def test_the_command_writes_the_next_year(booked: koers.Settlement, tmp_path: Path) -> None:
    done = run("years", ACCOUNTS, "--next", tmp_path / "2025")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert tables(koers.load(tmp_path / "2025").settle()) == tables(booked.next_year().settle())
    again = run("years", ACCOUNTS, "--next", tmp_path / "2025")
    assert again.returncode == 1 and again.stderr.startswith(b"fout[K0012]")


def test_closed_years_are_restated(booked: koers.Settlement, tmp_path: Path) -> None:
    case = ROOT / "tests/corpus/good/closed-years"
    expected = (case / "restatement.json").read_text("utf-8")
    settled = koers.load(case).settle()
    assert settled.dossier.closed == (2024,)
    assert settled.restatement.to_json() == expected
    assert run("years", case, "--restatement", "--format", "json").stdout.decode("utf-8") == expected
    for form in ("text", "csv", "markdown", "html"):
        dutch = run("years", case, "--restatement", "--format", form).stdout
        english = run("years", case, "--restatement", "--format", form, "--lang", "en").stdout
        assert dutch.decode("utf-8") == settled.render_restatement(form)  # type: ignore[arg-type]
        assert (b"een-vijfde" in dutch) == (dutch == english) == (form == "csv")
        assert form == "csv" or (b"een andere regel" in dutch and b"another rule" in english)
    nothing = run("years", ACCOUNTS, "--restatement").stdout.decode("utf-8")
    assert nothing == "In afgesloten jaren is niets anders geworden.\n"
    # What was closed is shown, and what it comes to otherwise is a movement of the first open year.
    for form in ("text", "markdown", "html"):
        for command in ("years", "settle"):
            shown = run(command, case, "--format", form).stdout.decode("utf-8")
            assert "te boeken in 2025" in shown and "een andere regel" in shown, (command, form)
    assert [row.refund for row in settled.settlement if (row.year, row.grant) == (2024, "laat")] == [300]
    [row] = [row for row in settled.roll_forward if (row.year, row.grant, row.kind) == (2025, "laat", "liability")]
    assert (row.opening, row.other, row.repaid, row.closing) == (300, -50, 250, 0)
    # A late invoice of the accounts, from memory and from a folder.
    late = [{"line": "LATE", "period": "2024-12", "amount": "5225", "grant": "iza"}]
    closed = booked.close()
    assert len(closed.settle().restatement) == 0
    rows = closed.add(lines=late).settle().restatement
    assert [(row.measure, row.amount, row.booked) for row in rows] == [("spent", 5225, 2025), ("refund", -5225, 2025)]
    assert isinstance(rows[0], koers.RestatementRow)
    assert run("years", ACCOUNTS, "--close", tmp_path / "closed").returncode == 0
    again = koers.load(tmp_path / "closed").add(lines=late).settle().restatement
    assert again == rows
    # Closing again keeps what was closed, and books the difference in the year after.
    with_2025 = closed.add(lines=late).settle().next_year()
    [row] = [row for row in with_2025.settle().roll_forward if row.grant == "iza"]
    assert (row.opening, row.other, row.closing) == (965_225, -5225, 960_000)
    assert len(with_2025.settle().close().settle().restatement) == 0


def test_declared_files_are_regular_and_bounded(tmp_path: Path) -> None:
    fifo, huge = tmp_path / "fifo.csv", tmp_path / "huge.csv"
    os.mkfifo(fifo)
    with huge.open("wb") as file:
        file.truncate(10 << 30)
    for path, code in [(fifo, "K0002"), (Path("/dev/zero"), "K0002"), (huge, "K0008"), (tmp_path / "no.csv", "K0001")]:
        with pytest.raises(koers.InputError) as caught:
            koers.DeclaredRollForward(path)
        assert [finding.code for finding in caught.value.findings] == [code], path
        done = run("years", ACCOUNTS, "--declared", path)
        assert (done.returncode, done.stdout) == (1, b"") and code.encode() in done.stderr


def test_findings_on_a_declared_one_are_in_the_language(booked: koers.Settlement, tmp_path: Path) -> None:
    right = tmp_path / "right.csv"
    rows = ["year,grant,kind,closing"]
    closings: dict[tuple[str, str], Decimal] = {}
    for row in booked.roll_forward:
        key = (row.grant, row.kind)
        closings[key] = closings.get(key, Decimal()) + row.closing
    rows += [f"2024,{grant},{kind},{closing}" for (grant, kind), closing in closings.items()]
    right.write_text("\n".join(rows) + "\n", "utf-8")
    assert run("years", ACCOUNTS, "--declared", right).stdout == b"Geen bevindingen.\n"
    assert run("years", ACCOUNTS, "--declared", right, "--lang", "en").stdout == b"No findings.\n"
    wrong = ROOT / "tests/corpus/roll-forward/rows/roll_forward.csv"
    for form in ("markdown", "html"):
        dutch = run("years", ACCOUNTS, "--declared", wrong, "--format", form).stdout.decode("utf-8")
        english = run("years", ACCOUNTS, "--declared", wrong, "--format", form, "--lang", "en").stdout.decode("utf-8")
        assert "ernst" in dutch and "severity" not in dutch and "waarschuwing" in dutch
        assert "severity" in english and "ernst" not in english
        assert form == "markdown" or ("<thead>" in dutch and "<tbody>" in dutch)


def test_what_is_receivable_has_additions(booked: koers.Settlement) -> None:
    settled = koers.load(ROOT / "tests/corpus/good/both-sides").settle()
    for form in ("text", "markdown", "html"):
        dutch = settled.render_roll_forward(form)  # type: ignore[arg-type]
        before, after = dutch.split("nog te ontvangen bedragen")
        assert "vrijgevallen" in before and "toevoegingen" in after and "vrijgevallen" not in after
    assert "<thead>" in settled.render_roll_forward("html")
