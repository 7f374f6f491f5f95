//! Forecasts beside each other.

use std::collections::BTreeSet;

use super::Forecast;
use crate::money::Money;
use crate::tables::{ForecastYearRow, ScenarioRow};

/// Forecasts beside each other, each with a name: by year, and of each year in the order in which they are given; last, all
/// these years together. The years are those that are forecast, the last one that is settled, and those before it that
/// are settled otherwise in any of them: what a scenario changes may show in a year that is over.
///
/// What is lost is compared with the first of them, which has lost nothing in a year that it does not reach. What stays at a
/// year's end is, of all years together, what stays after the last.
///
/// A scenario is a list of changes: what-ifs of a dossier, one after the other, and the forecast from its settlement.
#[must_use]
pub fn side_by_side(forecasts: &[(&str, &Forecast)]) -> Vec<ScenarioRow> {
    let first = forecasts.first().map(|(_, first)| *first);
    let since = first_year(forecasts);
    let mut rows: Vec<ScenarioRow> = Vec::new();
    let mut totals = Vec::new();
    for (scenario, forecast) in forecasts {
        let mut total = Total::default();
        for (row, settled) in years(forecast, since) {
            let lost = lost(row);
            let change = lost - first.map_or(0, |first| lost_in(first, row.year));
            total.add(row, lost);
            rows.push(ScenarioRow {
                year: Some(row.year),
                scenario: (*scenario).to_owned(),
                settled,
                spent: row.spent,
                own_funds: row.own_funds,
                refund: row.refund,
                lapse: row.lapse,
                carry_over: row.carry_over,
                pending: row.pending,
                retained: row.retained,
                lost: bounded(lost),
                change: bounded(change),
            });
        }
        totals.push((*scenario, total));
    }
    // Stable, so that the forecasts of a year stay in their order.
    rows.sort_by_key(|row| row.year);
    let of_first = totals.first().map_or(0, |(_, total)| total.lost);
    let totals = totals.iter();
    rows.extend(totals.map(|(scenario, total)| total.row(scenario, of_first)));
    rows
}

/// All years together, in cents.
#[derive(Default)]
struct Total {
    /// Spent, own funds, refund, lapse and retained.
    moved: [i128; 5],
    lost: i128,
    carry_over: Money,
    pending: Money,
}

impl Total {
    fn add(&mut self, row: &ForecastYearRow, lost: i128) {
        let of = [
            row.spent,
            row.own_funds,
            row.refund,
            row.lapse,
            row.retained,
        ];
        for (sum, amount) in self.moved.iter_mut().zip(of) {
            *sum += i128::from(amount.cents());
        }
        self.lost += lost;
        (self.carry_over, self.pending) = (row.carry_over, row.pending);
    }

    fn row(&self, scenario: &str, of_first: i128) -> ScenarioRow {
        let [spent, own_funds, refund, lapse, retained] = self.moved.map(bounded);
        ScenarioRow {
            year: None,
            scenario: scenario.to_owned(),
            settled: false,
            spent,
            own_funds,
            refund,
            lapse,
            carry_over: self.carry_over,
            pending: self.pending,
            retained,
            lost: bounded(self.lost),
            change: bounded(self.lost - of_first),
        }
    }
}

/// The years of a forecast from a year on, ascending, and whether each is settled.
fn years(
    forecast: &Forecast,
    since: Option<i16>,
) -> impl Iterator<Item = (&ForecastYearRow, bool)> {
    let settled = forecast.settled().iter().map(|row| (row, true));
    let expected = forecast.years().iter().map(|row| (row, false));
    let settled = settled.filter(move |(row, _)| since.is_some_and(|since| row.year >= since));
    settled.chain(expected)
}

/// The first settled year that is shown: the last one, or the first that is settled otherwise in any forecast.
fn first_year(forecasts: &[(&str, &Forecast)]) -> Option<i16> {
    let all = || {
        forecasts
            .iter()
            .flat_map(|(_, forecast)| forecast.settled())
    };
    let last = all().map(|row| row.year).max()?;
    let years: BTreeSet<i16> = all().map(|row| row.year).collect();
    let differs = |year: &&i16| {
        let of = forecasts.iter().map(|(_, forecast)| {
            let mut rows = forecast.settled().iter();
            rows.find(|row| row.year == **year)
        });
        let of: Vec<_> = of.collect();
        of.windows(2).any(|pair| pair[0] != pair[1])
    };
    Some(
        years
            .iter()
            .find(differs)
            .copied()
            .unwrap_or(last)
            .min(last),
    )
}

/// What a forecast loses in a year.
fn lost_in(forecast: &Forecast, year: i16) -> i128 {
    let mut all = forecast.settled().iter().chain(forecast.years());
    all.find(|row| row.year == year).map_or(0, lost)
}

/// Own funds and refunds together, in cents.
fn lost(row: &ForecastYearRow) -> i128 {
    i128::from(row.own_funds.cents()) + i128::from(row.refund.cents())
}

/// An amount; beyond the bound, which takes two dossiers near it, as much as an amount can be.
fn bounded(cents: i128) -> Money {
    let bound = if cents < 0 { Money::MIN } else { Money::MAX };
    let cents = i64::try_from(cents).ok().and_then(Money::from_cents);
    cents.unwrap_or(bound)
}
