//! What each bucket earns in a year by price and quantity, or by fixed sums.

use std::collections::BTreeMap;

use super::{Noted, Past};
use crate::calendar::Date;
use crate::diag::{Code, Finding};
use crate::dossier::QuantityLine;
use crate::ledger::Carried;
use crate::money::{Money, Quantity};
use crate::plan::{Plan, YearPlan};
use crate::scheme::{Basis, RuleName};

/// By bucket what the year earns, in cents; none where all that is spent is earned.
pub(super) fn of_year<'p>(
    (plan, year): (&'p Plan, &'p YearPlan),
    carried: &[Carried],
    past: &mut Past<'p>,
    noted: &mut Noted,
) -> Vec<Option<i64>> {
    let mut earned: Vec<Option<i64>> = (0..plan.buckets().len())
        .map(|at| by_quantity(plan, year, at).then_some(0))
        .collect();
    let quantities = plan.dossier().quantities();
    let mut rows: Vec<usize> = (0..quantities.rows().len())
        .filter(|&row| quantities.rows()[row].period.last().year() == year.year)
        .collect();
    // By date, unit and the larger first, so that it matters to no cut in which order rows are written.
    rows.sort_by(|&a, &b| {
        let (a, b) = (&quantities.rows()[a], &quantities.rows()[b]);
        let key = |row: &QuantityLine| row.period.last();
        let order = key(a).cmp(&key(b)).then_with(|| a.unit.cmp(&b.unit));
        order.then(b.quantity.cmp(&a.quantity))
    });
    let mut payers = Payers::new(plan, year, carried);
    // By grant and unit: what units above the most of a tranche would have earned.
    let mut above: BTreeMap<(usize, &str), i64> = BTreeMap::new();
    for at in rows {
        let row = &quantities.rows()[at];
        let Some(grant) = plan.grant_place(&row.grant) else {
            continue;
        };
        let Some(bucket) = payers.find(grant, row) else {
            let code = Code::QuantityOutsideWindow;
            noted.findings.push_with(code, || {
                Finding::new(code)
                    .subject(&row.grant)
                    .arg("grant", plan.dossier().grants()[grant].name())
                    .arg("unit", &row.unit)
                    .date("date", row.period.last())
                    .at(quantities.place(at, "period"))
            });
            continue;
        };
        let tranche = plan.buckets()[bucket].tranche(plan.dossier());
        let used = past.units.entry((bucket, &row.unit)).or_default();
        let counted = match tranche.units.get(&row.unit) {
            None => row.quantity,
            Some(most) => at_most(row.quantity, i128::from(most.millionths()) - *used),
        };
        *used += i128::from(counted.millionths());
        if let (Some(of_row), Some(earned)) = (plan.earned(at), &mut earned[bucket]) {
            let cents = if counted == row.quantity {
                of_row.cents
            } else {
                // Smaller than the whole row, which is within the bound that the plan proved.
                let amount = counted.times(of_row.price.price);
                let cents = amount.map_or(0, Money::cents);
                *above.entry((grant, &row.unit)).or_default() += of_row.cents - cents;
                cents
            };
            *earned += cents;
            if cents != 0 {
                let version = of_row.price.version;
                noted.exercised.add(grant, version, RuleName::Basis);
                noted.exercised.add(grant, version, of_row.price.rule);
            }
        }
    }
    for ((grant, unit), amount) in above.into_iter().filter(|(_, amount)| *amount > 0) {
        let grant = &plan.dossier().grants()[grant];
        noted.findings.push(
            Finding::new(Code::UnitsAboveMost)
                .subject(&grant.id.value)
                .arg("year", year.year)
                .arg("grant", grant.name())
                .arg("unit", unit)
                .amount(Money::of(amount))
                .at(grant.place.clone()),
        );
    }
    for earned in earned.iter_mut().flatten() {
        *earned = (*earned).max(0);
    }
    earned
}

/// Whether what a bucket may spend is what it earned by quantity, in the version at the year's end.
fn by_quantity(plan: &Plan, year: &YearPlan, bucket: usize) -> bool {
    let grant = plan.buckets()[bucket].grant;
    let version = year.buckets[bucket].as_ref().map(|of| of.version);
    let basis = version.and_then(|version| {
        let version = &plan.dossier().scheme_of(grant).versions[version];
        version.basis.as_ref()
    });
    basis.is_some_and(|basis| !matches!(basis.rule, Basis::Realised))
}

/// Grant, tranche and part.
type Named<'p> = (usize, Option<&'p str>, Option<&'p str>);

/// Finds the bucket that pays for a quantity: the first of the grant, and of the tranche and part it names, whose window
/// its day lies in.
struct Payers<'p> {
    plan: &'p Plan,
    year: &'p YearPlan,
    carried: &'p [Carried],
    /// The buckets by what a row may name of them.
    named: BTreeMap<Named<'p>, Vec<usize>>,
    found: BTreeMap<(Named<'p>, Date), Option<usize>>,
}

impl<'p> Payers<'p> {
    fn new(plan: &'p Plan, year: &'p YearPlan, carried: &'p [Carried]) -> Self {
        let mut named: BTreeMap<Named<'p>, Vec<usize>> = BTreeMap::new();
        if !plan.dossier().quantities().rows().is_empty() {
            for (at, bucket) in plan.buckets().iter().enumerate() {
                let tranche = bucket.tranche(plan.dossier()).id.value.as_str();
                let part = bucket.part(plan.dossier());
                let mut ways = vec![(None, None), (Some(tranche), None)];
                if part.is_some() {
                    ways.extend([(None, part), (Some(tranche), part)]);
                }
                for (tranche, part) in ways {
                    let list = named.entry((bucket.grant, tranche, part));
                    list.or_default().push(at);
                }
            }
        }
        Payers {
            plan,
            year,
            carried,
            named,
            found: BTreeMap::new(),
        }
    }

    fn find(&mut self, grant: usize, row: &'p QuantityLine) -> Option<usize> {
        let date = row.period.last();
        let name = (grant, row.tranche.as_deref(), row.part.as_deref());
        if let Some(&known) = self.found.get(&(name, date)) {
            return known;
        }
        let holds = |at: &usize| {
            let until = self.carried[*at].terms.map(|terms| terms.until);
            let span = self.plan.buckets()[*at].span_on(date, until);
            self.year.buckets[*at].is_some_and(|of| of.open)
                && span.is_some_and(|span| span.contains(date))
        };
        let mut buckets = self.named.get(&name).into_iter().flatten().copied();
        let found = buckets.find(holds);
        self.found.insert((name, date), found);
        found
    }
}

/// A quantity, cut at what is left of the most that counts; a correction below zero is never cut.
fn at_most(quantity: Quantity, left: i128) -> Quantity {
    let cut = i128::from(quantity.millionths()).min(left.max(0));
    if quantity.is_negative() {
        return quantity;
    }
    let cut = i64::try_from(cut).ok().and_then(Quantity::from_millionths);
    cut.unwrap_or(quantity)
}

/// By bucket and unit how many were counted in the years so far, in millionths.
pub(super) type Units<'p> = BTreeMap<(usize, &'p str), i128>;
