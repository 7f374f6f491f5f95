"""`least-refund` as one with numpy and OR-tools would do it: lines put in classes by their mask, a flow over classes, and what
tranches pay of a class handed to its lines in order.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from arrays import net, stream
from data import YEARS, Data, Totals
from ortools.graph.python import min_cost_flow

# Levels are digits of one cost. A cycle passes the sink once, so that none adds up to more than two.
BASE = 8


def lapse_of(data: Data, of: dict[str, Any] | None) -> list[int]:
    """A digit for each last day of money that outlives 2023, of which one is that of a tranche."""
    end = lambda bucket: (bucket["days"]["2024-carried"] or bucket["days"]["2024"])[1]  # noqa: E731
    ends = {end(bucket) for bucket in data.buckets if bucket["keeps"] not in ("refund", "unopened")}
    return [int(of is not None and day == end(of)) for day in sorted(ends)]


def tiers(data: Data, at: int, bucket: int, room: int) -> list[tuple[int, list[int]]]:
    """What a tranche may spend, in slices: how much, and what spending it keeps from going back and from lapsing."""
    of = data.buckets[bucket]
    if at == 2024 or of["keeps"] == "refund":
        return [(room, [1, 1, *lapse_of(data, None)])]
    kept = room
    if isinstance(of["keeps"], dict) and of["keeps"]["percent"] != 100:
        kept = min(room, of["award"] * of["keeps"]["percent"] // 100)
    # What is above the limit goes back, so that it is spent first.
    return [(room - kept, [1, 1, *lapse_of(data, None)]), (kept, [0, 1, *lapse_of(data, of)])]


def cost_of(levels: list[int], grant: int, grants: int) -> int:
    """All levels in one number; the last ones are the grants by their preference."""
    digits = levels + [int(at == grant) for at in range(grants)]
    cost = 0
    for digit in digits:
        cost = cost * BASE + digit
    return -cost


def solve(data: Data, at: int, masks: list[int], sums: list[int], room: list[int]) -> list[list[int]]:
    """By class and tranche what is paid."""
    flow = min_cost_flow.SimpleMinCostFlow()
    classes, buckets = len(masks), len(room)
    sink, grants = classes + buckets, 1 + max(it["grant"] for it in data.buckets)
    arcs: list[tuple[int, int, int]] = []
    for class_, (mask, total) in enumerate(zip(masks, sums, strict=True)):
        flow.set_node_supply(class_, total)
        flow.add_arc_with_capacity_and_unit_cost(class_, sink, total, 0)
        for bucket in range(buckets):
            if mask >> bucket & 1:
                arc = flow.add_arc_with_capacity_and_unit_cost(class_, classes + bucket, total, 0)
                arcs.append((arc, class_, bucket))
    for bucket in range(buckets):
        for size, levels in tiers(data, at, bucket, room[bucket]):
            cost = cost_of(levels, data.buckets[bucket]["grant"], grants)
            flow.add_arc_with_capacity_and_unit_cost(classes + bucket, sink, size, cost)
    flow.set_node_supply(sink, -sum(sums))
    status = flow.solve()
    if status != flow.OPTIMAL:
        raise RuntimeError(f"OR-tools: {status}")
    paid = [[0] * buckets for _ in masks]
    for arc, class_, bucket in arcs:
        paid[class_][bucket] = flow.flow(arc)
    return paid


def with_ortools(data: Data) -> Totals:
    """All of it, for both years."""
    room, carried = list(data.awards), [False] * len(data.awards)
    spent, own_funds = [], []
    for at in YEARS:
        year = data.year(at, carried)
        amount, mask, key = stream(data, year)
        left, order, first, excess = net(amount, key)
        paid_by = [0] * len(room)
        # Pinned lines go first, in order.
        pinned = int(np.searchsorted(key < 256, True))
        for bucket in range(len(room)):
            which = np.flatnonzero((mask[:pinned] >> bucket) & 1)
            asked = left[which]
            sums = np.cumsum(asked)
            paid = np.clip(room[bucket] - (sums - asked), 0, asked)
            left[which] = asked - paid
            paid_by[bucket] += int(paid.sum())
            room[bucket] -= int(paid.sum())
        own = int(left[:pinned].sum()) - excess
        # By class, and in it by row: where each line ends within its class.
        of_classes = left[order]
        sums = np.cumsum(of_classes)
        ends = np.append(first[1:], len(order)) - 1
        starts = sums[first] - of_classes[first]
        open_ = [at for at in range(len(first)) if key[order[first[at]]] < 256 and sums[ends[at]] > starts[at]]
        masks = [int(key[order[first[it]]]) for it in open_]
        totals = [int(sums[ends[it]] - starts[it]) for it in open_]
        last = np.full(len(order), 255, np.uint8)
        for it, paid_of in zip(open_, solve(data, at, masks, totals, room), strict=True):
            columns = [(bucket, amount) for bucket, amount in enumerate(paid_of) if amount]
            limits = np.cumsum([amount for _, amount in columns])
            names = np.array([bucket for bucket, _ in columns] + [255], np.uint8)
            rows = slice(first[it], ends[it] + 1)
            # The tranche that pays the last cent of each line.
            last[order[rows]] = names[np.searchsorted(limits, sums[rows] - starts[it])]
            for bucket, amount in columns:
                paid_by[bucket] += amount
                room[bucket] -= amount
            own += totals[open_.index(it)] - sum(paid_of)
        spent.append(paid_by)
        own_funds.append(own)
        room, carried = data.close(at, room)
    return Totals(spent, own_funds)
