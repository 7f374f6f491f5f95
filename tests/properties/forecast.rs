//! A forecast is the dossier with its expected lines, settled; what was known stays as it was.

use koers_core::calendar::Date;
use koers_core::dossier::{Booking, CostLine};
use koers_core::forecast::{Basis, Forecast, Outlook, side_by_side};
use koers_core::money::Money;
use koers_core::settle::{Measure, Settlement};
use koers_core::tables::SettlementRow;
use koers_core::{Findings, Lang};
use proptest::prelude::*;

use crate::support::cases::{Case, cases};
use crate::support::rich::rich_cases;
use crate::support::{config, settled};

/// The forecast of a settlement; only the bound on all amounts, or a price that there is not, may refuse it.
fn forecast(settlement: &Settlement, basis: Basis) -> Result<Forecast, TestCaseError> {
    let refused = |findings: Findings| {
        let text = findings.render(Lang::En);
        if text.contains("K0210") || text.contains("K0220") {
            TestCaseError::reject("beyond the bound, or without a price")
        } else {
            TestCaseError::fail(text)
        }
    };
    settlement.forecast(&Outlook::new(basis)).map_err(refused)
}

fn before(settlement: &Settlement, day: Date) -> Vec<&SettlementRow> {
    let rows = settlement.settlement().iter();
    rows.filter(|row| row.year <= day.year()).collect()
}

/// What every forecast keeps: the years before, and sums that are those of the settlement.
fn holds(settlement: &Settlement, forecast: &Forecast) -> Result<(), TestCaseError> {
    let (day, expected) = (forecast.as_of(), forecast.settlement());
    prop_assert_eq!(before(settlement, day), before(expected, day));
    let cents = |of: fn(&koers_core::tables::ForecastYearRow) -> Money| -> i64 {
        forecast.years().iter().map(|year| of(year).cents()).sum()
    };
    let more = |measure: Measure| -> i64 {
        let known: i64 = (settlement.dossier().years().iter())
            .filter(|&&year| year <= day.year())
            .map(|&year| match measure {
                Measure::OwnFunds => settlement.own_funds_of(year).unwrap_or_default().cents(),
                measure => (settlement.settlement().iter())
                    .filter(|row| row.year == year)
                    .map(|row| measure.of(row).cents())
                    .sum(),
            })
            .sum();
        expected.total(measure).cents() - known
    };
    prop_assert_eq!(cents(|year| year.spent), more(Measure::Spent));
    prop_assert_eq!(cents(|year| year.own_funds), more(Measure::OwnFunds));
    let named = [("a", forecast), ("b", forecast)];
    let beside = side_by_side(&named);
    let settled = usize::from(!forecast.settled().is_empty());
    prop_assert_eq!(beside.len(), 2 * (settled + forecast.years().len() + 1));
    let (mut spent, mut lost) = (0, 0);
    for row in &beside {
        prop_assert!(row.change.is_zero());
        prop_assert_eq!(row.lost.cents(), row.own_funds.cents() + row.refund.cents());
        prop_assert_eq!(
            row.settled,
            row.year.is_some_and(
                |year| year <= day.year() && !forecast.years().iter().any(|it| it.year == year)
            )
        );
        let sign = if row.year.is_some() { 1 } else { -1 };
        spent += sign * row.spent.cents();
        lost += sign * row.lost.cents();
    }
    prop_assert_eq!((spent, lost), (0, 0));
    let known = |settlement: &Settlement, year: i16| -> (i64, i64) {
        let rows = settlement
            .settlement()
            .iter()
            .filter(|row| row.year == year);
        rows.fold((0, 0), |(spent, refund), row| {
            (
                spent + row.spent.cents(),
                refund + row.refund.cents() - row.owed.cents(),
            )
        })
    };
    for row in forecast.settled() {
        prop_assert_eq!(
            (row.spent.cents(), row.refund.cents()),
            known(settlement, row.year)
        );
        let own_funds = settlement.own_funds_of(row.year).unwrap_or_default();
        prop_assert_eq!(row.own_funds, own_funds);
    }
    // What is expected of costs is paid or on own funds, however it is divided over the lines.
    for row in forecast.rows() {
        prop_assert!(
            row.grant.is_none() || (0..=row.spent.cents()).contains(&row.expected.cents())
        );
    }
    for row in forecast.rows() {
        prop_assert!(row.lapse.cents() >= 0 && row.lapse <= row.refund);
        prop_assert!(row.year > day.year());
    }
    Ok(())
}

/// The case with the budget after a day as cost lines, put there by hand.
fn by_hand(case: &Case, day: Date, through: i16) -> Option<Case> {
    let mut planned = case.clone();
    let last = *case.years.last()?;
    planned.years.extend(last + 1..=through);
    for (at, row) in case.budget.iter().enumerate() {
        if row.period.last() <= day {
            continue;
        }
        // A part of a period is another matter.
        if row.period.first() <= day {
            return None;
        }
        let line = row.line.as_ref();
        let line = line.map(|id| {
            case.lines
                .iter()
                .find(|line| line.id == *id)
                .expect("it is there")
        });
        let mut cost = CostLine::new(format!("BY-HAND-{at:03}"), row.period, row.amount);
        cost.booking = match (&row.grant, line) {
            (Some(grant), _) => Some(Booking::Grant(grant.clone())),
            (None, Some(line)) => line.booking.clone(),
            (None, None) => None,
        };
        if matches!(cost.booking, Some(Booking::Amounts { .. })) {
            return None;
        }
        let dimensions = line.map_or(&row.dimensions, |line| &line.dimensions);
        cost.dimensions.clone_from(dimensions);
        if !row.amount.is_zero() {
            planned.lines.push(cost);
        }
    }
    Some(planned)
}

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn a_plan_is_the_budget_as_cost_lines(case in cases()) {
        let settlement = settled(&case)?;
        let forecast = forecast(&settlement, Basis::Plan)?;
        holds(&settlement, &forecast)?;
        let through = *forecast.settlement().dossier().years().last().expect("a year");
        let planned = by_hand(&case, forecast.as_of(), through);
        prop_assume!(planned.is_some());
        let by_hand = settled(&planned.expect("just seen"))?;
        prop_assert_eq!(by_hand.settlement(), forecast.settlement().settlement());
        prop_assert_eq!(by_hand.total(Measure::OwnFunds), forecast.settlement().total(Measure::OwnFunds));
    }

    #[test]
    fn what_was_known_stays_under_every_rule(case in rich_cases()) {
        let settlement = settled(&case)?;
        for basis in [Basis::Plan, Basis::RunRate] {
            holds(&settlement, &forecast(&settlement, basis)?)?;
        }
    }

    #[test]
    fn a_whole_year_at_the_same_rate_costs_as_much(case in cases()) {
        let settlement = settled(&case)?;
        let forecast = forecast(&settlement, Basis::RunRate)?;
        let day = forecast.as_of();
        prop_assume!(case.years.contains(&day.year()));
        let lines = forecast.settlement().dossier().lines();
        let sum = |year: i16| -> i64 {
            let rows = (0..lines.len()).filter(|&row| lines.period(row).last().year() == year);
            rows.map(|row| lines.amount(row).cents()).sum()
        };
        let years: Vec<i64> = forecast.years().iter().map(|row| sum(row.year)).collect();
        prop_assert!(years.windows(2).all(|pair| pair[0] == pair[1]));
        // What is more credit than cost does not go on.
        prop_assert!(years.iter().all(|&year| year >= sum(day.year())));
        let credits = case.lines.iter().any(|line| line.amount.is_negative());
        prop_assert!(credits || years.iter().all(|&year| year == sum(day.year())));
    }
}
