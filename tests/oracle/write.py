"""Writes a raw dossier as a folder of the corpus: dossier.toml, its tables, method.toml, schemes/*.toml.

Of a condition of `assume_eligible` the corpus holds one dimension with one value; a case with more is made by hand.
"""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

from read import Rule

TABLES = {"steps", "grants", "tranches", "agreements", "eligible_for", "parts", "versions", "ceilings", "refund_terms", "duties"}


def inline(value: Any) -> str:
    """A TOML value on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, date)):
        return str(value)
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {inline(item)}" for key, item in value.items()) + " }"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(inline, value)) + "]"
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


def is_tables(key: str, value: Any) -> bool:
    return key in TABLES and bool(value) and all(isinstance(item, dict) for item in value)


def is_head(key: str, value: Any) -> bool:
    return key in ("dossier", "scheme") and isinstance(value, dict)


def toml(raw: Rule, path: str = "") -> str:
    """A TOML document, with a table for each grant, tranche, version and the like."""
    text = "".join(
        f"{key} = {inline(value)}\n"
        for key, value in raw.items()
        if not is_tables(key, value) and not is_head(key, value)
    )
    for key, value in raw.items():
        name = f"{path}.{key}" if path else key
        if is_head(key, value):
            text += f"\n[{key}]\n{toml(value, name)}"
        elif is_tables(key, value):
            text += "".join(f"\n[[{name}]]\n{toml(item, name)}" for item in value)
    return text


def table(rows: list[Rule]) -> str:
    """A CSV file with every column that a row has."""
    columns = list(dict.fromkeys(key for row in rows for key in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def assumption(item: Rule) -> str:
    only = [f" {name}={value}" for name, values in item.get("only", {}).items() for value in values]
    return item["grant"] + (only[0] if len(only) == 1 else "")


def files(raw: Rule) -> dict[str, str]:
    """The files of a dossier by their names."""
    head = {"format": 1, "dossier": {"id": "oracle", **raw["dossier"]}}
    head |= {key: raw[key] for key in ("eligible_for", "grants") if raw.get(key)}
    found = {"dossier.toml": toml(head)}
    found["cost_lines.csv"] = table(raw["lines"]) if raw["lines"] else "line,period,amount,grant\n"
    if raw["quantities"]:
        found["quantities.csv"] = table(raw["quantities"])
    if "method" in raw:
        found["method.toml"] = toml({"format": 1, "steps": raw["method"]})
    if raw.get("assume_eligible"):
        found["assume_eligible.txt"] = "".join(f"{assumption(item)}\n" for item in raw["assume_eligible"])
    return found | {f"schemes/{scheme['scheme']['id']}.toml": toml(scheme) for scheme in raw["schemes"]}


def save(raw: Rule, folder: Path) -> None:
    for name, text in files(raw).items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


def show(raw: Rule) -> str:
    return "\n".join(f"--- {name}\n{text}" for name, text in files(raw).items())
