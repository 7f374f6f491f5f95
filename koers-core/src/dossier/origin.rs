//! Where the rows of a table came from, so that a later check can still point at a cell.

use std::sync::Arc;

use crate::diag::{Place, Source};
use crate::read::field_span;

/// So often rows are told from those before them.
const DEEPEST: usize = 32;

/// The places of a table's rows, kept as one number a row.
#[derive(Clone, Debug)]
pub(crate) enum Origin {
    /// Rows given in memory, in a table of this name.
    Memory {
        table: &'static str,
        /// By row its number in the table, from 0; a row beyond the end has its own, with `from` before it.
        numbers: Vec<usize>,
        from: usize,
    },
    /// Rows of a file.
    File {
        source: Arc<Source>,
        delimiter: u8,
        names: Vec<String>,
        starts: Vec<usize>,
    },
    /// So many rows, with others after them.
    And {
        before: Arc<Origin>,
        rows: usize,
        after: Arc<Origin>,
    },
}

impl Origin {
    /// Rows that are added in code.
    pub(crate) fn code(table: &'static str) -> Origin {
        Origin::code_from(table, 0)
    }

    /// Rows that are added in code after so many others, and numbered on.
    pub(crate) fn code_from(table: &'static str, from: usize) -> Origin {
        Origin::Memory {
            table,
            numbers: Vec::new(),
            from,
        }
    }

    /// So many rows, and after them those of a table of this name.
    pub(crate) fn and(&self, rows: usize, table: &'static str) -> Origin {
        self.then(rows, Origin::code(table))
    }

    /// So many rows, and after them others.
    pub(crate) fn then(&self, rows: usize, after: Origin) -> Origin {
        // A dossier that is added to again and again keeps where the last of it came from.
        let before = if self.depth() < DEEPEST {
            self.clone()
        } else {
            Origin::code(after.table())
        };
        Origin::And {
            before: Arc::new(before),
            rows,
            after: Arc::new(after),
        }
    }

    /// How often rows came after others.
    fn depth(&self) -> usize {
        let (mut depth, mut origin) = (0, self);
        while let Origin::And { before, .. } = origin {
            (depth, origin) = (depth + 1, before);
        }
        depth
    }

    /// The name of the table in memory that its last rows stand in.
    fn table(&self) -> &'static str {
        match self {
            Origin::Memory { table, .. } => table,
            Origin::And { after, .. } => after.table(),
            Origin::File { .. } => "table",
        }
    }

    /// The place of a cell; the whole row's first cell when the file has no such column.
    pub(crate) fn place(&self, row: usize, column: &str) -> Place {
        match self {
            Origin::Memory {
                table,
                numbers,
                from,
            } => Place::Cell {
                table,
                row: numbers.get(row).copied().unwrap_or(row + from) + 1,
                column: column.to_owned(),
            },
            Origin::And {
                before,
                rows,
                after,
            } => match row.checked_sub(*rows) {
                None => before.place(row, column),
                Some(row) => after.place(row, column),
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
