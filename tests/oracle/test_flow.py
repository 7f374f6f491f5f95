"""Solvers that are not ours agree among each other on the problems of least-refund, line by line and level by level.

What one of them gives keeps every rule of the model, which goes on from it to the next step and year.
"""

from __future__ import annotations

from collections import Counter

import compete
import milp
import pytest
import read
from certified import is_large
from flow import Second, by_networkx, network
from least import Flow, Problem
from model import settle

SEEDS = range(400)


class Solvers:
    """HiGHS on every rule; networkx and OR-tools where the rules make a network."""

    def __init__(self) -> None:
        self.second = Second()
        self.met: Counter[str] = Counter()

    def __call__(self, problem: Problem) -> Flow:
        found = network(problem)
        if is_large(problem):
            self.met["large"] += 1
            return {}
        values, flow = milp.solve(problem)
        if found is None:
            self.met["no network"] += 1
        else:
            self.met["network"] += 1
            ours = found.value(by_networkx(found))
            assert ours == self.second.solve(found)
            assert ours == values
            # The slices are what the closing itself makes of spending.
            assert problem.lost(flow) == problem.base["refund"] + values["lost"]
        return flow


@pytest.fixture(scope="module")
def solvers() -> Solvers:
    return Solvers()


def test_the_solvers_agree(solvers: Solvers) -> None:
    for seed in SEEDS:
        raw = compete.dossier(seed)
        given = read.dossier(raw)
        result = settle(given, raw["method"], solvers)
        places: Counter[str] = Counter()
        for (line, *_), amount in result.rows.items():
            places[line] += amount
        assert all(places[line.id] == line.signed(line.amount) for line in given.lines)
        for row in result.settlement:
            assert 0 <= row["spent"] <= row["room"]
    assert min(solvers.met["network"], 20 * solvers.met["no network"]) > 100, solvers.met
