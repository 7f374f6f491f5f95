"""Koers itself, called with Arrow columns as any library gives them."""

from __future__ import annotations

import json
from typing import Any

import koers
import pyarrow as pa
from data import SIZES, YEARS, Data, Totals


def names(dimension: str, size: int) -> list[str]:
    """How lines name the codes of a dimension."""
    return [f"p{code:02}" if dimension == "project" else f"{dimension[0]}{code}" for code in range(size)]


def table(data: Data, keys: str) -> pa.Table:
    """The lines: `codes` with dictionaries and codes of 32 bits, `strings` with a text for each."""
    columns: dict[str, Any] = {"date": pa.array(data.day, pa.int32()).cast(pa.date32()), "amount_cents": pa.array(data.amount)}
    for name, size in SIZES.items():
        codes = pa.array(getattr(data, name).astype("int32"))
        columns[name] = pa.DictionaryArray.from_arrays(codes, names(name, size))
    pinned = data.grant > 0
    codes = pa.array(data.grant.astype("int32") - 1, mask=~pinned)
    columns["grant"] = pa.DictionaryArray.from_arrays(codes, [grant["id"] for grant in data.header["grants"]])
    columns["fixed"] = pa.array(pinned)
    if keys == "strings":
        columns |= {name: column.dictionary_decode() for name, column in columns.items() if pa.types.is_dictionary(column.type)}
    return pa.table(columns)


def schemes(data: Data) -> list[koers.Scheme]:
    """The schemes of the grants, read."""
    return [koers.Scheme.from_toml(text, name) for name, text in data.header["schemes"].items()]


def settle(data: Data, lines: Any, method: str, read: list[koers.Scheme]) -> Any:
    """From columns to a settlement."""
    dossier = koers.Dossier(id="maat", holder="Gemeente", years=YEARS, grants=data.header["grants"], lines=lines, schemes=read)
    settlement = dossier.settle(method)
    if method == "least-refund":
        settlement.certificate.verify()
    return settlement


def totals(data: Data, settlement: Any) -> Totals:
    """What tranches pay and what is left, as the settlement has it."""
    cents = lambda amount: int(amount.scaleb(2))  # noqa: E731
    ids = [grant["id"] for grant in data.header["grants"]]
    spent = {(row.year, row.grant, row.tranche): cents(row.spent) for row in settlement.settlement}
    by_year = [[spent.get((year, ids[of["grant"]], of["tranche"]), 0) for of in data.buckets] for year in YEARS]
    return Totals(by_year, own_funds(data, by_year))


def own_funds(data: Data, spent: list[list[int]]) -> list[int]:
    """What is not paid: all amounts of a year without what its tranches pay."""
    second = int((data.day < 19_358 + 365).sum())
    costs = [int(data.amount[:second].sum()), int(data.amount[second:].sum())]
    return [cost - sum(paid) for cost, paid in zip(costs, spent, strict=True)]


def as_rows(data: Data) -> list[dict[str, str]]:
    """The lines as rows: what there was before columns."""
    columns = table(data, "strings").drop_columns(["amount_cents", "date", "fixed"]).to_pydict()
    days = table(data, "codes")["date"].to_pylist()
    rows = []
    for at, cents in enumerate(data.amount.tolist()):
        sign, size = ("-" if cents < 0 else ""), abs(cents)
        row = {name: column[at] or "" for name, column in columns.items()}
        row |= {"line": str(at + 1), "date": days[at].isoformat(), "amount": f"{sign}{size // 100}.{size % 100:02}"}
        rows.append(row | {"fixed": "true" if row["grant"] else ""})
    return rows


if __name__ == "__main__":
    print(json.dumps({"koers": koers.__version__}))
