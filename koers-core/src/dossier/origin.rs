//! Where the rows of a table came from, so that a later check can still point at a cell.

use std::sync::Arc;

use crate::diag::{Place, Source};
use crate::read::field_span;

/// The places of a table's rows, kept as one number a row.
#[derive(Clone, Debug)]
pub(crate) enum Origin {
    /// Rows given in memory, in a table of this name.
    Memory {
        table: &'static str,
        /// By row its number in the table, from 0; a row beyond the end has its own.
        numbers: Vec<usize>,
    },
    /// Rows of a file.
    File {
        source: Arc<Source>,
        delimiter: u8,
        names: Vec<String>,
        starts: Vec<usize>,
    },
    /// Rows with others after them, which stand in a table of this name.
    And {
        before: Arc<Origin>,
        rows: usize,
        table: &'static str,
    },
}

impl Origin {
    /// Rows that are added in code.
    pub(crate) fn code(table: &'static str) -> Origin {
        Origin::Memory {
            table,
            numbers: Vec::new(),
        }
    }

    /// So many rows, and after them those of a table of this name.
    pub(crate) fn and(&self, rows: usize, table: &'static str) -> Origin {
        Origin::And {
            before: Arc::new(self.clone()),
            rows,
            table,
        }
    }

    /// The place of a cell; the whole row's first cell when the file has no such column.
    pub(crate) fn place(&self, row: usize, column: &str) -> Place {
        match self {
            Origin::Memory { table, numbers } => Place::Cell {
                table,
                row: numbers.get(row).copied().unwrap_or(row) + 1,
                column: column.to_owned(),
            },
            Origin::And {
                before,
                rows,
                table,
            } => match row.checked_sub(*rows) {
                None => before.place(row, column),
                Some(row) => Place::Cell {
                    table,
                    row: row + 1,
                    column: column.to_owned(),
                },
            },
            Origin::File {
                source,
                delimiter,
                names,
                starts,
            } => {
                let find = |column| names.iter().position(|name| name == column);
                // A table may call its period a date.
                let date = || {
                    if column == "period" {
                        find("date")
                    } else {
                        None
                    }
                };
                let at = find(column).or_else(date).unwrap_or(0);
                let start = starts.get(row).copied().unwrap_or(0);
                let span = field_span(source.text(), start, at, *delimiter);
                Place::Text {
                    source: Arc::clone(source),
                    span,
                }
            }
        }
    }
}
