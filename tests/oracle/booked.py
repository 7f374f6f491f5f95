"""The step `booked` (DESIGN 5): each line on the grant it is booked on, as far as the rules allow."""

from __future__ import annotations

from typing import Any

from method import Step
from pieces import Class, Piece, Way, farthest
from read import Line
from year import Year, grouped


def booked(year: Year, step: Step, pieces: list[Piece]) -> None:
    standing: list[tuple[Piece, dict[str, Way]]] = []
    taken: dict[Line, list[Piece]] = {}
    for piece in pieces:
        way = admitted(year, step, piece, taken)
        if way is not None:
            standing.append((piece, {way.grant.id: way}))
    classes = grouped(standing, lambda piece, ways: class_key(year, piece, ways))
    for one in classes:
        way = only(one)
        year.net(one, way.shown_on, "")
    year.limits.class_costs(classes)
    claims: dict[Piece, int] = {}
    for one in classes:
        claims |= year.limits.claims(one, only(one))
    costs = [(piece, way) for piece, ways in standing for way in ways.values() if piece in claims]
    cut = {piece: max(0, piece.left - claims[piece]) for piece, _ in costs}
    for home in (True, False):
        for piece, way in costs:
            for candidate in way.candidates:
                if (candidate.how == "home") == home:
                    amount = min(piece.left - cut[piece], year.limits.most(way, candidate))
                    year.pay(piece, way, candidate, max(0, amount), "booked")
    tell_why(year, costs, cut)


def admitted(year: Year, step: Step, piece: Piece, taken: dict[Line, list[Piece]]) -> Way | None:
    """The way of a piece on its grant, less the VAT that comes back; none where a rule keeps it out."""
    if piece.grant is None:
        return None
    deducts = year.deducts(piece.grant, piece.line)
    # Of what an earlier step paid, costs come before the VAT in them; what it set apart is VAT and nothing else.
    vat = piece.left if piece.is_vat else max(min(0, piece.left), min(piece.vat, max(0, piece.left)))
    if "vat" in deducts and vat:
        year.result.deduct(piece.line, piece.grant, "vat", vat)
        piece.left -= vat
        piece.vat = 0
    if piece.line.kind != "cost" and piece.line.kind not in deducts:
        piece.reason = "not-deducted"
        return None
    way, block = year.way(piece.grant, piece.line, step.newest)
    if way is None:
        piece.reason = block
        return None
    if not piece.left:
        return None
    others = taken.setdefault(piece.line, [])
    if (
        any(year.exclusive(piece.grant, other.grant, piece.line) for other in others if other.grant)
        or year.is_excluded(piece.grant, piece.line)
    ):
        piece.reason = "exclusive"
        return None
    others.append(piece)
    return way


def only(one: Class) -> Way:
    (way,) = one.ways.values()
    return way


def class_key(year: Year, piece: Piece, ways: dict[str, Way]) -> Any:
    (way,) = ways.values()
    return way.key, tuple(sorted(year.deducts(way.grant, piece.line)))


def tell_why(year: Year, costs: list[tuple[Piece, Way]], cut: dict[Piece, int]) -> None:
    """What is left after placing: above a share for the share, whatever the other limits; what a share of the total
    would still have paid for what blocks it, the lines in order."""
    for piece, way in costs:
        if cut[piece]:
            year.result.note("share: line")
        piece.reason = farthest(year.limits.what_blocks([way]))
        piece.above_share = cut[piece]
    left = {total: year.limits.total_left(total) for total in map(year.limits.total_of, (w for _, w in costs)) if total}
    for piece, way in costs:
        total = year.limits.total_of(way)
        if total is not None:
            within = min(piece.left, left[total])
            left[total] -= within
            piece.above_share = piece.left - within
