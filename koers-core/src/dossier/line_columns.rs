//! Many cost lines at once, as columns.

use super::codes::Keys;
use super::column::{Bits, Column};
use super::ids::{Ids, Offsets, Texts};
use super::line::LineKind;
use super::scan::Scanned;
use crate::calendar::{Period, Unit};

/// Cost lines as columns, to add to a dossier without a copy: a [`Column`] may share the memory of who has it.
///
/// ```
/// use koers_core::dossier::{Dictionary, DossierBuilder, LineColumns};
/// use koers_core::Date;
///
/// let day = Date::parse("2024-03-01")?.epoch_days();
/// let grants = Dictionary::new(vec![0_i32, 0, 1], ["iza", "gala15"]);
/// let lines = LineColumns::new(vec![day, day, day + 1], vec![12_500_i64, -2_500, 99])
///     .grant(grants)
///     .dimension("theme", Dictionary::new(vec![1_u8, 0, 1], ["", "sport"]));
///
/// let mut dossier = DossierBuilder::new("2024".to_owned(), "Losser", vec![2024]);
/// dossier.add_columns(lines)?;
/// assert_eq!(dossier.line_count(), 3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct LineColumns {
    pub(super) ids: Ids,
    pub(super) days: Column<i32>,
    pub(super) units: Column<Unit>,
    pub(super) amounts: Column<i64>,
    pub(super) kinds: Option<Column<LineKind>>,
    pub(super) vat: Option<Column<i64>>,
    pub(super) fixed: Option<Bits>,
    pub(super) grant: Option<Dictionary>,
    pub(super) corrects: Option<Dictionary>,
    pub(super) source: Option<Dictionary>,
    pub(super) dimensions: Vec<(String, Dictionary)>,
}

impl LineColumns {
    /// Costs on single days, in days since 1970-01-01 (as [`Date::epoch_days`](crate::Date::epoch_days) gives them), of amounts
    /// in cents. The id of each is the number of its row in the dossier, from 1, and none is booked.
    #[must_use]
    pub fn new(days: impl Into<Column<i32>>, cents: impl Into<Column<i64>>) -> Self {
        Self {
            ids: Ids::Rows,
            days: days.into(),
            units: Column::default(),
            amounts: cents.into(),
            kinds: None,
            vat: None,
            fixed: None,
            grant: None,
            corrects: None,
            source: None,
            dimensions: Vec::new(),
        }
    }

    /// As [`LineColumns::new`], of lines of which some have a period that is no single day.
    #[must_use]
    pub fn of_periods(periods: &[Period], cents: impl Into<Column<i64>>) -> Self {
        let days = periods.iter().map(|period| period.last().epoch_days());
        let mut columns = Self::new(days.collect::<Column<i32>>(), cents);
        // A row beyond the end is a day.
        let longer = periods
            .iter()
            .rposition(|period| period.unit() != Unit::Day);
        let longer = periods.iter().take(longer.map_or(0, |last| last + 1));
        columns.units = longer.map(|period| period.unit()).collect();
        columns
    }

    /// Gives the lines ids.
    #[must_use]
    pub fn ids(mut self, ids: LineIds) -> Self {
        self.ids = ids.into_ids();
        self
    }

    /// Books the lines. The values are read as those of the column `grant` in a file are: a grant, shares or amounts.
    #[must_use]
    pub fn grant(mut self, bookings: Dictionary) -> Self {
        self.grant = Some(bookings);
        self
    }

    /// Says of each line whether it is a cost, income or a contribution.
    #[must_use]
    pub fn kinds(mut self, kinds: impl Into<Column<LineKind>>) -> Self {
        self.kinds = Some(kinds.into());
        self
    }

    /// States the VAT in each line that the VAT compensation fund pays, in cents.
    #[must_use]
    pub fn vat_compensable(mut self, cents: impl Into<Column<i64>>) -> Self {
        self.vat = Some(cents.into());
        self
    }

    /// Says which lines stay where they are booked, whatever the method.
    #[must_use]
    pub fn fixed(mut self, fixed: Bits) -> Self {
        self.fixed = Some(fixed);
        self
    }

    /// Names the lines, by id, that lines correct.
    #[must_use]
    pub fn corrects(mut self, lines: Dictionary) -> Self {
        self.corrects = Some(lines);
        self
    }

    /// Says where each line is written.
    #[must_use]
    pub fn source(mut self, sources: Dictionary) -> Self {
        self.source = Some(sources);
        self
    }

    /// Adds a dimension.
    #[must_use]
    pub fn dimension(mut self, name: impl Into<String>, values: Dictionary) -> Self {
        self.dimensions.push((name.into(), values));
        self
    }

    /// How many lines there are: as many as there are amounts.
    #[must_use]
    pub fn len(&self) -> usize {
        self.amounts.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The columns with a dictionary, and their names.
    pub(super) fn dictionaries_mut(&mut self) -> impl Iterator<Item = (&str, &mut Dictionary)> {
        let own = [
            ("grant", &mut self.grant),
            ("corrects", &mut self.corrects),
            ("source", &mut self.source),
        ];
        let own = own
            .into_iter()
            .filter_map(|(name, column)| Some((name, column.as_mut()?)));
        let dimensions = self.dimensions.iter_mut();
        own.chain(dimensions.map(|(name, column)| (name.as_str(), column)))
    }

    /// As [`LineColumns::dictionaries_mut`].
    fn dictionaries(&self) -> impl Iterator<Item = (&str, &Dictionary)> {
        let own = [
            ("grant", &self.grant),
            ("corrects", &self.corrects),
            ("source", &self.source),
        ];
        let own = own
            .into_iter()
            .filter_map(|(name, column)| Some((name, column.as_ref()?)));
        let dimensions = self.dimensions.iter();
        own.chain(dimensions.map(|(name, column)| (name.as_str(), column)))
    }

    /// Every column has as many rows, and no name is given twice.
    pub(super) fn check(&self) -> Result<(), ColumnsError> {
        let rows = self.len();
        let own = [
            ("line", self.ids.len()),
            ("date", Some(self.days.len())),
            ("kind", self.kinds.as_ref().map(Column::len)),
            ("vat_compensable", self.vat.as_ref().map(Column::len)),
            ("fixed", self.fixed.as_ref().map(Bits::len)),
        ];
        let own = own
            .into_iter()
            .filter_map(|(name, found)| Some((name, found?)));
        let keys = self
            .dictionaries()
            .map(|(name, column)| (name, column.keys.len()));
        let valid = self.dictionaries().filter_map(|(name, column)| {
            let valid = column.valid.as_ref()?;
            Some((name, valid.len()))
        });
        for (name, found) in own.chain(keys).chain(valid) {
            if found != rows {
                return Err(ColumnsError::Rows {
                    column: name.to_owned(),
                    found,
                    expected: rows,
                });
            }
        }
        for (at, (name, _)) in self.dimensions.iter().enumerate() {
            if self.dimensions[..at].iter().any(|(other, _)| other == name) {
                return Err(ColumnsError::Twice(name.clone()));
            }
        }
        Ok(())
    }
}

/// The ids of cost lines that are given as columns.
#[derive(Clone, Debug)]
pub struct LineIds(Ids);

impl LineIds {
    pub(super) fn into_ids(self) -> Ids {
        self.0
    }

    /// The number of each line's row in the dossier, from 1.
    #[must_use]
    pub fn rows() -> Self {
        Self(Ids::Rows)
    }

    /// Whole numbers; an id is how they are written.
    #[must_use]
    pub fn numbers(numbers: impl Into<Column<i64>>) -> Self {
        Self(Ids::Whole(numbers.into()))
    }

    /// Texts one after another in UTF-8: text `n` has the bytes from offset `n` to offset `n + 1`.
    ///
    /// # Errors
    /// [`ColumnsError::Texts`] when the offsets don't cut the bytes into texts.
    pub fn texts(
        bytes: impl Into<Column<u8>>,
        offsets: impl Into<Offsets>,
    ) -> Result<Self, ColumnsError> {
        let texts = Texts::new(bytes.into(), offsets.into());
        let texts = texts.ok_or_else(|| ColumnsError::Texts("line".to_owned()))?;
        Ok(Self(Ids::Text(texts)))
    }
}

impl<'i> FromIterator<&'i str> for LineIds {
    fn from_iter<I: IntoIterator<Item = &'i str>>(ids: I) -> Self {
        let (mut bytes, mut offsets) = (Vec::new(), vec![0_u64]);
        for id in ids {
            bytes.extend_from_slice(id.as_bytes());
            offsets.push(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        }
        Self(Ids::Text(Texts {
            bytes: bytes.into(),
            offsets: offsets.into(),
        }))
    }
}

/// A column of texts most of which repeat: each text once, and by row a key, the place of its text from 0.
#[derive(Clone, Debug)]
pub struct Dictionary {
    pub(super) keys: Keys,
    pub(super) valid: Option<Bits>,
    pub(super) values: Vec<String>,
    /// What is in the keys, once they were looked at.
    pub(super) scanned: Option<Scanned>,
}

impl Dictionary {
    /// A column of which every row has a key. A row whose text is empty has no value.
    #[must_use]
    pub fn new<V: Into<String>>(
        keys: impl Into<Keys>,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        Self {
            keys: keys.into(),
            valid: None,
            values: values.into_iter().map(Into::into).collect(),
            scanned: None,
        }
    }

    /// A column whose keys were looked at already.
    #[cfg(feature = "arrow")]
    pub(crate) fn of_scanned(
        (keys, valid): (Keys, Option<Bits>),
        values: Vec<String>,
        scanned: Scanned,
    ) -> Self {
        Self {
            keys,
            valid,
            values,
            scanned: Some(scanned),
        }
    }

    /// Says which rows have a value; the keys of others are not looked at.
    #[must_use]
    pub fn valid(mut self, rows: Bits) -> Self {
        (self.valid, self.scanned) = (Some(rows), None);
        self
    }
}

/// Why columns can't be cost lines.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ColumnsError {
    /// A column has another number of rows than there are amounts.
    #[error("column `{column}` has {found} rows, and `amount` has {expected}")]
    Rows {
        /// The name of the column.
        column: String,
        /// How many rows it has.
        found: usize,
        /// How many amounts there are.
        expected: usize,
    },
    /// A row has a key that is no place in the dictionary of its column.
    #[error("row {row} of column `{column}` has a key that its dictionary does not have")]
    Key {
        /// The name of the column.
        column: String,
        /// The row, from 0.
        row: usize,
    },
    /// Offsets that descend, go beyond the bytes, or cut a character, or bytes that are no UTF-8.
    #[error("column `{0}` holds no texts in UTF-8, or its offsets do not cut them")]
    Texts(String),
    /// Two dimensions have the same name.
    #[error("column `{0}` is given twice")]
    Twice(String),
}
