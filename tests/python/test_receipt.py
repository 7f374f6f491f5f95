"""Receipts: recomputed by hand, verified, changed, and through the command."""

from __future__ import annotations

import json
import shutil
import tomllib
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from conftest import ACCOUNTS, ROOT
from receipt_by_hand import hash_of, stated, text

import koers
from koers.cli import main

CORPUS = ROOT / "tests" / "corpus"
INPUT = ("method", "all_years", "assumed", "schemes", "dossier", "cost_lines", "budget", "quantities")


def as_they_are() -> list[Path]:
    """Good cases whose dossier is settled as its files are."""
    found = []
    for case in sorted((CORPUS / "good").iterdir()):
        about = tomllib.loads((case / "case.toml").read_text("utf-8")) if (case / "case.toml").exists() else {}
        if "rebook" not in about:
            found.append(case)
    assert len(found) > 100
    return found


@pytest.mark.parametrize("case", as_they_are(), ids=lambda case: case.name)
def test_hashes_are_what_the_format_says(case: Path) -> None:
    """Of every case: the hashes of schemes, dossier and tables as worked out from the files by FORMAT.md alone."""
    about = tomllib.loads((case / "case.toml").read_text("utf-8")) if (case / "case.toml").exists() else {}
    folder = ROOT / about["dossier"] if "dossier" in about else case
    dossier = koers.load(folder)
    method = case / "method.toml"
    settlement = dossier.settle(method=method) if method.exists() else dossier.settle()
    receipt = json.loads(settlement.receipt().to_json())
    parts, schemes = stated(folder)
    assert {key: receipt[key] for key in parts} == parts
    assert {scheme["scheme"]: scheme["hash"] for scheme in receipt["schemes"]} == schemes
    assert receipt["input"] == hash_of(text({key: receipt[key] for key in INPUT if key in receipt}))


def test_hashes_of_results_are_of_their_json(accounts: koers.Dossier) -> None:
    settlement = accounts.assume_eligible("iza").settle("least-refund")
    receipt = json.loads(settlement.receipt().to_json())
    for table in receipt["tables"][:-1]:
        found = getattr(settlement, table["table"])
        assert (table["rows"], table["hash"]) == (len(found), sha256(found.to_json().encode()).hexdigest())
    findings = sorted(
        json.dumps(
            {
                "code": finding.code,
                "severity": finding.severity,
                "subject": finding.subject,
                "amount": None if finding.amount is None else str(finding.amount),
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )
        for finding in settlement.findings
    )
    written = "[\n" + ",\n".join(findings) + "\n]\n" if findings else "[]\n"
    assert receipt["tables"][-1]["hash"] == sha256(written.encode()).hexdigest()
    certificate = settlement.certificate
    assert certificate is not None
    assert receipt["certificate"] == sha256(certificate.to_json().encode()).hexdigest()
    assert certificate.input == receipt["input"] == settlement.receipt().input
    assert str(settlement.receipt().total(2024, "refund")) == "749551.00" == receipt["totals"][0]["refund"]
    with pytest.raises(KeyError):
        settlement.receipt().total(2025, "refund")


def test_a_receipt_reads_back(accounts: koers.Dossier, tmp_path: Path) -> None:
    receipt = accounts.settle().receipt()
    path = tmp_path / "receipt.json"
    path.write_text(receipt.to_json(), "utf-8")
    read = koers.Receipt.load(path)
    assert read == receipt and hash(read) == hash(receipt) and read != accounts.settle("priority").receipt()
    assert koers.Receipt.from_json(receipt.to_json().encode()) == receipt
    assert receipt.engine == koers.__version__ and receipt.certificate is None
    assert repr(receipt) == f"<koers.Receipt: koers {koers.__version__}, input {receipt.input[:16]}…>"
    assert len(read.verify(accounts, threads=2)) == 0
    (finding,) = koers.Receipt.from_json(receipt.to_json().replace(f'"engine":"{koers.__version__}"', '"engine":"0.0.1"')).verify(accounts)
    assert (finding.code, finding.severity) == ("K0803", "notice")
    with pytest.raises(koers.InputError) as refused:
        koers.Receipt.from_json("{}")
    assert {found.code for found in refused.value.findings} == {"K0102"}
    with pytest.raises(TypeError):
        koers.Receipt()


@pytest.mark.parametrize("case", sorted((CORPUS / "receipt").iterdir()), ids=lambda case: case.name)
def test_the_corpus_of_receipts(case: Path) -> None:
    dossier = koers.load(ROOT / (case / "dossier.txt").read_text("utf-8").strip())
    expected = json.loads((case / "expected.json").read_text("utf-8"))["findings"]
    try:
        findings = koers.Receipt.from_json((case / "receipt.json").read_bytes()).verify(dossier)
    except koers.InputError as refused:
        findings = refused.findings
    assert [(row.code, row.message) for row in findings] == [(row["code"], row["message"]) for row in expected]


def test_what_differs_is_told(accounts: koers.Dossier) -> None:
    receipt = accounts.settle().receipt()
    codes = [(row.code, row.subject, row.amount) for row in receipt.verify(accounts.rebook({"BZ-1": "iza"}), "en")]
    assert ("K0808", "cost_lines", None) in [(code, subject, amount or None) for code, subject, amount in codes]
    assert ("K0810", "refund") in [(code, subject) for code, subject, _ in codes]


def run(capfd: pytest.CaptureFixture[str], *arguments: Any) -> tuple[int, str, str]:
    status = main([str(argument) for argument in arguments])
    captured = capfd.readouterr()
    return status, captured.out, captured.err


def test_the_command(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    receipt, folder = tmp_path / "receipt.json", tmp_path / "accounts"
    shutil.copytree(ACCOUNTS, folder)
    assert run(capfd, "settle", folder, "--receipt", receipt)[0] == 0
    assert receipt.read_bytes() == koers.load(ACCOUNTS).settle().receipt().to_json().encode()
    assert run(capfd, "verify", receipt, ACCOUNTS) == (0, "geen verschillen\n", "")
    assert run(capfd, "verify", receipt, folder, "--lang", "en", "--threads", "2") == (0, "no differences\n", "")
    assert run(capfd, "verify", receipt, folder, "--format", "json") == (0, '{"findings":[]}\n', "")

    lines = folder / "cost_lines.csv"
    before = lines.read_text("utf-8")
    head, *rows = before.splitlines(keepends=True)
    lines.write_text(head + "".join(reversed(rows)), "utf-8")
    assert run(capfd, "verify", receipt, folder)[0] == 0
    (folder / "budget.csv").unlink()  # which names the line
    lines.write_text(head + "".join(rows[1:]), "utf-8")
    status, out, err = run(capfd, "verify", receipt, folder, "--lang", "en")
    assert (status, err) == (1, "") and "warning[K0808]" in out and "warning[K0810]" in out
    assert "no differences" not in out
    lines.write_text(before, "utf-8")

    status, out, _ = run(capfd, "verify", receipt, folder, "--as-of", "2024-12-31")
    assert status == 1 and "K0804" in out
    status, out, err = run(capfd, "verify", lines, folder)
    assert (status, out) == (1, "") and "K0801" in err
    status, out, err = run(capfd, "verify", tmp_path / "none.json", folder, "--format", "json")
    assert status == 1 and json.loads(out)["findings"][0]["code"] == "K0001"


def test_the_command_settles_by_the_method_of_the_receipt(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    receipt = tmp_path / "receipt.json"
    method = ["--assume-eligible", "iza", "--method", "least-refund"]
    assert run(capfd, "settle", ACCOUNTS, *method, "--receipt", receipt)[0] == 0
    assert json.loads(receipt.read_text("utf-8"))["assumed"] == [{"grant": "iza"}]
    assert run(capfd, "verify", receipt, ACCOUNTS) == (0, "geen verschillen\n", "")


def by_hand(rows: list[dict[str, Any]]) -> str:
    """The hash of cost lines, from rows with the keys and values of the canonical form."""
    written = sorted(rows, key=lambda row: row["line"].encode())
    return sha256("".join(text(row) + "\n" for row in written).encode()).hexdigest()


def hash_of_lines(lines: Any) -> str:
    """The hash of cost lines in a receipt."""
    dossier = koers.Dossier(holder="Losser", years=[2023, 2024], grants=[], lines=lines)
    return str(json.loads(dossier.settle().receipt().to_json())["cost_lines"]["hash"])


IDS: dict[str, Any] = {
    "row numbers": None,
    "numbers that ascend": lambda at: at * 7,
    "numbers in no order": lambda at: at * 7919 % 10_007 - 500,
    "texts that ascend": lambda at: f"L{at:05}",
    "texts in no order": lambda at: f"L{at * 7919 % 10_007}",
}


@pytest.mark.parametrize("ids", IDS)
@pytest.mark.parametrize("batches", [1, 3])
def test_lines_are_hashed_by_id_whatever_their_ids_are(ids: str, batches: int) -> None:
    count, cents = 1_234, [0, 1, -1, 5, -99, 100, -12_345, 1_234_567_890]
    named = IDS[ids]
    themes = [None, "", "jeugd", 'wonen "en" zorg\\\n', "café"]
    rows = []
    for at in range(count):
        amount, theme = cents[at % len(cents)], themes[at % 5]
        euros = f"{'-' if amount < 0 else ''}{abs(amount) // 100}.{abs(amount) % 100:02}"
        row = {"line": str(at + 1 if named is None else named(at + 1)), "period": f"202{3 + at % 2}-0{1 + at % 9}-1{at % 10}", "amount": euros}
        rows.append(row | ({"aard": theme} if theme else {}) | ({"theme": "a"} if at % 3 else {}))
    columns = {
        "date": pa.array([row["period"] for row in rows]).cast(pa.date32()),
        "amount_cents": pa.array([cents[at % len(cents)] for at in range(count)]),
        "aard": pa.array([themes[at % 5] for at in range(count)]).dictionary_encode(),
        "theme": pa.array(["a" if at % 3 else None for at in range(count)]).dictionary_encode(),
    }
    if named is not None:
        columns["line"] = pa.array([named(at + 1) for at in range(count)])
    table = pa.table(columns)
    size = -(-count // batches)
    parts = pa.Table.from_batches([batch for at in range(batches) for batch in table.slice(at * size, size).to_batches()])
    assert hash_of_lines(parts) == by_hand(rows)


def test_each_column_of_a_line_is_hashed() -> None:
    rows = [
        {"line": "F1", "period": "2024-Q2", "amount": "121.00", "vat_compensable": "21.00", "source": "factuur 1"},
        {"line": "F2", "period": "2024", "amount": "-0.50", "corrects": "F1"},
        {"line": "F3", "period": "2023-11", "amount": "10.00", "kind": "income"},
        {"line": "F4", "period": "2024-02-29", "amount": "10.00", "kind": "contribution", "0": "nul", "zz": "laatst"},
    ]
    assert hash_of_lines(rows) == by_hand(rows)
