"""Declared figures beside a settlement."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from koers import _koers
from koers.frames import small
from koers.rows import FindingRow
from koers.rows_reconcile import BridgeRow, FundingRow, GrantBudgetRow, PossibleRow, ReconciliationRow, UnconfirmedRow
from koers.tables import Table
from koers.types import Format, Lang, Rows

__all__ = ["Reconciliation", "reconcile"]


class Reconciliation:
    """What others declared beside what a settlement has. Immutable; a notebook shows it in Dutch.

        found = dossier.settle().reconcile("examples/twentse-koers-2024/declared.csv")
        found.figures.to_polars()
        print(found.render(lang="en"))
    """

    __slots__ = ("_core",)

    def __init__(self, core: _koers.Reconciliation) -> None:
        self._core = core

    @property
    def agrees(self) -> bool:
        """Whether each figure is what the settlement has, and each sum comes to it."""
        return self._core.agrees

    @property
    def figures(self) -> Table[ReconciliationRow]:
        """Every figure beside what the settlement has."""
        return Table(self._core.table("reconciliation"), ReconciliationRow)

    @property
    def bridges(self) -> Table[BridgeRow]:
        """The steps from declared to computed, of each figure that differs, by cause."""
        return Table(self._core.table("bridge"), BridgeRow)

    @property
    def grants(self) -> Table[GrantBudgetRow]:
        """Of each grant what was budgeted and not spent, and what was never budgeted."""
        return Table(self._core.table("grant_budgets"), GrantBudgetRow)

    @property
    def unconfirmed(self) -> Table[UnconfirmedRow]:
        """Figures in tables that stand in one equation only, and those of which only the sum is confirmed."""
        return Table(self._core.table("unconfirmed"), UnconfirmedRow)

    @property
    def funding(self) -> Table[FundingRow]:
        """Lines of which it isn't stated who pays them (column `funding`), and whether the totals of grants force it."""
        return Table(self._core.table("funding"), FundingRow)

    @property
    def possible(self) -> Table[PossibleRow]:
        """Amounts, at most two, that happen to be what stays unexplained: possible, not derived."""
        return Table(self._core.table("possible"), PossibleRow)

    def findings(self, lang: Lang = "nl") -> Table[FindingRow]:
        """What a person must look at."""
        return Table(self._core.findings().table(lang), FindingRow)

    def render(self, format: Format = "text", lang: Lang = "nl") -> str:
        """It for people: each difference with its bridge; as JSON all tables, as CSV the figures."""
        return self._core.render(format, lang)

    def to_json(self, lang: Lang = "nl") -> str:
        """All tables as canonical JSON: the same bytes as from Rust and C."""
        return self._core.render("json", lang)

    def _repr_html_(self) -> str:
        return self._core.render("html", "nl")

    def __repr__(self) -> str:
        return self._core.render("text", "nl")


def reconcile(settlement: _koers.Settlement, declared: str | PathLike[str] | Rows) -> Reconciliation:
    """Puts a table of declared figures beside a settlement."""
    if isinstance(declared, (str, PathLike)):
        return Reconciliation(_koers.reconcile_file(settlement, Path(declared)))
    return Reconciliation(_koers.reconcile_rows(settlement, small(declared, "declared")))
