//! The sums of each grant in each year.

use std::collections::BTreeMap;

use super::{Fate, Reason, Settlement, closings};
use crate::calendar::Date;
use crate::money::Money;
use crate::tables::SettlementRow;
use crate::years::closed::restated;

/// The sums of a grant in one year, for a table per grant.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct GrantTotal {
    /// The book year.
    pub year: i16,
    /// The grant's place in [`Dossier::grants`].
    pub grant: usize,
    /// Cash at the opening.
    pub opening: Money,
    /// What came to it from years that were closed before, as it is booked in the year.
    pub restated: Money,
    /// Came in.
    pub received: Money,
    /// Paid back.
    pub repaid: Money,
    /// What the grant pays.
    pub spent: Money,
    /// Cash at the closing.
    pub balance: Money,
    /// To pay back.
    pub refund: Money,
    /// Stays available.
    pub carry_over: Money,
    /// Earned or left over, and the holder's to keep.
    pub retained: Money,
    /// Room that stays and whose money has not come in.
    pub pending: Money,
    /// Spent before its money came in.
    pub receivable: Money,
    /// The last days on which carried money may be spent, ascending.
    pub until: Vec<Date>,
    /// Why, each reason once, with the amount it is about; no amount where nothing goes back or stays.
    pub reasons: Vec<(Reason, Option<Money>)>,
}

impl GrantTotal {
    const fn none(year: i16, grant: usize) -> GrantTotal {
        GrantTotal {
            year,
            grant,
            opening: Money::ZERO,
            restated: Money::ZERO,
            received: Money::ZERO,
            repaid: Money::ZERO,
            spent: Money::ZERO,
            balance: Money::ZERO,
            refund: Money::ZERO,
            carry_over: Money::ZERO,
            retained: Money::ZERO,
            pending: Money::ZERO,
            receivable: Money::ZERO,
            until: Vec::new(),
            reasons: Vec::new(),
        }
    }

    fn add(&mut self, row: &SettlementRow) {
        let add = |sum: &mut Money, amount: Money| *sum = Money::of(sum.cents() + amount.cents());
        add(&mut self.opening, row.opening);
        add(&mut self.restated, Money::of(restated(row)));
        add(&mut self.received, row.received);
        add(&mut self.repaid, row.repaid);
        add(&mut self.spent, row.spent);
        add(&mut self.balance, row.balance);
        add(&mut self.refund, row.refund);
        add(&mut self.carry_over, row.carry_over);
        add(&mut self.retained, row.retained);
        add(&mut self.pending, row.pending);
        add(&mut self.receivable, row.receivable);
        if let Some(until) = row.carry_over_until
            && let Err(at) = self.until.binary_search(&until)
        {
            self.until.insert(at, until);
        }
    }

    /// Adds a reason, or its amount to the same reason; `known` has the places of those there are, by their text.
    fn explain(
        &mut self,
        known: &mut BTreeMap<String, usize>,
        reason: Reason,
        amount: Option<Money>,
    ) {
        let next = self.reasons.len();
        let at = *known
            .entry(format!("{reason} {:?}", reason.until))
            .or_insert(next);
        match self.reasons.get_mut(at) {
            None => self.reasons.push((reason, amount)),
            Some((_, sum)) => {
                let both = [*sum, amount].into_iter().flatten().map(Money::cents).sum();
                *sum = amount.or(*sum).map(|_| Money::of(both));
            }
        }
    }
}

impl Settlement {
    /// The sums per grant and year, in the order of years and grants. Grants without buckets are left out.
    #[must_use]
    pub fn by_grant(&self) -> Vec<GrantTotal> {
        let plan = self.allocation.plan();
        let mut totals: Vec<GrantTotal> = Vec::new();
        let mut known = BTreeMap::new();
        for (at, (year, bucket, closing)) in closings(&self.allocation).enumerate() {
            let row = &self.settlement()[at];
            let grant = plan.buckets()[bucket].grant;
            if totals
                .last()
                .is_none_or(|last| (last.year, last.grant) != (row.year, grant))
            {
                totals.push(GrantTotal::none(row.year, grant));
                known.clear();
            }
            let Some(total) = totals.last_mut() else {
                continue;
            };
            total.add(row);
            // What is spent before it came in has a column of its own.
            let fates: Vec<_> = self
                .fates(at, (year, bucket, closing))
                .into_iter()
                .filter(|(fate, ..)| *fate != Fate::Receivable)
                .collect();
            if fates.is_empty() {
                total.explain(&mut known, self.reason(at, (year, bucket, closing)), None);
            }
            for (_, amount, reason) in fates {
                total.explain(&mut known, reason, Some(amount));
            }
        }
        totals
    }
}
