//! The booking to enter for a line that moves, as a whole.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::moves::{Move, Payer};
use super::parts::{booked, owner};
use crate::allocate::{How, YearAllocation};
use crate::dossier::Booking;
use crate::money::{Money, apportion};
use crate::plan::Plan;
use crate::scheme::{Deduction, ShareOf};

/// What becomes of a line, in cents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Held {
    /// What each grant pays of it.
    paid: BTreeMap<usize, i64>,
    /// What each grant takes off it for income: that stays booked where it is, and so must the costs that it pays.
    income: BTreeMap<usize, i64>,
    /// What no grant pays.
    own: i64,
    /// The VAT that is taken off it. It goes along with the parts, because a booking divides a line with its VAT.
    vat: i64,
}

/// By line what moves of it to other grants.
pub(super) type Moved = BTreeMap<usize, Vec<Move>>;

impl Held {
    /// What becomes of lines once their moves are made.
    pub(super) fn of_lines(
        plan: &Plan,
        before: &YearAllocation,
        moved: &Moved,
    ) -> Vec<(usize, Held)> {
        let lines = moved.keys().map(|&line| (line, Held::default()));
        let mut held: BTreeMap<usize, Held> = lines.collect();
        let grant = |bucket: usize| plan.buckets()[bucket].grant;
        for paid in before.paid(plan) {
            let line = match paid.how {
                How::Corrected => owner(plan, paid.line),
                How::Netted | How::Paid => paid.line,
            };
            if let Some(held) = held.get_mut(&line) {
                *held.paid.entry(grant(paid.bucket)).or_default() += paid.amount;
            }
        }
        for open in before.open(plan) {
            if let Some(held) = held.get_mut(&owner(plan, open.line)) {
                held.own += open.amount;
            }
        }
        for part in before.deducted() {
            if let Some(held) = held.get_mut(&owner(plan, part.line)) {
                match part.kind {
                    Deduction::Vat => held.vat += part.amount,
                    Deduction::Income | Deduction::Contribution => {
                        *held.income.entry(part.grant).or_default() += part.amount;
                    }
                }
            }
        }
        for (line, moves) in moved {
            if let Some(held) = held.get_mut(line) {
                for step in moves {
                    for (payer, amount) in [(step.from, -step.amount), (step.to, step.amount)] {
                        match payer {
                            Payer::Bucket(at) => *held.paid.entry(grant(at)).or_default() += amount,
                            Payer::Own(_) => held.own += amount,
                        }
                    }
                }
            }
        }
        held.into_iter().collect()
    }

    /// The booking that says so: one grant, or amounts in the order of grants with the rest on the largest.
    ///
    /// A grant that pays a share gets as much booked as makes that share, where the line is large enough for all its
    /// grants; else those that pay most of what is booked come first. What no grant pays stays on the grant of the
    /// booking, if it is one, else with the rest.
    pub(super) fn booking(&self, plan: &Plan, line: usize) -> Booking {
        let mut parts = self.parts(plan, line);
        parts.retain(|_, amount| *amount > 0);
        let weights: Vec<u64> = parts.values().map(|amount| amount.unsigned_abs()).collect();
        let vat = apportion(self.vat, &weights).unwrap_or_default();
        let id = |grant: usize| plan.dossier().grants()[grant].id.value.clone();
        let largest = parts
            .iter()
            .max_by_key(|&(grant, amount)| (*amount, Reverse(*grant)));
        let rest = largest.map_or(0, |(grant, _)| *grant);
        let parts: Vec<(String, Money)> = parts
            .iter()
            .zip(vat)
            .filter(|((grant, _), _)| **grant != rest)
            .map(|((grant, amount), vat)| (id(*grant), Money::of(amount + vat)))
            .collect();
        if parts.is_empty() {
            Booking::Grant(id(rest))
        } else {
            Booking::Amounts {
                parts,
                rest: id(rest),
            }
        }
    }

    /// What to book on each grant, without VAT.
    fn parts(&self, plan: &Plan, line: usize) -> BTreeMap<usize, i64> {
        let sum = |of: &BTreeMap<usize, i64>| of.values().sum::<i64>();
        let mut left = sum(&self.paid) + sum(&self.income) + self.own;
        let mut parts = self.income.clone();
        left -= sum(&parts);
        let date = plan.dossier().lines().period(line).last();
        let share = |grant: usize| {
            let share = &plan.version(grant, date)?.share.as_ref()?.rule;
            (share.of == ShareOf::Line).then_some(i128::from(share.rate.ppm()))
        };
        let mut needs: Vec<(Reverse<i128>, usize, i64)> = Vec::new();
        for (&grant, &paid) in &self.paid {
            let ppm = share(grant).filter(|ppm| *ppm > 0).unwrap_or(WHOLE);
            let need = (i128::from(paid) * WHOLE + ppm - 1) / ppm;
            // More than the line there never is.
            let need = i64::try_from(need).unwrap_or(left).min(left.max(0));
            needs.push((Reverse(ppm), grant, need));
        }
        needs.sort_unstable();
        for (_, grant, need) in needs {
            let need = need.min(left);
            *parts.entry(grant).or_default() += need;
            left -= need;
        }
        if let [grant] = booked(plan, line)[..] {
            *parts.entry(grant).or_default() += left;
        }
        parts
    }
}

/// All of a line, in parts per million.
const WHOLE: i128 = 1_000_000;
