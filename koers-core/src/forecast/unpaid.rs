//! Refunds that are not paid back yet, by the year in which they arose.

use std::collections::{BTreeMap, VecDeque};

use super::duties::cited;
use crate::calendar::Date;
use crate::dossier::{StatedClosing, Tranche};
use crate::money::Money;
use crate::scheme::{Citation, Cited, RefundTerm, RefundTermKind};
use crate::settle::{Settlement, given_up};
use crate::tables::DeadlineRow;

/// A refund of a grant in the year in which it arose.
struct Unpaid {
    cents: i128,
    /// Why it arose.
    reason: String,
}

/// Refunds of a bucket by year, the oldest first, in cents.
#[derive(Default)]
struct Queue(VecDeque<(i16, i128)>);

impl Queue {
    fn sum(&self) -> i128 {
        self.0.iter().map(|(_, cents)| cents).sum()
    }

    /// Pays off the oldest until so much is owed.
    fn pay_down_to(&mut self, owed: i128) {
        let mut paid = self.sum() - owed;
        while paid > 0 {
            let Some((_, first)) = self.0.front_mut() else {
                return;
            };
            let part = paid.min(*first);
            *first -= part;
            paid -= part;
            if *first == 0 {
                self.0.pop_front();
            }
        }
    }

    fn arose(&mut self, year: i16, cents: i128) {
        if cents > 0 {
            self.0.push_back((year, cents));
        }
    }

    /// What a tranche brings into the first book year.
    fn opening(tranche: &Tranche, first: i16) -> Queue {
        let mut queue = Queue::default();
        for (closing, arose) in arising(tranche, first) {
            queue.pay_down_to(cents(closing.refund) - arose);
            queue.arose(closing.year, arose);
        }
        let owed = tranche.opening.as_ref();
        let owed = owed.map_or(0, |opening| cents(opening.value.owed));
        queue.pay_down_to(owed);
        // Of what is owed since longer the dossier doesn't say since when.
        let more = owed - queue.sum();
        let oldest = queue.0.front().map(|(year, _)| *year);
        if more > 0 {
            let year = oldest.unwrap_or_else(|| first.saturating_sub(1));
            queue.0.push_front((year, more));
        }
        queue
    }
}

fn cents(amount: Money) -> i128 {
    i128::from(amount.cents())
}

/// The years before the first book year of which a tranche states how they closed, ascending, with the refund that arose
/// in each.
pub(super) fn arising(
    tranche: &Tranche,
    first: i16,
) -> impl Iterator<Item = (&StatedClosing, i128)> {
    // What a year that was closed comes to by now takes the place of how it was closed.
    let restated = |year: i16| tranche.restated.iter().find(|it| it.year == year);
    let closings = tranche.closings.iter().filter(|it| it.year < first);
    let closings = closings.map(|closing| restated(closing.year).unwrap_or(closing));
    let mut before: Vec<&StatedClosing> = closings.collect();
    before.sort_by_key(|closing| closing.year);
    let mut owed = 0;
    before.into_iter().map(move |closing| {
        let still = (owed - cents(closing.repaid)).max(0);
        let still = closing.owed.map_or(still, cents);
        owed = cents(closing.refund);
        (closing, (owed - still).max(0))
    })
}

/// What is still to be paid back, by the place of the grant and the year in which it arose.
fn unpaid(ahead: &Settlement) -> BTreeMap<(usize, i16), Unpaid> {
    let allocation = ahead.allocation();
    let plan = allocation.plan();
    let first = plan.years().first().map_or(i16::MIN, |year| year.year);
    let reasons = |year: i16, bucket: usize| {
        let of = plan.years().iter().zip(&allocation.years);
        let mut of = of.filter(|(of, _)| of.year == year);
        let (of, closed) = of.next()?;
        let closing = closed.closings[bucket].as_ref()?;
        let (_, _, reason) = given_up(plan, of, bucket, closing);
        Some(reason.to_string())
    };
    let mut sums: BTreeMap<(usize, i16), Unpaid> = BTreeMap::new();
    for (at, bucket) in plan.buckets().iter().enumerate() {
        let tranche = bucket.tranche(plan.dossier());
        let mut queue = Queue::opening(tranche, first);
        for (of, year) in plan.years().iter().zip(&allocation.years) {
            if let Some(closing) = &year.closings[at] {
                let owed = i128::from(closing.owed);
                queue.pay_down_to(owed);
                queue.arose(of.year, i128::from(closing.refund) - owed);
            }
        }
        for (year, cents) in queue.0 {
            let sum = sums.entry((bucket.grant, year)).or_insert_with(|| {
                let stated = tranche.closings.iter().find(|it| it.year == year);
                let stated = stated.and_then(|closing| closing.reason.clone());
                let reason = reasons(year, at).or(stated);
                Unpaid {
                    cents: 0,
                    reason: reason.unwrap_or_else(|| "owed".to_owned()),
                }
            });
            sum.cents += cents;
        }
    }
    sums
}

/// What is still to be paid back: of years that ended by a day all of it; of later ones, in which nothing more is spent, what
/// is due on a day that the scheme names, up to the last year in which money of the grant must be spent.
pub(super) fn unpaid_rows(
    ahead: &Settlement,
    day: Date,
    last: &BTreeMap<&str, i16>,
) -> Vec<DeadlineRow> {
    let plan = ahead.allocation().plan();
    let mut rows = Vec::new();
    for ((grant, year), unpaid) in unpaid(ahead) {
        let Some(end) = Date::last_of_year(year) else {
            continue;
        };
        let id = &plan.dossier().grants()[grant].id.value;
        let through = last.get(id.as_str()).copied().unwrap_or(i16::MIN);
        let scheme = plan.dossier().scheme_of(grant);
        let version = plan.known(grant).closing_version(end);
        let terms = version.map_or(&[][..], |at| &scheme.versions[at].refund_terms);
        let mut due = terms
            .iter()
            .filter(|term| term.rule.kind == RefundTermKind::Due);
        let due = due.find_map(|term| Some((term.rule.deadline?.of_year(year)?, &term.citation)));
        if end > day && (due.is_none() || year > through.max(day.year())) {
            continue;
        }
        let claimed = |term: &&Cited<RefundTerm>| {
            matches!(term.rule.kind, RefundTermKind::Must | RefundTermKind::May)
        };
        let claimed = || terms.iter().find(claimed).map(|term| &term.citation);
        let by: Option<&Citation> = due.map(|(_, citation)| citation).or_else(claimed);
        let by = by.and_then(|citation| Some(cited(plan, grant, version?, citation)));
        rows.push(DeadlineRow {
            date: due.map(|(date, _)| date),
            kind: "due".to_owned(),
            year,
            grant: id.clone(),
            tranche: None,
            part: None,
            from: None,
            // What closings that are stated add up to may be above the bound.
            amount: Some(Money::nearest(unpaid.cents)),
            refund: None,
            by_then: None,
            since: None,
            spent: None,
            needed: None,
            so_far: None,
            times: None,
            reason: by.unwrap_or(unpaid.reason),
        });
    }
    rows
}
