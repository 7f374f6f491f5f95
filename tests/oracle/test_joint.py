"""The engine against the model where grants compete: steps, linked notes, fixed lines, and what certificates prove.

`KOERS_ORACLE` is the number of seeds (1,000 when absent), `KOERS_ORACLE_FROM` the first one, `KOERS_ORACLE_SAVE` where a
dossier on which the two differ is written, made small, as a folder of the corpus.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import against
import compete
import engine
import pytest
import read
import words
import write
from flow import Second
from shrink import shrink

import koers

SEEDS = int(os.environ.get("KOERS_ORACLE", "1000"))
FIRST = int(os.environ.get("KOERS_ORACLE_FROM", "0"))
PART = 100
SHOWN = 3


def told(raw: read.Rule, second: Second) -> tuple[list[str], set[str]]:
    """What differs on a dossier, and what was met; raises `InputError` when it is refused."""
    tables, certificate = engine.answer(raw)
    found, result = against.differences(raw, tables, certificate, second)
    return found, words.of_joint(raw, certificate) | (result.seen if result else set())


@dataclass
class Runs:
    """What came of some seeds."""

    agreed: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    unclear: int = 0
    differ: dict[int, str] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def add(self, seed: int, second: Second) -> None:
        raw = compete.dossier(seed)
        try:
            found, seen = told(raw, second)
        except koers.InputError as error:
            self.refused[" ".join(sorted({finding.code for finding in error.findings}))] += 1
            return
        except against.Unclear:
            self.unclear += 1
            return
        self.seen |= seen
        if found:
            self.differ[seed] = found[0]
        else:
            self.agreed["+".join(step["method"] for step in raw["method"])] += 1

    def join(self, other: Runs) -> None:
        self.agreed += other.agreed
        self.refused += other.refused
        self.unclear += other.unclear
        self.differ |= other.differ
        self.seen |= other.seen


def run(first: int) -> Runs:
    """A part of the seeds, in a process of its own."""
    second = Second()
    found = Runs()
    for seed in range(first, min(first + PART, FIRST + SEEDS)):
        found.add(seed, second)
    second.close()
    return found


@pytest.fixture(scope="module")
def runs() -> Runs:
    found = Runs()
    with multiprocessing.get_context("spawn").Pool() as pool:
        for part in pool.imap(run, range(FIRST, FIRST + SEEDS, PART)):
            found.join(part)
    return found


def report(seed: int, what: str) -> str:
    """A dossier on which the two differ, made small, with what differs."""
    second = Second()

    def differ(raw: read.Rule) -> bool:
        try:
            found = told(raw, second)[0]
        except (koers.InputError, against.Unclear):
            return False
        return bool(found) and found[0].split(":")[0] == what.split(":")[0]

    raw = shrink(compete.dossier(seed), differ)
    folder = os.environ.get("KOERS_ORACLE_SAVE")
    if folder:
        write.save(raw, Path(folder) / f"oracle-joint-{seed}")
    found = "\n".join(told(raw, second)[0])
    second.close()
    return f"seed {seed}: {what}\n{write.show(raw)}\nassumed: {raw.get('assume_eligible')}\n{found}\n"


def test_the_engine_agrees(runs: Runs) -> None:
    """Every table and every certificate of every seed."""
    differ = list(runs.differ.items())
    reports = "\n\n".join(report(seed, what) for seed, what in differ[:SHOWN])
    assert not differ, f"{len(differ)} of {SEEDS} seeds differ: {[seed for seed, _ in differ[:20]]}\n\n{reports}"


def test_few_are_refused(runs: Runs) -> None:
    """What is refused, or can't be compared, is not tested."""
    assert runs.refused.total() + runs.unclear <= max(2, SEEDS // 40), (runs.refused.most_common(), runs.unclear)


def test_every_word_is_met(runs: Runs) -> None:
    """Each method with each option, each limit, each level and each thing left out occurs."""
    missing = sorted(words.JOINT - runs.seen)
    few = len(words.JOINT) // 2 if SEEDS < 1000 else 0
    assert len(missing) <= few, f"never met: {missing}"
