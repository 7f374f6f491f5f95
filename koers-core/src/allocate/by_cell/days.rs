//! The days of the book years, cut where rules change.

use std::collections::BTreeSet;

use crate::calendar::Date;
use crate::plan::{Plan, place};
use crate::scheme::Unspent;

/// The days of the book years, cut where a window opens or closes, a version begins or ends, or a year begins.
#[derive(Clone, Debug)]
pub(super) struct Days {
    /// The first day of each cut, ascending.
    pub(super) edges: Vec<Date>,
    /// The first day of the first book year, in days since 1970.
    pub(super) first: i32,
    /// By day from the first on the place of its cut.
    pub(super) cuts: Vec<u32>,
    /// The days after which they are also cut.
    pub(super) more: BTreeSet<Date>,
}

impl Days {
    /// Cut at the edges that the plan knows, and the days after `more`.
    pub(super) fn new(plan: &Plan, more: &BTreeSet<Date>) -> Option<Days> {
        let (first, last) = (plan.years().first()?, plan.years().last()?);
        let (first, last) = (Date::first_of_year(first.year)?, last.end);
        let mut edges: BTreeSet<Date> = BTreeSet::from([first]);
        let begins = plan.years().iter().map(|year| year.year);
        edges.extend(begins.filter_map(Date::first_of_year));
        edges.extend(more.iter().filter_map(|day| day.next_day()));
        for bucket in plan.buckets() {
            edges.extend(bucket.edges());
        }
        for grant in 0..plan.dossier().grants().len() {
            for version in &plan.dossier().scheme_of(grant).versions {
                edges.insert(version.from);
                let carried = match &version.unspent.rule {
                    Unspent::CarryOver(carry) => carry.until.date(),
                    _ => None,
                };
                let last = [version.until, carried].into_iter().flatten();
                edges.extend(last.filter_map(Date::next_day));
            }
        }
        let edges: Vec<Date> = edges.range(first..=last).copied().collect();
        let mut days = Days {
            first: first.epoch_days(),
            cuts: Vec::new(),
            edges,
            more: more.clone(),
        };
        let count = usize::try_from(last.epoch_days() - days.first + 1).ok()?;
        let mut starts = days.edges.iter().map(|edge| edge.epoch_days() - days.first);
        let mut next = starts.next();
        let (mut cut, mut at) = (0_u32, 0);
        days.cuts = (0..count)
            .map(|_| {
                while next.is_some_and(|start| start <= at) {
                    (cut, next) = (cut + 1, starts.next());
                }
                at += 1;
                cut - 1
            })
            .collect();
        Some(days)
    }

    /// How many days a cut has.
    pub(super) fn length(&self, cut: u32) -> usize {
        let starts = |cut: usize| self.edges.get(cut).map(|edge| self.at(edge.epoch_days()));
        let end = starts(place(cut) + 1).unwrap_or(self.cuts.len());
        end - starts(place(cut)).unwrap_or(end)
    }

    /// The first and the last day of a cut, since 1970.
    pub(super) fn ends_of(&self, cut: u32) -> (i32, i32) {
        let first = self.edges[place(cut)].epoch_days();
        // A cut has a day, and no more of them than the book years.
        let days = i32::try_from(self.length(cut)).unwrap_or(1);
        (first, first + days - 1)
    }

    /// Whether a day is the last of a cut, or lies outside the book years.
    pub(super) fn ends_on(&self, day: Date) -> bool {
        let Some(next) = day.next_day() else {
            return true;
        };
        let at = usize::try_from(next.epoch_days() - self.first).ok();
        let inside = at.is_some_and(|at| at < self.cuts.len());
        !inside || self.edges.binary_search(&next).is_ok()
    }

    /// The place of a day, from the first day of the first book year on.
    pub(super) fn at(&self, day: i32) -> usize {
        usize::try_from(day - self.first).unwrap_or(usize::MAX)
    }
}
