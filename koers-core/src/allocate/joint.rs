//! Classes of the steps that look at all grants together: `priority`, `pro-rata` and `least-refund`.
//!
//! Whatever a piece is booked on, every grant that admits it may pay. Pieces with the same booking and the same ways form a
//! class, in which credit notes and income are netted first.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::booked::payers;
use super::exclusive::Standing;
use super::least_refund::Reached;
use super::limits::Ask;
use super::net::{self, Netted};
use super::over_steps;
use super::pieces::Piece;
use super::place::total_of;
use super::run::Run;
use super::sorting::Sorting;
use super::step::StepRun;
use super::way::Way;
use super::{Block, How, Paid, StepWord};
use crate::progress::Cancelled;

/// Pieces that the same buckets may pay under the same limits.
#[derive(Clone)]
pub(super) struct Class {
    /// The grant on which they are booked.
    pub(super) booked: Option<usize>,
    /// The places of their ways, by grant; shared by classes that differ in their booking alone.
    pub(super) ways: Arc<[usize]>,
    /// Grants that admit them too and that others of the step keep out, ascending.
    pub(super) kept_out: Arc<[usize]>,
    /// In order.
    pub(super) pieces: Vec<usize>,
    /// Whether it is compensable VAT and nothing else: what no grant pays of it is taken off, not on own funds.
    pub(super) is_vat: bool,
}

/// A way of a class when a step has ended.
struct AtEnd {
    grant: usize,
    /// What holds the class as a whole there.
    block: Block,
    /// By piece what a share of each line lets the grant pay, in cents.
    rights: Option<Vec<i64>>,
}

/// The classes of a step, by their first piece.
pub(super) struct Joint {
    pub(super) classes: Arc<Vec<Class>>,
    /// By line the grants that paid for it in earlier steps; empty where no scheme excludes another.
    pub(super) payers: BTreeMap<usize, Vec<usize>>,
    /// Whether a scheme of the dossier excludes another.
    pub(super) excludes: bool,
    /// Pieces that no grant admits, with how far they came, and how far at the grant of their booking.
    pub(super) nowhere: Vec<(usize, Block, Option<Block>)>,
}

/// The classes of a step, and the pieces that no grant admits: what a run finds out that another may take.
#[derive(Clone)]
pub(super) struct Sorted {
    pub(super) classes: Arc<Vec<Class>>,
    pub(super) nowhere: Vec<(usize, Block, Option<Block>)>,
    /// What the classes reach, once that was worked out.
    pub(super) reached: Arc<OnceLock<Reached>>,
}

/// Puts the pieces of a step into classes, and nets each.
pub(super) fn classes(run: &mut Run<'_, '_>, step: &StepRun<'_>) -> Result<Joint, Cancelled> {
    let joint = match run.sorted.take() {
        Some(sorted) => {
            run.reached = Some(Arc::clone(&sorted.reached));
            Joint {
                classes: Arc::clone(&sorted.classes),
                payers: BTreeMap::new(),
                // Else lines are not taken together.
                excludes: false,
                nowhere: sorted.nowhere.clone(),
            }
        }
        None => sort(run, step)?,
    };
    // What pieces come to by day holds no more.
    run.by_day = None;
    net(run, step, &joint);
    Ok(joint)
}

/// Puts the pieces of a step into classes.
fn sort(run: &mut Run<'_, '_>, step: &StepRun<'_>) -> Result<Joint, Cancelled> {
    let taken = run.of_step(step);
    run.watch.begin(taken.len())?;
    let excludes = run.plan.excludes();
    let mut joint = Joint {
        classes: Arc::default(),
        payers: if excludes {
            payers(run)
        } else {
            BTreeMap::new()
        },
        excludes,
        nowhere: Vec::new(),
    };
    let mut in_step = vec![false; run.dossier().grants().len()];
    for &grant in &step.grants {
        in_step[grant] = true;
    }
    // One that pays in proportion asks all at once, so of grants that exclude each other the first takes part.
    let first_of = (excludes && step.word == StepWord::ProRata).then_some(&step.grants[..]);
    let mut sorting = Sorting::new(in_step, first_of);
    for at in taken {
        run.watch.tick()?;
        joint.take(run, at, &mut sorting);
    }
    for class in Arc::make_mut(&mut joint.classes) {
        run.put_together(&mut class.pieces);
    }
    if run.keeps {
        let (classes, nowhere) = (Arc::clone(&joint.classes), joint.nowhere.clone());
        let reached = Arc::default();
        run.sorted = Some(Arc::new(Sorted {
            classes,
            nowhere,
            reached,
        }));
    }
    Ok(joint)
}

/// Nets each class, and weighs what is left of it.
fn net(run: &mut Run<'_, '_>, step: &StepRun<'_>, joint: &Joint) {
    let mut netted = Netted::default();
    for class in joint.classes.iter() {
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
    for class in joint.classes.iter() {
        run.weigh(&class.pieces);
        for &way in class.ways.iter() {
            run.count(way, &class.pieces);
        }
    }
    let classes = joint.classes.iter();
    let standing: Vec<over_steps::Standing> = classes
        .map(|class| (&*class.ways, &*class.pieces))
        .collect();
    run.over_steps(&standing, run.is_last(step));
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

    /// What holds an open cost of a class, by its place there, at a way of the class.
    fn holds(&self, run: &mut Run<'_, '_>, way: &AtEnd, (member, at): (usize, usize)) -> Block {
        if self.excludes && self.barred(run, run.pieces[at].line, way.grant) {
            return Block::Exclusive;
        }
        // The share of a line may be used up where that of its class is not.
        let right = way.rights.as_ref().map(|rights| rights[member]);
        let used_up = right.is_some_and(|right| right <= run.paid_by(at, way.grant));
        if used_up { Block::Share } else { way.block }
    }

    /// Ends the step: why what is left of each piece is open.
    pub(super) fn end(self, run: &mut Run<'_, '_>) {
        if !run.tells {
            return;
        }
        for &(at, block, there) in &self.nowhere {
            match run.pieces[at].kind {
                Some(_) => run.leave_rest(at, run.pieces[at].left, block),
                None => run.leave_cost(at, block, there),
            }
        }
        // Nothing is paid any more, so what holds at a way is the same for all classes that have it.
        let mut held: Vec<Option<Block>> = vec![None; run.ways.list.len()];
        for class in self.classes.iter() {
            let open = |at: &usize| run.pieces[*at].left != 0;
            if !class.pieces.iter().any(open) {
                continue;
            }
            let ways = class.ways.iter();
            let at_end = |&way: &usize| run.at_end(way, &class.pieces, &mut held[way]);
            let ways: Vec<AtEnd> = ways.map(at_end).collect();
            for (member, &at) in class.pieces.iter().enumerate() {
                let left = run.pieces[at].left;
                match run.pieces[at].kind {
                    _ if left == 0 => {}
                    Some(_) => run.leave_rest(at, left, Block::IncomeLeft),
                    None if left < 0 => run.leave_rest(at, left, Block::Credit),
                    None => {
                        let ways = ways.iter();
                        let of = |way: &AtEnd| (way.grant, self.holds(run, way, (member, at)));
                        let kept_out = class.kept_out.iter().copied();
                        let kept_out = kept_out.map(|grant| (grant, Block::Exclusive));
                        let blocks: Vec<(usize, Block)> = ways.map(of).chain(kept_out).collect();
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
    /// What holds pieces of a class at a way when a step has ended.
    fn at_end(&mut self, way: usize, members: &[usize], held: &mut Option<Block>) -> AtEnd {
        let (grant, total) = (self.ways.list[way].grant, total_of(&self.ways.list[way]));
        let rights = self.rights(way, members);
        let by_line = rights
            .as_ref()
            .is_some_and(|rights| self.right_left(grant, rights, members) == 0);
        let by_total = total.is_some_and(|key| self.total_left(key) == 0);
        let block = if by_line || by_total {
            Block::Share
        } else {
            *held.get_or_insert_with(|| {
                if self.ways.list[way].could_pay(&mut self.limits) {
                    Block::Quota
                } else {
                    self.ways.list[way].farthest(&mut self.limits)
                }
            })
        };
        AtEnd {
            grant,
            block,
            rights,
        }
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
