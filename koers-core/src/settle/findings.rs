//! What a person must look at in a settlement: agreements beyond the scheme, and repayments beyond the debt.

use std::collections::BTreeMap;

use super::{Settlement, closings};
use crate::allocate::Allocation;
use crate::diag::{Code, Finding, Findings};
use crate::ledger::{Carried, Closing};
use crate::money::Money;
use crate::plan::{Basis, Bucket, Caps, Decision, LastYear, LeftAt, Plan, ReasonCode, YearPlan};
use crate::scheme::{Citation, Status, Unspent, Version};

pub(super) fn collect(allocation: &Allocation, findings: &mut Findings) {
    of_buckets(allocation, findings);
    carried_beyond(allocation, findings);
    window_beyond(allocation, findings);
}

/// What is wrong with one bucket in one year: repaid above the debt, or spent above a lowered award.
fn of_buckets(allocation: &Allocation, findings: &mut Findings) {
    let plan = allocation.plan();
    for (year, bucket, closing) in closings(allocation) {
        let amounts = [
            (Code::RepaidAboveOwed, closing.overpaid),
            (Code::AwardBelowSpending, closing.newly_short),
            (Code::EarnedAboveRoom, lost(closing)),
        ];
        for (code, amount) in amounts.into_iter().filter(|(_, amount)| *amount > 0) {
            let bucket = &plan.buckets()[bucket];
            let (grant, tranche) = (bucket.grant(plan.dossier()), bucket.tranche(plan.dossier()));
            findings.push(
                Finding::new(code)
                    .subject(&grant.id.value)
                    .arg("year", year.year)
                    .arg("grant", grant.name())
                    .arg("tranche", &tranche.id.value)
                    .amount(Money::of(amount))
                    .at(tranche.place.clone()),
            );
        }
    }
}

/// What was earned above the room, and is lost when the unit ends.
fn lost(closing: &Closing) -> i64 {
    match closing.to_use {
        Some(to_use) if !closing.decision.goes_on => (to_use - closing.room).max(0),
        _ => 0,
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

/// The version whose rule for unspent money holds.
fn unspent_version<'p>(plan: &'p Plan, year: &YearPlan, bucket: usize) -> Option<&'p Version> {
    let scheme = plan.dossier().scheme_of(plan.buckets()[bucket].grant);
    Some(&scheme.versions[year.buckets[bucket].as_ref()?.unspent_version])
}

/// Carry-overs by an agreement on unspent money, above what the scheme itself would let stay: per grant and
/// year. A scheme that leaves it to agreements has no such limit.
fn carried_beyond(allocation: &Allocation, findings: &mut Findings) {
    let plan = allocation.plan();
    let agreed = |bucket: &Bucket| bucket.unspent_agreement.is_some();
    if !plan.buckets().iter().any(agreed) {
        return;
    }
    for (year, closed) in plan.years().iter().zip(&allocation.years) {
        // By grant the excess, and its first bucket.
        let mut beyond: BTreeMap<usize, (i64, usize)> = BTreeMap::new();
        let mut last_year = LastYear::new(plan, year, false);
        // Shared limits are for the newest first, as in the closing.
        for at in (0..plan.buckets().len()).rev() {
            let (Some(closing), Some(version)) =
                (&closed.closings[at], unspent_version(plan, year, at))
            else {
                continue;
            };
            let alone = decide_alone(plan, year, at, &closed.carried[at], closing, &mut last_year);
            let by_agreement = matches!(closing.decision.basis, Basis::UnspentAgreement(_));
            // Money that an earlier year carried was reported in that year.
            let now = matches!(
                closing.decision.cause,
                ReasonCode::CarryOver | ReasonCode::Retained | ReasonCode::Reserved
            );
            if !by_agreement || !now || version.unspent.rule == Unspent::ByAgreement {
                continue;
            }
            let stays = closing.decision.keep + closing.decision.retained();
            let excess = stays - (alone.keep + alone.retained()).min(stays);
            if excess > 0 {
                let sum = beyond.entry(plan.buckets()[at].grant).or_default();
                *sum = (sum.0 + excess, at);
            }
        }
        for (grant, (excess, bucket)) in beyond {
            let Some(version) = unspent_version(plan, year, bucket) else {
                continue;
            };
            let scheme = plan.dossier().scheme_of(grant);
            let grant = &plan.dossier().grants()[grant];
            findings.push(
                Finding::new(Code::CarriedBeyondScheme)
                    .subject(&grant.id.value)
                    .arg("year", year.year)
                    .arg("grant", grant.name())
                    .arg("scheme", &scheme.id)
                    .arg("article", article(&version.unspent.citation))
                    .amount(Money::of(excess))
                    .at(grant.place.clone()),
            );
        }
    }
}

/// What the scheme alone would let stay of what a bucket has left.
fn decide_alone(
    plan: &Plan,
    year: &YearPlan,
    at: usize,
    carried: &Carried,
    closing: &Closing,
    last_year: &mut LastYear<'_>,
) -> Decision {
    let mut limit = last_year.left(at);
    let left = LeftAt {
        carried: carried.terms,
        room: closing.room,
        spent: closing.spent,
        earned: closing.to_use,
        caps: Caps {
            last_year: limit.as_deref().copied().unwrap_or(0),
            ..closing.caps
        },
    };
    let decision = plan.decide(at, year, &left, false);
    if let Some(limit) = &mut limit
        && !decision.goes_on
    {
        **limit -= decision.keep;
    }
    decision
}

/// Agreements that extend a spending window which the scheme fixes: what was spent after the scheme's last day, and
/// what stays, rests on the agreement.
fn window_beyond(allocation: &Allocation, findings: &mut Findings) {
    let plan = allocation.plan();
    let lines = plan.dossier().lines();
    for (year_plan, year) in plan.years().iter().zip(&allocation.years) {
        let mut spent_after = vec![0_i64; plan.buckets().len()];
        // Where nothing extends a window no line is looked at.
        let extended = plan
            .buckets()
            .iter()
            .any(|it| it.window_agreement.is_some());
        let paid = extended.then(|| year.paid(plan));
        for paid in paid.into_iter().flatten() {
            let bucket = &plan.buckets()[paid.bucket];
            let own = bucket.closing_window(year_plan.end);
            if lines.period(paid.line).last() > own.until {
                spent_after[paid.bucket] += paid.amount;
            }
        }
        for (bucket_at, bucket) in plan.buckets().iter().enumerate() {
            let (Some((until, agreement)), Some(closing)) =
                (bucket.window_agreement, &year.closings[bucket_at])
            else {
                continue;
            };
            let Some(version) = version(plan, year_plan, bucket_at) else {
                continue;
            };
            let own = bucket.closing_window(year_plan.end);
            if until <= own.until || version.window.citation.status == Status::Agreement {
                continue;
            }
            let spent = spent_after[bucket_at];
            let stays = match closing.decision.basis {
                Basis::WindowAgreement(_) => closing.decision.keep,
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

impl Settlement {
    /// The same with one more finding, where there is one.
    pub(crate) fn telling(mut self, finding: Option<Finding>) -> Settlement {
        if let Some(finding) = finding {
            self.findings.push(finding);
            self.findings.sort();
        }
        self
    }
}
