//! Over which buckets a ceiling is counted, and of which award it is a part.

use super::{Plan, YearPlan};
use crate::scheme::{Ceiling, Over};

impl Plan {
    /// The ceilings of the version that closes a year of a grant.
    pub(crate) fn ceilings(
        &self,
        grant: usize,
        year: &YearPlan,
    ) -> impl Iterator<Item = (usize, &Ceiling)> {
        let versions = &self.dossier.scheme_of(grant).versions;
        let ceilings = year.versions[grant].map_or(&[][..], |at| &versions[at].ceilings);
        ceilings.iter().map(|ceiling| &ceiling.rule).enumerate()
    }

    /// Whether a ceiling of the version that closes a year holds on a bucket, by its part.
    pub(crate) fn ceiling_holds(&self, year: &YearPlan, ceiling: usize, bucket: usize) -> bool {
        let grant = self.buckets[bucket].grant;
        year.versions[grant]
            .is_some_and(|version| self.known[grant].holds(version, ceiling, self.part_of[bucket]))
    }

    /// The places of the buckets that share a ceiling on a bucket, whether or not it holds on each.
    pub(crate) fn counted_over(&self, over: Over, bucket: usize) -> impl Iterator<Item = usize> {
        let (run, list) = match over {
            Over::Bucket => (bucket..bucket + 1, &[][..]),
            Over::Tranche => (0..0, self.same_tranche(bucket)),
            Over::Grant => (self.of_grant[self.buckets[bucket].grant].clone(), &[][..]),
        };
        run.chain(list.iter().copied())
    }

    /// The award that a ceiling on a bucket is a part of: of the bucket, of its tranche or of its grant, in the parts
    /// that the ceiling names, in cents.
    pub(crate) fn ceiling_award(
        &self,
        year: &YearPlan,
        (item, ceiling): (usize, &Ceiling),
        bucket: usize,
    ) -> i64 {
        self.counted_over(ceiling.over, bucket)
            .filter(|&at| self.ceiling_holds(year, item, at))
            .filter_map(|at| year.buckets[at].as_ref())
            .map(|of| of.award)
            .sum()
    }

    /// The places of all buckets of a bucket's tranche, in order.
    fn same_tranche(&self, bucket: usize) -> &[usize] {
        &self.tranches[self.tranche_of[bucket]]
    }
}
