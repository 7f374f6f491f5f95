//! Columns with a dictionary: each distinct text once, and a code per row.

use std::collections::BTreeMap;

use super::header::MOST_COLUMNS;

/// A column of texts, most of which repeat. A row without a value has code 0.
#[derive(Clone, Debug, Default)]
pub struct TextColumn {
    name: String,
    values: Vec<String>,
    codes: Vec<u32>,
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
        self.codes.get(row).copied().unwrap_or(0)
    }

    /// The text behind a code.
    #[must_use]
    pub fn text(&self, code: u32) -> Option<&str> {
        let at = usize::try_from(code).ok()?.checked_sub(1)?;
        self.values.get(at).map(String::as_str)
    }
}

/// A [`TextColumn`] being filled.
#[derive(Clone, Debug, Default)]
pub(crate) struct TextColumnBuilder {
    column: TextColumn,
    codes: BTreeMap<String, u32>,
}

impl TextColumnBuilder {
    pub(crate) fn new(name: &str) -> Self {
        Self {
            column: TextColumn {
                name: name.to_owned(),
                ..TextColumn::default()
            },
            codes: BTreeMap::new(),
        }
    }

    pub(crate) fn name(&self) -> &str {
        &self.column.name
    }

    /// Sets row `row`; rows passed over have no value.
    pub(crate) fn set(&mut self, row: usize, value: &str) {
        let code = if let Some(&code) = self.codes.get(value) {
            code
        } else {
            self.column.values.push(value.to_owned());
            let code = u32::try_from(self.column.values.len()).unwrap_or(u32::MAX);
            self.codes.insert(value.to_owned(), code);
            code
        };
        self.column.codes.resize(row, 0);
        self.column.codes.push(code);
    }

    pub(crate) fn finish(self) -> TextColumn {
        self.column
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
