//! Whether each bucket may pay a line, whoever it is booked on.

use super::rows::eligible_by;
use crate::allocate::{Allocation, Block, Gate, Verdict};
use crate::scheme::Eligible;
use crate::tables::EligibilityRow;

/// One row per bucket; `None` when there is no such line.
pub(super) fn of_line(allocation: &Allocation, line: &str) -> Option<Vec<EligibilityRow>> {
    let plan = allocation.plan();
    let dossier = plan.dossier();
    let row = dossier.lines().find(line)?;
    let date = dossier.lines().period(row).last();
    let (year, allocated) = plan
        .years()
        .iter()
        .zip(&allocation.years)
        .find(|(year, _)| year.year == date.year())?;
    let gate = Gate {
        plan,
        year,
        carried: &allocated.carried,
    };
    let mut rows = Vec::new();
    for grant in 0..dossier.grants().len() {
        let shown = gate.shown(grant, row);
        let version = plan.version(grant, date);
        let goal =
            matches!(version, Some(version) if matches!(version.eligible.rule, Eligible::Goal(_)));
        let unjudged = goal && !gate.assumed(grant, row) && !is_judged(&gate, grant, row);
        let rule = eligible_by(plan, grant, row);
        rows.extend(plan.buckets_of(grant).map(|(at, bucket)| {
            let verdict = match gate.verdict(at, bucket, shown) {
                Verdict::Admitted if unjudged => "goal",
                Verdict::Admitted => "eligible",
                Verdict::Blocked(Block::Eligible) => "not-eligible",
                Verdict::Blocked(block) => block.as_str(),
                Verdict::Absent => Block::State.as_str(),
            };
            EligibilityRow {
                line: line.to_owned(),
                grant: bucket.grant(dossier).id.value.clone(),
                tranche: bucket.tranche(dossier).id.value.clone(),
                part: bucket.part(dossier).map(str::to_owned),
                verdict: verdict.to_owned(),
                rule: rule.clone(),
            }
        }));
    }
    Some(rows)
}

/// Whether a person said that a line contributes to the aims of a grant: by booking it there, or in so many words.
pub(crate) fn is_judged(gate: &Gate<'_>, grant: usize, line: usize) -> bool {
    let dossier = gate.plan.dossier();
    let id = dossier.grants()[grant].id.value.as_str();
    let booked = dossier.lines().booking(line);
    booked.is_some_and(|booking| booking.grants().any(|booked| booked == id))
        || dossier.eligible_for().iter().any(|said| {
            said.grant.value == id
                && said.covers(&dossier.lines().id(line), |name| gate.value(line, name))
        })
}
