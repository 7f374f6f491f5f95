//! The plan: rules applied to a dossier, dense and ready to compute. The last stage that can fail.
//!
//! [`Plan::new`] finds the version of each scheme that decides each year, the window of each bucket under
//! each version, and the agreements that change them, and proves the bound on all amounts. After it,
//! [`Plan::allocate`](crate::allocate) and what follows give values, not results.

mod again;
mod agreed;
mod bucket;
mod ceilings;
mod corrections;
mod known;
mod last_year;
mod lines;
mod notices;
mod openings;
mod over_years;
mod parts;
mod quantities;
mod reason_code;
mod rules;
mod taking;
mod window;
mod year;

pub use bucket::Bucket;
pub(crate) use bucket::YearOf;
pub(crate) use corrections::Corrections;
pub(crate) use known::Known;
pub(crate) use last_year::LastYear;
use lines::ReadLines;
pub(crate) use lines::place;
pub(crate) use parts::PART;
pub(crate) use quantities::Earned;
pub use reason_code::ReasonCode;
use rules::YearEnd;
pub(crate) use rules::{Basis, Caps, CarriedTerms, Decision, LeftAt};
pub use taking::Taking;
pub(crate) use window::Span;
pub(crate) use year::YearPlan;
use year::{versions_in_force, years};

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::ops::Range;
use std::sync::Arc;

use crate::allocate::Looks;
use crate::calendar::Date;
use crate::diag::{Code, Finding, Findings};
use crate::dossier::{Dossier, total_amount};
use crate::method::Method;
use crate::money::Money;
use crate::scheme::{Citation, Unspent, Version};

/// The most ways from classes to buckets that `least-refund` solves where nothing else is said.
pub(crate) const MOST_PAIRS: usize = 1 << 22;

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
    /// By grant: its scheme.
    known: Vec<Arc<Known>>,
    /// By bucket: the place of its part in the scheme.
    part_of: Vec<Option<usize>>,
    /// By tranche of a grant the places of its buckets, and by bucket the place of its tranche in that list.
    tranches: Vec<Vec<usize>>,
    tranche_of: Vec<usize>,
    /// By row of `quantities`.
    earned: Vec<Option<Earned>>,
    read: Arc<ReadLines>,
    method: Method,
    /// Whether `least-refund` looks for the fewest euros moved of those that lose the least before it looks at anything else.
    fewest_moves: bool,
    /// Whether all years are planned together.
    over_all_years: bool,
    /// By what closed years are divided where all others are planned together.
    of_closed: Option<Arc<Plan>>,
    /// The most ways from classes to buckets that `least-refund` solves.
    most_pairs: usize,
    taking: Taking,
    threads: NonZeroUsize,
    /// What runs find out about lines, and others need not again.
    looks: Arc<Looks>,
    findings: Findings,
}

impl Plan {
    /// Works out the rules of a dossier.
    ///
    /// # Errors
    /// When a scheme has no version that closes a book year, a tranche lacks the window that its scheme asks for or goes
    /// beyond it, two agreements decide the same, a quantity has no price or two, or the amounts add up to more than can be
    /// counted.
    pub fn new(dossier: Dossier) -> Result<Plan, Findings> {
        Plan::by(dossier, Method::booked())
    }

    /// As [`Plan::new`], with the steps by which costs are put on grants.
    ///
    /// # Errors
    /// As [`Plan::new`], and when the method does not fit the dossier.
    pub fn by(dossier: Dossier, method: Method) -> Result<Plan, Findings> {
        let read = Arc::new(ReadLines::new(dossier.lines(), dossier.closed()));
        Plan::over(dossier, method, read)
    }

    fn over(dossier: Dossier, method: Method, read: Arc<ReadLines>) -> Result<Plan, Findings> {
        let mut findings = method.check(&dossier);
        let known = known_schemes(&dossier);
        let earned = quantities::earned(&dossier, &known, &mut findings);
        if sum_of_amounts(&dossier, &read, &earned) > i128::from(Money::MAX.cents()) {
            findings.push(Finding::new(Code::SumOutOfBounds).subject(dossier.id()));
        }
        let mut buckets = Vec::new();
        if !findings.has_errors() {
            buckets = bucket::buckets(&dossier, &mut findings);
            versions_in_force(&dossier, &buckets, &known, &mut findings);
        }
        if findings.has_errors() {
            findings.sort();
            return Err(findings);
        }
        let of_grant = (0..dossier.grants().len())
            .map(|grant| {
                let start = buckets.partition_point(|bucket: &Bucket| bucket.grant < grant);
                start..buckets.partition_point(|bucket| bucket.grant <= grant)
            })
            .collect();
        let part_of = buckets
            .iter()
            .map(|bucket| known[bucket.grant].parts.find(bucket.part(&dossier)?))
            .collect();
        let (tranches, tranche_of) = tranches(&dossier, &buckets);
        findings.append(read.findings.clone());
        let ids = dossier.grants().iter().map(|grant| grant.id.value.clone());
        let mut plan = Plan {
            places: ids.zip(0..).collect(),
            years: years(&dossier, &buckets, &known),
            known,
            part_of,
            tranches,
            tranche_of,
            dossier,
            buckets,
            of_grant,
            earned,
            read,
            method,
            fewest_moves: false,
            over_all_years: false,
            of_closed: None,
            most_pairs: MOST_PAIRS,
            taking: Taking::default(),
            threads: NonZeroUsize::MIN,
            looks: Arc::default(),
            findings,
        };
        let notices = notices::notices(&plan);
        plan.findings.append(notices);
        Ok(plan)
    }

    /// The dossier.
    #[must_use]
    pub fn dossier(&self) -> &Dossier {
        &self.dossier
    }

    /// Whether an amount more would make the sum of all amounts too large.
    pub(crate) fn is_beyond(&self, more: Money) -> bool {
        let sum = sum_of_amounts(&self.dossier, &self.read, &self.earned);
        sum + i128::from(more.cents()) > i128::from(Money::MAX.cents())
    }

    /// The steps by which costs are put on grants.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The same plan, in which `least-refund` looks for the fewest euros moved of those that lose the least.
    pub(crate) fn with_fewest_moves(mut self) -> Plan {
        self.fewest_moves = true;
        self
    }

    /// The same plan, in which a step `least-refund` solves at most so many ways from classes of costs to buckets, 4,194,304
    /// where nothing is said: each takes some 300 bytes. Where there are more, classes that differ in their booking alone
    /// count as one (K0427); where there are still more the step goes by the order of the grants, as `priority` does
    /// (K0428).
    #[must_use]
    pub fn solving_at_most(mut self, pairs: usize) -> Plan {
        self.most_pairs = pairs;
        self
    }

    pub(crate) fn most_pairs(&self) -> usize {
        self.most_pairs
    }

    pub(crate) fn fewest_moves(&self) -> bool {
        self.fewest_moves
    }

    /// Whether a scheme of the dossier excludes another.
    pub(crate) fn excludes(&self) -> bool {
        (0..self.dossier.grants().len()).any(|grant| {
            let versions = &self.dossier.scheme_of(grant).versions;
            let mut deciding = self.deciding_versions(grant);
            deciding.any(|at| versions[at].exclusive_with.is_some())
        })
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

    /// What the rules let stay of what a bucket has left at a year's end; without `agreements` what the scheme alone
    /// would.
    pub(crate) fn decide(
        &self,
        bucket: usize,
        year: &YearPlan,
        left: &LeftAt,
        agreements: bool,
    ) -> Decision {
        self.year_end(bucket, year, agreements)
            .map_or(Decision::ABSENT, |at| {
                rules::decide(&self.buckets[bucket], &at, left)
            })
    }

    /// The rule for unspent money of a bucket that exists in the year; without `agreements` that of the scheme.
    pub(crate) fn unspent_rule<'p>(
        &'p self,
        bucket: usize,
        year: &'p YearPlan,
        agreements: bool,
    ) -> Option<&'p Unspent> {
        let at = self.year_end(bucket, year, agreements)?;
        Some(rules::rule(&self.buckets[bucket], &at).0)
    }

    fn year_end<'p>(
        &'p self,
        bucket: usize,
        year: &'p YearPlan,
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
            tranche_year: bucket.tranche(&self.dossier).year,
            agreements,
        })
    }

    /// The scheme of a grant, arranged to be looked up.
    pub(crate) fn known(&self, grant: usize) -> &Known {
        &self.known[grant]
    }

    /// The place of a bucket's part among those of its scheme.
    pub(crate) fn part_of(&self, bucket: usize) -> Option<usize> {
        self.part_of[bucket]
    }

    /// What a row of `quantities` earns where none of it is cut.
    pub(crate) fn earned(&self, row: usize) -> Option<Earned> {
        self.earned[row]
    }

    /// The rows of `cost_lines` that fall in a book year, by date and id.
    pub(crate) fn lines_of(&self, year: i16) -> impl ExactSizeIterator<Item = usize> {
        let rows = self.read.of_year(self.dossier.lines(), year);
        rows.iter().map(|&row| place(row))
    }

    /// What corrections make of the lines that they correct.
    pub(crate) fn corrections(&self) -> &Corrections {
        &self.read.corrections
    }

    /// The place of a grant in the dossier.
    pub(crate) fn grant_place(&self, id: &str) -> Option<usize> {
        self.places.get(id).copied()
    }

    /// The places in a grant's scheme of the versions that decide on a day of the book years or close one, ascending.
    pub(crate) fn deciding_versions(&self, grant: usize) -> impl Iterator<Item = usize> {
        let years = [self.years.first(), self.years.last()];
        let days = match years {
            [Some(first), Some(last)] => Date::first_of_year(first.year).zip(Some(last.end)),
            _ => None,
        };
        let known = &self.known[grant];
        let versions = days.map(|(first, last)| known.versions_of(first, last));
        versions.into_iter().flatten()
    }

    /// The place in a grant's scheme of its version on `date`.
    pub(crate) fn version_at(&self, grant: usize, date: Date) -> Option<usize> {
        // A version that ended leaves a gap: an older one doesn't come back.
        let at = self.known[grant].closing_version(date)?;
        let version = &self.dossier.scheme_of(grant).versions[at];
        version.covers(date).then_some(at)
    }

    /// A grant's version on `date`.
    pub(crate) fn version(&self, grant: usize, date: Date) -> Option<&Version> {
        let versions = &self.dossier.scheme_of(grant).versions;
        self.version_at(grant, date).map(|at| &versions[at])
    }

    /// How the rule of a grant's version on `date` is cited; its scheme alone where there is no version or no such rule.
    pub(crate) fn cite(
        &self,
        grant: usize,
        date: Date,
        rule: impl Fn(&Version) -> Option<&Citation>,
    ) -> String {
        let scheme = self.dossier.scheme_of(grant);
        let cited = |version| Some(scheme.cite(version, rule(version)?));
        let cited = self.version(grant, date).and_then(cited);
        cited.unwrap_or_else(|| scheme.id.clone())
    }
}

/// The absolute amounts of a dossier with all that its quantities earn, in cents.
fn sum_of_amounts(dossier: &Dossier, read: &ReadLines, earned: &[Option<Earned>]) -> i128 {
    let earned = earned.iter().flatten();
    let of_quantities: i128 = earned.map(|row| i128::from(row.cents.abs())).sum();
    total_amount(dossier.years(), dossier.grants(), dossier.budget()) + read.total + of_quantities
}

/// By grant its scheme, each scheme once.
fn known_schemes(dossier: &Dossier) -> Vec<Arc<Known>> {
    let mut of_scheme: BTreeMap<&str, Arc<Known>> = BTreeMap::new();
    (0..dossier.grants().len())
        .map(|grant| {
            let scheme = dossier.scheme_of(grant);
            let known = of_scheme.entry(&scheme.id);
            Arc::clone(known.or_insert_with(|| Arc::new(Known::new(scheme, dossier.as_of()))))
        })
        .collect()
}

/// The buckets of each tranche of each grant, and the place of each bucket's tranche among these.
fn tranches(dossier: &Dossier, buckets: &[Bucket]) -> (Vec<Vec<usize>>, Vec<usize>) {
    let mut places: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    let mut tranches: Vec<Vec<usize>> = Vec::new();
    let mut tranche_of = Vec::with_capacity(buckets.len());
    for (at, bucket) in buckets.iter().enumerate() {
        let id = bucket.tranche(dossier).id.value.as_str();
        let place = *places.entry((bucket.grant, id)).or_insert_with(|| {
            tranches.push(Vec::new());
            tranches.len() - 1
        });
        tranches[place].push(at);
        tranche_of.push(place);
    }
    (tranches, tranche_of)
}
