//! Batches of an Arrow table as cost lines.

use arrow_array::cast::AsArray;
use arrow_array::{Array, RecordBatch};
use arrow_schema::{DataType, Schema};

use super::amounts::cents;
use super::cells::{Cells, bits, nulls};
use super::coded::{Coded, coded};
use super::dates::{Days, days};
use super::ids::ids;
use super::types::Read;
use crate::diag::{Code, Finding, Findings, Place};
use crate::dossier::{
    Bits, Column, DossierBuilder, Found, LINE_TABLE, LineColumns, LineKind, Meaning,
    find_line_columns,
};

/// Adds the lines of a table, all or, when any is refused, none.
///
/// The columns are those of `cost_lines`, in any order and with these types:
///
/// * `line`: text or whole numbers. Without it a line's id is the number of its row in the dossier, from 1.
/// * `date` or `period`: `date32`; `date64` that are days; texts as in files.
/// * `amount`, `vat_compensable`: decimals of any scale that are whole cents, or texts as in files. Or `amount_cents` and
///   `vat_compensable_cents`: whole numbers of cents. Whole numbers under the name `amount` are refused, for nobody can see
///   whether they are euros.
/// * `fixed`: booleans.
/// * `grant`, `kind`, `corrects`, `source` and dimensions: texts, dictionaries of texts, whole numbers, booleans.
///
/// Texts are utf8, large utf8 or views. A row without a value has none.
///
/// # Errors
/// All findings, of the columns or of the cells.
pub fn add_lines(
    dossier: &mut DossierBuilder,
    schema: &Schema,
    batches: impl IntoIterator<Item = RecordBatch>,
) -> Result<(), Findings> {
    let mut reader = LineReader::new(schema, dossier.line_count())?;
    for batch in batches {
        reader.read(&batch);
    }
    for lines in reader.finish()? {
        let added = dossier.add_columns(lines);
        added.map_err(broken)?;
    }
    Ok(())
}

/// The finding for a table that can't be read: what the program says that makes it, or what is wrong with its data.
#[must_use]
pub fn broken(cause: impl std::fmt::Display) -> Findings {
    broken_table(LINE_TABLE, cause)
}

/// As [`broken`], of another table than the cost lines.
#[must_use]
pub fn broken_table(table: &str, cause: impl std::fmt::Display) -> Findings {
    let finding = Finding::new(Code::BrokenStream)
        .subject(table)
        .arg("cause", cause);
    finding.at(Place::Path(table.to_owned())).into()
}

/// Reads cost lines batch by batch, as [`add_lines`] does: for a caller that may want to break off in between.
#[derive(Debug)]
pub struct LineReader {
    columns: Vec<Used>,
    /// How many rows the dossier has with those read.
    rows: usize,
    read: Vec<LineColumns>,
    findings: Findings,
}

/// A column of the table that is used.
#[derive(Debug)]
struct Used {
    at: usize,
    name: String,
    data_type: DataType,
    /// None for a dimension.
    meaning: Option<Meaning>,
}

/// Rows that are read in one go: more make no difference to speed, and a caller may want to break off.
const MOST_ROWS: usize = 1 << 21;

/// The end of the name of a column in cents.
const CENTS: &str = "_cents";

impl LineReader {
    /// Reads lines of a table with these columns, which come after `rows` others.
    ///
    /// # Errors
    /// All findings on the columns.
    pub fn new(schema: &Schema, rows: usize) -> Result<LineReader, Findings> {
        let mut findings = Findings::new();
        let (mut names, mut in_cents) = (Vec::new(), Vec::new());
        for field in schema.fields() {
            let amount = field.name().strip_suffix(CENTS);
            let amount = amount.filter(|name| ["amount", "vat_compensable"].contains(name));
            in_cents.push(amount.is_some());
            names.push(amount.unwrap_or(field.name()).to_owned());
        }
        let found = find_line_columns(&names, &mut findings).unwrap_or_default();
        let mut columns = Vec::new();
        for Found { at, meaning } in found {
            let (field, in_cents) = (schema.field(at), in_cents[at]);
            let read = meaning.map_or(Read::Text, |meaning| Read::of(meaning, in_cents));
            findings.extend(read.check(field.name(), field.data_type()));
            // The period is called so in findings, whatever its column is called.
            let name = if meaning == Some(Meaning::Period) {
                "period"
            } else {
                field.name()
            };
            columns.push(Used {
                at,
                name: name.to_owned(),
                data_type: field.data_type().clone(),
                meaning,
            });
        }
        if findings.has_errors() {
            findings.sort();
            return Err(findings);
        }
        Ok(LineReader {
            columns,
            rows,
            read: Vec::new(),
            findings,
        })
    }

    /// A batch in parts that take a fraction of a second each.
    pub fn parts(batch: &RecordBatch) -> impl Iterator<Item = RecordBatch> {
        let rows = batch.num_rows();
        let starts = (0..rows).step_by(MOST_ROWS);
        starts.map(move |start| match MOST_ROWS.min(rows - start) {
            // A slice has every column made anew.
            all if all == rows => batch.clone(),
            some => batch.slice(start, some),
        })
    }

    /// Reads a batch; what is wrong in it [`LineReader::finish`] tells.
    pub fn read(&mut self, batch: &RecordBatch) {
        for part in LineReader::parts(batch) {
            let lines = self.columns_of(&part);
            self.read.extend(lines);
            self.rows += part.num_rows();
        }
        // After the first fault only others are looked for.
        if self.findings.has_errors() {
            self.read.clear();
        }
    }

    /// The lines, in chunks for [`DossierBuilder::add_columns`].
    ///
    /// # Errors
    /// All findings on the cells.
    pub fn finish(mut self) -> Result<Vec<LineColumns>, Findings> {
        if self.findings.has_errors() {
            self.findings.sort();
            return Err(self.findings);
        }
        Ok(self.read)
    }

    /// The columns of a batch; `None` when a cell was refused.
    fn columns_of(&mut self, batch: &RecordBatch) -> Option<LineColumns> {
        let (mut period, mut amount, mut parts, mut sound) = (None, None, Vec::new(), true);
        for used in &self.columns {
            let mut cells = Cells {
                column: &used.name,
                start: self.rows,
                findings: &mut self.findings,
            };
            let array = batch
                .columns()
                .get(used.at)
                .filter(|array| *array.data_type() == used.data_type);
            let Some(array) = array else {
                self.findings
                    .append(broken("a batch has other columns than its schema"));
                return None;
            };
            match used.meaning {
                Some(Meaning::Period) => period = days(array, &mut cells),
                Some(Meaning::Amount) => {
                    amount = needed(array, &mut cells).and_then(|()| cents(array, &mut cells));
                }
                _ => match part(used, array, &mut cells) {
                    Some(part) => parts.push(part),
                    None => sound = false,
                },
            }
        }
        let lines = match period? {
            Days::Days(days) => LineColumns::new(days, amount?),
            Days::Periods(periods) => LineColumns::of_periods(&periods, amount?),
        };
        sound.then(|| parts.into_iter().fold(lines, |lines, part| part(lines)))
    }
}

/// Reports rows without an amount: those without a value, and empty texts.
fn needed(array: &dyn Array, cells: &mut Cells<'_>) -> Option<()> {
    let mut sound = *array.data_type() != DataType::Null && cells.need_all(array);
    if *array.data_type() == DataType::Null {
        (0..array.len()).for_each(|row| cells.empty(row));
    }
    if let Some(texts) = super::texts::Texts::of(array) {
        for row in 0..array.len() {
            if texts.get(row).is_empty() && array.is_valid(row) {
                sound = false;
                cells.empty(row);
            }
        }
    }
    // Cells that have a value are read all the same, so that all findings come at once.
    if !sound {
        let _ = cents(array, cells);
    }
    sound.then_some(())
}

/// What a column that may be missing adds.
type Part = Box<dyn FnOnce(LineColumns) -> LineColumns>;

fn part(used: &Used, array: &dyn Array, cells: &mut Cells<'_>) -> Option<Part> {
    Some(match used.meaning {
        Some(Meaning::Line) => {
            let ids = ids(array, cells)?;
            Box::new(|lines| lines.ids(ids))
        }
        Some(Meaning::VatCompensable) => {
            let vat = cents(array, cells)?;
            Box::new(|lines| lines.vat_compensable(vat))
        }
        Some(Meaning::Fixed) => {
            let fixed = flags(array, cells)?;
            Box::new(|lines| lines.fixed(fixed))
        }
        Some(Meaning::Kind) => {
            let kinds = kinds(&coded(array, cells)?, array.len(), cells)?;
            Box::new(|lines| lines.kinds(kinds))
        }
        meaning => {
            let texts = coded(array, cells)?.into_dictionary();
            let name = used.name.clone();
            match meaning {
                Some(Meaning::Grant) => Box::new(|lines| lines.grant(texts)),
                Some(Meaning::Corrects) => Box::new(|lines| lines.corrects(texts)),
                Some(Meaning::Source) => Box::new(|lines| lines.source(texts)),
                _ => Box::new(|lines| lines.dimension(name, texts)),
            }
        }
    })
}

/// Yes and no; a row without a value says no.
fn flags(array: &dyn Array, cells: &mut Cells<'_>) -> Option<Bits> {
    if let Some(flags) = array.as_boolean_opt() {
        return match nulls(array) {
            None => bits(flags.values()),
            Some(_) => Some(flags.iter().map(|flag| flag == Some(true)).collect()),
        };
    }
    let coded = coded(array, cells)?;
    words(
        &coded,
        array.len(),
        &[("true", true), ("false", false)],
        false,
        cells,
    )
    .map(|flags| flags.into_iter().collect())
}

fn kinds(coded: &Coded, rows: usize, cells: &mut Cells<'_>) -> Option<Column<LineKind>> {
    words(coded, rows, &LineKind::WORDS, LineKind::Cost, cells).map(Column::from)
}

/// What words stand for, by row; `None` when one stands for nothing.
fn words<T: Copy>(
    coded: &Coded,
    rows: usize,
    known: &[(&'static str, T)],
    empty: T,
    cells: &mut Cells<'_>,
) -> Option<Vec<T>> {
    let find = |word: &str| {
        known
            .iter()
            .find(|(name, _)| *name == word)
            .map(|(_, value)| *value)
    };
    let mut found = Vec::with_capacity(rows);
    for row in 0..rows {
        let word = coded.text(row);
        if let Some(value) = word.map_or(Some(empty), find) {
            found.push(value);
        } else {
            let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
            cells.unknown(row, word.unwrap_or_default(), &names.join(", "));
        }
    }
    (found.len() == rows).then_some(found)
}
