//! Advice: which rebookings make a settlement lose less, and how much each of them saves.
//!
//! A bookkeeper books a line on a grant, so advice is about grants, not about tranches or cents of a class. The best
//! settlement with the fewest euros moved says what each grant should pay of lines that are alike; `moves` then chooses
//! the lines, the largest first, and `saves` divides what is gained over them.

mod booking;
mod moves;
mod parts;
mod saves;
#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use self::booking::{Held, Moved};
use self::moves::{Class, Move, Part, Payer, moves};
use self::saves::{BucketLoss, GrantLoss, Losses, Source};
use super::{Measure, Settlement, closings};
use crate::allocate::{Block, YearAllocation};
use crate::dossier::{Booking, Dossier};
use crate::method::Method;
use crate::money::Money;
use crate::plan::Plan;
use crate::tables::AdviceRow;

impl Settlement {
    /// The rebookings by which the dossier, settled as it is booked, would lose the least: fewest own funds and refunds
    /// together, with the fewest euros moved. The largest amounts come first, then by id. No rows where no method loses
    /// less than the bookings as they are.
    ///
    /// The advice is about the dossier of this settlement, by whatever method that was settled; its what-ifs count, so
    /// `assume_eligible` widens what is advised.
    ///
    /// What the rows save adds up to the difference of the two settlements. A line that its own grant comes to have room
    /// for is no rebooking, but counts with the one that made place for it. What no rebooking explains (another tranche of
    /// the same grant, a later year) is counted with the last row.
    #[must_use]
    pub fn advice(&self) -> Vec<AdviceRow> {
        let (Ok(booked), Some(best)) = (self.dossier().settle(), fewest_moves(self.dossier()))
        else {
            return Vec::new();
        };
        let alike: Vec<BTreeMap<usize, usize>> = best.allocation.years.iter().map(alike).collect();
        between(&booked, &best, |year, line| {
            let class = alike.get(year).and_then(|alike| alike.get(&line));
            class.map_or(Alike::Line(line), |&class| Alike::Class(class))
        })
    }
}

/// The settlement that loses least, with the fewest euros moved. There is always one, since the dossier was settled
/// before.
fn fewest_moves(dossier: &Dossier) -> Option<Settlement> {
    let plan = Plan::by(dossier.clone(), Method::least_refund()).ok()?;
    Some(plan.with_fewest_moves().allocate().settle())
}

/// By line the class of which it may change places with any other: lines that are in one class only, in a year without
/// rules that look at lines one by one.
fn alike(year: &YearAllocation) -> BTreeMap<usize, usize> {
    let mut classes: BTreeMap<usize, Option<usize>> = BTreeMap::new();
    let problems = year.problems.iter();
    for problem in problems.filter(|problem| problem.left_out.is_empty()) {
        for class in &problem.classes {
            for &line in &class.alike {
                let once = classes.insert(line, Some(class.node)).is_none();
                if !once {
                    classes.insert(line, None);
                }
            }
        }
    }
    let classes = classes.into_iter();
    classes
        .filter_map(|(line, class)| Some((line, class?)))
        .collect()
}

/// Which lines are interchangeable: those of the same class, where each may be paid by the same buckets in the same way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Alike {
    /// As all lines of a class of the year.
    Class(usize),
    /// As no other line.
    Line(usize),
}

/// What is lost: own funds and what goes back, without what was owed before.
fn lost(settlement: &Settlement) -> i64 {
    let total = |measure| settlement.total(measure).cents();
    total(Measure::OwnFunds) + total(Measure::Refund)
}

/// The rebookings that lead from one settlement of a dossier to another. `alike` says of a line of a year (by its place)
/// with which others it is interchangeable.
fn between(
    booked: &Settlement,
    best: &Settlement,
    alike: impl Fn(usize, usize) -> Alike,
) -> Vec<AdviceRow> {
    let saved = lost(booked) - lost(best);
    if saved <= 0 {
        return Vec::new();
    }
    let mut advised = Advised::new(booked, best);
    let years = booked.allocation.years.iter().zip(&best.allocation.years);
    for (year, (before, after)) in years.enumerate() {
        advised.year(year, (before, after), |line| alike(year, line));
    }
    advised.rows(saved)
}

/// A rebooking of a line, from and to a grant; none is own funds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rebooking {
    year: usize,
    /// The row in `cost_lines`.
    line: usize,
    from: Option<usize>,
    to: usize,
}

/// What was found so far.
struct Advised<'s> {
    plan: &'s Plan,
    /// By year and bucket, and by year and grant, in one list each.
    losses: Losses,
    /// The moves of each rebooking.
    rebookings: BTreeMap<Rebooking, Vec<Move>>,
    /// By line: what of it waits for the grant that it is booked on, and that grant.
    waiting: BTreeMap<usize, (usize, i64)>,
    /// By line that is rebooked what each grant holds of it afterwards.
    held: BTreeMap<usize, Held>,
}

impl<'s> Advised<'s> {
    fn new(booked: &'s Settlement, best: &Settlement) -> Self {
        let plan = booked.allocation.plan();
        let (buckets, grants) = (plan.buckets().len(), plan.dossier().grants().len());
        let mut advised = Advised {
            plan,
            losses: Losses {
                buckets: vec![BucketLoss::default(); buckets * plan.years().len()],
                grants: Vec::new(),
            },
            rebookings: BTreeMap::new(),
            waiting: BTreeMap::new(),
            held: BTreeMap::new(),
        };
        for year in 0..plan.years().len() {
            let of_grant = |grant| {
                let mut places = plan.buckets_of(grant).map(|(at, _)| year * buckets + at);
                let first = places.next();
                GrantLoss {
                    buckets: first.map_or(0..0, |first| first..first + 1 + places.count()),
                    waiting: 0,
                }
            };
            advised.losses.grants.extend((0..grants).map(of_grant));
        }
        let first = plan.years().first().map_or(0, |year| year.year);
        for ((year, bucket, before), (.., after)) in
            closings(&booked.allocation).zip(closings(&best.allocation))
        {
            let refund = [before, after].map(|it| it.refund - it.owed);
            // Of a bucket of which nothing goes back either way it isn't known what would if it spent less: all of it
            // then, which no sum depends on.
            let refund_slice = match refund {
                [of_before, _] if of_before > 0 => before.spent + of_before,
                [_, of_after] if of_after > 0 => after.spent + of_after,
                _ => before.spent.min(after.spent),
            };
            let room = before
                .to_use
                .map_or(before.room, |to_use| to_use.min(before.room));
            let year = usize::try_from(year.year - first).unwrap_or_default();
            if let Some(loss) = advised.losses.buckets.get_mut(year * buckets + bucket) {
                *loss = BucketLoss {
                    spent: before.spent,
                    room,
                    refund_slice,
                    refill: before.spent,
                };
            }
        }
        advised
    }

    /// Notes which lines did not fit on the one grant that they are booked on.
    fn waiting(&mut self, year: usize, before: &YearAllocation) {
        let grants = self.plan.dossier().grants().len();
        for open in &before.open {
            let fits_not = matches!(
                open.block,
                Block::Part | Block::Ceiling | Block::Basis | Block::Room
            );
            let line = parts::owner(self.plan, open.line);
            // A fixed line has had its turn.
            let waits = fits_not && !self.plan.dossier().lines().is_fixed(line);
            if waits && let [grant] = self.booked(line)[..] {
                let grant = year * grants + grant;
                self.losses.grants[grant].waiting += open.amount;
                self.waiting.entry(line).or_insert((grant, 0)).1 += open.amount;
            }
        }
    }

    fn year(
        &mut self,
        year: usize,
        (before, after): (&YearAllocation, &YearAllocation),
        alike: impl Fn(usize) -> Alike,
    ) {
        let plan = self.plan;
        self.waiting(year, before);
        let mut shares = Vec::new();
        for (of, is_after) in [(before, false), (after, true)] {
            let parts = parts::parts(plan, of).into_iter();
            shares.extend(parts.map(|((line, payer), amount)| {
                let corrected = !plan.corrections().notes(line).is_empty();
                let class = if corrected {
                    Alike::Line(line)
                } else {
                    alike(line)
                };
                (class, line, payer, is_after, amount)
            }));
        }
        shares.sort_unstable();
        let grant = |bucket: usize| plan.buckets()[bucket].grant;
        let mut found = Vec::new();
        for class in shares.chunk_by(|a, b| a.0 == b.0) {
            let booked = self.booked(class[0].1);
            let mut lines: Vec<Part<'_>> = Vec::new();
            let mut totals = BTreeMap::new();
            for &(_, line, payer, is_after, amount) in class {
                if is_after {
                    *totals.entry(payer).or_default() += amount;
                    continue;
                }
                if lines.last().is_none_or(|last| last.line != line) {
                    lines.push(Part {
                        line,
                        id: plan.dossier().lines().id(line),
                        before: Vec::new(),
                    });
                }
                if let Some(last) = lines.last_mut() {
                    last.before.push((payer, amount));
                }
            }
            let class = Class {
                booked: &booked,
                lines,
                after: totals,
            };
            found.append(&mut moves(&class, grant));
        }
        self.take(year, found, before);
    }

    /// The grants that a line is booked on.
    fn booked(&self, line: usize) -> Vec<usize> {
        let booking = self.plan.dossier().lines().booking(line);
        let grants = booking.into_iter().flat_map(Booking::grants);
        grants.filter_map(|id| self.plan.grant_place(id)).collect()
    }

    /// Keeps the moves of a year that take a rebooking.
    fn take(&mut self, year: usize, found: Vec<Move>, before: &YearAllocation) {
        let buckets = self.plan.buckets();
        let grant = |payer| match payer {
            Payer::Bucket(at) => Some(buckets[at].grant),
            Payer::OwnFunds => None,
        };
        let mut rebooked = Moved::new();
        for found in found {
            let Some(to) = grant(found.to).filter(|_| found.rebooks) else {
                continue;
            };
            let from = grant(found.from);
            let line = found.line;
            let rebooking = Rebooking {
                year,
                line,
                from,
                to,
            };
            self.rebookings.entry(rebooking).or_default().push(found);
            rebooked
                .entry(line)
                .or_default()
                .push((from, to, found.amount));
        }
        self.held
            .extend(Held::of_lines(self.plan, before, &rebooked));
    }

    /// What a move saves.
    fn save(&mut self, year: usize, step: Move) -> i64 {
        let (buckets, grants) = (self.plan.buckets(), self.plan.dossier().grants().len());
        let place = |bucket| year * buckets.len() + bucket;
        let Payer::Bucket(to) = step.to else {
            return 0;
        };
        let mut save = |from, amount| self.losses.save(from, place(to), amount);
        match step.from {
            Payer::Bucket(from) => {
                let grant = year * grants + buckets[from].grant;
                save(Source::Bucket(place(from), grant), step.amount)
            }
            Payer::OwnFunds => {
                let mut none = (0, 0);
                let waiting = self.waiting.get_mut(&step.line).unwrap_or(&mut none);
                let waited = step.amount.min(waiting.1);
                waiting.1 -= waited;
                save(Source::Waiting(waiting.0), waited)
                    + save(Source::OwnFunds, step.amount - waited)
            }
        }
    }

    /// The rows, with what each saves of `left`, the difference between the settlements.
    fn rows(mut self, mut left: i64) -> Vec<AdviceRow> {
        let dossier = self.plan.dossier();
        let lines = dossier.lines();
        let rebookings = std::mem::take(&mut self.rebookings);
        let mut rebookings: Vec<(Rebooking, Vec<Move>)> = rebookings.into_iter().collect();
        let amount = |moves: &[Move]| moves.iter().map(|it| it.amount).sum::<i64>();
        rebookings.sort_by_key(|(of, moves)| {
            let order = (of.year, of.from.is_none(), of.from, of.to);
            (Reverse(amount(moves)), lines.id(of.line), order)
        });
        let id = |grant: usize| dossier.grants()[grant].id.value.clone();
        let mut rows = Vec::with_capacity(rebookings.len());
        for (of, moves) in rebookings {
            let saved: i64 = moves.iter().map(|step| self.save(of.year, *step)).sum();
            left -= saved;
            let held = self.held.get(&of.line);
            rows.push(AdviceRow {
                year: self.plan.years()[of.year].year,
                line: lines.id(of.line).to_owned(),
                from: of.from.map(id),
                to: id(of.to),
                amount: Money::of(amount(&moves)),
                saves: Money::of(saved),
                booking: held.map_or_else(|| id(of.to), |held| held.booking(dossier).to_string()),
            });
        }
        if let Some(last) = rows.last_mut() {
            last.saves = Money::of(last.saves.cents() + left);
        }
        rows
    }
}
