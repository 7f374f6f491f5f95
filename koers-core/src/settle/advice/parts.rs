//! Who pays the costs of a year, line by line.

use std::collections::BTreeMap;

use super::moves::Payer;
use crate::allocate::{Block, How, YearAllocation};
use crate::plan::Plan;

/// The line that a row is about: of a credit note that is linked to a line, that line, since a note goes where its line
/// goes.
pub(super) fn owner(plan: &Plan, line: usize) -> usize {
    plan.corrections().line_of(line).unwrap_or(line)
}

/// By line and payer what costs are paid, in cents above zero. What credit notes and income cancel stays where it is, so
/// it isn't here, but for a line with notes of its own: of that it is what they leave.
pub(super) fn parts(plan: &Plan, year: &YearAllocation) -> BTreeMap<(usize, Payer), i64> {
    let mut parts: BTreeMap<(usize, Payer), i64> = BTreeMap::new();
    let has_notes = |line| !plan.corrections().notes(line).is_empty();
    for paid in &year.paid {
        let line = match paid.how {
            How::Corrected => owner(plan, paid.line),
            How::Netted if !has_notes(paid.line) => continue,
            How::Netted | How::Paid => paid.line,
        };
        *parts.entry((line, Payer::Bucket(paid.bucket))).or_default() += paid.amount;
    }
    for open in &year.open {
        // What exceeds the costs is a credit or income by itself, also of a note that has a line.
        if !matches!(open.block, Block::Credit | Block::IncomeLeft) {
            let line = owner(plan, open.line);
            *parts.entry((line, Payer::OwnFunds)).or_default() += open.amount;
        }
    }
    parts.retain(|_, amount| *amount > 0);
    parts
}
