"""The input of a receipt once more in plain Python, written from FORMAT.md (A receipt) and not from the code."""

from __future__ import annotations

import datetime
import json
import re
import tomllib
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

from in_memory import table

Json = Any
ROOT = Path(__file__).parents[2]
AMOUNTS = {
    *("balance", "room", "owed", "spent", "earned", "given_up", "short", "granted", "amount", "received", "repaid", "refund"),
    *("retained", "carry_over", "pending", "receivable", "reserve", "price"),
}
"""Keys whose value is an amount."""


def text(value: Json) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def hash_of(*rows: str) -> str:
    return sha256("".join(row + "\n" for row in rows).encode()).hexdigest()


def amount(value: Any) -> str:
    return f"{Decimal(str(value)) + 0:.2f}"


def quantity(value: Any) -> str:
    shown = f"{Decimal(str(value)):f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def rate(value: str) -> str:
    return quantity(value.replace("%", "").strip()) + " %"


def period(value: Any) -> str:
    shown = str(value)
    if dutch := re.fullmatch(r"(\d+)-(\d+)-(\d{4})", shown):
        shown = f"{dutch[3]}-{dutch[2]:0>2}-{dutch[1]:0>2}"
    return shown


def date(value: Any) -> str:
    return period(value)


def booking(value: str) -> str:
    if ":" not in value:
        return value
    parts = [(grant.strip(), part.strip()) for grant, _, part in (it.partition(":") for it in value.split(";"))]
    shown = [(part == "rest", grant, part if part == "rest" else rate(part) if "%" in part else amount(part)) for grant, part in parts]
    return ";".join(f"{grant}:{part}" for _, grant, part in sorted(shown))


def condition(of: Json) -> Json:
    for key in ("only", "except"):
        if key in of:
            of[key] = {name: sorted(set(values)) for name, values in of[key].items()}
            if not of[key]:
                del of[key]
    if of.get("match") == "all":
        del of["match"]
    return of


def limit(of: Json) -> None:
    """The limit of a ceiling or of money that is carried, and of what it is."""
    if "limit" in of:
        share = isinstance(of["limit"], str) and "%" in of["limit"]
        of["limit"] = rate(of["limit"]) if share else amount(of["limit"])
        if not share:
            of.pop("of", None)


def plain(value: Json) -> Json:
    """The values of a file as text, and no more."""
    match value:
        case datetime.date():
            return value.isoformat()
        case dict():
            return {key: plain(it) for key, it in value.items() if it is not None}
        case list():
            return [plain(it) for it in value]
    return value


def unspent(of: Json) -> Json:
    limit(of)
    if of.get("to") == "same-part":
        del of["to"]
    if "tranche_years" in of:
        of["tranche_years"] = sorted(set(of["tranche_years"]))
    return of


# Schemes


def scheme(of: Json) -> Json:
    of = plain(of)
    of.pop("examples", None)
    if of["scheme"].get("draft") is False:
        del of["scheme"]["draft"]
    for empty in [key for key, value in of.items() if value == [] and key != "versions"]:
        del of[empty]
    for version in of["versions"]:
        for rules in ("ceilings", "duties", "refund_terms"):
            if version.get(rules) == []:
                del version[rules]
        share = version.get("share")
        if share:
            share["percentage"] = rate(share["percentage"])
        for ceiling in version.get("ceilings", []):
            limit(ceiling)
            condition(ceiling)
            if ceiling.get("over") == "bucket":
                del ceiling["over"]
            if ceiling.get("parts") == []:
                del ceiling["parts"]
        condition(version["eligible"])
        if "percentage" in version.get("shifting", {}):
            version["shifting"]["percentage"] = rate(version["shifting"]["percentage"])
        for price in version.get("basis", {}).get("prices", []):
            price["price"] = amount(price["price"])
        advance = version.get("advance", {})
        if "percentage" in advance:
            advance["percentage"] = rate(advance["percentage"])
        if "months" in advance:
            advance["months"] = [rate(part) for part in advance["months"]]
        unspent(version["unspent"])
        if "deductions" in version:
            version["deductions"]["kinds"] = ordered(version["deductions"]["kinds"], ["income", "contribution", "vat"])
        exclusive = version.get("exclusive_with", {})
        if "schemes" in exclusive:
            exclusive["schemes"] = sorted(set(exclusive["schemes"]))
        if "funder_groups" in exclusive:
            exclusive["funder_groups"] = ordered(exclusive["funder_groups"], ["eu", "rijk", "other"])
        for key in ("schemes", "funder_groups"):
            if exclusive.get(key) == []:
                del exclusive[key]
        if "maximum" in version:
            version["maximum"]["amount"] = amount(version["maximum"]["amount"])
        for deadline in version.get("duties", []) + version.get("refund_terms", []):
            if deadline.get("weeks") == 0:
                del deadline["weeks"]
    return of


def ordered(values: list[str], order: list[str]) -> list[str]:
    return sorted(set(values), key=order.index)


# The dossier


def unordered(value: Json) -> Json:
    match value:
        case dict():
            return {key: unordered(it) for key, it in value.items()}
        case list():
            return sorted(map(unordered, value), key=text)
    return value


def dossier(of: Json) -> Json:
    of = plain(of)
    of.pop("tables", None)
    head = of["dossier"]
    if head.get("title") == head["id"]:
        del head["title"]
    if head.get("chain_from") == head["years"][0]:
        del head["chain_from"]
    if head.get("closed") == []:
        del head["closed"]
    for key in ("as_of",):
        if key in head:
            head[key] = date(head[key])
    for grant in of.get("grants", []):
        if "reserve" in grant:
            grant["reserve"] = amount(grant["reserve"])
        numbers(grant, "keys")
        if "since" in grant:
            grant["since"] = date(grant["since"])
        for tranche in grant.get("tranches", []):
            granted(tranche)
        for agreement in grant.get("agreements", []):
            if "unspent" in agreement:
                unspent(agreement["unspent"])
            if "window" in agreement:
                agreement["window"] = {"until": date(agreement["window"]["until"])}
        without_empty(grant, "tranches", "agreements")
    for judged in of.get("eligible_for", []):
        condition(judged)
        without_empty(judged, "lines")
    without_empty(of, "grants", "eligible_for")
    return unordered(of)


def without_empty(of: Json, *keys: str) -> None:
    for key in keys:
        if of.get(key) in ([], {}):
            del of[key]


def numbers(of: Json, key: str) -> None:
    if key in of:
        of[key] = {name: quantity(number) for name, number in of[key].items()}
    without_empty(of, key)


def granted(tranche: Json) -> None:
    tranche["granted"] = amount(tranche["granted"])
    for key in ("from", "until"):
        if key in tranche:
            tranche[key] = date(tranche[key])
    numbers(tranche, "units")
    for key in ("amendments", "received", "repaid"):
        for movement in tranche.get(key, []):
            movement["period"] = period(movement.pop("date", None) or movement.pop("period"))
            movement["amount"] = amount(movement["amount"])
    for closing in tranche.get("closings", []) + tranche.get("restated", []):
        for key in AMOUNTS & closing.keys():
            closing[key] = amount(closing[key])
            if closing[key] == "0.00" and key not in ("granted", "room", "earned", "opening", "owed", "balance"):
                del closing[key]
    without_empty(tranche, "amendments", "received", "repaid", "closings", "restated")
    opening = tranche.get("opening")
    if opening is not None:
        opening.setdefault("owed", "0")
        opening.setdefault("balance", "0")
        for key in AMOUNTS & opening.keys():
            opening[key] = amount(opening[key])
            if opening[key] == "0.00" and key not in ("balance", "room", "owed"):
                del opening[key]
        if "until" in opening:
            opening["until"] = date(opening["until"])
        if opening.get("announced") is False:
            del opening["announced"]
        if opening.get("to") == "same-part":
            del opening["to"]
        if "ceilings" in opening:
            opening["ceilings"] = {name: amount(paid) for name, paid in opening["ceilings"].items()}
        numbers(opening, "units")
        without_empty(opening, "ceilings")


# Tables


def rows(folder: Path, name: str, tables: Json) -> list[dict[str, str]]:
    """The rows of a table in canonical form."""
    found = []
    for cells in table(folder, name, tables):
        row = {key: cell for key, cell in cells.items() if cell}
        if "date" in row:
            row["period"] = row.pop("date")
        row["period"] = period(row["period"])
        for key in ("amount", "vat_compensable"):
            if key in row:
                row[key] = amount(row[key])
        if name == "cost_lines":
            if row.get("kind") == "cost":
                del row["kind"]
            if "grant" in row:
                row["grant"] = booking(row["grant"])
            if row.pop("fixed", "false") == "true":
                row["fixed"] = True  # type: ignore[assignment]
            if row.get("vat_compensable") == "0.00":
                del row["vat_compensable"]
        if name == "quantities":
            row["quantity"] = quantity(row["quantity"])
            row.pop("year", None)
        found.append(row)
    return found


def counted(name: str, found: list[dict[str, str]]) -> Json:
    lines = [text(row) for row in (sorted(found, key=lambda row: row["line"].encode()) if name == "cost_lines" else found)]
    stated = {"rows": len(found), "hash": hash_of(*(lines if name == "cost_lines" else sorted(lines)))}
    if name != "quantities":
        stated["amount"] = amount(sum((Decimal(row["amount"]) for row in found), Decimal(0)))
    return stated


def stated(folder: Path) -> tuple[Json, dict[str, Json]]:
    """What the receipt of a folder says of dossier and tables, and the hash of each of its schemes by id."""
    of = tomllib.loads((folder / "dossier.toml").read_text("utf-8-sig"))
    tables = of.get("tables", {})
    head = of["dossier"]
    parts = {name: counted(name, rows(folder, name, tables)) for name in ("cost_lines", "budget", "quantities")}
    used = {grant["scheme"] for grant in of.get("grants", [])}
    parts["dossier"] = {"id": head["id"], "holder": head["holder"], "years": head["years"], "hash": hash_of(text(dossier(of)))}
    files = [*(ROOT / "koers-core" / "schemes").glob("*.toml"), *(folder / "schemes").glob("*.toml")]
    schemes = {}
    for file in files:
        found = tomllib.loads(file.read_text("utf-8-sig"))
        if found["scheme"]["id"] in used:
            schemes[found["scheme"]["id"]] = hash_of(text(scheme(found)))
    return parts, schemes


