//! What-ifs: the same dossier with something else in it. Nothing is written anywhere, and what doesn't change is shared.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::check::unknown_tranche;
use super::lines::rebooked_place;
use super::{
    Assumed, Booking, Dossier, EligibleFor, Grant, Inner, Lines, Movement, Tranche, check_lines,
    done,
};
use crate::calendar::{Date, Period};
use crate::diag::{Code, Finding, Findings, Place, Severity};
use crate::money::Money;
use crate::read::negative;
use crate::scheme::{Condition, Limit, Scheme, check_condition};

impl Dossier {
    /// What was assumed to be eligible, in the order in which it was.
    #[must_use]
    pub fn assumed(&self) -> &[Assumed] {
        &self.inner.assumed
    }

    /// The same dossier in which all costs, or those that meet a condition, are eligible for a grant, whatever its scheme
    /// says; all its other rules hold.
    ///
    /// # Errors
    /// When the dossier has no such grant, or the condition is not one.
    pub fn assume_eligible(
        &self,
        grant: &str,
        costs: Option<Condition>,
    ) -> Result<Dossier, Findings> {
        let mut findings = Findings::new();
        let place = place("assume_eligible", grant);
        self.need_grant(grant, &place, &mut findings);
        if let Some(costs) = &costs {
            check_condition(costs, &place, &mut findings);
        }
        let assumed = Assumed {
            grant: grant.to_owned(),
            costs,
        };
        self.with_inner(findings, |inner| inner.assumed.push(assumed))
    }

    /// The same dossier with one more judgement of what is eligible.
    ///
    /// # Errors
    /// When the dossier lacks the grant or a line, or the judgement names no lines.
    pub fn judge_eligible(&self, judgement: EligibleFor) -> Result<Dossier, Findings> {
        let mut findings = Findings::new();
        let judgement = placed(judgement);
        let judgements = std::slice::from_ref(&judgement);
        self.checker()
            .eligible_for(judgements, &self.lines, &mut findings);
        self.with_inner(findings, |inner| inner.eligible_for.push(judgement))
    }

    /// The same dossier with another award of a tranche, or of a part of one: its amendments stay and what was first
    /// granted changes. Where an opening says what was left of the award, an amendment in the first book year makes the
    /// difference instead.
    ///
    /// # Errors
    /// When the dossier has no such tranche, or the amount is below zero or below what amendments took off.
    pub fn with_award(
        &self,
        grant: &str,
        tranche: &str,
        part: Option<&str>,
        amount: Money,
    ) -> Result<Dossier, Findings> {
        let mut findings = Findings::new();
        let bucket = bucket_path(tranche, part);
        let place = place("with_award", &format!("{grant}/{bucket}"));
        let Some(at) = self.need_grant(grant, &place, &mut findings) else {
            return Err(findings);
        };
        let mut changed = self.inner.grants[at].clone();
        let paths = changed.tranches.iter().map(path_of);
        let paths: Vec<String> = paths.collect();
        let Some(found) = paths.iter().position(|path| *path == bucket) else {
            let known = paths.iter().map(String::as_str).collect();
            findings.push(unknown_tranche(grant, &bucket, &known, place));
            return Err(findings);
        };
        if amount.is_negative() {
            findings.push(negative("amount", amount, place));
            return Err(findings);
        }
        if set_award(&mut changed.tranches[found], amount, self.first_year()).is_none() {
            findings.push(
                Finding::new(Code::AmountOutOfBounds)
                    .subject(grant)
                    .arg("value", amount)
                    .at(place),
            );
            return Err(findings);
        }
        // What amendments then bring below zero is refused as in a file, but it is this change that does it.
        let mut refused = Findings::new();
        let tranche = &changed.tranches[found];
        self.checker().amounts(&changed, tranche, &mut refused);
        findings.extend(refused.into_iter().map(|finding| finding.at(place.clone())));
        self.with_inner(findings, |inner| {
            inner.grants[at] = changed;
            inner.edition = Arc::clone(&self.inner.edition);
        })
    }

    /// The same dossier in which a ceiling of a scheme has another amount, in all its versions and for all grants of that
    /// scheme.
    ///
    /// # Errors
    /// When no grant is of such a scheme, it has no such ceiling, or the amount is below zero.
    pub fn with_ceiling(
        &self,
        scheme: &str,
        name: &str,
        amount: Money,
    ) -> Result<Dossier, Findings> {
        let mut findings = Findings::new();
        let place = place("with_ceiling", &format!("{scheme}/{name}"));
        if amount.is_negative() {
            findings.push(negative("amount", amount, place.clone()));
        }
        let found = self.inner.schemes.iter().find(|other| other.id == scheme);
        let Some(found) = found else {
            findings.push(
                Finding::new(Code::UnknownScheme)
                    .subject(scheme)
                    .arg("value", scheme)
                    .arg("known", names(self.inner.schemes.iter().map(|it| &*it.id)))
                    .at(place),
            );
            return Err(findings);
        };
        let ceilings = found.versions.iter().flat_map(|version| &version.ceilings);
        let known = names(ceilings.map(|ceiling| &*ceiling.rule.name));
        let mut changed = Scheme::clone(found);
        let ceilings = changed.versions.iter_mut();
        let mut any = false;
        for ceiling in ceilings.flat_map(|version| &mut version.ceilings) {
            if ceiling.rule.name == name {
                any = true;
                ceiling.rule.limit = Limit::Amount(amount);
            }
        }
        if !any {
            findings.push(
                Finding::new(Code::UnknownValue)
                    .subject(scheme)
                    .arg("value", name)
                    .arg("known", known)
                    .at(place),
            );
        }
        let changed = Arc::new(changed);
        self.with_inner(findings, |inner| {
            let schemes = inner.schemes.iter_mut();
            for scheme in schemes.filter(|scheme| scheme.id == changed.id) {
                *scheme = Arc::clone(&changed);
            }
        })
    }

    /// The same dossier with another place of a grant in the order of grants, or none.
    ///
    /// # Errors
    /// When the dossier has no such grant, or the number is not from 1 to 1,000,000.
    pub fn with_preference(
        &self,
        grant: &str,
        preference: Option<u32>,
    ) -> Result<Dossier, Findings> {
        let mut findings = Findings::new();
        let place = place("with_preference", grant);
        let bounds = Grant::PREFERENCES;
        if let Some(number) = preference
            && !bounds.contains(&i64::from(number))
        {
            findings.push(
                Finding::new(Code::UnknownValue)
                    .subject("preference")
                    .arg("value", number)
                    .arg("known", format!("{}–{}", bounds.start(), bounds.end()))
                    .at(place.clone()),
            );
        }
        let at = self.need_grant(grant, &place, &mut findings);
        self.with_inner(findings, |inner| {
            if let Some(at) = at {
                inner.grants[at].preference = preference;
            }
            inner.sort_grants();
        })
    }

    /// The same dossier with other amounts on some lines. The VAT of a line that is compensated stays as it is.
    ///
    /// # Errors
    /// When the dossier lacks a line, one is named twice, or its booking or VAT doesn't fit the new amount.
    pub fn with_amounts<'l>(
        &self,
        changes: impl IntoIterator<Item = (&'l str, Money)>,
    ) -> Result<Dossier, Findings> {
        let place = |line: &str| place("with_amounts", line);
        let mut findings = Findings::new();
        let rows = self.rows(changes, place, &mut findings);
        let lines = self.lines.with_amounts(&rows);
        let mut refused = Findings::new();
        self.checker().lines(&lines, &mut refused);
        // The lines were sound before, so what is wrong with one now is its new amount.
        let errors = refused
            .into_iter()
            .filter(|finding| finding.severity() == Severity::Error);
        findings.extend(errors.map(|finding| {
            let place = place(finding.about());
            finding.at(place)
        }));
        self.with_lines(lines, findings)
    }

    /// The same dossier with other bookings on some lines; `None` takes a booking away.
    ///
    /// # Errors
    /// When a line or a grant isn't in the dossier, a line is named twice, or amounts exceed their line.
    pub fn rebook<'l>(
        &self,
        changes: impl IntoIterator<Item = (&'l str, Option<Booking>)>,
    ) -> Result<Dossier, Findings> {
        let mut findings = Findings::new();
        let rows = self.rows(changes, rebooked_place, &mut findings);
        let lines = self.lines.rebooked(&rows);
        self.checker().lines(&lines, &mut findings);
        self.with_lines(lines, findings)
    }

    /// The same dossier with the rules as they were known on `date`, or with all rules. All else is shared, so this costs
    /// nothing.
    #[must_use]
    pub fn with_as_of(&self, date: Option<Date>) -> Dossier {
        Dossier {
            as_of: date,
            ..self.clone()
        }
    }

    /// The rows of the lines that changes name, ascending; a finding for each that isn't there or is named again.
    fn rows<'l, T>(
        &self,
        changes: impl IntoIterator<Item = (&'l str, T)>,
        place: impl Fn(&str) -> Place,
        findings: &mut Findings,
    ) -> Vec<(usize, T)> {
        let mut rows = BTreeMap::new();
        for (line, change) in changes {
            match self.lines.find(line) {
                None => findings.push(check_lines::unknown_line(line, place(line))),
                Some(row) => {
                    if rows.insert(row, change).is_some() {
                        findings.push(
                            Finding::new(Code::DuplicateLine)
                                .subject(line)
                                .arg("id", line)
                                .at(place(line)),
                        );
                    }
                }
            }
        }
        rows.into_iter().collect()
    }

    /// The same dossier with these lines, when no finding is an error.
    fn with_lines(&self, lines: Lines, findings: Findings) -> Result<Dossier, Findings> {
        done(findings, || Dossier {
            inner: Arc::clone(&self.inner),
            lines: Arc::new(lines),
            as_of: self.as_of,
        })
    }

    /// Whether two dossiers have the same lines, not only equal ones.
    pub(crate) fn shares_lines_with(&self, other: &Dossier) -> bool {
        Arc::ptr_eq(&self.lines, &other.lines)
    }

    /// The award of a tranche as last amended; `None` when there is no such tranche.
    pub(crate) fn award_of(&self, grant: &str, tranche: &str, part: Option<&str>) -> Option<Money> {
        let mut grants = self.inner.grants.iter();
        let grant = grants.find(|of| of.id.value == grant)?;
        let mut tranches = grant.tranches.iter();
        let tranche = tranches.find(|of| {
            of.id.value == tranche && of.part.as_ref().map(|part| part.value.as_str()) == part
        })?;
        let amended = tranche.amendments.iter().map(|it| it.amount.value);
        Money::checked_sum(amended.chain([tranche.granted.value]))
    }

    /// The same lines in a dossier that is changed, when no finding is an error.
    fn with_inner(
        &self,
        findings: Findings,
        change: impl FnOnce(&mut Inner),
    ) -> Result<Dossier, Findings> {
        done(findings, || {
            let mut inner = Inner::clone(&self.inner);
            inner.edition = Arc::default();
            change(&mut inner);
            Dossier {
                inner: Arc::new(inner),
                lines: Arc::clone(&self.lines),
                as_of: self.as_of,
            }
        })
    }

    /// The place of a grant; a finding when it isn't there.
    fn need_grant(&self, id: &str, place: &Place, findings: &mut Findings) -> Option<usize> {
        let mut grants = self.inner.grants.iter();
        let at = grants.position(|grant| grant.id.value == id);
        if at.is_none() {
            findings.push(self.checker().unknown_grant(id, id, place.clone()));
        }
        at
    }

    fn first_year(&self) -> Option<Period> {
        Period::year(*self.inner.years.first()?)
    }
}

/// The place of something that a what-if changes.
pub(super) fn place(what_if: &str, of: &str) -> Place {
    Place::Path(format!("{what_if}[{of}]"))
}

/// A judgement with a place for all that is said to be wrong with it.
fn placed(mut judgement: EligibleFor) -> EligibleFor {
    let here = place("judge_eligible", &judgement.grant.value);
    let lines = judgement.lines.iter_mut().map(|line| &mut line.place);
    for place in lines.chain([&mut judgement.grant.place, &mut judgement.place]) {
        if matches!(place, Place::Nowhere) {
            *place = here.clone();
        }
    }
    judgement
}

fn bucket_path(tranche: &str, part: Option<&str>) -> String {
    part.map_or_else(|| tranche.to_owned(), |part| format!("{tranche}/{part}"))
}

fn path_of(tranche: &Tranche) -> String {
    let part = tranche.part.as_ref().map(|part| part.value.as_str());
    bucket_path(&tranche.id.value, part)
}

/// Makes the award of a tranche `amount`; `None` when the change can't be counted.
fn set_award(tranche: &mut Tranche, amount: Money, first_year: Option<Period>) -> Option<()> {
    let cents = |amount: Money| i128::from(amount.cents());
    let amended = tranche.amendments.iter();
    let amended: i128 = amended.map(|movement| cents(movement.amount.value)).sum();
    let granted = cents(amount) - amended;
    let change = granted - cents(tranche.granted.value);
    if change == 0 {
        return Some(());
    }
    let money = |cents: i128| i64::try_from(cents).ok().and_then(Money::from_cents);
    if tranche.opening.is_none() {
        tranche.granted.value = money(granted)?;
    } else {
        // The opening says what was left of the award as it was, so only an amendment changes that.
        let amendment = Movement::new(first_year?, money(change)?);
        tranche.amendments.push(amendment);
    }
    Some(())
}

/// Names for a finding; of very many the first.
fn names<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let names: BTreeSet<&str> = names.collect();
    let names: Vec<&str> = names.into_iter().take(100).collect();
    names.join(", ")
}
