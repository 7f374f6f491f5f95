//! Forecasts beside each other.

use super::Forecast;
use crate::money::Money;
use crate::tables::{ForecastYearRow, ScenarioRow};

/// Forecasts beside each other, each with a name: by year, and of each year in the order in which they are given. What is
/// lost is compared with the first of them, which has lost nothing in a year that it does not reach.
///
/// A scenario is a list of changes: what-ifs of a dossier, one after the other, and the forecast from its settlement.
#[must_use]
pub fn side_by_side(forecasts: &[(&str, &Forecast)]) -> Vec<ScenarioRow> {
    let mut rows: Vec<ScenarioRow> = Vec::new();
    let first = forecasts
        .first()
        .map_or(&[][..], |(_, first)| first.years());
    for (scenario, forecast) in forecasts {
        for row in forecast.years() {
            let of_first = first.iter().find(|other| other.year == row.year);
            let lost = lost(row);
            rows.push(ScenarioRow {
                year: row.year,
                scenario: (*scenario).to_owned(),
                spent: row.spent,
                own_funds: row.own_funds,
                refund: row.refund,
                lapse: row.lapse,
                carry_over: row.carry_over,
                retained: row.retained,
                lost: bounded(lost),
                change: bounded(lost - of_first.map_or(0, self::lost)),
            });
        }
    }
    // Stable, so that the forecasts of a year stay in their order.
    rows.sort_by_key(|row| row.year);
    rows
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
