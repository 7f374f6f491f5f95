"""What the rules say about one bucket, line or day: versions, states, windows, eligibility, parts, limits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from read import Bucket, Dossier, Grant, Judgement, Line, Rule, Scheme, Version, cents, day, rate

OPEN_STATES = ("awarded", "amended")


def year_end(year: int) -> date:
    return date(year, 12, 31)


def floor(value: Fraction) -> int:
    """Upper limits are rounded down, once (DESIGN 3, rounding)."""
    return value.numerator // value.denominator


def half_up(value: Fraction) -> int:
    """Amounts are rounded half away from zero (DESIGN 3, rounding)."""
    return floor(value + Fraction(1, 2)) if value >= 0 else -floor(-value + Fraction(1, 2))


def apportion(total: int, weights: Sequence[Fraction | int]) -> list[int]:
    """Cents by largest remainder; ties to the larger weight, then to the earlier one (DESIGN 5)."""
    whole = sum(weights)
    if whole == 0:
        return [0 for _ in weights]
    quotas = [Fraction(abs(total)) * weight / whole for weight in weights]
    given = [floor(quota) for quota in quotas]
    order = sorted(range(len(weights)), key=lambda at: (given[at] - quotas[at], -weights[at], at))
    for at in order[: abs(total) - sum(given)]:
        given[at] += 1
    return [share if total >= 0 else -share for share in given]


# Versions


def known_versions(scheme: Scheme, as_of: date | None) -> list[Version]:
    """Never a version published after the as-of date (DESIGN 3, versions)."""
    return [version for version in scheme.versions if as_of is None or version.published <= as_of]


def closing_version(scheme: Scheme, when: date, as_of: date | None) -> Version | None:
    """The version that a closing goes by: the last known one that has begun, also when it ended (ARCHITECTURE.md)."""
    begun = [version for version in known_versions(scheme, as_of) if version.first <= when]
    return begun[-1] if begun else None


def in_force(scheme: Scheme, when: date, as_of: date | None) -> Version | None:
    """The version that decides on a day: the last known one that has begun, unless its last day has passed.

    Decided in ARCHITECTURE.md: `from` is the first day that a version decides on, even before its publication.
    """
    version = closing_version(scheme, when, as_of)
    return None if version is None or (version.last is not None and version.last < when) else version


# States


def state_in(grant: Grant, year: int) -> str:
    """The state on 31 December decides on the whole book year; before `since` it was the state before it."""
    if grant.since is None or grant.since <= year_end(year):
        return grant.state
    return "announced" if grant.state in ("awarded", "announced") else "awarded"


def keeps_open(grant: Grant, bucket: Bucket) -> bool:
    """Whether an agreement keeps a grant that is determined open: a later window, or money that is carried."""
    unspent = grant.agreed_unspent(bucket)
    return grant.agreed_window(bucket) is not None or (unspent is not None and unspent["rule"] == "carry-over")


def is_open(grant: Grant, bucket: Bucket, year: int) -> bool:
    """Announced and withdrawn grants have no room; a determined one only what an agreement keeps open (DESIGN 3)."""
    state = state_in(grant, year)
    return state in OPEN_STATES or (state == "determined" and keeps_open(grant, bucket))


# Settlement unit and spending window


def unit_years(version: Version, year: int) -> tuple[int, int]:
    """First and last year of the settlement unit that a year lies in; a calendar year is a unit of its own."""
    unit = version.rules["unit"]
    if unit["period"] != "years":
        return year, year
    first = year - (year - unit["start"]) % unit["years"]
    return first, first + unit["years"] - 1


@dataclass(frozen=True)
class Window:
    """The days on which a bucket may pay; `first` is absent where a scheme only names a last day."""

    first: date | None
    last: date

    def opens_by(self, when: date) -> bool:
        return self.first is None or self.first <= when

    def contains(self, when: date) -> bool:
        return self.opens_by(when) and when <= self.last


def scheme_window(version: Version, bucket: Bucket) -> tuple[date | None, date | None]:
    """The window that a version gives (DESIGN 2, spending window)."""
    window = version.rules["window"]
    rule = window["rule"]
    if rule == "period":
        return day(window["from"]), day(window["until"])
    if rule == "until":
        return None, day(window["until"])
    if rule == "tranche":
        return None, None
    assert bucket.year is not None, "a window by year needs the tranche's year"
    last = unit_years(version, bucket.year)[1] if rule == "unit" else bucket.year
    return date(bucket.year, 1, 1), year_end(last)


def own_window(version: Version, bucket: Bucket) -> Window:
    """The scheme's window, cut to the tranche's own days where the award states them."""
    first, last = scheme_window(version, bucket)
    ends = [end for end in (last, bucket.last) if end is not None]
    starts = [start for start in (first, bucket.first) if start is not None]
    return Window(max(starts, default=None), min(ends))


def agreed_window(version: Version, grant: Grant, bucket: Bucket) -> Window:
    """The own window, extended by agreement."""
    own = own_window(version, bucket)
    agreed = grant.agreed_window(bucket)
    return Window(own.first, max(own.last, agreed) if agreed else own.last)


# Conditions on dimensions


def matches(rule: Rule, line: Line) -> bool:
    """`only` and `except` over dimensions (DESIGN 3, eligibility).

    All `only` must match, or any where so written; a line without the dimension fails `only` and passes `except`.
    """
    only = [line.value(dimension) in values for dimension, values in rule.get("only", {}).items()]
    excluded = [line.value(dimension) in values for dimension, values in rule.get("except", {}).items()]
    combine = any if rule.get("match") == "any" else all
    return (not only or combine(only)) and not any(excluded)


def is_eligible(dossier: Dossier, version: Version, grant: Grant, line: Line) -> bool:
    """A line is eligible by the rule, or because that is assumed (DESIGN 2).

    `goal` a person must judge: it holds for the grants that a line is booked on, and where the dossier says so.
    """
    if any(covers(said, grant, line) for said in dossier.assumed):
        return True
    rule = version.rules["eligible"]
    if rule["rule"] == "goal":
        return grant.id in line.booked_on or any(covers(said, grant, line) for said in dossier.judged)
    return rule["rule"] == "any" or matches(rule, line)


def covers(said: Judgement, grant: Grant, line: Line) -> bool:
    """Whether a judgement is of this grant and line: one that it names, or that meets its condition."""
    if said.grant != grant.id:
        return False
    anything = not said.lines and not said.condition
    return anything or line.id in said.lines or (bool(said.condition) and matches(said.condition, line))


# Parts


def lies_in(scheme: Scheme, part: str | None, whole: str) -> bool:
    """Whether a part is another one, or lies in it by its group, at any depth."""
    while part is not None and part != whole:
        part = scheme.parts.get(part)
    return part == whole


def may_shift(version: Version, scheme: Scheme, giving: str | None, receiving: str) -> bool:
    """Whether a part may pay costs of another one (DESIGN 2, parts)."""
    rule = version.rules.get("shifting", {"rule": "none"})
    if rule["rule"] == "none" or receiving not in scheme.parts:
        return False
    if rule.get("inside") != "group":
        return True
    group = scheme.parts.get(giving or "")
    return group is not None and group == scheme.parts[receiving]


# Limits


def limit_of(rule: Rule, base: int) -> int:
    """A limit that is an amount, or a percentage of the base rounded down (DESIGN 3, percentages and rounding)."""
    limit = str(rule["limit"])
    return floor(rate(limit) * base) if "%" in limit else cents(limit)


def ceilings(version: Version) -> list[Rule]:
    return list(version.rules.get("ceilings", []))


def ceiling_holds_for(ceiling: Rule, scheme: Scheme, bucket: Bucket) -> bool:
    """Whether a bucket is under a ceiling: all are, unless it names parts."""
    return "parts" not in ceiling or any(lies_in(scheme, bucket.part, part) for part in ceiling["parts"])


def ceiling_scope(ceiling: Rule, buckets: Iterable[Bucket], bucket: Bucket) -> list[Bucket]:
    """The buckets that share a ceiling: ceilings hold per bucket unless they say otherwise (DESIGN 3, ceilings)."""
    over = ceiling.get("over", "bucket")
    if over == "bucket":
        return [bucket]
    return [other for other in buckets if over == "grant" or other.tranche == bucket.tranche]


# Double funding


def excludes(version: Version, grant: Grant, other: Grant) -> bool:
    """A line paid by this scheme may not also be paid by those (DESIGN 2, double funding)."""
    rule = version.rules.get("exclusive_with", {})
    if grant.scheme.id == other.scheme.id:
        return False
    return other.scheme.id in rule.get("schemes", []) or other.scheme.funder_group in rule.get("funder_groups", [])
