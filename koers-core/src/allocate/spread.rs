//! Spreading what buckets pay of a class over its lines. Lines and columns are in order; a column is what one bucket
//! pays, and the last one what stays on own funds. Amounts are cents, none below zero.

use std::collections::{BTreeMap, BTreeSet};

use crate::money::apportion;

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
/// 1987).
pub(super) fn in_proportion(lines: &[i64], columns: &[i64]) -> Vec<Part> {
    let whole: i128 = columns.iter().copied().map(i128::from).sum();
    if whole == 0 {
        return Vec::new();
    }
    let mut rounding = Rounding::new(whole, columns.len());
    let mut down: Vec<Vec<i128>> = Vec::with_capacity(lines.len());
    for (at, &line) in lines.iter().enumerate() {
        let product = |column: i64| i128::from(line) * i128::from(column);
        down.push(
            columns
                .iter()
                .map(|&column| product(column) / whole)
                .collect(),
        );
        for (column, &size) in columns.iter().enumerate() {
            rounding.add((at, column), product(size) % whole);
        }
    }
    for cell in rounding.up {
        down[cell.0][cell.1] += 1;
    }
    let mut parts = Vec::new();
    for (at, of_line) in down.into_iter().enumerate() {
        for (column, amount) in of_line.into_iter().enumerate() {
            // A part of a line is no more than the line.
            if let Ok(amount) = i64::try_from(amount)
                && amount > 0
            {
                parts.push((at, column, amount));
            }
        }
    }
    parts
}

/// A cell of the table of lines and columns.
type Cell = (usize, usize);

/// Fractions of cents, in parts of `whole`, being rounded so that the sums of lines and columns stay. The cells that are
/// still fractions form a forest on lines and columns. A cell that closes a cycle is moved along it, up and down in turn,
/// until a cell of it is whole. A line or column has no single fraction, since its sum is whole; so in the end there are none.
struct Rounding {
    whole: i128,
    cells: BTreeMap<Cell, i128>,
    by_line: BTreeMap<usize, BTreeSet<usize>>,
    by_column: Vec<BTreeSet<usize>>,
    /// The cells that are rounded up.
    up: Vec<Cell>,
}

impl Rounding {
    fn new(whole: i128, columns: usize) -> Self {
        Rounding {
            whole,
            cells: BTreeMap::new(),
            by_line: BTreeMap::new(),
            by_column: vec![BTreeSet::new(); columns],
            up: Vec::new(),
        }
    }

    fn add(&mut self, cell: Cell, part: i128) {
        if part == 0 {
            return;
        }
        let mut part = part;
        if let Some(path) = self.path(cell) {
            // The cell goes up, the next on the cycle down, and so on.
            let mut most = self.whole - part;
            for (place, on) in path.iter().enumerate() {
                let of = self.cells.get(on).copied().unwrap_or_default();
                most = most.min(if place % 2 == 0 { of } else { self.whole - of });
            }
            part += most;
            for (place, on) in path.into_iter().enumerate() {
                let of = self.cells.get(&on).copied().unwrap_or_default();
                let moved = if place % 2 == 0 { of - most } else { of + most };
                self.set(on, moved);
            }
        }
        self.set(cell, part);
    }

    /// Keeps a cell as a fraction, or settles it.
    fn set(&mut self, cell: Cell, part: i128) {
        let (line, column) = cell;
        if 0 < part && part < self.whole {
            self.cells.insert(cell, part);
            self.by_line.entry(line).or_default().insert(column);
            self.by_column[column].insert(line);
            return;
        }
        if part == self.whole {
            self.up.push(cell);
        }
        self.cells.remove(&cell);
        self.by_column[column].remove(&line);
        if let Some(columns) = self.by_line.get_mut(&line) {
            columns.remove(&column);
            if columns.is_empty() {
                self.by_line.remove(&line);
            }
        }
    }

    /// The cells on the way from the column of a cell to its line, if there is one: the first is in its column.
    fn path(&self, (line, column): Cell) -> Option<Vec<Cell>> {
        // By line that was reached the cell by which, and the column from which it was.
        let mut from: BTreeMap<usize, Cell> = BTreeMap::new();
        let mut via: BTreeMap<usize, usize> = BTreeMap::new();
        let mut open = vec![column];
        while let Some(at) = open.pop() {
            for &next in &self.by_column[at] {
                if from.contains_key(&next) || via.get(&at) == Some(&next) {
                    continue;
                }
                from.insert(next, (next, at));
                if next == line {
                    return Some(trace(line, column, &from, &via));
                }
                for &other in self.by_line.get(&next).into_iter().flatten() {
                    if other != at && other != column && !via.contains_key(&other) {
                        via.insert(other, next);
                        open.push(other);
                    }
                }
            }
        }
        None
    }
}

/// The cells from a column to a line, by what each line was reached by and through which line each column.
fn trace(
    line: usize,
    column: usize,
    from: &BTreeMap<usize, Cell>,
    via: &BTreeMap<usize, usize>,
) -> Vec<Cell> {
    let mut cells = Vec::new();
    let mut line = line;
    while let Some(&cell) = from.get(&line) {
        cells.push(cell);
        if cell.1 == column {
            break;
        }
        let Some(&through) = via.get(&cell.1) else {
            break;
        };
        cells.push((through, cell.1));
        line = through;
    }
    cells.reverse();
    cells
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Part, fill, in_proportion, in_turn};

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
