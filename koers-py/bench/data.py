"""The lines that `figures write` left in a folder: columns, the grants that pay them, and the totals that must come out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

YEARS = (2023, 2024)
FIRST_DAY, SECOND_YEAR = 19_358, 19_358 + 365
SIZES = {"project": 40, "theme": 6, "category": 5}


@dataclass
class Totals:
    """What tranches pay by year, and what is on own funds by year, in cents."""

    spent: list[list[int]]
    own_funds: list[int]


@dataclass(frozen=True)
class Year:
    """One book year: its rows, and which tranches may pay what, as bits."""

    year: int
    rows: slice
    first_day: int
    days: np.ndarray
    projects: np.ndarray
    themes: np.ndarray
    categories: np.ndarray
    # By grant, counting from 1; at 0 all.
    grants: np.ndarray

    def is_open(self, bucket: int) -> bool:
        """Whether it may pay on some day."""
        return bool((self.days >> bucket & 1).any())


class Data:
    """Columns in the order of their rows, and `ordered`, by date and id: what a loop reads from the first to the last."""

    def __init__(self, folder: str) -> None:
        here = Path(folder)
        self.header: dict[str, Any] = json.loads((here / "header.json").read_text())
        read = lambda name, kind: np.fromfile(here / name, dtype=kind)  # noqa: E731
        self.amount = read("amount.i64", "<i8")
        self.day = read("day.i32", "<i4")
        self.project = read("project.u8", "u1")
        self.theme = read("theme.u8", "u1")
        self.category = read("category.u8", "u1")
        self.grant = read("grant.u8", "u1")
        self.buckets: list[dict[str, Any]] = self.header["buckets"]
        self.awards = [bucket["award"] for bucket in self.buckets]

    def __len__(self) -> int:
        return len(self.amount)

    @cached_property
    def ordered(self) -> Data:
        """The same lines by date and id. Only on days on which row numbers get a digit more is that another order."""
        ordered = Data.__new__(Data)
        ordered.__dict__.update(self.__dict__)
        for name in ("amount", "project", "theme", "category", "grant"):
            column = getattr(self, name).copy()
            for run in self.header["out_of_order"]:
                rows = run["rows"]
                column[run["first"] : run["first"] + len(rows)] = getattr(self, name)[rows]
            setattr(ordered, name, column)
        return ordered

    def year(self, year: int, carried: list[bool]) -> Year:
        """A book year, with the tranches of which money was carried into it."""
        second = int(np.searchsorted(self.day, SECOND_YEAR))
        first_day, length = (FIRST_DAY, 365) if year == 2023 else (SECOND_YEAR, 366)
        days = np.zeros(length, np.uint8)
        tables = {name: np.zeros(size, np.uint8) for name, size in SIZES.items()}
        grants = np.zeros(1 + max(bucket["grant"] + 1 for bucket in self.buckets), np.uint8)
        grants[0] = 255
        for at, bucket in enumerate(self.buckets):
            bit = np.uint8(1 << at)
            window = bucket["days"][f"{year}-carried" if carried[at] and year == 2024 else str(year)]
            if window:
                days[window[0] - first_day : window[1] - first_day + 1] |= bit
            for name, plural in (("project", "projects"), ("theme", "themes"), ("category", "categories")):
                for code in range(SIZES[name]):
                    if bucket[plural] >> code & 1:
                        tables[name][code] |= bit
            grants[bucket["grant"] + 1] |= bit
        rows = slice(0, second) if year == 2023 else slice(second, len(self))
        return Year(year, rows, first_day, days, tables["project"], tables["theme"], tables["category"], grants)

    def close(self, year: int, room: list[int]) -> tuple[list[int], list[bool]]:
        """What tranches take into the next year of the room that is left, and whether that is carried money."""
        kept, carried = [0] * len(room), [False] * len(room)
        for at, (bucket, left) in enumerate(zip(self.buckets, room, strict=True)):
            keeps = bucket["keeps"]
            if year == 2024 or keeps == "refund":
                continue
            if keeps in ("term", "unopened"):
                kept[at] = left
            else:
                limit = left if keeps["percent"] == 100 else bucket["award"] * keeps["percent"] // 100
                kept[at] = min(left, limit)
                carried[at] = kept[at] > 0
        return kept, carried

    def expected(self, method: str) -> Totals:
        """The totals of Koers."""
        return Totals(**self.header[method])

    def by_grant(self, totals: Totals) -> Totals:
        """The same with the tranches of each grant together."""
        grants = range(1 + max(bucket["grant"] for bucket in self.buckets))
        of = lambda paid, grant: sum(cents for cents, bucket in zip(paid, self.buckets, strict=True) if bucket["grant"] == grant)  # noqa: E731
        return Totals([[of(paid, grant) for grant in grants] for paid in totals.spent], totals.own_funds)
