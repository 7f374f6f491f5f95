"""A book year: what is earned, which buckets admit a piece, and the steps over what is open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from typing import Any, Protocol

from closing import Opened
from limits import Limits
from method import FIXED, Step
from pieces import Candidate, Class, Piece, Way, farthest, pairs, pieces_of
from read import Bucket, Dossier, Grant, Line, Quantity, Version, cents
from result import Result
from rules import (
    agreed_window,
    ceilings,
    excludes,
    half_up,
    in_force,
    is_eligible,
    is_open,
    lies_in,
    matches,
    may_shift,
)

ADMITTED = ("home", "shift", "carried")


Rounded = Callable[["Year", Class, dict[Bucket, int], set[Line]], "dict[tuple[Piece, Bucket], int] | None"]
"""How the totals of a class fall on its lines where only the bounds are defined: by class, total of each bucket, and the
lines of which later classes have pieces."""


class StepRun(Protocol):
    """One step over pieces."""

    def __call__(self, year: Year, step: Step, pieces: list[Piece]) -> None: ...


class Year:
    """A year of a dossier: its buckets as they were opened, its pieces, its limits."""

    def __init__(
        self,
        dossier: Dossier,
        year: int,
        opened: dict[str, list[Opened]],
        under_ceilings: Counter[tuple[str, Bucket]],
        result: Result,
    ) -> None:
        self.dossier = dossier
        self.year = year
        self.opened = opened
        self.result = result
        self.limits = Limits(opened, under_ceilings)
        self.rounded: Rounded | None = None
        self.paid_before: Counter[tuple[str, ...]] = Counter()
        """What the steps before the one at work paid, by line and bucket."""
        self.pieces = [
            piece for line in dossier.lines if line.day.year == year for piece in pieces_of(line, dossier) if piece.left
        ]

    def run(self, steps: list[Step], methods: dict[str, StepRun]) -> None:
        """First the fixed lines, which are in no later step; then the steps in order over what is open."""
        for row in self.dossier.quantities:
            if row.day.year == self.year:
                self.earn(row)
        for opened in (one for found in self.opened.values() for one in found):
            opened.earned_now = max(0, opened.earned_now)
        fixed = [piece for piece in self.pieces if piece.line.fixed]
        if fixed:
            self.result.note("fixed")
            methods["booked"](self, FIXED, fixed)
        for step in steps:
            open_pieces = [piece for piece in self.pieces if not piece.line.fixed and step.takes(piece.line)]
            self.limits.maxima = dict(step.maxima)
            self.result.note(f"step: {step.method}")
            self.paid_before = self.result.allocations
            methods[step.method](self, step, [piece for piece in open_pieces if piece.left])
            self.limits.maxima = {}
        for piece in self.pieces:
            self.leave_open(piece)

    def leave_open(self, piece: Piece) -> None:
        """What no grant has paid at the end: own funds, or VAT that the compensation fund pays."""
        if piece.is_vat and piece.left and piece.vat_grant is not None:
            self.result.deduct(piece.line, piece.vat_grant, "vat", piece.left)
        elif piece.left:
            self.result.leave(piece.line, piece.above_share, "share")
            self.result.leave(piece.line, piece.left - piece.above_share, piece.reason)

    # Earned

    def earn(self, row: Quantity) -> None:
        """Price × units, half up, up to the units that the award is for (DESIGN 3, earned).

        It goes to the first bucket, in tranche order, whose window contains its day.
        """
        grant = self.dossier.by_id[row.grant]
        version = in_force(grant.scheme, row.day, self.dossier.as_of)
        assert version is not None, "a quantity has a version"
        one = next((one for one in self.opened[grant.id] if self.earns_for(row, version, one)), None)
        if one is None:
            self.result.note("quantity: no bucket")
            return
        one.earned_now += half_up(price_of(version, row) * self.units_left(row, one))

    def earns_for(self, row: Quantity, version: Version, one: Opened) -> bool:
        named = row.tranche in (None, one.bucket.tranche) and row.part in (None, one.bucket.part)
        return named and one.open and window_holds(one, version, row.day) is not None

    def units_left(self, row: Quantity, one: Opened) -> Fraction:
        """The units of a row, cut at what is left of the most that the tranche is for."""
        most = dict(one.bucket.units).get(row.unit)
        used = one.units.get(row.unit, Fraction(0))
        units = row.units if most is None else min(row.units, most - used)
        if units < row.units:
            self.result.note("quantity: units cut")
        one.units[row.unit] = used + units
        return units

    # Who admits a piece

    def version(self, grant: Grant, line: Line) -> Version | None:
        return in_force(grant.scheme, line.day, self.dossier.as_of)

    def deducts(self, grant: Grant, line: Line) -> list[str]:
        version = self.version(grant, line)
        return list(version.rules.get("deductions", {}).get("kinds", [])) if version else []

    def way(self, grant: Grant, line: Line, newest: bool = False) -> tuple[Way | None, str]:
        """The buckets of a grant that admit a line; or how far it came where none does (DESIGN 3, order)."""
        version = self.version(grant, line)
        blocks, candidates = ["state"], []
        for one in self.opened[grant.id]:
            how = self.admits(one, version, line)
            if how in ADMITTED:
                candidates.append(Candidate(one, how))
            else:
                blocks.append(how)
        if self.waits(grant):
            blocks.append("window")
        if version is None or not candidates:
            return None, farthest(blocks)
        if newest:
            candidates.reverse()
        met = [rule for rule in ceilings(candidates[0].opened.version) if matches(rule, line)]
        return Way(grant, version, candidates, met, newest), ""

    def waits(self, grant: Grant) -> bool:
        """Whether a bucket that doesn't exist yet would be open but for its window."""
        exist = {one.bucket for one in self.opened[grant.id]}
        return any(bucket not in exist and is_open(grant, bucket, self.year) for bucket in grant.buckets)

    def admits(self, one: Opened, version: Version | None, line: Line) -> str:
        """`home`, `shift` or `carried`; else the word for what blocks: state, window, eligibility, part in order."""
        if not one.open:
            return "state"
        window = window_holds(one, version, line.day)
        if window is None or version is None:
            return "window"
        if not is_eligible(self.dossier, version, one.grant, line):
            return "eligible"
        return part_of(one, line, window)

    def is_excluded(self, grant: Grant, line: Line, shown: bool = True) -> bool:
        """Whether a grant that already paid of a line excludes this one, or is excluded by it.

        Between steps also one on which a netted part is `shown`; inside a step what cancels out is not paid.
        """
        pieces = [piece for piece in self.pieces if piece.line is line]
        paying = {id for piece in pieces for id, paid in piece.paid.items() if paid}
        if shown:
            paying |= {id for piece in pieces for id in piece.shown_on}
        return any(self.exclusive(grant, self.dossier.by_id[id], line) for id in paying)

    def exclusive(self, grant: Grant, other: Grant, line: Line) -> bool:
        """Whether either grant's rules on the line's date name the other."""
        ways = [(grant, other), (other, grant)]
        versions = [(self.version(one, line), one, another) for one, another in ways]
        return any(version is not None and excludes(version, one, another) for version, one, another in versions)

    # What every step does

    def net(self, one: Class, shown: Bucket, how: str) -> None:
        """Income, credit notes and costs of a class against each other (DESIGN 3, earned and credit notes).

        First income and its corrections; then credit notes with the earliest costs, shown on one bucket; then income
        with the earliest costs that remain. What is left of credits and income is on own funds.
        """
        for up, down, amount in pairs(one.corrections(), one.income()):
            self.deduct(up, up.line.kind, amount)
            self.deduct(down, down.line.kind, -amount)
            self.result.note("netted: income")
        for cost, credit, amount in pairs(one.costs(), one.credits()):
            for piece, part in ((cost, amount), (credit, -amount)):
                self.result.pay(piece.line, shown, part, "netted")
                piece.shown_on.add(shown.grant)
            self.result.note(f"netted: credit{how}")
        for cost, income, amount in pairs(one.costs(), one.income()):
            self.deduct(cost, income.line.kind, amount)
            self.deduct(income, income.line.kind, -amount)
        for piece in one.credits():
            piece.reason = "credit"
        for piece in [*one.income(), *one.corrections()]:
            piece.reason = "income-left"

    def deduct(self, piece: Piece, kind: str, amount: int) -> None:
        assert piece.grant is not None, "income is deducted on the grant that it is booked on"
        self.result.deduct(piece.line, piece.grant, kind, amount)

    def pay(self, piece: Piece, way: Way, candidate: Candidate, amount: int, how: str) -> None:
        """A bucket pays of a piece; every limit counts it."""
        assert 0 <= amount <= min(piece.left, self.limits.most(way, candidate))
        if not amount:
            return
        piece.left -= amount
        piece.paid[way.grant.id] += amount
        self.limits.take(way, candidate, amount)
        self.result.pay(piece.line, candidate.opened.bucket, amount, how)
        if candidate.how != "home":
            self.result.note(f"part: {candidate.how}")


def window_holds(one: Opened, version: Version | None, when: Any) -> str | None:
    """Whether a day lies in the bucket's own or agreed window, or only in that of its carried money."""
    if version is None:
        return None
    window = agreed_window(version, one.grant, one.bucket)
    if window.contains(when):
        return "own"
    if one.until is not None and window.opens_by(when) and when <= one.until:
        return "carried"
    return None


def part_of(one: Opened, line: Line, window: str) -> str:
    """A cost of a part belongs in the buckets of that part; another part pays it by shifting, or with carried money
    that may be spent on any part (DESIGN 2, parts and unspent)."""
    scheme = one.grant.scheme
    part = line.value("part")
    if not scheme.parts or part is None or lies_in(scheme, one.bucket.part, part):
        return "home"
    if window == "own" and may_shift(one.version, scheme, one.bucket.part, part):
        return "shift"
    if window == "carried" and one.any_part and part in scheme.parts:
        return "carried"
    return "part"


def price_of(version: Version, row: Quantity) -> int:
    """The price of a unit on a day, in cents: the last one that has begun (DESIGN 2, basis)."""
    prices = [item for item in version.rules["basis"]["prices"] if item["unit"] == row.unit]
    begun = [item for item in prices if item.get("from", version.first) <= row.day]
    return cents(max(begun, key=lambda item: item.get("from", version.first))["price"])


def grouped(pieces: list[tuple[Piece, dict[str, Way]]], key: Callable[[Piece, dict[str, Way]], Any]) -> list[Class]:
    """Classes by their first piece (DESIGN 3, order)."""
    found: dict[Any, Class] = {}
    for piece, ways in pieces:
        found.setdefault(key(piece, ways), Class(ways)).pieces.append(piece)
    return list(found.values())
