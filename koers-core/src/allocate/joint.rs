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
use super::run::{Run, Why};
use super::step::StepRun;
use super::way::Way;
use super::{Block, Deducted, How, Paid};
use crate::progress::Cancelled;
use crate::scheme::Deduction;

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

/// What makes two pieces of one class: booking, whether it is only VAT, what the grant of the booking takes off, and how
/// they look to each grant that admits them.
type Key = (Option<usize>, bool, Vec<Deduction>, Vec<usize>);

/// The classes of a step, by their first piece.
pub(super) struct Joint {
    pub(super) classes: Vec<Class>,
    /// By line the grants that paid for it in earlier steps; empty where no scheme excludes another.
    pub(super) payers: BTreeMap<usize, Vec<usize>>,
    /// Whether a scheme of the dossier excludes another.
    pub(super) excludes: bool,
    /// What grants paid of pieces in earlier steps.
    pub(super) paid_by: BTreeMap<(usize, usize), i64>,
    /// Pieces that no grant admits, with how far they came.
    nowhere: Vec<(usize, Block)>,
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
        paid_by: run.paid_by(),
        nowhere: Vec::new(),
    };
    let mut sorted = step.grants.clone();
    sorted.sort_unstable();
    let mut of_key: BTreeMap<Key, usize> = BTreeMap::new();
    for at in taken {
        run.watch.tick()?;
        joint.take(run, at, &sorted, &mut of_key);
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
    fn take(
        &mut self,
        run: &mut Run<'_, '_>,
        at: usize,
        grants: &[usize],
        of_key: &mut BTreeMap<Key, usize>,
    ) {
        let first = !run.pieces[at].begun;
        run.begin(at);
        let Piece {
            line,
            grant: booked,
            kind,
            left,
            vat,
            ..
        } = run.pieces[at];
        // Of what grants paid before, costs come before the VAT in them.
        let vat = vat.clamp(left.min(0), left.max(0));
        if left == 0 {
            // What costs nothing decides on nothing.
            return;
        }
        let date = run.dossier().lines().period(line).last();
        let version = booked.and_then(|grant| run.plan.version(grant, date));
        if let Some(grant) = booked {
            run.note_part(grant, line);
            if first {
                run.straddle(line, grant, left);
            }
        }
        if let Some(kind) = kind {
            let block = match (booked, version) {
                (None, _) => Some(Block::NoBooking),
                (_, version) if !version.is_some_and(|version| version.deducts(kind)) => {
                    Some(Block::NotDeducted)
                }
                _ => None,
            };
            if let Some(block) = block {
                run.leave(at, Why::at_once(left, block, None));
                return;
            }
        }
        let deducts: Vec<Deduction> = version
            .and_then(|version| version.deductions.as_ref())
            .map_or_else(Vec::new, |rule| rule.rule.iter().copied().collect());
        let (admitting, farthest) = self.ways(run, line, grants);
        let off = |way: &usize| run.ways.list[*way].deducts.contains(&Deduction::Vat);
        let (takes, keeps): (Vec<usize>, Vec<usize>) = admitting.iter().partition(|way| off(way));
        let in_step = |ways: Vec<usize>, run: &Run<'_, '_>| -> Vec<usize> {
            let ways = ways.into_iter();
            ways.filter(|&way| grants.binary_search(&run.ways.list[way].grant).is_ok())
                .collect()
        };
        let only_vat = run.pieces[at].of != at;
        let mut vat_alone = None;
        if vat != 0 && !only_vat && !takes.is_empty() {
            // The grant of the booking takes it off, else the first that would.
            let way_of = |way: &usize| run.ways.list[*way].grant;
            let by = takes
                .iter()
                .map(way_of)
                .find(|grant| Some(*grant) == booked);
            let by = by.or_else(|| takes.first().map(way_of)).unwrap_or_default();
            run.pieces[at].left -= vat;
            run.pieces[at].vat = 0;
            if keeps.is_empty() {
                run.deduct(Deducted {
                    line,
                    grant: by,
                    kind: Deduction::Vat,
                    amount: vat,
                });
            } else {
                let alone = Piece {
                    left: vat,
                    vat: 0,
                    whole: 0,
                    ..run.pieces[at].clone()
                };
                run.pieces.push(alone);
                let alone = run.pieces.len() - 1;
                run.vat_off.insert(alone, by);
                vat_alone = Some(alone);
            }
        } else if vat != 0 {
            run.vat_seen.entry(at).or_insert(vat);
        }
        // VAT by itself only goes where it isn't taken off.
        let ways = if only_vat { keeps.clone() } else { admitting };
        let ways = in_step(ways, run);
        if ways.is_empty() {
            self.nowhere.push((at, farthest));
        } else {
            self.join(run, at, (only_vat, &deducts), ways, of_key);
        }
        if let Some(alone) = vat_alone {
            let ways = in_step(keeps, run);
            if !ways.is_empty() {
                self.join(run, alone, (true, &deducts), ways, of_key);
            }
        }
    }

    fn join(
        &mut self,
        run: &Run<'_, '_>,
        at: usize,
        (only_vat, deducts): (bool, &[Deduction]),
        ways: Vec<usize>,
        of_key: &mut BTreeMap<Key, usize>,
    ) {
        let booked = run.pieces[at].grant;
        let looks = ways.iter().map(|&way| run.ways.list[way].look).collect();
        let key = (booked, only_vat, deducts.to_vec(), looks);
        let next = self.classes.len();
        let class = *of_key.entry(key).or_insert(next);
        if class == next {
            self.classes.push(Class {
                booked,
                ways,
                pieces: Vec::new(),
                is_vat: only_vat,
            });
        }
        self.classes[class].pieces.push(at);
    }

    /// The ways of a line to all grants that admit it, and how far it came at the others of the step.
    fn ways(&self, run: &mut Run<'_, '_>, line: usize, grants: &[usize]) -> (Vec<usize>, Block) {
        let (mut ways, mut farthest) = (Vec::new(), Block::NoBooking);
        for grant in 0..run.dossier().grants().len() {
            let aims = run.conditions.contributes(run.plan, grant, line);
            let way = run.ways.of((grant, line, aims), &mut run.noted.exercised);
            let of = &run.ways.list[way];
            let block = if of.candidates.is_empty() {
                of.block
            } else if self.barred(run, line, grant) {
                Block::Exclusive
            } else {
                ways.push(way);
                continue;
            };
            if grants.binary_search(&grant).is_ok() {
                farthest = farthest.max(block);
            }
        }
        (ways, farthest)
    }

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
        for &(at, block) in &self.nowhere {
            run.leave_rest(at, run.pieces[at].left, block);
        }
        let paid_by = run.paid_by();
        for class in &self.classes {
            let mut blocks: Vec<(usize, Block)> = Vec::new();
            for &way in &class.ways {
                let block = match run.could_pay(way, &class.pieces, &paid_by) {
                    (true, _) => Block::Share,
                    (false, true) => Block::Quota,
                    (false, false) => run.ways.list[way].farthest(&mut run.limits),
                };
                blocks.push((run.ways.list[way].grant, block));
            }
            for &at in &class.pieces {
                let (left, line) = (run.pieces[at].left, run.pieces[at].line);
                let block = match run.pieces[at].kind {
                    _ if left == 0 => continue,
                    Some(_) => Block::IncomeLeft,
                    None if left < 0 => Block::Credit,
                    None => {
                        let of = |&(grant, block): &(usize, Block)| {
                            let barred = self.excludes && self.barred(run, line, grant);
                            if barred { Block::Exclusive } else { block }
                        };
                        blocks.iter().map(of).max().unwrap_or(Block::Room)
                    }
                };
                run.leave_rest(at, left, block);
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
    fn could_pay(
        &mut self,
        way: usize,
        members: &[usize],
        paid_by: &BTreeMap<(usize, usize), i64>,
    ) -> (bool, bool) {
        let of = &self.ways.list[way];
        let rights: Option<i64> = self.rights(of, members).map(|rights| rights.iter().sum());
        let paid = members
            .iter()
            .filter_map(|&at| paid_by.get(&(at, of.grant)));
        let by_line = rights.is_some_and(|rights| rights <= paid.sum());
        let by_total = total_of(of).is_some_and(|key| self.total_left(key) == 0);
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
