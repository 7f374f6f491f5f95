"""Reads a dossier and its schemes into plain values: cents as int, percentages and quantities as Fraction.

The input is what `tomllib` gives for the files of FORMAT.md, or the same words from memory. It is taken to be valid:
the oracle computes, it does not check.
"""

from __future__ import annotations

import calendar
import csv
import io
import tomllib
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

Rule = dict[str, Any]


def cents(text: str | int | None) -> int:
    """An amount in euros as cents; nothing is 0."""
    return int(Fraction(str(text or 0)) * 100)


def rate(text: str) -> Fraction:
    """A percentage such as `17.5 %` as a part of one."""
    return Fraction(text.replace("%", "").strip()) / 100


def day(value: str | date) -> date:
    """A day; a period (year, quarter, month) counts as its last day (DESIGN 3, dates)."""
    if isinstance(value, date):
        return value
    parts = str(value).strip().split("-")
    if len(parts) == 3:
        ordered = parts if len(parts[0]) == 4 else parts[::-1]
        return date(*map(int, ordered))
    year = int(parts[0])
    month = 12 if len(parts) == 1 else int(parts[1].lstrip("Q")) * (3 if parts[1][0] == "Q" else 1)
    return date(year, month, calendar.monthrange(year, month)[1])


def optional_day(value: str | date | None) -> date | None:
    return None if value is None else day(value)


@dataclass(frozen=True, eq=False)
class Version:
    """One dated text of a scheme (DESIGN 2)."""

    first: date
    last: date | None
    published: date
    rules: Rule


@dataclass(frozen=True, eq=False)
class Scheme:
    """The rules that all grants of one kind share (DESIGN 1). `parts` names the group that each part lies in."""

    id: str
    funder_group: str
    parts: dict[str, str | None]
    versions: tuple[Version, ...]


@dataclass(frozen=True)
class Movement:
    """Money, or a change of the award, in a year."""

    year: int
    amount: int


@dataclass(frozen=True)
class Opening:
    """What a bucket brings into the first book year."""

    balance: int
    room: int
    owed: int
    until: date | None
    announced: bool = False
    any_part: bool = False
    earned: int = 0
    given_up: int = 0
    shortfall: int = 0
    ceilings: tuple[tuple[str, int], ...] = ()
    units: tuple[tuple[str, Fraction], ...] = ()


@dataclass(frozen=True, eq=False)
class Bucket:
    """Grant × tranche × part: the unit that has room, cash and a fate of its own (DESIGN 1)."""

    grant: str
    tranche: str
    part: str | None
    year: int | None
    first: date | None
    last: date | None
    granted: int
    opening: Opening | None
    amendments: tuple[Movement, ...]
    received: tuple[Movement, ...]
    repaid: tuple[Movement, ...]
    units: tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True, eq=False)
class Agreement:
    """What was agreed beside the scheme, for some tranches or all."""

    tranches: tuple[str, ...] | None
    window: date | None
    unspent: Rule | None

    def covers(self, bucket: Bucket) -> bool:
        return self.tranches is None or bucket.tranche in self.tranches


@dataclass(frozen=True, eq=False)
class Grant:
    """One award under a scheme to one holder (DESIGN 1)."""

    id: str
    scheme: Scheme
    state: str
    since: date | None
    preference: int | None
    reserve: int
    buckets: tuple[Bucket, ...]
    agreements: tuple[Agreement, ...]
    keys: dict[str, Fraction] = field(default_factory=dict)

    def agreed_window(self, bucket: Bucket) -> date | None:
        return next((a.window for a in self.agreements if a.window and a.covers(bucket)), None)

    def agreed_unspent(self, bucket: Bucket) -> Rule | None:
        return next((a.unspent for a in self.agreements if a.unspent and a.covers(bucket)), None)


@dataclass(frozen=True, eq=False)
class Line:
    """One realised cost, or an income (DESIGN 1); `amount` and `vat` as they are written."""

    id: str
    day: date
    amount: int
    kind: str
    vat: int
    booking: str
    dimensions: tuple[tuple[str, str], ...]
    fixed: bool = False
    corrects: str = ""

    @property
    def booked_on(self) -> set[str]:
        """The grants of the booking."""
        return {part.split(":")[0].strip() for part in self.booking.split(";") if part}

    def value(self, dimension: str) -> str | None:
        return dict(self.dimensions).get(dimension) or None

    def signed(self, amount: int) -> int:
        """An amount of this line as a cost: what comes in counts as negative."""
        return amount if self.kind == "cost" else -amount


@dataclass(frozen=True)
class Quantity:
    """How much was done in a period, of one unit (DESIGN 7, table `quantities`)."""

    grant: str
    day: date
    unit: str
    units: Fraction
    tranche: str | None
    part: str | None


@dataclass(frozen=True, eq=False)
class Judgement:
    """Lines that are eligible for a grant, because a person said so or because it is assumed (DESIGN 2, goal)."""

    grant: str
    lines: frozenset[str]
    condition: Rule


@dataclass
class Dossier:
    """Grants, lines and quantities of one holder, in the order that counts (DESIGN 3, order)."""

    years: list[int]
    as_of: date | None
    grants: list[Grant]
    lines: list[Line]
    quantities: list[Quantity]
    judged: list[Judgement] = field(default_factory=list)
    assumed: list[Judgement] = field(default_factory=list)
    chain_from: int | None = None
    closed: tuple[int, ...] = ()
    by_id: dict[str, Grant] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.by_id = {grant.id: grant for grant in self.grants}


LINE_COLUMNS = {"line", "date", "period", "amount", "grant", "kind", "vat_compensable", "source", "fixed", "corrects"}


def scheme(raw: Rule) -> Scheme:
    """A scheme file."""
    return Scheme(
        id=raw["scheme"]["id"],
        funder_group=raw["scheme"]["funder_group"],
        parts={part["id"]: part.get("group") for part in raw.get("parts", [])},
        versions=tuple(
            Version(
                first=day(version["from"]),
                last=optional_day(version.get("until")),
                published=day(version.get("published", version["from"])),
                rules=version,
            )
            for version in raw["versions"]
        ),
    )


def movements(rows: list[Rule] | None) -> tuple[Movement, ...]:
    return tuple(Movement(day(row.get("date") or row["period"]).year, cents(row["amount"])) for row in rows or [])


def opening(raw: Rule | None) -> Opening | None:
    if raw is None:
        return None
    owed = cents(raw.get("owed"))
    return Opening(
        balance=cents(raw["balance"]),
        room=cents(raw["room"]),
        owed=owed,
        until=optional_day(raw.get("until")),
        announced=raw.get("announced", False),
        any_part=raw.get("to") == "any-part",
        earned=cents(raw.get("earned")),
        given_up=cents(raw.get("given_up")),
        shortfall=cents(raw.get("short")),
        ceilings=tuple((name, cents(paid)) for name, paid in raw.get("ceilings", {}).items()),
        units=tuple((unit, Fraction(str(number))) for unit, number in raw.get("units", {}).items()),
    )


def bucket(grant: str, raw: Rule) -> Bucket:
    return Bucket(
        grant=grant,
        tranche=raw["id"],
        part=raw.get("part"),
        year=raw.get("year"),
        first=optional_day(raw.get("from")),
        last=optional_day(raw.get("until")),
        granted=cents(raw["granted"]),
        opening=opening(raw.get("opening")),
        amendments=movements(raw.get("amendments")),
        received=movements(raw.get("received")),
        repaid=movements(raw.get("repaid")),
        units=tuple((unit, Fraction(str(most))) for unit, most in raw.get("units", {}).items()),
    )


def agreement(raw: Rule) -> Agreement:
    window = raw.get("window")
    return Agreement(
        tranches=tuple(raw["tranches"]) if "tranches" in raw else None,
        window=day(window["until"]) if window else None,
        unspent=raw.get("unspent"),
    )


def grant(raw: Rule, schemes: dict[str, Scheme]) -> Grant:
    return Grant(
        id=raw["id"],
        scheme=schemes[raw["scheme"]],
        state=raw["state"],
        since=optional_day(raw.get("since")),
        preference=raw.get("preference"),
        reserve=cents(raw.get("reserve")),
        buckets=tuple(bucket(raw["id"], tranche) for tranche in raw.get("tranches", [])),
        agreements=tuple(agreement(item) for item in raw.get("agreements", [])),
        keys={name: Fraction(str(value)) for name, value in raw.get("keys", {}).items()},
    )


def judgement(raw: Rule) -> Judgement:
    condition = {key: raw[key] for key in ("only", "except", "match") if key in raw}
    return Judgement(raw["grant"], frozenset(raw.get("lines", [])), condition)


def line(raw: Rule) -> Line:
    return Line(
        id=raw["line"],
        day=day(raw.get("date") or raw["period"]),
        amount=cents(raw["amount"]),
        kind=raw.get("kind") or "cost",
        vat=cents(raw.get("vat_compensable")),
        booking=raw.get("grant") or "",
        dimensions=tuple((key, str(value)) for key, value in raw.items() if key not in LINE_COLUMNS and value),
        fixed=str(raw.get("fixed", "")).lower() == "true",
        corrects=raw.get("corrects") or "",
    )


def quantity(raw: Rule) -> Quantity:
    return Quantity(
        grant=raw["grant"],
        day=day(raw.get("date") or raw["period"]),
        unit=raw["unit"],
        units=Fraction(str(raw["quantity"])),
        tranche=raw.get("tranche") or None,
        part=raw.get("part") or None,
    )


def dossier(raw: Rule) -> Dossier:
    """A dossier from memory: the keys of `dossier.toml`, with `lines`, `quantities` and `schemes` beside them."""
    schemes = {item.id: item for item in map(scheme, raw["schemes"])}
    grants = [grant(item, schemes) for item in raw["grants"]]
    return Dossier(
        years=list(raw["dossier"]["years"]),
        as_of=optional_day(raw["dossier"].get("as_of")),
        grants=sorted(grants, key=lambda g: (g.preference is None, g.preference or 0, g.id.encode())),
        lines=sorted(map(line, raw["lines"]), key=lambda item: (item.day, item.id.encode())),
        quantities=sorted(map(quantity, raw["quantities"]), key=lambda q: (q.day, q.unit.encode(), -q.units)),
        judged=[judgement(item) for item in raw.get("eligible_for", [])],
        assumed=[judgement(item) for item in raw.get("assume_eligible", [])],
        chain_from=raw["dossier"].get("chain_from"),
        closed=tuple(raw["dossier"].get("closed", ())),
    )


def table(file: Path) -> list[Rule]:
    """The rows of a plain CSV file; none when it isn't there."""
    if not file.exists():
        return []
    rows = csv.DictReader(io.StringIO(file.read_text("utf-8-sig"), newline=""))
    return [{key.strip(): (value or "").strip() for key, value in row.items()} for row in rows]


def assumption(row: str) -> Rule:
    """A grant, with a dimension and its value (`a theme=zorg`) where not every line is assumed eligible."""
    grant, _, costs = row.partition(" ")
    name, _, value = costs.partition("=")
    return {"grant": grant, **({"only": {name: [value]}} if costs else {})}


def folder(path: Path, catalogue: Path) -> Rule:
    """The raw dossier of a folder, with its own schemes before those of the catalogue."""
    raw = tomllib.loads((path / "dossier.toml").read_text("utf-8-sig"))
    if (path / "method.toml").exists():
        raw["method"] = tomllib.loads((path / "method.toml").read_text("utf-8-sig"))["steps"]
    if (path / "assume_eligible.txt").exists():
        rows = (path / "assume_eligible.txt").read_text("utf-8").splitlines()
        raw["assume_eligible"] = [assumption(row) for row in rows]
    files = [*sorted(catalogue.glob("*.toml")), *sorted((path / "schemes").glob("*.toml"))]
    return {
        **raw,
        "grants": raw.get("grants", []),
        "lines": table(path / "cost_lines.csv"),
        "quantities": table(path / "quantities.csv"),
        "schemes": [tomllib.loads(file.read_text("utf-8-sig")) for file in files],
    }
