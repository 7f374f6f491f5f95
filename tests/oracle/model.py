"""The slow, obvious model of a settlement: which bucket pays what of which line, year by year (DESIGN 3 and 5).

It is written from the definition and shares nothing with the engine. Speed is no aim: each function says one thing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from closing import Fate, Opened, Standing, close_bucket, close_grant, open_bucket
from read import Bucket, Dossier, Grant, Line, Quantity, Rule, Version, cents, rate
from rules import (
    agreed_window,
    apportion,
    ceiling_holds_for,
    ceiling_scope,
    ceilings,
    closing_version,
    excludes,
    floor,
    half_up,
    in_force,
    is_eligible,
    is_open,
    lies_in,
    limit_of,
    matches,
    may_shift,
    own_window,
    state_in,
    year_end,
)

# How far a cost came in a bucket: the farthest is the reason on own funds (DESIGN 3, order).
BLOCKS = ["no-booking", "state", "window", "eligible", "part", "exclusive", "share", "ceiling", "basis", "room"]


def farthest(blocks: list[str]) -> str:
    return max(blocks, key=BLOCKS.index)


@dataclass
class Result:
    """What a settlement says, in cents: allocations per line and bucket, deductions per line and kind, own funds."""

    settlement: list[dict[str, Any]] = field(default_factory=list)
    allocations: Counter[tuple[str, str, str, str | None]] = field(default_factory=Counter)
    deductions: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    own_funds: Counter[tuple[str, str]] = field(default_factory=Counter)
    seen: set[str] = field(default_factory=set)

    def note(self, what: str) -> None:
        """A rule that was at work, for the measure of coverage."""
        self.seen.add(what)

    def pay(self, line: Line, bucket: Bucket, amount: int) -> None:
        self.allocations[line.id, bucket.grant, bucket.tranche, bucket.part] += amount

    def deduct(self, line: Line, grant: Grant, kind: str, amount: int) -> None:
        self.deductions[line.id, grant.id, kind] += amount
        if amount:
            self.note(f"deduction: {kind}")

    def leave(self, line: Line, amount: int, reason: str) -> None:
        self.own_funds[line.id, reason] += amount
        if amount:
            self.note(f"own funds: {reason}")


def settle(dossier: Dossier) -> Result:
    """Each year on its own figures, in order, because the room of a year depends on the closing before it."""
    result = Result()
    books = Books(dossier, result)
    for year in dossier.years:
        books.settle_year(year)
    return result


class Books:
    """What goes from one year to the next: the standing of buckets, what ceilings were used for, reserves."""

    def __init__(self, dossier: Dossier, result: Result) -> None:
        self.dossier = dossier
        self.result = result
        self.standings = {bucket: Standing() for grant in dossier.grants for bucket in grant.buckets}
        self.under_ceilings: Counter[tuple[str, Bucket]] = Counter()
        self.reserves = {grant.id: grant.reserve for grant in dossier.grants}

    def settle_year(self, year: int) -> None:
        opened = {grant.id: self.open_grant(grant, year) for grant in self.dossier.grants}
        Booked(self, year, opened).run()
        for grant in self.dossier.grants:
            self.close(grant, opened[grant.id])

    def open_grant(self, grant: Grant, year: int) -> list[Opened]:
        found = [open_bucket(self.dossier, grant, bucket, self.standings[bucket], year) for bucket in grant.buckets]
        return sorted((one for one in found if one is not None), key=self.tranche_order)

    def tranche_order(self, opened: Opened) -> Any:
        """Tranches by the last day of their own window, then oldest, then id; parts by id (DESIGN 3, order)."""
        bucket = opened.bucket
        version = closing_version(opened.grant.scheme, year_end(self.dossier.years[0]), self.dossier.as_of)
        window = own_window(version or opened.version, bucket)
        first = window.first.toordinal() if window.first else 0
        return window.last, first, bucket.tranche.encode(), (bucket.part or "").encode()

    def close(self, grant: Grant, opened: list[Opened]) -> None:
        reserve = self.reserves[grant.id]
        fates, self.reserves[grant.id] = close_grant(self.dossier, opened, reserve, self.result.note)
        for one, fate in zip(opened, fates, strict=True):
            row, self.standings[one.bucket] = close_bucket(one, fate)
            self.result.settlement.append(row)
            self.note_closing(row, one, fate)

    def note_closing(self, row: dict[str, Any], opened: Opened, fate: Fate) -> None:
        self.result.note(f"state: {state_in(opened.grant, opened.year)}")
        if row["reason"]:
            self.result.note(f"reason: {row['reason']}")
        for code in fate.retained:
            self.result.note(f"retained: {code}")


# A line on the grants it is booked on


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
class Piece:
    """What of a line is booked on one grant; `left` is its cost that is not yet paid, deducted or on own funds."""

    line: Line
    grant: Grant
    left: int
    version: Version | None
    candidates: list[Candidate] = field(default_factory=list)
    block: str = "state"
    share_total: tuple[str, Fraction] | None = None
    ceilings: list[Rule] = field(default_factory=list)

    @property
    def rules(self) -> Rule:
        return self.version.rules if self.version else {}

    @property
    def deducts(self) -> list[str]:
        return list(self.rules.get("deductions", {}).get("kinds", []))


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


@dataclass
class Class:
    """Pieces with the same grant, candidates, share, ceilings and deductions (DESIGN 1, class)."""

    pieces: list[Piece]

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


class Booked:
    """The step `booked` in one year (DESIGN 5): each line on the grant it is booked on, as far as the rules allow."""

    def __init__(self, books: Books, year: int, opened: dict[str, list[Opened]]) -> None:
        self.books = books
        self.dossier = books.dossier
        self.result = books.result
        self.year = year
        self.opened = opened
        self.share_left: dict[Any, int] = {}
        self.lines = [line for line in self.dossier.lines if line.day.year == year]

    def run(self) -> None:
        for row in self.dossier.quantities:
            if row.day.year == self.year:
                self.earn(row)
        for opened in self.all_opened():
            opened.earned_now = max(0, opened.earned_now)
        pieces = [piece for line in self.lines for piece in self.pieces_of(line)]
        for piece in pieces:
            self.find_candidates(piece)
        self.exclude(pieces)
        standing = [piece for piece in pieces if self.stands(piece)]
        classes = self.classes(standing)
        for one in classes:
            self.net(one)
        for one in classes:
            self.apply_share(one)
        self.limit_totals(classes)
        for home in (True, False):
            for piece in standing:
                self.place(piece, home)
        for piece in standing:
            self.leave_open(piece)

    def all_opened(self) -> list[Opened]:
        return [one for opened in self.opened.values() for one in opened]

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
        return named and one.open and self.window_holds(one, version, row.day) is not None

    def units_left(self, row: Quantity, one: Opened) -> Fraction:
        """The units of a row, cut at what is left of the most that the tranche is for."""
        most = dict(one.bucket.units).get(row.unit)
        used = one.units.get(row.unit, Fraction(0))
        units = row.units if most is None else min(row.units, most - used)
        if units < row.units:
            self.result.note("quantity: units cut")
        one.units[row.unit] = used + units
        return units

    # Deductions and candidates

    def pieces_of(self, line: Line) -> list[Piece]:
        """The pieces of a line in grant order, less the VAT that comes back and what needs no grant's rules."""
        booked = dict(bookings(line, self.dossier))
        if not booked:
            self.result.leave(line, line.signed(line.amount), "no-booking")
        vat = dict(zip(booked, apportion(line.vat, [abs(amount) for amount in booked.values()]), strict=True))
        pieces = []
        for grant in (grant for grant in self.dossier.grants if grant in booked):
            version = in_force(grant.scheme, line.day, self.dossier.as_of)
            piece = Piece(line, grant, line.signed(booked[grant]), version)
            if "vat" in piece.deducts:
                piece.left -= line.signed(vat[grant])
                self.result.deduct(line, grant, "vat", line.signed(vat[grant]))
            if line.kind != "cost" and line.kind not in piece.deducts:
                self.result.leave(line, piece.left, "not-deducted")
            elif piece.left:
                pieces.append(piece)
        return pieces

    def find_candidates(self, piece: Piece) -> None:
        """The buckets that admit a piece, and how far it came where none does (DESIGN 3, order)."""
        blocks = ["state"]
        for one in self.opened[piece.grant.id]:
            how = self.admits(one, piece)
            if how in BLOCKS:
                blocks.append(how)
            else:
                piece.candidates.append(Candidate(one, how))
        if self.waits(piece.grant):
            blocks.append("window")
        piece.block = farthest(blocks)

    def waits(self, grant: Grant) -> bool:
        """Whether a bucket that doesn't exist yet would be open but for its window."""
        exist = {one.bucket for one in self.opened[grant.id]}
        return any(bucket not in exist and is_open(grant, bucket, self.year) for bucket in grant.buckets)

    def admits(self, one: Opened, piece: Piece) -> str:
        """`home`, `shift` or `carried`; else the word for what blocks: state, window, eligibility, part in order."""
        if not one.open:
            return "state"
        window = self.window_holds(one, piece.version, piece.line.day)
        if window is None or piece.version is None:
            return "window"
        if not is_eligible(piece.version, piece.line):
            return "eligible"
        return self.part_of(one, piece.line, window)

    def window_holds(self, one: Opened, version: Version | None, when: Any) -> str | None:
        """Whether a day lies in the bucket's own or agreed window, or only in that of its carried money."""
        if version is None:
            return None
        window = agreed_window(version, one.grant, one.bucket)
        if window.contains(when):
            return "own"
        if one.until is not None and window.opens_by(when) and when <= one.until:
            return "carried"
        return None

    def part_of(self, one: Opened, line: Line, window: str) -> str:
        """A cost of a part belongs in the buckets of that part; another part pays it by shifting, or with carried
        money that may be spent on any part (DESIGN 2, parts and unspent)."""
        scheme = one.grant.scheme
        part = line.value("part")
        if not scheme.parts or part is None or lies_in(scheme, one.bucket.part, part):
            return "home"
        if window == "own" and may_shift(one.version, scheme, one.bucket.part, part):
            return "shift"
        if window == "carried" and one.any_part and part in scheme.parts:
            return "carried"
        return "part"

    def exclude(self, pieces: list[Piece]) -> None:
        """A line paid by one grant may not also be paid by one that it excludes (DESIGN 2, double funding)."""
        for line in self.lines:
            standing: list[Piece] = []
            for piece in (piece for piece in pieces if piece.line is line and piece.candidates):
                if any(exclusive(piece, other) for other in standing):
                    self.result.leave(line, piece.left, "exclusive")
                    piece.left = 0
                else:
                    standing.append(piece)

    def stands(self, piece: Piece) -> bool:
        """What no bucket admits is on own funds for the farthest reason."""
        if piece.left and not piece.candidates:
            self.result.leave(piece.line, piece.left, piece.block)
            piece.left = 0
        return piece.left != 0

    # Classes

    def classes(self, pieces: list[Piece]) -> list[Class]:
        """A class by its first line (DESIGN 3, order)."""
        found: dict[Any, Class] = {}
        for piece in pieces:
            piece.ceilings = [rule for rule in ceilings(self.closing_rules(piece)) if matches(rule, piece.line)]
            found.setdefault(self.class_key(piece), Class([])).pieces.append(piece)
        return list(found.values())

    def closing_rules(self, piece: Piece) -> Version:
        return piece.candidates[0].opened.version

    def class_key(self, piece: Piece) -> Any:
        share = piece.rules.get("share")
        return (
            piece.grant.id,
            tuple(candidate.key for candidate in piece.candidates),
            (share["of"], rate(share["percentage"])) if share else None,
            tuple(rule["name"] for rule in piece.ceilings),
            tuple(sorted(piece.deducts)),
        )

    def net(self, one: Class) -> None:
        """Income, credit notes and costs of a class against each other (DESIGN 3, earned and credit notes).

        First income and its corrections; then credit notes with the earliest costs, shown on the class's first bucket;
        then income with the earliest costs that remain. What is left of credits and income is on own funds.
        """
        for up, down, amount in pairs(one.corrections(), one.income()):
            self.result.deduct(up.line, up.grant, up.line.kind, amount)
            self.result.deduct(down.line, down.grant, down.line.kind, -amount)
            self.result.note("netted: income")
        for cost, credit, amount in pairs(one.costs(), one.credits()):
            bucket = shown_on(cost.candidates)
            self.result.pay(cost.line, bucket, amount)
            self.result.pay(credit.line, bucket, -amount)
            self.result.note("netted: credit")
        for cost, income, amount in pairs(one.costs(), one.income()):
            self.result.deduct(cost.line, cost.grant, income.line.kind, amount)
            self.result.deduct(income.line, income.grant, income.line.kind, -amount)
        for piece in one.credits():
            self.open_rest(piece, "credit")
        for piece in [*one.income(), *one.corrections()]:
            self.open_rest(piece, "income-left")

    def open_rest(self, piece: Piece, reason: str) -> None:
        self.result.leave(piece.line, piece.left, reason)
        piece.left = 0

    # Shares

    def apply_share(self, one: Class) -> None:
        """At most x % of each cost: of the class total, spread so that no line exceeds its own by a cent."""
        costs = one.costs()
        share = costs[0].rules.get("share") if costs else None
        if share is None or share["of"] != "line":
            return
        total = sum(piece.left for piece in costs)
        claims = apportion(floor(rate(share["percentage"]) * total), [piece.left for piece in costs])
        for piece, claim in zip(costs, claims, strict=True):
            if piece.left > claim:
                self.result.leave(piece.line, piece.left - claim, "share")
                self.result.note("share: line")
            piece.left = claim

    def limit_totals(self, classes: list[Class]) -> None:
        """At most x % of all eligible costs of a grant together (DESIGN 2, share)."""
        sums: Counter[Any] = Counter()
        for piece in (piece for one in classes for piece in one.costs()):
            share = piece.rules.get("share")
            if share is not None and share["of"] == "total":
                piece.share_total = (piece.grant.id, rate(share["percentage"]))
                sums[piece.share_total] += piece.left
        self.share_left = {key: floor(key[1] * total) for key, total in sums.items()}

    # Placing

    def place(self, piece: Piece, home: bool) -> None:
        """Into the grant's tranches in tranche order; costs of other parts only after all that are at home."""
        for candidate in piece.candidates:
            if piece.left > 0 and (candidate.how == "home") == home:
                self.pay(piece, candidate)

    def pay(self, piece: Piece, candidate: Candidate) -> None:
        """A bucket pays what every limit leaves."""
        one = candidate.opened
        amount = max(0, min([piece.left, *(left for _, left in self.limits(piece, candidate))]))
        piece.left -= amount
        one.spent += amount
        self.result.pay(piece.line, one.bucket, amount)
        if piece.share_total is not None:
            self.share_left[piece.share_total] -= amount
        for rule in self.ceilings_of(piece, one):
            self.books.under_ceilings[rule["name"], one.bucket] += amount
        if candidate.has_limit:
            one.shifted += amount
        if candidate.how != "home" and amount:
            self.result.note(f"part: {candidate.how}")

    def leave_open(self, piece: Piece) -> None:
        """What is left after placing: above a share of the total for the share, whatever the other limits; what the
        share would still have paid for what blocks it, the lines in order."""
        within = piece.left
        if piece.share_total is not None:
            within = min(piece.left, self.share_left[piece.share_total])
            self.share_left[piece.share_total] -= within
            self.result.leave(piece.line, piece.left - within, "share")
        if within:
            self.result.leave(piece.line, within, self.what_blocks(piece))

    def what_blocks(self, piece: Piece) -> str:
        """Of each bucket the first limit that is used up when all is placed; of all buckets the farthest of these."""
        used_up = [
            [word for word, left in self.limits(piece, candidate) if word != "share" and left <= 0]
            for candidate in piece.candidates
        ]
        return farthest([words[0] for words in used_up])

    def limits(self, piece: Piece, candidate: Candidate) -> list[tuple[str, int]]:
        """What each limit leaves of a bucket for a piece, with its word, in the order of DESIGN 3."""
        one = candidate.opened
        found = []
        if piece.share_total is not None:
            found.append(("share", self.share_left[piece.share_total]))
        found += [("ceiling", self.ceiling_left(rule, one)) for rule in self.ceilings_of(piece, one)]
        if candidate.has_limit:
            found.append(("part", self.shift_left(one)))
        if one.earned is not None:
            found.append(("basis", one.earned - one.spent))
        return [*found, ("room", one.room - one.spent)]

    def ceilings_of(self, piece: Piece, one: Opened) -> list[Rule]:
        return [rule for rule in piece.ceilings if ceiling_holds_for(rule, one.grant.scheme, one.bucket)]

    def ceiling_left(self, rule: Rule, one: Opened) -> int:
        """A ceiling less what was paid under its name, in earlier years too; a percentage is of the awards under it."""
        opened = self.opened[one.grant.id]
        granted = {other.bucket: other.granted for other in opened}
        scope = ceiling_scope(rule, one.grant.buckets, one.bucket)
        base = sum(granted.get(b, 0) for b in scope if ceiling_holds_for(rule, one.grant.scheme, b))
        used = sum(self.books.under_ceilings[rule["name"], b] for b in scope)
        return max(0, limit_of(rule, base) - used)

    def shift_left(self, one: Opened) -> int:
        """At most x % of the giving part's award may pay costs of other parts in a year (DESIGN 3, percentages)."""
        return max(0, floor(rate(one.version.rules["shifting"]["percentage"]) * one.granted) - one.shifted)


def shown_on(candidates: list[Candidate]) -> Bucket:
    """The bucket on which a netted pair is shown: the first one that is at home, else the first."""
    return next((one for one in candidates if one.how == "home"), candidates[0]).opened.bucket


def price_of(version: Version, row: Quantity) -> int:
    """The price of a unit on a day, in cents: the last one that has begun (DESIGN 2, basis)."""
    prices = [item for item in version.rules["basis"]["prices"] if item["unit"] == row.unit]
    begun = [item for item in prices if item.get("from", version.first) <= row.day]
    return cents(max(begun, key=lambda item: item.get("from", version.first))["price"])


def exclusive(piece: Piece, other: Piece) -> bool:
    """Whether either grant's rules on the line's date name the other."""
    assert piece.version is not None and other.version is not None
    return excludes(piece.version, piece.grant, other.grant) or excludes(other.version, other.grant, piece.grant)
