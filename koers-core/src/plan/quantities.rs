//! What quantities earn: the price of each on its day.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::known::Known;
use crate::calendar::{Date, Period};
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

/// What a row of `quantities` earns where none of it is cut.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Earned {
    /// The price on the last day of its period.
    pub(crate) price: PriceOn,
    /// Units times price, in cents.
    pub(crate) cents: i64,
}

/// The prices of a scheme.
struct Prices<'d> {
    scheme: &'d Scheme,
    known: &'d Known,
    /// By version and unit: the first day of each price and its place in the list of prices, ascending.
    of_unit: BTreeMap<(usize, &'d str), Vec<(Date, usize)>>,
    /// By unit and period, for those of more than a day: the first day on which the price changes.
    changes: BTreeMap<(&'d str, Period), Option<Date>>,
}

impl<'d> Prices<'d> {
    fn new(scheme: &'d Scheme, known: &'d Known) -> Self {
        let mut of_unit: BTreeMap<_, Vec<(Date, usize)>> = BTreeMap::new();
        for (at, version) in scheme.versions.iter().enumerate() {
            let prices = version.basis.iter().flat_map(|basis| basis.rule.prices());
            for (item, price) in prices.map(|price| &price.rule).enumerate() {
                let first = price.from.unwrap_or(version.from);
                let of_unit = of_unit.entry((at, price.unit.as_str())).or_default();
                of_unit.push((first, item));
            }
        }
        for prices in of_unit.values_mut() {
            prices.sort_unstable();
        }
        Prices {
            scheme,
            known,
            of_unit,
            changes: BTreeMap::new(),
        }
    }

    /// The price of a unit on a day: of the version in force the one with the latest first day.
    fn on(&self, unit: &str, date: Date) -> Option<PriceOn> {
        let at = self.known.closing_version(date)?;
        let version = &self.scheme.versions[at];
        let prices = self.of_unit.get(&(at, unit))?;
        let begun = prices.partition_point(|(first, _)| *first <= date);
        let (_, item) = prices[begun.checked_sub(1)?];
        let price = version.basis.as_ref()?.rule.prices().get(item)?;
        version.covers(date).then_some(PriceOn {
            price: price.rule.price,
            version: at,
            rule: RuleName::Price(item),
        })
    }

    /// The first day after the first of a period on which the price is another than the day before.
    fn change(&mut self, unit: &'d str, period: Period) -> Option<Date> {
        let (first, last) = (period.first(), period.last());
        if first == last {
            return None;
        }
        if let Some(&known) = self.changes.get(&(unit, period)) {
            return known;
        }
        let mut days: Vec<Date> = Vec::new();
        for at in self.known.versions_of(first, last) {
            let version = &self.scheme.versions[at];
            days.push(version.from);
            days.extend(version.until.and_then(Date::next_day));
            let prices = self.of_unit.get(&(at, unit)).into_iter().flatten();
            days.extend(prices.map(|(first, _)| *first));
        }
        days.retain(|day| first < *day && *day <= last);
        days.sort_unstable();
        let price = |day| self.on(unit, day).map(|on| on.price);
        let change = days
            .into_iter()
            .find(|day| day.previous_day().map(price) != Some(price(*day)));
        self.changes.insert((unit, period), change);
        change
    }
}

/// By row of `quantities` what it earns; each without a price, or with two, is reported.
pub(super) fn earned(
    dossier: &Dossier,
    known: &[Arc<Known>],
    findings: &mut Findings,
) -> Vec<Option<Earned>> {
    let quantities = dossier.quantities();
    let ids = dossier.grants().iter().map(|grant| grant.id.value.as_str());
    let places: BTreeMap<&str, usize> = ids.zip(0..).collect();
    let mut of_scheme: BTreeMap<&str, Prices<'_>> = BTreeMap::new();
    let rows = quantities.rows().iter().enumerate().map(|(at, row)| {
        let grant = *places.get(row.grant.as_str())?;
        let scheme = dossier.scheme_of(grant);
        let prices = of_scheme
            .entry(&scheme.id)
            .or_insert_with(|| Prices::new(scheme, &known[grant]));
        let last = row.period.last();
        let finding = |code, date| {
            Finding::new(code)
                .subject(&row.grant)
                .arg("grant", dossier.grants()[grant].name())
                .arg("unit", &row.unit)
                .date("date", date)
                .at(quantities.place(at, "unit"))
        };
        let Some(price) = prices.on(&row.unit, last) else {
            findings.push_with(Code::NoPrice, || finding(Code::NoPrice, last));
            return None;
        };
        if let Some(date) = prices.change(&row.unit, row.period) {
            let code = Code::PeriodStraddlesPrice;
            findings.push_with(code, || finding(code, date));
        }
        let Some(amount) = row.quantity.times(price.price) else {
            findings.push(Finding::new(Code::SumOutOfBounds).subject(dossier.id()));
            return None;
        };
        Some(Earned {
            price,
            cents: amount.cents(),
        })
    });
    rows.collect()
}
