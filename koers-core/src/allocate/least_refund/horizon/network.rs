//! The network of all years: from the classes of a year through limits to the buckets of that year; from a bucket in a year to
//! what its closing gives up, or on to the same bucket in the next year, as far as money can be carried; and from each class
//! straight to the root, which is own funds.
//!
//! Money that flows is spending. What a year spends is kept from being given up in that year, or from being carried: then the
//! next year has that much less. How much is given up and carried is known from the years in which nothing is spent, and
//! spending only makes both less.

use std::collections::{BTreeMap, BTreeSet};

use super::bucket::OverYears;
use super::left_out::{left_out, lives};
use super::seen::SeenYear;
use crate::allocate::YearAllocation;
use crate::allocate::least_refund::LeftOut;
use crate::allocate::least_refund::level::Level;
use crate::allocate::least_refund::limits::Where;
use crate::allocate::least_refund::network::To;
use crate::flow::{self, Arc, Network};
use crate::plan::Plan;

/// The network with what it stands for.
pub(super) struct Built {
    pub(super) network: Network,
    pub(super) levels: Vec<Level>,
    /// By year and bucket the arc of all that the bucket spends in the year.
    pub(super) entries: BTreeMap<(usize, usize), usize>,
    /// What goes back when nothing is spent, in cents.
    pub(super) lost: i64,
    pub(super) left_out: Vec<LeftOut>,
}

/// Nodes and arcs being put together.
struct Building<'b> {
    plan: &'b Plan,
    seen: &'b [SeenYear],
    buckets: Vec<OverYears>,
    levels: Vec<Level>,
    supply: Vec<i64>,
    arcs: Vec<Arc>,
    /// By year and bucket where the spending of classes begins, and where all of it comes together.
    spending: BTreeMap<(usize, usize), (usize, usize)>,
    entries: BTreeMap<(usize, usize), usize>,
}

/// Builds the network of years in which nothing is spent.
pub(super) fn build(plan: &Plan, years: &[YearAllocation], seen: &[SeenYear]) -> Built {
    let buckets = 0..plan.buckets().len();
    let buckets: Vec<OverYears> = buckets.map(|at| OverYears::new(plan, years, at)).collect();
    let mut left_out = left_out(plan, years, seen, &buckets);
    let mut building = Building {
        levels: levels(plan, seen, &buckets),
        plan,
        seen,
        supply: vec![0],
        arcs: Vec::new(),
        spending: BTreeMap::new(),
        entries: BTreeMap::new(),
        buckets,
    };
    for (year, of_year) in seen.iter().enumerate() {
        for reach in of_year.asked.reach.iter().flatten() {
            building.spending.insert((year, reach.bucket), (0, 0));
        }
        for &grant in of_year.fixed.keys() {
            let buckets = plan.buckets_of(grant).map(|(at, _)| at);
            let buckets = buckets.filter(|at| years[year].closings[*at].is_some());
            building
                .spending
                .extend(buckets.map(|at| ((year, at), (0, 0))));
        }
    }
    for nodes in building.spending.values_mut() {
        *nodes = (building.supply.len(), building.supply.len() + 1);
        building.supply.extend([0, 0]);
    }
    for year in 0..seen.len() {
        building.of_year(year);
    }
    let lives = lives(seen, &mut left_out);
    for bucket in 0..building.buckets.len() {
        building.of_bucket(bucket, lives.get(&bucket).copied());
    }
    left_out.sort();
    left_out.dedup();
    Built {
        network: Network {
            levels: building.levels.len(),
            supply: building.supply,
            arcs: building.arcs,
        },
        levels: building.levels,
        entries: building.entries,
        lost: building
            .buckets
            .iter()
            .map(|it| it.refund + it.closed)
            .sum(),
        left_out,
    }
}

/// The levels that any arc may count on, in order.
fn levels(plan: &Plan, seen: &[SeenYear], buckets: &[OverYears]) -> Vec<Level> {
    let mut levels = vec![Level::Lost, Level::OwnFunds, Level::Retained, Level::Moved];
    levels.extend(
        buckets
            .iter()
            .filter_map(|it| it.last.until)
            .map(Level::Lapse),
    );
    let reach = seen
        .iter()
        .flat_map(|year| year.asked.reach.iter().flatten());
    levels.extend(reach.filter_map(|reach| preference(plan, reach.bucket)));
    levels.sort_unstable();
    levels.dedup();
    levels
}

/// The level of the grant of a bucket, where it states a preference.
fn preference(plan: &Plan, bucket: usize) -> Option<Level> {
    let grant = plan.buckets()[bucket].grant;
    plan.dossier().grants()[grant]
        .preference
        .map(Level::Preference)
}

impl Building<'_> {
    fn node(&mut self) -> usize {
        self.supply.push(0);
        self.supply.len() - 1
    }

    fn arc(&mut self, (from, to): (usize, usize), capacity: Option<i64>, on: &[(Level, i32)]) {
        let place = |level: &Level| self.levels.binary_search(level).ok();
        let cost = on.iter();
        let mut cost: Vec<(usize, i32)> = cost
            .filter_map(|(level, each)| Some((place(level)?, *each)))
            .collect();
        cost.sort_unstable();
        self.arcs.push(Arc {
            from,
            to,
            capacity,
            cost: cost.into(),
        });
    }

    /// From the classes of a year through the limits before the buckets to the buckets of the year, and to own funds.
    fn of_year(&mut self, year: usize) {
        let (plan, seen) = (self.plan, &self.seen[year]);
        let (asked, classes) = (&seen.asked, &seen.classes);
        let mut limits: BTreeMap<usize, usize> = BTreeMap::new();
        for (at, limit) in asked.limits.iter().enumerate() {
            if limit.at == Where::Before {
                limits.insert(at, self.node());
                self.node();
            }
        }
        let leads = |building: &Self, to: To| match to {
            To::Limit(at) => limits.get(&at).copied().unwrap_or_default(),
            To::Bucket(at) => {
                let nodes = building.spending.get(&(year, at));
                nodes.map_or(0, |(node, _)| *node)
            }
        };
        for (at, class) in classes.iter().enumerate().filter(|(_, it)| it.size > 0) {
            let node = self.node();
            self.supply[node] = class.size;
            let mut known: BTreeSet<To> = BTreeSet::new();
            for reach in &asked.reach[at] {
                let first = asked.on(at, reach.bucket).next();
                let to = first.map_or(To::Bucket(reach.bucket), To::Limit);
                if known.insert(to) {
                    let grant = plan.buckets()[reach.bucket].grant;
                    let moves = class.booked.is_some_and(|booked| booked != grant);
                    let cost: &[_] = if moves { &[(Level::Moved, 1)] } else { &[] };
                    self.arc((node, leads(self, to)), None, cost);
                }
            }
            let mut own = vec![(Level::Lost, 1), (Level::OwnFunds, 1)];
            own.extend(class.booked.map(|_| (Level::Moved, 1)));
            // VAT that no grant pays is taken off: the VAT compensation fund pays it.
            self.arc(
                (node, flow::ROOT),
                None,
                if class.is_vat { &[] } else { &own },
            );
        }
        for (&grant, &paid) in &seen.fixed {
            let node = self.node();
            self.supply[node] = paid;
            for (bucket, _) in plan.buckets_of(grant) {
                if let Some(&(_, to)) = self.spending.get(&(year, bucket)) {
                    self.arc((node, to), None, &[]);
                }
            }
            let own = [(Level::Lost, 1), (Level::OwnFunds, 1), (Level::Moved, 1)];
            self.arc((node, flow::ROOT), None, &own);
        }
        for (&at, &node) in &limits {
            let limit = &asked.limits[at];
            self.arc((node, node + 1), Some(limit.capacity), &[]);
            // The way on is the same for each of its classes.
            let class = limit.classes.first().copied().unwrap_or_default();
            let mut known: BTreeSet<To> = BTreeSet::new();
            for &bucket in &limit.buckets {
                let mut after = asked.on(class, bucket).skip_while(|on| *on != at).skip(1);
                let to = after.next().map_or(To::Bucket(bucket), To::Limit);
                if known.insert(to) {
                    self.arc((node + 1, leads(self, to)), None, &[]);
                }
            }
        }
    }

    /// From a bucket in each year to what its closings give up, carry and leave to the holder. `life` is the most that it spends
    /// over all years.
    fn of_bucket(&mut self, bucket: usize, life: Option<i64>) {
        let reached = |year: &usize| self.spending.contains_key(&(*year, bucket));
        let Some(first) = (0..self.seen.len()).find(reached) else {
            return;
        };
        let end = self.node();
        self.arc((end, flow::ROOT), life, &[]);
        let given_up = self.node();
        let (back, last) = (self.buckets[bucket].back, self.buckets[bucket].last);
        self.arc((given_up, end), Some(back), &[(Level::Lost, -1)]);
        self.arc((given_up, end), None, &[]);
        let preferred: Vec<(Level, i32)> = (preference(self.plan, bucket).into_iter())
            .map(|level| (level, -1))
            .collect();
        let mut carried_in: Option<(usize, i64)> = None;
        for year in first..self.seen.len() {
            let Some(step) = self.buckets[bucket].steps[year] else {
                continue;
            };
            let spending = self.spending.get(&(year, bucket)).copied();
            let node = spending.map_or_else(|| self.node(), |(_, node)| node);
            if let Some((from, carried)) = carried_in.filter(|(_, carried)| *carried > 0) {
                self.arc((from, node), Some(carried), &[]);
            }
            if let Some((spending, _)) = spending {
                self.entries.insert((year, bucket), self.arcs.len());
                let most = self.most_of(year, bucket);
                self.arc((spending, node), Some(most), &preferred);
            }
            let mut after = node;
            if let Some(earned) = step.earned {
                after = self.node();
                self.arc((node, after), Some(earned), &[]);
            }
            self.arc((after, given_up), Some(step.given_up), &[]);
            self.arc((after, end), Some(step.retained), &[(Level::Retained, 1)]);
            carried_in = Some((after, step.carried));
        }
        if let Some((node, _)) = carried_in {
            let lapse: Vec<(Level, i32)> = (last.until.into_iter())
                .map(|until| (Level::Lapse(until), -1))
                .collect();
            self.arc((node, end), Some(last.carry_over), &lapse);
            self.arc((node, end), Some(last.pending), &[]);
        }
    }

    /// The most that a bucket spends in a year, by the limits of that year that hold for it alone.
    fn most_of(&self, year: usize, bucket: usize) -> i64 {
        let asked = &self.seen[year].asked;
        let behind = asked
            .limits
            .iter()
            .filter(|limit| limit.at == Where::Behind && limit.buckets.contains(&bucket));
        let behind = behind.map(|limit| limit.capacity);
        behind
            .min()
            .unwrap_or(i64::MAX)
            .min(self.seen[year].room[bucket])
    }
}
