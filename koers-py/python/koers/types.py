"""Names for the words and values that calls take."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from os import PathLike
from typing import Any, Literal, TypeAlias

Lang: TypeAlias = Literal["nl", "en"]
"""Dutch or English."""

Format: TypeAlias = Literal["text", "json", "csv", "markdown", "html"]
"""In which form a settlement is written."""

Measure: TypeAlias = Literal[
    "opening", "granted", "room", "received", "repaid", "earned", "spent", "balance", "owed", "refund", "carry_over",
    "pending", "retained", "receivable", "own_funds",
]  # fmt: skip
"""An amount of the settlement that has a total."""

Amount: TypeAlias = Decimal | int | str
"""Euros: `Decimal("10.50")`, `10` or `"10.50"`; never a float."""

Day: TypeAlias = date | str
"""A date, or `2024-12-31` or `31-12-2024`."""

Booking: TypeAlias = str | Mapping[str, Amount] | None
"""A grant (`"iza"`), a booking as in the column `grant` (`"iza:60%;gala15:40%"`), its parts by grant
(`{"iza": "4161", "gala15": "rest"}`), or none."""

Rows: TypeAlias = Any
"""An iterable of mappings, or a table of polars, pandas, pyarrow or Koers."""

Schemes: TypeAlias = str | PathLike[str] | Iterable[str | PathLike[str]]
"""Schemes beside the catalogue: each the text of a TOML file (`str`), or the path of one (`pathlib.Path`)."""
