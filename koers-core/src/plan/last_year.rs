//! Limits on the award for the last year of a unit: one for all buckets that the unit closes together.

use std::collections::BTreeMap;

use super::{Plan, YearPlan};
use crate::money::Money;
use crate::scheme::{Base, CarryOver, Limit, Unspent};

/// The limits on the award for the last year of a unit, as the buckets of a year use them up.
pub(crate) struct LastYear<'p> {
    plan: &'p Plan,
    year: &'p YearPlan,
    /// Whether agreements count; without them it is what the scheme alone says.
    agreements: bool,
    /// By grant and part what was granted for the year, in cents.
    awards: BTreeMap<(usize, Option<usize>), i64>,
    /// By grant, part and agreement what is left of a limit, in cents.
    left: BTreeMap<(usize, Option<usize>, Option<usize>), i64>,
}

impl<'p> LastYear<'p> {
    pub(crate) fn new(plan: &'p Plan, year: &'p YearPlan, agreements: bool) -> Self {
        let mut awards = BTreeMap::new();
        for (at, bucket) in plan.buckets().iter().enumerate() {
            if let Some(of) = &year.buckets[at]
                && bucket.tranche(plan.dossier()).year == Some(year.year)
            {
                *awards.entry((bucket.grant, plan.part_of(at))).or_default() += of.award;
            }
        }
        LastYear {
            plan,
            year,
            agreements,
            awards,
            left: BTreeMap::new(),
        }
    }

    /// Whether the rule for unspent money of a bucket has such a limit.
    pub(crate) fn limits(&self, bucket: usize) -> bool {
        self.limit(bucket).is_some()
    }

    /// The limit that a bucket shares: by grant, part and agreement; `None` where its rule has none.
    pub(crate) fn key(&self, bucket: usize) -> Option<(usize, Option<usize>, Option<usize>)> {
        self.limit(bucket)?;
        let (of, part) = (&self.plan.buckets()[bucket], self.plan.part_of(bucket));
        let agreed = of.unspent_agreement.as_ref().map(|(_, place)| *place);
        Some((of.grant, part, agreed.filter(|_| self.agreements)))
    }

    /// What is left for a bucket, in cents; `None` where its rule has no such limit.
    pub(crate) fn left(&mut self, bucket: usize) -> Option<&mut i64> {
        let (limit, key) = (self.limit(bucket)?, self.key(bucket)?);
        let award = self.awards.get(&(key.0, key.1)).copied().unwrap_or(0);
        let whole = || limit.of(Money::of(award)).cents();
        Some(self.left.entry(key).or_insert_with(whole))
    }

    fn limit(&self, bucket: usize) -> Option<Limit> {
        let rule = self.plan.unspent_rule(bucket, self.year, self.agreements)?;
        match rule {
            Unspent::CarryOver(CarryOver {
                limit: Some(limit @ Limit::Share(_, Base::LastYear)),
                ..
            }) => Some(*limit),
            _ => None,
        }
    }
}
