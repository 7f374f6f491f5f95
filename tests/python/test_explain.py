"""Explanations: the questions of the corpus, the reference accounts, and what is refused."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import ACCOUNTS, ROOT
from test_cli import run

import koers

CASES = sorted((ROOT / "tests/corpus/explain").iterdir())


def question(case: Path) -> dict[str, str]:
    pairs = [line.split(": ", 1) for line in (case / "question.txt").read_text("utf-8").splitlines()]
    return {key: value for key, value in pairs}


def asked(case: Path, lang: koers.types.Lang = "nl") -> koers.Explanation:
    of = question(case)
    dossier = koers.load(ROOT / of["dossier"])
    if grant := of.get("assume_eligible"):
        dossier = dossier.assume_eligible(grant)
    settlement = dossier.settle()
    ask = settlement.why_not if of.get("why_not") == "true" else settlement.explain
    year = of.get("year")
    return ask(of["subject"], year=None if year is None else int(year), lang=lang)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_question_has_the_answer_that_was_read(case: Path) -> None:
    dutch, english = asked(case), asked(case, "en")
    assert dutch.to_json() == (case / "nl.json").read_text("utf-8")
    assert dutch.render() == str(dutch) == repr(dutch) == (case / "nl.txt").read_text("utf-8")
    assert dutch.to_markdown() == (case / "nl.md").read_text("utf-8")
    assert dutch.to_html() == dutch._repr_html_() == (case / "nl.html").read_text("utf-8")
    assert english.render() == dutch.render(lang="en") == (case / "en.txt").read_text("utf-8")
    assert english.render("csv") == (case / "en.csv").read_text("utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_amount_is_the_sum_of_those_below_it(case: Path) -> None:
    for tree in asked(case).tree:
        for reason in tree.walk():
            amounts = [child.amount for child in reason.children if child.amount is not None]
            assert len(amounts) in (0, len(reason.children))
            if amounts:
                assert reason.amount == sum(amounts)


def test_the_refund_of_iza_is_lines_and_what_was_never_budgeted(accounts: koers.Dossier) -> None:
    because, worked_out, budget = accounts.settle().explain("refund=iza", lang="en").tree
    assert because.amount == worked_out.amount == budget.amount == Decimal("965225.00")
    lines, never = budget.children
    assert (lines.amount, never.amount) == (Decimal("853920.00"), Decimal("111305.00"))
    [cause] = because.children
    assert cause.rests_on == "spuk-iza@2023-01-01 art. 9 lid 2 (text)"
    assert cause.source == "r.3157"
    leaders = [reason for reason in lines.walk() if reason.statement.get("line", {}).get("id") == "LI-1"]
    assert [(reason.amount, reason.source) for reason in leaders] == [(Decimal("151819.00"), "r.3086")]


def test_what_is_unknown_is_told_with_what_there_is(accounts: koers.Dossier) -> None:
    settlement = accounts.settle()
    for ask, subject, year in [
        (settlement.explain, "izza", None),
        (settlement.explain, "iza", 2023),
        (settlement.explain, "iza", 10**12),
        (settlement.explain, "theme=Jeugd", None),
        (settlement.explain, "", None),
        (settlement.why_not, "carry_over", None),
    ]:
        with pytest.raises(koers.UnknownNameError):
            ask(subject, year=year)
    with pytest.raises(koers.UnknownNameError, match="^1000000000000 is no book year"):
        settlement.explain("iza", year=10**12)
    with pytest.raises(koers.UnknownNameError, match="theme=Ouderen"):
        settlement.explain("theme=Jeugd")
    with pytest.raises(koers.UnknownNameError):
        settlement.explain("iza", lang="fr").render()  # type: ignore[arg-type]


def test_the_command() -> None:
    case = ROOT / "tests/corpus/explain/refund-iza"
    for form, name in [("text", "nl.txt"), ("md", "nl.md"), ("markdown", "nl.md"), ("html", "nl.html"), ("json", "nl.json")]:
        done = run("explain", ACCOUNTS, "refund=iza", "--format", form)
        assert (done.returncode, done.stdout) == (0, (case / name).read_bytes())
    done = run("explain", ACCOUNTS, "refund=iza", "--lang", "en", "--year", "2024")
    assert (done.returncode, done.stdout) == (0, (case / "en.txt").read_bytes())
    case = ROOT / "tests/corpus/explain/why-not-refund-wider"
    done = run("explain", ACCOUNTS, "refund=iza", "--why-not", "--assume-eligible", "iza")
    assert (done.returncode, done.stdout) == (0, (case / "nl.txt").read_bytes())
    done = run("explain", ACCOUNTS, "izza")
    assert done.returncode == 1
    told = done.stderr.decode()
    assert told.startswith("fout[K0901]: `izza` is niet in het dossier") and "bedoelde u `iza`?" in told
    done = run("explain", ACCOUNTS, "iza", "--year", "2023", "--lang", "en", "--format", "json")
    assert done.returncode == 1
    assert [row["code"] for row in json.loads(done.stdout)["findings"]] == ["K0902"]
    done = run("explain", ACCOUNTS, "carry_over", "--why-not")
    assert done.returncode == 1 and done.stderr.startswith(b"fout[K0903]: ")
