//! What became of the lines of a year, as rows of its tables: by line and not by piece, since a reader sees lines, and what
//! notes correct is shown by rows.

use super::pieces::Piece;
use super::run::Why;
use super::{Deducted, Open, Paid};
use crate::plan::Plan;

/// What the steps made of the lines of a year.
pub(super) struct Outcome {
    pub(super) paid: Vec<Paid>,
    pub(super) open: Vec<Open>,
    pub(super) deducted: Vec<Deducted>,
}

/// What is paid and what is open, with the pieces, and what is taken off.
type Parts = (Vec<(usize, Paid)>, Vec<(usize, Why)>, Vec<Deducted>);

impl Outcome {
    /// Of each line one row for each bucket with the step and its reason, for each reason on own funds by how far it came, and
    /// for each grant and kind that is taken off.
    pub(super) fn new(
        plan: &Plan,
        pieces: &[Piece],
        (mut paid, mut why, mut deducted): Parts,
    ) -> Outcome {
        let first = first_of_line(pieces);
        let first = |at: usize| first[pieces[at].of];
        paid.sort_by_key(|(at, row)| (first(*at), row.bucket, row.how, row.step));
        paid.dedup_by(|(_, after), (_, row)| {
            let of = |row: &Paid| (row.line, row.bucket, row.step, row.how);
            let same = of(after) == of(row);
            if same {
                row.amount += after.amount;
            }
            same
        });
        why.sort_by_key(|(at, why)| (first(*at), why.block));
        let mut open: Vec<Open> = Vec::with_capacity(why.len());
        for (at, why) in why {
            let (line, block) = (pieces[at].line, why.block);
            let last = open.last_mut();
            if let Some(row) = last.filter(|row| (row.line, row.block) == (line, block)) {
                row.amount += why.amount;
            } else {
                open.push(Open {
                    line,
                    amount: why.amount,
                    block,
                });
            }
        }
        let lines = plan.dossier().lines();
        deducted.sort_by(|a, b| lines.order(a.line, b.line));
        let mut off: Vec<Deducted> = Vec::with_capacity(deducted.len());
        for part in deducted {
            let of = |row: &Deducted| (row.grant, row.kind);
            let of_line = off.iter_mut().rev();
            let mut of_line = of_line.take_while(|row| row.line == part.line);
            if let Some(row) = of_line.find(|row| of(row) == of(&part)) {
                row.amount += part.amount;
            } else {
                off.push(part);
            }
        }
        Outcome {
            paid: paid.into_iter().map(|(_, row)| row).collect(),
            open,
            deducted: off,
        }
    }
}

/// By piece the first piece of its line.
fn first_of_line(pieces: &[Piece]) -> Vec<usize> {
    let mut first: Vec<usize> = Vec::with_capacity(pieces.len());
    for (at, piece) in pieces.iter().enumerate() {
        let same = at > 0 && pieces[at - 1].line == piece.line;
        first.push(if same { first[at - 1] } else { at });
    }
    first
}
