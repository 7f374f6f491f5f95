"""The model against the corpus, whose results were worked out by hand, and against the identities of DESIGN 3."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import against
import generate
import pytest
from compare import as_closed, differences, from_json, tables
from flow import Second
from model import settle
from read import Dossier, dossier, folder
from result import Result

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT / "koers-core" / "schemes"
GOOD = [
    case
    for case in sorted((ROOT / "tests/corpus/good").iterdir())
    if (case / "dossier.toml").exists() and "[tables" not in (case / "dossier.toml").read_text("utf-8-sig")
]


@pytest.fixture(scope="module")
def second() -> Iterator[Second]:
    found = Second()
    yield found
    found.close()


@pytest.mark.parametrize("case", GOOD, ids=lambda case: case.name)
def test_corpus(case: Path, second: Second) -> None:
    raw = folder(case, CATALOGUE)
    expected: dict[str, Any] = json.loads((case / "expected.json").read_text("utf-8"))
    if "method" in raw:
        certificate = case / "certificate.json"
        text = certificate.read_text("utf-8") if certificate.exists() else None
        assert not against.differences(raw, expected, text, second)[0]
    else:
        assert not differences(as_closed(tables(settle(dossier(raw))), raw), from_json(expected))


def random(seed: int) -> tuple[Dossier, Result] | None:
    """A random dossier with its result; none where no version decides on a year-end."""
    found = dossier(generate.dossier(seed))
    try:
        return found, settle(found)
    except AssertionError:
        return None


@pytest.fixture(scope="module")
def results() -> list[tuple[Dossier, Result]]:
    found = [random(seed) for seed in range(500)]
    return [one for one in found if one is not None]


def test_each_cent_is_in_one_place(results: list[tuple[Dossier, Result]]) -> None:
    """Allocation, deduction or own funds (DESIGN 10.1)."""
    for given, result in results:
        places: Counter[str] = Counter()
        for table in (result.allocations, result.deductions, result.own_funds):
            for key, amount in table.items():
                places[key[0]] += amount
        for line in given.lines:
            assert places[line.id] == line.signed(line.amount)


def test_the_identities_of_a_closing(results: list[tuple[Dossier, Result]]) -> None:
    """Spent within the room, and room and cash as the formulas of DESIGN 3."""
    for _, result in results:
        for row in result.settlement:
            assert 0 <= row["spent"] <= row["room"]
            assert row["balance"] == row["opening"] + row["received"] - row["repaid"] - row["spent"]
            assert row["balance"] == row["refund"] + row["carry_over"] + row["retained"] - row["receivable"]
            assert min(row["refund"], row["carry_over"], row["pending"], row["retained"], row["receivable"]) >= 0
            assert row["carry_over"] + row["pending"] + row["retained"] <= row["room"] - row["spent"]


def test_a_closing_is_the_next_opening(results: list[tuple[Dossier, Result]]) -> None:
    """What is refunded, carried and receivable is what the next year starts with (DESIGN 10.4)."""
    for _, result in results:
        closings: dict[Any, int] = {}
        for row in result.settlement:
            bucket = (row["grant"], row["tranche"], row["part"])
            assert closings.get(bucket, row["opening"]) == row["opening"]
            closings[bucket] = row["refund"] + row["carry_over"] - row["receivable"]


def test_a_bucket_spends_what_its_lines_cost(results: list[tuple[Dossier, Result]]) -> None:
    for _, result in results:
        spent: Counter[tuple[str, str, str | None]] = Counter()
        for row in result.settlement:
            spent[row["grant"], row["tranche"], row["part"]] += row["spent"]
        for key, amount in result.allocations.items():
            spent[key[1], key[2], key[3]] -= amount
        assert not any(spent.values())
