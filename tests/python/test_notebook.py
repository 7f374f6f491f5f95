"""The notebook with the adviser's questions: it runs, shows what it showed, and gives the answers of the reference accounts.

A notebook is JSON, and its cells are Python: they run here without Jupyter. `KOERS_BLESS=1` writes what they show.
"""

from __future__ import annotations

import ast
import json
import os
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

FILE = Path(__file__).parents[2] / "examples" / "python" / "adviser_questions.ipynb"
D = Decimal

# Worked out from the accounts, apart from the library.
ANSWERS: dict[int, Any] = {
    1: (D(923612), D(-41613), D(315586)),
    2: D(961064),
    3: (D(749551), D(951552)),
    5: D(917510),
    6: D(749551),
    8: [("2025-12-31", D(457560)), ("2026-12-31", D(278318))],
    10: (D(38130), D("9048.33"), D("4.21")),
    12: {"iza": D(111305), "gala15": D(226869), "provincie": D(43277), "samsam": D(4345), "clientondersteuning": D(0)},
    13: [(D(111305), D(853920))],
    14: (D(383744), D(385796), D(-2052)),
    15: [
        ("another-grant", "BZ-1", D(4161)),
        ("carried", "MG-4", D(-61548)),
        ("never-budgeted", None, D(111305)),
        ("no-statement", "OV-1", D(160000)),
    ],
    17: D(763916),
    18: (D(151819), D("15.7")),
    20: [[D(62617), D(211356)], [D(169711), D(104262)]],
    21: True,
    22: Counter({("implied", "forced"): 13, ("implied", "untestable"): 2, ("assumed", "assumed"): 1, ("none", "assumed"): 1}),
    25: [("risicoreserve", D(496165))],
    31: (D(4576887), D(735878), D(965225)),
    36: (True, [("brief.projecten", D(-2)), ("samsam", D(4345))]),
    37: [(D(41613), "gala15", "r.734", "implied")],
}


class Run:
    """A notebook that ran: its cells, and by question what the cell below it gave."""

    def __init__(self) -> None:
        self.notebook = json.loads(FILE.read_text(encoding="utf-8"))
        self.shown: list[list[dict[str, Any]]] = []
        self.answers: dict[int, Any] = {}
        self.names: dict[str, Any] = {}
        question: int | None = None
        for cell in self.notebook["cells"]:
            text = "".join(cell["source"])
            if cell["cell_type"] == "markdown":
                numbered = re.match(r"\*\*(\d+)\.\*\*", text)
                question = int(numbered[1]) if numbered else None
                continue
            value = self.value(text)
            if question is not None:
                self.answers[question] = value
            self.shown.append(outputs(value))

    def value(self, text: str) -> Any:
        """Runs a cell; gives what its last expression gives."""
        tree = ast.parse(text)
        last = tree.body.pop()
        assert isinstance(last, ast.Expr), f"a cell must show something: {text}"
        exec(compile(tree, str(FILE), "exec"), self.names)
        return eval(compile(ast.Expression(last.value), str(FILE), "eval"), self.names)

    def cells(self) -> list[dict[str, Any]]:
        return [cell for cell in self.notebook["cells"] if cell["cell_type"] == "code"]


def outputs(value: Any) -> list[dict[str, Any]]:
    """What a notebook stores of a value: nothing of None, else its text."""
    if value is None:
        return []
    text = repr(value).splitlines(keepends=True)
    return [{"data": {"text/plain": text}, "execution_count": None, "metadata": {}, "output_type": "execute_result"}]


@pytest.fixture(scope="module")
def run() -> Run:
    before = Path.cwd()
    os.chdir(FILE.parent)
    try:
        return Run()
    finally:
        os.chdir(before)


@pytest.mark.parametrize("question", sorted(ANSWERS))
def test_the_answer_is_that_of_the_accounts(run: Run, question: int) -> None:
    assert run.answers[question] == ANSWERS[question]


def test_lines_that_make_up_the_refund_come_to_it(run: Run) -> None:
    by_budget = run.answers[11].tree[-1]
    assert by_budget.amount == 965225
    assert [part.amount for part in by_budget.children] == [853920, 111305]
    lines = {line.text.split(":")[0]: line.amount for theme in by_budget.children[0].children for line in theme.children}
    assert sum(lines.values()) == 853920
    assert lines["BZ-7, Artificial Intelligence"] == 201309 and lines["BZ-2, Jongeren en schulden"] == -41284


def test_figures_of_one_equation(run: Run) -> None:
    once = {amount for _, amount, confirmed in run.answers[26] if confirmed == "once"}
    components = {95000, 73560, 96547, 126026, 33381, 124662, 117824, 42836}
    assert once == components | {383744, 496165, 6772103}
    assert {amount for _, amount, confirmed in run.answers[26] if confirmed != "once"} == {169711, 211356}


def test_every_question_is_checked(run: Run) -> None:
    assert set(run.answers) == set(ANSWERS) | {11, 26}


def test_it_shows_what_it_gives(run: Run) -> None:
    if os.environ.get("KOERS_BLESS") == "1":
        for cell, shown in zip(run.cells(), run.shown, strict=True):
            cell["outputs"] = shown
        FILE.write_text(json.dumps(run.notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert [cell["outputs"] for cell in run.cells()] == run.shown
