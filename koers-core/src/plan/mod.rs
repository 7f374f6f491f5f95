//! The plan: rules applied to a dossier, dense and ready to compute. The last stage that can fail.
//!
//! [`Plan::new`] finds the version of each scheme that decides each year, the window of each bucket under
//! each version, and the agreements that change them, and proves the bound on all amounts. After it,
//! [`Plan::allocate`](crate::allocate) and what follows give values, not results.

mod bucket;
mod rules;

pub use bucket::Bucket;
pub(crate) use bucket::YearOf;
pub(crate) use rules::{Basis, CarriedUntil, Cause, Decision};

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
        for (at, grant) in dossier.grants().iter().enumerate() {
            let scheme = dossier.scheme_of(at);
            let missing = ends
                .iter()
                .find(|&&end| scheme.version(end, dossier.as_of()).is_none());
            if let (Some(end), false) = (missing, grant.tranches.is_empty()) {
                findings.push(
                    Finding::new(Code::NoVersionInForce)
                        .subject(&grant.id.value)
                        .arg("scheme", &scheme.id)
                        .date("date", *end)
                        .at(grant.scheme.place.clone()),
                );
            }
        }
        let mut buckets = Vec::new();
        if !findings.has_errors() {
            buckets = bucket::buckets(&dossier, &mut findings);
        }
        if findings.has_errors() {
            findings.sort();
            return Err(findings);
        }
        let years = ends
            .iter()
            .map(|&end| YearPlan::new(&dossier, &buckets, end))
            .collect();
        rules::notices(&dossier, &mut findings);
        Ok(Plan {
            dossier,
            buckets,
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

    pub(crate) fn years(&self) -> &[YearPlan] {
        &self.years
    }

    /// What a person must look at in the rules themselves.
    #[must_use]
    pub fn findings(&self) -> &Findings {
        &self.findings
    }

    /// What the rules let stay of `unspent` cents in a bucket at a year's end; without `agreements` what
    /// the scheme alone would.
    pub(crate) fn decide(
        &self,
        bucket: usize,
        year: &YearPlan,
        carried: CarriedUntil,
        unspent: i64,
        agreements: bool,
    ) -> Decision {
        let of = year.buckets[bucket].as_ref();
        let bucket = &self.buckets[bucket];
        of.map_or(Decision::ABSENT, |of| {
            let version = &self.dossier.scheme_of(bucket.grant).versions[of.version];
            rules::decide(bucket, of, version, year.end, carried, unspent, agreements)
        })
    }

    /// The scheme of a bucket, and its version on `date`.
    pub(crate) fn version(&self, grant: usize, date: Date) -> (&Scheme, Option<&Version>) {
        let scheme = self.dossier.scheme_of(grant);
        (scheme, scheme.version(date, self.dossier.as_of()))
    }
}

impl YearPlan {
    fn new(dossier: &Dossier, buckets: &[Bucket], end: Date) -> YearPlan {
        let year = end.year();
        let cost_lines = dossier.lines();
        let mut lines: Vec<usize> = (0..cost_lines.len())
            .filter(|&row| cost_lines.period(row).last().year() == year)
            .collect();
        lines.sort_by(|&a, &b| {
            let date = |row: usize| cost_lines.period(row).last();
            date(a)
                .cmp(&date(b))
                .then_with(|| cost_lines.id(a).cmp(cost_lines.id(b)))
        });
        let buckets = buckets
            .iter()
            .map(|bucket| YearOf::new(dossier, bucket, end))
            .collect();
        YearPlan {
            year,
            end,
            buckets,
            lines,
        }
    }
}
