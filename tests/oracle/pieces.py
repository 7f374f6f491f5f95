"""Pieces of lines, the buckets that admit them, and the classes of those that are admitted alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from closing import Opened
from read import Bucket, Dossier, Grant, Line, Rule, Version, cents, rate
from rules import apportion

# How far a cost came in a bucket: the farthest is the reason on own funds (DESIGN 3, order).
BLOCKS = ["no-booking", "state", "window", "eligible", "part", "exclusive", "share", "ceiling", "maximum", "basis", "room", "quota"]


def farthest(blocks: list[str]) -> str:
    return max(blocks, key=BLOCKS.index)


@dataclass(eq=False)
class Piece:
    """What of a line is booked on one grant, or a line without booking; `left` is what is open of it as a cost.

    `vat` is the compensable VAT in `left`, until it is taken off or made a piece of its own. `classed` is the cost when
    the piece was first in a class, `paid` what each grant paid of it, `above_share` what of `left` a share leaves out,
    `shown_on` the grants that netted pairs of it are shown on, `blocks` why
    grants of the last step don't admit it.
    """

    line: Line
    grant: Grant | None
    left: int
    vat: int = 0
    is_vat: bool = False
    reason: str = "no-booking"
    classed: int | None = None
    paid: Counter[str] = field(default_factory=Counter)
    vat_grant: Grant | None = None
    above_share: int = 0
    shown_on: set[str] = field(default_factory=set)
    blocks: list[str] = field(default_factory=list)


def bookings(line: Line, dossier: Dossier) -> list[tuple[Grant, int]]:
    """A booking is a grant, shares that add up to 1, or amounts with one `rest` (DESIGN 5, booked)."""
    if not line.booking:
        return []
    if ":" not in line.booking:
        return [(dossier.by_id[line.booking], line.amount)]
    named = sorted((part.split(":") for part in line.booking.split(";")), key=lambda part: part[0].strip().encode())
    grants = [dossier.by_id[grant.strip()] for grant, _ in named]
    if any("%" in share for _, share in named):
        return list(zip(grants, apportion(line.amount, [rate(share) for _, share in named]), strict=True))
    amounts = [None if amount.strip() == "rest" else cents(amount) for _, amount in named]
    rest = line.amount - sum(amount for amount in amounts if amount is not None)
    return [(grant, rest if amount is None else amount) for grant, amount in zip(grants, amounts, strict=True)]


def pieces_of(line: Line, dossier: Dossier) -> list[Piece]:
    """The pieces of a line, in grant order."""
    booked = dict(bookings(line, dossier))
    if not booked:
        return [Piece(line, None, line.signed(line.amount), line.signed(line.vat))]
    vat = dict(zip(booked, apportion(line.vat, [abs(amount) for amount in booked.values()]), strict=True))
    ordered = [grant for grant in dossier.grants if grant in booked]
    return [Piece(line, grant, line.signed(booked[grant]), line.signed(vat[grant])) for grant in ordered]


@dataclass
class Candidate:
    """A bucket that admits a piece: at home, or as a cost of another part, by shifting or with carried money."""

    opened: Opened
    how: str

    @property
    def has_limit(self) -> bool:
        """Whether shifting is limited to a share; carried money may be spent on any part without limit."""
        return self.how == "shift" and bool(self.opened.version.rules["shifting"]["rule"] == "share")

    @property
    def key(self) -> tuple[Bucket, bool, bool]:
        return self.opened.bucket, self.how == "home", self.has_limit


@dataclass
class Way:
    """How a grant admits a piece: its buckets, what share it pays, which ceilings the cost meets."""

    grant: Grant
    version: Version
    candidates: list[Candidate]
    ceilings: list[Rule]
    newest: bool = False

    @property
    def share(self) -> tuple[str, Fraction] | None:
        rule = self.version.rules.get("share")
        return (rule["of"], rate(rule["percentage"])) if rule else None

    @property
    def key(self) -> Any:
        names = tuple(rule["name"] for rule in self.ceilings)
        return self.grant.id, tuple(candidate.key for candidate in self.candidates), self.share, names

    @property
    def shown_on(self) -> Bucket:
        """The bucket on which a netted pair is shown: the oldest that is at home, else the oldest."""
        return next((one for one in self.oldest_first if one.how == "home"), self.oldest_first[0]).opened.bucket

    @property
    def oldest_first(self) -> list[Candidate]:
        return self.candidates[::-1] if self.newest else self.candidates

    @property
    def in_order(self) -> list[Candidate]:
        """At home first."""
        return sorted(self.candidates, key=lambda candidate: candidate.how != "home")


@dataclass(eq=False)
class Class:
    """Pieces with the same ways and booking (DESIGN 1, class)."""

    ways: dict[str, Way]
    pieces: list[Piece] = field(default_factory=list)
    whole: list[Piece] = field(default_factory=list)
    """What were its costs when it was made, after netting."""
    some_kept_out: bool = False
    """Whether a grant would admit them that another one keeps out of the step."""

    def costs(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.line.kind == "cost" and piece.left > 0]

    def credits(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.line.kind == "cost" and piece.left < 0]

    def income(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.line.kind != "cost" and piece.left < 0]

    def corrections(self) -> list[Piece]:
        """Negative income: it gives back what an income took."""
        return [piece for piece in self.pieces if piece.line.kind != "cost" and piece.left > 0]


def pairs(giving: list[Piece], taking: list[Piece]) -> Iterator[tuple[Piece, Piece, int]]:
    """Sets positive pieces against negative ones, the earliest of both first, until one side is used up."""
    for down in taking:
        for up in giving:
            amount = min(up.left, -down.left)
            if amount > 0:
                up.left -= amount
                down.left += amount
                yield up, down, amount
