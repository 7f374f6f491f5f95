//! Whether judgements of eligibility fit the dossier.

use super::EligibleFor;
use super::check::Checker;
use super::check_lines::unknown_line;
use super::lines::Lines;
use crate::diag::{Code, Finding, Findings};
use crate::read::check_text;
use crate::scheme::check_condition;

impl Checker<'_> {
    pub(super) fn eligible_for(
        &self,
        judgements: &[EligibleFor],
        lines: &Lines,
        findings: &mut Findings,
    ) {
        for judgement in judgements {
            let (grant, place) = (&judgement.grant, &judgement.place);
            check_text("source", Some(&judgement.source), place, findings);
            if !self.knows_grant(&grant.value) {
                let place = grant.place.clone();
                findings.push(self.unknown_grant("eligible_for", &grant.value, place));
            }
            for line in &judgement.lines {
                if !lines.is_known(&line.value) {
                    findings.push(unknown_line(&line.value, line.place.clone()));
                }
            }
            check_condition(&judgement.costs, place, findings);
            if judgement.lines.is_empty() && judgement.costs.is_empty() {
                findings.push(
                    Finding::new(Code::EmptyCondition)
                        .subject(&grant.value)
                        .at(place.clone()),
                );
            }
        }
    }
}
