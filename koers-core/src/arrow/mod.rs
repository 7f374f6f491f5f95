//! Arrow tables as cost lines, and result tables as Arrow (feature `arrow`).
//!
//! Columns are shared with the batches that they come in where they are laid out alike: days in `date32`, cents in `int64`,
//! keys of dictionaries, ids as texts or `int64`. All others are read once. Every cell is refused that a file would
//! be refused for, with the same finding.
//!
//! ```
//! use std::sync::Arc;
//! use arrow_array::{Date32Array, Int64Array, RecordBatch, StringArray};
//! use koers_core::arrow::add_lines;
//! use koers_core::dossier::DossierBuilder;
//!
//! let lines = RecordBatch::try_from_iter([
//!     ("line", Arc::new(StringArray::from(vec!["BZ-1", "BZ-2"])) as _),
//!     ("date", Arc::new(Date32Array::from(vec![19_800, 19_801])) as _),
//!     ("amount_cents", Arc::new(Int64Array::from(vec![125_000, -5_00])) as _),
//! ])?;
//! let mut dossier = DossierBuilder::new("2024", "Losser", vec![2024]);
//! add_lines(&mut dossier, &lines.schema(), [lines])?;
//! assert_eq!(dossier.line_count(), 2);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod amounts;
mod cells;
mod coded;
mod dates;
mod encode;
mod handoff;
mod hash;
mod ids;
mod lines;
mod results;
mod rows;
mod tables;
#[cfg(test)]
mod tests;
mod texts;
mod types;
mod whole;

pub use lines::{LineReader, add_lines, broken, broken_table};
pub use results::result;
pub use rows::RowReader;
pub use tables::{Batches, MOST_ROWS};
