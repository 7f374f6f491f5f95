"""What steps have in common in which grants compete for a cost, and two of them: `priority` and `pro-rata` (DESIGN 5)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from method import Step
from pieces import Candidate, Class, Piece, Way, farthest
from read import Bucket, Grant, Line
from rules import apportion, floor
from year import Year, grouped


def classes(year: Year, step: Step, pieces: list[Piece], exclude: bool = False) -> list[Class]:
    """The classes of what is open, with their credits and income netted."""
    found: list[tuple[Piece, dict[str, Way]]] = []
    barred: dict[Piece, list[str]] = {}
    for piece in (part for whole in pieces for part in with_vat_apart(year, step, whole)):
        piece.above_share = 0
        deducts = year.deducts(piece.grant, piece.line) if piece.grant else []
        if piece.line.kind != "cost" and (piece.grant is None or piece.line.kind not in deducts):
            piece.reason = "no-booking" if piece.grant is None else "not-deducted"
            continue
        ways = ways_of(year, step, piece)
        out = kept_out(year, step, piece) if exclude else set()
        barred[piece] = sorted(out)
        ways = {id: way for id, way in ways.items() if id not in out}
        if ways:
            found.append((piece, ways))
    made = grouped(found, lambda piece, ways: (class_key(year, piece, ways), tuple(barred[piece])))
    for one in made:
        one.some_kept_out = bool(barred[one.pieces[0]])
    for one in made:
        year.net(one, shown_on(one), " in a joint step")
    year.limits.class_costs(made)
    return made


def grants_of(year: Year, step: Step) -> list[Grant]:
    """The grants of a step in its order, else in that of the dossier."""
    named = step.grants if step.groups is None else [grant for group in step.groups for grant in group]
    return year.dossier.grants if named is None else [year.dossier.by_id[grant] for grant in named]


def with_vat_apart(year: Year, step: Step, piece: Piece) -> list[Piece]:
    """Compensable VAT is a piece of its own where a grant that admits the line deducts it (DESIGN 2, deductions).

    Only grants that don't deduct it may pay it; what they leave the compensation fund pays.
    """
    if piece.is_vat or not piece.vat:
        return [piece]
    # A grant that another one keeps from the line admits nothing of it, so it takes no VAT off either.
    standing = [grant for grant in year.dossier.grants if not year.is_excluded(grant, piece.line)]
    admitting = [grant for grant in standing if year.way(grant, piece.line)[0]]
    deducting = [grant for grant in admitting if "vat" in year.deducts(grant, piece.line)]
    if not deducting:
        return [piece]
    most = min(abs(piece.vat), abs(piece.left))
    amount = most if piece.left > 0 else -most
    taken_by = piece.grant if piece.grant in deducting else deducting[0]
    piece.left -= amount
    piece.vat = 0
    if len(deducting) == len(admitting):
        # Nobody may pay it.
        year.result.deduct(piece.line, taken_by, "vat", amount)
        return [piece] if piece.left else []
    vat = Piece(piece.line, piece.grant, amount, is_vat=True, reason="vat", vat_grant=taken_by)
    year.pieces.insert(year.pieces.index(piece) + 1, vat)
    year.result.note("vat: apart")
    return [one for one in (piece, vat) if one.left]


def ways_of(year: Year, step: Step, piece: Piece) -> dict[str, Way]:
    """Every grant of the step that admits a piece, in grant order."""
    found: dict[str, Way] = {}
    blocks = ["no-booking"]
    named = {grant.id for grant in grants_of(year, step)}
    for grant in (grant for grant in year.dossier.grants if grant.id in named):
        if piece.is_vat and "vat" in year.deducts(grant, piece.line):
            continue
        way, block = year.way(grant, piece.line, step.newest)
        if way is None:
            blocks.append(block)
        elif year.is_excluded(grant, piece.line):
            blocks.append("exclusive")
        else:
            found[grant.id] = way
    piece.blocks = blocks
    piece.reason = farthest(blocks)
    return found


def kept_out(year: Year, step: Step, piece: Piece) -> set[str]:
    """Of grants that exclude each other, all but the first in order that admits the line, whether it may pay this piece or
    not: VAT by itself is of the same line."""
    kept: list[Grant] = []
    out = set()
    for grant in grants_of(year, step):
        if year.way(grant, piece.line)[0] and not year.is_excluded(grant, piece.line):
            if any(year.exclusive(grant, other, piece.line) for other in kept):
                out.add(grant.id)
            else:
                kept.append(grant)
    return out


def class_key(year: Year, piece: Piece, ways: dict[str, Way]) -> Any:
    deducts = sorted(year.deducts(piece.grant, piece.line)) if piece.grant else []
    booked = piece.grant.id if piece.grant else None
    return booked, piece.is_vat, tuple(deducts), tuple(way.key for way in ways.values())


def shown_on(one: Class) -> Bucket:
    """Netted pairs are shown on the booked grant, else on the first that admits them; at home first."""
    booked = one.pieces[0].grant
    way = one.ways.get(booked.id) if booked else None
    return (way or next(iter(one.ways.values()))).shown_on


def tell_why(year: Year, found: list[Class]) -> None:
    """The farthest that an open cost came over all grants of the step; at a grant that has paid its share, of the class or
    of this line, the share."""
    for one in found:
        for piece in one.costs():
            blocks = [*piece.blocks, *(["exclusive"] if one.some_kept_out else [])]
            for way in one.ways.values():
                if year.is_excluded(way.grant, piece.line, shown=False):
                    blocks.append("exclusive")
                    continue
                used_up = year.limits.is_used_up(one, way) or not year.limits.claims(one, way)[piece]
                blocks += ["share"] if used_up else year.limits.what_blocks([way])
            piece.reason = farthest(blocks)


# Priority


def priority(year: Year, step: Step, pieces: list[Piece]) -> None:
    """Grants in order; what doesn't fit goes to the next."""
    found = classes(year, step, pieces)
    of_piece = {piece: one for one in found for piece in one.costs()}
    costs = sorted(of_piece, key=year.pieces.index)
    for grant in grants_of(year, step):
        claims: dict[Piece, int] = {}
        for one in found:
            if grant.id in one.ways:
                claims |= year.limits.claims(one, one.ways[grant.id])
        for home in (True, False):
            for piece in costs:
                way = of_piece[piece].ways.get(grant.id)
                if way is None or piece not in claims or year.is_excluded(grant, piece.line):
                    continue
                for candidate in way.candidates:
                    if (candidate.how == "home") == home:
                        amount = min(piece.left, claims[piece], year.limits.most(way, candidate))
                        claims[piece] -= amount
                        year.pay(piece, way, candidate, amount, "priority")
    tell_why(year, found)


# Pro rata


def pro_rata(year: Year, step: Step, pieces: list[Piece]) -> None:
    """Each class over grants by weights as they are at the start of the step."""
    found = classes(year, step, pieces, exclude=True)
    found = [one for one in found if one.costs()]
    weights = [weights_of(year, step, one) for one in found]
    for at, (one, weight) in enumerate(zip(found, weights, strict=True)):
        paid = pay_class(year, step, one, weight)
        waiting = {piece.line for later in found[at + 1 :] for piece in later.costs()}
        spread(year, one, paid, waiting)
    tell_why(year, found)


def weights_of(year: Year, step: Step, one: Class) -> dict[str, Fraction]:
    """The weight of each grant that admits a class."""
    found: dict[str, Fraction] = {}
    for id, way in one.ways.items():
        buckets = [candidate.opened for candidate in way.candidates]
        found[id] = {
            "shares": lambda id=id: step.shares.get(id, Fraction(0)),
            "key": lambda id=id: year.dossier.by_id[id].keys.get(step.key, Fraction(0)),
            "room": lambda buckets=buckets: Fraction(sum(bucket.room - bucket.spent for bucket in buckets)),
            "award": lambda buckets=buckets: Fraction(sum(bucket.granted for bucket in buckets)),
        }[step.weights]()
    return {id: weight for id, weight in found.items() if weight > 0}


Paid = list[tuple[Way, Candidate, int]]


def pay_class(year: Year, step: Step, one: Class, weights: dict[str, Fraction]) -> Paid:
    """The total of a class over its buckets, group by group. The limits count it at once."""
    rest = sum(piece.left for piece in one.costs())
    paid: Paid = []
    share_left = {id: year.limits.share_left(one, way) for id, way in one.ways.items()}
    every = [grant.id for grant in grants_of(year, step)]
    for group in step.groups or [every]:
        members = [grant.id for grant in year.dossier.grants if grant.id in group and grant.id in weights]
        if not members:
            continue
        rest = pay_group(year, step, one, members, weights, rest, share_left, paid)
        if step.redistribute == "none":
            break
    return paid


def pay_group(
    year: Year,
    step: Step,
    one: Class,
    members: list[str],
    weights: dict[str, Fraction],
    rest: int,
    share_left: dict[str, int | None],
    paid: Paid,
) -> int:
    """What a group leaves of `rest`. Quotas are cut at what a grant can pay; what is cut goes over those not cut.

    What rounding down leaves is not divided again in the group.
    """
    rounded = 0
    while rest and members:
        quotas = divide(rest, [weights[id] for id in members], step.down)
        rounded += rest - sum(quotas)
        rest = 0
        cut = []
        for id, quota in zip(members, quotas, strict=True):
            amount = pay_grant(year, one.ways[id], quota, share_left, paid)
            rest += quota - amount
            if amount < quota:
                cut.append(id)
        year.result.note("pro-rata: cut" if cut else "pro-rata: whole")
        if step.redistribute != "within-group":
            break
        members = [id for id in members if id not in cut]
    return rest + rounded


def divide(total: int, weights: list[Fraction], down: bool) -> list[int]:
    if not down:
        return apportion(total, weights)
    return [floor(Fraction(total) * weight / sum(weights)) for weight in weights]


def pay_grant(year: Year, way: Way, quota: int, share_left: dict[str, int | None], paid: Paid) -> int:
    """What a grant pays of its quota: at home first, then for other parts, in tranche order."""
    left = share_left[way.grant.id]
    most = quota if left is None else min(quota, left)
    amount = 0
    for candidate in way.in_order:
        part = min(most - amount, year.limits.most(way, candidate))
        year.limits.take(way, candidate, part)
        amount += part
        paid.append((way, candidate, part))
    if left is not None:
        share_left[way.grant.id] = left - amount
    return amount


def spread(year: Year, one: Class, paid: Paid, waiting: set[Line]) -> None:
    """Lines in order are each apportioned over what every bucket, and own funds, still has to pay of the class.

    With a grant among them that pays a share of each line only that each part is its proportion, rounded down or up, and
    that all adds up. `waiting` are lines of which a later class has pieces.
    """
    totals: dict[Bucket, int] = {}
    ways: dict[Bucket, tuple[Way, Candidate]] = {}
    for way, candidate, amount in paid:
        bucket = candidate.opened.bucket
        totals[bucket] = totals.get(bucket, 0) + amount
        ways[bucket] = way, candidate
    order = [candidate.opened.bucket for way in one.ways.values() for candidate in way.oldest_first]
    totals = {bucket: totals[bucket] for bucket in order if bucket in totals}
    shared = any(way.share is not None and way.share[0] == "line" for way, _, amount in paid if amount)
    found = year.rounded(year, one, totals, waiting) if shared and year.rounded is not None else None
    if found is not None:
        for bucket, (way, candidate) in ways.items():
            # What shares of single lines don't allow together is not paid.
            short = totals[bucket] - sum(part for (_, of), part in found.items() if of == bucket)
            if short:
                year.limits.take(way, candidate, -short)
    for (piece, bucket), part in (in_turn(one, totals) if found is None else found).items():
        way, candidate = ways[bucket]
        piece.left -= part
        piece.paid[way.grant.id] += part
        if part:
            year.result.pay(piece.line, bucket, part, "pro-rata")
            if candidate.how != "home":
                year.result.note(f"part: {candidate.how}")


def in_turn(one: Class, totals: dict[Bucket, int]) -> dict[tuple[Piece, Bucket], int]:
    """Line after line by largest remainder over what is still to be paid."""
    left = dict(totals)
    own = sum(piece.left for piece in one.costs()) - sum(left.values())
    found = {}
    for piece in one.costs():
        *parts, rest = apportion(piece.left, [*left.values(), own])
        for bucket, part in zip(totals, parts, strict=True):
            left[bucket] -= part
            found[piece, bucket] = part
        own -= rest
    return found
