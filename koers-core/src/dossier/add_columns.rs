//! Columns of cost lines that become a chunk of a dossier's lines, shared with who gave them.

use super::amounts::Amounts;
use super::chunk::Part;
use super::codes::Codes;
use super::column::Column;
use super::columns::TextColumnBuilder;
use super::header::MOST_COLUMNS;
use super::line::LineKind;
use super::line_columns::{ColumnsError, Dictionary, LineColumns};
use super::lines_builder::LinesBuilder;
use super::scan::{all_within, scan};
use crate::diag::{Code, Finding};
use crate::money::Money;

impl LinesBuilder {
    /// Adds lines as a chunk of their own, or none of them.
    pub(super) fn add_columns(&mut self, mut columns: LineColumns) -> Result<(), ColumnsError> {
        columns.check()?;
        for (name, column) in columns.dictionaries_mut() {
            if column.scanned.is_none() {
                let found = scan(&column.keys, column.valid.as_ref(), column.values.len());
                column.scanned = Some(found.map_err(|row| ColumnsError::Key {
                    column: name.to_owned(),
                    row,
                })?);
            }
        }
        // From here on nothing fails.
        if columns.is_empty() {
            return Ok(());
        }
        self.close();
        let amounts = Amounts::from(columns.amounts.clone());
        if !amounts.are_small() {
            self.check_cents(amounts.as_slice(), "amount");
        }
        // VAT that is no amount at all is not also above that of its line.
        let vat = columns.vat.take();
        let vat = vat.filter(|vat| self.check_cents(vat.as_slice(), "vat_compensable"));
        let (at, rows) = (self.parts.len(), columns.len());
        let bookings = columns.grant;
        let bookings = bookings.map_or(Codes::None, |it| self.add_bookings(it));
        if let Some(column) = columns.corrects {
            add_texts(&mut self.corrects, at, column);
        }
        if let Some(column) = columns.source {
            add_texts(&mut self.sources, at, column);
        }
        for (name, column) in columns.dimensions {
            // As when lines come in one by one, a dimension begins with the first line that has a value.
            if !has_values(&column) {
                continue;
            }
            if let Some(to) = self.dimension(&name) {
                add_texts(to, at, column);
            }
        }
        self.push_part(Part {
            rows,
            ids: columns.ids,
            days: columns.days.into(),
            units: columns.units,
            amounts,
            kinds: unless(columns.kinds, |kind| *kind == LineKind::Cost),
            vat: unless(vat, |cents| *cents == 0),
            fixed: columns
                .fixed
                .filter(|fixed| fixed.as_ref().any())
                .unwrap_or_default(),
            bookings,
        });
        Ok(())
    }

    /// The dimension of a name. Of too many one is kept that shows it, so that the check refuses them.
    fn dimension(&mut self, name: &str) -> Option<&mut TextColumnBuilder> {
        let at = self.dimensions.iter().position(|it| it.name() == name);
        if at.is_none() && self.dimensions.len() > MOST_COLUMNS {
            return None;
        }
        let at = at.unwrap_or_else(|| {
            self.dimensions.push(TextColumnBuilder::new(name));
            self.dimensions.len() - 1
        });
        self.dimensions.get_mut(at)
    }

    /// Bookings, each read once, as codes.
    fn add_bookings(&mut self, column: Dictionary) -> Codes {
        let mut malformed = false;
        let codes = texts(&column).map(|text| {
            let Some(text) = text else {
                return 0;
            };
            if let Ok(booking) = text.parse() {
                self.code(booking)
            } else {
                malformed = true;
                MALFORMED
            }
        });
        let mut to_code: Vec<u32> = codes.collect();
        if malformed {
            self.refuse_bookings(&column, &to_code);
            for code in to_code.iter_mut().filter(|code| **code == MALFORMED) {
                *code = 0;
            }
        }
        keyed(column, to_code)
    }

    /// Reports the rows whose booking is none.
    fn refuse_bookings(&mut self, column: &Dictionary, to_code: &[u32]) {
        let (keys, valid) = (column.keys.as_ref(), column.valid.as_ref());
        for row in 0..column.keys.len() {
            let key = keys.key(row).unwrap_or_default();
            let has_value = valid.is_none_or(|valid| valid.get(row));
            if has_value && to_code.get(key) == Some(&MALFORMED) {
                self.refuse(Code::MalformedBooking, row, "grant", &column.values[key]);
            }
        }
    }

    /// Reports amounts beyond the bound; whether there are none.
    fn check_cents(&mut self, cents: &[i64], column: &str) -> bool {
        let bound = Money::MIN.cents()..=Money::MAX.cents();
        if all_within(cents, *bound.start(), *bound.end()) {
            return true;
        }
        for (row, cents) in cents.iter().enumerate() {
            if !bound.contains(cents) {
                self.refuse(Code::AmountOutOfBounds, row, column, &cents.to_string());
            }
        }
        false
    }

    /// Reports a cell of the chunk that is being added.
    fn refuse(&mut self, code: Code, row: usize, column: &str, value: &str) {
        let place = self.origin.place(self.len() + row, column);
        let finding = Finding::new(code).subject(value).arg("value", value);
        self.findings.push(finding.at(place));
    }
}

/// The code of a text that is no booking, while they are read.
const MALFORMED: u32 = u32::MAX;

/// By value of a dictionary its text, where a row has it and it is one.
fn texts(column: &Dictionary) -> impl Iterator<Item = Option<&str>> {
    let used = column.scanned.iter().flat_map(|scanned| &scanned.used);
    let values = column.values.iter().zip(used);
    values.map(|(text, used)| Some(text.as_str()).filter(|text| *used && !text.is_empty()))
}

/// Whether a row has a text.
fn has_values(column: &Dictionary) -> bool {
    texts(column).any(|text| text.is_some())
}

/// Adds chunk `at` to a column.
fn add_texts(to: &mut TextColumnBuilder, at: usize, column: Dictionary) {
    let codes = texts(&column).map(|text| text.map_or(0, |text| to.code(text)));
    let to_code = codes.collect();
    to.add(at, keyed(column, to_code));
}

fn keyed(column: Dictionary, mut to_code: Vec<u32>) -> Codes {
    if to_code.iter().all(|code| *code == 0) {
        return Codes::None;
    }
    let narrow = column.scanned.and_then(|scanned| scanned.narrow);
    // Codes of a byte are read fastest, and a key that stands for no value is as good as a bit that says so.
    let (keys, valid) = match narrow {
        Some(keys) => {
            to_code.push(0);
            (keys.into(), None)
        }
        None => (column.keys, column.valid),
    };
    Codes::Keys {
        keys,
        valid,
        to_code: to_code.into(),
    }
}

/// The column, unless all its values are as those of rows beyond its end.
fn unless<T>(column: Option<Column<T>>, usual: impl Fn(&T) -> bool) -> Column<T> {
    let column = column.filter(|column| !column.as_slice().iter().all(usual));
    column.unwrap_or_default()
}
