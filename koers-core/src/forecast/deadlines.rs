//! What must be spent before when to lose nothing, and what else must be done.
//!
//! The dossier is settled with more book years, in which nothing is spent. What a closing then gives up of the room that is
//! left is what must be spent before: spending just that loses nothing, since what may stay is the same.

use std::collections::{BTreeMap, BTreeSet};

use super::ahead::to_the_end;

use super::months::{Months, times};
use crate::allocate::{Allocation, YearAllocation};
use crate::calendar::Date;
use crate::diag::Findings;
use crate::ledger::Closing;
use crate::money::Money;
use crate::plan::{Bucket, Span, YearPlan};
use crate::settle::{Settlement, given_up};
use crate::tables::{DeadlineRow, DeadlineTotalRow, TermRow};

/// What must be done before when, as of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadlines {
    as_of: Date,
    rows: Vec<DeadlineRow>,
    totals: Vec<DeadlineTotalRow>,
}

impl Deadlines {
    /// The day up to which costs are known.
    #[must_use]
    pub fn as_of(&self) -> Date {
        self.as_of
    }

    /// Each bucket that loses money unless it is spent, by last day; and the duties of grants after the as-of date.
    #[must_use]
    pub fn rows(&self) -> &[DeadlineRow] {
        &self.rows
    }

    /// By last day what all buckets together must have spent or earned.
    #[must_use]
    pub fn totals(&self) -> &[DeadlineTotalRow] {
        &self.totals
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
    /// assert_eq!((first.kind.as_str(), first.date.to_string()), ("spend", "2024-12-31".to_owned()));
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
        let day = super::as_of(self.dossier(), as_of)?;
        let ahead = to_the_end(self)?;
        let mut rows = lost(&ahead, day);
        let totals = totals(&rows);
        rows.extend(duties(&ahead, day, &rows));
        // Stable, so that buckets and grants stay in their order.
        rows.sort_by_key(|row| (row.date, order(&row.kind)));
        Ok(Deadlines {
            as_of: day,
            rows,
            totals,
        })
    }
}

/// The last year at whose end money is lost that can still be spent after a day, if there is any.
pub(super) fn last_to_spend(settlement: &Settlement, day: Date) -> Result<Option<i16>, Findings> {
    let rows = lost(&to_the_end(settlement)?, day);
    Ok(rows.iter().map(|row| row.year).max())
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
    rate: Money,
}

/// What closings after a day give up, by bucket.
fn lost(ahead: &Settlement, day: Date) -> Vec<DeadlineRow> {
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
            rows.push(DeadlineRow {
                date,
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
                needed,
                so_far: so_far.map(|it| it.rate),
                times: so_far
                    .zip(needed)
                    .and_then(|(it, needed)| times(needed, it.rate)),
                reason: reason.to_string(),
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

/// The sums of the rows of each day and kind for which it is not too late.
fn totals(rows: &[DeadlineRow]) -> Vec<DeadlineTotalRow> {
    let mut sums: BTreeMap<(Date, usize), [i128; 6]> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.from.is_some()) {
        let sums = sums.entry((row.date, order(&row.kind))).or_default();
        let of = [
            row.amount,
            row.refund,
            row.by_then,
            row.spent,
            row.needed,
            row.so_far,
        ];
        for (sum, amount) in sums.iter_mut().zip(of) {
            *sum += i128::from(amount.unwrap_or_default().cents());
        }
    }
    let sums = sums.into_iter().map(|((date, kind), sums)| {
        let [amount, refund, by_then, spent, needed, so_far] = sums.map(bounded);
        DeadlineTotalRow {
            date,
            kind: KINDS[kind].to_owned(),
            amount,
            refund,
            by_then,
            spent,
            needed,
            so_far,
            times: times(needed, so_far),
        }
    });
    sums.collect()
}

/// An amount. A rate of a few days may be above the bound of amounts; then it is as much as an amount can be.
fn bounded(cents: i128) -> Money {
    let bound = if cents < 0 { Money::MIN } else { Money::MAX };
    let cents = i64::try_from(cents).ok().and_then(Money::from_cents);
    cents.unwrap_or(bound)
}

/// The duties of grants, and their refunds that fall due, after a day. Of the years after it only those in which money of
/// the grant must still be spent.
fn duties(ahead: &Settlement, day: Date, spending: &[DeadlineRow]) -> Vec<DeadlineRow> {
    let mut last: BTreeMap<&str, i16> = BTreeMap::new();
    for row in spending {
        let last = last.entry(&row.grant).or_insert(row.year);
        *last = row.year.max(*last);
    }
    let mut refunds: BTreeMap<(i16, &str), i64> = BTreeMap::new();
    for row in ahead.settlement() {
        let refund = refunds.entry((row.year, &row.grant)).or_default();
        *refund += row.refund.cents() - row.owed.cents();
    }
    let mut rows = Vec::new();
    // A fixed day comes back in each year.
    let mut told = BTreeSet::new();
    for term in ahead.terms() {
        let through = last.get(term.grant.as_str()).copied().unwrap_or(i16::MIN);
        let Some(date) = term.date.filter(|date| *date > day) else {
            continue;
        };
        let kind = KINDS[2..].iter().find(|kind| **kind == term.kind);
        let Some(&kind) = kind.filter(|_| term.year <= through.max(day.year())) else {
            continue;
        };
        let refund = refunds.get(&(term.year, &*term.grant));
        let due = refund
            .filter(|_| kind == "due")
            .map(|refund| Money::of(*refund));
        if due.is_some() || told.insert((term.grant.clone(), kind, date)) {
            rows.push(duty(term, date, due));
        }
    }
    rows
}

fn duty(term: TermRow, date: Date, amount: Option<Money>) -> DeadlineRow {
    DeadlineRow {
        date,
        kind: term.kind,
        year: term.year,
        grant: term.grant,
        tranche: None,
        part: None,
        from: None,
        amount,
        refund: None,
        by_then: None,
        since: None,
        spent: None,
        needed: None,
        so_far: None,
        times: None,
        reason: term.rule,
    }
}
