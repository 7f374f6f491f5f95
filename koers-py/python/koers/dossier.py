"""The dossier: grants, cost lines, quantities and budget of one holder, checked and ready to settle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from os import PathLike, fspath
from pathlib import Path
from typing import Any

from koers import _koers
from koers.frames import lines as _lines
from koers.frames import small as _small
from koers.rows import BudgetRow, CostLineRow, GrantRow, QuantityRow
from koers.scheme import Scheme
from koers.settlement import Settlement
from koers.tables import Table
from koers.threads import checked_threads
from koers.types import Amount, Booking, Day, Method, Progress, Rows, Schemes, Values

__all__ = ["Dossier", "load"]


def load(path: str | PathLike[str]) -> Dossier:
    """Loads and checks the dossier in a folder: `dossier.toml`, its tables in CSV, and `schemes/*.toml`.

    Raises `InputError` with all findings of all files when any is an error.
    """
    return Dossier._of(_koers.load(fspath(path)))


class Dossier:
    """Grants, costs, quantities and budget of one holder over one or more years, with the rules in force. Immutable."""

    __slots__ = ("_core",)
    _core: _koers.Dossier

    def __init__(
        self,
        *,
        id: str = "dossier",
        title: str | None = None,
        holder: str,
        years: Iterable[int],
        grants: Iterable[Mapping[str, Any]],
        lines: Rows = None,
        quantities: Rows = None,
        budget: Rows = None,
        eligible_for: Iterable[Mapping[str, Any]] | None = None,
        schemes: Schemes = (),
        as_of: Day | None = None,
        chain_from: int | None = None,
        closed: Iterable[int] | None = None,
    ) -> None:
        """Checks a dossier from memory.

        `grants` and `eligible_for` are mappings with the keys of the dossier file. `lines`, `quantities` and `budget`
        are rows with the columns of the files: mappings, a data frame of polars, pandas or pyarrow, or anything else with
        `__arrow_c_stream__`, such as a relation of DuckDB. `schemes` go before the catalogue; `chain_from` is the first book
        year of the chain of dossiers that this one goes on with, `closed` are the book years that are closed. Raises
        `InputError` with all findings when any is an error, and `OSError` when a scheme's path can't be read.
        """
        one_or_more = [schemes] if isinstance(schemes, (str, PathLike, Scheme)) else schemes
        head = {"id": id, "title": title, "holder": holder, "years": _listed(years), "as_of": as_of}
        head |= {"chain_from": chain_from, "closed": _listed(closed)}
        # The stream of the lines comes last: it is open until the core has read it.
        units, planned = _small(quantities, "quantities"), _small(budget, "budget")
        line_rows, stream = _lines(lines, "lines")
        self._core = _koers.build(
            {"dossier": head, "grants": _listed(grants), "eligible_for": _listed(eligible_for)},
            line_rows,
            units,
            planned,
            [_scheme(at, scheme) for at, scheme in enumerate(one_or_more)],
            stream,
        )

    @classmethod
    def _of(cls, core: _koers.Dossier) -> Dossier:
        dossier = object.__new__(cls)
        dossier._core = core
        return dossier

    @property
    def id(self) -> str:
        """Its id."""
        return self._core.id

    @property
    def title(self) -> str:
        """Its title: else its id."""
        return self._core.title

    @property
    def holder(self) -> str:
        """The body that holds the grants."""
        return self._core.holder

    @property
    def years(self) -> tuple[int, ...]:
        """The book years, ascending."""
        return tuple(self._core.years)

    @property
    def closed(self) -> tuple[int, ...]:
        """The book years that are closed: the first ones. What changes in them is told, and restated."""
        return tuple(self._core.closed)

    @property
    def as_of(self) -> date | None:
        """The date as of which the rules are known, if that matters."""
        return self._core.as_of

    @property
    def grants(self) -> tuple[GrantRow, ...]:
        """The grants, in their order: by preference, then by id."""
        return tuple(GrantRow(*grant) for grant in self._core.grants)

    @property
    def cost_lines(self) -> Table[CostLineRow]:
        """The cost lines as they were read, dimensions last."""
        return Table(self._core.cost_lines(), CostLineRow)

    @property
    def budget(self) -> Table[BudgetRow]:
        """The budget as it was read, its own dimensions last."""
        return Table(self._core.budget(), BudgetRow)

    @property
    def quantities(self) -> Table[QuantityRow]:
        """The quantities as they were read."""
        return Table(self._core.quantities(), QuantityRow)

    @property
    def schemes(self) -> tuple[Scheme, ...]:
        """The schemes of its grants, by id."""
        return tuple(Scheme._of(scheme) for scheme in self._core.schemes())

    def settle(self, method: Method | None = None, *, threads: int = 1, progress: Progress | None = None) -> Settlement:
        """Settles the dossier: the lines that are fixed where they are booked, then the rest by a method.

        Without a method each line is paid by the grant it is booked on, as far as the rules allow. A method is
        `"booked"`, `"priority"`, `"least-refund"`, a list of steps, or the path of a method file:

            dossier.settle("least-refund")
            dossier.settle([{"method": "pro-rata", "weights": "room"}, {"method": "booked"}])
            dossier.settle(pathlib.Path("method.toml"))

        With `threads` so many read the lines, where there are hundreds of thousands; what comes out is the same.

        `progress` is called now and then with the book year, the step, how much of the work at hand is done and how much
        there is: a step may have several pieces of work, each begins with 0 and ends with all of it. What it raises
        passes through, and `False` cancels the run. Ctrl-C interrupts a long run with or without it.

        Raises `InputError` when the method doesn't fit the dossier or the amounts together are beyond what can be
        computed with, `Cancelled` when `progress` said so, `OSError` when the method's path can't be read, and
        `ValueError` for fewer than one thread.
        """
        return Settlement(self._core.settle(_method(method), progress, checked_threads(threads)), self)

    def add(
        self,
        *,
        grants: Iterable[Mapping[str, Any]] | None = None,
        lines: Rows = None,
        quantities: Rows = None,
        budget: Rows = None,
        eligible_for: Iterable[Mapping[str, Any]] | None = None,
        schemes: Schemes = (),
    ) -> Dossier:
        """The same dossier with more in it: what a new year brings, a late invoice, an award that was amended.

            dossier_2025 = booked.next_year().add(
                grants=[{"id": "iza", "tranches": [{"id": "2024", "repaid": [{"period": "2025-06", "amount": "965225"}]}]}],
                lines=lines_2025,
            )

        A grant that isn't there has the keys of the dossier file. Of one that is, `state`, `since`, `tranches` and
        `agreements` may be given: a tranche that is new with all its keys, of one that is there `amendments`, `received` and
        `repaid`, which are added. `schemes` go before those of the dossier. Raises `InputError` with all findings when any
        is an error.
        """
        one_or_more = [schemes] if isinstance(schemes, (str, PathLike, Scheme)) else schemes
        # The stream of the lines comes last: it is open until the core has read it.
        units, planned = _small(quantities, "quantities"), _small(budget, "budget")
        line_rows, stream = _lines(lines, "lines")
        core = _koers.add(
            self._core,
            {"grants": _listed(grants), "eligible_for": _listed(eligible_for)},
            line_rows,
            units,
            planned,
            [_scheme(at, scheme) for at, scheme in enumerate(one_or_more)],
            stream,
        )
        return Dossier._of(core)

    def save(self, path: str | PathLike[str]) -> None:
        """Writes the dossier as a folder that `load` reads; it is made where it isn't there, and must be empty.

        Raises `InputError` when it can't be written, or when something was assumed: a what-if is no dossier.
        """
        self._core.save(fspath(path))

    def known_on(self, date: Day | None) -> Dossier:
        """The same dossier with the rules as they were known on a date; with all rules for `None`. A what-if.

        Raises `InputError` when the date doesn't exist.
        """
        return Dossier._of(self._core.known_on(date))

    def rebook(self, bookings: Mapping[str, Booking]) -> Dossier:
        """The same dossier with other bookings on some lines; a what-if, nothing is written anywhere.

            dossier.rebook({"BZ-1": "iza", "BZ-2": None, "BZ-3": {"iza": "4161", "gala15": "rest"}})

        Raises `InputError` when a line or grant is unknown, a booking can't be read, or amounts exceed their line.
        """
        return Dossier._of(self._core.rebook(dict(bookings)))

    def assume_eligible(
        self,
        grant: str,
        *,
        only: Values | None = None,
        except_: Values | None = None,
        match: str = "all",
    ) -> Dossier:
        """The same dossier in which all costs are eligible for a grant whatever its scheme says; a what-if.

        With `only` or `except_` just the costs that meet the condition, as in `eligible` of a scheme. All other rules of
        the grant hold.

            dossier.assume_eligible("iza", only={"theme": ["zorg"]}).settle("least-refund")

        Raises `InputError` when the grant is unknown or the condition is not one.
        """
        return Dossier._of(self._core.assume_eligible(grant, _condition(only, except_, match)))

    def judge_eligible(
        self,
        grant: str,
        *,
        source: str,
        lines: Iterable[str] = (),
        only: Values | None = None,
        except_: Values | None = None,
        match: str = "all",
    ) -> Dossier:
        """The same dossier with one more judgement of what is eligible for a grant, as in `eligible_for` of the dossier.

        `source` is the memo or decision that says so. Raises `InputError` when the grant or a line is unknown, or the
        judgement names neither lines nor a condition.
        """
        judgement = {"grant": grant, "source": source, "lines": _listed(lines)}
        return Dossier._of(self._core.judge_eligible(grant, judgement | _condition(only, except_, match)))

    def with_award(self, grant: str, tranche: str, amount: Amount, *, part: str | None = None) -> Dossier:
        """The same dossier with another award of a tranche, or of a part of one; a what-if.

        Amendments stay, and what was first granted changes; with an opening an amendment in the first book year makes
        the difference. Raises `InputError` when there is no such tranche, or the amount is below zero or below what
        amendments bring.
        """
        return Dossier._of(self._core.with_award(grant, tranche, part, amount))

    def with_ceiling(self, scheme: str, name: str, amount: Amount) -> Dossier:
        """The same dossier in which a ceiling of a scheme has another amount, in all its versions; a what-if.

        Raises `InputError` when no grant is of such a scheme, it has no such ceiling, or the amount is below zero.
        """
        return Dossier._of(self._core.with_ceiling(scheme, name, amount))

    def with_preference(self, grant: str, preference: int | None) -> Dossier:
        """The same dossier with another place of a grant in the order of grants, or none; a what-if.

        Raises `InputError` when the grant is unknown, or the number is not from 1 to 1,000,000.
        """
        return Dossier._of(self._core.with_preference(grant, preference))

    def with_amounts(self, amounts: Mapping[str, Amount]) -> Dossier:
        """The same dossier with other amounts on some lines; a what-if.

        Raises `InputError` when a line is unknown, or its booking or compensable VAT doesn't fit the new amount.
        """
        return Dossier._of(self._core.with_amounts(dict(amounts)))

    def __repr__(self) -> str:
        lines = len(self._core.cost_lines())
        years = "–".join(str(year) for year in dict.fromkeys((self.years[0], self.years[-1])))
        return f"<koers.Dossier {self.id} {years}: {len(self.grants)} grants, {lines} cost lines>"


def _method(method: Any) -> _koers.Method:
    """The method that a word, the steps or a path gives."""
    if isinstance(method, PathLike):
        path = Path(method)
        return _koers.method_file(path.name, path.read_bytes())
    return _koers.method("booked" if method is None else _listed(method))


def _condition(only: Any, except_: Any, match: str) -> dict[str, Any]:
    """The keys of a condition on dimensions."""
    by_dimension = {"only": only, "except": except_}
    listed = {
        key: {name: _listed(values) for name, values in dict(of).items()} if isinstance(of, Mapping) else of
        for key, of in by_dimension.items()
    }
    return {**listed, "match": match}


def _listed(value: Any) -> Any:
    """A list of what can be listed; anything else as it is, for the core to refuse."""
    if isinstance(value, Iterable) and not isinstance(value, (str, bytes, Mapping)):
        return list(value)
    return value


def _scheme(at: int, scheme: str | PathLike[str] | Scheme) -> _koers.Scheme | tuple[str, bytes]:
    """The scheme, or the name and the bytes of its file."""
    if isinstance(scheme, Scheme):
        return scheme._core
    if isinstance(scheme, str):
        return f"schemes[{at}]", scheme.encode("utf-8", "surrogatepass")
    path = Path(scheme)
    return path.name, path.read_bytes()
