//! What must be spent before when to lose nothing, and what else must be done.
//!
//! The dossier is settled with more book years, in which nothing is spent. What a closing then gives up of the room that is
//! left is what must be spent before: spending just that loses nothing, since what may stay is the same.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use super::ahead::{Run, to_the_end, unwatched};
use super::duties::duties;
use super::months::{Months, Rate};
use super::names::Names;
use super::unpaid::unpaid_rows;
use crate::allocate::{Allocation, YearAllocation};
use crate::calendar::Date;
use crate::diag::Findings;
use crate::ledger::Closing;
use crate::money::Money;
use crate::plan::{Bucket, Span, YearPlan};
use crate::progress::Progress;
use crate::settle::{Reason, SettleError, Settlement, given_up};
use crate::tables::{DeadlineRow, DeadlineTotalRow};

/// What must be done before when, as of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadlines {
    as_of: Date,
    rows: Vec<DeadlineRow>,
    totals: Vec<DeadlineTotalRow>,
    /// By row why it is lost; none of duties and refunds.
    reasons: Vec<Option<Reason>>,
    names: Names,
}

impl Deadlines {
    /// The day up to which costs are known.
    #[must_use]
    pub fn as_of(&self) -> Date {
        self.as_of
    }

    /// Each bucket that loses money unless it is spent, the duties of grants after the as-of date, and what is still to be
    /// paid back: by last day, first the refunds for which no day is named.
    #[must_use]
    pub fn rows(&self) -> &[DeadlineRow] {
        &self.rows
    }

    /// By last day what all buckets together must have spent or earned.
    #[must_use]
    pub fn totals(&self) -> &[DeadlineTotalRow] {
        &self.totals
    }

    /// The rows, each with why it is lost where it tells of money that must be spent.
    pub(crate) fn with_reasons(&self) -> impl Iterator<Item = (&DeadlineRow, Option<&Reason>)> {
        let reasons = self.reasons.iter().map(Option::as_ref);
        self.rows.iter().zip(reasons)
    }

    /// What people call the grants.
    pub(crate) fn names(&self) -> &Names {
        &self.names
    }
}

impl Settlement {
    /// What must be spent before when to lose nothing, at what rate, and what the schemes ask of each grant by when: as of a
    /// day, by default the last of the book year of the last cost line.
    ///
    /// The amounts are what grants must pay: where a grant pays a share of a cost, the costs are larger. They are what goes
    /// back or lapses in the years to come if nothing more is spent; at most 25 years after the last book year are looked
    /// at, and money that can be carried for longer has no deadline. Lines after that day are no part of the rate so far.
    ///
    /// A refund stays until the dossier says that it was paid back, which takes off the oldest first. Of a year before the first
    /// book year the duties are told where the dossier states how it closed, or an opening with room. Of duties whose day has
    /// passed only the last decision on a grant is told, as long as the grant is not determined: whether others were done is
    /// not in the data.
    ///
    /// ```
    /// use koers_core::dossier::{CostLine, DossierBuilder, Grant, Tranche};
    /// use koers_core::{Money, Period, Schemes};
    ///
    /// let (year, award) = (Period::parse("2024")?, Money::parse("1000")?);
    /// let tranche = Tranche::new("2024", award).year(2024).received(year, award);
    /// let settlement = DossierBuilder::new("example", "SamenTwente", vec![2024, 2025])
    ///     .grant(Grant::new("iza", "spuk-iza").tranche(tranche))
    ///     .line(CostLine::new("L1", Period::parse("2024-09")?, Money::parse("640")?).on("iza"))
    ///     .build(&Schemes::catalogue())?
    ///     .settle()?;
    /// let deadlines = settlement.deadlines(Some("2024-09-30".parse()?))?;
    /// let first = &deadlines.rows()[0];
    /// assert_eq!((first.kind.as_str(), first.date), ("spend", Some("2024-12-31".parse()?)));
    /// assert_eq!(first.amount.map(|it| it.to_string()).as_deref(), Some("360.00"));
    /// assert_eq!(first.needed.map(|it| it.to_string()).as_deref(), Some("120.00"));
    /// assert_eq!(first.so_far.map(|it| it.to_string()).as_deref(), Some("71.11"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// When the day lies before the last cost line or after the book years, or when the rules of the years to come are
    /// refused as [`Plan::by`](crate::Plan::by) would.
    pub fn deadlines(&self, as_of: Option<Date>) -> Result<Deadlines, Findings> {
        unwatched(self, |run| self.deadlines_by(as_of, run))
    }

    /// As [`Settlement::deadlines`], reading lines with so many threads and telling `report` how far it is, which may break it
    /// off. The years are settled once or several times, so that they come by again.
    ///
    /// # Errors
    /// As [`Settlement::deadlines`], and when `report` says to break off.
    pub fn deadlines_watched(
        &self,
        as_of: Option<Date>,
        threads: NonZeroUsize,
        report: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Deadlines, SettleError> {
        self.deadlines_by(as_of, &mut Run { threads, report })
    }

    fn deadlines_by(
        &self,
        as_of: Option<Date>,
        run: &mut Run<'_>,
    ) -> Result<Deadlines, SettleError> {
        let day = super::as_of(self.dossier(), as_of)?;
        let ahead = to_the_end(self, run)?;
        let spending = lost(&ahead, day);
        let totals = totals(&spending);
        let mut through: BTreeMap<&str, i16> = BTreeMap::new();
        for Lost { row, .. } in &spending {
            let year = through.entry(&row.grant).or_insert(row.year);
            *year = row.year.max(*year);
        }
        let duties = duties(&ahead, day, &through);
        let unpaid = unpaid_rows(&ahead, day, &through);
        let mut rows: Vec<(DeadlineRow, Option<Reason>)> = spending
            .into_iter()
            .map(|lost| (lost.row, Some(lost.reason)))
            .chain(duties.into_iter().chain(unpaid).map(|row| (row, None)))
            .collect();
        // Stable, so that buckets and grants stay in their order.
        rows.sort_by_key(|(row, _)| (row.date, order(&row.kind)));
        let (rows, reasons) = rows.into_iter().unzip();
        Ok(Deadlines {
            as_of: day,
            rows,
            totals,
            reasons,
            names: Names::of(self),
        })
    }
}

/// The last year at whose end money is lost that can still be spent after a day, if there is any.
pub(super) fn last_to_spend(
    settlement: &Settlement,
    day: Date,
    run: &mut Run<'_>,
) -> Result<Option<i16>, SettleError> {
    let lost = lost(&to_the_end(settlement, run)?, day);
    Ok(lost.iter().map(|lost| lost.row.year).max())
}

const KINDS: [&str; 6] = [
    "spend",
    "earn",
    "accountability",
    "decision",
    "approval",
    "due",
];

fn order(kind: &str) -> usize {
    let at = KINDS.iter().position(|known| *known == kind);
    at.unwrap_or(KINDS.len())
}

/// What each bucket paid a month in the year of the as-of date.
#[derive(Clone, Copy)]
struct SoFar {
    since: Date,
    spent: Money,
    rate: Rate,
}

/// What a closing after a day gives up.
struct Lost {
    row: DeadlineRow,
    reason: Reason,
    needed: Option<Rate>,
    so_far: Option<Rate>,
}

/// What closings after a day give up, by bucket.
fn lost(ahead: &Settlement, day: Date) -> Vec<Lost> {
    let allocation = ahead.allocation();
    let plan = allocation.plan();
    let so_far = so_far(allocation, day);
    // By bucket what had an earlier date.
    let mut before = vec![0; plan.buckets().len()];
    let mut rows = Vec::new();
    for (of, year) in plan.years().iter().zip(&allocation.years) {
        if of.end <= day {
            continue;
        }
        for (at, closing) in year.closings.iter().enumerate() {
            let Some(closing) = closing else {
                continue;
            };
            let (amount, back, reason) = given_up(plan, of, at, closing);
            if amount == 0 {
                continue;
            }
            before[at] += amount;
            let bucket = &plan.buckets()[at];
            let (from, date) = open_days(bucket, of, year, at, day);
            let by_then = Money::of(before[at]);
            let needed = from.and_then(|from| Months::between(from, date));
            let needed = needed.map(|months| months.rate(by_then));
            // What is earned says nothing of what was spent.
            let earn = closing.to_use.is_some();
            let so_far = so_far[at].filter(|_| !earn);
            let tranche = bucket.tranche(plan.dossier());
            let so_far_rate = so_far.map(|it| it.rate);
            let row = DeadlineRow {
                date: Some(date),
                kind: KINDS[usize::from(earn)].to_owned(),
                year: of.year,
                grant: bucket.grant(plan.dossier()).id.value.clone(),
                tranche: Some(tranche.id.value.clone()),
                part: bucket.part(plan.dossier()).map(str::to_owned),
                from,
                amount: Some(Money::of(amount)),
                refund: Some(Money::of(back)),
                by_then: Some(by_then),
                since: so_far.map(|it| it.since),
                spent: so_far.map(|it| it.spent),
                needed: needed.map(Rate::to_money),
                so_far: so_far_rate.map(Rate::to_money),
                times: so_far_rate
                    .zip(needed)
                    .and_then(|(so_far, needed)| needed.times(so_far)),
                reason: reason.to_string(),
            };
            rows.push(Lost {
                row,
                reason,
                needed,
                so_far: so_far_rate,
            });
        }
    }
    rows
}

/// The first day after the as-of date on which a bucket may still pay, if there is one, and the last day of the year on which
/// it may.
fn open_days(
    bucket: &Bucket,
    of: &YearPlan,
    year: &YearAllocation,
    at: usize,
    day: Date,
) -> (Option<Date>, Date) {
    let carried = year.carried[at].terms.map(|terms| terms.until);
    let first = Date::first_of_year(of.year).unwrap_or(of.end);
    let in_year = Span {
        from: first,
        until: of.end,
    };
    let Some(open) = bucket.open_days(in_year, carried) else {
        // The year has no day for it: it was too late before.
        return (None, bucket.closing_day(of.end).0.min(of.end));
    };
    let after = day.next_day().filter(|after| *after <= open.until);
    let from = after.and_then(|from| {
        let until = open.until;
        Some(bucket.open_days(Span { from, until }, carried)?.from)
    });
    (from, open.until)
}

/// By bucket what it paid of costs in the year of a day up to that day, and since when.
fn so_far(allocation: &Allocation, day: Date) -> Vec<Option<SoFar>> {
    let plan = allocation.plan();
    let mut years = plan.years().iter().zip(&allocation.years);
    let Some((of, year)) = years.find(|(of, _)| of.year == day.year()) else {
        return vec![None; plan.buckets().len()];
    };
    let spent: Vec<i64> = if day == of.end {
        let spent = |closing: &Option<Closing>| closing.map_or(0, |closing| closing.spent);
        year.closings.iter().map(spent).collect()
    } else {
        let mut spent = vec![0; plan.buckets().len()];
        for paid in year.paid(plan) {
            if plan.dossier().lines().day(paid.line) <= day.epoch_days() {
                spent[paid.bucket] += paid.amount;
            }
        }
        spent
    };
    let first = Date::first_of_year(of.year).unwrap_or(day);
    let within = Span {
        from: first,
        until: day,
    };
    let buckets = plan.buckets().iter().enumerate();
    buckets
        .map(|(at, bucket)| {
            year.closings[at]?;
            let carried = year.carried[at].terms.map(|terms| terms.until);
            let since = bucket.open_days(within, carried)?.from;
            let spent = Money::of(spent[at]);
            let rate = Months::between(since, day)?.rate(spent);
            Some(SoFar { since, spent, rate })
        })
        .collect()
}

/// The sums of a day and kind: four amounts and two rates.
#[derive(Default)]
struct Sums {
    amounts: [i64; 4],
    rates: [Option<Rate>; 2],
}

/// The sums of the rows of each day and kind for which it is not too late.
fn totals(rows: &[Lost]) -> Vec<DeadlineTotalRow> {
    let mut sums: BTreeMap<(Date, usize), Sums> = BTreeMap::new();
    for lost in rows.iter().filter(|lost| lost.row.from.is_some()) {
        let row = &lost.row;
        let Some(date) = row.date else { continue };
        let sums = sums.entry((date, order(&row.kind))).or_default();
        let amounts = [row.amount, row.refund, row.by_then, row.spent];
        for (sum, amount) in sums.amounts.iter_mut().zip(amounts) {
            // The bound on all amounts of a dossier keeps the sum far from what fits.
            *sum += amount.unwrap_or_default().cents();
        }
        for (sum, rate) in sums.rates.iter_mut().zip([lost.needed, lost.so_far]) {
            *sum = match (*sum, rate) {
                (Some(sum), Some(rate)) => Some(sum.plus(rate)),
                (sum, rate) => sum.or(rate),
            };
        }
    }
    let sums = sums.into_iter().map(|((date, kind), sums)| {
        let [amount, refund, by_then, spent] = sums.amounts.map(Money::of);
        let [needed, so_far] = sums.rates.map(|rate| rate.unwrap_or(Rate::ZERO));
        DeadlineTotalRow {
            date,
            kind: KINDS[kind].to_owned(),
            amount,
            refund,
            by_then,
            spent,
            needed: needed.to_money(),
            so_far: so_far.to_money(),
            times: needed.times(so_far),
        }
    });
    sums.collect()
}
