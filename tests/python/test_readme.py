"""The README's code runs, and what it says is printed is printed."""

import contextlib
import io
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


def test_python_prints_what_its_comments_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    (code,) = blocks("python")
    said = re.findall(r"^print\(.*\)  # (\S+)$", code, re.MULTILINE)
    assert len(said) == 4
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, "README.md", "exec"), {})
    printed = out.getvalue().splitlines()
    assert [line for line in printed if re.fullmatch(r"[0-9.]+", line)] == said


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
