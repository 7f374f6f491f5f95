//! The rows of the result tables, from an allocation.

use std::num::NonZeroUsize;

use super::reason::Fate;
use super::{Reason, Settlement, Words, closings};
use crate::allocate::Allocation;
use crate::money::Money;
use crate::plan::Plan;
use crate::tables::{
    AllocationRow, DeductionRow, OutcomeRow, OwnFundsRow, RollForwardRow, SettlementRow,
};
use crate::years::closed::restated;

/// The names of a bucket in a table.
struct Names {
    grant: String,
    tranche: String,
    part: Option<String>,
    source: Option<String>,
}

impl Names {
    fn of(plan: &Plan, bucket: usize) -> Names {
        let (dossier, bucket) = (plan.dossier(), &plan.buckets()[bucket]);
        let tranche = bucket.tranche(dossier);
        Names {
            grant: bucket.grant(dossier).id.value.clone(),
            tranche: tranche.id.value.clone(),
            part: tranche.part.as_ref().map(|part| part.value.clone()),
            source: tranche.source.clone(),
        }
    }
}

pub(super) fn settlement(allocation: &Allocation) -> Vec<SettlementRow> {
    let plan = allocation.plan();
    closings(allocation)
        .map(|(year, bucket, closing)| {
            let names = Names::of(plan, bucket);
            let scheme = plan.dossier().scheme_of(plan.buckets()[bucket].grant);
            let carried = closing.carry_over != 0;
            SettlementRow {
                year: year.year,
                grant: names.grant,
                tranche: names.tranche,
                part: names.part,
                scheme: scheme.id.clone(),
                funder: scheme.funder.clone(),
                funder_group: scheme.funder_group.as_str().to_owned(),
                opening: Money::of(closing.opening),
                granted: Money::of(closing.award),
                room: Money::of(closing.room),
                received: Money::of(closing.received),
                repaid: Money::of(closing.repaid),
                earned: Money::of(closing.earned),
                spent: Money::of(closing.spent),
                balance: Money::of(closing.balance),
                owed: Money::of(closing.owed),
                refund: Money::of(closing.refund),
                carry_over: Money::of(closing.carry_over),
                carry_over_until: closing.decision.until.filter(|_| carried),
                pending: Money::of(closing.pending),
                retained: Money::of(closing.retained),
                receivable: Money::of(closing.receivable),
                reason: Reason::of(plan, year, bucket, closing).to_string(),
                source: names.source,
            }
        })
        .collect()
}

pub(super) fn outcomes(settlement: &Settlement) -> Vec<OutcomeRow> {
    let mut rows = Vec::new();
    for (at, (year, bucket, closing)) in closings(&settlement.allocation).enumerate() {
        let row = &settlement.settlement()[at];
        for (fate, amount, reason) in settlement.fates(at, (year, bucket, closing)) {
            let (kind, until) = match fate {
                Fate::Refund => ("refund", None),
                Fate::CarryOver => ("carry_over", row.carry_over_until),
                Fate::Retained => ("retained", None),
                Fate::Receivable => ("receivable", None),
                Fate::Pending => continue,
            };
            rows.push(OutcomeRow {
                year: row.year,
                grant: row.grant.clone(),
                tranche: row.tranche.clone(),
                part: row.part.clone(),
                kind: kind.to_owned(),
                amount,
                until,
                reason: reason.to_string(),
                source: row.source.clone(),
            });
        }
    }
    rows
}

pub(super) fn roll_forward(settlement: &[SettlementRow]) -> Vec<RollForwardRow> {
    let mut rows = Vec::new();
    for of in settlement {
        for (kind, side) in [("liability", 0), ("receivable", 1)] {
            let side = sides(of)[side];
            if kind == "receivable" && [side.opening, side.other, side.closing] == [0; 3] {
                continue;
            }
            rows.push(RollForwardRow {
                year: of.year,
                grant: of.grant.clone(),
                tranche: of.tranche.clone(),
                part: of.part.clone(),
                funder_group: of.funder_group.clone(),
                kind: kind.to_owned(),
                opening: Money::of(side.opening),
                received: Money::of(side.received),
                released: Money::of(side.released),
                repaid: Money::of(side.repaid),
                other: Money::of(side.other),
                closing: Money::of(side.closing),
            });
        }
    }
    rows
}

#[derive(Clone, Copy, Default)]
struct Side {
    opening: i64,
    received: i64,
    released: i64,
    repaid: i64,
    other: i64,
    closing: i64,
}

/// Divides a year over the liability and the receivable: what stood at the opening and what stands at the
/// closing is kept on its own side, and the movements go where they are needed for that, money received
/// first settling what was receivable. What years that were closed before bring comes before all that moves.
fn sides(row: &SettlementRow) -> [Side; 2] {
    let (opening, restated) = (row.opening.cents(), restated(row));
    let (received, repaid) = (row.received.cents(), row.repaid.cents());
    let released = row.spent.cents() + row.retained.cents();
    let opened = opening + restated;
    let closing = opened + received - released - repaid;
    let (before, after) = ((-opened).max(0), (-closing).max(0));
    let mut receivable = Side {
        opening: (-opening).max(0),
        other: before - (-opening).max(0),
        closing: after,
        ..Side::default()
    };
    // before + released − received = after, with as little of both as does it.
    if before > 0 || after > 0 {
        receivable.received = before.min(received);
        receivable.released = after - before + receivable.received;
        if receivable.released < 0 || receivable.released > released {
            // What the year's spending can't explain was paid back on an empty account.
            receivable.released = receivable.released.clamp(0, released);
            receivable.repaid = after - before + receivable.received - receivable.released;
        }
    }
    let liability = Side {
        opening: opening.max(0),
        other: opened.max(0) - opening.max(0),
        received: received - receivable.received,
        released: released - receivable.released,
        repaid: repaid - receivable.repaid,
        closing: closing.max(0),
    };
    [liability, receivable]
}

/// Rows that are made from one batch of columns.
const ROWS: NonZeroUsize = NonZeroUsize::MIN.saturating_add((1 << 12) - 1);

pub(super) fn allocations(settlement: &Settlement) -> Vec<AllocationRow> {
    let lines = settlement.dossier().lines();
    let mut batches = settlement.allocation_batches(ROWS);
    let mut rows = Vec::new();
    while let Some(batch) = batches.next() {
        let words = batches.words();
        let text = |words: &Words, code| words.word(code).unwrap_or_default().to_owned();
        rows.extend((0..batch.len()).map(|at| AllocationRow {
            line: lines.id(batch.lines[at]).into_owned(),
            year: batch.years[at],
            grant: text(&words.grants, batch.grants[at]),
            tranche: text(&words.tranches, batch.tranches[at]),
            part: batch.parts[at].map(|part| text(&words.parts, part)),
            amount: batch.amounts[at],
            step: text(&words.steps, batch.steps[at]),
            rule: text(&words.rules, batch.rules[at]),
            reason: text(&words.reasons, batch.reasons[at]),
        }));
    }
    rows
}

pub(super) fn deductions(allocation: &Allocation) -> Vec<DeductionRow> {
    let plan = allocation.plan();
    let dossier = plan.dossier();
    let mut rows = Vec::new();
    for (plan_year, year) in plan.years().iter().zip(&allocation.years) {
        for deducted in year.deducted() {
            let date = dossier.lines().period(deducted.line).last();
            let rule = plan.cite(deducted.grant, date, |version| {
                Some(&version.deductions.as_ref()?.citation)
            });
            rows.push(DeductionRow {
                line: dossier.lines().id(deducted.line).into_owned(),
                year: plan_year.year,
                grant: dossier.grants()[deducted.grant].id.value.clone(),
                kind: deducted.kind.as_str().to_owned(),
                amount: Money::of(deducted.amount),
                rule,
            });
        }
    }
    rows
}

/// The rule of eligibility of a grant on a line's date.
pub(super) fn eligible_by(plan: &Plan, grant: usize, line: usize) -> String {
    let date = plan.dossier().lines().period(line).last();
    plan.cite(grant, date, |version| Some(&version.eligible.citation))
}

pub(super) fn own_funds(settlement: &Settlement) -> Vec<OwnFundsRow> {
    let lines = settlement.dossier().lines();
    let mut batches = settlement.own_funds_batches(ROWS);
    let mut rows = Vec::new();
    while let Some(batch) = batches.next() {
        rows.extend((0..batch.len()).map(|at| {
            OwnFundsRow {
                line: lines.id(batch.lines[at]).into_owned(),
                year: batch.years[at],
                amount: batch.amounts[at],
                reason: batches
                    .reasons()
                    .word(batch.reasons[at])
                    .unwrap_or_default()
                    .to_owned(),
            }
        }));
    }
    rows
}
