//! Putting claims on buckets, in two rounds: first on those of a cost's own part, then on those of other parts.

use std::collections::BTreeMap;

use super::class::{Class, Piece};
use super::limits::{Ask, Limits};
use super::net::Shares;
use super::{Block, Exercised, Paid};
use crate::plan::{Plan, YearPlan};
use crate::scheme::{RuleName, ShareOf};

/// Claims on their way to buckets.
pub(super) struct Placing<'l> {
    limits: &'l mut Limits,
    /// By piece: what of its claim is not paid yet, in cents.
    pub(super) left: Vec<i64>,
    /// By grant and rate: what is left of a share of the total, in cents.
    totals: BTreeMap<(usize, u32), i64>,
    /// By class and round: how many buckets, from the first, have nothing left for it.
    full: Vec<[usize; 2]>,
    /// By class: why nothing more is paid, once that was asked.
    blocks: Vec<Option<Block>>,
    /// What is paid, with the piece.
    paid: Vec<(usize, Paid)>,
}

impl<'l> Placing<'l> {
    pub(super) fn new(
        limits: &'l mut Limits,
        classes: usize,
        shares: Shares,
        netted: Vec<(usize, Paid)>,
    ) -> Self {
        Self {
            limits,
            left: shares.claims,
            totals: shares.totals,
            full: vec![[0; 2]; classes],
            blocks: vec![None; classes],
            paid: netted,
        }
    }

    /// Pays what it can of one piece in one round.
    pub(super) fn piece(
        &mut self,
        (at, piece): (usize, &Piece),
        class: &Class,
        round: usize,
        exercised: &mut CeilingsHit<'_, '_>,
    ) {
        let key = total_of(piece, class);
        for index in self.full[piece.class][round]..class.width(round) {
            if self.left[at] <= 0 {
                return;
            }
            let ask = class.ask(round, index);
            let total = key.and_then(|key| self.totals.get_mut(&key));
            let wanted = self.left[at].min(total.as_deref().copied().unwrap_or(i64::MAX));
            let amount = self.limits.available(&ask, wanted);
            if amount > 0 {
                self.limits.pay(&ask, amount);
                self.left[at] -= amount;
                if let Some(total) = total {
                    *total -= amount;
                }
                let paid = Paid {
                    line: piece.line,
                    bucket: ask.bucket,
                    amount,
                    netted: false,
                };
                self.paid.push((at, paid));
            }
            let Some(block) = self.limits.block(&ask) else {
                continue;
            };
            if block == Block::Ceiling && self.left[at] > 0 {
                exercised.add(&ask, self.limits);
            }
            // Nothing that is used up comes back, so a bucket that is full stays so for the class.
            let full = &mut self.full[piece.class][round];
            if index == *full {
                *full += 1;
            }
        }
    }

    /// Why nothing more is paid of a piece that has candidates: how far it came.
    pub(super) fn block(&mut self, piece: &Piece, class: &Class) -> Block {
        let limits = &self.limits;
        *self.blocks[piece.class].get_or_insert_with(|| class.farthest(limits))
    }

    /// What of the cents that are left of a piece is above its grant's share of the total, and so stays on own funds
    /// whatever room there is. What is left of the share itself goes to the first pieces that ask.
    pub(super) fn above_share(&mut self, piece: &Piece, class: &Class, left: i64) -> i64 {
        let total = total_of(piece, class).and_then(|key| self.totals.get_mut(&key));
        let Some(total) = total else {
            return 0;
        };
        let inside = left.min(*total);
        *total -= inside;
        left - inside
    }

    /// What is paid, in the order of pieces, each netted first and then by bucket.
    pub(super) fn paid(mut self) -> Vec<Paid> {
        self.paid
            .sort_by_key(|(at, paid)| (*at, !paid.netted, paid.bucket));
        self.paid.into_iter().map(|(_, paid)| paid).collect()
    }
}

/// The share of the total that a piece falls under.
fn total_of(piece: &Piece, class: &Class) -> Option<(usize, u32)> {
    let share = class.share.filter(|(_, of)| *of == ShareOf::Total);
    share.map(|(ppm, _)| (piece.grant, ppm))
}

/// Marks ceilings that leave a cost without money.
pub(super) struct CeilingsHit<'p, 'e> {
    pub(super) plan: &'p Plan,
    pub(super) year: &'p YearPlan,
    pub(super) exercised: &'e mut Exercised,
}

impl CeilingsHit<'_, '_> {
    fn add(&mut self, ask: &Ask<'_>, limits: &Limits) {
        let grant = self.plan.buckets()[ask.bucket].grant;
        let of = &self.year.buckets[ask.bucket];
        if let (Some(of), Some(ceiling)) = (of, limits.ceiling_reached(ask)) {
            let rule = RuleName::Ceiling(ceiling);
            self.exercised.add(grant, of.version, rule);
        }
    }
}
