//! What a person must look at in a settlement: agreements beyond the scheme, and repayments beyond the debt.

use std::collections::BTreeMap;

use super::closings;
use crate::allocate::Allocation;
use crate::diag::{Code, Finding, Findings};
use crate::money::Money;
use crate::plan::{Basis, Plan, YearPlan};
use crate::scheme::{Citation, Status, Unspent, Version};

pub(super) fn collect(allocation: &Allocation, findings: &mut Findings) {
    overpaid(allocation, findings);
    carried_beyond(allocation, findings);
    window_beyond(allocation, findings);
}

fn overpaid(allocation: &Allocation, findings: &mut Findings) {
    let plan = allocation.plan();
    for (year, bucket, closing) in closings(allocation) {
        if closing.overpaid > 0 {
            let bucket = &plan.buckets()[bucket];
            let (grant, tranche) = (bucket.grant(plan.dossier()), bucket.tranche(plan.dossier()));
            findings.push(
                Finding::new(Code::RepaidAboveOwed)
                    .subject(&grant.id.value)
                    .arg("year", year.year)
                    .arg("grant", grant.name())
                    .arg("tranche", &tranche.id.value)
                    .amount(Money::of(closing.overpaid))
                    .at(tranche.place.clone()),
            );
        }
    }
}

/// The article, else what the rule rests on instead.
fn article(citation: &Citation) -> &str {
    citation
        .article
        .as_deref()
        .unwrap_or(citation.status.as_str())
}

fn version<'p>(plan: &'p Plan, year: &YearPlan, bucket: usize) -> Option<&'p Version> {
    let scheme = plan.dossier().scheme_of(plan.buckets()[bucket].grant);
    Some(&scheme.versions[year.buckets[bucket].as_ref()?.version])
}

/// Carry-overs by an agreement on unspent money, above what the scheme itself would let stay: per grant and
/// year. A scheme that leaves it to agreements has no such limit.
fn carried_beyond(allocation: &Allocation, findings: &mut Findings) {
    let plan = allocation.plan();
    let mut beyond: BTreeMap<(i16, usize), (i64, usize)> = BTreeMap::new();
    for (year, bucket, closing) in closings(allocation) {
        let at = &plan.buckets()[bucket];
        let Some(version) = version(plan, year, bucket) else {
            continue;
        };
        let by_unspent = match (closing.decision.basis, at.unspent_agreement) {
            (Basis::Agreement(basis), Some((_, agreement))) => basis == agreement,
            _ => false,
        };
        // Money that an earlier year carried was reported in that year.
        let carried = closing.decision.cause == crate::plan::Cause::WindowOpen;
        if !by_unspent || carried || version.unspent.rule == Unspent::ByAgreement {
            continue;
        }
        let unspent = closing.room - closing.spent;
        let alone = plan.decide(bucket, year, None, unspent, false).keep;
        let excess = closing.carry_over - alone.min(closing.carry_over);
        if excess > 0 {
            let sum = beyond.entry((year.year, at.grant)).or_insert((0, bucket));
            sum.0 += excess;
        }
    }
    for ((year, grant), (excess, bucket)) in beyond {
        let year_plan = plan.years().iter().find(|plan| plan.year == year);
        let Some(version) = year_plan.and_then(|year| version(plan, year, bucket)) else {
            continue;
        };
        let scheme = plan.dossier().scheme_of(grant);
        let grant = &plan.dossier().grants()[grant];
        findings.push(
            Finding::new(Code::CarriedBeyondScheme)
                .subject(&grant.id.value)
                .arg("year", year)
                .arg("grant", grant.name())
                .arg("scheme", &scheme.id)
                .arg("article", article(&version.unspent.citation))
                .amount(Money::of(excess))
                .at(grant.place.clone()),
        );
    }
}

/// Agreements that extend a spending window which the scheme fixes: what was spent after the scheme's last day, and
/// what stays, rests on the agreement.
fn window_beyond(allocation: &Allocation, findings: &mut Findings) {
    let plan = allocation.plan();
    let lines = plan.dossier().lines();
    for (at, (year_plan, year)) in plan.years().iter().zip(&allocation.years).enumerate() {
        for (bucket_at, bucket) in plan.buckets().iter().enumerate() {
            let (Some((until, agreement)), Some(closing)) =
                (bucket.window_agreement, &year.closings[bucket_at])
            else {
                continue;
            };
            let Some(version) = version(plan, year_plan, bucket_at) else {
                continue;
            };
            let own = bucket.window_on(year_plan.end).unwrap_or(bucket.own);
            if until <= own.until || version.window.citation.status == Status::Agreement {
                continue;
            }
            let after = |line: usize| lines.period(line).last() > own.until;
            let spent: i64 = allocation.years[at]
                .paid
                .iter()
                .filter(|paid| paid.bucket == bucket_at && after(paid.line))
                .map(|paid| paid.amount)
                .sum();
            let stays = match closing.decision.basis {
                Basis::Agreement(basis) if basis == agreement => closing.carry_over,
                _ => 0,
            };
            if spent + stays > 0 {
                let grant = bucket.grant(plan.dossier());
                findings.push(
                    Finding::new(Code::WindowBeyondScheme)
                        .subject(&grant.id.value)
                        .arg("year", year_plan.year)
                        .arg("grant", grant.name())
                        .arg("scheme", &plan.dossier().scheme_of(bucket.grant).id)
                        .date("scheme_until", own.until)
                        .date("until", until)
                        .amount(Money::of(spent + stays))
                        .at(grant.agreements[agreement].place.clone()),
                );
            }
        }
    }
}
