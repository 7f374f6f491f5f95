"""The settlement: every grant closed for the year by the holder, as tables."""

from __future__ import annotations

from decimal import Decimal
from os import PathLike
from typing import TYPE_CHECKING, Any, TypeVar

from koers.ahead import Deadlines, Forecast
from koers.certificate import Certificate
from koers.explain import Explanation
from koers.reconciliation import Reconciliation, reconcile
from koers.receipt import Receipt
from koers.rows import (
    AdviceRow,
    AllocationRow,
    ByRow,
    DeductionRow,
    DiffRow,
    EligibilityRow,
    FindingRow,
    OutcomeRow,
    OwnFundsRow,
    RestatementRow,
    RollForwardRow,
    RollForwardTotalRow,
    SettlementRow,
    TermRow,
)
from koers.tables import Table
from koers.threads import checked_threads
from koers.types import Amount, Basis, Day, Format, Lang, Measure, Progress, Rows
from koers.what_if import WhatIf
from koers.years import DeclaredRollForward

if TYPE_CHECKING:
    from koers import _koers
    from koers.dossier import Dossier

__all__ = ["Settlement"]

Row = TypeVar("Row")


class Settlement:
    """The settlement of all grants of a dossier, for each of its book years. Immutable; a notebook shows its table."""

    __slots__ = ("_certificate", "_core", "_dossier", "_tables")

    def __init__(self, core: _koers.Settlement, dossier: Dossier) -> None:
        self._core = core
        self._dossier = dossier
        self._tables: dict[str, Table[Any]] = {}
        self._certificate: Certificate | None = None

    @property
    def dossier(self) -> Dossier:
        """The dossier that was settled."""
        return self._dossier

    def _table(self, name: str, row: type[Row]) -> Table[Row]:
        table = self._tables.get(name)
        if table is None:
            self._tables[name] = table = Table(self._core.table(name), row)
        return table

    @property
    def settlement(self) -> Table[SettlementRow]:
        """Each part of each tranche of each grant, in each year.

        A closed year has what it was closed with, and the first open year opens with that: what a closed year comes to
        otherwise by now is in `restatement`, and under `other` in the `roll_forward` of the first open year.
        """
        return self._table("settlement", SettlementRow)

    @property
    def outcomes(self) -> Table[OutcomeRow]:
        """What became of each balance: refund, carry-over and so on, one row per cause."""
        return self._table("outcomes", OutcomeRow)

    @property
    def roll_forward(self) -> Table[RollForwardRow]:
        """The roll-forward (verloopoverzicht, BBV art. 52a).

        Opening + received − released − repaid + other = closing.
        """
        return self._table("roll_forward", RollForwardRow)

    @property
    def roll_forward_totals(self) -> Table[RollForwardTotalRow]:
        """The roll-forward added up by funder group and side of the balance (BBV art. 49 lid 2, 40a)."""
        return self._table("roll_forward_totals", RollForwardTotalRow)

    def next_year(self) -> Dossier:
        """The dossier of the year after: closings become openings, and what lapsed is a refund still to be paid back.

        It has the grants of this one, the budget of later years and no lines: `add` takes in what the new year brings, `save` writes it as a folder.
        Settled with that, it gives what one dossier of all the years would have given. Judgements of single lines
        stay behind. Raises `InputError` when the year after can't be a book year.
        """
        return type(self._dossier)._of(self._core.next_year())

    def close(self) -> Dossier:
        """The dossier with all its years closed as they are settled here: what each tranche came to is stated in it.

        A later change in those years (a late invoice, an award that was amended, a rule that was corrected) is told as
        K0509 and is in `restatement`:

            booked.close().add(lines=[late]).settle().restatement

        Years that were closed before stay as they were closed: what is otherwise in them is booked in the first year that is
        closed here.
        """
        return type(self._dossier)._of(self._core.close())

    @property
    def restatement(self) -> Table[RestatementRow]:
        """What changed in closed years, as postings with the reason then and now.

        `amount` is what is still to be booked: of what moves the difference, of what stands at the year's end the difference
        that the year before did not bring. What was booked when a later year was closed is not there any more.
        """
        return self._table("restatement", RestatementRow)

    def compare_roll_forward(self, declared: DeclaredRollForward, lang: Lang = "nl") -> Table[FindingRow]:
        """Where a published roll-forward says otherwise: by year, grant (id or title) and side, each amount it states."""
        if not isinstance(declared, DeclaredRollForward):
            raise TypeError(f"compare_roll_forward takes a koers.DeclaredRollForward, not {type(declared).__name__}")
        return Table(self._core.compare_roll_forward(declared._core).table(lang), FindingRow)

    @property
    def allocations(self) -> Table[AllocationRow]:
        """Which grant pays how much of which line."""
        return self._table("allocations", AllocationRow)

    @property
    def deductions(self) -> Table[DeductionRow]:
        """What was taken off the costs before any grant paid: income, contributions, compensable VAT."""
        return self._table("deductions", DeductionRow)

    @property
    def own_funds(self) -> Table[OwnFundsRow]:
        """What no grant pays, by line."""
        return self._table("own_funds", OwnFundsRow)

    @property
    def terms(self) -> Table[TermRow]:
        """What the schemes say beside the amounts: advances, duties with their dates, how a refund is claimed."""
        return self._table("terms", TermRow)

    @property
    def findings(self) -> Table[FindingRow]:
        """What a person must look at, with texts in Dutch; none is an error."""
        return self._table("findings", FindingRow)

    def eligibility(self, line: str) -> Table[EligibilityRow]:
        """Whether each part of each tranche may pay a line, and else what keeps it out.

        Raises `UnknownNameError` when the dossier has no such line.
        """
        return Table(self._core.eligibility(line), EligibilityRow)

    def explain(self, subject: str, *, year: int | None = None, lang: Lang = "nl") -> Explanation:
        """Why a figure is what it is: trees of reasons that add up, with rule, article and the source in the dossier.

            booked.explain("iza")  # all figures of a grant
            booked.explain("refund=iza", lang="en").tree[0].amount

        `subject` is the id of a grant or a line; `refund`, `carry_over` or `own_funds`; or `key=value`, where the key is `grant`,
        `line`, `refund`, `carry_over` or a dimension. Over all book years what moves is added up, and what stands is that of the
        last; `year` takes one. Of many lines the largest are named, and the others count together. Raises
        `UnknownSubjectError` when there is no such subject or book year.
        """
        return Explanation(self._core.explain(subject, year, False), lang)

    def why_not(self, subject: str, *, year: int | None = None, lang: Lang = "nl") -> Explanation:
        """Why something was not paid, or was not saved.

            booked.why_not("BZ-1")  # what keeps each grant from paying a line
            booked.why_not("refund=iza")  # what could have lowered a refund

        Of a line, or of `own_funds`, what keeps each part of each tranche from paying; of a grant, or of `refund`, the rebookings
        that save something, or what proves that none could, and what keeps other costs away. It settles the dossier again.
        Raises `UnknownSubjectError` for another subject, or one that isn't there.
        """
        return Explanation(self._core.explain(subject, year, True), lang)

    def diff(self, before: Settlement) -> Table[DiffRow]:
        """What differs from another settlement: by grant and tranche, and by line, with the reasons on both sides.

            dossier.settle("least-refund").diff(dossier.settle())

        A row stands where an amount is another, or where the same amount has another reason; that another method put it
        there is none. The settlements may be of different dossiers: what one of them lacks is zero there. Raises
        `TypeError` for what is no settlement.
        """
        return Table(self._core.diff(_settled(before)), DiffRow)

    def advice(self) -> Table[AdviceRow]:
        """The rebookings by which the dossier, settled as it is booked, would lose less, with what each saves.

            dossier.rebook({row.line: row.booking for row in settlement.advice()}).settle()

        They follow the least-refund result with the fewest euros moved; the largest amounts come first. What the rows save
        adds up to what entering all of them saves; what a row saves is given the rows before it, so one that saves nothing
        may make room for the next, and a line that is divided over grants has a row for each. They may save less than
        `settle("least-refund")`: where a grant pays a share of each line, no booking divides a line just so. `from` is
        `None` for own funds.

        The advice is about the dossier of this settlement, whatever the method by which it was settled. Whether the costs
        are eligible for their new grants is for a person to judge, most of all after `assume_eligible`.
        """
        if (table := self._tables.get("advice")) is None:
            self._tables["advice"] = table = Table(self._core.advice(), AdviceRow)
        return table

    def deadlines(
        self, as_of: Day | None = None, *, threads: int = 1, progress: Progress | None = None
    ) -> Deadlines:
        """What must be spent before when to lose nothing, at what rate, what the schemes ask of each grant by when, and what is
        still to be paid back.

            for row in settlement.deadlines().totals:
                print(row.date, row.amount, row.needed, row.so_far, row.times)

        `as_of` is the day up to which costs are known: not before the last cost line, and in the book years; by default
        the last day of the book year of the last cost line. Amounts are what grants must pay, and what is lost if nothing
        more is spent; at most 25 years after the last book year are looked at. `threads` and `progress` are as for
        `Dossier.settle`; the years are settled once or several times, so that they come by again. Raises `InputError` for
        another day, or when the rules of the years to come are refused, and `Cancelled` when `progress` said so.
        """
        return Deadlines(self._core.deadlines(as_of, progress, checked_threads(threads)))

    def forecast(
        self,
        basis: Basis = "run-rate",
        *,
        as_of: Day | None = None,
        through: int | None = None,
        horizon: bool = False,
        threads: int = 1,
        progress: Progress | None = None,
    ) -> Forecast:
        """What is expected of the years to come: refunds, what lapses, own funds.

            settlement.forecast("run-rate").years
            changed = dossier.with_award("iza", "2024", "5000000").settle().forecast("run-rate")
            settlement.forecast("plan", horizon=True).horizon

        With the basis `plan` what is budgeted for periods after the as-of date comes into the dossier as costs, with
        `run-rate` as much a month as in the year of that date, of all that is alike (booking, kind, dimensions) together; and the dossier
        is settled by the same method. Grants have what the dossier says: an award that is to come must be in it.

        `as_of` is the day up to which costs are known, as for `deadlines`; `through` the last year, at most 25 after the last
        book year, by default the last book year, that of the budget, or the last in which money must be spent to lose
        nothing. With `horizon` all years are planned as one, so that the least is lost over all of them together, instead of by
        the method of the settlement: also the years that are known, but for lines that are fixed. `threads` and `progress`
        are as for `Dossier.settle`; the years may be settled several times, so that they come by again.

        Raises `InputError` for another day or year, or when the dossier with all that is expected is refused, and
        `Cancelled` when `progress` said so.
        """
        core = self._core.forecast(basis, as_of, through, horizon, progress, checked_threads(threads))
        dossier = type(self._dossier)._of(core.dossier())
        return Forecast(core, Settlement(core.settlement(), dossier))

    def what_if(self, dossier: Dossier) -> WhatIf:
        """Settles a changed dossier by the same method, without which line each grant pays.

            best = dossier.settle("least-refund")
            best.what_if(dossier.with_award("iza", "2024", "5000000")).total("refund")

        After the one step `least-refund`, and with a dossier that a what-if made from the settled one, classes of lines
        are kept and no line is looked at: it takes the same time however many there are. Raises `InputError` when the
        method does not fit the dossier.
        """
        if not isinstance(dossier, type(self._dossier)):
            raise TypeError(f"what_if settles a koers.Dossier, not {type(dossier).__name__}")
        return WhatIf(self._core.what_if(dossier._core), dossier)

    def saved_by_award(self, grant: str, tranche: str, more: Amount = 1, *, part: str | None = None) -> Decimal:
        """What it would save of own funds and refunds together if an award were `more` euros higher.

        Below zero what it would cost. Raises `InputError` when there is no such tranche.
        """
        return self._core.saved_by_award(grant, tranche, part, more)

    def saved_by_cost(self, line: str, more: Amount = 1) -> Decimal:
        """What it would save of own funds and refunds together if a line were `more` euros higher.

        Below zero what it would cost. Raises `InputError` when there is no such line.
        """
        return self._core.saved_by_cost(line, more)

    def reconcile(self, declared: str | PathLike[str] | Rows) -> Reconciliation:
        """What others declared beside this settlement: each gap with its bridge by cause, and what stays unexplained.

        `declared` is a CSV file (a path), or rows: mappings, or a data frame, with the columns `key`, `scope`, `measure`,
        `amount`, `claim`, `sum_of`, `document` and `source`. Raises `InputError` with all findings when they can't be read.
        """
        return reconcile(self._core, declared)

    @property
    def certificate(self) -> Certificate | None:
        """The proof of what the steps `least-refund` achieved; `None` where no such step ran."""
        if self._certificate is None:
            # Kept, so that its text is written once.
            self._certificate = Certificate._of(self._core.certificate())
        return self._certificate

    def receipt(self) -> Receipt:
        """What it was made of and what came out, by which anyone can see later that nothing changed."""
        return Receipt._of(self._core.receipt())

    def by(self, *dimensions: str) -> Table[ByRow]:
        """Budget, realised cost and balance by dimensions of the lines and by grant: `by("theme", "project")`.

        `line` and `period` count as dimensions. Raises `UnknownNameError` when the dossier has no such dimension.
        """
        return Table(self._core.by(list(dimensions)), ByRow)

    def total(self, measure: Measure) -> Decimal:
        """The total of a measure over all grants, in euros.

        What moves is added up over the years, what stands is that of the last year, and a refund counts once.
        """
        return self._core.total(measure)

    def render(self, format: Format = "text", lang: Lang = "nl") -> str:
        """The settlement for people: a table per year with reasons and articles, and the findings."""
        return self._core.render(format, lang)

    def render_diff(self, before: Settlement, format: Format = "text", lang: Lang = "nl") -> str:
        """What `diff` tells, for people; as JSON or CSV the same table."""
        return self._core.render_diff(_settled(before), format, lang)

    def render_advice(self, format: Format = "text", lang: Lang = "nl") -> str:
        """What `advice` tells, for people, with the total; as JSON or CSV the same table."""
        return self._core.render_advice(format, lang)

    def render_roll_forward(self, format: Format = "text", lang: Lang = "nl") -> str:
        """The roll-forward for people: per year and side of the balance, with sums per funder group.

        As JSON the tables `roll_forward` and `roll_forward_totals`, as CSV the table `roll_forward`.
        """
        return self._core.render_roll_forward(format, lang)

    def render_restatement(self, format: Format = "text", lang: Lang = "nl") -> str:
        """What `restatement` tells, for people; as JSON or CSV the same table."""
        return self._core.render_restatement(format, lang)

    def to_json(self, lang: Lang = "nl") -> str:
        """All tables as canonical JSON: the same bytes as from Rust and C."""
        return self._core.json(lang)

    def to_markdown(self, lang: Lang = "nl") -> str:
        """As `render("markdown")`."""
        return self._core.render("markdown", lang)

    def _repr_html_(self) -> str:
        return self._core.render("html", "nl")

    def __repr__(self) -> str:
        totals = ", ".join(f"{name} {self._core.total(name)}" for name in ("refund", "carry_over", "own_funds"))
        return f"<koers.Settlement of {self._dossier.id}: {totals}>"


def _settled(before: object) -> _koers.Settlement:
    """A settlement to compare with."""
    if not isinstance(before, Settlement):
        raise TypeError(f"a settlement is compared with another koers.Settlement, not with {type(before).__name__}")
    return before._core
