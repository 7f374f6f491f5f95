"""The tables of a settlement in one plain form, from the model and from the engine, so that they can be compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from result import Result

AMOUNTS = "opening granted room received repaid earned spent balance owed refund carry_over pending retained receivable"
Tables = dict[str, Any]


def cents(value: str | Decimal) -> int:
    return int(Decimal(value) * 100)


def without_zeros(counts: Counter[Any]) -> dict[Any, int]:
    return {key: amount for key, amount in sorted(counts.items(), key=str) if amount}


def summed(rows: Iterable[Any], key: Callable[[Any], Any]) -> dict[Any, int]:
    counts: Counter[Any] = Counter()
    for row in rows:
        counts[key(row)] += cents(row["amount"])
    return without_zeros(counts)


def tables(result: Result) -> Tables:
    """The tables of the model."""
    return {
        "settlement": {bucket_of(row): settled(row, int) for row in result.settlement},
        "reasons": {bucket_of(row): row["reason"] for row in result.settlement if row["reason"]},
        "allocations": without_zeros(result.allocations),
        "deductions": without_zeros(result.deductions),
        "own_funds": without_zeros(result.own_funds),
    }


def from_json(found: dict[str, list[dict[str, Any]]]) -> Tables:
    """The tables of the engine, from its canonical JSON."""
    return {
        "settlement": {bucket_of(row): settled(row, cents) for row in found["settlement"]},
        "reasons": {bucket_of(row): row["reason"].split(":")[0] for row in found["settlement"]},
        "allocations": summed(found["allocations"], lambda r: (r["line"], r["grant"], r["tranche"], r["part"])),
        "deductions": summed(found.get("deductions", []), lambda r: (r["line"], r["grant"], r["kind"])),
        "own_funds": summed(found["own_funds"], lambda r: (r["line"], r["reason"])),
    }


def bucket_of(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["year"], row["grant"], row["tranche"], row["part"]


def settled(row: dict[str, Any], amount: Callable[[Any], int]) -> dict[str, Any]:
    until = row["carry_over_until"]
    return {**{name: amount(row[name]) for name in AMOUNTS.split()}, "until": str(until) if until else None}


STATED = "received repaid spent refund carry_over pending retained receivable"
STATED_WHERE_KNOWN = "granted room earned owed"


def as_closed(model: Tables, raw: dict[str, Any]) -> Tables:
    """The tables of the model, which settles every year afresh, as they are shown: a closed year as it was closed (FORMAT, Closed
    years), and the year after it opening with that."""
    settlement, reasons = dict(model["settlement"]), dict(model["reasons"])
    for grant in raw["grants"]:
        for tranche in grant.get("tranches", []):
            part = tranche.get("part")
            for closing in tranche.get("closings", []):
                key = (closing["year"], grant["id"], tranche["id"], None if part is None else str(part))
                known = [name for name in STATED_WHERE_KNOWN.split() if name in closing]
                row = {name: cents(str(closing.get(name, 0))) for name in [*STATED.split(), *known]}
                row["balance"] = row["refund"] + row["carry_over"] + row["retained"] - row["receivable"]
                row["until"] = str(closing["carry_over_until"]) if "carry_over_until" in closing else None
                if key in settlement:
                    now = settlement[key]
                    if now["earned"] == now["spent"]:
                        row.setdefault("earned", row["spent"])
                    settlement[key] = {**now, **row}
                    reasons[key] = closing.get("reason", "closed").split(":")[0]
                # Of a year before the dossier only what `restated` says is booked; else its opening stands (K0512).
                booked = key in settlement or any(was["year"] == closing["year"] for was in tranche.get("restated", []))
                after = (closing["year"] + 1, *key[1:])
                if after in settlement and booked:
                    settlement[after] = {**settlement[after], "opening": row["balance"] - row["retained"]}
    return {**model, "settlement": settlement, "reasons": reasons}


def differences(model: Tables, engine: Tables) -> list[str]:
    """What differs, a line each; reasons only where the model says which one it is."""
    found = []
    for name in ("settlement", "allocations", "deductions", "own_funds"):
        for key in sorted({*model[name], *engine[name]}, key=str):
            ours, theirs = model[name].get(key), engine[name].get(key)
            if ours != theirs:
                found.append(f"{name} {key}: {difference(ours, theirs)}")
    if not found and list(model["settlement"]) != list(engine["settlement"]):
        found.append(f"order of settlement: model {list(model['settlement'])}, engine {list(engine['settlement'])}")
    for key, reason in model["reasons"].items():
        if reason != engine["reasons"].get(key):
            found.append(f"reason {key}: model {reason}, engine {engine['reasons'].get(key)}")
    return found


def untold(found: dict[str, list[dict[str, Any]]], incomes: set[str]) -> list[str]:
    """Costs on own funds that no finding tells of, or not to the cent: per line K0405 and K0416, K0414 for shares."""
    told: Counter[tuple[str, str]] = Counter()
    for finding in found["findings"]:
        if finding["code"] in ("K0405", "K0414", "K0416"):
            subject = "" if finding["code"] == "K0414" else finding["subject"]
            told[finding["code"], subject] += cents(finding["amount"])
    for row in found["own_funds"]:
        amount = cents(row["amount"])
        if row["reason"] == "share":
            told["K0414", ""] -= amount
        elif row["reason"] == "exclusive":
            told["K0416", row["line"]] -= amount
        elif row["reason"] != "no-booking" and row["line"] not in incomes and amount > 0:
            told["K0405", row["line"]] -= amount
    return [f"{code} {subject}: {amount}" for (code, subject), amount in told.items() if amount]


def difference(ours: Any, theirs: Any) -> str:
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return "; ".join(f"{k}: model {ours[k]}, engine {theirs[k]}" for k in ours if ours[k] != theirs[k])
    return f"model {ours}, engine {theirs}"
