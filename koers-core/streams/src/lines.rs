//! Cost lines from a stream, and the rows of a small table.

use std::ops::ControlFlow;

use koers_core::Findings;
use koers_core::arrow::{LineReader, RowReader, broken, broken_table};
use koers_core::dossier::LineColumns;
use koers_core::read::Node;

use crate::stream::Stream;

/// Why a stream gives no lines.
#[derive(Debug)]
pub enum Broken {
    /// The lines, or the stream itself, are refused.
    Refused(Findings),
    /// The caller broke off.
    Stopped,
}

/// Reads the cost lines of a stream, which come after `rows` others. `between` is asked before each batch whether to go on.
///
/// # Errors
/// All findings, when any is an error, and when `between` said to stop.
pub fn read_lines(
    stream: &mut Stream,
    rows: usize,
    between: &mut dyn FnMut() -> ControlFlow<()>,
) -> Result<Vec<LineColumns>, Broken> {
    let refused = |cause: String| Broken::Refused(broken(cause));
    let mut reader = LineReader::new(stream.schema(), rows).map_err(Broken::Refused)?;
    loop {
        if between().is_break() {
            return Err(Broken::Stopped);
        }
        match stream.batch().map_err(refused)? {
            Some(batch) => {
                // A batch may be the whole table.
                for part in LineReader::parts(&batch) {
                    if between().is_break() {
                        return Err(Broken::Stopped);
                    }
                    reader.read(&part);
                }
            }
            None => return reader.finish().map_err(Broken::Refused),
        }
    }
}

/// Reads the rows of a small table, which findings call `table`.
///
/// # Errors
/// What is wrong with the stream, also where its rows would take far more memory than it does, and when `between` said to stop;
/// cells are judged when rows are read.
pub fn read_rows(
    stream: &mut Stream,
    table: &str,
    between: &mut dyn FnMut() -> ControlFlow<()>,
) -> Result<Vec<Node>, Broken> {
    let refused = |cause| Broken::Refused(broken_table(table, cause));
    let mut reader = RowReader::new(table);
    loop {
        if between().is_break() {
            return Err(Broken::Stopped);
        }
        match stream.batch().map_err(refused)? {
            Some(batch) => {
                if reader.read(&batch, between).map_err(refused)?.is_break() {
                    return Err(Broken::Stopped);
                }
            }
            None => return Ok(reader.finish()),
        }
    }
}
