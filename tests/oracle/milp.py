"""A problem of least-refund as an integer program with every rule in it, also those that no network holds (HiGHS)."""

from __future__ import annotations

import highspy
from flow import levels_of, own_funds_cost, pair_cost, slice_cost
from least import Flow, Problem

ALLOWED = highspy.HighsModelStatus.kOptimal


def solve(problem: Problem, levels: list[str] | None = None) -> tuple[dict[str, int], Flow]:
    """The value of each level (the first ones when they are named) and a best flow."""
    names = levels_of(problem)
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.setOptionValue("mip_abs_gap", 0.0)
    costs: list[dict[int, int]] = []

    def variable(most: int, cost: dict[int, int]) -> int:
        highs.addVar(0, most)
        highs.changeColIntegrality(len(costs), highspy.HighsVarType.kInteger)
        costs.append(cost)
        return len(costs) - 1

    def row(low: float, high: float, terms: dict[int, int]) -> None:
        highs.addRow(low, high, len(terms), list(terms), [float(one) for one in terms.values()])

    pairs = {pair: variable(pair[0].left, pair_cost(problem, names, pair)) for pair in problem.pairs}
    for piece in problem.ways:
        own = variable(piece.left, own_funds_cost(piece))
        row(piece.left, piece.left, {own: 1, **{at: 1 for pair, at in pairs.items() if pair[0] is piece}})
    for bucket, room in problem.room.items():
        row(0, room, {at: 1 for pair, at in pairs.items() if pair[1] is bucket})
    for limit in problem.limits:
        row(0, limit.capacity, {pairs[pair]: 1 for pair in limit.pairs})
    for (piece, grant), most in problem.claims.items():
        row(0, most, {at: 1 for pair, at in pairs.items() if pair[0] is piece and pair[1].grant == grant})
    for slices in problem.slices:
        parts = [variable(max(0, one.size), slice_cost(names, one.fate, one.until)) for one in slices.found]
        terms = {at: 1 for pair, at in pairs.items() if pair[1] in slices.buckets}
        row(0, 0, {**terms, **dict.fromkeys(parts, -1)})
    lines = {(piece.line.id, grant): 0 for piece, *both in problem.exclusive for grant in both}
    for line, grant in lines:
        pays = variable(1, {})
        lines[line, grant] = pays
        under = [(pair, at) for pair, at in pairs.items() if pair[0].line.id == line and pair[1].grant == grant]
        for pair, at in under:
            row(-highspy.kHighsInf, 0, {at: 1, pays: -pair[0].left})
    for piece, one, other in problem.exclusive:
        row(0, 1, {lines[piece.line.id, one]: 1, lines[piece.line.id, other]: 1})
    values: dict[str, int] = {}
    for level, name in enumerate(names):
        for at, cost in enumerate(costs):
            highs.changeColCost(at, float(cost.get(level, 0)))
        highs.run()
        assert highs.getModelStatus() == ALLOWED, highs.getModelStatus()
        found = [round(one) for one in highs.getSolution().col_value]
        values[name] = sum(cost.get(level, 0) * one for cost, one in zip(costs, found, strict=True))
        terms = {at: cost[level] for at, cost in enumerate(costs) if cost.get(level)}
        if terms:
            row(values[name], values[name], terms)
        if name not in (levels or names) or (levels and name == levels[-1]):
            break
    flow = {pair: found[at] for pair, at in pairs.items() if found[at]}
    return values, flow
