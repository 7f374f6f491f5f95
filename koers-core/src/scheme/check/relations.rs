//! What takes more than one value to see, in the order in which one fault may hide another.

use super::parts::Parts;
use super::versions::{Days, in_order};
use super::{Whole, idle, on, versions, windows};
use crate::diag::{Code, Finding, Findings};
use crate::scheme::{Advance, Price, Scheme, Version};
use std::collections::BTreeSet;

/// What a rule is held against.
pub(super) struct Context<'s> {
    pub(super) scheme: &'s Scheme,
    pub(super) version: &'s Version,
    /// The days on which the version decides; `None` when they aren't known.
    pub(super) days: Option<Days>,
    /// Whether an earlier version lets money stay beyond its unit, or leaves that to agreements.
    pub(super) carried_before: bool,
}

pub(super) fn check(scheme: &Scheme, whole: Whole, findings: &mut Findings) {
    if scheme.versions.is_empty() && whole.versions {
        findings.push(
            Finding::new(Code::SchemeWithoutVersion)
                .subject(&scheme.id)
                .arg("scheme", &scheme.id)
                .at(scheme.written.0.clone()),
        );
    }
    let parts = Parts::of(scheme, findings);
    if whole.parts {
        parts.unknown_groups(findings);
    }
    let ordered = in_order(&scheme.versions, findings);
    versions::reversed(&scheme.versions, findings);
    // The days of a version end where the next begins: out of order, or with one missing, they would be others.
    let days = (ordered && whole.versions).then(|| versions::days(&scheme.versions));
    if let Some(days) = &days {
        versions::overlaps_and_gaps(&scheme.versions, days, findings);
    }
    let mut carried_before = false;
    for (at, version) in scheme.versions.iter().enumerate() {
        let context = Context {
            scheme,
            version,
            days: days.as_ref().and_then(|days| days[at]),
            carried_before,
        };
        carried_before |= idle::may_carry(version);
        names(version, findings);
        if whole.parts {
            parts.unknown_in_ceilings(version, findings);
            idle::parts(&context, &parts, findings);
        }
        idle::check(&context, findings);
        windows::check(&context, findings);
        advance(version, findings);
    }
}

/// Reports ceilings of one name, and prices of one unit and first day.
fn names(version: &Version, findings: &mut Findings) {
    let mut seen = BTreeSet::new();
    for ceiling in &version.ceilings {
        let name = ceiling.rule.name.as_str();
        if !seen.insert(name) {
            findings.push(on(Code::DuplicateName, name, &ceiling.citation).arg("value", name));
        }
    }
    let mut seen = BTreeSet::new();
    let prices = version.basis.as_ref().map(|basis| basis.rule.prices());
    for price in prices.unwrap_or_default() {
        let unit = price.rule.unit.as_str();
        if !seen.insert((unit, price.rule.first_day(version))) {
            findings.push(on(Code::DuplicateName, unit, &price.citation).arg("value", unit));
        }
    }
}

impl Price {
    /// The first day on which it holds.
    pub(super) fn first_day(&self, version: &Version) -> crate::calendar::Date {
        self.from.unwrap_or(version.from)
    }
}

/// Reports advances in months of more than the whole.
fn advance(version: &Version, findings: &mut Findings) {
    let Some(advance) = &version.advance else {
        return;
    };
    if let Advance::Months(rates) = &advance.rule {
        let sum: u32 = rates.iter().map(|rate| rate.ppm()).sum();
        if sum > 1_000_000 {
            findings.push(on(Code::AdvanceAboveWhole, "advance", &advance.citation));
        }
    }
}
