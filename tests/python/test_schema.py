"""The JSON Schemas against real files: what is sound is valid, and what a schema can see to be wrong is not."""

from __future__ import annotations

import datetime
import functools
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from jsonschema import Draft202012Validator

CORPUS = ROOT / "tests" / "corpus"

# Codes of findings on one value or key. A schema sees neither which days exist nor how large an amount is.
SEEN = {"K0101", "K0102", "K0103", "K0104", "K0105", "K0106", "K0107", "K0111", "K0112"}


@functools.cache
def validator(name: str) -> Draft202012Validator:
    schema = json.loads((ROOT / "koers-core" / "json-schema" / f"{name}.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def plain(value: Any) -> Any:
    """TOML as JSON: dates are text."""
    match value:
        case dict():
            return {key: plain(item) for key, item in value.items()}
        case list():
            return [plain(item) for item in value]
        case datetime.date() | datetime.time():
            return value.isoformat()
    return value


def errors(path: Path) -> list[str]:
    kind = path.stem if path.name in {"dossier.toml", "method.toml"} else "scheme"
    document = plain(tomllib.loads(path.read_bytes().decode("utf-8-sig")))
    return [f"{error.json_path}: {error.message}" for error in validator(kind).iter_errors(document)]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def sound() -> list[Path]:
    good = (CORPUS / "good").glob("**/*.toml")
    return sorted(
        [
            *(path for path in good if path.name != "case.toml"),
            *(ROOT / "koers-core" / "schemes").glob("*.toml"),
            *(ROOT / "examples").glob("**/dossier.toml"),
        ]
    )


@pytest.mark.parametrize("path", sound(), ids=name)
def test_sound_files_are_valid(path: Path) -> None:
    assert errors(path) == []


def refused() -> Iterator[tuple[Path, str]]:
    """Files of the corpus in which a key or value is refused, with the place."""
    for expected in sorted((CORPUS / "bad").glob("*/expected.json")):
        # What is refused there is so beside the dossier.
        if expected.parent.name == "method-against-the-dossier":
            continue
        for finding in json.loads(expected.read_text("utf-8"))["findings"]:
            file = (finding["source"] or "").split(":")[0]
            if finding["code"] in SEEN and file.endswith(".toml"):
                yield expected.parent / file, finding["code"]


@pytest.mark.parametrize("path", sorted({path for path, _ in refused()}), ids=name)
def test_refused_keys_and_values_are_not_valid(path: Path) -> None:
    assert errors(path)


def test_files_that_are_refused_are_many() -> None:
    codes = {code for _, code in refused()}
    assert codes == SEEN
