"""The certificate of a least-refund settlement: the proof that no other division loses less."""

from __future__ import annotations

import json
from decimal import Decimal
from html import escape
from typing import Any, NamedTuple

__all__ = ["Certificate", "Claim"]


class Claim(NamedTuple):
    """What a certificate proves of one step of the method in one book year."""

    year: int
    step: int
    levels: dict[str, Decimal]
    """What is minimised, one after the other, and what it comes to in euros.

    `lost`: own funds and refunds together, without what was owed before; `own_funds`: of those the own funds. `lapse
    2025-12-31`: what is carried over and lapses on that day. `retained`: what is spent of money that the holder might have
    kept. `preference 1`: what is left unspent of the grants of that preference. `moved`: what isn't paid by the grant on
    which it is booked. Own funds count as far as they are costs of this step; those of fixed lines and of other steps
    are only in the settlement."""
    left_out: tuple[str, ...]
    """The rules that no flow can keep, as `ceiling iza/staf`: the result keeps them, the proof doesn't speak of them."""
    gap: Decimal
    """How much less could be lost at most, because of those rules; zero where there are none."""


class Certificate:
    """The proof of what the steps `least-refund` of a settlement achieved. Immutable; a notebook shows what it claims.

    It holds the network of classes of costs, grants and limits with a flow, and prices that show that no other flow
    loses less. `verify()` checks that without the engine; that the network follows from rules and lines is for others
    to check.
    """

    __slots__ = ("_json", "_value")

    def __init__(self, text: str) -> None:
        self._json = text
        self._value: dict[str, Any] | None = None

    def to_json(self) -> str:
        """The certificate as canonical JSON: the same bytes as from Rust and C."""
        return self._json

    def verify(self) -> None:
        """Returns when everything holds that the certificate states; else raises `koers.verify.Invalid`."""
        # Not imported with the package, so that `python -m koers.verify` is the module itself.
        from koers.verify import verify

        verify(self._json)

    def _read(self) -> dict[str, Any]:
        value = self._value
        if value is None:
            # Two threads may both read it; they read the same.
            self._value = value = json.loads(self._json)
        return value

    @property
    def input(self) -> str:
        """The SHA-256 of dossier, rules and method: two certificates of the same input are about the same question."""
        return str(self._read()["input"])

    @property
    def claims(self) -> tuple[Claim, ...]:
        """What it proves, by book year and step."""
        return tuple(_claim(problem) for problem in self._read()["problems"])

    def __eq__(self, other: object) -> bool:
        return self._json == other._json if isinstance(other, Certificate) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._json)

    def __repr__(self) -> str:
        lost = sum((claim.levels.get("lost", Decimal()) for claim in self.claims), Decimal())
        return f"<koers.Certificate: lost {lost}, gap {sum((claim.gap for claim in self.claims), Decimal())}>"

    def _repr_html_(self) -> str:
        rows = [
            (claim.year, claim.step, level, f"{amount}", "")
            for claim in self.claims
            for level, amount in claim.levels.items()
        ]
        rows += [
            (claim.year, claim.step, "gap", f"{claim.gap}", ", ".join(claim.left_out))
            for claim in self.claims
            if claim.left_out
        ]
        columns = ("year", "step", "level", "amount", "left_out")
        styles = [f"text-align:{'right' if name == 'amount' else 'left'};padding:2px 8px;white-space:nowrap" for name in columns]

        def line(tag: str, cells: tuple[object, ...]) -> str:
            both = zip(styles, cells, strict=True)
            return "".join(f'<{tag} style="{style}">{escape(str(cell))}</{tag}>' for style, cell in both)

        head = line("th", columns)
        body = "".join(f"<tr>{line('td', row)}</tr>\n" for row in rows)
        return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n"


def _claim(problem: dict[str, Any]) -> Claim:
    amounts = (Decimal(amount) for amount in problem["objective"])
    names = (
        " ".join([item["kind"], item["grant"] + (f"/{item['name']}" if item["name"] is not None else "")])
        for item in problem["left_out"]
    )
    return Claim(
        problem["year"],
        problem["step"],
        dict(zip(problem["levels"], amounts, strict=True)),
        tuple(names),
        Decimal(problem["gap"]),
    )
