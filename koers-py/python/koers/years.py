"""Roll-forwards (verloopoverzicht, BBV art. 52a) as others published them."""

from __future__ import annotations

from os import PathLike

from koers import _koers
from koers.frames import rows
from koers.rows import DeclaredRollForwardRow, FindingRow
from koers.tables import Table
from koers.types import Lang, Rows

__all__ = ["DeclaredRollForward"]


class DeclaredRollForward:
    """A published roll-forward: rows of one or more holders and years. Immutable.

        declared = koers.DeclaredRollForward("roll_forward.csv")
        declared.check()
        dossier.settle().compare_roll_forward(declared)

    From a file in CSV (a path), or from rows: mappings, or a data frame. The columns are `year`, `grant` and `closing`,
    and optionally `holder`, `funder_group`, `kind`, `total`, `opening`, `received`, `released`, `repaid`, `other`,
    `rounding` and `source`. Raises `InputError` with all findings when they or the file can't be read.
    """

    __slots__ = ("_core",)
    _core: _koers.DeclaredRollForward

    def __init__(self, source: str | PathLike[str] | Rows) -> None:
        if isinstance(source, (str, PathLike)):
            self._core = _koers.declared_file(source)
        else:
            self._core = _koers.declared_rows(rows(source, "roll_forward"))

    @property
    def rows(self) -> Table[DeclaredRollForwardRow]:
        """The rows as they were read, with the closing that their amounts come to and how far the printed one is from it."""
        return Table(self._core.table(), DeclaredRollForwardRow)

    def check(self, lang: Lang = "nl") -> Table[FindingRow]:
        """What doesn't add up: rows, totals, and openings that are not the closings before them. None is an error."""
        return Table(self._core.check().table(lang), FindingRow)

    def render(self, lang: Lang = "nl") -> str:
        """What `check` finds, for people, with the row that it is about."""
        return self._core.check().render(lang)

    def _repr_html_(self) -> str:
        return self.rows._repr_html_()

    def __repr__(self) -> str:
        return f"<koers.DeclaredRollForward: {len(self.rows)} rows, {len(self._core.check())} findings>"
