"""What a run does: an ordered list of steps (DESIGN 5, allocation)."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from read import Line, Rule, cents, rate
from rules import matches

BOOKED: list[Rule] = [{"method": "booked"}]


@dataclass(frozen=True, eq=False)
class Step:
    """One step with its options; `number` counts from 1, 0 is the step of the fixed lines."""

    number: int
    method: str
    condition: Rule = field(default_factory=dict)
    newest: bool = False
    grants: list[str] | None = None
    groups: list[list[str]] | None = None
    maxima: dict[str, int] = field(default_factory=dict)
    weights: str = ""
    shares: dict[str, Fraction] = field(default_factory=dict)
    key: str = ""
    down: bool = False
    redistribute: str = "none"

    def takes(self, line: Line) -> bool:
        """Any step may be limited to lines by dimension."""
        return not self.condition or matches(self.condition, line)


FIXED = Step(0, "fixed")


def step(number: int, raw: Rule) -> Step:
    maxima: dict[str, Any] = raw.get("maxima", {})
    return Step(
        number=number,
        method=raw["method"],
        condition={key: raw[key] for key in ("only", "except", "match") if key in raw},
        newest=raw.get("tranches") == "newest",
        grants=raw.get("grants"),
        groups=raw.get("groups"),
        maxima={grant: cents(amount) for grant, amount in maxima.items()},
        weights=raw.get("weights", ""),
        shares={grant: rate(share) for grant, share in raw.get("shares", {}).items()},
        key=raw.get("key", ""),
        down=raw.get("rounding") == "down",
        redistribute=raw.get("redistribute", "none"),
    )


def steps(raw: list[Rule] | None) -> list[Step]:
    return [step(number, item) for number, item in enumerate(raw or BOOKED, 1)]
