"""Names for the words and values that calls take."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from os import PathLike
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, Union

if TYPE_CHECKING:
    from koers.scheme import Scheme

# Unions of single words: a Literal of several is the same to a type checker, but mypy.stubtest refuses it here.
Lang: TypeAlias = Literal["nl"] | Literal["en"]
"""Dutch or English."""

Format: TypeAlias = Literal["text"] | Literal["json"] | Literal["csv"] | Literal["markdown"] | Literal["html"]
"""In which form a settlement is written."""

Basis: TypeAlias = Literal["plan"] | Literal["run-rate"]
"""Where the costs of the years to come are taken from: the budget, or what was spent a month."""

Measure: TypeAlias = (
    Literal["opening"]
    | Literal["granted"]
    | Literal["room"]
    | Literal["received"]
    | Literal["repaid"]
    | Literal["earned"]
    | Literal["spent"]
    | Literal["balance"]
    | Literal["owed"]
    | Literal["refund"]
    | Literal["carry_over"]
    | Literal["pending"]
    | Literal["retained"]
    | Literal["receivable"]
    | Literal["own_funds"]
)
"""An amount of the settlement that has a total."""

Amount: TypeAlias = Decimal | int | str
"""Euros: `Decimal("10.50")`, `10` or `"10.50"`; never a float."""

Day: TypeAlias = date | str
"""A date, or `2024-12-31` or `31-12-2024`."""

Booking: TypeAlias = str | Mapping[str, Amount] | None
"""A grant (`"iza"`), a booking as in the column `grant` (`"iza:60%;gala15:40%"`), its parts by grant
(`{"iza": "4161", "gala15": "rest"}`), or none."""

Method: TypeAlias = Union[
    Literal["booked"],
    Literal["priority"],
    Literal["least-refund"],
    Iterable[Mapping[str, Any]],
    PathLike[str],
]
"""In which steps costs are put on grants: a word, the steps themselves (mappings with the keys of `steps` in a method
file), or the path of a method file (`pathlib.Path`)."""

Progress: TypeAlias = Callable[[int, int, int, int], object]
"""Is called now and then with the book year, the step (from 1; 0 for the lines that are fixed), how much of it is done
and how much there is; a step may count more than once, each time from 0. The run is cancelled when it gives `False`, or
raises."""

Values: TypeAlias = Mapping[str, Iterable[str]]
"""By dimension (theme, project, any column) a list of its values."""

Rows: TypeAlias = Any
"""An iterable of mappings, or a table of polars, pandas, pyarrow or Koers."""

OneScheme: TypeAlias = Union[str, PathLike[str], "Scheme"]
"""The text of a scheme file (`str`), the path of one (`pathlib.Path`), or a `koers.Scheme`."""

Schemes: TypeAlias = OneScheme | Iterable[OneScheme]
"""Schemes beside the catalogue, which they go before."""
