//! The plan: rules applied to a dossier, dense and ready to compute. The last stage that can fail.
//!
//! [`Plan::new`] finds the version of each scheme that decides each year, the window of each bucket under
//! each version, and the agreements that change them, and proves the bound on all amounts. After it,
//! [`Plan::allocate`](crate::allocate) and what follows give values, not results.

mod agreed;
mod bucket;
mod rules;

pub use bucket::Bucket;
pub(crate) use bucket::YearOf;
pub use rules::ReasonCode;
use rules::YearEnd;
pub(crate) use rules::{Basis, CarriedUntil, Decision};

use std::collections::BTreeMap;
use std::ops::Range;

use crate::calendar::Date;
use crate::diag::{Code, Finding, Findings};
use crate::dossier::{Dossier, total_amount};
use crate::money::Money;
use crate::scheme::{Scheme, Version};

/// A dossier with its rules worked out for every bucket and year.
#[derive(Clone, Debug)]
pub struct Plan {
    dossier: Dossier,
    buckets: Vec<Bucket>,
    /// By grant: the places of its buckets.
    of_grant: Vec<Range<usize>>,
    years: Vec<YearPlan>,
    findings: Findings,
}

/// One book year: what each bucket brings to it.
#[derive(Clone, Debug)]
pub(crate) struct YearPlan {
    pub(crate) year: i16,
    pub(crate) end: Date,
    /// By bucket; `None` in years before the bucket's first.
    pub(crate) buckets: Vec<Option<YearOf>>,
    /// The rows of `cost_lines` that fall in the year, by date and id.
    pub(crate) lines: Vec<usize>,
}

impl Plan {
    /// Works out the rules of a dossier.
    ///
    /// # Errors
    /// When a scheme has no version in force on a year's end, a tranche lacks the window that its scheme
    /// asks for, two agreements decide the same, or the amounts add up to more than can be counted.
    pub fn new(dossier: Dossier) -> Result<Plan, Findings> {
        let mut findings = Findings::new();
        let sum = total_amount(dossier.grants(), dossier.lines(), dossier.budget());
        if sum > i128::from(Money::MAX.cents()) {
            findings.push(Finding::new(Code::SumOutOfBounds).subject(dossier.id()));
        }
        let ends: Vec<Date> = dossier
            .years()
            .iter()
            .filter_map(|&year| Date::last_of_year(year))
            .collect();
        let mut buckets = Vec::new();
        if !findings.has_errors() {
            buckets = bucket::buckets(&dossier, &mut findings);
            versions_in_force(&dossier, &buckets, &ends, &mut findings);
        }
        if findings.has_errors() {
            findings.sort();
            return Err(findings);
        }
        let mut lines = lines_by_year(&dossier);
        let years = ends
            .iter()
            .map(|&end| YearPlan {
                year: end.year(),
                end,
                buckets: buckets
                    .iter()
                    .map(|bucket| YearOf::new(&dossier, bucket, end))
                    .collect(),
                lines: lines.remove(&end.year()).unwrap_or_default(),
            })
            .collect();
        rules::notices(&dossier, &mut findings);
        let of_grant = (0..dossier.grants().len())
            .map(|grant| {
                let start = buckets.partition_point(|bucket: &Bucket| bucket.grant < grant);
                start..buckets.partition_point(|bucket| bucket.grant <= grant)
            })
            .collect();
        Ok(Plan {
            dossier,
            buckets,
            of_grant,
            years,
            findings,
        })
    }

    /// The dossier.
    #[must_use]
    pub fn dossier(&self) -> &Dossier {
        &self.dossier
    }

    /// The buckets, in order: by grant, tranche, part.
    #[must_use]
    pub fn buckets(&self) -> &[Bucket] {
        &self.buckets
    }

    /// The buckets of a grant with their places, in the order of tranches.
    pub(crate) fn buckets_of(&self, grant: usize) -> impl Iterator<Item = (usize, &Bucket)> {
        let places = self.of_grant[grant].clone();
        places.clone().zip(&self.buckets[places])
    }

    pub(crate) fn years(&self) -> &[YearPlan] {
        &self.years
    }

    /// What a person must look at in the rules themselves.
    #[must_use]
    pub fn findings(&self) -> &Findings {
        &self.findings
    }

    /// What the rules let stay of `room − spent` cents in a bucket at a year's end; without `agreements` what
    /// the scheme alone would.
    pub(crate) fn decide(
        &self,
        bucket: usize,
        year: &YearPlan,
        carried: CarriedUntil,
        (room, spent): (i64, i64),
        agreements: bool,
    ) -> Decision {
        let of = year.buckets[bucket].as_ref();
        let bucket = &self.buckets[bucket];
        of.map_or(Decision::ABSENT, |of| {
            let versions = &self.dossier.scheme_of(bucket.grant).versions;
            let (version, unspent) = (&versions[of.version], &versions[of.unspent_version]);
            let end = year.end;
            let at = YearEnd {
                year: of,
                version,
                unspent: unspent.unspent.rule,
                end,
                carried,
                room,
                spent,
                agreements,
            };
            rules::decide(bucket, &at)
        })
    }

    /// The scheme of a bucket, and its version on `date`.
    pub(crate) fn version(&self, grant: usize, date: Date) -> (&Scheme, Option<&Version>) {
        let scheme = self.dossier.scheme_of(grant);
        (scheme, scheme.version(date, self.dossier.as_of()))
    }
}

/// Reports grants whose scheme has no version in force at the end of a year in which they have a bucket.
fn versions_in_force(
    dossier: &Dossier,
    buckets: &[Bucket],
    ends: &[Date],
    findings: &mut Findings,
) {
    let mut first_year: BTreeMap<usize, i16> = BTreeMap::new();
    for bucket in buckets {
        let year = first_year.entry(bucket.grant).or_insert(bucket.first_year);
        *year = bucket.first_year.min(*year);
    }
    for (at, first) in first_year {
        let (grant, scheme) = (&dossier.grants()[at], dossier.scheme_of(at));
        let missing = ends
            .iter()
            .find(|end| end.year() >= first && scheme.version(**end, dossier.as_of()).is_none());
        if let Some(end) = missing {
            findings.push(
                Finding::new(Code::NoVersionInForce)
                    .subject(&grant.id.value)
                    .arg("scheme", &scheme.id)
                    .date("date", *end)
                    .at(grant.scheme.place.clone()),
            );
        }
    }
}

/// The rows of `cost_lines` by book year, each year's by date and id.
fn lines_by_year(dossier: &Dossier) -> BTreeMap<i16, Vec<usize>> {
    let lines = dossier.lines();
    let mut years: BTreeMap<i16, Vec<usize>> = BTreeMap::new();
    for row in 0..lines.len() {
        years
            .entry(lines.period(row).last().year())
            .or_default()
            .push(row);
    }
    for rows in years.values_mut() {
        rows.sort_by(|&a, &b| {
            let date = |row: usize| lines.period(row).last();
            date(a)
                .cmp(&date(b))
                .then_with(|| lines.id(a).cmp(lines.id(b)))
        });
    }
    years
}
