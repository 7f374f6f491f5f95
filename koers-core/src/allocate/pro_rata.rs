//! The step `pro-rata`: what a class costs divided over grants by weights, rounded to cents, cut to what each grant can
//! pay, and then divided over the lines.

use std::collections::{BTreeMap, BTreeSet};

use super::joint::{self, Class};
use super::place::{CeilingsHit, line_share, total_of};
use super::run::Run;
use super::shares::OfBucket;
use super::spread::in_turn;
use super::step::StepRun;
use crate::method::{ProRata, Redistribute, Rounding, Weights};
use crate::money::apportion;
use crate::progress::Cancelled;

/// Runs the step over one year.
pub(super) fn run(
    run: &mut Run<'_, '_>,
    step: &StepRun<'_>,
    how: &ProRata,
) -> Result<(), Cancelled> {
    let mut joint = joint::classes(run, step)?;
    let groups = groups(run, step, how);
    let weights = AtStart::new(run);
    let classes = std::mem::take(&mut joint.classes);
    run.watch.begin(classes.len())?;
    for class in classes.iter() {
        run.watch.tick()?;
        let mut dividing = Dividing::new(run, step, class);
        let mut rest: i64 = class.open(&run.pieces).map(|at| run.pieces[at].left).sum();
        for group in &groups {
            let weigh = |way: usize, run: &Run<'_, '_>| weights.of(run, &how.weights, way);
            let group = dividing.group(run, group, weigh);
            if group.is_empty() || rest == 0 {
                continue;
            }
            rest = dividing.divide(run, &group, rest, how);
            if how.redistribute == Redistribute::None {
                break;
            }
        }
        let paid = dividing.paid;
        spread(run, step, class, paid)?;
    }
    joint.classes = classes;
    joint.end(run);
    Ok(())
}

/// The grants of each group, the groups in order.
fn groups(run: &Run<'_, '_>, step: &StepRun<'_>, how: &ProRata) -> Vec<BTreeSet<usize>> {
    if how.groups.is_empty() {
        return vec![step.grants.iter().copied().collect()];
    }
    let place = |id: &str| run.plan.grant_place(id);
    let groups = how.groups.iter();
    groups
        .map(|group| group.iter().filter_map(|id| place(&id.value)).collect())
        .collect()
}

/// What weights go by, as it was when the step began.
struct AtStart {
    /// By bucket the room it had left, in cents.
    room: Vec<i64>,
}

impl AtStart {
    fn new(run: &Run<'_, '_>) -> Self {
        let buckets = 0..run.plan.buckets().len();
        AtStart {
            room: buckets.map(|at| run.limits.room_of(at)).collect(),
        }
    }

    /// The weight of a grant for costs that go to it by this way.
    fn of(&self, run: &Run<'_, '_>, weights: &Weights, way: usize) -> u64 {
        let way = &run.ways.list[way];
        let grant = &run.dossier().grants()[way.grant];
        let sum = |of: &dyn Fn(usize) -> i64| -> u64 {
            let buckets = way.buckets().into_iter();
            buckets.map(|at| of(at).max(0).unsigned_abs()).sum()
        };
        match weights {
            Weights::Shares(shares) => {
                let share = shares.get(&grant.id.value);
                share.map_or(0, |share| u64::from(share.value.ppm()))
            }
            Weights::Room => sum(&|at| self.room[at]),
            Weights::Award => sum(&|at| run.year.buckets[at].map_or(0, |of| of.award)),
            Weights::Key(key) => {
                let number = grant.keys.get(key);
                number.map_or(0, |number| number.millionths().max(0).unsigned_abs())
            }
        }
    }
}

/// One class being divided.
struct Dividing<'s, 'p> {
    step: &'s StepRun<'p>,
    /// The ways of the class.
    ways: &'s [usize],
    /// By way what its share still lets it pay of the class, in cents.
    claims: BTreeMap<usize, i64>,
    /// By bucket and way what it pays.
    paid: BTreeMap<(usize, usize), i64>,
}

impl<'s, 'p> Dividing<'s, 'p> {
    fn new(run: &mut Run<'_, '_>, step: &'s StepRun<'p>, class: &'s Class) -> Self {
        let claims = class.ways.iter().filter_map(|&way| {
            let claims = run.claims(way, &class.pieces)?;
            Some((way, claims.iter().sum()))
        });
        Dividing {
            step,
            claims: claims.collect(),
            ways: &class.ways,
            paid: BTreeMap::new(),
        }
    }

    /// The ways of the class to the grants of a group that have a weight, in the order of grants of the dossier.
    fn group(
        &self,
        run: &Run<'_, '_>,
        group: &BTreeSet<usize>,
        weigh: impl Fn(usize, &Run<'_, '_>) -> u64,
    ) -> Vec<(usize, u64)> {
        let ways = self.ways.iter().copied();
        ways.filter(|&way| group.contains(&run.ways.list[way].grant))
            .map(|way| (way, weigh(way, run)))
            .filter(|(_, weight)| *weight > 0)
            .collect()
    }

    /// Divides an amount over the ways of a group; what is left of it.
    fn divide(
        &mut self,
        run: &mut Run<'_, '_>,
        group: &[(usize, u64)],
        amount: i64,
        how: &ProRata,
    ) -> i64 {
        let mut rest = amount;
        // What rounding down leaves is not divided again inside the group.
        let mut rounding = 0;
        let mut open: Vec<(usize, u64)> = group.to_vec();
        loop {
            let weights: Vec<u64> = open.iter().map(|(_, weight)| *weight).collect();
            let quotas = match how.rounding {
                Rounding::LargestRemainder => apportion(rest, &weights).unwrap_or_default(),
                Rounding::Down => down(rest, &weights),
            };
            rounding += rest - quotas.iter().sum::<i64>();
            let mut uncut = Vec::new();
            rest = 0;
            for (&(way, weight), &quota) in open.iter().zip(&quotas) {
                let paid = self.pay(run, way, quota);
                rest += quota - paid;
                if paid == quota {
                    uncut.push((way, weight));
                }
            }
            let again = how.redistribute == Redistribute::WithinGroup;
            if !again || rest == 0 || uncut.is_empty() {
                return rest + rounding;
            }
            open = uncut;
        }
    }

    /// Pays what it can of an amount, from the buckets of a way in order.
    fn pay(&mut self, run: &mut Run<'_, '_>, way: usize, amount: i64) -> i64 {
        let mut left = amount;
        if let Some(claim) = self.claims.get(&way) {
            left = left.min(*claim);
        }
        let total = total_of(&run.ways.list[way]);
        if let Some(key) = total {
            left = left.min(run.total_left(key));
        }
        let wanted = left;
        for (round, index) in run.ways.list[way].places_in(self.step.newest) {
            if left == 0 {
                break;
            }
            let ask = run.ways.list[way].ask(round, index, &mut run.limits);
            let paid = run.limits.available(&ask, left);
            if paid < left {
                let mut hit = CeilingsHit {
                    plan: run.plan,
                    year: run.year,
                    exercised: &mut run.noted.exercised,
                };
                hit.add(&ask, &run.limits);
            }
            if paid > 0 {
                run.limits.pay(&ask, paid);
                run.limits.note(&ask, paid);
                *self.paid.entry((ask.bucket, way)).or_default() += paid;
                left -= paid;
            }
        }
        let paid = wanted - left;
        if let Some(claim) = self.claims.get_mut(&way) {
            *claim -= paid;
        }
        if let Some(key) = total {
            run.paid_under_total(key, paid);
        }
        paid
    }
}

/// Each its part of an amount, rounded down to the cent.
fn down(amount: i64, weights: &[u64]) -> Vec<i64> {
    let whole: u128 = weights.iter().copied().map(u128::from).sum();
    let part = |weight: &u64| {
        let part = u128::from(amount.unsigned_abs()) * u128::from(*weight) / whole.max(1);
        // A part is no more than the amount.
        i64::try_from(part).unwrap_or(0)
    };
    weights.iter().map(part).collect()
}

/// Spreads what buckets pay of a class over its lines.
fn spread(
    run: &mut Run<'_, '_>,
    step: &StepRun<'_>,
    class: &Class,
    paid: BTreeMap<(usize, usize), i64>,
) -> Result<(), Cancelled> {
    let pieces: Vec<usize> = class.open(&run.pieces).collect();
    let paid = paid.into_iter().filter(|(_, amount)| *amount > 0);
    let by_bucket: Vec<OfBucket> = paid
        .map(|((bucket, way), amount)| (bucket, way, amount))
        .collect();
    // A share of each line must be kept only where its grant pays.
    let mut paying = by_bucket.iter().map(|(_, way, _)| *way);
    if paying.any(|way| line_share(&run.ways.list[way]).is_some()) {
        return spread_shares(run, step, (&pieces, &by_bucket));
    }
    let lines: Vec<i64> = pieces.iter().map(|&at| run.pieces[at].left).collect();
    let mut columns: Vec<i64> = by_bucket.iter().map(|(.., amount)| *amount).collect();
    columns.push(lines.iter().sum::<i64>() - columns.iter().sum::<i64>());
    for (line, column, amount) in in_turn(&lines, &columns) {
        if let Some(&(bucket, ..)) = by_bucket.get(column) {
            run.record(pieces[line], bucket, step, amount);
        }
    }
    Ok(())
}

/// As [`spread`], where a grant pays a share of each line: what the shares of the lines don't allow together is given back.
fn spread_shares(
    run: &mut Run<'_, '_>,
    step: &StepRun<'_>,
    (pieces, by_bucket): (&[usize], &[OfBucket]),
) -> Result<(), Cancelled> {
    let mut left: Vec<i64> = by_bucket.iter().map(|(.., amount)| *amount).collect();
    for (line, at, amount) in run.in_shares(pieces, by_bucket)? {
        left[at] -= amount;
        run.record(pieces[line], by_bucket[at].0, step, amount);
    }
    for (&(bucket, way, _), left) in by_bucket.iter().zip(left) {
        if left == 0 {
            continue;
        }
        for (round, index) in run.ways.list[way].places() {
            let ask = run.ways.list[way].ask(round, index, &mut run.limits);
            if ask.bucket == bucket {
                run.limits.pay(&ask, -left);
                run.limits.note(&ask, -left);
                break;
            }
        }
    }
    Ok(())
}
