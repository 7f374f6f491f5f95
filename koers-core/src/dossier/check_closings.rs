//! Whether what a dossier says of closed years fits together.

use std::collections::BTreeSet;

use super::Grant;
use crate::diag::{At, Code, Finding, Findings};
use crate::read::{check_text, negative};

/// What moves in a year; the other amounts stand at its end.
const MOVES: [&str; 4] = ["received", "repaid", "spent", "retained"];

/// Reports closed years that are not the first book years, and closings of other book years than those.
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
    let before = |year: i16| years.first().is_some_and(|first| year < *first);
    for grant in grants {
        for tranche in &grant.tranches {
            let mut seen = BTreeSet::new();
            let closings = tranche.closings.iter().map(|it| (it, false));
            let restated = tranche.restated.iter().map(|it| (it, true));
            for (closing, again) in closings.chain(restated) {
                let known = closed.value.contains(&closing.year) || before(closing.year);
                if !known || !seen.insert((again, closing.year)) {
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
                let beside = closing.beside().into_iter();
                let beside = beside.filter_map(|(key, amount)| Some((key, amount?)));
                for (key, amount) in closing.amounts().into_iter().chain(beside) {
                    // What several years came to otherwise may be taken together; what is earned may be taken back.
                    let moves = again && MOVES.contains(&key);
                    if amount.is_negative() && !moves && key != "earned" {
                        findings.push(negative(key, amount, closing.place.clone()));
                    }
                }
            }
        }
    }
}
