"""What the library raises.

Refused input is an `InputError` with all its findings at once. Each class has a Python ancestor beside `KoersError`
where one fits, so that `except ValueError` works too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from koers.rows import FindingRow
from koers.tables import Table

if TYPE_CHECKING:
    from koers import _koers
    from koers.types import Lang

__all__ = ["Cancelled", "InputError", "InternalError", "KoersError", "RowsError", "UnknownNameError", "UnknownSchemeError", "UnknownSubjectError"]


class KoersError(Exception):
    """Whatever the library raises of its own."""


class _Told:
    """An error that is told by findings."""

    _core: _koers.Findings

    @property
    def findings(self) -> Table[FindingRow]:
        """Every finding, in the order of the account, with texts in Dutch."""
        return Table(self._core.table("nl"), FindingRow)

    def render(self, lang: Lang = "nl") -> str:
        """All findings as text, with the input they point at, in Dutch or English."""
        return self._core.render(lang)

    def to_json(self, lang: Lang = "nl") -> str:
        """All findings as canonical JSON: the same bytes as from Rust and C."""
        return self._core.json(lang)


class InputError(_Told, KoersError, ValueError):
    """Input that is refused: nothing was computed, and nothing is half built.

    As text it is the Dutch account of all findings, the same as from Rust, C and the command.
    """

    def __init__(self, findings: _koers.Findings) -> None:
        super().__init__(findings.render("nl"))
        self._core = findings


class RowsError(KoersError, TypeError):
    """An argument that can't be read as rows."""


class UnknownNameError(KoersError, ValueError):
    """A dimension, measure, format, language, line or code that there isn't; where they are few the text lists them."""


class UnknownSubjectError(_Told, UnknownNameError):
    """What can't be explained: a subject or year that there isn't, or one of which it can't be said why it was not paid."""

    def __init__(self, text: str, findings: _koers.Findings) -> None:
        super().__init__(text)
        self._core = findings


class UnknownSchemeError(UnknownNameError, KeyError):
    """A scheme that isn't in the catalogue; the text lists those that are."""

    def __str__(self) -> str:
        # A KeyError shows its text as a Python literal.
        return str(self.args[0])


class Cancelled(KoersError):
    """A run was broken off, because its `progress` said so. There is no result."""


class InternalError(KoersError, RuntimeError):
    """A fault in the library itself (K9001). There is no result."""
