"""A dossier folder read by Python's own readers and given from memory: what an embedder does that has its own files."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from pathlib import Path
from typing import Any

import koers

AMOUNTS = {"amount", "vat_compensable", "quantity"}


def from_memory(folder: Path) -> koers.Dossier:
    """The dossier of a folder; every value of a table is text, as in the file."""
    head = tomllib.loads((folder / "dossier.toml").read_text("utf-8-sig"))
    tables = head.get("tables", {})
    arguments = {"eligible_for": head["eligible_for"]} if "eligible_for" in head else {}
    return koers.Dossier(
        **head["dossier"],
        grants=head.get("grants", []),
        lines=table(folder, "cost_lines", tables),
        quantities=table(folder, "quantities", tables),
        budget=table(folder, "budget", tables),
        schemes=sorted((folder / "schemes").glob("*.toml")),
        **arguments,
    )


def table(folder: Path, name: str, tables: dict[str, dict[str, Any]]) -> list[dict[str, str]]:
    """The rows of a table under our names, with amounts as Python writes them."""
    form = tables.get(name, {})
    file = folder / form.get("file", f"{name}.csv")
    if not file.exists():
        return []
    text = file.read_bytes().decode({"utf-8": "utf-8-sig"}.get(encoding := form.get("encoding", "utf-8"), encoding))
    ours = {theirs: column for column, theirs in form.get("columns", {}).items()}
    decimal, thousands = form.get("decimal", "."), form.get("thousands", "")

    def plain(number: str) -> str:
        return number.replace(thousands, "").replace(decimal, ".")

    def value(column: str, cell: str) -> str:
        cell = cell.strip()
        if column == "grant":  # the amounts in a booking
            return re.sub(r":[^;]*", lambda part: plain(part[0]), cell)
        return plain(cell) if column in AMOUNTS else cell

    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=form.get("delimiter", ","))
    named = ([(ours.get(key.strip(), key.strip()), cell) for key, cell in row.items()] for row in rows)
    return [{column: value(column, cell) for column, cell in row} for row in named]
