//! What years leave to the years after them.

use std::collections::BTreeMap;

use super::YearAllocation;
use super::earned::Units;
use crate::dossier::Grant;
use crate::plan::Plan;

/// What the years so far leave to the next, besides each bucket's own.
pub(super) struct Past<'p> {
    /// By bucket and name of a ceiling what was paid under it, in cents: whatever a later version counts it over.
    pub(super) ceilings: BTreeMap<(usize, &'p str), i64>,
    pub(super) units: Units<'p>,
    /// By grant: what its reserve holds, in cents.
    pub(super) reserves: Vec<i64>,
}

impl<'p> Past<'p> {
    /// Before the first book year.
    pub(super) fn new(plan: &'p Plan) -> Self {
        let (mut ceilings, mut units) = (BTreeMap::new(), Units::new());
        for (at, bucket) in plan.buckets().iter().enumerate() {
            let tranche = bucket.tranche(plan.dossier());
            for (name, paid) in &tranche.paid_before {
                ceilings.insert((at, name.as_str()), paid.cents());
            }
            for (unit, number) in &tranche.units_before {
                units.insert((at, unit.as_str()), i128::from(number.millionths()));
            }
        }
        let reserve = |grant: &Grant| grant.reserve.as_ref().map_or(0, |it| it.value.cents());
        Past {
            ceilings,
            units,
            reserves: plan.dossier().grants().iter().map(reserve).collect(),
        }
    }

    /// What was paid under ceilings so far.
    pub(super) fn paid_under(&self) -> BTreeMap<(usize, String), i64> {
        let ceilings = self.ceilings.iter();
        let ceilings = ceilings.map(|((at, name), paid)| ((*at, (*name).to_owned()), *paid));
        ceilings.collect()
    }

    /// Goes on after a year that another run did; whether all that it leaves is known.
    pub(super) fn after(&mut self, plan: &'p Plan, year: &YearAllocation) -> bool {
        let mut ceilings = BTreeMap::new();
        for ((at, name), paid) in year.paid_under.iter() {
            let bucket = &plan.buckets()[*at];
            let versions = plan.dossier().scheme_of(bucket.grant).versions.iter();
            let names = versions.flat_map(|version| &version.ceilings);
            let names = names.map(|ceiling| ceiling.rule.name.as_str());
            let stated = bucket.tranche(plan.dossier()).paid_before.iter();
            let mut names = names.chain(stated.map(|(name, _)| name.as_str()));
            let Some(name) = names.find(|known| known == name) else {
                return false;
            };
            ceilings.insert((*at, name), *paid);
        }
        self.ceilings = ceilings;
        self.reserves.clone_from(&year.reserves);
        true
    }
}
