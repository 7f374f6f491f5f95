"""Explanations: trees of reasons that add up to the figure they explain."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from koers.types import Format, Lang

if TYPE_CHECKING:
    from koers import _koers

__all__ = ["Explanation", "Reason"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Something said, with the amount that it is about; that is the sum of those of its children, where they have any."""

    text: str
    """What it says, in the language of the explanation."""
    amount: Decimal | None
    """The amount in euros; `None` where it says what keeps something from happening."""
    statement: Mapping[str, Any]
    """The same as a code with what it is about, for programs; FORMAT.md lists the codes."""
    rests_on: str | None
    """The rule or agreement it rests on: scheme, version, article and status."""
    source: str | None
    """Where the dossier states it."""
    children: tuple[Reason, ...]
    """What it is made of."""

    def walk(self) -> Iterator[Reason]:
        """It, and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


class Explanation:
    """Why a figure is what it is, or why something was not paid. Immutable; a notebook shows trees that open and close."""

    __slots__ = ("_core", "_lang")

    def __init__(self, core: _koers.Explanation, lang: Lang) -> None:
        self._core = core
        self._lang: Lang = lang

    @property
    def tree(self) -> tuple[Reason, ...]:
        """The answers, each a tree of its own that adds up."""
        return tuple(_reason(tree) for tree in json.loads(self.to_json())["trees"])

    def render(self, format: Format = "text", lang: Lang | None = None) -> str:
        """It for people, in its own language unless another is named; as CSV a row for each reason, with its depth."""
        return self._core.render(format, lang or self._lang)

    def to_json(self, lang: Lang | None = None) -> str:
        """It as canonical JSON: the same bytes as from Rust and C."""
        return self.render("json", lang)

    def to_markdown(self, lang: Lang | None = None) -> str:
        """As `render("markdown")`."""
        return self.render("markdown", lang)

    def to_html(self, lang: Lang | None = None) -> str:
        """As `render("html")`: a piece of HTML, without a page around it."""
        return self.render("html", lang)

    def _repr_html_(self) -> str:
        return self.render("html")

    def __str__(self) -> str:
        return self.render()

    def __repr__(self) -> str:
        return self.render()


def _reason(node: Mapping[str, Any]) -> Reason:
    amount = node["amount"]
    return Reason(
        text=node["text"],
        amount=None if amount is None else Decimal(amount),
        statement=node["statement"],
        rests_on=node["rests_on"],
        source=node["source"],
        children=tuple(_reason(child) for child in node["children"]),
    )
