//! Advice: which rebookings make a settlement lose less, and how much each of them saves.
//!
//! A bookkeeper books a line on a grant, so advice is about grants, not about tranches or cents of a class. The best
//! settlement with the fewest euros moved says what each grant should pay of lines that are alike; `moves` then chooses
//! the lines, the largest first, and `saves` divides what is gained over them.

mod between;
mod booking;
mod moves;
mod parts;
mod saves;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use self::between::between;
use super::{Measure, Settlement};
use crate::allocate::YearAllocation;
use crate::dossier::{Booking, Dossier};
use crate::method::Method;
use crate::plan::Plan;
use crate::tables::AdviceRow;

impl Settlement {
    /// The rebookings by which the dossier, settled as it is booked, would lose less: the least own funds and refunds
    /// together that are found, with the fewest euros moved. The largest amounts come first, then by id. No rows where none
    /// is found that loses less than the bookings that there are.
    ///
    /// The advice is about the dossier of this settlement, by whatever method that was settled; its what-ifs count, so
    /// `assume_eligible` widens what is advised.
    ///
    /// The rows tell what happens when all of them are entered, and what they save adds up to the difference that makes.
    /// A line that its own grant comes to have room for is no rebooking, but counts with the one that made place for it.
    /// What no rebooking explains (another tranche of the same grant, a later year) is counted with the last row.
    /// That may be less than [`Method::least_refund`] saves, since no booking says from which tranche a grant pays, and
    /// of what is booked on a grant that pays a share the grant pays only that share.
    #[must_use]
    pub fn advice(&self) -> Vec<AdviceRow> {
        let (Ok(booked), Some(best)) = (self.dossier().settle(), fewest_moves(self.dossier()))
        else {
            return Vec::new();
        };
        let alike: Vec<BTreeMap<usize, usize>> = best.allocation.years.iter().map(alike).collect();
        advise(&booked, &best, |year, line| {
            let class = alike.get(year).and_then(|alike| alike.get(&line));
            class.map_or(Alike::Line(line), |&class| Alike::Class(class))
        })
    }
}

/// The rebookings that bring a settlement as it is booked towards the best, and what comes of them. `alike` says of a line
/// of a year (by its place) with which others it is interchangeable.
fn advise(
    booked: &Settlement,
    best: &Settlement,
    alike: impl Fn(usize, usize) -> Alike,
) -> Vec<AdviceRow> {
    let dossier = booked.dossier();
    let mut bookings: BTreeMap<usize, Booking> = BTreeMap::new();
    for (line, _, booking) in between(booked, best, alike, None) {
        bookings.insert(line, booking);
    }
    // What is told is what comes of the bookings. Those of which nothing comes are left out, which may change the others.
    let mut told: Vec<AdviceRow> = Vec::new();
    let mut least = lost(booked);
    while !bookings.is_empty() {
        let Some(entered) = enter(dossier, &bookings) else {
            break;
        };
        let rows = between(
            booked,
            &entered,
            |_, line| Alike::Line(line),
            Some(&bookings),
        );
        let mut of_line: BTreeMap<usize, i64> = BTreeMap::new();
        for (line, row, _) in &rows {
            *of_line.entry(*line).or_default() += row.saves.cents();
        }
        let count = bookings.len();
        if of_line.len() == count {
            if lost(&entered) >= least {
                break;
            }
            least = lost(&entered);
            told = rows.into_iter().map(|(_, row, _)| row).collect();
            // Without those that cost more than they save it may be less still.
            of_line.retain(|_, saves| *saves >= 0);
        }
        bookings.retain(|line, _| of_line.contains_key(line));
        if bookings.len() == count {
            break;
        }
    }
    told
}

/// The dossier settled by other bookings on some lines.
fn enter(dossier: &Dossier, bookings: &BTreeMap<usize, Booking>) -> Option<Settlement> {
    let lines = dossier.lines();
    let ids: Vec<_> = bookings.keys().map(|line| lines.id(*line)).collect();
    let changes = ids.iter().zip(bookings.values());
    let changes = changes.map(|(line, booking)| (&**line, Some(booking.clone())));
    dossier.rebook(changes).ok()?.settle().ok()
}

/// The settlement that loses least, with the fewest euros moved. There is always one, since the dossier was settled
/// before.
pub(crate) fn fewest_moves(dossier: &Dossier) -> Option<Settlement> {
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
