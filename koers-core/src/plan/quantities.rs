//! What quantities earn: the price of each on its day.

use std::collections::BTreeMap;

use crate::calendar::Date;
use crate::diag::{Code, Finding, Findings};
use crate::dossier::Dossier;
use crate::money::Money;
use crate::scheme::{RuleName, Scheme};

/// A price in force, and the version and item that state it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PriceOn {
    pub(crate) price: Money,
    pub(crate) version: usize,
    pub(crate) rule: RuleName,
}

/// The price of a unit on a day: of the version in force the item with the latest first day.
pub(crate) fn price_on(
    scheme: &Scheme,
    unit: &str,
    date: Date,
    as_of: Option<Date>,
) -> Option<PriceOn> {
    let at = scheme.version_at(date, as_of)?;
    let version = &scheme.versions[at];
    let prices = version.basis.as_ref()?.rule.prices();
    let first_day = |from: Option<Date>| from.unwrap_or(version.from);
    prices
        .iter()
        .enumerate()
        .map(|(item, price)| (item, &price.rule))
        .filter(|(_, price)| price.unit == unit && first_day(price.from) <= date)
        .max_by_key(|(_, price)| first_day(price.from))
        .map(|(item, price)| PriceOn {
            price: price.price,
            version: at,
            rule: RuleName::Price(item),
        })
}

/// By row of `quantities` what it earns at its price, in cents; each without a price, or with two, is reported.
pub(super) fn amounts(dossier: &Dossier, findings: &mut Findings) -> Vec<i64> {
    let quantities = dossier.quantities();
    let mut amounts = Vec::with_capacity(quantities.rows().len());
    let ids = dossier.grants().iter().map(|grant| grant.id.value.as_str());
    let places: BTreeMap<&str, usize> = ids.zip(0..).collect();
    for (at, row) in quantities.rows().iter().enumerate() {
        let Some(&grant) = places.get(row.grant.as_str()) else {
            amounts.push(0);
            continue;
        };
        let scheme = dossier.scheme_of(grant);
        let (first, last) = (row.period.first(), row.period.last());
        let on = |date| price_on(scheme, &row.unit, date, dossier.as_of()).map(|on| on.price);
        let finding = |code, date| {
            Finding::new(code)
                .subject(&row.grant)
                .arg("grant", dossier.grants()[grant].name())
                .arg("unit", &row.unit)
                .date("date", date)
                .at(quantities.place(at, "unit"))
        };
        let Some(price) = on(last) else {
            findings.push(finding(Code::NoPrice, last));
            amounts.push(0);
            continue;
        };
        if let Some(date) = change(scheme, (first, last), on) {
            findings.push(finding(Code::PeriodStraddlesPrice, date));
        }
        let amount = row.quantity.times(price);
        if amount.is_none() {
            findings.push(Finding::new(Code::SumOutOfBounds).subject(dossier.id()));
        }
        amounts.push(amount.map_or(0, Money::cents));
    }
    amounts
}

/// The first day after the first of a period on which the price is another than the day before.
fn change(
    scheme: &Scheme,
    (first, last): (Date, Date),
    on: impl Fn(Date) -> Option<Money>,
) -> Option<Date> {
    let mut days: Vec<Date> = Vec::new();
    for version in &scheme.versions {
        days.push(version.from);
        days.extend(version.until.and_then(Date::next_day));
        let prices = version.basis.iter().flat_map(|basis| basis.rule.prices());
        days.extend(prices.filter_map(|price| price.rule.from));
    }
    days.retain(|day| first < *day && *day <= last);
    days.sort_unstable();
    days.into_iter()
        .find(|day| day.previous_day().map(&on) != Some(on(*day)))
}
