//! Classes of the steps that look at all grants together: `priority`, `pro-rata` and `least-refund`.
//!
//! Whatever a piece is booked on, every grant that admits it may pay. Pieces with the same booking and the same ways form a
//! class, in which credit notes and income are netted first.

use std::collections::BTreeMap;

use super::booked::payers;
use super::exclusive::Standing;
use super::limits::Ask;
use super::net::{self, Netted};
use super::pieces::Piece;
use super::place::total_of;
use super::run::Run;
use super::sorting::Sorting;
use super::step::StepRun;
use super::way::Way;
use super::{Block, How, Paid};
use crate::progress::Cancelled;

/// Pieces that the same buckets may pay under the same limits.
pub(super) struct Class {
    /// The grant on which they are booked.
    pub(super) booked: Option<usize>,
    /// The places of their ways, by grant.
    pub(super) ways: Vec<usize>,
    /// In order.
    pub(super) pieces: Vec<usize>,
    /// Whether it is compensable VAT and nothing else: what no grant pays of it is taken off, not on own funds.
    pub(super) is_vat: bool,
}

/// The classes of a step, by their first piece.
pub(super) struct Joint {
    pub(super) classes: Vec<Class>,
    /// By line the grants that paid for it in earlier steps; empty where no scheme excludes another.
    pub(super) payers: BTreeMap<usize, Vec<usize>>,
    /// Whether a scheme of the dossier excludes another.
    pub(super) excludes: bool,
    /// Pieces that no grant admits, with how far they came, and how far at the grant of their booking.
    pub(super) nowhere: Vec<(usize, Block, Option<Block>)>,
}

/// Puts the pieces of a step into classes, and nets each.
pub(super) fn classes(run: &mut Run<'_, '_>, step: &StepRun<'_>) -> Result<Joint, Cancelled> {
    let taken = run.of_step(step);
    run.watch.begin(taken.len())?;
    let excludes = run.plan.excludes();
    let mut joint = Joint {
        classes: Vec::new(),
        payers: if excludes {
            payers(run)
        } else {
            BTreeMap::new()
        },
        excludes,
        nowhere: Vec::new(),
    };
    let mut sorted = step.grants.clone();
    sorted.sort_unstable();
    let mut sorting = Sorting::new(&sorted);
    for at in taken {
        run.watch.tick()?;
        joint.take(run, at, &mut sorting);
    }
    let mut netted = Netted::default();
    for class in &joint.classes {
        if let Some(bucket) = class.shown_on(&run.ways.list) {
            net::class(
                (bucket, step.word),
                &class.pieces,
                &mut run.pieces,
                &mut netted,
            );
        }
        run.excess_of(&class.pieces, false);
    }
    for row in netted.deducted {
        run.deduct(row);
    }
    run.paid.append(&mut netted.paid);
    for class in &joint.classes {
        run.weigh(&class.pieces);
        for &way in &class.ways {
            run.count(way, &class.pieces);
        }
    }
    Ok(joint)
}

impl Joint {
    /// Whether a grant that paid for a line excludes this one.
    pub(super) fn barred(&self, run: &mut Run<'_, '_>, line: usize, grant: usize) -> bool {
        let Some(payers) = self.payers.get(&line) else {
            return false;
        };
        let date = run.dossier().lines().period(line).last();
        let mut standing = Standing::new(run.plan, date);
        for &payer in payers.iter().filter(|payer| **payer != grant) {
            standing.add(payer);
        }
        let against = standing.against(grant);
        if let Some(other) = against {
            standing.mark(grant, other, &mut run.noted.exercised);
        }
        against.is_some()
    }

    /// Notes that a grant pays for a line.
    pub(super) fn pays(&mut self, line: usize, grant: usize) {
        if self.excludes {
            let payers = self.payers.entry(line).or_default();
            if let Err(at) = payers.binary_search(&grant) {
                payers.insert(at, grant);
            }
        }
    }

    /// Ends the step: why what is left of each piece is open.
    pub(super) fn end(self, run: &mut Run<'_, '_>) {
        for &(at, block, there) in &self.nowhere {
            match run.pieces[at].kind {
                Some(_) => run.leave_rest(at, run.pieces[at].left, block),
                None => run.leave_cost(at, block, there),
            }
        }
        for class in &self.classes {
            let mut blocks: Vec<(usize, Block)> = Vec::new();
            for &way in &class.ways {
                let block = match run.could_pay(way, &class.pieces) {
                    (true, _) => Block::Share,
                    (false, true) => Block::Quota,
                    (false, false) => run.ways.list[way].farthest(&mut run.limits),
                };
                blocks.push((run.ways.list[way].grant, block));
            }
            for &at in &class.pieces {
                let (left, line) = (run.pieces[at].left, run.pieces[at].line);
                match run.pieces[at].kind {
                    _ if left == 0 => {}
                    Some(_) => run.leave_rest(at, left, Block::IncomeLeft),
                    None if left < 0 => run.leave_rest(at, left, Block::Credit),
                    None => {
                        let of = |&(grant, block): &(usize, Block)| {
                            let barred = self.excludes && self.barred(run, line, grant);
                            (grant, if barred { Block::Exclusive } else { block })
                        };
                        let blocks: Vec<(usize, Block)> = blocks.iter().map(of).collect();
                        let farthest = blocks.iter().map(|(_, block)| *block).max();
                        let mut there = blocks.iter();
                        let there = there.find(|(grant, _)| Some(*grant) == class.booked);
                        let there = there.map(|(_, block)| *block);
                        run.leave_cost(at, farthest.unwrap_or(Block::Room), there);
                    }
                }
            }
        }
    }
}

impl Class {
    /// The bucket on which what credit notes cancel is shown: the first of the grant of the booking if that admits the
    /// class, else of the first that does.
    fn shown_on(&self, ways: &[Way]) -> Option<usize> {
        let of_booking = self
            .ways
            .iter()
            .find(|&&way| Some(ways[way].grant) == self.booked);
        let way = of_booking.or(self.ways.first())?;
        ways[*way].candidates.first()
    }

    /// The pieces that are costs still to be paid.
    pub(super) fn open<'c>(&'c self, pieces: &'c [Piece]) -> impl Iterator<Item = usize> + 'c {
        let all = self.pieces.iter().copied();
        all.filter(|&at| pieces[at].is_open_cost())
    }
}

impl Run<'_, '_> {
    /// Whether the share of a grant is used up for pieces of a class, and whether a bucket of it could still pay.
    fn could_pay(&mut self, way: usize, members: &[usize]) -> (bool, bool) {
        let (grant, total) = (self.ways.list[way].grant, total_of(&self.ways.list[way]));
        let rights = self.rights(way, members);
        let by_line = rights.is_some_and(|rights| {
            let paid = members.iter().map(|&at| self.paid_by(at, grant));
            rights.iter().sum::<i64>() <= paid.sum()
        });
        let by_total = total.is_some_and(|key| self.total_left(key) == 0);
        let could = self.ways.list[way].could_pay(&mut self.limits);
        (by_line || by_total, could)
    }

    /// Pays a part of a piece from a bucket.
    pub(super) fn pay(
        &mut self,
        at: usize,
        way: usize,
        ask: &Ask,
        step: &StepRun<'_>,
        amount: i64,
    ) {
        self.limits.pay(ask, amount);
        self.limits.note(ask, amount);
        if let Some(key) = total_of(&self.ways.list[way]) {
            self.paid_under_total(key, amount);
        }
        self.record(at, ask.bucket, step, amount);
    }

    /// Records what a bucket pays of a piece, where the limits know of it already.
    pub(super) fn record(&mut self, at: usize, bucket: usize, step: &StepRun<'_>, amount: i64) {
        self.pieces[at].left -= amount;
        let row = Paid {
            line: self.pieces[at].line,
            bucket,
            amount,
            step: step.word,
            how: How::Paid,
        };
        self.paid.push((at, row));
    }
}
