"""The rows of the tables: one class per table, with the columns of the core in their order. Those of the tables about
the years to come are in `rows_ahead`.

Amounts are euros as `Decimal` with two decimals, quantities `Decimal` with at most six, days `datetime.date`, and
`None` is no value. What each column means stands in the documentation of the Rust types of the same name; a test keeps
the columns equal.
"""

from __future__ import annotations

from collections import namedtuple
from datetime import date
from decimal import Decimal
from re import sub
from typing import Any, NamedTuple, cast

__all__ = [
    "AdviceRow",
    "AllocationRow",
    "BudgetRow",
    "ByRow",
    "CostLineRow",
    "DeclaredRollForwardRow",
    "DeductionRow",
    "DiffRow",
    "EligibilityRow",
    "FindingRow",
    "GrantRow",
    "OutcomeRow",
    "OwnFundsRow",
    "QuantityRow",
    "RestatementRow",
    "RollForwardRow",
    "RollForwardTotalRow",
    "SchemeRow",
    "SettlementRow",
    "TermRow",
]


class GrantRow(NamedTuple):
    """A grant of a dossier."""

    id: str
    title: str
    scheme: str
    state: str


class SettlementRow(NamedTuple):
    """A bucket (a part of a tranche of a grant) closed for a year by the holder."""

    year: int
    grant: str
    tranche: str
    part: str | None
    scheme: str
    funder: str
    funder_group: str
    opening: Decimal
    granted: Decimal
    room: Decimal
    received: Decimal
    repaid: Decimal
    earned: Decimal
    spent: Decimal
    balance: Decimal
    owed: Decimal
    refund: Decimal
    carry_over: Decimal
    carry_over_until: date | None
    pending: Decimal
    retained: Decimal
    receivable: Decimal
    reason: str
    source: str | None


class OutcomeRow(NamedTuple):
    """What became of a bucket's balance: one row per cause."""

    year: int
    grant: str
    tranche: str
    part: str | None
    kind: str
    amount: Decimal
    until: date | None
    reason: str
    source: str | None


class RollForwardRow(NamedTuple):
    """The roll-forward of a bucket (verloopoverzicht, BBV art. 52a)."""

    year: int
    grant: str
    tranche: str
    part: str | None
    funder_group: str
    kind: str
    opening: Decimal
    received: Decimal
    released: Decimal
    repaid: Decimal
    other: Decimal
    closing: Decimal


class RollForwardTotalRow(NamedTuple):
    """The roll-forward added up by funder group and side of the balance (BBV art. 49 lid 2, 40a)."""

    year: int
    funder_group: str
    kind: str
    opening: Decimal
    received: Decimal
    released: Decimal
    repaid: Decimal
    other: Decimal
    closing: Decimal


class DeclaredRollForwardRow(NamedTuple):
    """A row of a published roll-forward, as it was read, with what its amounts come to."""

    holder: str | None
    year: int
    grant: str
    funder_group: str | None
    kind: str
    total: bool
    opening: Decimal | None
    received: Decimal | None
    released: Decimal | None
    repaid: Decimal | None
    other: Decimal | None
    closing: Decimal
    computed: Decimal | None
    difference: Decimal | None
    source: str | None


class RestatementRow(NamedTuple):
    """What changed in a closed year, to be booked in the first year that is open."""

    year: int
    booked: int
    grant: str
    tranche: str
    part: str | None
    measure: str
    before: Decimal
    after: Decimal
    amount: Decimal
    reason_before: str | None
    reason_after: str | None
    cause: str


class AllocationRow(NamedTuple):
    """What a bucket pays of a line."""

    line: str
    year: int
    grant: str
    tranche: str
    part: str | None
    amount: Decimal
    step: str
    rule: str
    reason: str


class DeductionRow(NamedTuple):
    """A part of a line that was taken off before any grant paid."""

    line: str
    year: int
    grant: str
    kind: str
    amount: Decimal
    rule: str


class EligibilityRow(NamedTuple):
    """Whether a bucket may pay a line; what is left to pay from is not asked."""

    line: str
    grant: str
    tranche: str
    part: str | None
    verdict: str
    rule: str


class OwnFundsRow(NamedTuple):
    """What no grant pays of a line."""

    line: str
    year: int
    amount: Decimal
    reason: str
    """How far it came: `no-booking`, `state`, `window`, `eligible`, `part`, `exclusive`, `share`, `ceiling`, `basis`, `room`,
    or of a step of a method `maximum` or `quota`; of credit notes and income also `credit`, `income-left` or
    `not-deducted`; `corrected` where credit notes take all of a line."""


class DiffRow(NamedTuple):
    """What differs between two settlements: an amount of a bucket, or what became of a line."""

    year: int
    grant: str | None
    tranche: str | None
    part: str | None
    line: str | None
    measure: str
    before: Decimal
    after: Decimal
    change: Decimal
    reason_before: str | None
    reason_after: str | None


class AdviceRow(NamedTuple):
    """A rebooking that makes a settlement lose less. The column `from` is the field `from_`."""

    year: int
    line: str
    from_: str | None
    to: str
    amount: Decimal
    saves: Decimal
    booking: str
    """What to enter for the whole line."""


class TermRow(NamedTuple):
    """What a grant's scheme says beside the amounts of a year: advances, duties, and how a refund is claimed."""

    year: int
    grant: str
    kind: str
    date: date | None
    amount: Decimal | None
    years: int | None
    note: str | None
    rule: str


class CostLineRow(NamedTuple):
    """A cost line as it was read. The dimensions of the dossier follow as further fields."""

    line: str
    period: str
    amount: Decimal
    kind: str
    grant: str | None
    fixed: bool
    corrects: str | None
    vat_compensable: Decimal
    source: str | None


class QuantityRow(NamedTuple):
    """A number of units, for which a price is paid, as it was read."""

    grant: str
    period: str
    unit: str
    quantity: Decimal
    tranche: str | None
    part: str | None
    source: str | None


class BudgetRow(NamedTuple):
    """A budget line as it was read. The dimensions of the budget follow as further fields."""

    line: str | None
    period: str
    grant: str | None
    amount: Decimal
    source: str | None


class SchemeRow(NamedTuple):
    """A scheme of the catalogue."""

    id: str
    title: str
    funder: str
    funder_group: str
    draft: str
    since: date | None
    versions: int


class FindingRow(NamedTuple):
    """What is wrong, or what a person must look at."""

    code: str
    severity: str
    subject: str
    amount: Decimal | None
    message: str
    help: str
    source: str | None


class ByRow(tuple[Any, ...]):
    """Budget, realised cost and balance of one grant (`None`: own funds), after the dimensions asked for."""

    __slots__ = ()
    _fields: tuple[str, ...] = ()
    grant: str | None
    budget: Decimal
    realised: Decimal
    balance: Decimal


_MADE: dict[tuple[str, tuple[str, ...]], type[Any]] = {}


def row_type(base: Any, columns: tuple[str, ...]) -> type[Any]:
    """The class of rows with these columns: `base` itself, or a class of it with further fields.

    A name that can't be a field is made one: other signs become `_`, and what still isn't an identifier, or comes
    twice, becomes `_` with the number of its column (from 0). A word of Python that `base` has is there with a `_`.
    """
    if tuple(f"{name}_" if f"{name}_" in base._fields else name for name in columns) == base._fields:
        return cast("type[Any]", base)
    key = (base.__name__, columns)
    made = _MADE.get(key)
    if made is None:
        fields = [sub(r"\W", "_", name).strip("_") for name in columns]
        tuples = cast("type[Any]", namedtuple(base.__name__, fields, rename=True))
        made = type(base.__name__, (tuples, base), {"__slots__": (), "__doc__": base.__doc__})
        if len(_MADE) >= 256:
            _MADE.clear()
        _MADE[key] = made
    return made
