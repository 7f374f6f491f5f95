//! Columns with a dictionary: each distinct text once, and a code per row.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::chunk::locate;
use super::codes::{Codes, CodesRef};
use super::header::MOST_COLUMNS;

/// A column of texts, most of which repeat. A row without a value has code 0.
#[derive(Clone, Debug, Default)]
pub struct TextColumn {
    name: String,
    values: Arc<Vec<String>>,
    /// By chunk of rows.
    codes: Arc<Vec<Codes>>,
    /// By chunk its first row.
    starts: Arc<[usize]>,
}

impl TextColumn {
    /// The column's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The value of a row, if it has one.
    #[must_use]
    pub fn value(&self, row: usize) -> Option<&str> {
        self.text(self.code(row))
    }

    /// The code of a row; 0 without a value.
    #[must_use]
    pub fn code(&self, row: usize) -> u32 {
        let (chunk, row) = locate(&self.starts, row);
        self.codes.get(chunk).map_or(0, |codes| codes.code(row))
    }

    /// The text behind a code.
    #[must_use]
    pub fn text(&self, code: u32) -> Option<&str> {
        let at = usize::try_from(code).ok()?.checked_sub(1)?;
        self.values.get(at).map(String::as_str)
    }

    /// How many texts there are: codes go from 1 to this number.
    pub(crate) fn count(&self) -> usize {
        self.values.len()
    }

    /// The column with its chunks, to be filled further.
    pub(super) fn again(&self) -> TextColumnBuilder {
        TextColumnBuilder {
            name: self.name.clone(),
            values: self.values.to_vec(),
            known: self.values.iter().cloned().zip(1..).collect(),
            chunks: self.codes.to_vec(),
            codes: Vec::new(),
        }
    }

    /// The codes of the rows of a chunk.
    pub(super) fn codes(&self, chunk: usize) -> CodesRef<'_> {
        self.codes.get(chunk).map_or(CodesRef::None, Codes::as_ref)
    }
}

/// A [`TextColumn`] being filled.
#[derive(Clone, Debug, Default)]
pub(crate) struct TextColumnBuilder {
    name: String,
    values: Vec<String>,
    known: BTreeMap<String, u32>,
    /// Of the chunks that are complete.
    chunks: Vec<Codes>,
    /// Of the rows after them; those beyond the end have no value.
    codes: Vec<u32>,
}

impl TextColumnBuilder {
    pub(crate) fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            ..Self::default()
        }
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Sets row `row` of the chunk; rows passed over have no value.
    pub(crate) fn set(&mut self, row: usize, value: &str) {
        let code = self.code(value);
        self.codes.resize(row, 0);
        self.codes.push(code);
    }

    /// The code of a text, which is added when it is new.
    pub(super) fn code(&mut self, value: &str) -> u32 {
        if let Some(&code) = self.known.get(value) {
            return code;
        }
        self.values.push(value.to_owned());
        let code = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        self.known.insert(value.to_owned(), code);
        code
    }

    /// Adds the codes of chunk `at`. The column may be younger than the chunks before.
    pub(super) fn add(&mut self, at: usize, codes: Codes) {
        self.chunks.resize(at, Codes::None);
        self.chunks.push(codes);
    }

    /// Completes chunk `at`, of so many rows, when its codes were not added.
    pub(super) fn close(&mut self, at: usize, rows: usize) {
        if self.chunks.len() > at {
            return;
        }
        let codes = Codes::of(std::mem::take(&mut self.codes), rows, self.values.len());
        self.add(at, codes);
    }

    /// The column, of the chunks that were completed.
    pub(super) fn finish(self, starts: &Arc<[usize]>) -> TextColumn {
        TextColumn {
            name: self.name,
            values: Arc::new(self.values),
            codes: Arc::new(self.chunks),
            starts: Arc::clone(starts),
        }
    }
}

/// Sets `name` to `value` in row `row`, in a new column when there is none yet. Of too many columns one is kept that
/// shows it, so that the check refuses them.
pub(crate) fn set_dimension(
    columns: &mut Vec<TextColumnBuilder>,
    name: &str,
    row: usize,
    value: &str,
) {
    let at = columns.iter().position(|column| column.name() == name);
    if at.is_none() && columns.len() > MOST_COLUMNS {
        return;
    }
    let at = at.unwrap_or_else(|| {
        columns.push(TextColumnBuilder::new(name));
        columns.len() - 1
    });
    columns[at].set(row, value);
}
