//! The booking to enter for a line that moves, as a whole.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::parts::owner;
use crate::allocate::{How, YearAllocation};
use crate::dossier::{Booking, Dossier};
use crate::money::{Money, apportion};
use crate::plan::Plan;
use crate::scheme::Deduction;

/// What each grant holds of a line, in cents above zero.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Held {
    parts: BTreeMap<usize, i64>,
    /// The VAT that is taken off it. It goes along with the parts, because a booking divides a line with its VAT.
    vat: i64,
}

/// By line what moves of it: from a grant (none: own funds), to a grant, cents.
pub(super) type Moved = BTreeMap<usize, Vec<(Option<usize>, usize, i64)>>;

impl Held {
    /// What the grants hold of lines once their moves are made.
    pub(super) fn of_lines(
        plan: &Plan,
        before: &YearAllocation,
        moves: &Moved,
    ) -> Vec<(usize, Held)> {
        let mut held: BTreeMap<usize, Held> = BTreeMap::new();
        for &line in moves.keys() {
            held.insert(line, Held::default());
        }
        for paid in &before.paid {
            let line = match paid.how {
                How::Corrected => owner(plan, paid.line),
                How::Netted | How::Paid => paid.line,
            };
            if let Some(held) = held.get_mut(&line) {
                held.add(Some(plan.buckets()[paid.bucket].grant), paid.amount);
            }
        }
        for open in &before.open {
            let line = owner(plan, open.line);
            if let Some(held) = held.get_mut(&line) {
                held.add(own(plan, line), open.amount);
            }
        }
        for part in &before.deducted {
            if let Some(held) = held.get_mut(&owner(plan, part.line)) {
                match part.kind {
                    Deduction::Vat => held.vat += part.amount,
                    // The income stays booked where it is, and so must the costs that it pays.
                    Deduction::Income | Deduction::Contribution => {
                        held.add(Some(part.grant), part.amount);
                    }
                }
            }
        }
        for (line, moves) in moves {
            if let Some(held) = held.get_mut(line) {
                for &(from, to, amount) in moves {
                    held.add(from.or_else(|| own(plan, *line)), -amount);
                    held.add(Some(to), amount);
                }
            }
        }
        held.into_iter().collect()
    }

    fn add(&mut self, grant: Option<usize>, amount: i64) {
        if let Some(grant) = grant {
            *self.parts.entry(grant).or_default() += amount;
        }
    }

    /// The booking that says so: one grant, or amounts in the order of grants with the rest on the largest.
    pub(super) fn booking(&self, dossier: &Dossier) -> Booking {
        let of_grants: Vec<(usize, i64)> = self
            .parts
            .iter()
            .map(|(grant, amount)| (*grant, *amount))
            .filter(|(_, amount)| *amount > 0)
            .collect();
        let weights: Vec<u64> = of_grants.iter().map(|part| part.1.unsigned_abs()).collect();
        let vat = apportion(self.vat, &weights).unwrap_or_default();
        let id = |grant: usize| dossier.grants()[grant].id.value.clone();
        let largest = of_grants
            .iter()
            .max_by_key(|&&(grant, amount)| (amount, Reverse(grant)));
        let rest = largest.map_or(0, |(grant, _)| *grant);
        let parts: Vec<(String, Money)> = of_grants
            .iter()
            .zip(vat)
            .filter(|((grant, _), _)| *grant != rest)
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
}

/// The grant with which what no grant pays of a line stays: its own, where it is booked on one. Else that goes with the
/// rest.
fn own(plan: &Plan, line: usize) -> Option<usize> {
    let booking = plan.dossier().lines().booking(line)?;
    plan.grant_place(booking.single()?)
}
