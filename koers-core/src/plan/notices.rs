//! What a person must look at in the rules of a dossier, before any cost.

use std::collections::BTreeSet;

use crate::allocate::PART;
use crate::calendar::Date;
use crate::diag::{Code, Finding, Findings};
use crate::dossier::{Dossier, State};
use crate::money::Money;
use crate::scheme::{Condition, Eligible, RuleName, Version};

/// What a person must look at in the rules of a dossier, before any cost.
pub(super) fn notices(dossier: &Dossier, findings: &mut Findings) {
    missing_dimensions(dossier, findings);
    for (at, grant) in dossier.grants().iter().enumerate() {
        let scheme = dossier.scheme_of(at);
        if grant.state == State::Announced {
            continue;
        }
        if scheme.draft {
            let missing: Vec<_> = scheme
                .not_modelled
                .iter()
                .map(|missing| missing.rule.as_str())
                .collect();
            findings.push(
                Finding::new(Code::DraftScheme)
                    .subject(&grant.id.value)
                    .arg("grant", grant.name())
                    .arg("scheme", &scheme.id)
                    .arg("missing", missing.join(", "))
                    .at(grant.scheme.place.clone()),
            );
        }
        for tranche in &grant.tranches {
            let year = tranche.year.or(dossier.years().last().copied());
            let version = year
                .and_then(Date::last_of_year)
                .and_then(|end| scheme.closing_version_at(end, dossier.as_of()))
                .map(|at| &scheme.versions[at]);
            let Some(maximum) = version.and_then(|version| version.maximum.as_ref()) else {
                continue;
            };
            let amendments = tranche
                .amendments
                .iter()
                .map(|movement| movement.amount.value.cents());
            let award = tranche.granted.value.cents() + amendments.sum::<i64>();
            if award > maximum.rule.cents() {
                findings.push(
                    Finding::new(Code::AboveMaximum)
                        .subject(&grant.id.value)
                        .arg("grant", grant.name())
                        .money("maximum", maximum.rule)
                        .arg(
                            "article",
                            maximum.citation.article.as_deref().unwrap_or_default(),
                        )
                        .arg("note", maximum.citation.note.as_deref().unwrap_or_default())
                        .amount(Money::of(award - maximum.rule.cents()))
                        .at(tranche.granted.place.clone()),
                );
            }
        }
    }
}

/// Warns of rules that look at a dimension which no line has: they admit nothing, or limit nothing.
fn missing_dimensions(dossier: &Dossier, findings: &mut Findings) {
    let ends = [dossier.years().first(), dossier.years().last()];
    let [Some(first), Some(last)] = ends else {
        return;
    };
    if dossier.lines().is_empty() {
        return;
    }
    let in_force = |version: &&Version| {
        let until = version.until.map(Date::year);
        version.from.year() <= *last && until.is_none_or(|until| until >= *first)
    };
    for (at, grant) in dossier.grants().iter().enumerate() {
        let scheme = dossier.scheme_of(at);
        let mut missing: BTreeSet<(String, String)> = BTreeSet::new();
        for version in scheme.known_versions(dossier.as_of()).filter(in_force) {
            let mut look = |rule: RuleName, costs: &'_ Condition| {
                for dimension in costs.dimensions() {
                    if dossier.lines().dimension(dimension).is_none() {
                        missing.insert((version.name_of(rule), dimension.to_owned()));
                    }
                }
            };
            if let Eligible::Costs(costs) = &version.eligible.rule {
                look(RuleName::Eligible, costs);
            }
            for (item, ceiling) in version.ceilings.iter().enumerate() {
                look(RuleName::Ceiling(item), &ceiling.rule.costs);
            }
        }
        let parts: BTreeSet<&str> = grant
            .tranches
            .iter()
            .filter_map(|tranche| Some(tranche.part.as_ref()?.value.as_str()))
            .collect();
        // Without it every cost is at home in every part, also where money may not move between them.
        if parts.len() > 1 && dossier.lines().dimension(PART).is_none() {
            missing.insert((RuleName::Shifting.to_string(), PART.to_owned()));
        }
        for (rule, dimension) in missing {
            findings.push(
                Finding::new(Code::DimensionMissing)
                    .subject(&grant.id.value)
                    .arg("grant", grant.name())
                    .arg("rule", rule)
                    .arg("dimension", dimension)
                    .at(grant.scheme.place.clone()),
            );
        }
    }
}
