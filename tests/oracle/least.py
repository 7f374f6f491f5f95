"""The step `least-refund`: the problem it solves, line by line, and what a flow does to the year (DESIGN 5).

The model doesn't choose a flow: `solve` gives one. What the problem is, whether a flow keeps every rule, and what it
comes to on each level is worked out here from the rules.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import Any

import joint
import networkx as nx
from closing import Opened, close_bucket, close_grant, ends_together
from method import Step
from pieces import Candidate, Class, Piece, Way
from read import Bucket, Dossier, Grant
from rules import ceiling_scope, floor
from year import Year

Pair = tuple[Piece, Bucket]
Flow = dict[Pair, int]
Levels = dict[str, int]


@dataclass
class Limit:
    """At most `capacity` over all its pairs of a piece and a bucket."""

    kind: str
    grant: str
    name: str | None
    capacity: int
    pairs: set[Pair] = field(default_factory=set)


@dataclass
class Slice:
    """Spending that meets one fate: refund, carry-over until a day, nothing, or what could be retained."""

    fate: str
    until: date | None
    size: int


@dataclass
class Slices:
    """What more spending of some buckets together (one, or those that share a limit) does at closing, in its order."""

    buckets: list[Bucket]
    found: list[Slice]
    exact: bool = True


@dataclass(eq=False)
class Problem:
    """Pieces with their ways, what each bucket has left, the limits, the fates."""

    year: Year
    step: Step
    classes: list[Class]
    ways: dict[Piece, dict[str, Way]]
    pairs: dict[Pair, tuple[Way, Candidate]]
    room: dict[Bucket, int]
    limits: list[Limit]
    slices: list[Slices]
    exclusive: list[tuple[Piece, str, str]]
    totals: Totals
    base: Levels

    @property
    def pieces(self) -> list[Piece]:
        return list(self.ways)

    @property
    def claims(self) -> dict[tuple[Piece, str], int]:
        """The most of a piece that a grant with a share of each line pays: what falls to it of the share of the class, and
        where several grants have one, its share rounded up, for then cents are divided over all of them (DESIGN 3)."""
        found = {}
        for one in self.classes:
            shared = [way for way in one.ways.values() if way.share is not None and way.share[0] == "line"]
            for way in shared:
                alone = self.year.limits.claims(one, way) if len(shared) == 1 else {}
                for piece in one.costs():
                    most = -floor(-way.share[1] * (piece.classed or 0)) - piece.paid[way.grant.id]
                    found[piece, way.grant.id] = alone.get(piece, max(0, most))
        return found

    def lost(self, flow: Flow) -> int:
        """Own funds and what is to be refunded after a flow, from the closing itself."""
        spent: Counter[Bucket] = Counter()
        for (_, bucket), amount in flow.items():
            spent[bucket] += amount
        return self.own_funds(flow) + self.totals.after(dict(spent))["refund"]

    def own_funds(self, flow: Flow) -> int:
        """What no bucket pays of the costs; VAT that no grant pays comes back."""
        return sum(piece.left for piece in self.ways if not piece.is_vat) - sum(
            amount for (piece, _), amount in flow.items() if not piece.is_vat
        )

    def preference(self, bucket: Bucket) -> int | None:
        return self.year.dossier.by_id[bucket.grant].preference


Solve = Callable[[Problem], Flow]


class LeastRefund:
    """The step, with the reserves as they stand."""

    def __init__(self, reserve_of: Callable[[Grant], int], solve: Solve | None) -> None:
        self.reserve_of = reserve_of
        self.solve = solve

    def __call__(self, year: Year, step: Step, pieces: list[Piece]) -> None:
        problem = self.problem(year, step, pieces)
        if not problem.ways:
            return
        assert self.solve is not None, "a flow is needed"
        flow = self.solve(problem)
        self.keep_rules(problem, flow)
        for (piece, bucket), amount in flow.items():
            way, candidate = problem.pairs[piece, bucket]
            year.pay(piece, way, candidate, amount, "least-refund")
        joint.tell_why(year, problem.classes)

    def keep_rules(self, problem: Problem, flow: Flow) -> None:
        """Every rule over more than one piece and bucket, which `Year.pay` doesn't see."""
        for limit in problem.limits:
            paid = sum(flow.get(pair, 0) for pair in limit.pairs)
            assert paid <= limit.capacity, f"{limit.kind} of {limit.grant}: {paid} above {limit.capacity}"
        paying = {(piece.line.id, bucket.grant) for (piece, bucket), amount in flow.items() if amount}
        for piece, one, other in problem.exclusive:
            both = {(piece.line.id, one), (piece.line.id, other)}
            assert not both <= paying, f"{one} and {other} both pay of {piece.line.id}"
        for (piece, grant), most in problem.claims.items():
            paid = sum(amount for pair, amount in flow.items() if pair[0] is piece and pair[1].grant == grant)
            assert paid <= most, f"share of {grant}: {paid} of {piece.line.id} above {most}"

    def problem(self, year: Year, step: Step, pieces: list[Piece]) -> Problem:
        classes = [one for one in joint.classes(year, step, pieces) if one.costs()]
        ways = {piece: one.ways for one in classes for piece in one.costs()}
        ordered = {piece: ways[piece] for piece in sorted(ways, key=year.pieces.index)}
        pairs = {
            (piece, candidate.opened.bucket): (way, candidate)
            for piece, found in ordered.items()
            for way in found.values()
            for candidate in way.candidates
        }
        reached = {bucket: pairs[piece, bucket][1].opened for piece, bucket in pairs}
        totals = Totals(year, self.reserve_of)
        return Problem(
            year=year,
            step=step,
            classes=classes,
            ways=ordered,
            pairs=pairs,
            room={bucket: room_of(opened) for bucket, opened in reached.items()},
            limits=list(limits_of(year, step, classes, pairs)),
            slices=totals.slices(reached),
            exclusive=list(exclusive_of(year, ordered)),
            totals=totals,
            base=totals.now(),
        )


def room_of(opened: Opened) -> int:
    """What a bucket can still spend: room, and what was earned where that is the basis."""
    left = opened.room - opened.spent
    return max(0, left if opened.earned is None else min(left, opened.earned - opened.spent))


# Limits


def limits_of(
    year: Year, step: Step, classes: list[Class], pairs: dict[Pair, tuple[Way, Candidate]]
) -> Iterable[Limit]:
    for one in classes:
        for way in one.ways.values():
            left = year.limits.share_left(one, way)
            if left is not None:
                under = {(piece, candidate.opened.bucket) for piece in one.costs() for candidate in way.candidates}
                yield Limit("share", way.grant.id, None, left, under)
    found: dict[Any, Limit] = {}
    for (piece, bucket), (way, candidate) in pairs.items():
        for key, limit in limits_on(year, way, candidate):
            found.setdefault(key, limit).pairs.add((piece, bucket))
    yield from found.values()


def limits_on(year: Year, way: Way, candidate: Candidate) -> Iterable[tuple[Any, Limit]]:
    """The limits that one piece meets on one bucket, each with what tells it from others."""
    one, grant = candidate.opened, way.grant.id
    total = year.limits.total_of(way)
    if total is not None:
        yield ("total", total), Limit("total-share", grant, None, max(0, year.limits.total_left(total)))
    for rule in year.limits.ceilings_of(way, one):
        scope = ceiling_scope(rule, one.grant.buckets, one.bucket)
        key = ("ceiling", grant, rule["name"], tuple(sorted(map(id, scope))))
        yield key, Limit("ceiling", grant, rule["name"], year.limits.ceiling_left(rule, one))
    if candidate.has_limit:
        yield ("shifting", one.bucket), Limit("shifting", grant, None, year.limits.shift_left(one))
    if grant in year.limits.maxima:
        yield ("maximum", grant), Limit("maximum", grant, None, year.limits.maxima[grant])


def exclusive_of(year: Year, ways: dict[Piece, dict[str, Way]]) -> Iterable[tuple[Piece, str, str]]:
    """Grants that admit a piece and exclude each other."""
    for piece, found in ways.items():
        for one, other in combinations(found.values(), 2):
            if year.exclusive(one.grant, other.grant, piece.line):
                yield piece, one.grant.id, other.grant.id


# What it comes to


class Totals:
    """The levels as the closing of the year would make them, from the closing of every bucket itself."""

    def __init__(self, year: Year, reserve_of: Callable[[Grant], int]) -> None:
        self.year = year
        self.reserve_of = reserve_of

    def rows(self) -> list[dict[str, Any]]:
        found = []
        for grant in self.year.dossier.grants:
            opened = self.year.opened[grant.id]
            fates, _ = close_grant(self.year.dossier, opened, self.reserve_of(grant), lambda _: None)
            found += [close_bucket(one, fate)[0] for one, fate in zip(opened, fates, strict=True)]
        return found

    def now(self) -> Levels:
        """Refund, carry-over by date and what is retained, over all buckets."""
        found: Counter[str] = Counter()
        for row in self.rows():
            found["refund"] += row["refund"] - row["owed"]
            found["retained"] += row["retained"]
            if row["carry_over"]:
                found[f"lapse {row['carry_over_until']}"] += row["carry_over"]
        return dict(found)

    def after(self, spent: dict[Bucket, int]) -> Levels:
        """The same after more spending."""
        every = {one.bucket: one for found in self.year.opened.values() for one in found}
        for bucket, amount in spent.items():
            every[bucket].spent += amount
        levels = self.now()
        for bucket, amount in spent.items():
            every[bucket].spent -= amount
        return levels

    def slices(self, reached: dict[Bucket, Opened]) -> list[Slices]:
        """Per bucket, or for those that share a limit on unspent money together."""
        found: list[Slices] = []
        together: dict[Any, list[Bucket]] = {}
        for grant in self.year.dossier.grants:
            opened = [one for one in self.year.opened[grant.id] if one.bucket in reached]
            keys = ends_together(self.year.dossier, self.year.opened[grant.id])
            for one in opened:
                key = keys.get(one.bucket)
                together.setdefault(one.bucket if key is None else (grant.id, key), []).append(one.bucket)
        for buckets in together.values():
            found.append(self.slices_of(buckets, {bucket: room_of(reached[bucket]) for bucket in buckets}))
        return found

    def slices_of(self, buckets: list[Bucket], room: dict[Bucket, int]) -> Slices:
        """From the closing with nothing more spent and that with everything, in the order of loss."""
        before, after = self.after({}), self.after(room)
        whole = sum(room.values())
        refund = before["refund"] - after["refund"]
        carried = {key: before.get(key, 0) - after.get(key, 0) for key in {*before, *after} if key.startswith("lapse")}
        retained = before["retained"] - after["retained"]
        found = [Slice("refund", None, refund)]
        found += [Slice("carry", date.fromisoformat(key[6:]), carried[key]) for key in sorted(carried) if carried[key]]
        rest = whole - refund - retained - sum(carried.values())
        found += [Slice("neutral", None, rest), Slice("retained", None, retained)]
        slices = Slices(buckets, found)
        slices.exact = self.is_exact(slices, room)
        return slices

    def is_exact(self, slices: Slices, room: dict[Bucket, int]) -> bool:
        """Whether the closing itself agrees where one slice ends and the next begins, in either order of buckets."""
        if any(one.size < 0 for one in slices.found):
            return False
        before = self.after({})
        edges = [sum(one.size for one in slices.found[:at]) for at in range(len(slices.found) + 1)]
        points = sorted({point for edge in edges for point in (edge - 1, edge, edge + 1, (edge + edges[-1]) // 2)})
        orders = [slices.buckets, slices.buckets[::-1]] if len(slices.buckets) > 1 else [slices.buckets]
        for point in (point for point in points if 0 <= point <= edges[-1]):
            expected = dict(before)
            left = point
            for one in slices.found:
                part = min(left, one.size)
                left -= part
                key = {"refund": "refund", "carry": f"lapse {one.until}", "retained": "retained"}.get(one.fate)
                if key is not None:
                    expected[key] = expected.get(key, 0) - part
            for order in orders:
                spent, left = {}, point
                for bucket in order:
                    spent[bucket] = min(left, room[bucket])
                    left -= spent[bucket]
                found = self.after(spent)
                if any(found.get(key, 0) != expected.get(key, 0) for key in {*found, *expected}):
                    return False
        return True


# Flows from elsewhere


def from_rows(
    problem: Problem, rows: dict[tuple[str, Bucket], int], vat_left: dict[tuple[str, str], int]
) -> Flow:
    """The flow of rows that say how much a bucket pays of a line. Of a line in pieces each grant pays its own if it can;
    `vat_left` is what is left of its VAT by line and grant that takes it off, where that is known."""
    flow: Flow = {}
    lines = {piece.line.id for piece in problem.ways}
    assert {line for line, _ in rows} <= lines, f"rows of lines that are not open: {rows}"
    for line in sorted(lines):
        pieces = [piece for piece in problem.ways if piece.line.id == line]
        mine = {bucket: amount for (one, bucket), amount in rows.items() if one == line and amount}
        flow |= divided(problem, pieces, mine, vat_left)
    return flow


def divided(
    problem: Problem, pieces: list[Piece], rows: dict[Bucket, int], vat_left: dict[tuple[str, str], int]
) -> Flow:
    """Rows of a line over its pieces: those that fewest buckets may pay first go where they can (a small transport)."""
    graph = nx.DiGraph()
    claims = problem.claims
    for limit in problem.limits:
        if limit.kind == "share" and len({piece for piece, _ in limit.pairs}) == 1:
            gate = next(piece for piece, _ in limit.pairs), limit.grant
            claims[gate] = min(claims[gate], limit.capacity)
    left = {key: amount for key, amount in vat_left.items() if key[0] == pieces[0].line.id}
    open_in_all = sum(piece.left for piece in pieces) - sum(rows.values())
    graph.add_node("open", demand=sum(left.values()) - open_in_all)
    for key, amount in left.items():
        graph.add_node(key, demand=-amount)
    for piece in pieces:
        graph.add_node(piece, demand=piece.left)
        key = (piece.line.id, piece.vat_grant.id if piece.vat_grant else "")
        graph.add_edge(key if key in left else "open", piece, capacity=piece.left, weight=0)
    for bucket, amount in rows.items():
        assert amount > 0, f"{bucket.grant} pays less than nothing of {pieces[0].line.id}"
        graph.add_node(bucket, demand=-amount)
        for piece in pieces:
            if (piece, bucket) in problem.pairs:
                own = piece.grant is not None and piece.grant.id == bucket.grant
                gate = (piece, bucket.grant)
                graph.add_edge(bucket, gate, capacity=amount, weight=-1 if own else 0)
                graph.add_edge(gate, piece, capacity=claims.get(gate, piece.left), weight=0)
    try:
        found = nx.min_cost_flow(graph)
    except nx.NetworkXUnfeasible:
        raise AssertionError(f"rows of {pieces[0].line.id} that no rule allows") from None
    flow = {(piece, bucket): found[bucket].get((piece, bucket.grant), 0) for bucket in rows for piece in pieces}
    return {pair: amount for pair, amount in flow.items() if amount}
