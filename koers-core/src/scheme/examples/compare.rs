//! What came out of an example against what it expects.

use super::expect::{Expect, ExpectedCell, ExpectedRow, ExpectedTable};
use crate::diag::{Code, Finding, Findings, Place};
use crate::settle::Settlement;
use crate::tables::{Cell, Column, Kind, Table};

impl Expect {
    /// Reports each difference at the place of what was expected; whether there was none.
    pub(super) fn compare(
        &self,
        example: &str,
        settlement: &Settlement,
        findings: &mut Findings,
    ) -> bool {
        let mut same = true;
        let mut differs = |table: &str, expected: &str, found: Option<&str>, place: &Place| {
            let finding = Finding::new(Code::ExampleDiffers)
                .subject(example)
                .arg("example", example)
                .arg("table", table)
                .arg("expected", expected);
            let finding = match found {
                Some(found) => finding.arg("found", found),
                None => finding,
            };
            findings.push(finding.at(place.clone()));
            same = false;
        };
        for table in &self.tables {
            compare(table, &(table.kept.of)(settlement), &mut differs);
        }
        if let Some(expected) = &self.codes {
            let mut found: Vec<&str> = settlement
                .findings()
                .iter()
                .map(|finding| finding.code().as_str())
                .collect();
            found.sort_unstable();
            if found != expected.codes {
                differs(
                    "findings",
                    &list(&expected.codes),
                    Some(&list(&found)),
                    &expected.place,
                );
            }
        }
        same
    }
}

fn list(codes: &[&str]) -> String {
    match codes {
        [] => "[]".to_owned(),
        codes => codes.join(", "),
    }
}

/// Table, what was expected, what was found, where it is expected.
type Differs<'d> = dyn FnMut(&str, &str, Option<&str>, &Place) + 'd;

fn compare(expected: &ExpectedTable, found: &Table, differs: &mut Differs<'_>) {
    let name = expected.kept.name;
    if let ([], [first, ..]) = (expected.rows.as_slice(), found.rows.as_slice()) {
        let cells = found.columns.iter().zip(first);
        differs(name, "[]", Some(&row_text(cells)), &expected.place);
        return;
    }
    let (mut taken, unmatched) = matched(&expected.rows, found);
    for row in unmatched {
        match nearest(row, found, &taken) {
            None => {
                let cells = row.cells.iter();
                let cells = cells.map(|cell| (&found.columns[cell.column], &cell.cell));
                differs(name, &row_text(cells), None, &row.place);
            }
            Some(at) => {
                taken[at] = true;
                for ExpectedCell {
                    column,
                    cell,
                    place,
                } in &row.cells
                {
                    let other = &found.rows[at][*column];
                    if cell != other {
                        let cell_of = format!("{name}.{}", found.columns[*column].name);
                        differs(&cell_of, &text(cell), Some(&text(other)), place);
                    }
                }
            }
        }
    }
}

fn fits(row: &ExpectedRow, found: &[Cell]) -> bool {
    row.cells.iter().all(|cell| found[cell.column] == cell.cell)
}

/// Gives as many expected rows as can be a row of the result, each its own. Which rows of the result are taken, and
/// which expected ones found none.
fn matched<'e>(expected: &'e [ExpectedRow], found: &Table) -> (Vec<bool>, Vec<&'e ExpectedRow>) {
    // One that fits as many rows as are expected always finds one: more need not be known.
    let fitting: Vec<Vec<usize>> = expected
        .iter()
        .map(|row| {
            let rows = found.rows.iter().enumerate();
            let fitting = rows.filter(|(_, found)| fits(row, found));
            fitting.map(|(at, _)| at).take(expected.len()).collect()
        })
        .collect();
    let mut owner: Vec<Option<usize>> = vec![None; found.rows.len()];
    let mut unmatched = Vec::new();
    for (at, row) in expected.iter().enumerate() {
        let mut seen = vec![false; found.rows.len()];
        if !give(at, &fitting, &mut owner, &mut seen) {
            unmatched.push(row);
        }
    }
    (owner.iter().map(Option::is_some).collect(), unmatched)
}

/// Gives an expected row a row of the result, where needed one whose owner can take another. At most as deep as there
/// are expected rows.
fn give(
    row: usize,
    fitting: &[Vec<usize>],
    owner: &mut [Option<usize>],
    seen: &mut [bool],
) -> bool {
    for &at in &fitting[row] {
        if !std::mem::replace(&mut seen[at], true)
            && owner[at].is_none_or(|other| give(other, fitting, owner, seen))
        {
            owner[at] = Some(row);
            return true;
        }
    }
    false
}

/// The row of the result, of those not taken, that has most of the expected cells: first of those that say what the row
/// is about.
fn nearest(row: &ExpectedRow, found: &Table, taken: &[bool]) -> Option<usize> {
    let likeness = |cells: &[Cell]| {
        let same = row
            .cells
            .iter()
            .filter(|cell| cells[cell.column] == cell.cell);
        let (mut names, mut amounts) = (0_usize, 0_usize);
        for cell in same {
            match found.columns[cell.column].kind {
                Kind::Int | Kind::Bool | Kind::Text => names += 1,
                Kind::Money | Kind::Quantity | Kind::Date => amounts += 1,
            }
        }
        (names, amounts)
    };
    let free = (0..found.rows.len()).rev().filter(|at| !taken[*at]);
    // Of equals the first.
    free.max_by_key(|&at| likeness(&found.rows[at]))
}

/// A cell as canonical JSON has it, without quotes.
fn text(cell: &Cell) -> String {
    match cell {
        Cell::Null => "null".to_owned(),
        Cell::Int(number) => number.to_string(),
        Cell::Bool(flag) => flag.to_string(),
        Cell::Text(text) => text.clone(),
        Cell::Money(amount) => amount.to_string(),
        Cell::Date(date) => date.to_string(),
        Cell::Quantity(quantity) => quantity.to_string(),
    }
}

/// The cells of a row that have a value: `grant = g, refund = 30.00`.
fn row_text<'c>(cells: impl Iterator<Item = (&'c Column, &'c Cell)>) -> String {
    let cells = cells.filter(|(_, cell)| **cell != Cell::Null);
    let cells: Vec<String> = cells
        .map(|(column, cell)| format!("{} = {}", column.name, text(cell)))
        .collect();
    cells.join(", ")
}
