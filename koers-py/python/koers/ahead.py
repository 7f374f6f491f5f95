"""What is ahead of a settlement: deadlines."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from koers.rows import DeadlineRow, DeadlineTotalRow
from koers.tables import Table
from koers.types import Format, Lang

if TYPE_CHECKING:
    from koers import _koers

__all__ = ["Deadlines"]


class Deadlines:
    """What must be done before when. Immutable; a notebook shows its table."""

    __slots__ = ("_core",)

    def __init__(self, core: _koers.Deadlines) -> None:
        self._core = core

    @property
    def as_of(self) -> date:
        """The day up to which costs are known."""
        return self._core.as_of

    @property
    def rows(self) -> Table[DeadlineRow]:
        """What each part of each tranche must spend before when to lose nothing, and the duties of each grant; by day."""
        return Table(self._core.table("deadlines"), DeadlineRow)

    @property
    def totals(self) -> Table[DeadlineTotalRow]:
        """By day what all of them together must have spent, and at what rate."""
        return Table(self._core.table("deadline_totals"), DeadlineTotalRow)

    def render(self, format: Format = "text", lang: Lang = "nl") -> str:
        """The deadlines and their totals for people; as JSON both tables, as CSV the rows."""
        return self._core.render(format, lang)

    def to_json(self) -> str:
        """Both tables as canonical JSON: the same bytes as from Rust and C."""
        return self._core.render("json", "nl")

    def _repr_html_(self) -> str:
        return self._core.render("html", "nl")

    def __repr__(self) -> str:
        return self._core.render("text", "nl")
