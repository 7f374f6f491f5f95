"""The rows of the tables of a reconciliation; amounts are `Decimal`."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

__all__ = ["BridgeRow", "FundingRow", "GrantBudgetRow", "PossibleRow", "ReconciliationRow", "UnconfirmedRow"]


class ReconciliationRow(NamedTuple):
    """A declared figure beside what the settlement has: `declared - unexplained + bridged = computed`."""

    key: str
    year: int | None
    scope: str | None
    measure: str | None
    claim: str
    declared: Decimal
    computed: Decimal | None
    difference: Decimal | None
    bridged: Decimal
    unexplained: Decimal
    unexplained_from: str | None
    same_as: str | None
    wrong_sum: Decimal | None
    source: str | None
    document: str | None


class BridgeRow(NamedTuple):
    """A step of a bridge from a declared figure to what the settlement has."""

    key: str
    cause: str
    grant: str | None
    line: str | None
    lines: str | None
    tranche: str | None
    amount: Decimal


class GrantBudgetRow(NamedTuple):
    """Budget and money of a grant in a year."""

    year: int
    grant: str
    budget: Decimal
    unbudgeted: Decimal
    spent: Decimal
    underspent: Decimal
    left: Decimal


class UnconfirmedRow(NamedTuple):
    """A declared figure that nothing else confirms."""

    key: str
    amount: Decimal
    confirmed: str
    others: str | None
    source: str | None


class FundingRow(NamedTuple):
    """A line of which it isn't stated who pays it."""

    line: str
    grant: str | None
    basis: str
    amount: Decimal
    budget: Decimal
    result: str
    source: str | None


class PossibleRow(NamedTuple):
    """Amounts that happen to be what stays unexplained of figures: possible, not derived."""

    rest: Decimal
    keys: str
    first: str
    first_amount: Decimal
    second: str | None
    second_amount: Decimal | None
