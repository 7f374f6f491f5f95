"""The corpus through Python: the same bytes as through Rust and C."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from conftest import ROOT

import koers

CORPUS = ROOT / "tests" / "corpus"


def cases(kind: str) -> list[Path]:
    folders = sorted(folder for folder in (CORPUS / kind).iterdir() if folder.is_dir())
    assert folders, f"no cases in {kind}"
    return folders


def run(case: Path) -> koers.Settlement:
    file = case / "case.toml"
    about = tomllib.loads(file.read_text("utf-8")) if file.exists() else {}
    folder = ROOT / about["dossier"] if "dossier" in about else case
    dossier = koers.load(folder)
    return (dossier.rebook(about["rebook"]) if "rebook" in about else dossier).settle()


def expected(case: Path, name: str) -> str:
    return (case / name).read_bytes().decode("utf-8")


@pytest.mark.parametrize("case", cases("good"), ids=lambda case: case.name)
def test_good(case: Path) -> None:
    assert run(case).to_json() == expected(case, "expected.json")


@pytest.mark.parametrize("case", cases("bad"), ids=lambda case: case.name)
def test_bad(case: Path) -> None:
    with pytest.raises(koers.InputError) as caught:
        run(case)
    assert caught.value.to_json() == expected(case, "expected.json")
    assert str(caught.value) == expected(case, "expected.txt")
