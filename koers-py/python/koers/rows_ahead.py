"""The rows of the tables about the years to come; the others are in `rows`, and amounts and days are as they are there."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple, TypeAlias

__all__ = [
    "DeadlineRow",
    "DeadlineTotalRow",
    "ForecastRow",
    "ForecastYearRow",
    "HorizonRow",
    "ScenarioRow",
]

Date: TypeAlias = date
"""A day, where a row has a column of that name."""


class DeadlineRow(NamedTuple):
    """What must be done before when: money that is lost where it isn't spent, duties, and what is still to be paid back. The
    column `from` is the field `from_`."""

    date: Date | None
    """The last day; on or before the as-of date it is overdue. None of a refund for which the scheme names no day."""
    kind: str
    """`spend`, `earn`, `accountability`, `decision`, `approval` or `due`."""
    year: int
    """At whose end it is lost, that the duty is about, or in which the refund arose."""
    grant: str
    tranche: str | None
    part: str | None
    from_: Date | None
    """The first day after the as-of date on which it may be spent; none of duties, and where it is too late."""
    amount: Decimal | None
    """What must be spent by then to lose nothing; under `due` what is to be paid back."""
    refund: Decimal | None
    """Of that amount what goes back where it isn't spent; the rest never comes in."""
    by_then: Decimal | None
    """That amount and those of the same bucket with an earlier date."""
    since: Date | None
    spent: Decimal | None
    """What was paid from `since` up to the as-of date."""
    needed: Decimal | None
    """`by_then` a month."""
    so_far: Decimal | None
    """`spent` a month."""
    times: Decimal | None
    """How many times `so_far` goes into `needed`."""
    reason: str


class DeadlineTotalRow(NamedTuple):
    """What all buckets together must have spent or earned by a day: the sums of the deadlines."""

    date: date
    kind: str
    amount: Decimal
    refund: Decimal
    by_then: Decimal
    spent: Decimal
    needed: Decimal
    so_far: Decimal
    times: Decimal | None


class ForecastRow(NamedTuple):
    """What is expected of a bucket in a year to come, or of own funds (`grant` is `None`)."""

    year: int
    grant: str | None
    tranche: str | None
    part: str | None
    room: Decimal
    spent: Decimal
    """What the bucket pays; of own funds what no grant pays."""
    expected: Decimal
    """Of that what it pays of costs that are expected."""
    refund: Decimal
    """What is to go back by the closing of the year, without what was owed before."""
    lapse: Decimal
    """Of that refund carried money whose last day passed."""
    carry_over: Decimal
    carry_over_until: date | None
    pending: Decimal
    retained: Decimal
    receivable: Decimal
    reason: str | None


class ForecastYearRow(NamedTuple):
    """What is expected of a year to come: the sums of the forecast."""

    year: int
    spent: Decimal
    own_funds: Decimal
    refund: Decimal
    lapse: Decimal
    carry_over: Decimal
    pending: Decimal
    retained: Decimal


class HorizonRow(NamedTuple):
    """What all years come to when they are planned as one, and when each is settled by itself, over all book years."""

    lost: Decimal
    """Own funds and refunds together."""
    own_funds: Decimal
    """What of that is own funds."""
    chain_lost: Decimal
    """Own funds and refunds together when `least-refund` settles each year by itself."""
    chain_own_funds: Decimal
    """What of that is own funds."""
    saved: Decimal
    """How much less is lost than by that."""
    at_least: Decimal | None
    """What every division loses at least; none where that is not known."""
    taken: str
    """What came out best: `plan` of all years as one, the `chain` of years one by one, or the `method` of the settlement."""


class ScenarioRow(NamedTuple):
    """A year in one of several forecasts that stand beside each other, or all these years together."""

    year: int | None
    """`None` for all years together."""
    scenario: str
    settled: bool
    """Whether the year ended by the as-of date, so that nothing in it is expected."""
    spent: Decimal
    own_funds: Decimal
    refund: Decimal
    lapse: Decimal
    carry_over: Decimal
    """What stays available after the year; of all years together after the last. So does `pending`."""
    pending: Decimal
    retained: Decimal
    lost: Decimal
    """Own funds and refunds together."""
    change: Decimal
    """How much more is lost than in the first forecast; below zero how much less."""
