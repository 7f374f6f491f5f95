//! The network of all years: from the classes of a year through limits to the buckets of that year; from a bucket in a year to
//! what its closing gives up, or on to the same bucket in the next year, as far as money can be carried; and from each class
//! straight to the root, which is own funds.
//!
//! Money that flows is spending. What a year spends is kept from being given up in that year, or from being carried: then the
//! next year has that much less. How much is given up and carried is known from the years in which nothing is spent, and
//! spending only makes both less.

use std::collections::{BTreeMap, BTreeSet};

use super::bucket::OverYears;
use super::seen::SeenYear;
use crate::allocate::YearAllocation;
use crate::allocate::least_refund::limits::{Limit, LimitKind, Where};
use crate::allocate::least_refund::network::{Level, To};
use crate::allocate::least_refund::{LeftOut, LeftOutKind};
use crate::flow::{self, Arc, Network};
use crate::plan::Plan;
use crate::scheme::Unspent;

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
        lost: building.buckets.iter().map(|bucket| bucket.refund).sum(),
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

/// The rules that the flow can't keep.
fn left_out(
    plan: &Plan,
    years: &[YearAllocation],
    seen: &[SeenYear],
    buckets: &[OverYears],
) -> Vec<LeftOut> {
    let mut left_out = Vec::new();
    let mut add = |kind, grant, name| left_out.push(LeftOut::new(kind, grant, name));
    for (at, bucket) in buckets.iter().enumerate() {
        for &kind in &bucket.left_out {
            add(kind, plan.buckets()[at].grant, None);
        }
    }
    for of_year in seen {
        for limit in of_year.asked.limits.iter().filter(|it| it.at == Where::Out) {
            add(limit.kind.left_out(), limit.grant, limit.name.clone());
        }
        for &grant in of_year.fixed.keys() {
            if limits_fixed(plan, grant) {
                add(LeftOutKind::Fixed, grant, None);
            }
        }
        for reach in of_year.asked.reach.iter().filter(|_| plan.excludes()) {
            let grants: BTreeSet<usize> = (reach.iter())
                .map(|reach| plan.buckets()[reach.bucket].grant)
                .collect();
            for &grant in grants.iter().filter(|_| grants.len() > 1) {
                if excludes(plan, grant) {
                    add(LeftOutKind::Exclusive, grant, None);
                }
            }
        }
    }
    // Limits on unspent money that buckets share, or that closings of several years use up.
    let mut sharing: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (year, (of_plan, of)) in plan.years().iter().zip(years).enumerate() {
        let last_year = crate::plan::LastYear::new(plan, of_plan, true);
        for (at, closing) in of.closings.iter().enumerate() {
            let Some(closing) = closing else {
                continue;
            };
            if closing.decision.goes_on || closing.room == 0 {
                continue;
            }
            let grant = plan.buckets()[at].grant;
            let rule = plan.unspent_rule(at, of_plan, true);
            if matches!(rule, Some(Unspent::Reserve(_))) {
                *sharing.entry((grant, usize::MAX)).or_default() += 1;
            } else if last_year.limits(at) {
                *sharing.entry((grant, year)).or_default() += 1;
            }
        }
    }
    for ((grant, _), _) in sharing.into_iter().filter(|(_, count)| *count > 1) {
        add(LeftOutKind::Unspent, grant, None);
    }
    left_out
}

/// Whether it matters from which bucket of a grant lines are paid that stay where they are booked, or what else they leave.
fn limits_fixed(plan: &Plan, grant: usize) -> bool {
    let versions = &plan.dossier().scheme_of(grant).versions;
    let mut deciding = plan.deciding_versions(grant).map(|at| &versions[at]);
    plan.buckets_of(grant).count() > 1
        || deciding.any(|it| it.share.is_some() || it.basis.is_some() || !it.ceilings.is_empty())
}

/// Whether a version of a grant's scheme excludes others.
fn excludes(plan: &Plan, grant: usize) -> bool {
    let versions = &plan.dossier().scheme_of(grant).versions;
    let mut deciding = plan.deciding_versions(grant);
    deciding.any(|at| versions[at].exclusive_with.is_some())
}

/// Ceilings hold for all years together. By bucket the least of those over all that it spends; of the others each year has its
/// own, and those that several years could then exceed together are left out.
fn lives(seen: &[SeenYear], left_out: &mut Vec<LeftOut>) -> BTreeMap<usize, i64> {
    let mut over: BTreeMap<(usize, usize, &str), Vec<(usize, &Limit)>> = BTreeMap::new();
    for (year, of_year) in seen.iter().enumerate() {
        let limits = of_year.asked.limits.iter();
        for limit in limits.filter(|limit| limit.kind == LimitKind::Ceiling) {
            let name = limit.name.as_deref().unwrap_or_default();
            let key = (limit.grant, limit.first, name);
            over.entry(key).or_default().push((year, limit));
        }
    }
    let mut lives: BTreeMap<usize, i64> = BTreeMap::new();
    for ((grant, _, name), limits) in over {
        let least = limits.iter().map(|(_, limit)| limit.capacity).min();
        let least = least.unwrap_or_default();
        let asked = limits.iter().map(|(year, limit)| {
            let classes = limit.classes.iter();
            let costs: i64 = classes.map(|&at| seen[*year].classes[at].size).sum();
            i128::from(costs.min(limit.capacity))
        });
        if limits.len() == 1 || asked.sum::<i128>() <= i128::from(least) {
            continue;
        }
        let same = limits.iter().all(|(_, limit)| limit.capacity == least);
        let buckets: BTreeSet<usize> = limits
            .iter()
            .flat_map(|(_, it)| it.buckets.clone())
            .collect();
        let bucket = buckets.first().filter(|_| buckets.len() == 1 && same);
        let whole = bucket.filter(|&&bucket| {
            // All that it spends in any year lies under the ceiling.
            let reached = seen.iter().enumerate().filter(|(_, year)| {
                let mut reach = year.asked.reach.iter().flatten();
                reach.any(|reach| reach.bucket == bucket)
            });
            let mut reached = reached.map(|(year, _)| year);
            reached.all(|year| {
                let mut limits = limits.iter();
                limits.any(|(of, limit)| *of == year && limit.at == Where::Behind)
            })
        });
        match whole {
            Some(&bucket) => {
                let life = lives.entry(bucket).or_insert(least);
                *life = least.min(*life);
            }
            None => left_out.push(LeftOut::new(
                LeftOutKind::Ceiling,
                grant,
                Some(name.to_owned()),
            )),
        }
    }
    lives
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
            cost,
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
