//! What each bucket can still pay in a year: its room, what it earned, what it may give to other parts, and the
//! ceilings over it.

use std::collections::BTreeMap;

use super::{Block, Past};
use crate::ledger::{self, Carried};
use crate::money::Money;
use crate::plan::{Plan, YearPlan};
use crate::scheme::{Ceiling, Over, Shifting};

/// What is left to pay from, in cents.
pub(super) struct Limits<'p> {
    plan: &'p Plan,
    year: &'p YearPlan,
    past: &'p Past<'p>,
    room: Vec<i64>,
    /// By bucket; none where all that is spent is earned.
    earned: Vec<Option<i64>>,
    /// By bucket: what it may still give to other parts.
    shift: Vec<i64>,
    /// By grant what it may still pay in the step; none, or beyond the end, where the step doesn't limit it.
    maxima: Vec<Option<i64>>,
    /// What each ceiling leaves over the buckets that it is counted over, as far as any cost met it.
    left: Vec<i64>,
    /// By the first bucket that a ceiling is counted over and its place in the version: its place in `left`.
    places: BTreeMap<(usize, usize), usize>,
    /// By bucket and the place of a ceiling what was paid under it.
    paid: BTreeMap<(usize, usize), i64>,
}

/// A ceiling that a cost meets on a bucket.
#[derive(Clone, Copy)]
pub(super) struct CeilingOn {
    /// Its place in the version at the year's end.
    pub(super) item: usize,
    /// The first bucket that it is counted over.
    pub(super) first: usize,
    /// The place of what it leaves: the same for all buckets that it is counted over.
    left: usize,
}

/// One of the limits that an ask meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Slot {
    /// Of a bucket.
    Room(usize),
    Earned(usize),
    /// What a bucket gives to other parts.
    Gives(usize),
    /// Of a grant.
    Maximum(usize),
    /// By its place in what ceilings leave.
    Ceiling(usize),
}

/// What costs of a class ask of a bucket.
pub(super) struct Ask {
    pub(super) bucket: usize,
    /// Whether the bucket is of another part and gives within a limit.
    pub(super) shifted: bool,
    pub(super) ceilings: Vec<CeilingOn>,
}

impl<'p> Limits<'p> {
    /// `to_use` is by bucket what was earned and there to spend.
    pub(super) fn new(
        (plan, year): (&'p Plan, &'p YearPlan),
        carried: &[Carried],
        to_use: Vec<Option<i64>>,
        past: &'p Past<'p>,
    ) -> Self {
        let buckets = year.buckets.iter().zip(carried);
        let room = buckets
            .map(|(of, carried)| of.as_ref().map_or(0, |of| ledger::room(of, carried)))
            .collect();
        let shift = plan.buckets().iter().zip(&year.buckets);
        let shift = shift.map(|(bucket, of)| {
            let of = of.as_ref()?;
            let version = &plan.dossier().scheme_of(bucket.grant).versions[of.version];
            match version.shifting.as_ref()?.rule {
                Shifting::UpTo { rate, .. } => Some(rate.of_floor(Money::of(of.award)).cents()),
                Shifting::None | Shifting::Free { .. } => None,
            }
        });
        Limits {
            plan,
            year,
            past,
            room,
            earned: to_use,
            shift: shift.map(Option::unwrap_or_default).collect(),
            maxima: Vec::new(),
            left: Vec::new(),
            places: BTreeMap::new(),
            paid: BTreeMap::new(),
        }
    }

    /// Of the ceilings that a cost meets, by their places in the version, those that hold on a bucket.
    pub(super) fn ceilings(&mut self, bucket: usize, met: &[usize]) -> Vec<CeilingOn> {
        if met.is_empty() {
            return Vec::new();
        }
        let grant = self.plan.buckets()[bucket].grant;
        let versions = &self.plan.dossier().scheme_of(grant).versions;
        let Some(version) = self.year.versions[grant] else {
            return Vec::new();
        };
        let holds = |item: &&usize| self.plan.ceiling_holds(self.year, **item, bucket);
        let held: Vec<usize> = met.iter().filter(holds).copied().collect();
        let ceilings = held.into_iter().map(|item| {
            let (first, left) = self.place(bucket, (item, &versions[version].ceilings[item].rule));
            CeilingOn { item, first, left }
        });
        ceilings.collect()
    }

    /// The first bucket that a ceiling on a bucket is counted over, and the place of what it leaves, which is worked out
    /// when it is first asked for.
    fn place(&mut self, bucket: usize, (item, ceiling): (usize, &Ceiling)) -> (usize, usize) {
        let over = |over: Over| self.plan.counted_over(over, bucket);
        let first = over(ceiling.over).next().unwrap_or(bucket);
        if let Some(&known) = self.places.get(&(first, item)) {
            return (first, known);
        }
        let award = self.plan.ceiling_award(self.year, (item, ceiling), bucket);
        let limit = ceiling.limit.of(Money::of(award)).cents();
        let before = over(ceiling.over)
            .filter_map(|at| self.past.ceilings.get(&(at, ceiling.name.as_str())))
            .sum::<i64>();
        self.left.push((limit - before).max(0));
        let place = self.left.len() - 1;
        self.places.insert((first, item), place);
        (first, place)
    }

    /// Begins a step, with the most that grants pay in it.
    pub(super) fn set_maxima(&mut self, maxima: &[Option<i64>]) {
        self.maxima = maxima.to_vec();
    }

    /// What a grant may still pay in the step; `None` where the step doesn't limit it.
    pub(super) fn most_of(&self, grant: usize) -> Option<i64> {
        self.maxima.get(grant).copied().flatten()
    }

    /// The name of a ceiling on a bucket, by its place in the version at the year's end.
    pub(super) fn name(&self, bucket: usize, item: usize) -> Option<&'p str> {
        let grant = self.plan.buckets()[bucket].grant;
        let versions = &self.plan.dossier().scheme_of(grant).versions;
        let ceilings = self.year.versions[grant].map(|at| &versions[at].ceilings);
        let ceiling = ceilings.and_then(|ceilings| ceilings.get(item));
        ceiling.map(|ceiling| ceiling.rule.name.as_str())
    }

    fn maximum(&self, bucket: usize) -> Option<i64> {
        self.most_of(self.plan.buckets()[bucket].grant)
    }

    /// How much can be paid, at most `wanted`.
    pub(super) fn available(&self, ask: &Ask, wanted: i64) -> i64 {
        let mut amount = wanted.min(self.room[ask.bucket]);
        if let Some(most) = self.maximum(ask.bucket) {
            amount = amount.min(most);
        }
        if let Some(earned) = self.earned[ask.bucket] {
            amount = amount.min(earned);
        }
        if ask.shifted {
            amount = amount.min(self.shift[ask.bucket]);
        }
        let ceilings = ask.ceilings.iter();
        ceilings.fold(amount, |amount, on| amount.min(self.left[on.left]))
    }

    /// Each limit that an ask meets, with what it leaves in cents.
    pub(super) fn each(&self, ask: &Ask, mut limit: impl FnMut(Slot, i64)) {
        let bucket = ask.bucket;
        limit(Slot::Room(bucket), self.room[bucket]);
        if let Some(most) = self.maximum(bucket) {
            limit(Slot::Maximum(self.plan.buckets()[bucket].grant), most);
        }
        if let Some(earned) = self.earned[bucket] {
            limit(Slot::Earned(bucket), earned);
        }
        if ask.shifted {
            limit(Slot::Gives(bucket), self.shift[bucket]);
        }
        for on in &ask.ceilings {
            limit(Slot::Ceiling(on.left), self.left[on.left]);
        }
    }

    /// Pays what [`Limits::available`] allowed; an amount below zero gives back what was paid before.
    pub(super) fn pay(&mut self, ask: &Ask, amount: i64) {
        self.room[ask.bucket] -= amount;
        let grant = self.plan.buckets()[ask.bucket].grant;
        if let Some(Some(most)) = self.maxima.get_mut(grant) {
            *most -= amount;
        }
        if let Some(earned) = &mut self.earned[ask.bucket] {
            *earned -= amount;
        }
        if ask.shifted {
            self.shift[ask.bucket] -= amount;
        }
        for on in &ask.ceilings {
            self.left[on.left] -= amount;
        }
    }

    /// The first limit that leaves nothing to pay, in the order in which the rules decide.
    pub(super) fn block(&self, ask: &Ask) -> Option<Block> {
        if self.ceiling_reached(ask).is_some() {
            Some(Block::Ceiling)
        } else if ask.shifted && self.shift[ask.bucket] == 0 {
            Some(Block::Part)
        } else if self.maximum(ask.bucket) == Some(0) {
            Some(Block::Maximum)
        } else if self.earned[ask.bucket] == Some(0) {
            Some(Block::Basis)
        } else if self.room[ask.bucket] == 0 {
            Some(Block::Room)
        } else {
            None
        }
    }

    /// What a bucket can still pay of all costs together, in cents: its room, as far as it is earned.
    pub(super) fn left_in(&self, bucket: usize) -> i64 {
        let room = self.room[bucket];
        self.earned[bucket]
            .map_or(room, |earned| room.min(earned))
            .max(0)
    }

    /// The room that a bucket has left, in cents.
    pub(super) fn room_of(&self, bucket: usize) -> i64 {
        self.room[bucket]
    }

    /// What a ceiling leaves, in cents, by its place in an ask.
    pub(super) fn left_under(&self, on: CeilingOn) -> i64 {
        self.left[on.left]
    }

    /// What a bucket may still give to other parts, in cents.
    pub(super) fn left_to_give(&self, bucket: usize) -> i64 {
        self.shift[bucket]
    }

    /// The place in the version of a ceiling that is reached.
    pub(super) fn ceiling_reached(&self, ask: &Ask) -> Option<usize> {
        let mut ceilings = ask.ceilings.iter();
        let reached = ceilings.find(|on| self.left[on.left] == 0);
        reached.map(|on| on.item)
    }

    /// Notes what was paid in all on what was asked.
    pub(super) fn note(&mut self, ask: &Ask, paid: i64) {
        for on in ask.ceilings.iter().filter(|_| paid != 0) {
            *self.paid.entry((ask.bucket, on.item)).or_default() += paid;
        }
    }

    /// What each bucket paid under each ceiling of its version, by the ceiling's place, for the years after.
    pub(super) fn paid(self) -> BTreeMap<(usize, usize), i64> {
        self.paid
    }
}
