//! What a person must look at in openings.

use super::{Bucket, Plan};
use crate::diag::{Code, Finding, Findings};
use crate::money::Money;
use crate::scheme::{Unspent, Version};

/// Warns of openings that carry what nobody let be carried, and of those that are not the closing before them.
pub(super) fn openings(plan: &Plan, findings: &mut Findings) {
    carried_by_nobody(plan, findings);
    for bucket in &plan.buckets {
        opening_differs(plan, bucket, findings);
    }
}

/// Warns of openings with room until a day after the tranche's window, where neither an agreement nor a version of the scheme
/// carries money of the tranche over.
fn carried_by_nobody(plan: &Plan, findings: &mut Findings) {
    for bucket in &plan.buckets {
        let (grant, tranche) = (bucket.grant(&plan.dossier), bucket.tranche(&plan.dossier));
        let Some(opening) = &tranche.opening else {
            continue;
        };
        let Some(until) = opening.value.until else {
            continue;
        };
        let agreed = bucket.window_agreement.is_some() || bucket.unspent_agreement.is_some();
        let in_window = bucket.windows.iter().any(|it| until <= it.span.until);
        let scheme = plan.dossier.scheme_of(bucket.grant);
        let mut versions = scheme.known_versions(plan.dossier.as_of());
        let carries = |version: &Version| match &version.unspent.rule {
            Unspent::CarryOver(carry) => {
                let years = carry.tranche_years.as_ref();
                years.is_none_or(|years| tranche.year.is_some_and(|year| years.contains(&year)))
            }
            _ => false,
        };
        if agreed || in_window || opening.value.room.is_zero() || versions.any(carries) {
            continue;
        }
        let code = Code::CarriedByNobody;
        findings.push_with(code, || {
            Finding::new(code)
                .subject(&grant.id.value)
                .arg("grant", grant.name())
                .arg("tranche", &tranche.id.value)
                .date("until", until)
                .amount(opening.value.room)
                .at(opening.place.clone())
        });
    }
}

/// Warns of what an opening says otherwise than the closing of the year before it, where that is stated.
fn opening_differs(plan: &Plan, bucket: &Bucket, findings: &mut Findings) {
    let dossier = &plan.dossier;
    let (grant, tranche) = (bucket.grant(dossier), bucket.tranche(dossier));
    let before = dossier.years().first().map(|first| first.saturating_sub(1));
    // What years that were closed come to by now is in the opening, and booked in the first year.
    let mut stated = tranche.restated.iter().chain(&tranche.closings);
    let closing = stated.find(|it| Some(it.year) == before);
    let Some(closing) = closing else {
        return;
    };
    let opening = tranche.opening.as_ref();
    let place = opening.map_or(&closing.place, |opening| &opening.place);
    let opening = opening.map(|opening| opening.value).unwrap_or_default();
    let cents = |amount: Money| amount.cents();
    let balance = cents(closing.refund) + cents(closing.carry_over) - cents(closing.receivable);
    let room = cents(closing.carry_over) + cents(closing.pending);
    let pairs = [
        ("balance", cents(opening.balance), balance),
        ("owed", cents(opening.owed), cents(closing.refund)),
        ("room", cents(opening.room), room),
    ];
    for (key, opens, closes) in pairs {
        // An award that is still to come stands as room, and closed as none.
        if opens == closes || (key == "room" && opening.announced) {
            continue;
        }
        let code = Code::OpeningDiffers;
        findings.push_with(code, || {
            Finding::new(code)
                .subject(&grant.id.value)
                .arg("grant", grant.name())
                .arg("tranche", &tranche.id.value)
                .arg("key", key)
                .arg("year", closing.year)
                .money("opening", Money::of(opens))
                .money("closing", Money::of(closes))
                .amount(Money::of(opens - closes))
                .at(place.clone())
        });
    }
}
