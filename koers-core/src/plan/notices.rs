//! What a person must look at in the rules of a dossier, before any cost.

use std::collections::{BTreeMap, BTreeSet};

use super::openings::openings;
use super::{PART, Plan, YearPlan};
use crate::calendar::Date;
use crate::diag::{Code, Finding, Findings};
use crate::dossier::{Dossier, Grant, State, TextColumn};
use crate::money::Money;
use crate::scheme::{Ceiling, Condition, Eligible, Limit, Over, RuleName, Scheme, Version};

/// What a person must look at in the rules of a dossier, before any cost.
pub(super) fn notices(plan: &Plan) -> Findings {
    let mut findings = Findings::new();
    missing_dimensions(&plan.dossier, &mut findings);
    judged_dimensions(plan, &mut findings);
    openings(plan, &mut findings);
    for at in 0..plan.dossier.grants().len() {
        let (grant, scheme) = (&plan.dossier.grants()[at], plan.dossier.scheme_of(at));
        if grant.state != State::Announced {
            draft(grant, scheme, &mut findings);
            awards_above_maximum(plan, at, &mut findings);
        }
        for year in 0..plan.years.len() {
            ceilings_above_award(plan, at, year, &mut findings);
        }
    }
    findings
}

fn draft(grant: &Grant, scheme: &Scheme, findings: &mut Findings) {
    if !scheme.draft {
        return;
    }
    let missing = scheme.not_modelled.iter();
    let missing: Vec<_> = missing.map(|missing| missing.rule.as_str()).collect();
    findings.push(
        Finding::new(Code::DraftScheme)
            .subject(&grant.id.value)
            .arg("grant", grant.name())
            .arg("scheme", &scheme.id)
            .arg("missing", missing.join(", "))
            .at(grant.scheme.place.clone()),
    );
}

/// Warns of tranches whose award, with all amendments, is above the largest of the scheme in their year.
fn awards_above_maximum(plan: &Plan, at: usize, findings: &mut Findings) {
    let (grant, scheme) = (&plan.dossier.grants()[at], plan.dossier.scheme_of(at));
    for tranche in &grant.tranches {
        let year = tranche.year.or(plan.dossier.years().last().copied());
        let version = year
            .and_then(Date::last_of_year)
            .and_then(|end| plan.known[at].closing_version(end));
        let Some(maximum) = version.and_then(|at| scheme.versions[at].maximum.as_ref()) else {
            continue;
        };
        let amendments = tranche.amendments.iter();
        let amendments = amendments.map(|movement| movement.amount.value.cents());
        let award = tranche.granted.value.cents() + amendments.sum::<i64>();
        if award > maximum.rule.cents() {
            let citation = &maximum.citation;
            // It is told inside a sentence.
            let note = citation.note.as_deref().unwrap_or_default();
            let note = note.strip_suffix('.').unwrap_or(note);
            findings.push(
                Finding::new(Code::AboveMaximum)
                    .subject(&grant.id.value)
                    .arg("grant", grant.name())
                    .money("maximum", maximum.rule)
                    .arg("article", citation.article.as_deref().unwrap_or_default())
                    .arg("note", note)
                    .amount(Money::of(award - maximum.rule.cents()))
                    .at(tranche.granted.place.clone()),
            );
        }
    }
}

/// Warns of ceilings in euros above the award, each in the first year in which it is counted for a grant.
fn ceilings_above_award(plan: &Plan, grant: usize, at: usize, findings: &mut Findings) {
    let year = &plan.years[at];
    let there = |year: &YearPlan| {
        let of_grant = plan.buckets_of(grant);
        of_grant
            .filter(|(at, _)| year.buckets[*at].is_some())
            .count()
    };
    // Under the same version on the same buckets all was counted already.
    let before = at.checked_sub(1).map(|at| &plan.years[at]);
    let same = |before: &YearPlan| before.versions[grant] == year.versions[grant];
    if before.is_some_and(|before| same(before) && there(before) == there(year)) {
        return;
    }
    for (item, ceiling) in plan.ceilings(grant, year) {
        let Limit::Amount(limit) = ceiling.limit else {
            continue;
        };
        if counted_before(plan, grant, at, (item, ceiling)) {
            continue;
        }
        let mut tranches = BTreeSet::new();
        for (bucket, of) in plan.buckets_of(grant) {
            if year.buckets[bucket].is_none() || !plan.ceiling_holds(year, item, bucket) {
                continue;
            }
            if ceiling.over == Over::Tranche && !tranches.insert(plan.tranche_of[bucket]) {
                continue;
            }
            let award = plan.ceiling_award(year, (item, ceiling), bucket);
            if limit.cents() > award && award != 0 {
                let code = Code::CeilingAboveAward;
                findings.push_with(code, || {
                    Finding::new(code)
                        .subject(&of.grant(&plan.dossier).id.value)
                        .arg("ceiling", &ceiling.name)
                        .money("limit", limit)
                        .amount(Money::of(award))
                        .at(of.tranche(&plan.dossier).granted.place.clone())
                });
            }
            if ceiling.over == Over::Grant {
                break;
            }
        }
    }
}

/// Whether a ceiling of the same name was counted for a grant in a year before.
fn counted_before(
    plan: &Plan,
    grant: usize,
    year: usize,
    (item, ceiling): (usize, &Ceiling),
) -> bool {
    let version = plan.years[year].versions[grant];
    plan.years[..year].iter().any(|before| {
        let place = if before.versions[grant] == version {
            Some(item)
        } else {
            let mut ceilings = plan.ceilings(grant, before);
            let named = ceilings.find(|(_, of)| of.name == ceiling.name);
            named.map(|(place, _)| place)
        };
        let mut buckets = plan.buckets_of(grant);
        place.is_some_and(|item| {
            buckets
                .any(|(at, _)| before.buckets[at].is_some() && plan.ceiling_holds(before, item, at))
        })
    })
}

/// Warns of rules that look at a dimension which no line has: they admit nothing, or limit nothing.
fn missing_dimensions(dossier: &Dossier, findings: &mut Findings) {
    if dossier.lines().is_empty() {
        return;
    }
    let mut of_scheme: BTreeMap<&str, BTreeSet<(String, &str)>> = BTreeMap::new();
    for (at, grant) in dossier.grants().iter().enumerate() {
        let scheme = dossier.scheme_of(at);
        let missing = of_scheme
            .entry(&scheme.id)
            .or_insert_with(|| missing_in(scheme, dossier));
        let mut warn = |rule: &str, dimension: &str| {
            let code = Code::DimensionMissing;
            findings.push_with(code, || {
                Finding::new(code)
                    .subject(&grant.id.value)
                    .arg("grant", grant.name())
                    .arg("rule", rule)
                    .arg("dimension", dimension)
                    .at(grant.scheme.place.clone())
            });
        };
        for (rule, dimension) in &*missing {
            warn(rule, dimension);
        }
        let parts = grant
            .tranches
            .iter()
            .filter_map(|tranche| tranche.part.as_ref());
        let parts: BTreeSet<&str> = parts.map(|part| part.value.as_str()).collect();
        // Without it every cost is at home in every part, also where money may not move between them.
        if parts.len() > 1 && dossier.lines().dimension(PART).is_none() {
            warn(&RuleName::Shifting.to_string(), PART);
        }
    }
}

/// Warns of judgements and assumptions that look at a dimension which no line has, each once for a grant.
fn judged_dimensions(plan: &Plan, findings: &mut Findings) {
    let dossier = &plan.dossier;
    if dossier.lines().is_empty() {
        return;
    }
    let judged = dossier.eligible_for().iter();
    let judged = judged.map(|of| (of.grant.value.as_str(), &of.costs, of.place.clone()));
    let assumed = dossier.assumed().iter();
    let assumed =
        assumed.filter_map(|of| Some((of.grant.as_str(), of.costs.as_ref()?, of.place())));
    let mut told = BTreeSet::new();
    for (id, costs, place) in judged.chain(assumed) {
        for dimension in costs.dimensions() {
            if dossier.lines().dimension(dimension).is_some() || !told.insert((id, dimension)) {
                continue;
            }
            let grant = plan.grant_place(id).map(|at| dossier.grants()[at].name());
            findings.push(
                Finding::new(Code::JudgedDimensionMissing)
                    .subject(id)
                    .arg("grant", grant.unwrap_or(id))
                    .arg("dimension", dimension)
                    .at(place.clone()),
            );
        }
    }
}

/// The rules of a scheme, as far as they decide in the book years, with the dimensions that they look at and no line has.
fn missing_in<'d>(scheme: &'d Scheme, dossier: &'d Dossier) -> BTreeSet<(String, &'d str)> {
    let mut missing = BTreeSet::new();
    let ends = [dossier.years().first(), dossier.years().last()];
    let [Some(first), Some(last)] = ends else {
        return missing;
    };
    let columns = dossier.lines().dimensions().iter();
    let columns: BTreeSet<&str> = columns.map(TextColumn::name).collect();
    let decides = |version: &&Version| {
        let until = version.until.map(Date::year);
        version.from.year() <= *last && until.is_none_or(|until| until >= *first)
    };
    for version in scheme.known_versions(dossier.as_of()).filter(decides) {
        let mut look = |rule: RuleName, costs: &'d Condition| {
            let dimensions = costs.dimensions().into_iter();
            for dimension in dimensions.filter(|dimension| !columns.contains(dimension)) {
                missing.insert((version.name_of(rule), dimension));
            }
        };
        if let Eligible::Costs(costs) = &version.eligible.rule {
            look(RuleName::Eligible, costs);
        }
        for (item, ceiling) in version.ceilings.iter().enumerate() {
            look(RuleName::Ceiling(item), &ceiling.rule.costs);
        }
    }
    missing
}
