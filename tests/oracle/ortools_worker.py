"""Solves networks with OR-tools, level after level: one JSON text per line in, the value of each level out.

After a level only the flows that are best on it stay: an arc with a reduced cost above zero carries nothing, one below
zero all it can, the others are free.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from ortools.graph.python import min_cost_flow


def solve(supplies: list[int], arcs: list[list[Any]], levels: int) -> list[int]:
    supplies = [*supplies]
    supplies[0] -= sum(supplies)
    fixed: dict[int, int] = {}
    values = []
    for level in range(levels):
        costs = [dict(cost).get(level, 0) for *_, cost in arcs]
        flows = best(supplies, arcs, costs, fixed)
        values.append(sum(flow * cost for flow, cost in zip(flows, costs, strict=True)))
        far = distances(len(supplies), arcs, costs, fixed, flows)
        for at, (source, target, capacity, _) in enumerate(arcs):
            reduced = costs[at] + far[source] - far[target]
            if at not in fixed and reduced:
                fixed[at] = 0 if reduced > 0 else capacity
                assert flows[at] == fixed[at]
    return values


def best(supplies: list[int], arcs: list[list[Any]], costs: list[int], fixed: dict[int, int]) -> list[int]:
    solver = min_cost_flow.SimpleMinCostFlow()
    left = [*supplies]
    free = {}
    for at, (source, target, capacity, _) in enumerate(arcs):
        if at in fixed:
            left[source] -= fixed[at]
            left[target] += fixed[at]
        else:
            free[at] = solver.add_arc_with_capacity_and_unit_cost(source, target, capacity, costs[at])
    for node, supply in enumerate(left):
        solver.set_node_supply(node, supply)
    status = solver.solve()
    assert status == solver.OPTIMAL, status
    return [fixed[at] if at in fixed else solver.flow(free[at]) for at in range(len(arcs))]


def distances(
    nodes: int, arcs: list[list[Any]], costs: list[int], fixed: dict[int, int], flows: list[int]
) -> list[int]:
    """Shortest residual ways from anywhere (Bellman and Ford); reduced costs are cost + far(from) - far(to)."""
    far = [0] * nodes
    for _ in range(nodes + 1):
        settled = True
        for at, (source, target, capacity, _) in enumerate(arcs):
            if at in fixed:
                continue
            if flows[at] < capacity and far[source] + costs[at] < far[target]:
                far[target], settled = far[source] + costs[at], False
            if flows[at] > 0 and far[target] - costs[at] < far[source]:
                far[source], settled = far[target] - costs[at], False
        if settled:
            return far
    raise AssertionError("a negative cycle: the flow was not the best")


if __name__ == "__main__":
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(solve(asked["supplies"], asked["arcs"], asked["levels"])), flush=True)
