//! Spreading what buckets pay of a class over its lines. Lines and columns are in order; a column is what one bucket
//! pays, and the last one what stays on own funds. Amounts are cents, none below zero.

use crate::money::apportion;
use crate::progress::Cancelled;

/// A part of a line that a column pays: line, column, amount.
pub(super) type Part = (usize, usize, i64);

/// Fills columns one after the other with lines in order, so that few lines are split: at most one per column.
pub(super) fn fill(lines: &[i64], columns: &[i64]) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut left = lines.iter().copied().enumerate();
    let mut line = left.next();
    for (column, &size) in columns.iter().enumerate() {
        let mut size = size;
        while let Some((at, of_line)) = &mut line {
            let amount = size.min(*of_line);
            if amount > 0 {
                parts.push((*at, column, amount));
            }
            size -= amount;
            *of_line -= amount;
            if *of_line > 0 {
                break;
            }
            line = left.next();
        }
    }
    parts
}

/// Divides each line over all columns by largest remainder over what each column still has to pay, so that lines and
/// columns both come out exactly.
pub(super) fn in_turn(lines: &[i64], columns: &[i64]) -> Vec<Part> {
    let mut left = columns.to_vec();
    let mut parts = Vec::new();
    for (at, &line) in lines.iter().enumerate() {
        let weights: Vec<u64> = left.iter().map(|left| left.unsigned_abs()).collect();
        // Without weights nothing is left to divide.
        let of_line = apportion(line, &weights).unwrap_or_default();
        for (column, amount) in of_line.into_iter().enumerate() {
            left[column] -= amount;
            if amount > 0 {
                parts.push((at, column, amount));
            }
        }
    }
    parts
}

/// Divides each line over all columns in proportion, each part rounded down or up to the cent, so that no part is above
/// a share that the column keeps of the whole by a cent. Lines and columns both come out exactly (controlled rounding, Cox
/// 1987). Nothing is kept of what is nothing. `tick` is called for each line; what it refuses ends it.
pub(super) fn in_proportion(
    lines: &[i64],
    columns: &[i64],
    tick: &mut dyn FnMut() -> Result<(), Cancelled>,
) -> Result<Vec<Part>, Cancelled> {
    let whole: i64 = columns.iter().sum();
    if whole == 0 {
        return Ok(Vec::new());
    }
    let mut rounding = Rounding::new(whole, columns.len());
    // What is there when all is rounded down.
    let mut down: Vec<Part> = Vec::new();
    for (at, &line) in lines.iter().enumerate() {
        tick()?;
        rounding.begin(at);
        for (column, &size) in columns.iter().enumerate() {
            let (cents, part) = part_of(line, size, whole);
            if cents > 0 {
                down.push((at, column, cents));
            }
            rounding.add(column, part);
        }
    }
    let mut up = rounding.up;
    up.sort_unstable();
    Ok(with_cents(down, &up))
}

/// Adds a cent to parts of these lines and columns, which come in order as parts do.
fn with_cents(mut parts: Vec<Part>, up: &[Cell]) -> Vec<Part> {
    let mut new = Vec::new();
    let mut at = 0;
    for &(line, column) in up {
        while parts
            .get(at)
            .is_some_and(|(of, in_column, _)| (*of, *in_column) < (line, column))
        {
            at += 1;
        }
        match parts.get_mut(at) {
            Some((of, in_column, cents)) if (*of, *in_column) == (line, column) => *cents += 1,
            _ => new.push((line, column, 1)),
        }
    }
    if !new.is_empty() {
        parts.extend(new);
        // Two lists in order, which this sort puts together in one pass.
        parts.sort_by_key(|&(line, column, _)| (line, column));
    }
    parts
}

/// The part of a line that falls to a column: whole cents, and the fraction in parts of `whole`.
fn part_of(line: i64, size: i64, whole: i64) -> (i64, i64) {
    // Most products are small, and far faster to divide.
    if let Some(product) = line.checked_mul(size) {
        return (product / whole, product % whole);
    }
    let (product, whole) = (i128::from(line) * i128::from(size), i128::from(whole));
    // The cents are no more than the line, and the fraction is less than the whole.
    let small = |of: i128| i64::try_from(of).unwrap_or_default();
    (small(product / whole), small(product % whole))
}

/// A cell of the table of lines and columns.
type Cell = (usize, usize);

/// Fractions of cents, in parts of `whole`, being rounded so that the sums of lines and columns stay. The cells that are
/// still fractions form a forest on lines and columns, so that there is one way between two of them at most. A cell that
/// closes a cycle is moved along it, up and down in turn, until a cell of it is whole. A line or column has no single
/// fraction, since its sum is whole; so in the end there are none, and before there are never more lines with fractions
/// than columns.
struct Rounding {
    whole: i64,
    /// Lines with fractions, in places that are used again.
    lines: Vec<Fractions>,
    free: Vec<usize>,
    /// The place of the line at hand.
    at: usize,
    /// By column the places of its lines.
    by_column: Vec<Vec<usize>>,
    /// By place of a line the column from which the search came to it, and by column the line.
    from: Vec<usize>,
    via: Vec<Option<usize>>,
    /// The cells that are rounded up.
    up: Vec<Cell>,
}

/// The fractions of one line.
#[derive(Default)]
struct Fractions {
    line: usize,
    /// Columns with their parts of the whole.
    parts: Vec<(usize, i64)>,
}

impl Fractions {
    fn of(&self, column: usize) -> i64 {
        let mut parts = self.parts.iter();
        let part = parts.find(|(of, _)| *of == column);
        part.map_or(0, |(_, part)| *part)
    }
}

impl Rounding {
    fn new(whole: i64, columns: usize) -> Self {
        Rounding {
            whole,
            lines: vec![Fractions::default()],
            free: Vec::new(),
            at: 0,
            by_column: vec![Vec::new(); columns],
            from: vec![0],
            via: vec![None; columns],
            up: Vec::new(),
        }
    }

    /// Begins with a line.
    fn begin(&mut self, line: usize) {
        if !self.lines[self.at].parts.is_empty() {
            self.at = self.free.pop().unwrap_or(self.lines.len());
            if self.at == self.lines.len() {
                self.lines.push(Fractions::default());
                self.from.push(0);
            }
        }
        self.lines[self.at].line = line;
    }

    /// Adds a cell of the line at hand.
    fn add(&mut self, column: usize, part: i64) {
        if part == 0 {
            return;
        }
        let mut part = part;
        if let Some(path) = self.path(column) {
            // The cell goes up, the next on the cycle down, and so on.
            let mut most = self.whole - part;
            for (place, &(line, column)) in path.iter().enumerate() {
                let of = self.lines[line].of(column);
                most = most.min(if place % 2 == 0 { of } else { self.whole - of });
            }
            part += most;
            for (place, cell) in path.into_iter().enumerate() {
                let of = self.lines[cell.0].of(cell.1);
                let moved = if place % 2 == 0 { of - most } else { of + most };
                self.set(cell, moved);
            }
        }
        self.set((self.at, column), part);
    }

    /// Keeps a cell as a fraction, or settles it. Lines are given by their place.
    fn set(&mut self, (at, column): Cell, part: i64) {
        let line = &mut self.lines[at];
        let known = line.parts.iter().position(|(of, _)| *of == column);
        if 0 < part && part < self.whole {
            if let Some(known) = known {
                line.parts[known].1 = part;
            } else {
                line.parts.push((column, part));
                self.by_column[column].push(at);
            }
            return;
        }
        if part == self.whole {
            self.up.push((line.line, column));
        }
        if let Some(known) = known {
            line.parts.swap_remove(known);
            if line.parts.is_empty() && at != self.at {
                self.free.push(at);
            }
            self.by_column[column].retain(|other| *other != at);
        }
    }

    /// The cells on the way from a column to the line at hand, if there is one: the first is in the column. In a forest
    /// nothing is met twice but where one came from.
    fn path(&mut self, column: usize) -> Option<Vec<Cell>> {
        if self.lines[self.at].parts.is_empty() {
            return None;
        }
        let mut open = vec![column];
        self.via[column] = None;
        while let Some(at) = open.pop() {
            for &line in &self.by_column[at] {
                if self.via[at] == Some(line) {
                    continue;
                }
                self.from[line] = at;
                if line == self.at {
                    return Some(self.trace(column));
                }
                for &(other, _) in self.lines[line].parts.iter().filter(|(of, _)| *of != at) {
                    self.via[other] = Some(line);
                    open.push(other);
                }
            }
        }
        None
    }

    /// The cells by which the line at hand was reached from a column.
    fn trace(&self, column: usize) -> Vec<Cell> {
        let (mut cells, mut line) = (Vec::new(), self.at);
        loop {
            let at = self.from[line];
            cells.push((line, at));
            match self.via[at].filter(|_| at != column) {
                Some(through) => {
                    cells.push((through, at));
                    line = through;
                }
                None => break,
            }
        }
        cells.reverse();
        cells
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Part, fill, in_turn};

    fn in_proportion(lines: &[i64], columns: &[i64]) -> Vec<Part> {
        super::in_proportion(lines, columns, &mut || Ok(())).expect("nobody cancels")
    }

    /// What the parts add up to by line and by column.
    fn sums(parts: &[Part], lines: usize, columns: usize) -> (Vec<i64>, Vec<i64>) {
        let (mut by_line, mut by_column) = (vec![0; lines], vec![0; columns]);
        for &(line, column, amount) in parts {
            assert!(amount > 0, "a part of nothing");
            by_line[line] += amount;
            by_column[column] += amount;
        }
        (by_line, by_column)
    }

    /// Lines, and columns that add up to the same.
    fn table() -> impl Strategy<Value = (Vec<i64>, Vec<i64>)> {
        let sizes = prop_oneof![0_i64..5, 0_i64..1_000, 0_i64..1_000_000_000_000];
        let lines = prop::collection::vec(sizes, 1..12);
        let weights = prop::collection::vec(0_u64..9, 1..6);
        (lines, weights).prop_map(|(lines, weights)| {
            let whole: i64 = lines.iter().sum();
            let mut columns = crate::money::apportion(whole, &weights).unwrap_or_default();
            if columns.is_empty() {
                columns = vec![whole];
            }
            (lines, columns)
        })
    }

    proptest! {
        #[test]
        fn lines_and_columns_come_out_exactly((lines, columns) in table()) {
            for parts in [
                fill(&lines, &columns),
                in_turn(&lines, &columns),
                in_proportion(&lines, &columns),
            ] {
                let (by_line, by_column) = sums(&parts, lines.len(), columns.len());
                prop_assert_eq!(&by_line, &lines);
                prop_assert_eq!(&by_column, &columns);
            }
        }

        #[test]
        fn filling_splits_a_line_per_column((lines, columns) in table()) {
            let whole = lines.iter().filter(|line| **line > 0).count();
            prop_assert!(fill(&lines, &columns).len() < whole + columns.len());
        }

        #[test]
        fn in_proportion_no_part_is_a_cent_above_or_below((lines, columns) in table()) {
            let whole: i128 = columns.iter().copied().map(i128::from).sum();
            for (line, column, amount) in in_proportion(&lines, &columns) {
                let exact = i128::from(lines[line]) * i128::from(columns[column]);
                prop_assert!((i128::from(amount) * whole - exact).abs() < whole);
            }
        }
    }
}
