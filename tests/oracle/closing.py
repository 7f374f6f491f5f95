"""A bucket's year-end: what may stay, what is the holder's to keep, what goes back (DESIGN 3, at closing)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from read import Bucket, Dossier, Grant, Rule, Scheme, Version, day, rate
from rules import (
    Window,
    agreed_window,
    closing_version,
    floor,
    in_force,
    is_open,
    known_versions,
    limit_of,
    own_window,
    state_in,
    unit_years,
    year_end,
)

Note = Callable[[str], None]


@dataclass
class Standing:
    """What a bucket takes from one year to the next."""

    began: bool = False
    had_room: bool = False
    balance: int = 0
    owed: int = 0
    keep: int = 0
    given_up: int = 0
    shortfall: int = 0
    until: date | None = None
    any_part: bool = False
    earned: int = 0
    units: dict[str, Fraction] = field(default_factory=dict)


@dataclass
class Opened:
    """A bucket in a book year: what came in, and what its lines took."""

    grant: Grant
    bucket: Bucket
    year: int
    version: Version
    open: bool
    granted: int
    opening: int
    room: int
    received: int
    repaid: int
    owed: int
    given_up: int
    shortfall: int
    until: date | None
    any_part: bool
    earned_before: int
    units: dict[str, Fraction]
    earned_now: int = 0
    spent: int = 0
    shifted: int = 0

    @property
    def basis(self) -> str:
        """What decides how much is earned (DESIGN 2, basis), by the version at the year's end."""
        return str(self.version.rules.get("basis", {"rule": "realised"})["rule"])

    @property
    def earned(self) -> int | None:
        """What was earned and not used before; no limit where realised cost is the basis (DESIGN 3, earned)."""
        return None if self.basis == "realised" else self.earned_before + self.earned_now

    @property
    def balance(self) -> int:
        return self.opening + self.received - self.repaid - self.spent

    @property
    def unspent(self) -> int:
        return self.room - self.spent


def total(movements: Any, year: int) -> int:
    return sum(movement.amount for movement in movements if movement.year == year)


def granted_by(bucket: Bucket, year: int) -> int:
    """The award as last amended at the year's end (DESIGN 3, percentages)."""
    return bucket.granted + sum(change.amount for change in bucket.amendments if change.year <= year)


def begins(dossier: Dossier, scheme: Scheme, bucket: Bucket, year: int) -> bool:
    """A bucket exists from the first book year in which its window opens or money moves, or with its opening.

    Decided in ARCHITECTURE.md. Each version says so of the days that it decides on, the closing one of the year-end.
    """
    moves = [*bucket.amendments, *bucket.received, *bucket.repaid]
    if (bucket.opening is not None and year == dossier.years[0]) or any(move.year == year for move in moves):
        return True
    known = known_versions(scheme, dossier.as_of)
    edges = [*(version.first - timedelta(1) for version in known), *(version.last for version in known)]
    days = [when for when in edges if when is not None and when.year == year]
    decided = [(when, in_force(scheme, when, dossier.as_of)) for when in days]
    decided.append((year_end(year), closing_version(scheme, year_end(year), dossier.as_of)))
    return any(version is not None and own_window(version, bucket).opens_by(when) for when, version in decided)


def room_of(grant: Grant, bucket: Bucket, before: Standing, year: int) -> tuple[int, int, int]:
    """Room, with what is left of room given up before, and the shortfall (DESIGN 3, room).

    First the award, or the room of the opening; later what stayed. Amendments add in the year they are dated. Decided
    in ARCHITECTURE.md: what lowers an award below what was already spent is a shortfall, which reduces new room first.
    """
    changes = total(bucket.amendments, year)
    if not is_open(grant, bucket, year):
        return 0, before.given_up, before.shortfall
    if before.had_room:
        room = before.keep - before.shortfall + changes
    elif bucket.opening is not None:
        room = bucket.opening.room - before.shortfall + changes
    else:
        room = granted_by(bucket, year)
    if room >= 0:
        return room, before.given_up, 0
    given_up = max(0, before.given_up + room)
    return 0, given_up, max(0, -room - before.given_up)


def open_bucket(dossier: Dossier, grant: Grant, bucket: Bucket, before: Standing, year: int) -> Opened | None:
    """A bucket at the start of a year, with the money of that year; nothing where it doesn't exist yet."""
    version = closing_version(grant.scheme, year_end(year), dossier.as_of)
    if not before.began and not begins(dossier, grant.scheme, bucket, year):
        return None
    assert version is not None, "a version decides on every year-end"
    opening = None if before.began else bucket.opening
    room, given_up, shortfall = room_of(grant, bucket, before, year)
    repaid = total(bucket.repaid, year)
    owed = opening.owed if opening else before.owed
    announced = state_in(grant, year) == "announced"
    return Opened(
        grant=grant,
        bucket=bucket,
        year=year,
        version=version,
        open=is_open(grant, bucket, year),
        granted=0 if announced else granted_by(bucket, year),
        opening=opening.balance if opening else before.balance,
        room=room,
        received=total(bucket.received, year),
        repaid=repaid,
        owed=max(0, owed - repaid),
        given_up=given_up,
        shortfall=shortfall,
        until=opening.until if opening else before.until,
        any_part=before.any_part,
        earned_before=before.earned,
        units=before.units,
    )


# What may stay


@dataclass
class Fate:
    """What becomes of unspent room: what stays and until when, what is retained and why, and the code of the reason."""

    keep: int = 0
    until: date | None = None
    carries: bool = False
    any_part: bool = False
    retained: dict[str, int] = field(default_factory=dict)
    code: str | None = None
    inside: bool = False

    def retain(self, code: str, amount: int) -> None:
        if amount:
            self.retained[code] = self.retained.get(code, 0) + amount


@dataclass
class Ending:
    """A bucket that reaches the end of its unit with `rest` unspent, and the rule that decides on it."""

    opened: Opened
    version: Version
    rule: Rule
    agreed: bool
    rest: int
    fate: Fate


def last_spending_day(opened: Opened) -> date:
    return agreed_window(opened.version, opened.grant, opened.bucket).last


def stays_until(opened: Opened) -> date | None:
    """The last day until which everything stays, at a year-end inside the unit (DESIGN 3, settlement unit).

    Money carried to a later day stays until that day; so does money whose window has yet to open.
    """
    window = agreed_window(opened.version, opened.grant, opened.bucket)
    days = [opened.until, unit_last_day(opened, window)]
    if not window.opens_by(year_end(opened.year)):
        days.append(window.last)
    return max((last for last in days if last is not None and last > year_end(opened.year)), default=None)


def unit_last_day(opened: Opened, window: Window) -> date:
    """The last day of the unit on which a bucket may still pay."""
    if opened.version.rules["unit"]["period"] == "term":
        return window.last
    return min(window.last, year_end(unit_years(opened.version, opened.year)[1]))


def deciding_version(dossier: Dossier, opened: Opened) -> Version:
    """Closing goes by the version on the last day of the unit: of a term, the window's last day (ARCHITECTURE.md)."""
    if opened.version.rules["unit"]["period"] != "term":
        return opened.version
    return closing_version(opened.grant.scheme, last_spending_day(opened), dossier.as_of) or opened.version


def carries_until(version: Version, rule: Rule, year: int) -> date:
    """The last day of what is carried at this year-end (DESIGN 2, unspent)."""
    if rule["until"] == "next-year-end":
        return year_end(year + 1)
    if rule["until"] == "next-unit-end":
        return year_end(unit_years(version, unit_years(version, year)[1] + 1)[1])
    return day(rule["until"])


def may_carry(ending: Ending) -> bool:
    """Whether a carry-over holds for this tranche, to a day that has yet to come."""
    opened, rule = ending.opened, ending.rule
    if "tranche_years" in rule and opened.bucket.year not in rule["tranche_years"]:
        return False
    return carries_until(ending.version, rule, opened.year) > year_end(opened.year)


# The rules for unspent money, one function each


def close_refund(ending: Ending) -> None:
    """Nothing stays; what was carried before lapses (DESIGN 1, lapse)."""
    ending.fate.code = "refund" if ending.opened.until is None else "lapsed"


def close_retain(ending: Ending) -> None:
    """All that is left is the holder's to keep."""
    ending.fate.code = "retained"
    ending.fate.retain("retained", ending.rest)


def close_reserve(ending: Ending, so_far: int) -> int:
    """A reserve of at most a share of the award, less what it holds already; gives what it takes."""
    most = limit_of(ending.rule, ending.opened.granted)
    taken = min(ending.rest, max(0, most - so_far))
    ending.fate.retain("reserved", taken)
    ending.fate.code = "reserved"
    close_excess(ending, ending.rest - taken)
    return taken


def close_carry(ending: Ending, limit: int | None) -> int:
    """What is left stays until a later day, as far as the limit goes; gives what stays."""
    kept = ending.rest if limit is None else min(ending.rest, limit)
    ending.fate.keep = kept
    ending.fate.until = carries_until(ending.version, ending.rule, ending.opened.year)
    ending.fate.carries = kept > 0
    ending.fate.any_part = ending.rule.get("to") == "any-part"
    ending.fate.code = "carry-over"
    close_excess(ending, ending.rest - kept)
    return kept


def close_excess(ending: Ending, cut: int) -> None:
    """What a limit cuts off: refund or retain; it is not carried (DESIGN 2, excess)."""
    if ending.version.rules.get("excess", {"rule": "refund"})["rule"] == "retain":
        ending.fate.retain("above-limit", cut)


def carry_limit(ending: Ending) -> int | None:
    """The limit on one bucket's carry-over: an amount, or a share of its own award; or none."""
    return limit_of(ending.rule, ending.opened.granted) if "limit" in ending.rule else None


def last_year_limit(ending: Ending, opened: list[Opened]) -> int:
    """A share of what was granted for the last year, in which the unit ends, for all buckets of a part together."""
    part, year = ending.opened.bucket.part, ending.opened.year
    base = sum(other.granted for other in opened if other.bucket.part == part and other.bucket.year == year)
    return floor(rate(ending.rule["limit"]) * base)


def close_last_years(endings: list[Ending], opened: list[Opened], note: Note) -> None:
    """One limit for the buckets of a part that end together, newest first."""
    left: dict[Any, int] = {}
    for ending in reversed(endings):
        key = (ending.opened.bucket.part, ending.agreed)
        limit = left.setdefault(key, last_year_limit(ending, opened))
        left[key] -= close_carry(ending, limit)
        note(
            "unspent: limit of the last year cuts" if ending.rest > ending.fate.keep else "unspent: limit of last year"
        )


# A grant's year-end


def start_of_closing(dossier: Dossier, opened: Opened, note: Note) -> tuple[Fate, Ending | None]:
    """What stays anyhow; else what is retained because it was earned, with the ending that the rule decides on."""
    fate = Fate()
    if not opened.open:
        words = {"announced": "not-awarded", "determined": "determined", "withdrawn": "withdrawn"}
        fate.code = words[state_in(opened.grant, opened.year)]
        return fate, None
    stays = stays_until(opened)
    if stays is not None:
        note("unit: inside")
        fate.keep, fate.until, fate.inside, fate.code = opened.unspent, stays, True, "window-open"
        return fate, None
    retained = max(0, min(opened.earned, opened.room) - opened.spent) if opened.earned is not None else 0
    fate.retain("earned", retained)
    version = deciding_version(dossier, opened)
    agreed = opened.grant.agreed_unspent(opened.bucket)
    ending = Ending(
        opened=opened,
        version=version,
        rule=agreed or version.rules["unspent"],
        agreed=agreed is not None,
        rest=opened.unspent - retained,
        fate=fate,
    )
    return fate, ending


def close_grant(dossier: Dossier, opened: list[Opened], reserve: int, note: Note) -> tuple[list[Fate], int]:
    """The fates of a grant's buckets in their order, and what its reserve holds after them."""
    started = [start_of_closing(dossier, one, note) for one in opened]
    together: list[Ending] = []
    for _, ending in started:
        if ending is None:
            continue
        rule = ending.rule["rule"]
        if rule == "retain":
            close_retain(ending)
        elif rule == "reserve":
            reserve += close_reserve(ending, reserve)
        elif rule == "carry-over" and may_carry(ending):
            if ending.rule.get("of") == "last-year":
                together.append(ending)
            else:
                close_carry(ending, carry_limit(ending))
        else:
            close_refund(ending)
        note(f"unspent: {rule}")
    close_last_years(together, opened, note)
    return [fate for fate, _ in started], reserve


# Room and cash


def close_bucket(opened: Opened, fate: Fate) -> tuple[dict[str, Any], Standing]:
    """The closing formulas (DESIGN 3, room and cash), and what the next year starts with."""
    retained = sum(fate.retained.values())
    cash = opened.balance - opened.owed
    receivable = max(0, retained - cash)
    carry_over = min(fate.keep, max(0, cash - retained))
    refund = opened.owed + max(0, cash - retained - fate.keep)
    earned = opened.spent if opened.basis == "realised" else opened.earned_now
    row = {
        "year": opened.year,
        "grant": opened.grant.id,
        "tranche": opened.bucket.tranche,
        "part": opened.bucket.part,
        "opening": opened.opening,
        "granted": opened.granted,
        "room": opened.room,
        "received": opened.received,
        "repaid": opened.repaid,
        "earned": earned,
        "spent": opened.spent,
        "balance": opened.balance,
        "owed": opened.owed,
        "refund": refund,
        "carry_over": carry_over,
        "carry_over_until": fate.until if carry_over else None,
        "pending": fate.keep - carry_over,
        "retained": retained,
        "receivable": receivable,
        "reason": reason_of(opened, fate, refund),
    }
    return row, next_standing(opened, fate, refund + carry_over - receivable, refund)


def next_standing(opened: Opened, fate: Fate, balance: int, refund: int) -> Standing:
    used = opened.earned_before + opened.earned_now - opened.spent
    retained = sum(fate.retained.values())
    return Standing(
        began=True,
        had_room=state_in(opened.grant, opened.year) != "announced",
        balance=balance,
        owed=refund,
        keep=fate.keep,
        given_up=opened.given_up + opened.unspent - fate.keep - retained,
        shortfall=opened.shortfall,
        until=fate.until if fate.carries else opened.until,
        any_part=fate.any_part if fate.carries else opened.any_part,
        earned=max(0, used) if fate.inside else 0,
        units=opened.units,
    )


def reason_of(opened: Opened, fate: Fate, refund: int) -> str | None:
    """The code word of the settlement's reason; none where more than one thing became of what was left."""
    if not opened.open:
        return fate.code
    if opened.unspent == 0:
        if refund > opened.owed:
            return "above-room"
        if refund:
            return "owed"
        return "spent" if opened.room else "no-room"
    if fate.retained.get("earned") == opened.unspent:
        return "earned"
    return fate.code


# For the step least-refund


def ends_together(dossier: Dossier, opened: list[Opened]) -> dict[Bucket, Any]:
    """The buckets whose unspent money falls under one limit at this year-end, each with what they share."""
    found: dict[Bucket, Any] = {}
    for one in opened:
        _, ending = start_of_closing(dossier, one, lambda _: None)
        if ending is None:
            continue
        if ending.rule["rule"] == "reserve":
            found[one.bucket] = "reserve"
        elif ending.rule["rule"] == "carry-over" and ending.rule.get("of") == "last-year" and may_carry(ending):
            found[one.bucket] = ("last-year", one.bucket.part, ending.agreed)
    return found
