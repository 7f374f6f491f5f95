"""A problem of least-refund as a network, one node per piece of a line, and the best it can come to, level by level.

Nothing is aggregated, and the solvers are not ours: networkx (exact integers; the levels in one weight), OR-tools (in a
process of its own; level after level, on the arcs that the levels before leave free).
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import networkx as nx
from least import Limit, Pair, Problem
from pieces import Piece
from read import Bucket

Cost = dict[int, int]
ROOT = 0


@dataclass
class Network:
    """Arcs (from, to, capacity, cost by level) and the supply of each node; all flow ends at the root, node 0."""

    levels: list[str]
    supplies: list[int] = field(default_factory=lambda: [0])
    arcs: list[tuple[int, int, int, Cost]] = field(default_factory=list)

    def node(self, supply: int = 0) -> int:
        self.supplies.append(supply)
        return len(self.supplies) - 1

    @property
    def total(self) -> int:
        return sum(self.supplies)

    def arc(self, source: int, target: int, capacity: int | None, cost: Cost) -> None:
        self.arcs.append((source, target, self.total if capacity is None else min(capacity, self.total), cost))

    def value(self, flows: list[int]) -> dict[str, int]:
        """What a flow adds to each level."""
        found = dict.fromkeys(self.levels, 0)
        for flow, (*_, cost) in zip(flows, self.arcs, strict=True):
            for level, one in cost.items():
                found[self.levels[level]] += one * flow
        return found


# Levels and costs


def levels_of(problem: Problem) -> list[str]:
    dates = {f"lapse {one.until}" for slices in problem.slices for one in slices.found if one.until}
    values = {problem.preference(bucket) for bucket in problem.room} - {None}
    preferences = [f"preference {value}" for value in sorted(value for value in values if value is not None)]
    return ["lost", "own_funds", *sorted(dates), "retained", *preferences, "moved"]


def slice_cost(levels: list[str], fate: str, until: Any) -> Cost:
    if fate == "neutral":
        return {}
    name = {"refund": "lost", "carry": f"lapse {until}", "retained": "retained"}[fate]
    return {levels.index(name): 1 if fate == "retained" else -1}


def own_funds_cost(piece: Piece) -> Cost:
    """Own funds are lost; VAT that no grant pays is not, it comes back."""
    return {} if piece.is_vat else {0: 1, 1: 1}


def pair_cost(problem: Problem, levels: list[str], pair: Pair) -> Cost:
    piece, bucket = pair
    found = {}
    preference = problem.preference(bucket)
    if preference is not None:
        found[levels.index(f"preference {preference}")] = -1
    if piece.grant is not None and piece.grant.id == bucket.grant:
        found[levels.index("moved")] = -1
    return found


# Limits as nodes


def is_columns(limit: Limit, problem: Problem) -> bool:
    """Whether a limit holds for all that reaches its buckets."""
    buckets = {bucket for _, bucket in limit.pairs}
    return all(pair in limit.pairs for pair in problem.pairs if pair[1] in buckets)


def sides(limit: Limit) -> tuple[frozenset[Piece], frozenset[Bucket]]:
    return frozenset(piece for piece, _ in limit.pairs), frozenset(bucket for _, bucket in limit.pairs)


def is_rectangle(limit: Limit) -> bool:
    pieces, buckets = sides(limit)
    return len(limit.pairs) == len(pieces) * len(buckets)


def nested(sets: list[frozenset[Bucket]]) -> bool:
    return all(not (one & other) or one <= other or other <= one for one in sets for other in sets)


def sorts(problem: Problem) -> tuple[list[Limit], list[Limit]] | None:
    """The limits behind the buckets and those before them; none when they don't make a network."""
    behind = [frozenset(slices.buckets) for slices in problem.slices if len(slices.buckets) > 1]
    after: list[Limit] = []
    before: list[Limit] = []
    for limit in problem.limits:
        buckets = sides(limit)[1]
        if is_columns(limit, problem) and nested([*behind, buckets]):
            behind.append(buckets)
            after.append(limit)
        elif is_rectangle(limit):
            before.append(limit)
        else:
            return None
    for one in before:
        for other in before:
            if one.pairs & other.pairs and not monotone(one, other) and not monotone(other, one):
                return None
    return after, before


def monotone(one: Limit, other: Limit) -> bool:
    """Whether one comes before the other: the pieces grow, the buckets shrink."""
    return sides(one)[0] <= sides(other)[0] and sides(other)[1] <= sides(one)[1]


def network(problem: Problem) -> Network | None:
    """Pieces, limits before the buckets, buckets, what they share behind them, the root."""
    sorted_limits = sorts(problem)
    if sorted_limits is None or problem.exclusive or not all(slices.exact for slices in problem.slices):
        return None
    after, before = sorted_limits
    found = Network(levels_of(problem))
    pieces = {piece: found.node(piece.left) for piece in problem.ways}
    buckets = behind(problem, found, after)
    before = sorted(before, key=lambda limit: (len(sides(limit)[0]), -len(sides(limit)[1])))
    gates = []
    for limit in before:
        gate, way_out = found.node(), found.node()
        found.arc(gate, way_out, limit.capacity, {})
        gates.append((limit, gate, way_out))
    arcs: set[tuple[int, int]] = set()
    for pair in problem.pairs:
        piece, bucket = pair
        here, cost = pieces[piece], pair_cost(problem, found.levels, pair)
        chain = [(gate, way_out) for limit, gate, way_out in gates if pair in limit.pairs]
        for gate, way_out in [*chain, (buckets[bucket], ROOT)]:
            if (here, gate) not in arcs:
                arcs.add((here, gate))
                found.arc(here, gate, None, cost)
            here, cost = way_out, {}
    for piece, node in pieces.items():
        found.arc(node, ROOT, None, own_funds_cost(piece))
    return found


def behind(problem: Problem, found: Network, after: list[Limit]) -> dict[Bucket, int]:
    """Each bucket with its slices, under the limits of what is spent from several of them."""
    buckets = {bucket: found.node() for bucket in problem.room}
    sets: list[tuple[frozenset[Bucket], Any]] = [(sides(limit)[1], limit) for limit in after]
    sets += [(frozenset(slices.buckets), slices) for slices in problem.slices if len(slices.buckets) > 1]
    sets.sort(key=lambda item: len(item[0]))
    nodes = [found.node() for _ in sets]

    def parent(inner: frozenset[Bucket], start: int) -> int:
        return next((nodes[at] for at in range(start, len(sets)) if inner <= sets[at][0]), ROOT)

    alone = {slices.buckets[0]: slices for slices in problem.slices if len(slices.buckets) == 1}
    for bucket, node in buckets.items():
        if bucket in alone:
            for one in alone[bucket].found:
                cost = slice_cost(found.levels, one.fate, one.until)
                found.arc(node, parent(frozenset([bucket]), 0), one.size, cost)
        else:
            found.arc(node, parent(frozenset([bucket]), 0), problem.room[bucket], {})
    for at, (inner, what) in enumerate(sets):
        up = parent(inner, at + 1)
        if isinstance(what, Limit):
            found.arc(nodes[at], up, what.capacity, {})
        else:
            for one in what.found:
                found.arc(nodes[at], up, one.size, slice_cost(found.levels, one.fate, one.until))
    return buckets


# Solvers


def by_networkx(found: Network, more: list[Cost] | None = None) -> list[int]:
    """A best flow: every level in one weight, of a base that no sum of a level reaches."""
    costs = more or [cost for *_, cost in found.arcs]
    levels = 1 + max((level for cost in costs for level in cost), default=0)
    base = 2 * (found.total + 1) * (1 + max(1, sum(abs(one) for cost in costs for one in cost.values())))
    graph = nx.MultiDiGraph()
    graph.add_nodes_from((node, {"demand": -supply}) for node, supply in enumerate(found.supplies))
    graph.nodes[ROOT]["demand"] = found.total
    for at, ((source, target, capacity, _), cost) in enumerate(zip(found.arcs, costs, strict=True)):
        weight = sum(one * base ** (levels - level) for level, one in cost.items())
        graph.add_edge(source, target, key=at, capacity=capacity, weight=weight)
    _, flows = nx.network_simplex(graph)
    return [flows[source][target][at] for at, (source, target, *_) in enumerate(found.arcs)]


class Second:
    """OR-tools in a process of its own, since it can't be loaded beside HiGHS."""

    def __init__(self) -> None:
        worker = Path(__file__).with_name("ortools_worker.py")
        self.process = subprocess.Popen(
            [sys.executable, str(worker)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def solve(self, found: Network) -> dict[str, int]:
        assert self.process.stdin and self.process.stdout
        arcs = [[source, target, capacity, sorted(cost.items())] for source, target, capacity, cost in found.arcs]
        asked = {"supplies": found.supplies, "arcs": arcs, "levels": len(found.levels)}
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        return dict(zip(found.levels, answer, strict=True))

    def close(self) -> None:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()
