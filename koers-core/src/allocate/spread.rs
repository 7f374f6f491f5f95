//! Spreading what buckets pay of a class over its lines. Lines and columns are in order; a column is what one bucket
//! pays, and the last one what stays on own funds. Amounts are cents, none below zero.

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
/// a share that the column keeps of the whole by a cent. The cents that rounding down leaves go, line by line, to the
/// columns that still miss the most of them, as in the construction of a 0-1 matrix with given sums (Gale 1957, Ryser 1957).
pub(super) fn in_proportion(lines: &[i64], columns: &[i64]) -> Vec<Part> {
    let whole: i128 = columns.iter().copied().map(i128::from).sum();
    if whole == 0 {
        return Vec::new();
    }
    let exact = |line: i64, column: i64| {
        let product = i128::from(line) * i128::from(column);
        (product / whole, product % whole != 0)
    };
    let mut missing: Vec<i128> = columns
        .iter()
        .map(|&column| {
            let down = lines.iter().map(|&line| exact(line, column).0);
            i128::from(column) - down.sum::<i128>()
        })
        .collect();
    let mut parts = Vec::new();
    for (at, &line) in lines.iter().enumerate() {
        let mut of_line: Vec<(i128, bool)> =
            columns.iter().map(|&column| exact(line, column)).collect();
        let down: i128 = of_line.iter().map(|(down, _)| down).sum();
        let mut order: Vec<usize> = (0..columns.len()).collect();
        // Columns in which the part is no whole number of cents first, then those that miss most.
        order.sort_by_key(|&column| (!of_line[column].1, -missing[column], column));
        let mut rest = i128::from(line) - down;
        for column in order {
            if rest == 0 {
                break;
            }
            if missing[column] > 0 {
                of_line[column].0 += 1;
                missing[column] -= 1;
                rest -= 1;
            }
        }
        for (column, (amount, _)) in of_line.into_iter().enumerate() {
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
