"""What a settlement says, in cents, row by row and added up."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from read import Bucket, Grant, Line

Key = tuple[str, ...]


@dataclass
class Result:
    """Rows per line: where (allocation, deduction, own funds), to what, under which step or reason, and how much."""

    settlement: list[dict[str, Any]] = field(default_factory=list)
    rows: dict[tuple[str, str, tuple[str | None, ...], str], int] = field(default_factory=dict)
    flows: list[Any] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def note(self, what: str) -> None:
        """A rule that was at work, for the measure of coverage."""
        self.seen.add(what)

    def add(self, line: str, table: str, key: tuple[str | None, ...], how: str, amount: int) -> None:
        at = (line, table, key, how)
        self.rows[at] = self.rows.get(at, 0) + amount

    def pay(self, line: Line, bucket: Bucket, amount: int, how: str = "") -> None:
        self.add(line.id, "allocations", (bucket.grant, bucket.tranche, bucket.part), how, amount)

    def deduct(self, line: Line, grant: Grant, kind: str, amount: int) -> None:
        self.add(line.id, "deductions", (grant.id, kind), "", amount)
        if amount:
            self.note(f"deduction: {kind}")

    def leave(self, line: Line, amount: int, reason: str) -> None:
        self.add(line.id, "own_funds", (reason,), "", amount)
        if amount:
            self.note(f"own funds: {reason}")

    def summed(self, table: str) -> Counter[Any]:
        """A table by line and what it went to."""
        found: Counter[Any] = Counter()
        for (line, name, key, _), amount in self.rows.items():
            if name == table:
                found[line, *key] += amount
        return found

    @property
    def allocations(self) -> Counter[Any]:
        return self.summed("allocations")

    @property
    def deductions(self) -> Counter[Any]:
        return self.summed("deductions")

    @property
    def own_funds(self) -> Counter[Any]:
        return self.summed("own_funds")
