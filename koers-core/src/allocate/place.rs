//! Putting claims on buckets, in two rounds: first on those of a cost's own part, then on those of other parts.

use std::collections::BTreeMap;

use super::class::{Class, Piece};
use super::limits::{Ask, Limits};
use super::net::Shares;
use super::{Block, Exercised, Paid};
use crate::plan::{Plan, YearPlan};
use crate::scheme::{RuleName, ShareOf};

/// How far a class is in the buckets of a round. Nothing that is used up comes back, so those before are full.
#[derive(Default)]
struct Cursor {
    index: usize,
    /// What it asks of the bucket, once that was tried.
    ask: Option<Ask>,
    /// What that bucket paid, in cents.
    paid: i64,
}

/// Claims on their way to buckets.
pub(super) struct Placing<'l, 'p> {
    limits: &'l mut Limits<'p>,
    /// By piece: what of its claim is not paid yet, in cents.
    pub(super) left: Vec<i64>,
    /// By grant and rate: what is left of a share of the total, in cents.
    totals: BTreeMap<(usize, u32), i64>,
    /// By class and round.
    cursors: Vec<[Cursor; 2]>,
    /// By class: why nothing more is paid, once that was asked.
    blocks: Vec<Option<Block>>,
    /// What is paid, with the piece.
    paid: Vec<(usize, Paid)>,
}

impl<'l, 'p> Placing<'l, 'p> {
    pub(super) fn new(
        limits: &'l mut Limits<'p>,
        classes: usize,
        shares: Shares,
        netted: Vec<(usize, Paid)>,
    ) -> Self {
        Self {
            limits,
            left: shares.claims,
            totals: shares.totals,
            cursors: (0..classes).map(|_| Default::default()).collect(),
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
        let mut total = total_of(piece, class).and_then(|key| self.totals.get_mut(&key));
        let left = &mut self.left[at];
        let cursor = &mut self.cursors[piece.class][round];
        while cursor.index < class.width(round) {
            let wanted = (*left).min(total.as_deref().copied().unwrap_or(*left));
            if wanted <= 0 {
                return;
            }
            let limits = &mut *self.limits;
            let ask = cursor
                .ask
                .get_or_insert_with(|| class.ask(round, cursor.index, limits));
            let amount = limits.available(ask, wanted);
            if amount > 0 {
                limits.pay(ask, amount);
                *left -= amount;
                if let Some(total) = &mut total {
                    **total -= amount;
                }
                cursor.paid += amount;
                let paid = Paid {
                    line: piece.line,
                    bucket: ask.bucket,
                    amount,
                    netted: false,
                };
                self.paid.push((at, paid));
            }
            if amount < wanted {
                // Then a limit of the bucket is used up.
                exercised.add(ask, limits);
                limits.note(ask, cursor.paid);
                *cursor = Cursor {
                    index: cursor.index + 1,
                    ..Cursor::default()
                };
            }
        }
    }

    /// Why nothing more is paid of a piece that has candidates: how far it came.
    pub(super) fn block(&mut self, piece: &Piece, class: &Class) -> Block {
        let limits = &mut *self.limits;
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
        for cursor in self.cursors.iter().flatten() {
            if let Some(ask) = &cursor.ask {
                self.limits.note(ask, cursor.paid);
            }
        }
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
    fn add(&mut self, ask: &Ask, limits: &Limits<'_>) {
        let grant = self.plan.buckets()[ask.bucket].grant;
        if let (Some(version), Some(ceiling)) =
            (self.year.versions[grant], limits.ceiling_reached(ask))
        {
            let rule = RuleName::Ceiling(ceiling);
            self.exercised.add(grant, version, rule);
        }
    }
}
