"""Random dossiers in which grants compete for costs, with a method to settle them by. A seed decides on everything.

Schemes come from `generate`; what makes grants compete is made likely here: windows that overlap, eligibility that
several grants give, awards near what the costs add up to, money that came in wholly or not, ties in preference.
"""

from __future__ import annotations

from datetime import date

import generate
import read
from generate import DIMENSIONS, Dice, cited, euros
from read import Rule

SMALL = "0.01 0.02 0.03 0.05 0.10 0.33 0.50 1 1.01 2.50 3.33 5 7.77 9.99 10 10.01 12.50 15 20".split()


def dossier(seed: int) -> Rule:
    """The raw dossier of a seed, with `method` and `assume_eligible` beside its tables."""
    dice = Dice(1_000_003 * seed + 17)
    dice.weight = dice.random.choice([0.1, 0.3, 0.6, 1.0])
    years = list(range(2024, 2024 + dice.pick({1: 6, 2: 4, 3: 1})))
    ids = ["s1", "s2", "s3"][: dice.pick({1: 3, 2: 6, 3: 4})]
    schemes = [scheme(dice, id, [other for other in ids if other != id], years) for id in ids]
    parts = sorted({part["id"] for rules in schemes for part in rules.get("parts", [])})
    names = dice.random.sample(["a", "b", "C", "d", "e"], dice.pick({1: 1, 2: 7, 3: 6, 4: 2}))
    lines = [line(dice, f"L{at}", names, years, parts) for at in dice.random.sample(range(1, 20), dice.one(range(1, 11)))]
    whole = sum(abs(read.cents(row["amount"])) for row in lines)
    grants = [grant(dice, name, dice.one(schemes), years, whole // len(names)) for name in names]
    notes(dice, lines, years, parts)
    raw: Rule = {"dossier": {"holder": "SamenTwente", "years": years}, "grants": grants, "lines": lines}
    raw |= {"quantities": [], "schemes": schemes}
    if any("basis" in version for rules in schemes for version in rules["versions"]):
        by_id = {rules["scheme"]["id"]: read.scheme(rules) for rules in schemes}
        raw["quantities"] = generate.quantities(dice, grants, by_id, raw["dossier"])
    if lines and dice.chance(0.35):
        raw["eligible_for"] = [judgement(dice, names, lines) for _ in range(dice.one([1, 1, 2]))]
    if dice.chance(0.3):
        raw["assume_eligible"] = [assumption(dice, name) for name in dice.some(names)[:2]]
    raw["method"] = method(dice, grants)
    return raw


# Schemes and grants


def scheme(dice: Dice, id: str, others: list[str], years: list[int]) -> Rule:
    """A scheme, most of whose versions pay in the year of the tranche, or for some years, for many costs."""
    raw = generate.scheme(dice, id, others, years)
    if dice.chance(0.7):
        raw["versions"] = raw["versions"][:1]
    eligible = eligible_rule(dice)
    for version in raw["versions"]:
        if dice.chance(0.7):
            version["window"] = window_rule(dice, years)
        if dice.chance(0.8):
            version["eligible"] = eligible
        if dice.chance(0.6):
            version.pop("exclusive_with", None)
        if dice.chance(0.5):
            version["unspent"] = unspent_rule(dice)
        version.pop("until", None)
        generate.fit(version)
    return raw


def window_rule(dice: Dice, years: list[int]) -> Rule:
    if dice.chance(0.5):
        return cited({"rule": "tranche-year"})
    return cited({"rule": "until", "until": date(years[-1], 12, 31)})


def eligible_rule(dice: Dice) -> Rule:
    rule = dice.pick({"any": 40, "goal": 20, "costs": 40})
    if rule == "goal":
        return cited({"rule": rule, "goal": "Doel"})
    if rule == "any":
        return cited({"rule": rule})
    name = dice.one(list(DIMENSIONS))
    return cited({"rule": rule, dice.one(["only", "only", "except"]): {name: dice.some(dice.values[name])}})


def unspent_rule(dice: Dice) -> Rule:
    """Refund, or carrying to one of a few days, in full or up to a limit."""
    rule = dice.pick({"refund": 4, "carry-over": 6, "retain": 1, "reserve": 1})
    if rule == "carry-over":
        found: Rule = {"rule": rule, "until": dice.one(["next-year-end", date(2025, 6, 30), date(2026, 12, 31)])}
        if dice.chance(0.5):
            found |= dice.one([generate.percentage(dice), {"limit": dice.one(SMALL)}])
        if dice.chance(0.15):
            found |= {"limit": dice.one(generate.PERCENTAGES), "of": "last-year"}
        return cited(found)
    return cited({"rule": rule, **(generate.percentage(dice) if rule == "reserve" else {})})


def grant(dice: Dice, id: str, rules: Rule, years: list[int], whole: int) -> Rule:
    """A grant that is mostly awarded, for about its part of the costs, of which the money mostly came in."""
    raw = generate.grant(dice, id, rules, years)
    if dice.chance(0.8):
        raw["state"] = "awarded"
        raw.pop("since", None)
    if not raw["tranches"]:
        raw["tranches"] = generate.tranches(dice, rules, years, True)
    if dice.chance(0.4):
        raw["preference"] = dice.one([1, 1, 2])
    if dice.chance(0.5):
        raw["keys"] = {"inwoners": dice.one(["1", "2", "3", "73107", "0.5"])}
    for tranche in raw["tranches"]:
        if dice.chance(0.7):
            tranche["year"] = dice.one(years)
            size = max(1, whole // len(raw["tranches"]))
            fit_award(dice, tranche, dice.one([size // 3, size, size, size * 2, dice.random.randint(0, size * 3)]))
    raw["tranches"] = [tranche for tranche in raw["tranches"] if is_inside(rules, tranche)]
    if raw["state"] not in ("awarded", "amended", "determined", "withdrawn"):
        for tranche in raw["tranches"]:
            tranche.pop("opening", None)
    ids = {tranche["id"] for tranche in raw["tranches"]}
    for agreement in raw.get("agreements", []):
        if "tranches" in agreement:
            agreement["tranches"] = [id for id in agreement["tranches"] if id in ids]
    raw["agreements"] = [one for one in raw.get("agreements", []) if one.get("tranches", [1])]
    return {key: value for key, value in raw.items() if key != "agreements" or value}


def fit_award(dice: Dice, tranche: Rule, granted: int) -> None:
    tranche["granted"] = euros(granted)
    tranche.pop("amendments", None)
    tranche.pop("opening", None)
    tranche.pop("repaid", None)
    came = dice.one([granted, granted, granted, dice.random.randint(0, granted), 0])
    tranche["received"] = [{"period": str(tranche["year"]), "amount": euros(came)}] if came else []


def is_inside(rules: Rule, tranche: Rule) -> bool:
    """Whether days of its own lie in the window of every version; a changed year or window may have moved them out."""
    if "from" not in tranche:
        return not any(version["window"]["rule"] == "tranche" for version in rules["versions"])
    bare = read.bucket("", tranche)
    for version in read.scheme(rules).versions:
        first, last = generate.scheme_window(version, bare)
        if (first and tranche["from"] < first) or (last and tranche["until"] > last):
            return False
    return True


# Lines


def line(dice: Dice, id: str, grants: list[str], years: list[int], parts: list[str]) -> Rule:
    """A cost, mostly above zero, on a grant, on several or on none; some are fixed."""
    raw = generate.line(dice, id, grants, years, parts)
    amount = read.cents(dice.one(SMALL))
    negative = dice.chance(0.08)
    raw["amount"] = euros(-amount if negative else amount)
    raw["kind"] = dice.pick({"": 80, "cost": 8, "income": 7, "contribution": 5})
    raw.pop("vat_compensable", None)
    if raw["kind"] in ("", "cost") and dice.chance(0.12):
        raw["vat_compensable"] = euros(read.cents(dice.cents(amount)) * (-1 if negative else 1))
    raw["grant"] = "" if dice.chance(0.35) else generate.booking_of(dice, grants, amount, negative)
    if dice.chance(0.08):
        raw["fixed"] = "true"
    return raw


def notes(dice: Dice, lines: list[Rule], years: list[int], parts: list[str]) -> None:
    """Some linked notes, below, at and above what they correct, in any year."""
    ids = [raw["line"] for raw in lines]
    for at in range(dice.pick({0: 70, 1: 20, 2: 10}) if ids else 0):
        target = lines[dice.random.randrange(len(ids))]
        whole = read.cents(target["amount"])
        if "corrects" in target or not whole:
            continue
        size = dice.one([1, abs(whole) // 2, abs(whole), abs(whole) + 1, dice.random.randint(0, 2 * abs(whole))])
        raw = line(dice, f"N{at}", [], years, parts)
        raw |= {"amount": euros(-size if whole > 0 else size), "kind": target["kind"], "grant": target["grant"]}
        if ":" in raw["grant"] and "%" not in raw["grant"]:
            raw["grant"] = ""
        raw.pop("vat_compensable", None)
        if raw["kind"] in ("", "cost") and dice.chance(0.2):
            raw["vat_compensable"] = euros(read.cents(dice.cents(size)) * (-1 if whole > 0 else 1))
        lines.append(raw | {"corrects": target["line"]})


def judgement(dice: Dice, grants: list[str], lines: list[Rule]) -> Rule:
    found: Rule = {"grant": dice.one(grants), "source": "brief 2"}
    if dice.chance(0.6):
        return {**found, "lines": sorted({dice.one(lines)["line"] for _ in range(3)})}
    return {**found, **generate.condition(dice)}


def assumption(dice: Dice, grant: str) -> Rule:
    return {"grant": grant, **(generate.condition(dice) if dice.chance(0.4) else {})}


# Methods


def method(dice: Dice, grants: list[Rule]) -> list[Rule]:
    words = dice.pick(
        {
            ("least-refund",): 60,
            ("priority",): 10,
            ("pro-rata",): 12,
            ("booked", "least-refund"): 6,
            ("booked", "priority"): 3,
            ("booked", "pro-rata"): 3,
            ("priority", "least-refund"): 2,
            ("pro-rata", "priority"): 2,
        }
    )
    found = [step(dice, word, grants, first=at == 0 and len(words) > 1) for at, word in enumerate(words)]
    # What a joint step leaves open of a line goes where it is booked.
    if dice.chance(0.1):
        found.append(step(dice, "booked", grants, first=False))
    return found


def step(dice: Dice, word: str, grants: list[Rule], first: bool) -> Rule:
    """A step with some of its options; the first of several mostly takes some lines only."""
    names = [raw["id"] for raw in grants]
    raw: Rule = {"method": word}
    if dice.chance(0.6 if first else 0.08):
        name = dice.one(list(DIMENSIONS))
        raw[dice.one(["only", "except"])] = {name: dice.some(dice.values[name])}
    if word != "least-refund" and dice.chance(0.25):
        raw["tranches"] = dice.one(["newest", "newest", "oldest"])
    if word != "booked" and dice.chance(0.25):
        names = dice.random.sample(names, dice.random.randint(1, len(names)))
        raw["grants"] = names
    if word == "pro-rata":
        raw |= weights(dice, grants, names)
        if dice.chance(0.35) and len(names) > 1:
            raw.pop("grants", None)
            cut = dice.random.randint(1, len(names) - 1)
            raw["groups"] = [names[:cut], names[cut:]]
        if dice.chance(0.3):
            raw["rounding"] = dice.one(["down", "down", "largest-remainder"])
        if dice.chance(0.6):
            raw["redistribute"] = dice.one(["next-group", "within-group", "none"])
    if word != "booked" and dice.chance(0.2):
        raw["maxima"] = {name: dice.one(SMALL) for name in dice.some(names)[:2]}
    return raw


def weights(dice: Dice, grants: list[Rule], names: list[str]) -> Rule:
    if all("keys" in raw for raw in grants if raw["id"] in names) and dice.chance(0.7):
        return {"weights": "key", "key": "inwoners"}
    word = dice.one(["shares", "room", "award"])
    if word != "shares":
        return {"weights": word}
    even = 100 // len(names)
    shares = dice.one([[1] * len(names), [even] * len(names), [dice.one([10, 25, 50, 33]) for _ in names]])
    return {"weights": word, "shares": {name: f"{share} %" for name, share in zip(names, shares, strict=True)}}
