//! The network: from classes through limits to buckets, from these through slices to the root, and from each class
//! straight to the root, which is own funds.

use std::collections::{BTreeMap, BTreeSet};

use super::level::Level;
use super::limits::{Asked, Where};
use super::slices::{SliceKind, Slices};
use crate::allocate::joint::Class;
use crate::allocate::run::Run;
use crate::flow::{self, Arc, Network, Price};

/// A network with what its nodes and arcs stand for.
pub(super) struct Built {
    pub(super) network: Network,
    pub(super) levels: Vec<Level>,
    /// By level what it is when nothing flows, in cents.
    pub(super) base: Vec<i64>,
    /// By class that has costs its node.
    pub(super) classes: BTreeMap<usize, usize>,
    /// By bucket that is reached its node.
    pub(super) buckets: BTreeMap<usize, usize>,
    /// By limit in the flow the node in which it begins.
    pub(super) limits: BTreeMap<usize, usize>,
    /// The nodes of the limits that stand after slices: those behind buckets, but for what buckets pass before the slices
    /// that they share.
    pub(super) after: BTreeSet<usize>,
    /// By buckets that share slices their node.
    pub(super) shared: BTreeMap<usize, usize>,
    /// The arcs from a class or a limit to a bucket or a limit, with the place of each bucket or limit.
    pub(super) ways: Vec<(From, To, usize)>,
    /// The arcs of slices.
    pub(super) slices: Vec<(SliceKind, usize)>,
}

/// Where an arc to a bucket begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum From {
    Class(usize),
    Limit(usize),
}

/// Where it leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum To {
    Limit(usize),
    Bucket(usize),
}

/// Nodes and arcs being put together.
struct Building<'b> {
    asked: &'b Asked,
    levels: Vec<Level>,
    classes: BTreeMap<usize, usize>,
    buckets: BTreeMap<usize, usize>,
    limits: BTreeMap<usize, usize>,
    arcs: Vec<Arc>,
    /// Costs that arcs have, by what they are on.
    costs: BTreeMap<Vec<(Level, i32)>, Price>,
    ways: Vec<(From, To, usize)>,
    slices: Vec<(SliceKind, usize)>,
}

/// Builds the network of a step. With `fewest_moves` what is moved counts before all but what is lost.
pub(super) fn build(
    run: &Run<'_, '_>,
    classes: &[Class],
    (asked, slices, sizes): (&Asked, &Slices, &[i64]),
    fewest_moves: bool,
) -> Built {
    let levels = levels(run, classes, (asked, slices, sizes), fewest_moves);
    let mut nodes = 1;
    let mut next = || {
        nodes += 1;
        nodes - 1
    };
    let with_costs = (0..classes.len()).filter(|&at| sizes[at] > 0);
    let of_classes: BTreeMap<usize, usize> = with_costs.map(|at| (at, next())).collect();
    let before = (0..asked.limits.len()).filter(|&at| asked.limits[at].at == Where::Before);
    let mut limits: BTreeMap<usize, usize> = before
        .map(|at| {
            let node = next();
            next();
            (at, node)
        })
        .collect();
    let reached = reached(run, asked);
    let buckets: BTreeMap<usize, usize> = reached.iter().map(|&at| (at, next())).collect();
    let shared = slices.sharing.iter().enumerate();
    let shared = shared.filter(|(_, sharing)| sharing.buckets.len() > 1);
    let shared: BTreeMap<usize, usize> = shared.map(|(at, _)| (at, next())).collect();
    let behind = (0..asked.limits.len()).filter(|&at| asked.limits[at].at == Where::Behind);
    for at in behind {
        limits.insert(at, next());
    }
    let mut building = Building {
        asked,
        levels,
        classes: of_classes,
        buckets,
        limits,
        arcs: Vec::new(),
        costs: BTreeMap::new(),
        ways: Vec::new(),
        slices: Vec::new(),
    };
    building.of_classes(run, classes);
    building.of_limits();
    building.of_buckets(run, slices, &shared);
    let mut supply = vec![0; nodes];
    for (&class, &node) in &building.classes {
        supply[node] = sizes[class];
    }
    let base = building.base(run, slices);
    let before_slices = |buckets: &BTreeSet<usize>| {
        let of = |at: usize| slices.sharing[at].buckets.iter();
        shared
            .keys()
            .any(|&at| buckets.iter().all(|bucket| of(at).any(|one| one == bucket)))
    };
    let limits = building.limits.iter().filter(|(at, _)| {
        let limit = &asked.limits[**at];
        limit.at == Where::Behind && !before_slices(&limit.buckets)
    });
    let after = limits.map(|(_, node)| *node).collect();
    Built {
        network: Network {
            levels: building.levels.len(),
            supply,
            arcs: building.arcs,
        },
        levels: building.levels,
        base,
        classes: building.classes,
        buckets: building.buckets,
        after,
        limits: building.limits,
        shared,
        ways: building.ways,
        slices: building.slices,
    }
}

/// The buckets that any class reaches, in order.
fn reached(run: &Run<'_, '_>, asked: &Asked) -> Vec<usize> {
    let mut reached = vec![false; run.plan.buckets().len()];
    for reach in asked.reach.iter().flatten() {
        reached[reach.bucket] = true;
    }
    let buckets = 0..reached.len();
    buckets.filter(|&at| reached[at]).collect()
}

/// The levels that any arc counts on, in order.
fn levels(
    run: &Run<'_, '_>,
    classes: &[Class],
    (asked, slices, sizes): (&Asked, &Slices, &[i64]),
    fewest_moves: bool,
) -> Vec<Level> {
    let mut levels = vec![Level::Lost, Level::OwnFunds];
    let kinds = slices.sharing.iter().flat_map(|sharing| &sharing.slices);
    levels.extend(kinds.filter_map(|slice| match slice.kind {
        SliceKind::Carry(date) => Some(Level::Lapse(date)),
        SliceKind::Retained => Some(Level::Retained),
        SliceKind::Refund | SliceKind::Neutral => None,
    }));
    let reached = reached(run, asked).into_iter();
    levels.extend(reached.filter_map(|bucket| preference(run, bucket)));
    let booked = |at: &usize| sizes[*at] > 0 && classes[*at].booked.is_some();
    if (0..classes.len()).any(|at| booked(&at)) {
        levels.push(Level::Moved);
    }
    levels.sort_unstable();
    levels.dedup();
    if fewest_moves && let Some(at) = levels.iter().position(|level| *level == Level::Moved) {
        // Of those that lose the least, first the fewest moves, and then all else.
        levels[2..=at].rotate_right(1);
    }
    levels
}

/// The level of the grant of a bucket, where it states a preference.
fn preference(run: &Run<'_, '_>, bucket: usize) -> Option<Level> {
    let grant = run.plan.buckets()[bucket].grant;
    let preference = run.dossier().grants()[grant].preference;
    preference.map(Level::Preference)
}

impl Building<'_> {
    /// A cost of so much on each of these levels.
    fn cost(&mut self, on: &[(Level, i32)]) -> Price {
        if let Some(known) = self.costs.get(on) {
            return Price::clone(known);
        }
        let place = |level: &Level| self.levels.iter().position(|known| known == level);
        let mut cost: Vec<(usize, i32)> = on
            .iter()
            .filter_map(|(level, each)| Some((place(level)?, *each)))
            .collect();
        cost.sort_unstable();
        let cost: Price = cost.into();
        self.costs.insert(on.to_vec(), Price::clone(&cost));
        cost
    }

    fn arc(&mut self, from: usize, to: usize, capacity: Option<i64>, cost: Price) {
        self.arcs.push(Arc {
            from,
            to,
            capacity,
            cost,
        });
    }

    /// From each class to what it reaches, by bucket, and to own funds.
    fn of_classes(&mut self, run: &Run<'_, '_>, classes: &[Class]) {
        let asked = self.asked;
        let (free, elsewhere) = (self.cost(&[]), self.cost(&[(Level::Moved, 1)]));
        let own = self.cost(&[(Level::Lost, 1), (Level::OwnFunds, 1)]);
        let own_elsewhere = [(Level::Lost, 1), (Level::OwnFunds, 1), (Level::Moved, 1)];
        let own_elsewhere = self.cost(&own_elsewhere);
        let mut nodes: Vec<usize> = vec![0; run.plan.buckets().len()];
        for (&bucket, &node) in &self.buckets {
            nodes[bucket] = node;
        }
        let arcs: usize = asked.reach.iter().map(Vec::len).sum();
        self.ways.reserve(arcs);
        self.arcs.reserve(arcs + self.classes.len());
        let mut known: BTreeSet<usize> = BTreeSet::new();
        let nodes_of_classes = std::mem::take(&mut self.classes);
        for (&class, &node) in &nodes_of_classes {
            let booked = classes[class].booked;
            known.clear();
            for reach in &asked.reach[class] {
                let (to, leads) = match asked.on(class, reach.bucket).next() {
                    Some(limit) if !known.insert(limit) => continue,
                    Some(limit) => (To::Limit(limit), self.node(To::Limit(limit))),
                    None => (To::Bucket(reach.bucket), nodes[reach.bucket]),
                };
                let moves = booked.is_some_and(|at| at != run.plan.buckets()[reach.bucket].grant);
                let cost = Price::clone(if moves { &elsewhere } else { &free });
                self.ways.push((From::Class(class), to, self.arcs.len()));
                self.arc(node, leads, None, cost);
            }
            // VAT that no grant pays is taken off: the VAT compensation fund pays it.
            let cost = match booked {
                _ if classes[class].is_vat => &free,
                Some(_) => &own_elsewhere,
                None => &own,
            };
            self.arc(node, 0, None, Price::clone(cost));
        }
        self.classes = nodes_of_classes;
    }

    /// Through each limit before the buckets.
    fn of_limits(&mut self) {
        let asked = self.asked;
        for (at, limit) in asked.limits.iter().enumerate() {
            let (Where::Before, Some(&node)) = (limit.at, self.limits.get(&at)) else {
                continue;
            };
            let free = self.cost(&[]);
            self.arc(node, node + 1, Some(limit.capacity), free);
            // The way on is the same for each of its classes.
            let class = limit.classes.first().copied().unwrap_or_default();
            let mut known: BTreeSet<To> = BTreeSet::new();
            for &bucket in &limit.buckets {
                let on = asked.on(class, bucket);
                let mut after = on.skip_while(|on| *on != at).skip(1);
                let to = after.next().map_or(To::Bucket(bucket), To::Limit);
                if !known.insert(to) {
                    continue;
                }
                let leads = self.node(to);
                self.ways.push((From::Limit(at), to, self.arcs.len()));
                let free = self.cost(&[]);
                self.arc(node + 1, leads, None, free);
            }
        }
    }

    /// From each bucket through its slices and the limits behind it to the root.
    fn of_buckets(&mut self, run: &Run<'_, '_>, slices: &Slices, shared: &BTreeMap<usize, usize>) {
        // Sets of buckets behind the buckets, each with its node: limits, and buckets that share slices.
        let mut behind: Vec<(Vec<usize>, usize)> = Vec::new();
        for (at, limit) in self.asked.limits.iter().enumerate() {
            if let (Where::Behind, Some(&node)) = (limit.at, self.limits.get(&at)) {
                behind.push((limit.buckets.iter().copied().collect(), node));
            }
        }
        for (&at, &node) in shared {
            behind.push((slices.sharing[at].buckets.clone(), node));
        }
        // From small to large. Of equal sets the limit comes first, since its node is made last.
        behind.sort_by_key(|(buckets, node)| (buckets.len(), std::cmp::Reverse(*node)));
        let mut around: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (buckets, node) in behind {
            for bucket in buckets {
                around.entry(bucket).or_default().push(node);
            }
        }
        let after = |bucket: usize, from: Option<usize>| -> usize {
            let mut around = around.get(&bucket).into_iter().flatten();
            let next = match from {
                None => around.next(),
                Some(from) => around.skip_while(|node| **node != from).nth(1),
            };
            next.copied().unwrap_or(flow::ROOT)
        };
        for (&bucket, &node) in &self.buckets.clone() {
            let next = after(bucket, None);
            let preferred: Vec<(Level, i32)> = preference(run, bucket)
                .map(|level| (level, -1))
                .into_iter()
                .collect();
            if let Some(sharing) = slices.of_bucket(bucket) {
                if sharing.buckets.len() > 1 {
                    let cost = self.cost(&preferred);
                    self.arc(node, next, Some(slices.room[bucket]), cost);
                } else {
                    self.of_slices(sharing, (node, next), &preferred);
                }
            }
        }
        for (at, limit) in self.asked.limits.iter().enumerate() {
            if let (Where::Behind, Some(&node), Some(&bucket)) =
                (limit.at, self.limits.get(&at), limit.buckets.first())
            {
                let next = after(bucket, Some(node));
                let free = self.cost(&[]);
                self.arc(node, next, Some(limit.capacity), free);
            }
        }
        for (&at, &node) in shared {
            let sharing = &slices.sharing[at];
            let bucket = sharing.buckets.first().copied().unwrap_or_default();
            let next = after(bucket, Some(node));
            self.of_slices(sharing, (node, next), &[]);
        }
    }

    fn of_slices(
        &mut self,
        sharing: &super::slices::Sharing,
        (from, to): (usize, usize),
        preferred: &[(Level, i32)],
    ) {
        for slice in &sharing.slices {
            let mut on = preferred.to_vec();
            on.extend(match slice.kind {
                SliceKind::Refund => Some((Level::Lost, -1)),
                SliceKind::Carry(date) => Some((Level::Lapse(date), -1)),
                SliceKind::Neutral => None,
                SliceKind::Retained => Some((Level::Retained, 1)),
            });
            let cost = self.cost(&on);
            self.slices.push((slice.kind, self.arcs.len()));
            self.arc(from, to, Some(slice.size), cost);
        }
    }

    fn node(&self, to: To) -> usize {
        let node = match to {
            To::Limit(at) => self.limits.get(&at),
            To::Bucket(at) => self.buckets.get(&at),
        };
        node.copied().unwrap_or_default()
    }

    /// By level what it is when nothing flows.
    fn base(&self, run: &Run<'_, '_>, slices: &Slices) -> Vec<i64> {
        let of = |level: &Level| match level {
            Level::Lost => slices.refund,
            Level::OwnFunds | Level::Retained | Level::Moved => 0,
            Level::Lapse(date) => slices.carried.get(date).copied().unwrap_or_default(),
            Level::Preference(_) => {
                let buckets = self.buckets.keys();
                let preferred = buckets.filter(|at| preference(run, **at) == Some(*level));
                preferred.map(|&at| slices.room[at]).sum()
            }
        };
        self.levels.iter().map(of).collect()
    }
}
