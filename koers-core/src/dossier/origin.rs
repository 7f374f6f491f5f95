//! Where the rows of a table came from, so that a later check can still point at a cell.

use std::sync::Arc;

use crate::diag::{Place, Source};
use crate::read::field_span;

/// The places of a table's rows, kept as one number a row.
#[derive(Clone, Debug)]
pub(crate) enum Origin {
    /// Rows given in memory, in a table of this name.
    Memory(&'static str),
    /// Rows of a file.
    File {
        source: Arc<Source>,
        delimiter: u8,
        names: Vec<String>,
        starts: Vec<usize>,
    },
}

impl Origin {
    /// The place of a cell; the whole row's first cell when the file has no such column.
    pub(crate) fn place(&self, row: usize, column: &str) -> Place {
        match self {
            Origin::Memory(table) => Place::Cell {
                table,
                row: row + 1,
                column: column.to_owned(),
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
