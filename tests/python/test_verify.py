"""The checker of certificates: what is proved passes; each single change is refused, or what it then states is true."""

from __future__ import annotations

import copy
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from koers.verify import Invalid, show, verify

Json = dict[str, Any]
LEVELS = ["lost", "own_funds", "lapse 2025-12-31", "lapse 2026-06-30", "retained", "preference 1", "moved"]
SLICES: list[dict[int, int]] = [{0: -1}, {2: -1}, {3: -1}, {}, {4: 1}]


def cents(amount: str | None) -> int:
    return 0 if amount is None else int(amount.replace(".", ""))


# Certificates made by a solver that is not ours


class Network:
    """A network with the arcs and supplies of a certificate, solved level by level in one weight of exact integers."""

    def __init__(self, problem: Json) -> None:
        self.levels = len(problem["levels"])
        self.supplies = [0] * len(problem["potentials"])
        for row in problem["classes"]:
            self.supplies[row["node"]] = cents(row["amount"])
        self.total = sum(self.supplies)
        self.arcs = [(arc["from"], arc["to"], arc["capacity"], dict(arc["cost"])) for arc in problem["arcs"]]

    def weight(self, cost: dict[int, int]) -> int:
        most = 2 * (self.total + 1) * (1 + sum(abs(one) for *_, cost in self.arcs for one in cost.values()))
        return sum(one * most ** (self.levels - level) for level, one in cost.items())

    def solve(self) -> list[int] | None:
        """A best flow by arc; none when no flow fits."""
        graph = nx.MultiDiGraph()
        graph.add_nodes_from((node, {"demand": -supply}) for node, supply in enumerate(self.supplies))
        graph.nodes[0]["demand"] = self.total
        for at, (source, target, capacity, cost) in enumerate(self.arcs):
            most = self.total if capacity is None else cents(capacity)
            graph.add_edge(source, target, key=at, capacity=most, weight=self.weight(cost))
        try:
            _, flows = nx.network_simplex(graph)
        except nx.NetworkXUnfeasible:
            return None
        return [flows[source][target][at] for at, (source, target, _, _) in enumerate(self.arcs)]

    def value(self, flows: list[int]) -> list[int]:
        found = [0] * self.levels
        for flow, (*_, cost) in zip(flows, self.arcs, strict=True):
            for level, one in cost.items():
                found[level] += one * flow
        return found

    def potentials(self, flows: list[int]) -> list[list[int]]:
        """The cost of the best residual way to the root."""
        far = [10**9] * self.levels
        found = [[0] * self.levels, *([list(far) for _ in self.supplies[1:]])]
        for _ in self.supplies:
            for flow, (source, target, capacity, cost) in zip(flows, self.arcs, strict=True):
                if capacity is None or flow < cents(capacity):
                    over = [there + cost.get(level, 0) for level, there in enumerate(found[target])]
                    found[source] = min(found[source], over)
                if flow > 0:
                    back = [there - cost.get(level, 0) for level, there in enumerate(found[source])]
                    found[target] = min(found[target], back)
        assert found[0] == [0] * self.levels
        return found


def arc(source: int, target: int, capacity: int | None, cost: dict[int, int]) -> Json:
    most = None if capacity is None else show(capacity)
    return {"from": source, "to": target, "capacity": most, "cost": [[level, one] for level, one in cost.items()]}


def draw(seed: int) -> Json:
    """A problem of a few classes and buckets with limits before and behind them, and its best flow."""
    dice = random.Random(seed)
    problem: Json = {"year": 2024, "step": 1, "levels": LEVELS, "base": ["12.34"] * len(LEVELS)}
    count = 0
    arcs: list[Json] = []

    def node() -> int:
        nonlocal count
        count += 1
        return count

    def limit(kind: str, capacity: int, at: int) -> int:
        row = {"node": at, "kind": kind, "grant": "a", "name": None, "capacity": show(capacity)}
        problem["limits"].append(row)
        return at

    def slices(source: int, target: int, sizes: dict[int, int]) -> None:
        arcs.extend(arc(source, target, size, SLICES[at]) for at, size in sizes.items())

    problem |= {"classes": [], "buckets": [], "limits": []}
    classes = [node() for _ in range(dice.randint(1, 4))]
    buckets = [node() for _ in range(dice.randint(1, 3))]
    for at in classes:
        row = {"node": at, "amount": show(dice.randint(0, 9)), "lines": 1, "first": f"L{at}", "booked": None}
        problem["classes"].append(row)
    gate = None
    if dice.random() < 0.5:
        capacity = dice.randint(0, 9)
        gate, far = limit("ceiling", capacity, node()), node()
        arcs.append(arc(gate, far, capacity, {}))
        arcs.extend(arc(far, bucket, None, {}) for bucket in dice.sample(buckets, dice.randint(1, len(buckets))))
    for at in classes:
        under = gate is not None and dice.random() < 0.5
        if under and gate is not None:
            arcs.append(arc(at, gate, None, {}))
        for bucket in buckets:
            if not under and dice.random() < 0.7:
                arcs.append(arc(at, bucket, None, {5: -1} if dice.random() < 0.3 else {6: -1}))
        arcs.append(arc(at, 0, None, {0: 1, 1: 1}))
    root = 0
    if dice.random() < 0.4:
        capacity = dice.randint(0, 9)
        root = limit("maximum", capacity, node())
        arcs.append(arc(root, 0, capacity, {}))
    drawn = [
        {at: dice.randint(0, 4) for at in sorted(dice.sample(range(len(SLICES)), dice.randint(0, 4)))} for _ in buckets
    ]
    shared = len(buckets) > 1 and dice.random() < 0.3
    if shared:
        rooms = [sum(sizes.values()) for sizes in drawn]
        whole = limit("unspent", sum(drawn[0].values()), node())
        slices(whole, root, drawn[0])
        inner = whole
        if dice.random() < 0.5:
            capacity = dice.randint(0, 9)
            inner = limit("total-share", capacity, node())
            arcs.append(arc(inner, whole, capacity, {}))
        arcs.extend(arc(bucket, inner, room, {}) for bucket, room in zip(buckets, rooms, strict=True))
    for bucket, sizes in zip(buckets, drawn, strict=True):
        row = {"node": bucket, "grant": "a", "tranche": f"t{bucket}", "part": None, "room": show(sum(sizes.values()))}
        problem["buckets"].append(row)
        if not shared:
            slices(bucket, root, sizes)
    problem |= {"arcs": arcs, "potentials": [[0] * len(LEVELS)] * (count + 1)}
    network = Network(problem)
    flows = network.solve()
    assert flows is not None
    problem["arcs"] = [{**one, "flow": show(flow)} for one, flow in zip(arcs, flows, strict=True)]
    problem["objective"] = [show(1234 + value) for value in network.value(flows)]
    problem["potentials"] = network.potentials(flows)
    return problem | {"cuts": cuts(problem, network, flows), "left_out": [], "gap": "0.00"}


def cuts(problem: Json, network: Network, flows: list[int]) -> list[Json]:
    """The cuts, in the words of the format: own funds, refund, and what is carried by date."""
    found = []
    for level, of in ((1, "own_funds"), (0, "refund"), (2, "carry_over 2025-12-31"), (3, "carry_over 2026-06-30")):
        own = of == "own_funds"
        arcs = []
        left = 0
        for flow, (source, target, capacity, cost) in zip(flows, network.arcs, strict=True):
            counts = 1 in cost if own else 1 not in cost and any(at <= level and one < 0 for at, one in cost.items())
            left += (flow if own else cents(capacity) - flow) if counts else 0
            arcs.append((source, target, capacity, {0: 1 if own else -1} if counts else {}))
        alone = Network(problem)
        alone.levels, alone.arcs = 1, arcs
        # Only limits after what is unspent cost something: they keep other spending out. What nothing is spent on may be
        # closed.
        behind = {row["node"] for row in problem["limits"] if row["kind"] == "maximum"}
        prices = [price for (price,) in alone.potentials(flows)]
        prices = [price if own or node in behind else min(0, price) for node, price in enumerate(prices)]
        row: Json = {"of": of, "amount": show(left)}
        for kind in ("classes", "buckets", "limits"):
            row[kind] = [one["node"] for one in problem[kind] if prices[one["node"]]]
        found.append(row)
    return found


def certificate(*seeds: int) -> Json:
    return {"format": 1, "input": "0" * 64, "problems": [draw(seed) | {"step": at} for at, seed in enumerate(seeds, 1)]}


# What is proved passes


@pytest.mark.parametrize("seed", range(60))
def test_a_best_flow_is_proved(seed: int) -> None:
    verify(json.dumps(certificate(seed)))
    verify(json.dumps(certificate(seed)).encode())
    verify(certificate(seed))


def test_no_problem_and_several() -> None:
    verify({"format": 1, "input": "0" * 64, "problems": []})
    verify(certificate(1, 2, 3))


# One change


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every value that is not a list or a table."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from places(item, (*path, key))
    elif isinstance(value, list):
        for at, item in enumerate(value):
            yield from places(item, (*path, at))
    else:
        yield path


def changed(value: Json, path: tuple[Any, ...], new: Any) -> Json:
    found = copy.deepcopy(value)
    holder: Any = found
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = new
    return found


def at_place(value: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        value = value[key]
    return value


def small_changes(value: Json) -> Iterator[tuple[tuple[Any, ...], Json]]:
    """Each amount one cent more and less, each number one more and less, each capacity taken away."""
    for path in places(value):
        old = at_place(value, path)
        if isinstance(old, str) and "." in old:
            for by in (-1, 1):
                yield path, changed(value, path, show(cents(old) + by))
        if isinstance(old, int) and path[-1] not in ("year", "step", "format"):
            for by in (-1, 1):
                yield path, changed(value, path, old + by)
        if path[-1] == "capacity":
            yield path, changed(value, path, None if old is not None else "0.05")


def is_true(problem: Json) -> bool:
    """Whether what a problem states is so, by solving it again."""
    network = Network(problem)
    flows = [cents(one["flow"]) for one in problem["arcs"]]
    leaves = [0] * len(network.supplies)
    for flow, (source, target, capacity, _) in zip(flows, network.arcs, strict=True):
        if flow < 0 or (capacity is not None and flow > cents(capacity)):
            return False
        leaves[source] += flow
        leaves[target] -= flow
    best = network.solve()
    stated = [cents(one) - cents(base) for one, base in zip(problem["objective"], problem["base"], strict=True)]
    feasible = leaves[1:] == network.supplies[1:]
    return feasible and best is not None and network.value(best) == network.value(flows) == stated


@pytest.mark.parametrize("seed", range(12))
def test_a_change_is_refused_or_true(seed: int) -> None:
    refused = true = 0
    for path, value in small_changes(certificate(seed)):
        try:
            verify(value)
        except Invalid:
            refused += 1
        else:
            true += 1
            assert is_true(value["problems"][0]), path
            assert path[2] not in ("base", "objective") and path[-1] not in ("flow", "amount", "node"), path
    assert refused > 2 * true


def test_cuts_are_checked() -> None:
    """Another amount is refused; other nodes are, or prove the same; and so is what another cut is about."""
    refused = same = 0
    for seed in range(40):
        value = certificate(seed)
        for at, found in enumerate(value["problems"][0]["cuts"]):
            path = ("problems", 0, "cuts", at)
            for by in (1, -1):
                refuses(changed(value, (*path, "amount"), show(cents(found["amount"]) + by)))
            for kind in ("classes", "buckets", "limits"):
                for row in value["problems"][0][kind]:
                    try:
                        verify(changed(value, (*path, kind), sorted({*found[kind]} ^ {row["node"]})))
                    except Invalid:
                        refused += 1
                    else:
                        same += 1
            refuses(changed(value, (*path, "of"), "carry_over 2027-12-31"))
            refuses(changed(value, (*path, "of"), "retained"))
    assert refused > same


def test_all_problems_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is too much to check is refused, also when no problem by itself is."""
    value = certificate(1, 2)
    sizes = [
        (len(problem["arcs"]) + len(problem["potentials"])) * (len(problem["levels"]) + len(problem["cuts"]))
        for problem in value["problems"]
    ]
    monkeypatch.setattr("koers.verify.MOST_WORK", sum(sizes))
    verify(value)
    monkeypatch.setattr("koers.verify.MOST_WORK", sum(sizes) - 1)
    assert max(sizes) < sum(sizes) and "problem 1: too large to check" in refuses(value)


def test_a_problem_is_there_once() -> None:
    value = certificate(1, 2)
    assert "problem 1: year 2024, step 1 is there twice" in refuses(changed(value, ("problems", 1, "step"), 1))


def refuses(value: Any) -> str:
    with pytest.raises(Invalid) as caught:
        verify(value)
    return str(caught.value)


def test_the_message_names_the_statement() -> None:
    value = certificate(3)
    problem = value["problems"][0]
    flow = ("problems", 0, "arcs", 0, "flow")
    assert "problem 0, arc 0 from " in refuses(changed(value, flow, "-0.01"))
    assert "problem 0, level 1: the objective is" in refuses(changed(value, ("problems", 0, "objective", 1), "7.00"))
    node = problem["classes"][0]["node"]
    more = changed(value, ("problems", 0, "classes", 0, "amount"), show(cents(problem["classes"][0]["amount"]) + 1))
    assert f"problem 0, node {node}: " in refuses(more)


# Input of any shape

WORDS: list[Any] = [
    None, True, False, 0, -1, 2**63 + 1, 10**40, 1.5, float("nan"), "", "x", "0.00", "-0.01", "1e3", "NaN", "٣.00", "\ud800",
    "9" * 40 + ".00", [], {}, [[]], [None], {"a": 1}, [0], [[0, 1]], [[0, 1, 2]], "-0.00", "0.0", "00.00", " 0.00",
]  # fmt: skip


def whole_places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield (*path, key)
        yield from whole_places(item, (*path, key))


@pytest.mark.parametrize("word", WORDS, ids=repr)
def test_any_value_at_any_place(word: Any) -> None:
    """Valid or `Invalid`, from a dict and from its text."""
    value = certificate(5)
    for path in whole_places(value):
        one = changed(value, path, word)
        answers = set()
        for given in (one, json.dumps(one)):
            try:
                verify(given)
            except Invalid as error:
                str(error).encode("utf-8")
                answers.add(False)
            else:
                answers.add(True)
        assert len(answers) == 1


def test_a_key_more_or_less() -> None:
    value = certificate(5)
    for path in whole_places(value):
        holder = at_place(value, path[:-1])
        if isinstance(holder, dict):
            less = copy.deepcopy(value)
            del at_place(less, path[:-1])[path[-1]]
            refuses(less)
            more = copy.deepcopy(value)
            at_place(more, path[:-1])["more"] = 1
            refuses(more)


TEXTS = [
    "", " ", "{", "null", "[]", "1", '"x"', "NaN", "Infinity", "-Infinity", "1e999", "1" * 5000, "[" * 100_000,
    '{"a":' * 100_000, '{"format":1,"format":1}', '{"format":1.0,"input":"","problems":[]}', "\ufeff{}", "\x00",
    '{"format":1,"input":"' + "0" * 64 + '","problems":[' + "{}," * 50_000 + "{}]}",
]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: repr(text[:20]))
def test_any_text(text: str) -> None:
    refuses(text)
    refuses(text.encode())


def test_any_bytes() -> None:
    good = json.dumps(certificate(5)).encode()
    dice = random.Random(0)
    for _ in range(2000):
        bad = bytearray(good)
        for _ in range(dice.randint(1, 3)):
            bad[dice.randrange(len(bad))] = dice.randrange(256)
        try:
            verify(bytes(bad))
        except Invalid:
            pass
    refuses(good[: len(good) // 2])
    refuses(b"\xff\xfe")


@pytest.mark.parametrize("value", [None, 1, [], 1.5, object(), bytearray(b"{}")], ids=repr)
def test_neither_text_nor_table(value: Any) -> None:
    refuses(value)


def test_a_large_certificate_is_checked_in_bounded_time() -> None:
    """Levels and arcs without end are refused before they are multiplied."""
    value = certificate(5)
    problem = value["problems"][0]
    count = 20_000
    problem["levels"] = ["lost", "own_funds", *(f"preference {at}" for at in range(count - 2))]
    problem["base"] = problem["objective"] = ["0.00"] * count
    problem["potentials"] = [[0] * count] * 3
    problem["arcs"] = [{"from": 1, "to": 2, "capacity": None, "cost": [], "flow": "0.00"}] * count
    assert "too large" in refuses(value)


# The command


def test_the_command(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(json.dumps(certificate(1)), "utf-8")
    bad.write_text("{}", "utf-8")
    run = [sys.executable, "-m", "koers.verify"]
    done = subprocess.run([*run, str(good)], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{good}: valid\n", "")
    done = subprocess.run([*run, str(good), str(bad)], capture_output=True, text=True)
    assert done.returncode == 1 and "bad.json: certificate" in done.stderr
    assert subprocess.run([*run, str(tmp_path / "none")], capture_output=True).returncode == 2
    assert subprocess.run(run, capture_output=True).returncode == 2
