"""The README's code runs, and what it says is printed is printed."""

import contextlib
import io
import re
import subprocess
import sys
from pathlib import Path

import pytest

import koers

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


def test_python_prints_what_its_comments_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    (code,) = blocks("python")
    said = re.findall(r"^print\(.*\)  # (\S+)$", code, re.MULTILINE)
    assert len(said) == 12
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, "README.md", "exec"), {})
    printed = out.getvalue().splitlines()
    assert [line for line in printed if re.fullmatch(r"[0-9.]+", line)] == said


def test_the_scheme_and_its_commands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (scheme,), (console,) = blocks("toml"), blocks("console")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cultuurplan.toml").write_text(scheme, encoding="utf-8")
    commands = re.findall(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", console, re.MULTILINE)
    assert len(commands) == 3
    for command, printed in commands:
        arguments, _, word = command.removeprefix(".venv/bin/koers ").partition(" | grep ")
        done = subprocess.run(
            [sys.executable, "-m", "koers", *arguments.split()], check=True, capture_output=True, encoding="utf-8"
        )
        shown = [line for line in done.stdout.splitlines(keepends=True) if word in line]
        assert "".join(shown) == printed


def test_the_scheme_settles_a_dossier(tmp_path: Path) -> None:
    """The same scheme, over the year of its example: 10 was carried over, of 20 spent in 2025 it pays 12 but has 10."""
    (scheme,) = blocks("toml")
    (tmp_path / "cultuurplan.toml").write_text(scheme, encoding="utf-8")
    received = [{"period": "2024", "amount": 100}]
    dossier = koers.Dossier(
        holder="Stichting",
        years=[2024, 2025],
        schemes=tmp_path / "cultuurplan.toml",
        grants=[{
            "id": "plan", "scheme": "cultuurplan", "state": "awarded",
            "tranches": [{"id": "2024", "year": 2024, "granted": 100, "received": received}],
        }],
        lines=[
            {"line": "1", "period": 2024, "amount": 100, "grant": "plan"},
            {"line": "2", "period": 2025, "amount": 20, "grant": "plan"},
        ],
    )
    spent = [(row.year, row.spent, row.refund) for row in dossier.settle().settlement]
    assert spent == [(2024, 60, 30), (2025, 10, 30)]


def test_the_table_is_the_demo() -> None:
    table = blocks("text")[0]
    demo = subprocess.run(
        [sys.executable, "-m", "koers", "settle", "examples/twentse-koers-2024"],
        cwd=ROOT, check=True, capture_output=True, encoding="utf-8",
    ).stdout.splitlines()
    for line in table.splitlines():
        assert any(shown.startswith(line) for shown in demo), line


def test_the_finding_is_one_of_the_corpus() -> None:
    finding = blocks("text")[1].strip()
    texts = (ROOT / "tests" / "corpus" / "bad").glob("*/expected.txt")
    assert any(finding in text.read_text(encoding="utf-8") for text in texts)


@pytest.mark.parametrize("name", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "FORMAT.md"])
def test_paths_that_documents_name_exist(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    named = re.findall(r"`((?:koers-(?:core|ffi|py)|tests|examples|include)/[\w./-]*)`", text)
    named += [link for link in re.findall(r"\]\(([\w./-]+)\)", text) if "://" not in link]
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_format_has_every_key() -> None:
    """The keys are those that the corpus must use, see tests/common/formats.rs."""
    source = (ROOT / "tests" / "common" / "formats.rs").read_text(encoding="utf-8")
    text = (ROOT / "FORMAT.md").read_text(encoding="utf-8")
    lists = re.findall(r'^const (?:DOSSIER|SCHEME): &str = "\n(.*?)^";', source, re.DOTALL | re.MULTILINE)
    keys = {key.rpartition(".")[2] for words in lists for key in words.split()}
    assert len(keys) > 30
    assert sorted(key for key in keys if not re.search(rf"\b{re.escape(key)}\b", text)) == []
