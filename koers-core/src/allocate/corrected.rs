//! Credit notes that are linked to a line: where the line is paid, taken off or open, there its notes are, in proportion.
//!
//! The steps saw what the notes leave of the line. Here each part of it is shown as the line's own part and the parts of
//! its notes, so that every line adds up to what is written.

use std::collections::BTreeMap;

use super::outcome::Outcome;
use super::pieces::signed;
use super::{Block, Deducted, How, Open, Paid};
use crate::money::apportion;
use crate::plan::{Plan, YearPlan};

/// A part of a line, by where it is.
#[derive(Clone, Copy)]
enum Part {
    Paid(usize),
    Deducted(usize),
    Open(usize),
}

/// Shows the notes on the lines of a year.
pub(super) fn show(plan: &Plan, year: &YearPlan, outcome: &mut Outcome) {
    let corrections = plan.corrections();
    if corrections.is_empty() {
        return;
    }
    let corrected = plan.lines_of(year.year);
    let corrected: Vec<usize> = corrected
        .filter(|&line| !corrections.notes(line).is_empty())
        .collect();
    let mut parts: BTreeMap<usize, Vec<Part>> = BTreeMap::new();
    {
        let mut add = |line: usize, part: Part| {
            if !corrections.notes(line).is_empty() {
                parts.entry(line).or_default().push(part);
            }
        };
        for (at, row) in outcome.paid.iter().enumerate() {
            add(row.line, Part::Paid(at));
        }
        for (at, row) in outcome.deducted.iter().enumerate() {
            add(row.line, Part::Deducted(at));
        }
        for (at, row) in outcome.open.iter().enumerate() {
            add(row.line, Part::Open(at));
        }
    }
    let dossier = plan.dossier();
    for line in corrected {
        let of_line = parts.get(&line).map_or(&[][..], Vec::as_slice);
        let amounts: Vec<i64> = of_line.iter().map(|part| outcome.amount(*part)).collect();
        let weights: Vec<u64> = amounts.iter().map(|amount| amount.unsigned_abs()).collect();
        let mut cancelled = 0;
        for &note in corrections.notes(line) {
            let used = signed(dossier, note, corrections.used(note).0);
            if used == 0 {
                continue;
            }
            if let Some(divided) = apportion(used, &weights) {
                for (part, amount) in of_line.iter().zip(divided) {
                    outcome.correct(*part, note, amount);
                }
            } else {
                // Nothing is left of the line.
                cancelled += used;
                outcome.open.push(Open {
                    line: note,
                    amount: used,
                    block: Block::Corrected,
                });
            }
        }
        if cancelled != 0 {
            outcome.open.push(Open {
                line,
                amount: -cancelled,
                block: Block::Corrected,
            });
        }
    }
    outcome.sort(plan);
}

impl Outcome {
    fn amount(&self, part: Part) -> i64 {
        match part {
            Part::Paid(at) => self.paid[at].amount,
            Part::Deducted(at) => self.deducted[at].amount,
            Part::Open(at) => self.open[at].amount,
        }
    }

    /// Adds a note's part to where a part of its line is; the line's own part grows by as much.
    fn correct(&mut self, part: Part, note: usize, amount: i64) {
        if amount == 0 {
            return;
        }
        match part {
            Part::Paid(at) => {
                self.paid[at].amount -= amount;
                self.paid.push(Paid {
                    line: note,
                    amount,
                    how: How::Corrected,
                    ..self.paid[at]
                });
            }
            Part::Deducted(at) => {
                self.deducted[at].amount -= amount;
                self.deducted.push(Deducted {
                    line: note,
                    amount,
                    ..self.deducted[at]
                });
            }
            Part::Open(at) => {
                self.open[at].amount -= amount;
                self.open.push(Open {
                    line: note,
                    amount,
                    ..self.open[at]
                });
            }
        }
    }

    /// By line in date order; the rows of a line stay in their order.
    fn sort(&mut self, plan: &Plan) {
        let lines = plan.dossier().lines();
        self.paid.sort_by(|a, b| lines.order(a.line, b.line));
        self.open.sort_by(|a, b| lines.order(a.line, b.line));
        self.deducted.sort_by(|a, b| lines.order(a.line, b.line));
    }
}
