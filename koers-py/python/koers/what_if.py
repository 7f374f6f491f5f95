"""What-ifs on a settlement: a changed dossier settled again by the same method."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from koers.certificate import Certificate
from koers.rows import OutcomeRow, RollForwardRow, SettlementRow
from koers.tables import Table
from koers.types import Measure

if TYPE_CHECKING:
    from koers import _koers
    from koers.dossier import Dossier

__all__ = ["WhatIf"]


class WhatIf:
    """A settlement by grants and tranches alone, without which line each pays. Immutable; a notebook shows its table."""

    __slots__ = ("_certificate", "_core", "_dossier")

    def __init__(self, core: _koers.WhatIf, dossier: Dossier) -> None:
        self._core = core
        self._dossier = dossier
        self._certificate: Certificate | None = None

    @property
    def dossier(self) -> Dossier:
        """The changed dossier. `dossier.settle(method)` settles it down to its lines."""
        return self._dossier

    @property
    def settlement(self) -> Table[SettlementRow]:
        """Each part of each tranche of each grant, in each year."""
        return Table(self._core.table("settlement"), SettlementRow)

    @property
    def outcomes(self) -> Table[OutcomeRow]:
        """What became of each balance: refund, carry-over and so on, one row per cause."""
        return Table(self._core.table("outcomes"), OutcomeRow)

    @property
    def roll_forward(self) -> Table[RollForwardRow]:
        """The roll-forward (verloopoverzicht, BBV art. 52a)."""
        return Table(self._core.table("roll_forward"), RollForwardRow)

    @property
    def certificate(self) -> Certificate | None:
        """The proof of what the steps `least-refund` achieved; `None` where no such step ran."""
        if self._certificate is None:
            # Kept, so that its text is written once.
            self._certificate = Certificate._of(self._core.certificate())
        return self._certificate

    @property
    def used_kept_classes(self) -> bool:
        """Whether kept classes of lines gave it, so that no line was looked at."""
        return self._core.used_kept_classes

    def total(self, measure: Measure) -> Decimal:
        """The total of a measure over all grants, in euros; as that of a settlement."""
        return self._core.total(measure)

    def _repr_html_(self) -> str:
        return self.settlement._repr_html_()

    def __repr__(self) -> str:
        totals = ", ".join(f"{name} {self._core.total(name)}" for name in ("refund", "carry_over", "own_funds"))
        return f"<koers.WhatIf on {self._dossier.id}: {totals}>"
