"""What is ahead of a settlement."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from conftest import ACCOUNTS, ROOT, line, small
from test_cli import run

import koers


@pytest.fixture(scope="module")
def ahead(accounts: koers.Dossier) -> koers.Deadlines:
    return accounts.settle().deadlines()


def test_question_8_what_must_be_spent_before_when(ahead: koers.Deadlines) -> None:
    assert ahead.as_of == date(2024, 12, 31)
    assert [(row.date, row.kind, row.amount) for row in ahead.totals] == [
        (date(2025, 12, 31), "spend", 457_560),
        (date(2026, 12, 31), "spend", 278_318),
    ]
    # Nothing of it waits for money that has not come in.
    assert all(row.refund == row.amount == row.by_then for row in ahead.totals)


def test_question_10_how_much_faster(ahead: koers.Deadlines) -> None:
    total = ahead.totals[0]
    assert (total.needed, total.so_far, total.times) == (38_130, Decimal("9048.33"), Decimal("4.214036"))


def test_question_20_what_is_left_per_tranche(accounts: koers.Dossier, ahead: koers.Deadlines) -> None:
    def gala(deadlines: koers.Deadlines) -> list[Decimal | None]:
        return [row.amount for row in deadlines.rows if row.grant == "gala15" and row.kind == "spend"]

    assert gala(ahead) == [62_617, 211_356]
    assert gala(accounts.settle([{"method": "booked", "tranches": "newest"}]).deadlines()) == [169_711, 104_262]


def test_duties_stand_between_what_must_be_spent(ahead: koers.Deadlines) -> None:
    iza = [(row.date, row.kind, row.year, row.reason) for row in ahead.rows if row.grant == "iza"]
    assert iza == [
        (None, "due", 2024, "spuk-iza@2023-01-01 art. 2 lid 1; Awb art. 4:57 lid 1 (text)"),
        (date(2025, 7, 15), "accountability", 2024, "spuk-iza@2023-01-01 art. 8 lid 2 (text)"),
        (date(2026, 3, 31), "decision", 2024, "spuk-iza@2023-01-01 art. 9 lid 1 (text)"),
    ]
    # One decision for all years, which comes back in none; the last of them is its year.
    gala = [(row.date, row.kind) for row in ahead.rows if row.grant == "gala15" and row.tranche is None]
    assert gala == [(date(year, 7, 15), "accountability") for year in (2025, 2026, 2027)] + [(date(2028, 3, 31), "decision")]
    decided = [(row.grant, row.date, row.year) for row in ahead.rows if row.kind == "decision"]
    assert decided == [
        ("iza", date(2026, 3, 31), 2024),
        ("clientondersteuning", date(2027, 3, 31), 2025),
        ("gala15", date(2028, 3, 31), 2026),
    ]


def test_the_refund_stands_until_it_is_repaid(accounts: koers.Dossier, ahead: koers.Deadlines) -> None:
    """In 2025 the 965.225 is owed, and what is to be done of 2024 is still told."""
    next_year = accounts.settle().next_year()
    in_2025 = next_year.settle().deadlines()
    assert in_2025.as_of == ahead.as_of
    told = [[(row.date, row.kind, row.year, row.grant, row.amount) for row in deadlines.rows] for deadlines in (ahead, in_2025)]
    assert told[0] == told[1]
    repaid = [{"id": "iza", "tranches": [{"id": "2024", "repaid": [{"period": "2025-06", "amount": "900000"}]}]}]
    due = [row for row in next_year.add(grants=repaid).settle().deadlines("2025-06-30").rows if row.kind == "due"]
    assert [(row.date, row.year, row.amount) for row in due] == [(None, 2024, 65_225)]



def test_the_tables(ahead: koers.Deadlines) -> None:
    assert (ahead.rows.name, ahead.rows.columns[6]) == ("deadlines", "from")
    assert type(ahead.rows[0]) is koers.DeadlineRow and type(ahead.totals[0]) is koers.DeadlineTotalRow
    assert ahead.totals.columns == koers.DeadlineTotalRow._fields
    assert next(row.from_ for row in ahead.rows if row.kind == "spend") == date(2025, 1, 1)
    tables = json.loads(ahead.to_json())
    assert [len(table) for table in tables.values()] == [len(ahead.rows), len(ahead.totals)] == [15, 2]
    assert ahead.rows.to_polars().height == 15
    assert ahead.render("csv") == ahead.rows.to_csv()


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_for_people(ahead: koers.Deadlines, lang: koers.types.Lang) -> None:
    text = ahead.render("text", lang)
    assert ("38.130,00" if lang == "nl" else "38,130.00") in text
    assert ("4,21" if lang == "nl" else "4.21") in text
    assert ahead.render("markdown", lang).startswith("## ")
    assert ahead.render("html", lang).count("<thead>") == 3
    assert "Provincie Overijssel" in text and not any(code in text for code in ["clientondersteuning ", "lapsed:", "@20", "(text)"])
    assert max(map(len, text.splitlines())) <= 120 and "457.560,00" not in text and "457,560.00" not in text
    assert ("samen" if lang == "nl" else "earlier") in text
    assert repr(ahead) == ahead.render() and ahead._repr_html_() == ahead.render("html")


def test_nothing_is_left_to_do() -> None:
    deadlines = koers.Dossier(**small(grants=[], lines=[])).settle().deadlines()
    assert (deadlines.as_of, len(deadlines.rows)) == (date(2023, 12, 31), 0)
    assert "Er is niets te doen." in deadlines.render()
    assert "<p>There is nothing to do.</p>" in deadlines.render("html", "en")


def test_without_lines_the_book_years_are_ahead() -> None:
    (row, *_) = koers.Dossier(**small(lines=[])).settle().deadlines().rows
    assert (row.date, row.amount, row.needed, row.since) == (date(2024, 12, 31), 1000, Decimal("83.33"), None)


@pytest.mark.parametrize("day", ["2024-09-29", date(2025, 1, 1)])
def test_another_day_is_refused(day: date | str) -> None:
    settlement = koers.Dossier(**small(lines=[line(period="2024-09")])).settle()
    assert settlement.deadlines("2024-09-30").as_of == date(2024, 9, 30)
    with pytest.raises(koers.InputError, match="30-09-2024 tot en met 31-12-2024") as caught:
        settlement.deadlines(day)
    assert [(row.code, row.source) for row in caught.value.findings] == [("K0605", "as_of")]


@pytest.mark.parametrize("form", ["text", "json", "csv", "markdown", "html"])
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_command(ahead: koers.Deadlines, form: koers.types.Format, lang: koers.types.Lang) -> None:
    done = run("deadlines", ACCOUNTS, "--format", form, "--lang", lang)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode("utf-8") == ahead.render(form, lang)


def test_the_command_takes_a_day_and_changes() -> None:
    case = ROOT / "tests/corpus/good/deadlines-in-the-year"
    changes = ["--award", "vijfde/2024=900", "--method", "priority"]
    done = run("deadlines", case, "--as-of", "30-09-2024", "--format", "json", *changes)
    changed = koers.load(case).with_award("vijfde", "2024", 900).settle("priority")
    assert done.stdout.decode("utf-8") == changed.deadlines("2024-09-30").to_json()
    done = run("deadlines", case, "--as-of", "2024-09-01", "--lang", "en")
    assert (done.returncode, done.stdout) == (1, b"") and b"K0605" in done.stderr
    done = run("deadlines", case, "--as-of", "2024-09-01", "--format", "json")
    assert (done.returncode, done.stderr) == (1, b"") and b"K0605" in done.stdout


@pytest.fixture(scope="module")
def rate(accounts: koers.Dossier) -> koers.Forecast:
    return accounts.settle().forecast("run-rate")


def test_at_the_rate_of_2024(rate: koers.Forecast) -> None:
    """61.548 − 14.053 and 396.012 − 94.527 go back in 2025; of GALA 273.973 − 2 × 107.094, and SamSam's 4.345, in 2026."""
    assert (rate.as_of, rate.basis) == (date(2024, 12, 31), "run-rate")
    assert [(row.year, row.refund, row.lapse) for row in rate.years] == [
        (2025, 47_495 + 301_485, 301_485),
        (2026, 59_785 + 4_345, 59_785 + 4_345),
    ]
    # IZA has no award after 2024.
    assert [row.own_funds for row in rate.years] == [4_361_213, 4_361_213 + 14_053 + 94_527]
    own = [row for row in rate.rows if row.grant is None]
    assert [(row.year, row.spent, row.expected) for row in own] == [(row.year, row.own_funds, row.own_funds) for row in rate.years]


def test_a_forecast_is_a_settlement(accounts: koers.Dossier, rate: koers.Forecast) -> None:
    expected = rate.settlement
    assert (expected.dossier.years, len(expected.dossier.cost_lines)) == ((2024, 2025, 2026), 39 + 24 * 39 - skipped(accounts))
    assert expected.total("refund") == 965_225 + 348_980 + 64_130
    assert expected.dossier.cost_lines[39].line.startswith("run-rate-")
    changes = expected.diff(accounts.settle())
    assert not [row for row in changes if row.year == 2024]


def skipped(accounts: koers.Dossier) -> int:
    """What is nothing, or more credit than cost, does not go on."""
    return 24 * sum(row.amount <= 0 for row in accounts.cost_lines)


def test_side_by_side(accounts: koers.Dossier, rate: koers.Forecast) -> None:
    """A scenario is a list of what-ifs, forecast as the dossier is."""
    faster = accounts.with_amounts({"BZ-1": "100000"}).rebook({"BZ-1": "gala15"}).settle().forecast("run-rate")
    changes = faster.settlement.diff(rate.settlement)
    assert {row.year for row in changes} == {2024, 2025, 2026}
    assert faster.years[1].refund < rate.years[1].refund


def test_scenarios(accounts: koers.Dossier, rate: koers.Forecast) -> None:
    """With Welzijn op recept (41.613) on IZA GALA spends 65.481 a year: 315.586 − 2 × 65.481 lapses; IZA has no award after 2024."""
    rebooked = accounts.rebook({"BZ-1": "iza"}).settle().forecast()
    forecasts = {"zoals het is": rate, "op IZA": rebooked}
    table = koers.side_by_side(forecasts)
    assert (table.name, table.columns) == ("scenarios", koers.ScenarioRow._fields)
    assert [(row.year, row.scenario, row.own_funds, row.refund, row.change) for row in table] == [
        (2024, "zoals het is", 0, 965_225, 0),
        (2024, "op IZA", 0, 923_612, -41_613),
        (2025, "zoals het is", 4_361_213, 348_980, 0),
        (2025, "op IZA", 4_361_213 + 41_613, 348_980, 41_613),
        (2026, "zoals het is", 4_469_793, 64_130, 0),
        (2026, "op IZA", 4_469_793 + 41_613, 184_624 + 4_345, 41_613 + 184_624 + 4_345 - 64_130),
        (None, "zoals het is", 8_831_006, 1_378_335, 0),
        # What is saved in 2024 is lost again in 2025.
        (None, "op IZA", 8_831_006 + 2 * 41_613, 1_461_561, 166_452),
    ]
    assert [row.settled for row in table] == [True, True, *[False] * 6]
    assert all(row.lost == row.own_funds + row.refund for row in table)
    assert koers.render_side_by_side(forecasts, "csv") == table.to_csv()
    assert koers.render_side_by_side(forecasts, "json") == table.to_json()
    assert "op IZA" in koers.render_side_by_side(forecasts) and "lost" in koers.render_side_by_side(forecasts, lang="en")
    assert len(koers.side_by_side({})) == 0


def test_the_command_puts_them_side_by_side(accounts: koers.Dossier, rate: koers.Forecast) -> None:
    done = run("forecast", ACCOUNTS, "--rebook", "BZ-1=iza", "--side-by-side", "--lang", "en")
    rebooked = accounts.rebook({"BZ-1": "iza"}).settle().forecast()
    assert done.stdout.decode("utf-8") == koers.render_side_by_side({"as it is": rate, "changed": rebooked}, lang="en")


def test_a_plan(accounts: koers.Dossier) -> None:
    plan = koers.Dossier(**small(budget=[{"period": "2025", "amount": "100", "grant": "iza"}])).settle().forecast("plan")
    assert [(row.year, row.own_funds, row.refund) for row in plan.years] == [(2025, 100, 0)]
    # The accounts have no budget for later years: all that must be spent by then is lost.
    assert [row.refund for row in accounts.settle().forecast("plan").years] == [457_560, 278_318]


def test_the_tables_of_a_forecast(rate: koers.Forecast) -> None:
    assert (rate.rows.name, rate.years.name) == ("forecast", "forecast_years")
    assert rate.rows.columns == koers.ForecastRow._fields
    assert rate.years.columns == koers.ForecastYearRow._fields
    assert [len(table) for table in json.loads(rate.to_json()).values()] == [len(rate.rows), len(rate.years)] == [14, 2]
    assert rate.render("csv") == rate.rows.to_csv()
    assert repr(rate) == rate.render() and rate._repr_html_() == rate.render("html")
    assert rate.render("markdown", "en").startswith("## Forecast at the same rate, as of 2024-12-31")


@pytest.mark.parametrize("year", [2023, 2024, 2050])
def test_another_last_year_is_refused(accounts: koers.Dossier, year: int) -> None:
    with pytest.raises(koers.InputError, match="2025 tot en met 2049") as caught:
        accounts.settle().forecast(through=year)
    assert [(row.code, row.source) for row in caught.value.findings] == [("K0606", "through")]


def test_lines_with_nothing_in_common_are_not_expected_for_ever() -> None:
    lines = [line(line=f"L{number}", amount=1, project=f"p{number}") for number in range(16_700)]
    settlement = koers.Dossier(**small(lines=lines)).settle()
    with pytest.raises(koers.InputError) as caught:
        settlement.forecast(through=2049)
    assert [(row.code, row.source) for row in caught.value.findings] == [("K0119", "through")]


def test_another_basis_is_refused(accounts: koers.Dossier) -> None:
    with pytest.raises(koers.UnknownNameError, match="known: plan, run-rate"):
        accounts.settle().forecast("hope")  # type: ignore[arg-type]


@pytest.mark.parametrize("form", ["text", "json", "csv", "markdown", "html"])
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_command_forecast(rate: koers.Forecast, form: koers.types.Format, lang: koers.types.Lang) -> None:
    done = run("forecast", ACCOUNTS, "--format", form, "--lang", lang)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode("utf-8") == rate.render(form, lang)


def test_the_command_forecast_takes_a_basis_and_changes() -> None:
    case = ROOT / "tests/corpus/good/forecast-plan"
    asked = ["--basis", "plan", "--as-of", "2024-09-30", "--through", "2025", "--award", "b/1=450"]
    done = run("forecast", case, "--format", "json", *asked)
    changed = koers.load(case).with_award("b", "1", 450).settle()
    assert done.stdout.decode("utf-8") == changed.forecast("plan", as_of="2024-09-30", through=2025).to_json()
    done = run("forecast", case, "--format", "csv", "--diff", *asked)
    before = koers.load(case).settle().forecast("plan", as_of="2024-09-30", through=2025)
    after = changed.forecast("plan", as_of="2024-09-30", through=2025)
    assert done.stdout.decode("utf-8") == after.render_diff(before, "csv") == after.diff(before).to_csv()
    done = run("forecast", case, "--through", "2023", "--lang", "en")
    assert (done.returncode, done.stdout) == (1, b"") and b"K0606" in done.stderr


def test_a_difference_of_forecasts_tells_no_expected_line(accounts: koers.Dossier, rate: koers.Forecast) -> None:
    other = accounts.rebook({"BZ-1": "iza"}).settle().forecast()
    rows = other.diff(rate)
    assert {row.line for row in rows} == {None, "BZ-1"}
    own = [(row.year, row.before, row.change) for row in rows if row.grant is None]
    assert own == [(2025, 4_361_213, 41_613), (2026, 4_469_793, 41_613)]
    for lang in ("nl", "en"):
        text = other.render_diff(rate, lang=lang)
        assert "run-rate" not in text and max(map(len, text.splitlines())) <= 120
    with pytest.raises(TypeError):
        other.diff(rate.settlement)  # type: ignore[arg-type]


@pytest.mark.parametrize("ask", ["deadlines", "forecast"])
def test_progress_threads_and_breaking_off(accounts: koers.Dossier, rate: koers.Forecast, ahead: koers.Deadlines, ask: str) -> None:
    ask_for = getattr(accounts.settle(), ask)
    expected = {"deadlines": ahead, "forecast": rate}[ask]
    seen: list[tuple[int, ...]] = []
    assert ask_for(threads=3, progress=lambda *at: seen.append(at)).to_json() == expected.to_json()
    assert 2024 in {at[0] for at in seen}
    with pytest.raises(koers.Cancelled):
        ask_for(progress=lambda *at: False)
    with pytest.raises(ValueError, match="threads"):
        ask_for(threads=0)

    def stop(*at: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ask_for(progress=stop)


def test_all_years_as_one_tell_what_that_saves() -> None:
    folder = ROOT / "tests/corpus/good/forecast-horizon"
    settled = koers.load(folder).settle()
    ahead = settled.forecast("plan", as_of="2024-12-31", through=2025, horizon=True)
    row = ahead.horizon
    assert row is not None
    assert (row.lost, row.chain_lost, row.saved, row.at_least) == (Decimal(15000), Decimal(25000), Decimal(10000), Decimal(15000))
    assert row.taken == "plan"
    assert settled.forecast("plan", as_of="2024-12-31", through=2025).horizon is None
