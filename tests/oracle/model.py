"""The slow, obvious model of a settlement: which bucket pays what of which line, year by year (DESIGN 3 and 5).

It is written from the definition and shares nothing with the engine. Speed is no aim: each function says one thing.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import notes
from booked import booked
from closing import Fate, Opened, Standing, close_bucket, close_grant, open_bucket
from joint import priority, pro_rata
from least import LeastRefund, Solve
from method import steps
from read import Bucket, Dossier, Grant, Rule
from result import Result
from rules import closing_version, own_window, state_in, year_end
from year import Rounded, StepRun, Year


def settle(
    dossier: Dossier, method: list[Rule] | None = None, solve: Solve | None = None, rounded: Rounded | None = None
) -> Result:
    """Each year on its own figures, in order, because the room of a year depends on the closing before it.

    `solve` gives the flow of a step least-refund: which bucket pays how much of which piece; `rounded` how cents fall where
    that is left open.
    """
    result = Result()
    netted, corrections = notes.net(dossier)
    books = Books(netted, result, method, solve)
    books.rounded = rounded
    for year in dossier.years:
        books.settle_year(year)
    notes.show(corrections, result)
    return result


def standing_of(bucket: Bucket) -> Standing:
    """What a bucket takes from the years before the first, as its opening states it."""
    opening = bucket.opening
    if opening is None:
        return Standing()
    return Standing(
        given_up=opening.given_up,
        shortfall=opening.shortfall,
        any_part=opening.any_part,
        earned=opening.earned,
        units=dict(opening.units),
    )


class Books:
    """What goes from one year to the next: the standing of buckets, what ceilings were used for, reserves."""

    def __init__(self, dossier: Dossier, result: Result, method: list[Rule] | None, solve: Solve | None) -> None:
        self.dossier = dossier
        self.result = result
        self.rounded: Rounded | None = None
        self.steps = steps(method)
        self.methods: dict[str, StepRun] = {
            "booked": booked,
            "priority": priority,
            "pro-rata": pro_rata,
            "least-refund": LeastRefund(self.reserve_of, solve),
        }
        self.standings = {bucket: standing_of(bucket) for grant in dossier.grants for bucket in grant.buckets}
        self.under_ceilings: Counter[tuple[str, Bucket]] = Counter()
        for bucket in self.standings:
            for name, paid in bucket.opening.ceilings if bucket.opening else ():
                self.under_ceilings[name, bucket] += paid
        self.reserves = {grant.id: grant.reserve for grant in dossier.grants}

    def reserve_of(self, grant: Grant) -> int:
        return self.reserves[grant.id]

    def settle_year(self, year: int) -> None:
        opened = {grant.id: self.open_grant(grant, year) for grant in self.dossier.grants}
        found = Year(self.dossier, year, opened, self.under_ceilings, self.result)
        found.rounded = self.rounded
        found.run(self.steps, self.methods)
        for grant in self.dossier.grants:
            self.close(grant, opened[grant.id])

    def open_grant(self, grant: Grant, year: int) -> list[Opened]:
        found = [open_bucket(self.dossier, grant, bucket, self.standings[bucket], year) for bucket in grant.buckets]
        return sorted((one for one in found if one is not None), key=self.tranche_order)

    def tranche_order(self, opened: Opened) -> Any:
        """Tranches by the last day of their own window, then oldest, then id; parts by id (DESIGN 3, order)."""
        bucket = opened.bucket
        version = closing_version(opened.grant.scheme, year_end(self.dossier.chain_from or self.dossier.years[0]), self.dossier.as_of)
        window = own_window(version or opened.version, bucket)
        first = window.first.toordinal() if window.first else 0
        return window.last, first, bucket.tranche.encode(), (bucket.part or "").encode()

    def close(self, grant: Grant, opened: list[Opened]) -> None:
        reserve = self.reserves[grant.id]
        fates, self.reserves[grant.id] = close_grant(self.dossier, opened, reserve, self.result.note)
        for one, fate in zip(opened, fates, strict=True):
            row, self.standings[one.bucket] = close_bucket(one, fate)
            self.result.settlement.append(row)
            self.note_closing(row, one, fate)

    def note_closing(self, row: dict[str, Any], opened: Opened, fate: Fate) -> None:
        self.result.note(f"state: {state_in(opened.grant, opened.year)}")
        if row["reason"]:
            self.result.note(f"reason: {row['reason']}")
        for code in fate.retained:
            self.result.note(f"retained: {code}")
