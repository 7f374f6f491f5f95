//! Whether what a dossier says of closed years fits together.

use std::collections::BTreeSet;

use super::Grant;
use crate::diag::{At, Code, Finding, Findings};
use crate::read::{check_text, negative};

/// Reports closed years that are not the first book years, and closings of other years than those and the one before.
pub(super) fn check_closings(
    (years, closed): (&[i16], &At<Vec<i16>>),
    grants: &[Grant],
    findings: &mut Findings,
) {
    if !years.starts_with(&closed.value) {
        let shown: Vec<String> = closed.value.iter().map(i16::to_string).collect();
        let known: Vec<String> = years.iter().map(i16::to_string).collect();
        findings.push(
            Finding::new(Code::ClosedOutOfOrder)
                .subject("closed")
                .arg("value", shown.join(", "))
                .arg("years", known.join(", "))
                .at(closed.place.clone()),
        );
        return;
    }
    let before = years.first().map(|first| first.saturating_sub(1));
    for grant in grants {
        for tranche in &grant.tranches {
            let mut seen = BTreeSet::new();
            for closing in &tranche.closings {
                let known = closed.value.contains(&closing.year) || Some(closing.year) == before;
                if !known || !seen.insert(closing.year) {
                    let code = if known {
                        Code::DuplicateName
                    } else {
                        Code::ClosedOutOfOrder
                    };
                    let years: Vec<String> = closed.value.iter().map(i16::to_string).collect();
                    findings.push(
                        Finding::new(code)
                            .subject(&grant.id.value)
                            .arg("value", closing.year)
                            .arg("years", years.join(", "))
                            .at(closing.place.clone()),
                    );
                }
                check_text(
                    "reason",
                    closing.reason.as_deref(),
                    &closing.place,
                    findings,
                );
                for (key, amount) in closing.amounts() {
                    if amount.is_negative() {
                        findings.push(negative(key, amount, closing.place.clone()));
                    }
                }
            }
        }
    }
}
