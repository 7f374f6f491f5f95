//! The rebookings that lead from one settlement of a dossier to another, with what each saves.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::super::{Settlement, closings};
use super::booking::{Held, Moved};
use super::moves::{Class, Move, Part, Payer, moves};
use super::saves::{BucketLoss, GrantLoss, Losses, Source};
use super::{Alike, lost, parts};
use crate::allocate::{Block, YearAllocation};
use crate::dossier::Booking;
use crate::money::Money;
use crate::plan::Plan;
use crate::tables::AdviceRow;

/// The bookings to enter, by the row of the line.
type Bookings = BTreeMap<usize, Booking>;

/// The rebookings that lead from one settlement of a dossier to another: the row of the line, what is told, and the whole
/// booking; none where the other loses no less. `alike` says of a line of a year (by its place) with which others it is
/// interchangeable. Where `bookings` are given, the other settlement is by these.
pub(super) fn between(
    booked: &Settlement,
    best: &Settlement,
    alike: impl Fn(usize, usize) -> Alike,
    bookings: Option<&Bookings>,
) -> Vec<(usize, AdviceRow, Booking)> {
    let saved = lost(booked) - lost(best);
    if saved <= 0 {
        return Vec::new();
    }
    let mut advised = Advised::new(booked, best);
    let years = booked.allocation.years.iter().zip(&best.allocation.years);
    for (year, (before, after)) in years.enumerate() {
        advised.year(year, (before, after), |line| alike(year, line), bookings);
    }
    advised.rows(saved, bookings)
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
    /// By year and line that is rebooked what its grants don't pay of it any more, though no other does.
    lapsing: BTreeMap<(usize, usize), Vec<Move>>,
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
            lapsing: BTreeMap::new(),
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
        for open in before.open(self.plan) {
            let fits_not = matches!(
                open.block,
                Block::Part | Block::Ceiling | Block::Basis | Block::Room
            );
            let line = parts::owner(self.plan, open.line);
            // A fixed line has had its turn.
            let waits = fits_not && !self.plan.dossier().lines().is_fixed(line);
            if waits && let [grant] = parts::booked(self.plan, line)[..] {
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
        bookings: Option<&Bookings>,
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
            let booked = parts::booked(plan, class[0].1);
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
        self.take(year, found, before, bookings);
    }

    /// Keeps the moves of a year that take a rebooking.
    fn take(
        &mut self,
        year: usize,
        found: Vec<Move>,
        before: &YearAllocation,
        bookings: Option<&Bookings>,
    ) {
        let buckets = self.plan.buckets();
        let grant = |payer| match payer {
            Payer::Bucket(at) => Some(buckets[at].grant),
            Payer::Own(_) => None,
        };
        let enters = |line| bookings.is_none_or(|bookings| bookings.contains_key(&line));
        let mut rebooked = Moved::new();
        for found in found {
            let (Some(to), true) = (grant(found.to), enters(found.line)) else {
                if enters(found.line) {
                    let of_line = self.lapsing.entry((year, found.line));
                    of_line.or_default().push(found);
                }
                continue;
            };
            if !found.rebooks {
                continue;
            }
            let from = grant(found.from);
            let line = found.line;
            let rebooking = Rebooking {
                year,
                line,
                from,
                to,
            };
            self.rebookings.entry(rebooking).or_default().push(found);
            rebooked.entry(line).or_default().push(found);
        }
        self.held
            .extend(Held::of_lines(self.plan, before, &rebooked));
    }

    /// What a move saves.
    fn save(&mut self, year: usize, step: Move) -> i64 {
        let (buckets, grants) = (self.plan.buckets(), self.plan.dossier().grants().len());
        let place = |bucket| year * buckets.len() + bucket;
        let to = match step.to {
            Payer::Bucket(to) => Some(place(to)),
            Payer::Own(_) => None,
        };
        let mut save = |from, amount| self.losses.save(from, to, amount);
        match step.from {
            Payer::Bucket(from) => {
                let grant = year * grants + buckets[from].grant;
                save(Source::Bucket(place(from), grant), step.amount)
            }
            Payer::Own(_) => {
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
    fn rows(
        mut self,
        mut left: i64,
        bookings: Option<&Bookings>,
    ) -> Vec<(usize, AdviceRow, Booking)> {
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
            let lapsing = self.lapsing.remove(&(of.year, of.line));
            let steps = moves.iter().chain(lapsing.iter().flatten());
            let saved: i64 = steps.map(|step| self.save(of.year, *step)).sum();
            left -= saved;
            let given = bookings
                .and_then(|bookings| bookings.get(&of.line))
                .cloned();
            let held = || Some(self.held.get(&of.line)?.booking(self.plan, of.line));
            let booking = given
                .or_else(held)
                .unwrap_or_else(|| Booking::Grant(id(of.to)));
            let row = AdviceRow {
                year: self.plan.years()[of.year].year,
                line: lines.id(of.line).into_owned(),
                from: of.from.map(id),
                to: id(of.to),
                amount: Money::of(amount(&moves)),
                saves: Money::of(saved),
                booking: booking.to_string(),
            };
            rows.push((of.line, row, booking));
        }
        if let Some((_, last, _)) = rows.last_mut() {
            last.saves = Money::of(last.saves.cents() + left);
        }
        rows
    }
}
