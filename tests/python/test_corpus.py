"""The corpus through Python: the same bytes as through Rust and C, from files and from memory."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from conftest import ROOT
from in_memory import from_memory

import koers
from koers import _koers

CORPUS = ROOT / "tests" / "corpus"


def cases(kind: str) -> list[Path]:
    folders = sorted(folder for folder in (CORPUS / kind).iterdir() if folder.is_dir())
    assert folders, f"no cases in {kind}"
    return folders


def run(case: Path, read: Callable[[Path], koers.Dossier] = koers.load) -> koers.Settlement:
    file = case / "case.toml"
    about = tomllib.loads(file.read_text("utf-8")) if file.exists() else {}
    folder = ROOT / about["dossier"] if "dossier" in about else case
    dossier = read(folder)
    if "rebook" in about:
        dossier = dossier.rebook(about["rebook"])
    assumed = case / "assume_eligible.txt"
    for row in assumed.read_text("utf-8").splitlines() if assumed.exists() else ():
        grant, _, costs = row.partition(" ")
        name, _, value = costs.partition("=")
        dossier = dossier.assume_eligible(grant, only={name: [value]} if costs else None)
    method = case / "method.toml"
    return dossier.settle(method=method) if method.exists() else dossier.settle()


def expected(case: Path, name: str) -> str:
    return (case / name).read_bytes().decode("utf-8")


@pytest.mark.parametrize("case", cases("good"), ids=lambda case: case.name)
def test_good(case: Path) -> None:
    settlement = run(case)
    assert settlement.to_json() == expected(case, "expected.json")
    asked = case / "deadlines.txt"
    if asked.exists():
        deadlines = settlement.deadlines(asked.read_text("utf-8").strip() or None)
        assert deadlines.to_json() == expected(case, "deadlines.json")
    outlook = case / "forecast.txt"
    if outlook.exists():
        basis, *more = outlook.read_text("utf-8").split()
        as_of, through = more[0] if more else None, int(more[1]) if more[1:] else None
        try:
            told = settlement.forecast(basis, as_of=as_of, through=through, horizon="horizon" in more).to_json()
        except koers.InputError as refused:
            told = refused.to_json()
        assert told == expected(case, "forecast.json")
    certificate = expected(case, "certificate.json") if (case / "certificate.json").exists() else None
    assert (settlement.certificate and settlement.certificate.to_json()) == certificate
    assert receipt_hash(settlement) == expected(case, "receipt.sha256")


@pytest.mark.parametrize("case", cases("good"), ids=lambda case: case.name)
def test_good_from_memory(case: Path) -> None:
    """The same bytes but for where a finding points, and the order of findings of one code, which goes by that."""
    settlement = run(case, from_memory)
    found, wanted = settlement.to_json(), expected(case, "expected.json")
    tables, findings = split(wanted)
    assert split(found) == (tables, findings)
    assert receipt_hash(settlement) == expected(case, "receipt.sha256")


def receipt_hash(settlement: koers.Settlement) -> str:
    """The SHA-256 of the receipt without its second line, the version of the library."""
    lines = settlement.receipt().to_json().splitlines(keepends=True)
    return sha256("".join(lines[:1] + lines[2:]).encode()).hexdigest() + "\n"


def split(text: str) -> tuple[str, list[str]]:
    """All before the findings as it is; the findings without their places, sorted."""
    tables, _, findings = text.partition('"findings":[')
    return tables, sorted(re.sub(r',"source":(null|".*?[^\\]")\}', "}", line) for line in findings.splitlines())


@pytest.mark.parametrize("case", cases("bad"), ids=lambda case: case.name)
def test_bad(case: Path) -> None:
    with pytest.raises(koers.InputError) as caught:
        run(case)
    assert caught.value.to_json() == expected(case, "expected.json")
    assert str(caught.value) == expected(case, "expected.txt")


OF_THE_FILE = {
    *("amounts-in-csv", "amounts-in-toml", "columns", "columns-mapped", "dossier-wrong-types", "empty-dossier"),
    *("empty-files", "field-count", "file-names", "file-names-2", "folder-as-file", "formats", "missing-dossier"),
    *("missing-files", "missing-keys", "nested-conditions", "one-fault-in-the-head", "quantities-file"),
    *("ten-findings", "text-after-quote", "toml-syntax", "too-deep", "unclosed-quote", "undecodable-dossier"),
    *("undecodable-lines", "unknown-keys", "unknown-values", "wrong-types"),
}
"""Cases about how a file is written, which Python's own readers refuse, mend or turn into other values."""


@pytest.mark.parametrize("case", [case for case in cases("bad") if case.name not in OF_THE_FILE], ids=lambda case: case.name)
def test_bad_from_memory(case: Path) -> None:
    with pytest.raises(koers.InputError) as from_files:
        run(case)
    with pytest.raises(koers.InputError) as refused:
        run(case, from_memory)
    found, wanted = (sorted(set(map(about, caught.value.findings))) for caught in (refused, from_files))
    assert found == wanted


def about(finding: koers.FindingRow) -> tuple[str, str, str]:
    return finding.code, finding.message, finding.help


def test_the_cases_of_files_are_there() -> None:
    assert {case.name for case in cases("bad")} >= OF_THE_FILE


@pytest.mark.parametrize("case", cases("schemes"), ids=lambda case: case.name)
def test_the_check_of_a_scheme(case: Path) -> None:
    checked = _koers.check_text("scheme.toml", (case / "scheme.toml").read_bytes())
    summary = f"{checked.examples} examples, {checked.failed} failed\n\n{checked.findings.render('nl')}"
    assert summary == expected(case, "expected.txt")
    rows = [about(finding) for finding in koers.check((case / "scheme.toml").read_text("utf-8"))]
    assert rows == [about(finding) for finding in koers.check(case / "scheme.toml")]
    assert len(rows) == len(checked.findings) == sum(checked.findings.counts)


@pytest.mark.parametrize("case", cases("describe"), ids=lambda case: case.name)
def test_the_description_of_a_scheme(case: Path) -> None:
    scheme = koers.Scheme.from_toml((case / "scheme.toml").read_text("utf-8"))
    for again in (scheme, koers.Scheme.from_toml(scheme.to_toml())):
        assert again.describe("nl", "text") == expected(case, "nl.txt")
        assert again.describe("en", "text") == expected(case, "en.txt")
        assert again.describe("nl", "markdown") == expected(case, "nl.md")
        assert again.describe("nl", "html") == expected(case, "nl.html")
        assert again.describe("en", "json") == expected(case, "scheme.json")
        assert again.describe("en", "csv") == expected(case, "rules.csv")
