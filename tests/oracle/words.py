"""Which words of the rule language a run has used, so that a rule that is never tried does not pass for tested."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from read import Rule

RULES = """
unit: calendar-year, unit: term, unit: years,
window: tranche-year, window: tranche, window: period, window: until, window: unit,
eligible: any, eligible: goal, eligible: costs,
condition: only, condition: except, condition: both, condition: any, condition: all,
share: line, share: total,
ceiling over: bucket, ceiling over: tranche, ceiling over: grant, ceiling: parts, ceiling: condition,
ceiling: amount, ceiling: percentage, ceilings: 1, ceilings: 2, ceilings: 3,
parts: group, shifting: none, shifting: share, shifting: free, shifting inside: group,
basis: realised, basis: price-quantity, basis: fixed-sum, price: from,
unspent: refund, unspent: by-agreement, unspent: retain, unspent: carry-over, unspent: reserve,
limit: amount, limit of: award, limit of: last-year, until: date, until: next-year-end, until: next-unit-end,
to: any-part, to: same-part, tranche_years,
excess: refund, excess: retain,
deducts: income, deducts: contribution, deducts: vat,
exclusive_with: schemes, exclusive_with: funder_groups,
version: second, version: third, version: published, version: back in time, version: until,
maximum, advance, duties, refund_terms,
agreement: window, agreement: carry-over, agreement: refund, agreement: retain, agreement: reserve, agreement: tranches,
state: announced, state: awarded, state: amended, state: determined, state: withdrawn, since,
opening, opening: until, opening: owed, amendments, received, repaid, reserve, units, preference, as_of,
booking: grant, booking: shares, booking: amounts, booking: none, credit note, vat, eligible_for
"""

EFFECTS = """
own funds: no-booking, own funds: state, own funds: window, own funds: eligible, own funds: part,
own funds: exclusive, own funds: share, own funds: ceiling, own funds: basis, own funds: room, own funds: credit,
own funds: income-left, own funds: not-deducted,
deduction: income, deduction: contribution, deduction: vat, netted: income, netted: credit,
part: shift, part: carried, share: line, quantity: no bucket, quantity: units cut,
reason: window-open, reason: carry-over, reason: refund, reason: lapsed, reason: retained, reason: reserved,
reason: earned, reason: spent, reason: owed, reason: no-room, reason: above-room,
reason: not-awarded, reason: determined, reason: withdrawn,
retained: earned, retained: retained, retained: reserved, retained: above-limit,
unit: inside, unspent: limit of last year, unspent: limit of the last year cuts
"""


def listed(text: str) -> set[str]:
    return {word.strip() for word in text.split(",") if word.strip()}


EXPECTED = listed(RULES) | listed(EFFECTS)


def of_dossier(raw: Rule) -> set[str]:
    """The words of a dossier, and of the schemes that its grants use."""
    used = {grant["scheme"] for grant in raw["grants"]}
    found: set[str] = set()
    for scheme in raw["schemes"]:
        if scheme["scheme"]["id"] in used:
            found.update(of_scheme(scheme))
    for grant in raw["grants"]:
        found.update(of_grant(grant))
    for line in raw["lines"]:
        found.update(of_line(line))
    return found | {word for word in ("eligible_for", "as_of") if word in raw or word in raw["dossier"]}


def of_scheme(scheme: Rule) -> Iterator[str]:
    versions = scheme["versions"]
    yield from ("version: second" for _ in versions[1:2])
    yield from ("version: third" for _ in versions[2:3])
    if any("group" in part for part in scheme.get("parts", [])):
        yield "parts: group"
    for before, version in zip([{}, *versions], versions, strict=False):
        yield from (f"version: {key}" for key in ("published", "until") if key in version)
        if before.get("from") == version["from"]:
            yield "version: back in time"
        yield from of_version(version)


def of_version(version: Rule) -> Iterator[str]:
    yield f"unit: {version['unit']['period']}"
    for name in ("window", "eligible", "shifting", "basis", "excess"):
        if name in version:
            yield f"{name}: {version[name]['rule']}"
    yield from (name for name in ("maximum", "advance", "duties", "refund_terms") if name in version)
    yield from of_condition(version["eligible"])
    if "share" in version:
        yield f"share: {version['share']['of']}"
    if "inside" in version.get("shifting", {}):
        yield "shifting inside: group"
    if any("from" in price for price in version.get("basis", {}).get("prices", [])):
        yield "price: from"
    yield from (f"deducts: {kind}" for kind in version.get("deductions", {}).get("kinds", []))
    yield from (
        f"exclusive_with: {key}" for key in ("schemes", "funder_groups") if key in version.get("exclusive_with", {})
    )
    ceilings = version.get("ceilings", [])
    if ceilings:
        yield f"ceilings: {len(ceilings)}"
    for ceiling in ceilings:
        yield from of_ceiling(ceiling)
    yield from of_unspent(version["unspent"])


def of_condition(rule: Rule) -> Iterator[str]:
    kinds = [kind for kind in ("only", "except") if kind in rule]
    if kinds:
        yield f"condition: {kinds[0] if len(kinds) == 1 else 'both'}"
        yield f"condition: {rule.get('match', 'all')}"


def of_ceiling(rule: Rule) -> Iterator[str]:
    yield f"ceiling over: {rule.get('over', 'bucket')}"
    yield f"ceiling: {'percentage' if '%' in rule['limit'] else 'amount'}"
    if "parts" in rule:
        yield "ceiling: parts"
    if "only" in rule or "except" in rule:
        yield "ceiling: condition"
    yield from of_condition(rule)


def of_unspent(rule: Rule) -> Iterator[str]:
    yield f"unspent: {rule['rule']}"
    if "limit" in rule:
        yield f"limit of: {rule['of']}" if "of" in rule else "limit: amount"
    if "until" in rule:
        yield f"until: {rule['until'] if isinstance(rule['until'], str) else 'date'}"
    if "to" in rule:
        yield f"to: {rule['to']}"
    if "tranche_years" in rule:
        yield "tranche_years"


def of_grant(grant: Rule) -> Iterator[str]:
    yield f"state: {grant['state']}"
    yield from (key for key in ("since", "reserve", "preference") if key in grant)
    for agreement in grant.get("agreements", []):
        yield from (f"agreement: {key}" for key in ("window", "tranches") if key in agreement)
        if "unspent" in agreement:
            yield f"agreement: {agreement['unspent']['rule']}"
    for tranche in grant["tranches"]:
        yield from (key for key in ("opening", "amendments", "received", "repaid", "units") if key in tranche)
        yield from (f"opening: {key}" for key in ("until", "owed") if key in tranche.get("opening", {}))


def of_line(line: dict[str, Any]) -> Iterator[str]:
    booking = line["grant"]
    several = "shares" if "%" in booking else "amounts"
    yield f"booking: {several if ':' in booking else 'grant' if booking else 'none'}"
    if line["amount"].startswith("-"):
        yield "credit note"
    if "vat_compensable" in line:
        yield "vat"


# Steps and certificates

JOINT = listed("""
method: booked, method: priority, method: pro-rata, method: least-refund, steps: 2, condition, grants, newest, maxima,
weights: shares, weights: key, weights: room, weights: award, groups, rounding: down,
redistribute: none, redistribute: next-group, redistribute: within-group, assumed, assumed: condition, judged,
level: lost, level: own_funds, level: lapse, level: retained, level: preference, level: moved,
limit: ceiling, limit: share, limit: total-share, limit: shifting, limit: maximum, limit: unspent,
cut: own_funds, cut: refund, cut: carry_over,
left out: exclusive, left out: unspent, left out: excess, gap,
fixed, corrects, vat: apart, netted: credit in a joint step, own funds: corrected,
pro-rata: whole, pro-rata: cut
""")


def of_joint(raw: Rule, certificate: str | None) -> set[str]:
    """The words of a method and of the certificate that came of it."""
    found = {f"steps: {len(raw['method'])}"}
    for step in raw["method"]:
        found.add(f"method: {step['method']}")
        found |= {word for word in ("grants", "maxima", "groups") if word in step}
        found |= {f"{key}: {step[key]}" for key in ("weights", "rounding", "redistribute") if key in step}
        found |= {"condition" for key in ("only", "except") if key in step}
        found |= {"newest"} if step.get("tranches") == "newest" else set()
    for item in raw.get("assume_eligible", []):
        found.add("assumed: condition" if len(item) > 1 else "assumed")
    found |= {"judged"} if "eligible_for" in raw else set()
    for problem in json.loads(certificate)["problems"] if certificate else []:
        found |= {f"level: {level.split()[0]}" for level in problem["levels"]}
        found |= {f"limit: {limit['kind']}" for limit in problem["limits"]}
        found |= {f"cut: {cut['of'].split()[0]}" for cut in problem["cuts"]}
        found |= {f"left out: {item['kind']}" for item in problem["left_out"]}
        found |= {"gap"} if problem["gap"] != "0.00" else set()
    return found
