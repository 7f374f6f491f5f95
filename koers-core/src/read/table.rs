//! Rows with named columns, from CSV text or from values in memory, behind one interface.

use std::ops::Range;
use std::sync::Arc;

use super::{Node, Value, quotes};
use crate::diag::{At, Code, Finding, Findings, Place, Source};
use crate::money::NumberFormat;

/// How a table's file is written, and what its columns are called.
#[derive(Clone, Debug)]
pub struct TableFormat {
    /// The sign between two fields: a single ASCII character.
    pub delimiter: u8,
    /// The decimal sign and the sign between thousands.
    pub numbers: NumberFormat,
    /// Our column name, and the name in the file.
    pub columns: Vec<(String, At<String>)>,
}

impl Default for TableFormat {
    fn default() -> Self {
        Self {
            delimiter: b',',
            numbers: NumberFormat::POINT,
            columns: Vec::new(),
        }
    }
}

/// One cell, wherever it came from.
#[derive(Clone, Copy)]
pub(crate) enum Cell<'r> {
    Absent,
    Text(&'r str),
    Value(&'r Value),
}

/// One row: cells by column number, and the place of each, worked out only when it is asked for.
pub(crate) trait Cells {
    fn cell(&self, column: usize) -> Cell<'_>;
    fn place(&self, column: usize) -> Place;
    /// Where the row starts: the byte in its file, or its number in memory, from 0.
    fn start(&self) -> usize;
}

/// Takes the rows of a table: first the header, then each row.
pub(crate) trait RowReader {
    /// Resolves the columns; `false` stops the table. `place` gives the place of a column's name, or of
    /// the header as a whole.
    fn header(
        &mut self,
        names: &[String],
        place: &dyn Fn(Option<usize>) -> Place,
        findings: &mut Findings,
    ) -> bool;

    /// Notes a row with another number of fields than the header, which is not read.
    fn uneven(&mut self, cells: &dyn Cells);

    /// Takes one row.
    fn row(&mut self, cells: &dyn Cells, numbers: NumberFormat, findings: &mut Findings);
}

/// Reads CSV text into `reader`. Every malformed row is a finding; the others are still read, so that
/// all findings come at once.
pub(crate) fn read_table(
    source: &Arc<Source>,
    format: &TableFormat,
    reader: &mut dyn RowReader,
    findings: &mut Findings,
) {
    if let Some(at) = quotes::unsound(source.text(), format.delimiter) {
        findings.push(
            Finding::new(Code::UnclosedQuote)
                .subject(source.name())
                .at(Place::Text {
                    source: Arc::clone(source),
                    span: at..at + 1,
                }),
        );
        return;
    }
    let mut csv = csv::ReaderBuilder::new()
        .delimiter(format.delimiter)
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(source.text().as_bytes());
    let mut record = csv::StringRecord::new();
    let mut width = None;
    // The text is UTF-8 and in memory, and rows may be uneven: reading can't fail.
    while let Ok(true) = csv.read_record(&mut record) {
        let start = record.position().map_or(0, csv::Position::byte);
        let row = CsvRow {
            record: &record,
            source,
            start: usize::try_from(start).unwrap_or(usize::MAX),
            delimiter: format.delimiter,
        };
        match width {
            None => {
                width = Some(record.len());
                let Some(names) = our_names(&row, format, findings) else {
                    return;
                };
                let place = |column: Option<usize>| row.place(column.unwrap_or(0));
                if !reader.header(&names, &place, findings) {
                    return;
                }
            }
            Some(expected) if record.len() != expected => {
                reader.uneven(&row);
                let at = row.place(record.len().min(expected).saturating_sub(1));
                findings.push(
                    Finding::new(Code::FieldCount)
                        .subject(source.name())
                        .arg("found", record.len())
                        .arg("expected", expected)
                        .at(at),
                );
            }
            Some(_) => reader.row(&row, format.numbers, findings),
        }
    }
    if width.is_none() {
        findings.push(
            Finding::new(Code::EmptyTable)
                .subject(source.name())
                .at(Place::Text {
                    source: Arc::clone(source),
                    span: 0..0,
                }),
        );
    }
}

/// Reads rows that are tables in memory into `reader`; a column is there when any row has its key.
pub(crate) fn read_rows(
    table: &'static str,
    rows: &[Node],
    reader: &mut dyn RowReader,
    findings: &mut Findings,
) {
    let mut names: Vec<String> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for row in rows {
        let Value::Table(entries) = &row.value else {
            continue;
        };
        for (key, _) in entries {
            if seen.insert(key.value.as_str()) {
                names.push(key.value.clone());
            }
        }
    }
    let place = |column: Option<usize>| {
        Place::Path(
            column
                .and_then(|at| names.get(at))
                .map_or_else(|| table.to_owned(), |name| format!("{table}.{name}")),
        )
    };
    if rows.is_empty() || !reader.header(&names, &place, findings) {
        return;
    }
    for (at, row) in rows.iter().enumerate() {
        if let Value::Table(entries) = &row.value {
            let row = MemoryRow {
                table,
                row: at,
                names: &names,
                entries,
            };
            reader.row(&row, NumberFormat::POINT, findings);
        } else {
            findings.push(
                Finding::new(Code::WrongType)
                    .subject(table)
                    .arg("key", table)
                    .arg("expected", "table")
                    .arg("found", row.value.kind())
                    .at(row.place.clone()),
            );
        }
    }
}

/// In a header of more names than this none is looked up.
const MOST_NAMED: usize = 1_000;

/// The header's names, in our words where the dossier maps them; `None` when it maps a name that isn't there.
fn our_names(
    row: &CsvRow<'_>,
    format: &TableFormat,
    findings: &mut Findings,
) -> Option<Vec<String>> {
    let before = findings.len();
    let names: Vec<String> = row.record.iter().map(str::to_owned).collect();
    if names.len() > MOST_NAMED {
        // Too many to look names up in, and to read: the reader says so.
        return Some(names);
    }
    let mut ours = names.clone();
    for (our, theirs) in &format.columns {
        if let Some(at) = names.iter().position(|name| *name == theirs.value) {
            ours[at].clone_from(our);
        } else {
            findings.push(
                Finding::new(Code::MissingColumn)
                    .subject(&theirs.value)
                    .arg("column", &theirs.value)
                    .arg("found", names.join(", "))
                    .at(theirs.place.clone()),
            );
        }
    }
    (findings.len() == before).then_some(ours)
}

struct CsvRow<'r> {
    record: &'r csv::StringRecord,
    source: &'r Arc<Source>,
    start: usize,
    delimiter: u8,
}

impl Cells for CsvRow<'_> {
    fn cell(&self, column: usize) -> Cell<'_> {
        match self.record.get(column) {
            None | Some("") => Cell::Absent,
            Some(text) => Cell::Text(text),
        }
    }

    fn place(&self, column: usize) -> Place {
        let span = field_span(self.source.text(), self.start, column, self.delimiter);
        Place::Text {
            source: Arc::clone(self.source),
            span,
        }
    }

    fn start(&self) -> usize {
        self.start
    }
}

/// The bytes of field `column` of the record that starts at `start`. The CSV reader gives only the
/// record's start, and a place is needed only for a finding, so the record is walked again.
pub(crate) fn field_span(text: &str, start: usize, column: usize, delimiter: u8) -> Range<usize> {
    let bytes = text.as_bytes();
    let mut at = start.min(bytes.len());
    while matches!(bytes.get(at), Some(b'\r' | b'\n')) {
        at += 1;
    }
    let (mut field, mut begin, mut quoted) = (0, at, false);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            // A quote opens only at the start of a field; inside an unquoted one it is a sign like another.
            b'"' if quoted && bytes.get(at + 1) == Some(&b'"') => at += 1,
            b'"' if quoted || at == begin => quoted = !quoted,
            b'\r' | b'\n' if !quoted => break,
            byte if byte == delimiter && !quoted => {
                if field == column {
                    break;
                }
                field += 1;
                begin = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    begin..at
}

struct MemoryRow<'r> {
    table: &'static str,
    /// Its number, from 0.
    row: usize,
    names: &'r [String],
    entries: &'r [(At<String>, Node)],
}

impl Cells for MemoryRow<'_> {
    fn cell(&self, column: usize) -> Cell<'_> {
        let name = self.names.get(column);
        match self
            .entries
            .iter()
            .find(|(key, _)| Some(&key.value) == name)
        {
            None => Cell::Absent,
            Some((_, node)) => match &node.value {
                Value::Null => Cell::Absent,
                Value::Text(text) if text.is_empty() => Cell::Absent,
                value => Cell::Value(value),
            },
        }
    }

    fn place(&self, column: usize) -> Place {
        let column = self.names.get(column).cloned().unwrap_or_default();
        Place::Cell {
            table: self.table,
            row: self.row + 1,
            column,
        }
    }

    fn start(&self) -> usize {
        self.row
    }
}
