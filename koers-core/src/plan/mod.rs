//! The plan: rules applied to a dossier, dense and ready to compute. The last stage that can fail.
//!
//! [`Plan::new`] finds the version of each scheme that decides each year, the window of each bucket under
//! each version, and the agreements that change them, and proves the bound on all amounts. After it,
//! [`Plan::allocate`](crate::allocate) and what follows give values, not results.

mod agreed;
mod bucket;
mod notices;
mod parts;
mod quantities;
mod reason_code;
mod rules;

pub use bucket::Bucket;
pub(crate) use bucket::YearOf;
pub(crate) use parts::PartTree;
pub(crate) use quantities::price_on;
pub use reason_code::ReasonCode;
use rules::YearEnd;
pub(crate) use rules::{Basis, Caps, CarriedTerms, CarriedUntil, Decision};

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::calendar::Date;
use crate::diag::{Code, Finding, Findings};
use crate::dossier::{Dossier, total_amount};
use crate::money::Money;
use crate::scheme::{Base, CarryOver, Limit, Scheme, Unspent, Version};

/// A dossier with its rules worked out for every bucket and year.
#[derive(Clone, Debug)]
pub struct Plan {
    dossier: Dossier,
    buckets: Vec<Bucket>,
    /// By grant: the places of its buckets.
    of_grant: Vec<Range<usize>>,
    years: Vec<YearPlan>,
    /// The places of the grants, by id.
    places: BTreeMap<String, usize>,
    /// By grant: the parts of its scheme.
    parts: Vec<Arc<PartTree>>,
    /// By bucket: the place of its part in the scheme.
    part_of: Vec<Option<usize>>,
    /// By row of `quantities`: what it earns when it is not cut, in cents.
    earned: Vec<i64>,
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

/// What a bucket has at a year's end, in cents, for [`Plan::decide`].
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct LeftAt {
    /// The terms of what was carried into the year.
    pub(crate) carried: CarriedUntil,
    pub(crate) room: i64,
    pub(crate) spent: i64,
    /// What was earned and there to spend; none where all that is spent is earned.
    pub(crate) earned: Option<i64>,
    pub(crate) caps: Caps,
}

impl Plan {
    /// Works out the rules of a dossier.
    ///
    /// # Errors
    /// When a scheme has no version in force on a year's end, a tranche lacks the window that its scheme
    /// asks for, two agreements decide the same, or the amounts add up to more than can be counted.
    pub fn new(dossier: Dossier) -> Result<Plan, Findings> {
        let mut findings = Findings::new();
        let earned = quantities::amounts(&dossier, &mut findings);
        let of_quantities: i128 = earned.iter().map(|cents| i128::from(cents.abs())).sum();
        let sum = total_amount(dossier.grants(), dossier.lines(), dossier.budget()) + of_quantities;
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
        notices::notices(&dossier, &mut findings);
        let of_grant = (0..dossier.grants().len())
            .map(|grant| {
                let start = buckets.partition_point(|bucket: &Bucket| bucket.grant < grant);
                start..buckets.partition_point(|bucket| bucket.grant <= grant)
            })
            .collect();
        let parts = part_trees(&dossier);
        let part_of = buckets
            .iter()
            .map(|bucket| parts[bucket.grant].find(bucket.part(&dossier)?))
            .collect();
        let ids = dossier.grants().iter().map(|grant| grant.id.value.clone());
        Ok(Plan {
            places: ids.zip(0..).collect(),
            parts,
            part_of,
            dossier,
            buckets,
            of_grant,
            years,
            earned,
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

    /// What the rules let stay of the cents that a bucket has left at a year's end; without `agreements` what the
    /// scheme alone would.
    pub(crate) fn decide(
        &self,
        bucket: usize,
        year: &YearPlan,
        left: &LeftAt,
        agreements: bool,
    ) -> Decision {
        self.year_end(bucket, year, left, agreements)
            .map_or(Decision::ABSENT, |at| {
                rules::decide(&self.buckets[bucket], &at)
            })
    }

    /// The rule for unspent money of a bucket that exists in the year.
    pub(crate) fn unspent_rule<'p>(
        &'p self,
        bucket: usize,
        year: &'p YearPlan,
    ) -> Option<&'p Unspent> {
        let at = self.year_end(bucket, year, &LeftAt::default(), true)?;
        Some(rules::rule(&self.buckets[bucket], &at).0)
    }

    fn year_end<'p>(
        &'p self,
        bucket: usize,
        year: &'p YearPlan,
        left: &LeftAt,
        agreements: bool,
    ) -> Option<YearEnd<'p>> {
        let of = year.buckets[bucket].as_ref()?;
        let bucket = &self.buckets[bucket];
        let versions = &self.dossier.scheme_of(bucket.grant).versions;
        Some(YearEnd {
            year: of,
            version: &versions[of.version],
            unspent: &versions[of.unspent_version],
            end: year.end,
            carried: left.carried,
            tranche_year: bucket.tranche(&self.dossier).year,
            room: left.room,
            spent: left.spent,
            earned: left.earned,
            caps: left.caps,
            agreements,
        })
    }

    /// What may be carried together by all buckets of a grant with the same part whose unit ends: a part of the award
    /// for the unit's last year, in cents. `None` where the bucket's rule has no such limit.
    pub(crate) fn last_year_limit(&self, bucket: usize, year: &YearPlan) -> Option<i64> {
        let Some(Unspent::CarryOver(CarryOver {
            limit: Some(limit @ Limit::Share(_, Base::LastYear)),
            ..
        })) = self.unspent_rule(bucket, year)
        else {
            return None;
        };
        let of = &self.buckets[bucket];
        let same_part = |other: &Bucket| other.part(&self.dossier) == of.part(&self.dossier);
        let award: i64 = self
            .buckets_of(of.grant)
            .filter(|(_, other)| {
                same_part(other) && other.tranche(&self.dossier).year == Some(year.year)
            })
            .filter_map(|(at, _)| year.buckets[at].as_ref())
            .map(|of| of.award)
            .sum();
        Some(limit.of(Money::of(award)).cents())
    }

    /// The parts of a grant's scheme.
    pub(crate) fn parts(&self, grant: usize) -> &PartTree {
        &self.parts[grant]
    }

    /// The place of a bucket's part among those of its scheme.
    pub(crate) fn part_of(&self, bucket: usize) -> Option<usize> {
        self.part_of[bucket]
    }

    /// What a row of `quantities` earns when it is not cut, in cents.
    pub(crate) fn earned(&self, row: usize) -> i64 {
        self.earned[row]
    }

    /// The place of a grant in the dossier.
    pub(crate) fn grant_place(&self, id: &str) -> Option<usize> {
        self.places.get(id).copied()
    }

    /// The scheme of a grant, and the place in it of its version on `date`.
    pub(crate) fn version_at(&self, grant: usize, date: Date) -> (&Scheme, Option<usize>) {
        let scheme = self.dossier.scheme_of(grant);
        (scheme, scheme.version_at(date, self.dossier.as_of()))
    }

    /// The place in a grant's scheme of the version that closes a year.
    pub(crate) fn closing_version(&self, grant: usize, year: &YearPlan) -> Option<usize> {
        let scheme = self.dossier.scheme_of(grant);
        scheme.closing_version_at(year.end, self.dossier.as_of())
    }

    /// The scheme of a bucket, and its version on `date`.
    pub(crate) fn version(&self, grant: usize, date: Date) -> (&Scheme, Option<&Version>) {
        let scheme = self.dossier.scheme_of(grant);
        (scheme, scheme.version_on(date, self.dossier.as_of()))
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
        let missing = ends.iter().find(|end| {
            let version = scheme.closing_version_at(**end, dossier.as_of());
            end.year() >= first && version.is_none()
        });
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

/// By grant the parts of its scheme, each scheme's once.
fn part_trees(dossier: &Dossier) -> Vec<Arc<PartTree>> {
    let mut of_scheme: BTreeMap<&str, Arc<PartTree>> = BTreeMap::new();
    (0..dossier.grants().len())
        .map(|grant| {
            let scheme = dossier.scheme_of(grant);
            let tree = of_scheme.entry(&scheme.id);
            Arc::clone(tree.or_insert_with(|| Arc::new(PartTree::new(scheme))))
        })
        .collect()
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
