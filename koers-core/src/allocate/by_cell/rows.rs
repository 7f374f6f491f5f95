//! What each line got of what its piece got.

use std::ops::RangeInclusive;
use std::sync::Arc;

use super::cells::Cells;
use super::pieces::OfYear;
use crate::allocate::run::Why;
use crate::allocate::{Block, How, Open, Paid, StepWord};
use crate::dossier::Lines;
use crate::money::apportion;
use crate::plan::place;

/// Where a part of a piece went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum To {
    Paid(usize, StepWord, How),
    Open(Block),
}

/// A part of a piece: cents, and where they went.
type Segment = (i64, To);

/// What became of one piece.
#[derive(Clone, Debug, Default)]
struct Piece {
    /// In the order in which its lines take them.
    segments: Vec<Segment>,
    /// From here on each line is divided over all segments that are left, in proportion, instead of by one after the other.
    turn: Option<usize>,
}

/// What became of the pieces of a year.
#[derive(Clone, Debug)]
pub(crate) struct Rows {
    cells: Arc<Cells>,
    pieces: Arc<[[u32; super::pieces::SIGNS]]>,
    of_piece: Vec<Piece>,
}

/// The part of a line that went somewhere.
#[derive(Clone, Copy)]
pub(crate) enum Part {
    Paid(Paid),
    Open(Open),
}

impl Rows {
    /// `paid` are the rows of pieces in the order in which they were paid, `why` what is open of them. In a step `pro-rata`
    /// each line is divided over all buckets of its piece.
    pub(crate) fn new(of_year: OfYear, paid: &[(usize, Paid)], why: &[(usize, Why)]) -> Rows {
        let mut of_piece = vec![Piece::default(); of_year.heads.len()];
        for (at, row) in paid {
            let of = &mut of_piece[*at];
            let to = To::Paid(row.bucket, row.step, row.how);
            if row.step == StepWord::ProRata && row.how == How::Paid && of.turn.is_none() {
                of.turn = Some(of.segments.len());
            }
            match of.segments.last_mut() {
                Some((amount, last)) if *last == to => *amount += row.amount,
                _ => of.segments.push((row.amount, to)),
            }
        }
        for (at, why) in why {
            let to = To::Open(why.block);
            of_piece[*at].segments.push((why.amount, to));
        }
        let OfYear {
            cells,
            mut pieces,
            heads,
            ..
        } = of_year;
        if !heads.iter().copied().eq(0..) {
            for at in Arc::make_mut(&mut pieces).iter_mut().flatten() {
                *at = heads.get(place(*at)).copied().unwrap_or(*at);
            }
        }
        Rows {
            cells,
            pieces,
            of_piece,
        }
    }

    /// The cells of all lines.
    pub(crate) fn cells(&self) -> &Arc<Cells> {
        &self.cells
    }

    /// The place of the piece in which a line is.
    pub(crate) fn piece_of(&self, lines: &Lines, row: usize) -> Option<usize> {
        self.piece(row, lines.amount(row).cents())
    }

    fn piece(&self, row: usize, amount: i64) -> Option<usize> {
        let cell = self.cells.of_row.get(row)?;
        let pieces = self.pieces.get(usize::from(*cell))?;
        let at = place(pieces[super::cells::sign(amount)]);
        (at < self.of_piece.len()).then_some(at)
    }

    /// The rows of the lines in some pieces, as they stand, which are of such days.
    pub(crate) fn rows_in(
        &self,
        lines: &Lines,
        taken: &[bool],
        days: &RangeInclusive<i32>,
    ) -> Vec<usize> {
        let is_taken = |at: &u32| taken.get(place(*at)).copied().unwrap_or(false);
        let cells = self.pieces.iter().map(|of| of.iter().any(is_taken));
        let cells: Vec<bool> = cells.collect();
        let mut rows = Vec::new();
        for chunk in lines.chunks() {
            let all = if chunk.is_in_order() {
                let before = chunk.days.partition_point(|day| day < days.start());
                before..chunk.days.partition_point(|day| day <= days.end())
            } else {
                0..chunk.len()
            };
            let of_rows = &self.cells.of_row[chunk.rows()][all.clone()];
            let of_rows = all.clone().zip(of_rows.iter().zip(&chunk.amounts[all]));
            for (row, (cell, amount)) in of_rows {
                // Most lines are in other cells.
                if cells[usize::from(*cell)] {
                    let row = chunk.start + row;
                    let piece = self.piece(row, *amount);
                    rows.extend(piece.filter(|piece| taken[*piece]).map(|_| row));
                }
            }
        }
        rows
    }

    /// The parts of lines, which are given in order: all of a piece, or none.
    pub(crate) fn parts<'r>(
        &'r self,
        lines: &'r Lines,
        rows: impl Iterator<Item = usize> + 'r,
    ) -> impl Iterator<Item = Part> + 'r {
        let mut dividing = Dividing::new(self);
        let (mut rows, mut of_line, mut next) = (rows, Vec::new(), 0);
        // One piece of memory for the parts of all lines.
        std::iter::from_fn(move || {
            while next == of_line.len() {
                let row = rows.next()?;
                of_line.clear();
                next = 0;
                dividing.line(row, lines.amount(row).cents(), &mut of_line);
            }
            next += 1;
            of_line.get(next - 1).copied()
        })
    }

    /// The sum of what is open, in cents; `None` where nothing is.
    pub(crate) fn open(&self) -> Option<i64> {
        let segments = self.of_piece.iter().flat_map(|of| &of.segments);
        let open = segments.filter_map(|(amount, to)| match to {
            To::Open(_) => Some(*amount),
            To::Paid(..) => None,
        });
        open.reduce(|sum, amount| sum + amount)
    }
}

/// Pieces being divided over their lines.
struct Dividing<'r> {
    rows: &'r Rows,
    /// By piece the segment that is next, and what its lines took of it.
    at: Vec<(usize, i64)>,
    /// By piece whose lines are divided in turn what each segment has left.
    left: Vec<Vec<i64>>,
}

impl<'r> Dividing<'r> {
    fn new(rows: &'r Rows) -> Self {
        Dividing {
            rows,
            at: vec![(0, 0); rows.of_piece.len()],
            left: vec![Vec::new(); rows.of_piece.len()],
        }
    }

    /// The parts of the next line of a piece.
    fn line(&mut self, row: usize, amount: i64, out: &mut Vec<Part>) {
        let Some(at) = self.rows.piece(row, amount) else {
            return;
        };
        let of = &self.rows.of_piece[at];
        let mut left = amount;
        while left != 0 {
            let (segment, taken) = &mut self.at[at];
            if of.turn.is_some_and(|turn| turn <= *segment) {
                self.in_turn(at, (row, left), out);
                break;
            }
            let Some(&(whole, to)) = of.segments.get(*segment) else {
                break;
            };
            let rest = whole - *taken;
            let part = if amount < 0 {
                left.max(rest)
            } else {
                left.min(rest)
            };
            *taken += part;
            left -= part;
            if part != 0 {
                out.push(part_of(row, part, to));
            }
            if *taken == whole {
                (*segment, *taken) = (*segment + 1, 0);
            }
        }
        if out.len() > 1 {
            in_order(out);
        }
    }

    fn in_turn(&mut self, at: usize, (row, amount): (usize, i64), out: &mut Vec<Part>) {
        let of = &self.rows.of_piece[at];
        let segments = &of.segments[of.turn.unwrap_or(0)..];
        let left = &mut self.left[at];
        if left.is_empty() {
            left.extend(segments.iter().map(|(whole, _)| *whole));
        }
        let weights: Vec<u64> = left.iter().map(|left| left.unsigned_abs()).collect();
        // Without weights nothing is left to divide.
        let parts = apportion(amount, &weights).unwrap_or_default();
        for ((left, part), (_, to)) in left.iter_mut().zip(parts).zip(segments) {
            *left -= part;
            if part != 0 {
                out.push(part_of(row, part, *to));
            }
        }
    }
}

fn part_of(line: usize, amount: i64, to: To) -> Part {
    match to {
        To::Paid(bucket, step, how) => Part::Paid(Paid {
            line,
            bucket,
            amount,
            step,
            how,
        }),
        To::Open(block) => Part::Open(Open {
            line,
            amount,
            block,
        }),
    }
}

/// Puts the parts of a line in order, and those that one bucket pays in the same way together.
fn in_order(parts: &mut Vec<Part>) {
    let key = |part: &Part| match part {
        Part::Paid(paid) => Some((paid.bucket, paid.how, paid.step)),
        Part::Open(_) => None,
    };
    parts.sort_by_key(key);
    parts.dedup_by(|next, last| match (next, last) {
        (Part::Paid(next), Part::Paid(last))
            if (next.how, next.bucket, next.step) == (last.how, last.bucket, last.step) =>
        {
            last.amount += next.amount;
            true
        }
        _ => false,
    });
}
