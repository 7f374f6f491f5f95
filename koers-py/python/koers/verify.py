"""Checks the certificate of a least-refund settlement, and trusts nobody: no solver, no engine, no file of rules.

A certificate states for each problem (a book year and a step) a network with a flow: classes of costs, buckets of
grants, limits, and what each level of the objective comes to. Two things prove that no other flow does better: the flow
is feasible (capacities, and balance at every node), and no arc could improve it (the signs of the reduced costs, level
by level). `verify` checks both, and that the figures beside them follow. It says nothing of what a certificate leaves
out (`left_out`, `gap`), nor whether the classes follow from rules and lines.

    python -m koers.verify certificate.json

A certificate comes from outside: whatever is wrong with it, of any shape, is `Invalid`. Amounts are whole cents here.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

__all__ = ["Invalid", "verify"]

AMOUNT = re.compile(r"-?(0|[1-9][0-9]{0,17})\.[0-9]{2}")
LEVEL = re.compile(r"(lost|own_funds|lapse|retained|preference|moved)(?: ([0-9]{1,10}|[0-9]{4}-[0-9]{2}-[0-9]{2}))?")
RANKS = ["lost", "own_funds", "lapse", "retained", "preference", "moved"]
LIMITS = {"ceiling", "share", "total-share", "shifting", "maximum", "unspent"}
LEFT_OUT = {"exclusive", "ceiling", "share", "total-share", "shifting", "maximum", "unspent", "excess"}
MOST = 2**63
MOST_WORK = 10**8
"""Arcs times levels and cuts: what is larger would take minutes, and isn't looked at."""


class Invalid(ValueError):
    """A certificate that doesn't prove what it states; the message names the statement that fails."""


def verify(certificate: str | bytes | dict[str, Any]) -> None:
    """Returns when everything holds that the certificate (its JSON text, or the same as a dict) states.

    Raises `Invalid` with the place (problem, node, arc, level) of the first statement that fails.
    """
    value = keys(parse(certificate), "certificate", "format input problems")
    need(type(value["format"]) is int and value["format"] == 1, "format: only 1 is known")
    need(re.fullmatch("[0-9a-f]{64}", text(value["input"], "input")), "input: not a SHA-256")
    known: set[tuple[int, int]] = set()
    left = MOST_WORK
    for at, item in enumerate(items(value["problems"], "problems")):
        problem = read_problem(item, f"problem {at}", left)
        left -= work(problem, len(problem.cuts))
        check(problem)
        need(problem.key not in known, f"{problem}: year {problem.key[0]}, step {problem.key[1]} is there twice")
        known.add(problem.key)


# The proof


def check(problem: Problem) -> None:
    """The flow fits, no other one is better, and the objective and the cuts say what it comes to."""
    balance = [0] * len(problem.potentials)
    objective = list(problem.base)
    for arc in problem.arcs:
        need(arc.flow >= 0 and (arc.capacity is None or arc.flow <= arc.capacity), f"{arc}: the flow is not within its capacity")
        balance[arc.source] += arc.flow
        balance[arc.target] -= arc.flow
        for level, cost in arc.cost.items():
            objective[level] += cost * arc.flow
        level, reduced = reduced_cost(problem, arc)
        need(reduced >= 0 or not arc.takes_more, f"{arc}: more flow would be better on level {level}")
        need(reduced <= 0 or arc.flow == 0, f"{arc}: less flow would be better on level {level}")
    for node, (leaves, supply) in enumerate(zip(balance, problem.supplies, strict=True)):
        need(node == 0 or leaves == supply, f"{problem}, node {node}: {show(leaves)} leaves it, not {show(supply)}")
    for level, (stated, found) in enumerate(zip(problem.objective, objective, strict=True)):
        need(stated == found, f"{problem}, level {level}: the objective is {show(found)}, not {show(stated)}")
    for cut in problem.cuts:
        check_cut(problem, cut)


def reduced_cost(problem: Problem, arc: Arc) -> tuple[int, int]:
    """The first level on which cost + potential(to) - potential(from) is not zero, and its value there."""
    source, target = problem.potentials[arc.source], problem.potentials[arc.target]
    if arc.cost or source != target:
        for level, (here, there) in enumerate(zip(source, target, strict=True)):
            reduced = arc.cost.get(level, 0) + there - here
            if reduced:
                return level, reduced
    return 0, 0


def check_cut(problem: Problem, cut: Cut) -> None:
    """That no division has less of one thing: own funds, or money with this fate or a nearer one.

    The nodes of a cut are the potentials of that one cost. Of own funds: what is in it costs 1, since all that it leads
    to is full. Of unspent money: what is in it saves 1, since it leads to such money; a limit after it costs 1, since it
    is full.
    """
    counted = [arc for arc in problem.arcs if counts(problem, cut, arc)]
    costs = {id(arc): 1 if cut.of == "own_funds" else -1 for arc in counted}
    prices = [0] * len(problem.potentials)
    for node in cut.nodes:
        prices[node] = 1 if cut.of == "own_funds" or node in problem.after else -1
    for node, targets in problem.far_sides.items():
        prices[node] = min(prices[target] for target in targets)
    for arc in problem.arcs:
        reduced = costs.get(id(arc), 0) + prices[arc.target] - prices[arc.source]
        need(reduced >= 0 or not arc.takes_more, f"{cut}: {arc} could take more")
        need(reduced <= 0 or arc.flow == 0, f"{cut}: {arc} takes what could be spent better")
    amount = sum(arc.flow if cut.of == "own_funds" else (arc.capacity or 0) - arc.flow for arc in counted)
    need(amount == cut.amount, f"{cut}: the amount is {show(amount)}, not {show(cut.amount)}")


def counts(problem: Problem, cut: Cut, arc: Arc) -> bool:
    """Whether an arc is what a cut is about: own funds of classes, or unspent money with this fate or a nearer one."""
    if cut.of == "own_funds":
        return arc.target == 0 and arc.cost.get(1, 0) > 0
    return arc.source not in problem.classes and any(cost < 0 and at <= cut.level for at, cost in arc.cost.items())


# What a problem is, and what its tables say of each other


@dataclass
class Arc:
    place: str
    source: int
    target: int
    capacity: int | None
    cost: dict[int, int]
    flow: int

    def __str__(self) -> str:
        return self.place

    @property
    def takes_more(self) -> bool:
        return self.capacity is None or self.flow < self.capacity


@dataclass
class Cut:
    place: str
    of: str
    level: int
    amount: int
    nodes: set[int]

    def __str__(self) -> str:
        return self.place


@dataclass
class Problem:
    place: str
    key: tuple[int, int]
    """Its year and step, of which there is one problem."""
    levels: list[str]
    base: list[int]
    objective: list[int]
    arcs: list[Arc]
    potentials: list[list[int]]
    supplies: list[int]
    classes: set[int]
    after: set[int]
    """Limits through which money goes once it is spent: those behind buckets, where no money that buckets share follows."""
    far_sides: dict[int, list[int]]
    """Nodes in no table, the far sides of limits, with where they lead."""
    cuts: list[Cut]

    def __str__(self) -> str:
        return self.place


PROBLEM = "year step levels base objective classes buckets limits arcs potentials cuts left_out gap"


def work(problem: Problem, cuts: int) -> int:
    """How much there is to check of a problem: its arcs and nodes, on each level and for each cut."""
    return (len(problem.arcs) + len(problem.potentials)) * (len(problem.levels) + cuts)


def read_problem(value: Any, place: str, left: int) -> Problem:
    """A problem with the right types, whose tables name each node once and agree on capacities; `left` is how much it may be."""
    value = keys(value, place, PROBLEM)
    year = whole(value["year"], f"{place}, year", least=1, most=9999)
    key = (year, whole(value["step"], f"{place}, step", least=1))
    levels = read_levels(value["levels"], f"{place}, levels")
    potentials = [read_potential(item, f"{place}, node {at}", len(levels)) for at, item in named(value, "potentials")]
    need(potentials and not any(potentials[0]), f"{place}, node 0: the root has potential zero")
    problem = Problem(
        place,
        key,
        levels,
        amounts(value["base"], f"{place}, base", len(levels)),
        amounts(value["objective"], f"{place}, objective", len(levels)),
        [read_arc(item, f"{place}, arc {at}", len(potentials), len(levels)) for at, item in named(value, "arcs")],
        potentials,
        [0] * len(potentials),
        set(),
        set(),
        {},
        [],
    )
    cuts = items(value["cuts"], f"{place}, cuts")
    need(work(problem, len(cuts)) <= left, f"{place}: too large to check")
    kinds = read_nodes(problem, value)
    problem.cuts = [read_cut(item, f"{place}, cut {at}", levels, kinds) for at, item in named(value, "cuts")]
    read_left_out(value, place)
    return problem


def read_nodes(problem: Problem, value: dict[str, Any]) -> dict[int, str]:
    """The kind of each node. Capacities stand in two places: in the table of a node, and on the arcs through it."""
    kinds: dict[int, str] = {}
    entering: dict[int, list[Arc]] = {}
    leaving: dict[int, list[Arc]] = {}
    for arc in problem.arcs:
        entering.setdefault(arc.target, []).append(arc)
        leaving.setdefault(arc.source, []).append(arc)
    for kind in ("classes", "buckets", "limits"):
        for at, item in named(value, kind):
            place = f"{problem}, {kind} {at}"
            node, amount = read_node(item, place, kind)
            need(0 < node < len(problem.potentials) and node not in kinds, f"{place}: node {node} is not one of its own")
            kinds[node] = kind
            if kind == "classes":
                problem.supplies[node] = amount
                problem.classes.add(node)
                need(node not in entering, f"{place}: an arc leads into a class")
            else:
                most = total(leaving.get(node, []))
                need(most == amount, f"{place}: its arcs take {'all' if most is None else show(most)}")
    for node in range(1, len(problem.potentials)):
        if node not in kinds:
            sources = [arc.source for arc in entering.get(node, [])]
            alone = len(sources) == 1 and kinds.get(sources[0]) == "limits" and len(leaving[sources[0]]) == 1
            need(alone and leaving.get(node), f"{problem}, node {node}: in no table, and not the far side of a limit")
            problem.far_sides[node] = [arc.target for arc in leaving[node]]
    behind = reached({node for node, kind in kinds.items() if kind == "buckets"}, leaving, lambda arc: arc.target)
    shared = {item["node"] for item in value["limits"] if item["kind"] == "unspent"}
    problem.after = behind - shared - reached(shared, entering, lambda arc: arc.source)
    return kinds


def reached(nodes: set[int], arcs: dict[int, list[Arc]], end: Callable[[Arc], int]) -> set[int]:
    """The nodes to which arcs lead from some nodes, but for the root."""
    found: set[int] = set()
    todo = list(nodes)
    while todo:
        for arc in arcs.get(todo.pop(), []):
            if end(arc) not in found and end(arc) != 0:
                found.add(end(arc))
                todo.append(end(arc))
    return found


def total(arcs: list[Arc]) -> int | None:
    """What arcs can take together; none when that has no end."""
    found = 0
    for arc in arcs:
        if arc.capacity is None:
            return None
        found += arc.capacity
    return found


def read_node(value: Any, place: str, kind: str) -> tuple[int, int]:
    """The node of a row, and its amount, room or capacity."""
    if kind == "classes":
        value = keys(value, place, "node amount lines first booked")
        whole(value["lines"], f"{place}, lines", least=1)
        text(value["first"], f"{place}, first")
        text(value["booked"], f"{place}, booked", optional=True)
        size = "amount"
    elif kind == "buckets":
        value = keys(value, place, "node grant tranche part room")
        for name in ("grant", "tranche"):
            text(value[name], f"{place}, {name}")
        text(value["part"], f"{place}, part", optional=True)
        size = "room"
    else:
        value = keys(value, place, "node kind grant name capacity")
        need(text(value["kind"], f"{place}, kind") in LIMITS, f"{place}, kind: unknown")
        text(value["grant"], f"{place}, grant")
        text(value["name"], f"{place}, name", optional=True)
        size = "capacity"
    return whole(value["node"], f"{place}, node"), cents(value[size], f"{place}, {size}", least=0)


def read_levels(value: Any, place: str) -> list[str]:
    """The names of the levels, in the order in which they count."""
    levels = [text(item, f"{place} {at}") for at, item in enumerate(items(value, place))]
    need(levels[:2] == ["lost", "own_funds"], f"{place}: first lost, then own_funds")
    ranks = []
    for level in levels:
        found = LEVEL.fullmatch(level)
        need(found, f"{place}: {level[:40]!r} is unknown")
        word, detail = found.groups() if found else ("", None)
        need((detail is not None) == (word in ("lapse", "preference")), f"{place}: {level[:40]!r} is unknown")
        need((word == "lapse") == (detail is not None and "-" in detail), f"{place}: {level[:40]!r} is unknown")
        ranks.append((RANKS.index(word), int((detail or "0").replace("-", ""))))
    need(all(one < other for one, other in pairwise(ranks)), f"{place}: not in order")
    return levels


def read_potential(value: Any, place: str, levels: int) -> list[int]:
    found = [whole(item, f"{place}, potential") for item in items(value, f"{place}, potential")]
    need(len(found) == levels, f"{place}: not one potential per level")
    return found


def read_arc(value: Any, place: str, nodes: int, levels: int) -> Arc:
    value = keys(value, place, "from to capacity cost flow")
    source = whole(value["from"], f"{place}, from", least=1, most=nodes - 1)
    target = whole(value["to"], f"{place}, to", least=0, most=nodes - 1)
    need(source != target, f"{place}: from a node to itself")
    place = f"{place} from {source} to {target}"
    capacity = None if value["capacity"] is None else cents(value["capacity"], f"{place}, capacity", least=0)
    cost: dict[int, int] = {}
    for item in items(value["cost"], f"{place}, cost"):
        pair = items(item, f"{place}, cost")
        need(len(pair) == 2, f"{place}, cost: not a level and a number")
        level = whole(pair[0], f"{place}, cost, level", least=max(cost, default=-1) + 1, most=levels - 1)
        cost[level] = whole(pair[1], f"{place}, cost")
    return Arc(place, source, target, capacity, cost, cents(value["flow"], f"{place}, flow"))


def read_cut(value: Any, place: str, levels: list[str], kinds: dict[int, str]) -> Cut:
    value = keys(value, place, "of amount classes buckets limits")
    of = text(value["of"], f"{place}, of")
    fates = {"own_funds": "own_funds", "lost": "refund"}
    known = {fates.get(level, level.replace("lapse", "carry_over")): at for at, level in enumerate(levels)}
    need(of in known and of.split(" ")[0] in ("own_funds", "refund", "carry_over"), f"{place}, of: no such level")
    nodes: set[int] = set()
    for kind in ("classes", "buckets", "limits"):
        for item in items(value[kind], f"{place}, {kind}"):
            node = whole(item, f"{place}, {kind}")
            need(kinds.get(node) == kind and node not in nodes, f"{place}, {kind}: node {node} is not one, or is twice")
            nodes.add(node)
    return Cut(place, of, known[of], cents(value["amount"], f"{place}, amount", least=0), nodes)


def read_left_out(value: dict[str, Any], place: str) -> None:
    """Only its form: of what is left out nothing is proved."""
    for at, item in named(value, "left_out"):
        item = keys(item, f"{place}, left_out {at}", "kind grant name")
        need(text(item["kind"], f"{place}, left_out {at}, kind") in LEFT_OUT, f"{place}, left_out {at}, kind: unknown")
        text(item["grant"], f"{place}, left_out {at}, grant")
        text(item["name"], f"{place}, left_out {at}, name", optional=True)
    gap = cents(value["gap"], f"{place}, gap", least=0)
    need(gap == 0 or value["left_out"], f"{place}, gap: nothing is left out")


# Values of the right type


def need(holds: object, message: str) -> None:
    if not holds:
        raise Invalid(message)


def parse(certificate: object) -> Any:
    """The value of a JSON text, in which a key is there once and numbers are whole and not endless."""
    if isinstance(certificate, dict):
        return certificate
    if not isinstance(certificate, (str, bytes)):
        raise Invalid("certificate: neither text nor a dict")
    try:
        source = certificate.decode("utf-8") if isinstance(certificate, bytes) else certificate
        return json.loads(
            source, object_pairs_hook=once, parse_int=number, parse_float=not_whole, parse_constant=not_whole
        )
    except Invalid:
        raise
    except (ValueError, RecursionError, MemoryError) as error:
        raise Invalid(f"certificate: not JSON ({type(error).__name__})") from None


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    need(len(found) == len(pairs), "certificate: a key is there twice")
    return found


def number(digits: str) -> int:
    need(len(digits) <= 20, "certificate: a number of too many digits")
    return int(digits)


def not_whole(_: str) -> int:
    raise Invalid("certificate: a number that is not whole")


def keys(value: Any, place: str, names: str) -> dict[str, Any]:
    need(isinstance(value, dict) and set(value) == set(names.split()), f"{place}: not a table with {names}")
    found: dict[str, Any] = value
    return found


def items(value: Any, place: str) -> list[Any]:
    need(isinstance(value, list), f"{place}: not a list")
    found: list[Any] = value
    return found


def named(value: dict[str, Any], name: str) -> Iterable[tuple[int, Any]]:
    return enumerate(items(value[name], name))


def text(value: Any, place: str, *, optional: bool = False) -> str:
    need(isinstance(value, str) or (optional and value is None), f"{place}: not a text")
    return value or ""


def whole(value: Any, place: str, *, least: int = -MOST, most: int = MOST) -> int:
    need(type(value) is int and least <= value <= most, f"{place}: not a whole number from {least} to {most}")
    found: int = value
    return found


def cents(value: Any, place: str, *, least: int = -(10**20)) -> int:
    need(isinstance(value, str) and AMOUNT.fullmatch(value) and value != "-0.00", f"{place}: not an amount")
    found = int(value.replace(".", ""))
    need(found >= least, f"{place}: below {show(least)}")
    return found


def amounts(value: Any, place: str, count: int) -> list[int]:
    found = [cents(item, place) for item in items(value, place)]
    need(len(found) == count, f"{place}: not one amount per level")
    return found


def show(amount: int) -> str:
    """Cents as they stand in a certificate."""
    return f"{'-' if amount < 0 else ''}{abs(amount) // 100}.{abs(amount) % 100:02}"


def main(arguments: list[str]) -> int:
    """Checks each file; 1 when one of them is not valid, 2 when one can't be read."""
    if not arguments or arguments[0] in ("-h", "--help"):
        print("usage: python -m koers.verify CERTIFICATE...", file=sys.stderr)
        return 0 if arguments else 2
    status = 0
    for name in arguments:
        try:
            with open(name, "rb") as file:
                verify(file.read())
        except OSError as error:
            print(f"{name}: {error.strerror}", file=sys.stderr)
            status = 2
        except Invalid as error:
            print(f"{name}: {error}", file=sys.stderr)
            status = max(status, 1)
        else:
            print(f"{name}: valid")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
