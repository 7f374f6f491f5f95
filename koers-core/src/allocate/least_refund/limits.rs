//! Limits on what classes may ask of buckets together, and which of them a flow can keep.
//!
//! A limit is a set of pairs of a class and a bucket, with a capacity. It lies in the flow in one of two ways.
//! *Behind* the buckets: it holds for all that its buckets pay, whoever asks; such limits nest. *Before* them: each of its
//! classes reaches each of its buckets, so that a node between them loses nothing, and of any two that share a pair the
//! one with more classes has no more buckets; then each pair passes its limits in one order. These are laminar families on
//! either side of the flow (Budish, Che, Kojima, Milgrom 2013, a *bihierarchy*), with rectangles where the sides meet. All
//! others are left out of the flow, and repaired after it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::LeftOutKind;
use super::reached::{Reached, is_by_room};
use crate::allocate::joint::Class;
use crate::allocate::place::{line_share, total_of};
use crate::allocate::run::Run;
use crate::progress::Cancelled;

/// How a class reaches a bucket.
#[derive(Clone, Debug)]
pub(super) struct Reach {
    pub(super) bucket: usize,
    pub(super) way: usize,
    /// The round and the place in it, in the way.
    pub(super) place: (usize, usize),
}

/// What kind of limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum LimitKind {
    /// The share of each line that a grant pays of one class.
    Share,
    Ceiling,
    /// What a bucket may give to other parts.
    Shifting,
    /// The share of the total that a grant pays.
    TotalShare,
    /// The most that a grant pays in the step.
    Maximum,
}

impl LimitKind {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            LimitKind::Share => "share",
            LimitKind::Ceiling => "ceiling",
            LimitKind::Shifting => "shifting",
            LimitKind::TotalShare => "total-share",
            LimitKind::Maximum => "maximum",
        }
    }

    pub(super) const fn left_out(self) -> LeftOutKind {
        match self {
            LimitKind::Share | LimitKind::TotalShare => LeftOutKind::Share,
            LimitKind::Ceiling => LeftOutKind::Ceiling,
            LimitKind::Shifting => LeftOutKind::Shifting,
            LimitKind::Maximum => LeftOutKind::Maximum,
        }
    }
}

/// Where a limit lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Where {
    Before,
    Behind,
    Out,
}

/// A limit on pairs of a class and a bucket.
#[derive(Clone, Debug)]
pub(super) struct Limit {
    pub(super) kind: LimitKind,
    pub(super) grant: usize,
    /// Of a ceiling.
    pub(super) name: Option<String>,
    /// Of a ceiling the first bucket that it is counted over.
    pub(super) first: usize,
    pub(super) capacity: i64,
    pub(super) classes: BTreeSet<usize>,
    pub(super) buckets: BTreeSet<usize>,
    pairs: usize,
    pub(super) at: Where,
}

/// What the classes of a step ask, and the limits on it.
#[derive(Default)]
pub(super) struct Asked {
    /// By class, by bucket.
    pub(super) reach: Arc<Vec<Vec<Reach>>>,
    pub(super) limits: Vec<Limit>,
    /// By class the limits before the buckets that hold for it, in the order in which pairs pass them.
    before: Vec<Vec<usize>>,
}

/// What makes a limit one: its grant and kind; its class, bucket or rate, or the first bucket that a ceiling is counted
/// over; the name of a ceiling. All from the data, for limits stand in this order in a certificate.
type Key<'p> = (usize, LimitKind, usize, &'p str);

/// What buckets that limits hold for lead to.
#[derive(Clone, Copy)]
pub(super) enum Leading<'s> {
    /// To the end of the year: the buckets that share slices there.
    Out(&'s [Vec<usize>]),
    /// To the years after. Then nothing that buckets pay together lies behind them, and what can't be reached in one year may
    /// be in several.
    On,
}

impl Asked {
    pub(super) fn new(
        run: &mut Run<'_, '_>,
        classes: &[Class],
        (sizes, room): (&[i64], &[i64]),
        leading: Leading<'_>,
    ) -> Result<Asked, Cancelled> {
        let reached = run.reached.clone();
        if let Some(known) = reached.as_ref().and_then(|reached| reached.get())
            && known.holds(sizes, room)
        {
            return Ok(Asked {
                reach: Arc::clone(&known.reach),
                limits: Vec::new(),
                before: vec![Vec::new(); classes.len()],
            });
        }
        let mut found: BTreeMap<Key<'_>, Limit> = BTreeMap::new();
        let mut reach = Vec::with_capacity(classes.len());
        for (at, class) in classes.iter().enumerate() {
            run.watch.tick()?;
            let of_class = if sizes[at] > 0 {
                reach_of(run, (at, class), room, &mut found)
            } else {
                Vec::new()
            };
            reach.push(of_class);
        }
        let mut limits: Vec<Limit> = found
            .into_values()
            .filter(|limit| {
                let sum = |of: &BTreeSet<usize>, amounts: &[i64]| -> i128 {
                    of.iter().map(|&at| i128::from(amounts[at])).sum()
                };
                let most = sum(&limit.classes, sizes).min(sum(&limit.buckets, room));
                // One that can't be reached is no limit.
                matches!(leading, Leading::On) || i128::from(limit.capacity) < most
            })
            .collect();
        if !limits.is_empty() {
            place_all(&mut limits, run, &columns(&reach), leading);
        }
        let before = before(&limits, reach.len());
        let reach = Arc::new(reach);
        if let Some(reached) = reached
            && is_by_room(run, classes)
        {
            // Of several runs at once the first says it.
            let _ = reached.set(Reached::new(&reach, sizes, room));
        }
        Ok(Asked {
            reach,
            limits,
            before,
        })
    }

    /// The limits before the buckets that a pair passes, in order.
    pub(super) fn on(&self, class: usize, bucket: usize) -> impl Iterator<Item = usize> {
        let of_class = self.before[class].iter().copied();
        of_class.filter(move |&at| self.limits[at].buckets.contains(&bucket))
    }
}

/// Gives each limit its place. Only limits of one grant share buckets, and these stand together.
fn place_all(
    limits: &mut [Limit],
    run: &Run<'_, '_>,
    columns: &BTreeMap<usize, usize>,
    leading: Leading<'_>,
) {
    let (shared, goes_on) = match leading {
        Leading::Out(shared) => (shared, false),
        Leading::On => (&[][..], true),
    };
    let mut sharing: BTreeMap<usize, Vec<BTreeSet<usize>>> = BTreeMap::new();
    for buckets in shared.iter().filter(|buckets| buckets.len() > 1) {
        if let Some(&first) = buckets.first() {
            let of_grant = sharing.entry(run.plan.buckets()[first].grant).or_default();
            of_grant.push(buckets.iter().copied().collect());
        }
    }
    for limits in limits.chunk_by_mut(|a, b| a.grant == b.grant) {
        // Limits of one class never meet those of another: by class those of it alone, and those of several.
        let mut alone: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut wide: Vec<usize> = Vec::new();
        for at in 0..limits.len() {
            let (placed, rest) = limits.split_at_mut(at);
            let Some(limit) = rest.first_mut() else {
                continue;
            };
            let behind = !goes_on || limit.buckets.len() == 1;
            let sharing = sharing.get(&limit.grant).map_or(&[][..], Vec::as_slice);
            let of_one = limit.classes.first().filter(|_| limit.classes.len() == 1);
            if let Some(class) = of_one {
                let of_class = alone.entry(*class).or_default();
                let met = of_class.iter().chain(&wide).map(|&at| &placed[at]);
                let met: Vec<&Limit> = met.collect();
                of_class.push(at);
                limit.at = limit.place(&met, sharing, (columns, behind));
            } else {
                let met: Vec<&Limit> = placed.iter().collect();
                wide.push(at);
                limit.at = limit.place(&met, sharing, (columns, behind));
            }
        }
    }
}

/// By class the limits before the buckets that hold for it, in the order in which pairs pass them.
fn before(limits: &[Limit], classes: usize) -> Vec<Vec<usize>> {
    let before = (0..limits.len()).filter(|&at| limits[at].at == Where::Before);
    let mut order: Vec<usize> = before.collect();
    order.sort_by_key(|&at| limits[at].order(at));
    let mut of_class = vec![Vec::new(); classes];
    for at in order {
        for &class in &limits[at].classes {
            of_class[class].push(at);
        }
    }
    of_class
}

/// The buckets that a class reaches, each once; adds the pairs to the limits on them.
fn reach_of<'p>(
    run: &mut Run<'p, '_>,
    (at, class): (usize, &Class),
    room: &[i64],
    found: &mut BTreeMap<Key<'p>, Limit>,
) -> Vec<Reach> {
    let mut reached: Vec<Reach> = Vec::with_capacity(class.ways.len());
    for &way in class.ways.iter() {
        let grant = run.ways.list[way].grant;
        let claims = run.claims(way, &class.pieces);
        let claimed: Option<i64> = claims.map(|claims| claims.iter().sum());
        let total = total_of(&run.ways.list[way]);
        let total_left = total.map(|key| run.total_left(key));
        if claimed == Some(0) || total_left == Some(0) || run.limits.most_of(grant) == Some(0) {
            continue;
        }
        // Only what is at home may be elsewhere too.
        let (start, mut home) = (reached.len(), reached.len());
        for place in run.ways.list[way].places() {
            let ask = run.ways.list[way].ask(place.0, place.1, &mut run.limits);
            let bucket = ask.bucket;
            if room[bucket] == 0
                || (place.0 > 0 && is_in(&reached[start..home], bucket))
                || run.limits.block(&ask).is_some()
            {
                continue;
            }
            let mut add = |key: Key<'p>, capacity: i64| {
                let limit = found.entry(key).or_insert_with(|| Limit {
                    kind: key.1,
                    grant,
                    name: Some(key.3.to_owned()).filter(|name| !name.is_empty()),
                    first: key.2,
                    capacity,
                    classes: BTreeSet::new(),
                    buckets: BTreeSet::new(),
                    pairs: 0,
                    at: Where::Out,
                });
                limit.classes.insert(at);
                limit.buckets.insert(bucket);
                limit.pairs += 1;
            };
            if let (Some(claimed), Some(_)) = (claimed, line_share(&run.ways.list[way])) {
                add((grant, LimitKind::Share, at, ""), claimed);
            }
            for on in &ask.ceilings {
                let name = run.limits.name(bucket, on.item).unwrap_or_default();
                let key = (grant, LimitKind::Ceiling, on.first, name);
                add(key, run.limits.left_under(*on));
            }
            if ask.shifted {
                let left = run.limits.left_to_give(bucket);
                add((grant, LimitKind::Shifting, bucket, ""), left);
            }
            if let (Some((_, ppm)), Some(left)) = (total, total_left) {
                let ppm = usize::try_from(ppm).unwrap_or_default();
                add((grant, LimitKind::TotalShare, ppm, ""), left);
            }
            if let Some(most) = run.limits.most_of(grant) {
                add((grant, LimitKind::Maximum, 0, ""), most);
            }
            reached.push(Reach { bucket, way, place });
            if place.0 == 0 {
                home = reached.len();
            }
        }
    }
    reached.sort_unstable_by_key(|of| of.bucket);
    reached
}

/// Whether a bucket is among those that are reached, which stand in order.
fn is_in(reached: &[Reach], bucket: usize) -> bool {
    let found = reached.binary_search_by_key(&bucket, |of| of.bucket);
    found.is_ok()
}

/// By bucket how many classes reach it.
fn columns(reach: &[Vec<Reach>]) -> BTreeMap<usize, usize> {
    let mut columns: BTreeMap<usize, usize> = BTreeMap::new();
    for reach in reach.iter().flatten() {
        *columns.entry(reach.bucket).or_default() += 1;
    }
    columns
}

impl Limit {
    /// Its place among the limits that a pair passes: those of fewer classes and more buckets come first.
    pub(super) fn order(&self, at: usize) -> (usize, std::cmp::Reverse<usize>, usize) {
        (
            self.classes.len(),
            std::cmp::Reverse(self.buckets.len()),
            at,
        )
    }

    /// Where it can lie, given the limits placed before it and the buckets that share slices; and whether it may lie behind.
    fn place(
        &self,
        placed: &[&Limit],
        sharing: &[BTreeSet<usize>],
        (columns, behind): (&BTreeMap<usize, usize>, bool),
    ) -> Where {
        let all: usize = self.buckets.iter().filter_map(|at| columns.get(at)).sum();
        let others = placed.iter().filter(|other| other.at == Where::Behind);
        let mut others = others.map(|other| &other.buckets).chain(sharing);
        let nests = |other: &BTreeSet<usize>| {
            self.buckets.is_subset(other)
                || other.is_subset(&self.buckets)
                || self.buckets.is_disjoint(other)
        };
        if behind && self.pairs == all && others.all(nests) {
            return Where::Behind;
        }
        let mut before = placed.iter().filter(|other| other.at == Where::Before);
        let rectangle = self.pairs == self.classes.len() * self.buckets.len();
        if rectangle && before.all(|other| self.passes_with(other)) {
            return Where::Before;
        }
        Where::Out
    }

    /// Whether each pair of both passes them in one order.
    fn passes_with(&self, other: &Limit) -> bool {
        let inside = |a: &Limit, b: &Limit| {
            a.classes.is_subset(&b.classes) && a.buckets.is_superset(&b.buckets)
        };
        self.classes.is_disjoint(&other.classes)
            || self.buckets.is_disjoint(&other.buckets)
            || inside(self, other)
            || inside(other, self)
    }
}
