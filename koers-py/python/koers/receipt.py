"""Receipts: what a settlement was made of and what came out, kept with the accounts."""

from __future__ import annotations

from decimal import Decimal
from os import PathLike, fspath
from typing import TYPE_CHECKING

from koers import _koers
from koers.rows import FindingRow
from koers.tables import Table
from koers.threads import checked_threads
from koers.types import Lang, Measure

if TYPE_CHECKING:
    from koers.dossier import Dossier

__all__ = ["Receipt"]


class Receipt:
    """The receipt of a settlement: the version of the library, SHA-256 of schemes, dossier and lines, totals, SHA-256 of results.

        receipt = dossier.settle().receipt()
        path.write_bytes(receipt.to_json().encode())
        koers.Receipt.load(path).verify(koers.load("accounts"))

    The same input gives the same receipt on every machine and in every language, in whatever form and order it comes.
    Immutable.
    """

    __slots__ = ("_core",)
    _core: _koers.Receipt

    def __init__(self) -> None:
        raise TypeError("a receipt comes from settlement.receipt(), koers.Receipt.load(path) or koers.Receipt.from_json(text)")

    @classmethod
    def _of(cls, core: _koers.Receipt) -> Receipt:
        receipt = object.__new__(cls)
        receipt._core = core
        return receipt

    @classmethod
    def load(cls, path: str | PathLike[str]) -> Receipt:
        """Reads the receipt in a file. Raises `InputError` with all findings when it is none."""
        return cls._of(_koers.receipt_file(fspath(path)))

    @classmethod
    def from_json(cls, text: str | bytes, name: str = "receipt.json") -> Receipt:
        """Reads a receipt, which findings call `name`. Raises `InputError` with all findings when it is none."""
        return cls._of(_koers.receipt_text(name, text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text))

    @property
    def engine(self) -> str:
        """The version of the library that made it."""
        return self._core.engine

    @property
    def input(self) -> str:
        """The SHA-256 of all that the settlement was made of; its certificate has the same."""
        return self._core.input()

    @property
    def certificate(self) -> str | None:
        """The SHA-256 of the certificate as `Certificate.to_json` gives it; `None` where there is none."""
        return self._core.certificate

    def total(self, year: int, measure: Measure) -> Decimal:
        """The sum of a measure over the rows of a year, in euros. Raises `KeyError` when it is no book year."""
        total = self._core.total(year, measure)
        if total is None:
            raise KeyError(year)
        return total

    def to_json(self) -> str:
        """The receipt as canonical JSON: the same bytes in every language."""
        return self._core.json()

    def verify(self, dossier: Dossier, lang: Lang = "nl", *, threads: int = 1) -> Table[FindingRow]:
        """What a dossier gives otherwise, settled by the method of the receipt: no rows where nothing differs.

        A receipt of another version of the library is a notice (K0803); all else that differs is a warning.
        """
        return Table(self._core.verify(dossier._core, checked_threads(threads)).table(lang), FindingRow)

    def __eq__(self, other: object) -> bool:
        return self.to_json() == other.to_json() if isinstance(other, Receipt) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.to_json())

    def __repr__(self) -> str:
        return f"<koers.Receipt: koers {self.engine}, input {self.input[:16]}…>"
