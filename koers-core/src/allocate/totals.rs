//! Shares of the total of the costs of a grant: what it pays at most of all its costs together.

use std::collections::{BTreeMap, BTreeSet};

use super::place::total_of;
use super::run::Run;
use crate::money::{Money, Rate};

/// What grants pay at most of all their costs together, by grant and rate in parts per million.
#[derive(Default)]
pub(super) struct Totals {
    /// The costs, in cents, each piece once.
    base: BTreeMap<(usize, u32), i64>,
    paid: BTreeMap<(usize, u32), i64>,
    counted: BTreeSet<(usize, usize)>,
}

impl Run<'_, '_> {
    /// Counts costs to the total that a share is of.
    pub(super) fn count(&mut self, way_at: usize, members: &[usize]) {
        let Some(key) = total_of(&self.ways.list[way_at]) else {
            return;
        };
        for &at in members {
            let piece = &self.pieces[at];
            if piece.whole > 0 && self.totals.counted.insert((at, key.0)) {
                *self.totals.base.entry(key).or_default() += piece.whole;
            }
        }
    }

    /// What a grant may still pay under a share of the total.
    pub(super) fn total_left(&self, key: (usize, u32)) -> i64 {
        let of = |map: &BTreeMap<(usize, u32), i64>| map.get(&key).copied().unwrap_or_default();
        (part(key.1, of(&self.totals.base)) - of(&self.totals.paid)).max(0)
    }

    /// What each grant may still pay under shares of the total.
    pub(super) fn totals_left(&self) -> BTreeMap<(usize, u32), i64> {
        let keys = self.totals.base.keys();
        keys.map(|&key| (key, self.total_left(key))).collect()
    }

    /// Notes what a grant paid under a share of the total.
    pub(super) fn paid_under_total(&mut self, key: (usize, u32), amount: i64) {
        *self.totals.paid.entry(key).or_default() += amount;
    }
}

/// A share of an amount, rounded down to the cent.
pub(super) fn part(ppm: u32, total: i64) -> i64 {
    // A rate of a checked scheme is at most the whole.
    Rate::from_ppm(ppm).map_or(total, |rate| rate.of_floor(Money::of(total)).cents())
}

/// A share of an amount, rounded up to the cent.
pub(super) fn part_up(ppm: u32, total: i64) -> i64 {
    -part(ppm, -total)
}
