//! Putting claims on the buckets of a grant, in two rounds: first on those of a cost's own part, then on those of other
//! parts.

use super::limits::{Ask, Limits};
use super::way::Way;
use super::{Exercised, How, Paid, StepWord};
use crate::plan::{Plan, YearPlan};
use crate::scheme::{RuleName, ShareOf};

/// How far a way is in the buckets of a round. Nothing that is used up comes back, so those before are full.
#[derive(Default)]
struct Cursor {
    index: usize,
    /// What it asks of the bucket, once that was tried.
    ask: Option<Ask>,
    /// What that bucket paid, in cents.
    paid: i64,
}

impl Cursor {
    /// The place of its bucket in the round.
    fn place(&self, width: usize, newest: bool) -> usize {
        if newest {
            width - 1 - self.index
        } else {
            self.index
        }
    }
}

/// Claims on their way to buckets.
pub(super) struct Placing {
    /// The newest tranches first.
    newest: bool,
    step: StepWord,
    /// By way and round.
    cursors: Vec<[Cursor; 2]>,
}

/// A claim of a piece on the buckets of one way, in cents.
pub(super) struct Claim<'c> {
    pub(super) piece: usize,
    pub(super) line: usize,
    pub(super) left: &'c mut i64,
    /// What is left of a share of the total.
    pub(super) total: Option<&'c mut i64>,
}

impl Placing {
    pub(super) fn new(ways: usize, step: StepWord, newest: bool) -> Self {
        Self {
            newest,
            step,
            cursors: (0..ways).map(|_| Default::default()).collect(),
        }
    }

    /// Whether there is a bucket for a way in a round that was not found wanting, which [`Placing::ask`] then gives.
    pub(super) fn asks(
        &mut self,
        way_at: usize,
        way: &Way,
        round: usize,
        limits: &mut Limits<'_>,
    ) -> bool {
        let width = way.width(round);
        let cursor = &mut self.cursors[way_at][round];
        if cursor.index >= width {
            return false;
        }
        if cursor.ask.is_none() {
            cursor.ask = Some(way.ask(round, cursor.place(width, self.newest), limits));
        }
        true
    }

    /// What a way asks next in a round.
    pub(super) fn ask(&self, way_at: usize, round: usize) -> Option<&Ask> {
        self.cursors[way_at][round].ask.as_ref()
    }

    /// Pays what it can of a claim in one round.
    pub(super) fn piece(
        &mut self,
        claim: Claim<'_>,
        (way_at, way): (usize, &Way),
        round: usize,
        limits: &mut Limits<'_>,
        (paid, hit): (&mut Vec<(usize, Paid)>, &mut CeilingsHit<'_, '_>),
    ) {
        let Claim {
            piece,
            line,
            left,
            mut total,
        } = claim;
        let width = way.width(round);
        let cursor = &mut self.cursors[way_at][round];
        while cursor.index < width {
            let wanted = (*left).min(total.as_deref().copied().unwrap_or(*left));
            if wanted <= 0 {
                return;
            }
            let index = cursor.place(width, self.newest);
            let ask = cursor
                .ask
                .get_or_insert_with(|| way.ask(round, index, limits));
            let amount = limits.available(ask, wanted);
            if amount > 0 {
                limits.pay(ask, amount);
                *left -= amount;
                if let Some(total) = &mut total {
                    **total -= amount;
                }
                cursor.paid += amount;
                let row = Paid {
                    line,
                    bucket: ask.bucket,
                    amount,
                    step: self.step,
                    how: How::Paid,
                };
                paid.push((piece, row));
            }
            if amount < wanted {
                // Then a limit of the bucket is used up.
                hit.add(ask, limits);
                limits.note(ask, cursor.paid);
                *cursor = Cursor {
                    index: cursor.index + 1,
                    ..Cursor::default()
                };
            }
        }
    }

    /// Pays amounts, each of a piece with its line, from the bucket that a way asks next in a round, which has room for all.
    pub(super) fn all(
        &mut self,
        amounts: impl Iterator<Item = (usize, usize, i64)>,
        (way_at, round): (usize, usize),
        limits: &mut Limits<'_>,
        paid: &mut Vec<(usize, Paid)>,
    ) {
        let cursor = &mut self.cursors[way_at][round];
        let Some(ask) = &cursor.ask else {
            return;
        };
        let mut sum = 0;
        paid.extend(amounts.map(|(piece, line, amount)| {
            sum += amount;
            let row = Paid {
                line,
                bucket: ask.bucket,
                amount,
                step: self.step,
                how: How::Paid,
            };
            (piece, row)
        }));
        limits.pay(ask, sum);
        cursor.paid += sum;
    }

    /// Notes what was paid on the buckets that are not used up.
    pub(super) fn done(self, limits: &mut Limits<'_>) {
        for cursor in self.cursors.iter().flatten() {
            if let Some(ask) = &cursor.ask {
                limits.note(ask, cursor.paid);
            }
        }
    }
}

/// The share of the total that costs of a way fall under: grant and parts per million.
pub(super) fn total_of(way: &Way) -> Option<(usize, u32)> {
    let share = way.share.filter(|(_, of)| *of == ShareOf::Total);
    share.map(|(ppm, _)| (way.grant, ppm))
}

/// The share of each line that costs of a way fall under, in parts per million.
pub(super) fn line_share(way: &Way) -> Option<u32> {
    let share = way.share.filter(|(_, of)| *of == ShareOf::Line);
    share.map(|(ppm, _)| ppm)
}

/// Marks ceilings that leave a cost without money.
pub(super) struct CeilingsHit<'p, 'e> {
    pub(super) plan: &'p Plan,
    pub(super) year: &'p YearPlan,
    pub(super) exercised: &'e mut Exercised,
}

impl CeilingsHit<'_, '_> {
    pub(super) fn add(&mut self, ask: &Ask, limits: &Limits<'_>) {
        let grant = self.plan.buckets()[ask.bucket].grant;
        if let (Some(version), Some(ceiling)) =
            (self.year.versions[grant], limits.ceiling_reached(ask))
        {
            let rule = RuleName::Ceiling(ceiling);
            self.exercised.add(grant, version, rule);
        }
    }
}
