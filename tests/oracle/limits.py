"""What each limit leaves of a bucket in a year: shares, ceilings, giving to other parts, what is earned, room."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import Any

from closing import Opened
from pieces import Candidate, Class, Piece, Way
from read import Bucket, Rule, rate
from rules import apportion, ceiling_holds_for, ceiling_scope, floor, limit_of

Total = tuple[str, Fraction]


class Limits:
    """The limits of a year. `under_ceilings` is of all years, by name and bucket; the rest starts anew each year."""

    def __init__(self, opened: dict[str, list[Opened]], under_ceilings: Counter[tuple[str, Bucket]]) -> None:
        self.opened = opened
        self.under_ceilings = under_ceilings
        self.totals: dict[Total, dict[Piece, int]] = {}
        self.paid_of_totals: Counter[Total] = Counter()
        self.maxima: dict[str, int] = {}
        self.stood: list[tuple[set[Piece], set[Total]]] = []
        """Classes of the steps so far, with the shares of each line that they were under."""
        self.over_steps: dict[tuple[Piece, str], int] = {}
        """The most of a class, by its first cost, that a grant may pay in all steps together."""

    # Shares

    def class_costs(self, classes: list[Class]) -> None:
        """Remembers what each piece cost when it was first in a class, and which share of a total it is under."""
        for one in classes:
            one.whole = one.costs()
            for piece in one.whole:
                if piece.classed is None:
                    piece.classed = piece.left
                for way in one.ways.values():
                    if way.share is not None and way.share[0] == "total":
                        self.totals.setdefault((way.grant.id, way.share[1]), {})[piece] = piece.classed
        self.of_all_steps(classes)

    def of_all_steps(self, classes: list[Class]) -> None:
        """A share is rounded down over all steps together: of costs that stood in one class of which the grant paid, one with
        the other or through others, it is at most the share of their sum. The first classes of a step take what is left."""
        self.over_steps = {}
        paid_of = [
            (pieces, {share for share in shares if any(piece.paid[share[0]] for piece in pieces)})
            for pieces, shares in self.stood
        ]
        found: list[tuple[set[Piece], set[Total]]] = []
        for one in classes:
            shares = {(way.grant.id, way.share[1]) for way in one.ways.values() if way.share and way.share[0] == "line"}
            found.append((set(one.whole), shares))
        for share in sorted({share for _, shares in found for share in shares}):
            if not any(share in shares for _, shares in paid_of):
                continue
            together = joined([pieces for pieces, shares in [*paid_of, *found] if share in shares])
            left = [
                floor(share[1] * sum(piece.classed or 0 for piece in pieces)) - sum(piece.paid[share[0]] for piece in pieces)
                for pieces in together
            ]
            for one in (one for one, (_, shares) in zip(classes, found, strict=True) if share in shares and one.whole):
                at = next(at for at, pieces in enumerate(together) if one.whole[0] in pieces)
                wanted = self.share_left(one, one.ways[share[0]]) or 0
                most = min(wanted, max(0, left[at]))
                left[at] -= most
                before = sum(piece.paid[share[0]] for piece in one.whole)
                self.over_steps[one.whole[0], share[0]] = before + most
        self.stood += found

    def share_left(self, one: Class, way: Way) -> int | None:
        """At most x % of the class, less what the grant paid of it before; none without a share of each line."""
        if way.share is None or way.share[0] != "line":
            return None
        whole = floor(way.share[1] * sum(piece.classed or 0 for piece in one.whole))
        if one.whole:
            whole = min(whole, self.over_steps.get((one.whole[0], way.grant.id), whole))
        paid = sum(piece.paid[way.grant.id] for piece in one.whole)
        return max(0, min(sum(self.own_shares(one, way).values()), whole - paid))

    def claims(self, one: Class, way: Way) -> dict[Piece, int]:
        """What a grant may still pay of each piece; of a share of each line the first take what is left for the class."""
        left = self.share_left(one, way)
        if left is None:
            return {piece: piece.left for piece in one.whole}
        found = {}
        for piece, share in self.own_shares(one, way).items():
            found[piece] = min(share, left)
            left -= found[piece]
        return found

    def own_shares(self, one: Class, way: Way) -> dict[Piece, int]:
        """The share of the class, spread so that no line exceeds its own by a cent (DESIGN 3, percentages), less what is
        paid of each."""
        assert way.share is not None
        costs = one.whole
        whole = [piece.classed or 0 for piece in costs]
        parts = apportion(floor(way.share[1] * sum(whole)), whole)
        paid = [piece.paid[way.grant.id] for piece in costs]
        return {
            piece: max(0, min(piece.left, part - before))
            for piece, part, before in zip(costs, parts, paid, strict=True)
        }

    def total_of(self, way: Way) -> Total | None:
        return (way.grant.id, way.share[1]) if way.share is not None and way.share[0] == "total" else None

    def total_left(self, key: Total) -> int:
        return floor(key[1] * sum(self.totals.get(key, {}).values())) - self.paid_of_totals[key]

    # The others

    def list(self, way: Way, candidate: Candidate) -> list[tuple[str, int]]:
        """What each limit leaves, with its word, in the order of DESIGN 3."""
        one = candidate.opened
        found = []
        total = self.total_of(way)
        if total is not None:
            found.append(("share", self.total_left(total)))
        found += [("ceiling", self.ceiling_left(rule, one)) for rule in self.ceilings_of(way, one)]
        if candidate.has_limit:
            found.append(("part", self.shift_left(one)))
        if way.grant.id in self.maxima:
            found.append(("maximum", self.maxima[way.grant.id]))
        if one.earned is not None:
            found.append(("basis", one.earned - one.spent))
        return [*found, ("room", one.room - one.spent)]

    def most(self, way: Way, candidate: Candidate) -> int:
        return max(0, min(left for _, left in self.list(way, candidate)))

    def ceilings_of(self, way: Way, one: Opened) -> list[Rule]:
        return [rule for rule in way.ceilings if ceiling_holds_for(rule, one.grant.scheme, one.bucket)]

    def ceiling_left(self, rule: Rule, one: Opened) -> int:
        """A ceiling less what was paid under its name, in earlier years too; a percentage is of the awards under it."""
        opened = self.opened[one.grant.id]
        granted = {other.bucket: other.granted for other in opened}
        scope = ceiling_scope(rule, one.grant.buckets, one.bucket)
        base = sum(granted.get(b, 0) for b in scope if ceiling_holds_for(rule, one.grant.scheme, b))
        used = sum(self.under_ceilings[rule["name"], b] for b in scope)
        return max(0, limit_of(rule, base) - used)

    def shift_left(self, one: Opened) -> int:
        """At most x % of the giving part's award may pay costs of other parts in a year (DESIGN 3, percentages)."""
        return max(0, floor(rate(one.version.rules["shifting"]["percentage"]) * one.granted) - one.shifted)

    def take(self, way: Way, candidate: Candidate, amount: int) -> None:
        """Counts what a bucket paid under each of its limits."""
        one = candidate.opened
        one.spent += amount
        total = self.total_of(way)
        if total is not None:
            self.paid_of_totals[total] += amount
        for rule in self.ceilings_of(way, one):
            self.under_ceilings[rule["name"], one.bucket] += amount
        if candidate.has_limit:
            one.shifted += amount
        if way.grant.id in self.maxima:
            self.maxima[way.grant.id] -= amount

    def what_blocks(self, ways: list[Way]) -> list[str]:
        """Of each bucket the first limit that is used up when all is placed, but shares of the total."""
        found: list[str] = []
        for way in ways:
            for candidate in way.candidates:
                words = [word for word, left in self.list(way, candidate) if word != "share" and left <= 0]
                found.append(words[0] if words else "quota")
        return found

    def is_used_up(self, one: Class, way: Way) -> bool:
        """Whether a grant has paid its share of a class, or of all its costs."""
        total = self.total_of(way)
        return self.share_left(one, way) == 0 or (total is not None and self.total_left(total) <= 0)


def joined(sets: list[set[Piece]]) -> list[set[Piece]]:
    """Sets that share a piece put together, until none do."""
    found: list[set[Piece]] = []
    for one in sets:
        apart = [other for other in found if not other & one]
        found = [*apart, one.union(*(other for other in found if other & one))]
    return found
