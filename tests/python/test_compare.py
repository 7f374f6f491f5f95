"""Two settlements beside each other, advice, and the certificate."""

from __future__ import annotations

import copy
import json
import pickle
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from conftest import ACCOUNTS, grant, line, small

import koers
from koers.verify import Invalid, verify


@pytest.fixture(scope="module")
def wider(accounts: koers.Dossier) -> koers.Dossier:
    """The 2024 accounts, assuming that every cost is eligible for IZA."""
    return accounts.assume_eligible("iza")


@pytest.fixture(scope="module")
def best(wider: koers.Dossier) -> koers.Settlement:
    return wider.settle("least-refund")


def test_nothing_differs_from_itself(best: koers.Settlement) -> None:
    same = best.diff(best)
    assert len(same) == 0
    assert same.name == "diff"
    assert same.columns == koers.DiffRow._fields


@pytest.mark.parametrize("before", [3, None, "x"])
def test_what_is_no_settlement_is_not_compared(best: koers.Settlement, before: Any) -> None:
    for compare in (best.diff, best.render_diff):
        with pytest.raises(TypeError, match=f"another koers.Settlement, not with {type(before).__name__}"):
            compare(before)
    with pytest.raises(TypeError, match=f"a koers.Dossier, not {type(before).__name__}"):
        best.what_if(before)


def test_a_difference_adds_up_and_says_why(accounts: koers.Dossier, best: koers.Settlement) -> None:
    booked = accounts.settle()
    rows = best.diff(booked)
    assert all(type(row) is koers.DiffRow and row.change == row.after - row.before for row in rows)
    refunds = [row for row in rows if row.measure == "refund"]
    assert [(row.grant, row.before, row.after) for row in refunds] == [
        ("iza", Decimal("965225.00"), Decimal("749551.00"))
    ]
    assert refunds[0].reason_after is not None and refunds[0].reason_after.startswith("refund: spuk-iza@")
    paid = {(row.line, row.grant): row.change for row in rows if row.measure == "paid"}
    assert paid["BZ-1", "iza"] == -paid["BZ-1", "gala15"] == Decimal("41613.00")
    # Lines that stay where they were have no row, though another method put them there.
    assert ("PO-1.1", "iza") not in paid
    back = booked.diff(best)
    assert [(row.before, row.after, row.reason_before) for row in back] == [
        (row.after, row.before, row.reason_after) for row in rows
    ]


def test_settlements_of_other_dossiers() -> None:
    before = koers.Dossier(**small()).settle()
    other = koers.Dossier(**small(grants=[grant(id="new")], lines=[line(line="L2", grant="new", amount="1")])).settle()
    rows = other.diff(before)
    assert {(row.grant, row.line) for row in rows} >= {("iza", None), ("iza", "L1"), ("new", None), ("new", "L2")}
    gone = next(row for row in rows if row.line == "L1")
    assert (gone.before, gone.after, gone.reason_before, gone.reason_after) == (Decimal("640.50"), 0, "booked", None)


def test_advice_saves_what_it_says(wider: koers.Dossier, best: koers.Settlement) -> None:
    booked = wider.settle()
    rows = booked.advice()
    assert rows is booked.advice()
    assert rows == best.advice()
    assert rows.columns == ("year", "line", "from", "to", "amount", "saves", "booking")
    assert rows.to_dicts()[0] == {
        "year": 2024,
        "line": "PG-4",
        "from": "provincie",
        "to": "iza",
        "amount": Decimal("64945.00"),
        "saves": Decimal("64945.00"),
        "booking": "iza",
    }
    assert type(rows[0]) is koers.AdviceRow and rows[0].from_ == "provincie"
    assert sum(row.saves for row in rows) == booked.total("refund") - best.total("refund")
    entered = wider.rebook({row.line: row.booking for row in rows}).settle()
    assert entered.total("refund") == Decimal("749551.00")
    assert len(entered.advice()) == 0


def test_as_the_accounts_stand_there_is_nothing_to_win(accounts: koers.Dossier) -> None:
    assert list(accounts.settle().advice()) == []


def test_a_certificate_proves_what_it_claims(best: koers.Settlement) -> None:
    certificate = best.certificate
    assert certificate is not None
    certificate.verify()
    (claim,) = certificate.claims
    assert (claim.year, claim.step, claim.left_out, claim.gap) == (2024, 1, (), Decimal("0.00"))
    assert claim.levels["lost"] == Decimal("749551.00") and claim.levels["own_funds"] == 0
    assert certificate == best.certificate and hash(certificate) == hash(best.certificate)
    assert json.loads(certificate.to_json())["input"] == certificate.input
    assert repr(certificate) == "<koers.Certificate: lost 749551.00, gap 0.00>"
    assert ">lost</td>" in certificate._repr_html_() and ">749551.00</td>" in certificate._repr_html_()


def test_a_changed_certificate_is_refused(best: koers.Settlement) -> None:
    assert best.certificate is not None
    text = best.certificate.to_json()
    with pytest.raises(Invalid):
        koers.Certificate(text.replace("749551.00", "749550.00", 1)).verify()
    with pytest.raises(Invalid):
        koers.Certificate("{}").verify()


def test_a_certificate_is_checked_before_it_is_written(accounts: koers.Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    settlement = accounts.assume_eligible("iza").settle("least-refund")
    certificate = settlement.certificate
    assert certificate is not None and settlement.certificate is certificate
    with monkeypatch.context() as patch:
        # What would write it, or have a hash of every line.
        patch.setattr(koers.Certificate, "to_json", lambda self: pytest.fail("it is written"))
        certificate.verify()
        assert [claim.year for claim in certificate.claims] == [2024]
        assert repr(certificate) == "<koers.Certificate: lost 749551.00, gap 0.00>"
    text = certificate.to_json()
    assert certificate.to_json() is text
    verify(text)


def test_a_certificate_is_read_from_its_text(best: koers.Settlement) -> None:
    certificate = best.certificate
    assert certificate is not None
    read = koers.Certificate(certificate.to_json())
    read.verify()
    assert read == certificate and hash(read) == hash(certificate)
    assert (read.input, read.claims, repr(read)) == (certificate.input, certificate.claims, repr(certificate))
    for same in (copy.copy(certificate), pickle.loads(pickle.dumps(certificate))):
        same.verify()
        assert same == certificate
    assert certificate != certificate.to_json()
    with pytest.raises(TypeError, match="JSON text"):
        koers.Certificate(b"{}")  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", "\ud800", "{\"format\":1}"])
def test_what_is_no_certificate_says_so_whatever_is_asked_of_it(text: str) -> None:
    certificate = koers.Certificate(text)
    for ask in (certificate.verify, lambda: certificate.claims, lambda: certificate.input, lambda: repr(certificate)):
        with pytest.raises(Invalid, match="not a certificate"):
            ask()
    assert certificate.to_json() == text


def test_each_changed_figure_of_a_certificate_is_refused_by_both_checkers(best: koers.Settlement) -> None:
    assert best.certificate is not None
    text = best.certificate.to_json()
    figures = list(re.finditer(r'"(?:flow|room|amount|capacity)":"([0-9]+)\.', text))
    assert len(figures) > 20
    for figure in figures:
        changed = f"{text[: figure.start(1)]}1{text[figure.start(1) :]}"
        with pytest.raises(Invalid):
            verify(changed)
        with pytest.raises(Invalid):
            koers.Certificate(changed).verify()


def test_without_least_refund_there_is_no_certificate(accounts: koers.Dossier) -> None:
    assert accounts.settle().certificate is None


def test_differences_and_advice_for_people(wider: koers.Dossier, best: koers.Settlement) -> None:
    booked = wider.settle()
    dutch = booked.render_advice()
    assert dutch.splitlines()[0].split() == ["jaar", "regel", "van", "naar", "bedrag", "scheelt", "boeking"]
    assert "64.945,00" in dutch and dutch.splitlines()[-1].split() == ["Totaal", "215.674,00"]
    assert booked.render_advice("csv") == booked.advice().to_csv()
    assert "<td" in booked.render_advice("html", "en")
    assert "terug te betalen" in best.render_diff(booked)
    assert best.render_diff(booked, "json", "en") == best.diff(booked).to_json()
    assert best.render_diff(best, "text", "en") == "Nothing differs.\n"


def run(*arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "koers", "settle", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, timeout=60, check=False)


@pytest.mark.parametrize("form", ["text", "json", "csv", "markdown", "html"])
def test_the_command_advises_and_compares(accounts: koers.Dossier, wider: koers.Dossier, form: str) -> None:
    what_if = [ACCOUNTS, "--assume-eligible", "iza", "--format", form]
    done = run(*what_if, "--advice", "--lang", "en")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode("utf-8") == wider.settle().render_advice(form, "en")  # type: ignore[arg-type]
    # With the dossier as it is, whatever the options change.
    done = run(*what_if, "--method", "least-refund", "--diff")
    expected = wider.settle("least-refund").render_diff(accounts.settle(), form)  # type: ignore[arg-type]
    assert done.stdout.decode("utf-8") == expected


def test_the_command_writes_a_certificate(best: koers.Settlement, tmp_path: Path) -> None:
    file = tmp_path / "certificate.json"
    done = run(ACCOUNTS, "--assume-eligible", "iza", "--method", "least-refund", "--certificate", file)
    assert (done.returncode, done.stderr) == (0, b"")
    assert best.certificate is not None
    assert file.read_bytes().decode("utf-8") == best.certificate.to_json()
    checked = subprocess.run([sys.executable, "-m", "koers.verify", file], capture_output=True, timeout=60, check=False)
    assert (checked.returncode, checked.stderr) == (0, b"")
    # Only what was proven has a proof.
    done = run(ACCOUNTS, "--certificate", tmp_path / "none.json")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"--certificate" in done.stderr and not (tmp_path / "none.json").exists()
    done = run(ACCOUNTS, "--method", "least-refund", "--certificate", tmp_path / "no" / "folder")
    assert (done.returncode, done.stdout) == (1, b"") and b"folder" in done.stderr
    done = run(ACCOUNTS, "--advice", "--diff")
    assert done.returncode == 2
