//! Classes of the steps that look at all grants together: `priority`, `pro-rata` and `least-refund`.
//!
//! Whatever a piece is booked on, every grant that admits it may pay. Pieces with the same booking and the same ways form a
//! class, in which credit notes and income are netted first.

use std::collections::BTreeMap;
use std::rc::Rc;

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

/// Pieces being put into classes.
struct Sorting<'s> {
    /// The grants of the step, ascending.
    grants: &'s [usize],
    of_key: BTreeMap<Key, usize>,
    /// By what lines show: how they look to the grants.
    looks: BTreeMap<usize, Rc<Look>>,
    /// By what a line shows, the grant of its booking, and whether it is only VAT: the class.
    known: BTreeMap<(usize, Option<usize>, bool), usize>,
}

/// How a line looks to the grants.
struct Look {
    /// The ways to the grants of the step that admit it.
    ways: Vec<usize>,
    /// Of these the ways for VAT by itself, which only goes where it isn't taken off.
    for_vat: Vec<usize>,
    /// Of all grants that admit it those that take VAT off, and whether others do not.
    taking_vat: Vec<usize>,
    keeps_vat: bool,
    /// How far it came at the other grants of the step.
    farthest: Block,
}

impl Default for Look {
    fn default() -> Self {
        Look {
            ways: Vec::new(),
            for_vat: Vec::new(),
            taking_vat: Vec::new(),
            keeps_vat: false,
            farthest: Block::NoBooking,
        }
    }
}

impl Look {
    /// The grant that takes VAT off: that of the booking, else the first that would.
    fn takes_vat(&self, booked: Option<usize>) -> Option<usize> {
        let of_booking = booked.filter(|grant| self.taking_vat.binary_search(grant).is_ok());
        of_booking.or_else(|| self.taking_vat.first().copied())
    }
}

/// The classes of a step, by their first piece.
pub(super) struct Joint {
    pub(super) classes: Vec<Class>,
    /// By line the grants that paid for it in earlier steps; empty where no scheme excludes another.
    pub(super) payers: BTreeMap<usize, Vec<usize>>,
    /// Whether a scheme of the dossier excludes another.
    pub(super) excludes: bool,
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
        nowhere: Vec::new(),
    };
    let mut sorted = step.grants.clone();
    sorted.sort_unstable();
    let mut sorting = Sorting {
        grants: &sorted,
        of_key: BTreeMap::new(),
        looks: BTreeMap::new(),
        known: BTreeMap::new(),
    };
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
    fn take(&mut self, run: &mut Run<'_, '_>, at: usize, sorting: &mut Sorting<'_>) {
        let first = !std::mem::replace(&mut run.pieces[at].begun, true);
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
        let sight = run.sight(line);
        let look = self.look(run, (sight, line), sorting);
        let only_vat = run.pieces[at].of != at;
        let mut vat_alone = None;
        if let Some(by) = look.takes_vat(booked).filter(|_| vat != 0 && !only_vat) {
            run.pieces[at].left -= vat;
            run.pieces[at].vat = 0;
            if look.keeps_vat {
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
            } else {
                run.deduct(Deducted {
                    line,
                    grant: by,
                    kind: Deduction::Vat,
                    amount: vat,
                });
            }
        } else if vat != 0 {
            run.vat_seen.entry(at).or_insert(vat);
        }
        if !self.join(run, (at, only_vat), (sight, &look), sorting) {
            self.nowhere.push((at, look.farthest));
        }
        if let Some(alone) = vat_alone {
            self.join(run, (alone, true), (sight, &look), sorting);
        }
    }

    /// Puts a piece into its class; whether a grant of the step admits it.
    fn join(
        &mut self,
        run: &Run<'_, '_>,
        (at, only_vat): (usize, bool),
        (sight, look): (usize, &Look),
        sorting: &mut Sorting<'_>,
    ) -> bool {
        let ways = if only_vat { &look.for_vat } else { &look.ways };
        if ways.is_empty() {
            return false;
        }
        let booked = run.pieces[at].grant;
        let known = sorting.known.get(&(sight, booked, only_vat));
        // What other grants paid of a line bars some of its ways, whatever it shows.
        let class = known.copied().filter(|_| !self.excludes);
        let class = class.unwrap_or_else(|| {
            let date = run.dossier().lines().period(run.pieces[at].line).last();
            let version = booked.and_then(|grant| run.plan.version(grant, date));
            let deducts = version
                .and_then(|version| version.deductions.as_ref())
                .map_or_else(Vec::new, |rule| rule.rule.iter().copied().collect());
            let looks = ways.iter().map(|&way| run.ways.list[way].look).collect();
            let key = (booked, only_vat, deducts, looks);
            let next = self.classes.len();
            let class = *sorting.of_key.entry(key).or_insert(next);
            if class == next {
                self.classes.push(Class {
                    booked,
                    ways: ways.clone(),
                    pieces: Vec::new(),
                    is_vat: only_vat,
                });
            }
            sorting.known.insert((sight, booked, only_vat), class);
            class
        });
        self.classes[class].pieces.push(at);
        true
    }

    /// How a line looks to the grants: once for all that show the same, unless what is paid of it already matters.
    fn look(
        &self,
        run: &mut Run<'_, '_>,
        (sight, line): (usize, usize),
        sorting: &mut Sorting<'_>,
    ) -> Rc<Look> {
        if let Some(known) = sorting.looks.get(&sight).filter(|_| !self.excludes) {
            return Rc::clone(known);
        }
        let mut look = Look::default();
        for (grant, &way) in run.sights.ways(sight).iter().enumerate() {
            let in_step = sorting.grants.binary_search(&grant).is_ok();
            let of = &run.ways.list[way];
            let (admits, takes_vat) = (!of.candidates.is_empty(), of.takes_vat());
            let block = match admits {
                false => Some(of.block),
                true => self.barred(run, line, grant).then_some(Block::Exclusive),
            };
            if let Some(block) = block {
                if in_step {
                    look.farthest = look.farthest.max(block);
                }
                continue;
            }
            if takes_vat {
                look.taking_vat.push(grant);
            } else {
                look.keeps_vat = true;
            }
            if in_step {
                look.ways.push(way);
                if !takes_vat {
                    look.for_vat.push(way);
                }
            }
        }
        let look = Rc::new(look);
        sorting.looks.insert(sight, Rc::clone(&look));
        look
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
