"""The engine against the model on random dossiers: each amount, each allocation, each reason.

`KOERS_ORACLE` is the number of seeds (2,000 when absent), `KOERS_ORACLE_FROM` the first one. With `KOERS_ORACLE_SAVE`
a dossier on which the two differ is written there, made small, as a folder of the corpus.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import compare
import generate
import pytest
import read
import words
import write
from engine import settled
from model import settle
from shrink import shrink

import koers

SEEDS = int(os.environ.get("KOERS_ORACLE", "2000"))
FIRST = int(os.environ.get("KOERS_ORACLE_FROM", "0"))
SHOWN = 3


def of_engine(raw: read.Rule) -> compare.Tables:
    return compare.from_json(settled(raw))


def of_model(raw: read.Rule) -> tuple[compare.Tables, set[str]]:
    result = settle(read.dossier(raw))
    return compare.tables(result), result.seen


def differ(raw: read.Rule) -> bool:
    try:
        engine = of_engine(raw)
    except koers.InputError:
        return False
    return bool(compare.differences(of_model(raw)[0], engine))


@dataclass
class Runs:
    """What came of all seeds."""

    agreed: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    differ: list[int] = field(default_factory=list)
    untold: dict[int, list[str]] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def add(self, seed: int) -> None:
        raw = generate.dossier(seed)
        try:
            found = settled(raw)
        except koers.InputError as error:
            self.refused[" ".join(sorted({finding.code for finding in error.findings}))] += 1
            return
        model, seen = of_model(raw)
        self.seen |= seen | words.of_dossier(raw)
        incomes = {row["line"] for row in raw["lines"] if row["kind"] in ("income", "contribution")}
        untold = compare.untold(found, incomes)
        if untold:
            self.untold[seed] = untold
        if compare.differences(model, compare.from_json(found)):
            self.differ.append(seed)
        else:
            self.agreed += 1


@pytest.fixture(scope="module")
def runs() -> Runs:
    found = Runs()
    for seed in range(FIRST, FIRST + SEEDS):
        found.add(seed)
    return found


def report(seed: int) -> str:
    """A dossier on which the two differ, made small, with both results."""
    raw = shrink(generate.dossier(seed), differ)
    folder = os.environ.get("KOERS_ORACLE_SAVE")
    if folder:
        write.save(raw, Path(folder) / f"oracle-{seed}")
    model, engine = of_model(raw)[0], of_engine(raw)
    found = "\n".join(compare.differences(model, engine))
    return f"seed {seed}\n{write.show(raw)}\n{found}\n\nmodel: {shown(model)}\n\nengine: {shown(engine)}\n"


def shown(tables: compare.Tables) -> str:
    return "\n".join(f"  {name}: {key}: {value}" for name, rows in tables.items() for key, value in rows.items())


def test_the_engine_agrees(runs: Runs) -> None:
    """Every table of every seed is the same."""
    reports = "\n\n".join(report(seed) for seed in runs.differ[:SHOWN])
    assert not runs.differ, f"{len(runs.differ)} of {SEEDS} seeds differ: {runs.differ[:20]}\n\n{reports}"


def test_what_stays_open_is_told(runs: Runs) -> None:
    """Each cent of a cost that no grant pays is in a finding, but for lines without booking."""
    assert not runs.untold


def test_few_are_refused(runs: Runs) -> None:
    """The generator knows what is valid: what is refused is not tested."""
    assert runs.refused.total() <= SEEDS // 20, runs.refused.most_common()


def test_every_word_is_met(runs: Runs) -> None:
    """Each word of the rule language, each reason and each effect occurs; a run of few seeds meets most of them."""
    missing = sorted(words.EXPECTED - runs.seen)
    few = len(words.EXPECTED) // 2 if SEEDS < 2000 else 0
    assert len(missing) <= few, f"never met: {missing}"


def priced(*rows: dict[str, Any]) -> read.Rule:
    """A dossier with a price that changes on 1 July 2024, and these quantities."""
    scheme = generate.scheme(generate.Dice(0), "s1", [], [2024])
    since: list[read.Rule] = [{"unit": "uur", "price": "2"}, {"unit": "uur", "price": "3", "from": date(2024, 7, 1)}]
    rules: dict[str, read.Rule] = {
        "unit": {"period": "calendar-year"},
        "window": {"rule": "tranche-year"},
        "eligible": {"rule": "any"},
        "basis": {"rule": "price-quantity", "prices": [generate.cited(price) for price in since]},
        "unspent": {"rule": "refund"},
    }
    version = {"from": date(2020, 1, 1), **{name: generate.cited(rule) for name, rule in rules.items()}}
    grant = {"id": "a", "scheme": "s1", "state": "awarded", "tranches": [{"id": "t", "year": 2024, "granted": "100"}]}
    return {
        "dossier": {"holder": "SamenTwente", "years": [2024]},
        "grants": [grant],
        "lines": [],
        "quantities": [{"grant": "a", **row} for row in rows],
        "schemes": [{"format": 1, "scheme": scheme["scheme"], "versions": [version]}],
    }


@pytest.mark.parametrize(
    ("period", "unit", "code"),
    [("2024", "uur", "K0221"), ("2024-Q3", "uur", None), ("2024-06-30", "uur", None), ("2024-06-30", "plek", "K0220")],
)
def test_prices_that_change(period: str, unit: str, code: str | None) -> None:
    """A price that changes inside a period is an error, and so is a unit without a price (DESIGN 3, dates)."""
    raw = priced({"date": period, "unit": unit, "quantity": "1"})
    if code is None:
        assert not compare.differences(of_model(raw)[0], of_engine(raw))
        return
    with pytest.raises(koers.InputError) as caught:
        of_engine(raw)
    assert code in [finding.code for finding in caught.value.findings]
