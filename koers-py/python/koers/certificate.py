"""The certificate of a least-refund settlement: the proof that no other division loses less."""

from __future__ import annotations

from decimal import Decimal
from html import escape
from typing import NamedTuple

from koers import _koers

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
    loses less; that the network follows from rules and lines is for others to check. What was written elsewhere is read
    with `Certificate(json)`.

        best.certificate.verify()  # by the checker of the library, which doesn't trust the solver
        koers.verify.verify(best.certificate.to_json())  # by a second one in Python, which shares nothing with it
    """

    __slots__ = ("_core", "_text")

    def __init__(self, text: str) -> None:
        if not isinstance(text, str):
            raise TypeError(f"a koers.Certificate is made of its JSON text, not of {type(text).__name__}")
        self._text: str | None = text
        self._core: _koers.Certificate | None = None

    @classmethod
    def _of(cls, core: _koers.Certificate | None) -> Certificate | None:
        if core is None:
            return None
        certificate = object.__new__(cls)
        # Its text has a hash of every line: it is made when it is asked for.
        certificate._text, certificate._core = None, core
        return certificate

    def to_json(self) -> str:
        """The certificate as canonical JSON: the same bytes as from Rust and C.

        That of a settlement is made when it is first asked for, and goes over every line.
        """
        if self._text is None:
            # Two threads may both write it; they write the same.
            self._text = self._read().json()
        return self._text

    def verify(self) -> None:
        """Returns when everything holds that the certificate states; else raises `koers.verify.Invalid`.

        Of a settlement it checks the flow and the prices as the settlement holds them, in microseconds and without a look at
        lines; of a text also that its tables, levels and cuts agree with them. `koers.verify.verify(certificate.to_json())`
        does the latter without the library.
        """
        flaw = self._read().flaw()
        if flaw is not None:
            raise _invalid(flaw)

    def _read(self) -> _koers.Certificate:
        if self._core is None:
            # Two threads may both read it; they read the same.
            self._core, why = _koers.certificate(self.to_json())
            if self._core is None:
                raise _invalid(why or "")
        return self._core

    @property
    def input(self) -> str:
        """The SHA-256 of dossier, rules and method: two certificates of the same input are about the same question.

        It is worked out when it is first asked for, and goes over every line.
        """
        return self._read().input()

    @property
    def claims(self) -> tuple[Claim, ...]:
        """What it proves, by book year and step."""
        return tuple(
            Claim(year, step, dict(levels), tuple(left_out), gap)
            for year, step, levels, left_out, gap in self._read().claims()
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Certificate):
            return NotImplemented
        return self is other or self.to_json() == other.to_json()

    def __hash__(self) -> int:
        return hash(self.to_json())

    def __reduce__(self) -> tuple[type[Certificate], tuple[str]]:
        return Certificate, (self.to_json(),)

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


def _invalid(why: str) -> ValueError:
    """The exception for a certificate that proves nothing."""
    # Not imported with the package, so that `python -m koers.verify` is the module itself.
    from koers.verify import Invalid

    return Invalid(why)
