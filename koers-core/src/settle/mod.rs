//! Settlement: every bucket closed for the year by the holder, as tables.
//!
//! The funder's later decision is another thing (*vaststelling*). Everything here is derived from an
//! [`Allocation`] and can't fail.

mod advice;
mod batches;
mod by;
mod by_grant;
mod diff;
mod eligibility;
mod findings;
#[cfg(test)]
mod fixtures;
mod measure;
mod reason;
mod rows;
mod terms;
#[cfg(test)]
mod tests;
mod what_if;

pub(crate) use advice::fewest_moves;

pub use crate::plan::ReasonCode;
pub use batches::{
    AllocationBatch, AllocationBatches, AllocationWords, OwnFundsBatch, OwnFundsBatches, Words,
};
pub use by::UnknownDimension;
pub use by_grant::GrantTotal;
pub(crate) use eligibility::is_judged;
pub use measure::Measure;
use measure::Over;
pub(crate) use reason::{Fate, fates, given_up};
pub use reason::{Reason, Rests};
pub use what_if::WhatIf;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::{Arc, OnceLock};

use crate::allocate::{Allocation, Certificate, Kept, LeftBehind, YearAllocation};
use crate::diag::{Findings, Lang};
use crate::dossier::{Dossier, LineKind};
use crate::ledger::Closing;
use crate::method::Method;
use crate::money::Money;
use crate::plan::{Plan, YearPlan};
use crate::progress::{Cancelled, Progress};
use crate::scheme::{Deduction, RuleName};
use crate::tables::{
    AllocationRow, DeductionRow, EligibilityRow, FindingRow, OutcomeRow, OwnFundsRow,
    RollForwardRow, SettlementRow,
};
use crate::years::closed::{Closed, matter, otherwise};
use crate::years::restate::tell;

/// The settlement of all grants of a dossier, for each of its book years.
#[derive(Clone, Debug)]
pub struct Settlement {
    allocation: Allocation,
    findings: Findings,
    /// The rows of the table `settlement`, made when they are first asked for.
    rows: OnceLock<Vec<SettlementRow>>,
    /// Where closed years are shown otherwise than they come out.
    closed: Option<Box<OtherRows>>,
    /// The classes of its lines, once a what-if asked for them; none where they can't tell.
    kept: OnceLock<Option<Arc<Kept>>>,
}

/// The rows of the table `settlement` in other senses than it shows them.
#[derive(Clone, Debug)]
struct OtherRows {
    /// Closed years with what was booked of their changes when a later one was closed.
    booked: Vec<SettlementRow>,
    /// What all years come to now.
    now: Vec<SettlementRow>,
}

impl Allocation {
    /// Closes every bucket for every year.
    #[must_use]
    pub fn settle(self) -> Settlement {
        let mut findings = self.plan().findings().clone();
        findings.append(self.findings.clone());
        findings::collect(&self, &mut findings);
        self.with_findings(findings)
    }

    /// As [`Allocation::settle`], for whom the findings of the plan are enough.
    pub(crate) fn settle_untold(self) -> Settlement {
        let findings = self.plan().findings().clone();
        self.with_findings(findings)
    }

    fn with_findings(self, mut findings: Findings) -> Settlement {
        let (mut shown, mut closed) = (OnceLock::new(), None);
        if matter(self.plan().dossier()) {
            let rows = rows::settlement(&self);
            tell(self.plan().dossier(), &rows, &mut findings);
            shown = OnceLock::from(match Closed::of(self.plan().dossier(), rows) {
                Ok(Closed { shown, booked, now }) => {
                    closed = Some(Box::new(OtherRows { booked, now }));
                    shown
                }
                Err(rows) => rows,
            });
        }
        findings.sort();
        Settlement {
            allocation: self,
            findings,
            rows: shown,
            closed,
            kept: OnceLock::new(),
        }
    }
}

impl Dossier {
    /// Settles the dossier: each line on the grant it is booked on, as far as the rules allow.
    ///
    /// # Errors
    /// As [`Plan::new`].
    pub fn settle(&self) -> Result<Settlement, Findings> {
        self.settle_by(&Method::booked())
    }

    /// Settles the dossier by a method: the lines that are fixed first, then step after step what is still open.
    ///
    /// # Errors
    /// As [`Plan::by`].
    pub fn settle_by(&self, method: &Method) -> Result<Settlement, Findings> {
        Ok(Plan::by(self.clone(), method.clone())?.allocate().settle())
    }

    /// As [`Dossier::settle_by`], telling `report` how far it is, which may cancel it; then nothing is left of it.
    ///
    /// # Errors
    /// As [`Plan::by`], and when `report` says to break off.
    pub fn settle_watched(
        &self,
        method: &Method,
        report: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Settlement, SettleError> {
        let plan = Plan::by(self.clone(), method.clone())?;
        Ok(plan.allocate_watched(report)?.settle())
    }
}

/// Why there is no settlement.
#[derive(Clone, Debug, thiserror::Error)]
pub enum SettleError {
    /// The dossier or the method was refused.
    #[error(transparent)]
    Refused(#[from] Findings),
    /// The run was broken off.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

impl Settlement {
    /// The dossier that was settled.
    #[must_use]
    pub fn dossier(&self) -> &Dossier {
        self.allocation.plan().dossier()
    }

    /// The method by which costs were put on grants.
    #[must_use]
    pub fn method(&self) -> &Method {
        self.allocation.plan().method()
    }

    /// Each bucket in each year, in the order of years and buckets. A closed year has what it was closed with, and the first
    /// open year opens with that: what a closed year comes to otherwise by now is in [`Settlement::restatement`], and in
    /// column `other` of the [`Settlement::roll_forward`] of the first open year.
    #[must_use]
    pub fn settlement(&self) -> &[SettlementRow] {
        self.rows.get_or_init(|| rows::settlement(&self.allocation))
    }

    /// The rows of [`Settlement::settlement`] with closed years as they come out now.
    pub(crate) fn now(&self) -> &[SettlementRow] {
        { self.closed.as_ref() }.map_or_else(|| self.settlement(), |rows| &rows.now)
    }

    /// As [`Settlement::now`], of closed years with no more than what was booked when a later one was closed.
    pub(crate) fn booked(&self) -> &[SettlementRow] {
        { self.closed.as_ref() }.map_or_else(|| self.settlement(), |rows| &rows.booked)
    }

    /// Whether a row, by its place, was closed otherwise than it comes out now.
    fn is_closed_otherwise(&self, at: usize) -> bool {
        let now = self.closed.as_ref().map(|rows| &rows.now[at]);
        now.is_some_and(|now| otherwise(&self.settlement()[at], now))
    }

    /// What became of each balance, one row per cause.
    #[must_use]
    pub fn outcomes(&self) -> Vec<OutcomeRow> {
        rows::outcomes(self)
    }

    /// The roll-forward of each bucket in each year.
    #[must_use]
    pub fn roll_forward(&self) -> Vec<RollForwardRow> {
        rows::roll_forward(self.settlement())
    }

    /// Which bucket pays how much of which line, by year, date and line.
    #[must_use]
    pub fn allocations(&self) -> Vec<AllocationRow> {
        rows::allocations(self)
    }

    /// What was taken off the costs before any grant paid, by year, date and line.
    #[must_use]
    pub fn deductions(&self) -> Vec<DeductionRow> {
        rows::deductions(&self.allocation)
    }

    /// Which buckets may pay a line by state, window, eligibility and part; `None` when there is no such line.
    #[must_use]
    pub fn eligibility(&self, line: &str) -> Option<Vec<EligibilityRow>> {
        eligibility::of_line(&self.allocation, line)
    }

    /// The rules that decided on something: scheme, place of the version in it, rule.
    pub(crate) fn exercised(&self) -> BTreeSet<(String, usize, RuleName)> {
        let scheme = |grant| self.dossier().scheme_of(grant).id.clone();
        let rules = self.allocation.exercised.iter();
        let rules = rules.map(|&(grant, version, rule)| (scheme(grant), version, rule));
        rules.chain(self.stated()).collect()
    }

    /// Proof of what the steps `least-refund` achieved; `None` where none ran.
    #[must_use]
    pub fn certificate(&self) -> Option<Certificate> {
        Certificate::of(&self.allocation)
    }

    /// What no grant pays, by year, date and line.
    #[must_use]
    pub fn own_funds(&self) -> Vec<OwnFundsRow> {
        rows::own_funds(self)
    }

    /// The sum of what no grant pays in a year; `None` when the grants pay every line, or it is no book year.
    #[must_use]
    pub fn own_funds_of(&self, year: i16) -> Option<Money> {
        self.year(year)?.open_sum().map(Money::of)
    }

    /// What was taken off the costs of a year, by kind; kinds of which nothing was are left out.
    #[must_use]
    pub fn deducted_of(&self, year: i16) -> Vec<(Deduction, Money)> {
        let mut sums: BTreeMap<Deduction, i64> = BTreeMap::new();
        for part in self.year(year).iter().flat_map(|year| year.deducted()) {
            // Of income the line itself has a row too, below zero.
            if self.dossier().lines().kind(part.line) == LineKind::Cost {
                *sums.entry(part.kind).or_default() += part.amount;
            }
        }
        let sums = sums.into_iter().filter(|(_, sum)| *sum != 0);
        sums.map(|(kind, sum)| (kind, Money::of(sum))).collect()
    }

    /// What the reserve of each grant holds at the end of a year, by the grant's place; empty reserves are left out.
    #[must_use]
    pub fn reserves_of(&self, year: i16) -> Vec<(usize, Money)> {
        let reserves = self.year(year).map_or(&[][..], |year| &year.reserves);
        let held = reserves.iter().enumerate().filter(|(_, held)| **held != 0);
        held.map(|(grant, held)| (grant, Money::of(*held)))
            .collect()
    }

    /// What each year came to.
    pub(crate) fn years(&self) -> &[YearAllocation] {
        &self.allocation.years
    }

    /// What the last year leaves to the next dossier, besides closings and reserves.
    pub(crate) fn behind(&self) -> &LeftBehind {
        &self.allocation.behind
    }

    /// The allocation that was settled.
    pub(crate) fn allocation(&self) -> &Allocation {
        &self.allocation
    }

    /// The plan that was settled.
    pub(crate) fn plan(&self) -> &Plan {
        self.allocation.plan()
    }

    fn year(&self, year: i16) -> Option<&YearAllocation> {
        let years = self.allocation.plan().years().iter();
        let mut years = years.zip(&self.allocation.years);
        years
            .find(|(plan, _)| plan.year == year)
            .map(|(_, year)| year)
    }

    /// What a person must look at. None is an error.
    #[must_use]
    pub fn findings(&self) -> &Findings {
        &self.findings
    }

    /// The findings as rows, with texts in `lang`.
    #[must_use]
    pub fn finding_rows(&self, lang: Lang) -> Vec<FindingRow> {
        finding_rows(&self.findings, lang)
    }

    /// The total of a measure over all buckets.
    ///
    /// What moves (received, repaid, spent and so on) is added up over all years. A stock is that of the last
    /// year (of the first for `opening`), but each refund counts once: in the year in which it arose. Closed years count with
    /// what changed in them by now where that is booked: where the dossier has the year that was open after them.
    #[must_use]
    pub fn total(&self, measure: Measure) -> Money {
        let all = self.dossier().closed().len() == self.dossier().years().len();
        let rows = if all { self.booked() } else { self.now() };
        self.total_of(measure, rows)
    }

    /// As [`Settlement::total`], of all years as they come out now.
    pub(crate) fn total_now(&self, measure: Measure) -> Money {
        self.total_of(measure, self.now())
    }

    fn total_of(&self, measure: Measure, rows: &[SettlementRow]) -> Money {
        let first = self.dossier().years().first().copied();
        let last = self.dossier().years().last().copied();
        let cents: i64 = match measure {
            Measure::OwnFunds => self
                .allocation
                .years
                .iter()
                .filter_map(YearAllocation::open_sum)
                .sum(),
            Measure::Refund => {
                let mut sum = 0;
                for row in rows {
                    sum += row.refund.cents();
                    if Some(row.year) != first {
                        sum -= row.owed.cents();
                    }
                }
                sum
            }
            measure => rows
                .iter()
                .filter(|row| match measure.over() {
                    Over::Years => true,
                    Over::First => Some(row.year) == first,
                    Over::Last => Some(row.year) == last,
                })
                .map(|row| measure.of(row).cents())
                .sum(),
        };
        Money::of(cents)
    }
}

/// The findings as rows, with texts in `lang`.
#[must_use]
pub fn finding_rows(findings: &Findings, lang: Lang) -> Vec<FindingRow> {
    findings
        .iter()
        .map(|finding| FindingRow {
            code: finding.code().as_str().to_owned(),
            severity: finding.severity().as_str().to_owned(),
            subject: finding.about().to_owned(),
            amount: finding.at_stake(),
            message: finding.message(lang),
            help: finding.help(lang),
            source: finding.source(),
        })
        .collect()
}

/// The closings of an allocation with what they belong to, in the order of years and buckets.
fn closings(allocation: &Allocation) -> impl Iterator<Item = (&YearPlan, usize, &Closing)> {
    allocation
        .plan()
        .years()
        .iter()
        .zip(&allocation.years)
        .flat_map(|(plan, year)| {
            year.closings
                .iter()
                .enumerate()
                .filter_map(move |(bucket, closing)| Some((plan, bucket, closing.as_ref()?)))
        })
}
