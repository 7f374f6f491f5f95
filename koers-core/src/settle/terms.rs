//! The table `terms`: what the scheme of each grant says beside the amounts of a year. It changes none of them.

use std::collections::BTreeSet;

use super::Settlement;
use crate::allocate::Allocation;
use crate::calendar::{Date, Period};
use crate::dossier::State;
use crate::ledger::Closing;
use crate::money::{Money, Rate};
use crate::plan::{Bucket, YearOf, YearPlan};
use crate::scheme::{Advance, Citation, Deadline, RefundTermKind, RuleName, Scheme, Version};
use crate::tables::{SettlementRow, TermRow};

impl Settlement {
    /// What the scheme of each grant says beside the amounts, by the version in force at the year's end: what is paid
    /// in advance in the year in which tranches begin, what must be done when, and of a refund that arose in the year
    /// how it is claimed. By year and grant; advances, duties and refund terms in that order.
    #[must_use]
    pub fn terms(&self) -> Vec<TermRow> {
        all(self).rows
    }

    /// The advances, duties and refund terms that gave a row: scheme, place of the version in it, rule.
    pub(super) fn stated(&self) -> BTreeSet<(String, usize, RuleName)> {
        all(self).stated
    }
}

/// The rows so far, and the rules that gave them.
#[derive(Default)]
struct Terms {
    rows: Vec<TermRow>,
    stated: BTreeSet<(String, usize, RuleName)>,
}

/// A bucket in a year: what the plan brings to it, and how it closes or was closed.
type Place<'a> = (&'a Bucket, &'a YearOf, &'a SettlementRow);

fn all(settlement: &Settlement) -> Terms {
    let allocation = &settlement.allocation;
    let plan = allocation.plan();
    let mut terms = Terms::default();
    let mut rows = settlement.settlement().iter();
    for (year_plan, year) in plan.years().iter().zip(&allocation.years) {
        let row = |closing: &Option<Closing>| closing.as_ref().and_then(|_| rows.next());
        let of_year: Vec<Option<&SettlementRow>> = year.closings.iter().map(row).collect();
        for grant in 0..plan.dossier().grants().len() {
            let places = plan.buckets_of(grant).filter_map(|(at, bucket)| {
                Some((bucket, year_plan.buckets[at].as_ref()?, of_year[at]?))
            });
            let places: Vec<Place<'_>> = places.filter(|(_, of, row)| counts(of, row)).collect();
            if let Some((_, of, _)) = places.first() {
                let of_grant = Of {
                    allocation,
                    year: year_plan,
                    grant,
                    scheme: plan.dossier().scheme_of(grant),
                    version: of.version,
                };
                of_grant.terms(&places, &mut terms);
            }
        }
    }
    terms
}

/// Whether there is something to say of a bucket: it has or had money or room in the year, and its grant is more than
/// announced. (Of a withdrawn grant there is a refund to claim.)
fn counts(of: &YearOf, row: &SettlementRow) -> bool {
    let amounts = [row.opening, row.room, row.received, row.repaid, row.refund];
    of.state != State::Announced && amounts.iter().any(|amount| !amount.is_zero())
}

/// A grant in a year.
struct Of<'a> {
    allocation: &'a Allocation,
    year: &'a YearPlan,
    grant: usize,
    scheme: &'a Scheme,
    /// The place in the scheme of the version in force at the year's end.
    version: usize,
}

impl Of<'_> {
    fn terms(&self, places: &[Place<'_>], terms: &mut Terms) {
        let version = self.version();
        let withdrawn = places.iter().all(|(_, of, _)| of.state == State::Withdrawn);
        if let Some(advance) = version.advance.as_ref().filter(|_| !withdrawn) {
            self.advance(&advance.rule, &advance.citation, places, terms);
        }
        for (at, duty) in version.duties.iter().enumerate() {
            let row = TermRow {
                date: self.date(duty.rule.deadline),
                ..self.row(duty.rule.kind.as_str(), &duty.citation)
            };
            self.add(row, RuleName::Duty(at), terms);
        }
        let refund: i64 = places
            .iter()
            .map(|(_, _, row)| row.refund.cents() - row.owed.cents())
            .sum();
        if refund == 0 {
            return;
        }
        for (at, term) in version.refund_terms.iter().enumerate() {
            let mut row = self.row(term.rule.kind.as_str(), &term.citation);
            row.date = self.date(term.rule.deadline);
            row.years = term.rule.years.map(i16::from);
            if let RefundTermKind::Must | RefundTermKind::May = term.rule.kind {
                row.amount = Some(Money::of(refund));
            }
            self.add(row, RuleName::RefundTerm(at), terms);
        }
    }

    /// What is paid in advance of the awards that begin in the year: at once, or at the end of each month.
    fn advance(
        &self,
        advance: &Advance,
        citation: &Citation,
        places: &[Place<'_>],
        terms: &mut Terms,
    ) {
        let beginning = places.iter().filter(|(bucket, ..)| self.begins(bucket));
        let awards: Vec<i64> = beginning.map(|(_, of, _)| of.award).collect();
        if awards.is_empty() {
            return;
        }
        let award = Money::of(awards.iter().sum());
        let row = self.row("advance", citation);
        let rows = match advance {
            Advance::Share(rate) => vec![TermRow {
                amount: Some(rate.of_floor(award)),
                ..row
            }],
            Advance::Months(rates) => {
                let months = (1..).zip(shares(rates, award));
                let rows = months.map(|(month, amount)| TermRow {
                    date: Period::month(self.year.year, month).map(Period::last),
                    amount: Some(amount),
                    ..row.clone()
                });
                rows.collect()
            }
        };
        for row in rows {
            self.add(row, RuleName::Advance, terms);
        }
    }

    /// Whether a bucket begins in the year: its tranche's year, else its first; not before its grant is awarded. One that
    /// starts with an opening and names no year began before the dossier.
    fn begins(&self, bucket: &Bucket) -> bool {
        let dossier = self.allocation.plan().dossier();
        let (grant, tranche) = (bucket.grant(dossier), bucket.tranche(dossier));
        let awarded = grant
            .since
            .filter(|_| grant.state == State::Awarded)
            .map(Date::year);
        let first = match (tranche.year, &tranche.opening) {
            (Some(year), _) => year,
            (None, None) => bucket.first_year,
            (None, Some(_)) => return false,
        };
        self.year.year == awarded.map_or(first, |awarded| awarded.max(first))
    }

    fn version(&self) -> &Version {
        &self.scheme.versions[self.version]
    }

    fn date(&self, deadline: Option<Deadline>) -> Option<Date> {
        deadline.and_then(|deadline| deadline.of_year(self.year.year))
    }

    /// A row without date and amount.
    fn row(&self, kind: &str, citation: &Citation) -> TermRow {
        let dossier = self.allocation.plan().dossier();
        TermRow {
            year: self.year.year,
            grant: dossier.grants()[self.grant].id.value.clone(),
            kind: kind.to_owned(),
            date: None,
            amount: None,
            years: None,
            note: citation.note.clone(),
            rule: self.scheme.cite(self.version(), citation),
        }
    }

    fn add(&self, row: TermRow, rule: RuleName, terms: &mut Terms) {
        terms.rows.push(row);
        terms
            .stated
            .insert((self.scheme.id.clone(), self.version, rule));
    }
}

/// The part of an award for each month, rounded down; the last also gets what that leaves of the whole.
fn shares(rates: &[Rate; 12], award: Money) -> [Money; 12] {
    let mut amounts = rates.map(|rate| rate.of_floor(award));
    let whole = rates.iter().map(|rate| rate.ppm()).sum();
    // Together above the whole is refused in a file; a scheme built in code pays no more than the whole.
    let whole = Rate::from_ppm(whole).map_or(award, |rate| rate.of_floor(award));
    let before: i64 = amounts[..11].iter().map(|amount| amount.cents()).sum();
    amounts[11] = Money::of((whole.cents() - before).max(0));
    amounts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_add_up_to_the_whole() {
        let rates = |text: &str| Rate::parse(text).expect("a percentage");
        let mut months = [rates("8.3333 %"); 12];
        months[11] = rates("8.3337 %");
        let award = Money::from_cents(10_001).expect("fits");
        let amounts = shares(&months, award);
        assert_eq!(amounts[0].cents(), 833);
        assert_eq!(
            amounts.iter().map(|amount| amount.cents()).sum::<i64>(),
            10_001
        );
        let half = shares(&[rates("4 %"); 12], award);
        assert_eq!(half.iter().map(|amount| amount.cents()).sum::<i64>(), 4_800);
    }
}
