"""A certificate of the engine against the model: its classes, buckets and objective, and that its flow is the first of
the best ones."""

from __future__ import annotations

from collections import Counter
from typing import Any

import flow as flows
import milp
from flow import Cost, Network, Second, by_networkx
from koers.verify import Invalid, verify
from least import Flow, Problem
from pieces import Class

Json = dict[str, Any]

# From here on HiGHS is not exact enough to say what a cent does.
LARGE = 10**9


def is_large(problem: Problem) -> bool:
    return sum(piece.left for piece in problem.ways) > LARGE or sum(problem.room.values()) > LARGE


def cents(amount: str) -> int:
    return int(amount.replace(".", ""))


def proved(certificate: str) -> list[str]:
    try:
        verify(certificate)
    except Invalid as error:
        return [f"certificate: {error}"]
    return []


def tables(problem: Problem, found: Json) -> list[str]:
    """Classes in order, with their amounts; the room of every bucket."""
    ours = [
        {
            "amount": sum(piece.left for piece in one.costs()),
            "lines": len(one.pieces),
            "first": one.pieces[0].line.id,
            "booked": one.pieces[0].grant.id if one.pieces[0].grant else None,
        }
        for one in problem.classes
    ]
    theirs = [{**row, "amount": cents(row["amount"])} for row in found["classes"]]
    theirs = [{key: value for key, value in row.items() if key != "node"} for row in theirs]
    told = [f"classes: model {ours}, engine {theirs}"] if ours != theirs else []
    rooms = {(bucket.grant, bucket.tranche, bucket.part): room for bucket, room in problem.room.items()}
    for row in found["buckets"]:
        key = (row["grant"], row["tranche"], row["part"])
        if rooms.get(key) != cents(row["room"]):
            told.append(f"room {key}: model {rooms.get(key)}, engine {row['room']}")
    return told


def best(problem: Problem, found: Json, second: Second) -> list[str]:
    """The levels against solvers that are not ours, on the network of lines."""
    network = flows.network(problem)
    if found["left_out"] or network is None:
        return []
    ours = network.value(by_networkx(network))
    other = second.solve(network)
    told = [f"solvers differ: {ours}, {other}"] if ours != other else []
    gain = {
        name: cents(objective) - cents(base)
        for name, objective, base in zip(found["levels"], found["objective"], found["base"], strict=True)
    }
    for name in {*ours, *gain}:
        if name.startswith(("preference", "moved")):
            continue
        if ours.get(name, 0) != gain.get(name, 0):
            told.append(f"level {name}: model {ours.get(name, 0)}, engine {gain.get(name, 0)}")
    return told


def network_of(found: Json) -> Network:
    """The network of a certificate."""
    network = Network(list(found["levels"]))
    network.supplies = [0] * len(found["potentials"])
    for row in found["classes"]:
        network.supplies[row["node"]] = cents(row["amount"])
    for arc in found["arcs"]:
        capacity = None if arc["capacity"] is None else cents(arc["capacity"])
        network.arc(arc["from"], arc["to"], capacity, dict(map(tuple, arc["cost"])))
    return network


def canonical(found: Json) -> list[str]:
    """Of all best flows the one that gives most to the first arc, then to the next."""
    network = network_of(found)
    levels = len(found["levels"])
    costs: list[Cost] = [{**cost, levels + at: -1} for at, (*_, cost) in enumerate(network.arcs)]
    first = by_networkx(network, costs)
    stated = [cents(arc["flow"]) for arc in found["arcs"]]
    if first != stated:
        at = next(at for at, (one, other) in enumerate(zip(first, stated, strict=True)) if one != other)
        arc = found["arcs"][at]
        return [f"canonical: arc {at} from {arc['from']} to {arc['to']} could have {first[at]}, engine {stated[at]}"]
    return []


def cuts(found: Json) -> list[str]:
    """A cut for own funds, refund and each day of carried money, where some is left and no flow leaves less of it and of
    all that is nearer; and no other cut."""
    network = network_of(found)
    flow = [cents(arc["flow"]) for arc in found["arcs"]]
    classes = {row["node"] for row in found["classes"]}
    expected = {}
    for level, name in enumerate(found["levels"]):
        of = {"own_funds": name, "lost": "refund"}.get(name, name.replace("lapse", "carry_over"))
        if of.split(" ")[0] not in ("own_funds", "refund", "carry_over"):
            continue
        costs: list[Cost] = [{}] * len(flow)
        left = left_of_last = 0
        for at, ((source, _, _, cost), amount) in enumerate(zip(network.arcs, flow, strict=True)):
            fates = [fate for fate, one in cost.items() if fate <= level and one < 0]
            if of == "own_funds" and source in classes and level in cost:
                costs[at] = {0: 1}
                left += amount
                left_of_last += amount
            elif of != "own_funds" and source not in classes and fates:
                costs[at] = {0: -1}
                unspent = cents(found["arcs"][at]["capacity"]) - amount
                left += unspent
                left_of_last += unspent if level in fates else 0
        best = by_networkx(network, costs)
        less = sum(cost.get(0, 0) * (one - other) for cost, one, other in zip(costs, flow, best, strict=True))
        if left_of_last and not less:
            expected[of] = left
    stated = {cut["of"]: cents(cut["amount"]) for cut in found["cuts"]}
    return [f"cuts: model {expected}, engine {stated}"] if expected != stated else []


def totals(problem: Problem, flow: Flow, found: Json) -> list[str]:
    """The objective against what the division comes to by the closing itself."""
    spent: Counter[Any] = Counter()
    for (_, bucket), amount in flow.items():
        spent[bucket] += amount
    after = problem.totals.after(dict(spent))
    gap = cents(found["gap"])
    own = problem.own_funds(flow)
    achieved = {"lost": own + after["refund"], "own_funds": own}
    achieved |= {name: amount for name, amount in after.items() if name.startswith("lapse")}
    told = []
    for name, objective in zip(found["levels"], found["objective"], strict=True):
        if name == "lost" and achieved["lost"] != cents(objective) + gap:
            told.append(f"lost: {achieved['lost']}, certificate {objective} + {found['gap']}")
        elif name == "own_funds" and not found["left_out"] and achieved[name] != cents(objective):
            told.append(f"{name}: {achieved[name]}, certificate {objective}")
        elif name.startswith("lapse") and not found["left_out"] and achieved.get(name, 0) != cents(objective):
            told.append(f"{name}: {achieved.get(name, 0)}, certificate {objective}")
    return told


def bounds(problem: Problem, flow: Flow, found: Json) -> list[str]:
    """With every rule in an integer program: nothing beats the engine by more than its gap."""
    if is_large(problem):
        return []
    values, other = milp.solve(problem, ["lost"])
    ours, theirs, gap = problem.lost(other), problem.lost(flow), cents(found["gap"])
    if ours < theirs - gap:
        return [f"lost: {ours} can be, engine {theirs} with gap {gap}, left out {found['left_out']}"]
    return []


def by_class(problem: Problem, found: Json) -> dict[tuple[Class, str], int]:
    """What each grant pays of each class by the flow: a limit is of one grant, so the arcs of a class say it."""
    names = {row["node"]: row["grant"] for row in [*found["buckets"], *found["limits"]]}
    if tables(problem, found):
        return {}
    classes = {row["node"]: one for row, one in zip(found["classes"], problem.classes, strict=True)}
    paid = {(one, grant): 0 for one in problem.classes for grant in one.ways}
    for arc in found["arcs"]:
        if arc["from"] in classes and arc["to"]:
            paid[classes[arc["from"]], names[arc["to"]]] += cents(arc["flow"])
    return paid


def filled(problem: Problem, flow: Flow, found: Json) -> list[str]:
    """A class fills its buckets in bucket order, lines in order; seen where no limit stands between the two."""
    names = {row["node"]: (row["grant"], row["tranche"], row["part"]) for row in found["buckets"]}
    arcs: dict[int, list[tuple[int, int]]] = {row["node"]: [] for row in found["classes"]}
    for arc in found["arcs"]:
        if arc["from"] in arcs and arc["to"]:
            arcs[arc["from"]].append((arc["to"], cents(arc["flow"])))
    direct = all(target in names for ways in arcs.values() for target, _ in ways)
    if found["left_out"] or problem.claims or not direct or len(problem.classes) != len(found["classes"]):
        return []
    expected: Counter[Any] = Counter()
    for one, ways in zip(problem.classes, arcs.values(), strict=True):
        costs = [[piece.line.id, piece.left] for piece in one.costs()]
        for target, amount in ways:
            for cost in costs:
                part = min(amount, cost[1])
                amount -= part
                cost[1] -= part
                expected[cost[0], names[target]] += part
    for (piece, bucket), amount in flow.items():
        expected[piece.line.id, (bucket.grant, bucket.tranche, bucket.part)] -= amount
    return [f"filled: {key} by {-amount} more than in order" for key, amount in expected.items() if amount]
