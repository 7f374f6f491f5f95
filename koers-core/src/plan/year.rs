//! The book years: what each brings to each bucket, and which versions close it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Bucket, Known, YearOf};
use crate::calendar::Date;
use crate::diag::{Code, Finding, Findings};
use crate::dossier::Dossier;

/// One book year: what each bucket brings to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct YearPlan {
    pub(crate) year: i16,
    pub(crate) end: Date,
    /// By grant: the place in its scheme of the version that closes the year. None only where no bucket is.
    pub(crate) versions: Vec<Option<usize>>,
    /// By bucket; `None` in years before the bucket's first.
    pub(crate) buckets: Vec<Option<YearOf>>,
}

impl YearPlan {
    /// Whether versions and states let buckets pay what they let them pay in another plan's year.
    pub(super) fn admits_as(&self, other: &YearPlan) -> bool {
        let stand = |year: &YearPlan| {
            let buckets = year.buckets.iter();
            let stand = buckets.map(|of| of.as_ref().map(|of| (of.state, of.open, of.version)));
            stand.collect::<Vec<_>>()
        };
        self.year == other.year
            && self.end == other.end
            && self.versions == other.versions
            && stand(self) == stand(other)
    }
}

/// The last day of each book year.
fn year_ends(dossier: &Dossier) -> impl Iterator<Item = Date> {
    dossier
        .years()
        .iter()
        .filter_map(|&year| Date::last_of_year(year))
}

/// What each bucket brings to each book year.
pub(super) fn years(dossier: &Dossier, buckets: &[Bucket], known: &[Arc<Known>]) -> Vec<YearPlan> {
    year_ends(dossier)
        .map(|end| {
            let versions: Vec<_> = known.iter().map(|it| it.closing_version(end)).collect();
            let of = |bucket: &Bucket| {
                let closing = versions[bucket.grant]?;
                YearOf::new(dossier, &known[bucket.grant], bucket, end, closing)
            };
            YearPlan {
                year: end.year(),
                end,
                buckets: buckets.iter().map(of).collect(),
                versions,
            }
        })
        .collect()
}

/// Reports grants whose scheme has no version in force at the end of a year in which they have a bucket.
pub(super) fn versions_in_force(
    dossier: &Dossier,
    buckets: &[Bucket],
    known: &[Arc<Known>],
    findings: &mut Findings,
) {
    let mut first_year: BTreeMap<usize, i16> = BTreeMap::new();
    for bucket in buckets {
        let year = first_year.entry(bucket.grant).or_insert(bucket.first_year);
        *year = bucket.first_year.min(*year);
    }
    for (at, first) in first_year {
        let (grant, scheme) = (&dossier.grants()[at], dossier.scheme_of(at));
        let missing = year_ends(dossier)
            .find(|end| end.year() >= first && known[at].closing_version(*end).is_none());
        if let Some(end) = missing {
            findings.push(
                Finding::new(Code::NoVersionInForce)
                    .subject(&grant.id.value)
                    .arg("scheme", &scheme.id)
                    .date("date", end)
                    .at(grant.scheme.place.clone()),
            );
        }
    }
}
