"""Makes a dossier on which model and engine differ smaller: whatever can be left out while they still differ, is."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

from read import Rule

Path = tuple[Any, ...]


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    """Every item of a list and every key of a table, the large ones before what is in them."""
    items = enumerate(value) if isinstance(value, list) else value.items() if isinstance(value, dict) else ()
    for key, item in items:
        yield (*path, key)
        yield from places(item, (*path, key))


def without(raw: Rule, path: Path) -> Rule:
    """The dossier without one of its items."""
    smaller = copy.deepcopy(raw)
    holder: Any = smaller
    for key in path[:-1]:
        holder = holder[key]
    del holder[path[-1]]
    return smaller


def without_grant(raw: Rule, grant: str) -> Rule:
    """The dossier without a grant and all that names it."""
    smaller = copy.deepcopy(raw)
    smaller["grants"] = [item for item in smaller["grants"] if item["id"] != grant]
    smaller["quantities"] = [row for row in smaller["quantities"] if row["grant"] != grant]
    smaller["lines"] = [row for row in smaller["lines"] if grant not in named(row.get("grant", ""))]
    return smaller


def named(booking: str) -> list[str]:
    return [part.split(":")[0] for part in booking.split(";")]


def with_one_grant(raw: Rule, at: int, grant: str) -> Rule:
    """The dossier with a line that is booked on one grant instead of several."""
    smaller = copy.deepcopy(raw)
    smaller["lines"][at]["grant"] = grant
    return smaller


def smaller(raw: Rule) -> Iterator[Rule]:
    for grant in raw["grants"]:
        yield without_grant(raw, grant["id"])
    for path in places(raw):
        if path not in (("dossier",), ("grants",), ("lines",), ("quantities",), ("schemes",)):
            yield without(raw, path)
    for at, row in enumerate(raw["lines"]):
        if ":" in row.get("grant", ""):
            yield from (with_one_grant(raw, at, grant) for grant in named(row.get("grant", "")))


def shrink(raw: Rule, differs: Callable[[Rule], bool]) -> Rule:
    """The dossier after as many steps as keep the difference. A step that one of the two refuses is no step."""
    found = True
    while found:
        found = False
        for attempt in smaller(raw):
            try:
                found = differs(attempt)
            except (LookupError, AssertionError, ValueError, TypeError, AttributeError):
                continue
            if found:
                raw = attempt
                break
    return raw
