"""What is ahead of a settlement: deadlines and forecasts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from koers import _koers
from koers.rows import DiffRow
from koers.rows_ahead import DeadlineRow, DeadlineTotalRow, ForecastRow, ForecastYearRow, HorizonRow, ScenarioRow
from koers.tables import Table
from koers.types import Format, Lang

if TYPE_CHECKING:
    from koers.settlement import Settlement

__all__ = ["Deadlines", "Forecast", "render_side_by_side", "side_by_side"]


class Deadlines:
    """What must be done before when. Immutable; a notebook shows its table."""

    __slots__ = ("_core",)

    def __init__(self, core: _koers.Deadlines) -> None:
        self._core = core

    @property
    def as_of(self) -> date:
        """The day up to which costs are known."""
        return self._core.as_of

    @property
    def rows(self) -> Table[DeadlineRow]:
        """What each part of each tranche must spend before when to lose nothing, the duties of each grant, and what is still to be
        paid back; by day, first the refunds for which no day is named."""
        return Table(self._core.table("deadlines"), DeadlineRow)

    @property
    def totals(self) -> Table[DeadlineTotalRow]:
        """By day what all of them together must have spent, and at what rate."""
        return Table(self._core.table("deadline_totals"), DeadlineTotalRow)

    def render(self, format: Format = "text", lang: Lang = "nl") -> str:
        """The deadlines and their totals for people; as JSON both tables, as CSV the rows."""
        return self._core.render(format, lang)

    def to_json(self) -> str:
        """Both tables as canonical JSON: the same bytes as from Rust and C."""
        return self._core.render("json", "nl")

    def _repr_html_(self) -> str:
        return self._core.render("html", "nl")

    def __repr__(self) -> str:
        return self._core.render("text", "nl")


class Forecast:
    """What is expected of the years to come. Immutable; a notebook shows its tables."""

    __slots__ = ("_core", "_settlement")

    def __init__(self, core: _koers.Forecast, settlement: Settlement) -> None:
        self._core = core
        self._settlement = settlement

    @property
    def as_of(self) -> date:
        """The day up to which costs are known."""
        return self._core.as_of

    @property
    def basis(self) -> str:
        """Where the costs of the years to come are taken from: `plan` or `run-rate`."""
        return self._core.basis

    @property
    def settlement(self) -> Settlement:
        """The dossier with the expected costs in it, settled: with all tables, of the years before as well."""
        return self._settlement

    @property
    def rows(self) -> Table[ForecastRow]:
        """Each part of each tranche in each year that ends after the as-of date, and per year, last, own funds."""
        return Table(self._core.table("forecast"), ForecastRow)

    @property
    def years(self) -> Table[ForecastYearRow]:
        """The sums of each year."""
        return Table(self._core.table("forecast_years"), ForecastYearRow)

    @property
    def horizon(self) -> HorizonRow | None:
        """What all years come to, where they were planned as one: `forecast(..., horizon=True)`."""
        return next(iter(Table(self._core.table("horizon"), HorizonRow)), None)

    def diff(self, before: Forecast) -> Table[DiffRow]:
        """What differs from another forecast: as `Settlement.diff` of their settlements, but that costs that are expected are
        told together. What each grant pays of them is in what it spends, and a row without grant and line is what no grant
        pays of them. Raises `TypeError` for what is no forecast.
        """
        return Table(self._core.diff(_forecast(before)), DiffRow)

    def render_diff(self, before: Forecast, format: Format = "text", lang: Lang = "nl") -> str:
        """What `diff` tells, for people; as JSON or CSV the same table."""
        return self._core.render_diff(_forecast(before), format, lang)

    def render(self, format: Format = "text", lang: Lang = "nl") -> str:
        """The forecast for people; as JSON its tables, as CSV the rows."""
        return self._core.render(format, lang)

    def to_json(self) -> str:
        """The tables as canonical JSON, with `horizon` where all years were planned as one: the same bytes as from Rust and C."""
        return self._core.render("json", "nl")

    def _repr_html_(self) -> str:
        return self._core.render("html", "nl")

    def __repr__(self) -> str:
        return self._core.render("text", "nl")


def side_by_side(forecasts: Mapping[str, Forecast]) -> Table[ScenarioRow]:
    """Forecasts beside each other, by name: by year, and of each year in the order in which they are given; last, all these
    years together. The years are those that are forecast, the last one that is settled, and those before it that are settled
    otherwise in any of them.

        faster = dossier.rebook({"BZ-1": "iza"}).settle().forecast()
        koers.side_by_side({"as it is": dossier.settle().forecast(), "BZ-1 on IZA": faster})

    A scenario is a list of changes: what-ifs of a dossier, one after the other. What is lost, own funds and refunds
    together, is compared with the first.
    """
    return Table(_koers.scenarios(_named(forecasts)), ScenarioRow)


def render_side_by_side(forecasts: Mapping[str, Forecast], format: Format = "text", lang: Lang = "nl") -> str:
    """What `side_by_side` tells, for people; as JSON or CSV the same table."""
    return _koers.render_scenarios(_named(forecasts), format, lang)


def _forecast(forecast: Forecast) -> _koers.Forecast:
    if not isinstance(forecast, Forecast):
        raise TypeError(f"a forecast is compared with a koers.Forecast, not {type(forecast).__name__}")
    return forecast._core


def _named(forecasts: Mapping[str, Forecast]) -> list[tuple[str, _koers.Forecast]]:
    return [(name, forecast._core) for name, forecast in forecasts.items()]
