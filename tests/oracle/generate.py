"""Random dossiers with random schemes: every rule of the language, in combination, small enough to collide often.

A seed decides on everything. Days, amounts and names come from short lists, so that limits are hit exactly, windows end
on the day of a line, and two rules often meet in one bucket.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import TypeVar

import read
from year import price_of
from read import Rule
from rules import in_force, scheme_window

T = TypeVar("T")

AMOUNTS = "0.01 0.02 0.03 0.05 0.10 0.33 0.50 1 1.01 2.50 3.33 5 7.77 9.99 10 10.01 12.50 15 20 25 29.99 30".split()
LARGE = "1000 99999.99 1234567.89 5000000000 12345678901234.56".split()
PERCENTAGES = "0.01 % | 5 % | 10 % | 12.5 % | 17.5 % | 20 % | 25 % | 33.3333 % | 50 % | 66.6667 % | 80 % | 100 %".split(
    " | "
)
QUANTITIES = "0.5 1 1.25 2 3 0.333333 0.000001 10 123456789.123456 0 -1 -0.5".split()
DIMENSIONS = {"category": ["a", "b", "c"], "theme": ["x", "y"]}
CONDITIONS = {**DIMENSIONS, "part": ["p", "q"], "project": ["nowhere"]}
UNITS = ["uur", "plek"]
PARTS: list[list[tuple[str, str | None]]] = [
    [("p", None), ("q", None)],
    [("g", None), ("p", "g"), ("q", "g"), ("r", None)],
    [("g", None), ("p", "g"), ("p1", "p"), ("p2", "p"), ("q", "g")],
]
GROUPS = ["eu", "rijk", "other"]
START = 2018


class Dice:
    """Choices of a seed: `weight` says how many optional rules it has, `values` what its lines have in a dimension."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.weight = self.random.choice([0.4, 1.0, 1.0, 1.7])
        self.values = {name: self.some(values)[:2] for name, values in DIMENSIONS.items()}

    def chance(self, part: float) -> bool:
        return self.random.random() < part

    def rule(self, part: float) -> bool:
        """Whether an optional rule is there; some dossiers have few of them, some many."""
        return self.chance(min(0.9, part * self.weight))

    def one(self, items: Sequence[T]) -> T:
        return self.random.choice(items)

    def pick(self, weights: dict[T, int]) -> T:
        return self.random.choices(list(weights), list(weights.values()))[0]

    def some(self, items: Sequence[T], least: int = 1) -> list[T]:
        count = self.random.randint(least, len(items))
        return sorted(self.random.sample(list(items), count), key=list(items).index)

    def amount(self, large: float = 0.03) -> str:
        return self.one(LARGE) if self.chance(large) else self.one(AMOUNTS)

    def cents(self, most: int) -> str:
        """An amount between 0 and the most, often one of the two."""
        return euros(self.one([0, most, most, self.random.randint(0, most)]))

    def day(self, years: Sequence[int]) -> date:
        """A day in one of the years, often at an edge."""
        year = self.one(years)
        edges = [(1, 1), (3, 31), (6, 30), (7, 1), (12, 31)]
        if self.chance(0.6):
            return date(year, *self.one(edges))
        return date(year, 1, 1) + timedelta(self.random.randint(0, 364))

    def period(self, years: Sequence[int]) -> str:
        """A date, month, quarter or year, as text."""
        when = self.day(years)
        month, quarter = f"{when.year}-{when.month:02}", f"{when.year}-Q{(when.month + 2) // 3}"
        return self.one([str(when), str(when), month, quarter, str(when.year)])


def euros(cents: int) -> str:
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02}"


def cited(rule: Rule) -> Rule:
    return {**rule, "article": "art. 1", "status": "text"}


# Schemes


def scheme(dice: Dice, id: str, others: list[str], years: list[int]) -> Rule:
    parts = dice.one(PARTS) if dice.rule(0.5) else []
    raw: Rule = {
        "format": 1,
        "scheme": {
            "id": id,
            "title": "Regeling",
            "funder": "Verstrekker",
            "funder_group": dice.one(GROUPS),
            "legal_basis": {"title": "Voorbeeld"},
        },
    }
    if parts:
        raw["parts"] = [part(id, group) for id, group in parts]
    raw["versions"] = versions(dice, [name for name, _ in parts], others, years)
    return raw


def part(id: str, group: str | None) -> Rule:
    return cited({"id": id, "title": id} | ({"group": group} if group else {}))


def versions(dice: Dice, parts: list[str], others: list[str], years: list[int]) -> list[Rule]:
    """Dated versions: the first from long ago, later ones with some rules changed, some published later."""
    rules = version_rules(dice, parts, others, years)
    found: list[Rule] = [{"from": date(START, 1, 1), **rules}]
    for _ in range(dice.pick({0: 60, 1: 28, 2: 12})):
        rules = changed(dice, rules, version_rules(dice, parts, others, years))
        first = dice.day([years[0] - 1, *years])
        before: date = found[-1].get("published") or found[-1]["from"]
        published = max(dice.day([years[0] - 1, *years]), before)
        if first > found[-1]["from"]:
            found.append({"from": first, **({"published": published} if dice.chance(0.4) else {}), **rules})
        elif first == found[-1]["from"] or dice.chance(0.3):
            found.append({"from": found[-1]["from"], "published": published + timedelta(1), **rules})
    for version, following in pairwise(found):
        if following["from"] > version["from"] and dice.chance(0.1):
            version["until"] = following["from"] - timedelta(1)
    if dice.chance(0.1):
        found[-1]["until"] = max(found[-1]["from"], dice.pick({date(2199, 12, 31): 1, dice.day(years): 1}))
    return [fit(version) for version in found]


def changed(dice: Dice, before: Rule, after: Rule) -> Rule:
    """A later version: most rules stay; unit and window stay more often than not."""
    names = list(dict.fromkeys([*before, *after]))
    stays = {name: dice.chance(0.75 if name in ("unit", "window") else 0.55) for name in names}
    merged = {name: (before if stays[name] else after).get(name) for name in names}
    return {name: rule for name, rule in merged.items() if rule is not None}


def fit(version: Rule) -> Rule:
    """Takes out what the format refuses: a window or a date by unit where there is no unit of years."""
    period = version["unit"]["period"]
    if version["window"]["rule"] == "unit" and period != "years":
        version["window"] = cited({"rule": "tranche-year"})
    if version["unspent"].get("until") == "next-unit-end" and period == "term":
        version["unspent"] = {**version["unspent"], "until": "next-year-end"}
    if "basis" in version:
        prices = prices_within(version)
        version["basis"] = {**version["basis"], "prices": prices} if prices else cited({"rule": "realised"})
    return version


def prices_within(version: Rule) -> list[Rule]:
    """The prices that don't begin before their version, one per unit and day."""
    found: dict[tuple[str, date], Rule] = {}
    for price in version["basis"].get("prices", []):
        since = price.get("from", version["from"])
        if since >= version["from"]:
            found.setdefault((price["unit"], since), price)
    return list(found.values())


def version_rules(dice: Dice, parts: list[str], others: list[str], years: list[int]) -> Rule:
    unit = unit_rule(dice, years)
    found: dict[str, Rule | list[Rule] | None] = {
        "unit": unit,
        "window": window_rule(dice, unit, years),
        "eligible": eligible_rule(dice),
        "share": share_rule(dice) if dice.rule(0.4) else None,
        "ceilings": ceiling_rules(dice, parts),
        "shifting": shifting_rule(dice) if parts and dice.chance(0.75) else None,
        "basis": basis_rule(dice, years) if dice.rule(0.3) else None,
        "unspent": unspent_rule(dice, bool(parts), years),
        "excess": cited({"rule": dice.one(["refund", "retain"])}) if dice.rule(0.5) else None,
        "deductions": cited({"kinds": deducted(dice)}) if dice.rule(0.7) else None,
        "exclusive_with": exclusive_rule(dice, others) if dice.rule(0.4) else None,
        "maximum": cited({"amount": dice.amount()}) if dice.rule(0.1) else None,
        "advance": advance_rule(dice) if dice.rule(0.15) else None,
        "duties": [cited({"kind": "accountability", "on": "07-15"})] if dice.rule(0.1) else None,
        "refund_terms": [refund_term(dice)] if dice.rule(0.1) else None,
    }
    return {name: rule for name, rule in found.items() if rule}


def deducted(dice: Dice) -> list[str]:
    kinds = ["income", "contribution", "vat"]
    return kinds if dice.chance(0.5) else dice.some(kinds)


def unit_rule(dice: Dice, years: list[int]) -> Rule:
    period = dice.pick({"calendar-year": 45, "term": 25, "years": 30})
    if period == "years":
        count = dice.one([2, 2, 3, 4])
        return cited({"period": period, "years": count, "start": years[0] - dice.random.randint(1, 2 * count)})
    return cited({"period": period})


def window_rule(dice: Dice, unit: Rule, years: list[int]) -> Rule:
    by_unit = 60 if unit["period"] == "years" else 0
    rule = dice.pick({"unit": by_unit, "tranche-year": 45, "period": 18, "until": 18, "tranche": 14})
    around = [years[0] - 1, *years, years[-1] + 1]
    if rule == "period":
        first, last = sorted([dice.day(around), dice.day(around)])
        return cited({"rule": rule, "from": first, "until": last})
    if rule == "until":
        return cited({"rule": rule, "until": dice.day(around)})
    return cited({"rule": rule})


def condition(dice: Dice) -> Rule:
    """`only`, `except` or both, over one or two dimensions."""
    found: Rule = {}
    kinds = dice.pick({("only",): 5, ("except",): 4, ("only", "except"): 2})
    for kind in kinds:
        names = dice.pick({("category",): 8, ("theme",): 4, ("category", "theme"): 6, ("part",): 1, ("project",): 1})
        found[kind] = {name: dice.some(CONDITIONS[name])[:2] for name in names}
    if dice.chance(0.5):
        found["match"] = dice.one(["all", "any"])
    return found


def eligible_rule(dice: Dice) -> Rule:
    rule = dice.pick({"any": 50, "goal": 20, "costs": 30})
    if rule == "goal":
        return cited({"rule": rule, "goal": "Doel"})
    return cited({"rule": rule, **(condition(dice) if rule == "costs" else {})})


def share_rule(dice: Dice) -> Rule:
    return cited({"percentage": dice.one(PERCENTAGES), "of": dice.one(["line", "total"])})


def ceiling_rules(dice: Dice, parts: list[str]) -> list[Rule]:
    names = ["c1", "c2", "c3"][: dice.pick({0: 3, 1: 4, 2: 3, 3: 1})] if dice.rule(0.5) else []
    return [ceiling_rule(dice, name, parts) for name in names]


def ceiling_rule(dice: Dice, name: str, parts: list[str]) -> Rule:
    rule: Rule = {"name": name, **limit(dice)}
    if dice.chance(0.8):
        rule["over"] = dice.one(["bucket", "tranche", "grant"])
    if parts and dice.chance(0.45):
        rule["parts"] = dice.some(parts)[:2]
    if dice.chance(0.45):
        rule |= condition(dice)
    return cited(rule)


def limit(dice: Dice) -> Rule:
    return percentage(dice) if dice.chance(0.55) else {"limit": dice.amount()}


def percentage(dice: Dice) -> Rule:
    return {"limit": dice.one(PERCENTAGES), "of": "award"}


def shifting_rule(dice: Dice) -> Rule:
    rule = dice.pick({"none": 10, "share": 50, "free": 40})
    found: Rule = {"rule": rule}
    if rule == "share":
        found |= {"percentage": dice.one(PERCENTAGES), "of": "award"}
    if rule != "none" and dice.chance(0.4):
        found["inside"] = "group"
    return cited(found)


def basis_rule(dice: Dice, years: list[int]) -> Rule:
    rule = dice.pick({"realised": 10, "price-quantity": 55, "fixed-sum": 35})
    if rule == "realised":
        return cited({"rule": rule})
    prices = []
    for unit in dice.some(UNITS):
        first = [None] if dice.chance(0.8) else []
        later = sorted({dice.day([years[0] - 1, *years]) for _ in range(dice.pick({0: 5, 1: 3, 2: 1}))})
        for since in [*first, *later] or [None]:
            prices.append(cited({"unit": unit, "price": dice.amount(0)} | ({"from": since} if since else {})))
    return cited({"rule": rule, "prices": prices})


def unspent_rule(dice: Dice, parts: bool, years: list[int], agreed: bool = False) -> Rule:
    rule = dice.pick({"refund": 22, "by-agreement": 0 if agreed else 5, "retain": 13, "carry-over": 45, "reserve": 15})
    if rule == "carry-over":
        return cited(carry_rule(dice, parts, years))
    return cited({"rule": rule, **(percentage(dice) if rule == "reserve" else {})})


def carry_rule(dice: Dice, parts: bool, years: list[int]) -> Rule:
    fixed = dice.day([*years, years[-1] + 1])
    found: Rule = {"rule": "carry-over", "until": dice.pick({fixed: 4, "next-year-end": 4, "next-unit-end": 3})}
    kind = dice.pick({"none": 35, "own": 45, "last-year": 20})
    if kind == "own":
        found |= limit(dice)
    if kind == "last-year":
        found |= {"limit": dice.one(PERCENTAGES), "of": "last-year"}
    if parts and dice.chance(0.8):
        found["to"] = dice.pick({"any-part": 5, "same-part": 1})
    if dice.chance(0.2):
        found["tranche_years"] = dice.some([years[0] - 1, *years])
    return found


def exclusive_rule(dice: Dice, others: list[str]) -> Rule:
    if others and dice.chance(0.6):
        return cited({"schemes": dice.some(others)})
    return cited({"funder_groups": dice.some(GROUPS)})


def refund_term(dice: Dice) -> Rule:
    return cited(dice.one([{"kind": "must"}, {"kind": "may"}, {"kind": "due", "on": "03-01", "weeks": 4}]))


def advance_rule(dice: Dice) -> Rule:
    return cited({"percentage": dice.one(PERCENTAGES)} if dice.chance(0.5) else {"months": ["8 %"] * 12})


# Grants


def grant(dice: Dice, id: str, rules: Rule, years: list[int]) -> Rule:
    state = dice.pick({"awarded": 66, "amended": 12, "determined": 9, "withdrawn": 7, "announced": 6})
    raw: Rule = {"id": id, "scheme": rules["scheme"]["id"], "state": state}
    late = dice.chance(0.05 if state == "awarded" else 0.5)
    if late:
        raw["since"] = dice.day(years)
    if dice.chance(0.25):
        raw["preference"] = dice.one([1, 2])
    if dice.rule(0.2):
        raw["reserve"] = dice.amount(0)
    may_open = state != "announced" and not (state == "awarded" and late)
    raw["tranches"] = tranches(dice, rules, years, may_open)
    if dice.rule(0.25) or (state == "determined" and dice.chance(0.5)):
        raw["agreements"] = agreements(dice, raw["tranches"], rules, years)
    return raw


def tranches(dice: Dice, rules: Rule, years: list[int], may_open: bool) -> list[Rule]:
    parts = [part["id"] for part in rules.get("parts", [])]
    found = []
    for number in range(dice.pick({0: 1, 1: 55, 2: 30, 3: 8})):
        year = dice.one([years[0] - 1, *years * 3, years[-1] + 1])
        dates = tranche_dates(dice, rules, year, years)
        for name in dice.some(parts)[:3] if parts else [None]:
            raw: Rule = {"id": f"t{number + 1}", **({"part": name} if name else {}), "year": year, **dates}
            found.append({**raw, **money(dice, rules, years, may_open)})
    return found


def tranche_dates(dice: Dice, rules: Rule, year: int, years: list[int]) -> Rule:
    """Days of its own, inside the window of every version; needed where the scheme leaves the window to the award."""
    bare = read.bucket("", {"id": "t", "year": year, "granted": "0"})
    windows = [scheme_window(version, bare) for version in read.scheme(rules).versions]
    firsts = [first for first, _ in windows if first]
    lasts = [last for _, last in windows if last]
    needed = any(version["window"]["rule"] == "tranche" for version in rules["versions"])
    low, high = max(firsts, default=date(years[0] - 1, 1, 1)), min(lasts, default=date(years[-1] + 1, 12, 31))
    if low > high or not (needed or dice.chance(0.12)):
        return {"from": low, "until": max(low, high)} if needed else {}
    inside = [when for when in [dice.day([year, *years]) for _ in range(4)] if low <= when <= high]
    first, last = sorted([*inside, low, high])[:: max(1, len(inside) + 1)][:2]
    return {"from": first, "until": last}


def money(dice: Dice, rules: Rule, years: list[int], may_open: bool) -> Rule:
    """The award with its amendments, what came in and went back, an opening."""
    granted = read.cents(dice.amount()) * dice.one([1, 1, 2, 4])
    raw: Rule = {"granted": euros(granted)}
    if may_open and dice.chance(0.2):
        raw["opening"] = opening(dice, granted, years)
    if dice.chance(0.3):
        raw["amendments"] = amendments(dice, granted, years)
    if dice.chance(0.75):
        rows = [{"period": dice.period(years), "amount": dice.cents(granted)} for _ in range(dice.one([1, 1, 2]))]
        raw["received"] = rows
    if dice.chance(0.2):
        raw["repaid"] = [{"period": dice.period(years), "amount": dice.cents(granted)}]
    units = {unit: dice.one(QUANTITIES[:6]) for unit in UNITS if "basis" in rules["versions"][0] and dice.chance(0.25)}
    return raw | ({"units": units} if units else {})


def opening(dice: Dice, granted: int, years: list[int]) -> Rule:
    room = read.cents(dice.cents(granted))
    owed = read.cents(dice.one(["0", "0", dice.amount(0)]))
    raw: Rule = {"balance": euros(dice.random.randint(-room, room + owed)), "room": euros(room)}
    if owed:
        raw["owed"] = euros(owed)
    return raw | ({"until": dice.day(years)} if dice.chance(0.6) else {})


def amendments(dice: Dice, granted: int, years: list[int]) -> list[Rule]:
    """Changes of the award that never make it negative, in whatever order of days."""
    found = []
    for _ in range(dice.one([1, 2, 2, 3])):
        change = dice.one([read.cents(dice.amount(0)), granted // 2, granted])
        down = dice.chance(0.6) and change <= granted
        granted -= change if down else 0
        after = years if dice.chance(0.4) else years[1:] or years
        found.append({"date": dice.day(after), "amount": euros(-change if down else change)})
    return found


def agreements(dice: Dice, tranches: list[Rule], rules: Rule, years: list[int]) -> list[Rule]:
    """One agreement, for all tranches or some, on the window, on unspent money or on both."""
    raw: Rule = {"source": "brief 1"}
    ids = sorted({tranche["id"] for tranche in tranches})
    if ids and dice.chance(0.4):
        raw["tranches"] = dice.some(ids)
    about = dice.pick({"window": 3, "unspent": 5, "both": 2})
    if about != "unspent":
        after = last_days(rules, tranches)
        later = [date(max([years[0], *(last.year for last in after)]) + 1, 6, 30), dice.day([years[-1], years[-1] + 1])]
        raw["window"] = {"until": dice.one([when for when in later if all(when > last for last in after)] or later)}
    if about != "window":
        rule = unspent_rule(dice, "parts" in rules, years, agreed=True)
        raw["unspent"] = {key: value for key, value in rule.items() if key not in ("article", "status")}
        if raw["unspent"].get("until") == "next-unit-end" and has_term(rules):
            raw["unspent"]["until"] = "next-year-end"
    return [raw]


def has_term(rules: Rule) -> bool:
    return any(version["unit"]["period"] == "term" for version in rules["versions"])


def last_days(rules: Rule, tranches: list[Rule]) -> list[date]:
    """The last days of the windows that an agreement must go beyond."""
    buckets = [read.bucket("", tranche) for tranche in tranches]
    versions = read.scheme(rules).versions
    found = [scheme_window(version, bucket)[1] or bucket.last for version in versions for bucket in buckets]
    return [last for last in found if last is not None]


# Lines and quantities


def line(dice: Dice, id: str, grants: list[str], years: list[int], parts: list[str]) -> Rule:
    amount = 0 if dice.chance(0.01) else read.cents(dice.amount())
    kind = dice.pick({"": 55, "cost": 20, "income": 14, "contribution": 11})
    negative = dice.chance(0.15)
    booking = booking_of(dice, grants, amount, negative)
    raw: Rule = {
        "line": id,
        "date": dice.period(years),
        "amount": euros(-amount if negative else amount),
        "grant": booking,
    }
    raw["kind"] = kind
    if kind in ("", "cost") and dice.chance(0.2):
        vat = read.cents(dice.cents(amount))
        raw["vat_compensable"] = euros(-vat if negative else vat)
    for name, values in dice.values.items():
        raw[name] = dice.one([*values, *values, ""])
    if parts:
        raw["part"] = dice.one([*parts * 3, "", "", "other"])
    return raw


def booking_of(dice: Dice, grants: list[str], amount: int, negative: bool) -> str:
    """A grant, shares, amounts with a rest; or none."""
    several = dice.random.sample(grants, min(len(grants), dice.one([2, 2, 3]))) if grants else []
    kind = dice.pick({"grant": 60, "shares": 20, "amounts": 16, "none": 4})
    if not grants or kind == "none":
        return ""
    if kind == "shares" and len(several) > 1:
        shares = {2: ["50 %", "50 %"], 3: ["33.3333 %", "33.3333 %", "33.3334 %"]}[len(several)]
        if dice.chance(0.4) and len(several) == 2:
            shares = dice.one([["25 %", "75 %"], ["99.99 %", "0.01 %"], ["60 %", "40 %"]])
        return ";".join(f"{grant}:{share}" for grant, share in zip(several, shares, strict=True))
    if kind == "amounts" and not negative:
        first = dice.random.randint(0, amount)
        return f"{several[0]}:{euros(first)};{several[1]}:rest" if len(several) > 1 else f"{several[0]}:rest"
    return dice.one([*grants, grants[0], grants[0]])


def quantities(dice: Dice, grants: list[Rule], schemes: dict[str, read.Scheme], head: Rule) -> list[Rule]:
    """Rows that have one price in their whole period; a change of price inside it is an error, tested apart."""
    found = []
    for _ in range(dice.random.randint(1, 6)):
        raw_grant = dice.one(grants)
        raw: Rule = {"grant": raw_grant["id"], "date": dice.period(head["years"]), "unit": dice.one(UNITS)}
        raw["quantity"] = dice.one(QUANTITIES)
        tranches = raw_grant["tranches"]
        if tranches and dice.chance(0.3):
            named = dice.one(tranches)
            raw["tranche"] = named["id"]
            raw["part"] = named.get("part", "") if dice.chance(0.5) else ""
        if has_one_price(schemes[raw_grant["scheme"]], raw, head.get("as_of")):
            found.append(raw)
    return found


def has_one_price(scheme: read.Scheme, raw: Rule, as_of: date | None) -> bool:
    """Whether a quantity has the same price on every day of its period."""
    row = read.quantity(raw)
    prices = set()
    when = first_day(raw["date"])
    while when <= row.day:
        version = in_force(scheme, when, as_of)
        if version is None:
            return False
        items = version.rules.get("basis", {}).get("prices", [])
        if not any(item["unit"] == row.unit and item.get("from", version.first) <= when for item in items):
            return False
        prices.add(price_of(version, row_on(row, when)))
        when += timedelta(1)
    return len(prices) == 1


def row_on(row: read.Quantity, when: date) -> read.Quantity:
    return read.Quantity(row.grant, when, row.unit, row.units, row.tranche, row.part)


def first_day(period: str) -> date:
    parts = period.split("-")
    month = 1 if len(parts) == 1 else int(parts[1][1:]) * 3 - 2 if parts[1][0] == "Q" else int(parts[1])
    return date(int(parts[0]), month, int(parts[2]) if len(parts) == 3 else 1)


# Dossiers


def dossier(seed: int) -> Rule:
    """The raw dossier of a seed."""
    dice = Dice(seed)
    first = dice.one([2023, 2024])
    years = list(range(first, first + dice.pick({1: 6, 2: 10, 3: 7, 4: 1})))
    ids = ["s1", "s2", "s3"][: dice.pick({1: 5, 2: 5, 3: 2})]
    schemes = [scheme(dice, id, [other for other in ids if other != id], years) for id in ids]
    names = dice.random.sample(["a", "b", "C", "d"], dice.pick({1: 6, 2: 7, 3: 3, 4: 1}))
    grants = [grant(dice, name, dice.one(schemes), years) for name in names]
    head: Rule = {"holder": "SamenTwente", "years": years}
    if dice.chance(0.25):
        head["as_of"] = dice.day([*years, years[-1] + 1])
    parts = sorted({part["id"] for rules in schemes for part in rules.get("parts", [])})
    count = dice.one([0, 2, 4, 6, 8, 10, 12, 12])
    lines = [line(dice, f"L{number}", names, years, parts) for number in dice.random.sample(range(1, 20), count)]
    raw: Rule = {"dossier": head, "grants": grants, "lines": lines, "quantities": [], "schemes": schemes}
    if any("basis" in version for rules in schemes for version in rules["versions"]):
        raw["quantities"] = quantities(
            dice, grants, {rules["scheme"]["id"]: read.scheme(rules) for rules in schemes}, head
        )
    if dice.rule(0.1):
        raw["eligible_for"] = [eligible_for(dice, names, lines)]
    return raw


def eligible_for(dice: Dice, names: list[str], lines: list[Rule]) -> Rule:
    """Eligible for another grant: of no effect where lines go on the grants they are booked on."""
    found: Rule = {"grant": dice.one(names), "source": "brief 2"}
    if lines and dice.chance(0.5):
        return {**found, "lines": [dice.one(lines)["line"]]}
    return {**found, **condition(dice)}
