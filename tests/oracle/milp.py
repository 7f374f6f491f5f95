"""A problem of least-refund as an integer program with every rule in it, also those that no network holds (HiGHS)."""

from __future__ import annotations

from collections.abc import Callable

import highspy
from flow import levels_of, own_funds_cost, pair_cost, slice_cost
from least import Flow, Pair, Problem
from pieces import Class
from read import Bucket


class Program:
    """Every rule of a problem but what becomes of unspent money, with a variable per piece and bucket."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.names = levels_of(problem)
        self.highs = highspy.Highs()
        self.highs.setOptionValue("output_flag", False)
        self.highs.setOptionValue("mip_rel_gap", 0.0)
        self.highs.setOptionValue("mip_abs_gap", 0.0)
        self.costs: list[dict[int, int]] = []
        self.pairs = {pair: self.variable(pair[0].left, pair_cost(problem, self.names, pair)) for pair in problem.pairs}
        for piece in problem.ways:
            own = self.variable(piece.left, own_funds_cost(piece))
            self.row(piece.left, piece.left, {own: 1, **self.under(lambda pair, one=piece: pair[0] is one)})
        for bucket, room in problem.room.items():
            self.row(0, room, self.under(lambda pair, one=bucket: pair[1] is one))
        for limit in problem.limits:
            self.row(0, limit.capacity, {self.pairs[pair]: 1 for pair in limit.pairs})
        for (piece, grant), most in problem.claims.items():
            self.row(0, most, self.under(lambda pair, one=piece, by=grant: pair[0] is one and pair[1].grant == by))
        self.exclude()

    def variable(self, most: int, cost: dict[int, int]) -> int:
        self.highs.addVar(0, most)
        self.highs.changeColIntegrality(len(self.costs), highspy.HighsVarType.kInteger)
        self.costs.append(cost)
        return len(self.costs) - 1

    def row(self, low: float, high: float, terms: dict[int, int]) -> None:
        self.highs.addRow(low, high, len(terms), list(terms), [float(one) for one in terms.values()])

    def under(self, holds: Callable[[Pair], bool]) -> dict[int, int]:
        return {at: 1 for pair, at in self.pairs.items() if holds(pair)}

    def exclude(self) -> None:
        """Whether a grant pays of a line at all, where another one excludes it."""
        pays: dict[tuple[str, str], int] = {}
        for piece, *both in self.problem.exclusive:
            for grant in both:
                if (piece.line.id, grant) not in pays:
                    pays[piece.line.id, grant] = self.variable(1, {})
                    for pair, at in self.pairs.items():
                        if pair[0].line.id == piece.line.id and pair[1].grant == grant:
                            self.row(-highspy.kHighsInf, 0, {at: 1, pays[piece.line.id, grant]: -pair[0].left})
            self.row(0, 1, {pays[piece.line.id, grant]: 1 for grant in both})

    def slices(self) -> None:
        for slices in self.problem.slices:
            parts = [self.variable(max(0, one.size), slice_cost(self.names, one.fate, one.until)) for one in slices.found]
            spent = self.under(lambda pair, found=slices.buckets: pair[1] in found)
            self.row(0, 0, {**spent, **dict.fromkeys(parts, -1)})

    def best(self, costs: list[int]) -> list[int] | None:
        for at, cost in enumerate(costs):
            self.highs.changeColCost(at, float(cost))
        self.highs.run()
        if self.highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return [round(one) for one in self.highs.getSolution().col_value]


def solve(problem: Problem, levels: list[str] | None = None) -> tuple[dict[str, int], Flow]:
    """The value of each level (the first ones when they are named) and a best flow."""
    program = Program(problem)
    program.slices()
    values: dict[str, int] = {}
    found: list[int] = []
    for level, name in enumerate(program.names):
        if levels is not None and name not in levels:
            break
        costs = [cost.get(level, 0) for cost in program.costs]
        best = program.best(costs)
        assert best is not None, "all on own funds is a flow"
        found = best
        values[name] = sum(cost * one for cost, one in zip(costs, found, strict=True))
        terms = {at: cost for at, cost in enumerate(costs) if cost}
        if terms:
            program.row(values[name], values[name], terms)
    return values, {pair: found[at] for pair, at in program.pairs.items() if found[at]}


def from_rows(
    problem: Problem,
    rows: dict[tuple[str, Bucket], int],
    vat_left: dict[tuple[str, str], int],
    by_class: dict[tuple[Class, str], int],
) -> tuple[Flow, bool] | None:
    """The flow of rows per line and bucket, when every rule allows one that leaves this much VAT of each line and grant: as
    near as can be to what falls to each grant of each class; then pieces first on the grant they are booked on. And whether
    no other flow does as well."""
    program = Program(problem)
    lines = {(pair[0].line.id, pair[1]) for pair in problem.pairs}
    if not set(rows) <= lines:
        return None
    for line, bucket in lines:
        amount = rows.get((line, bucket), 0)
        terms = program.under(lambda pair, one=line, by=bucket: pair[0].line.id == one and pair[1] is by)
        program.row(amount, amount, terms)
    for key, left in vat_left.items():
        vat = [(piece, piece.vat_grant.id) for piece in problem.ways if piece.vat_grant is not None]
        apart = [piece for piece, grant in vat if (piece.line.id, grant) == key]
        amount = sum(piece.left for piece in apart) - left
        program.row(amount, amount, program.under(lambda pair, of=apart: pair[0] in of))
    # What a grant pays of a class less than it should.
    missing = [program.variable(amount, {}) for amount in by_class.values()]
    for ((one, grant), amount), less in zip(by_class.items(), missing, strict=True):
        paid = program.under(lambda pair, of=one, by=grant: pair[0] in of.pieces and pair[1].grant == by)
        program.row(amount, highspy.kHighsInf, {less: 1, **paid})
    found = program.best([int(at in missing) for at in range(len(program.costs))])
    if found is None:
        return None
    least = sum(found[at] for at in missing)
    program.row(0, least, dict.fromkeys(missing, 1))
    moved = len(program.names) - 1
    costs = [cost.get(moved, 0) for cost in program.costs]
    found = program.best(costs)
    if found is None:
        return None
    value = sum(cost * one for cost, one in zip(costs, found, strict=True))
    program.row(value, value, {at: cost for at, cost in enumerate(costs) if cost})
    # Weights without a pattern: where they find the same flow from both sides there is but one.
    weights = [at * 40503 % 1009 if at in program.pairs.values() else 0 for at in range(len(costs))]
    sides = [program.best(weights), program.best([-weight for weight in weights])]
    flows = [{pair: one[at] for pair, at in program.pairs.items() if one[at]} for one in [found, *sides] if one]
    return flows[0], all(flow == flows[0] for flow in flows)
