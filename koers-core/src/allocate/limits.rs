//! What each bucket can still pay in a year: its room, what it earned, what it may give to other parts, and the
//! ceilings over it.

use std::collections::BTreeMap;

use super::{Block, Past};
use crate::diag::{Code, Finding, Findings};
use crate::ledger::{self, Carried};
use crate::money::Money;
use crate::plan::{Bucket, Plan, YearPlan};
use crate::scheme::{Ceiling, Limit, Over, Shifting};

/// Over which buckets of a grant a ceiling is counted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Scope {
    Bucket(usize),
    Tranche(String),
    Grant,
}

/// A bucket and the name of a ceiling: the same from year to year, whatever the ceiling is counted over.
pub(super) type CeilingOn = (usize, String);

/// A ceiling of the year's version on a bucket.
struct OnBucket {
    /// The place of the ceiling in the version.
    item: usize,
    /// The place in `left` of what it leaves over all its buckets.
    slot: usize,
    /// What the bucket paid under it, in cents.
    paid: i64,
}

/// What is left to pay from, in cents.
pub(super) struct Limits {
    room: Vec<i64>,
    /// By bucket; none where all that is spent is earned.
    earned: Vec<Option<i64>>,
    /// By bucket: what it may still give to other parts.
    shift: Vec<i64>,
    /// What each ceiling leaves over the buckets that it is counted over.
    left: Vec<i64>,
    /// By bucket: the ceilings on it.
    of_bucket: Vec<Vec<OnBucket>>,
}

/// A payment that a limit is asked for.
#[derive(Clone, Copy)]
pub(super) struct Ask<'c> {
    pub(super) bucket: usize,
    /// The places of the ceilings that the cost meets, in the version at the year's end, ascending.
    pub(super) ceilings: &'c [usize],
    /// Whether the bucket is of another part and gives within a limit.
    pub(super) shifted: bool,
}

impl Limits {
    pub(super) fn new(
        plan: &Plan,
        year: &YearPlan,
        carried: &[Carried],
        to_use: Vec<Option<i64>>,
        past: &Past,
        findings: &mut Findings,
    ) -> Limits {
        let buckets = year.buckets.iter().zip(carried);
        let room = buckets
            .map(|(of, carried)| of.as_ref().map_or(0, |of| ledger::room(of, carried)))
            .collect();
        let mut limits = Limits {
            room,
            earned: to_use,
            shift: vec![0; plan.buckets().len()],
            left: Vec::new(),
            of_bucket: plan.buckets().iter().map(|_| Vec::new()).collect(),
        };
        let mut places = BTreeMap::new();
        for (at, bucket) in plan.buckets().iter().enumerate() {
            let Some(of) = &year.buckets[at] else {
                continue;
            };
            let version = &plan.dossier().scheme_of(bucket.grant).versions[of.version];
            if let Some(Shifting::UpTo { rate, .. }) =
                version.shifting.as_ref().map(|rule| rule.rule)
            {
                limits.shift[at] = rate.of_floor(Money::of(of.award)).cents();
            }
            for (item, ceiling) in version.ceilings.iter().enumerate() {
                if !holds(plan, &ceiling.rule, at) {
                    continue;
                }
                let scope = match ceiling.rule.over {
                    Over::Bucket => Scope::Bucket(at),
                    Over::Tranche => {
                        Scope::Tranche(bucket.tranche(plan.dossier()).id.value.clone())
                    }
                    Over::Grant => Scope::Grant,
                };
                let slot = *places
                    .entry((bucket.grant, item, scope))
                    .or_insert_with(|| {
                        let award = award(plan, year, &ceiling.rule, at);
                        above_award(plan, &ceiling.rule, bucket, award, past, findings);
                        let limit = ceiling.rule.limit.of(Money::of(award)).cents();
                        let before = paid_before(plan, &ceiling.rule, at, past);
                        limits.left.push((limit - before).max(0));
                        limits.left.len() - 1
                    });
                limits.of_bucket[at].push(OnBucket {
                    item,
                    slot,
                    paid: 0,
                });
            }
        }
        limits
    }

    /// The ceilings on a bucket that a cost meets.
    fn met<'a>(&'a self, ask: &Ask<'a>) -> impl Iterator<Item = &'a OnBucket> {
        let met = ask.ceilings;
        let on = self.of_bucket[ask.bucket].iter();
        on.filter(move |on| met.binary_search(&on.item).is_ok())
    }

    /// How much can be paid, at most `wanted`.
    pub(super) fn available(&self, ask: &Ask<'_>, wanted: i64) -> i64 {
        let mut amount = wanted.min(self.room[ask.bucket]);
        if let Some(earned) = self.earned[ask.bucket] {
            amount = amount.min(earned);
        }
        if ask.shifted {
            amount = amount.min(self.shift[ask.bucket]);
        }
        self.met(ask)
            .fold(amount, |amount, on| amount.min(self.left[on.slot]))
    }

    /// Pays what [`Limits::available`] allowed.
    pub(super) fn pay(&mut self, ask: &Ask<'_>, amount: i64) {
        self.room[ask.bucket] -= amount;
        if let Some(earned) = &mut self.earned[ask.bucket] {
            *earned -= amount;
        }
        if ask.shifted {
            self.shift[ask.bucket] -= amount;
        }
        for on in &mut self.of_bucket[ask.bucket] {
            if ask.ceilings.binary_search(&on.item).is_ok() {
                self.left[on.slot] -= amount;
                on.paid += amount;
            }
        }
    }

    /// The first limit that leaves nothing to pay, in the order in which the rules decide.
    pub(super) fn block(&self, ask: &Ask<'_>) -> Option<Block> {
        if self.ceiling_reached(ask).is_some() {
            Some(Block::Ceiling)
        } else if ask.shifted && self.shift[ask.bucket] == 0 {
            Some(Block::Part)
        } else if self.earned[ask.bucket] == Some(0) {
            Some(Block::Basis)
        } else if self.room[ask.bucket] == 0 {
            Some(Block::Room)
        } else {
            None
        }
    }

    /// The place in the version of a ceiling that is reached.
    pub(super) fn ceiling_reached(&self, ask: &Ask<'_>) -> Option<usize> {
        let mut met = self.met(ask);
        met.find(|on| self.left[on.slot] == 0).map(|on| on.item)
    }

    /// What each bucket paid under each ceiling of its version, by the ceiling's place, for the years after.
    pub(super) fn paid(&self) -> impl Iterator<Item = (usize, usize, i64)> {
        let buckets = self.of_bucket.iter().enumerate();
        buckets.flat_map(|(bucket, on)| on.iter().map(move |on| (bucket, on.item, on.paid)))
    }
}

/// Whether a ceiling holds on a bucket, by its part.
fn holds(plan: &Plan, ceiling: &Ceiling, bucket: usize) -> bool {
    let parts = plan.parts(plan.buckets()[bucket].grant);
    let mut outer = ceiling.parts.iter().filter_map(|part| parts.find(part));
    ceiling.parts.is_empty()
        || plan
            .part_of(bucket)
            .is_some_and(|part| outer.any(|outer| parts.lies_in(part, outer)))
}

/// What was paid in earlier years under a ceiling of the same name, by the buckets that it is counted over.
fn paid_before(plan: &Plan, ceiling: &Ceiling, at: usize, past: &Past) -> i64 {
    let bucket = &plan.buckets()[at];
    let tranche = |bucket: &Bucket| &bucket.tranche(plan.dossier()).id.value;
    plan.buckets_of(bucket.grant)
        .filter(|(other, it)| match ceiling.over {
            Over::Bucket => *other == at,
            Over::Tranche => tranche(it) == tranche(bucket),
            Over::Grant => true,
        })
        .filter_map(|(other, _)| past.ceilings.get(&(other, ceiling.name.clone())))
        .sum()
}

/// The award that a ceiling is a part of: of the bucket, of its tranche, or of its grant, in the parts that the ceiling
/// names.
fn award(plan: &Plan, year: &YearPlan, ceiling: &Ceiling, at: usize) -> i64 {
    let bucket = &plan.buckets()[at];
    let tranche = |bucket: &Bucket| &bucket.tranche(plan.dossier()).id.value;
    plan.buckets_of(bucket.grant)
        .filter(|(other, it)| match ceiling.over {
            Over::Bucket => *other == at,
            Over::Tranche => tranche(it) == tranche(bucket) && holds(plan, ceiling, *other),
            Over::Grant => holds(plan, ceiling, *other),
        })
        .filter_map(|(other, _)| year.buckets[other].as_ref())
        .map(|of| of.award)
        .sum()
}

/// Warns once of a ceiling in euros above the award, in the first year in which it is counted.
fn above_award(
    plan: &Plan,
    ceiling: &Ceiling,
    bucket: &Bucket,
    award: i64,
    past: &Past,
    findings: &mut Findings,
) {
    let Limit::Amount(limit) = ceiling.limit else {
        return;
    };
    let of_grant = plan.buckets_of(bucket.grant);
    let mut names = of_grant.map(|(at, _)| (at, ceiling.name.clone()));
    let known = names.any(|on| past.ceilings.contains_key(&on));
    if limit.cents() <= award || award == 0 || known {
        return;
    }
    let grant = bucket.grant(plan.dossier());
    findings.push(
        Finding::new(Code::CeilingAboveAward)
            .subject(&grant.id.value)
            .arg("ceiling", &ceiling.name)
            .money("limit", limit)
            .amount(Money::of(award))
            .at(bucket.tranche(plan.dossier()).granted.place.clone()),
    );
}
